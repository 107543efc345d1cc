/* What the models have in common that work on a history whose season is taken out. */
#include "series_impl.h"

#define LEAST_HISTORY 4 /* for a trend and an error about it */

size_t series_adjusted_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)history;
	(void)settings;
	return LEAST_HISTORY;
}

size_t series_adjusted_room(const struct series_history *history, size_t h)
{
	size_t season = series_season_room(history->n, history->season > SERIES_SEASON_MAX ? 1 : history->season);
	return history->n + season + 3 * h;
}

void series_adjusted_variance(struct series_fit *fit, const struct season *season, double squares, size_t n,
			      double parameters)
{
	fit->season = season->m;
	fit->degrees = fmax(1, (double)n - parameters);
	fit->variance = squares / fit->degrees;
}

void series_adjusted_path(const struct season *season, double variance, size_t n, size_t h, const double *response,
			  double *work, struct series_path *out)
{
	double *factor = season->m > 1 && season->multiplies ? work + h : NULL;
	for (size_t i = 0; i < h && season->m > 1; i++) {
		double index = season->index[(n + i) % season->m];
		if (factor)
			factor[i] = index;
		out->mean[i] = factor ? out->mean[i] * index : out->mean[i] + index;
	}
	series_path_variance(variance, response, NULL, factor, h, work, out);
}
