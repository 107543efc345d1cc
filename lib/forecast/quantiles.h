/* Quantile levels inside lib/forecast: what makes them say what they mean, and how they are printed. */
#ifndef FORECAST_QUANTILES_H
#define FORECAST_QUANTILES_H

#include "forecast_impl.h"

extern const struct number_levels FORECAST_M5_LEVELS;

/*
 * What the errors of the whole panel over rolling origins say of the spread of forecasts. An error is told as a normal
 * number: z = 0 where the median came true, 2 where only one in 44 should have been higher. Were forecasts right in
 * their spread, z would be standard normal; a level is moved as far as it is not.
 *
 * Bands of steps: 1, 2, 3-4, 5-8, 9-16 and so on, and one for the sum of all steps.
 */
#define CALIBRATION_BANDS 14
#define CALIBRATION_SUM	  (CALIBRATION_BANDS - 1)
#define CALIBRATION_RUNGS 12
struct calibration_band {
	double *sizes; /* |z|, ascending once it is closed */
	size_t count, capacity;
	double trials; /* series and origins they come from: errors of one origin are much alike */
	double rungs[CALIBRATION_RUNGS + 1]; /* what z = 0, 1/4, 1/2 .. is moved to: ascending, once it is closed */
};
struct calibration {
	struct calibration_band bands[CALIBRATION_BANDS];
};
/** forecast_calibration_add(c, z, h, sum): the errors of one forecast of h steps, and of their sum. */
void forecast_calibration_add(struct calibration *c, const double *z, size_t h, double sum);
void forecast_calibration_close(struct calibration *c); /* nothing more is added */
size_t forecast_band(size_t step);			/* of step 1, 2, ... */
/** forecast_calibrate(c, band, p): the level that covers as often as ${p} should: Phi(c z_p), c the share of the size
 * of z that is at p in the errors to what it is in the normal distribution, drawn to 1, and beyond z = 2 to what it is
 * there, as if by CALIBRATION_DOUBT errors beyond it, within 1/CALIBRATION_MOST .. CALIBRATION_MOST; between rungs of z
 * in a line, so that a higher level is never moved below a lower one. Steps further than any tried are as the furthest
 * that was. */
double forecast_share(const struct calibration *c, size_t band, double p); /* c */
#define CALIBRATION_DOUBT 10
#define CALIBRATION_MOST  3
double forecast_calibrate(const struct calibration *c, size_t band, double p);
void forecast_calibration_free(struct calibration *c);

/** forecast_standardise(spread, degrees, y, chance): z of what came. Of a whole number, which has a range of z, the one
 *  at ${chance}, above 0 and below 1, of its range. ${degrees} 0: the variance is not an estimate. */
double forecast_standardise(const struct numeric_spread *spread, double degrees, double y, double chance);

/*
 * Levels as they are asked of a spread: for so many degrees of freedom, in one band. Those of Student's t take longer to
 * find than a series to forecast, and series of a panel have much the same degrees: what was found is kept, each in the
 * one place that its degrees and band have. Room of a thread: to be freed.
 */
struct widened {
	struct widened_place *places; /* NULL: nothing is kept */
	double *p;		      /* levels->count for each */
};
/** forecast_widen(w, levels, c, band, degrees): the levels, until the next call. ${levels} and ${c}, which may be NULL,
 *  may change only after forecast_widened_clear. */
const double *forecast_widen(struct widened *w, const struct number_levels *levels, const struct calibration *c,
			     size_t band, double degrees);
void forecast_widened_clear(struct widened *w);

/** forecast_print_quantiles(out, levels, q): as JSON, in place of what is in ${out}. */
void forecast_print_quantiles(struct buffer *out, const struct number_levels *levels, const double *q);

/** forecast_print_pmf(out, spread): the probabilities of a count as JSON, {"from":0,"p":[...]}, tails below 1e-6 left
 * out, in place of what is in ${out}; false where that takes more than PMF_MOST numbers. */
#define PMF_MOST 5000
bool forecast_print_pmf(struct buffer *out, const struct numeric_spread *spread);
/** forecast_print_chances(out, chances): likewise of chances of single units. */
bool forecast_print_chances(struct buffer *out, const struct numeric_pmf *chances);

#endif
