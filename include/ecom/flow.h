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

/* Levels of quantiles: ascending, each once. */
#define FLOW_LEVELS_MAX 99
struct flow_levels {
	double p[FLOW_LEVELS_MAX];
	size_t count;
};
/** flow_levels_parse(texts, n, out, err): numbers between 0 and 1. Rejected: "bad_level". */
enum status flow_levels_parse(const char *const *texts, size_t n, struct flow_levels *out, struct error *err);

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
	const struct flow_levels *levels;
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

#endif
