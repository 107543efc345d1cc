/*
 * A series beside others: freed of the calendar factors of its group, its level is its share in what it is a part of,
 * times the level of that.
 */
#include "series_impl.h"

#define SHARE_SEASONS 8 /* over which a share in the whole is smoothed */
#define START_SEASONS 4 /* whose mean the smoothing of a share begins with */
#define LEAST_FACTOR  0.05

static size_t pooled_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)settings;
	return history->factor ? 1 : SIZE_MAX;
}

static size_t pooled_room(const struct series_history *history, size_t h)
{
	return history->n + (SERIES_SES.room ? SERIES_SES.room(history, h) : 0) + h;
}

static double factor_at(const struct series_history *history, size_t t)
{
	return history->factor[t] > LEAST_FACTOR ? history->factor[t] : LEAST_FACTOR;
}

static double smoothed(const double *y, size_t n, double alpha, double level)
{
	for (size_t t = 0; t < n; t++)
		level += alpha * (y[t] - level);
	return level;
}

/* Kept: alpha and level, where the series' own smoothing starts; beta and slope, where that of the whole does. */
static void pooled_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		       struct series_fit *fit)
{
	struct series_history level = { .y = room, .n = history->n, .season = 1 };
	struct series_settings search = { .window = settings->window, .alpha = NAN };
	struct series_fit whole = { 0 };
	for (size_t t = 0; t < history->n; t++)
		room[t] = history->y[t] / factor_at(history, t);
	SERIES_SES.fit(&level, &search, room + history->n, fit);
	if (history->whole) {
		level.y = history->whole;
		SERIES_SES.fit(&level, &search, room + history->n, &whole);
	}
	fit->model = &SERIES_POOLED;
	fit->season = history->season;
	fit->beta = whole.alpha;
	fit->slope = whole.level;
}

static double mean(const double *y, size_t n)
{
	double sum = 0;
	for (size_t t = 0; t < n; t++)
		sum += y[t];
	return sum / (double)n;
}

/* Part and whole smoothed alike and slowly: their quotient is the share; the whole by itself as fast as is best for it.
 */
static double shared_level(const struct series_fit *fit, const struct series_history *history, const double *z,
			   double own)
{
	size_t n = history->n, start = START_SEASONS * fit->season;
	double alpha = 2 / ((double)(SHARE_SEASONS * fit->season) + 1);
	start = start < n ? start : n;
	double part = smoothed(z, n, alpha, mean(z, start));
	double whole = smoothed(history->whole, n, alpha, mean(history->whole, start));
	if (!(whole > 0))
		return own;
	return part / whole * fmax(0, smoothed(history->whole, n, fit->beta, fit->slope));
}

static void pooled_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			    struct series_path *out)
{
	double weights = 0, factors = 0, *z = room;
	for (size_t t = 0; t < history->n; t++)
		z[t] = history->y[t] / factor_at(history, t);
	double level = smoothed(z, history->n, fit->alpha, fit->level);
	if (history->whole)
		level = shared_level(fit, history, z, level);
	for (size_t i = 0; i < h; i++) {
		double factor = factor_at(history, history->n + i), weight = 1 + fit->alpha * (double)i;
		out->mean[i] = level * factor;
		/* Demand of more spreads wider, by its root as counts do. */
		weights += weight * weight;
		factors += factor;
		if (out->variance)
			out->variance[i] = fit->variance * (1 + (double)i * fit->alpha * fit->alpha) * factor;
		if (out->total)
			out->total[i] = fit->variance * weights * factors / (double)(i + 1);
	}
}

const struct series_model SERIES_POOLED = {
	"pooled",	"the calendar of the group, and a share in the level of the SKU in all locations",
	pooled_minimum, pooled_room,
	pooled_fit,	pooled_forecast,
	.knows_promotions = true,
	.constants_stay = true,
};
