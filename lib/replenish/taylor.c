/* How much demand varies with its size, learnt from all series: Taylor's law. */
#include "replay.h"

#define LEAST_SERIES 30 /* that tell a law */

void replenish_windows(const double *days, size_t n, size_t length, struct replay_windows *out)
{
	double mean = 0, squares = 0;
	size_t count = length > 0 ? n / length : 0;

	count = count < REPLAY_WINDOWS ? count : REPLAY_WINDOWS;
	for (size_t i = 0; i < count; i++) {
		double sum = 0;
		for (size_t t = n - (i + 1) * length; t < n - i * length; t++)
			sum += days[t];
		/* Welford 1962 */
		double before = sum - mean;
		mean += before / (double)(i + 1);
		squares += before * (sum - mean);
	}
	*out = (struct replay_windows) { count, mean, squares };
}

/* Least squares of log variance on log mean. */
static bool fit_line(const struct replay_windows *all, size_t count, double *level, double *slope)
{
	double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;

	for (size_t i = 0; i < count; i++) {
		if (all[i].count < 3 || !(all[i].mean > 0) || !(all[i].squares > 0))
			continue;
		double x = log(all[i].mean), y = log(all[i].squares / (double)(all[i].count - 1));
		n++;
		sx += x;
		sy += y;
		sxx += x * x;
		sxy += x * y;
	}
	double spread = n * sxx - sx * sx;
	if (n < LEAST_SERIES || !(spread > 1e-9 * n * sxx))
		return false;
	*slope = (n * sxy - sx * sy) / spread;
	*level = exp((sy - *slope * sx) / n);
	return true;
}

struct replay_law replenish_taylor(const struct replay_windows *all, size_t count)
{
	struct replay_law law = { NAN, NAN };
	double ratio = 0, n = 0;

	if (!fit_line(all, count, &law.level, &law.slope))
		return (struct replay_law) { NAN, NAN };
	/* The line goes through the mean logarithm; what counts is the mean variance. */
	for (size_t i = 0; i < count; i++) {
		if (all[i].count < 3 || !(all[i].mean > 0))
			continue;
		ratio += all[i].squares / (double)(all[i].count - 1) / (law.level * pow(all[i].mean, law.slope));
		n++;
	}
	law.level *= ratio / n;
	return law;
}
