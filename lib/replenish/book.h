/* Forecasts gathered for a proposal, inside lib/replenish. */
#ifndef REPLENISH_BOOK_H
#define REPLENISH_BOOK_H

#include "replenish_impl.h"

struct book_step {
	int64_t step, date;
	double mean, variance, total; /* total: NAN where the record has none */
};
struct book_series {
	struct book_step *steps; /* as they came; replenish_book_sort puts them in order */
	size_t count, capacity;
	int64_t origin;	 /* INSTANT_NONE: not told */
	int64_t highest; /* step */
};
struct replenish_book {
	struct forecast_directory directory;
	struct book_series *series; /* by the directory's number */
	size_t capacity;
	struct arena arena; /* while a record is read */
};

/* Demand of a stretch of days. */
struct book_demand {
	double mean, variance;
	int64_t days;
};
/** replenish_book_sort(s, err): steps in order; rejected "gap" where one is missing. */
enum status replenish_book_sort(struct book_series *s, struct error *err);
/** replenish_book_demand(s, from, days, out, err): of the days [from, from + days). Rejected "short_horizon", "late". */
enum status replenish_book_demand(const struct book_series *s, int64_t from, int64_t days, struct book_demand *out,
				 struct error *err);

#endif
