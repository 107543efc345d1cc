/* How wide forecasts should have been, told by the errors of the whole panel. */
#include "quantiles.h"

#include <stdlib.h>

#define LEAST_PROBABILITY 1e-12
#define RUNG		  0.25 /* of z */
#define ENOUGH		  2.0  /* a rung: 95 per cent lie within it */

size_t forecast_band(size_t step)
{
	size_t band = 0;

	while (band + 1 < CALIBRATION_SUM && step > (size_t)1 << band)
		band++;
	return band;
}

static void add_size(struct calibration_band *b, double z)
{
	b->sizes = memory_grow(b->sizes, b->count, &b->capacity, sizeof *b->sizes);
	b->sizes[b->count++] = fabs(z);
}

void forecast_calibration_add(struct calibration *c, const double *z, size_t h, double sum)
{
	for (size_t step = 1; step <= h; step++) {
		size_t band = forecast_band(step);
		add_size(&c->bands[band], z[step - 1]);
		if (step == 1 || band != forecast_band(step - 1))
			c->bands[band].trials++;
	}
	add_size(&c->bands[CALIBRATION_SUM], sum);
	c->bands[CALIBRATION_SUM].trials++;
}

static int compare_sizes(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The size below which are the share ${p} of all, between neighbours. */
static double size_at(const struct calibration_band *b, double p)
{
	double at = p * ((double)b->count - 1);
	size_t below = (size_t)at;

	if (below + 1 >= b->count)
		return b->sizes[b->count - 1];
	return b->sizes[below] + (at - (double)below) * (b->sizes[below + 1] - b->sizes[below]);
}

/* Far out few errors tell: there it is as where still enough do. Were it drawn to 1 there, a level of 0.995 could come to
 * lie below that of 0.975. */
static void climb(struct calibration_band *b)
{
	double far = 1;

	b->rungs[0] = 0;
	for (size_t i = 1; i <= CALIBRATION_RUNGS; i++) {
		double z = RUNG * (double)i, within = 2 * numeric_normal_cdf(z) - 1, beyond = b->trials * (1 - within);
		double share = (beyond * size_at(b, within) / z + CALIBRATION_DOUBT * far) / (beyond + CALIBRATION_DOUBT);
		share = fmin(fmax(share, 1.0 / CALIBRATION_MOST), CALIBRATION_MOST);
		b->rungs[i] = fmax(b->rungs[i - 1], share * z);
		if (z == ENOUGH)
			far = share;
	}
}

void forecast_calibration_close(struct calibration *c)
{
	for (size_t i = 0; i < CALIBRATION_BANDS; i++) {
		if (c->bands[i].count == 0)
			continue;
		qsort(c->bands[i].sizes, c->bands[i].count, sizeof(double), compare_sizes);
		climb(&c->bands[i]);
	}
}

double forecast_share(const struct calibration *c, size_t band, double p)
{
	double z = fabs(numeric_normal_quantile(p));
	const struct calibration_band *b = &c->bands[band < CALIBRATION_SUM ? band : CALIBRATION_SUM];

	/* Of steps that were never tried the nearest before tell. */
	while (band < CALIBRATION_SUM && b > c->bands && b->count == 0)
		b--;
	if (b->count == 0 || z == 0)
		return 1;
	double top = RUNG * CALIBRATION_RUNGS;
	if (z >= top)
		return b->rungs[CALIBRATION_RUNGS] / top;
	size_t below = (size_t)(z / RUNG);
	double above = z / RUNG - (double)below;
	return (b->rungs[below] + above * (b->rungs[below + 1] - b->rungs[below])) / z;
}

double forecast_calibrate(const struct calibration *c, size_t band, double p)
{
	double share = forecast_share(c, band, p);

	if (share == 1)
		return p;
	p = numeric_normal_cdf(share * numeric_normal_quantile(p));
	return fmin(fmax(p, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
}

void forecast_calibration_free(struct calibration *c)
{
	for (size_t i = 0; i < CALIBRATION_BANDS; i++)
		memory_free(c->bands[i].sizes);
	*c = (struct calibration) { 0 };
}

double forecast_standardise(const struct numeric_spread *spread, double degrees, double y, double chance)
{
	double p;

	if (!(spread->variance > 0)) {
		if (fabs(y - spread->mean) < 1e-9)
			return 0;
		p = y < spread->mean ? 0 : 1;
	} else {
		p = numeric_spread_cdf(spread, y);
		if (spread->family == NUMERIC_COUNT) {
			double below = y > 0 ? numeric_spread_cdf(spread, y - 1) : 0;
			p = below + chance * (p - below);
		}
	}
	p = fmin(fmax(p, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
	double z = numeric_normal_quantile(p);
	if (degrees > 0)
		z = numeric_normal_quantile(
			fmin(fmax(numeric_student_cdf(z, degrees), LEAST_PROBABILITY), 1 - LEAST_PROBABILITY));
	return z;
}
