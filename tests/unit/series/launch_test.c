/* New items among launches: arithmetic by hand, and items drawn from a known law, whose best forecast is known. */
#include "tap.h"

#include <ecom/series.h>
#include <string.h>

#define ITEMS	400
#define PERIODS 60
#define AHEAD	14

static void test_ages(void)
{
	static const size_t bins[] = { 0, 1, 2, 2, 3, 3, 3, 3, 4 };
	bool right = true;

	for (size_t age = 0; age < 9; age++)
		right &= series_launch_bin(age) == bins[age];
	ok(right, "ages 0, 1, 2-3, 4-7, 8");
	ok(series_launch_bin(64) == 7 && series_launch_bin(100000) == 7, "the last bin has no end");
	ok(series_launch_origin(0) == 0 && series_launch_origin(1) == 1 && series_launch_origin(6) == 32,
	   "origins after 0, 1, .. 32 periods");
}

/* By hand: w = 0.5, k = 2, m = 3; sold 0.5 6 + 4 + 1 = 8 of 0.5 2 + 1 + 1 expected: (8 + 2 3) / (3 + 2). */
static void test_level(void)
{
	static const double y[] = { 6, 4, 1 }, factor[] = { 1, 1, 1, 2, 1 };
	struct series_launch l = { .profile = { 2, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5 }, .first = 0.5, .prior = 2, .level = 3,
				   .spread = 2, .doubt = { 0, 0, 0.1 }, .behind = 30 };
	struct series_history history = { .y = y, .n = 3, .season = 1, .factor = factor, .launch = &l };
	const struct series_model *model = series_model_find("launch");
	struct series_settings settings = { .window = 1, .alpha = NAN };
	double mean[2], variance[2], total[2];
	struct series_path path = { mean, variance, total };
	struct series_fit fit;

	is_real(series_launch_level(&l, &history), 14.0 / 5, 1e-12, "the level between its own and that of its analogues");
	is_int((int64_t)model->minimum(&history, &settings), 0, "nothing need be sold");
	model->fit(&history, &settings, NULL, &fit);
	model->forecast(&fit, &history, 2, NULL, &path);
	/* Age 3 is of the bin of profile 1, age 4 of that of 0.5; the calendar doubles the first. */
	is_real(mean[0], 2.8 * 2, 1e-12, "profile and calendar");
	is_real(mean[1], 2.8 * 0.5, 1e-12, "of each age");
	is_real(variance[0], 2 * 5.6 + 0.1 * 5.6 * 5.6, 1e-12, "variance: about the level, and of the level");
	is_real(total[1], 2 * 7 + 0.1 * 49, 1e-12, "which all steps share");
	history.n = 0;
	is_real(series_launch_level(&l, &history), 3, 1e-12, "of nothing sold that of its analogues");
	history.launch = NULL;
	ok(model->minimum(&history, &settings) == SIZE_MAX, "without launches there is no forecast");
}

static struct series_launch_past past[ITEMS];
static double sold[ITEMS][PERIODS], room[ITEMS * SERIES_LAUNCH_ORIGINS];

/*
 * Levels drawn from a gamma distribution of mean 2 and shape 2, demand from Poisson's law, twice as much in the first four
 * periods. The best forecast is Bayes': the prior counts for shape / mean = 1 period of the level.
 */
static void draw_items(void)
{
	struct numeric_random r = numeric_random_start(5, 9);

	for (size_t i = 0; i < ITEMS; i++) {
		double level = numeric_random_gamma(&r, 2);
		for (size_t t = 0; t < PERIODS; t++) {
			double gap = 0, units = -1, mean = level * (t < 4 ? 2 : 1);
			/* Knuth: arrivals at exponential intervals. */
			while (gap < mean) {
				gap -= log(numeric_random_uniform(&r));
				units++;
			}
			sold[i][t] = units;
		}
		series_launch_watch(&past[i], sold[i], PERIODS, AHEAD);
		past[i].pool[0] = 0;
		past[i].pool[1] = past[i].pool[2] = 1 + i % 2;
	}
}

/* Squared errors of the sums after ${n} periods of launches that were not learnt from. */
static void judge(const struct series_launch *known, const struct series_launch_pool *pools, size_t n, double errors[3],
		  double *inside)
{
	struct series_launch l = *known;
	double mean[AHEAD], total[AHEAD];
	struct series_path path = { mean, NULL, total };

	*inside = errors[0] = errors[1] = errors[2] = 0;
	for (size_t i = 0; i < ITEMS; i++) {
		l.level = series_launch_pooled(known, pools, past[i].pool, &past[i]);
		struct series_history history = { .y = sold[i], .n = n, .season = 1, .launch = &l };
		double came = 0, forecast = 0, own = 0, seen = 0, best = 0;
		struct series_fit fit = { .n = n };
		series_model_find("launch")->forecast(&fit, &history, AHEAD, NULL, &path);
		for (size_t t = 0; t < n; t++) {
			own += sold[i][t] / (double)n;
			seen += t < 4 ? 2 : 1;
		}
		best = (own * (double)n + 2) / (seen + 1);
		for (size_t t = 0; t < AHEAD; t++) {
			came += sold[i][n + t];
			forecast += mean[t];
		}
		double bayes = 0;
		for (size_t t = n; t < n + AHEAD; t++)
			bayes += best * (t < 4 ? 2 : 1);
		errors[0] += (forecast - came) * (forecast - came);
		errors[1] += (own * AHEAD - came) * (own * AHEAD - came);
		errors[2] += (bayes - came) * (bayes - came);
		*inside += fabs(forecast - came) < 1.96 * sqrt(total[AHEAD - 1]);
	}
	*inside /= ITEMS;
}

static void test_learnt(void)
{
	struct series_launch l;
	struct series_launch_pool pools[3];
	double errors[3], inside, level = 0;

	draw_items();
	ok(!series_launch_learn(past, 19, AHEAD, pools, 3, room, &l), "19 launches are no rule");
	ok(series_launch_learn(past, ITEMS, AHEAD, pools, 3, room, &l), "400 are");
	is_real(l.profile[1] / l.profile[4], 2, 0.15, "twice as much in the first four periods");
	is_real(l.profile[2] / l.profile[5], 2, 0.15, "and in all of them");
	is_real(l.spread, 1, 0.3, "Poisson's variance");
	for (size_t k = 1; k <= 4; k *= 2) {
		judge(&l, pools, k, errors, &inside);
		ok(errors[0] < 0.8 * errors[1], "after %zu periods: nearer than their mean: %.2f of its squared error", k,
		   errors[0] / errors[1]);
		ok(errors[0] < 1.15 * errors[2], "and near to the best there is: %.3f", errors[0] / errors[2]);
		ok(inside > 0.9 && inside < 0.99, "95 %% intervals cover %.3f", inside);
	}
	for (size_t i = 0; i < ITEMS; i++)
		for (size_t t = 4; t < PERIODS; t++)
			level += sold[i][t] / ITEMS / (PERIODS - 4);
	is_real(series_launch_pooled(&l, pools, past[0].pool, NULL) * l.profile[5], level, 0.15 * level,
		"of nothing known: what they sell in the mean");
}

static void test_nothing(void)
{
	struct series_launch l;
	struct series_launch_pool pools[1];
	static const double none[PERIODS];

	for (size_t i = 0; i < ITEMS; i++) {
		series_launch_watch(&past[i], none, PERIODS, AHEAD);
		memset(past[i].pool, 0, sizeof past[i].pool);
	}
	ok(!series_launch_learn(past, ITEMS, AHEAD, pools, 1, room, &l), "launches that never sold say nothing");
	for (size_t i = 0; i < ITEMS; i++)
		series_launch_watch(&past[i], sold[i], 3, AHEAD);
	ok(!series_launch_learn(past, ITEMS, AHEAD, pools, 1, room, &l), "nor do those that are all too young to judge");
}

int main(void)
{
	test_ages();
	test_level();
	test_learnt();
	test_nothing();
	return done_testing();
}
