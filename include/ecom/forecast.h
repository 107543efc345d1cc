/*
 * forecast: sales history to demand forecasts, forecasts and stock to
 * proposals of what to order. The numbers are numeric's; here are the
 * records, the periods of the calendar, and the policy.
 */
#ifndef ECOM_FORECAST_H
#define ECOM_FORECAST_H

#include <ecom/numeric.h>
#include <ecom/stock.h>

/*
 * Periods: what history is summed over and forecasts are made for. A period is
 * named by its first day. Weeks begin on Monday, or, where all dates of the
 * history fall on one weekday, on that one.
 */
enum forecast_every { EVERY_AUTO, EVERY_DAY, EVERY_WEEK, EVERY_MONTH, EVERY_QUARTER, EVERY_YEAR };
extern const struct word FORECAST_EVERY_WORDS[];

/* EVERY_AUTO: inferred from the dates; no calendar has it. */
struct forecast_calendar {
	int every;	 /* enum forecast_every */
	int week_begins; /* 0 = Monday .. 6 = Sunday */
};
int64_t forecast_period(const struct forecast_calendar *c,
			int64_t day); /* the number of the period that holds ${day} */
int64_t forecast_period_day(const struct forecast_calendar *c, int64_t period); /* its first day */

/* What of a period is the default: day 7 28 28, week 52 13 13, month 12 18 6, quarter 4 8 4, year 1 6 3. */
struct forecast_habit {
	size_t season, horizon, window; /* periods of a season, steps ahead, periods of a moving average */
};
extern const struct forecast_habit FORECAST_HABITS[];

/*
 * History: sales records in any order, gathered per SKU and location. Memory: 16 bytes for each day of a series that
 * had a record (records of one day that follow each other are summed), and some 100 bytes a series.
 */
enum forecast_sale_field { FORECAST_SALE_SKU, FORECAST_SALE_LOCATION, FORECAST_SALE_DATE, FORECAST_SALE_QUANTITY };
struct forecast_sale {
	struct record record;
	const char *sku, *location; /* location NULL: the SKU as a whole */
	int64_t date;		    /* an instant; its day in the zone of the report */
	double quantity;	    /* units; negative = returned, netted against the period's sales */
};
extern const struct record_type forecast_sale_type;

struct forecast_history; /* opaque */
struct forecast_history *forecast_history_new(void);
/** forecast_history_add(h, sale, zone, err): rejected "bad_value" (a quantity beyond QUANTITY_MAX). */
enum status forecast_history_add(struct forecast_history *h, const struct forecast_sale *sale, const struct zone *zone,
				 struct error *err);
void forecast_history_free(struct forecast_history *h); /* NULL is fine */

/* One step of a forecast. */
enum forecast_field {
	FORECAST_SKU,
	FORECAST_LOCATION,
	FORECAST_MODEL,
	FORECAST_ORIGIN,
	FORECAST_STEP,
	FORECAST_DATE,
	FORECAST_MEAN,
	FORECAST_Q,
	FORECAST_SD,
	FORECAST_TOTAL_SD,
};
struct forecast {
	struct record record;
	const char *sku, *location;
	const char *model; /* that made it: never "auto" */
	int64_t origin;	   /* first day of the last period of history */
	int64_t step;	   /* 1.. */
	int64_t date;	   /* first day of the period forecast */
	double mean;	   /* units in the period */
	const char *q;	   /* JSON object: level -> units, {"0.5":3,"0.95":7} */
	double sd;	   /* standard deviation of the error of this step, its own uncertainty included */
	double total_sd;   /* the same of the sum of the steps 1..step */
};
extern const struct record_type forecast_type;

/* Quantile levels, ascending, each once. The default is the nine of M5: 0.005 0.025 0.165 0.25 0.5 0.75 0.835 0.975
 * 0.995. */
#define FORECAST_LEVELS_MAX 99
struct forecast_levels {
	double p[FORECAST_LEVELS_MAX];
	size_t count;
};
/** forecast_levels_parse(texts, n, out, err): numbers between 0 and 1. Rejected: "bad_level". */
enum status forecast_levels_parse(const char *const *texts, size_t n, struct forecast_levels *out, struct error *err);

/* "auto", then the names of NUMERIC_MODELS. auto: one of them for each series (numeric_select). */
extern const struct word FORECAST_MODEL_WORDS[];

struct forecast_settings {
	int model;			 /* index of FORECAST_MODEL_WORDS */
	int every;			 /* enum forecast_every; EVERY_AUTO: inferred from the dates of all series */
	int64_t horizon, season, window; /* 0: by habit */
	double alpha;			 /* NAN: the best */
	int64_t until;			 /* last day of history; INSTANT_NONE: the last date of all series */
	const struct forecast_levels *levels; /* NULL: the nine of M5 */
};

/* What was made of the settings and the dates: told to people. */
struct forecast_plan {
	struct forecast_calendar calendar;
	bool inferred;
	int64_t until;	 /* last day that counts */
	bool incomplete; /* the period that holds ${until} was left out: it is not over */
	size_t season, horizon, window;
	size_t series, silent; /* forecast; without a record up to the last period */
	size_t negative;       /* periods whose returns outweigh their sales: counted as 0 */
};

/*
 * forecast_demand(h, settings, plan, each, ctx): every series in the order of SKU and location, every step. The record
 * and its texts live during the call of ${each}.
 *
 * - Period inferred: the coarsest of year, quarter, month (all dates the first, or all the last day of one), week (all
 *   dates on one weekday), else day; day where there is only one date.
 * - A series begins in the period of its first record and ends with the last period of history; a period without a
 * record is 0. So is silence at the end.
 * - The last period is left out where it is not over: where ${until} is before its last day, and the dates are finer
 * than the periods.
 * - A model that needs more periods than a series has gives way to "moving-average".
 * - Whole numbers are forecast as NUMERIC_COUNT, others as NUMERIC_AMOUNT; quantiles at numeric_estimated_probability.
 *   Where the history tells nothing of the error (one period), its variance is taken as twice the mean, that of the
 *   difference of two Poisson counts, or, of amounts, as the square of the mean.
 * - sd counts the uncertainty of sigma as Student's t does: times sqrt(v / (v - 2)) with v degrees of freedom, v at
 * least 3.
 */
typedef void forecast_each(void *ctx, const struct forecast *f);
void forecast_demand(struct forecast_history *h, const struct forecast_settings *settings, struct forecast_plan *plan,
		     forecast_each *each, void *ctx);

/*
 * Replenishment. Forecasts are gathered in any order, then each SKU and location gets a proposal.
 */
struct forecast_book; /* opaque */
struct forecast_book *forecast_book_new(void);
/** forecast_book_add(b, f, err): one step. The spread of its error is sd, else what its quantiles q tell
 *  (numeric_spread_variance). Rejected: "bad_value", "bad_q", "no_spread", "duplicate". */
enum status forecast_book_add(struct forecast_book *b, const struct forecast *f, struct error *err);
void forecast_book_free(struct forecast_book *b);

/* What is there and by which rule: from a store, and from records given instead of it. */
struct forecast_supply;						  /* opaque */
struct forecast_supply *forecast_supply_new(struct store *store); /* NULL: none */
enum forecast_table { FORECAST_TABLE_LEVELS, FORECAST_TABLE_RULES };
/** forecast_supply_read(s, table, path, err): level or rule records of a file (CSV or JSON lines), in place of the
 * store's. A bad record is STATUS_DATA. A level or rule without a location is that of the SKU as a whole. */
enum status forecast_supply_read(struct forecast_supply *s, enum forecast_table table, const char *path,
				 struct error *err);
void forecast_supply_free(struct forecast_supply *s);

enum forecast_policy { POLICY_ORDER_UP_TO, POLICY_REORDER_POINT };
extern const struct word FORECAST_POLICY_WORDS[];
struct forecast_reorder_settings {
	int policy;	   /* enum forecast_policy */
	double service;	   /* cycle service level: probability that a cycle ends without running out; 0 < service < 1 */
	int64_t lead_time; /* days, where no rule says */
	int64_t review;	   /* days between two looks */
	int64_t pack;	   /* units, where no rule says */
	int64_t from;	   /* day the cover begins; INSTANT_NONE: the first step of the forecast */
	bool all;	   /* quantities of 0 too */
};

enum proposal_field {
	PROPOSAL_SKU,
	PROPOSAL_LOCATION,
	PROPOSAL_SUPPLIER,
	PROPOSAL_QUANTITY,
	PROPOSAL_COST,
	PROPOSAL_POLICY,
	PROPOSAL_POSITION,
	PROPOSAL_LEAD_TIME_DEMAND,
	PROPOSAL_SAFETY,
	PROPOSAL_REASON,
	PROPOSAL_CURRENCY,
	PROPOSAL_LEVEL,
};
struct proposal {
	struct record record;
	const char *sku, *location, *supplier;
	int64_t quantity;   /* units, a multiple of the pack, rounded up */
	struct amount cost; /* quantity x the product's cost */
	const char *policy;
	int64_t position;	 /* on hand - reserved - unavailable + incoming */
	double lead_time_demand; /* units expected over the protected days */
	double safety;		 /* units above it */
	const char *reason;	 /* JSON list of sentences */
	const char *currency;	 /* of cost */
	int64_t level;		 /* order-up-to level */
};
extern const struct record_type proposal_type;

/*
 * forecast_reorder(b, supply, settings, each, refuse, ctx, err): proposals in the order of SKU and location.
 *
 * With L the lead time (the rule's, else the setting's) and R the review period, in days from settings->from:
 *   order-up-to    S = the level that covers the demand of L + R days with probability ${service}; where the position
 * is below S, order the difference: SPT's (R,S). reorder-point  s = the level that covers L days; where the position is
 * at or below s, order up to S: (s,S). Mean and variance of that demand come from the steps, a step that is cut
 * counting by its share of days; the variance of the sum is total_sd's where every step has it, else
 * numeric_total_variance's; the distribution is NUMERIC_COUNT. The safety stock is S - mean, and no less than the
 * rule's. The quantity is rounded up to whole packs. The rule's reorder_point and target are those of `ecom-stock low`
 * and are not used.
 *
 * A forecast with a location has that location's level and rule. One without has the SKU's whole stock over active
 * locations, and their rules taken together: longest lead time, largest pack, sum of safety, supplier of the location
 * that comes first.
 *
 * Goes to ${refuse} instead: "unknown_sku" (a store is given and does not know it), "short_horizon" (the forecast ends
 * before L + R), "gap" (a step is missing), "late" (the forecast begins after settings->from).
 */
typedef void forecast_propose(void *ctx, const struct proposal *p);
typedef void forecast_refuse(void *ctx, const struct error *why);
enum status forecast_reorder(struct forecast_book *b, struct forecast_supply *supply,
			     const struct forecast_reorder_settings *settings, forecast_propose *each,
			     forecast_refuse *refuse, void *ctx, struct error *err);

/* Lot sizes: numeric_eoq over records. Demand and costs per year. */
enum forecast_lot_question_field {
	LOT_ASK_SKU,
	LOT_ASK_DEMAND,
	LOT_ASK_ORDER_COST,
	LOT_ASK_HOLDING_COST,
	LOT_ASK_UNIT_COST,
	LOT_ASK_HOLDING_RATE,
	LOT_ASK_BACKORDER_COST
};
struct forecast_lot_question {
	struct record record;
	const char *sku;
	double demand, order_cost;
	double holding_cost; /* per unit and year; else unit_cost x holding_rate */
	double unit_cost, holding_rate;
	double backorder_cost; /* per unit and year; NAN: no backorders */
};
enum forecast_lot_field { LOT_SKU, LOT_QUANTITY, LOT_COST, LOT_ORDERS, LOT_INTERVAL, LOT_BACKORDERS };
struct forecast_lot {
	struct record record;
	const char *sku;
	double quantity, cost, orders, interval, backorders; /* interval in days of a year of 365 */
};
extern const struct record_type forecast_lot_question_type, forecast_lot_type;
/** forecast_lot(in, out, err): rejected "missing" (no holding cost to be had), "bad_value" (not above 0). */
enum status forecast_lot(const struct forecast_lot_question *in, struct forecast_lot *out, struct error *err);

#endif
