#include "store_impl.h"

#define TRIES 20

static enum status begin(struct store *s, enum control what, enum transaction kind, struct error *err)
{
	enum status st;

	if (s->transaction != TRANSACTION_NONE)
		return error_set(err, STATUS_BUG, "transaction", "", "a transaction is already open");
	if (kind == TRANSACTION_WRITE && s->mode == STORE_READ)
		return error_set(err, STATUS_BUG, "transaction", "", "the store was opened for reading");
	st = s->driver->control(s, what, err);
	if (st == STATUS_OK)
		s->transaction = kind;
	return st;
}

enum status store_begin(struct store *s, struct error *err)
{
	return begin(s, CONTROL_BEGIN, TRANSACTION_WRITE, err);
}

enum status store_begin_read(struct store *s, struct error *err)
{
	return begin(s, CONTROL_BEGIN_READ, TRANSACTION_READ, err);
}

/* A commit that fails leaves the transaction to be rolled back by the caller. */
enum status store_commit(struct store *s, struct error *err)
{
	enum status st;

	if (s->transaction == TRANSACTION_NONE)
		return error_set(err, STATUS_BUG, "transaction", "", "no transaction is open");
	if (store_bulks_pending(s))
		return error_set(err, STATUS_BUG, "bulk", "", "a bulk was not flushed before the commit");
	st = s->driver->control(s, CONTROL_COMMIT, err);
	if (st == STATUS_OK)
		s->transaction = TRANSACTION_NONE;
	return st;
}

void store_rollback(struct store *s)
{
	if (s->transaction == TRANSACTION_NONE)
		return;
	store_bulks_forget(s);
	s->driver->control(s, CONTROL_ROLLBACK, NULL);
	s->transaction = TRANSACTION_NONE;
}

bool store_in_transaction(const struct store *s)
{
	return s->transaction != TRANSACTION_NONE;
}

enum status store_transaction(struct store *s, store_work *work, void *ctx, struct error *err)
{
	enum status st = STATUS_RETRY;

	for (int tries = 0; st == STATUS_RETRY && tries < TRIES; tries++) {
		st = store_begin(s, err);
		if (st == STATUS_OK)
			st = work(s, ctx, err);
		if (st == STATUS_OK)
			st = store_commit(s, err);
		if (st != STATUS_OK)
			store_rollback(s);
	}
	if (st == STATUS_RETRY)
		return error_set(err, STATUS_BUSY, "busy", "", "lost to other writers; try again later");
	return st;
}

static enum status savepoint(struct store *s, enum control what, struct error *err)
{
	if (s->transaction != TRANSACTION_WRITE)
		return error_set(err, STATUS_BUG, "transaction", "", "a savepoint needs a write transaction");
	if (what == CONTROL_SAVEPOINT_ROLLBACK)
		store_bulks_forget(s);
	else if (store_bulks_pending(s))
		return error_set(err, STATUS_BUG, "bulk", "", "a bulk was not flushed before the savepoint");
	return s->driver->control(s, what, err);
}

enum status store_savepoint(struct store *s, struct error *err)
{
	return savepoint(s, CONTROL_SAVEPOINT, err);
}

enum status store_savepoint_release(struct store *s, struct error *err)
{
	return savepoint(s, CONTROL_SAVEPOINT_RELEASE, err);
}

enum status store_savepoint_rollback(struct store *s, struct error *err)
{
	return savepoint(s, CONTROL_SAVEPOINT_ROLLBACK, err);
}
