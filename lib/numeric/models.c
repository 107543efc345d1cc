/* The table of models, and the choice among them. */
#include "numeric_impl.h"

#include <string.h>

const struct numeric_model *const NUMERIC_MODELS[] = {
	&NUMERIC_MOVING_AVERAGE, &NUMERIC_NAIVE, &NUMERIC_SEASONAL_NAIVE, &NUMERIC_SES, &NUMERIC_REGRESSION, NULL,
};

const struct numeric_model *numeric_model_find(const char *name)
{
	for (const struct numeric_model *const *m = NUMERIC_MODELS; *m; m++)
		if (strcmp((*m)->name, name) == 0)
			return *m;
	return NULL;
}

double numeric_rolling_error(const struct numeric_model *model, const struct numeric_settings *settings,
			     const double *y, size_t n, size_t h, double *work)
{
	size_t reach = n / 4 > 0 ? n / 4 : 1, terms = 0;
	double squares = 0;
	if (h > reach)
		h = reach;
	for (size_t i = 1; i <= NUMERIC_ORIGINS && i * h < n; i++) {
		size_t origin = n - i * h;
		struct numeric_fit fit;
		if (origin < (n + 1) / 2 || origin < model->minimum(settings))
			break;
		model->fit(y, origin, settings, &fit);
		model->forecast(&fit, y, h, work, NULL, NULL);
		for (size_t j = 0; j < h; j++)
			squares += (y[origin + j] - work[j]) * (y[origin + j] - work[j]);
		terms += h;
	}
	return terms ? squares / (double)terms : NAN;
}

const struct numeric_model *numeric_select(const struct numeric_settings *settings, const double *y, size_t n, size_t h,
					   double *work)
{
	const struct numeric_model *best = NULL;
	double least = INFINITY;
	for (const struct numeric_model *const *m = NUMERIC_MODELS; *m; m++) {
		double error = numeric_rolling_error(*m, settings, y, n, h, work);
		if (error < least) {
			least = error;
			best = *m;
		}
	}
	return best ? best : NUMERIC_MODELS[0];
}
