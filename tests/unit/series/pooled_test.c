/* A series of a group: its calendar and its share in a whole, on data of known make. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>

#define N	140
#define HORIZON 7

static const double WEEKDAY[7] = { 0.8, 0.9, 0.7, 0.9, 1.1, 1.4, 1.2 };
static const struct series_settings PLAIN = { .window = 1, .alpha = NAN };
static double y[N], factor[N + HORIZON], whole[N], mean[HORIZON], variance[HORIZON], total[HORIZON];
static double room[3 * N + 3 * HORIZON];

static struct series_fit run(size_t n, const double *of)
{
	struct series_history history = { .y = y, .n = n, .season = 7, .factor = factor, .whole = of };
	struct series_path path = { mean, variance, total };
	const struct series_model *m = series_model_find("pooled");
	struct series_fit fit;
	for (size_t t = 0; t < n + HORIZON; t++)
		factor[t] = WEEKDAY[t % 7];
	m->fit(&history, &PLAIN, room, &fit);
	m->forecast(&fit, &history, HORIZON, room, &path);
	return fit;
}

int main(void)
{
	struct series_history alone = { .y = y, .n = N, .season = 7 };
	ok(series_model_find("pooled")->minimum(&alone, &PLAIN) == SIZE_MAX, "not for a series without a group");

	for (size_t t = 0; t < N; t++)
		y[t] = 20 * WEEKDAY[t % 7];
	run(N, NULL);
	is_real(mean[5], 20 * WEEKDAY[5], 1e-9, "a level by the calendar");
	is_real(variance[5], 0, 1e-12, "that does not err");

	/* Two fifths of a whole that doubled a week ago: the share stays, the level is that of the whole. */
	for (size_t t = 0; t < N; t++) {
		whole[t] = t < N - 7 ? 50 : 100;
		y[t] = 0.4 * whole[t] * WEEKDAY[t % 7];
	}
	struct series_fit fit = run(N, whole);
	is_real(mean[0] / WEEKDAY[0], 0.4 * (100 - 50 * pow(1 - fit.beta, 7)), 1e-6, "a share of the whole");

	/* Noise of its own, +1 -1 by turns about 20, in a steady whole of 100: variances as counts', by the factor. */
	for (size_t t = 0; t < N; t++) {
		whole[t] = 100;
		y[t] = (20 + (t % 2 ? 1 : -1)) * WEEKDAY[t % 7];
	}
	fit = run(N, whole);
	is_real(fit.alpha, 0, 1e-9, "noise that turns back is smoothed away");
	is_real(variance[3] / variance[0], WEEKDAY[3] / WEEKDAY[0], 1e-9, "wider where more is sold");
	is_real(total[6], 7 * fit.variance, 1e-9, "the sum of a week errs as seven days");
	ok(fabs(mean[2] / WEEKDAY[2] - 20) < 0.05, "a fifth of the whole");

	/* A new one in a known whole: 3 periods. */
	whole[0] = whole[1] = whole[2] = 60;
	y[0] = 3;
	y[1] = y[2] = 0;
	run(3, whole);
	ok(isfinite(mean[6]) && mean[6] > 0 && isfinite(variance[6]) && isfinite(total[6]),
	   "three periods give numbers");
	run(1, whole);
	ok(isfinite(mean[6]) && isfinite(variance[6]), "one period gives numbers");
	for (size_t t = 0; t < N; t++)
		y[t] = whole[t] = 0;
	run(N, whole);
	ok(mean[6] == 0 && variance[6] == 0 && total[6] == 0, "zeros stay zero");
	return done_testing();
}
