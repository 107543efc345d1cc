/* What the models of intermittent demand share: smoothing constants, and how far a rate may be off. */
#include "intermittent.h"

#define LANES	8
#define LEAST	0.1 /* the range of the benchmarks of the M5 competition */
#define MOST	0.3
#define WINDOWS 4  /* the history holds so many of the windows over which sums are compared */
#define LONGEST 12 /* periods of such a window at most */

size_t series_intermittent_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)history;
	(void)settings;
	return 1;
}

double series_intermittent_alpha(const double *x, size_t n, double start, double given)
{
	double alpha[LANES], level[LANES], squares[LANES] = { 0 };
	int best = 0;
	if (!isnan(given))
		return given;
	for (int k = 0; k < LANES; k++) {
		alpha[k] = LEAST + (MOST - LEAST) / (LANES - 1) * k;
		level[k] = start;
	}
	for (size_t t = 0; t < n; t++) {
		for (int k = 0; k < LANES; k++) {
			double error = x[t] - level[k];
			squares[k] += error * error;
			level[k] += alpha[k] * error;
		}
	}
	/* Where equal but for rounding, the smaller: the flatter level. */
	for (int k = 1; k < LANES; k++)
		if (squares[k] < squares[best] * (1 - 1e-12))
			best = k;
	return alpha[best];
}

/* Mean square of the error of sums of w periods: of each window in the history, from the rate before it. */
static double window_squares(const double *y, size_t n, const double *rate, size_t w)
{
	double sum = 0, squares = 0;
	for (size_t t = 0; t < n; t++) {
		sum += intermittent_demand(y[t]);
		if (t + 1 < w)
			continue;
		double error = sum - (double)w * rate[t + 1 - w];
		squares += error * error;
		sum -= intermittent_demand(y[t + 1 - w]);
	}
	return squares / (double)(n - w + 1);
}

void series_intermittent_spread(const struct series_history *history, const double *rate, double weight,
				struct series_fit *fit)
{
	const double *y = history->y;
	size_t n = history->n, window = n / WINDOWS < LONGEST ? n / WINDOWS : LONGEST;
	double squares = 0, own = 0;
	for (size_t t = 0; t < n; t++) {
		double error = intermittent_demand(y[t]) - rate[t];
		squares += error * error;
	}
	if (n < 3)
		return;
	fit->degrees = (double)n - 2;
	fit->variance = squares / fit->degrees;
	if (window > 1) {
		double w = (double)window, inflation = (double)n / fit->degrees;
		own = (window_squares(y, n, rate, window) * inflation - w * fit->variance) / (w * w - w);
	}
	own = fmax(own, fit->variance * fmax(weight / 2, 1 / (double)n));
	fit->parameter[INTERMITTENT_RATE_VARIANCE] = fmin(own, fit->variance);
}

void series_intermittent_path(const struct series_fit *fit, double rate, size_t h, struct series_path *out)
{
	/* A variance put in by the caller is that of demand about a rate that is known. */
	double own = fit->parameter[INTERMITTENT_RATE_VARIANCE], about = fit->variance - own;
	for (size_t i = 0; i < h; i++) {
		double steps = (double)i + 1;
		out->mean[i] = rate;
		if (out->variance)
			out->variance[i] = fit->variance;
		if (out->total)
			out->total[i] = steps * about + steps * steps * own;
	}
}
