/* How good a forecast was. */
#include "series_impl.h"

double series_smape(const double *a, const double *f, size_t h)
{
	double sum = 0;
	for (size_t i = 0; i < h; i++) {
		double size = fabs(a[i]) + fabs(f[i]);
		sum += size > 0 ? fabs(a[i] - f[i]) / size : 0;
	}
	return h ? 200 * sum / (double)h : NAN;
}

double series_mase(const double *a, const double *f, size_t h, const double *y, size_t n, size_t m)
{
	double error = 0, scale = 0;
	for (size_t i = 0; i < h; i++)
		error += fabs(a[i] - f[i]) / (double)h;
	for (size_t t = m; t < n; t++)
		scale += fabs(y[t] - y[t - m]) / (double)(n - m);
	return h && scale > 0 ? error / scale : NAN;
}

double series_rmsse(const double *a, const double *f, size_t h, const double *y, size_t n)
{
	double error = 0, scale = 0;
	for (size_t i = 0; i < h; i++)
		error += (a[i] - f[i]) * (a[i] - f[i]) / (double)h;
	for (size_t t = 1; t < n; t++)
		scale += (y[t] - y[t - 1]) * (y[t] - y[t - 1]) / (double)(n - 1);
	return h && scale > 0 ? sqrt(error / scale) : NAN;
}

double series_pinball(const double *a, const double *q, size_t h, double p)
{
	double sum = 0;
	for (size_t i = 0; i < h; i++)
		sum += a[i] >= q[i] ? p * (a[i] - q[i]) : (1 - p) * (q[i] - a[i]);
	return h ? sum / (double)h : NAN;
}

double series_crps(double error, double variance)
{
	if (!(variance > 0))
		return fabs(error);
	double deviation = sqrt(variance), z = error / deviation;
	double density = exp(-0.5 * z * z) / sqrt(2 * M_PI);
	return deviation * (z * (2 * numeric_normal_cdf(z) - 1) + 2 * density - 1 / sqrt(M_PI));
}

double series_coverage(const double *a, const double *low, const double *high, size_t h)
{
	size_t inside = 0;
	for (size_t i = 0; i < h; i++)
		inside += a[i] >= low[i] && a[i] <= high[i];
	return h ? (double)inside / (double)h : NAN;
}
