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

bool numeric_rolling_scores(const struct numeric_model *model, const struct numeric_settings *settings, const double *y,
			    size_t n, size_t h, double *work, struct numeric_rolling *out)
{
	size_t reach = n / 4 > 0 ? n / 4 : 1, origins = 0;
	double *mean = work, *variance = work + h, *total = variance + h;
	if (h > reach)
		h = reach;
	*out = (struct numeric_rolling) { 0, 0 };
	for (; origins < NUMERIC_ORIGINS && (origins + 1) * h < n; origins++) {
		size_t origin = n - (origins + 1) * h;
		struct numeric_fit fit;
		double sum = 0;
		if (origin < (n + 1) / 2 || origin < model->minimum(settings))
			break;
		model->fit(y, origin, settings, &fit);
		model->forecast(&fit, y, h, mean, variance, total);
		for (size_t j = 0; j < h; j++) {
			double error = y[origin + j] - mean[j];
			out->step += numeric_crps(error, variance[j]) / (double)h;
			sum += error;
		}
		out->total += numeric_crps(sum, total[h - 1]);
	}
	if (origins == 0)
		return false;
	out->step /= (double)origins;
	out->total /= (double)origins;
	return true;
}

static double share(double score, double of)
{
	if (of > 0)
		return score / of;
	return score > 0 ? INFINITY : 1;
}

const struct numeric_model *numeric_select(const struct numeric_settings *settings, const double *y, size_t n, size_t h,
					   double *work)
{
	const struct numeric_model *best = &NUMERIC_SES;
	struct numeric_rolling own, other;
	double least = NUMERIC_ADVANTAGE;
	if (!numeric_rolling_scores(best, settings, y, n, h, work, &own))
		return best;
	for (const struct numeric_model *const *m = NUMERIC_MODELS; *m; m++) {
		if (!numeric_rolling_scores(*m, settings, y, n, h, work, &other))
			continue;
		double shares = (share(other.step, own.step) + share(other.total, own.total)) / 2;
		if (shares < least) {
			least = shares;
			best = *m;
		}
	}
	return best;
}
