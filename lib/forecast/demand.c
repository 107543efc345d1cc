/* Forecasts of every series: estimated in one pass, printed in another. */
#include "hierarchy.h"
#include "lead.h"
#include "learners.h"

#define PMF_LEVEL   0.95 /* where a distribution is made as wide as its quantiles */

/* Where a period is an hour, a day does not name it. */
static int64_t first_instant(const struct panel *p, int64_t period)
{
	if (p->plan->calendar.every != EVERY_HOUR)
		return INSTANT_NONE;
	int64_t day = forecast_period_day(&p->plan->calendar, period);
	return instant_of_day(day, p->settings->zone) + (period - day * HOURS_PER_DAY) * HOUR_MS;
}

static void print_score(struct buffer *out, const char *name, double score)
{
	char number[NUMBER_REAL_SIZE];

	buffer_printf(out, ",\"%s\":%s", name,
		      isfinite(score) ? number_print_real(number, number_tidy(score)) : "null");
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
	const struct directory_key *key = &p->history->directory.keys[p->order[index]];
	struct forecast step;

	record_clear(&forecast_type, &step);
	step.sku = key->name;
	step.node = p->history->series[p->order[index]].node;
	step.location = step.node ? NULL : key->location;
	step.model = o->model->name;
	step.class = o->class;
	buffer_clear(&d->name);
	if (!o->learner || !p->settings->learner_alone)
		buffer_printf(&d->name, "%s%s", o->model->name, o->joined ? "+pooled" : "");
	if (o->learner)
		buffer_printf(&d->name, "%s%s", d->name.length > 0 ? "+" : "", o->learner);
	step.model = d->name.data;
	step.origin = forecast_period_day(&p->plan->calendar, o->last);
	if (o->origins > 0) {
		print_cv(&d->cv, o);
		step.cv = d->cv.data;
	}
	return step;
}

static double widening_of(double degrees)
{
	double known = degrees > 0 ? fmax(degrees, 3) : INFINITY;

	return isinf(known) ? 1 : sqrt(known / (known - 2));
}

static void print_quantiles(const struct forecaster *f, struct desk *d, const struct outlook *o,
			    const struct numeric_spread *spread, size_t band)
{
	double q[NUMBER_LEVELS_MAX];

	const double *p = forecast_widen(&d->widened, f->levels, &f->calibration, band, o->degrees);
	numeric_spread_quantiles(spread, p, f->levels->count, q);
	forecast_print_quantiles(&d->q, f->levels, q);
}

/* The spread of a step or a sum, as wide as its quantiles are. */
static const char *print_pmf(const struct forecaster *f, struct desk *d, const struct outlook *o,
			     const struct numeric_spread *spread, size_t band)
{
	double share = forecast_share(&f->calibration, band, PMF_LEVEL) * widening_of(o->degrees);
	struct numeric_spread wide = { spread->family, spread->mean, spread->variance * share * share };

	if (!f->panel.settings->pmf || spread->family != NUMERIC_COUNT || !forecast_print_pmf(&d->pmf, &wide))
		return NULL;
	return d->pmf.data;
}

static void encode(const struct forecaster *f, struct forecast *step, struct buffer *text)
{
	record_mark_all(&forecast_type, step);
	if (step->periods == 0)
		step->record.given &= ~(UINT64_C(1) << FORECAST_PERIODS);
	f->sink->encode(f->sink->ctx, step, text);
}

static void print_steps(void *ctx, size_t worker, size_t index)
{
	struct forecaster *f = ctx;
	struct desk *d = &f->desks[worker];
	const struct outlook *o = &f->outlooks[f->start + index];
	struct buffer *text = &f->texts[index];
	double widening = widening_of(o->degrees);
	struct numeric_spread spread = { o->whole ? NUMERIC_COUNT : NUMERIC_AMOUNT, NAN, NAN };

	buffer_clear(text);
	if (o->silent)
		return;
	struct forecast step = describe(f, d, f->start + index);
	for (size_t i = 0; i < f->panel.plan->horizon; i++) {
		size_t band = forecast_band(i + 1);
		/* Steps often repeat each other; their quantiles take the most time. */
		if (spread.mean != o->path.mean[i] || spread.variance != o->path.variance[i] ||
		    band != forecast_band(i)) {
			spread.mean = o->path.mean[i];
			spread.variance = o->path.variance[i];
			print_quantiles(f, d, o, &spread, band);
			step.pmf = print_pmf(f, d, o, &spread, band);
		}
		step.step = (int64_t)i + 1;
		step.date = forecast_period_day(&f->panel.plan->calendar, o->last + step.step);
		step.at = first_instant(&f->panel, o->last + step.step);
		step.mean = number_tidy(fmax(0, o->path.mean[i]));
		step.q = d->q.data;
		step.sd = number_tidy(widening * sqrt(o->path.variance[i]));
		step.total_sd = number_tidy(widening * sqrt(o->path.total[i]));
		encode(f, &step, text);
	}
}

/* Of the sum of the steps: mean, deviation, quantiles and chances. */
static void tell_steps(const struct forecaster *f, struct desk *d, const struct outlook *o, struct forecast *step)
{
	size_t sum = f->panel.plan->sum;
	struct numeric_spread spread = { o->whole ? NUMERIC_COUNT : NUMERIC_AMOUNT, 0, o->path.total[sum - 1] };

	for (size_t i = 0; i < sum; i++)
		spread.mean += fmax(0, o->path.mean[i]);
	print_quantiles(f, d, o, &spread, CALIBRATION_SUM);
	step->pmf = print_pmf(f, d, o, &spread, CALIBRATION_SUM);
	step->mean = spread.mean;
	step->sd = widening_of(o->degrees) * sqrt(spread.variance);
}

/* The same of the distribution of a lead time's demand. */
static void tell_lead(const struct forecaster *f, struct desk *d, const struct outlook *o,
		      const struct numeric_pmf *chances, struct forecast *step)
{
	double q[NUMBER_LEVELS_MAX];

	numeric_pmf_quantiles(chances, f->levels->p, f->levels->count, q);
	forecast_print_quantiles(&d->q, f->levels, q);
	if (f->panel.settings->pmf && o->whole && forecast_print_chances(&d->pmf, chances))
		step->pmf = d->pmf.data;
	step->mean = numeric_pmf_mean(chances);
	step->sd = sqrt(numeric_pmf_variance(chances));
	buffer_text(&d->name, "+lead");
	step->model = d->name.data;
}

/* One record for all steps together. */
static void print_sum(void *ctx, size_t worker, size_t index)
{
	struct forecaster *f = ctx;
	struct desk *d = &f->desks[worker];
	const struct outlook *o = &f->outlooks[f->start + index];
	struct buffer *text = &f->texts[index];
	struct numeric_pmf chances;

	buffer_clear(text);
	if (o->silent)
		return;
	struct forecast step = describe(f, d, f->start + index);
	if (f->leads && forecast_lead(f, f->leads, d, f->start + index, &chances))
		tell_lead(f, d, o, &chances, &step);
	else
		tell_steps(f, d, o, &step);
	step.step = 1;
	step.periods = (int64_t)f->panel.plan->sum;
	step.date = forecast_period_day(&f->panel.plan->calendar, o->last + 1);
	step.at = first_instant(&f->panel, o->last + 1);
	step.mean = number_tidy(step.mean);
	step.q = d->q.data;
	step.sd = step.total_sd = number_tidy(step.sd);
	encode(f, &step, text);
}

static void emit_wave(struct forecaster *f, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct outlook *o = &f->outlooks[f->start + i];
		if (!o->silent)
			f->sink->emit(f->sink->ctx, &f->texts[i]);
		memory_free(o->path.mean);
		o->path.mean = NULL;
	}
}

static void count_series(const struct forecaster *f, struct forecast_plan *plan)
{
	for (size_t i = 0; i < f->panel.count; i++) {
		plan->silent += f->outlooks[i].silent;
		plan->series += !f->outlooks[i].silent;
		plan->negative += f->outlooks[i].negative;
		plan->filled += f->outlooks[i].filled;
	}
}

enum status forecast_demand(const struct forecast_history *h, const struct forecast_settings *settings,
			    struct forecast_plan *plan, const struct forecast_sink *sink, struct error *err)
{
	struct forecaster f = { .sink = sink, .progress = sink->progress, .ctx = sink->ctx };
	struct hierarchy tree = { 0 };
	struct leads leads;
	const struct forecast_hierarchy *levels = &settings->hierarchy;
	size_t count = h->directory.count;

	if (levels->depth > 0 && levels->reconcile == FORECAST_TRACE && count > HIERARCHY_TRACE_MOST)
		return error_reject(err, "too_many", "reconcile",
				    "trace takes the covariance of at most %d series, here are %zu: expected weighted",
				    HIERARCHY_TRACE_MOST, count);
	forecast_open(&f, h, settings, plan);
	enum status status = forecast_estimate(&f, 0, 2, err);
	if (status == STATUS_OK && levels->depth > 0)
		status = forecast_hierarchy_open(&tree, &f, settings, err);
	if (status == STATUS_OK) {
		forecast_leads_choose(&f, &leads);
		f.leads = &leads;
		count_series(&f, plan);
		memcpy(plan->learnt, f.learnt, sizeof plan->learnt);
		forecast_pass(&f, plan->sum ? print_sum : print_steps, emit_wave, 1, 2);
		if (levels->depth > 0)
			forecast_pass(&tree.sums, plan->sum ? print_sum : print_steps, emit_wave, 1, 2);
	}
	forecast_hierarchy_close(&tree);
	forecast_close(&f);
	return status;
}
