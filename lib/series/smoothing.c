/* Simple exponential smoothing. */
#include "series_impl.h"

#include <string.h>

/*
 * The error at t is a_t - b_t l_0 with b_t = (1 - alpha)^(t-1), so the best l_0 and its sum of squares follow from
 * three sums, of which that of b_t^2 is a geometric series.
 */
#define ROUNDS	 4
#define NO_ALPHA 1e-9 /* below, the start does not fade, and the difference from 1 loses its digits */

static double fading_squares(double alpha, double decay, size_t n)
{
	return alpha > NO_ALPHA ? (1 - decay * decay) / (alpha * (2 - alpha)) : (double)n;
}

static void try_alphas(const double *y, size_t n, double middle, const double alpha[SERIES_LANES],
		       struct level out[SERIES_LANES])
{
	struct level_lanes lanes;
	memcpy(lanes.alpha, alpha, sizeof lanes.alpha);
	series_level_pass(y, n, middle, &lanes);
	for (int k = 0; k < SERIES_LANES; k++) {
		double bb = fading_squares(alpha[k], lanes.decay[k], n), start = lanes.ab[k] / bb;
		out[k] = (struct level) { alpha[k], middle + start, fmax(0, lanes.aa[k] - start * lanes.ab[k]) };
	}
}

static double mean_of(const double *y, size_t n)
{
	double mean = 0;
	for (size_t t = 0; t < n; t++)
		mean += y[t] / (double)n;
	return mean;
}

/* Narrowing grids: the sum of squares may have more than one valley, and the first grid sees them all. */
struct level series_level_best(const double *y, size_t n)
{
	double low = 0, high = 1, middle = mean_of(y, n);
	struct level best = { 0 };
	for (int round = 0; round < ROUNDS; round++) {
		double alpha[SERIES_LANES], step = (high - low) / (SERIES_LANES - 1);
		struct level tried[SERIES_LANES];
		for (int k = 0; k < SERIES_LANES; k++)
			alpha[k] = low + step * k;
		try_alphas(y, n, middle, alpha, tried);
		best = tried[0];
		/* Where equal but for rounding, the smaller alpha: the flatter level. */
		for (int k = 1; k < SERIES_LANES; k++)
			if (tried[k].squares < best.squares * (1 - 1e-12))
				best = tried[k];
		low = fmax(0, best.alpha - step);
		high = fmin(1, best.alpha + step);
	}
	return best;
}

double series_level_end(const struct level *level, const double *y, size_t n)
{
	double l = level->start;
	for (size_t t = 0; t < n; t++)
		l += level->alpha * (y[t] - l);
	return l;
}

static struct level given_alpha(const double *y, size_t n, double given)
{
	double alpha[SERIES_LANES];
	struct level tried[SERIES_LANES];
	for (int k = 0; k < SERIES_LANES; k++)
		alpha[k] = given;
	try_alphas(y, n, mean_of(y, n), alpha, tried);
	return tried[0];
}

static size_t ses_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)history;
	(void)settings;
	return 1;
}

static void ses_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		    struct series_fit *fit)
{
	const double *y = history->y;
	size_t n = history->n;
	bool search = isnan(settings->alpha);
	double parameters = search ? 2 : 1;
	double squares = 0;
	(void)room;
	*fit = (struct series_fit) { .model = &SERIES_SES, .n = n };
	struct level s = search ? series_level_best(y, n) : given_alpha(y, n, settings->alpha);
	fit->alpha = s.alpha;
	fit->level = s.start;
	double level = fit->level;
	for (size_t t = 0; t < n; t++) {
		double error = y[t] - level;
		squares += error * error;
		level += fit->alpha * error;
	}
	if ((double)n > parameters) {
		fit->degrees = (double)n - parameters;
		fit->variance = squares / fit->degrees;
	}
}

static void ses_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			 struct series_path *out)
{
	struct level found = { fit->alpha, fit->level, 0 };
	double sum = 0, alpha = fit->alpha, level = series_level_end(&found, history->y, history->n);
	(void)room;
	for (size_t i = 0; i < h; i++) {
		double weight = 1 + alpha * (double)i;
		out->mean[i] = level;
		sum += weight * weight;
		if (out->variance)
			out->variance[i] = fit->variance * (1 + (double)i * alpha * alpha);
		if (out->total)
			out->total[i] = fit->variance * sum;
	}
}

const struct series_model SERIES_SES = {
	"ses", "simple exponential smoothing", ses_minimum, NULL, ses_fit, ses_forecast,
	.constants_stay = true,
};
