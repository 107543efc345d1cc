/* The panel inside lib/forecast: all series of a history by the same periods. */
#ifndef FORECAST_PANEL_H
#define FORECAST_PANEL_H

#include "history.h"

/*
 * What a run works on, the same for all threads. Series are numbered in the order of SKU and location; passes over all
 * of them take each series by periods anew, so that memory stays that of the history.
 */
struct panel {
	const struct forecast_history *history;
	const struct forecast_settings *settings;
	const struct forecast_plan *plan;
	int64_t last;  /* number of the last period of history */
	int64_t behind; /* so many periods were taken off the end of each series, to be forecast from there */
	bool coarse; /* dates are finer than periods: one that holds the last of them need not be over */
	double lift;   /* by which promotions multiply sales, over all series; 1 where there are none */
	size_t *order; /* directory's number of each series */
	size_t count;
	size_t jobs;
};
void forecast_panel_open(struct panel *p, const struct forecast_history *h, const struct forecast_settings *settings,
			 struct forecast_plan *plan);
void forecast_panel_close(struct panel *p);

/*
 * A series by periods, in a room used again from series to series; one for each thread. The columns beside y go on
 * over the ${horizon} periods ahead, as far as the records tell of them; they are read only where their flag is set.
 */
struct periods {
	const struct directory_key *key;
	const char *category; /* NULL: none */
	double revenue;
	size_t n;	/* of history; 0 = none */
	int64_t last;	/* number of the last of them */
	size_t horizon; /* ahead of it */
	double *y;
	double *price;	   /* mean of those said; NAN where none is */
	double *promotion; /* 1: on, 0: not */
	double *shortage;  /* share of the period out of stock, 0..1 */
	double *in_stock;  /* what of y was sold while in stock */
	bool has_price, has_promotion, has_shortage;
	size_t capacity; /* of each column */
	bool whole;	 /* all are whole numbers that can be counted */
	size_t negative; /* were below 0, and are 0 now */
};
/** forecast_panel_periods(p, index, out): sums from the period of the first quantity up to the last period, of the panel
 *  or, where the settings have it so, of the series; false: none. */
bool forecast_panel_periods(const struct panel *p, size_t index, struct periods *out);
/** forecast_panel_unseen(p, index, out): no periods, but what is known of those ahead, of a series that was named without a
 *  quantity so far; how many of them are over before it begins: false: there is more of it. */
bool forecast_panel_unseen(const struct panel *p, size_t index, struct periods *out, size_t *before);
void forecast_periods_free(struct periods *p);
/** forecast_periods_first(p): number of the first of them. */
static inline int64_t forecast_periods_first(const struct periods *p)
{
	return p->last - (int64_t)p->n + 1;
}

/** forecast_trial_origins(n, horizon, h): how many origins, at most TRIALS_MOST, a history of ${n} periods is tried from:
 *  ${h} apart, the horizon or a third of the history where that is less, the last ${h} before the end, with half of the
 *  history or more before each. */
#define TRIALS_MOST 3
size_t forecast_trial_origins(size_t n, size_t horizon, size_t *h);
/** forecast_log_price(p, t): the logarithm of the price of period t < n + horizon; NAN: none above 0 was said. */
double forecast_log_price(const struct periods *p, size_t t);

/** forecast_event_columns(p, first, n, out, stride): of ${n} periods from the one of number ${first}, for each kind of
 *  event how many of its days the period holds; that of kind k of period i in out[i * stride + k]. */
void forecast_event_columns(const struct panel *p, int64_t first, size_t n, double *out, size_t stride);

#endif
