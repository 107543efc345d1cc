/* Which model forecasts a series. */
#include "estimate.h"

/* A model must do so much better than the default. That is a lot: over few origins the best of several models is mostly
 * the luckiest, and on the series of the M3 competition, their ends held out, an advantage of 0.95 costs a tenth. */
#define ADVANTAGE 0.25

#define WEEKS_OF_YEAR 52

const char *forecast_class(const struct desk *d)
{
	static const char *const NAMES[] = { [SERIES_SMOOTH] = "smooth",
					     [SERIES_ERRATIC] = "erratic",
					     [SERIES_INTERMITTENT] = "intermittent",
					     [SERIES_LUMPY] = "lumpy" };

	return NAMES[series_gaps(d->periods.y, d->periods.n).pattern];
}

/* The first of these that there is. */
static const struct series_model *first_of(const char *const *names)
{
	const struct series_model *model = NULL;

	while (*names && !model)
		model = series_model_find(*names++);
	return model;
}

/* For a series by itself. */
static const struct series_model *single_model(const struct desk *d)
{
	static const char *const REGULAR[] = { "ensemble", "ses", NULL };
	static const char *const SPARSE[] = { "adida", "ses", NULL };
	static const char *const WEEKLY[] = { "weekly", "ensemble", "ses", NULL };
	static const char *const HOURLY[] = { "multi-season", "ensemble", "ses", NULL };

	enum series_pattern pattern = series_gaps(d->periods.y, d->periods.n).pattern;
	if (pattern != SERIES_SMOOTH && pattern != SERIES_ERRATIC)
		return first_of(SPARSE);
	if (d->panel->plan->long_season)
		return first_of(HOURLY);
	return first_of(d->panel->plan->season == WEEKS_OF_YEAR ? WEEKLY : REGULAR);
}

static double share(double score, double of)
{
	if (of > 0)
		return score / of;
	return score > 0 ? INFINITY : 1;
}

static double compare(const struct series_rolling *other, const struct series_rolling *own)
{
	return (share(other->step, own->step) + share(other->total, own->total)) / 2;
}

double forecast_compare_pooled(struct desk *d)
{
	const struct series_model *single = single_model(d), *pooled = series_model_find("pooled");
	struct series_fit fit = forecast_fit(d, single, d->periods.n), other = forecast_fit(d, pooled, d->periods.n);

	if (!forecast_try(d, fit.model, &fit, &d->own) || !forecast_try(d, pooled, &other, &d->other))
		return 1;
	struct series_rolling own_score = forecast_distance(d, &d->own), score = forecast_distance(d, &d->other);
	return compare(&score, &own_score);
}

void forecast_choose(struct desk *d, struct series_fit *fit)
{
	static const char *const CHALLENGERS[] = { "seasonal-naive", "regression", "moving-average", "ses", "naive" };
	bool launched = d->is_new && d->periods.n <= d->launch.until;
	bool pooled = d->factor && d->group->preferred, settled = launched || pooled;
	const struct series_model *best = launched ? series_model_find("launch")
					  : pooled ? series_model_find("pooled")
						   : single_model(d);
	double least = ADVANTAGE;

	*fit = forecast_fit(d, best, d->periods.n);
	best = fit->model;
	if (!forecast_try(d, best, fit, &d->own) || settled || d->own.origins < TRIALS_MOST)
		return;
	struct series_rolling own = forecast_distance(d, &d->own);
	for (size_t i = 0; i < ARRAY_LENGTH(CHALLENGERS); i++) {
		const struct series_model *model = series_model_find(CHALLENGERS[i]);
		if (model == fit->model || !forecast_try(d, model, NULL, &d->other))
			continue;
		struct series_rolling score = forecast_distance(d, &d->other);
		double shares = compare(&score, &own);
		if (shares >= least)
			continue;
		least = shares;
		best = model;
		struct trials swap = d->own;
		d->own = d->other;
		d->other = swap;
	}
	if (best != fit->model)
		*fit = forecast_fit(d, best, d->periods.n);
}
