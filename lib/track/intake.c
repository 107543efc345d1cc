/* News of a parcel taken in: matched to what is known of it, stored, followed. The one home of all ways in. */
#include "track_impl.h"

#include <stdio.h>
#include <string.h>

#define BEFORE_SHIPPING (3 * DAY_MS) /* a label may be older than the parcel's hand-over, not by more */

const char TRACK_BAD_EVENT[] = "bad_event", TRACK_OTHER_PARCEL[] = "other_parcel", TRACK_AMBIGUOUS[] = "ambiguous",
	   TRACK_BEFORE_SHIPPING[] = "before_shipping";

static double column_real(struct stmt *q, int column)
{
	static const double NOT_GIVEN = (double)__builtin_nanf("");
	return stmt_column_null(q, column) ? NOT_GIVEN : stmt_column_real(q, column);
}

void track_read_event(struct stmt *q, struct event_row *e, struct arena *arena)
{
	const char **const texts[] = { &e->substatus, &e->code,	    &e->text,  &e->place,  &e->country,
				       &e->native,    &e->raw_time, &e->raw,   &e->city,   &e->region,
				       &e->postal,    &e->identity, &e->aside, &e->adapter };
	*e = (struct event_row) { .id = stmt_column_int(q, 0), .at = stmt_column_int(q, 1) };
	e->offset = stmt_column_int_or(q, 2, TRACK_NO_OFFSET);
	e->status = (int)stmt_column_int(q, 3);
	e->lat = column_real(q, 4);
	e->lng = column_real(q, 5);
	snprintf(e->digest, sizeof e->digest, "%s", stmt_column_text(q, 6));
	e->local_at = stmt_column_int_or(q, 7, INSTANT_NONE);
	e->zone = (int)stmt_column_int_or(q, 8, TRACK_NO_ZONE);
	e->turn = stmt_column_int(q, 9);
	e->taken_at = stmt_column_int_or(q, 10, INSTANT_NONE);
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		*texts[i] = arena_text(arena, stmt_column_text(q, 11 + (int)i));
}

enum status track_load_events(struct store *s, const char *shipment, struct event_set *set, struct arena *arena,
			      struct error *err)
{
	struct buffer rows = { 0 };
	struct event_row e;
	struct stmt *q = store_stmt(s, &TRACK_SQL[TRACK_EVENT_ROWS]);
	enum status st;
	stmt_text(q, 1, shipment);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		track_read_event(q, &e, arena);
		track_event_prepare(&e, arena);
		buffer_add(&rows, &e, sizeof e);
	}
	stmt_reset(q);
	set->n = rows.length / sizeof e;
	set->rows = arena_alloc(arena, rows.length + set->room * sizeof e + 1);
	if (rows.length)
		memcpy(set->rows, rows.data, rows.length);
	buffer_free(&rows);
	return st == STATUS_END ? STATUS_OK : st;
}

static void bind_real(struct stmt *q, int parameter, double value)
{
	if (value == value)
		stmt_real(q, parameter, value);
	else
		stmt_null(q, parameter);
}

/* The columns that both a new event and a changed one are written with: parameters 1 to 22. */
static void bind_event(struct stmt *q, const struct event_row *e)
{
	const char *const texts[] = { e->substatus, e->code, e->text,	e->place,  e->country,	e->native, e->raw_time,
				      e->raw,	    e->city, e->region, e->postal, e->identity, e->aside,  e->adapter };
	stmt_int(q, 1, e->at);
	stmt_int_or_null(q, 2, e->offset, TRACK_NO_OFFSET);
	stmt_int(q, 3, e->status);
	bind_real(q, 4, e->lat);
	bind_real(q, 5, e->lng);
	stmt_int_or_null(q, 6, e->local_at, INSTANT_NONE);
	stmt_int_or_null(q, 7, e->zone, TRACK_NO_ZONE);
	stmt_int(q, 8, e->turn);
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		stmt_text(q, 9 + (int)i, texts[i]);
}

static enum status insert_event(const struct change *c, const struct shipment_row *row, struct event_row *e,
				struct error *err)
{
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_EVENT_PUT]);
	bind_event(q, e);
	stmt_text(q, 23, row->id);
	stmt_text(q, 24, e->digest);
	stmt_int(q, 25, c->now);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		e->id = stmt_column_int(q, 0);
	stmt_reset(q);
	return st == STATUS_END ? error_set(err, STATUS_BUG, "event", "", "two events of parcel %.64s are one", row->id)
				: st;
}

static enum status update_event(const struct change *c, const struct event_row *e, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_EVENT_SET]);
	bind_event(q, e);
	stmt_int(q, 23, e->id);
	return stmt_run(q, NULL, err);
}

enum status track_write_events(const struct change *c, const struct shipment_row *row, struct event_set *set,
			       struct error *err)
{
	enum status st = STATUS_OK;
	for (size_t i = 0; !st && i < set->n; i++) {
		struct event_row *e = &set->rows[i];
		if (!e->id)
			st = insert_event(c, row, e, err);
		else if (e->changed)
			st = update_event(c, e, err);
	}
	return st;
}

/* The known event that a report is of, or NULL. */
static struct event_row *find_same(struct event_set *set, const struct event_row *told)
{
	for (size_t i = 0; i < set->n; i++)
		if (track_event_same(&set->rows[i], told))
			return &set->rows[i];
	return NULL;
}

/* One that the report at hand does not tell of in its old words as well. */
static struct event_row *find_reworded(struct event_set *set, const struct event_row *told)
{
	for (size_t i = 0; i < set->n; i++)
		if (!set->rows[i].told && track_event_reworded(&set->rows[i], told))
			return &set->rows[i];
	return NULL;
}

static void join(struct event_row *known, struct event_row *told, struct arena *arena)
{
	told->known = known;
	told->changed = track_event_fill(known, told, arena);
	known->changed = known->changed || told->changed;
	known->told = true;
}

static void append(struct event_set *set, struct event_row *told)
{
	struct event_row *e = &set->rows[set->n++];
	told->fresh = true;
	*e = *told;
	e->told = true;
	track_event_digest(e, e->digest);
	told->known = e;
}

/* After those of its minute that are known. */
static int64_t last_turn(const struct event_set *set, const struct event_row *told)
{
	int64_t turn = 0;
	for (size_t i = 0; i < set->n; i++)
		if (set->rows[i].turn >= turn && track_event_minute(&set->rows[i]) == track_event_minute(told))
			turn = set->rows[i].turn + 1;
	return turn;
}

/* Only when all are found that are told in the old words can one be known by its code alone. */
static void match(struct event_set *set, struct event_row *told, size_t n, bool in_turn, struct arena *arena)
{
	for (size_t i = 0; i < n; i++) {
		struct event_row *known = find_same(set, &told[i]);
		if (known)
			join(known, &told[i], arena);
	}
	for (size_t i = 0; i < n; i++) {
		if (told[i].known)
			continue;
		struct event_row *known = find_same(set, &told[i]);
		if (!known)
			known = find_reworded(set, &told[i]);
		if (known) {
			join(known, &told[i], arena);
			continue;
		}
		if (in_turn)
			told[i].turn = last_turn(set, &told[i]);
		append(set, &told[i]);
	}
}

static const char *why_aside(const struct event_row *e, const struct shipment_row *row)
{
	bool ours = row->shipped_at == INSTANT_NONE || row->shipped_seen || !e->raw ||
		    e->at >= row->shipped_at - BEFORE_SHIPPING;
	if (text_same(e->aside, TRACK_AMBIGUOUS) && row->identity && e->identity)
		return text_same(e->identity, row->identity) ? NULL : TRACK_OTHER_PARCEL;
	if (!e->aside || text_same(e->aside, TRACK_BEFORE_SHIPPING))
		return ours ? NULL : TRACK_BEFORE_SHIPPING;
	return e->aside;
}

void track_settle_aside(struct event_set *set, const struct shipment_row *row)
{
	for (size_t i = 0; i < set->n; i++) {
		struct event_row *e = &set->rows[i];
		const char *why = why_aside(e, row);
		if (text_same(why, e->aside))
			continue;
		e->aside = why;
		e->changed = true;
	}
}

static void count(const struct event_set *set, const struct event_row *told, size_t n, struct track_taken *taken)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct event_row *e = &set->rows[i];
		taken->fresh += e->fresh && !e->aside;
		taken->set_aside += e->fresh && e->aside;
	}
	for (size_t i = 0; i < n; i++)
		taken->enriched += told[i].changed && told[i].known->id;
}

enum status track_take_in(const struct change *c, struct shipment_row *row, struct event_row *told, size_t n,
			  const struct intake *how, struct track_taken *taken, struct error *err)
{
	struct event_set set = { .room = n };
	int before = row->status;
	*taken = (struct track_taken) { 0 };
	enum status st = track_load_events(c->store, row->id, &set, c->arena, err);
	if (st)
		return st;
	for (size_t i = 0; i < n; i++)
		if (!told[i].words)
			track_event_prepare(&told[i], c->arena);
	match(&set, told, n, how->in_turn, c->arena);
	track_settle_places(&set, how->options, c->arena);
	track_settle_siblings(&set);
	track_settle_aside(&set, row);
	count(&set, told, n, taken);
	st = track_write_events(c, row, &set, err);
	if (!st)
		st = track_follow(c, row, &set, how->options, err);
	taken->status = row->status;
	taken->changed = row->status != before;
	return st;
}
