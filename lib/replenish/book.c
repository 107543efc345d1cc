/* Forecasts gathered per SKU and location, and the demand of a stretch of days. */
#include "book.h"

#include <stdlib.h>

#define DEVIATION_MAX 1e15
#define LEVELS_OF_A_SHAPE 5 /* quantiles from which on they tell more than a spread */

struct replenish_book *replenish_book_new(void)
{
	return memory_zero(1, sizeof(struct replenish_book));
}

void replenish_book_free(struct replenish_book *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->directory.count; i++) {
		memory_free(b->series[i].steps);
		memory_free(b->series[i].sums);
		memory_free(b->series[i].points);
	}
	memory_free(b->series);
	directory_free(&b->directory);
	arena_free(&b->chances);
	memory_free(b);
}

/* What a record tells of its spread, in the order of trust. */
static enum status read_spread(struct replenish_book *b, const struct forecast *f, bool whole, struct book_sum *out,
			       struct error *err)
{
	bool has_pmf = f->pmf && f->pmf[0], has_q = f->q && f->q[0];
	struct forecast_quantiles quantiles = { .count = 0 };
	enum status status = STATUS_OK;

	if (has_pmf)
		status = replenish_chances_read(f->pmf, &b->chances, &out->chances, err);
	else if (has_q && (whole || isnan(f->sd)))
		status = forecast_quantiles_read(f->q, &quantiles, err);
	if (status != STATUS_OK)
		return status;
	if (whole && !has_pmf && quantiles.count >= LEVELS_OF_A_SHAPE)
		out->chances = replenish_chances_from_quantiles(quantiles.p, quantiles.q, quantiles.count, &b->chances);
	if (out->chances) {
		out->mean = numeric_pmf_mean(out->chances);
		out->variance = numeric_pmf_variance(out->chances);
	} else if (!isnan(f->sd)) {
		out->variance = f->sd * f->sd;
	} else {
		out->variance = numeric_spread_variance(quantiles.p, quantiles.q, quantiles.count);
	}
	if (isnan(out->variance))
		return error_reject(err, "no_spread", "q",
				    "nothing tells how uncertain the forecast is: expected sd, or q with two levels");
	return STATUS_OK;
}

static struct book_series *find_series(struct replenish_book *b, const char *sku, const char *location)
{
	size_t before = b->directory.count, number = directory_number(&b->directory, sku, location);

	if (number == before) {
		b->series = memory_grow(b->series, number, &b->capacity, sizeof *b->series);
		b->series[number] = (struct book_series) { .origin = INSTANT_NONE };
	}
	return &b->series[number];
}

static enum status add_sum(struct book_series *s, const struct book_sum *sum, struct error *err)
{
	for (size_t i = 0; i < s->sum_count; i++)
		if (s->sums[i].periods == sum->periods)
			return error_reject(err, "duplicate", "periods",
					    "a sum of %lld periods of this SKU and location came before: one forecast each",
					    (long long)sum->periods);
	s->sums = memory_resize(s->sums, (s->sum_count + 1) * sizeof *s->sums);
	s->sums[s->sum_count++] = *sum;
	return STATUS_OK;
}

static enum status add_step(struct book_series *s, const struct book_step *step, struct error *err)
{
	/* Steps mostly come in order: only one that does not can have come before. */
	for (size_t i = 0; step->step <= s->highest && i < s->count; i++)
		if (s->steps[i].step == step->step)
			return error_reject(err, "duplicate", "step",
					    "step %lld of this SKU and location came before: one forecast each",
					    (long long)step->step);
	s->steps = memory_grow(s->steps, s->count, &s->capacity, sizeof *s->steps);
	s->steps[s->count++] = *step;
	s->highest = step->step > s->highest ? step->step : s->highest;
	return STATUS_OK;
}

enum status replenish_book_add(struct replenish_book *b, const struct forecast *f, struct error *err)
{
	int64_t periods = record_has(f, FORECAST_PERIODS) ? f->periods : 1;
	struct book_sum sum = { f->date, periods, f->mean, NAN, NULL };

	if (!(f->mean >= 0 && f->mean <= (double)QUANTITY_MAX))
		return error_reject(err, "bad_value", "mean", "%g: expected a number from 0 to %g", f->mean,
				    (double)QUANTITY_MAX);
	if (f->sd < 0 || f->sd > DEVIATION_MAX || f->total_sd < 0 || f->total_sd > DEVIATION_MAX)
		return error_reject(err, "bad_value", "sd", "expected standard deviations from 0 to %g", DEVIATION_MAX);
	enum status status = read_spread(b, f, periods > 1, &sum, err);
	if (status != STATUS_OK)
		return status;
	struct book_series *s = find_series(b, f->sku, f->location && f->location[0] ? f->location : NULL);
	if (record_has(f, FORECAST_ORIGIN))
		s->origin = f->origin;
	if (periods > 1)
		return add_sum(s, &sum, err);
	struct book_step step = { f->step, f->date, sum.mean, sum.variance,
				  isnan(f->total_sd) ? NAN : f->total_sd * f->total_sd };
	status = add_step(s, &step, err);
	/* The chances of the first step are those of a sum of one. */
	if (status == STATUS_OK && sum.chances && f->step == 1)
		status = add_sum(s, &sum, err);
	return status;
}

static int compare_steps(const void *a, const void *b)
{
	const struct book_step *x = a, *y = b;

	return x->step < y->step ? -1 : x->step > y->step;
}

/* Every step has a total of its own, or all get one that follows from the variances. */
static void complete_totals(struct book_series *s)
{
	bool all = true;

	for (size_t i = 0; i < s->count; i++)
		all &= !isnan(s->steps[i].total);
	if (all)
		return;
	double *variance = memory_zero(s->count * 2, sizeof *variance), *total = variance + s->count;
	for (size_t i = 0; i < s->count; i++)
		variance[i] = s->steps[i].variance;
	series_total_variance(variance, s->count, total);
	for (size_t i = 0; i < s->count; i++)
		s->steps[i].total = total[i];
	memory_free(variance);
}

/* The day after a period that begins on ${date}, when the one before began on ${before}. */
static int64_t next_date(int64_t before, int64_t date)
{
	int64_t days = date - before;
	int year, month, day,
		months = days < 28		      ? 0
			 : days <= 31		      ? 1
			 : days >= 89 && days <= 92   ? 3
			 : days == 365 || days == 366 ? 12
						      : 0;

	if (!months)
		return date + days;
	day_to_civil(date, &year, &month, &day);
	month += months;
	return day_from_civil(year + (month - 1) / 12, (month - 1) % 12 + 1, day < 28 ? day : 28);
}

/* Where the last step ends. */
static int64_t end_date(const struct book_series *s)
{
	int64_t last = s->steps[s->count - 1].date;

	if (s->count > 1)
		return next_date(s->steps[s->count - 2].date, last);
	return s->origin != INSTANT_NONE && s->origin < last ? next_date(s->origin, last) : last + 1;
}

/* Where the last period of a sum ends, a period being as long as from the origin to the first day. */
static int64_t sum_end(const struct book_series *s, const struct book_sum *sum)
{
	int64_t before = s->origin != INSTANT_NONE && s->origin < sum->date ? s->origin : sum->date - 1;
	int64_t date = sum->date;

	for (int64_t i = 0; i < sum->periods; i++) {
		int64_t next = next_date(before, date);
		before = date;
		date = next;
	}
	return date;
}

static enum status sort_steps(struct book_series *s, struct error *err)
{
	if (s->count == 0)
		return STATUS_OK;
	qsort(s->steps, s->count, sizeof *s->steps, compare_steps);
	for (size_t i = 0; i < s->count; i++) {
		if (s->steps[i].step != (int64_t)i + 1)
			return error_reject(err, "gap", "step", "step %zu is missing", i + 1);
		if (i > 0 && s->steps[i].date <= s->steps[i - 1].date)
			return error_reject(err, "gap", "date", "step %zu does not begin after the one before it",
					    i + 1);
	}
	complete_totals(s);
	return STATUS_OK;
}

static int compare_points(const void *a, const void *b)
{
	const struct book_point *x = a, *y = b;

	return x->end < y->end ? -1 : x->end > y->end;
}

/* Where both a sum and steps end on a day, the sum is what was forecast as such. */
static void join_points(struct book_series *s)
{
	size_t kept = 0;

	qsort(s->points, s->point_count, sizeof *s->points, compare_points);
	for (size_t i = 0; i < s->point_count; i++) {
		bool again = kept > 0 && s->points[kept - 1].end == s->points[i].end;
		size_t at = again ? kept - 1 : kept++;
		if (!again || s->points[i].sum)
			s->points[at] = s->points[i];
	}
	s->point_count = kept;
}

enum status replenish_book_sort(struct book_series *s, struct error *err)
{
	double mean = 0;
	enum status status = sort_steps(s, err);

	if (status != STATUS_OK)
		return status;
	s->first = s->count > 0 ? s->steps[0].date : s->sums[0].date;
	s->points = memory_resize(s->points, (s->count + s->sum_count) * sizeof *s->points);
	s->point_count = 0;
	for (size_t i = 0; i < s->count; i++) {
		mean += s->steps[i].mean;
		s->points[s->point_count++] = (struct book_point) {
			.end = i + 1 < s->count ? s->steps[i + 1].date : end_date(s),
			.mean = mean,
			.variance = s->steps[i].total,
		};
	}
	for (size_t i = 0; i < s->sum_count; i++) {
		const struct book_sum *sum = &s->sums[i];
		if (sum->date != s->first)
			return error_reject(err, "gap", "date", "a sum begins on another day than the first step");
		s->points[s->point_count++] =
			(struct book_point) { sum_end(s, sum), sum->mean, sum->variance, sum->chances, true };
	}
	join_points(s);
	return STATUS_OK;
}

/* Of the days from the first up to ${day}; what is cut counts by its share of days. */
static struct book_point demand_until(const struct book_series *s, int64_t day)
{
	struct book_point before = { .end = s->first };

	for (size_t i = 0; i < s->point_count; i++) {
		const struct book_point *p = &s->points[i];
		if (day >= p->end) {
			before = *p;
			continue;
		}
		double share = (double)(day - before.end) / (double)(p->end - before.end);
		return (struct book_point) { .end = day,
					     .mean = before.mean + share * (p->mean - before.mean),
					     .variance = before.variance + share * (p->variance - before.variance) };
	}
	return before;
}

enum status replenish_book_demand(const struct book_series *s, int64_t from, int64_t days, struct policy_demand *out,
				 struct error *err)
{
	char first[DAY_TEXT_SIZE], asked[DAY_TEXT_SIZE];
	int64_t last = s->points[s->point_count - 1].end;

	if (from < s->first)
		return error_reject(err, "late", "date", "the forecast begins on %s, after %s",
				    day_print(first, s->first), day_print(asked, from));
	if (last < from + days)
		return error_reject(err, "short_horizon", "step",
				    "the forecast reaches %lld of the %lld days of lead time and review: "
				    "make it with a longer horizon",
				    (long long)(last > from ? last - from : 0), (long long)days);
	/* What passed before ${from} is known: without it the rest varies by no more than the difference. */
	struct book_point before = demand_until(s, from), after = demand_until(s, from + days);
	*out = (struct policy_demand) { { NUMERIC_COUNT, fmax(0, after.mean - before.mean),
					  fmax(0, after.variance - before.variance) },
					from == s->first && days > 0 ? after.chances : NULL,
					days };
	return STATUS_OK;
}
