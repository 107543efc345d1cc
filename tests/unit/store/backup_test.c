/* Copies of an SQLite store: whole, of one moment, and put back without loss. sqlite3.h is the second opinion. */
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <tap.h>
#include <unistd.h>

#include <store_fixture.h>

static const struct sql PUT = { "INSERT INTO counter (name, value) VALUES (?1, ?2)" };
static const struct sql SUM = { "SELECT COUNT(*), COALESCE(SUM(value), 0) FROM counter" };

static struct error err;

static struct store *open_store(const char *path, enum store_mode mode)
{
	struct store *s = NULL;

	if (store_open(&s, path, mode, &fixture_options, &err) != STATUS_OK)
		printf("# %s\n", err.message);
	return s;
}

/* Two rows that add up to nothing, in one transaction. */
static enum status put_pair(struct store *s, const char *prefix, int i)
{
	enum status st = store_begin(s, &err);

	for (int sign = -1; sign <= 1 && st == STATUS_OK; sign += 2) {
		struct stmt *q = store_stmt(s, &PUT);
		char name[64];

		snprintf(name, sizeof(name), "%s%d/%d", prefix, i, sign);
		stmt_text(q, 1, name);
		stmt_int(q, 2, sign * (i + 1));
		st = stmt_run(q, NULL, &err);
	}
	return st == STATUS_OK ? store_commit(s, &err) : st;
}

static int64_t rows(const char *path, int64_t *sum)
{
	struct store *s = open_store(path, STORE_READ);
	struct stmt *q;
	int64_t n = -1;

	if (!s)
		return -1;
	q = store_stmt(s, &SUM);
	if (stmt_step(q, &err) == STATUS_OK) {
		n = stmt_column_int(q, 0);
		*sum = stmt_column_int(q, 1);
	}
	stmt_reset(q);
	store_close(s);
	return n;
}

static enum status backup(const char *from, const char *to)
{
	struct store *s = open_store(from, STORE_READ);
	enum status st = store_backup(s, to, &err);

	store_close(s);
	return st;
}

/* A child that writes pairs until it is killed; returns when some are there. */
static pid_t start_writer(const char *path, const char *prefix)
{
	int ready[2];
	char byte;
	pid_t child;

	if (pipe(ready))
		return -1;
	child = fork();
	if (child == 0) {
		struct store *s = open_store(path, STORE_WRITE);

		for (int i = 0;; i++) {
			if (put_pair(s, prefix, i) != STATUS_OK)
				_exit(1);
			if (i == 20 && write(ready[1], "x", 1) != 1)
				_exit(1);
		}
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		printf("# the writer did not start\n");
	close(ready[0]);
	return child;
}

static void test_backup(const char *store)
{
	const char *copy = fixture_path("copy.db"), *text = fixture_path("letter.txt");
	int64_t n, sum = -1, later = 0;
	struct stat info;
	int fd;
	pid_t writer = start_writer(store, "w");

	for (int i = 0; i < 5; i++) {
		is_int(backup(store, copy), STATUS_OK, "a backup under a writer, over an earlier one");
		n = rows(copy, &sum);
		ok(n >= later && n % 2 == 0 && sum == 0, "is of one moment: %lld rows", (long long)n);
		later = n;
	}
	kill(writer, SIGKILL);
	waitpid(writer, NULL, 0);
	ok(stat(fixture_path("copy.db-wal"), &info) != 0, "the copy is one file");

	is_int(backup(store, store), STATUS_CREATE, "a store is not copied over itself");
	fd = open(text, O_WRONLY | O_CREAT, 0600);
	ok(write(fd, "dear", 4) == 4, "a letter");
	close(fd);
	is_int(backup(store, text), STATUS_CREATE, "is not taken for a former backup");
	stat(text, &info);
	is_int(info.st_size, 4, "and stays as it was");
	is_int(backup(store, "/nonexistent/copy.db"), STATUS_CREATE, "a folder that is not there");
}

static void test_backup_on_used(const char *store)
{
	const char *other = fixture_path("other.db");
	struct store *s = open_store(other, STORE_CREATE);

	put_pair(s, "o", 1);
	is_int(backup(store, other), STATUS_CREATE, "a store in use is not written over");
	store_close(s);
	unlink(other);
	unlink(fixture_path("other.db-wal"));
	unlink(fixture_path("other.db-shm"));
}

static void test_restore(const char *store)
{
	const char *copy = fixture_path("copy.db"), *fresh = fixture_path("fresh.db");
	int64_t kept, sum, n;
	struct store *reader, *writer;
	struct stmt *q;

	kept = rows(copy, &sum);
	is_int(store_restore(fresh, copy, false, &fixture_options, &err), STATUS_OK, "restore where nothing is");
	is_int(rows(fresh, &sum), kept, "every row is back");
	is_int(store_restore(fresh, copy, false, &fixture_options, &err), STATUS_CONFIG,
	       "an existing store is not replaced");
	is_text(err.code, "exists", "which the code says");
	is_int(store_restore(copy, copy, true, &fixture_options, &err), STATUS_CONFIG, "nor is the backup by itself");

	/* The store is open, with changes in its WAL that the backup does not have. */
	writer = open_store(fresh, STORE_WRITE);
	put_pair(writer, "late", 1);
	reader = open_store(fresh, STORE_READ);
	store_begin_read(reader, &err);
	q = store_stmt(reader, &SUM);
	stmt_step(q, &err);
	is_int(stmt_column_int(q, 0), kept + 2, "two rows more than the backup");
	stmt_reset(q);
	/* A process of its own, as it is in life. */
	if (fork() == 0)
		_exit(store_restore(fresh, copy, true, &fixture_options, &err));
	int code;
	wait(&code);
	is_int(WEXITSTATUS(code), STATUS_OK, "restore by force, the store in use");
	q = store_stmt(reader, &SUM);
	stmt_step(q, &err);
	is_int(stmt_column_int(q, 0), kept + 2, "a reader keeps its moment");
	stmt_reset(q);
	store_rollback(reader);
	store_close(reader);
	is_int(rows(fresh, &sum), kept, "then the late rows are gone");
	is_int(put_pair(writer, "again", 2), STATUS_OK, "the writer goes on, on what was restored");
	store_close(writer);
	n = rows(fresh, &sum);
	ok(n == kept + 2 && sum == 0, "and its change is the only one");
	(void)store;
}

static void test_restore_refuses(void)
{
	const char *copy = fixture_path("copy.db"), *other = fixture_path("foreign.db"), *bad = fixture_path("bad.db");
	static const char JUNK[4096] = "junk";
	struct buffer bytes = { 0 };
	sqlite3 *db = NULL;
	struct stat info;
	int fd;

	sqlite3_open(other, &db);
	sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL);
	sqlite3_close(db);
	is_int(store_restore(other, copy, true, &fixture_options, &err), STATUS_CONFIG,
	       "what is no store is not replaced, even by force");
	is_int(store_restore(fixture_path("new.db"), other, false, &fixture_options, &err), STATUS_CONFIG,
	       "nor restored from");
	ok(access(fixture_path("new.db"), F_OK) != 0, "nothing is made");

	/* A damaged backup: a page of it is overwritten. */
	file_read_all(copy, 1 << 24, &bytes, &err);
	fd = open(bad, O_RDWR | O_CREAT, 0600);
	stat(copy, &info);
	ok(write(fd, bytes.data, bytes.length) == (ssize_t)bytes.length &&
		   pwrite(fd, JUNK, sizeof(JUNK), 4096) == sizeof(JUNK),
	   "a damaged backup");
	close(fd);
	buffer_free(&bytes);
	is_int(store_restore(fixture_path("new.db"), bad, false, &fixture_options, &err), STATUS_CONFIG,
	       "is not restored");
	is_text(err.code, "corrupt", "which the code says");
	ok(access(fixture_path("new.db"), F_OK) != 0, "nothing is made of it");
}

/* Killed at any moment, the store is the old one or the restored one. */
static void test_killed(void)
{
	const char *copy = fixture_path("copy.db"), *store = fixture_path("killed.db");
	int64_t before, kept, sum = 0;
	int olds = 0, bad = 0;
	struct store *s;

	kept = rows(copy, &sum);
	store_restore(store, copy, false, &fixture_options, &err);
	for (int i = 0; i < 30; i++) {
		pid_t child;
		int64_t n;

		s = open_store(store, STORE_WRITE);
		put_pair(s, "x", i + 1000);
		store_close(s);
		before = rows(store, &sum);
		child = fork();
		if (child == 0)
			_exit(store_restore(store, copy, true, &fixture_options, &err));
		usleep((useconds_t)(i * 400));
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		n = rows(store, &sum);
		olds += n == before;
		bad += (n != before && n != kept) || sum != 0;
	}
	ok(bad == 0, "killed in a restore: 30 times whole, %d of them as before", olds);
}

int main(void)
{
	const char *store = fixture_path("store.db");
	struct store *s;

	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	s = open_store(store, STORE_CREATE);
	store_close(s);
	test_backup(store);
	test_backup_on_used(store);
	test_restore(store);
	test_restore_refuses();
	test_killed();
	return done_testing();
}
