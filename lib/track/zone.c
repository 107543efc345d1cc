/* When an event was: clocks whose zone nobody said, and the order of what befell a parcel. Pure. */
#include "track_impl.h"

#include <stdlib.h>
#include <string.h>

/* Did an adapter report a clock, so that its instant is ours to find out? */
static bool is_open(const struct event_row *e)
{
	return e->raw && e->local_at != INSTANT_NONE && e->zone != TRACK_ZONE_CARRIER && e->zone != TRACK_ZONE_ADAPTER;
}

static bool is_known(const struct event_row *e)
{
	return !e->aside && e->local_at != INSTANT_NONE &&
	       (e->zone == TRACK_ZONE_CARRIER || e->zone == TRACK_ZONE_ADAPTER || e->zone == TRACK_ZONE_PLACE);
}

static bool same_place(const struct event_row *a, const struct event_row *b)
{
	return *a->where && text_same(a->where, b->where) &&
	       (!a->country || !b->country || text_same_fold(a->country, b->country));
}

/* The event with a known zone whose clock was nearest; of two as near the western one, so that the order in which they
 * became known does not matter. NULL: there is none. */
static const struct event_row *nearest(const struct event_set *set, const struct event_row *e, bool at_place)
{
	const struct event_row *best = NULL;
	int64_t least = 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct event_row *other = &set->rows[i];
		if (other == e || !is_known(other) || (at_place && !same_place(other, e)))
			continue;
		int64_t apart = llabs(other->local_at - e->local_at);
		if (!best || apart < least || (apart == least && other->offset < best->offset)) {
			best = other;
			least = apart;
		}
	}
	return best;
}

static void set_zone(struct event_row *e, int zone, int64_t offset, int64_t at)
{
	if (e->zone == zone && e->offset == offset && e->at == at)
		return;
	e->zone = zone;
	e->offset = offset;
	e->at = at;
	e->changed = true;
}

void track_settle_places(struct event_set *set, const struct track_options *how, struct arena *arena)
{
	int32_t offset;
	for (size_t i = 0; i < set->n; i++) {
		struct event_row *e = &set->rows[i];
		struct track_event asked;
		if (!is_open(e) || !(e->fresh || e->changed))
			continue;
		track_event_of(e, &asked, arena);
		if (how && how->zone_of_place && how->zone_of_place(how->ctx, &asked, e->local_at, &offset))
			set_zone(e, TRACK_ZONE_PLACE, offset, e->local_at - offset * INT64_C(1000));
		else if (e->fresh)
			e->zone = TRACK_ZONE_NONE;
	}
}

void track_settle_siblings(struct event_set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		struct event_row *e = &set->rows[i];
		if (!is_open(e) || e->zone == TRACK_ZONE_PLACE)
			continue;
		const struct event_row *sibling = nearest(set, e, true),
				       *other = sibling ? NULL : nearest(set, e, false);
		if (sibling)
			set_zone(e, TRACK_ZONE_SIBLING, sibling->offset, e->local_at - sibling->offset * 1000);
		else
			set_zone(e, TRACK_ZONE_NONE, TRACK_NO_OFFSET, e->local_at - (other ? other->offset * 1000 : 0));
	}
}

static int in_order(const void *left, const void *right)
{
	const struct event_row *a = *(const struct event_row *const *)left,
			       *b = *(const struct event_row *const *)right;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->turn != b->turn)
		return a->turn < b->turn ? -1 : 1;
	return strcmp(a->digest, b->digest);
}

size_t track_in_order(const struct event_set *set, const struct event_row **out)
{
	size_t n = 0;
	for (size_t i = 0; i < set->n; i++)
		if (!set->rows[i].aside)
			out[n++] = &set->rows[i];
	qsort(out, n, sizeof *out, in_order);
	return n;
}
