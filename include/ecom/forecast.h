/*
 * forecast: sales history to demand forecasts. The models are those of series;
 * here are the records, the periods of the calendar, and what is made of many
 * series at once.
 */
#ifndef ECOM_FORECAST_H
#define ECOM_FORECAST_H

#include <ecom/learn.h>
#include <ecom/numeric.h>
#include <ecom/record.h>
#include <ecom/series.h>

/*
 * Periods: what history is summed over and forecasts are made for. A period is
 * named by its first day, an hour by its day and its number in it. Weeks begin
 * on Monday, or, where all dates of the history fall on one weekday, on that
 * one. Hours are those of the clock on the wall, counted from 1970-01-01 00:00
 * as if every day had 24: where clocks are put back two hours are one, and
 * where they are put forward one is empty.
 */
enum forecast_every { EVERY_AUTO, EVERY_HOUR, EVERY_DAY, EVERY_WEEK, EVERY_MONTH, EVERY_QUARTER, EVERY_YEAR };
extern const struct word FORECAST_EVERY_WORDS[];

/* EVERY_AUTO: inferred from the dates; no calendar has it. */
struct forecast_calendar {
	int every;	 /* enum forecast_every */
	int week_begins; /* 0 = Monday .. 6 = Sunday */
};
/** forecast_period(c, day): the number of the period that holds (the first hour of) ${day}. */
int64_t forecast_period(const struct forecast_calendar *c, int64_t day);
int64_t forecast_period_of_hour(const struct forecast_calendar *c, int64_t hour); /* that holds ${hour} */
int64_t forecast_period_day(const struct forecast_calendar *c, int64_t period);	  /* its first day */
int64_t forecast_period_hour(const struct forecast_calendar *c, int64_t period);  /* its first hour */

/* What of a period is the default: hour 24 48 168 168, day 7 28 28, week 52 13 13, month 12 18 6, quarter 4 8 4, year 1
 * 6 3. */
struct forecast_habit {
	size_t season, horizon, window; /* periods of a season, steps ahead, periods of a moving average */
	size_t long_season;		/* of a second, longer season; 0 = none */
};
extern const struct forecast_habit FORECAST_HABITS[];

/*
 * History: sales records in any order, gathered per SKU and location. Memory: 12 bytes for each hour of a series that
 * had a record (records of one hour that follow each other are summed), 8 more where a series has prices, promotions or
 * days out of stock, and some 150 bytes a series.
 */
enum forecast_sale_field {
	FORECAST_SALE_SKU,
	FORECAST_SALE_LOCATION,
	FORECAST_SALE_DATE,
	FORECAST_SALE_QUANTITY,
	FORECAST_SALE_PRICE,
	FORECAST_SALE_PROMOTION,
	FORECAST_SALE_IN_STOCK,
	FORECAST_SALE_CATEGORY,
};
struct forecast_sale {
	struct record record;
	const char *sku, *location; /* location NULL: the SKU as a whole */
	int64_t date;		    /* an instant; its day, or hour, in the zone of the report */
	double quantity;	    /* units; negative = returned, netted against the period's sales; NAN: not said */
	double price;		    /* money a unit; NAN: not said */
	bool promotion;
	bool in_stock; /* false: what was sold is less than what was wanted */
	const char *category;
};
extern const struct record_type forecast_sale_type;

struct store;
struct forecast_history; /* opaque */
struct forecast_history *forecast_history_new(void);
/** forecast_history_add(h, sale, zone, err): rejected "bad_value" (a quantity beyond QUANTITY_MAX, a price below 0),
 *  "missing" (neither a quantity nor what may be known of a period ahead: price, promotion, in_stock). */
enum status forecast_history_add(struct forecast_history *h, const struct forecast_sale *sale, const struct zone *zone,
				 struct error *err);
void forecast_history_free(struct forecast_history *h); /* NULL is fine */
/** forecast_history_read(h, path, zone, err): add the sales records of a file. A bad one is STATUS_DATA. */
enum status forecast_history_read(struct forecast_history *h, const char *path, const struct zone *zone,
				  struct error *err);
/** forecast_history_load(h, store, by_location, zone, err): what the store's orders say was sold, day by day, each SKU as a whole
 *  or by the locations that served it; whole days on which its ledger has nothing on the shelf are out of stock. */
enum status forecast_history_load(struct forecast_history *h, struct store *store, bool by_location, const struct zone *zone,
				  struct error *err);

/*
 * Days out of the ordinary, known ahead: holidays, matches, pay days. Regression, arima and the learners take the days
 * of one name, and each distance from them that is felt, as a regressor.
 */
#define FORECAST_EVENTS_MOST 32 /* names, those of days around included */
#define FORECAST_EVENT_NAME  40
struct forecast_event {
	struct record record;
	int64_t date;
	const char *name;
	int64_t lead, lag; /* days before and after that feel it */
};
extern const struct record_type forecast_event_type;
/** forecast_history_event(h, event, err): rejected "too_many" names. */
enum status forecast_history_event(struct forecast_history *h, const struct forecast_event *event, struct error *err);
/** forecast_history_read_events(h, path, err): those of a file. A bad one is STATUS_DATA. */
enum status forecast_history_read_events(struct forecast_history *h, const char *path, struct error *err);

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
	FORECAST_CLASS,
	FORECAST_PERIODS,
	FORECAST_PMF,
	FORECAST_CV,
	FORECAST_AT,
	FORECAST_NODE,
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
	const char *class; /* of the demand: smooth, erratic, intermittent, lumpy; NULL: not told */
	int64_t periods;   /* given: mean, q, sd and pmf are of the sum of so many periods, of which ${date} begins the first */
	const char *pmf;   /* JSON object: {"from":2,"p":[0.25,0.75]}: the probabilities of 2, 3, ... units; NULL: not told */
	const char *cv;	   /* JSON object: the scores over rolling origins, the naive forecast's beside them; NULL */
	int64_t at;	   /* where the period is an hour: its first instant; else INSTANT_NONE */
	const char *node;  /* of a sum of series, which ${sku} names: its level; NULL: a series of its own */
};
extern const struct record_type forecast_type;

/* The quantiles of a forecast record: q[i] at the level p[i], ascending by level. */
struct forecast_quantiles {
	double p[NUMBER_LEVELS_MAX], q[NUMBER_LEVELS_MAX];
	size_t count;
};
/** forecast_quantiles_read(json, out, err): its field q, {"0.5":3,"0.95":7}, of which the first NUMBER_LEVELS_MAX count;
 *  what is no object has none. Rejected: "bad_q". */
enum status forecast_quantiles_read(const char *json, struct forecast_quantiles *out, struct error *err);

/* "auto", then the names of SERIES_MODELS. auto: one of them for each series (series_select). */
extern const struct word FORECAST_MODEL_WORDS[];

/* Learners over the whole panel, by enum learn_kind. */
extern const struct word FORECAST_LEARNER_WORDS[];

/*
 * Hierarchy: sums of all series, of those of a category, of a location. Levels are inside each other, the first at the
 * top, and so make a tree: below category, location is that part of a category that is sold there. Each sum is forecast
 * like a series, from what its series sold (days out of stock as expected, promotions as they were), and all forecasts
 * are made to add up.
 */
enum forecast_node { FORECAST_NODE_TOTAL, FORECAST_NODE_CATEGORY, FORECAST_NODE_LOCATION, FORECAST_NODES };
enum forecast_reconcile { FORECAST_WEIGHTED, FORECAST_BOTTOM_UP, FORECAST_TOP_DOWN, FORECAST_TRACE };
extern const struct word FORECAST_NODE_WORDS[], FORECAST_RECONCILE_WORDS[];
struct forecast_hierarchy {
	int levels[FORECAST_NODES]; /* enum forecast_node */
	size_t depth;		    /* so many levels; 0: no sums */
	int reconcile;		    /* enum forecast_reconcile */
};
/** forecast_hierarchy_parse(texts, n, out, err): levels from the top, each once, total always first. Rejected:
 *  "bad_level". */
enum status forecast_hierarchy_parse(const char *const *texts, size_t n, struct forecast_hierarchy *out,
				     struct error *err);

struct forecast_settings {
	int model;			 /* index of FORECAST_MODEL_WORDS */
	int every;			 /* enum forecast_every; EVERY_AUTO: inferred from the dates of all series */
	int64_t horizon, season, window; /* 0: by habit */
	double alpha;			 /* NAN: the best */
	int64_t until;			 /* last day of history; INSTANT_NONE: the last date of all series */
	bool own_end; /* a series ends with its own last quantity: silence after it is not known, rather than 0 */
	const struct number_levels *levels; /* NULL: the nine of M5: 0.005 0.025 0.165 0.25 0.5 0.75 0.835 0.975 0.995 */
	const struct zone *zone;	    /* of the history's hours; NULL = UTC */
	size_t jobs;			      /* threads; 0: one for each processor */
	int64_t sum;	   /* so many periods as one forecast of their sum, in place of each step; 0: each step */
	int64_t lead_time; /* days; likewise, as many periods as it takes to cover them; 0: not so */
	bool pmf;	   /* tell the whole distribution of counts */
	unsigned learners;		      /* bits by the index of FORECAST_LEARNER_WORDS: asked to join */
	bool learner_alone;		      /* the one learner forecasts by itself, where it can */
	bool no_learners;		      /* none at all, not even by habit */
	const char *modules;		      /* folder of the learners' modules */
	struct forecast_hierarchy hierarchy; /* of demand */
};

/* What was made of the settings and the dates: told to people. */
struct forecast_plan {
	struct forecast_calendar calendar;
	bool inferred;
	int64_t until;	 /* last day that counts */
	bool incomplete; /* the period that holds ${until} was left out: it is not over */
	size_t season, long_season, horizon, window;
	size_t sum;    /* periods summed; 0: each step by itself */
	size_t filled; /* periods out of stock that count as what is expected of them */
	size_t series, silent; /* forecast; without a record up to the last period */
	size_t cut_off; /* had a quantity in every period, and then none up to the last; 0 where these are not most series */
	size_t negative;       /* periods whose returns outweigh their sales: counted as 0 */
	double learnt[LEARN_KINDS]; /* by learner: its panel's error joined, as a share of that without; 0: not asked, or
				       nothing to learn from */
};

/*
 * Where forecasts go. Series are worked on by several threads, and come out in the order of SKU and location, the same
 * for any number of them.
 */
struct forecast_sink {
	void *ctx;
	/* One step of a series, into the text of that series. On any thread; the record lives during the call. */
	void (*encode)(void *ctx, const struct forecast *f, struct buffer *text);
	/* All steps of a series, in their order. On the thread that asked for them; ${text} may be kept or spoilt. */
	void (*emit)(void *ctx, struct buffer *text);
	/* How far it is, from time to time, on the same thread; may be NULL. */
	void (*progress)(void *ctx, size_t done, size_t count);
};

/*
 * forecast_demand(h, settings, plan, sink, err): every series in the order of SKU and location, every step.
 *
 * - Period inferred: the coarsest of year, quarter, month (all dates the first, or all the last day of one), week (all
 *   dates on one weekday), else day; day where there is only one date. Hour where all are on the full hour and come at
 *   more than half of the hours of a day.
 * - A series begins in the period of its first record and ends with the last period of history; a period without a
 *   record is 0. So is silence at the end, unless ${own_end} says otherwise.
 * - The last period is left out where it is not over: where ${until} is before its last day, and the dates are finer
 *   than the periods.
 * - A model that needs more periods than a series has gives way to "moving-average".
 * - Whole numbers are forecast as NUMERIC_COUNT, others as NUMERIC_AMOUNT; quantiles at numeric_estimated_probability.
 *   Where the history tells nothing of the error (one period), its variance is taken as twice the mean, that of the
 *   difference of two Poisson counts, or, of amounts, as the square of the mean.
 * - Learners that are asked for learn from the whole panel: one that is alone forecasts by itself, others join the
 *   series' own model where that lessens the error of the panel over its last horizons (learners.h). Trees are asked by
 *   habit where models are chosen ("auto"), of at least eight series by the day with 10,000 days together and at most
 *   100,000 steps to forecast. STATUS_CONFIG "no_module": a learner's library is not there.
 * - sd counts the uncertainty of sigma as Student's t does: times sqrt(v / (v - 2)) with v degrees of freedom, v at
 *   least 3.
 * - Of a hierarchy, the sums come behind the series. Weighted: by the variances of each step. Top-down: by forecast
 *   proportions. Trace: correlations of the errors over rolling origins, for at most 500 series; more are rejected,
 *   "too_many". Means below 0 are 0. Variances stay those of each forecast alone: those after reconciliation would need
 *   to know how the errors of parts and wholes go together.
 */
enum status forecast_demand(const struct forecast_history *h, const struct forecast_settings *settings,
			    struct forecast_plan *plan, const struct forecast_sink *sink, struct error *err);

/*
 * What kind each series is, by itself and among the others.
 */
extern const struct word FORECAST_PATTERN_WORDS[]; /* by enum series_pattern */
enum forecast_abc { FORECAST_A, FORECAST_B, FORECAST_C };
enum forecast_xyz { FORECAST_X, FORECAST_Y, FORECAST_Z };
struct forecast_class {
	struct record record;
	const char *sku, *location;
	int64_t from, periods;		  /* first day of the first; how many up to the last of history */
	double total, mean, sd, cv;	  /* units; NAN where there is no such thing: sd of one period, cv of none */
	double adi, cv2;		  /* series_gaps */
	int class;			  /* enum series_pattern */
	double value, share;		  /* revenue or units; of all series */
	int abc, xyz;			  /* enum forecast_abc, forecast_xyz */
	double trend, season;		  /* series_shape */
	const char *outliers, *stockouts; /* JSON lists */
};
extern const struct record_type forecast_class_type;

enum forecast_by { FORECAST_BY_AUTO, FORECAST_BY_REVENUE, FORECAST_BY_QUANTITY };
extern const struct word FORECAST_BY_WORDS[];
struct forecast_class_settings {
	enum forecast_by by; /* auto: revenue where any series has some */
	double abc[2];	     /* shares of all value, ascending: where A and where B end */
	double xyz[2];	     /* coefficients of variation, ascending: where X and where Y end */
};
struct forecast_class_sink {
	void *ctx;
	void (*emit)(void *ctx, const struct forecast_class *c); /* the record lives during the call */
	void (*progress)(void *ctx, size_t done, size_t count);	 /* may be NULL */
};
/** forecast_classify(h, settings, class_settings, plan, sink): every series in the order of SKU and location. Of
 *  ${settings} every, season, until, own_end, zone and jobs count. A series is an A where those of more value hold less than the
 *  first cut of all value, a B likewise; one of no value is a C. Z where there is no coefficient of variation. */
void forecast_classify(const struct forecast_history *h, const struct forecast_settings *settings,
		       const struct forecast_class_settings *class_settings, struct forecast_plan *plan,
		       const struct forecast_class_sink *sink);

/*
 * What the regression of a series found: why sales are what they are. A term is the level (at the mean-free start:
 * nothing else counted), the trend a period, a period of the season against the first of the series (a turn of sine and
 * cosine where the season is long), price (units for a price e times as high), promotion, or an event.
 */
struct forecast_term {
	struct record record;
	const char *sku, *location;
	const char *term;	      /* "level", "trend", "monday", "march", "season-3", "sine-1", "price", "promotion", "christmas-1" */
	double coefficient;	      /* units a period */
	double error, robust_error;   /* standard errors; robust: the errors' variance may differ from period to period */
	double low, high;	      /* 95 % by Student's t */
	int64_t periods;	      /* fitted to */
};
extern const struct record_type forecast_term_type;
struct forecast_term_sink {
	void *ctx;
	void (*emit)(void *ctx, const struct forecast_term *term); /* the record lives during the call */
	void (*progress)(void *ctx, size_t done, size_t count);	   /* may be NULL */
};
/** forecast_explain(h, settings, plan, sink): the terms that the model "regression" of series.h keeps, of every series in the
 *  order of SKU and location. Of ${settings} every, season, until, own_end, zone and jobs count. Returns how many series were too
 *  short for a regression: nothing is told of them. */
size_t forecast_explain(const struct forecast_history *h, const struct forecast_settings *settings,
			struct forecast_plan *plan, const struct forecast_term_sink *sink);

/*
 * Pictures: forecasts as they come, each series a chart, beside the history they were made of.
 */
struct forecast_plot; /* opaque */
struct forecast_plot *forecast_plot_new(void);
/** forecast_plot_add(p, f, err): one step. Rejected: "bad_q". */
enum status forecast_plot_add(struct forecast_plot *p, const struct forecast *f, struct error *err);
void forecast_plot_free(struct forecast_plot *p); /* NULL is fine */
struct draw_terminal;
struct forecast_plot_settings {
	const struct draw_terminal *terminal; /* in characters; NULL: as SVG */
	double width, height;		      /* of a chart of the SVG */
	size_t limit;			      /* series drawn at the most */
	size_t last;			      /* periods of history shown; 0: three times the steps, at least 30 */
	int every;			      /* enum forecast_every: periods of the history */
	bool own_end;			      /* as forecast_settings have it */
	const struct zone *zone;
};
/** forecast_plot_draw(p, history, settings, out): the charts in the order of SKU and location, each with the band that
 *  holds 95 % (or the next narrower that the quantiles tell) and that of 50 %. ${history} may be NULL. Returns how many
 *  series were left out. */
size_t forecast_plot_draw(struct forecast_plot *p, const struct forecast_history *history,
			  const struct forecast_plot_settings *settings, struct buffer *out);

/*
 * Backtest: models judged over rolling origins. At each, everything is done as if the history had ended there, except
 * that what is known ahead (price, promotion) is known; then what was forecast is held against what came.
 */
enum forecast_score_field {
	FORECAST_SCORE_SKU,
	FORECAST_SCORE_LOCATION,
	FORECAST_SCORE_MODEL,
	FORECAST_SCORE_STEP,
	FORECAST_SCORE_SERIES,
	FORECAST_SCORE_FORECASTS,
	FORECAST_SCORE_MASE,
	FORECAST_SCORE_RMSSE,
	FORECAST_SCORE_SMAPE,
	FORECAST_SCORE_OWA,
	FORECAST_SCORE_BIAS,
	FORECAST_SCORE_PINBALL,
	FORECAST_SCORE_COVERAGE,
};
struct forecast_score {
	struct record record;
	const char *sku, *location; /* sku NULL: all series */
	const char *model;
	int64_t step; /* given: of this step alone */
	int64_t series, forecasts; /* that were judged */
	double mase, rmsse, smape, owa, bias, pinball, coverage;
};
extern const struct record_type forecast_score_type;

struct forecast_backtest {
	struct forecast_settings settings; /* its model is not read */
	const int *models;		   /* indices of FORECAST_MODEL_WORDS */
	size_t n_models;
	size_t origins, step; /* so many, that far apart, the last a horizon before the end; step 0: a horizon */
	double interval;      /* central, whose coverage is told: 0.95 */
	bool summary;	      /* the mean over all series, in place of each */
	bool by_step;	      /* each step by itself */
	void (*each)(void *ctx, const struct forecast_score *s);
	void (*progress)(void *ctx, size_t done, size_t count); /* may be NULL */
	void *ctx;
};
/*
 * forecast_backtest(h, b, plan): a record for each model, series and, by_step, step; ${plan} tells of the earliest
 * origin's.
 *
 * - mase: mean |f - a| over the mean absolute difference of a season in the history before; rmsse: root of the mean of
 *   (f - a)^2 over the mean squared difference of a period; bias: mean f - a, scaled as mase; pinball: mean quantile loss
 *   over the mean absolute difference of a period; coverage: share of a within the interval. Origins at which a series
 *   has no such difference do not count in what is scaled.
 * - owa: (smape / that of Naive2 + mase / that of Naive2) / 2, Naive2 as in the M competitions: 90 % test of the season,
 *   classical decomposition; Makridakis, Spiliotis, Assimakopoulos, Int. J. Forecasting 36 (2020) 54.
 * - Summary: means over series, of those that have the number; owa from the means of smape and mase.
 * - A period out of stock is not held against any model.
 */
void forecast_backtest(const struct forecast_history *h, const struct forecast_backtest *b, struct forecast_plan *plan);

#endif
