#include "store_impl.h"

/* What is left of a chunk goes out in a few smaller statements. */
static const size_t SIZES[] = { STORE_BULK_ROWS, 10, 1 };

enum value_kind { VALUE_INT, VALUE_TEXT };
struct value {
	enum value_kind kind;
	union {
		int64_t integer;
		const char *text;
	};
};

struct bulk {
	struct store *store;
	const struct sql_bulk *sql;
	struct stmt *statements[ARRAY_LENGTH(SIZES)];
	struct value *shared; /* sql->shared, the same for all rows that wait */
	struct value *values; /* STORE_BULK_ROWS rows of what else a row has */
	struct value *next;   /* among them: where the next one goes */
	size_t column;	      /* of the row being filled */
	size_t rows;	      /* that are complete */
	enum status failed;   /* while rows with other shared values were sent */
	struct error error;
};

static size_t own_columns(const struct bulk *b)
{
	return (size_t)(b->sql->columns - b->sql->shared);
}

struct bulk *store_bulk(struct store *s, const struct sql_bulk *sql)
{
	struct bulk *b = store_cache_find(&s->bulks, sql);

	if (!b) {
		b = memory_zero(1, sizeof(*b));
		b->store = s;
		b->sql = sql;
		b->shared = memory_zero((size_t)sql->shared + 1, sizeof(*b->shared));
		b->values = b->next = memory_zero(STORE_BULK_ROWS * own_columns(b), sizeof(*b->values));
		store_cache_put(&s->bulks, sql, b);
	}
	return b;
}

void store_bulk_free(struct bulk *b)
{
	for (size_t i = 0; i < ARRAY_LENGTH(SIZES); i++)
		if (b->statements[i])
			store_stmt_free(b->statements[i]);
	memory_free(b->shared);
	memory_free(b->values);
	memory_free(b);
}

bool store_bulks_pending(const struct store *s)
{
	for (size_t i = 0; i < s->bulks.capacity; i++) {
		const struct bulk *b = s->bulks.values[i];

		if (b && (b->rows > 0 || b->column > 0))
			return true;
	}
	return false;
}

static void forget(struct bulk *b)
{
	b->rows = b->column = 0;
	b->next = b->values;
	b->failed = STATUS_OK;
}

void store_bulks_forget(struct store *s)
{
	for (size_t i = 0; i < s->bulks.capacity; i++)
		if (s->bulks.values[i])
			forget(s->bulks.values[i]);
}

static bool same_value(const struct value *a, const struct value *b)
{
	return a->kind == b->kind &&
	       (a->kind == VALUE_INT ? a->integer == b->integer : a->text == b->text || text_same(a->text, b->text));
}

static enum status send_rows(struct bulk *b, struct error *err);

/* A row that differs in what the waiting ones share sends them first. */
static void put_shared(struct bulk *b, size_t column, struct value v)
{
	if (b->rows > 0 && !same_value(&b->shared[column], &v) && b->failed == STATUS_OK)
		b->failed = send_rows(b, &b->error);
	b->shared[column] = v;
}

/* Called for every value of a large import. */
static inline void put(struct bulk *b, struct value v)
{
	size_t column = b->column++;

	if (column < (size_t)b->sql->shared)
		put_shared(b, column, v);
	else if (column < (size_t)b->sql->columns)
		*b->next++ = v;
	/* else bulk_row says so */
}

void bulk_int(struct bulk *b, int64_t value)
{
	put(b, (struct value) { .kind = VALUE_INT, .integer = value });
}

void bulk_text(struct bulk *b, const char *value)
{
	put(b, (struct value) { .kind = VALUE_TEXT, .text = value });
}

void bulk_null(struct bulk *b)
{
	bulk_text(b, NULL);
}

void bulk_int_or_null(struct bulk *b, int64_t value, int64_t none)
{
	if (value == none)
		bulk_null(b);
	else
		bulk_int(b, value);
}

enum status bulk_row(struct bulk *b, struct error *err)
{
	size_t given = b->column;

	b->column = 0;
	if (given != (size_t)b->sql->columns) {
		forget(b);
		return error_set(err, STATUS_BUG, "bulk", "", "a row of %zu values where %d were expected; in: %s",
				 given, b->sql->columns, b->sql->head);
	}
	b->rows++;
	return b->rows == STORE_BULK_ROWS || b->failed ? bulk_flush(b, err) : STATUS_OK;
}

static struct stmt *statement(struct bulk *b, size_t size)
{
	struct buffer text = { 0 };
	int parameter = b->sql->shared + 1;

	if (b->statements[size])
		return b->statements[size];
	buffer_text(&text, b->sql->head);
	for (size_t row = 0; row < SIZES[size]; row++) {
		for (int column = 0; column < b->sql->columns; column++)
			buffer_printf(&text, "%s?%d",
				      column > 0 ? ","
				      : row > 0	 ? ",("
						 : "(",
				      column < b->sql->shared ? column + 1 : parameter++);
		buffer_char(&text, ')');
	}
	buffer_char(&text, ' ');
	buffer_text(&text, b->sql->tail ? b->sql->tail : "");
	b->statements[size] = store_stmt_new(b->store, text.data);
	b->statements[size]->own_text = text.data;
	b->statements[size]->untyped = true;
	b->statements[size]->rebound = true;
	return b->statements[size];
}

static void bind(struct stmt *q, int parameter, const struct value *v)
{
	if (v->kind == VALUE_INT)
		stmt_int(q, parameter, v->integer);
	else
		stmt_text(q, parameter, v->text);
}

static enum status send(struct bulk *b, size_t size, size_t first, struct error *err)
{
	struct stmt *q = statement(b, size);
	const struct value *v = b->values + first * own_columns(b);
	size_t n = SIZES[size] * own_columns(b);
	int parameter = 1;

	for (int i = 0; i < b->sql->shared; i++)
		bind(q, parameter++, &b->shared[i]);
	for (size_t i = 0; i < n; i++)
		bind(q, parameter++, &v[i]);
	return stmt_run(q, NULL, err);
}

static enum status send_rows(struct bulk *b, struct error *err)
{
	size_t sent = 0;
	enum status st = STATUS_OK;

	for (size_t size = 0; size < ARRAY_LENGTH(SIZES); size++)
		for (; st == STATUS_OK && b->rows - sent >= SIZES[size]; sent += SIZES[size])
			st = send(b, size, sent, err);
	b->rows = 0;
	b->next = b->values;
	return st;
}

enum status bulk_flush(struct bulk *b, struct error *err)
{
	enum status st = b->failed;

	if (st && err)
		*err = b->error;
	if (!st)
		st = send_rows(b, err);
	forget(b);
	return st;
}
