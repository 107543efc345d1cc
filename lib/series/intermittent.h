/*
 * Shared by the models of intermittent demand, which forecast a rate: units a period, the same for every step. Demand
 * below zero counts as none.
 */
#ifndef SERIES_INTERMITTENT_H
#define SERIES_INTERMITTENT_H

#include "series_impl.h"

/* Where in fit->parameter what the models share stands; each model's own follow. */
enum { INTERMITTENT_RATE_VARIANCE, INTERMITTENT_OWN };

static inline double intermittent_demand(double y)
{
	return y > 0 ? y : 0;
}

size_t series_intermittent_minimum(const struct series_history *history, const struct series_settings *settings);

/** series_intermittent_alpha(x, n, start, given): the smoothing constant of x[0..n-1] from ${start}, the mean of x:
 * ${given}, or where that is NAN the one of a grid over [0.1, 0.3] with the least squared one-step errors, the smallest
 * where several have. */
double series_intermittent_alpha(const double *x, size_t n, double start, double given);

/** series_intermittent_spread(history, rate, weight, fit): variance, degrees and INTERMITTENT_RATE_VARIANCE of ${fit}
 * from the errors of rate[t], the forecast of y[t] from what came before. ${weight}: what a period weighs in the next
 * rate. */
void series_intermittent_spread(const struct series_history *history, const double *rate, double weight,
				struct series_fit *fit);
/** series_intermittent_path(fit, rate, h, out): the forecasts from the last ${rate}. */
void series_intermittent_path(const struct series_fit *fit, double rate, size_t h, struct series_path *out);

#endif
