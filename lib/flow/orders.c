/* What is told of the flow of orders. */
#include "order_book.h"

#include <stdlib.h>

#define Z95	  1.959963984540054
#define ROW_ERROR 1e-6 /* by which probabilities may fail to add up */

/* States and what is known of each. */
struct picture {
	const struct flow_orders *orders;
	const struct flow_settings *settings;
	struct history history;
	size_t n;		       /* states */
	struct flow_leaving *leavings; /* n; without room where only a matrix was given */
	double *p, *counts;	       /* n x n */
	int64_t *visits, *open;	       /* n */
	double *stay;		       /* n */
	struct flow_fate fate;
	double *next; /* n */
	struct arena arena;
	struct buffer text;
};

static void make_room(struct picture *p)
{
	size_t n = p->n;

	p->p = memory_zero(n * n * 3 + n * 4 + 1, sizeof *p->p);
	p->counts = p->p + n * n;
	p->fate.ends = p->counts + n * n;
	p->fate.steps = p->fate.ends + n * n;
	p->fate.days = p->fate.steps + n;
	p->stay = p->fate.days + n;
	p->next = p->stay + n;
	p->visits = memory_zero(n * 2 + 1, sizeof *p->visits);
	p->open = p->visits + n;
	p->leavings = memory_zero(n + 1, sizeof *p->leavings);
}

static void free_picture(struct picture *p)
{
	for (size_t i = 0; i < p->n; i++)
		flow_leaving_free(&p->leavings[i]);
	memory_free(p->leavings);
	memory_free(p->visits);
	memory_free(p->p);
	flow_history_free(&p->history);
	buffer_free(&p->text);
	arena_free(&p->arena);
}

/* --- from a history */

static void draw_state(struct picture *p, size_t state, const struct flow_stay *stays, size_t n, uint32_t *column)
{
	struct flow_leaving *l = &p->leavings[state];

	for (size_t i = 0; i < n; i++) {
		if (stays[i].to == FLOW_STAYS)
			p->open[state]++;
		else
			p->counts[state * p->n + stays[i].to]++;
	}
	flow_leaving_draw(l, stays, n, column, p->n);
	p->stay[state] = l->curve.mean;
	p->visits[state] = (int64_t)n;
	if (flow_curve_next(&l->curve, -1, p->next))
		for (size_t k = 0; k < l->curve.targets; k++)
			p->p[state * p->n + l->targets[k]] = p->next[k];
}

static void draw_history(struct picture *p)
{
	const struct history *h = &p->history;
	uint32_t *column = memory_zero(p->n + 1, sizeof *column);

	for (size_t i = 0, j; i < h->n_stays; i = j) {
		for (j = i; j < h->n_stays && h->stays[j].state == h->stays[i].state; j++)
			;
		draw_state(p, h->stays[i].state, &h->stays[i], j - i, column);
	}
	memory_free(column);
}

/* --- from a given matrix */

static enum status draw_matrix(struct picture *p, struct error *err)
{
	const struct flow_orders *o = p->orders;

	for (size_t i = 0; i < o->n_moves; i++)
		p->p[o->moves[i].from * p->n + o->moves[i].to] += o->moves[i].weight;
	for (size_t i = 0; i < p->n; i++) {
		double *row = &p->p[i * p->n], sum = 0;
		for (size_t j = 0; j < p->n; j++)
			sum += row[j];
		if (sum > 0 && o->moves[0].probability && fabs(sum - 1) > ROW_ERROR)
			return error_set(err, STATUS_DATA, "bad_matrix", "probability",
					 "those from \"%.64s\" add up to %g: expected 1", o->states.keys[i].name, sum);
		for (size_t j = 0; sum > 0 && j < p->n; j++) {
			p->counts[i * p->n + j] = o->moves[0].probability ? 0 : row[j];
			row[j] /= sum;
		}
		if (p->settings->n_ends == 0)
			p->history.end[i] = sum == 0 || row[i] >= 1;
	}
	return STATUS_OK;
}

/* --- answers */

static void begin_record(struct picture *p, const char *kind, size_t state, struct flow *f)
{
	arena_reset(&p->arena);
	record_clear(&flow_type, f);
	f->kind = kind;
	f->state = p->orders->states.keys[state].name;
}

static void hand_over(struct flow *f, uint64_t absent, flow_each *each, void *ctx)
{
	record_mark_all(&flow_type, f);
	f->record.given &= ~absent;
	each(ctx, f);
}

#define BIT(field) (UINT64_C(1) << (field))

static void tell_transition(struct picture *p, size_t from, size_t to, flow_each *each, void *ctx)
{
	const double *counts = &p->counts[from * p->n];
	double n = 0, share = p->p[from * p->n + to];
	struct flow f;

	for (size_t j = 0; j < p->n; j++)
		n += counts[j];
	begin_record(p, "transition", from, &f);
	f.to = p->orders->states.keys[to].name;
	f.count = (int64_t)counts[to];
	f.probability = flow_tidy(share);
	if (n > 0) {
		double middle = (share + Z95 * Z95 / (2 * n)) / (1 + Z95 * Z95 / n);
		double half = Z95 * sqrt(share * (1 - share) / n + Z95 * Z95 / (4 * n * n)) / (1 + Z95 * Z95 / n);
		f.low = flow_tidy(fmax(0, middle - half));
		f.high = flow_tidy(fmin(1, middle + half));
	}
	hand_over(&f, BIT(FLOW_OPEN) | (n > 0 ? 0 : BIT(FLOW_COUNT)), each, ctx);
}

static const char *tell_quantiles(struct picture *p, const struct flow_curve *c, double age)
{
	const struct number_levels *levels = p->settings->levels;
	char number[NUMBER_REAL_SIZE];

	for (size_t i = 0; i < levels->count; i++)
		flow_pair(&p->text, number_print_real(number, levels->p[i]), flow_curve_quantile(c, age, levels->p[i]));
	return flow_pairs_end(&p->text, &p->arena);
}

static const char *tell_shares(struct picture *p, const double *shares)
{
	for (size_t j = 0; j < p->n; j++)
		if (shares[j] > 0)
			flow_pair(&p->text, p->orders->states.keys[j].name, shares[j]);
	return flow_pairs_end(&p->text, &p->arena);
}

static void tell_state(struct picture *p, size_t state, flow_each *each, void *ctx)
{
	bool given = p->orders->n_moves > 0;
	struct flow f;

	begin_record(p, "state", state, &f);
	f.count = p->visits[state];
	f.open = p->open[state];
	if (!given && !p->history.end[state]) {
		f.days = flow_tidy(p->stay[state]);
		f.q = tell_quantiles(p, &p->leavings[state].curve, -1);
	}
	f.steps = flow_tidy(p->fate.steps[state]);
	f.days_to_end = flow_tidy(p->fate.days[state]);
	f.ends = tell_shares(p, &p->fate.ends[state * p->n]);
	hand_over(&f, given || p->history.end[state] ? BIT(FLOW_COUNT) | BIT(FLOW_OPEN) : 0, each, ctx);
}

/* What comes next at this age, and from there. */
static void tell_next(struct picture *p, size_t state, struct flow *f)
{
	const uint32_t *targets = p->leavings[state].targets;
	size_t n = p->leavings[state].curve.targets;

	for (size_t k = 0; k < n; k++)
		if (p->next[k] > 0)
			flow_pair(&p->text, p->orders->states.keys[targets[k]].name, p->next[k]);
	f->next = flow_pairs_end(&p->text, &p->arena);
	for (size_t end = 0; end < p->n; end++) {
		double share = 0;
		for (size_t k = 0; k < n; k++)
			share += p->next[k] * p->fate.ends[targets[k] * p->n + end];
		if (share > 0)
			flow_pair(&p->text, p->orders->states.keys[end].name, share);
	}
	f->ends = flow_pairs_end(&p->text, &p->arena);
}

static void tell_order(struct picture *p, const struct place *place, flow_each *each, void *ctx)
{
	const struct flow_curve *c = &p->leavings[place->state].curve;
	double age = (double)(p->settings->now - place->since) / DAY_MS;
	struct flow f;

	begin_record(p, "order", place->state, &f);
	f.order = p->orders->orders.keys[place->order].name;
	f.since = place->since;
	f.days = flow_tidy(age);
	if (p->settings->show == FLOW_SHOW_STUCK)
		f.limit = flow_tidy(flow_curve_quantile(c, -1, p->settings->stuck));
	f.q = tell_quantiles(p, c, age);
	f.ends = tell_shares(p, &p->fate.ends[place->state * p->n]);
	if (flow_curve_next(c, age, p->next))
		tell_next(p, place->state, &f);
	hand_over(&f, BIT(FLOW_COUNT) | BIT(FLOW_OPEN), each, ctx);
}

/* How far an order is over the limit of its state. */
struct overdue {
	const struct place *place;
	double ratio;
};

static int compare_overdue(const void *a, const void *b)
{
	const struct overdue *x = a, *y = b;

	if (x->ratio != y->ratio)
		return x->ratio > y->ratio ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

static void tell_stuck(struct picture *p, flow_each *each, void *ctx)
{
	const struct history *h = &p->history;
	struct overdue *overdue = memory_zero(h->n_places + 1, sizeof *overdue);
	size_t n = 0;

	for (size_t i = 0; i < h->n_places; i++) {
		const struct place *place = &h->places[i];
		double limit = flow_curve_quantile(&p->leavings[place->state].curve, -1, p->settings->stuck);
		double age = (double)(p->settings->now - place->since) / DAY_MS;
		if (age > limit) /* false where there is none */
			overdue[n++] = (struct overdue) { place, limit > 0 ? age / limit : INFINITY };
	}
	if (n > 1)
		qsort(overdue, n, sizeof *overdue, compare_overdue);
	for (size_t i = 0; i < n; i++)
		tell_order(p, overdue[i].place, each, ctx);
	memory_free(overdue);
}

static void tell(struct picture *p, flow_each *each, void *ctx)
{
	int show = p->settings->show;

	for (size_t i = 0; (show == FLOW_SHOW_ALL || show == FLOW_SHOW_TRANSITIONS) && i < p->n; i++)
		for (size_t j = 0; j < p->n; j++)
			if (p->p[i * p->n + j] > 0)
				tell_transition(p, i, j, each, ctx);
	for (size_t i = 0; (show == FLOW_SHOW_ALL || show == FLOW_SHOW_STATES) && i < p->n; i++)
		tell_state(p, i, each, ctx);
	for (size_t i = 0; show == FLOW_SHOW_OPEN && i < p->history.n_places; i++)
		tell_order(p, &p->history.places[i], each, ctx);
	if (show == FLOW_SHOW_STUCK)
		tell_stuck(p, each, ctx);
}

enum status flow_orders_report(struct flow_orders *o, const struct flow_settings *settings, flow_each *each, void *ctx,
			       struct error *err)
{
	struct picture p = { .orders = o, .settings = settings };
	enum status status = STATUS_OK;

	flow_history_make(o, settings->now, settings->ends, settings->n_ends, &p.history);
	p.n = o->states.count;
	make_room(&p);
	if (o->n_moves > 0)
		status = draw_matrix(&p, err);
	else
		draw_history(&p);
	if (status == STATUS_OK) {
		struct flow_chain chain = { p.n, p.p, p.history.end, o->n_moves > 0 ? NULL : p.stay };
		flow_chain_solve(&chain, &p.fate);
		tell(&p, each, ctx);
	}
	free_picture(&p);
	return status;
}
