/* What a product becomes: decisions without a store. */
#include "catalog_impl.h"

#include <stdio.h>

static const char *merged_text(const struct product *given, int field, const char *new, const char *old)
{
	if (record_has(given, field))
		return new;
	return record_cleared(given, field) ? NULL : old;
}

static enum status merge_money(const struct product *given, int field, struct amount amount, const char *currency,
			       int64_t old, int64_t *out, struct error *err)
{
	const char *name = product_type.fields[field].name;
	*out = record_cleared(given, field) ? -1 : old;
	if (!record_has(given, field))
		return STATUS_OK;
	if (!currency)
		return error_reject(err, "missing", "currency", "%s needs a currency: the product has none and the shop neither",
				    name);
	enum status st = money_from_amount(amount, currency, out, err);
	if (st && err)
		snprintf(err->field, sizeof(err->field), "%s", name);
	if (!st && *out < 0)
		return error_reject(err, "bad_value", name, "negative; zero or more was expected");
	return st;
}

static enum status merge_currency(const struct product_row *stored, const struct product *given, const char *shop,
				  struct product_row *row, struct error *err)
{
	row->currency = merged_text(given, PRODUCT_CURRENCY, given->currency, stored->currency);
	bool priced = record_has(given, PRODUCT_PRICE) || record_has(given, PRODUCT_COST);
	if (!row->currency && priced && *shop)
		row->currency = shop;
	if (row->currency && row->currency != stored->currency && row->currency != shop &&
	    currency_decimals(row->currency) < 0)
		return error_reject(err, "bad_currency", "currency",
				    "\"%.16s\": an ISO 4217 code such as EUR was expected", row->currency);
	if (stored->price >= 0 && !text_same(row->currency, stored->currency) && !record_has(given, PRODUCT_PRICE))
		return error_reject(err, "missing", "price", "the currency changes from %s to %s: a price in %s was expected",
				    stored->currency, row->currency ? row->currency : "none",
				    row->currency ? row->currency : "it");
	return STATUS_OK;
}

static enum status check_json(const char *json, char opening, const char *field, struct error *err)
{
	if (json && json[0] != opening)
		return error_reject(err, "bad_value", field, "a JSON %s was expected", opening == '{' ? "object" : "array");
	return STATUS_OK;
}

enum status catalog_merge(const struct product_row *stored, const struct product *given, const char *currency,
			  struct product_row *row, struct error *err)
{
	*row = *stored;
	row->exists = true;
	row->sku = given->sku;
	row->name = merged_text(given, PRODUCT_NAME, given->name, stored->name);
	row->description = merged_text(given, PRODUCT_DESCRIPTION, given->description, stored->description);
	row->category = merged_text(given, PRODUCT_CATEGORY, given->category, stored->category);
	row->barcode = merged_text(given, PRODUCT_BARCODE, given->barcode, stored->barcode);
	row->attributes = merged_text(given, PRODUCT_ATTRIBUTES, given->attributes, stored->attributes);
	row->images = merged_text(given, PRODUCT_IMAGES, given->images, stored->images);
	if (record_has(given, PRODUCT_WEIGHT_G))
		row->weight_g = given->weight_g;
	else if (record_cleared(given, PRODUCT_WEIGHT_G))
		row->weight_g = -1;
	if (record_has(given, PRODUCT_STATUS))
		row->status = given->status;
	if (!row->name)
		return error_reject(err, "missing", "name", "a new product needs a name");
	enum status st = merge_currency(stored, given, currency, row, err);
	if (!st)
		st = merge_money(given, PRODUCT_PRICE, given->price, row->currency, stored->price, &row->price, err);
	if (!st)
		st = merge_money(given, PRODUCT_COST, given->cost, row->currency, stored->cost, &row->cost, err);
	if (!st)
		st = check_json(row->attributes, '{', "attributes", err);
	if (!st)
		st = check_json(row->images, '[', "images", err);
	return st;
}

bool catalog_same(const struct product_row *a, const struct product_row *b)
{
	return a->exists == b->exists && a->price == b->price && a->cost == b->cost && a->weight_g == b->weight_g &&
	       a->status == b->status && text_same(a->name, b->name) && text_same(a->description, b->description) &&
	       text_same(a->category, b->category) && text_same(a->currency, b->currency) &&
	       text_same(a->barcode, b->barcode) && text_same(a->attributes, b->attributes) &&
	       text_same(a->images, b->images);
}

static void add_name(struct buffer *out, const char *name)
{
	if (out->length > 1)
		buffer_char(out, ',');
	buffer_char(out, '"');
	buffer_text(out, name);
	buffer_text(out, "\":");
}

static void add_text(struct buffer *out, const char *name, const char *from, const char *to)
{
	if (text_same(from, to))
		return;
	add_name(out, name);
	buffer_json_text(out, to);
}

static void add_json(struct buffer *out, const char *name, const char *from, const char *to)
{
	if (text_same(from, to))
		return;
	add_name(out, name);
	buffer_text(out, to ? to : "null");
}

static void add_money(struct buffer *out, const char *name, int64_t from, int64_t to, const char *currency)
{
	char text[AMOUNT_TEXT_SIZE];
	if (from == to)
		return;
	add_name(out, name);
	buffer_text(out, to < 0 ? "null" : amount_print(text, money_amount(to, currency)));
}

void catalog_difference(const struct product_row *from, const struct product_row *to, struct buffer *out)
{
	buffer_char(out, '{');
	add_text(out, "name", from->name, to->name);
	add_text(out, "description", from->description, to->description);
	add_text(out, "category", from->category, to->category);
	add_money(out, "price", from->price, to->price, to->currency);
	add_text(out, "currency", from->currency, to->currency);
	add_money(out, "cost", from->cost, to->cost, to->currency);
	add_text(out, "barcode", from->barcode, to->barcode);
	if (from->weight_g != to->weight_g) {
		add_name(out, "weight_g");
		if (to->weight_g < 0)
			buffer_text(out, "null");
		else
			buffer_printf(out, "%lld", (long long)to->weight_g);
	}
	if (from->status != to->status)
		add_text(out, "status", NULL, PRODUCT_STATUS_WORDS[to->status].word);
	add_json(out, "attributes", from->attributes, to->attributes);
	add_json(out, "images", from->images, to->images);
	buffer_char(out, '}');
}
