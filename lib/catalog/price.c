/* Prices over time. */
#include "catalog_impl.h"

#include <stdio.h>
#include <string.h>

static enum status put_price(const struct change *c, const char *sku, const char *currency, bool dated, int64_t from,
			     int64_t to, int64_t price, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &CATALOG_SQL[CATALOG_PRICE_PUT]);
	stmt_text(q, 1, sku);
	stmt_text(q, 2, currency);
	stmt_int(q, 3, dated);
	stmt_int(q, 4, from);
	stmt_int_or_null(q, 5, to, INSTANT_NONE);
	stmt_int(q, 6, price);
	return stmt_run(q, NULL, err);
}

enum status catalog_standing_change(const struct change *c, const struct product_row *stored, struct product_row *row,
				    int64_t from, struct error *err)
{
	if (stored->exists && stored->price == row->price && text_same(stored->currency, row->currency))
		return STATUS_OK;
	row->price_since = from;
	if (stored->price < 0 || stored->price_since >= from)
		return STATUS_OK; /* nothing held before, or not for a millisecond */
	return put_price(c, row->sku, stored->currency, false, stored->price_since, from, stored->price, err);
}

/* The standing price as one of the lasting ones. */
struct standing {
	int status;
	int64_t price, since; /* price -1 = none in the currency asked for */
	bool found;           /* a price of the table covers the instant */
	int64_t found_price, found_from;
	bool found_dated;
};

static enum status read_standing(struct store *s, const char *sku, const char *currency, int64_t at,
				 struct standing *out, char currency_out[4], struct error *err)
{
	struct stmt *q = store_stmt(s, &CATALOG_SQL[CATALOG_PRICE_AT]);
	stmt_text(q, 1, sku);
	stmt_text(q, 2, currency && *currency ? currency : NULL);
	stmt_int(q, 3, at);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK) {
		const char *own = stmt_column_null(q, 2) ? "" : stmt_column_text(q, 2);
		const char *asked = currency && *currency ? currency : own;
		snprintf(currency_out, 4, "%s", asked);
		bool same = !strcmp(asked, own) && !stmt_column_null(q, 1);
		out->status = (int)stmt_column_int(q, 0);
		out->price = same ? stmt_column_int(q, 1) : -1;
		out->since = stmt_column_int(q, 3);
		out->found = !stmt_column_null(q, 4);
		out->found_price = stmt_column_int(q, 4);
		out->found_dated = stmt_column_int(q, 5) != 0;
		out->found_from = stmt_column_int(q, 6);
	}
	stmt_reset(q);
	return st;
}

static enum status earliest_price(struct store *s, const char *sku, const char *currency, int64_t *minor,
				  struct error *err)
{
	struct stmt *q = store_stmt(s, &CATALOG_SQL[CATALOG_PRICE_EARLIEST]);
	stmt_text(q, 1, sku);
	stmt_text(q, 2, currency);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		*minor = stmt_column_int(q, 0);
	stmt_reset(q);
	return st;
}

enum status catalog_price_at(struct store *s, const char *sku, const char *currency, int64_t at, int64_t *minor,
			     char currency_out[4], struct error *err)
{
	struct standing standing;
	char asked[4];
	enum status st = read_standing(s, sku, currency, at, &standing, asked, err);
	if (st == STATUS_END)
		return error_reject(err, "unknown_sku", "sku", "no product \"%.64s\"", sku);
	if (st)
		return st;
	if (currency_out)
		memcpy(currency_out, asked, sizeof(asked));
	if (standing.status != PRODUCT_ACTIVE)
		return error_reject(err, "not_for_sale", "sku", "\"%.64s\" is %s; an active product was expected", sku,
				    PRODUCT_STATUS_WORDS[standing.status].word);
	bool stands = standing.price >= 0 && standing.since <= at;
	if (standing.found && (standing.found_dated || !stands || standing.found_from >= standing.since)) {
		*minor = standing.found_price;
		return STATUS_OK;
	}
	if (stands) {
		*minor = standing.price;
		return STATUS_OK;
	}
	st = earliest_price(s, sku, asked, minor, err);
	if (st == STATUS_END && standing.price >= 0) {
		*minor = standing.price;
		return STATUS_OK;
	}
	if (st == STATUS_END)
		return error_reject(err, "no_price", "price", "\"%.64s\" has no price in %s", sku,
				    *asked ? asked : "any currency");
	return st;
}

static enum status audit_price(const struct change *c, const struct product_row *stored, const struct price *set,
			       struct error *err)
{
	struct buffer before = { 0 }, after = { 0 };
	char text[AMOUNT_TEXT_SIZE];
	if (stored->price >= 0)
		buffer_printf(&before, "{\"price\":%s,\"currency\":\"%s\"}",
			      amount_print(text, money_amount(stored->price, stored->currency)), stored->currency);
	record_json(&price_type, set, NULL, 0, &after);
	enum status st = journal_audit(c, "price", stored->sku, before.data, after.data, err);
	buffer_free(&before);
	buffer_free(&after);
	return st;
}

static enum status store_price(const struct change *c, const struct product_row *stored, const struct price *set,
			       int64_t minor, struct error *err)
{
	bool dated = set->valid_to != INSTANT_NONE;
	if (dated || set->valid_from > c->now || !text_same(set->currency, stored->currency))
		return put_price(c, stored->sku, set->currency, dated, set->valid_from, set->valid_to, minor, err);
	struct product_row row = *stored;
	row.price = minor;
	enum status st = catalog_standing_change(c, stored, &row, set->valid_from, err);
	if (st)
		return st;
	struct stmt *q = store_stmt(c->store, &CATALOG_SQL[CATALOG_PRICE_STANDING]);
	stmt_text(q, 1, stored->sku);
	stmt_int(q, 2, minor);
	stmt_text(q, 3, set->currency);
	stmt_int(q, 4, row.price_since);
	return stmt_run(q, NULL, err);
}

enum status catalog_price_set(const struct change *c, const struct price *price, struct price *out, struct error *err)
{
	struct product_row stored;
	const char *shop;
	int64_t minor;
	struct stmt *q = store_lookup(c->store, &CATALOG_HOLD, &price->sku, 1);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		catalog_read_row(q, &stored, c->arena);
	stmt_reset(q);
	if (st == STATUS_END)
		return error_reject(err, "unknown_sku", "sku", "no product \"%.64s\"", price->sku);
	if (!st)
		st = catalog_shop_currency(c->store, c->arena, &shop, err);
	if (st)
		return st;
	if (!record_has(price, PRICE_PRICE))
		return error_reject(err, "missing", "price", "a price was expected");
	*out = *price;
	if (!out->currency)
		out->currency = stored.currency ? stored.currency : *shop ? shop : NULL;
	if (!out->currency)
		return error_reject(err, "missing", "currency", "neither the product nor the shop has a currency");
	if (!stored.currency)
		stored.currency = out->currency; /* its first price gives the product its currency */
	if (out->valid_from == INSTANT_NONE)
		out->valid_from = c->now;
	if (out->valid_to != INSTANT_NONE && out->valid_to <= out->valid_from)
		return error_reject(err, "bad_value", "to", "an end after the start was expected");
	st = money_from_amount(price->price, out->currency, &minor, err);
	if (!st && minor < 0)
		st = error_reject(err, "bad_value", "price", "negative; zero or more was expected");
	if (st)
		return st;
	out->price = money_amount(minor, out->currency);
	out->key = NULL;
	record_mark_all(&price_type, out);
	st = store_price(c, &stored, out, minor, err);
	return st ? st : audit_price(c, &stored, out, err);
}

enum status catalog_prices(struct store *s, const char *sku, catalog_each_price *each, void *ctx, struct error *err)
{
	struct stmt *q = store_stmt(s, &CATALOG_SQL[CATALOG_PRICE_LIST]);
	struct price price;
	enum status st;
	stmt_text(q, 1, sku);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		record_clear(&price_type, &price);
		price.sku = stmt_column_text(q, 0);
		price.currency = stmt_column_text(q, 2);
		price.price = money_amount(stmt_column_int(q, 1), price.currency);
		price.valid_from = stmt_column_int(q, 3);
		price.valid_to = stmt_column_int_or(q, 4, INSTANT_NONE);
		record_mark_all(&price_type, &price);
		each(ctx, &price);
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}
