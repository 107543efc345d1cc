/*
 * catalog: products, their prices over time, search.
 */
#ifndef ECOM_CATALOG_H
#define ECOM_CATALOG_H

#include <ecom/journal.h>

enum product_status { PRODUCT_DRAFT, PRODUCT_ACTIVE, PRODUCT_ARCHIVED };

enum product_field {
	PRODUCT_SKU, PRODUCT_NAME, PRODUCT_DESCRIPTION, PRODUCT_CATEGORY, PRODUCT_PRICE, PRODUCT_CURRENCY, PRODUCT_COST,
	PRODUCT_BARCODE, PRODUCT_WEIGHT_G, PRODUCT_STATUS, PRODUCT_ATTRIBUTES, PRODUCT_IMAGES,
};
struct product {
	struct record record;
	const char *sku, *name, *description, *category;
	struct amount price;
	const char *currency;
	struct amount cost; /* in the same currency */
	const char *barcode;
	int64_t weight_g;
	int status;
	const char *attributes, *images; /* JSON object and array; attributes may hold "name_zh" and the like */
};
extern const struct record_type product_type;
extern const struct word PRODUCT_STATUS_WORDS[];

/* A price for a stretch of time: what `ecom-catalog price` reads and prints. */
enum price_field { PRICE_SKU, PRICE_PRICE, PRICE_CURRENCY, PRICE_FROM, PRICE_TO, PRICE_KEY };
struct price {
	struct record record;
	const char *sku;
	struct amount price;
	const char *currency;
	int64_t valid_from, valid_to; /* [from, to); to INSTANT_NONE = until the next */
	const char *key;
};
extern const struct record_type price_type;

/** catalog_import(c, products, n, taken, err): upsert up to STORE_BULK_ROWS products with distinct SKUs. A field
 *  not given keeps what is stored, a cleared one becomes empty; a new product needs a name, and is active unless
 *  said otherwise. An unchanged product is not written. A changed price moves the former one to the price
 *  history. One audit row for each change. STATUS_REJECTED names no single record: go one by one. */
enum status catalog_import(const struct change *c, struct product *const *products, size_t n, size_t *changed,
			   struct error *err);
/** catalog_get(s, sku, out, arena, err): one product; STATUS_END when there is none. */
enum status catalog_get(struct store *s, const char *sku, struct product *out, struct arena *arena, struct error *err);

/* Which products a listing shows. */
struct catalog_filter {
	const char *category; /* NULL = any */
	int status;           /* -1 = any */
	const char *from_sku; /* first SKU, NULL = the first there is */
	int64_t limit;        /* 0 = all */
};
/** catalog_list(s, filter, each, ctx, err): products in SKU order, streamed; a record lives during the call of ${each}. */
typedef void catalog_each(void *ctx, const struct product *product);
enum status catalog_list(struct store *s, const struct catalog_filter *filter, catalog_each *each, void *ctx,
			 struct error *err);

/** catalog_archive(c, sku, archive, changed, err): take out of sale, or (false) back into it. Rejected "unknown_sku". */
enum status catalog_archive(const struct change *c, const char *sku, bool archive, bool *changed, struct error *err);

/*
 * Prices. At an instant holds: a dated price (one with an end) that contains it, the one that began last; else of the
 * lasting prices (the standing one, the former ones, those planned for later) the one that began last; before the
 * first of them, the earliest known.
 */
/** catalog_price_at(s, sku, currency, at, minor, currency_out, err): the price at ${at}, in minor units. ${currency} NULL or
 *  "" takes the product's; ${currency_out} (4 bytes, may be NULL) tells which. Rejected: "unknown_sku", "not_for_sale" (draft or archived),
 *  "no_price" (none in this currency). */
enum status catalog_price_at(struct store *s, const char *sku, const char *currency, int64_t at, int64_t *minor,
			     char currency_out[4], struct error *err);
/** catalog_price_set(c, price, out, err): set a price. Without a start, or with one not after c->now, and without an end it becomes the
 *  standing price; with an end it is dated; with a later start it is planned. ${out} is what was stored, start and end filled in. */
enum status catalog_price_set(const struct change *c, const struct price *price, struct price *out, struct error *err);
/** catalog_prices(s, sku, each, ctx, err): every known price of ${sku} (NULL: of all), in order of SKU, currency, start. */
typedef void catalog_each_price(void *ctx, const struct price *price);
enum status catalog_prices(struct store *s, const char *sku, catalog_each_price *each, void *ctx, struct error *err);

/*
 * Search. Words of SKU, name, category, description and attributes; Latin, Greek and Cyrillic letters match in either
 * case, Han, Kana and Hangul by pairs of characters, so that no dictionary is needed. "mug*" finds what begins so.
 */
/** catalog_index(c, more, err): bring the index of words up to date with up to 1,000 changes of the audit trail; ${more} says
 *  whether there may be others. In the caller's transaction. */
enum status catalog_index(const struct change *c, bool *more, struct error *err);
/** catalog_search(s, query, limit, each, ctx, err): products that hold every word of ${query}, best first (a word in SKU or name
 *  weighs 8, category 4, attributes 2, description 1), ties by SKU. */
enum status catalog_search(struct store *s, const char *query, int64_t limit, catalog_each *each, void *ctx,
			   struct error *err);

/** catalog_audit(s, report, ctx, err): what a careful merchant would want mended: active without a price, a wrong GTIN, the same
 *  barcode twice, a price below cost, dated prices that overlap. */
enum status catalog_audit(struct store *s, journal_report *report, void *ctx, struct error *err);
/** catalog_check(s, report, ctx, err): what must never be: the part of `ecom-store check` about the catalog. */enum status catalog_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
