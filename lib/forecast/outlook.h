/* What is expected of every series of a panel, inside lib/forecast. */
#ifndef FORECAST_OUTLOOK_H
#define FORECAST_OUTLOOK_H

#include "estimate.h"

/*
 * Of one series: kept from the pass that estimates to the pass that prints, for what needs all series in between.
 */
struct lead_trial {
	double came, mean, variance, degrees; /* of the sum of the steps from one origin */
};
struct outlook {
	bool silent, whole;
	int64_t last; /* number of the last period of its history */
	size_t negative, filled;
	const struct series_model *model;
	bool joined;	   /* half of the forecast is that of "pooled" */
	const char *class; /* of demand; NULL: there is none */
	double degrees;
	struct series_path path; /* horizon each */
	size_t origins, h;	 /* tried; 0: the history is too short */
	struct scores own, naive;
	struct series_path trial; /* its trials, h for each origin, while learners are asked; mean NULL: none */
	const char *learner;	  /* that joined; NULL: none */
	struct lead_trial *sums; /* by origin, where sums are asked for and h is all of their steps; NULL: not so */
	double *errors; /* as normal numbers: for each origin those of h steps and of their sum; NULL: not asked */
};

struct forecaster {
	struct panel panel;
	struct group group; /* as of the end of the panel */
	struct group past;  /* as of the first of the horizons that each series is tried on */
	size_t unseen;	    /* so many horizons learners are judged on */
	struct launches launches;
	const struct forecast_sink *sink;			/* of demand */
	void (*progress)(void *ctx, size_t done, size_t count); /* may be NULL */
	void *ctx;
	const struct number_levels *levels;
	const struct series_model *model; /* NULL: auto */
	struct desk *desks;		  /* one for each thread */
	struct outlook *outlooks;	  /* one for each series */
	struct calibration calibration;
	unsigned learners; /* asked to join: by the settings, or by habit */
	double learnt[LEARN_KINDS]; /* as in the plan */
	const struct leads *leads; /* how sums are distributed; of demand */
	struct buffer *texts; /* one for each series of a wave */
	size_t start;	      /* of the wave */
};

#define FORECAST_WAVE 1024 /* series between two looks at what is done */

/** forecast_prefer(f): f->group.preferred, by the sums of forecast_compare_pooled over some of the series, as of
 *  f->past. */
void forecast_prefer(struct forecaster *f);
/** forecast_open(f, h, settings, plan): the panel, its plan, and room for each thread and series; f->progress and f->ctx
 *  are the caller's. To be closed. */
void forecast_open(struct forecaster *f, const struct forecast_history *h, const struct forecast_settings *settings,
		   struct forecast_plan *plan);
void forecast_close(struct forecaster *f);
/** forecast_pass(f, body, settle, done, passes): ${body} for each series, f->start on, a wave at a time; ${settle}, if
 *  given, on this thread after each. Progress counts it as one of ${passes}, ${done} of which are over. */
typedef void forecast_settle(struct forecaster *f, size_t count);
void forecast_pass(struct forecaster *f, parallel_body *body, forecast_settle *settle, size_t done, size_t passes);
/** forecast_estimate(f, done, passes, err): an outlook for each series as of the end of f->panel, what learners make of
 *  them (forecast_learn, whose errors these are), and f->calibration. */
enum status forecast_estimate(struct forecaster *f, size_t done, size_t passes, struct error *err);
/** forecast_judge_outlook(f, d, o, index): scores, and errors of a sample of series, of the trials in d->own. */
void forecast_judge_outlook(const struct forecaster *f, struct desk *d, struct outlook *o, size_t index);

#endif
