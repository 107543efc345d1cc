/* The SQLite driver: connections, transactions, errors. */
#include <stdio.h>
#include <sys/stat.h>

#include "sqlite_impl.h"

/*
 * The cache is enough for the pages that an import touches, and far below the bound of a program's memory. A WAL of up
 * to 16 MiB before it is brought home: each checkpoint costs three syncs, and a page changed often is copied once.
 * What a savepoint would undo stays in memory: it is cut back at every release, so it is small; a file of it was a
 * quarter of all writes; and SQLite 3.40 takes a journal that was cut back and then outgrows its memory for a full disk.
 */
#define WRITE_PRAGMAS                                                                                                  \
	"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA cache_size=-16384;"    \
	"PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=4096; PRAGMA temp_store=MEMORY"

static const struct schema_word WORDS[] = {
	{ "$int", "INTEGER" },
	{ "$real", "REAL" },
	{ "$id", "INTEGER PRIMARY KEY AUTOINCREMENT" },
	{ "$table", "STRICT" },
	{ "$keyed", "STRICT, WITHOUT ROWID" },
	{ NULL },
};

static const char *const CONTROL_TEXT[CONTROLS] = {
	[CONTROL_BEGIN] = "BEGIN IMMEDIATE",
	[CONTROL_BEGIN_READ] = "BEGIN",
	[CONTROL_COMMIT] = "COMMIT",
	[CONTROL_ROLLBACK] = "ROLLBACK",
	[CONTROL_SAVEPOINT] = "SAVEPOINT record",
	[CONTROL_SAVEPOINT_RELEASE] = "RELEASE record",
	[CONTROL_SAVEPOINT_ROLLBACK] = "ROLLBACK TO record",
};

static enum status status_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STATUS_BUSY;
	case SQLITE_FULL:
	case SQLITE_IOERR:
		return STATUS_IO;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return STATUS_PERMISSION;
	case SQLITE_CANTOPEN:
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return STATUS_CONFIG;
	case SQLITE_NOMEM:
		return STATUS_MEMORY;
	case SQLITE_CONSTRAINT:
		return STATUS_REJECTED;
	default:
		return STATUS_BUG;
	}
}

static const char *code_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "busy";
	case SQLITE_FULL:
		return "disk_full";
	case SQLITE_CORRUPT:
		return "corrupt";
	case SQLITE_NOTADB:
		return "not_a_store";
	case SQLITE_CONSTRAINT:
		return "constraint";
	default:
		return "store";
	}
}

enum status store_sqlite_error(sqlite3 *handle, int rc, const char *context, struct error *err)
{
	const char *message = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(rc);
	enum status st = status_of(rc);

	if (st == STATUS_REJECTED)
		return error_set(err, st, code_of(rc), "", "%s", message);
	return error_set(err, st, code_of(rc), "", "%s%s%.200s", message, context ? "; in: " : "",
			 context ? context : "");
}

enum status store_sqlite_pragma(sqlite3 *handle, const char *text, int64_t *value, struct error *err)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(handle, text, -1, &q, NULL);

	if (rc == SQLITE_OK && (rc = sqlite3_step(q)) == SQLITE_ROW) {
		*value = sqlite3_column_int64(q, 0);
		rc = SQLITE_OK;
	}
	sqlite3_finalize(q);
	return rc == SQLITE_OK ? STATUS_OK : store_sqlite_error(handle, rc, text, err);
}

static enum status execute(struct store *base, const char *script, struct error *err)
{
	struct sqlite_store *s = (struct sqlite_store *)base;
	int rc = sqlite3_exec(s->handle, script, NULL, NULL, NULL);

	return rc == SQLITE_OK ? STATUS_OK : store_sqlite_error(s->handle, rc, "a script", err);
}

static int run_control(struct sqlite_store *s, enum control what)
{
	sqlite3_stmt **q = &s->controls[what];
	int rc = SQLITE_OK;

	if (!*q)
		rc = sqlite3_prepare_v3(s->handle, CONTROL_TEXT[what], -1, SQLITE_PREPARE_PERSISTENT, q, NULL);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(*q);
	sqlite3_reset(*q);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The version of the schema may have changed since the store was opened: another program migrated or restored it. */
static enum status same_version(struct sqlite_store *s, struct error *err)
{
	static const char TEXT[] = "PRAGMA user_version";
	int rc = SQLITE_OK, version = 0;

	if (!s->version)
		rc = sqlite3_prepare_v3(s->handle, TEXT, -1, SQLITE_PREPARE_PERSISTENT, &s->version, NULL);
	if (rc == SQLITE_OK) {
		rc = sqlite3_step(s->version);
		version = rc == SQLITE_ROW ? sqlite3_column_int(s->version, 0) : 0;
		sqlite3_reset(s->version);
	}
	if (rc != SQLITE_ROW)
		return store_sqlite_error(s->handle, rc, TEXT, err);
	if (version == s->base.version)
		return STATUS_OK;
	return error_set(err, STATUS_BUSY, "replaced", "", "%s changed its version while open: run again", s->path);
}

static enum status begin(struct sqlite_store *s, struct error *err)
{
	enum status st = store_sqlite_lock(s, err);
	int rc;

	if (st != STATUS_OK)
		return st;
	s->lost = false;
	rc = run_control(s, CONTROL_BEGIN);
	if (rc != SQLITE_OK) {
		st = store_sqlite_error(s->handle, rc, CONTROL_TEXT[CONTROL_BEGIN], err);
		store_sqlite_unlock(s);
		return st;
	}
	st = same_version(s, err);
	if (st != STATUS_OK) {
		run_control(s, CONTROL_ROLLBACK);
		store_sqlite_unlock(s);
	}
	return st;
}

static enum status control(struct store *base, enum control what, struct error *err)
{
	struct sqlite_store *s = (struct sqlite_store *)base;
	int rc;

	if (what == CONTROL_BEGIN)
		return begin(s, err);
	if (what == CONTROL_ROLLBACK) {
		rc = sqlite3_get_autocommit(s->handle) ? SQLITE_OK : run_control(s, what);
		s->lost = false;
		store_sqlite_unlock(s);
	} else if (s->lost) {
		return error_set(err, STATUS_IO, "transaction_lost", "",
				 "the transaction was rolled back after an earlier error");
	} else {
		rc = run_control(s, what);
	}
	if (rc == SQLITE_OK && what == CONTROL_SAVEPOINT_ROLLBACK)
		rc = run_control(s, CONTROL_SAVEPOINT_RELEASE);
	if (rc != SQLITE_OK)
		return store_sqlite_error(s->handle, rc, CONTROL_TEXT[what], err);
	if (what == CONTROL_COMMIT)
		store_sqlite_unlock(s);
	return STATUS_OK;
}

static enum status begin_schema(struct store *base, int *version, struct error *err)
{
	struct sqlite_store *s = (struct sqlite_store *)base;
	enum status st = store_begin(base, err);

	if (st == STATUS_OK)
		*version = s->base.version; /* same_version has just held */
	return st;
}

static enum status set_version(struct store *base, int version, struct error *err)
{
	char text[96];

	snprintf(text, sizeof(text), "PRAGMA user_version=%d; PRAGMA application_id=%d", version, STORE_APPLICATION_ID);
	return execute(base, text, err);
}

static const char *engine(struct store *base)
{
	struct sqlite_store *s = (struct sqlite_store *)base;

	snprintf(s->engine, sizeof(s->engine), "SQLite %s", sqlite3_libversion());
	return s->engine;
}

static enum status size(struct store *base, int64_t *bytes, struct error *err)
{
	struct sqlite_store *s = (struct sqlite_store *)base;
	int64_t pages = 0, page_size = 0;
	enum status st = store_sqlite_pragma(s->handle, "PRAGMA page_count", &pages, err);

	if (st == STATUS_OK)
		st = store_sqlite_pragma(s->handle, "PRAGMA page_size", &page_size, err);
	*bytes = pages * page_size;
	return st;
}

enum status store_sqlite_prepare_writes(struct store *base, struct error *err)
{
	return execute(base, WRITE_PRAGMAS, err);
}

const struct driver STORE_SQLITE = {
	.abi = DRIVER_ABI,
	.name = "sqlite",
	.words = WORDS,
	.hold = "",
	.open = store_sqlite_open,
	.close = store_sqlite_close,
	.create = store_sqlite_create,
	.create_finish = store_sqlite_create_finish,
	.begin_schema = begin_schema,
	.set_version = set_version,
	.control = control,
	.execute = execute,
	.stmt_new = store_sqlite_stmt_new,
	.stmt_free = store_sqlite_stmt_free,
	.bind_int = store_sqlite_bind_int,
	.bind_text = store_sqlite_bind_text,
	.bind_real = store_sqlite_bind_real,
	.step = store_sqlite_step,
	.reset = store_sqlite_reset,
	.column_int = store_sqlite_column_int,
	.column_real = store_sqlite_column_real,
	.column_text = store_sqlite_column_text,
	.column_null = store_sqlite_column_null,
	.engine = engine,
	.size = size,
	.verify = store_sqlite_verify,
	.backup = store_sqlite_backup,
	.backup_before_migration = store_sqlite_backup_before_migration,
	.restore = store_sqlite_restore,
};
