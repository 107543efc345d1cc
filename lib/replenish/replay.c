/* Histories gathered, and policies replayed on each. */
#include "replay.h"

#include <stdlib.h>

struct replenish_past *replenish_past_new(void)
{
	struct replenish_past *p = memory_zero(1, sizeof *p);

	p->first = p->last = INSTANT_NONE;
	return p;
}

void replenish_past_free(struct replenish_past *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->directory.count; i++)
		memory_free(p->series[i].entries);
	memory_free(p->series);
	directory_free(&p->directory);
	memory_free(p);
}

static struct past_series *find_series(struct replenish_past *p, const char *sku, const char *location)
{
	size_t before = p->directory.count, number = directory_number(&p->directory, sku, location);

	if (number == before) {
		p->series = memory_grow(p->series, number, &p->capacity, sizeof *p->series);
		p->series[number] = (struct past_series) { 0 };
	}
	return &p->series[number];
}

enum status replenish_past_add(struct replenish_past *p, const struct forecast_sale *sale, const struct zone *zone,
			      struct error *err)
{
	const char *location = sale->location && sale->location[0] ? sale->location : NULL;
	int64_t day = instant_day(sale->date, zone);

	if (isnan(sale->quantity))
		return error_reject(err, "missing", "quantity", "is missing: what was sold is replayed");
	if (!(fabs(sale->quantity) <= (double)QUANTITY_MAX))
		return error_reject(err, "bad_value", "quantity", "%g: expected a number of at most %g", sale->quantity,
				    (double)QUANTITY_MAX);
	struct past_series *s = find_series(p, sale->sku, location);
	p->first = p->first == INSTANT_NONE || day < p->first ? day : p->first;
	p->last = p->last == INSTANT_NONE || day > p->last ? day : p->last;
	if (sale->price > 0 && sale->quantity > 0) {
		s->paid += sale->price * sale->quantity;
		s->priced += sale->quantity;
	}
	if (s->count > 0 && s->entries[s->count - 1].day == day) {
		s->entries[s->count - 1].quantity += sale->quantity;
		return STATUS_OK;
	}
	s->entries = memory_grow(s->entries, s->count, &s->capacity, sizeof *s->entries);
	s->entries[s->count++] = (struct past_entry) { day, sale->quantity };
	return STATUS_OK;
}

struct replay_all {
	const struct replenish_past *past;
	const struct replenish_replay_settings *settings;
	int64_t last, begin, start; /* days */
	const size_t *order;
	struct replay_windows *windows; /* of each series in ${order}, before the walk */
	struct replay_law law;
	struct replay *results; /* of each series in ${order}, each policy */
	struct replay_room *rooms;
};

/* Sums by day from the first record on; their number, 0 where that is after the last day. */
static size_t fill_days(const struct past_series *s, int64_t last, struct replay_room *room, int64_t *first)
{
	*first = INT64_MAX;
	for (size_t i = 0; i < s->count; i++)
		*first = s->entries[i].day < *first ? s->entries[i].day : *first;
	if (*first > last)
		return 0;
	size_t n = (size_t)(last - *first) + 1;
	if (n > room->days_capacity) {
		room->days_capacity = n * 2;
		room->days = memory_resize(room->days, room->days_capacity * sizeof *room->days);
		room->arriving = memory_resize(room->arriving, room->days_capacity * sizeof *room->arriving);
	}
	memset(room->days, 0, n * sizeof *room->days);
	for (size_t i = 0; i < s->count; i++)
		if (s->entries[i].day <= last)
			room->days[s->entries[i].day - *first] += s->entries[i].quantity;
	/* Returns beyond a day's sales are no demand. */
	for (size_t t = 0; t < n; t++)
		room->days[t] = fmax(room->days[t], 0);
	return n;
}

static void look_back(void *ctx, size_t worker, size_t index)
{
	struct replay_all *all = ctx;
	const struct past_series *s = &all->past->series[all->order[index]];
	struct replay_room *room = &all->rooms[worker];
	int64_t first;
	size_t n = fill_days(s, all->begin - 1, room, &first);

	replenish_windows(room->days, n, (size_t)(all->settings->lead_time + all->settings->review),
			  &all->windows[index]);
}

/* A series that is younger than the walk begins the day after its first record: something must be known. */
static void walk_series(void *ctx, size_t worker, size_t index)
{
	struct replay_all *all = ctx;
	const struct past_series *s = &all->past->series[all->order[index]];
	const struct directory_key *key = &all->past->directory.keys[all->order[index]];
	struct replay *out = &all->results[index * all->settings->policy_count];
	struct replay_room *room = &all->rooms[worker];
	int64_t first;
	size_t n = fill_days(s, all->last, room, &first);
	struct replay_walk walk = { all->settings, room->days, n, .key = key->hash, .unit_cost = NAN, .law = all->law,
				    .room = room };

	if (n < 2)
		return;
	walk.begin = (size_t)(all->begin > first ? all->begin - first : 1);
	walk.start = all->start - first > (int64_t)walk.begin ? (size_t)(all->start - first) : walk.begin;
	if (walk.start >= n)
		return;
	if (s->priced > 0)
		walk.unit_cost = s->paid / s->priced;
	replenish_replay_look(&walk);
	for (size_t i = 0; i < all->settings->policy_count; i++) {
		replenish_replay_run(&walk, all->settings->policies[i], &out[i]);
		replenish_replay_finish(&out[i], all->settings);
	}
}

static void add_to_total(struct replay *total, const struct replay *one)
{
	total->series += one->days > 0;
	total->days = one->days > total->days ? one->days : total->days;
	total->demand += one->demand;
	total->delivered += one->delivered;
	total->lost += one->lost;
	total->cycles += one->cycles;
	total->covered += one->covered;
	total->orders += one->orders;
	total->ordered += one->ordered;
	total->average_stock += one->average_stock;
	total->average_value += isnan(one->average_value) ? 0 : one->average_value;
	total->holding_cost += isnan(one->holding_cost) ? 0 : one->holding_cost;
	total->order_cost += one->order_cost;
	total->total_cost += one->total_cost;
}

static void emit(const struct replay_all *all, size_t policy, const struct directory_key *key, struct replay *r,
		 replenish_replay_each *each, void *ctx)
{
	r->record = (struct record) { 0 };
	r->policy = REPLENISH_REPLAY_WORDS[all->settings->policies[policy]].word;
	r->sku = key ? key->name : NULL;
	r->location = key ? key->location : NULL;
	r->fill = r->demand > 0 ? r->delivered / r->demand : NAN;
	r->service = r->cycles > 0 ? (double)r->covered / (double)r->cycles : NAN;
	record_mark_all(&replay_type, r);
	each(ctx, r);
}

static void emit_all(const struct replay_all *all, replenish_replay_each *each, void *ctx)
{
	const struct replenish_replay_settings *set = all->settings;
	size_t count = all->past->directory.count;
	struct replay *totals = memory_zero(set->policy_count + 1, sizeof *totals);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < set->policy_count; k++) {
			struct replay *r = &all->results[i * set->policy_count + k];
			add_to_total(&totals[k], r);
			if (r->days > 0 && !set->total_only)
				emit(all, k, &all->past->directory.keys[all->order[i]], r, each, ctx);
		}
	}
	for (size_t k = 0; k < set->policy_count; k++)
		emit(all, k, NULL, &totals[k], each, ctx);
	memory_free(totals);
}

static void free_rooms(struct replay_room *rooms, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		memory_free(rooms[i].days);
		memory_free(rooms[i].arriving);
		memory_free(rooms[i].work);
		memory_free(rooms[i].views);
	}
	memory_free(rooms);
}

void replenish_replay(const struct replenish_past *past, const struct replenish_replay_settings *settings,
		      replenish_replay_each *each, void *ctx)
{
	struct replay_all all = { .past = past, .settings = settings };
	size_t count = past->directory.count, jobs = settings->jobs > 0 ? settings->jobs : parallel_processors();
	int64_t warm_up = settings->warm_up >= 0 ? settings->warm_up : 2 * (settings->lead_time + settings->review);
	size_t *order = directory_sorted(&past->directory);

	all.order = order;
	all.last = settings->until != INSTANT_NONE ? settings->until : past->last;
	all.start = all.last - settings->days + 1;
	all.begin = all.start - warm_up;
	all.results = memory_zero(count * settings->policy_count + 1, sizeof *all.results);
	all.rooms = memory_zero(jobs, sizeof *all.rooms);
	all.windows = memory_zero(count + 1, sizeof *all.windows);
	if (count > 0) {
		parallel_run(jobs, count, look_back, &all);
		all.law = replenish_taylor(all.windows, count);
		parallel_run(jobs, count, walk_series, &all);
		emit_all(&all, each, ctx);
	}
	free_rooms(all.rooms, jobs);
	memory_free(all.windows);
	memory_free(all.results);
	memory_free(order);
}
