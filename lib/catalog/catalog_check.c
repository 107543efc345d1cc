/* What is wrong in the catalog: broken rules of the store, and what a careful merchant would mend. */
#include "catalog_impl.h"

/* A check is a query whose rows are its findings: subject, actual, and where it helps, what was expected. */
struct check {
	const char *name;
	int severity;
	const char *field;
	const char *reason;
	struct sql sql;
};

static const struct check CHECKS[] = {
	{ "product_json", FINDING_ERROR, "attributes", "attributes are a JSON object, images an array",
	  { "SELECT sku, attributes, NULL FROM product WHERE attributes NOT LIKE '{%' OR images NOT LIKE '[%' ORDER BY sku",
	    true } },
	{ "price_overlap", FINDING_ERROR, "price", "lasting prices follow one another",
	  { "SELECT a.sku, a.currency, NULL FROM price a JOIN price b ON b.sku = a.sku AND b.currency = a.currency"
	    " AND b.dated = 0 AND b.valid_from > a.valid_from AND b.valid_to IS NOT NULL AND a.valid_to IS NOT NULL"
	    " AND b.valid_from < a.valid_to WHERE a.dated = 0 ORDER BY a.sku, a.currency",
	    true } },
	{ "price_future_standing", FINDING_ERROR, "price", "a former price ends where the standing one begins",
	  { "SELECT r.sku, r.currency, NULL FROM price r JOIN product p ON p.sku = r.sku AND p.currency = r.currency"
	    " WHERE r.dated = 0 AND r.valid_to > p.price_since ORDER BY r.sku",
	    true } },
};

static const struct check AUDITS[] = {
	{ "no_price", FINDING_WARNING, "price", "an active product without a price cannot be ordered",
	  { "SELECT p.sku, NULL, NULL FROM product p WHERE p.status = 1 AND p.price IS NULL"
	    " AND NOT EXISTS (SELECT 1 FROM price r WHERE r.sku = p.sku) ORDER BY p.sku",
	    true } },
	{ "free", FINDING_WARNING, "price", "an active product sold for nothing",
	  { "SELECT sku, '0', NULL FROM product WHERE status = 1 AND price = 0 ORDER BY sku", true } },
	{ "below_cost", FINDING_WARNING, "price", "the price is below the cost",
	  { "SELECT sku, CAST(price AS TEXT), CAST(cost AS TEXT) FROM product WHERE status = 1 AND price < cost ORDER BY sku",
	    true } },
	{ "barcode_twice", FINDING_WARNING, "barcode", "another product has the same barcode",
	  { "SELECT p.sku, p.barcode, d.first FROM product p JOIN (SELECT barcode, MIN(sku) AS first FROM product"
	    " WHERE barcode IS NOT NULL GROUP BY barcode HAVING COUNT(*) > 1) d ON d.barcode = p.barcode"
	    " WHERE p.sku <> d.first ORDER BY p.sku",
	    true } },
	{ "campaigns_overlap", FINDING_WARNING, "price", "two dated prices hold at once; the one that begins later wins",
	  { "SELECT a.sku, a.currency, NULL FROM price a JOIN price b ON b.sku = a.sku AND b.currency = a.currency"
	    " AND b.dated = 1 AND b.valid_from > a.valid_from AND b.valid_from < a.valid_to"
	    " WHERE a.dated = 1 ORDER BY a.sku, a.currency",
	    true } },
};

static const struct sql BARCODES = { "SELECT sku, barcode FROM product WHERE barcode IS NOT NULL ORDER BY sku", true };

static void tell(const struct check *check, const char *subject, const char *actual, const char *expected,
		 journal_report *report, void *ctx)
{
	struct finding f = { 0 };
	f.check = check->name;
	f.severity = check->severity;
	f.subject = subject;
	f.field = check->field;
	f.actual = actual;
	f.expected = expected;
	f.reason = check->reason;
	record_mark_all(&journal_finding_type, &f);
	report(ctx, &f);
}

static enum status run_checks(struct store *s, const struct check *checks, size_t n, journal_report *report, void *ctx,
			      struct error *err)
{
	for (size_t i = 0; i < n; i++) {
		struct stmt *q = store_stmt(s, &checks[i].sql);
		enum status st;
		while ((st = stmt_step(q, err)) == STATUS_OK)
			tell(&checks[i], stmt_column_text(q, 0), stmt_column_text(q, 1), stmt_column_text(q, 2), report,
			     ctx);
		stmt_reset(q);
		if (st != STATUS_END)
			return st;
	}
	return STATUS_OK;
}

/* A code made of 8, 12, 13 or 14 digits claims to be a GTIN; anything else is the shop's own. */
static bool claims_gtin(const char *barcode)
{
	size_t n = 0;
	while (barcode[n] >= '0' && barcode[n] <= '9')
		n++;
	return !barcode[n] && (n == 8 || (n >= 12 && n <= 14));
}

static enum status check_barcodes(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	static const struct check CHECK = { .name = "gtin", .severity = FINDING_WARNING, .field = "barcode",
					    .reason = "the check digit of the GTIN is wrong" };
	struct stmt *q = store_stmt(s, &BARCODES);
	enum status st;
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		const char *barcode = stmt_column_text(q, 1);
		if (claims_gtin(barcode) && !gtin_valid(barcode))
			tell(&CHECK, stmt_column_text(q, 0), barcode, NULL, report, ctx);
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status catalog_audit(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	enum status st = run_checks(s, AUDITS, ARRAY_LENGTH(AUDITS), report, ctx, err);
	return st ? st : check_barcodes(s, report, ctx, err);
}

enum status catalog_check(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	return run_checks(s, CHECKS, ARRAY_LENGTH(CHECKS), report, ctx, err);
}
