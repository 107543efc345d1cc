/* Shared inside lib/forecast only. */
#ifndef FORECAST_IMPL_H
#define FORECAST_IMPL_H

#include <ecom/forecast.h>
#include <math.h>
#include <string.h>

/*
 * Dates seen so far, as far as the calendar may be inferred from them.
 */
struct forecast_dates {
	int64_t first, last;
	bool any, several;
	unsigned weekdays;	  /* bit w: a date on that weekday */
	bool not_first, not_last; /* some date is not the first (last) of a month */
	unsigned months;	  /* bit m-1: a date in that month */
};
void forecast_dates_add(struct forecast_dates *d, int64_t day);
struct forecast_calendar forecast_calendar_infer(const struct forecast_dates *d);
int forecast_week_begins(const struct forecast_dates *d);

/** forecast_tidy(x): ${x} to six decimals and twelve digits, so that what is printed reads well. */
double forecast_tidy(double x);

#endif
