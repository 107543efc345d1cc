/* Orders gathered, and their ways through the states. */
#include "order_book.h"

#include <ecom/store.h>
#include <stdlib.h>

struct flow_orders *flow_orders_new(void)
{
	return memory_zero(1, sizeof(struct flow_orders));
}

void flow_orders_free(struct flow_orders *o)
{
	if (!o)
		return;
	directory_free(&o->orders);
	directory_free(&o->states);
	memory_free(o->entries);
	memory_free(o->moves);
	memory_free(o);
}

static void add_entry(struct flow_orders *o, const char *order, const char *status, int64_t at)
{
	o->entries = memory_grow(o->entries, o->count, &o->capacity, sizeof *o->entries);
	o->entries[o->count] = (struct entry) { directory_number(&o->orders, order, NULL),
						directory_number(&o->states, status, NULL), o->count, at };
	o->count++;
}

static void add_move(struct flow_orders *o, const struct flow_step *in)
{
	bool probability = record_has(in, FLOW_STEP_PROBABILITY);
	double weight = probability ? in->probability : record_has(in, FLOW_STEP_COUNT) ? (double)in->count : 1;

	o->moves = memory_grow(o->moves, o->n_moves, &o->moves_capacity, sizeof *o->moves);
	o->moves[o->n_moves++] = (struct move) { directory_number(&o->states, in->from, NULL),
						 directory_number(&o->states, in->status, NULL), weight, probability };
}

enum status flow_orders_add(struct flow_orders *o, const struct flow_step *in, struct error *err)
{
	bool given = in->from && in->from[0] && !(in->order && in->order[0]);

	if (!given && !(in->order && in->order[0]))
		return error_reject(err, "missing", "order",
				    "expected order, status and at, or from, to and probability");
	if (!given && in->at == INSTANT_NONE)
		return error_reject(err, "missing", "at", "expected the instant of the new status");
	if (given ? o->count > 0 : o->n_moves > 0)
		return error_reject(err, "mixed", "order",
				    "a history of orders and a given matrix: expected one of them");
	if (given && record_has(in, FLOW_STEP_PROBABILITY) && !(in->probability >= 0 && in->probability <= 1))
		return error_reject(err, "bad_value", "probability", "%g: expected a number from 0 to 1",
				    in->probability);
	if (given && o->n_moves > 0 && o->moves[0].probability != record_has(in, FLOW_STEP_PROBABILITY))
		return error_reject(err, "mixed", "probability", "expected probabilities throughout, or counts");
	if (o->states.count >= FLOW_STATES_MAX)
		return error_reject(err, "too_many", "status", "more than %d states", FLOW_STATES_MAX);
	if (given)
		add_move(o, in);
	else
		add_entry(o, in->order, in->status, in->at);
	return STATUS_OK;
}

enum status flow_orders_read(struct flow_orders *o, struct store *store, struct error *err)
{
	struct stmt *q = store_stmt(store, &FLOW_SQL[FLOW_SQL_EVENTS]);
	enum status status;

	while ((status = stmt_step(q, err)) == STATUS_OK)
		add_entry(o, stmt_column_text(q, 0), ORDER_STATUS_WORDS[stmt_column_int(q, 1)].word,
			  stmt_column_int(q, 2));
	stmt_reset(q);
	return status == STATUS_END ? STATUS_OK : status;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* By state and days, those that left before those that did not, so that who left at that instant was at risk. */
static int compare_stays(const void *a, const void *b)
{
	const struct flow_stay *x = a, *y = b;

	if (x->state != y->state)
		return x->state < y->state ? -1 : 1;
	if (x->days != y->days)
		return x->days < y->days ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Entries that come too late to be known, or into the state an order is in, are none. */
static size_t drop_entries(struct entry *entries, size_t count, int64_t now)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		const struct entry *before = kept ? &entries[kept - 1] : NULL;
		if (entries[i].at > now)
			continue;
		if (before && before->order == entries[i].order && before->state == entries[i].state)
			continue;
		entries[kept++] = entries[i];
	}
	return kept;
}

static void find_ends(struct flow_orders *o, const char *const *names, size_t n, struct history *h)
{
	for (size_t i = 0; i < n; i++)
		directory_number(&o->states, names[i], NULL);
	h->end = memory_zero(o->states.count + 1, sizeof *h->end);
	for (size_t i = 0; i < n; i++)
		h->end[directory_number(&o->states, names[i], NULL)] = true;
	if (n > 0)
		return;
	for (size_t i = 0; i < o->states.count; i++)
		h->end[i] = true;
	for (size_t i = 0; i + 1 < o->count; i++)
		if (o->entries[i].order == o->entries[i + 1].order)
			h->end[o->entries[i].state] = false;
}

/* One order's entries; what comes after an end is not looked at. */
static size_t follow_order(const struct entry *entries, size_t count, int64_t now, struct history *h)
{
	size_t n = 1;

	while (n < count && entries[n].order == entries[0].order)
		n++;
	for (size_t i = 0; i < n && !h->end[entries[i].state]; i++) {
		const struct entry *e = &entries[i];
		bool left = i + 1 < n;
		int64_t until = left ? entries[i + 1].at : now;
		h->stays[h->n_stays++] = (struct flow_stay) { e->state, left ? entries[i + 1].state : FLOW_STAYS,
							      e->order, (double)(until - e->at) / DAY_MS };
		if (!left)
			h->places[h->n_places++] = (struct place) { e->order, e->state, e->at };
	}
	return n;
}

void flow_history_make(struct flow_orders *o, int64_t now, const char *const *ends, size_t n_ends, struct history *out)
{
	*out = (struct history) { 0 };
	if (o->count > 1)
		qsort(o->entries, o->count, sizeof *o->entries, compare_entries);
	o->count = drop_entries(o->entries, o->count, now);
	find_ends(o, ends, n_ends, out);
	out->stays = memory_zero(o->count + 1, sizeof *out->stays);
	out->places = memory_zero(o->count + 1, sizeof *out->places);
	for (size_t i = 0; i < o->count;)
		i += follow_order(&o->entries[i], o->count - i, now, out);
	if (out->n_stays > 1)
		qsort(out->stays, out->n_stays, sizeof *out->stays, compare_stays);
}

void flow_history_free(struct history *h)
{
	memory_free(h->stays);
	memory_free(h->places);
	memory_free(h->end);
}
