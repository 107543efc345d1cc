/* Forecasts gathered for a proposal, inside lib/replenish. */
#ifndef REPLENISH_BOOK_H
#define REPLENISH_BOOK_H

#include "policy.h"

struct book_step {
	int64_t step, date;
	double mean, variance, total; /* total: NAN where the record has none */
};

/* A record of the sum of several periods from ${date} on, or one that brings its whole distribution. */
struct book_sum {
	int64_t date, periods;
	double mean, variance;
	const struct numeric_pmf *chances; /* NULL: none */
};

/* What is known of the demand from the first day of the forecast until ${end}. */
struct book_point {
	int64_t end;
	double mean, variance;
	const struct numeric_pmf *chances;
	bool sum; /* forecast as such, not added up */
};

struct book_series {
	struct book_step *steps; /* as they came; replenish_book_sort puts them in order */
	size_t count, capacity;
	struct book_sum *sums;
	size_t sum_count;
	struct book_point *points; /* by end; made by replenish_book_sort */
	size_t point_count;
	int64_t first;	 /* day; likewise */
	int64_t origin;	 /* INSTANT_NONE: not told */
	int64_t highest; /* step */
};
struct replenish_book {
	struct directory directory;
	struct book_series *series; /* by the directory's number */
	size_t capacity;
	struct arena chances; /* of the sums */
};

/** replenish_book_sort(s, err): steps in order, and the points that follow from them; rejected "gap" where one is
 * missing. */
enum status replenish_book_sort(struct book_series *s, struct error *err);
/** replenish_book_demand(s, from, days, out, err): of the days [from, from + days). Rejected "short_horizon", "late".
 */
enum status replenish_book_demand(const struct book_series *s, int64_t from, int64_t days, struct policy_demand *out,
				  struct error *err);

/** replenish_chances_read(json, arena, out, err): {"from":0,"p":[...]}, ${out} in ${arena}. Rejected "bad_pmf". */
enum status replenish_chances_read(const char *json, struct arena *arena, const struct numeric_pmf **out,
				   struct error *err);
/** replenish_chances_from_quantiles(p, q, n, arena): of whole numbers from 0, P(D <= q_i) = p_i, straight between them
 * in the normal deviation of p. NULL where they are not ascending or reach too far for a list. */
const struct numeric_pmf *replenish_chances_from_quantiles(const double *p, const double *q, size_t n,
							      struct arena *arena);

#endif
