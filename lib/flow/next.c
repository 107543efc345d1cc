/* The next status: shares of those that left the same one, by age and carrier, shrunken. */
#include "next.h"

#include <stdlib.h>

#define ANY_AGE (-1)

/* Stays of one status, of all carriers or of one. */
struct kind {
	uint32_t state, carrier; /* ALL_CARRIERS */
	struct flow_leaving leaving;
};
#define ALL_CARRIERS FLOW_NO_CARRIER

struct flow_nexts {
	struct flow_events *events;
	int64_t now;
	const struct entry **last; /* by parcel: its latest; NULL: none up to now */
	struct kind *kinds;	   /* by state and carrier */
	size_t n_kinds, capacity;
	uint32_t *column;	/* room of so many states */
	double *shares, *level; /* likewise */
};

/* --- events */

static void make_room(struct flow_events *e)
{
	size_t count = e->book->orders.count;

	if (count <= e->capacity)
		return;
	size_t before = e->capacity;
	e->capacity = count * 2;
	e->carrier = memory_resize(e->carrier, e->capacity * sizeof *e->carrier);
	for (size_t i = before; i < e->capacity; i++)
		e->carrier[i] = FLOW_NO_CARRIER;
}

void flow_events_carrier(struct flow_events *e, const char *parcel, const char *carrier)
{
	size_t number;

	if (!e->book || !parcel || !carrier || !carrier[0] || !directory_find(&e->book->orders, parcel, NULL, &number))
		return;
	make_room(e);
	e->carrier[number] = directory_number(&e->carriers, carrier, NULL);
}

enum status flow_events_add(struct flow_events *e, const char *parcel, const char *carrier, const char *status,
			    int64_t at, struct error *err)
{
	struct flow_step step = { .order = parcel, .status = status, .at = at };

	if (!parcel || !parcel[0])
		return error_reject(err, "missing", "shipment", "an event needs the parcel that it befell");
	if (!status || !status[0])
		return error_reject(err, "missing", "status", "an event needs the status that the parcel came into");
	if (text_matches_word("unknown", NULL, status))
		return STATUS_OK;
	if (!e->book)
		e->book = flow_orders_new();
	enum status added = flow_orders_add(e->book, &step, err);
	if (added == STATUS_OK)
		flow_events_carrier(e, parcel, carrier);
	return added;
}

void flow_events_free(struct flow_events *e)
{
	flow_orders_free(e->book);
	directory_free(&e->carriers);
	memory_free(e->carrier);
}

/* --- what they say */

static uint32_t carrier_of(const struct flow_events *e, uint32_t parcel)
{
	return parcel < e->capacity ? e->carrier[parcel] : FLOW_NO_CARRIER;
}

static void draw_kind(struct flow_nexts *m, uint32_t carrier, const struct flow_stay *stays, size_t n)
{
	m->kinds = memory_grow(m->kinds, m->n_kinds, &m->capacity, sizeof *m->kinds);
	struct kind *kind = &m->kinds[m->n_kinds++];
	*kind = (struct kind) { .state = stays[0].state, .carrier = carrier };
	flow_leaving_draw(&kind->leaving, stays, n, m->column, m->events->book->states.count);
}

/* The stays of one status, told apart by carrier: those of each in the order they had (a counting sort). */
static void draw_carriers(struct flow_nexts *m, const struct flow_stay *stays, size_t n, size_t *begin,
			  struct flow_stay *sorted)
{
	const struct flow_events *e = m->events;
	size_t carriers = e->carriers.count, at = 0;

	memset(begin, 0, (carriers + 1) * sizeof *begin);
	for (size_t i = 0; i < n; i++) {
		uint32_t carrier = carrier_of(e, stays[i].order);
		if (carrier != FLOW_NO_CARRIER)
			begin[carrier + 1]++;
	}
	for (size_t c = 0; c < carriers; c++)
		begin[c + 1] += begin[c];
	for (size_t i = 0; i < n; i++) {
		uint32_t carrier = carrier_of(e, stays[i].order);
		if (carrier != FLOW_NO_CARRIER)
			sorted[begin[carrier]++] = stays[i];
	}
	/* Each place now is that of the end. */
	for (uint32_t c = 0; c < carriers; at = begin[c++])
		if (begin[c] > at)
			draw_kind(m, c, &sorted[at], begin[c] - at);
}

/* Kinds come in the order of state, and of carrier, ALL_CARRIERS first. */
static void draw_kinds(struct flow_nexts *m, const struct history *h)
{
	size_t carriers = m->events->carriers.count;
	size_t *begin = memory_zero(carriers + 1, sizeof *begin);
	struct flow_stay *sorted = memory_zero(h->n_stays + 1, sizeof *sorted);

	for (size_t i = 0, j; i < h->n_stays; i = j) {
		for (j = i; j < h->n_stays && h->stays[j].state == h->stays[i].state; j++)
			;
		draw_kind(m, ALL_CARRIERS, &h->stays[i], j - i);
		if (carriers > 1) /* one carrier says what all say */
			draw_carriers(m, &h->stays[i], j - i, begin, sorted);
	}
	memory_free(begin);
	memory_free(sorted);
}

struct flow_nexts *flow_nexts_new(struct flow_events *e, int64_t now)
{
	struct history history;

	if (!e->book || e->book->count == 0)
		return NULL;
	struct flow_nexts *m = memory_zero(1, sizeof *m);
	*m = (struct flow_nexts) { .events = e, .now = now };
	flow_history_make(e->book, now, NULL, 0, &history);
	size_t states = e->book->states.count;
	m->column = memory_zero(states + 1, sizeof *m->column);
	m->shares = memory_zero(2 * states + 1, sizeof *m->shares);
	m->level = m->shares + states;
	m->last = memory_zero(e->book->orders.count + 1, sizeof(const struct entry *));
	for (size_t i = 0; i < e->book->count; i++)
		m->last[e->book->entries[i].order] = &e->book->entries[i];
	draw_kinds(m, &history);
	flow_history_free(&history);
	return m;
}

void flow_nexts_free(struct flow_nexts *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->n_kinds; i++)
		flow_leaving_free(&m->kinds[i].leaving);
	memory_free(m->kinds);
	memory_free(m->column);
	memory_free(m->shares);
	memory_free(m->last);
	memory_free(m);
}

static const struct entry *last_of(const struct flow_nexts *m, const char *parcel)
{
	size_t number;

	return parcel && directory_find(&m->events->book->orders, parcel, NULL, &number) ? m->last[number] : NULL;
}

const char *flow_nexts_present(const struct flow_nexts *m, const char *parcel, int64_t *since)
{
	const struct entry *last = last_of(m, parcel);

	if (!last)
		return NULL;
	*since = last->at;
	return m->events->book->states.keys[last->state].name;
}

static int compare_kinds(const void *a, const void *b)
{
	const struct kind *x = a, *y = b;

	if (x->state != y->state)
		return x->state < y->state ? -1 : 1;
	/* One more, so that ALL_CARRIERS is the least. */
	return x->carrier + 1 < y->carrier + 1 ? -1 : x->carrier + 1 > y->carrier + 1;
}

static const struct flow_leaving *find_leaving(const struct flow_nexts *m, uint32_t state, uint32_t carrier)
{
	struct kind key = { .state = state, .carrier = carrier };
	const struct kind *found =
		m->n_kinds ? bsearch(&key, m->kinds, m->n_kinds, sizeof *m->kinds, compare_kinds) : NULL;

	return found ? &found->leaving : NULL;
}

/* Draws m->shares, which are those of the level before, to where those went that left after ${age}. */
static void learn_level(struct flow_nexts *m, const struct flow_leaving *l, double age)
{
	size_t states = m->events->book->states.count;

	if (!l || !flow_curve_next(&l->curve, age, m->level))
		return;
	double moves = flow_curve_moves(&l->curve, age), own = moves / (moves + FLOW_ETA_SHRINK);
	for (size_t state = 0; state < states; state++)
		m->shares[state] *= 1 - own;
	for (size_t k = 0; k < l->curve.targets; k++)
		m->shares[l->targets[k]] += own * m->level[k];
}

bool flow_nexts_tell(struct flow_nexts *m, const char *parcel, struct buffer *text)
{
	const struct directory *states = &m->events->book->states;
	const struct entry *last = last_of(m, parcel);
	const struct flow_leaving *all = last ? find_leaving(m, last->state, ALL_CARRIERS) : NULL;

	if (!all || !flow_curve_next(&all->curve, ANY_AGE, m->level))
		return false;
	double age = (double)(m->now - last->at) / DAY_MS;
	memset(m->shares, 0, states->count * sizeof *m->shares);
	for (size_t k = 0; k < all->curve.targets; k++)
		m->shares[all->targets[k]] = m->level[k];
	learn_level(m, all, age);
	uint32_t carrier = carrier_of(m->events, last->order);
	if (carrier != FLOW_NO_CARRIER)
		learn_level(m, find_leaving(m, last->state, carrier), age);
	for (size_t state = 0; state < states->count; state++)
		if (m->shares[state] > 0)
			flow_pair(text, states->keys[state].name, m->shares[state]);
	return true;
}
