/* Events: taking them in, and reading them back. */
#include "track_impl.h"

#include <stdio.h>
#include <string.h>

/* A shipment that the events at hand speak of, and what they say of it. */
struct parcel {
	struct shipment_row row;
	struct event_row *told;
	size_t *of; /* which of the reports each is */
	size_t n;
};

/* The offset that the text of an instant carries: "+08:00" and the like. "Z" says that it is UTC, not what the clocks
 * at the place show (RFC 9557, section 2). */
static enum status own_offset(const char *when, int64_t *offset, struct error *err)
{
	static const size_t DATE_LENGTH = sizeof "2018-01-31" - 1;
	const char *mark = strlen(when) > DATE_LENGTH ? strpbrk(when + DATE_LENGTH, "+-") : NULL;
	struct zone *zone;
	*offset = TRACK_NO_OFFSET;
	if (!mark)
		return STATUS_OK;
	enum status st = zone_open(&zone, mark, err);
	if (!st) {
		*offset = zone_offset(zone, 0);
		zone_free(zone);
	}
	return st;
}

/* Does a text say no zone at all? */
static bool is_local(const char *when)
{
	size_t length = strlen(when);
	return !length || (when[length - 1] != 'Z' && when[length - 1] != 'z');
}

/* The instant, the clock of the place, and its offset. An offset given by itself is the place's; it is what a time
 * without one is read by. */
static enum status read_when(const struct change *c, const struct track_event *e, const struct zone *zone,
			     struct event_row *out, struct error *err)
{
	struct zone *place = NULL;
	const char *when = e->when + strspn(e->when, " \t");
	size_t length = strlen(when);
	while (length && (when[length - 1] == ' ' || when[length - 1] == '\t'))
		length--;
	when = arena_copy(c->arena, when, length);
	const char *field = "offset";
	enum status st = e->offset ? zone_open(&place, e->offset, err) : STATUS_OK;
	if (!st) {
		field = "at";
		st = instant_parse(when, place ? place : zone, &out->at, err);
	}
	out->raw_time = when;
	out->local_at = INSTANT_NONE;
	out->zone = TRACK_NO_ZONE;
	out->offset = TRACK_NO_OFFSET;
	if (!st && place)
		out->offset = zone_offset(place, out->at);
	else if (!st)
		st = own_offset(when, &out->offset, err);
	if (!st && out->offset != TRACK_NO_OFFSET) {
		out->zone = TRACK_ZONE_CARRIER;
		out->local_at = out->at + out->offset * 1000;
	} else if (!st && is_local(when)) {
		out->zone = TRACK_ZONE_NONE;
		out->local_at = out->at + zone_offset(zone, out->at) * INT64_C(1000);
	}
	zone_free(place);
	if (st && err) {
		err->code = "bad_value";
		snprintf(err->field, sizeof err->field, "%s", field);
	}
	return st;
}

static const char *offset_text(struct arena *arena, int64_t offset)
{
	int minutes = (int)((offset < 0 ? -offset : offset) / 60);
	return arena_printf(arena, "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static enum status check_event(const struct track_event *e, struct error *err)
{
	if (!e->shipment && !e->number)
		return error_reject(err, "missing", "shipment",
				    "a shipment, or a number with its carrier, was expected");
	if (record_has(e, TRACK_EVENT_LAT) && !(e->lat >= -90 && e->lat <= 90))
		return error_reject(err, "bad_value", "lat", "%g: expected degrees from -90 to 90", e->lat);
	if (record_has(e, TRACK_EVENT_LNG) && !(e->lng >= -180 && e->lng <= 180))
		return error_reject(err, "bad_value", "lng", "%g: expected degrees from -180 to 180", e->lng);
	return STATUS_OK;
}

/* The shipment that nobody knows yet. */
static enum status create_parcel(const struct change *c, const struct track_event *e, bool create,
				 struct shipment_row *row, struct error *err)
{
	if (!create)
		return error_reject(err, "unknown_shipment", e->shipment ? "shipment" : "number",
				    "no parcel \"%.128s\"", e->shipment ? e->shipment : e->number);
	*row = track_new_row();
	row->id = e->shipment;
	row->carrier = e->carrier;
	row->number = e->number;
	return track_create(c, row, err);
}

static enum status open_parcel(const struct change *c, const struct track_event *e, bool create, struct parcel *parcel,
			       struct error *err)
{
	const char *id = e->shipment;
	*parcel = (struct parcel) { 0 };
	enum status st = id ? STATUS_OK : track_find_number(c, e->carrier, e->number, &id, err);
	if (!st)
		st = track_lock(c, id, &parcel->row, err);
	return st == STATUS_END ? create_parcel(c, e, create, &parcel->row, err) : st;
}

static bool is_of(const struct track_event *e, const struct shipment_row *row)
{
	if (e->shipment)
		return text_same(e->shipment, row->id);
	return e->carrier && text_same(e->number, row->number) && text_same(e->carrier, row->carrier);
}

/* The parcel of an event among the ${n} met before; else the next of them. */
static enum status parcel_of(const struct change *c, const struct track_event *e, bool create, struct parcel *parcels,
			     size_t *n, struct parcel **out, struct error *err)
{
	for (size_t i = *n; i-- > 0;) {
		*out = &parcels[i];
		if (is_of(e, &parcels[i].row))
			return STATUS_OK;
	}
	struct parcel *parcel = *out = &parcels[*n];
	enum status st = open_parcel(c, e, create, parcel, err);
	if (st)
		return st;
	for (size_t i = 0; i < *n; i++) {
		if (text_same(parcels[i].row.id, parcel->row.id)) {
			*out = &parcels[i];
			return STATUS_OK;
		}
	}
	++*n;
	return STATUS_OK;
}

/* What was reported, as it will be stored. */
static enum status read_event(const struct change *c, const struct track_event *e, const struct zone *zone,
			      struct event_row *out, struct error *err)
{
	enum status st = read_when(c, e, zone, out, err);
	out->status = record_has(e, TRACK_EVENT_STATUS) ? e->status : SHIPMENT_UNKNOWN;
	out->substatus = e->substatus;
	out->code = e->code;
	out->text = e->text;
	out->place = e->place ? e->place : e->city;
	out->city = e->city;
	out->region = e->region;
	out->postal = e->postal;
	out->country = e->country;
	out->lat = e->lat;
	out->lng = e->lng;
	/* A code without a status waits for a map that knows it. */
	if (e->code && !record_has(e, TRACK_EVENT_STATUS)) {
		struct buffer native = { 0 };
		buffer_char(&native, '[');
		buffer_json_text(&native, e->code);
		buffer_char(&native, ']');
		out->native = arena_copy(c->arena, native.data, native.length);
		buffer_free(&native);
	}
	return st;
}

static const char *clock_text(struct arena *arena, int64_t local_at)
{
	char text[INSTANT_TEXT_SIZE];
	instant_print(text, local_at);
	text[strcspn(text, "Z")] = '\0';
	return arena_text(arena, text);
}

void track_event_of(const struct event_row *e, struct track_event *out, struct arena *arena)
{
	out->at = e->at;
	out->offset = e->offset == TRACK_NO_OFFSET ? NULL : offset_text(arena, e->offset);
	out->status = e->status;
	out->substatus = e->substatus;
	out->code = e->code;
	out->text = e->text;
	out->place = e->place;
	out->country = e->country;
	out->lat = e->lat;
	out->lng = e->lng;
	out->city = e->city;
	out->region = e->region;
	out->postal = e->postal;
	out->local = e->local_at == INSTANT_NONE ? NULL : clock_text(arena, e->local_at);
	out->zone = e->zone == TRACK_NO_ZONE ? NULL : TRACK_ZONE_WORDS[e->zone].word;
	out->native = e->native;
	out->raw_time = e->raw_time;
	out->aside = e->aside;
}

/* What is known of it now goes back into the record that told of it. */
static void complete(struct track_event *e, const struct event_row *stored, const struct shipment_row *row,
		     struct arena *arena)
{
	e->shipment = row->id;
	e->carrier = row->carrier;
	e->number = row->number;
	track_event_of(stored, e, arena);
	record_mark_all(&track_event_type, e);
}

static enum status take_parcel(const struct change *c, struct parcel *parcel, struct track_event *const *in,
			       const struct track_import_options *options, bool *known, struct error *err)
{
	const struct intake how = { .options = &options->how, .in_turn = true };
	struct track_taken taken;
	enum status st = track_take_in(c, &parcel->row, parcel->told, parcel->n, &how, &taken, err);
	for (size_t i = 0; !st && i < parcel->n; i++) {
		const struct event_row *told = &parcel->told[i];
		known[parcel->of[i]] = !told->fresh && !told->changed;
		complete(in[parcel->of[i]], told->known, &parcel->row, c->arena);
	}
	return st;
}

enum status track_import(const struct change *c, struct track_event *const *in, size_t n,
			 const struct track_import_options *options, bool *known, struct error *err)
{
	struct parcel *parcels = arena_zero(c->arena, n * sizeof *parcels + 1), *parcel;
	size_t n_parcels = 0;
	enum status st = STATUS_OK;
	for (size_t i = 0; !st && i < n; i++) {
		st = check_event(in[i], err);
		if (!st)
			st = parcel_of(c, in[i], options->create, parcels, &n_parcels, &parcel, err);
		if (st)
			break;
		if (!parcel->told) {
			parcel->told = arena_zero(c->arena, (n - i) * sizeof *parcel->told);
			parcel->of = arena_zero(c->arena, (n - i) * sizeof *parcel->of);
		}
		parcel->of[parcel->n] = i;
		st = read_event(c, in[i], options->zone, &parcel->told[parcel->n++], err);
	}
	for (size_t i = 0; !st && i < n_parcels; i++)
		st = take_parcel(c, &parcels[i], in, options, known, err);
	/* Nothing may stay queued of a record that is refused: the caller's savepoint undoes what is sent here. */
	enum status flushed = journal_audit_flush(c, st ? NULL : err);
	return st ? st : flushed;
}

static enum status list_events(struct store *s, enum track_statement statement, const char *shipment,
			       struct record_list *out, struct arena *arena, struct error *err)
{
	struct shipment_row row;
	struct event_row e;
	struct buffer events = { 0 };
	struct track_event event;
	struct stmt *q = store_stmt(s, &TRACK_SQL[TRACK_GET]);
	stmt_text(q, 1, shipment);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		track_read_row(q, &row, arena);
	stmt_reset(q);
	q = store_stmt(s, &TRACK_SQL[statement]);
	stmt_text(q, 1, shipment);
	while (st == STATUS_OK && (st = stmt_step(q, err)) == STATUS_OK) {
		track_read_event(q, &e, arena);
		record_clear(&track_event_type, &event);
		complete(&event, &e, &row, arena);
		buffer_add(&events, &event, sizeof event);
	}
	stmt_reset(q);
	out->count = events.length / sizeof event;
	out->items = arena_alloc(arena, events.length + 1);
	if (events.length)
		memcpy(out->items, events.data, events.length);
	buffer_free(&events);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status track_events(struct store *s, const char *shipment, struct record_list *out, struct arena *arena,
			 struct error *err)
{
	return list_events(s, TRACK_EVENTS, shipment, out, arena, err);
}

enum status track_events_aside(struct store *s, const char *shipment, struct record_list *out, struct arena *arena,
			       struct error *err)
{
	return list_events(s, TRACK_EVENTS_ASIDE, shipment, out, arena, err);
}
