/*
 * The ensemble: the median of the means of exponential smoothing chosen by AICc, optimised Theta, the damped trend and
 * the Theta method. Its standard deviations are the mean of theirs, and more where they disagree.
 */
#include "ets_impl.h"

#include <string.h>

#define MEMBERS	   SERIES_MEMBERS
#define DIMENSIONS 4 /* constants that are fitted, all in all: what the members have in common */

struct ensemble {
	struct season season;
	struct classic_theta classic;
	struct optimised_theta optimised;
	struct trend damped;
	struct ets ets;
	double variance[MEMBERS]; /* of one step, adjusted */
};
_Static_assert(sizeof(struct ensemble) <= SERIES_PARAMETERS * sizeof(double), "the largest that a fit keeps");

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static size_t ensemble_room(const struct series_history *history, size_t h)
{
	size_t n = history->n, m = history->season > SERIES_SEASON_MAX ? 1 : history->season;
	size_t fit = n + larger(larger(series_season_room(n, m), 3 * n), series_ets_room(n, m));
	return larger(fit, 2 * n + (3 * MEMBERS + 4) * h);
}

static double variance_of(double squares, size_t n, double parameters)
{
	return squares / fmax(1, (double)n - parameters);
}

static void ensemble_fit(const struct series_history *history, const struct series_settings *settings, double *room,
			 struct series_fit *fit)
{
	size_t n = history->n;
	double *y = room, *work = room + n;
	struct ensemble e = { 0 };
	(void)settings;
	series_season_find(history, work, &e.season);
	series_season_out(&e.season, history->y, n, y);
	e.classic = series_classic_best(y, n, work);
	e.optimised = series_optimised_best(y, n, work);
	for (size_t t = 0; t < n; t++)
		work[t] = 1;
	e.damped = series_trend_best(y, work, n, true);
	series_ets_best(history->y, n, history->season, work, &e.ets);
	e.variance[0] = variance_of(e.ets.squares, n, series_ets_parameters(&e.ets));
	e.variance[1] = variance_of(e.optimised.squares, n - 2, 3);
	e.variance[2] = variance_of(e.damped.squares, n, 5);
	e.variance[3] = variance_of(e.classic.squares, n, 3);
	*fit = (struct series_fit) { .model = &SERIES_ENSEMBLE, .n = n, .season = e.season.m };
	fit->degrees = fmax(1, (double)n - DIMENSIONS);
	memcpy(fit->form, ETS_SHAPES[e.ets.form].name, strlen(ETS_SHAPES[e.ets.form].name) + 1);
	series_keep(fit, &e, sizeof e);
}

/* Each member's path. */
static void member_paths(const struct ensemble *e, const struct series_history *history, size_t h, double *room,
			 struct series_path member[MEMBERS])
{
	size_t n = history->n;
	double *y = room, *work = room + n, level, slope;
	series_season_out(&e->season, history->y, n, y);
	series_ets_path(&e->ets, e->variance[0], history->y, n, h, work, &member[0]);
	series_optimised_mean(&e->optimised, y, n, h, member[1].mean);
	series_level_response(e->optimised.alpha, h, work);
	series_adjusted_path(&e->season, e->variance[1], n, h, work, work + h, &member[1]);
	series_trend_end(&e->damped, y, n, &level, &slope);
	series_trend_mean(&e->damped, level, slope, h, member[2].mean);
	series_trend_response(&e->damped, h, work);
	series_adjusted_path(&e->season, e->variance[2], n, h, work, work + h, &member[2]);
	series_classic_mean(&e->classic, y, n, h, work, member[3].mean);
	series_level_response(e->classic.level.alpha, h, work);
	series_adjusted_path(&e->season, e->variance[3], n, h, work, work + h, &member[3]);
}

static void ensemble_forecast(const struct series_fit *fit, const struct series_history *history, size_t h,
			      double *room, struct series_path *out)
{
	struct series_path member[MEMBERS];
	struct ensemble e;
	series_kept(fit, &e, sizeof e);
	double *left = series_members_lay(room, h, out, member);
	member_paths(&e, history, h, left, member);
	series_members_combine(member, fit->n, h, out);
}

const struct series_model SERIES_ENSEMBLE = {
	"ensemble",	   "the median of the best of the others", series_adjusted_minimum, ensemble_room, ensemble_fit,
	ensemble_forecast,
	.constants_stay = true,
};
