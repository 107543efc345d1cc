/* Pictures of a parcel: where things stand by arithmetic, what carriers wrote never as markup. That they are well formed is asked of another
 * reader in tests/cli/ecom-track/map.bats. */
#include "tap.h"
#include "track/picture_impl.h"

#include <stdlib.h>

#define JANUARY_5 INT64_C(1767571200000) /* 2026-01-05T00:00:00Z, by date(1) */
#define HOUR	  INT64_C(3600000)

static struct arena arena;

static struct track_event at(double lng, double lat, const char *place, int hours)
{
	struct track_event e;
	record_clear(&track_event_type, &e);
	e.at = JANUARY_5 + hours * HOUR;
	e.status = SHIPMENT_IN_TRANSIT;
	e.offset = "+01:00";
	e.place = place;
	e.lat = lat;
	e.lng = lng;
	return e;
}

static struct shipment parcel(void)
{
	struct shipment s;
	record_clear(&shipment_type, &s);
	s.shipment = "P-1";
	s.carrier = "ups";
	s.number = "1Z";
	s.status = SHIPMENT_IN_TRANSIT;
	return s;
}

static void routes(void)
{
	/* Two scans at one place, one 3 km off, then over the antimeridian and back to the first place. */
	const struct track_event events[] = { at(170, 0, "A", 0), at(170, 0, "A", 1), at(170.03, 0, "A east", 2), at(-170, 0, "B", 3),
					      at(NAN, NAN, "somewhere", 4), at(170, 0, "A", 5) };
	const struct shipment s = parcel();
	const struct track_way way = { &s, events, ARRAY_LENGTH(events) };
	struct track_route r;
	track_route_of(&way, NULL, &r, &arena);
	is_int((long long)r.n, 3, "three stops");
	ok(r.n == 3 && r.stops[0].first == 0 && r.stops[0].last == 2, "the first of three events");
	is_real(r.n == 3 ? r.stops[1].at.lng : 0, 190, 1e-9, "190 degrees east is the next");
	is_real(r.n == 3 ? r.stops[2].at.lng : 0, 170, 1e-9, "and back");
	/* Twice 20 degrees of the equator: 2 * 20 / 360 * 2 pi * 6371.0088 km */
	is_real(r.km, 2 * 20 * M_PI / 180 * 6371.0088, 0.01, "the way there and back");
	is_int((long long)r.n_named, 5, "five names in a row: A, A east, B, somewhere, A");
}

static void geojson(void)
{
	const struct track_event events[] = { at(170, 0, "A", 0), at(-170, 0, "B \"q\"", 3) };
	const struct shipment s = parcel();
	const struct track_way way = { &s, events, 2 };
	const struct track_picture how = { .now = JANUARY_5 };
	struct buffer out = { 0 };
	track_geojson(&way, 1, &how, &out);
	ok(strstr(out.data, "\"coordinates\":[170.0000,0.0000]") && strstr(out.data, "\"coordinates\":[-170.0000,0.0000]"), "longitude first");
	ok(strstr(out.data, "\"type\":\"MultiLineString\",\"coordinates\":[[[170.0000,0.0000]"), "cut in two");
	ok(strstr(out.data, "[180.0000,0.0000]],[[-180.0000,0.0000]"), "at the antimeridian");
	ok(strstr(out.data, "B \\\"q\\\""), "texts are JSON");
	buffer_clear(&out);
	track_geojson(NULL, 0, &how, &out);
	is_text(out.data, "{\"type\":\"FeatureCollection\",\"attribution\":\"Places: GeoNames (geonames.org), CC BY 4.0\",\"features\":[]}\n", "of nothing");
	buffer_free(&out);
}

/* The x of the marker that holds the number: the middle of its rectangle. */
static double marker_x(const char *svg, const char *number)
{
	char text[64];
	snprintf(text, sizeof text, "class=\"small bold on\">%s</text>", number);
	const char *found = strstr(svg, text);
	while (found && found > svg && strncmp(found, "<text x=\"", 9) != 0)
		found--;
	return found ? atof(found + 9) : NAN;
}

static void map(void)
{
	/* Equal steps of longitude are equal steps to the right. */
	const struct track_event events[] = { at(10, 50, "West", 0), at(12, 50, "Middle", 1), at(14, 50, "East", 2) };
	const struct shipment s = parcel();
	const struct track_way way = { &s, events, 3 };
	const struct track_picture how = { .now = JANUARY_5 };
	struct buffer out = { 0 };
	track_map(&way, 1, &how, &out);
	double west = marker_x(out.data, "1"), middle = marker_x(out.data, "2"), east = marker_x(out.data, "3");
	is_real(middle, 400, 0.11, "the middle is in the middle");
	is_real(east - middle, middle - west, 0.11, "as far east as west");
	ok(west > 20 && east < 780, "inside, with room");
	ok(strstr(out.data, ">West<") && strstr(out.data, "Natural Earth"), "named, with its sources");
	buffer_free(&out);
}

static void nowhere(void)
{
	const struct track_event events[] = { at(NAN, NAN, "Hub <B> & \"C\"", 0), at(NAN, NAN, "</text><script>alert(1)</script>", 1) };
	struct shipment s = parcel();
	s.shipment = "<P&1>";
	const struct track_way way = { &s, events, 2 }, none = { &s, NULL, 0 };
	const struct track_picture how = { .now = JANUARY_5 };
	void (*const PICTURES[])(const struct track_way *, size_t, const struct track_picture *, struct buffer *) = { track_map, track_svg, track_page };
	for (size_t i = 0; i < ARRAY_LENGTH(PICTURES); i++) {
		struct buffer out = { 0 };
		PICTURES[i](&way, 1, &how, &out);
		ok(!strstr(out.data, "<script") && !strstr(out.data, "<B>") && !strstr(out.data, "<P&"), "nothing of a carrier's is markup (%zu)", i);
		PICTURES[i](&none, 1, &how, &out);
		PICTURES[i](NULL, 0, &how, &out);
		ok(out.length > 0, "no events, and no parcels (%zu)", i);
		buffer_free(&out);
	}
	struct buffer out = { 0 };
	track_map(&way, 1, &how, &out);
	ok(strstr(out.data, "not to scale"), "a map of unknown places says so");
	buffer_free(&out);
}

static void clocks(void)
{
	struct track_event e = at(NAN, NAN, "X", 9);
	struct track_clock clock;
	track_clock_of(&e, NULL, &clock);
	ok(!strcmp(clock.day, "2026-01-05") && !strcmp(clock.time, "10:00") && !strcmp(clock.zone, "+01:00"), "09:00Z is 10:00 at +01:00");
	e.offset = NULL;
	e.local = "2026-01-04T23:59:00";
	e.zone = "none";
	track_clock_of(&e, NULL, &clock);
	ok(!strcmp(clock.day, "2026-01-04") && !strcmp(clock.time, "23:59") && !strcmp(clock.zone, "local"),
	   "a clock whose zone nobody said is told as it stood");
	is_text(track_km(&arena, 10712.4), "10,712 km", "a long way");
	is_text(track_km(&arena, 9999.4), "9999 km", "a shorter one");
}

int main(void)
{
	routes();
	geojson();
	map();
	nowhere();
	clocks();
	arena_free(&arena);
	return done_testing();
}
