/* Every series estimated, and the panel's errors put together. */
#include "learners.h"

#define CALIBRATE_BY 512 /* series whose errors tell of the panel's */

static void keep_path(const struct desk *d, struct outlook *o)
{
	size_t h = d->panel->plan->horizon;
	double *at = o->path.mean ? o->path.mean : memory_zero(3 * h, sizeof *at);

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

	memory_free(o->errors);
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

/* What the trials said of the whole stretch. */
static void keep_sums(const struct forecaster *f, const struct desk *d, struct outlook *o)
{
	const struct trials *t = &d->own;

	memory_free(o->sums);
	o->sums = NULL;
	if (f->panel.plan->sum == 0 || t->h != f->panel.plan->sum)
		return;
	o->sums = memory_zero(t->origins, sizeof *o->sums);
	for (size_t k = 0; k < t->origins; k++) {
		struct lead_trial *sum = &o->sums[k];
		*sum = (struct lead_trial) { .variance = t->total[(k + 1) * t->h - 1], .degrees = t->degrees[k] };
		for (size_t i = 0; i < t->h; i++) {
			sum->came += d->periods.y[t->before[k] + i];
			sum->mean += fmax(0, t->mean[k * t->h + i]);
		}
	}
}

void forecast_judge_outlook(const struct forecaster *f, struct desk *d, struct outlook *o, size_t index)
{
	o->origins = d->own.origins;
	o->h = d->own.h;
	if (o->origins == 0)
		return;
	forecast_scale(d, &d->own);
	forecast_score(d, &d->own, f->levels, &o->own);
	keep_sums(f, d, o);
	if (is_sampled(index, f->panel.count, CALIBRATE_BY))
		keep_errors(d, o);
}

/* A new item of which nothing was sold yet; nothing before it begins. */
static bool estimate_unseen(struct forecaster *f, struct desk *d, struct outlook *o, size_t index)
{
	size_t before, h = f->panel.plan->horizon;

	if (f->panel.settings->hierarchy.depth > 0 || (f->model && strcmp(f->model->name, "launch") != 0) ||
	    !forecast_desk_load_unseen(d, index, &before) || before >= h)
		return false;
	struct series_fit fit = forecast_fit(d, series_model_find("launch"), 0);
	struct series_path late = { d->path.mean + before, d->path.variance + before, d->path.total + before };
	memset(d->path.mean, 0, 3 * h * sizeof *d->path.mean);
	forecast_from(d, &fit, 0, h - before, &late);
	o->whole = f->launches.whole;
	o->last = d->periods.last;
	o->model = fit.model;
	o->degrees = fit.degrees;
	keep_path(d, o);
	return true;
}

static void estimate_series(void *ctx, size_t worker, size_t index)
{
	struct forecaster *f = ctx;
	struct desk *d = &f->desks[worker];
	struct outlook *o = &f->outlooks[f->start + index];
	struct chosen chosen = { .joined = false };

	memory_free(o->errors);
	o->errors = NULL;
	d->group = &f->group;
	o->silent = !forecast_desk_load(d, f->start + index);
	if (o->silent) {
		o->silent = !estimate_unseen(f, d, o, f->start + index);
		return;
	}
	if (f->model)
		chosen.fit = forecast_fit(d, f->model, d->periods.n);
	else
		forecast_choose(d, &chosen);
	bool pooled = chosen.joined || strcmp(chosen.fit.model->name, "pooled") == 0;
	if (f->model && !pooled)
		forecast_chosen_try(d, &chosen, false);
	o->negative = d->periods.negative;
	o->filled = d->filled;
	o->whole = d->periods.whole;
	o->last = d->periods.last;
	o->model = chosen.fit.model;
	o->joined = chosen.joined;
	o->class = forecast_class(d);
	o->degrees = chosen.fit.degrees;
	forecast_chosen_path(d, &chosen, &d->path);
	keep_path(d, o);
	/* A calendar that has seen what it is tried on looks better than it is. A learner has not, so that the constants it
	 * is compared with may not either. */
	if (f->learners || pooled) {
		d->group = &f->past;
		forecast_desk_load(d, f->start + index);
		forecast_chosen_try(d, &chosen, f->learners);
	}
	forecast_judge_outlook(f, d, o, f->start + index);
	if (o->origins == 0)
		return;
	if (f->learners)
		forecast_keep_trial(d, o);
	forecast_try(d, benchmark(d), NULL, &d->naive);
	forecast_score(d, &d->naive, f->levels, &o->naive);
}

static void calibrate_panel(struct forecaster *f)
{
	forecast_calibration_free(&f->calibration);
	for (size_t i = 0; i < f->panel.count; i++) {
		struct outlook *o = &f->outlooks[i];
		for (size_t k = 0; o->errors && k < o->origins; k++) {
			const double *z = o->errors + k * (o->h + 1);
			forecast_calibration_add(&f->calibration, z, o->h, z[o->h]);
		}
	}
	forecast_calibration_close(&f->calibration);
}

/* Series with promotions, as ratios of sold to expected, each with as much weight as it has promoted periods. */
struct lift_pass {
	struct forecaster *f;
	struct lift_sums *sums; /* one for each series */
};

static void sum_lift(void *ctx, size_t worker, size_t index)
{
	struct lift_pass *p = ctx;
	struct periods *periods = &p->f->desks[worker].periods;

	if (p->f->panel.history->series[p->f->panel.order[index]].beside &&
	    forecast_panel_periods(&p->f->panel, index, periods))
		p->sums[index] = forecast_lift_sums(periods, periods->n, p->f->panel.plan->season);
}

static void find_panel_lift(struct forecaster *f)
{
	struct lift_pass p = { f, memory_zero(f->panel.count + 1, sizeof *p.sums) };
	double sold = 0, periods = 0;

	parallel_run(f->panel.jobs, f->panel.count, sum_lift, &p);
	for (size_t i = 0; i < f->panel.count; i++) {
		const struct lift_sums *s = &p.sums[i];
		if (!(s->base > 0))
			continue;
		sold += s->sold / s->base * s->periods;
		periods += s->periods;
	}
	f->panel.lift = periods > 0 ? sold / periods : 1;
	memory_free(p.sums);
}

void forecast_pass(struct forecaster *f, parallel_body *body, forecast_settle *settle, size_t done, size_t passes)
{
	for (f->start = 0; f->start < f->panel.count; f->start += FORECAST_WAVE) {
		size_t left = f->panel.count - f->start, count = left < FORECAST_WAVE ? left : FORECAST_WAVE;
		parallel_run(f->panel.jobs, count, body, f);
		if (settle)
			settle(f, count);
		if (f->progress)
			f->progress(f->ctx, (done * f->panel.count + f->start + count) / passes, f->panel.count);
	}
}

enum status forecast_estimate(struct forecaster *f, size_t done, size_t passes, struct error *err)
{
	for (size_t i = 0; i < f->panel.jobs; i++) {
		forecast_widened_clear(&f->desks[i].widened);
		f->desks[i].group = &f->group; /* not that of an origin before this one */
	}
	find_panel_lift(f);
	forecast_group_open(&f->group, &f->panel, false);
	forecast_group_open(&f->past, &f->panel, true);
	forecast_launches_open(&f->launches, &f->panel);
	if (!f->model)
		forecast_prefer(f);
	forecast_ask_learners(f);
	forecast_pass(f, estimate_series, NULL, done, passes);
	enum status status = forecast_learn(f, err);
	forecast_group_close(&f->group);
	forecast_launches_close(&f->launches);
	forecast_group_close(&f->past);
	calibrate_panel(f);
	for (size_t i = 0; i < f->panel.jobs; i++)
		forecast_widened_clear(&f->desks[i].widened);
	return status;
}

void forecast_open(struct forecaster *f, const struct forecast_history *h, const struct forecast_settings *settings,
		   struct forecast_plan *plan)
{
	forecast_panel_open(&f->panel, h, settings, plan);
	f->levels = settings->levels ? settings->levels : &FORECAST_M5_LEVELS;
	f->model = series_model_find(FORECAST_MODEL_WORDS[settings->model].word);
	f->desks = memory_zero(f->panel.jobs, sizeof *f->desks);
	for (size_t i = 0; i < f->panel.jobs; i++) {
		forecast_desk_open(&f->desks[i], &f->panel, &f->group);
		f->desks[i].launches = &f->launches;
	}
	f->outlooks = memory_zero(f->panel.count + 1, sizeof *f->outlooks);
	f->texts = memory_zero(FORECAST_WAVE, sizeof *f->texts);
}

void forecast_close(struct forecaster *f)
{
	for (size_t i = 0; i < f->panel.jobs; i++)
		forecast_desk_close(&f->desks[i]);
	for (size_t i = 0; i < FORECAST_WAVE; i++)
		buffer_free(&f->texts[i]);
	for (size_t i = 0; i < f->panel.count; i++) {
		memory_free(f->outlooks[i].path.mean);
		memory_free(f->outlooks[i].errors);
		memory_free(f->outlooks[i].sums);
	}
	memory_free(f->desks);
	memory_free(f->outlooks);
	memory_free(f->texts);
	forecast_calibration_free(&f->calibration);
	forecast_panel_close(&f->panel);
}
