/* The walk through time: parcels start, are delivered, and teach. */
#include "parcel.h"

#include <stdlib.h>

#define SETTLE_EVERY DAY_MS

/* Days are not told to the millisecond. */
#define ANSWER_MS 1000

/* What was said of a delivered parcel as it started. */
struct said {
	const struct parcel *parcel;
	double median, *days; /* of each level */
};

struct walk {
	struct flow_parcels *parcels;
	const struct flow_eta_settings *settings;
	struct eta_model *model;
	struct flow_nexts *nexts; /* NULL: no events are known */
	struct parcel **starts, **deliveries; /* in the order of those instants */
	size_t n_starts, n_deliveries, delivered;
	struct parcel **open;
	size_t n_open;
	int64_t settled;
	struct said *said;
	size_t n_said;
	double *room; /* for their days */
	struct arena arena;
	struct buffer text;
};

static int compare_instants(int64_t a, int64_t b, const struct parcel *x, const struct parcel *y)
{
	if (a != b)
		return a < b ? -1 : 1;
	return x < y ? -1 : x > y;
}

static int compare_starts(const void *a, const void *b)
{
	const struct parcel *x = *(struct parcel *const *)a, *y = *(struct parcel *const *)b;

	return compare_instants(x->known.start, y->known.start, x, y);
}

static int compare_deliveries(const void *a, const void *b)
{
	const struct parcel *x = *(struct parcel *const *)a, *y = *(struct parcel *const *)b;

	return compare_instants(x->delivered, y->delivered, x, y);
}

static bool delivered_by(const struct parcel *p, int64_t now)
{
	return p->delivered != INSTANT_NONE && p->delivered <= now;
}

/* What their events say of parcels whose rows do not say it. */
static void meet_events(struct walk *w)
{
	struct flow_parcels *parcels = w->parcels;

	for (size_t i = 0; i < parcels->count; i++)
		flow_events_carrier(&parcels->events, parcels->items[i].shipment, parcels->items[i].carrier);
	w->nexts = flow_nexts_new(&parcels->events, w->settings->now);
	for (size_t i = 0; w->nexts && i < parcels->count; i++) {
		struct parcel *p = &parcels->items[i];
		int64_t since = INSTANT_NONE;
		const char *status = flow_nexts_present(w->nexts, p->shipment, &since);
		if (!status)
			continue;
		p->given_up |= flow_parcel_given_up(status);
		if (p->delivered == INSTANT_NONE && text_matches_word("delivered", NULL, status) &&
		    p->known.start != INSTANT_NONE && since >= p->known.start)
			p->delivered = since;
	}
}

static void line_up(struct walk *w)
{
	size_t count = w->parcels->count;
	int64_t now = w->settings->now;
	bool useful[ETA_LEVELS];

	flow_parcels_levels(w->parcels, useful);
	w->starts = memory_zero(count * 3 + 1, sizeof(struct parcel *));
	w->deliveries = w->starts + count;
	w->open = w->deliveries + count;
	for (size_t i = 0; i < count; i++) {
		struct parcel *p = &w->parcels->items[i];
		for (int level = 0; level < ETA_LEVELS; level++)
			if (!useful[level])
				p->known.groups[level] = ETA_NO_GROUP;
		if (p->known.start == INSTANT_NONE || p->known.start > now)
			continue;
		w->starts[w->n_starts++] = p;
		if (delivered_by(p, now))
			w->deliveries[w->n_deliveries++] = p;
	}
	if (w->n_starts > 1)
		qsort(w->starts, w->n_starts, sizeof(struct parcel *), compare_starts);
	if (w->n_deliveries > 1)
		qsort(w->deliveries, w->n_deliveries, sizeof(struct parcel *), compare_deliveries);
}

/* Deliveries up to ${now}. */
static void deliver_until(struct walk *w, int64_t now)
{
	for (; w->delivered < w->n_deliveries && w->deliveries[w->delivered]->delivered <= now; w->delivered++) {
		const struct parcel *p = w->deliveries[w->delivered];
		eta_model_deliver(w->model, &p->known, p->delivered);
	}
}

static void settle(struct walk *w, int64_t now)
{
	size_t kept = 0;

	eta_model_settle_begin(w->model, now);
	for (size_t i = 0; i < w->n_open; i++) {
		if (delivered_by(w->open[i], now))
			continue;
		eta_model_open(w->model, &w->open[i]->known);
		w->open[kept++] = w->open[i];
	}
	w->n_open = kept;
	eta_model_settle_end(w->model);
	w->settled = now;
}

static double days_until(int64_t instant, int64_t start)
{
	return (double)(instant - start) / DAY_MS;
}

static void say(struct walk *w, const struct parcel *p)
{
	const struct number_levels *levels = w->settings->levels;
	double expected = p->known.expected;

	if (!eta_model_ready(w->model) || isnan(expected))
		return;
	struct said *said = &w->said[w->n_said++];
	said->parcel = p;
	said->days = w->room + (size_t)(said - w->said) * levels->count;
	said->median = eta_model_days(w->model, expected, 0, 0.5);
	for (size_t i = 0; i < levels->count; i++)
		said->days[i] = fmax(eta_model_days(w->model, expected, 0, levels->p[i]), i ? said->days[i - 1] : 0);
}

static void walk_through(struct walk *w)
{
	int64_t now = w->settings->now;

	for (size_t i = 0; i < w->n_starts; i++) {
		struct parcel *p = w->starts[i];
		int64_t start = p->known.start;
		deliver_until(w, start);
		if (w->delivered > 0 && (w->settled == INSTANT_NONE || start - w->settled >= SETTLE_EVERY))
			settle(w, start);
		p->known.expected = eta_model_expect(w->model, &p->known, start);
		if (w->said && delivered_by(p, now))
			say(w, p);
		if (!p->given_up)
			w->open[w->n_open++] = p;
	}
	deliver_until(w, now);
	if (w->delivered > 0)
		settle(w, now);
}

/* --- answers */

static void name_parcel(const struct parcel *p, struct flow_eta *out)
{
	record_clear(&flow_eta_type, out);
	out->age = out->arrives = out->late = out->behind = out->error = out->bias = NAN;
	out->quoted_error = out->quoted_late = out->quoted_width = NAN;
	out->shipment = p->shipment;
	out->order = p->order;
	out->carrier = p->carrier;
	out->origin = p->origin;
	out->destination = p->destination;
	out->promised_at = p->promised;
}

/* Fields of no value in this kind of record: counts have no "none" of their own. */
static void mark_eta(struct flow_eta *e)
{
	record_mark_all(&flow_eta_type, e);
	if (!e->part)
		e->record.given &= ~(UINT64_C(1) << FLOW_ETA_PARCELS);
}

static const char *print_instants(struct walk *w, int64_t from, const double *days)
{
	const struct number_levels *levels = w->settings->levels;
	char number[NUMBER_REAL_SIZE], instant[INSTANT_TEXT_SIZE];

	buffer_clear(&w->text);
	for (size_t i = 0; i < levels->count; i++) {
		buffer_printf(&w->text, "%c\"%s\":", i ? ',' : '{', number_print_real(number, levels->p[i]));
		if (isnan(days[i]))
			buffer_text(&w->text, "null");
		else
			buffer_printf(
				&w->text, "\"%s\"",
				instant_print(instant, from + (int64_t)ceil(days[i] * DAY_MS / ANSWER_MS) * ANSWER_MS));
	}
	return flow_pairs_end(&w->text, &w->arena);
}

static void answer_next(struct walk *w, const struct parcel *p, struct flow_eta *e)
{
	const char *status = w->nexts ? flow_nexts_present(w->nexts, p->shipment, &e->since) : NULL;

	e->status = status ? status : p->status;
	buffer_clear(&w->text);
	if (status && flow_nexts_tell(w->nexts, p->shipment, &w->text))
		e->next = flow_pairs_end(&w->text, &w->arena);
}

static void answer_parcel(struct walk *w, const struct parcel *p, flow_eta_each *each, void *ctx)
{
	const struct number_levels *levels = w->settings->levels;
	int64_t now = w->settings->now;
	bool ahead = p->known.start == INSTANT_NONE || p->known.start > now;
	struct eta_case c = p->known;
	double days[NUMBER_LEVELS_MAX], age;
	struct flow_eta e;

	arena_reset(&w->arena);
	name_parcel(p, &e);
	if (c.start == INSTANT_NONE)
		c.start = now;
	age = ahead ? 0 : days_until(now, c.start);
	double expected = eta_model_expect(w->model, &c, now);
	e.from = c.start;
	e.age = flow_tidy(age);
	e.behind = flow_tidy(eta_model_behind(w->model, &c, now));
	if (eta_model_ready(w->model) && !isnan(expected)) {
		e.arrives = flow_tidy(eta_model_arrives(w->model, expected, age));
		for (size_t i = 0; i < levels->count; i++) {
			days[i] = eta_model_days(w->model, expected, age, levels->p[i]);
			if (i > 0)
				days[i] = fmax(days[i], days[i - 1]);
		}
		e.q = print_instants(w, c.start, days);
		if (p->promised != INSTANT_NONE)
			e.late = flow_tidy(eta_model_later(w->model, expected, age, days_until(p->promised, c.start)));
	}
	answer_next(w, p, &e);
	mark_eta(&e);
	each(ctx, &e);
}

static void answer_all(struct walk *w, flow_eta_each *each, void *ctx)
{
	for (size_t i = 0; i < w->parcels->count; i++) {
		const struct parcel *p = &w->parcels->items[i];
		if (!p->given_up && !delivered_by(p, w->settings->now))
			answer_parcel(w, p, each, ctx);
	}
}

/* --- scores */

static void print_said(struct walk *w, const struct said *said, flow_eta_each *each, void *ctx)
{
	const struct parcel *p = said->parcel;
	struct flow_eta e;

	arena_reset(&w->arena);
	name_parcel(p, &e);
	e.from = p->known.start;
	e.delivered_at = p->delivered;
	e.q = print_instants(w, e.from, said->days);
	mark_eta(&e);
	each(ctx, &e);
}

static void score_promises(const struct said *said, size_t n, struct flow_eta *e)
{
	double error = 0, late = 0, width = 0, count = 0;

	for (size_t i = 0; i < n; i++) {
		const struct parcel *p = said[i].parcel;
		if (p->promised == INSTANT_NONE)
			continue;
		count++;
		error += fabs(days_until(p->delivered, p->promised));
		late += p->delivered > p->promised;
		width += days_until(p->promised, p->known.start);
	}
	if (count == 0)
		return;
	e->quoted_error = flow_tidy(error / count);
	e->quoted_late = flow_tidy(late / count);
	e->quoted_width = flow_tidy(width / count);
}

/* ${part} counts from 1; 0: all. */
static void score_part(struct walk *w, const struct said *said, size_t n, size_t part, flow_eta_each *each, void *ctx)
{
	const struct number_levels *levels = w->settings->levels;
	double error = 0, bias = 0, within[NUMBER_LEVELS_MAX] = { 0 }, width[NUMBER_LEVELS_MAX] = { 0 };
	char number[NUMBER_REAL_SIZE];
	struct flow_eta e;

	arena_reset(&w->arena);
	name_parcel(&(struct parcel) { .promised = INSTANT_NONE }, &e);
	for (size_t i = 0; i < n; i++) {
		double actual = days_until(said[i].parcel->delivered, said[i].parcel->known.start);
		error += fabs(said[i].median - actual);
		bias += said[i].median - actual;
		for (size_t j = 0; j < levels->count; j++) {
			within[j] += actual <= said[i].days[j];
			width[j] += said[i].days[j];
		}
	}
	e.part = part == 0 ? "all" : arena_printf(&w->arena, "%zu/%lld", part, (long long)w->settings->parts);
	e.parcels = (int64_t)n;
	e.error = flow_tidy(error / (double)n);
	e.bias = flow_tidy(bias / (double)n);
	buffer_clear(&w->text);
	for (size_t j = 0; j < levels->count; j++)
		flow_pair(&w->text, number_print_real(number, levels->p[j]), within[j] / (double)n);
	e.coverage = flow_pairs_end(&w->text, &w->arena);
	for (size_t j = 0; j < levels->count; j++)
		flow_pair(&w->text, number_print_real(number, levels->p[j]), width[j] / (double)n);
	e.width = flow_pairs_end(&w->text, &w->arena);
	score_promises(said, n, &e);
	mark_eta(&e);
	each(ctx, &e);
}

static void score_all(struct walk *w, flow_eta_each *each, void *ctx)
{
	size_t parts = w->settings->parts > 1 ? (size_t)w->settings->parts : 1;

	if (w->n_said == 0)
		return;
	score_part(w, w->said, w->n_said, 0, each, ctx);
	for (size_t i = 0; parts > 1 && i < parts; i++) {
		size_t from = w->n_said * i / parts, to = w->n_said * (i + 1) / parts;
		if (to > from)
			score_part(w, &w->said[from], to - from, i + 1, each, ctx);
	}
}

void flow_eta_report(struct flow_parcels *p, const struct flow_eta_settings *settings, flow_eta_each *each, void *ctx)
{
	struct walk w = { .parcels = p, .settings = settings, .settled = INSTANT_NONE };

	w.model = eta_model_new((uint32_t)p->groups.count);
	meet_events(&w);
	line_up(&w);
	if (settings->backtest) {
		w.said = memory_zero(w.n_deliveries + 1, sizeof *w.said);
		w.room = memory_zero(w.n_deliveries + 1, settings->levels->count * sizeof *w.room);
	}
	walk_through(&w);
	if (!settings->backtest)
		answer_all(&w, each, ctx);
	else if (settings->each)
		for (size_t i = 0; i < w.n_said; i++)
			print_said(&w, &w.said[i], each, ctx);
	else
		score_all(&w, each, ctx);
	eta_model_free(w.model);
	flow_nexts_free(w.nexts);
	memory_free(w.starts);
	memory_free(w.said);
	memory_free(w.room);
	buffer_free(&w.text);
	arena_free(&w.arena);
}
