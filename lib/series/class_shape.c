/* The shape of a series: trend, season, and what stands out of both. */
#include "series_impl.h"

#include <stdlib.h>
#include <string.h>

#define FENCE	     3.0   /* interquartile ranges beyond the quartiles, as Tukey's "far out" */
#define LEAST_WINDOW 7	   /* periods of the moving average where there is no season */
#define MOST_WINDOW  31	   /* of the moving median, likewise */
#define LEAST_LENGTH 5	   /* observations: fewer have no outliers */
#define POISSON_IQR  1.349 /* interquartile range of a normal distribution, in standard deviations */

/* Periods over which the trend is taken; of a season, whole turns. */
static size_t trend_window(size_t n, size_t season)
{
	if (season > 1 && n >= 2 * season)
		return season;
	size_t window = n / 5 > LEAST_WINDOW ? n / 5 : LEAST_WINDOW;
	window = window < n ? window : n;
	return window - (window % 2 == 0);
}

/* Moving average centred on each period, the first and last of the window half where it is even; held still at both
 * ends. Returned are the periods [first, end) that have one of their own. */
static void centre(const double *y, size_t n, size_t window, double *trend, size_t *first, size_t *end)
{
	size_t half = window / 2;
	*first = half;
	*end = n - half;
	for (size_t t = *first; t < *end; t++) {
		double sum = 0;
		for (size_t i = t - half; i <= t + half; i++)
			sum += y[i];
		if (window % 2 == 0)
			sum -= (y[t - half] + y[t + half]) / 2;
		trend[t] = sum / (double)window;
	}
	for (size_t t = 0; t < *first; t++)
		trend[t] = trend[*first];
	for (size_t t = *end; t < n; t++)
		trend[t] = trend[*end - 1];
}

/* Mean of what the trend leaves in each phase, less the mean of these. */
static void find_profile(const double *y, const double *trend, size_t first, size_t end, size_t season, double *profile)
{
	double middle = 0;
	for (size_t phase = 0; phase < season; phase++) {
		double sum = 0, count = 0;
		for (size_t t = first + (phase + season - first % season) % season; t < end; t += season) {
			sum += y[t] - trend[t];
			count++;
		}
		profile[phase] = count > 0 ? sum / count : 0;
		middle += profile[phase] / (double)season;
	}
	for (size_t phase = 0; phase < season; phase++)
		profile[phase] -= middle;
}

static double variance_of(const double *x, size_t first, size_t end)
{
	double mean = 0, sum = 0, n = (double)(end - first);
	for (size_t t = first; t < end; t++)
		mean += x[t] / n;
	for (size_t t = first; t < end; t++)
		sum += (x[t] - mean) * (x[t] - mean);
	return sum / n;
}

/* 1 - Var R / Var (R + what); where nothing varies there is nothing strong. Rounding alone is nothing. */
static double strength(double rest, double both, double all)
{
	return both > 1e-24 * all && both > rest ? 1 - rest / both : 0;
}

struct series_shape series_shape(const double *y, size_t n, size_t season, double *rest)
{
	struct series_shape shape = { 0, season > 1 ? 0 : NAN };
	double *trend = rest + n, *profile = rest + 2 * n, size = 0;
	size_t window, first, end;
	bool seasonal = season > 1 && n >= 2 * season;
	if (n == 0)
		return shape;
	window = trend_window(n, season);
	centre(y, n, window, trend, &first, &end);
	if (seasonal)
		find_profile(y, trend, first, end, season, profile);
	else
		shape.season = NAN;
	for (size_t t = 0; t < n; t++) {
		rest[t] = y[t] - trend[t] - (seasonal ? profile[t % season] : 0);
		size += y[t] * y[t] / (double)n;
	}
	double left = variance_of(rest, first, end);
	for (size_t t = 0; t < n; t++)
		trend[t] += rest[t];
	shape.trend = strength(left, variance_of(trend, first, end), size);
	if (seasonal) {
		for (size_t t = 0; t < n; t++)
			trend[t] = rest[t] + profile[t % season];
		shape.season = strength(left, variance_of(trend, first, end), size);
	}
	return shape;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Quantile of sorted values, linear between them: type 7 of Hyndman, Fan 1996. */
static double sorted_quantile(const double *x, size_t n, double p)
{
	double at = p * ((double)n - 1);
	size_t low = (size_t)at;
	return low + 1 < n ? x[low] + (at - (double)low) * (x[low + 1] - x[low]) : x[n - 1];
}

/* The fences of ${n} values, with an interquartile range of ${least} at least; ${work} is spoilt. */
static void find_fences(double *work, size_t n, double least, double *low, double *high)
{
	qsort(work, n, sizeof *work, compare);
	double lower = sorted_quantile(work, n, 0.25), upper = sorted_quantile(work, n, 0.75);
	double range = fmax(upper - lower, least);
	*low = lower - FENCE * range;
	*high = upper + FENCE * range;
}

/* Sizes of demand, by their logarithms: one that is twice another is no outlier. */
static size_t size_outliers(const double *y, size_t n, double *work, size_t *out)
{
	size_t demands = 0, count = 0;
	double low, high;
	for (size_t t = 0; t < n; t++)
		if (y[t] > 0)
			work[demands++] = log(y[t]);
	if (demands < LEAST_LENGTH)
		return 0;
	find_fences(work, demands, log(2), &low, &high);
	for (size_t t = 0; t < n; t++)
		if (y[t] > 0 && (log(y[t]) < low || log(y[t]) > high))
			out[count++] = t;
	return count;
}

/* Puts ${in} into the sorted window for ${out}, both as often as they are there. */
static void slide(double *sorted, size_t w, double out, double in)
{
	size_t at = 0;
	while (sorted[at] < out)
		at++;
	for (; at + 1 < w && sorted[at + 1] < in; at++)
		sorted[at] = sorted[at + 1];
	for (; at > 0 && sorted[at - 1] > in; at--)
		sorted[at] = sorted[at - 1];
	sorted[at] = in;
}

/* What the median of the ${w} periods around each leaves: an outlier does not drag its neighbours along. */
static void leave_median(const double *y, size_t n, size_t w, double *sorted, double *rest)
{
	memcpy(sorted, y, w * sizeof *sorted);
	qsort(sorted, w, sizeof *sorted, compare);
	for (size_t t = 0, begin = 0; t < n; t++) {
		if (t > begin + w / 2 && begin + w < n) {
			slide(sorted, w, y[begin], y[begin + w]);
			begin++;
		}
		rest[t] = y[t] - (w % 2 ? sorted[w / 2] : (sorted[w / 2 - 1] + sorted[w / 2]) / 2);
	}
}

static void leave_phases(double *rest, size_t n, size_t season, double *work)
{
	for (size_t phase = 0; phase < season; phase++) {
		size_t count = 0;
		for (size_t t = phase; t < n; t += season)
			work[count++] = rest[t];
		qsort(work, count, sizeof *work, compare);
		double middle = sorted_quantile(work, count, 0.5);
		for (size_t t = phase; t < n; t += season)
			rest[t] -= middle;
	}
}

size_t series_outliers(const double *y, size_t n, size_t season, enum numeric_family family, double *room, size_t *out)
{
	enum series_pattern pattern = series_gaps(y, n).pattern;
	size_t count = 0, window = trend_window(n, season);
	double low, high, mean = 0, *rest = room, *work = room + n;
	if (n < LEAST_LENGTH || pattern == SERIES_NO_DEMAND)
		return 0;
	if (pattern == SERIES_INTERMITTENT || pattern == SERIES_LUMPY)
		return size_outliers(y, n, work, out);
	bool seasonal = season > 1 && n >= 2 * season;
	leave_median(y, n, seasonal || window < MOST_WINDOW ? window : MOST_WINDOW, work, rest);
	if (seasonal)
		leave_phases(rest, n, season, work);
	for (size_t t = 0; t < n; t++)
		mean += fabs(y[t]) / (double)n;
	memcpy(work, rest, n * sizeof *work);
	/* Counts vary by themselves as Poisson's do; amounts not for certain. */
	find_fences(work, n, family == NUMERIC_COUNT ? POISSON_IQR * sqrt(mean) : 1e-9 * mean, &low, &high);
	for (size_t t = 0; t < n; t++)
		if (rest[t] < low || rest[t] > high)
			out[count++] = t;
	return count;
}
