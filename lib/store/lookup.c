#include "store_impl.h"

/*
 * A statement for every number of keys would fill the cache: there are three
 * sizes, and a list between two is filled up with its last key.
 */
static const size_t SIZES[] = { 1, 10, STORE_BULK_ROWS };

struct stmt *store_lookup(struct store *s, const struct sql_lookup *sql, const char *const *keys, size_t n)
{
	struct buffer text = { 0 };
	struct stmt *q;
	const char *address;
	size_t size = 0;

	while (size + 1 < ARRAY_LENGTH(SIZES) && SIZES[size] < n)
		size++;
	address = (const char *)sql + size; /* one key of the cache for each size: within the struct, so unique */
	q = store_cache_find(&s->statements, address);
	if (!q || q->state == STMT_ROW) {
		buffer_text(&text, sql->head);
		for (size_t i = 1; i <= SIZES[size]; i++)
			buffer_printf(&text, i > 1 ? ",?%zu" : "?%zu", i);
		buffer_text(&text, sql->tail);
		if (sql->hold)
			buffer_text(&text, s->driver->hold);
		if (q) {
			q = store_query(s, text.data, false);
			buffer_free(&text);
		} else {
			q = store_stmt_new(s, text.data);
			q->own_text = text.data;
			store_cache_put(&s->statements, address, q);
		}
	} else if (q->state != STMT_READY || q->failure) {
		stmt_reset(q);
	}
	if (n > STORE_BULK_ROWS && !q->failure)
		store_stmt_fail(q, STATUS_BUG, "lookup", "more keys than one lookup takes");
	for (size_t i = 0; i < SIZES[size]; i++)
		stmt_text(q, (int)i + 1, n == 0 ? NULL : keys[i < n ? i : n - 1]);
	return q;
}
