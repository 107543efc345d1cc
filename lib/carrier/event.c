#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "carrier_impl.h"

#define SIBLINGS_MOST 1000			       /* events among which siblings are sought: n * n */
#define SIBLING_MS    (INT64_C(14) * 24 * 3600 * 1000) /* the clocks of a place may have changed since */

/* An event and where it stood in the reply. */
struct row {
	struct carrier_event event;
	size_t list, index;
	int64_t key;
};

struct collecting {
	struct reply_zones *zones;
	const struct reading *how;
	const struct place_in_reply *item;
	struct buffer rows; /* of struct row */
	size_t list, index;
};

static struct row *rows_of(struct collecting *c)
{
	return (struct row *)(void *)c->rows.data;
}

static size_t count_of(const struct collecting *c)
{
	return c->rows.length / sizeof(struct row);
}

static double coordinate(const char *text, double most)
{
	double value;

	return text && number_parse_real(text, -most, most, &value) ? value : NAN;
}

/* Two numbers in one text, or two elements of an array. */
static void read_pair(const struct place_in_reply *in, const json_t *sources, double *first, double *second)
{
	const char *pointer = json_string_value(json_is_array(sources) ? json_array_get(sources, 0) : sources), *comma;
	const json_t *pair = pointer && *pointer == '/' ? tree_find(in->levels[in->count - 1], pointer) : NULL;
	const char *text = json_is_array(pair) ? NULL : carrier_source_text(in, sources, ", ");

	*first = coordinate(tree_text(json_array_get(pair, 0), in->arena), 180);
	*second = coordinate(tree_text(json_array_get(pair, 1), in->arena), 180);
	if (text && (comma = strchr(text, ','))) {
		*first = coordinate(arena_copy(in->arena, text, (size_t)(comma - text)), 180);
		*second = coordinate(comma + 1 + strspn(comma + 1, " "), 180);
	}
}

static void read_coordinates(const struct place_in_reply *in, const json_t *place, struct carrier_event *out)
{
	const json_t *lnglat = json_object_get(place, "lnglat"), *latlng = json_object_get(place, "latlng");

	out->lat = coordinate(carrier_source_text(in, json_object_get(place, "lat"), ", "), 90);
	out->lng = coordinate(carrier_source_text(in, json_object_get(place, "lng"), ", "), 180);
	if (isnan(out->lat) && lnglat)
		read_pair(in, lnglat, &out->lng, &out->lat);
	if (isnan(out->lat) && latlng)
		read_pair(in, latlng, &out->lat, &out->lng);
	/* Half a point is none, and 0, 0 is what carriers write for "not known". */
	if (isnan(out->lat) || isnan(out->lng) || fabs(out->lat) > 90 || (out->lat == 0 && out->lng == 0))
		out->lat = out->lng = NAN;
}

static void read_place(const struct place_in_reply *in, const json_t *place, struct carrier_event *out)
{
	out->city = carrier_source_text(in, json_object_get(place, "city"), ", ");
	out->region = carrier_source_text(in, json_object_get(place, "region"), ", ");
	out->postal = carrier_source_text(in, json_object_get(place, "postal"), ", ");
	out->country = carrier_source_text(in, json_object_get(place, "country"), ", ");
	out->place = carrier_source_text(in, json_object_get(place, "name"), ", ");
	if (!out->place && out->city && out->region)
		out->place = arena_printf(in->arena, "%s, %s", out->city, out->region);
	else if (!out->place)
		out->place = out->city ? out->city : out->region;
	read_coordinates(in, place, out);
}

static const char *time_fault(const struct carrier_time *time, struct arena *arena)
{
	if (time->local != INSTANT_NONE)
		return NULL;
	return time->when ? arena_printf(arena, "\"%.60s\" cannot be read as its time", time->when) : "it has no time";
}

static void read_event(struct collecting *c, const struct place_in_reply *in, struct carrier_event *out)
{
	const json_t *how = c->how->event;
	struct mapping mapping;

	*out = (struct carrier_event) { .raw = tree_json(in->levels[in->count - 1], in->arena) };
	carrier_time_read(c->zones, in, json_object_get(how, "time"), &out->time);
	out->text = carrier_source_text(in, json_object_get(how, "text"), " ");
	carrier_map_codes(c->zones->carrier, in, json_object_get(how, "code"), out->text, &mapping);
	out->code = mapping.code;
	out->native = mapping.native;
	out->status = mapping.status;
	out->substatus = mapping.substatus;
	out->mapped = mapping.mapped;
	read_place(in, json_object_get(how, "place"), out);
	out->fault = time_fault(&out->time, in->arena);
	if (!out->fault && !out->code && !out->text)
		out->fault = "it has neither a code nor a text";
}

static bool collect(void *ctx, const json_t *value)
{
	struct collecting *c = ctx;
	struct place_in_reply in = carrier_source_below(c->item, value);
	struct row row = { .list = c->list, .index = c->index };

	if (json_is_null(value) || template_verdict(json_object_get(c->how->event, "ignore"), 0, value))
		return true;
	read_event(c, &in, &row.event);
	buffer_add(&c->rows, &row, sizeof(row));
	c->index++;
	return true;
}

static bool offset_known(const struct carrier_time *time)
{
	return time->zone != CARRIER_ZONE_NONE && time->zone != CARRIER_ZONE_PLACE;
}

static bool same_place(const struct carrier_event *a, const struct carrier_event *b)
{
	return a->place && text_same(a->place, b->place) && text_same(a->city, b->city) &&
	       text_same(a->region, b->region) && text_same(a->country, b->country);
}

/* The offset of the event nearest in time that happened at the same place and knows its own. */
static void ask_siblings(struct row *rows, size_t n, struct carrier_event *event)
{
	int64_t nearest = SIBLING_MS;

	for (size_t i = 0; i < n; i++) {
		const struct carrier_event *other = &rows[i].event;
		int64_t apart;

		if (other->time.local == INSTANT_NONE || other->time.zone != CARRIER_ZONE_CARRIER ||
		    !same_place(event, other))
			continue;
		apart = llabs(other->time.local - event->time.local);
		if (apart > nearest)
			continue;
		nearest = apart;
		event->time.offset = other->time.offset;
		event->time.zone = CARRIER_ZONE_SIBLING;
	}
}

/* Does a list of events run from new to old? What most neighbours say; where they say nothing, the adapter. */
static bool runs_back(const struct row *rows, size_t n, bool otherwise)
{
	size_t forth = 0, back = 0;

	for (size_t i = 1; i < n; i++) {
		forth += rows[i].key > rows[i - 1].key;
		back += rows[i].key < rows[i - 1].key;
	}
	return forth == back ? otherwise : back > forth;
}

static void turn(struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		rows[i].index = n - 1 - i;
}

static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (!x->event.fault != !y->event.fault)
		return x->event.fault ? 1 : -1;
	if (!x->event.fault && x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->list != y->list)
		return x->list < y->list ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* Oldest first: by UTC where every offset is known, else by the local times. */
static void sort(struct collecting *c)
{
	struct row *rows = rows_of(c);
	size_t n = count_of(c), begin = 0;
	bool known = true;

	for (size_t i = 0; i < n; i++) {
		if (n <= SIBLINGS_MOST && !rows[i].event.fault && !offset_known(&rows[i].event.time))
			ask_siblings(rows, n, &rows[i].event);
		known &= rows[i].event.fault || offset_known(&rows[i].event.time);
	}
	for (size_t i = 0; i < n; i++) {
		const struct carrier_time *time = &rows[i].event.time;

		/* A time that cannot be read is its neighbour's: it says nothing about the list's direction. */
		rows[i].key = time->local == INSTANT_NONE ? (i ? rows[i - 1].key : 0)
			      : known			  ? carrier_instant(time)
							  : time->local;
	}
	for (size_t i = 1; i <= n; i++) {
		if (i < n && rows[i].list == rows[begin].list)
			continue;
		if (runs_back(rows + begin, i - begin, !c->how->oldest))
			turn(rows + begin, i - begin);
		begin = i;
	}
	if (n)
		qsort(rows, n, sizeof(*rows), compare);
}

void carrier_events_read(struct reply_zones *zones, const struct reading *how, const struct place_in_reply *item,
			 struct carrier_item *out)
{
	struct collecting c = { .zones = zones, .how = how, .item = item };
	const json_t *tree = item->levels[item->count - 1];
	size_t lists = json_is_array(how->events) ? json_array_size(how->events) : how->events != NULL;
	struct carrier_event *events;

	for (c.list = 0; c.list < lists; c.list++) {
		c.index = 0;
		carrier_source_each(tree,
				    json_is_array(how->events) ? json_array_get(how->events, c.list) : how->events,
				    collect, &c);
	}
	sort(&c);
	out->n_events = count_of(&c);
	events = arena_alloc(item->arena, (out->n_events + 1) * sizeof(*events));
	for (size_t i = 0; i < out->n_events; i++)
		events[i] = rows_of(&c)[i].event;
	out->events = events;
	buffer_free(&c.rows);
}
