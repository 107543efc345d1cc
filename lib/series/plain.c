/* The models with nothing to search: naive, seasonal naive, moving average. */
#include "series_impl.h"

/* Sum of squared differences lag periods apart. */
static double difference_squares(const double *y, size_t n, size_t lag)
{
	double sum = 0;
	for (size_t t = lag; t < n; t++)
		sum += (y[t] - y[t - lag]) * (y[t] - y[t - lag]);
	return sum;
}

static size_t naive_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)history;
	(void)settings;
	return 1;
}

static size_t seasonal_naive_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)settings;
	return history->season;
}

/* Naive is seasonal naive with a season of one period. */
static void lagged_fit(const struct series_history *history, size_t lag, struct series_fit *fit)
{
	size_t n = history->n;
	fit->season = lag;
	fit->degrees = n > lag ? (double)(n - lag) : 0;
	fit->variance = n > lag ? difference_squares(history->y, n, lag) / fit->degrees : 0;
}

static void naive_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		      struct series_fit *fit)
{
	(void)settings;
	(void)room;
	*fit = (struct series_fit) { .model = &SERIES_NAIVE, .n = history->n };
	lagged_fit(history, 1, fit);
}

static void seasonal_naive_fit(const struct series_history *history, const struct series_settings *settings,
			       double *room, struct series_fit *fit)
{
	(void)settings;
	(void)room;
	*fit = (struct series_fit) { .model = &SERIES_SEASONAL_NAIVE, .n = history->n };
	lagged_fit(history, history->season, fit);
}

static void lagged_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			    struct series_path *out)
{
	const double *last = history->y + history->n - fit->season;
	double sum = 0;
	(void)room;
	for (size_t i = 0; i < h; i++) {
		double weight = (double)(i / fit->season) + 1;
		out->mean[i] = last[i % fit->season];
		sum += weight * weight;
		if (out->variance)
			out->variance[i] = fit->variance * weight;
		if (out->total)
			out->total[i] = fit->variance * sum;
	}
}

const struct series_model SERIES_NAIVE = {
	"naive", "the last period again", naive_minimum, NULL, naive_fit, lagged_forecast,
};
const struct series_model SERIES_SEASONAL_NAIVE = {
	"seasonal-naive", "the last season again", seasonal_naive_minimum, NULL, seasonal_naive_fit, lagged_forecast,
};

static double window_mean(const double *y, size_t n)
{
	double sum = 0;
	for (size_t t = 0; t < n; t++)
		sum += y[t];
	return sum / (double)n;
}

/* Sum of squared errors of the mean of the w values before each. */
static double moving_squares(const double *y, size_t n, size_t w)
{
	double sum = 0, squares = 0;
	for (size_t t = 0; t < n; t++) {
		if (t >= w) {
			double error = y[t] - sum / (double)w;
			squares += error * error;
			sum -= y[t - w];
		}
		sum += y[t];
	}
	return squares;
}

static void moving_average_fit(const struct series_history *history, const struct series_settings *settings,
			       double *room, struct series_fit *fit)
{
	const double *y = history->y;
	size_t n = history->n, w = settings->window < n ? settings->window : n;
	(void)room;
	*fit = (struct series_fit) { .model = &SERIES_MOVING_AVERAGE, .n = n, .window = w };
	if (n >= 2 * w) {
		fit->degrees = (double)(n - w);
		fit->variance = moving_squares(y, n, w) / fit->degrees;
	} else if (n > 1) {
		double mean = window_mean(y, n), squares = 0;
		for (size_t t = 0; t < n; t++)
			squares += (y[t] - mean) * (y[t] - mean);
		fit->degrees = (double)(n - 1);
		fit->variance = squares / fit->degrees * (1 + 1 / (double)w);
	}
}

static void moving_average_forecast(const struct series_fit *fit, const struct series_history *history, size_t h,
				    double *room, struct series_path *out)
{
	size_t window = fit->window < history->n ? fit->window : history->n;
	double level = window_mean(history->y + history->n - window, window);
	double w = (double)fit->window, about_level = fit->variance / (1 + 1 / w);
	(void)room;
	for (size_t i = 0; i < h; i++) {
		double steps = (double)i + 1;
		out->mean[i] = level;
		if (out->variance)
			out->variance[i] = fit->variance;
		if (out->total)
			out->total[i] = about_level * (steps + steps * steps / w);
	}
}

const struct series_model SERIES_MOVING_AVERAGE = {
	"moving-average",   "the mean of the last periods", naive_minimum, NULL,
	moving_average_fit, moving_average_forecast,
};
