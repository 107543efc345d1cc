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
enum status catalog_get(struct store *s, const char *sku, struct product *out, struct arena *arena, struct error *err); /* STATUS_END: none */
/** catalog_price_at(s, sku, currency, at, minor, err): the price that holds at ${at}: a price for a stretch that
 *  contains it (the one that began last), else the standing price, else the earliest known. ${currency} NULL or
 *  "" takes the product's and tells it in ${currency_out} (4 bytes). Rejected: "unknown_sku", "not_for_sale" (draft or archived),
 *  "no_price" (none in this currency). */
enum status catalog_price_at(struct store *s, const char *sku, const char *currency, int64_t at, int64_t *minor,
			     char currency_out[4], struct error *err);
enum status catalog_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
