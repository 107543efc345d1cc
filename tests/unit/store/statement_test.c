/* Statements, transactions, bulk rows and look-ups, on the store under test. */
#include <tap.h>

#include <store_fixture.h>

static const struct sql PUT = { "INSERT INTO counter (name, value) VALUES (?1, ?2)" };
static const struct sql GET = { "SELECT value FROM counter WHERE name = ?1" };
static const struct sql COUNT = { "SELECT COUNT(*), SUM(value), MIN(name) FROM counter WHERE name LIKE ?1" };
static const struct sql LIST = { "SELECT name, value FROM counter WHERE name LIKE 'list%' ORDER BY name", true };
static const struct sql UPDATE = { "UPDATE counter SET value = value + ?2 WHERE name LIKE ?1" };
static const struct sql BROKEN = { "SELECT nothing FROM nowhere" };
static const struct sql LEVEL = { "INSERT INTO level (sku, location, on_hand) VALUES (?1, 'main', ?2)" };
static const struct sql_bulk BULK = { "INSERT INTO counter (name, value) VALUES ", 2,
				      "ON CONFLICT (name) DO UPDATE SET value = excluded.value" };
static const struct sql_lookup LOOKUP = { "SELECT name, value FROM counter WHERE name IN (", ") ORDER BY name" };

static struct error err;

static enum status put(struct store *s, const char *name, int64_t value)
{
	struct stmt *q = store_stmt(s, &PUT);

	stmt_text(q, 1, name);
	stmt_int(q, 2, value);
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

static int64_t count(struct store *s, const char *pattern, int64_t *sum)
{
	struct stmt *q = store_stmt(s, &COUNT);
	int64_t n = -1;

	stmt_text(q, 1, pattern);
	if (stmt_step(q, &err) == STATUS_OK) {
		n = stmt_column_int(q, 0);
		if (sum)
			*sum = stmt_column_int(q, 1);
	}
	stmt_reset(q);
	return n;
}

static void test_transactions(struct store *s)
{
	is_int(put(s, "outside", 1), STATUS_BUG, "a change outside a transaction is refused");
	is_int(store_commit(s, &err), STATUS_BUG, "no commit without a begin");
	store_rollback(s);
	is_int(store_begin(s, &err), STATUS_OK, "begin");
	ok(store_in_transaction(s), "in a transaction");
	is_int(store_begin(s, &err), STATUS_BUG, "no begin in a transaction");
	is_int(put(s, "one", 1), STATUS_OK, "insert");
	store_rollback(s);
	is_int(get(s, "one"), -1, "a rollback forgets the insert");

	store_begin(s, &err);
	put(s, "one", 1);
	is_int(store_savepoint(s, &err), STATUS_OK, "savepoint");
	put(s, "two", 2);
	is_int(put(s, "one", 9), STATUS_REJECTED, "a second row of the same key is rejected");
	is_text(err.code, "constraint", "as a constraint");
	is_int(store_savepoint_rollback(s, &err), STATUS_OK, "back to the savepoint");
	is_int(store_savepoint(s, &err), STATUS_OK, "a second savepoint");
	put(s, "three", INT64_MAX);
	is_int(store_savepoint_release(s, &err), STATUS_OK, "kept");
	is_int(store_commit(s, &err), STATUS_OK, "commit");
	is_int(get(s, "one"), 1, "before the savepoint: there");
	is_int(get(s, "two"), -1, "undone: not there");
	is_int(get(s, "three"), INT64_MAX, "the largest integer comes back");
}

static void test_statements(struct store *s)
{
	struct stmt *q, *again;
	int64_t changed;

	store_begin(s, &err);
	for (int i = 0; i < 1200; i++) {
		char name[16];

		snprintf(name, sizeof(name), "list%04d", i);
		put(s, name, i);
	}
	q = store_stmt(s, &UPDATE);
	stmt_text(q, 1, "list001%");
	stmt_int(q, 2, 5);
	is_int(stmt_run(q, &changed, &err), STATUS_OK, "update");
	is_int(changed, 10, "ten rows changed");
	store_commit(s, &err);

	/* The list streams; the statement is used again meanwhile, and so is the connection. */
	changed = 0;
	q = store_stmt(s, &LIST);
	while (stmt_step(q, &err) == STATUS_OK) {
		char name[16];

		snprintf(name, sizeof(name), "list%04lld", (long long)changed);
		if (changed == 600) {
			is_text(stmt_column_text(q, 0), name, "the streamed row 600");
			again = store_stmt(s, &LIST);
			is_int(stmt_step(again, &err), STATUS_OK, "the same statement a second time");
			is_text(stmt_column_text(again, 0), "list0000", "begins at its own beginning");
			stmt_reset(again);
			is_int(get(s, "list0601"), 601, "another statement while one streams");
		}
		changed++;
	}
	is_int(changed, 1200, "all rows streamed");
	is_int(stmt_step(q, &err), STATUS_END, "the end stays the end");
	stmt_reset(q);
	ok(!store_in_transaction(s), "no transaction is left behind");

	q = store_stmt(s, &BROKEN);
	is_int(stmt_step(q, &err), STATUS_BUG, "a bad statement fails at its first step");
	ok(strstr(err.message, "nowhere") != NULL, "and is named: %s", err.message);
	stmt_reset(q);
	q = store_stmt(s, &COUNT);
	stmt_text(q, 1, "none%");
	stmt_step(q, &err);
	ok(stmt_column_null(q, 1) && stmt_column_int(q, 1) == 0 && !stmt_column_text(q, 2),
	   "NULL reads as nothing and 0");
	stmt_reset(q);
	q = store_query(s, "SELECT CAST(?1 AS DOUBLE PRECISION), ?2, 3 > 2", false);
	stmt_real(q, 1, 0.1);
	stmt_text(q, 2, "quote ' ?1 \xe4\xbb\x93");
	is_int(stmt_step(q, &err), STATUS_OK, "a statement made at run time");
	is_real(stmt_column_real(q, 0), 0.1, 0, "a real comes back exactly");
	is_text(stmt_column_text(q, 1), "quote ' ?1 \xe4\xbb\x93", "a text comes back");
	is_int(stmt_column_int(q, 2), 1, "true reads as 1");
	stmt_reset(q);
	q = store_query(s, "SELECT '?1' || ?1", false);
	stmt_text(q, 1, "x");
	stmt_step(q, &err);
	is_text(stmt_column_text(q, 0), "?1x", "a question mark in quotes is no parameter");
	stmt_reset(q);
}

static void test_references(struct store *s)
{
	struct stmt *q;

	store_begin(s, &err);
	q = store_stmt(s, &LEVEL);
	stmt_text(q, 1, "no such product");
	stmt_int(q, 2, 1);
	is_int(stmt_run(q, NULL, &err), STATUS_REJECTED, "a foreign key is held");
	store_rollback(s);
	store_begin(s, &err);
	q = store_query(s, "INSERT INTO product (sku, name, status, price_since) VALUES ('P', 'p', 7, 0)", false);
	is_int(stmt_run(q, NULL, &err), STATUS_REJECTED, "a CHECK is held");
	store_rollback(s);
}

static void test_append_only(struct store *s)
{
	static const char *const CHANGES[] = { "UPDATE audit SET verb = 'y'", "DELETE FROM audit" };

	store_begin(s, &err);
	is_int(stmt_run(store_query(s,
				    "INSERT INTO audit (at, actor, verb, kind, subject) VALUES (1, 'a', 'x', 'k', 's')",
				    false),
			NULL, &err),
	       STATUS_OK, "an audit row");
	store_commit(s, &err);
	for (size_t i = 0; i < ARRAY_LENGTH(CHANGES); i++) {
		store_begin(s, &err);
		is_int(stmt_run(store_query(s, CHANGES[i], false), NULL, &err), STATUS_REJECTED, CHANGES[i]);
		store_rollback(s);
	}
}

static void test_bulk(struct store *s)
{
	static char names[250][16];
	struct bulk *b;
	int64_t sum = -1;

	store_begin(s, &err);
	b = store_bulk(s, &BULK);
	for (int i = 0; i < 173; i++) { /* 3 x 50 + 2 x 10 + 3 x 1 */
		snprintf(names[i], sizeof(names[i]), "bulk%03d", i);
		bulk_text(b, names[i]);
		bulk_int(b, i);
		bulk_row(b, &err);
	}
	is_int(store_commit(s, &err), STATUS_BUG, "a commit with rows not flushed is refused");
	is_int(bulk_flush(b, &err), STATUS_OK, "flush");
	is_int(store_commit(s, &err), STATUS_OK, "commit");
	is_int(count(s, "bulk%", &sum), 173, "all rows arrived");
	is_int(sum, 172 * 173 / 2, "with their values");

	store_begin(s, &err);
	b = store_bulk(s, &BULK);
	bulk_text(b, "bulk000");
	bulk_int(b, 1000);
	bulk_row(b, &err);
	store_rollback(s);
	store_begin(s, &err);
	b = store_bulk(s, &BULK);
	is_int(bulk_flush(b, &err), STATUS_OK, "nothing to flush");
	store_commit(s, &err);
	is_int(get(s, "bulk000"), 0, "a rollback forgets rows that were not flushed");

	store_begin(s, &err);
	b = store_bulk(s, &BULK);
	bulk_text(b, "short");
	is_int(bulk_row(b, &err), STATUS_BUG, "a row with a value missing is refused");
	bulk_text(b, "null");
	bulk_null(b);
	bulk_row(b, &err);
	is_int(bulk_flush(b, &err), STATUS_REJECTED, "NOT NULL is held");
	store_rollback(s);
}

static void test_lookup(struct store *s)
{
	static const size_t SIZES[] = { 0, 1, 2, 10, 11, 49, 50 };
	static char names[50][16];
	const char *keys[51];
	struct stmt *q;
	int64_t sum;

	for (int i = 0; i < 50; i++) {
		snprintf(names[i], sizeof(names[i]), "bulk%03d", i);
		keys[i] = names[i];
	}
	keys[50] = "bulk050";
	for (size_t i = 0; i < ARRAY_LENGTH(SIZES); i++) {
		size_t rows = 0;

		sum = 0;
		q = store_lookup(s, &LOOKUP, keys, SIZES[i]);
		while (stmt_step(q, &err) == STATUS_OK) {
			rows++;
			sum += stmt_column_int(q, 1);
		}
		stmt_reset(q);
		ok(rows == SIZES[i] && sum == (int64_t)(SIZES[i] * (SIZES[i] ? SIZES[i] - 1 : 0) / 2),
		   "look up %zu keys", SIZES[i]);
	}
	q = store_lookup(s, &LOOKUP, keys, 51);
	is_int(stmt_step(q, &err), STATUS_BUG, "more keys than a look-up takes are refused");
	stmt_reset(q);
}

static void test_settings(struct store *s)
{
	struct buffer value = { 0 };
	int64_t first = 0, second = 0;

	is_int(store_setting_get(s, "nothing", &value, &err), STATUS_OK, "a setting that is not there");
	is_int(value.length, 0, "is empty");
	store_begin(s, &err);
	store_setting_set(s, "zone", "Asia/Shanghai", &err);
	store_setting_set(s, "zone", "Europe/Berlin", &err);
	is_int(store_next(s, "order", &first, &err), STATUS_OK, "the next number");
	is_int(store_next(s, "order", &second, &err), STATUS_OK, "and the next");
	store_commit(s, &err);
	is_int(second - first, 1, "follow each other");
	store_setting_get(s, "zone", &value, &err);
	is_text(value.data, "Europe/Berlin", "a setting is kept");
	buffer_free(&value);
}

static void test_readers(struct store *s)
{
	struct store *reader = fixture_open(STORE_READ);

	is_int(store_begin(reader, &err), STATUS_BUG, "a reader begins no write");
	is_int(store_begin_read(reader, &err), STATUS_OK, "a snapshot");
	is_int(get(reader, "one"), 1, "is read");
	store_begin(s, &err);
	stmt_run(store_query(s, "UPDATE counter SET value = 77 WHERE name = 'one'", false), NULL, &err);
	is_int(store_commit(s, &err), STATUS_OK, "a writer commits meanwhile");
	is_int(get(reader, "one"), 1, "the snapshot stays as it was");
	is_int(put(reader, "reader", 1), STATUS_BUG, "and cannot write");
	store_rollback(reader);
	is_int(get(reader, "one"), 77, "after it the new value is seen");
	store_close(reader);
}

int main(void)
{
	struct store *s = fixture_open(STORE_WRITE);

	stmt_run(store_query(s, "DELETE FROM counter", false), NULL, NULL); /* refused: outside a transaction */
	store_begin(s, &err);
	stmt_run(store_query(s, "DELETE FROM counter", false), NULL, &err);
	store_commit(s, &err);
	test_transactions(s);
	test_statements(s);
	test_references(s);
	test_append_only(s);
	test_bulk(s);
	test_lookup(s);
	test_settings(s);
	test_readers(s);
	store_close(s);
	return done_testing();
}
