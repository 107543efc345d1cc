/* What kind of series it is. */
#include "series_impl.h"

#define GAP_CUT	   1.32
#define SPREAD_CUT 0.49
#define IMPROBABLE 0.01 /* runs of such a length that chance would show in a history */

static enum series_pattern pattern_of(double interval, double spread)
{
	if (interval > GAP_CUT)
		return spread > SPREAD_CUT ? SERIES_LUMPY : SERIES_INTERMITTENT;
	return spread > SPREAD_CUT ? SERIES_ERRATIC : SERIES_SMOOTH;
}

struct series_gaps series_gaps(const double *y, size_t n)
{
	struct series_gaps gaps = { .interval = NAN, .pattern = SERIES_NO_DEMAND };
	double mean = 0, squares = 0;
	for (size_t t = 0; t < n; t++) {
		if (!(y[t] > 0))
			continue;
		double step = y[t] - mean;
		gaps.demands++;
		mean += step / (double)gaps.demands;
		squares += step * (y[t] - mean);
	}
	if (gaps.demands == 0)
		return gaps;
	gaps.interval = (double)n / (double)gaps.demands;
	if (gaps.demands > 1)
		gaps.spread = squares / ((double)gaps.demands - 1) / (mean * mean);
	gaps.pattern = pattern_of(gaps.interval, gaps.spread);
	return gaps;
}

/* The length of the next run without demand from *t on, which then stands behind it; 0 = there is none. */
static size_t next_run(const double *y, size_t n, size_t *t)
{
	size_t run = 0;
	while (*t < n && y[*t] > 0)
		++*t;
	for (; *t < n && !(y[*t] > 0); ++*t)
		run++;
	return run;
}

/* Would chance show a run of so many periods without demand in n? Half a period more of each kind, so that none is ever
 * impossible. */
static bool improbable(double demands, double periods, size_t run, size_t n)
{
	double chance = (demands + 0.5) / (periods + 1);
	return log((double)n) + (double)run * log1p(-chance) < log(IMPROBABLE);
}

/* The shortest run that is improbable, by the chance of demand outside of it and of those of ${known} periods and more:
 * of two runs the longer is the less probable. */
static size_t shortest_improbable(const double *y, size_t begin, size_t n, double demands, size_t known)
{
	double outside = (double)(n - begin);
	size_t shortest = known;
	for (size_t t = begin, run; (run = next_run(y, n, &t)) > 0;)
		outside -= run >= known ? (double)run : 0;
	for (size_t t = begin, run; (run = next_run(y, n, &t)) > 0;)
		if (run < shortest && improbable(demands, outside - (double)run, run, n))
			shortest = run;
	return shortest;
}

size_t series_stockouts(const double *y, size_t n, struct series_stretch *out, size_t max)
{
	size_t begin = 0, count = 0, shortest = SIZE_MAX, before;
	double demands = 0;
	while (begin < n && !(y[begin] > 0))
		begin++;
	for (size_t t = begin; t < n; t++)
		demands += y[t] > 0;
	/* Each stretch that is left out makes others less probable. */
	do {
		before = shortest;
		shortest = shortest_improbable(y, begin, n, demands, before);
	} while (shortest < before);
	for (size_t t = begin, run; count < max && (run = next_run(y, n, &t)) > 0;)
		if (run >= shortest)
			out[count++] = (struct series_stretch) { t - run, run };
	return count;
}
