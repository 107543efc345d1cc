/* Events: taking them in, and reading them back. */
#include "track_impl.h"

#include <stdio.h>
#include <string.h>

#define NO_OFFSET INT64_MIN

/* A shipment that the events at hand speak of. */
struct parcel {
	struct shipment_row row;
	bool news;
};

/* The offset that the text of an instant carries: "+08:00" and the like. "Z" says that it is UTC, not what the clocks
 * at the place show (RFC 9557, section 2). */
static enum status own_offset(const char *when, int64_t *offset, struct error *err)
{
	static const size_t DATE_LENGTH = sizeof "2018-01-31" - 1;
	const char *mark = strlen(when) > DATE_LENGTH ? strpbrk(when + DATE_LENGTH, "+-") : NULL;
	struct zone *zone;
	*offset = NO_OFFSET;
	if (!mark)
		return STATUS_OK;
	enum status st = zone_open(&zone, mark, err);
	if (!st) {
		*offset = zone_offset(zone, 0);
		zone_free(zone);
	}
	return st;
}

/* The instant and the offset of the place. An offset given by itself is the place's; it is what a time without one is
 * read by. */
static enum status read_when(const struct change *c, struct track_event *e, const struct zone *zone, int64_t *offset,
			     struct error *err)
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
		st = instant_parse(when, place ? place : zone, &e->at, err);
	}
	if (!st && place)
		*offset = zone_offset(place, e->at);
	else if (!st)
		st = own_offset(when, offset, err);
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

/* What makes an event the same as another. */
static void identity(const struct track_event *e, char hex[DIGEST_TEXT_SIZE])
{
	const char *const texts[] = { e->shipment, SHIPMENT_STATUS_WORDS[e->status].word, e->code, e->text, e->place };
	struct buffer body = { 0 };
	struct digest digest;
	buffer_printf(&body, "[%lld", (long long)e->at);
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		buffer_char(&body, ',');
		buffer_json_text(&body, texts[i]);
	}
	buffer_char(&body, ']');
	digest_start(&digest);
	digest_add(&digest, body.data, body.length);
	digest_finish(&digest, hex);
	buffer_free(&body);
}

static void bind_real(struct stmt *q, int parameter, bool given, double value)
{
	if (given)
		stmt_real(q, parameter, value);
	else
		stmt_null(q, parameter);
}

static enum status put_event(const struct change *c, const struct track_event *e, int64_t offset, bool *known,
			     struct error *err)
{
	char digest[DIGEST_TEXT_SIZE];
	int64_t inserted;
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_EVENT_PUT]);
	identity(e, digest);
	stmt_text(q, 1, e->shipment);
	stmt_int(q, 2, e->at);
	track_bind_instant(q, 3, offset);
	stmt_int(q, 4, e->status);
	stmt_text(q, 5, e->substatus);
	stmt_text(q, 6, e->code);
	stmt_text(q, 7, e->text);
	stmt_text(q, 8, e->place);
	stmt_text(q, 9, e->country);
	bind_real(q, 10, record_has(e, TRACK_EVENT_LAT), e->lat);
	bind_real(q, 11, record_has(e, TRACK_EVENT_LNG), e->lng);
	stmt_text(q, 12, digest);
	enum status st = stmt_run(q, &inserted, err);
	*known = !inserted;
	return st;
}

/* The shipment that nobody knows yet. */
static enum status create_parcel(const struct change *c, const struct track_event *e, bool create,
				 struct shipment_row *row, struct error *err)
{
	if (!create)
		return error_reject(err, "unknown_shipment", e->shipment ? "shipment" : "number",
				    "no parcel \"%.128s\"", e->shipment ? e->shipment : e->number);
	*row = (struct shipment_row) { .id = e->shipment,
				       .carrier = e->carrier,
				       .number = e->number,
				       .shipped_at = INSTANT_NONE,
				       .promised_at = INSTANT_NONE,
				       .delivered_at = INSTANT_NONE,
				       .last_event_at = INSTANT_NONE };
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

static enum status take_event(const struct change *c, struct track_event *e, const struct zone *zone,
			      struct parcel *parcel, bool *known, struct error *err)
{
	int64_t offset;
	enum status st = read_when(c, e, zone, &offset, err);
	if (st)
		return st;
	if (!record_has(e, TRACK_EVENT_STATUS))
		e->status = SHIPMENT_UNKNOWN;
	e->shipment = parcel->row.id;
	e->carrier = parcel->row.carrier;
	e->number = parcel->row.number;
	e->offset = offset == NO_OFFSET ? NULL : offset_text(c->arena, offset);
	st = put_event(c, e, offset, known, err);
	parcel->news = parcel->news || !*known;
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
		if (!st)
			st = take_event(c, in[i], options->zone, parcel, &known[i], err);
	}
	for (size_t i = 0; !st && i < n_parcels; i++)
		if (parcels[i].news)
			st = track_follow(c, &parcels[i].row, err);
	/* Nothing may stay queued of a record that is refused: the caller's savepoint undoes what is sent here. */
	enum status flushed = journal_audit_flush(c, st ? NULL : err);
	for (size_t i = 0; !st && i < n; i++)
		record_mark_all(&track_event_type, in[i]);
	return st ? st : flushed;
}

static double column_real(struct stmt *q, int column, double none)
{
	return stmt_column_null(q, column) ? none : stmt_column_real(q, column);
}

static void read_event(struct stmt *q, struct track_event *e, struct arena *arena)
{
	record_clear(&track_event_type, e);
	e->shipment = arena_text(arena, stmt_column_text(q, 0));
	e->carrier = arena_text(arena, stmt_column_text(q, 1));
	e->number = arena_text(arena, stmt_column_text(q, 2));
	e->at = stmt_column_int(q, 3);
	e->offset = stmt_column_null(q, 4) ? NULL : offset_text(arena, stmt_column_int(q, 4));
	e->status = (int)stmt_column_int(q, 5);
	e->substatus = arena_text(arena, stmt_column_text(q, 6));
	e->code = arena_text(arena, stmt_column_text(q, 7));
	e->text = arena_text(arena, stmt_column_text(q, 8));
	e->place = arena_text(arena, stmt_column_text(q, 9));
	e->country = arena_text(arena, stmt_column_text(q, 10));
	e->lat = column_real(q, 11, e->lat);
	e->lng = column_real(q, 12, e->lng);
	record_mark_all(&track_event_type, e);
}

enum status track_events(struct store *s, const char *shipment, struct record_list *out, struct arena *arena,
			 struct error *err)
{
	struct buffer events = { 0 };
	struct track_event event;
	struct stmt *q = store_stmt(s, &TRACK_SQL[TRACK_EVENTS]);
	enum status st;
	stmt_text(q, 1, shipment);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		read_event(q, &event, arena);
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
