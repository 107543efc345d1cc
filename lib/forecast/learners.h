/* Learners over the panel, inside lib/forecast. */
#ifndef FORECAST_LEARNERS_H
#define FORECAST_LEARNERS_H

#include "outlook.h"

/*
 * forecast_learn(f, err): what the learners that were asked for make of the outlooks. Each learns twice: from all but the
 * last horizons, up to three of them, to be judged on these; and, if it is taken, from all, to forecast. One alone
 * (learner_alone) forecasts by itself; others join, with the weight of a quarter, a half or three at which least is left
 * of the mean scaled error (RMSSE) of the panel over those horizons, where that is less than without. Errors and scores of
 * what was joined are those of these horizons; its variances are scaled by what the joining gained. A series too short to
 * be learnt from, or without demand in its last seasons, stays as it was.
 */
enum status forecast_learn(struct forecaster *f, struct error *err);
/** forecast_ask_learners(f): f->learners, those of the settings, or, where there are none and models are chosen by habit,
 *  trees for a panel by the day that is worth it and not too large; where there are any, f->unseen: as many horizons as
 *  the longest history has four times, 1 to TRIALS_MOST. */
void forecast_ask_learners(struct forecaster *f);
/** forecast_keep_trial(d, o): what forecast_learn compares with: the trials in d->own. */
void forecast_keep_trial(const struct desk *d, struct outlook *o);

#endif
