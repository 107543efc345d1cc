/* The SQLite driver: opening, closing and making the file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sqlite_impl.h"

void store_sqlite_start(void)
{
	static bool started;

	if (started)
		return;
	started = true;
	/* One thread, no counting of memory: some 10 % fewer instructions. A program that started SQLite before keeps
	 * its own. */
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum status store_sqlite_open_file(sqlite3 **out, const char *path, int flags, int busy_timeout_ms, struct error *err)
{
	static const struct {
		int what, on;
	} SETTINGS[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },   { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },	    { SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 }, { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	};
	enum status st;
	int rc;

	store_sqlite_start();
	rc = sqlite3_open_v2(path, out, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc != SQLITE_OK) {
		st = store_sqlite_error(*out, rc, path, err);
		sqlite3_close(*out);
		*out = NULL;
		return st;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(SETTINGS); i++)
		sqlite3_db_config(*out, SETTINGS[i].what, SETTINGS[i].on, NULL);
	sqlite3_busy_timeout(*out, busy_timeout_ms);
	return STATUS_OK;
}

/* ${where} as an absolute path without links, so that all names of a store share one lock; and what is there. */
static enum status find(struct sqlite_store *s, const char *where, struct error *err)
{
	struct stat file;
	char *path = realpath(where, NULL);

	if (!path && errno == ENOENT)
		return error_set(err, STATUS_NO_INPUT, "no_store", "",
				 "there is no store at %s: make one with ecom-store init", where);
	if (!path || stat(path, &file) != 0) {
		int reason = errno;

		free(path);
		return error_set(err,
				 reason == ENOMEM   ? STATUS_MEMORY
				 : reason == EACCES ? STATUS_PERMISSION
						    : STATUS_CONFIG,
				 "store", "", "%s: %s", where, strerror(reason));
	}
	s->path = memory_text(path);
	free(path);
	if (S_ISDIR(file.st_mode))
		return error_set(err, STATUS_CONFIG, "not_a_store", "", "%s is a directory, not a store", where);
	if (!S_ISREG(file.st_mode))
		return error_set(err, STATUS_CONFIG, "not_a_store", "", "%s is not a regular file", where);
	if (access(s->path, s->base.mode == STORE_READ ? R_OK : R_OK | W_OK) != 0)
		return error_set(err, STATUS_PERMISSION, "permission", "", "%s cannot be %s: %s", where,
				 s->base.mode == STORE_READ ? "read" : "written", strerror(errno));
	s->device = file.st_dev;
	s->inode = file.st_ino;
	return STATUS_OK;
}

static enum status identify(struct sqlite_store *s, const char *where, struct error *err)
{
	int64_t application = 0, version = 0;
	struct error why = { 0 };
	enum status st = store_sqlite_pragma(s->handle, "PRAGMA application_id", &application, &why);

	if (st == STATUS_OK)
		st = store_sqlite_pragma(s->handle, "PRAGMA user_version", &version, &why);
	if (st != STATUS_OK && strcmp(why.code, "not_a_store") != 0) {
		if (err)
			*err = why;
		return st;
	}
	if (st != STATUS_OK || application != STORE_APPLICATION_ID)
		return error_set(err, STATUS_CONFIG, "not_a_store", "", "%s is not an ecom store", where);
	s->base.version = (int)version;
	return STATUS_OK;
}

static bool folder_writable(const char *path)
{
	struct buffer folder = { 0 };
	const char *slash = strrchr(path, '/');
	bool writable;

	buffer_add(&folder, path, (size_t)(slash - path) + 1);
	writable = access(folder.data, W_OK) == 0;
	buffer_free(&folder);
	return writable;
}

static int64_t journal_size(const char *path)
{
	struct buffer journal = { 0 };
	struct stat file;
	int64_t length;

	buffer_printf(&journal, "%s-wal", path);
	length = stat(journal.data, &file) == 0 ? (int64_t)file.st_size : 0;
	buffer_free(&journal);
	return length;
}

/*
 * Reading needs the shared index beside the WAL. Where nobody may write, there is none and no writer either: then, and
 * only if no WAL holds changes, the file alone is the store.
 */
static enum status open_immutable(struct sqlite_store *s, const char *where, int busy_timeout_ms, struct error *err)
{
	static const char HEX[] = "0123456789ABCDEF";
	struct buffer uri = { 0 };
	enum status st;

	if (journal_size(s->path) > 0)
		return error_set(err, STATUS_PERMISSION, "permission", "",
				 "%s-wal holds changes, and its folder cannot be written, which reading them needs: "
				 "read it as its owner",
				 where);
	buffer_text(&uri, "file:");
	for (const char *p = s->path; *p; p++) {
		if (*p == '%' || *p == '?' || *p == '#') {
			buffer_char(&uri, '%');
			buffer_char(&uri, HEX[(unsigned char)*p >> 4]);
			buffer_char(&uri, HEX[(unsigned char)*p & 15]);
		} else {
			buffer_char(&uri, *p);
		}
	}
	buffer_text(&uri, "?immutable=1");
	sqlite3_close(s->handle);
	s->handle = NULL;
	st = store_sqlite_open_file(&s->handle, uri.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, busy_timeout_ms, err);
	buffer_free(&uri);
	return st == STATUS_OK ? identify(s, where, err) : st;
}

static enum status connect_store(struct sqlite_store *s, const char *where, int busy_timeout_ms, struct error *err)
{
	bool reads = s->base.mode == STORE_READ;
	struct error why = { 0 };
	enum status st = store_sqlite_open_file(
		&s->handle, s->path, reads ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, busy_timeout_ms, err);

	if (st != STATUS_OK)
		return st;
	st = identify(s, where, &why);
	if (st != STATUS_OK && reads && strcmp(why.code, "not_a_store") != 0 && !folder_writable(s->path))
		return open_immutable(s, where, busy_timeout_ms, err);
	if (st != STATUS_OK && err)
		*err = why;
	if (st == STATUS_OK && !reads && !folder_writable(s->path))
		return error_set(err, STATUS_PERMISSION, "permission", "",
				 "the folder of %s cannot be written, which a change of the store needs", where);
	return st == STATUS_OK && !reads ? store_sqlite_prepare_writes(&s->base, err) : st;
}

static struct sqlite_store *new_store(enum store_mode mode, int busy_timeout_ms)
{
	struct sqlite_store *s = memory_zero(1, sizeof(*s));

	s->base.driver = &STORE_SQLITE;
	s->base.mode = mode;
	s->base.busy_timeout_ms = busy_timeout_ms;
	s->lock = -1;
	return s;
}

enum status store_sqlite_open(struct store **out, const char *where, enum store_mode mode, int busy_timeout_ms,
			      struct error *err)
{
	struct sqlite_store *s = new_store(mode, busy_timeout_ms);
	enum status st = find(s, where, err);

	if (st == STATUS_OK)
		st = connect_store(s, where, busy_timeout_ms, err);
	if (st == STATUS_OK)
		*out = &s->base;
	else
		store_sqlite_close(&s->base);
	return st;
}

/*
 * The last connection to close brings the WAL home: a checkpoint, so under the lock. Whoever holds the lock has a
 * connection too, and will be the last one instead of us.
 */
void store_sqlite_close(struct store *base)
{
	struct sqlite_store *s = (struct sqlite_store *)base;

	for (size_t i = 0; i < CONTROLS; i++)
		sqlite3_finalize(s->controls[i]);
	sqlite3_finalize(s->version);
	if (s->handle && base->mode != STORE_READ && !store_sqlite_lock_now(s))
		sqlite3_db_config(s->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close(s->handle);
	store_sqlite_unlock(s);
	if (s->lock >= 0)
		close(s->lock);
	memory_free(s->path);
	memory_free(s->target);
	memory_free(s);
}

enum status store_sqlite_create(struct store **out, const char *where, int busy_timeout_ms, struct error *err)
{
	struct sqlite_store *s;
	struct stat file;
	enum status st;

	if (lstat(where, &file) == 0) {
		struct store *existing;

		st = store_sqlite_open(&existing, where, STORE_READ, busy_timeout_ms, err);
		if (st != STATUS_OK)
			return st;
		store_sqlite_close(existing);
		return error_set(err, STATUS_CONFIG, "exists", "", "%s is a store already", where);
	}
	st = store_sqlite_leftovers(where, err);
	if (st != STATUS_OK)
		return st;
	s = new_store(STORE_CREATE, busy_timeout_ms);
	s->target = memory_text(where);
	s->path = store_sqlite_temporary(where, err);
	st = s->path ? STATUS_OK : STATUS_CREATE;
	/* Nobody sees the file before it is whole: no journal is needed until then. */
	if (st == STATUS_OK)
		st = store_sqlite_open_file(&s->handle, s->path, SQLITE_OPEN_READWRITE, busy_timeout_ms, err);
	if (st == STATUS_OK)
		st = s->base.driver->execute(&s->base, "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; BEGIN",
					     err);
	if (st != STATUS_OK) {
		store_sqlite_create_finish(&s->base, false, NULL);
		return st;
	}
	s->base.transaction = TRANSACTION_WRITE;
	*out = &s->base;
	return STATUS_OK;
}

enum status store_sqlite_create_finish(struct store *base, bool good, struct error *err)
{
	struct sqlite_store *s = (struct sqlite_store *)base;
	char *temporary = memory_text(s->path), *target = memory_text(s->target);
	enum status st = STATUS_OK;

	if (good)
		st = base->driver->execute(base, "COMMIT; PRAGMA journal_mode=WAL", err);
	base->transaction = TRANSACTION_NONE;
	base->mode = STORE_READ; /* no lock beside the temporary file: it is ours alone */
	store_sqlite_close(base);
	if (good && st == STATUS_OK)
		st = store_sqlite_place(temporary, target, false, err);
	if (temporary && (!good || st != STATUS_OK))
		store_sqlite_discard(temporary);
	memory_free(temporary);
	memory_free(target);
	return st;
}
