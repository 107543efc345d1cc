/* History inside lib/forecast: what was recorded of each series, hour by hour, as it came. */
#ifndef FORECAST_HISTORY_H
#define FORECAST_HISTORY_H

#include "forecast_impl.h"

/* What stood beside a quantity. */
struct circumstance {
	float price; /* NAN: not said */
	bool promotion, out_of_stock;
};

/* Histories are most of the memory of a run, and most quantities are whole numbers, which a float holds up to 16,777,216:
 * only a series with one that it does not hold has doubles. */
struct series {
	int32_t *hours;		     /* of the clock on the wall, since 1970-01-01 00:00 */
	float *quantities;	     /* NULL: they are doubles */
	double *exact;		     /* NULL: they are floats */
	struct circumstance *beside; /* NULL: nothing said of any */
	uint32_t count, capacity;
	const char *category; /* the last one said; NULL: none */
	double revenue;	      /* sum of price times quantity, where there are prices */
	const char *node;     /* a sum of series: its level; NULL: a series of records */
};
struct event_day {
	int64_t day;
	size_t kind;
};
struct forecast_events {
	struct directory names; /* of the kinds */
	struct buffer days;		 /* struct event_day */
};
struct forecast_history {
	struct directory directory;
	struct series *series; /* by the directory's number */
	size_t capacity;
	struct directory categories; /* by their name */
	struct forecast_dates dates;	      /* of quantities */
	struct forecast_events events;
};

/** series_quantity(s, i): that of entry i; NAN: not said. */
static inline double series_quantity(const struct series *s, uint32_t i)
{
	return s->exact ? s->exact[i] : s->quantities[i];
}
/** forecast_series_span(s): hours of the first and the last quantity, and how many there are; of none 0. */
struct series_span {
	int32_t first, last;
	uint32_t count;
};
struct series_span forecast_series_span(const struct series *s);
/** forecast_series_resize(s, capacity): room for so many hours and quantities. */
void forecast_series_resize(struct series *s, uint32_t capacity);
void forecast_series_set(struct series *s, uint32_t i, double quantity); /* of an entry there is room for */

/** forecast_history_series(h, sku, location): found or made; moved by the next that is made. */
struct series *forecast_history_series(struct forecast_history *h, const char *sku, const char *location);

void forecast_events_free(struct forecast_events *e);

#endif
