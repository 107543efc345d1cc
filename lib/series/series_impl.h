/* Shared inside series only. */
#ifndef SERIES_IMPL_H
#define SERIES_IMPL_H

#include <ecom/series.h>
#include <math.h>

extern const struct series_model SERIES_NAIVE, SERIES_SEASONAL_NAIVE, SERIES_MOVING_AVERAGE, SERIES_SES,
	SERIES_REGRESSION, SERIES_MULTI_SEASON;
extern const struct series_model SERIES_CROSTON, SERIES_SBA, SERIES_TSB, SERIES_ADIDA, SERIES_IMAPA;

#endif
