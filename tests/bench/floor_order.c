/*
 * floor_order STORE N BATCH [keys]: the least that taking N orders of two lines can do: the statements that
 * `ecom-order create` issues for the same orders, in its order, on prepared handles at its settings (WAL,
 * synchronous=FULL, foreign keys, one thread, the write lock around each transaction of BATCH orders, a savepoint per
 * order). No input is read, nothing is checked, nothing is printed.
 *
 * The statements must be those of the program. run.sh says so when they are not; to see them:
 *	LD_PRELOAD=$(O)/bench/trace.so ecom-order create orders.jsonl
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

#include "orders.h"

enum {
	BEGIN, VERSION, SAVEPOINT, KEY_FIND, CURRENCY, PRICE, ORDER, LINE, SUPPLY, TAKE, RESERVATION, EVENT, AUDIT, OUTBOX,
	KEY_PUT, RELEASE, COMMIT, STATEMENTS,
};
static const char *const SQL[STATEMENTS] = {
	[BEGIN] = "BEGIN IMMEDIATE",
	[VERSION] = "PRAGMA user_version",
	[SAVEPOINT] = "SAVEPOINT record",
	[KEY_FIND] = "SELECT digest, answer FROM idempotency WHERE verb = ?1 AND key = ?2",
	[CURRENCY] = "SELECT value FROM setting WHERE name = ?1",
	[PRICE] = "SELECT p.status, p.price, p.currency, p.price_since, r.price, r.dated, r.valid_from FROM product p"
		  " LEFT JOIN price r ON r.sku = p.sku AND r.currency = COALESCE(?2, p.currency) AND r.valid_from <= ?3"
		  " AND (r.valid_to IS NULL OR r.valid_to > ?3)"
		  " WHERE p.sku = ?1 ORDER BY r.dated DESC, r.valid_from DESC LIMIT 1",
	[ORDER] = "INSERT INTO sale (id, status, customer, email, channel, currency, placed_at, expires_at, subtotal,"
		  " discount, shipping, tax, total, paid, refunded, stock) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
		  " ?10, ?11, ?12, ?13, ?14, ?15, ?16) ON CONFLICT (id) DO NOTHING",
	[LINE] = "INSERT INTO sale_line (sale, line, sku, location, quantity, price, discount, tax, total, cancelled,"
		 " shipped, delivered, returned) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0, 0, 0)",
	[SUPPLY] = "SELECT l.location, p.priority, (on_hand - unavailable - reserved - floor) FROM level l"
		   " JOIN location p ON p.location = l.location WHERE l.sku = ?1 AND p.active = 1"
		   " ORDER BY p.priority, l.location",
	[TAKE] = "UPDATE level SET reserved = reserved + ?3 WHERE sku = ?1 AND location = ?2"
		 " AND (on_hand - unavailable - reserved - floor) >= ?3",
	[RESERVATION] = "INSERT INTO reservation (owner, sku, location, quantity, open, state, created_at, expires_at)"
			" VALUES (?1, ?2, ?3, ?4, ?4, 0, ?5, ?6)",
	[EVENT] = "INSERT INTO sale_event (sale, at, event, from_status, to_status, reason, reference, actor)"
		  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[AUDIT] = "INSERT INTO audit (at, actor, verb, kind, subject, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[OUTBOX] = "INSERT INTO outbox (at, channel, recipient, topic, dedupe, subject, payload, next_try_at)"
		   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?1) ON CONFLICT (dedupe) DO NOTHING",
	[KEY_PUT] = "INSERT INTO idempotency (verb, key, digest, answer, at) VALUES (?1, ?2, ?3, ?4, ?5)"
		    " ON CONFLICT (verb, key) DO NOTHING",
	[RELEASE] = "RELEASE record",
	[COMMIT] = "COMMIT",
};
static const char DIGEST[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static sqlite3 *db;
static sqlite3_stmt *statements[STATEMENTS];

static void fail(const char *what)
{
	fprintf(stderr, "floor_order: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
	exit(1);
}

/* Runs a statement; ${types} has a letter for each parameter: t text, i int64, - NULL. Returns it at its first row, or
 * reset and NULL. */
static sqlite3_stmt *run(int what, const char *types, ...)
{
	sqlite3_stmt *q = statements[what];
	va_list values;
	va_start(values, types);
	for (int i = 1; *types; types++, i++) {
		if (*types == 't')
			sqlite3_bind_text(q, i, va_arg(values, const char *), -1, SQLITE_STATIC);
		else if (*types == 'i')
			sqlite3_bind_int64(q, i, va_arg(values, long long));
	}
	va_end(values);
	int rc = sqlite3_step(q);
	if (rc == SQLITE_ROW)
		return q;
	if (rc != SQLITE_DONE)
		fail(SQL[what]);
	sqlite3_reset(q);
	return NULL;
}

/* The first row of a query that must have one; the caller resets it. */
static sqlite3_stmt *row(int what, sqlite3_stmt *q)
{
	if (!q)
		fail(SQL[what]);
	return q;
}

static long long now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void reserve(const struct bench_order *o, long long at)
{
	char owner[2][32], location[2][32];
	for (int i = 0; i < 2; i++) {
		sqlite3_stmt *q = row(SUPPLY, run(SUPPLY, "t", o->sku[i]));
		snprintf(location[i], sizeof(location[i]), "%s", (const char *)sqlite3_column_text(q, 0));
		while (sqlite3_step(q) == SQLITE_ROW)
			;
		sqlite3_reset(q);
	}
	for (int i = 0; i < 2; i++) {
		run(TAKE, "tti", o->sku[i], location[i], (long long)o->quantity[i]);
		if (sqlite3_changes(db) != 1)
			fail("short");
	}
	for (int i = 0; i < 2; i++) {
		snprintf(owner[i], sizeof(owner[i]), "order:%s:%d", o->id, i + 1);
		run(RESERVATION, "tttiii", owner[i], o->sku[i], location[i], (long long)o->quantity[i], at, at + 3600000);
	}
}

static void journal(const struct bench_order *o, long long at, long long total)
{
	char after[128], payload[256], dedupe[64];
	snprintf(after, sizeof(after), "{\"status\":\"pending\",\"total\":%lld.%02lld,\"currency\":\"EUR\"}", total / 100,
		 total % 100);
	snprintf(payload, sizeof(payload),
		 "{\"order\":\"%s\",\"event\":\"create\",\"status\":\"pending\",\"at\":\"2018-01-02T10:03:00.492Z\","
		 "\"total\":%lld.%02lld,\"currency\":\"EUR\",\"email\":null,\"customer\":\"%s\"}",
		 o->id, total / 100, total % 100, o->customer);
	snprintf(dedupe, sizeof(dedupe), "order.created:%s", o->id);
	run(EVENT, "tit-i--t", o->id, at, "create", 0LL, "bench");
	run(AUDIT, "itttt-t", at, "bench", "order create", "order", o->id, after);
	run(OUTBOX, "itttttt", at, "event", "", "order.created", dedupe, o->id, payload);
}

/* What ecom-order would print: it is kept with the key. */
static void keep_answer(const struct bench_order *o, const char *key, long long at, const long long price[2],
			long long total)
{
	char answer[1024];
	snprintf(answer, sizeof(answer),
		 "{\"order\":\"%s\",\"status\":\"pending\",\"payment_status\":\"unpaid\",\"fulfilment_status\":"
		 "\"unfulfilled\",\"return_status\":\"none\",\"customer\":\"%s\",\"email\":null,\"channel\":null,"
		 "\"currency\":\"EUR\",\"placed_at\":\"2018-01-02T10:03:00.492Z\",\"subtotal\":%lld,\"discount\":0.00,"
		 "\"shipping\":0.00,\"tax\":0.00,\"total\":%lld,\"lines\":[{\"line\":1,\"sku\":\"%s\",\"quantity\":%ld,"
		 "\"price\":%lld,\"discount\":0.00,\"tax\":0.00,\"total\":%lld},{\"line\":2,\"sku\":\"%s\",\"quantity\":%ld,"
		 "\"price\":%lld,\"discount\":0.00,\"tax\":0.00,\"total\":%lld}]}\n",
		 o->id, o->customer, total, total, o->sku[0], o->quantity[0], price[0], price[0] * o->quantity[0],
		 o->sku[1], o->quantity[1], price[1], price[1] * o->quantity[1]);
	run(KEY_PUT, "tttti", "order create", key, DIGEST, answer, at);
}

static void take_order(long i, int with_key, long long at)
{
	struct bench_order o;
	long long price[2], total = 0;
	char key[32];
	bench_order(i, &o);
	snprintf(key, sizeof(key), "key-%s", o.id);
	run(SAVEPOINT, "");
	if (with_key && run(KEY_FIND, "tt", "order create", key))
		fail("a key was used before");
	sqlite3_reset(row(CURRENCY, run(CURRENCY, "t", "currency")));
	for (int line = 0; line < 2; line++) {
		sqlite3_stmt *q = row(PRICE, run(PRICE, "t-i", o.sku[line], at));
		price[line] = sqlite3_column_int64(q, 1);
		total += price[line] * o.quantity[line];
		sqlite3_reset(q);
	}
	run(ORDER, "tit--tiiiiiiiiii", o.id, 0LL, o.customer, "EUR", at, at + 3600000, total, 0LL, 0LL, 0LL, total, 0LL,
	    0LL, 1LL);
	for (int line = 0; line < 2; line++)
		run(LINE, "tit-iiiii", o.id, line + 1LL, o.sku[line], (long long)o.quantity[line], price[line], 0LL, 0LL,
		    price[line] * o.quantity[line]);
	reserve(&o, at);
	journal(&o, at, total);
	if (with_key)
		keep_answer(&o, key, at, price, total);
	run(RELEASE, "");
}

static int open_store(const char *path)
{
	char lock[4096];
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
		fail(path);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	if (sqlite3_exec(db,
			 "PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA cache_size=-16384;"
			 "PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=4096; PRAGMA temp_store=MEMORY",
			 NULL, NULL, NULL))
		fail("settings");
	for (int i = 0; i < STATEMENTS; i++)
		if (sqlite3_prepare_v3(db, SQL[i], -1, SQLITE_PREPARE_PERSISTENT, &statements[i], NULL))
			fail(SQL[i]);
	snprintf(lock, sizeof(lock), "%s.lock", path);
	return open(lock, O_RDONLY | O_CREAT | O_CLOEXEC, 0644);
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 64;
	int lock = open_store(argv[1]);
	long n = strtol(argv[2], NULL, 10), batch = strtol(argv[3], NULL, 10);
	for (long first = 0; first < n; first += batch) {
		long long at = now_ms();
		if (flock(lock, LOCK_EX))
			fail("lock");
		run(BEGIN, "");
		sqlite3_reset(row(VERSION, run(VERSION, "")));
		for (long i = first; i < first + batch && i < n; i++)
			take_order(i, argc > 4, at);
		run(COMMIT, "");
		flock(lock, LOCK_UN);
	}
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(statements[i]);
	return sqlite3_close(db) != SQLITE_OK;
}
