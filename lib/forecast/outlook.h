/* What is expected of every series of a panel, inside lib/forecast. */
#ifndef FORECAST_OUTLOOK_H
#define FORECAST_OUTLOOK_H

#include "estimate.h"

/*
 * Of one series: kept from the pass that estimates to the pass that prints, for what needs all series in between.
 */
struct outlook {
	bool silent, whole;
	size_t negative;
	const struct series_model *model;
	double degrees;
	struct series_path path; /* horizon each */
	size_t origins, h;	 /* tried; 0: the history is too short */
	struct scores own, naive;
	double *errors; /* as normal numbers: for each origin those of h steps and of their sum; NULL: not asked */
};

struct forecaster {
	struct panel panel;
	struct group group;
	const struct forecast_sink *sink;
	const struct forecast_levels *levels;
	const struct series_model *model; /* NULL: auto */
	struct desk *desks;		  /* one for each thread */
	struct outlook *outlooks;	  /* one for each series */
	struct calibration calibration;
	struct buffer *texts; /* one for each series of a wave */
	size_t start;	      /* of the wave */
};

#define FORECAST_WAVE 1024 /* series between two looks at what is done */

/** forecast_estimate(worker, f, index): fills f->outlooks[f->start + index]; a parallel_body. */
void forecast_estimate_series(void *forecaster, size_t worker, size_t index);
/** forecast_prefer(f): f->group.preferred, by the geometric mean of forecast_compare_pooled over some of the series. */
void forecast_prefer(struct forecaster *f);
/** forecast_calibrate_panel(f): f->calibration from the errors of the outlooks. */
void forecast_calibrate_panel(struct forecaster *f);

#endif
