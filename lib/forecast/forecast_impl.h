/* Shared inside lib/forecast only. */
#ifndef FORECAST_IMPL_H
#define FORECAST_IMPL_H

#include <ecom/forecast.h>
#include <math.h>
#include <string.h>

#define HOURS_PER_DAY 24

/*
 * Dates seen so far, as far as the calendar may be inferred from them: a bit for each day of 1900..2999.
 */
#define DATES_FIRST (-25567)
#define DATES_WORDS 6278
struct forecast_dates {
	uint64_t seen[DATES_WORDS];
	int64_t first_hour, last_hour;
	bool any, between_hours; /* some instant is not on the full hour */
	unsigned hours;		 /* bit h: at that hour of a day */
};
void forecast_dates_add_hour(struct forecast_dates *d, int64_t hour, bool on_the_hour);
void forecast_dates_add(struct forecast_dates *d, int64_t day); /* its midnight */
struct forecast_calendar forecast_calendar_infer(const struct forecast_dates *d);

#endif
