/* An older store is brought up after a backup; the schema's text in the words of a driver. sqlite3.h is the second
 * opinion. */
#include <sqlite3.h>
#include <sys/wait.h>
#include <tap.h>
#include <unistd.h>

#include <store/store_impl.h>
#include <store_fixture.h>

static struct error err;

/* A store of version 0: ours, and nothing in it yet. */
static const char *older_store(const char *name)
{
	const char *path = fixture_path(name);
	sqlite3 *db = NULL;

	/* 1162039117 is 0x45434f4d, "ECOM". */
	if (sqlite3_open(path, &db) ||
	    sqlite3_exec(db, "PRAGMA application_id = 1162039117; PRAGMA journal_mode = WAL", NULL, NULL, NULL))
		printf("# sqlite: %s\n", sqlite3_errmsg(db));
	sqlite3_close(db);
	return path;
}

static int64_t sqlite_int(const char *path, const char *query)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	int64_t value = -1;

	if (!sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) && !sqlite3_prepare_v2(db, query, -1, &q, NULL) &&
	    sqlite3_step(q) == SQLITE_ROW)
		value = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return value;
}

static void test_migrate(void)
{
	const char *path = older_store("older.db");
	struct buffer backup = { 0 };
	int from = -1, to = -1;
	struct store *s;

	is_int(store_migrate(path, &fixture_options, &from, &to, &backup, &err), STATUS_OK, "migrate");
	is_int(from, 0, "from version 0");
	is_int(to, store_schema_version(), "to this one");
	is_int(sqlite_int(backup.data, "PRAGMA user_version"), 0, "the backup is of the former version");
	is_int(sqlite_int(backup.data, "PRAGMA application_id"), 1162039117, "and a store of ours");
	ok(sqlite_int(path, "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'product'") == 1, "the tables are there");
	is_int(store_open(&s, path, STORE_WRITE, &fixture_options, &err), STATUS_OK, "it opens now");
	store_close(s);
	buffer_clear(&backup);
	is_int(store_migrate(path, &fixture_options, &from, &to, &backup, &err), STATUS_OK, "again");
	ok(from == to && backup.length == 0, "nothing is done, and no backup taken");

	/* A second migration from the same version keeps the first one's backup. */
	unlink(path);
	path = older_store("older.db");
	store_migrate(path, &fixture_options, &from, &to, &backup, &err);
	ok(strstr(backup.data, "older.db.version-0-2") != NULL, "no backup is written over: %s", backup.data);
	buffer_free(&backup);
}

static void test_newer(void)
{
	const char *path = older_store("newer.db");
	struct buffer backup = { 0 };
	sqlite3 *db = NULL;
	int from, to;

	sqlite3_open(path, &db);
	sqlite3_exec(db, "PRAGMA user_version = 999", NULL, NULL, NULL);
	sqlite3_close(db);
	is_int(store_migrate(path, &fixture_options, &from, &to, &backup, &err), STATUS_CONFIG,
	       "a newer store is not migrated");
	is_text(err.code, "newer_store", "which the code says");
	buffer_free(&backup);
}

/* A migration that cannot be done: a table of its name is there already. */
static void test_failing(void)
{
	const char *path = older_store("failing.db");
	struct buffer backup = { 0 };
	sqlite3 *db = NULL;
	int from, to;

	sqlite3_open(path, &db);
	sqlite3_exec(db, "CREATE TABLE outbox (x)", NULL, NULL, NULL);
	sqlite3_close(db);
	ok(store_migrate(path, &fixture_options, &from, &to, &backup, &err) != STATUS_OK, "a migration fails: %s",
	   err.message);
	is_int(sqlite_int(path, "SELECT COUNT(*) FROM sqlite_schema"), 1, "and leaves nothing behind");
	is_int(sqlite_int(path, "PRAGMA user_version"), 0, "nor a new version");
	buffer_free(&backup);
}

static void test_at_once(void)
{
	const char *path = older_store("at-once.db");
	int failed = 0, code;
	pid_t children[4];

	for (int i = 0; i < 4; i++)
		if ((children[i] = fork()) == 0) {
			struct buffer backup = { 0 };
			int from, to;
			enum status st = store_migrate(path, &fixture_options, &from, &to, &backup, &err);

			/* Whoever finds it done while waiting is told to run again. */
			_exit(st == STATUS_BUSY && strcmp(err.code, "replaced") == 0 ? 0 : (int)st);
		}
	for (int i = 0; i < 4; i++)
		failed += waitpid(children[i], &code, 0) != children[i] || code != 0;
	is_int(failed, 0, "four migrate at once");
	is_int(sqlite_int(path, "PRAGMA user_version"), store_schema_version(), "the store is of this version");
}

static void expands(const char *text, const char *want, const char *name)
{
	static const struct schema_word WORDS[] = {
		{ "$int", "BIGINT" }, { "$table", "" }, { "TEXT", "TEXT COLLATE \"C\"" }, { NULL }
	};
	static const struct driver DRIVER = { .name = "postgresql", .words = WORDS };
	struct buffer out = { 0 };

	store_schema_text(&DRIVER, text, &out, &err);
	is_text(out.data ? out.data : "", want, name);
	buffer_free(&out);
}

static void test_words(void)
{
	static const struct schema_word NONE[] = { { NULL } };
	static const struct driver DRIVER = { .name = "sqlite", .words = NONE };
	struct buffer out = { 0 };

	expands("a $int, b TEXT NOT NULL -- the -- comment\n) $table;\n",
		"a BIGINT, b TEXT COLLATE \"C\" NOT NULL\n) ;\n", "words and comments");
	expands("CHECK (a <> '$int -- TEXT') CONTEXT TEXTS $$ BEGIN $$\n",
		"CHECK (a <> '$int -- TEXT') CONTEXT TEXTS $$ BEGIN $$\n",
		"what stands in quotes or is part of a word is left alone");
	expands("one\n-- only sqlite\ntwo\n-- end\n-- only postgresql\nthree\n-- end\nfour", "one\nthree\nfour\n",
		"sections");
	is_int(store_schema_text(&DRIVER, "$nothing", &out, &err), STATUS_BUG, "an unknown word is a defect");
	buffer_free(&out);
}

int main(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	test_migrate();
	test_newer();
	test_failing();
	test_at_once();
	test_words();
	return done_testing();
}
