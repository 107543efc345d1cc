/* Forecasts of every series. */
#include "panel.h"

#define TIDY_DIGITS   12
#define TIDY_DECIMALS 6
#define WAVE	      1024 /* series between two looks at what is done */
#define MS_PER_HOUR   INT64_C(3600000)

static const struct forecast_levels M5_LEVELS = { { 0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995 }, 9 };

enum status forecast_levels_parse(const char *const *texts, size_t n, struct forecast_levels *out, struct error *err)
{
	out->count = 0;
	for (size_t i = 0; i < n; i++) {
		double p;
		if (!number_parse_real(texts[i], 0, 1, &p) || p <= 0 || p >= 1)
			return error_reject(err, "bad_level", "quantiles",
					    "\"%.40s\": expected a number between 0 and 1", texts[i]);
		size_t at = out->count;
		while (at > 0 && out->p[at - 1] > p)
			at--;
		if (at > 0 && out->p[at - 1] == p)
			continue;
		if (out->count == FORECAST_LEVELS_MAX)
			return error_reject(err, "bad_level", "quantiles", "more than %d levels", FORECAST_LEVELS_MAX);
		memmove(&out->p[at + 1], &out->p[at], (out->count - at) * sizeof out->p[0]);
		out->p[at] = p;
		out->count++;
	}
	return STATUS_OK;
}

double forecast_tidy(double x)
{
	if (x == 0 || !isfinite(x))
		return x;
	int decimals = TIDY_DIGITS - 1 - (int)floor(log10(fabs(x)));
	if (decimals > TIDY_DECIMALS)
		decimals = TIDY_DECIMALS;
	if (decimals < 0)
		return round(x);
	double scale = pow(10, decimals);
	return round(x * scale) / scale + 0.0;
}

/* Room of one thread, used again from series to series. */
struct desk {
	struct periods periods;
	double *mean, *variance, *total; /* horizon each */
	double *work;			 /* of the models */
	size_t work_size;
	double degrees, p[FORECAST_LEVELS_MAX]; /* levels as widened for these degrees of freedom */
	struct buffer q;
};

/* The series of a wave, and what came out for each. */
struct outcome {
	struct buffer text;
	bool silent;
	size_t negative;
};

struct forecaster {
	struct panel panel;
	const struct forecast_sink *sink;
	const struct forecast_levels *levels;
	const struct series_model *model; /* NULL: auto */
	struct desk *desks;		  /* one for each thread */
	struct outcome *outcomes;	  /* one for each series of a wave */
	size_t start;			  /* of the wave */
};

/* What the history cannot tell. */
static void assume_variance(struct series_fit *fit, const double *y, size_t n, bool whole)
{
	double mean = 0;

	for (size_t t = 0; t < n; t++)
		mean += y[t] / (double)n;
	fit->variance = whole ? 2 * mean : mean * mean;
}

static double *desk_room(struct desk *d, size_t size)
{
	if (size > d->work_size) {
		memory_free(d->work);
		d->work = memory_zero(size, sizeof *d->work);
		d->work_size = size;
	}
	return d->work;
}

static size_t count_models(void)
{
	size_t n = 0;

	while (SERIES_MODELS[n])
		n++;
	return n;
}

static struct series_fit fit_series(const struct forecaster *f, struct desk *d)
{
	const struct forecast_plan *plan = f->panel.plan;
	const struct periods *p = &d->periods;
	struct series_history history = {
		.y = p->y, .n = p->n, .season = plan->season, .long_season = plan->long_season
	};
	struct series_settings s = { plan->window, f->panel.settings->alpha };
	double *work =
		desk_room(d, 3 * plan->horizon + series_room(SERIES_MODELS, count_models(), &history, plan->horizon));
	const struct series_model *model = f->model ? f->model : series_select(&s, &history, plan->horizon, work);
	struct series_path path = { d->mean, d->variance, d->total };
	struct series_fit fit;

	if (p->n < model->minimum(&history, &s))
		model = series_model_find("moving-average");
	model->fit(&history, &s, work, &fit);
	if (fit.degrees == 0)
		assume_variance(&fit, p->y, p->n, p->whole);
	model->forecast(&fit, &history, plan->horizon, work, &path);
	return fit;
}

/* The quantiles of one step as JSON. */
static void print_quantiles(const struct forecast_levels *levels, struct desk *d, const struct numeric_spread *spread)
{
	double q[FORECAST_LEVELS_MAX];
	char number[NUMBER_REAL_SIZE];

	numeric_spread_quantiles(spread, d->p, levels->count, q);
	buffer_clear(&d->q);
	buffer_char(&d->q, '{');
	for (size_t i = 0; i < levels->count; i++) {
		buffer_text(&d->q, i ? ",\"" : "\"");
		buffer_text(&d->q, number_print_real(number, levels->p[i]));
		buffer_text(&d->q, "\":");
		buffer_text(&d->q, number_print_real(number, forecast_tidy(q[i])));
	}
	buffer_char(&d->q, '}');
}

static void widen_levels(const struct forecast_levels *levels, struct desk *d, double degrees)
{
	if (d->degrees == degrees)
		return;
	d->degrees = degrees;
	for (size_t i = 0; i < levels->count; i++)
		d->p[i] = numeric_estimated_probability(levels->p[i], degrees);
}

/* Where a period is an hour, a day does not name it. */
static int64_t first_instant(const struct panel *p, int64_t period)
{
	if (p->plan->calendar.every != EVERY_HOUR)
		return INSTANT_NONE;
	int64_t day = forecast_period_day(&p->plan->calendar, period);
	return instant_of_day(day, p->settings->zone) + (period - day * HOURS_PER_DAY) * MS_PER_HOUR;
}

static void describe_step(const struct panel *p, const struct periods *series, int64_t step, struct forecast *f)
{
	const struct forecast_calendar *calendar = &p->plan->calendar;

	record_clear(&forecast_type, f);
	f->sku = series->key->sku;
	f->location = series->key->location;
	f->origin = forecast_period_day(calendar, p->last);
	f->step = step;
	f->date = forecast_period_day(calendar, p->last + step);
	f->at = first_instant(p, p->last + step);
}

static void encode_steps(const struct forecaster *f, struct desk *d, const struct series_fit *fit, struct buffer *text)
{
	enum numeric_family family = d->periods.whole ? NUMERIC_COUNT : NUMERIC_AMOUNT;
	double known = fit->degrees > 0 ? fmax(fit->degrees, 3) : INFINITY;
	double widening = isinf(known) ? 1 : sqrt(known / (known - 2));
	struct numeric_spread spread = { family, NAN, NAN };

	widen_levels(f->levels, d, fit->degrees);
	for (size_t i = 0; i < f->panel.plan->horizon; i++) {
		struct forecast step;
		/* Steps often repeat each other; their quantiles take the most time. */
		if (spread.mean != d->mean[i] || spread.variance != d->variance[i]) {
			spread = (struct numeric_spread) { family, d->mean[i], d->variance[i] };
			print_quantiles(f->levels, d, &spread);
		}
		describe_step(&f->panel, &d->periods, (int64_t)i + 1, &step);
		step.model = fit->model->name;
		step.mean = forecast_tidy(fmax(0, d->mean[i]));
		step.q = d->q.data;
		step.sd = forecast_tidy(widening * sqrt(d->variance[i]));
		step.total_sd = forecast_tidy(widening * sqrt(d->total[i]));
		record_mark_all(&forecast_type, &step);
		step.record.given &= ~(UINT64_C(1) << FORECAST_PERIODS);
		f->sink->encode(f->sink->ctx, &step, text);
	}
}

static void forecast_series(void *ctx, size_t worker, size_t index)
{
	struct forecaster *f = ctx;
	struct desk *d = &f->desks[worker];
	struct outcome *out = &f->outcomes[index];

	buffer_clear(&out->text);
	out->silent = !forecast_panel_periods(&f->panel, f->start + index, &d->periods);
	if (out->silent)
		return;
	out->negative = d->periods.negative;
	struct series_fit fit = fit_series(f, d);
	encode_steps(f, d, &fit, &out->text);
}

static void emit_wave(struct forecaster *f, size_t count, struct forecast_plan *plan)
{
	for (size_t i = 0; i < count; i++) {
		struct outcome *out = &f->outcomes[i];
		plan->silent += out->silent;
		if (out->silent)
			continue;
		plan->series++;
		plan->negative += out->negative;
		f->sink->emit(f->sink->ctx, &out->text);
	}
}

static void open_desks(struct forecaster *f)
{
	size_t horizon = f->panel.plan->horizon;

	f->desks = memory_zero(f->panel.jobs, sizeof *f->desks);
	for (size_t i = 0; i < f->panel.jobs; i++) {
		struct desk *d = &f->desks[i];
		d->degrees = NAN;
		d->mean = memory_zero(horizon * 3, sizeof *d->mean);
		d->variance = d->mean + horizon;
		d->total = d->variance + horizon;
	}
	f->outcomes = memory_zero(WAVE, sizeof *f->outcomes);
}

static void close_desks(struct forecaster *f)
{
	for (size_t i = 0; i < f->panel.jobs; i++) {
		struct desk *d = &f->desks[i];
		forecast_periods_free(&d->periods);
		memory_free(d->mean);
		memory_free(d->work);
		buffer_free(&d->q);
	}
	for (size_t i = 0; i < WAVE; i++)
		buffer_free(&f->outcomes[i].text);
	memory_free(f->desks);
	memory_free(f->outcomes);
}

void forecast_demand(const struct forecast_history *h, const struct forecast_settings *settings,
		     struct forecast_plan *plan, const struct forecast_sink *sink)
{
	struct forecaster f = { .sink = sink, .levels = settings->levels ? settings->levels : &M5_LEVELS };

	forecast_panel_open(&f.panel, h, settings, plan);
	f.model = series_model_find(FORECAST_MODEL_WORDS[settings->model].word);
	open_desks(&f);
	for (; f.start < f.panel.count; f.start += WAVE) {
		size_t count = f.panel.count - f.start < WAVE ? f.panel.count - f.start : WAVE;
		parallel_run(f.panel.jobs, count, forecast_series, &f);
		emit_wave(&f, count, plan);
		if (sink->progress)
			sink->progress(sink->ctx, f.start + count, f.panel.count);
	}
	close_desks(&f);
	forecast_panel_close(&f.panel);
}
