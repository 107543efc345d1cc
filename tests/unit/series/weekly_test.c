/* Complex exponential smoothing, and the model for histories by the week. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>

#define STEPS 26
#define YEAR  (365.25 / 7)
static double room[1 << 18];
struct outcome {
	struct series_fit fit;
	double mean[STEPS], variance[STEPS], total[STEPS];
};

static struct outcome run(const char *name, const struct series_history *history)
{
	static const struct series_settings SETTINGS = { 1, NAN };
	const struct series_model *model = series_model_find(name);
	struct outcome out;
	struct series_path path = { out.mean, out.variance, out.total };
	if (model->room(history, STEPS) > ARRAY_LENGTH(room))
		printf("# not enough room\n");
	model->fit(history, &SETTINGS, room, &out.fit);
	model->forecast(&out.fit, history, STEPS, room, &path);
	return out;
}

static void is_near(double got, double expected, double tolerance, const char *what)
{
	ok(fabs(got - expected) <= tolerance * (1 + fabs(expected)), "%s: %.10g, expected %.10g", what, got, expected);
}

/* Flow of the Nile at Aswan 1871-1970, 10^8 m^3: R's data set "Nile". */
static const double NILE[] = {
	1120, 1160, 963,  1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,	1110, 994, 1020, 960,  1180,
	799,  958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,	840,  874, 694,	 940,  833,
	701,  916,  692,  1020, 1050, 969,  831,  726,	456,  824,  702,  1120, 1100, 832, 764,	 821,  768,
	845,  864,  862,  698,	845,  744,  796,  1040, 759,  781,  865,  845,	944,  984, 897,	 822,  1010,
	771,  676,  649,  846,	812,  742,  801,  1040, 860,  874,  848,  890,	744,  749, 838,	 1050, 918,
	986,  797,  923,  975,	815,  1020, 906,  901,	1170, 912,  746,  919,	718,  714, 740,
};

/* The recursion as the paper has it: squares of the errors, and the mean of the step after the last. */
static double ces_squares(double a0, double a1, double level, double other, double *next)
{
	double squares = 0;
	for (size_t t = 0; t < ARRAY_LENGTH(NILE); t++) {
		double error = NILE[t] - level, before = level;
		squares += error * error;
		level = before - (1 - a1) * other + (a0 - a1) * error;
		other = before + (1 - a0) * other + (a0 + a1) * error;
	}
	*next = level;
	return squares;
}

static void test_ces(void)
{
	struct series_history history = { .y = NILE, .n = ARRAY_LENGTH(NILE), .season = 1 };
	struct outcome o = run("ces", &history);
	double a0 = o.fit.alpha, a1 = o.fit.beta, l = o.fit.level, c = o.fit.slope, next, other;
	double squares = ces_squares(a0, a1, l, c, &next), least = INFINITY;
	is_near(o.mean[0], next, 1e-9, "ces: the model's next mean");
	is_near(o.fit.variance * o.fit.degrees, squares, 1e-9, "ces: squares of the errors");
	for (double x = 0.5; x < 2.4; x += 0.01)
		for (double z = 0.8; z < 1.2; z += 0.005)
			least = fmin(least, ces_squares(x, z, l, c, &other));
	ok(squares <= least * (1 + 1e-4), "ces: no grid from its starts does better: %.1f, grid %.1f", squares, least);
	least = INFINITY;
	for (double x = l - 300; x < l + 300; x += 10)
		for (double z = c - 3000; z < c + 3000; z += 100)
			least = fmin(least, ces_squares(a0, a1, x, z, &other));
	ok(squares <= least * (1 + 1e-9), "ces: no other starts do better: %.1f, grid %.1f", squares, least);
	/* One step: s2. Two: s2 (1 + (a0 - a1)^2), each widened by 1 + (4 + 3 i) / n. */
	double gain = a0 - a1;
	is_near(o.variance[0], o.fit.variance * 1.04, 1e-12, "ces: variance of a step");
	is_near(o.variance[1], o.fit.variance * (1 + gain * gain) * 1.07, 1e-12, "ces: variance of the second");
	is_near(o.total[1], o.fit.variance * ((1 + gain) * (1 + gain) + 1) * 1.07, 1e-12, "ces: variance of their sum");
}

/* Weeks with a year of its true length, and a little of something else. */
static double week(size_t t)
{
	return 200 + (double)t / 20 + 60 * sin(2 * M_PI * (double)t / YEAR) + (double)(t * 7919 % 13) / 6;
}

static double median(double a, double b, double c, double d)
{
	double least = fmin(fmin(a, b), fmin(c, d)), most = fmax(fmax(a, b), fmax(c, d));
	return (a + b + c + d - least - most) / 2;
}

/* On four years, both of the smoothings are one. */
static void test_members(void)
{
	enum { N = 200 };
	static double y[N], z[N], x[16 * (N + STEPS)];
	for (size_t t = 0; t < N; t++) {
		y[t] = week(t);
		z[t] = log(y[t]);
	}
	for (size_t t = 0; t < N + STEPS; t++)
		for (size_t k = 0; k < 8; k++) {
			x[16 * t + 2 * k] = sin(2 * M_PI * (double)((k + 1) * t) / YEAR);
			x[16 * t + 2 * k + 1] = cos(2 * M_PI * (double)((k + 1) * t) / YEAR);
		}
	struct series_history history = { .y = y, .n = N, .season = 52 };
	struct series_history plain = { .y = y, .n = N, .season = 1, .x = x, .n_x = 16 }, logs = plain;
	logs.y = z;
	struct outcome o = run("weekly", &history), e = run("ets", &history), a = run("arima", &plain),
		       l = run("arima", &logs);
	for (size_t i = 0; i < STEPS; i += 5)
		is_near(o.mean[i], median(e.mean[i], e.mean[i], a.mean[i], exp(l.mean[i])), 1e-6,
			"weekly: the mean of the middle two");
}

static void test_true_year(void)
{
	enum { N = 1040 }; /* twenty times 52 weeks: three and a half weeks off */
	static double y[N];
	double most = 0;
	for (size_t t = 0; t < N; t++)
		y[t] = week(t);
	struct series_history history = { .y = y, .n = N, .season = 52 }, earlier = history;
	struct outcome o = run("weekly", &history);
	for (size_t i = 0; i < STEPS; i++)
		most = fmax(most, fabs(o.mean[i] / week(N + i) - 1));
	ok(most < 0.03, "weekly: the year goes on, off by %.2f %% at most", 100 * most);
	/* The constants of all run over less, also less than the last four years. */
	for (size_t n = N - 52; n >= 600; n -= 388) {
		double mean[STEPS];
		struct series_path path = { mean, NULL, NULL };
		earlier.n = n;
		o.fit.model->forecast(&o.fit, &earlier, STEPS, room, &path);
		most = 0;
		for (size_t i = 0; i < STEPS; i++)
			most = fmax(most, fabs(mean[i] / week(n + i) - 1));
		ok(most < 0.05, "weekly: from week %zu, off by %.2f %% at most", n, 100 * most);
	}
}

int main(void)
{
	test_ces();
	test_members();
	test_true_year();
	return done_testing();
}
