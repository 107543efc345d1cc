/* Several processes on one store: nobody's change is lost, nobody waits for ever, the dead let go. */
#include <limits.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <tap.h>

#include <store_fixture.h>

#define WRITERS 4
#define CHANGES 200

static const struct sql ADD = { "UPDATE counter SET value = value + 1 WHERE name = ?1" };
static const struct sql PUT = { "INSERT INTO counter (name, value) VALUES (?1, 0)" };
static const struct sql GET = { "SELECT value FROM counter WHERE name = ?1" };

static struct error err;
static bool postgres;

static enum status named(struct store *s, const struct sql *sql, const char *name)
{
	struct stmt *q = store_stmt(s, sql);

	stmt_text(q, 1, name);
	return stmt_run(q, NULL, &err);
}

static int64_t get(struct store *s, const char *name)
{
	struct stmt *q = store_stmt(s, &GET);
	int64_t value = -1;

	stmt_text(q, 1, name);
	if (stmt_step(q, &err) == STATUS_OK)
		value = stmt_column_int(q, 0);
	stmt_reset(q);
	return value;
}

static int increment(void)
{
	struct store *s = fixture_open(STORE_WRITE);
	int done = 0, bad = 0;

	while (done < CHANGES && bad < 100) {
		enum status st = store_begin(s, &err);

		if (st == STATUS_OK)
			st = named(s, &ADD, "shared");
		if (st == STATUS_OK)
			st = store_commit(s, &err);
		store_rollback(s);
		done += st == STATUS_OK;
		bad += st != STATUS_OK && st != STATUS_RETRY;
	}
	store_close(s);
	return bad;
}

static void test_increments(void)
{
	struct store *s = fixture_open(STORE_WRITE);
	pid_t children[WRITERS];
	int code, failed = 0;

	store_begin(s, &err);
	named(s, &PUT, "shared");
	store_commit(s, &err);
	store_close(s);
	for (int i = 0; i < WRITERS; i++)
		if ((children[i] = fork()) == 0)
			_exit(increment());
	for (int i = 0; i < WRITERS; i++)
		failed += waitpid(children[i], &code, 0) != children[i] || code != 0;
	is_int(failed, 0, "no writer saw an error");
	s = fixture_open(STORE_READ);
	is_int(get(s, "shared"), (int64_t)WRITERS * CHANGES, "and no increment was lost");
	store_close(s);
}

/* A child that changes a row, says so, and holds the transaction until it is killed. */
static pid_t hold(const char *name)
{
	int ready[2];
	char byte;
	pid_t child;

	if (pipe(ready))
		return -1;
	child = fork();
	if (child == 0) {
		struct store *s = fixture_open(STORE_WRITE);

		store_begin(s, &err);
		named(s, &ADD, "shared");
		named(s, &PUT, name);
		if (write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	if (read(ready[0], &byte, 1) != 1)
		printf("# the child did not start\n");
	close(ready[0]);
	close(ready[1]);
	return child;
}

static void test_busy_and_killed(void)
{
	struct store *s;
	pid_t child = hold("of the dead");
	enum status st;

	fixture_options.busy_timeout_ms = 300;
	s = fixture_open(STORE_WRITE);
	st = store_begin(s, &err);
	if (st == STATUS_OK)
		st = named(s, &ADD, "shared");
	is_int(st, STATUS_BUSY, "past the time-out: try again later");
	is_text(err.code, "busy", "which the code says");
	store_rollback(s);
	fixture_options.busy_timeout_ms = 10000;
	is_int(get(s, "shared"), (int64_t)WRITERS * CHANGES, "a reader does not wait");
	store_close(s);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	s = fixture_open(STORE_WRITE);
	is_int(store_begin(s, &err), STATUS_OK, "the dead hold no lock");
	is_int(named(s, &ADD, "shared"), STATUS_OK, "what they touched can be changed");
	is_int(store_commit(s, &err), STATUS_OK, "and committed");
	is_int(get(s, "of the dead"), -1, "what they had not committed did not happen");
	is_int(get(s, "shared"), (int64_t)WRITERS * CHANGES + 1, "none of it");
	store_close(s);
}

static void sqlite(const char *path, const char *script)
{
	sqlite3 *db = NULL;

	if (sqlite3_open(path, &db) || sqlite3_exec(db, script, NULL, NULL, NULL))
		printf("# sqlite: %s\n", sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void test_replaced(void)
{
	struct store *s = fixture_open(STORE_WRITE);
	const char *path = fixture_where();
	char back[64], moved[PATH_MAX];

	/* A process of its own: closing a file drops this one's locks on it. */
	pid_t child = fork();
	if (child == 0) {
		sqlite(path, "PRAGMA user_version = 99");
		_exit(0);
	}
	waitpid(child, NULL, 0);
	is_int(store_begin(s, &err), STATUS_BUSY, "a store that was migrated meanwhile is not written to");
	store_close(s);
	snprintf(back, sizeof back, "PRAGMA user_version = %d", store_schema_version());
	sqlite(path, back);
	s = fixture_open(STORE_WRITE);
	snprintf(moved, sizeof moved, "%s.moved", path);
	ok(rename(path, moved) == 0, "it is moved");
	is_int(store_begin(s, &err), STATUS_BUSY, "nor one that was moved away");
	is_text(err.code, "replaced", "which the code says");
	ok(rename(moved, path) == 0, "and moved back");
	is_int(store_begin(s, &err), STATUS_OK, "back in its place it is");
	store_rollback(s);
	store_close(s);
}

static void test_deadlock(void)
{
	struct store *a = fixture_open(STORE_WRITE);
	int ready[2], code = 99;
	char byte;
	enum status st;
	pid_t child;

	store_begin(a, &err);
	named(a, &PUT, "left");
	named(a, &PUT, "right");
	store_commit(a, &err);
	store_begin(a, &err);
	named(a, &ADD, "left");
	if (pipe(ready))
		return;
	child = fork();
	if (child == 0) {
		struct store *b = fixture_open(STORE_WRITE);

		store_begin(b, &err);
		named(b, &ADD, "right");
		st = write(ready[1], "x", 1) == 1 ? named(b, &ADD, "left") : STATUS_BUG;
		_exit(st == STATUS_RETRY ? 2 : (int)st);
	}
	if (read(ready[0], &byte, 1) != 1)
		printf("# the child did not start\n");
	st = named(a, &ADD, "right");
	if (st == STATUS_OK)
		st = store_commit(a, &err);
	store_rollback(a);
	waitpid(child, &code, 0);
	code = WIFEXITED(code) ? WEXITSTATUS(code) : 99;
	ok((st == STATUS_RETRY && code == 0) || (st == STATUS_OK && code == 2),
	   "of two in a deadlock one is to run again");
	store_close(a);
}

static void test_connection_lost(void)
{
	struct store *s = fixture_open(STORE_WRITE), *other = fixture_open(STORE_READ);
	struct stmt *q = store_query(s, "SELECT pg_backend_pid()", false);
	int64_t pid;

	stmt_step(q, &err);
	pid = stmt_column_int(q, 0);
	stmt_reset(q);
	store_begin(s, &err);
	named(s, &PUT, "lost");
	q = store_query(other, "SELECT pg_terminate_backend(CAST(?1 AS INTEGER), 5000)", false);
	stmt_int(q, 1, pid);
	stmt_run(q, NULL, &err);
	is_int(named(s, &ADD, "lost"), STATUS_UNAVAILABLE, "a lost connection is told");
	is_int(store_commit(s, &err), STATUS_UNAVAILABLE, "and nothing is committed");
	store_rollback(s);
	is_int(get(other, "lost"), -1, "nothing is there");
	store_close(s);
	store_close(other);
}

int main(void)
{
	struct store *s = fixture_open(STORE_READ);

	postgres = strcmp(store_driver(s), "postgresql") == 0;
	store_close(s);
	test_increments();
	test_busy_and_killed();
	if (postgres) {
		test_deadlock();
		test_connection_lost();
	} else {
		test_replaced();
	}
	return done_testing();
}
