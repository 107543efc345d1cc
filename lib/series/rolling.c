/* Rolling origins, and the choice by them. */
#include "series_impl.h"

bool series_rolling_scores(const struct series_model *model, const struct series_settings *settings,
			   const struct series_history *history, size_t h, double *work, struct series_rolling *out)
{
	size_t n = history->n, reach = n / 4 > 0 ? n / 4 : 1, origins = 0;
	struct series_path path = { work, work + h, work + 2 * h };
	double *room = work + 3 * h;
	if (h > reach)
		h = reach;
	*out = (struct series_rolling) { 0, 0 };
	for (; origins < SERIES_ORIGINS && (origins + 1) * h < n; origins++) {
		struct series_history before = *history;
		struct series_fit fit;
		double sum = 0;
		before.n = n - (origins + 1) * h;
		if (before.n < (n + 1) / 2 || before.n < model->minimum(&before, settings))
			break;
		model->fit(&before, settings, room, &fit);
		model->forecast(&fit, &before, h, room, &path);
		for (size_t j = 0; j < h; j++) {
			double error = history->y[before.n + j] - path.mean[j];
			out->step += series_crps(error, path.variance[j]) / (double)h;
			sum += error;
		}
		out->total += series_crps(sum, path.total[h - 1]);
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

const struct series_model *series_select(const struct series_settings *settings, const struct series_history *history,
					 size_t h, double *work)
{
	const struct series_model *best = &SERIES_SES;
	struct series_rolling own, other;
	double least = SERIES_ADVANTAGE;
	if (!series_rolling_scores(best, settings, history, h, work, &own))
		return best;
	for (const struct series_model *const *m = SERIES_MODELS; *m; m++) {
		if ((*m)->room || !series_rolling_scores(*m, settings, history, h, work, &other))
			continue;
		double shares = (share(other.step, own.step) + share(other.total, own.total)) / 2;
		if (shares < least) {
			least = shares;
			best = *m;
		}
	}
	return best;
}
