/* Totals of forecasts whose make is not known. */
#include "series_impl.h"

void series_total_variance(const double *variance, size_t h, double *total)
{
	double growth = h > 1 && variance[0] > 0 ? (variance[h - 1] / variance[0] - 1) / ((double)h - 1) : 0;
	double alpha = sqrt(fmin(fmax(growth, 0), 1)), sum = 0, shared = 0;
	for (size_t i = 0; i < h; i++) {
		sum += variance[i] + 2 * shared;
		total[i] = sum;
		shared += variance[0] * (alpha + (double)i * alpha * alpha);
	}
}
