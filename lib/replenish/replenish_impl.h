/* Shared inside lib/replenish only. */
#ifndef REPLENISH_IMPL_H
#define REPLENISH_IMPL_H

#include <ecom/replenish.h>
#include <math.h>
#include <string.h>

#define DAYS_A_YEAR 365.0

/* What a proposal needs to know of a SKU, or of a SKU at a location. */
struct replenish_position {
	int64_t on_hand, reserved, unavailable, incoming, drafts;
};
struct replenish_terms {
	int64_t lead_time, pack, safety, review, minimum, maximum, shelf_life; /* -1: no rule says */
	double lead_time_sd;						       /* NAN likewise */
	const char *supplier, *breaks;					       /* NULL likewise */
};
struct replenish_cost {
	bool known_sku, known, priced;
	int64_t minor, price; /* of a unit */
	const char *currency;
};
/** replenish_supply_load(s, skus, n, err): read what the store has of up to STORE_BULK_ROWS SKUs; texts live until the
 * next load. */
enum status replenish_supply_load(struct replenish_supply *s, const char *const *skus, size_t n, struct error *err);
struct replenish_position replenish_supply_position(const struct replenish_supply *s, const char *sku,
						  const char *location);
struct replenish_terms replenish_supply_terms(const struct replenish_supply *s, const char *sku, const char *location);
struct replenish_cost replenish_supply_cost(const struct replenish_supply *s, const char *sku);
/** replenish_supply_of(s, supplier): what it asks for; NULL: nothing is known. */
const struct replenish_supplier *replenish_supply_of(const struct replenish_supply *s, const char *supplier);

/* A price break as it is written, "400:0.72"; several are set apart by blanks, commas or semicolons. */
struct break_text {
	const char *word; /* as it stands, for messages: ${length} bytes of it */
	int length;
	char quantity[64];
	const char *price; /* within quantity, behind the colon */
};
/** replenish_break_next(text, out): the next of ${*text}, which moves past it. STATUS_END: there is none more;
 *  STATUS_REJECTED: it has no colon, or is too long for two numbers. */
enum status replenish_break_next(const char **text, struct break_text *out);

enum status replenish_above_zero(double value, const char *field, struct error *err);
enum status replenish_not_below_zero(double value, const char *field, struct error *err);

enum replenish_lookup { REPLENISH_LOOKUP_LEVELS, REPLENISH_LOOKUP_RULES, REPLENISH_LOOKUP_PRODUCTS, REPLENISH_LOOKUPS };
extern const struct sql_lookup REPLENISH_SQL[REPLENISH_LOOKUPS];

#endif
