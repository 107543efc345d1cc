/* The errors of steps, and of their sums, from responses to shocks. */
#include "series_impl.h"

static double at(const double *factors, size_t i)
{
	return factors ? factors[i] : 1;
}

/* All shocks alike and seen as they are: two running sums. */
static void plain_variance(double variance, const double *response, size_t h, struct series_path *out)
{
	double reach = 0, squares = 0, total = 0;
	for (size_t i = 0; i < h; i++) {
		squares += response[i] * response[i];
		reach += response[i];
		total += reach * reach;
		if (out->variance)
			out->variance[i] = variance * squares;
		if (out->total)
			out->total[i] = variance * total;
	}
}

void series_path_variance(double variance, const double *response, const double *scale, const double *factor, size_t h,
			  double *work, struct series_path *out)
{
	if (!out->variance && !out->total)
		return;
	if (!scale && !factor) {
		plain_variance(variance, response, h, out);
		return;
	}
	for (size_t i = 0; i < h; i++) {
		double squares = 0, total = 0;
		work[i] = 0; /* what the shock of step i has done to the sum so far */
		for (size_t j = 0; j <= i; j++) {
			double seen = at(scale, j) * response[i - j] * at(factor, i);
			work[j] += seen;
			squares += seen * seen;
			total += work[j] * work[j];
		}
		if (out->variance)
			out->variance[i] = variance * squares;
		if (out->total)
			out->total[i] = variance * total;
	}
}

/* Found by rolling origins inside the training part of the M3 series. */
#define CONSTANTS 4
#define DRIFT	  3

void series_path_widen(size_t n, size_t h, struct series_path *out)
{
	for (size_t i = 0; i < h; i++) {
		double factor = 1 + (CONSTANTS + DRIFT * (double)i) / (double)n;
		if (out->variance)
			out->variance[i] *= factor;
		if (out->total)
			out->total[i] *= factor;
	}
}
