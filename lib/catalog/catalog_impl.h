/* Shared inside lib/catalog only. */
#ifndef CATALOG_IMPL_H
#define CATALOG_IMPL_H

#include <ecom/catalog.h>

enum catalog_statement {
	CATALOG_GET,
	CATALOG_ANY_BETWEEN,
	CATALOG_LIST,
	CATALOG_PRICE_AT,
	CATALOG_PRICE_EARLIEST,
	CATALOG_PRICE_PUT,
	CATALOG_PRICE_STANDING,
	CATALOG_PRICE_LIST,
	CATALOG_ARCHIVE,
	CATALOG_CHANGED,
	CATALOG_TERM_DELETE,
	CATALOG_STATEMENTS
};
extern const struct sql CATALOG_SQL[CATALOG_STATEMENTS];
/* Products as they are and stay until the transaction ends: what is written back whole takes nothing back that another wrote. */
extern const struct sql_lookup CATALOG_HOLD;
extern const struct sql_bulk CATALOG_CREATE, CATALOG_CHANGE, CATALOG_TERM_PUT;

/* A product as the store holds it: money in minor units, absent values NULL or -1. */
struct product_row {
	bool exists;
	const char *sku, *name, *description, *category;
	int64_t price;  /* -1 = none */
	const char *currency;
	int64_t cost;   /* -1 = none */
	const char *barcode;
	int64_t weight_g; /* -1 = none */
	int status;
	const char *attributes, *images;
	int64_t price_since;
};

/** catalog_read_row(q, row, arena): the columns of CATALOG_GET, CATALOG_LIST and CATALOG_HOLD. */
void catalog_read_row(struct stmt *q, struct product_row *row, struct arena *arena);
/** catalog_product_of(row, product): a row as a record. */
void catalog_product_of(const struct product_row *row, struct product *product);

/** catalog_merge(stored, given, currency, row, err): what the product becomes: the stored row with the given fields over
 *  it. ${currency} is the shop's own, for a price without one. Pure. */
enum status catalog_merge(const struct product_row *stored, const struct product *given, const char *currency,
			  struct product_row *row, struct error *err);
bool catalog_same(const struct product_row *a, const struct product_row *b);
/** catalog_difference(from, to, out): the fields of ${to} that differ from ${from} as a JSON object: one half of an audit row. */
void catalog_difference(const struct product_row *from, const struct product_row *to, struct buffer *out);

/** catalog_shop_currency(c, err): the store's setting, "" when it has none; in the arena. */
enum status catalog_shop_currency(struct store *s, struct arena *arena, const char **out, struct error *err);
/** catalog_standing_change(c, stored, row, from, err): when the standing price of ${row} differs from the stored one's, it holds
 *  since ${from}, and the former moves to the history. */
enum status catalog_standing_change(const struct change *c, const struct product_row *stored, struct product_row *row,
				    int64_t from, struct error *err);

/*
 * The words of a text, for search. ${emit} gets each once or more: lower-cased words, and the single characters and the
 * pairs of Han, Kana and Hangul.
 */
typedef void catalog_word(void *ctx, const char *word, size_t length);
#define CATALOG_WORD_MAX 64 /* bytes; a longer word is cut */
void catalog_words(const char *text, bool singles, catalog_word *emit, void *ctx);

#endif
