/* Forecasts gathered per SKU and location, and the demand of a stretch of days. */
#include "book.h"

#include <stdlib.h>

#define DEVIATION_MAX 1e15

struct replenish_book *replenish_book_new(void)
{
	return memory_zero(1, sizeof(struct replenish_book));
}

void replenish_book_free(struct replenish_book *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->directory.count; i++)
		memory_free(b->series[i].steps);
	memory_free(b->series);
	forecast_directory_free(&b->directory);
	arena_free(&b->arena);
	memory_free(b);
}

struct level_value {
	double p, q;
};

static int compare_levels(const void *a, const void *b)
{
	const struct level_value *x = a, *y = b;

	return x->p < y->p ? -1 : x->p > y->p;
}

/* The variance that quantiles tell: {"0.5":3,"0.95":7}. */
static enum status quantile_variance(const char *json, struct arena *arena, double *variance, struct error *err)
{
	struct level_value values[FORECAST_LEVELS_MAX] = { { 0 } };
	double p[FORECAST_LEVELS_MAX], q[FORECAST_LEVELS_MAX];
	struct record_walk walk = record_walk((struct record_slice) { json, strlen(json) });
	struct record_slice key, value;
	size_t n = 0;

	while (json[0] == '{' && record_walk_next(&walk, &key, &value)) {
		struct level_value *v = &values[n];
		if (n == FORECAST_LEVELS_MAX)
			break;
		if (!number_parse_real(arena_copy(arena, key.text, key.length), 0, 1, &v->p) || v->p <= 0 ||
		    v->p >= 1 || !number_parse_real(arena_copy(arena, value.text, value.length), -1e15, 1e15, &v->q))
			return error_reject(err, "bad_q", "q",
					    "\"%.*s\": %.*s: expected a level between 0 and 1 and a number",
					    (int)(key.length < 40 ? key.length : 40), key.text,
					    (int)(value.length < 40 ? value.length : 40), value.text);
		n++;
	}
	qsort(values, n, sizeof values[0], compare_levels);
	for (size_t i = 0; i < n; i++) {
		p[i] = values[i].p;
		q[i] = values[i].q;
	}
	*variance = numeric_spread_variance(p, q, n);
	if (isnan(*variance))
		return error_reject(err, "no_spread", "q",
				    "nothing tells how uncertain the forecast is: expected sd, or q with two levels");
	return STATUS_OK;
}

static struct book_series *find_series(struct replenish_book *b, const char *sku, const char *location)
{
	size_t before = b->directory.count, number = forecast_directory_number(&b->directory, sku, location);

	if (number == before) {
		if (number == b->capacity) {
			b->capacity = b->capacity ? b->capacity * 2 : 64;
			b->series = memory_resize(b->series, b->capacity * sizeof *b->series);
		}
		b->series[number] = (struct book_series) { .origin = INSTANT_NONE };
	}
	return &b->series[number];
}

enum status replenish_book_add(struct replenish_book *b, const struct forecast *f, struct error *err)
{
	struct book_step step = { f->step, f->date, f->mean, NAN, NAN };
	enum status status;

	if (!(f->mean >= 0 && f->mean <= (double)QUANTITY_MAX))
		return error_reject(err, "bad_value", "mean", "%g: expected a number from 0 to %g", f->mean,
				    (double)QUANTITY_MAX);
	if (f->sd < 0 || f->sd > DEVIATION_MAX || f->total_sd < 0 || f->total_sd > DEVIATION_MAX)
		return error_reject(err, "bad_value", "sd", "expected standard deviations from 0 to %g", DEVIATION_MAX);
	if (!isnan(f->sd)) {
		step.variance = f->sd * f->sd;
	} else {
		arena_reset(&b->arena);
		status = quantile_variance(f->q ? f->q : "", &b->arena, &step.variance, err);
		if (status != STATUS_OK)
			return status;
	}
	if (!isnan(f->total_sd))
		step.total = f->total_sd * f->total_sd;

	struct book_series *s = find_series(b, f->sku, f->location && f->location[0] ? f->location : NULL);
	/* Steps mostly come in order: only one that does not can have come before. */
	for (size_t i = 0; f->step <= s->highest && i < s->count; i++)
		if (s->steps[i].step == f->step)
			return error_reject(err, "duplicate", "step",
					    "step %lld of this SKU and location came before: one forecast each",
					    (long long)f->step);
	if (s->count == s->capacity) {
		s->capacity = s->capacity ? s->capacity * 2 : 32;
		s->steps = memory_resize(s->steps, s->capacity * sizeof *s->steps);
	}
	s->steps[s->count++] = step;
	s->highest = f->step > s->highest ? f->step : s->highest;
	if (record_has(f, FORECAST_ORIGIN))
		s->origin = f->origin;
	return STATUS_OK;
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

enum status replenish_book_sort(struct book_series *s, struct error *err)
{
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

/* Mean and variance of the sum from the first step up to ${day}; a step that is cut counts by its share of days. */
static struct book_demand demand_until(const struct book_series *s, int64_t day)
{
	struct book_demand sum = { 0 };

	for (size_t i = 0; i < s->count && s->steps[i].date < day; i++) {
		int64_t end = i + 1 < s->count ? s->steps[i + 1].date : end_date(s);
		double share = day >= end ? 1 : (double)(day - s->steps[i].date) / (double)(end - s->steps[i].date);
		sum.mean += share * s->steps[i].mean;
		sum.variance += share * (s->steps[i].total - sum.variance);
	}
	return sum;
}

enum status replenish_book_demand(const struct book_series *s, int64_t from, int64_t days, struct book_demand *out,
				 struct error *err)
{
	char first[DAY_TEXT_SIZE], asked[DAY_TEXT_SIZE];

	if (from < s->steps[0].date)
		return error_reject(err, "late", "date", "the forecast begins on %s, after %s",
				    day_print(first, s->steps[0].date), day_print(asked, from));
	if (end_date(s) < from + days)
		return error_reject(err, "short_horizon", "step",
				    "the forecast reaches %lld of the %lld days of lead time and review: "
				    "make it with a longer horizon",
				    (long long)(end_date(s) > from ? end_date(s) - from : 0), (long long)days);
	/* What passed before ${from} is known: without it the rest varies by no more than the difference. */
	struct book_demand before = demand_until(s, from), after = demand_until(s, from + days);
	*out = (struct book_demand) { after.mean - before.mean, fmax(0, after.variance - before.variance), days };
	return STATUS_OK;
}
