/* What the launches of the past say of new ones. */
#include "series_impl.h"

#include <stdlib.h>

#define ENOUGH	20    /* launches: fewer are no rule */
#define ROUNDS	10    /* of marginal totals in turn, which settle by then */
#define DRAWN	10.0  /* launches that those of a wider pool count for */
#define TINY	1e-9
#define COVERED 0.95
#define LEAST_SHARE 0.05
#define WEIGHTS 3
#define PRIORS	6

static const double FIRST[WEIGHTS] = { 0, 0.25, 1 };
static const double PRIOR[PRIORS] = { 0.5, 1, 2, 4, 8, 16 };

void series_launch_watch(struct series_launch_past *past, const double *y, size_t n, size_t h)
{
	size_t ages = series_launch_origin(SERIES_LAUNCH_ORIGINS - 1) + h;

	past->n = n < ages ? n : ages;
	memset(past->sold, 0, sizeof past->sold);
	memset(past->squares, 0, sizeof past->squares);
	memset(past->periods, 0, sizeof past->periods);
	for (size_t t = 0; t < past->n; t++) {
		size_t bin = series_launch_bin(t);
		double demand = fmax(0, y[t]);
		past->sold[bin] += demand;
		past->squares[bin] += demand * demand;
		past->periods[bin]++;
	}
	for (size_t k = 0; k < SERIES_LAUNCH_ORIGINS; k++) {
		size_t from = series_launch_origin(k);
		past->came[k] = from + h <= n ? 0 : NAN;
		for (size_t t = from; t < from + h && from + h <= n; t++)
			past->came[k] += fmax(0, y[t]);
	}
}

/* Without its first period, of which it is known that there was demand: that is why it is the first. */
static double own_level(const struct series_launch_past *p, const double *profile)
{
	double sold = 0, expected = 0;

	for (size_t b = 1; b < SERIES_LAUNCH_BINS; b++) {
		sold += p->sold[b];
		expected += profile[b] * p->periods[b];
	}
	return expected > 0 ? sold / expected : 0;
}

/* Levels and profile by marginal totals in turn, each launch weighed by the root of its level. */
static void learn_profile(const struct series_launch_past *past, size_t count, size_t ages, double *profile)
{
	for (size_t b = 0; b < SERIES_LAUNCH_BINS; b++)
		profile[b] = 1;
	for (int round = 0; round < ROUNDS; round++) {
		double sold[SERIES_LAUNCH_BINS] = { 0 }, expected[SERIES_LAUNCH_BINS] = { 0 }, mean = 0;
		for (size_t i = 0; i < count; i++) {
			double level = own_level(&past[i], profile), root = sqrt(level);
			for (size_t b = 0; b < SERIES_LAUNCH_BINS && level > 0; b++) {
				sold[b] += past[i].sold[b] / root;
				expected[b] += past[i].periods[b] * root;
			}
		}
		/* What was never seen, or never sold at, is as the age before. */
		for (size_t b = 0; b < SERIES_LAUNCH_BINS; b++)
			profile[b] = sold[b] > 0 ? sold[b] / expected[b] : b > 0 ? profile[b - 1] : 1;
		for (size_t t = 0; t < ages; t++)
			mean += profile[series_launch_bin(t)] / (double)ages;
		for (size_t b = 0; b < SERIES_LAUNCH_BINS; b++)
			profile[b] /= mean;
	}
}

/* Sold and expected up to the age of origin k, the first period weighing ${first}. */
struct sums {
	double sold, expected;
};

static struct sums sum_until(const struct series_launch_past *p, const double *profile, double first, size_t k)
{
	struct sums s = { 0, 0 };

	/* Bin b holds the ages between the origins b and b + 1. */
	for (size_t b = 0; b < k && b < SERIES_LAUNCH_BINS; b++) {
		double weight = b == 0 ? first : 1;
		s.sold += weight * p->sold[b];
		s.expected += weight * profile[b] * p->periods[b];
	}
	return s;
}

static void fill_pools(const struct series_launch_past *past, size_t count, const struct series_launch *l,
		       struct series_launch_pool *pools, size_t n_pools)
{
	memset(pools, 0, n_pools * sizeof *pools);
	for (size_t i = 0; i < count; i++) {
		struct sums s = sum_until(&past[i], l->profile, l->first, SERIES_LAUNCH_BINS);
		for (size_t k = 0; k < SERIES_LAUNCH_POOLS; k++) {
			struct series_launch_pool *pool = &pools[past[i].pool[k]];
			pool->sold += s.sold;
			pool->expected += s.expected;
			pool->count += s.expected > 0;
		}
	}
}

double series_launch_pooled(const struct series_launch *l, const struct series_launch_pool *pools, const size_t *pool,
			    const struct series_launch_past *without)
{
	struct sums own = { 0, 0 };
	double level = 0;

	if (without)
		own = sum_until(without, l->profile, l->first, SERIES_LAUNCH_BINS);
	for (size_t k = 0; k < SERIES_LAUNCH_POOLS; k++) {
		const struct series_launch_pool *p = &pools[pool[k]];
		double sold = p->sold - own.sold, expected = p->expected - own.expected;
		double n = p->count - (without && own.expected > 0), drawn = k == 0 ? 0 : DRAWN;
		if (n > 0 && expected > TINY)
			level = (n * fmax(0, sold) / expected + drawn * level) / (n + drawn);
	}
	return level;
}

/* 2 (a log(a/f) - (a - f)): the deviance of Poisson's law, least where the forecast is the mean. */
static double deviance(double forecast, double actual)
{
	forecast = fmax(forecast, TINY);
	return 2 * ((actual > 0 ? actual * log(actual / forecast) : 0) - (actual - forecast));
}

/* What there is to forecast from origin k, a unit of level. */
static double ahead(const struct series_launch *l, size_t k, size_t h)
{
	double sum = 0;

	for (size_t i = 0; i < h; i++)
		sum += l->profile[series_launch_bin(series_launch_origin(k) + i)];
	return sum;
}

static double forecast_past(const struct series_launch *l, const struct series_launch_past *p, double level, size_t k,
			    double ahead_of_k)
{
	struct sums s = sum_until(p, l->profile, l->first, k);

	return (s.sold + l->prior * level) / (s.expected + l->prior) * ahead_of_k;
}

/* Each launch forecast as if it had not been seen: deviances as shares of what came, by origin. */
static void judge(const struct series_launch_past *past, size_t count, const struct series_launch_pool *pools, size_t h,
		  const struct series_launch *l, double *loss)
{
	double sums[SERIES_LAUNCH_ORIGINS], came[SERIES_LAUNCH_ORIGINS] = { 0 };

	for (size_t k = 0; k < SERIES_LAUNCH_ORIGINS; k++) {
		sums[k] = ahead(l, k, h);
		loss[k] = 0;
	}
	for (size_t i = 0; i < count; i++) {
		double level = series_launch_pooled(l, pools, past[i].pool, &past[i]);
		for (size_t k = 0; k < SERIES_LAUNCH_ORIGINS && !isnan(past[i].came[k]); k++) {
			loss[k] += deviance(forecast_past(l, &past[i], level, k, sums[k]), past[i].came[k]);
			came[k] += past[i].came[k];
		}
	}
	for (size_t k = 0; k < SERIES_LAUNCH_ORIGINS; k++)
		loss[k] = came[k] > 0 ? loss[k] / came[k] : NAN;
}

/* The same of the mean of the first periods; nothing of none. */
static void judge_means(const struct series_launch_past *past, size_t count, size_t h, double *loss)
{
	for (size_t k = 1; k < SERIES_LAUNCH_ORIGINS; k++) {
		double came = 0, n = (double)series_launch_origin(k);
		loss[k] = 0;
		for (size_t i = 0; i < count; i++) {
			double sold = 0;
			if (isnan(past[i].came[k]))
				continue;
			for (size_t b = 0; b < k; b++)
				sold += past[i].sold[b];
			loss[k] += deviance(sold / n * (double)h, past[i].came[k]);
			came += past[i].came[k];
		}
		loss[k] = came > 0 ? loss[k] / came : NAN;
	}
}

/* Pearson's variance over mean of single periods about each launch's own level, the first left out. */
static double spread_of(const struct series_launch_past *past, size_t count, const double *profile)
{
	double sum = 0, degrees = 0;

	for (size_t i = 0; i < count; i++) {
		double level = own_level(&past[i], profile), squares = 0, expected = 0, periods = 0;
		for (size_t b = 1; b < SERIES_LAUNCH_BINS; b++) {
			squares += past[i].squares[b] / profile[b];
			expected += profile[b] * past[i].periods[b];
			periods += past[i].periods[b];
		}
		if (!(level > 0) || periods < 2)
			continue;
		sum += fmax(0, squares / level - level * expected);
		degrees += periods - 1;
	}
	return degrees > 0 ? sum / degrees : 1;
}

/* What is left of the squared errors of sums beside that, as a share of the squared forecast. */
static void find_doubt(const struct series_launch_past *past, size_t count, const struct series_launch_pool *pools,
		       size_t h, struct series_launch *l)
{
	for (size_t k = 0; k < SERIES_LAUNCH_ORIGINS; k++) {
		double sums = ahead(l, k, h), excess = 0, forecasts = 0;
		for (size_t i = 0; i < count; i++) {
			if (isnan(past[i].came[k]))
				continue;
			double level = series_launch_pooled(l, pools, past[i].pool, &past[i]);
			double f = forecast_past(l, &past[i], level, k, sums), error = past[i].came[k] - f;
			if (!(f > TINY))
				continue;
			excess += error * error / f - l->spread;
			forecasts += f;
		}
		l->doubt[k] = forecasts > 0 ? fmax(0, excess / forecasts) : k > 0 ? l->doubt[k - 1] : 0;
	}
}

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* A few launches that ran away make those sums larger than most need: as wide as 95 of 100 were. */
static void calibrate(const struct series_launch_past *past, size_t count, const struct series_launch_pool *pools,
		      size_t h, struct series_launch *l, double *room)
{
	double sums[SERIES_LAUNCH_ORIGINS];
	size_t n = 0;

	for (size_t k = 0; k < SERIES_LAUNCH_ORIGINS; k++)
		sums[k] = ahead(l, k, h);
	for (size_t i = 0; i < count; i++) {
		double level = series_launch_pooled(l, pools, past[i].pool, &past[i]);
		for (size_t k = 1; k < SERIES_LAUNCH_ORIGINS && !isnan(past[i].came[k]); k++) {
			double f = forecast_past(l, &past[i], level, k, sums[k]), error = past[i].came[k] - f;
			if (f > TINY)
				room[n++] = error * error / (l->spread * f + l->doubt[k] * f * f);
		}
	}
	if (n == 0)
		return;
	qsort(room, n, sizeof *room, compare_numbers);
	double z = numeric_normal_quantile(0.5 + COVERED / 2), share = room[(size_t)(COVERED * (double)n)] / (z * z);
	share = fmax(share, LEAST_SHARE);
	l->spread *= share;
	for (size_t k = 0; k < SERIES_LAUNCH_ORIGINS; k++)
		l->doubt[k] *= share;
}

bool series_launch_learn(const struct series_launch_past *past, size_t count, size_t h,
			 struct series_launch_pool *pools, size_t n_pools, double *room, struct series_launch *out)
{
	double loss[SERIES_LAUNCH_ORIGINS] = { 0 }, means[SERIES_LAUNCH_ORIGINS] = { 0 }, least = INFINITY;
	size_t seen = 0;
	struct series_launch l = { .behind = count };

	for (size_t i = 0; i < count; i++)
		seen += !isnan(past[i].came[1]);
	if (seen < ENOUGH || h == 0)
		return false;
	learn_profile(past, count, series_launch_origin(SERIES_LAUNCH_ORIGINS - 1) + h, l.profile);
	for (size_t w = 0; w < WEIGHTS; w++) {
		l.first = FIRST[w];
		fill_pools(past, count, &l, pools, n_pools);
		for (size_t p = 0; p < PRIORS; p++) {
			double sum = 0;
			l.prior = PRIOR[p];
			judge(past, count, pools, h, &l, loss);
			for (size_t k = 1; k < SERIES_LAUNCH_ORIGINS; k++)
				sum += isnan(loss[k]) ? 0 : loss[k];
			if (sum >= least || isnan(loss[1]))
				continue;
			least = sum;
			*out = l;
		}
	}
	if (isinf(least))
		return false;
	fill_pools(past, count, out, pools, n_pools);
	judge(past, count, pools, h, out, loss);
	judge_means(past, count, h, means);
	for (size_t k = 1; k < SERIES_LAUNCH_ORIGINS && loss[k] < means[k]; k++)
		out->until = k + 1 < SERIES_LAUNCH_ORIGINS ? series_launch_origin(k + 1) - 1 : series_launch_origin(k);
	out->spread = spread_of(past, count, out->profile);
	find_doubt(past, count, pools, h, out);
	calibrate(past, count, pools, h, out, room);
	return true;
}
