/* Rolling origins, and the choice by them. */
#include "series_impl.h"

/* One after the other, from the newest. */
struct origins {
	const struct series_model *model;
	const struct series_settings *settings;
	const struct series_history *history;
	size_t h, count; /* those that were */
	struct series_path path;
	double *room;
};

static struct origins origins_start(const struct series_model *model, const struct series_settings *settings,
				    const struct series_history *history, size_t h, double *work)
{
	size_t reach = history->n / 4 > 0 ? history->n / 4 : 1;
	return (struct origins) { .model = model,
				  .settings = settings,
				  .history = history,
				  .h = h > reach ? reach : h,
				  .path = { work, work + h, work + 2 * h },
				  .room = work + 3 * h };
}

/* NULL: no more; else what came, beside the path that was forecast. */
static const double *origins_next(struct origins *o)
{
	struct series_history before = *o->history;
	struct series_fit fit;
	size_t n = o->history->n;
	if (o->count == SERIES_ORIGINS || (o->count + 1) * o->h >= n)
		return NULL;
	before.n = n - (o->count + 1) * o->h;
	if (before.n < (n + 1) / 2 || before.n < o->model->minimum(&before, o->settings))
		return NULL;
	o->model->fit(&before, o->settings, o->room, &fit);
	o->model->forecast(&fit, &before, o->h, o->room, &o->path);
	o->count++;
	return before.y + before.n;
}

bool series_rolling_scores(const struct series_model *model, const struct series_settings *settings,
			   const struct series_history *history, size_t h, double *work, struct series_rolling *out)
{
	struct origins o = origins_start(model, settings, history, h, work);
	*out = (struct series_rolling) { 0, 0 };
	for (const double *came; (came = origins_next(&o));) {
		double sum = 0;
		for (size_t j = 0; j < o.h; j++) {
			double error = came[j] - o.path.mean[j];
			out->step += series_crps(error, o.path.variance[j]) / (double)o.h;
			sum += error;
		}
		out->total += series_crps(sum, o.path.total[o.h - 1]);
	}
	if (o.count == 0)
		return false;
	out->step /= (double)o.count;
	out->total /= (double)o.count;
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
