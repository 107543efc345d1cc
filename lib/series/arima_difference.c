/* How often a series must be differenced. */
#include "arima_impl.h"

#define YEARS 5 /* on either side that a season is averaged over */

size_t series_arima_difference(double *y, size_t n, size_t lag)
{
	if (n <= lag)
		return 0;
	for (size_t t = 0; t + lag < n; t++)
		y[t] = y[t + lag] - y[t];
	return n - lag;
}

double series_arima_kpss(const double *y, size_t n)
{
	size_t lags = (size_t)(3 * sqrt((double)n) / 13);
	double mean = 0, sum = 0, partial = 0, variance = 0;
	for (size_t t = 0; t < n; t++)
		mean += y[t] / (double)n;
	for (size_t t = 0; t < n; t++) {
		sum += y[t] - mean;
		partial += sum * sum;
		variance += (y[t] - mean) * (y[t] - mean);
	}
	for (size_t lag = 1; lag <= lags && lag < n; lag++) {
		double products = 0;
		for (size_t t = lag; t < n; t++)
			products += (y[t] - mean) * (y[t - lag] - mean);
		variance += 2 * (1 - (double)lag / ((double)lags + 1)) * products;
	}
	return variance > 0 ? partial / ((double)n * variance) : 0;
}

/* Centred averages over a season; the first and the last half season have none. */
static void remove_trend(const double *y, size_t n, size_t season, double *detrended)
{
	size_t half = season / 2;
	for (size_t t = half; t + half < n; t++) {
		double sum = 0;
		for (size_t i = t - half; i <= t + half; i++)
			sum += y[i];
		if (season % 2 == 0)
			sum -= (y[t - half] + y[t + half]) / 2;
		detrended[t] = y[t] - sum / (double)season;
	}
}

/* The same phase of the years around t, nearer ones weighing more (tricube). */
static double seasonal_average(const double *detrended, size_t from, size_t to, size_t t, size_t season)
{
	double sum = 0, weights = 0;
	for (ptrdiff_t year = -YEARS; year <= YEARS; year++) {
		ptrdiff_t at = (ptrdiff_t)t + year * (ptrdiff_t)season;
		double distance = fabs((double)year) / (YEARS + 1), rest = 1 - distance * distance * distance;
		if (at < (ptrdiff_t)from || at >= (ptrdiff_t)to)
			continue;
		sum += rest * rest * rest * detrended[at];
		weights += rest * rest * rest;
	}
	return sum / weights;
}

static double variance_of(const double *x, size_t n)
{
	double mean = 0, squares = 0;
	for (size_t i = 0; i < n; i++)
		mean += x[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		squares += (x[i] - mean) * (x[i] - mean);
	return squares;
}

double series_arima_seasonal_strength(const double *y, size_t n, size_t season, double *room)
{
	size_t from = season / 2, to = n - season / 2;
	double *detrended = room, *rest = room + n;
	if (season < 2 || n < 2 * season + 1)
		return 0;
	remove_trend(y, n, season, detrended);
	for (size_t t = from; t < to; t++)
		rest[t] = detrended[t] - seasonal_average(detrended, from, to, t, season);
	double all = variance_of(detrended + from, to - from);
	return all > 0 ? fmax(0, 1 - variance_of(rest + from, to - from) / all) : 0;
}
