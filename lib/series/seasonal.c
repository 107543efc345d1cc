/* Season: is there one, and what is it. */
#include "series_impl.h"

#include <string.h>

#define LEAST_SEASONS  3					 /* of history, to say anything of a season */
#define NINETY_PERCENT 1.645					 /* both sides */
#define SEASON_LAGS(m) (((m) / SERIES_LANES + 1) * SERIES_LANES) /* lags 0..m, in whole passes */
#define LEAST_INDEX    1e-6

bool series_is_seasonal(const double *y, size_t n, size_t m, double *room)
{
	size_t lags = SEASON_LAGS(m);
	double *centred = room, *products = room + n + lags, mean = 0, squares = 0;
	if (m < 2 || n < LEAST_SEASONS * m)
		return false;
	for (size_t t = 0; t < n; t++)
		mean += y[t];
	mean /= (double)n;
	for (size_t t = 0; t < n; t++)
		centred[t] = y[t] - mean;
	memset(centred + n, 0, lags * sizeof *centred);
	series_products(centred, n, lags, products);
	if (!(products[0] > 0))
		return false;
	for (size_t k = 1; k < m; k++)
		squares += products[k] / products[0] * (products[k] / products[0]);
	return fabs(products[m] / products[0]) > NINETY_PERCENT * sqrt((1 + 2 * squares) / (double)n);
}

/* The centred moving average over a season at t = m/2..n-1-m/2, by a running sum; an even season counts its ends half.
 */
void series_decompose(const double *y, size_t n, size_t m, bool multiplies, double *index)
{
	size_t half = m / 2, end = n - half;
	double sum = 0, mean = 0;
	for (size_t j = 0; j < m; j++)
		index[j] = 0;
	for (size_t t = 0; t < 2 * half; t++)
		sum += y[t];
	for (size_t t = half, j = half % m; t < end; t++, j = j + 1 < m ? j + 1 : 0) {
		sum += y[t + half];
		double ends = m % 2 ? 0 : (y[t - half] + y[t + half]) / 2, middle = (sum - ends) / (double)m;
		index[j] += multiplies ? y[t] / middle : y[t] - middle;
		sum -= y[t - half];
	}
	for (size_t j = 0; j < m; j++) {
		/* Periods t = half.. that fall on j. */
		size_t first = half + (j + m - half % m) % m, count = first < end ? (end - 1 - first) / m + 1 : 1;
		index[j] /= (double)count;
		mean += index[j] / (double)m;
	}
	for (size_t j = 0; j < m; j++)
		index[j] = multiplies ? fmax(index[j] / mean, LEAST_INDEX) : index[j] - mean;
}

size_t series_season_room(size_t n, size_t m)
{
	return n + 2 * SEASON_LAGS(m);
}

static bool positive(const double *y, size_t n)
{
	for (size_t t = 0; t < n; t++)
		if (!(y[t] > 0))
			return false;
	return true;
}

void series_season_find(const struct series_history *history, double *room, struct season *season)
{
	size_t m = history->season;
	season->m = 1;
	season->multiplies = false;
	if (m > SERIES_SEASON_MAX || !series_is_seasonal(history->y, history->n, m, room))
		return;
	season->m = m;
	season->multiplies = positive(history->y, history->n);
	series_decompose(history->y, history->n, m, season->multiplies, season->index);
}

void series_season_out(const struct season *season, const double *y, size_t n, double *out)
{
	if (season->m < 2)
		memcpy(out, y, n * sizeof *out);
	else if (season->multiplies)
		for (size_t t = 0, j = 0; t < n; t++, j = j + 1 < season->m ? j + 1 : 0)
			out[t] = y[t] / season->index[j];
	else
		for (size_t t = 0, j = 0; t < n; t++, j = j + 1 < season->m ? j + 1 : 0)
			out[t] = y[t] - season->index[j];
}
