#include <string.h>

#include "store_impl.h"

struct stmt *store_stmt_new(struct store *s, const char *text)
{
	struct stmt *q = s->driver->stmt_new(s);

	q->store = s;
	q->text = text;
	return q;
}

void store_stmt_free(struct stmt *q)
{
	char *text = q->own_text;

	memory_free(q->failure);
	q->store->driver->stmt_free(q);
	memory_free(text);
}

struct stmt *store_query(struct store *s, const char *text, bool stream)
{
	char *copy = memory_text(text);
	struct stmt *q = store_stmt_new(s, copy);

	q->own_text = copy;
	q->stream = stream;
	q->once = true;
	return q;
}

struct stmt *store_stmt(struct store *s, const struct sql *sql)
{
	struct stmt *q = store_cache_find(&s->statements, sql);

	/* In the middle of its rows for someone further up: a second one of its own. */
	if (q && q->state == STMT_ROW)
		return store_query(s, sql->text, sql->stream);
	if (!q) {
		q = store_stmt_new(s, sql->text);
		q->stream = sql->stream;
		store_cache_put(&s->statements, sql, q);
	} else if (q->state != STMT_READY || q->failure) {
		stmt_reset(q);
	}
	return q;
}

void stmt_int(struct stmt *q, int parameter, int64_t value)
{
	q->store->driver->bind_int(q, parameter, value);
}

void stmt_text(struct stmt *q, int parameter, const char *value)
{
	q->store->driver->bind_text(q, parameter, value);
}

void stmt_null(struct stmt *q, int parameter)
{
	q->store->driver->bind_text(q, parameter, NULL);
}

void stmt_int_or_null(struct stmt *q, int parameter, int64_t value, int64_t none)
{
	if (value == none)
		stmt_null(q, parameter);
	else
		stmt_int(q, parameter, value);
}

void stmt_real(struct stmt *q, int parameter, double value)
{
	q->store->driver->bind_real(q, parameter, value);
}

enum status stmt_step(struct stmt *q, struct error *err)
{
	enum status st;

	if (q->state == STMT_DONE && !q->failure)
		return STATUS_END;
	if (!q->failure) {
		st = q->store->driver->step(q, err);
		q->state = st == STATUS_OK ? STMT_ROW : STMT_DONE;
		return st;
	}
	q->state = STMT_DONE;
	if (err)
		*err = *q->failure;
	return q->failure->status;
}

void stmt_reset(struct stmt *q)
{
	if (q->once) {
		store_stmt_free(q);
		return;
	}
	q->store->driver->reset(q);
	memory_free(q->failure);
	q->failure = NULL;
	q->state = STMT_READY;
	q->changed = 0;
}

int64_t stmt_column_int(struct stmt *q, int column)
{
	return q->store->driver->column_int(q, column);
}

int64_t stmt_column_int_or(struct stmt *q, int column, int64_t none)
{
	return stmt_column_null(q, column) ? none : stmt_column_int(q, column);
}

double stmt_column_real(struct stmt *q, int column)
{
	return q->store->driver->column_real(q, column);
}

const char *stmt_column_text(struct stmt *q, int column)
{
	return q->store->driver->column_text(q, column);
}

bool stmt_column_null(struct stmt *q, int column)
{
	return q->store->driver->column_null(q, column);
}

enum status stmt_run(struct stmt *q, int64_t *changed, struct error *err)
{
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK)
		;
	if (changed)
		*changed = st == STATUS_END ? q->changed : 0;
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}
