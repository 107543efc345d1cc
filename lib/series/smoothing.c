/* Simple exponential smoothing. */
#include "series_impl.h"

/*
 * One pass over y for several alphas at once (the recursion of one is a chain of dependent steps; those of several run
 * side by side). The error at t is a_t - b_t l_0 with b_t = (1 - alpha)^(t-1), so the best l_0 and its sum of squares
 * follow from three sums, of which that of b_t^2 is a geometric series. Values are taken about their ${middle}, so that
 * the difference of two sums keeps its digits.
 */
#define LANES  8
#define GRID   (2 * LANES)
#define ROUNDS 4
#define NEGLIGIBLE                                                                                                     \
	1e-30 /* a start that has faded so far is forgotten, before it slows the arithmetic as a denormal number */

struct smoothed {
	double alpha, start, squares;
};

static double fading_squares(double alpha, size_t n)
{
	double rest = (1 - alpha) * (1 - alpha);
	return alpha > 0 ? (1 - pow(rest, (double)n)) / (1 - rest) : (double)n;
}

static void smooth_lanes(const double *y, size_t n, double middle, struct smoothed lanes[LANES])
{
	double level[LANES] = { 0 }, decay[LANES], aa[LANES] = { 0 }, ab[LANES] = { 0 }, alpha[LANES];
	for (int k = 0; k < LANES; k++) {
		alpha[k] = lanes[k].alpha;
		decay[k] = 1;
	}
	for (size_t t = 0; t < n; t++) {
		double value = y[t] - middle;
		for (int k = 0; k < LANES; k++) {
			double a = value - level[k], faded = decay[k] * (1 - alpha[k]);
			aa[k] += a * a;
			ab[k] += a * decay[k];
			level[k] += alpha[k] * a;
			decay[k] = faded > NEGLIGIBLE ? faded : 0;
		}
	}
	for (int k = 0; k < LANES; k++) {
		double bb = fading_squares(alpha[k], n);
		lanes[k].start = middle + ab[k] / bb;
		lanes[k].squares = fmax(0, aa[k] - ab[k] * ab[k] / bb);
	}
}

/* Narrowing grids: the sum of squares may have more than one valley, and the first grid sees them all. */
static struct smoothed best_alpha(const double *y, size_t n, double middle)
{
	double low = 0, high = 1;
	struct smoothed best = { 0 };
	for (int round = 0; round < ROUNDS; round++) {
		struct smoothed s[GRID];
		double step = (high - low) / (GRID - 1);
		for (int k = 0; k < GRID; k++)
			s[k].alpha = low + step * k;
		smooth_lanes(y, n, middle, s);
		smooth_lanes(y, n, middle, s + LANES);
		best = s[0];
		/* Where equal but for rounding, the smaller alpha: the flatter level. */
		for (int k = 1; k < GRID; k++)
			if (s[k].squares < best.squares * (1 - 1e-12))
				best = s[k];
		low = fmax(0, best.alpha - step);
		high = fmin(1, best.alpha + step);
	}
	return best;
}

static struct smoothed given_alpha(const double *y, size_t n, double middle, double alpha)
{
	struct smoothed s[LANES];
	for (int k = 0; k < LANES; k++)
		s[k].alpha = alpha;
	smooth_lanes(y, n, middle, s);
	return s[0];
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
	double middle = 0, squares = 0;
	(void)room;
	for (size_t t = 0; t < n; t++)
		middle += y[t] / (double)n;
	*fit = (struct series_fit) { .model = &SERIES_SES, .n = n };
	struct smoothed s = search ? best_alpha(y, n, middle) : given_alpha(y, n, middle, settings->alpha);
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
	double sum = 0, alpha = fit->alpha, level = fit->level;
	(void)room;
	for (size_t t = 0; t < history->n; t++)
		level += alpha * (history->y[t] - level);
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
};
