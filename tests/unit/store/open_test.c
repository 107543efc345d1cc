/* What may stand in the place of an SQLite store, and what is said of it. sqlite3.h is the second opinion. */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <tap.h>
#include <unistd.h>

#include <store_fixture.h>

static struct error err;

static enum status try(const char *path, enum store_mode mode)
{
	struct store *s = NULL;
	enum status st;

	memset(&err, 0, sizeof(err));
	st = store_open(&s, path, mode, &fixture_options, &err);
	store_close(s);
	return st;
}

static void sqlite(const char *path, const char *script)
{
	sqlite3 *db = NULL;
	char *message = NULL;

	if (sqlite3_open(path, &db) || sqlite3_exec(db, script, NULL, NULL, &message))
		printf("# sqlite: %s\n", message ? message : "cannot open");
	sqlite3_free(message);
	sqlite3_close(db);
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

static void write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		printf("# cannot write %s\n", path);
	close(fd);
}

static void test_strangers(void)
{
	const char *path = fixture_path("stranger");

	is_int(try(path, STORE_READ), STATUS_NO_INPUT, "nothing there");
	ok(access(path, F_OK) != 0, "and nothing is made");
	is_int(try(path, STORE_WRITE), STATUS_NO_INPUT, "nothing there to write to");
	write_text(path, "");
	is_int(try(path, STORE_READ), STATUS_CONFIG, "an empty file is no store");
	is_int(try(path, STORE_CREATE), STATUS_CONFIG, "and is not taken for a new one");
	write_text(path,
		   "just a text, and a long one, so that it might have been the header of a database: ..........");
	is_int(try(path, STORE_READ), STATUS_CONFIG, "a text is no store");
	is_text(err.code, "not_a_store", "which the code says");
	is_int(try(path, STORE_WRITE), STATUS_CONFIG, "a text is not written to");
	unlink(path);
	sqlite(path, "CREATE TABLE product (x)");
	is_int(try(path, STORE_WRITE), STATUS_CONFIG, "another program's database is no store");
	is_int(try(path, STORE_CREATE), STATUS_CONFIG, "and not initialised");
	is_int(sqlite_int(path, "SELECT COUNT(*) FROM sqlite_schema"), 1, "but left alone");
	unlink(path);
	is_int(try("/tmp", STORE_READ), STATUS_CONFIG, "a directory is no store");
	is_int(try("/dev/null", STORE_READ), STATUS_CONFIG, "nor is a device");
	is_int(try("/dev/null/x", STORE_CREATE), STATUS_CREATE, "a store cannot be made inside a file");
}

static void test_created(void)
{
	const char *path = fixture_path("created.db");
	static const char *const SETTINGS[] = { "zone", "Asia/Shanghai", NULL };
	struct store_options options = { .settings = SETTINGS };
	struct buffer value = { 0 };
	struct stat info;
	struct store *s;
	mode_t mask = umask(027);

	is_int(store_open(&s, path, STORE_CREATE, &options, &err), STATUS_OK, "a new store");
	umask(mask);
	store_setting_get(s, "zone", &value, &err);
	is_text(value.data, "Asia/Shanghai", "with its settings");
	buffer_free(&value);
	store_close(s);
	stat(path, &info);
	is_int(info.st_mode & 0777, 0640, "with the mode that the umask leaves");
	is_int(sqlite_int(path, "PRAGMA application_id"), 0x45434f4d, "marked as ours");
	is_int(sqlite_int(path, "PRAGMA user_version"), store_schema_version(), "of this version");
	is_int(sqlite_int(path, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1, "in WAL mode");
	is_int(sqlite_int(path, "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
				"AND sql NOT LIKE '%STRICT%'"),
	       0, "with strict tables");
	is_int(try(path, STORE_CREATE), STATUS_CONFIG, "a store is not made twice");
	is_text(err.code, "exists", "which the code says");
	is_int(try(path, STORE_WRITE), STATUS_OK, "it opens");
}

static void test_versions(void)
{
	const char *path = fixture_path("created.db");

	sqlite(path, "PRAGMA user_version = 999");
	is_int(try(path, STORE_READ), STATUS_CONFIG, "a newer store is not read");
	is_text(err.code, "newer_store", "which the code says");
	is_int(try(path, STORE_WRITE), STATUS_CONFIG, "nor written");
	sqlite(path, "PRAGMA user_version = 0");
	is_int(try(path, STORE_READ), STATUS_CONFIG, "an older store is not read");
	is_text(err.code, "older_store", "which the code says");
	ok(strstr(err.message, "migrate") != NULL, "with what to do: %s", err.message);
	unlink(path);
}

static void test_leftovers(void)
{
	const char *path = fixture_path("left.db"), *journal = fixture_path("left.db-wal");

	write_text(journal, "changes of a store that was removed without them");
	is_int(try(path, STORE_CREATE), STATUS_CONFIG, "a new store beside another's journal is refused");
	is_text(err.code, "leftover", "which the code says");
	write_text(journal, "");
	is_int(try(path, STORE_CREATE), STATUS_OK, "an empty journal is no obstacle");
	unlink(path);
}

/* Run as somebody who may not do everything; 99 when that is impossible. */
static int as_nobody(int (*work)(void))
{
	int code = 99;
	pid_t child = fork();

	if (child == 0)
		_exit(geteuid() == 0 && (setgid(65534) || setuid(65534)) ? 99 : work());
	waitpid(child, &code, 0);
	return WIFEXITED(code) ? WEXITSTATUS(code) : 99;
}

static const char *guarded;

static int read_guarded(void)
{
	return try(guarded, STORE_READ);
}

static int write_guarded(void)
{
	return try(guarded, STORE_WRITE);
}

static int create_beside(void)
{
	return try(fixture_path("new.db"), STORE_CREATE);
}

static void test_permissions(void)
{
	const char *journal = fixture_path("guarded.db-wal"), *index = fixture_path("guarded.db-shm");
	sqlite3 *busy = NULL;
	struct stat info;
	pid_t writer;

	guarded = fixture_path("guarded.db");
	is_int(try(guarded, STORE_CREATE), STATUS_OK, "a store");
	unlink(fixture_path("guarded.db.lock"));
	chmod(guarded, 0444);
	chmod(fixture_folder, 0555);
	is_int(as_nobody(read_guarded), STATUS_OK, "a read-only file in a read-only folder is read");
	is_int(as_nobody(write_guarded), STATUS_PERMISSION, "but not written");
	is_int(as_nobody(create_beside), STATUS_CREATE, "nor is a store made there");
	chmod(guarded, 0000);
	is_int(as_nobody(read_guarded), STATUS_PERMISSION, "a file that may not be read");
	chmod(guarded, 0666);
	is_int(as_nobody(write_guarded), STATUS_PERMISSION, "a folder that may not be written to");
	chmod(fixture_folder, 0755);

	writer = fork();
	if (writer ==
	    0) { /* a process of its own, which ends without closing: SQLite shares what one process has open */
		sqlite3_open(guarded, &busy);
		sqlite3_exec(busy, "INSERT INTO counter (name, value) VALUES ('x', 1)", NULL, NULL, NULL);
		_exit(0);
	}
	waitpid(writer, NULL, 0);
	stat(journal, &info);
	ok(info.st_size > 0, "changes stand in the WAL alone");
	chmod(index, 0000);
	chmod(fixture_folder, 0555);
	is_int(as_nobody(read_guarded), STATUS_PERMISSION, "a WAL with changes that cannot be read is not passed over");
	chmod(fixture_folder, 0755);
	chmod(index, 0666);
	is_int(as_nobody(read_guarded), STATUS_OK, "with its index it is read");
	is_int(sqlite_int(guarded, "SELECT value FROM counter WHERE name = 'x'"), 1, "and nothing was lost");
}

int main(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	test_strangers();
	test_created();
	test_versions();
	test_leftovers();
	test_permissions();
	return done_testing();
}
