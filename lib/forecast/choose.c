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

static double part(double score, double of)
{
	if (of > 0)
		return score / of;
	return score > 0 ? INFINITY : 1;
}

static double compare(const struct series_rolling *other, const struct series_rolling *own)
{
	return (part(other->step, own->step) + part(other->total, own->total)) / 2;
}

/* Root mean squared scaled error, summed over the origins (RMSSE). */
static double scaled_error(const struct desk *d, const struct trials *t)
{
	double sum = 0;

	for (size_t k = 0; k < t->origins; k++) {
		const double *actual = d->periods.y + t->before[k], *mean = t->mean + k * t->h;
		double scale = series_scale(d->periods.y, t->before[k], 1).squared, squares = 0;
		for (size_t i = 0; i < t->h; i++)
			squares += pow(fmax(0, mean[i]) - actual[i], 2);
		sum += scale > 0 ? sqrt(squares / (double)t->h / scale) : 0;
	}
	return sum;
}

/* By the day "pooled" forecasts alone. In two years a week is seen a hundred times and a year twice: of a calendar of
 * weeks, months or quarters a panel knows less, and half is asked of each. */
static bool is_by_day(const struct desk *d)
{
	return d->panel->plan->calendar.every <= EVERY_DAY;
}

struct comparison forecast_compare_pooled(struct desk *d)
{
	const struct series_model *single = single_model(d), *pooled = series_model_find("pooled");
	struct series_fit fit = forecast_fit(d, single, d->periods.n);
	struct comparison c = { 0, 0 };

	if (!forecast_try(d, fit.model, &fit, &d->own) || !forecast_try(d, pooled, NULL, &d->other))
		return c;
	c.single = scaled_error(d, &d->own);
	if (!is_by_day(d))
		forecast_join_trials(&d->other, &d->own);
	c.pooled = scaled_error(d, &d->other);
	return c;
}

/* Another model than the default, where it is so much better; its trials in d->own. */
static void challenge(struct desk *d, struct series_fit *fit)
{
	static const char *const CHALLENGERS[] = { "seasonal-naive", "regression", "moving-average", "ses", "naive" };
	const struct series_model *best = fit->model;
	double least = ADVANTAGE;

	if (!forecast_try(d, best, fit, &d->own) || d->own.origins < TRIALS_MOST)
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

void forecast_choose(struct desk *d, struct chosen *out)
{
	bool launched = d->is_new && d->periods.n <= d->launch.until;
	bool together = d->factor && d->group->preferred && !launched;
	const struct series_model *pooled = series_model_find("pooled");
	const struct series_model *model = launched		       ? series_model_find("launch")
					   : together && is_by_day(d) ? pooled
								       : single_model(d);

	out->joined = together && model != pooled;
	out->fit = forecast_fit(d, model, d->periods.n);
	if (out->joined)
		out->pooled = forecast_fit(d, pooled, d->periods.n);
	else if (launched)
		forecast_try(d, out->fit.model, &out->fit, &d->own);
	else if (!together)
		challenge(d, &out->fit);
}

void forecast_chosen_path(struct desk *d, const struct chosen *c, struct series_path *out)
{
	size_t n = d->periods.n, h = d->panel->plan->horizon;
	struct series_path other = { d->other.mean, d->other.variance, d->other.total };

	forecast_from(d, &c->fit, n, h, out);
	if (!c->joined)
		return;
	forecast_from(d, &c->pooled, n, h, &other);
	forecast_join_paths(out, &other, h);
}

bool forecast_chosen_try(struct desk *d, const struct chosen *c, bool anew)
{
	if (!forecast_try(d, c->fit.model, anew ? NULL : &c->fit, &d->own))
		return false;
	if (c->joined && forecast_try(d, c->pooled.model, anew ? NULL : &c->pooled, &d->other))
		forecast_join_trials(&d->own, &d->other);
	return true;
}
