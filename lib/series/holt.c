/* Holt's linear trend and the damped one, on what is left when the season is taken out. */
#include "series_impl.h"

#include <string.h>

struct holt {
	struct season season;
	struct trend trend;
};

static size_t holt_room(const struct series_history *history, size_t h)
{
	return series_adjusted_room(history, h) + history->n;
}

static void holt_fit(const struct series_model *model, bool damped, const struct series_history *history, double *room,
		     struct series_fit *fit)
{
	size_t n = history->n;
	double *adjusted = room, *ones = room + n;
	struct holt holt = { 0 };
	*fit = (struct series_fit) { .model = model, .n = n };
	series_season_find(history, room, &holt.season);
	series_season_out(&holt.season, history->y, n, adjusted);
	for (size_t t = 0; t < n; t++)
		ones[t] = 1;
	holt.trend = series_trend_best(adjusted, ones, n, damped);
	fit->alpha = holt.trend.alpha;
	fit->beta = holt.trend.beta;
	fit->phi = holt.trend.phi;
	fit->level = holt.trend.level;
	fit->slope = holt.trend.slope;
	series_adjusted_variance(fit, &holt.season, holt.trend.squares, n, damped ? 5 : 4);
	series_keep(fit, &holt, sizeof holt);
}

static void plain_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		      struct series_fit *fit)
{
	(void)settings;
	holt_fit(&SERIES_HOLT, false, history, room, fit);
}

static void damped_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		       struct series_fit *fit)
{
	(void)settings;
	holt_fit(&SERIES_DAMPED, true, history, room, fit);
}

static void holt_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			  struct series_path *out)
{
	struct holt holt;
	double level, slope, *response = room;
	series_kept(fit, &holt, sizeof holt);
	series_season_out(&holt.season, history->y, history->n, room);
	series_trend_end(&holt.trend, room, history->n, &level, &slope);
	series_trend_mean(&holt.trend, level, slope, h, out->mean);
	series_trend_response(&holt.trend, h, response);
	series_adjusted_path(&holt.season, fit->variance, history->n, h, response, response + h, out);
	series_path_widen(fit->n, h, out);
}

const struct series_model SERIES_HOLT = {
	"holt", "Holt's linear trend", series_adjusted_minimum, holt_room, plain_fit, holt_forecast,
	.constants_stay = true,
};
const struct series_model SERIES_DAMPED = {
	"damped", "Holt's trend, damped", series_adjusted_minimum, holt_room, damped_fit, holt_forecast,
	.constants_stay = true,
};
