/* Every series estimated, and the panel's errors put together. */
#include "outlook.h"

#define CALIBRATE_BY 512 /* series whose errors tell of the panel's */

static void keep_path(const struct desk *d, struct outlook *o)
{
	size_t h = d->panel->plan->horizon;
	double *at = memory_zero(3 * h, sizeof *at);

	memcpy(at, d->path.mean, 3 * h * sizeof *at);
	o->path = (struct series_path) { at, at + h, at + 2 * h };
}

/* The last season again, where there is a whole one before each origin. */
static const struct series_model *benchmark(const struct desk *d)
{
	size_t season = d->panel->plan->season;
	bool seasonal = season > 1 && d->own.before[d->own.origins - 1] >= season;

	return series_model_find(seasonal ? "seasonal-naive" : "naive");
}

/* Errors as normal numbers; the chance in those of whole numbers is the same for a series, whoever else is there. */
static void keep_errors(const struct desk *d, struct outlook *o)
{
	const struct trials *t = &d->own;
	struct numeric_random r = numeric_random_start(1, d->periods.key->hash);
	enum numeric_family family = forecast_family(d);
	double *at;

	o->errors = at = memory_zero(t->origins * (t->h + 1), sizeof *o->errors);
	for (size_t k = 0; k < t->origins; k++) {
		const double *actual = d->periods.y + t->before[k], *mean = t->mean + k * t->h;
		const double *variance = t->variance + k * t->h;
		double sum = 0, expected = 0;
		for (size_t i = 0; i < t->h; i++) {
			struct numeric_spread step = { family, mean[i], variance[i] };
			*at++ = forecast_standardise(&step, t->degrees[k], actual[i], numeric_random_uniform(&r));
			sum += actual[i];
			expected += mean[i];
		}
		struct numeric_spread total = { family, expected, t->total[(k + 1) * t->h - 1] };
		*at++ = forecast_standardise(&total, t->degrees[k], sum, numeric_random_uniform(&r));
	}
}

/* So many of all, evenly. */
static bool is_sampled(size_t index, size_t count, size_t sample)
{
	return count <= sample || index * sample / count != (index + 1) * sample / count;
}

void forecast_estimate_series(void *ctx, size_t worker, size_t index)
{
	struct forecaster *f = ctx;
	struct desk *d = &f->desks[worker];
	struct outlook *o = &f->outlooks[f->start + index];
	struct series_fit fit;

	o->silent = !forecast_desk_load(d, f->start + index);
	if (o->silent)
		return;
	if (f->model) {
		fit = forecast_fit(d, f->model, d->periods.n);
		forecast_try(d, fit.model, &fit, &d->own);
	} else {
		forecast_choose(d, &fit);
	}
	o->negative = d->periods.negative;
	o->whole = d->periods.whole;
	o->model = fit.model;
	o->degrees = fit.degrees;
	forecast_from(d, &fit, d->periods.n, f->panel.plan->horizon, &d->path);
	keep_path(d, o);
	o->origins = d->own.origins;
	o->h = d->own.h;
	if (o->origins == 0)
		return;
	forecast_score(d, &d->own, f->levels, &o->own);
	if (is_sampled(f->start + index, f->panel.count, CALIBRATE_BY))
		keep_errors(d, o);
	forecast_try(d, benchmark(d), NULL, &d->naive);
	forecast_score(d, &d->naive, f->levels, &o->naive);
}

void forecast_calibrate_panel(struct forecaster *f)
{
	for (size_t i = 0; i < f->panel.count; i++) {
		struct outlook *o = &f->outlooks[i];
		for (size_t k = 0; o->errors && k < o->origins; k++) {
			const double *z = o->errors + k * (o->h + 1);
			forecast_calibration_add(&f->calibration, z, o->h, z[o->h]);
		}
		memory_free(o->errors);
		o->errors = NULL;
	}
	forecast_calibration_close(&f->calibration);
}
