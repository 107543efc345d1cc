/* Forecasts of every series: estimated in one pass, printed in another. */
#include "outlook.h"

#define MS_PER_HOUR INT64_C(3600000)

/* Where a period is an hour, a day does not name it. */
static int64_t first_instant(const struct panel *p, int64_t period)
{
	if (p->plan->calendar.every != EVERY_HOUR)
		return INSTANT_NONE;
	int64_t day = forecast_period_day(&p->plan->calendar, period);
	return instant_of_day(day, p->settings->zone) + (period - day * HOURS_PER_DAY) * MS_PER_HOUR;
}

static void print_score(struct buffer *out, const char *name, double score)
{
	char number[NUMBER_REAL_SIZE];

	buffer_printf(out, ",\"%s\":%s", name,
		      isfinite(score) ? number_print_real(number, forecast_tidy(score)) : "null");
}

static void print_scores(struct buffer *out, const struct scores *s)
{
	print_score(out, "mase", s->mase);
	print_score(out, "rmsse", s->rmsse);
	print_score(out, "smape", s->smape);
	print_score(out, "pinball", s->pinball);
	print_score(out, "bias", s->bias);
}

static void print_cv(struct buffer *out, const struct outlook *o)
{
	buffer_clear(out);
	buffer_printf(out, "{\"origins\":%zu,\"steps\":%zu", o->origins, o->h);
	print_scores(out, &o->own);
	size_t start = out->length;
	print_scores(out, &o->naive);
	/* The benchmark's are an object of their own, in place of the first comma. */
	struct buffer naive = { 0 };
	buffer_text(&naive, out->data + start + 1);
	out->length = start;
	buffer_printf(out, ",\"naive\":{%s}}", naive.data);
	buffer_free(&naive);
}

/* What all steps of a series have in common. */
static struct forecast describe(const struct forecaster *f, struct desk *d, size_t index)
{
	const struct panel *p = &f->panel;
	const struct outlook *o = &f->outlooks[index];
	const struct forecast_key *key = &p->history->directory.keys[p->order[index]];
	struct forecast step;

	record_clear(&forecast_type, &step);
	step.sku = key->sku;
	step.location = key->location;
	step.model = o->model->name;
	step.origin = forecast_period_day(&p->plan->calendar, p->last);
	if (o->origins > 0) {
		print_cv(&d->cv, o);
		step.cv = d->cv.data;
	}
	return step;
}

static void encode(const struct forecaster *f, struct forecast *step, bool sum, struct buffer *text)
{
	record_mark_all(&forecast_type, step);
	if (!sum)
		step->record.given &= ~(UINT64_C(1) << FORECAST_PERIODS);
	f->sink->encode(f->sink->ctx, step, text);
}

static void print_series(void *ctx, size_t worker, size_t index)
{
	struct forecaster *f = ctx;
	struct desk *d = &f->desks[worker];
	const struct outlook *o = &f->outlooks[f->start + index];
	struct buffer *text = &f->texts[index];
	enum numeric_family family = o->whole ? NUMERIC_COUNT : NUMERIC_AMOUNT;
	double known = o->degrees > 0 ? fmax(o->degrees, 3) : INFINITY;
	double widening = isinf(known) ? 1 : sqrt(known / (known - 2));
	struct numeric_spread spread = { family, NAN, NAN };

	buffer_clear(text);
	if (o->silent)
		return;
	struct forecast step = describe(f, d, f->start + index);
	for (size_t i = 0; i < f->panel.plan->horizon; i++) {
		size_t band = forecast_band(i + 1);
		/* Steps often repeat each other; their quantiles take the most time. */
		if (spread.mean != o->path.mean[i] || spread.variance != o->path.variance[i] ||
		    d->widened.band != band) {
			double q[FORECAST_LEVELS_MAX];
			spread = (struct numeric_spread) { family, o->path.mean[i], o->path.variance[i] };
			forecast_widen(&d->widened, f->levels, &f->calibration, band, o->degrees);
			numeric_spread_quantiles(&spread, d->widened.p, f->levels->count, q);
			forecast_print_quantiles(&d->q, f->levels, q);
		}
		step.step = (int64_t)i + 1;
		step.date = forecast_period_day(&f->panel.plan->calendar, f->panel.last + step.step);
		step.at = first_instant(&f->panel, f->panel.last + step.step);
		step.mean = forecast_tidy(fmax(0, o->path.mean[i]));
		step.q = d->q.data;
		step.sd = forecast_tidy(widening * sqrt(o->path.variance[i]));
		step.total_sd = forecast_tidy(widening * sqrt(o->path.total[i]));
		encode(f, &step, false, text);
	}
}

/* A pass over all series, a wave at a time; ${half} of two. */
static void pass(struct forecaster *f, parallel_body *body, void (*settle)(struct forecaster *f, size_t count),
		 size_t half)
{
	for (f->start = 0; f->start < f->panel.count; f->start += FORECAST_WAVE) {
		size_t left = f->panel.count - f->start, count = left < FORECAST_WAVE ? left : FORECAST_WAVE;
		parallel_run(f->panel.jobs, count, body, f);
		if (settle)
			settle(f, count);
		if (f->sink->progress)
			f->sink->progress(f->sink->ctx, (half * f->panel.count + f->start + count) / 2,
					  f->panel.count);
	}
}

static void emit_wave(struct forecaster *f, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct outlook *o = &f->outlooks[f->start + i];
		if (!o->silent)
			f->sink->emit(f->sink->ctx, &f->texts[i]);
		memory_free(o->path.mean);
	}
}

static void count_series(const struct forecaster *f, struct forecast_plan *plan)
{
	for (size_t i = 0; i < f->panel.count; i++) {
		plan->silent += f->outlooks[i].silent;
		plan->series += !f->outlooks[i].silent;
		plan->negative += f->outlooks[i].negative;
	}
}

void forecast_demand(const struct forecast_history *h, const struct forecast_settings *settings,
		     struct forecast_plan *plan, const struct forecast_sink *sink)
{
	struct forecaster f = { .sink = sink, .levels = settings->levels ? settings->levels : &FORECAST_M5_LEVELS };

	forecast_panel_open(&f.panel, h, settings, plan);
	f.model = series_model_find(FORECAST_MODEL_WORDS[settings->model].word);
	forecast_group_open(&f.group, &f.panel);
	f.desks = memory_zero(f.panel.jobs, sizeof *f.desks);
	for (size_t i = 0; i < f.panel.jobs; i++)
		forecast_desk_open(&f.desks[i], &f.panel, &f.group);
	f.outlooks = memory_zero(f.panel.count + 1, sizeof *f.outlooks);
	f.texts = memory_zero(FORECAST_WAVE, sizeof *f.texts);
	if (!f.model)
		forecast_prefer(&f);
	pass(&f, forecast_estimate_series, NULL, 0);
	forecast_calibrate_panel(&f);
	count_series(&f, plan);
	for (size_t i = 0; i < f.panel.jobs; i++)
		f.desks[i].widened.set = false;
	pass(&f, print_series, emit_wave, 1);
	for (size_t i = 0; i < f.panel.jobs; i++)
		forecast_desk_close(&f.desks[i]);
	for (size_t i = 0; i < FORECAST_WAVE; i++)
		buffer_free(&f.texts[i]);
	memory_free(f.desks);
	memory_free(f.outlooks);
	memory_free(f.texts);
	forecast_calibration_free(&f.calibration);
	forecast_group_close(&f.group);
	forecast_panel_close(&f.panel);
}
