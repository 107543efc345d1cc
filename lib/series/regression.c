/* Linear regression on the period's number. */
#include "series_impl.h"

static size_t regression_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)history;
	(void)settings;
	return 2;
}

static double middle(size_t n)
{
	return ((double)n + 1) / 2;
}

/* Sum of squares of 1..n about their mean. */
static double spread_of_periods(size_t n)
{
	double x = (double)n;
	return x * (x * x - 1) / 12;
}

static void regression_fit(const struct series_history *history, const struct series_settings *settings, double *room,
			   struct series_fit *fit)
{
	const double *y = history->y;
	size_t n = history->n;
	(void)settings;
	(void)room;
	double mean = 0, products = 0, squares = 0;
	for (size_t t = 0; t < n; t++)
		mean += y[t] / (double)n;
	for (size_t t = 0; t < n; t++)
		products += ((double)t + 1 - middle(n)) * (y[t] - mean);
	*fit = (struct series_fit) { .model = &SERIES_REGRESSION, .n = n };
	fit->slope = products / spread_of_periods(n);
	fit->level = mean - fit->slope * middle(n);
	for (size_t t = 0; t < n; t++) {
		double error = y[t] - mean - fit->slope * ((double)t + 1 - middle(n));
		squares += error * error;
	}
	if (n > 2) {
		fit->degrees = (double)n - 2;
		fit->variance = squares / fit->degrees;
	}
}

/* fit->variance is that of the errors about the line; the line's own error comes on top. */
static void regression_forecast(const struct series_fit *fit, const struct series_history *history, size_t h,
				double *room, struct series_path *out)
{
	double n = (double)fit->n, about = spread_of_periods(fit->n), distances = 0;
	(void)room;
	for (size_t i = 0; i < h; i++) {
		double steps = (double)i + 1, period = (double)history->n + steps, distance = period - middle(fit->n);
		distances += distance;
		out->mean[i] = fit->level + fit->slope * period;
		if (out->variance)
			out->variance[i] = fit->variance * (1 + 1 / n + distance * distance / about);
		if (out->total)
			out->total[i] = fit->variance * (steps + steps * steps / n + distances * distances / about);
	}
}

const struct series_model SERIES_REGRESSION = {
	"regression", "a straight line through the history", regression_minimum, NULL, regression_fit, regression_forecast,
};
