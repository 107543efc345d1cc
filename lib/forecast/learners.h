/* Learners over the panel, inside lib/forecast. */
#ifndef FORECAST_LEARNERS_H
#define FORECAST_LEARNERS_H

#include "outlook.h"

/*
 * forecast_learn(f, err): what the learners that were asked for make of the outlooks. Each learns twice: from all but the
 * last two horizons and checked on the first of them, to be judged on the last; and, if it is taken, from all but the last
 * horizon and checked on that, to forecast. One alone (f->model is a learner's) forecasts by itself; others join at even
 * weight where that lessens the mean scaled error (RMSSE) of the panel over the last horizon. Errors and scores of what was
 * joined are those of that last horizon; its variances are scaled by what the joining gained. A series too short to
 * be learnt from, or without demand in its last seasons, stays as it was.
 */
enum status forecast_learn(struct forecaster *f, struct error *err);
/** forecast_keep_trial(d, o): what forecast_learn compares with: the last trial of d->own. */
void forecast_keep_trial(const struct desk *d, struct outlook *o);

#endif
