/* History inside lib/forecast: series of days, and their periods. */
#ifndef FORECAST_HISTORY_H
#define FORECAST_HISTORY_H

#include "forecast_impl.h"

struct entry {
	int64_t day;
	double quantity;
};
struct series {
	struct entry *entries; /* as they came */
	size_t count, capacity;
};
struct forecast_history {
	struct forecast_directory directory;
	struct series *series; /* by the directory's number */
	size_t capacity;
	struct forecast_dates dates;
};

/* A series by periods, in a room used again from series to series. */
struct periods {
	double *y;
	size_t capacity;
	bool whole;	 /* all are whole numbers that can be counted */
	size_t negative; /* were below 0, and are 0 now */
};
/** forecast_series_periods(s, calendar, last, out): sums from the period of the first record up to ${last}; their
 * number, 0 = none. */
size_t forecast_series_periods(const struct series *s, const struct forecast_calendar *calendar, int64_t last,
			       struct periods *out);

#endif
