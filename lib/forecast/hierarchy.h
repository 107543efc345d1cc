/* Sums of series forecast beside them, inside lib/forecast, and all made to add up. */
#ifndef FORECAST_HIERARCHY_H
#define FORECAST_HIERARCHY_H

#include "outlook.h"

/*
 * The sums are a panel of their own, so that what is pooled and calibrated over the series stays as it is without
 * them. Nodes of the tree: the series that have history, in their order, then the sums, each behind its parts.
 */
struct hierarchy {
	struct forecast_history *history; /* of the sums, by period; what was short counts as expected */
	struct forecast_plan plan;
	struct forecaster sums;
	struct series_hierarchy tree;
	size_t *parent;
	struct outlook **outlooks; /* by node */
};

#define HIERARCHY_TRACE_MOST 500 /* series whose covariance is taken */

/** forecast_hierarchy_open(t, f, settings, err): after forecast_estimate(f): the sums estimated too, and the outlooks of
 *  both reconciled. To be closed in any case. */
enum status forecast_hierarchy_open(struct hierarchy *t, struct forecaster *f, const struct forecast_settings *settings,
				    struct error *err);
void forecast_hierarchy_close(struct hierarchy *t); /* zeros are fine */

#endif
