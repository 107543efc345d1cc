/* Several seasons at once, on data of known make. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>
#include <stdlib.h>
#include <string.h>

#define DAY	24
#define WEEK	168
#define HORIZON 48
#define LONGEST 1400

static const struct series_settings PLAIN = { .window = 1, .alpha = NAN };

struct outcome {
	struct series_fit fit;
	double mean[HORIZON], variance[HORIZON], total[HORIZON];
};

static struct outcome run(const double *y, size_t n, size_t season, size_t long_season)
{
	const struct series_model *m = series_model_find("multi-season");
	struct series_history history = { .y = y, .n = n, .season = season, .long_season = long_season };
	struct outcome out;
	struct series_path path = { out.mean, out.variance, out.total };
	double *room = malloc(series_room(&m, 1, &history, HORIZON) * sizeof *room);
	m->fit(&history, &PLAIN, room, &out.fit);
	m->forecast(&out.fit, &history, HORIZON, room, &path);
	free(room);
	return out;
}

static bool numbers(const struct outcome *o)
{
	for (size_t i = 0; i < HORIZON; i++)
		if (!isfinite(o->mean[i]) || !isfinite(o->variance[i]) || !isfinite(o->total[i]) || o->variance[i] < 0)
			return false;
	return true;
}

static double shape(size_t t)
{
	static const double HOURS[6] = { 2, 1, 5, 9, 7, 4 };
	return 100 + 10 * HOURS[t % DAY / 4] + (t % DAY % 4) + (t / DAY % 7 >= 5 ? -3 * HOURS[t % DAY / 4] : 0);
}

/* A week that repeats itself is its own continuation, whatever the scale. */
static void test_repeated(void)
{
	double y[LONGEST], worst = 0, spread = 0;
	for (size_t t = 0; t < LONGEST; t++)
		y[t] = shape(t);
	struct outcome o = run(y, 700, DAY, WEEK);
	for (size_t i = 0; i < HORIZON; i++) {
		worst = fmax(worst, fabs(o.mean[i] / shape(700 + i) - 1));
		spread = fmax(spread, sqrt(o.variance[i]) / shape(700 + i));
	}
	ok(worst < 0.01, "a repeated week: within %.2g", worst);
	ok(spread < 0.02, "and knows how little it errs: %.2g", spread);
	ok(run(y, 700, DAY, 0).variance[HORIZON - 1] > 4 * o.variance[HORIZON - 1],
	   "the day alone does not see the weekend");
}

/* Box, Muller 1958, over the minimal standard generator of Park, Miller 1988. */
static uint64_t state = 20260101;
static double uniform(void)
{
	state = state * 16807 % 2147483647;
	return (double)state / 2147483647;
}
static double normal(void)
{
	double u = uniform();
	return sqrt(-2 * log(u)) * cos(2 * 3.14159265358979323846 * uniform());
}

/* The shape with an error that lasts: x_t = 0.8 x_{t-1} + e. The share inside 95 %, of steps and of the sum. */
static void test_intervals(bool growing)
{
	static const size_t N = 840;
	double y[LONGEST], inside = 0, sums_inside = 0, absolute = 0, naive = 0;
	const size_t series = 120;
	size_t logs = 0;
	for (size_t i = 0; i < series; i++) {
		double x = 0, sum = 0, mean = 0;
		for (size_t t = 0; t < N + HORIZON; t++) {
			x = 0.8 * x + normal();
			y[t] = growing ? shape(t) * exp(0.08 * x) : shape(t) + 3 * x;
		}
		struct outcome o = run(y, N, DAY, WEEK);
		logs += strstr(o.fit.form, "log") != NULL;
		for (size_t j = 0; j < HORIZON; j++) {
			double error = fabs(y[N + j] - o.mean[j]);
			inside += error <= 1.96 * sqrt(o.variance[j]);
			absolute += error;
			naive += fabs(y[N + j] - y[N + j - WEEK]);
			sum += y[N + j];
			mean += o.mean[j];
		}
		sums_inside += fabs(sum - mean) <= 1.96 * sqrt(o.total[HORIZON - 1]);
	}
	inside /= (double)(series * HORIZON);
	sums_inside /= (double)series;
	/* The errors of one series' steps hang together: some 6 x 120 independent ones. Sums: 120. */
	ok(inside > 0.91 && inside < 0.98, "95 %% of steps: %.1f %%", 100 * inside);
	ok(sums_inside > 0.88, "95 %% of sums: %.1f %%", 100 * sums_inside);
	/* Two independent errors instead of one and a little: sqrt(2) at best. */
	ok(naive / absolute > 1.2, "the week before errs %.2f times as much", naive / absolute);
	ok(growing ? logs > series * 9 / 10 : logs < series / 10, "on the scale it was made: %zu of %zu logs", logs,
	   series);
}

static void test_odd(void)
{
	double y[LONGEST] = { 0 };
	struct series_history history = { .y = y, .season = DAY, .long_season = WEEK };
	const struct series_model *m = series_model_find("multi-season");
	size_t least = m->minimum(&history, &PLAIN);
	struct outcome o = run(y, 700, DAY, WEEK);
	ok(numbers(&o) && o.mean[47] == 0 && o.variance[47] == 0, "zeros stay zero");
	for (size_t t = 0; t < LONGEST; t++)
		y[t] = 7;
	o = run(y, 700, DAY, WEEK);
	ok(numbers(&o) && fabs(o.mean[47] - 7) < 1e-9 && o.variance[47] < 1e-12, "a constant stays");
	for (size_t t = 0; t < LONGEST; t++)
		y[t] = t % 350 == 0 ? 5e11 : 0;
	for (size_t n = least; n < 700; n += 41) {
		o = run(y, n, DAY, WEEK);
		ok(numbers(&o), "%zu periods of rare huge demand give numbers", n);
	}
	for (size_t t = 0; t < LONGEST; t++)
		y[t] = exp((double)t / 60) * (1 + 0.5 * sin((double)t));
	o = run(y, LONGEST, 7, 0);
	ok(numbers(&o), "an explosion gives numbers");
	history.season = 1;
	ok(m->minimum(&history, &PLAIN) == SIZE_MAX, "nothing without a season");
	/* The constants may be run over a history too short for them, or with values that log does not take. */
	for (size_t t = 0; t < LONGEST; t++)
		y[t] = shape(t) * exp(0.1 * normal());
	o = run(y, 700, DAY, WEEK);
	double room[4000];
	struct series_path path = { o.mean, o.variance, o.total };
	y[3] = 0;
	history = (struct series_history) { .y = y, .n = 30, .season = DAY, .long_season = WEEK };
	for (; history.n < 400; history.n += 23) {
		m->forecast(&o.fit, &history, HORIZON, room, &path);
		ok(numbers(&o), "constants over %zu periods", history.n);
	}
}

int main(void)
{
	test_repeated();
	test_intervals(false);
	test_intervals(true);
	test_odd();
	return done_testing();
}
