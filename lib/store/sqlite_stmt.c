#include "sqlite_impl.h"

struct sqlite_stmt {
	struct stmt base;
	sqlite3_stmt *handle;
	bool writes;
};

static struct sqlite_store *store_of(const struct stmt *q)
{
	return (struct sqlite_store *)q->store;
}

static sqlite3_stmt *handle_of(struct stmt *q)
{
	return ((struct sqlite_stmt *)q)->handle;
}

struct stmt *store_sqlite_stmt_new(struct store *s)
{
	(void)s;
	return memory_zero(1, sizeof(struct sqlite_stmt));
}

void store_sqlite_stmt_free(struct stmt *q)
{
	sqlite3_finalize(handle_of(q));
	memory_free(q);
}

static void fail(struct stmt *q, int rc)
{
	if (q->failure)
		return;
	q->failure = memory_zero(1, sizeof(*q->failure));
	store_sqlite_error(store_of(q)->handle, rc, q->text, q->failure);
}

/* Prepared at first use: a program prepares only what a run needs. */
static bool ready(struct stmt *base)
{
	struct sqlite_stmt *q = (struct sqlite_stmt *)base;
	int rc;

	if (q->handle)
		return true;
	if (base->failure)
		return false;
	rc = sqlite3_prepare_v3(store_of(base)->handle, base->text, -1, base->once ? 0 : SQLITE_PREPARE_PERSISTENT,
				&q->handle, NULL);
	if (rc != SQLITE_OK)
		fail(base, rc);
	else if (!q->handle)
		store_stmt_fail(base, STATUS_BUG, "statement", "an empty statement");
	else
		q->writes = !sqlite3_stmt_readonly(q->handle);
	return q->handle != NULL;
}

void store_sqlite_bind_int(struct stmt *q, int parameter, int64_t value)
{
	int rc;

	if (ready(q) && (rc = sqlite3_bind_int64(handle_of(q), parameter, value)) != SQLITE_OK)
		fail(q, rc);
}

void store_sqlite_bind_text(struct stmt *q, int parameter, const char *value)
{
	int rc;

	if (ready(q) && (rc = sqlite3_bind_text(handle_of(q), parameter, value, -1, SQLITE_STATIC)) != SQLITE_OK)
		fail(q, rc);
}

void store_sqlite_bind_real(struct stmt *q, int parameter, double value)
{
	int rc;

	if (ready(q) && (rc = sqlite3_bind_double(handle_of(q), parameter, value)) != SQLITE_OK)
		fail(q, rc);
}

static enum status failed_step(struct stmt *base, int rc, struct error *err)
{
	struct sqlite_store *s = store_of(base);
	enum status st = store_sqlite_error(s->handle, rc, base->text, err);

	sqlite3_reset(handle_of(base));
	/* A full disk, an I/O error and the like end the transaction: what follows must not run outside of one. */
	if (s->base.transaction == TRANSACTION_WRITE && sqlite3_get_autocommit(s->handle))
		s->lost = true;
	return st;
}

enum status store_sqlite_step(struct stmt *base, struct error *err)
{
	struct sqlite_stmt *q = (struct sqlite_stmt *)base;
	struct sqlite_store *s = store_of(base);
	int rc;

	if (!ready(base)) {
		if (err)
			*err = *base->failure;
		return base->failure->status;
	}
	if (q->writes && base->state == STMT_READY) {
		if (s->base.transaction != TRANSACTION_WRITE)
			return error_set(err, STATUS_BUG, "transaction", "",
					 "a change outside a write transaction; in: %.200s", base->text);
		if (s->lost)
			return error_set(err, STATUS_IO, "transaction_lost", "",
					 "the transaction was rolled back after an earlier error");
	}
	rc = sqlite3_step(q->handle);
	if (rc == SQLITE_ROW)
		return STATUS_OK;
	if (rc != SQLITE_DONE)
		return failed_step(base, rc, err);
	if (q->writes)
		base->changed = sqlite3_changes64(s->handle);
	sqlite3_reset(q->handle);
	return STATUS_END;
}

void store_sqlite_reset(struct stmt *q)
{
	sqlite3_stmt *handle = handle_of(q);

	if (!handle)
		return;
	sqlite3_reset(handle);
	/* Bound text may be gone by the next use. */
	if (!q->rebound)
		sqlite3_clear_bindings(handle);
}

int64_t store_sqlite_column_int(struct stmt *q, int column)
{
	return sqlite3_column_int64(handle_of(q), column);
}

double store_sqlite_column_real(struct stmt *q, int column)
{
	return sqlite3_column_double(handle_of(q), column);
}

const char *store_sqlite_column_text(struct stmt *q, int column)
{
	return (const char *)sqlite3_column_text(handle_of(q), column);
}

bool store_sqlite_column_null(struct stmt *q, int column)
{
	return sqlite3_column_type(handle_of(q), column) == SQLITE_NULL;
}
