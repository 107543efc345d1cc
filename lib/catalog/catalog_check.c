/* What is wrong in the catalog: broken rules of the store, and what a careful merchant would mend. */
#include "catalog_impl.h"

static const struct journal_query CHECKS[] = {
	{ "product_json", FINDING_ERROR, "attributes are a JSON object",
	  { "SELECT sku, 'attributes', 'an object', attributes FROM product WHERE attributes NOT LIKE '{%' ORDER BY sku",
	    true } },
	{ "product_json", FINDING_ERROR, "images are a JSON array",
	  { "SELECT sku, 'images', 'an array', images FROM product WHERE images NOT LIKE '[%' ORDER BY sku", true } },
	{ "price_overlap", FINDING_ERROR, "former prices follow one another",
	  { "SELECT a.sku, 'price', NULL, a.currency FROM price a JOIN price b ON b.sku = a.sku AND b.currency = a.currency"
	    " AND b.dated = 0 AND b.valid_from > a.valid_from AND b.valid_to IS NOT NULL AND a.valid_to IS NOT NULL"
	    " AND b.valid_from < a.valid_to WHERE a.dated = 0 ORDER BY a.sku, a.currency",
	    true } },
	{ "price_standing", FINDING_ERROR, "a former price ends before the standing one begins",
	  { "SELECT r.sku, 'price', NULL, r.currency FROM price r JOIN product p ON p.sku = r.sku AND p.currency = r.currency"
	    " WHERE r.dated = 0 AND r.valid_to > p.price_since ORDER BY r.sku",
	    true } },
};

static const struct journal_query AUDITS[] = {
	{ "no_price", FINDING_WARNING, "an active product without a price cannot be ordered",
	  { "SELECT p.sku, 'price', NULL, NULL FROM product p WHERE p.status = 1 AND p.price IS NULL"
	    " AND NOT EXISTS (SELECT 1 FROM price r WHERE r.sku = p.sku) ORDER BY p.sku",
	    true } },
	{ "free", FINDING_WARNING, "an active product sold for nothing",
	  { "SELECT sku, 'price', NULL, '0' FROM product WHERE status = 1 AND price = 0 ORDER BY sku", true } },
	{ "barcode_twice", FINDING_WARNING, "the product named as expected has the same barcode",
	  { "SELECT p.sku, 'barcode', d.first, p.barcode FROM product p JOIN (SELECT barcode, MIN(sku) AS first FROM product"
	    " WHERE barcode IS NOT NULL GROUP BY barcode HAVING COUNT(*) > 1) d ON d.barcode = p.barcode"
	    " WHERE p.sku <> d.first ORDER BY p.sku",
	    true } },
	{ "campaigns_overlap", FINDING_WARNING, "two dated prices hold at once; the one that begins later wins",
	  { "SELECT a.sku, 'price', NULL, a.currency FROM price a JOIN price b ON b.sku = a.sku AND b.currency = a.currency"
	    " AND b.dated = 1 AND b.valid_from > a.valid_from AND b.valid_from < a.valid_to"
	    " WHERE a.dated = 1 ORDER BY a.sku, a.currency",
	    true } },
};

/* What a query cannot judge or word: amounts and check digits. */
static const struct sql DOUBTFUL = { "SELECT sku, barcode, price, cost, currency FROM product"
				     " WHERE barcode IS NOT NULL OR (status = 1 AND price < cost) ORDER BY sku",
				     true };

/* A code made of 8, 12, 13 or 14 digits claims to be a GTIN; anything else is the shop's own. */
static bool claims_gtin(const char *barcode)
{
	size_t n = 0;
	while (barcode[n] >= '0' && barcode[n] <= '9')
		n++;
	return !barcode[n] && (n == 8 || (n >= 12 && n <= 14));
}

static void audit_product(struct stmt *q, journal_report *report, void *ctx)
{
	const char *sku = stmt_column_text(q, 0), *barcode = stmt_column_text(q, 1), *currency = stmt_column_text(q, 4);
	int64_t price = stmt_column_int(q, 2), cost = stmt_column_int(q, 3);
	char price_text[AMOUNT_TEXT_SIZE], cost_text[AMOUNT_TEXT_SIZE];
	if (barcode && claims_gtin(barcode) && !gtin_valid(barcode))
		journal_find(report, ctx, FINDING_WARNING, "gtin", sku, "barcode", NULL, barcode,
			     "the check digit of the GTIN is wrong");
	if (!stmt_column_null(q, 2) && price < cost)
		journal_find(report, ctx, FINDING_WARNING, "below_cost", sku, "price",
			     amount_print(cost_text, money_amount(cost, currency)),
			     amount_print(price_text, money_amount(price, currency)), "the price is below the cost");
}

static enum status audit_products(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	struct stmt *q = store_stmt(s, &DOUBTFUL);
	enum status st;
	while ((st = stmt_step(q, err)) == STATUS_OK)
		audit_product(q, report, ctx);
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status catalog_audit(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	enum status st = journal_query_all(s, AUDITS, ARRAY_LENGTH(AUDITS), report, ctx, err);
	return st ? st : audit_products(s, report, ctx, err);
}

enum status catalog_check(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	return journal_query_all(s, CHECKS, ARRAY_LENGTH(CHECKS), report, ctx, err);
}
