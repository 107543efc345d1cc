/* Models against the founding article's corrected examples and hand arithmetic. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>

static const struct series_settings PLAIN = { .window = 3, .alpha = NAN };
static const size_t SEASON = 4;

struct outcome {
	struct series_fit fit;
	double mean[8], variance[8], total[8];
};

static struct series_history history_of(const double *y, size_t n)
{
	return (struct series_history) { .y = y, .n = n, .season = SEASON };
}

static struct outcome run_model(const struct series_model *m, const struct series_settings *settings, const double *y,
				size_t n)
{
	static double room[1 << 16];
	struct series_history history = history_of(y, n);
	struct outcome out;
	struct series_path path = { out.mean, out.variance, out.total };
	m->fit(&history, settings, room, &out.fit);
	m->forecast(&out.fit, &history, 8, room, &path);
	return out;
}

static struct outcome run(const char *model, const struct series_settings *settings, const double *y, size_t n)
{
	return run_model(series_model_find(model), settings, y, n);
}

static void test_article(void)
{
	static const double SALES[] = { 100, 150, 200, 250, 300 };
	struct outcome line = run("regression", &PLAIN, SALES, 5);
	is_real(line.fit.level, 50, 1e-12, "regression: b0 = 50");
	is_real(line.fit.slope, 50, 1e-12, "regression: b1 = 50");
	is_real(line.mean[0], 350, 1e-12, "regression: month 6 = 350");
	is_real(line.variance[0], 0, 1e-20, "regression: a straight line leaves no error");
	is_real(run("moving-average", &PLAIN, SALES, 3).mean[0], 150, 1e-12, "moving average of 100, 150, 200 = 150");
	is_real(run("moving-average", &PLAIN, SALES, 5).mean[0], 250, 1e-12, "moving average: month 6 = 250");
}

static void test_naive(void)
{
	static const double Y[] = { 3, 5, 4, 8 };
	struct outcome o = run("naive", &PLAIN, Y, 4);
	ok(o.mean[0] == 8 && o.mean[7] == 8, "naive: the last again");
	is_real(o.fit.variance, (4 + 1 + 16) / 3.0, 1e-12, "naive: mean squared difference");
	is_real(o.variance[2], 3 * 7, 1e-12, "naive: variance grows as h");
	is_real(o.total[2], 7 * (1 + 4 + 9), 1e-12, "naive: variance of a sum of 3");
	is_real(run("naive", &PLAIN, Y, 1).fit.degrees, 0, 0, "naive: one point tells no error");
}

static void test_seasonal_naive(void)
{
	static const double Y[] = { 1, 2, 3, 4, 2, 4, 3, 8 };
	struct series_history history = history_of(Y, 8);
	struct outcome o = run("seasonal-naive", &PLAIN, Y, 8);
	ok(o.mean[0] == 2 && o.mean[1] == 4 && o.mean[3] == 8 && o.mean[4] == 2 && o.mean[7] == 8,
	   "seasonal naive: the last season again and again");
	is_real(o.fit.variance, (1 + 4 + 0 + 16) / 4.0, 1e-12, "seasonal naive: mean squared seasonal difference");
	ok(o.variance[3] == o.fit.variance && o.variance[4] == 2 * o.fit.variance,
	   "seasonal naive: grows by the season");
	is_real(o.total[5], 5.25 * (4 * 1 + 2 * 4), 1e-12, "seasonal naive: variance of a sum of 6");
	is_int(series_model_find("seasonal-naive")->minimum(&history, &PLAIN), 4, "seasonal naive needs a season");
}

static void test_moving_average(void)
{
	static const double Y[] = { 2, 4, 3, 5, 1, 6 };
	struct outcome o = run("moving-average", &PLAIN, Y, 6);
	is_real(o.mean[5], 4, 1e-12, "moving average: mean of 5 1 6");
	/* Errors: 5 - 3 = 2, 1 - 4 = -3, 6 - 3 = 3. */
	is_real(o.fit.variance, (4 + 9 + 9) / 3.0, 1e-12, "moving average: its one-step errors");
	is_real(o.variance[6], 22 / 3.0, 1e-12, "moving average: the same at every step");
	is_real(o.total[1], 22 / 3.0 / (1 + 1 / 3.0) * (2 + 4 / 3.0), 1e-12, "moving average: variance of a sum of 2");
	/* Too short for errors of its own: about the mean 3 of 2 4 3, sum of squares 2. */
	struct outcome brief = run("moving-average", &PLAIN, Y, 3);
	is_real(brief.fit.variance, 2 / 2.0 * (1 + 1 / 3.0), 1e-12,
		"moving average: the spread about the mean when short");
	is_real(brief.fit.degrees, 2, 0, "moving average: and its degrees");
	is_int(run("moving-average", &PLAIN, Y, 2).fit.window, 2, "moving average: no wider than the history");
}

static void test_ses(void)
{
	static const double Y[] = { 10, 12, 9, 14 };
	struct series_settings given = { .window = 1, .alpha = 0.5 };
	struct outcome o = run("ses", &given, Y, 4);
	/*
	 * From l0 the errors are 10 - l, 7 - l/2, 0.5 - l/4, 5.25 - l/8. Least squares: l = sum(a b)/sum(b^2)
	 * = (10 + 3.5 + 0.125 + 0.65625)/(1 + 1/4 + 1/16 + 1/64) = 14.28125/1.328125 = 10.752941176.
	 */
	double l = 14.28125 / 1.328125;
	double e[4] = { 10 - l, 7 - l / 2, 0.5 - l / 4, 5.25 - l / 8 };
	is_real(o.mean[0], 14 - e[3] / 2, 1e-12, "ses: level from the best start");
	is_real(o.fit.variance, (e[0] * e[0] + e[1] * e[1] + e[2] * e[2] + e[3] * e[3]) / 3, 1e-12,
		"ses: error variance");
	is_real(o.variance[4], o.fit.variance * (1 + 4 * 0.25), 1e-12, "ses: s2 (1 + (h-1) a^2)");
	is_real(o.total[2], o.fit.variance * (1 + 2.25 + 4), 1e-12, "ses: variance of a sum of 3");

	/* A step is followed at once, noise about a level not at all. */
	static const double STEP[] = { 5, 5, 5, 5, 5, 9, 9, 9, 9, 9 };
	is_real(run("ses", &PLAIN, STEP, 10).fit.alpha, 1, 1e-9, "ses: alpha 1 for a step");
	static const double NOISE[] = { 4, 6, 4, 6, 4, 6, 4, 6, 4, 6 };
	struct outcome flat = run("ses", &PLAIN, NOISE, 10);
	is_real(flat.fit.alpha, 0, 1e-9, "ses: alpha 0 for noise that turns back");
	is_real(flat.mean[0], 5, 1e-9, "ses: whose level is the mean");

	/* No alpha of a fine grid does better than the one found. */
	static const double WALK[] = { 30, 33, 31, 36, 38, 34, 39, 41, 37, 44, 43, 47, 42, 49, 51, 46 };
	double best = run("ses", &PLAIN, WALK, 16).fit.variance * 14, least = INFINITY;
	for (given.alpha = 0; given.alpha <= 1; given.alpha += 1e-4)
		least = fmin(least, run("ses", &given, WALK, 16).fit.variance * 15);
	ok(best <= least * (1 + 1e-6), "ses: the best alpha: %.9g, grid %.9g", best, least);
}

static void test_regression(void)
{
	/* Anscombe's first set of y in the order of x = 4..14 (F. J. Anscombe 1973): b1 = 0.5001, b0 = 3.0001 over x, s
	 * = 1.2366. */
	static const double Y[] = { 4.26, 5.68, 7.24, 4.82, 6.95, 8.81, 8.04, 8.33, 10.84, 7.58, 9.96 };
	struct outcome o = run("regression", &PLAIN, Y, 11);
	is_real(o.fit.slope, 0.5001, 5e-5, "regression: Anscombe's slope");
	is_real(o.fit.level - 3 * o.fit.slope, 3.0001, 5e-5, "regression: Anscombe's intercept");
	is_real(sqrt(o.fit.variance), 1.2366, 1e-4, "regression: Anscombe's residual standard error");
	is_real(o.fit.degrees, 9, 0, "regression: n - 2 degrees");
	/* d = 12 - 6 = 6, Sxx = 110. */
	is_real(o.variance[0], o.fit.variance * (1 + 1 / 11.0 + 36 / 110.0), 1e-12, "regression: prediction variance");
	is_real(o.total[1], o.fit.variance * (2 + 4 / 11.0 + 13.0 * 13 / 110), 1e-12,
		"regression: variance of a sum of 2");
	is_real(run("regression", &PLAIN, Y, 2).fit.degrees, 0, 0, "regression: two points leave no error");
}

static void test_flat(void)
{
	static const double ZEROS[6] = { 0 }, SEVENS[6] = { 7, 7, 7, 7, 7, 7 };
	for (const struct series_model *const *m = SERIES_MODELS; *m; m++) {
		struct series_history history = history_of(ZEROS, 6);
		if ((*m)->minimum(&history, &PLAIN) > 6)
			continue;
		struct outcome zero = run((*m)->name, &PLAIN, ZEROS, 6), seven = run((*m)->name, &PLAIN, SEVENS, 6);
		ok(zero.mean[7] == 0 && zero.variance[7] == 0 && zero.total[7] == 0, "%s: zeros stay zero", (*m)->name);
		ok(fabs(seven.mean[7] - 7) < 1e-12 && seven.variance[7] < 1e-20, "%s: a constant stays", (*m)->name);
		/* As short as allowed, at any value: numbers, no NAN. */
		double brief[4] = { 5e11, 1, 5e11, 1 };
		size_t n = (*m)->minimum(&history, &PLAIN);
		struct outcome o = run((*m)->name, &PLAIN, brief, n);
		ok(isfinite(o.mean[7]) && isfinite(o.variance[7]) && isfinite(o.total[7]) && o.fit.degrees >= 0,
		   "%s: %zu observations give numbers", (*m)->name, n);
	}
	ok(series_model_find("oracle") == NULL, "an unknown model");
}

static const char *choose(const double *y, size_t n, size_t h)
{
	static double work[1 << 12];
	struct series_history history = history_of(y, n);
	return series_select(&PLAIN, &history, h, work)->name;
}

static void test_select(void)
{
	static double work[1 << 12];
	double line[16], season[24], level[40];
	for (size_t t = 0; t < 16; t++)
		line[t] = 3 * (double)t + (t % 2 ? 0.5 : -0.5);
	for (size_t t = 0; t < 24; t++)
		season[t] = (double[]) { 1, 9, 4, 20 }[t % 4];
	for (size_t t = 0; t < 40; t++)
		level[t] = t % 3 == 0 ? 8 : t % 3 == 1 ? 2 : 5;
	is_text(choose(line, 16, 4), "regression", "a line is regression's");
	is_text(choose(season, 24, 8), "seasonal-naive", "a season is seasonal naive's");
	is_text(choose(level, 40, 7), "ses",
		"three by turns: the mean of three is no better than ses");
	is_text(choose(line, 1, 4), "ses", "one point leaves ses");
	/* Rare demand that happens to pause before the end: "nothing, give or take anything" is no better forecast. */
	double rare[56] = { 0 };
	for (size_t i = 0; i < 6; i++)
		rare[i * 7 + (i * i) % 6] = 1;
	is_text(choose(rare, 56, 8), "ses", "nothing is no forecast of rare demand");
	/* Origins 8, 6, 4 of n = 10 with h = 2; half of 10 leaves 8 and 6. Differences up to there: 0 0 0 0 1 (3) (2),
	 * so that s2 is (1 + 9 + 4)/7 = 2 at 8 and 1/5 at 6; errors 0 and 3, 3 and 1. */
	static const double Y[] = { 0, 0, 0, 0, 0, 1, 4, 2, 2, 5 };
	struct series_history history = history_of(Y, 10);
	struct series_rolling r;
	ok(series_rolling_scores(series_model_find("naive"), &PLAIN, &history, 2, work, &r), "there are origins");
	is_real(r.step, (series_crps(0, 2) + series_crps(3, 4) + series_crps(3, 0.2) + series_crps(1, 0.4)) / 4,
		1e-12, "rolling score of a step");
	is_real(r.total, (series_crps(3, 10) + series_crps(4, 1)) / 2, 1e-12, "rolling score of the sum");
	history.n = 1;
	ok(!series_rolling_scores(series_model_find("naive"), &PLAIN, &history, 2, work, &r), "no origin in one point");
}

int main(void)
{
	test_article();
	test_naive();
	test_seasonal_naive();
	test_moving_average();
	test_ses();
	test_regression();
	test_flat();
	test_select();
	return done_testing();
}
