/* The index of words, kept up from the audit trail, and search over it. */
#include "catalog_impl.h"

#include <stdlib.h>
#include <string.h>

#define INDEX_SETTING "catalog.indexed"
#define INDEX_STEP 1000
/* Changes whose transactions overlapped may appear in the trail after a later one: look again at the last few. */
#define INDEX_OVERLAP 64
#define QUERY_WORDS_MAX 16

/* The words of one product with their weights, gathered before they are written. */
struct term {
	const char *word;
	int weight;
};
struct terms {
	struct term *items;
	size_t count, room;
	int weight;
	struct arena *arena;
};

static void add_term(void *ctx, const char *word, size_t length)
{
	struct terms *t = ctx;
	t->items = memory_grow(t->items, t->count, &t->room, sizeof(*t->items));
	t->items[t->count++] = (struct term){ arena_copy(t->arena, word, length), t->weight };
}

static void add_text(struct terms *t, const char *text, int weight)
{
	t->weight = weight;
	catalog_words(text, true, add_term, t);
}

static int by_word_then_weight(const void *a, const void *b)
{
	const struct term *x = a, *y = b;
	int order = strcmp(x->word, y->word);
	return order ? order : y->weight - x->weight;
}

static enum status write_terms(const struct change *c, const char *sku, struct terms *t, struct error *err)
{
	struct bulk *b = store_bulk(c->store, &CATALOG_TERM_PUT);
	enum status st = STATUS_OK;
	if (t->count)
		qsort(t->items, t->count, sizeof(*t->items), by_word_then_weight);
	for (size_t i = 0; !st && i < t->count; i++) {
		if (i && !strcmp(t->items[i].word, t->items[i - 1].word))
			continue; /* the heaviest came first */
		bulk_text(b, t->items[i].word);
		bulk_text(b, sku);
		bulk_int(b, t->items[i].weight);
		st = bulk_row(b, err);
	}
	enum status flushed = bulk_flush(b, st ? NULL : err);
	return st ? st : flushed;
}

static enum status index_product(const struct change *c, const char *sku, struct arena *arena, struct terms *t,
				 struct error *err)
{
	struct product product;
	struct stmt *q = store_stmt(c->store, &CATALOG_SQL[CATALOG_TERM_DELETE]);
	stmt_text(q, 1, sku);
	enum status st = stmt_run(q, NULL, err);
	if (!st)
		st = catalog_get(c->store, sku, &product, arena, err);
	if (st)
		return st == STATUS_END ? STATUS_OK : st;
	t->count = 0;
	add_text(t, product.sku, 8);
	add_text(t, product.name, 8);
	add_text(t, product.category, 4);
	add_text(t, product.attributes, 2);
	add_text(t, product.description, 1);
	return write_terms(c, sku, t, err);
}

static enum status read_mark(struct store *s, int64_t *mark, struct error *err)
{
	struct buffer text = { 0 };
	enum status st = store_setting_get(s, INDEX_SETTING, &text, err);
	*mark = 0;
	if (!st && text.length)
		number_parse_int(text.data, 0, INT64_MAX, mark);
	buffer_free(&text);
	return st;
}

static enum status write_mark(struct store *s, int64_t mark, struct error *err)
{
	char text[32];
	struct buffer b = { 0 };
	buffer_printf(&b, "%lld", (long long)mark);
	memcpy(text, b.data, b.length + 1);
	buffer_free(&b);
	return store_setting_set(s, INDEX_SETTING, text, err);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The SKUs changed since the mark, each once; *last is the newest change seen. */
static enum status read_changed(struct store *s, int64_t since, struct arena *arena, const char **skus, size_t *n,
				int64_t *last, struct error *err)
{
	struct stmt *q = store_stmt(s, &CATALOG_SQL[CATALOG_CHANGED]);
	enum status st;
	stmt_int(q, 1, since);
	stmt_int(q, 2, INDEX_STEP);
	for (*n = 0; (st = stmt_step(q, err)) == STATUS_OK; ++*n) {
		*last = stmt_column_int(q, 0);
		skus[*n] = arena_text(arena, stmt_column_text(q, 1));
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status catalog_index(const struct change *c, bool *more, struct error *err)
{
	struct arena arena = { 0 };
	struct terms terms = { .arena = &arena };
	const char **skus = memory_alloc(INDEX_STEP * sizeof(*skus));
	size_t n = 0;
	int64_t mark, last = 0;
	enum status st = read_mark(c->store, &mark, err);
	if (!st)
		st = read_changed(c->store, mark > INDEX_OVERLAP ? mark - INDEX_OVERLAP : 0, &arena, skus, &n, &last, err);
	*more = !st && n == INDEX_STEP;
	if (st || last <= mark)
		goto done;
	qsort(skus, n, sizeof(*skus), by_text);
	for (size_t i = 0; !st && i < n; i++)
		if (!i || strcmp(skus[i], skus[i - 1]))
			st = index_product(c, skus[i], &arena, &terms, err);
	if (!st)
		st = write_mark(c->store, last, err);
done:
	memory_free(terms.items);
	memory_free(skus);
	arena_free(&arena);
	return st;
}

/* A query: words that must all be there; the last of a run of letters may end in '*'. */
struct query {
	const char *words[QUERY_WORDS_MAX];
	bool prefix[QUERY_WORDS_MAX];
	size_t count;
	struct arena *arena;
};

static void add_query_word(void *ctx, const char *word, size_t length)
{
	struct query *q = ctx;
	if (q->count < QUERY_WORDS_MAX)
		q->words[q->count++] = arena_copy(q->arena, word, length);
}

static void parse_query(struct query *q, const char *text)
{
	const char *at = text;
	while (*at) {
		size_t n = strcspn(at, " \t\n*");
		size_t before = q->count;
		catalog_words(arena_copy(q->arena, at, n), false, add_query_word, q);
		if (at[n] == '*' && q->count > before)
			q->prefix[q->count - 1] = true;
		at += n + (at[n] != '\0');
	}
}

/* One SELECT for each word, joined: a product must be found by every one. */
static void query_sql(const struct query *q, struct buffer *sql)
{
	buffer_text(sql, "SELECT sku, SUM(weight) AS rank FROM (");
	for (size_t i = 0; i < q->count; i++) {
		int n = (int)i + 1;
		buffer_printf(sql, "%sSELECT sku, MAX(weight) AS weight FROM product_term WHERE ", i ? " UNION ALL " : "");
		if (q->prefix[i])
			buffer_printf(sql, "term >= CAST(?%d AS TEXT) AND term < CAST(?%d AS TEXT) || '\xF4\x8F\xBF\xBF'", n, n);
		else
			buffer_printf(sql, "term = ?%d", n);
		buffer_text(sql, " GROUP BY sku");
	}
	buffer_printf(sql, ") t GROUP BY sku HAVING COUNT(*) = %zu ORDER BY 2 DESC, 1", q->count);
}

enum status catalog_search(struct store *s, const char *text, int64_t limit, catalog_each *each, void *ctx,
			   struct error *err)
{
	struct arena arena = { 0 };
	struct query query = { .arena = &arena };
	struct buffer sql = { 0 };
	struct product product;
	enum status st = STATUS_OK;
	parse_query(&query, text);
	if (!query.count) {
		st = error_set(err, STATUS_USAGE, "bad_value", "query", "nothing to look for in \"%.64s\"", text);
		goto done;
	}
	query_sql(&query, &sql);
	struct stmt *q = store_query(s, sql.data, true);
	for (size_t i = 0; i < query.count; i++)
		stmt_text(q, (int)i + 1, query.words[i]);
	for (int64_t n = 0; (!limit || n < limit) && (st = stmt_step(q, err)) == STATUS_OK; n++) {
		st = catalog_get(s, stmt_column_text(q, 0), &product, &arena, err);
		if (st == STATUS_OK)
			each(ctx, &product);
		else if (st != STATUS_END)
			break;
	}
	stmt_reset(q);
done:
	buffer_free(&sql);
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}
