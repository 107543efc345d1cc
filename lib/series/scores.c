/* How good a forecast was. */
#include "series_impl.h"

double series_smape(double actual, double forecast)
{
	double size = fabs(actual) + fabs(forecast);
	return size > 0 ? 200 * (fabs(actual - forecast) / size) : 0;
}

double series_pinball(double actual, double quantile, double p)
{
	return actual >= quantile ? p * (actual - quantile) : (1 - p) * (quantile - actual);
}

double series_crps(double error, double variance)
{
	if (!(variance > 0))
		return fabs(error);
	double deviation = sqrt(variance), z = error / deviation;
	double density = exp(-0.5 * z * z) / sqrt(2 * M_PI);
	return deviation * (z * (2 * numeric_normal_cdf(z) - 1) + 2 * density - 1 / sqrt(M_PI));
}

struct series_scale series_scale(const double *y, size_t n, size_t apart)
{
	struct series_scale s = { 0, 0 };
	for (size_t t = apart; t < n; t++) {
		double difference = fabs(y[t] - y[t - apart]);
		s.absolute += difference / (double)(n - apart);
		s.squared += difference * difference / (double)(n - apart);
	}
	return s;
}
