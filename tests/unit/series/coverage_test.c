/*
 * Honest intervals: the share of simulated futures inside the central 50 % and 95 % of the forecast distribution, on
 * data of known make. A whole number on the edge of an interval counts by the part of its probability that lies inside
 * (the randomised probability integral transform), so that an exact method covers exactly the nominal share.
 *
 * ${slack} is what an approximation may add to three standard errors of the binomial; 0 where the method is exact.
 */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>
#include <stdlib.h>

#define SERIES	4000
#define LONGEST 128

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t random_state = 20180102;
static double uniform(void)
{
	uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return ((double)((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53;
}

static double normal(void) /* Box, Muller 1958 */
{
	return sqrt(-2 * log(uniform())) * cos(2 * 3.14159265358979323846 * uniform());
}

static double poisson(double mean) /* Knuth: uniforms multiplied until below e^-mean */
{
	double product = uniform(), k = 0;
	for (double limit = exp(-mean); product > limit; k++)
		product *= uniform();
	return k;
}

static double negative_binomial(double mean, int size) /* a Poisson with an Erlang mean */
{
	double sum = 0;
	for (int i = 0; i < size; i++)
		sum -= log(uniform());
	return poisson(mean / size * sum);
}

/* Makers of a history and its future, in one array. */
typedef void maker(double *y, size_t n);

static void make_poisson(double *y, size_t n)
{
	for (size_t t = 0; t < n; t++)
		y[t] = poisson(3);
}
static void make_negative_binomial(double *y, size_t n)
{
	for (size_t t = 0; t < n; t++)
		y[t] = negative_binomial(8, 2);
}
static void make_binomial(double *y, size_t n)
{
	for (size_t t = 0; t < n; t++) {
		y[t] = 0;
		for (int i = 0; i < 30; i++)
			y[t] += uniform() < 0.8;
	}
}
static void make_walk(double *y, size_t n)
{
	y[0] = 10000;
	for (size_t t = 1; t < n; t++)
		y[t] = y[t - 1] + 50 * normal();
}
static void make_level(double *y, size_t n) /* ETS(A,N,N), alpha 0.3 */
{
	double level = 5000;
	for (size_t t = 0; t < n; t++) {
		double e = 40 * normal();
		y[t] = level + e;
		level += 0.3 * e;
	}
}
static void make_line(double *y, size_t n)
{
	for (size_t t = 0; t < n; t++)
		y[t] = 3000 + 12 * (double)t + 20 * normal();
}
static void make_seasons(double *y, size_t n) /* a walk for each weekday */
{
	for (size_t t = 0; t < n; t++)
		y[t] = (t < 7 ? 8000 + 300 * (double)t : y[t - 7]) + 30 * normal();
}

/* How much of y's probability lies below p. */
static double share_below(const struct numeric_spread *s, double y, double p)
{
	double high = numeric_spread_cdf(s, y), low = s->family == NUMERIC_COUNT ? numeric_spread_cdf(s, y - 1) : high;
	if (high <= p)
		return 1;
	return low >= p ? 0 : (p - low) / (high - low);
}

struct plan {
	const char *model, *name;
	maker *make;
	enum numeric_family family;
	size_t n, h;
	bool total; /* of the sum of the h steps, not of the last */
	size_t season;
	struct series_settings settings;
	double slack;
};

static void cover(const struct plan *plan)
{
	static const double LEVELS[] = { 0.5, 0.95 };
	const struct series_model *model = series_model_find(plan->model);
	double inside[2] = { 0 };
	for (size_t i = 0; i < SERIES; i++) {
		double y[LONGEST + 32], mean[32], variance[32], total[32], sum = 0, mean_sum = 0;
		struct series_fit fit;
		plan->make(y, plan->n + plan->h);
		struct series_history history = { .y = y, .n = plan->n, .season = plan->season };
		struct series_path path = { mean, variance, total };
		model->fit(&history, &plan->settings, NULL, &fit);
		model->forecast(&fit, &history, plan->h, NULL, &path);
		for (size_t j = 0; j < plan->h; j++) {
			sum += y[plan->n + j];
			mean_sum += mean[j];
		}
		struct numeric_spread s = { plan->family, mean[plan->h - 1], variance[plan->h - 1] };
		double came = y[plan->n + plan->h - 1];
		if (plan->total) {
			s = (struct numeric_spread) { plan->family, mean_sum, total[plan->h - 1] };
			came = sum;
		}
		for (size_t k = 0; k < ARRAY_LENGTH(LEVELS); k++)
			inside[k] +=
				share_below(&s, came, numeric_estimated_probability((1 + LEVELS[k]) / 2, fit.degrees)) -
				share_below(&s, came, numeric_estimated_probability((1 - LEVELS[k]) / 2, fit.degrees));
	}
	for (size_t k = 0; k < ARRAY_LENGTH(LEVELS); k++) {
		double share = inside[k] / SERIES, error = sqrt(LEVELS[k] * (1 - LEVELS[k]) / SERIES);
		ok(fabs(share - LEVELS[k]) <= 3 * error + plan->slack,
		   "%s, %s: %.1f %% covers %.2f %% (give or take %.2f)", plan->name, plan->model, 100 * LEVELS[k],
		   100 * share, 100 * (3 * error + plan->slack));
	}
}

static const struct plan PLANS[] = {
	{ "moving-average", "Poisson(3)", make_poisson, NUMERIC_COUNT, 60, 5, false, 1, { 56, NAN }, 0.005 },
	{ "moving-average", "sums of 7 Poisson(3)", make_poisson, NUMERIC_COUNT, 60, 7, true, 1, { 20, NAN }, 0.01 },
	{ "moving-average",
	  "negative binomial",
	  make_negative_binomial,
	  NUMERIC_COUNT,
	  100,
	  3,
	  false,
	  1, { 90, NAN },
	  0.01 },
	{ "moving-average", "binomial", make_binomial, NUMERIC_COUNT, 100, 3, false, 1, { 90, NAN }, 0.01 },
	{ "ses", "Poisson(3)", make_poisson, NUMERIC_COUNT, 100, 5, false, 1, { 1, NAN }, 0.01 },
	{ "naive", "random walk, 1 ahead", make_walk, NUMERIC_COUNT, 20, 1, false, 1, { 1, NAN }, 0 },
	{ "naive", "random walk, 8 ahead", make_walk, NUMERIC_AMOUNT, 20, 8, false, 1, { 1, NAN }, 0.005 },
	{ "naive", "random walk, sum of 8", make_walk, NUMERIC_AMOUNT, 60, 8, true, 1, { 1, NAN }, 0.005 },
	{ "ses", "wandering level, 1 ahead", make_level, NUMERIC_AMOUNT, 100, 1, false, 1, { 1, NAN }, 0.005 },
	{ "ses", "wandering level, 10 ahead", make_level, NUMERIC_AMOUNT, 100, 10, false, 1, { 1, NAN }, 0.02 },
	{ "ses",
	  "wandering level, alpha given, sum of 10",
	  make_level,
	  NUMERIC_AMOUNT,
	  100,
	  10,
	  true,
	  1, { 1, 0.3 },
	  0.005 },
	{ "regression", "line of 5 points", make_line, NUMERIC_AMOUNT, 5, 2, false, 1, { 1, NAN }, 0 },
	{ "regression", "line of 20 points", make_line, NUMERIC_AMOUNT, 20, 6, false, 1, { 1, NAN }, 0 },
	{ "regression", "line of 20 points, sum of 6", make_line, NUMERIC_AMOUNT, 20, 6, true, 1, { 1, NAN }, 0 },
	{ "seasonal-naive", "weekdays, 7 ahead", make_seasons, NUMERIC_AMOUNT, 70, 7, false, 7, { 1, NAN }, 0 },
	{ "seasonal-naive", "weekdays, 8 ahead", make_seasons, NUMERIC_COUNT, 70, 8, false, 7, { 1, NAN }, 0 },
	{ "seasonal-naive", "weekdays, sum of 10", make_seasons, NUMERIC_AMOUNT, 70, 10, true, 7, { 1, NAN }, 0.005 },
};

int main(void)
{
	for (size_t i = 0; i < ARRAY_LENGTH(PLANS); i++)
		cover(&PLANS[i]);
	return done_testing();
}
