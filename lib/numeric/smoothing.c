/* Simple exponential smoothing. */
#include "numeric_impl.h"

#include <float.h>

/*
 * One pass over y for several alphas at once (the recursion of one is a chain of dependent steps; those of several run
 * side by side). The error at t is a_t - b_t l_0 with b_t = (1 - alpha)^(t-1), so the best l_0 and its sum of squares
 * follow from three sums. Values are taken about their ${middle}, so that the difference of two sums keeps its digits.
 */
#define LANES  16
#define ROUNDS 4

struct smoothed {
	double squares[LANES], start[LANES];
};

static void smooth_lanes(const double *y, size_t n, double middle, const double alpha[LANES], struct smoothed *out)
{
	double level[LANES] = { 0 }, decay[LANES], aa[LANES] = { 0 }, ab[LANES] = { 0 }, bb[LANES] = { 0 };
	for (int k = 0; k < LANES; k++)
		decay[k] = 1;
	for (size_t t = 0; t < n; t++) {
		for (int k = 0; k < LANES; k++) {
			double a = y[t] - middle - level[k];
			aa[k] += a * a;
			ab[k] += a * decay[k];
			bb[k] += decay[k] * decay[k];
			level[k] += alpha[k] * a;
			decay[k] *= 1 - alpha[k];
		}
	}
	for (int k = 0; k < LANES; k++) {
		out->start[k] = middle + ab[k] / bb[k];
		out->squares[k] = fmax(0, aa[k] - ab[k] * ab[k] / bb[k]);
	}
}

/* Narrowing grids: the sum of squares may have more than one valley, and the first grid sees them all. */
static double best_alpha(const double *y, size_t n, double middle)
{
	double low = 0, high = 1, best = 0;
	for (int round = 0; round < ROUNDS; round++) {
		double alpha[LANES], step = (high - low) / (LANES - 1);
		struct smoothed s;
		for (int k = 0; k < LANES; k++)
			alpha[k] = low + step * k;
		smooth_lanes(y, n, middle, alpha, &s);
		int least = 0;
		/* Where equal but for rounding, the smaller alpha: the flatter level. */
		for (int k = 1; k < LANES; k++)
			if (s.squares[k] < s.squares[least] * (1 - 1e-12))
				least = k;
		best = alpha[least];
		low = fmax(0, best - step);
		high = fmin(1, best + step);
	}
	return best;
}

static size_t ses_minimum(const struct numeric_settings *settings)
{
	(void)settings;
	return 1;
}

static void ses_fit(const double *y, size_t n, const struct numeric_settings *settings, struct numeric_fit *fit)
{
	bool search = isnan(settings->alpha);
	double parameters = search ? 2 : 1;
	double middle = 0, squares = 0;
	for (size_t t = 0; t < n; t++)
		middle += y[t] / (double)n;
	*fit = (struct numeric_fit) { .model = &NUMERIC_SES, .n = n };
	fit->alpha = search ? best_alpha(y, n, middle) : settings->alpha;
	double alpha[LANES];
	for (int k = 0; k < LANES; k++)
		alpha[k] = fit->alpha;
	struct smoothed s;
	smooth_lanes(y, n, middle, alpha, &s);
	fit->level = s.start[0];
	for (size_t t = 0; t < n; t++) {
		double error = y[t] - fit->level;
		squares += error * error;
		fit->level += fit->alpha * error;
	}
	if ((double)n > parameters) {
		fit->degrees = (double)n - parameters;
		fit->variance = squares / fit->degrees;
	}
}

static void ses_forecast(const struct numeric_fit *fit, const double *y, size_t h, double *mean, double *variance,
			 double *total)
{
	(void)y;
	double sum = 0, alpha = fit->alpha;
	for (size_t i = 0; i < h; i++) {
		double weight = 1 + alpha * (double)i;
		mean[i] = fit->level;
		sum += weight * weight;
		if (variance)
			variance[i] = fit->variance * (1 + (double)i * alpha * alpha);
		if (total)
			total[i] = fit->variance * sum;
	}
}

const struct numeric_model NUMERIC_SES = {
	"ses", "simple exponential smoothing", ses_minimum, ses_fit, ses_forecast,
};
