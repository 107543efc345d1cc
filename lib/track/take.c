/* What a carrier answers about a parcel, taken in. */
#include "track_impl.h"

#include <string.h>

_Static_assert((int)TRACK_ZONE_CARRIER == (int)CARRIER_ZONE_CARRIER &&
		       (int)TRACK_ZONE_SIBLING == (int)CARRIER_ZONE_SIBLING,
	       "zones are said in one way");

#define BY_WINDOW (3 * DAY_MS)
#define LONG_AGO  (30 * DAY_MS) /* two parcels of one number so far apart are not confused */

static void read_clock(const struct carrier_event *e, struct event_row *out)
{
	bool known = e->time.zone == CARRIER_ZONE_CARRIER || e->time.zone == CARRIER_ZONE_ADAPTER;
	out->raw_time = e->time.when;
	out->local_at = e->time.local;
	out->zone = known ? (int)e->time.zone : TRACK_ZONE_NONE;
	out->offset = known ? e->time.offset : TRACK_NO_OFFSET;
	out->at = known ? e->time.local - e->time.offset * INT64_C(1000) : e->time.local;
}

static void read_event(const struct change *c, const struct carrier_item *item, const struct carrier_event *e,
		       struct event_row *out)
{
	*out = (struct event_row) { .status = e->status,
				    .substatus = e->substatus,
				    .code = e->code,
				    .native = e->native,
				    .text = e->text,
				    .place = e->place,
				    .city = e->city,
				    .region = e->region,
				    .postal = e->postal,
				    .country = e->country,
				    .lat = e->lat,
				    .lng = e->lng,
				    .raw = e->raw ? e->raw : "{}",
				    .identity = item->identity,
				    .taken_at = c->now };
	read_clock(e, out);
	if (e->fault || e->time.local == INSTANT_NONE) {
		out->aside = TRACK_BAD_EVENT;
		out->at = c->now;
		out->local_at = INSTANT_NONE;
		out->zone = TRACK_NO_ZONE;
		out->offset = TRACK_NO_OFFSET;
	}
}

/* The carrier's order among the events of one minute; what it says twice has one place in it. Where a minute is told in
 * part, numbers are too small: of several the largest is right. */
static void number_turn(struct event_row *told, size_t i)
{
	int64_t next = 0;
	for (size_t j = i; j-- > 0;) {
		if (told[j].aside || track_event_minute(&told[j]) != track_event_minute(&told[i]))
			continue;
		if (track_event_same(&told[j], &told[i])) {
			told[i].turn = told[j].turn;
			return;
		}
		if (told[j].turn >= next)
			next = told[j].turn + 1;
	}
	told[i].turn = next;
}

/* The events of one item as they will be stored. */
struct candidate {
	const struct carrier_item *item;
	struct event_row *told;
	size_t n;
	int64_t oldest, newest; /* instants of what counts, or INSTANT_NONE */
};

static void read_item(const struct change *c, const struct carrier_item *item, struct candidate *out)
{
	*out = (struct candidate) { .item = item,
				    .told = arena_zero(c->arena, item->n_events * sizeof *out->told + 1),
				    .n = item->n_events,
				    .oldest = INSTANT_NONE,
				    .newest = INSTANT_NONE };
	for (size_t i = 0; i < out->n; i++) {
		struct event_row *e = &out->told[i];
		read_event(c, item, &item->events[i], e);
		track_event_prepare(e, c->arena);
		if (e->aside)
			continue;
		number_turn(out->told, i);
		if (out->oldest == INSTANT_NONE || e->at < out->oldest)
			out->oldest = e->at;
		if (e->at > out->newest)
			out->newest = e->at;
	}
}

static bool knows_any(const struct event_set *known, const struct candidate *of)
{
	for (size_t i = 0; i < known->n; i++)
		for (size_t j = 0; !known->rows[i].aside && j < of->n; j++)
			if (!of->told[j].aside && track_event_same(&known->rows[i], &of->told[j]))
				return true;
	return false;
}

/* Where did it end up, as far as the events say? */
static const struct event_row *last_place(const struct candidate *of)
{
	for (size_t i = of->n; i-- > 0;)
		if (!of->told[i].aside && (of->told[i].country || of->told[i].postal))
			return &of->told[i];
	return NULL;
}

/* Points for and against: a date in the parcel's time, the destination. */
static int agreement(const struct change *c, const struct shipment_row *row, const struct candidate *of)
{
	struct shipment shipment;
	track_shipment_of(row, &shipment);
	const char *country = track_detail(&shipment, "country", c->arena);
	const char *postal = track_detail(&shipment, "postal", c->arena);
	const struct event_row *end = last_place(of);
	int points = 0;
	if (row->shipped_at != INSTANT_NONE && !row->shipped_seen && of->newest != INSTANT_NONE)
		points += of->newest >= row->shipped_at - BY_WINDOW ? 4 : -4;
	if (end && end->postal && postal)
		points += text_same_fold(end->postal, postal) ? 2 : 0;
	if (end && end->country && country)
		points += text_same_fold(end->country, country) ? 1 : -1;
	return points;
}

/* The one that all others were long over for. */
static size_t latest(const struct candidate *of, size_t n)
{
	size_t best = 0;
	for (size_t i = 1; i < n; i++)
		if (of[i].newest > of[best].newest)
			best = i;
	for (size_t i = 0; i < n; i++)
		if (i != best && (of[best].oldest == INSTANT_NONE ||
				  (of[i].newest != INSTANT_NONE && of[i].newest > of[best].oldest - LONG_AGO)))
			return n;
	return best;
}

/* The one whose dates and destination are the parcel's. */
static size_t best_agreeing(const struct change *c, const struct shipment_row *row, const struct candidate *of,
			    size_t n)
{
	size_t best = n;
	int most = 0;
	for (size_t i = 0; i < n; i++) {
		int points = agreement(c, row, &of[i]);
		if (points == most)
			best = n;
		if (points <= most)
			continue;
		most = points;
		best = i;
	}
	return best;
}

/* Which of several parcels of one number is ours? ${n}: it cannot be told. */
static size_t choose(const struct change *c, const struct shipment_row *row, const struct event_set *known,
		     const struct candidate *of, size_t n)
{
	size_t found = 0, best = n;
	for (size_t i = 0; i < n; i++)
		if (row->identity && text_same(of[i].item->identity, row->identity))
			return i;
	for (size_t i = 0; i < n; i++)
		if (knows_any(known, &of[i])) {
			best = i;
			found++;
		}
	if (found == 1)
		return best;
	if (n == 1)
		return row->identity && of[0].item->identity ? 1 : 0;
	best = best_agreeing(c, row, of, n);
	return best < n ? best : latest(of, n);
}

static bool is_delivered(const struct candidate *of)
{
	for (size_t i = 0; i < of->n; i++)
		if (!of->told[i].aside && of->told[i].status == SHIPMENT_DELIVERED)
			return true;
	return false;
}

/* A clock whose zone nobody said is one at the parcel's place. */
static int64_t promise_of(const struct candidate *of)
{
	const struct carrier_time *promised = &of->item->promised;
	if (promised->local == INSTANT_NONE)
		return INSTANT_NONE;
	int64_t offset = 0;
	for (size_t i = 0; i < of->n; i++)
		if (!of->told[i].aside && of->told[i].offset != TRACK_NO_OFFSET)
			offset = of->told[i].offset;
	if (promised->zone == CARRIER_ZONE_CARRIER || promised->zone == CARRIER_ZONE_ADAPTER)
		offset = promised->offset;
	return promised->local - offset * 1000;
}

/* What the item says of the parcel as a whole. Once it is delivered, a carrier's promise is an epitaph. */
static void take_summary(struct shipment_row *row, const struct candidate *of, const char *adapter)
{
	const struct carrier_item *item = of->item;
	struct shipment_row before = *row;
	int64_t promised_at = promise_of(of);
	if (promised_at != INSTANT_NONE &&
	    (row->promised_at == INSTANT_NONE || !(row->status == SHIPMENT_DELIVERED || is_delivered(of))))
		track_promise(row, promised_at);
	if (!row->identity)
		row->identity = item->identity;
	if (item->status >= 0) {
		row->summary = item->status;
		row->summary_substatus = item->substatus;
		row->summary_native = item->native;
		row->summary_adapter = adapter;
	}
	row->dirty = row->promised_at != before.promised_at || row->summary != before.summary ||
		     !text_same(row->identity, before.identity) ||
		     !text_same(row->summary_substatus, before.summary_substatus) ||
		     !text_same(row->summary_native, before.summary_native) ||
		     !text_same(row->summary_adapter, before.summary_adapter);
}

/* All that was said, in one list: nothing is lost. */
static struct event_row *gather(struct candidate *of, size_t n, size_t chosen, size_t *count, struct arena *arena)
{
	*count = 0;
	for (size_t i = 0; i < n; i++)
		*count += of[i].n;
	struct event_row *all = arena_zero(arena, *count * sizeof *all + 1);
	size_t at = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < of[i].n; j++) {
			all[at] = of[i].told[j];
			if (i != chosen && !all[at].aside)
				all[at].aside = chosen < n || n == 1 ? TRACK_OTHER_PARCEL : TRACK_AMBIGUOUS;
			at++;
		}
	return all;
}

static void note_adapter(struct event_row *told, size_t n, const char *adapter)
{
	for (size_t i = 0; i < n; i++)
		told[i].adapter = adapter;
}

static enum status take_candidates(const struct change *c, struct shipment_row *row, struct candidate *of, size_t n,
				   const struct track_options *options, struct track_taken *taken, struct error *err)
{
	const struct intake how = { .options = options };
	const char *adapter = options ? options->adapter : NULL;
	struct event_set known = { 0 };
	size_t count;
	enum status st = STATUS_OK;
	bool other = row->identity && of[0].item->identity && !text_same(row->identity, of[0].item->identity);
	if (n > 1 || other)
		st = track_load_events(c->store, row->id, &known, c->arena, err);
	if (st)
		return st;
	size_t chosen = choose(c, row, &known, of, n);
	if (chosen < n)
		take_summary(row, &of[chosen], adapter);
	struct event_row *told = gather(of, n, chosen, &count, c->arena);
	note_adapter(told, count, adapter);
	st = track_take_in(c, row, told, count, &how, taken, err);
	taken->ambiguous = n > 1 && chosen == n;
	return st;
}

enum status track_take_items(const struct change *c, const char *shipment, const struct carrier_item *items, size_t n,
			     size_t parcel, const struct track_options *options, struct track_taken *taken,
			     struct error *err)
{
	struct shipment_row row;
	struct candidate *of = arena_zero(c->arena, n * sizeof *of + 1);
	size_t found = 0;
	*taken = (struct track_taken) { 0 };
	enum status st = track_lock(c, shipment, &row, err);
	if (st == STATUS_END)
		return error_reject(err, "unknown_shipment", "shipment", "no parcel \"%.128s\"", shipment);
	taken->status = row.status;
	for (size_t i = 0; !st && i < n; i++)
		if (items[i].parcel == parcel && items[i].outcome == CARRIER_FOUND)
			read_item(c, &items[i], &of[found++]);
	if (!st && found)
		st = take_candidates(c, &row, of, found, options, taken, err);
	enum status flushed = journal_audit_flush(c, st ? NULL : err);
	return st ? st : flushed;
}

enum status track_take(const struct change *c, const char *shipment, const struct carrier_item *item,
		       const struct track_options *options, struct track_taken *taken, struct error *err)
{
	return track_take_items(c, shipment, item, 1, item->parcel, options, taken, err);
}
