#include "store_impl.h"

/* What is left of a chunk goes out in a few smaller statements. */
static const size_t SIZES[] = { STORE_BULK_ROWS, 10, 1 };

enum value_kind { VALUE_INT, VALUE_TEXT };
struct value {
	enum value_kind kind;
	int64_t integer;
	const char *text;
};

struct bulk {
	struct store *store;
	const struct sql_bulk *sql;
	struct stmt *statements[ARRAY_LENGTH(SIZES)];
	struct value *values; /* STORE_BULK_ROWS rows of sql->columns */
	size_t filled, rows;
};

struct bulk *store_bulk(struct store *s, const struct sql_bulk *sql)
{
	struct bulk *b = store_cache_find(&s->bulks, sql);

	if (!b) {
		b = memory_zero(1, sizeof(*b));
		b->store = s;
		b->sql = sql;
		b->values = memory_zero(STORE_BULK_ROWS * (size_t)sql->columns, sizeof(*b->values));
		store_cache_put(&s->bulks, sql, b);
	}
	return b;
}

void store_bulk_free(struct bulk *b)
{
	for (size_t i = 0; i < ARRAY_LENGTH(SIZES); i++)
		if (b->statements[i])
			store_stmt_free(b->statements[i]);
	memory_free(b->values);
	memory_free(b);
}

bool store_bulks_pending(const struct store *s)
{
	for (size_t i = 0; i < s->bulks.capacity; i++) {
		const struct bulk *b = s->bulks.values[i];

		if (b && b->filled > 0)
			return true;
	}
	return false;
}

void store_bulks_forget(struct store *s)
{
	for (size_t i = 0; i < s->bulks.capacity; i++) {
		struct bulk *b = s->bulks.values[i];

		if (b)
			b->filled = b->rows = 0;
	}
}

static void put(struct bulk *b, struct value v)
{
	if (b->filled < STORE_BULK_ROWS * (size_t)b->sql->columns)
		b->values[b->filled] = v;
	b->filled++;
}

void bulk_int(struct bulk *b, int64_t value)
{
	put(b, (struct value){ .kind = VALUE_INT, .integer = value });
}

void bulk_text(struct bulk *b, const char *value)
{
	put(b, (struct value){ .kind = VALUE_TEXT, .text = value });
}

void bulk_null(struct bulk *b)
{
	bulk_text(b, NULL);
}

enum status bulk_row(struct bulk *b, struct error *err)
{
	b->rows++;
	if (b->filled != b->rows * (size_t)b->sql->columns) {
		enum status st = error_set(err, STATUS_BUG, "bulk", "", "a row of %zu values where %d were expected; in: %s",
					   b->filled - (b->rows - 1) * (size_t)b->sql->columns, b->sql->columns,
					   b->sql->head);

		b->filled = b->rows = 0;
		return st;
	}
	return b->rows == STORE_BULK_ROWS ? bulk_flush(b, err) : STATUS_OK;
}

static struct stmt *statement(struct bulk *b, size_t size)
{
	struct buffer text = { 0 };
	int parameter = 1;

	if (b->statements[size])
		return b->statements[size];
	buffer_text(&text, b->sql->head);
	for (size_t row = 0; row < SIZES[size]; row++) {
		for (int column = 0; column < b->sql->columns; column++)
			buffer_printf(&text, "%s?%d", column > 0 ? "," : row > 0 ? ",(" : "(", parameter++);
		buffer_char(&text, ')');
	}
	buffer_char(&text, ' ');
	buffer_text(&text, b->sql->tail ? b->sql->tail : "");
	b->statements[size] = store_stmt_new(b->store, text.data);
	b->statements[size]->own_text = text.data;
	b->statements[size]->untyped = true;
	return b->statements[size];
}

static enum status send(struct bulk *b, size_t size, size_t first, struct error *err)
{
	struct stmt *q = statement(b, size);
	const struct value *v = b->values + first * (size_t)b->sql->columns;
	size_t n = SIZES[size] * (size_t)b->sql->columns;

	for (size_t i = 0; i < n; i++) {
		if (v[i].kind == VALUE_INT)
			stmt_int(q, (int)i + 1, v[i].integer);
		else
			stmt_text(q, (int)i + 1, v[i].text);
	}
	return stmt_run(q, NULL, err);
}

enum status bulk_flush(struct bulk *b, struct error *err)
{
	size_t sent = 0;
	enum status st = STATUS_OK;

	for (size_t size = 0; size < ARRAY_LENGTH(SIZES); size++)
		for (; st == STATUS_OK && b->rows - sent >= SIZES[size]; sent += SIZES[size])
			st = send(b, size, sent, err);
	b->filled = b->rows = 0;
	return st;
}
