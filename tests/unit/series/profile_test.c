/* Pooled calendar profiles, on data whose factors are known. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>
#include <string.h>

#define DAYS 364

static const double WEEKDAY[7] = { 0.8, 0.9, 0.7, 0.9, 1.1, 1.4, 1.2 }; /* sum 7 */
static double sold[14], expected[14], factor[9];

static struct series_profile fresh(size_t ways)
{
	memset(sold, 0, sizeof sold);
	memset(expected, 0, sizeof expected);
	return (struct series_profile) { ways, { 7, 2 }, sold, expected, factor };
}

static void test_weekday(void)
{
	double y[DAYS];
	uint16_t cell[DAYS];
	struct series_profile p = fresh(1);
	is_int((int64_t)series_profile_cells(&p), 7, "seven cells");
	for (int size = 1; size <= 1000; size *= 10) {
		for (size_t t = 0; t < DAYS; t++) {
			cell[t] = (uint16_t)((t + (size_t)size) % 7);
			y[t] = size * WEEKDAY[cell[t]];
		}
		series_profile_add(&p, NULL, y, cell, DAYS, 28);
	}
	series_profile_solve(&p, 0);
	for (size_t d = 0; d < 7; d++)
		is_real(series_profile_factor(&p, d), WEEKDAY[d], 1e-9, "a weekday, whatever the size");
	/* 4 series, 52 weeks: expected 52 (1 + sqrt 10 + 10 + sqrt 1000) of each weekday. */
	double e = 52 * (1 + sqrt(10) + 10 + sqrt(1000));
	is_real(expected[5], e, 1e-9 * e, "what was expected of a day");
	series_profile_solve(&p, 100);
	is_real(series_profile_factor(&p, 5), (1.4 * e + 100) / (e + 100), 1e-9, "shrunk by 100");
}

/* Two ways that are mixed: promotions mostly on one weekday. */
static void test_two_ways(void)
{
	double y[DAYS];
	uint16_t cell[DAYS];
	struct series_profile p = fresh(2);
	for (size_t t = 0; t < DAYS; t++) {
		size_t day = t % 7, promotion = day == 2 ? t / 7 % 4 != 0 : t / 7 % 4 == 0;
		cell[t] = (uint16_t)(day + 7 * promotion);
		y[t] = 20 * WEEKDAY[day] * (promotion ? 1.5 : 1);
	}
	series_profile_add(&p, NULL, y, cell, DAYS, 28);
	series_profile_solve(&p, 0);
	double lift = series_profile_factor(&p, 7) / series_profile_factor(&p, 0);
	is_real(lift, 1.5, 1e-6, "the lift apart from the weekday");
	is_real(series_profile_factor(&p, 5) / series_profile_factor(&p, 2), 2, 1e-6,
		"the weekday apart from the lift");
}

/* One series of the group differs: over the pool's profile its own part is what is left. */
static void test_refine(void)
{
	double y[DAYS], own_sold[7] = { 0 }, own_expected[7] = { 0 }, own_factor[7];
	uint16_t cell[DAYS];
	struct series_profile p = fresh(1);
	struct series_profile own = { 1, { 7 }, own_sold, own_expected, own_factor };
	for (size_t t = 0; t < DAYS; t++) {
		cell[t] = (uint16_t)(t % 7);
		y[t] = 9 * WEEKDAY[t % 7];
	}
	series_profile_add(&p, NULL, y, cell, DAYS, 28);
	series_profile_solve(&p, 0);
	series_profile_add(&own, &p, y, cell, DAYS, 28);
	series_profile_solve(&own, 5);
	is_real(own_factor[3], 1, 1e-9, "nothing of its own");
	for (size_t t = 0; t < DAYS; t++)
		y[t] = t % 7 == 6 ? 0 : 9 * WEEKDAY[t % 7];
	memset(own_sold, 0, sizeof own_sold);
	memset(own_expected, 0, sizeof own_expected);
	series_profile_add(&own, &p, y, cell, DAYS, 28);
	series_profile_solve(&own, 0);
	/* The level of six days, 9 * 5.8, spread over a week of 7: factors 7 / 5.8 of the pool's. Nothing sold: as
	 * usual. */
	is_real(own_factor[3], 7 / 5.8, 1e-9, "closed on Sundays: the other days' share");
	series_profile_solve(&own, 1);
	ok(own_factor[6] > 0 && own_factor[6] < 0.02, "closed on Sundays: %.4f", own_factor[6]);
}

static void test_nothing(void)
{
	double y[DAYS] = { 0 };
	uint16_t cell[DAYS] = { 0 };
	struct series_profile p = fresh(2);
	series_profile_add(&p, NULL, y, cell, DAYS, 28);
	series_profile_add(&p, NULL, y, cell, 5, 28);
	series_profile_solve(&p, 0);
	for (size_t c = 0; c < 14; c++)
		ok(series_profile_factor(&p, c) == 1, "nothing sold: 1");
	y[40] = 3e11;
	series_profile_add(&p, NULL, y, cell, DAYS, 28);
	series_profile_solve(&p, 0);
	ok(isfinite(series_profile_factor(&p, 0)) && series_profile_factor(&p, 0) > 0, "one sale in a year: a number");
}

int main(void)
{
	test_weekday();
	test_two_ways();
	test_refine();
	test_nothing();
	return done_testing();
}
