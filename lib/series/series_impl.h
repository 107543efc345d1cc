/* Shared inside series only. */
#ifndef SERIES_IMPL_H
#define SERIES_IMPL_H

#include <ecom/series.h>
#include <math.h>
#include <string.h>

#include "lanes.h"

extern const struct series_model SERIES_NAIVE, SERIES_SEASONAL_NAIVE, SERIES_MOVING_AVERAGE, SERIES_SES, SERIES_HOLT,
	SERIES_DAMPED, SERIES_THETA, SERIES_OPTIMISED_THETA, SERIES_ETS, SERIES_ENSEMBLE, SERIES_REGRESSION,
	SERIES_MULTI_SEASON, SERIES_ARIMA, SERIES_POOLED, SERIES_LAUNCH, SERIES_CES,
	SERIES_WEEKLY;
extern const struct series_model SERIES_CROSTON, SERIES_SBA, SERIES_TSB, SERIES_ADIDA, SERIES_IMAPA;

/*
 * Parts of models. Each is what was found in a history and is kept in a fit (series_keep, series_kept); the functions
 * work on a history whose season has been taken out, unless they say otherwise.
 */

/** series_keep, series_kept: a structure of a model, to and from fit->parameter. */
static inline void series_keep(struct series_fit *fit, const void *part, size_t size)
{
	memcpy(fit->parameter, part, size);
}
static inline void series_kept(const struct series_fit *fit, void *part, size_t size)
{
	memcpy(part, fit->parameter, size);
}

/* Season taken out before, and put back after. */
struct season {
	size_t m; /* 1: none */
	bool multiplies;
	double index[SERIES_SEASON_MAX];
};
/** series_season_find(history, room, season): what the 90 % test and the decomposition say. */
void series_season_find(const struct series_history *history, double *room, struct season *season);
/** series_season_out(season, y, n, out): adjusted values. */
void series_season_out(const struct season *season, const double *y, size_t n, double *out);

/* Level: l_t = l_{t-1} + alpha e_t. */
struct level {
	double alpha, start, squares;
};
/** series_level_best(y, n): alpha and start of the least squares. */
struct level series_level_best(const double *y, size_t n);
double series_level_end(const struct level *level, const double *y, size_t n);

/* Level and trend, damped where phi < 1. */
struct trend {
	double alpha, beta, phi, level, slope, squares;
};
/** series_trend_best(y, weight, n, damped, first): squares weighted by ${weight}. */
struct trend series_trend_best(const double *y, const double *weight, size_t n, bool damped);
/** series_trend_end(trend, y, n, level, slope): where the recursion ends. */
void series_trend_end(const struct trend *trend, const double *y, size_t n, double *level, double *slope);

void series_trend_mean(const struct trend *trend, double level, double slope, size_t h, double *mean);
void series_trend_response(const struct trend *trend, size_t h, double *response);

/* The Theta method: the mean of a straight line and of a level smoothed on twice the history less the line. */
struct classic_theta {
	double intercept, slope; /* of the line at t = 1, 2, .. */
	struct level level;
	double squares;
};
/** series_classic_best(y, n, work): ${work}: n numbers, may be y. */
struct classic_theta series_classic_best(const double *y, size_t n, double *work);
void series_classic_mean(const struct classic_theta *theta, const double *y, size_t n, size_t h, double *work,
			 double *mean);
void series_level_response(double alpha, size_t h, double *response);

/* Dynamic optimised Theta: k = 1 - 1 / theta. */
struct optimised_theta {
	double alpha, level, k, squares; /* of the errors but the first two */
};
/** series_optimised_best(y, n, work): ${work}: 3 n numbers. */
struct optimised_theta series_optimised_best(const double *y, size_t n, double *work);
void series_optimised_mean(const struct optimised_theta *theta, const double *y, size_t n, size_t h, double *mean);

/* What such models have in common: fewest observations, room for the adjusted history and a path. */
size_t series_adjusted_minimum(const struct series_history *history, const struct series_settings *settings);
size_t series_adjusted_room(const struct series_history *history, size_t h);
/** series_adjusted_variance: of n errors whose squares add up to ${squares}. */
void series_adjusted_variance(struct series_fit *fit, const struct season *season, double squares, size_t n,
			      double parameters);
/** series_adjusted_path: puts the season back into out->mean and gives the variances; ${work}: 2 h numbers. */
void series_adjusted_path(const struct season *season, double variance, size_t n, size_t h, const double *response,
			  double *work, struct series_path *out);

/* Several forecasts of the same as one. */
#define SERIES_MEMBERS 4
/** series_members_lay(room, h, out, member): paths of the members, with what ${out} has; returns what is left of the
 *  room, 3 SERIES_MEMBERS h numbers on. */
double *series_members_lay(double *room, size_t h, const struct series_path *out,
			   struct series_path member[SERIES_MEMBERS]);
/** series_members_combine(member, n, h, out): the median of the means; the square of the mean of the deviations,
 *  widened for n observations, and more where the members disagree. */
void series_members_combine(const struct series_path member[SERIES_MEMBERS], size_t n, size_t h,
			    struct series_path *out);

/* A search in lanes: the best of candidates around the best so far, closer and closer. */
#define SEARCH_MAX 4
struct search {
	size_t dimensions;
	double low[SEARCH_MAX], high[SEARCH_MAX], step[SEARCH_MAX], best[SEARCH_MAX];
	double value; /* of best; INFINITY at the start where it is not known */
};
/* value[] of the candidates x[dimension][lane] */
typedef void search_values(void *ctx, double x[SEARCH_MAX][SERIES_LANES], double value[SERIES_LANES]);
/** series_search_run(search, values, ctx, rounds, tolerance): until a round gains less than ${tolerance} with steps
 *  that are small already, or ${rounds} are done. */
void series_search_run(struct search *search, search_values *values, void *ctx, int rounds, double tolerance);

/*
 * A path from responses: a shock of size 1 adjusted moves the mean j steps later by response[j] (response[0] = 1); a
 * shock at step i has the standard deviation scale[i] (NULL: 1) times the root of ${variance}; what is seen is that
 * times factor[i] (NULL: 1). ${work}: h numbers.
 */
void series_path_variance(double variance, const double *response, const double *scale, const double *factor, size_t h,
			  double *work, struct series_path *out);

/** series_path_widen(n, h, out): for what the formulas leave out: constants known from n observations only, and a
 *  model that holds the less the farther ahead. Variances times 1 + (4 + 3 i) / n at step i + 1. */
void series_path_widen(size_t n, size_t h, struct series_path *out);

#endif
