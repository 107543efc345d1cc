/* Shared inside lib/forecast only. */
#ifndef FORECAST_IMPL_H
#define FORECAST_IMPL_H

#include <ecom/forecast.h>
#include <math.h>
#include <string.h>

/*
 * Directory: dense numbers for pairs of SKU and location (NULL: none), in the order of their first coming.
 */
struct forecast_key {
	const char *sku, *location;
	uint64_t hash;
};
struct forecast_directory {
	struct arena arena; /* the texts */
	struct forecast_key *keys;
	size_t count, capacity;
	uint32_t *slots; /* number + 1; 0 = free */
	size_t n_slots;
};
size_t forecast_directory_number(struct forecast_directory *d, const char *sku,
				 const char *location);		       /* found or made */
size_t *forecast_directory_sorted(const struct forecast_directory *d); /* numbers by SKU and location; memory_free it */
void forecast_directory_free(struct forecast_directory *d);

/*
 * Dates seen so far, as far as the calendar may be inferred from them.
 */
struct forecast_dates {
	int64_t first, last;
	bool any, several;
	unsigned weekdays;	  /* bit w: a date on that weekday */
	bool not_first, not_last; /* some date is not the first (last) of a month */
	unsigned months;	  /* bit m-1: a date in that month */
};
void forecast_dates_add(struct forecast_dates *d, int64_t day);
struct forecast_calendar forecast_calendar_infer(const struct forecast_dates *d);
int forecast_week_begins(const struct forecast_dates *d);

/** forecast_tidy(x): ${x} to six decimals and twelve digits, so that what is printed reads well. */
double forecast_tidy(double x);

/* What a proposal needs to know of a SKU, or of a SKU at a location. */
struct forecast_position {
	int64_t on_hand, reserved, unavailable, incoming;
};
struct forecast_terms {
	int64_t lead_time, pack, safety; /* -1: no rule says */
	const char *supplier;
};
struct forecast_cost {
	bool known_sku, known;
	int64_t minor;
	const char *currency;
};
/** forecast_supply_load(s, skus, n, err): read what the store has of up to STORE_BULK_ROWS SKUs; texts live until the
 * next load. */
enum status forecast_supply_load(struct forecast_supply *s, const char *const *skus, size_t n, struct error *err);
struct forecast_position forecast_supply_position(const struct forecast_supply *s, const char *sku,
						  const char *location);
struct forecast_terms forecast_supply_terms(const struct forecast_supply *s, const char *sku, const char *location);
struct forecast_cost forecast_supply_cost(const struct forecast_supply *s, const char *sku);

enum forecast_lookup { FORECAST_LOOKUP_LEVELS, FORECAST_LOOKUP_RULES, FORECAST_LOOKUP_PRODUCTS, FORECAST_LOOKUPS };
extern const struct sql_lookup FORECAST_SQL[FORECAST_LOOKUPS];

#endif
