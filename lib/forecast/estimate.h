/* One series forecast and judged, inside lib/forecast. */
#ifndef FORECAST_ESTIMATE_H
#define FORECAST_ESTIMATE_H

#include "group.h"
#include "launch.h"
#include "quantiles.h"

/*
 * Forecasts of one model from a few earlier origins, the last of them first: what came is known.
 */
struct trials {
	size_t origins, h;	    /* so many forecasts of h steps */
	size_t before[TRIALS_MOST]; /* periods of history before each */
	double degrees[TRIALS_MOST];
	double *mean, *variance, *total; /* h for each origin */
};

/* Of the history before an origin: its differences a season, and a period, apart. */
struct scales {
	struct series_scale seasonal, plain;
};

/* Room of one thread, used again from series to series. */
struct desk {
	const struct panel *panel;
	const struct group *group;
	struct periods periods;
	struct group_desk calendar;
	const double *factor, *whole; /* of the series in its group; NULL = none */
	const struct launches *launches; /* NULL: not asked about */
	struct series_launch launch;	 /* of the series, where it is new */
	bool is_new;
	bool dirty;		      /* promotions or days out of stock: models are given what follows */
	double *base;		      /* sales without promotions, and as they would have been in stock */
	double *with_promotions;      /* the same with promotions */
	size_t clean_size, filled;    /* periods that were out of stock and sold less than expected */
	double lift;		      /* by which promotions multiply sales */
	double *regressors;	      /* rows of price, promotion and events, of those that there are */
	size_t n_regressors, regressors_size;
	double *paths;		 /* behind path and trials */
	struct series_path path; /* horizon each */
	struct trials own, other, naive;
	struct scales scales[TRIALS_MOST];
	double *work; /* of the models */
	size_t work_size;
	double *lead; /* of the demand of a lead time */
	size_t lead_size;
	struct widened widened; /* of the levels */
	struct buffer q, pmf, cv, name;
};
void forecast_desk_open(struct desk *d, const struct panel *panel, const struct group *group);
void forecast_desk_close(struct desk *d);
/** forecast_desk_load(d, index): the series by periods, and its regressors; false: it has no history. */
bool forecast_desk_load(struct desk *d, size_t index);

/** forecast_desk_load_unseen(d, index, before): likewise a series without a quantity so far, where launches say something
 *  of it; ${before}: periods ahead that are over before it begins. */
bool forecast_desk_load_unseen(struct desk *d, size_t index, size_t *before);

/** forecast_desk_history(d, model, n): what ${model} is given of the first ${n} periods. */
struct series_history forecast_desk_history(const struct desk *d, const struct series_model *model, size_t n);

/*
 * Cleaning. A period out of stock, wholly or for a share of it, sold at least what it sold, and else what is expected:
 * what was sold in stock, and for the share without stock the mean of the nearest plain periods at the same place of
 * the season (without enough seasons, of the nearest plain periods). Promoted periods are divided by the lift of the
 * series: what they sold over what was expected in them, drawn to that of all series as if by LIFT_DOUBT promoted
 * periods.
 */
struct lift_sums {
	double sold, base, periods; /* in promoted periods in stock: sold, expected, their number */
};
struct lift_sums forecast_lift_sums(const struct periods *p, size_t n, size_t season);
void forecast_clean(struct desk *d, size_t n); /* the first ${n} periods, knowing nothing of the later */

/** forecast_fit(d, model, n): ${model}, or moving-average where the first ${n} periods are too few for it, fitted to
 *  these; where they tell nothing of the error (one period), its variance is assumed. */
struct series_fit forecast_fit(struct desk *d, const struct series_model *model, size_t n);
/** forecast_from(d, fit, n, h, out): the steps after the first ${n} periods, at most the plan's horizon; promoted ones
 *  lifted. */
void forecast_from(struct desk *d, const struct series_fit *fit, size_t n, size_t h, struct series_path *out);

/** forecast_try(d, model, whole, t): from the origins of forecast_trial_origins; none: false. ${whole}, the model
 *  fitted to all of the history, gives its constants where they hardly depend on its last periods; else, and where it
 *  is NULL, the model is fitted anew at each. */
bool forecast_try(struct desk *d, const struct series_model *model, const struct series_fit *whole, struct trials *t);

/*
 * Scores of trials: means over origins and steps; scaled ones by the history before each origin, as forecast_scale found
 * it: the same for every model's trials of the series. NAN where a scale is 0 throughout.
 */
struct scores {
	double mase, rmsse, smape, pinball, bias;
};
void forecast_scale(struct desk *d, const struct trials *t);
void forecast_score(struct desk *d, const struct trials *t, const struct number_levels *levels, struct scores *out);

/** forecast_distance(d, t): mean series_crps of a step and of the sum of all: what models are chosen by. */
struct series_rolling forecast_distance(const struct desk *d, const struct trials *t);

/** forecast_join_paths(to, other, h): the mean of both, with the mean of their deviations, into ${to}. */
void forecast_join_paths(struct series_path *to, const struct series_path *other, size_t h);
/** forecast_join_trials(to, other): the same of trials from the same origins. */
void forecast_join_trials(struct trials *to, const struct trials *other);

/* What forecasts a series, fitted: a model, or the mean of it and "pooled". */
struct chosen {
	struct series_fit fit, pooled;
	bool joined; /* false: ${pooled} is not set */
};
/** forecast_choose(d, out): the default for demand of its class, unless another does better over rolling origins
 *  (series_select's rule); where d->group is preferred, "pooled", or the mean of both. Leaves trials in d->own where
 *  "pooled" has no part in it. */
void forecast_choose(struct desk *d, struct chosen *out);
/** forecast_chosen_path(d, c, out): the steps after the history. */
void forecast_chosen_path(struct desk *d, const struct chosen *c, struct series_path *out);
/** forecast_chosen_try(d, c, anew): its trials, in d->own; ${anew}: fitted at each origin, whatever the model. */
bool forecast_chosen_try(struct desk *d, const struct chosen *c, bool anew);

/** forecast_compare_pooled(d): scaled errors (RMSSE) summed over rolling origins, of the model for the series by itself and
 *  of what it would be forecast by together with the panel; 0 where there are none. */
struct comparison {
	double single, pooled;
};
struct comparison forecast_compare_pooled(struct desk *d);
/** forecast_class(d): smooth, erratic, intermittent or lumpy; NULL: no demand at all. */
const char *forecast_class(const struct desk *d);

static inline enum numeric_family forecast_family(const struct desk *d)
{
	return d->periods.whole ? NUMERIC_COUNT : NUMERIC_AMOUNT;
}

#endif
