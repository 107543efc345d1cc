/* Which distribution of the demand of a lead time is believed. */
#include "lead.h"

#define ENOUGH 100  /* series */
#define NEAR   1.05 /* the steps' levels have been moved by the very errors they are judged by, a blend's have not */

/* What one series says. */
struct hearing {
	bool heard;
	int kind;
	double own; /* loss over its origins, and their number */
	size_t origins;
	struct series_lead_scores scores;
};

struct inquiry {
	struct forecaster *f;
	struct hearing *hearings;
	const size_t *series;
};

static int kind_of(const struct outlook *o)
{
	bool gaps = o->class && (strcmp(o->class, "intermittent") == 0 || strcmp(o->class, "lumpy") == 0);

	return gaps ? LEAD_GAPS : LEAD_REGULAR;
}

/* Nothing but its history is known of it, or no more than a calendar of long periods, of which it has seen few. */
static bool is_plain(const struct forecaster *f, const struct outlook *o)
{
	bool by_day = f->panel.plan->calendar.every <= EVERY_DAY;

	if (o->silent || o->learner || !o->class)
		return false;
	return strcmp(o->model->name, "launch") != 0 && strcmp(o->model->name, "regression") != 0 &&
	       !(by_day && (o->joined || strcmp(o->model->name, "pooled") == 0));
}

/* Loads what there was demand for; false: nothing, or promotions made some of it. */
static bool load(const struct forecaster *f, struct desk *d, size_t index, struct series_history *out)
{
	if (!forecast_panel_periods(&f->panel, index, &d->periods) || d->periods.has_promotion)
		return false;
	forecast_clean(d, d->periods.n);
	size_t room = series_lead_room(d->periods.n, LEAD_CELLS) + LEAD_CELLS;
	if (room > d->lead_size) {
		memory_free(d->lead);
		d->lead_size = room * 2;
		d->lead = memory_zero(d->lead_size, sizeof *d->lead);
	}
	*out = (struct series_history) { .y = d->dirty ? d->base : d->periods.y,
					 .n = d->periods.n,
					 .season = f->panel.plan->season };
	return true;
}

static double mean_of(const double *y, size_t n)
{
	double sum = 0;

	for (size_t t = 0; t < n; t++)
		sum += fmax(0, y[t]) / (double)n;
	return sum;
}

/* The quantile of the steps' sum, moved as it will be, against what came. */
static void judge_steps(const struct forecaster *f, const struct outlook *o, const struct series_history *history,
			struct hearing *h)
{
	double level = forecast_calibrate(&f->calibration, CALIBRATION_SUM, LEAD_LEVEL);

	for (size_t k = 0; k < o->origins; k++) {
		const struct lead_trial *t = &o->sums[k];
		struct numeric_spread spread = { o->whole ? NUMERIC_COUNT : NUMERIC_AMOUNT, t->mean, t->variance };
		double p = numeric_estimated_probability(level, t->degrees), q;
		double scale = mean_of(history->y, history->n - (k + 1) * o->h);
		numeric_spread_quantiles(&spread, &p, 1, &q);
		h->own += series_pinball(t->came, q, LEAD_LEVEL) / (scale > 0 ? scale : 1);
	}
	h->origins = o->origins;
}

static void hear(void *ctx, size_t worker, size_t index)
{
	struct inquiry *q = ctx;
	const struct forecaster *f = q->f;
	struct desk *d = &f->desks[worker];
	const struct outlook *o = &f->outlooks[q->series[index]];
	struct hearing *h = &q->hearings[index];
	struct series_history history;

	if (!load(f, d, q->series[index], &history))
		return;
	struct numeric_pmf vector = { .room = LEAD_CELLS, .p = d->lead };
	h->scores.level = LEAD_LEVEL;
	series_lead_score(&history, o->whole ? NUMERIC_COUNT : NUMERIC_AMOUNT, o->h, o->origins, d->lead + LEAD_CELLS,
			  &vector, &h->scores);
	judge_steps(f, o, &history, h);
	h->kind = kind_of(o);
	h->heard = h->scores.origins > 0;
}

/* Series of one kind that can be asked, evenly; their number. */
static size_t find_series(const struct forecaster *f, int kind, size_t *series)
{
	size_t n = 0, taken = 0;

	for (size_t i = 0; i < f->panel.count; i++) {
		const struct outlook *o = &f->outlooks[i];
		if (is_plain(f, o) && o->sums && kind_of(o) == kind)
			series[n++] = i;
	}
	for (size_t i = 0; i < n; i++)
		if (n <= LEAD_ASKED || i * LEAD_ASKED / n != (i + 1) * LEAD_ASKED / n)
			series[taken++] = series[i];
	return taken;
}

static void add_scores(struct series_lead_scores *to, const struct series_lead_scores *from)
{
	for (int b = 0; b < SERIES_LEAD_BLENDS; b++) {
		to->loss[b] += from->loss[b];
		to->covered[b] += from->covered[b];
	}
	to->origins += from->origins;
	to->series += from->series;
}

static void choose_kind(struct forecaster *f, int kind, struct leads *leads, size_t *series)
{
	struct inquiry q = { .f = f, .series = series };
	struct series_lead_scores scores = { .level = LEAD_LEVEL };
	size_t count = find_series(f, kind, series), origins = 0;
	double own = 0;

	if (count < ENOUGH)
		return;
	q.hearings = memory_zero(count, sizeof *q.hearings);
	parallel_run(f->panel.jobs, count, hear, &q);
	for (size_t i = 0; i < count; i++) {
		if (!q.hearings[i].heard)
			continue;
		add_scores(&scores, &q.hearings[i].scores);
		own += q.hearings[i].own;
		origins += q.hearings[i].origins;
	}
	if (scores.series >= ENOUGH) {
		enum series_lead_blend blend = series_lead_choose(&scores);
		leads->blend[kind] = blend;
		leads->blended[kind] = scores.loss[blend] / (double)scores.origins < NEAR * own / (double)origins;
	}
	memory_free(q.hearings);
}

void forecast_leads_choose(struct forecaster *f, struct leads *leads)
{
	*leads = (struct leads) { 0 };
	if (f->panel.plan->sum == 0 || f->model || f->panel.settings->hierarchy.depth > 0)
		return;
	size_t *series = memory_zero(f->panel.count + 1, sizeof *series);
	for (int kind = 0; kind < LEAD_KINDS; kind++)
		choose_kind(f, kind, leads, series);
	memory_free(series);
}

bool forecast_lead(const struct forecaster *f, const struct leads *leads, struct desk *d, size_t index,
		   struct numeric_pmf *out)
{
	const struct outlook *o = &f->outlooks[index];
	struct series_history history;
	double certain = 1;
	struct numeric_pmf periods = { 1, (int64_t)f->panel.plan->sum, 1, 1, &certain };

	if (!is_plain(f, o) || !leads->blended[kind_of(o)] || !load(f, d, index, &history))
		return false;
	*out = (struct numeric_pmf) { .room = LEAD_CELLS, .p = d->lead };
	series_lead_demand(&history, o->whole ? NUMERIC_COUNT : NUMERIC_AMOUNT, &periods, leads->blend[kind_of(o)],
			   d->lead + LEAD_CELLS, out);
	return true;
}
