/* A new item among others that were new once: the level of its own first periods, drawn to that of its analogues. */
#include "series_impl.h"

size_t series_launch_bin(size_t age)
{
	size_t bin = 0;

	while (age >> bin && bin + 1 < SERIES_LAUNCH_BINS)
		bin++;
	return bin;
}

/* The last of the origins that is not beyond so many periods. */
static size_t origin_of(size_t n)
{
	size_t k = 0;

	while (k + 1 < SERIES_LAUNCH_ORIGINS && series_launch_origin(k + 1) <= n)
		k++;
	return k;
}

static double factor_at(const struct series_history *history, size_t t)
{
	return history->factor ? history->factor[t] : 1;
}

static size_t launch_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)settings;
	return history->launch ? 0 : SIZE_MAX;
}

/* Nothing is kept but what the launch brings: the level is anew at each origin. */
static void launch_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		       struct series_fit *fit)
{
	(void)settings;
	(void)room;
	*fit = (struct series_fit) { .model = &SERIES_LAUNCH, .n = history->n, .season = history->season };
	fit->variance = history->launch->spread * history->launch->level;
	fit->degrees = (double)history->launch->behind;
}

double series_launch_level(const struct series_launch *l, const struct series_history *history)
{
	double sold = 0, expected = 0;

	for (size_t t = 0; t < history->n; t++) {
		double weight = t == 0 ? l->first : 1;
		sold += weight * fmax(0, history->y[t]);
		expected += weight * l->profile[series_launch_bin(t)] * factor_at(history, t);
	}
	return (sold + l->prior * l->level) / (expected + l->prior);
}

static void launch_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			    struct series_path *out)
{
	const struct series_launch *l = history->launch;
	double level = series_launch_level(l, history), doubt = l->doubt[origin_of(history->n)], sum = 0;

	(void)fit;
	(void)room;
	for (size_t i = 0; i < h; i++) {
		double mean = level * l->profile[series_launch_bin(history->n + i)] * factor_at(history, history->n + i);
		sum += mean;
		out->mean[i] = mean;
		if (out->variance)
			out->variance[i] = l->spread * mean + doubt * mean * mean;
		if (out->total)
			out->total[i] = l->spread * sum + doubt * sum * sum;
	}
}

const struct series_model SERIES_LAUNCH = {
	"launch", "the first periods of other items that were new once, drawn to its own",
	launch_minimum, NULL,
	launch_fit,	launch_forecast,
};
