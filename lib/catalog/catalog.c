/* Products: import, look-up, listing, archiving. */
#include "catalog_impl.h"

#include <string.h>

/* Where the rows that are already there stand among the products of a chunk: both mostly come in SKU order. */
static size_t find_product(struct product *const *products, size_t n, size_t guess, const char *sku)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = (guess + i) % n;
		if (!strcmp(products[at]->sku, sku))
			return at;
	}
	return n;
}

/* One probe of the range that the SKUs span tells a first import, whose chunks lie beside what is there, to spare the look-up. */
static enum status any_stored(struct store *s, const char *const *skus, size_t n, bool *any, struct error *err)
{
	const char *first = skus[0], *last = skus[0];
	for (size_t i = 1; i < n; i++) {
		if (strcmp(skus[i], first) < 0)
			first = skus[i];
		else if (strcmp(skus[i], last) > 0)
			last = skus[i];
	}
	struct stmt *q = store_stmt(s, &CATALOG_SQL[CATALOG_ANY_BETWEEN]);
	stmt_text(q, 1, first);
	stmt_text(q, 2, last);
	enum status st = stmt_step(q, err);
	stmt_reset(q);
	*any = st == STATUS_OK;
	return st == STATUS_END ? STATUS_OK : st;
}

static enum status read_stored(const struct change *c, struct product *const *products, size_t n,
			       struct product_row *stored, struct error *err)
{
	const char *skus[STORE_BULK_ROWS];
	for (size_t i = 0; i < n; i++) {
		skus[i] = products[i]->sku;
		stored[i] = (struct product_row){ .price = -1, .cost = -1, .weight_g = -1, .status = PRODUCT_ACTIVE };
	}
	bool any;
	enum status st = any_stored(c->store, skus, n, &any, err);
	if (st || !any)
		return st;
	struct stmt *q = store_lookup(c->store, &CATALOG_HOLD, skus, n);
	size_t guess = 0;
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		size_t at = find_product(products, n, guess, stmt_column_text(q, 0));
		if (at == n)
			continue;
		catalog_read_row(q, &stored[at], c->arena);
		guess = at + 1;
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

static void bulk_number(struct bulk *b, int64_t value)
{
	if (value < 0)
		bulk_null(b);
	else
		bulk_int(b, value);
}

static enum status write_row(struct bulk *b, const struct product_row *row, struct error *err)
{
	bulk_text(b, row->sku);
	bulk_text(b, row->name);
	bulk_text(b, row->description);
	bulk_text(b, row->category);
	bulk_number(b, row->price);
	bulk_text(b, row->currency);
	bulk_number(b, row->cost);
	bulk_text(b, row->barcode);
	bulk_number(b, row->weight_g);
	bulk_int(b, row->status);
	bulk_text(b, row->attributes);
	bulk_text(b, row->images);
	bulk_int(b, row->price_since);
	return bulk_row(b, err);
}

/*
 * What changed, on both sides. A creation has neither: the product as it was made is the product as it stands with the
 * later changes undone, and a first import of a million products need not be written twice.
 */
static enum status audit_product(const struct change *c, const struct product_row *stored,
				 const struct product_row *row, struct buffer *scratch, struct error *err)
{
	if (!stored->exists)
		return journal_audit_bulk(c, "product", row->sku, NULL, NULL, err);
	buffer_clear(scratch);
	catalog_difference(row, stored, scratch);
	const char *before = arena_copy(c->arena, scratch->data, scratch->length);
	buffer_clear(scratch);
	catalog_difference(stored, row, scratch);
	const char *after = arena_copy(c->arena, scratch->data, scratch->length);
	return journal_audit_bulk(c, "product", row->sku, before, after, err);
}

enum status catalog_import(const struct change *c, struct product *const *products, size_t n, size_t *changed,
			   struct error *err)
{
	struct product_row stored[STORE_BULK_ROWS], row;
	const char *currency;
	struct buffer scratch = { 0 };
	struct bulk *created = store_bulk(c->store, &CATALOG_CREATE), *updated = store_bulk(c->store, &CATALOG_CHANGE);
	enum status st = catalog_shop_currency(c->store, c->arena, &currency, err);
	*changed = 0;
	if (!st)
		st = read_stored(c, products, n, stored, err);
	for (size_t i = 0; !st && i < n; i++) {
		st = catalog_merge(&stored[i], products[i], currency, &row, err);
		if (st || catalog_same(&stored[i], &row))
			continue;
		st = catalog_standing_change(c, &stored[i], &row, c->now, err);
		if (!st)
			st = write_row(stored[i].exists ? updated : created, &row, err);
		if (!st)
			st = audit_product(c, &stored[i], &row, &scratch, err);
		++*changed;
	}
	/* Nothing may stay queued, also when a product is refused: the caller's savepoint undoes what is sent here. */
	enum status flushed = bulk_flush(created, st ? NULL : err);
	if (!st)
		st = flushed;
	flushed = bulk_flush(updated, st ? NULL : err);
	if (!st)
		st = flushed;
	flushed = journal_audit_flush(c, st ? NULL : err);
	buffer_free(&scratch);
	return st ? st : flushed;
}

enum status catalog_get(struct store *s, const char *sku, struct product *out, struct arena *arena, struct error *err)
{
	struct product_row row;
	struct stmt *q = store_stmt(s, &CATALOG_SQL[CATALOG_GET]);
	stmt_text(q, 1, sku);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK) {
		catalog_read_row(q, &row, arena);
		catalog_product_of(&row, out);
	}
	stmt_reset(q);
	return st;
}

enum status catalog_list(struct store *s, const struct catalog_filter *filter, catalog_each *each, void *ctx,
			 struct error *err)
{
	struct arena arena = { 0 };
	struct product_row row;
	struct product product;
	struct stmt *q = store_stmt(s, &CATALOG_SQL[CATALOG_LIST]);
	enum status st;
	stmt_text(q, 1, filter->category);
	if (filter->status >= 0)
		stmt_int(q, 2, filter->status);
	else
		stmt_null(q, 2);
	stmt_text(q, 3, filter->from_sku ? filter->from_sku : "");
	for (int64_t n = 0; (st = stmt_step(q, err)) == STATUS_OK; n++) {
		if (filter->limit && n == filter->limit)
			break;
		arena_reset(&arena);
		catalog_read_row(q, &row, &arena);
		catalog_product_of(&row, &product);
		each(ctx, &product);
	}
	stmt_reset(q);
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status catalog_archive(const struct change *c, const char *sku, bool archive, bool *changed, struct error *err)
{
	struct product_row stored, row;
	struct buffer scratch = { 0 };
	struct stmt *q = store_lookup(c->store, &CATALOG_HOLD, &sku, 1);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		catalog_read_row(q, &stored, c->arena);
	stmt_reset(q);
	if (st == STATUS_END)
		return error_reject(err, "unknown_sku", "sku", "no product \"%.64s\"", sku);
	if (st)
		return st;
	row = stored;
	row.status = archive ? PRODUCT_ARCHIVED : PRODUCT_ACTIVE;
	*changed = row.status != stored.status && (archive || stored.status == PRODUCT_ARCHIVED);
	if (!*changed)
		return STATUS_OK;
	q = store_stmt(c->store, &CATALOG_SQL[CATALOG_ARCHIVE]);
	stmt_text(q, 1, sku);
	stmt_int(q, 2, row.status);
	st = stmt_run(q, NULL, err);
	if (!st)
		st = audit_product(c, &stored, &row, &scratch, err);
	buffer_free(&scratch);
	return st;
}
