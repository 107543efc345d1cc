/* The models with nothing to search: naive, seasonal naive, moving average. */
#include "numeric_impl.h"

/* Sum of squared differences lag periods apart. */
static double difference_squares(const double *y, size_t n, size_t lag)
{
	double sum = 0;
	for (size_t t = lag; t < n; t++)
		sum += (y[t] - y[t - lag]) * (y[t] - y[t - lag]);
	return sum;
}

static size_t naive_minimum(const struct numeric_settings *settings)
{
	(void)settings;
	return 1;
}

static size_t seasonal_naive_minimum(const struct numeric_settings *settings)
{
	return settings->season;
}

/* Naive is seasonal naive with a season of one period. */
static void lagged_fit(const double *y, size_t n, size_t lag, struct numeric_fit *fit)
{
	fit->season = lag;
	fit->level = y[n - 1];
	fit->degrees = n > lag ? (double)(n - lag) : 0;
	fit->variance = n > lag ? difference_squares(y, n, lag) / fit->degrees : 0;
}

static void naive_fit(const double *y, size_t n, const struct numeric_settings *settings, struct numeric_fit *fit)
{
	(void)settings;
	*fit = (struct numeric_fit) { .model = &NUMERIC_NAIVE, .n = n };
	lagged_fit(y, n, 1, fit);
}

static void seasonal_naive_fit(const double *y, size_t n, const struct numeric_settings *settings,
			       struct numeric_fit *fit)
{
	*fit = (struct numeric_fit) { .model = &NUMERIC_SEASONAL_NAIVE, .n = n };
	lagged_fit(y, n, settings->season, fit);
}

static void lagged_forecast(const struct numeric_fit *fit, const double *y, size_t h, double *mean, double *variance,
			    double *total)
{
	double sum = 0;
	for (size_t i = 0; i < h; i++) {
		size_t cycle = i / fit->season;
		double weight = (double)cycle + 1;
		mean[i] = y[fit->n - fit->season + i % fit->season];
		sum += weight * weight;
		if (variance)
			variance[i] = fit->variance * weight;
		if (total)
			total[i] = fit->variance * sum;
	}
}

const struct numeric_model NUMERIC_NAIVE = {
	"naive", "the last period again", naive_minimum, naive_fit, lagged_forecast,
};
const struct numeric_model NUMERIC_SEASONAL_NAIVE = {
	"seasonal-naive", "the last season again", seasonal_naive_minimum, seasonal_naive_fit, lagged_forecast,
};

static double window_sum(const double *y, size_t n)
{
	double sum = 0;
	for (size_t t = 0; t < n; t++)
		sum += y[t];
	return sum;
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

static void moving_average_fit(const double *y, size_t n, const struct numeric_settings *settings,
			       struct numeric_fit *fit)
{
	size_t w = settings->window < n ? settings->window : n;
	*fit = (struct numeric_fit) { .model = &NUMERIC_MOVING_AVERAGE, .n = n, .window = w };
	fit->level = window_sum(y + n - w, w) / (double)w;
	if (n >= 2 * w) {
		fit->degrees = (double)(n - w);
		fit->variance = moving_squares(y, n, w) / fit->degrees;
	} else if (n > 1) {
		double mean = window_sum(y, n) / (double)n, squares = 0;
		for (size_t t = 0; t < n; t++)
			squares += (y[t] - mean) * (y[t] - mean);
		fit->degrees = (double)(n - 1);
		fit->variance = squares / fit->degrees * (1 + 1 / (double)w);
	}
}

static void moving_average_forecast(const struct numeric_fit *fit, const double *y, size_t h, double *mean,
				    double *variance, double *total)
{
	(void)y;
	double w = (double)fit->window, about_level = fit->variance / (1 + 1 / w);
	for (size_t i = 0; i < h; i++) {
		double steps = (double)i + 1;
		mean[i] = fit->level;
		if (variance)
			variance[i] = fit->variance;
		if (total)
			total[i] = about_level * (steps + steps * steps / w);
	}
}

const struct numeric_model NUMERIC_MOVING_AVERAGE = {
	"moving-average", "the mean of the last periods", naive_minimum, moving_average_fit, moving_average_forecast,
};
