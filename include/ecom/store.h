/*
 * store: one face, two drivers. SQLite (linked in) and PostgreSQL (a module
 * opened only for a postgresql:// store). The only module that sees
 * sqlite3.h and libpq-fe.h.
 *
 * One portable body of SQL: ?1 parameters, ON CONFLICT, RETURNING, plain
 * types, READ COMMITTED with conditional updates in SKU order.
 */
#ifndef ECOM_STORE_H
#define ECOM_STORE_H

#include <ecom/base.h>

struct store; /* opaque; one connection; not shared between threads */

enum store_mode { STORE_READ, STORE_WRITE, STORE_CREATE };

struct store_options {
	const char *module_path; /* folder of the driver modules (postgres.so) */
	int busy_timeout_ms;     /* 0 = 60000 */
	const char *const *settings; /* STORE_CREATE: names and values in turn, NULL-ended; in the store from its first moment */
};

#define STORE_APPLICATION_ID 0x45434f4d /* "ECOM" */
/* Version of the schema this build writes: the number of its migrations. */
int store_schema_version(void);

/** store_open(out, where, mode, options, err): ${where} is a path or postgresql://... . STORE_CREATE makes and
 *  initialises a new store (an existing one of ours is an error "exists"); the others need one of this
 *  version: older = STATUS_CONFIG "migrate first", newer = STATUS_CONFIG, not ours = STATUS_CONFIG, absent =
 *  STATUS_NO_INPUT, a directory = STATUS_CONFIG, unreadable = STATUS_PERMISSION. STORE_READ never writes, takes no
 *  lock and works on a read-only file. */
enum status store_open(struct store **out, const char *where, enum store_mode mode,
		       const struct store_options *options, struct error *err);
void store_close(struct store *s);

/** store_migrate(where, options, from, to, backup, err): bring an older store up, one transaction a step, after a
 *  backup (SQLite: beside the file, its path in ${backup}; PostgreSQL: none). Same version: nothing. */
enum status store_migrate(const char *where, const struct store_options *options, int *from, int *to,
			  struct buffer *backup, struct error *err);
enum status store_backup(struct store *s, const char *path, struct error *err);   /* a verified copy, atomically; SQLite only: else "unsupported" names pg_dump */
enum status store_restore(const char *where, const char *backup, bool force, const struct store_options *options, struct error *err);
/** store_verify(s, found, ctx, err): the engine's own integrity check and foreign keys; each finding is reported. */
typedef void store_finding(void *ctx, const char *subject, const char *message);
enum status store_verify(struct store *s, store_finding *found, void *ctx, struct error *err);
const char *store_driver(const struct store *s);  /* "sqlite" or "postgresql" */
const char *store_engine(struct store *s);        /* "SQLite 3.40.1" */

/*
 * Transactions. store_begin takes the write lock (SQLite: flock on
 * <path>.lock, then BEGIN IMMEDIATE; the lock is held through the commit and
 * its checkpoint): past the time-out STATUS_BUSY. store_commit may give STATUS_RETRY
 * (PostgreSQL 40001, 40P01), as may any statement: roll back, run again.
 * One savepoint level inside, for a record of a batch.
 * store_begin_read opens one snapshot for several reads.
 */
enum status store_begin(struct store *s, struct error *err);
enum status store_begin_read(struct store *s, struct error *err);
enum status store_commit(struct store *s, struct error *err);
void store_rollback(struct store *s); /* harmless outside a transaction */
bool store_in_transaction(const struct store *s);
/** store_transaction(s, work, ctx, err): ${work} in a transaction of its own, rolled back unless all went well; anew where
 *  it was lost to another writer, and STATUS_BUSY where it was twenty times. */
typedef enum status store_work(struct store *s, void *ctx, struct error *err);
enum status store_transaction(struct store *s, store_work *work, void *ctx, struct error *err);
enum status store_savepoint(struct store *s, struct error *err);
enum status store_savepoint_release(struct store *s, struct error *err);
enum status store_savepoint_rollback(struct store *s, struct error *err);

/*
 * Statements. A struct sql is a static constant (lib/<noun>/<noun>_sql.c);
 * the store prepares it once per connection and finds it again by its address.
 * Typical use:
 *
 *	struct stmt *q = store_stmt(s, &STOCK_SQL[STOCK_LEVEL_GET]);
 *	stmt_text(q, 1, sku);
 *	while ((st = stmt_step(q, err)) == STATUS_OK)
 *		... stmt_column_int(q, 0) ...
 *	stmt_reset(q);            // always, also after an error
 *	if (st != STATUS_END) return st;
 *
 * Bound text must live until the statement is reset. Column text lives until the next step or reset.
 * A change outside store_begin .. store_commit is refused (STATUS_BUG).
 *
 * Types, for PostgreSQL: a parameter has the type it was bound with (stmt_int BIGINT, stmt_text TEXT, stmt_real DOUBLE
 * PRECISION); one bound NULL takes the type its place asks for, so write CAST(?1 AS TEXT) IS NULL where the place is
 * open to any, and CAST(?1 AS INTEGER) for functions that want one (substr). Bulk parameters have the types of their
 * columns. SUM(bigint) and COUNT read as integers; AVG as a real. Text sorts by its bytes in both.
 */
struct sql {
	const char *text;
	bool stream; /* may return many rows: fetched piecemeal, so that memory stays flat. Not to be stepped past the
			commit, or the roll-back of the savepoint, that it was begun in; store_begin needs it reset. */
};
struct stmt;

struct stmt *store_stmt(struct store *s, const struct sql *sql); /* never NULL: a bad statement fails at its first step */
/** store_query(s, text, stream): a statement built at run time (filters of a list): prepared anew, freed by stmt_reset. */
struct stmt *store_query(struct store *s, const char *text, bool stream);
void stmt_int(struct stmt *q, int parameter, int64_t value);   /* parameters count from 1 */
void stmt_text(struct stmt *q, int parameter, const char *value); /* NULL binds NULL */
void stmt_null(struct stmt *q, int parameter);
void stmt_int_or_null(struct stmt *q, int parameter, int64_t value, int64_t none); /* ${none} binds NULL */
void stmt_real(struct stmt *q, int parameter, double value);
enum status stmt_step(struct stmt *q, struct error *err);      /* OK: a row; END; or an error */
void stmt_reset(struct stmt *q);
int64_t stmt_column_int(struct stmt *q, int column);           /* columns count from 0; NULL reads as 0 */
int64_t stmt_column_int_or(struct stmt *q, int column, int64_t none); /* NULL reads as ${none} */
double stmt_column_real(struct stmt *q, int column);
const char *stmt_column_text(struct stmt *q, int column);      /* NULL for NULL */
bool stmt_column_null(struct stmt *q, int column);

/** store_run(s, sql, err): for statements already bound: step to the end and reset; ${changed} rows. */
enum status stmt_run(struct stmt *q, int64_t *changed, struct error *err);

/*
 * Bulk rows: the same statement for many rows, sent up to STORE_BULK_ROWS rows
 * at a time as one multi-row VALUES. ${head} ends in "VALUES "; each row is
 * ${columns} parameters; ${tail} is what follows ("ON CONFLICT ..."). Bound
 * text must live until bulk_flush.
 */
#define STORE_BULK_ROWS 50
struct sql_bulk {
	const char *head;
	int columns;
	const char *tail;
	int shared; /* so many columns at the front are the same for most rows: rows that have them in common share their
		       parameters */
};
struct bulk;
struct bulk *store_bulk(struct store *s, const struct sql_bulk *sql); /* found again by address; empty after each flush */
void bulk_int(struct bulk *b, int64_t value);     /* the next column of the row */
void bulk_text(struct bulk *b, const char *value);
void bulk_null(struct bulk *b);
void bulk_int_or_null(struct bulk *b, int64_t value, int64_t none); /* ${none} becomes NULL */
enum status bulk_row(struct bulk *b, struct error *err);   /* the row is complete; sends when full */
enum status bulk_flush(struct bulk *b, struct error *err);

/** store_lookup(s, head, tail, keys, n): a query over "IN (keys)": "SELECT ... WHERE sku IN (" keys ")". Up to
 *  STORE_BULK_ROWS keys; step and reset as any statement. */
struct sql_lookup {
	const char *head, *tail;
	bool hold; /* the rows stay as they are read until the transaction ends; where one writes at a time, they do anyway */
};
struct stmt *store_lookup(struct store *s, const struct sql_lookup *sql, const char *const *keys, size_t n);

/* Settings kept in the store (table setting): zone, currency. ${out} is emptied when absent. */
enum status store_setting_get(struct store *s, const char *name, struct buffer *out, struct error *err);
enum status store_setting_set(struct store *s, const char *name, const char *value, struct error *err);
/** store_next(s, counter, err): the next number of a named counter (order numbers), in the open transaction. */
enum status store_next(struct store *s, const char *counter, int64_t *out, struct error *err);

/** store_summary(s, out, err): what `ecom-store info` counts. */
struct store_summary {
	int64_t size_bytes, products, locations, movements, orders, shipments, queued;
};
enum status store_summary(struct store *s, struct store_summary *out, struct error *err);

#endif
