/*
 * replenish: forecasts and stock to what to order, and the questions behind it:
 * how much at a time, how much in reserve, at which level. The formulas are
 * inventory's; here are the records, the stock and the rules.
 */
#ifndef ECOM_REPLENISH_H
#define ECOM_REPLENISH_H

#include <ecom/forecast.h>
#include <ecom/inventory.h>
#include <ecom/stock.h>

/*
 * Replenishment. Forecasts are gathered in any order, then each SKU and location gets a proposal.
 */
struct replenish_book; /* opaque */
struct replenish_book *replenish_book_new(void);
/** replenish_book_add(b, f, err): one step, or the sum of several periods from the first day on. The spread of its error
 *  is that of its pmf, else sd, else what its quantiles q tell (numeric_spread_variance). Of a sum with a pmf, or with
 *  five quantiles and more, the whole distribution is kept. Rejected: "bad_value", "bad_q", "bad_pmf", "no_spread",
 *  "duplicate". */
enum status replenish_book_add(struct replenish_book *b, const struct forecast *f, struct error *err);
void replenish_book_free(struct replenish_book *b);

/* What is there and by which rule: from a store, and from records given instead of it. */
struct replenish_supply;						  /* opaque */
struct replenish_supply *replenish_supply_new(struct store *store); /* NULL: none */
enum replenish_table {
	REPLENISH_TABLE_LEVELS,
	REPLENISH_TABLE_RULES,
	REPLENISH_TABLE_DRAFTS,	   /* proposals not yet sent: they count as on order */
	REPLENISH_TABLE_SUPPLIERS, /* replenish_supplier_type */
};
/** replenish_supply_read(s, table, path, err): records of a file (CSV or JSON lines); levels and rules stand in place of
 * the store's. A bad record is STATUS_DATA. A level, rule or draft without a location is that of the SKU as a whole. */
enum status replenish_supply_read(struct replenish_supply *s, enum replenish_table table, const char *path,
				 struct error *err);
void replenish_supply_free(struct replenish_supply *s);

/* What is about to be ordered. */
struct replenish_draft {
	struct record record;
	const char *sku, *location;
	int64_t quantity;
};
extern const struct record_type replenish_draft_type;

/* What a supplier asks of an order as a whole. */
enum replenish_supplier_field {
	SUPPLIER_NAME,
	SUPPLIER_MINIMUM_QUANTITY,
	SUPPLIER_MINIMUM_VALUE,
	SUPPLIER_ORDER_COST
};
struct replenish_supplier {
	struct record record;
	const char *supplier;
	int64_t minimum_quantity; /* units of all items; 0: none */
	double minimum_value;	  /* money of all items; 0: none */
	double order_cost;	  /* money an order, whatever its size; NAN: the setting's */
};
extern const struct record_type replenish_supplier_type;

/*
 * Policies, by the letters of the textbooks (SPT ch. 6): r or s the point at which to order, Q a fixed quantity, S the
 * level to order up to, R the days between two looks. How the levels follow is said at replenish_reorder.
 */
enum replenish_policy {
	POLICY_ORDER_UP_TO,		/* (R,S): whenever the position is below S at a look */
	POLICY_REORDER_POINT,		/* (s,S): at or below s, which covers the lead time */
	POLICY_FIXED_QUANTITY,		/* (r,Q): at or below r, lots of Q until it is above */
	POLICY_PERIODIC_REORDER_POINT,	/* (R,s,S): looked at every R days; at or below s, which covers L + R */
	POLICY_BASE_STOCK,		/* (S-1,S): each unit asked for is ordered again; S covers the lead time */
};
extern const struct word REPLENISH_POLICY_WORDS[];
enum replenish_service {
	SERVICE_CYCLE, /* probability that a cycle ends without running out */
	SERVICE_FILL,  /* share of units delivered at once */
	SERVICE_COST,  /* what a unit short costs against what a unit left over costs: the newsvendor's ratio */
};
extern const struct word REPLENISH_SERVICE_WORDS[];
enum replenish_round { ROUND_UP, ROUND_NEAREST, ROUND_DOWN };
extern const struct word REPLENISH_ROUND_WORDS[];

/* What holds where no rule says otherwise. Money is in units of the products' currency. */
struct replenish_reorder_settings {
	int policy, service_type, rounding; /* enum replenish_policy, replenish_service, replenish_round */
	double service;		  /* 0 < service < 1 */
	int64_t lead_time;	  /* days */
	double lead_time_sd;	  /* days */
	int64_t review;		  /* days between two looks */
	int64_t pack;		  /* units */
	int64_t minimum, maximum; /* units an order; of position, -1: any */
	int64_t shelf_life;	  /* days; -1: any */
	int64_t lot;		  /* Q; 0: the economic quantity where costs are known, else what R days sell */
	int64_t can_order;	  /* days: join an order of one's supplier where s is that near */
	double order_cost, holding_rate; /* money an order; share of a unit's cost a year */
	double shortage_cost;	  /* money a unit short; NAN: price - cost */
	struct amount budget;	  /* of all orders together */
	bool budgeted;
	int64_t from; /* day the cover begins; INSTANT_NONE: the first step of the forecast */
	bool all;     /* quantities of 0 too */
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
	PROPOSAL_POINT,
	PROPOSAL_LOT,
	PROPOSAL_DEMAND_SD,
	PROPOSAL_SERVICE,
	PROPOSAL_FILL,
	PROPOSAL_SCORE,
};
struct proposal {
	struct record record;
	const char *sku, *location, *supplier;
	int64_t quantity;   /* units, a multiple of the pack */
	struct amount cost; /* quantity x the product's cost, or that of the price break */
	const char *policy;
	int64_t position;	 /* on hand - reserved - unavailable + incoming + drafts */
	double lead_time_demand; /* units expected over the protected days */
	double safety;		 /* units above it */
	const char *reason;	 /* JSON list of sentences */
	const char *currency;	 /* of cost */
	int64_t level;		 /* order-up-to level */
	int64_t point, lot;	 /* of the policies that have them */
	double demand_sd;	 /* of lead_time_demand */
	double service, fill;	 /* expected of the policy */
	double score;		 /* worth of the units not missed, per money spent */
};
extern const struct record_type proposal_type;

/*
 * replenish_reorder(b, supply, settings, each, refuse, ctx, err): proposals in the order of SKU and location.
 *
 * With L the lead time (the rule's, else the setting's) and R the review period, in days from settings->from, the
 * demand of L and of L + R days comes from the steps, a step that is cut counting by its share of days; the variance of
 * the sum is total_sd's where every step has it, else series_total_variance's, plus (mean a day)^2 x variance of the
 * lead time. Its distribution is a record's own (pmf, or quantiles of a sum) where one covers just those days and the
 * lead time is certain, else NUMERIC_COUNT. Levels:
 *   order-up-to, base-stock		S covers L + R (base-stock: L), point S - 1
 *   reorder-point, fixed-quantity	the point covers L
 *   periodic-reorder-point		the point covers L + R
 * A policy with a point has the level point + Q, Q the setting's lot, else the economic order quantity where order
 * cost, holding rate and unit cost are above 0, else what R days sell; reorder-point's level also covers L + R.
 * "Covers": by SERVICE_CYCLE the quantile at ${service}, no less than the mean; by SERVICE_COST that at b / (b + h),
 * b the cost of a unit short, h that of holding a unit for R days; by SERVICE_FILL the least that delivers the share
 * ${service} of units at once, the position being uniform between point and level. The safety stock, what the
 * covering level has above the mean, is no less than the rule's. The rule's reorder_point and target are those of
 * `ecom-stock low` and are not used.
 *
 * The quantity is what the position lacks of the level (fixed-quantity: lots), made up to the minimum, in whole packs:
 * rounded as told, the minimum always up. A larger quantity with a lower price (price_breaks) is taken where a year of
 * goods, orders and holding costs less with it. The position after the order never exceeds the maximum, nor what the
 * lead time and the shelf life are expected to sell: the packs above are left out, and where that leaves less than
 * the minimum nothing is ordered. For a supplier with a minimum every item's cover is extended by the same number of
 * days, the fewest that reach it, at most a year: first come the items whose next order is nearest. An item within
 * can_order days of its point joins an order of its supplier. A budget goes, pack by pack (a 64th of a proposal at
 * least), where the worth of the units not missed per money is the largest; items whose next pack it cannot pay get no
 * more.
 *
 * The score is worth x (loss(position) - loss(position + quantity)) / cost, over the protected days: worth of a unit
 * the shortage cost, else price - cost where above 0, else its cost; 1 for both where no cost is known.
 *
 * A forecast with a location has that location's level and rule. One without has the SKU's whole stock over active
 * locations, and their rules taken together: longest lead time and review, largest pack and minimum, sums of safety and
 * maximum, shortest shelf life, supplier and price breaks of the location that comes first.
 *
 * Goes to ${refuse} instead: "unknown_sku" (a store is given and does not know it), "short_horizon" (the forecast ends
 * before L + R), "gap" (a step is missing), "late" (the forecast begins after settings->from), "no_cost" (SERVICE_COST
 * or a budget without the costs they weigh), "bad_breaks", "currency" (another one than the budget's first).
 */
typedef void replenish_propose(void *ctx, const struct proposal *p);
typedef void replenish_refuse(void *ctx, const struct error *why);
enum status replenish_reorder(struct replenish_book *b, struct replenish_supply *supply,
			     const struct replenish_reorder_settings *settings, replenish_propose *each,
			     replenish_refuse *refuse, void *ctx, struct error *err);

/*
 * Replay: policies on the sales that were, day by day, each decision knowing only the days before it.
 */
struct replenish_past; /* opaque */
struct replenish_past *replenish_past_new(void);
/** replenish_past_add(p, sale, zone, err): rejected "missing" (no quantity), "bad_value" (beyond QUANTITY_MAX). */
enum status replenish_past_add(struct replenish_past *p, const struct forecast_sale *sale, const struct zone *zone,
			      struct error *err);
void replenish_past_free(struct replenish_past *p); /* NULL is fine */

/* Beside those of enum replenish_policy: rules of thumb to compare with. */
enum replenish_replay_policy {
	REPLAY_NAIVE = POLICY_BASE_STOCK + 1, /* up to factor x the demand of the last L + R days */
	REPLAY_COVER,			      /* up to cover_days days of the mean of the last ${window} */
};
extern const struct word REPLENISH_REPLAY_WORDS[];
#define REPLENISH_REPLAY_POLICIES 16
struct replenish_replay_settings {
	int policies[REPLENISH_REPLAY_POLICIES];
	size_t policy_count;
	const struct series_model *model; /* NULL: of each series by series_select, from what was known at the first look */
	double alpha;			  /* of simple exponential smoothing; NAN: the best in sample at each look */
	int service_type;		  /* enum replenish_service */
	double service;			  /* 0 < service < 1; not of SERVICE_COST */
	double shortage_cost;		  /* of SERVICE_COST: money a unit short */
	int64_t lead_time, review;	  /* days, not both 0 */
	double lead_time_sd;		  /* days; the time of each order is drawn: gamma, rounded */
	int64_t lot, pack;		  /* units; lot 0: what R days sell */
	int rounding;			  /* enum replenish_round */
	int64_t minimum, maximum;	  /* units of an order; of the position after it; -1: any */
	double factor;
	int64_t cover_days;
	int64_t days, warm_up; /* days that are counted; before them, -1: 2 (L + R) */
	int64_t until;	       /* last day; INSTANT_NONE: that of all series */
	size_t season, window; /* days */
	bool backorders;       /* what is short is delivered later */
	double order_cost;     /* money an order */
	double holding_cost;   /* money a unit and year; NAN: holding_rate x mean price */
	double holding_rate;
	uint64_t seed;
	size_t jobs;	 /* threads; 0: one for each processor */
	bool total_only; /* no series of their own */
};

struct replay {
	struct record record;
	const char *policy;
	const char *sku, *location; /* both NULL: all together */
	int64_t series, days;
	double demand, delivered, lost; /* units */
	double fill, service;		/* NAN: nothing to share */
	int64_t orders;
	double ordered;
	double average_stock, average_value;
	double holding_cost, order_cost, total_cost;
	/* not printed: what they are made of */
	int64_t cycles, covered;
	double stock, value; /* units, and money, summed over days */
};
extern const struct record_type replay_type;

/*
 * replenish_replay(past, settings, each, ctx): each series in the order of SKU and location by each policy, then all
 * together by each. The record lives during the call.
 *
 * Every day first what was ordered comes in, then, where it is a day of review, the policy looks at position and
 * forecast and may order, then the day's demand is served as far as there is stock. An order placed with a lead time of
 * 0 is there at once. The forecast is the model refitted to the days before; the distribution of the sum of L + R days is
 * NUMERIC_COUNT with its mean, and the variance of the last ten sums of so many days together with what series of this
 * size vary by, learnt from all of them before the walk (replenish_taylor), which counts as ten sums more; that of L
 * days is its share. Levels as in replenish_reorder. The first day begins in balance, with the policy's own level on
 * hand. A series that is younger begins the day after its first record. Demand is what was sold: what was short then is
 * not known. Lead times are drawn by series and number of the order: the same for all policies.
 */
typedef void replenish_replay_each(void *ctx, const struct replay *r);
void replenish_replay(const struct replenish_past *past, const struct replenish_replay_settings *settings,
		      replenish_replay_each *each, void *ctx);

/* Lot sizes: inventory_lot_best over records. Demand and costs per year. */
extern const struct word REPLENISH_DISCOUNT_WORDS[]; /* enum inventory_discount */
enum replenish_lot_question_field {
	LOT_ASK_SKU,
	LOT_ASK_DEMAND,
	LOT_ASK_ORDER_COST,
	LOT_ASK_HOLDING_COST,
	LOT_ASK_UNIT_COST,
	LOT_ASK_HOLDING_RATE,
	LOT_ASK_BACKORDER_COST,
	LOT_ASK_PRODUCTION_RATE,
	LOT_ASK_BREAKS,
	LOT_ASK_DISCOUNT,
	LOT_ASK_QUANTITY
};
struct replenish_lot_question {
	struct record record;
	const char *sku;
	double demand, order_cost;
	double holding_cost; /* per unit and year; else unit_cost x holding_rate */
	double unit_cost, holding_rate;
	double backorder_cost;	/* per unit and year; NAN: no backorders */
	double production_rate; /* units a year; NAN: a lot comes in at once */
	const char *breaks;	/* "400:0.72 800:0.68": from 400 units on 0.72; NULL: none */
	int discount;		/* enum inventory_discount */
	double quantity;	/* what to ask the cost of; NAN: of the best */
};
enum replenish_lot_field {
	LOT_SKU,
	LOT_QUANTITY,
	LOT_COST,
	LOT_ORDERS,
	LOT_INTERVAL,
	LOT_BACKORDERS,
	LOT_PRICE,
	LOT_GOODS
};
struct replenish_lot {
	struct record record;
	const char *sku;
	double quantity, cost, orders, interval, backorders; /* interval in days of a year of 365 */
	double price, goods;				     /* where a price is known */
};
extern const struct record_type replenish_lot_question_type, replenish_lot_type;
/** replenish_lot(in, out, err): rejected "missing" (no holding cost to be had, no price of the first unit), "bad_value"
 * (not above 0, breaks that are none). */
enum status replenish_lot(const struct replenish_lot_question *in, struct replenish_lot *out, struct error *err);

/*
 * Joint replenishment: inventory_joint_best over families of records. Demand and costs per year.
 */
enum replenish_joint_method { REPLENISH_JOINT_BEST, REPLENISH_JOINT_SIMPLE };
extern const struct word REPLENISH_JOINT_WORDS[];
enum replenish_joint_item_field {
	JOINT_ASK_SKU,
	JOINT_ASK_FAMILY,
	JOINT_ASK_ORDER_COST,
	JOINT_ASK_ITEM_COST,
	JOINT_ASK_DEMAND,
	JOINT_ASK_HOLDING_COST,
	JOINT_ASK_ON_HAND
};
struct replenish_joint_item {
	struct record record;
	const char *sku, *family;
	double order_cost; /* of the family's order, whatever is in it; one record of the family must say it */
	double item_cost;  /* an order with this item in it */
	double demand, holding_cost;
	double on_hand; /* NAN: not said */
};
struct replenish_joint {
	struct record record;
	const char *sku, *family;
	int64_t multiple;		  /* in every so many-th order of the family */
	double quantity, interval, cycle; /* units; days of a year of 365 */
	double cost, apart;		  /* of the family a year; and if each item were ordered alone */
	double cover;			  /* days that the family's stock lasts, shared; NAN: an item does not say its stock */
};
extern const struct record_type replenish_joint_item_type, replenish_joint_type;
struct replenish_joint_book; /* opaque */
struct replenish_joint_book *replenish_joint_book_new(void);
/** replenish_joint_book_add(b, in, err): rejected "bad_value": numbers out of range, two order costs in a family. */
enum status replenish_joint_book_add(struct replenish_joint_book *b, const struct replenish_joint_item *in,
				     struct error *err);
/** replenish_joint_plan(b, method, each, refuse, ctx): the items by family, in the order they came; refused "missing": a
 * family without an order cost. */
typedef void replenish_joint_emit(void *ctx, const struct replenish_joint *line);
void replenish_joint_plan(const struct replenish_joint_book *b, enum replenish_joint_method method,
			  replenish_joint_emit *each, replenish_refuse *refuse, void *ctx);
void replenish_joint_book_free(struct replenish_joint_book *b);

/*
 * Policies of one product looked at every period (a day, a week: what the record counts in).
 */
enum replenish_question_field {
	QUESTION_SKU,
	QUESTION_MEAN,
	QUESTION_SD,
	QUESTION_PMF,
	QUESTION_LEAD_TIME,
	QUESTION_LEAD_TIME_SD,
	QUESTION_HOLDING_COST,
	QUESTION_SHORTAGE_COST,
	QUESTION_ORDER_COST,
	QUESTION_STOCK,
	QUESTION_ARRIVING
};
struct replenish_question {
	struct record record;
	const char *sku;
	double mean, sd; /* units of demand a period */
	const char *pmf; /* JSON list of probabilities, instead of both */
	int64_t lead_time; /* periods */
	double lead_time_sd;
	double holding_cost, shortage_cost, order_cost;
	int64_t stock;	      /* on the shelf, what arrives now with it */
	const char *arriving; /* JSON list: units due in 1, 2, .. periods */
};
enum replenish_optimum_field {
	OPTIMUM_SKU,
	OPTIMUM_COST,
	OPTIMUM_STATES,
	OPTIMUM_STOCK,
	OPTIMUM_ARRIVING,
	OPTIMUM_ORDER
};
struct replenish_optimum {
	struct record record;
	const char *sku;
	double cost;
	int64_t states, stock;
	const char *arriving;
	int64_t order;
};
enum replenish_tuned_field { TUNED_SKU, TUNED_FAMILY, TUNED_POINT, TUNED_LEVEL, TUNED_CAP, TUNED_LOT };
struct replenish_tuned {
	struct record record;
	const char *sku, *family;
	int64_t point, level, cap, lot;
	double cost, error, fill_rate, ready_rate, stock, orders;
	int64_t candidates;
};
extern const struct record_type replenish_question_type, replenish_optimum_type, replenish_tuned_type;
/** replenish_optimal(q, table, jobs, each, ctx, arena, err): the optimal policy where unmet demand is lost
 *  (inventory_chain_solve): one record with its cost, and the order for ${stock} and ${arriving} where they are given;
 *  with ${table} a record for each state. Rejected: "bad_value", "bad_pmf", "missing", "too_large". */
typedef void replenish_optimum_each(void *ctx, const struct replenish_optimum *o);
enum status replenish_optimal(const struct replenish_question *q, bool table, size_t jobs,
			      replenish_optimum_each *each, void *ctx, struct arena *arena, struct error *err);
extern const struct word REPLENISH_FAMILY_WORDS[];
struct replenish_tune_settings {
	int family; /* enum inventory_family; -1: by the costs */
	bool backorders;
	double fill_rate; /* NAN: none asked for */
	int64_t review, periods, seed;
	size_t jobs;
};
/** replenish_tune(q, settings, out, arena, err): inventory_tune over a record. Rejected: as above, and "unmet" (no policy
 *  reaches the fill rate). */
enum status replenish_tune(const struct replenish_question *q, const struct replenish_tune_settings *settings,
			   struct replenish_tuned *out, struct arena *arena, struct error *err);

/*
 * Newsvendor: one order against an uncertain demand, over records.
 */
extern const struct word REPLENISH_DISTRIBUTION_WORDS[]; /* enum inventory_distribution; the last, INVENTORY_LISTED, is that of a pmf */
enum replenish_chance_field {
	CHANCE_SKU,
	CHANCE_MEAN,
	CHANCE_SD,
	CHANCE_DISTRIBUTION,
	CHANCE_PMF,
	CHANCE_OVERAGE_COST,
	CHANCE_UNDERAGE_COST,
	CHANCE_PRICE,
	CHANCE_UNIT_COST,
	CHANCE_SALVAGE,
	CHANCE_SERVICE,
	CHANCE_FILL_RATE,
	CHANCE_LEAD_TIME,
	CHANCE_QUANTITY
};
struct replenish_chance {
	struct record record;
	const char *sku;
	double mean, sd; /* of the demand of a period */
	int distribution;
	const char *pmf;			 /* {"2":0.25,"3":0.75}: the whole distribution, in place of mean and sd */
	double overage_cost, underage_cost;	 /* of a unit left, of a unit short; else from the next three */
	double price, unit_cost, salvage;	 /* of a unit; salvage: what one left brings, 0 otherwise */
	double service, fill_rate;		 /* to be reached, in place of costs */
	double lead_time;			 /* periods; the order then covers lead_time + 1 */
	double quantity;			 /* what to ask the cost of */
};
struct replenish_chance_answer {
	struct record record;
	const char *sku;
	double quantity, ratio, service, fill_rate, cost, profit, units_short, left;
};
extern const struct record_type replenish_chance_type, replenish_chance_answer_type;
/** replenish_newsvendor(in, out, arena, err): rejected "missing" (no demand, nothing to choose by), "bad_value", "bad_pmf",
 * "no_sum" (a lead time, and a distribution whose sums are not of its kind). */
enum status replenish_newsvendor(const struct replenish_chance *in, struct replenish_chance_answer *out,
				 struct arena *arena, struct error *err);

/*
 * Lots of a demand that changes from period to period: inventory_plan over the records of each SKU and location.
 */
extern const struct word REPLENISH_PLAN_WORDS[]; /* enum inventory_plan_rule */
enum replenish_need_field {
	NEED_SKU,
	NEED_LOCATION,
	NEED_PERIOD,
	NEED_DATE,
	NEED_QUANTITY,
	NEED_ORDER_COST,
	NEED_HOLDING_COST,
	NEED_UNIT_COST
};
struct replenish_need {
	struct record record;
	const char *sku, *location;
	int64_t period;	 /* its number; none: that of its date among all dates of the input */
	int64_t date;	 /* INSTANT_NONE: not said */
	double quantity; /* units needed in the period */
	double order_cost, holding_cost; /* an order; a unit kept for a period; one record of a series must say them */
	double unit_cost;		 /* in this period; NAN: not said */
};
struct replenish_plan_line {
	struct record record;
	const char *sku, *location;
	int64_t period, date;
	double quantity, covers, cost, total; /* units; periods; money of this order, and of all of the series */
};
extern const struct record_type replenish_need_type, replenish_plan_line_type;
struct replenish_plan_book; /* opaque */
struct replenish_plan_book *replenish_plan_book_new(void);
/** replenish_plan_book_add(b, in, err): rejected "bad_value" (numbers below 0, costs that differ from the series' own),
 *  "missing" (neither period nor date). Two records of a period are summed. */
enum status replenish_plan_book_add(struct replenish_plan_book *b, const struct replenish_need *in, struct error *err);
/** replenish_plan(b, rule, periods, each, refuse, ctx): the orders, by SKU, location and period; periods without a record
 * need nothing. Refused: "missing" (no order or holding cost, a unit cost in some periods only), "bad_value" (periods
 * too far apart, periods beside dates). */
typedef void replenish_plan_emit(void *ctx, const struct replenish_plan_line *line);
void replenish_plan(struct replenish_plan_book *b, enum inventory_plan_rule rule, size_t periods,
		    replenish_plan_emit *each, replenish_refuse *refuse, void *ctx);
void replenish_plan_book_free(struct replenish_plan_book *b);

/*
 * Several stages of a SKU: inventory_tree, inventory_serial, inventory_pooled_deviation over records.
 */
enum replenish_echelon_method { REPLENISH_GUARANTEED, REPLENISH_SERIAL };
extern const struct word REPLENISH_ECHELON_WORDS[];
struct replenish_echelon_settings {
	int method;	      /* enum replenish_echelon_method */
	bool pool;	      /* put all stages together in one place, in place of either */
	double safety_factor; /* standard deviations of demand that a promise covers, or that pooled stock does */
	double correlation;   /* of the demands of any two pooled stages */
};
enum replenish_stage_field {
	STAGE_STAGE,
	STAGE_SKU,
	STAGE_SUPPLIES,
	STAGE_LEAD_TIME,
	STAGE_HOLDING_COST,
	STAGE_MEAN,
	STAGE_SD,
	STAGE_SERVICE_TIME,
	STAGE_INBOUND_TIME,
	STAGE_STOCKOUT_COST
};
struct replenish_stage {
	struct record record;
	const char *stage, *sku; /* stages with the same sku belong together */
	const char *supplies;	 /* names of the stages downstream, set apart by blanks or commas */
	double lead_time;	 /* periods of its own work, or from its supplier; whole where service is guaranteed */
	double holding_cost;	 /* a unit and period here */
	double mean, sd;	 /* of the demand of customers here, a period; NAN: it has none */
	int64_t service_time, inbound_time; /* periods promised to customers at most; promised from outside */
	double stockout_cost;		    /* a unit owed and period */
};
struct replenish_echelon {
	struct record record;
	const char *stage, *sku;
	double inbound_time, service_time, safety, level, cost, total, apart;
};
extern const struct record_type replenish_stage_type, replenish_echelon_type;
struct replenish_echelon_book; /* opaque */
struct replenish_echelon_book *replenish_echelon_book_new(void);
/** replenish_echelon_book_add(b, in, err): rejected "bad_value", "duplicate" (a stage of the SKU came before). */
enum status replenish_echelon_book_add(struct replenish_echelon_book *b, const struct replenish_stage *in,
				       struct error *err);
/** replenish_echelon(b, settings, each, refuse, ctx): the stages of each SKU, in the order they came. Refused: "no_tree"
 * (unknown names, stages apart, circles; no row for REPLENISH_SERIAL), "missing" (no demand, a stage without what its
 * method needs), "bad_value". */
typedef void replenish_echelon_emit(void *ctx, const struct replenish_echelon *line);
void replenish_echelon(const struct replenish_echelon_book *b, const struct replenish_echelon_settings *settings,
		       replenish_echelon_emit *each, replenish_refuse *refuse, void *ctx);
void replenish_echelon_book_free(struct replenish_echelon_book *b);

#endif
