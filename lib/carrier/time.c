#include <math.h>
#include <string.h>

#include "clock.h"

#define INSTANT_FIRST INT64_C(631152000000)  /* 1990 */
#define INSTANT_LAST  INT64_C(4102444800000) /* 2100 */
#define OFFSET_STEP   (15 * 60)		     /* seconds: all offsets in use are multiples of it */
#define OFFSET_SLACK  120		     /* seconds that two notes of one moment may differ by */

const struct word CARRIER_ZONE_WORDS[] = {
	{ "none", NULL },  { "carrier", NULL }, { "adapter", NULL },
	{ "place", NULL }, { "sibling", NULL }, { NULL, NULL },
};

int64_t carrier_instant(const struct carrier_time *time)
{
	bool known = time->zone != CARRIER_ZONE_NONE && time->zone != CARRIER_ZONE_PLACE;

	if (time->local == INSTANT_NONE)
		return INSTANT_NONE;
	return time->local - (known ? time->offset * INT64_C(1000) : 0);
}

/* A zone by its name; NULL: it is none. */
static const struct zone *zone_of(struct reply_zones *zones, const char *name)
{
	for (size_t i = 0; i < zones->carrier->n_zones; i++)
		if (strcmp(zones->carrier->zones[i].name, name) == 0)
			return zones->carrier->zones[i].zone;
	return zone_cache_find(&zones->others, name);
}

/* The offset that a text in the event names: itself, or a zone's at that time. */
static bool named_offset(struct reply_zones *zones, const char *name, int64_t local, int *out)
{
	const struct zone *zone;

	if (carrier_clock_offset(name, out))
		return true;
	zone = strchr(name, '/') ? zone_of(zones, name) : NULL;
	if (zone)
		*out = zone_offset_shown(zone, local);
	return zone != NULL;
}

static const char *joined(const struct place_in_reply *in, const json_t *pointers)
{
	return json_is_array(pointers) ? carrier_source_one(in, pointers, " ") : carrier_source_text(in, pointers, " ");
}

/* The same moment in UTC is noted too: the difference is the offset. */
static bool offset_by_utc(const struct place_in_reply *in, const json_t *how, int64_t local, int *out)
{
	const char *text = joined(in, json_object_get(how, "utc"));
	struct clock_reading r;
	int64_t utc, seconds, step;

	if (!text || !carrier_clock_read(text, json_string_value(json_object_get(how, "format")), &r) ||
	    !carrier_clock_local(&r, &utc)) {
		if (!text || !carrier_clock_read(text, NULL, &r) || !carrier_clock_local(&r, &utc))
			return false;
	}
	utc -= r.has_offset ? r.offset * INT64_C(1000) : 0;
	seconds = (local - utc) / 1000;
	step = (seconds + (seconds < 0 ? -OFFSET_STEP : OFFSET_STEP) / 2) / OFFSET_STEP * OFFSET_STEP;
	*out = (int)step;
	return llabs(seconds - step) <= OFFSET_SLACK && llabs(step) <= OFFSET_MOST;
}

/* A zone that is the file's own; false: it says nothing, or "place". */
static void adapter_zone(struct reply_zones *zones, const json_t *how, struct carrier_time *out)
{
	const char *name = json_string_value(json_object_get(how, "zone"));
	const struct zone *zone = name && strcmp(name, "place") != 0 ? zone_of(zones, name) : NULL;

	out->zone = zone ? CARRIER_ZONE_ADAPTER : name ? CARRIER_ZONE_PLACE : CARRIER_ZONE_NONE;
	out->offset = zone ? zone_offset_shown(zone, out->local) : 0;
}

/* Whose clock it is: what the time says itself, then "offset", "utc", "zone". */
static bool find_offset(struct reply_zones *zones, const struct place_in_reply *in, const json_t *how,
			const struct clock_reading *r, struct carrier_time *out)
{
	const char *name = carrier_source_text(in, json_object_get(how, "offset"), " ");
	int offset = 0;

	if (r->has_offset)
		offset = r->offset;
	else if (!(r->zone[0] && named_offset(zones, r->zone, out->local, &offset)) &&
		 !(name && named_offset(zones, name, out->local, &offset)) &&
		 !offset_by_utc(in, how, out->local, &offset)) {
		adapter_zone(zones, how, out);
		return true;
	}
	out->zone = CARRIER_ZONE_CARRIER;
	out->offset = offset;
	return offset >= -OFFSET_MOST && offset <= OFFSET_MOST;
}

/* The instant is known: only what the clock at the place showed is to be found. */
static bool from_instant(struct reply_zones *zones, const struct place_in_reply *in, const json_t *how,
			 const struct clock_reading *r, struct carrier_time *out)
{
	const char *name = carrier_source_text(in, json_object_get(how, "offset"), " ");
	int offset = 0;

	if (r->utc < INSTANT_FIRST || r->utc >= INSTANT_LAST)
		return false;
	out->local = r->utc;
	out->zone = CARRIER_ZONE_CARRIER;
	if (r->has_offset) {
		offset = r->offset;
	} else if (!name || !named_offset(zones, name, r->utc, &offset)) {
		name = json_string_value(json_object_get(how, "zone"));
		if (name && strcmp(name, "place") != 0) {
			const struct zone *zone = zone_of(zones, name);

			offset = zone ? zone_offset(zone, r->utc) : 0;
			out->zone = zone ? CARRIER_ZONE_ADAPTER : CARRIER_ZONE_CARRIER;
		}
	}
	out->offset = offset;
	out->local = r->utc + offset * INT64_C(1000);
	return offset >= -OFFSET_MOST && offset <= OFFSET_MOST;
}

static bool read_epoch(const char *text, const char *unit, struct clock_reading *r)
{
	double number, scale = strcmp(unit, "s") == 0 ? 1000 : 1;

	*r = (struct clock_reading) { .instant = true };
	if (!number_parse_real(text, 0, 1e15, &number))
		return false;
	r->utc = (int64_t)round(number * scale);
	return true;
}

static bool read_one(struct reply_zones *zones, const struct place_in_reply *where, const json_t *how,
		     struct carrier_time *out)
{
	const char *epoch = json_string_value(json_object_get(how, "epoch")), *text;
	struct place_in_reply in;
	struct clock_reading r;

	*out = (struct carrier_time) { .local = INSTANT_NONE };
	if (!carrier_source_choose(where, how, &in))
		return false;
	text = joined(&in, json_object_get(how, "at"));
	out->when = text;
	if (!text || !(epoch ? read_epoch(text, epoch, &r)
			     : carrier_clock_read(text, json_string_value(json_object_get(how, "format")), &r)))
		return false;
	out->day = r.day_only;
	if (r.instant)
		return from_instant(zones, &in, how, &r, out);
	return carrier_clock_local(&r, &out->local) && find_offset(zones, &in, how, &r, out);
}

void carrier_time_read(struct reply_zones *zones, const struct place_in_reply *in, const json_t *times,
		       struct carrier_time *out)
{
	const char *seen = NULL;

	for (size_t i = 0; i < json_array_size(times); i++) {
		if (read_one(zones, in, json_array_get(times, i), out))
			return;
		seen = seen ? seen : out->when;
	}
	*out = (struct carrier_time) { .when = seen, .local = INSTANT_NONE };
}

bool carrier_time_format_valid(const char *format)
{
	for (; *format; format++)
		if (*format == '%' && !(*++format && strchr("YymdHIMSbBpfzZa%", *format)))
			return false;
	return true;
}
