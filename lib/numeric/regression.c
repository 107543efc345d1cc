/* Linear regression on the period's number. */
#include "numeric_impl.h"

static size_t regression_minimum(const struct numeric_settings *settings)
{
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

static void regression_fit(const double *y, size_t n, const struct numeric_settings *settings, struct numeric_fit *fit)
{
	(void)settings;
	double mean = 0, products = 0, squares = 0;
	for (size_t t = 0; t < n; t++)
		mean += y[t] / (double)n;
	for (size_t t = 0; t < n; t++)
		products += ((double)t + 1 - middle(n)) * (y[t] - mean);
	*fit = (struct numeric_fit) { .model = &NUMERIC_REGRESSION, .n = n };
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
static void regression_forecast(const struct numeric_fit *fit, const double *y, size_t h, double *mean,
				double *variance, double *total)
{
	(void)y;
	double n = (double)fit->n, about = spread_of_periods(fit->n), distances = 0;
	for (size_t i = 0; i < h; i++) {
		double steps = (double)i + 1, distance = n + steps - middle(fit->n);
		distances += distance;
		mean[i] = fit->level + fit->slope * (n + steps);
		if (variance)
			variance[i] = fit->variance * (1 + 1 / n + distance * distance / about);
		if (total)
			total[i] = fit->variance * (steps + steps * steps / n + distances * distances / about);
	}
}

const struct numeric_model NUMERIC_REGRESSION = {
	"regression", "a straight line through the history", regression_minimum, regression_fit, regression_forecast,
};
