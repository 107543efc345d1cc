/* A product as the store holds it: read, and turned into a record. */
#include "catalog_impl.h"

void catalog_read_row(struct stmt *q, struct product_row *row, struct arena *arena)
{
	row->exists = true;
	row->sku = arena_text(arena, stmt_column_text(q, 0));
	row->name = arena_text(arena, stmt_column_text(q, 1));
	row->description = arena_text(arena, stmt_column_text(q, 2));
	row->category = arena_text(arena, stmt_column_text(q, 3));
	row->price = stmt_column_int_or(q, 4, -1);
	row->currency = arena_text(arena, stmt_column_text(q, 5));
	row->cost = stmt_column_int_or(q, 6, -1);
	row->barcode = arena_text(arena, stmt_column_text(q, 7));
	row->weight_g = stmt_column_int_or(q, 8, -1);
	row->status = (int)stmt_column_int(q, 9);
	row->attributes = arena_text(arena, stmt_column_text(q, 10));
	row->images = arena_text(arena, stmt_column_text(q, 11));
	row->price_since = stmt_column_int(q, 12);
}

enum status catalog_shop_currency(struct store *s, struct arena *arena, const char **out, struct error *err)
{
	struct buffer value = { 0 };
	enum status st = store_setting_get(s, "currency", &value, err);
	*out = arena_text(arena, value.length ? value.data : "");
	buffer_free(&value);
	return st;
}

void catalog_product_of(const struct product_row *row, struct product *product)
{
	record_clear(&product_type, product);
	product->sku = row->sku;
	product->name = row->name;
	product->description = row->description;
	product->category = row->category;
	product->currency = row->currency;
	product->barcode = row->barcode;
	product->status = row->status;
	product->attributes = row->attributes;
	product->images = row->images;
	record_mark_all(&product_type, product);
	const uint64_t numbers = UINT64_C(1) << PRODUCT_PRICE | UINT64_C(1) << PRODUCT_COST | UINT64_C(1) << PRODUCT_WEIGHT_G;
	product->record.given &= ~numbers;
	if (row->price >= 0) {
		product->price = money_amount(row->price, row->currency);
		record_mark(product, PRODUCT_PRICE);
	}
	if (row->cost >= 0) {
		product->cost = money_amount(row->cost, row->currency);
		record_mark(product, PRODUCT_COST);
	}
	if (row->weight_g >= 0) {
		product->weight_g = row->weight_g;
		record_mark(product, PRODUCT_WEIGHT_G);
	}
}
