/*
 * flow: how many orders come, how they move from state to state, and when
 * parcels arrive. Records are gathered in any order; the answer comes at the
 * end. Times inside are milliseconds, those of answers are days.
 *
 * Sources, by the short names used below:
 *   KP        Kalbfleisch, Prentice: The Statistical Analysis of Failure Time Data, 2nd ed., 2002
 *   KS        Kemeny, Snell: Finite Markov Chains, 1960
 */
#ifndef ECOM_FLOW_H
#define ECOM_FLOW_H

#include <ecom/numeric.h>
#include <ecom/order.h>

/*
 * Laws of counting: how many arrivals a stretch of time brings.
 *
 *   poisson            at a steady rate, independent of each other
 *   negative-binomial  Poisson at a rate that itself varies as a gamma distribution of this shape (the founding
 *                      article's "gamma process", put right): variance mean + mean^2 / shape
 *   renewal            at gamma distributed intervals of this shape (shape above 1: more evenly than Poisson), seen
 *                      from an instant that has nothing to do with them; Cox: Renewal Theory, 1962, 2.3. With shape 1
 *                      it is Poisson.
 */
enum flow_law { FLOW_POISSON, FLOW_NEGATIVE_BINOMIAL, FLOW_RENEWAL };
extern const struct word FLOW_MODEL_WORDS[]; /* "auto", then the laws in the order of enum flow_law */
struct flow_counts {
	int law;      /* enum flow_law */
	double mean;  /* arrivals expected, >= 0 */
	double shape; /* > 0; of the two laws that have one */
};
double flow_counts_at_least(const struct flow_counts *c, int64_t k); /* P(N >= k) */
double flow_counts_exactly(const struct flow_counts *c, int64_t k);  /* P(N = k) */
/** flow_counts_quantile(c, p): the smallest k with P(N <= k) >= p, 0 < p < 1. */
int64_t flow_counts_quantile(const struct flow_counts *c, double p);
/** flow_counts_stretch(c, periods): what ${periods} of them bring together, from the law of one. A varying rate is
 * drawn anew for each period, and stays the same within a part of one. */
struct flow_counts flow_counts_stretch(const struct flow_counts *c, double periods);

/*
 * Arrivals: instants of orders, or counts, gathered into periods.
 */
enum flow_arrival_field { FLOW_ARRIVAL_ORDER, FLOW_ARRIVAL_AT, FLOW_ARRIVAL_COUNT };
struct flow_arrival {
	struct record record;
	const char *order;
	int64_t at;
	int64_t count; /* 1 where not given */
};
extern const struct record_type flow_arrival_type;

struct flow_arrivals; /* opaque; 16 bytes a record */
struct flow_arrivals *flow_arrivals_new(void);
void flow_arrivals_add(struct flow_arrivals *a, const struct flow_arrival *in, const struct zone *zone);
/** flow_arrivals_read(a, store, zone, err): the instants at which the store's orders were placed. */
enum status flow_arrivals_read(struct flow_arrivals *a, struct store *store, const struct zone *zone,
			       struct error *err);
void flow_arrivals_free(struct flow_arrivals *a); /* NULL is fine */

enum flow_profile { FLOW_PROFILE_NONE, FLOW_PROFILE_WEEKDAY, FLOW_PROFILE_HOUR, FLOW_PROFILE_WEEK };
extern const struct word FLOW_PROFILE_WORDS[];
#define FLOW_ASKED_MAX 64
struct flow_arrival_settings {
	int64_t every;	 /* ms of a period; 0: by the profile, else a day where the instants span two weeks or are all
			    midnights, else an hour */
	int64_t stretch; /* ms asked about; 0: one period */
	int64_t since, until; /* what was watched: [since, until), instants; INSTANT_NONE: from the period of the first
				 arrival to that of the last */
	int profile;	      /* enum flow_profile: a rate for each weekday, hour of the day, or hour of the week */
	int model;	      /* index of FLOW_MODEL_WORDS */
	double rate, shape;   /* given: no history is needed (flow_rate_of) */
	const struct number_levels *levels;
	int64_t at_least[FLOW_ASKED_MAX], exactly[FLOW_ASKED_MAX];
	size_t n_at_least, n_exactly;
	const struct zone *zone; /* whose hours and days; NULL = UTC */
};

/* How many arrive: of all periods, or of those of one slot of the profile. */
struct flow_rate {
	struct record record;
	const char *slot;	/* "Mon", "09", "Mon 09"; NULL: no profile */
	const char *every;	/* the period: "1h", "1d" */
	int64_t periods, count; /* watched; arrivals in them */
	double rate, variance;	/* of a period's count; variance NAN: fewer than two periods */
	double dispersion;	/* index of dispersion: variance / rate */
	double chi_square, p;	/* of the dispersion test against Poisson, and its two-sided probability */
	double cv;		/* coefficient of variation of the intervals, where instants are known */
	const char *model;
	double shape;
	double stretch;			    /* periods asked about */
	double mean;			    /* expected in them */
	const char *q, *at_least, *exactly; /* JSON objects: level -> arrivals, arrivals -> probability */
	const char *reason;		    /* how the model was chosen */
};
extern const struct record_type flow_rate_type;

/*
 * flow_arrivals_report(a, settings, each, ctx): one record, or one for each slot that was watched; none where nothing
 * was. Periods are those of the zone's clock; one without arrivals counts as zero.
 *
 * The dispersion test compares (n-1) variance / mean with chi-square of n-1 degrees of freedom (Fisher, Thornton,
 * Mackenzie 1922). At 5 %, two-sided: not rejected, or nothing to test: poisson. More dispersed: negative-binomial, its
 * shape by maximum likelihood. Less dispersed: renewal, its shape 1 / cv^2 of the intervals where they are the more
 * even for it, else 1 / dispersion, which is what a renewal process comes to in the long run.
 */
typedef void flow_rate_each(void *ctx, const struct flow_rate *rate);
void flow_arrivals_report(struct flow_arrivals *a, const struct flow_arrival_settings *settings, flow_rate_each *each,
			  void *ctx);
/** flow_rate_of(settings, each, ctx): the same of a rate that is given. */
void flow_rate_of(const struct flow_arrival_settings *settings, flow_rate_each *each, void *ctx);

/*
 * Order states: how orders move, how long they stay, and where they end.
 */
enum flow_step_field {
	FLOW_STEP_ORDER,
	FLOW_STEP_STATUS,
	FLOW_STEP_AT,
	FLOW_STEP_FROM,
	FLOW_STEP_PROBABILITY,
	FLOW_STEP_COUNT,
};
/* An order came into a state; or, without an order, how likely or frequent a move is. */
struct flow_step {
	struct record record;
	const char *order, *status;
	int64_t at;
	const char *from;
	double probability;
	int64_t count;
};
extern const struct record_type flow_step_type;

#define FLOW_STATES_MAX 512
struct flow_orders; /* opaque; 24 bytes a step, and the names */
struct flow_orders *flow_orders_new(void);
/** flow_orders_add(o, in, err): rejected "missing", "bad_value", "mixed" (a history and a given matrix), "too_many"
 * (FLOW_STATES_MAX). */
enum status flow_orders_add(struct flow_orders *o, const struct flow_step *in, struct error *err);
/** flow_orders_read(o, store, err): what happened to the orders of the store. */
enum status flow_orders_read(struct flow_orders *o, struct store *store, struct error *err);
void flow_orders_free(struct flow_orders *o); /* NULL is fine */

enum flow_show { FLOW_SHOW_ALL, FLOW_SHOW_TRANSITIONS, FLOW_SHOW_STATES, FLOW_SHOW_OPEN, FLOW_SHOW_STUCK };
extern const struct word FLOW_SHOW_WORDS[]; /* all but "stuck" */
struct flow_settings {
	int64_t now;  /* what is later is not known yet */
	int show;     /* enum flow_show; ALL: transitions and states */
	double stuck; /* STUCK: open orders that stay longer than this quantile of their state; 0 < stuck < 1 */
	const char *const *ends; /* names of states after which nothing counts; none: those that no order left */
	size_t n_ends;
	const struct number_levels *levels; /* of the time in a state */
};

/* A transition, a state, or an order under way: ${kind} says which. */
enum flow_field {
	FLOW_KIND,
	FLOW_ORDER,
	FLOW_STATE,
	FLOW_TO,
	FLOW_COUNT,
	FLOW_OPEN,
	FLOW_PROBABILITY,
	FLOW_LOW,
	FLOW_HIGH,
	FLOW_SINCE,
	FLOW_DAYS,
	FLOW_LIMIT,
	FLOW_Q,
	FLOW_STEPS,
	FLOW_DAYS_TO_END,
	FLOW_ENDS,
	FLOW_NEXT,
};
struct flow {
	struct record record;
	const char *kind; /* "transition", "state", "order" */
	const char *order, *state, *to;
	int64_t count;		       /* moves seen; stays begun */
	int64_t open;		       /* orders in the state */
	double probability, low, high; /* of the move, when the state is left; Wilson's interval of 95 % */
	int64_t since;
	double days;		   /* in the state: of a state the mean, of an order so far */
	double limit;		   /* days after which an order is stuck */
	const char *q;		   /* JSON object: level -> days; of an order, of those that are still there */
	double steps, days_to_end; /* expected; NAN where an end cannot be expected */
	const char *ends;	   /* JSON object: end -> probability */
	const char *next;	   /* JSON object: state -> probability that it is the next, for its age */
};
extern const struct record_type flow_type;

/*
 * flow_orders_report(o, settings, each, ctx, err): transitions, then states, in the order of their first coming; or
 * open orders likewise; or those that are stuck, the longest over the limit first.
 *
 * An order that has not left its state is censored, not forgotten: the time in a state is Kaplan and Meier's curve, the
 * probability of a move its share of Aalen and Johansen's cumulative incidence as far as it was seen (KP 1.4, 8.2).
 * With no open orders that is the plain share of moves. A quantile that was not reached is null; the mean is that up to
 * the longest stay. Wilson's interval: J. Am. Stat. Assoc. 22 (1927) 209, of the moves seen.
 *
 * Expected steps, days and ends are those of the absorbing Markov chain (KS ch. 3).
 *
 * STATUS_DATA "bad_matrix": given probabilities of leaving a state do not add up to 1.
 */
typedef void flow_each(void *ctx, const struct flow *flow);
enum status flow_orders_report(struct flow_orders *o, const struct flow_settings *settings, flow_each *each, void *ctx,
			       struct error *err);

/*
 * Parcels: those that were delivered teach when those under way will be.
 */
enum flow_parcel_field {
	FLOW_PARCEL_SHIPMENT,
	FLOW_PARCEL_ORDER,
	FLOW_PARCEL_CARRIER,
	FLOW_PARCEL_ORIGIN,
	FLOW_PARCEL_DESTINATION,
	FLOW_PARCEL_STATUS,
	FLOW_PARCEL_PLACED_AT,
	FLOW_PARCEL_SHIPPED_AT,
	FLOW_PARCEL_DELIVERED_AT,
	FLOW_PARCEL_PROMISED_AT,
	FLOW_PARCEL_AT,
};
struct flow_parcel {
	struct record record;
	const char *shipment, *order, *carrier, *origin, *destination;
	const char *status; /* "cancelled" and "returned" parcels are asked about no more */
	int64_t placed_at, shipped_at, delivered_at, promised_at;
	int64_t at; /* given: an event, ${shipment} coming into ${status}; the rest, but the carrier, is not looked at */
};
extern const struct record_type flow_parcel_type;

/* Where the clock starts: at the hand-over to the carrier, or with the order. */
enum flow_clock { FLOW_FROM_HAND_OVER, FLOW_FROM_ORDER };
extern const struct word FLOW_CLOCK_WORDS[];

struct flow_parcels; /* opaque; some 140 bytes a parcel, 24 an event, and their texts */
struct flow_parcels *flow_parcels_new(int clock);
/** flow_parcels_add(p, in, zone, err): rejected "missing" (nothing is said; delivered, and nothing says since when; an
 * event without shipment or status), "bad_value" (delivered before the clock started), "too_many" (FLOW_STATES_MAX). One
 * without an instant to start from is asked about as if it started now. */
enum status flow_parcels_add(struct flow_parcels *p, const struct flow_parcel *in, const struct zone *zone,
			     struct error *err);
void flow_parcels_free(struct flow_parcels *p); /* NULL is fine */

struct flow_eta_settings {
	int64_t now; /* what is later is not known yet */
	const struct number_levels *levels;
	bool backtest; /* judge instead: what would have been said of each delivered parcel as it started */
	bool each;     /* and print that, in place of the score */
	int64_t parts; /* of equally many parcels, in the order of their start, each with a score of its own */
};

/* When a parcel will arrive, or how well that was said. */
enum flow_eta_field {
	FLOW_ETA_SHIPMENT,
	FLOW_ETA_ORDER,
	FLOW_ETA_CARRIER,
	FLOW_ETA_ORIGIN,
	FLOW_ETA_DESTINATION,
	FLOW_ETA_FROM,
	FLOW_ETA_PROMISED_AT,
	FLOW_ETA_AGE,
	FLOW_ETA_ARRIVES,
	FLOW_ETA_LATE,
	FLOW_ETA_Q,
	FLOW_ETA_BEHIND,
	FLOW_ETA_STATUS,
	FLOW_ETA_SINCE,
	FLOW_ETA_NEXT,
	FLOW_ETA_DELIVERED_AT,
	FLOW_ETA_PART,
	FLOW_ETA_PARCELS,
};
struct flow_eta {
	struct record record;
	const char *shipment, *order, *carrier, *origin, *destination;
	int64_t from; /* where the clock started */
	int64_t promised_at;
	double age;	/* days since */
	double arrives; /* probability that it ever does */
	double late;	/* probability of arriving after promised_at, if it arrives */
	const char *q;	/* JSON object: level -> instant, given that it arrives */
	double behind;	/* parcels delivered on this lane that it rests on, the older counting less */
	const char *status; /* that it is in: of its latest event, or as its row says */
	int64_t since;	    /* when it came into it, where an event says */
	const char *next;   /* JSON object: status -> probability that it is the next, for its age in this one */
	int64_t delivered_at;
	/* of a score */
	const char *part; /* "all", "1/4" */
	int64_t parcels;
	double error, bias;	      /* days: mean of |P50 - actual| and of P50 - actual */
	const char *coverage, *width; /* JSON objects: level -> share delivered by then; mean days from start to then */
	double quoted_error, quoted_late, quoted_width; /* the same of promised_at */
};
extern const struct record_type flow_eta_type;

/*
 * flow_eta_report(p, settings, each, ctx): each parcel under way at settings->now, in the order they came; or, of a
 * backtest, a record for each delivered one, or a score of all and of each part.
 *
 * The logarithm of the days T a parcel takes is the sum of shrunken means, each of what the ones before leave over:
 * of all parcels, of the carrier, the destination, the origin, the carrier's lane (origin and destination), and the
 * carrier's weekday; with n parcels of a group behind it, its mean counts n / (n + FLOW_ETA_SHRINK) (Efron,
 * Morris 1975). Beside them stands a slope on the logarithm of the days that were promised, as those days, too, depart
 * from their own means. All are learnt as parcels are delivered, one by one; what is older counts half after
 * FLOW_ETA_HALF_LIFE days, three times that for groups and slope.
 *
 * What T / exp(expected) departs from 1, by the expectation of the time at which the parcel started, is a distribution
 * of its own: that of Kaplan and Meier over delivered parcels and those still under way, censored at their age (KP
 * 1.4), weighted by the age of their start; where it ends below 1, the rest never arrive (Boag 1949). A parcel of some
 * age has the rest of the distribution beyond it. Two parcels of a log-normal distribution with deviation 0.5 are
 * presumed beside it, so that few parcels do not look certain.
 *
 * Drift: each level's quantile moves up when a delivered parcel lies beyond it, and down when it does not, in
 * proportion to p and 1 - p, so that the share within it keeps to p whatever happens (adaptive conformal inference:
 * Gibbs, Candes 2021).
 *
 * Nothing that happens after the parcel starts is used for its forecast in a backtest; the distribution is settled
 * once a day.
 *
 * The next status is that of the parcels whose events are known, as the probability of a move in flow_orders_report:
 * of those that stayed in this status at least as long, all and those of the carrier, shrunken likewise.
 */
#define FLOW_ETA_HALF_LIFE 60
#define FLOW_ETA_SHRINK	   15
typedef void flow_eta_each(void *ctx, const struct flow_eta *eta);
void flow_eta_report(struct flow_parcels *p, const struct flow_eta_settings *settings, flow_eta_each *each, void *ctx);

#endif
