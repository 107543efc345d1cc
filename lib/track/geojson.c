/* Parcels as GeoJSON, RFC 7946. */
#include "picture_impl.h"

#include <math.h>

static void add_text(struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, ",\"%s\":", name);
	buffer_json_text(out, value);
}

static void add_instant(struct buffer *out, const char *name, int64_t at)
{
	char text[INSTANT_TEXT_SIZE];
	if (at != INSTANT_NONE)
		add_text(out, name, instant_print(text, at));
}

static double one_turn(double lng)
{
	lng -= 360 * floor((lng + 180) / 360);
	return lng;
}

/* To a ten thousandth of a degree: eleven metres. */
static void add_position(struct buffer *out, double lng, double lat)
{
	buffer_printf(out, "[%.4f,%.4f]", lng, lat);
}

static void add_stop(const struct track_way *way, const struct track_stop *s, size_t number, struct buffer *out)
{
	const struct track_event *first = &way->events[s->first], *last = &way->events[s->last];
	buffer_text(out, "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":");
	add_position(out, one_turn(s->at.lng), s->at.lat);
	buffer_printf(out, "},\"properties\":{\"stop\":%zu", number);
	add_text(out, "shipment", way->shipment->shipment);
	add_text(out, "name", s->name);
	if (s->country)
		add_text(out, "country", s->country);
	add_instant(out, "first_at", first->at);
	add_instant(out, "last_at", last->at);
	add_text(out, "status", SHIPMENT_STATUS_WORDS[last->status].word);
	buffer_printf(out, ",\"approximate\":%s}}", s->approximate ? "true" : "false");
}

/* The great circles, cut where they pass 180 degrees: no piece crosses it. Returns how many there are. */
static size_t add_line(const struct track_route *route, struct buffer *out)
{
	size_t pieces = 1;
	struct draw_point before = route->stops[0].at;
	double turn = floor((before.lng + 180) / 360);
	buffer_char(out, '[');
	add_position(out, one_turn(before.lng), before.lat);
	for (size_t i = 1; i < route->n; i++) {
		struct draw_point points[TRACK_LEG_POINTS];
		size_t n = track_leg(&route->stops[i - 1], &route->stops[i], points);
		for (size_t j = 1; j < n; j++) {
			double now = floor((points[j].lng + 180) / 360);
			if (now != turn) {
				double edge = fmax(now, turn) * 360 - 180, share = (edge - before.lng) / (points[j].lng - before.lng);
				double lat = before.lat + share * (points[j].lat - before.lat), side = now > turn ? 180 : -180;
				buffer_char(out, ',');
				add_position(out, side, lat);
				buffer_text(out, "],[");
				add_position(out, -side, lat);
				turn = now;
				pieces++;
			}
			buffer_char(out, ',');
			add_position(out, points[j].lng - 360 * turn, points[j].lat);
			before = points[j];
		}
	}
	buffer_char(out, ']');
	return pieces;
}

static void add_way(const struct track_way *way, const struct track_route *route, struct buffer *out)
{
	struct buffer line = { 0 };
	bool cut = add_line(route, &line) > 1;
	buffer_printf(out, "{\"type\":\"Feature\",\"geometry\":{\"type\":\"%s\",\"coordinates\":%s%s%s},\"properties\":{\"km\":%.0f",
		      cut ? "MultiLineString" : "LineString", cut ? "[" : "", line.data, cut ? "]" : "", route->km);
	add_text(out, "shipment", way->shipment->shipment);
	if (way->shipment->carrier)
		add_text(out, "carrier", way->shipment->carrier);
	if (way->shipment->number)
		add_text(out, "number", way->shipment->number);
	add_text(out, "status", SHIPMENT_STATUS_WORDS[way->shipment->status].word);
	buffer_text(out, "}}");
	buffer_free(&line);
}

void track_geojson(const struct track_way *ways, size_t n, const struct track_picture *how, struct buffer *out)
{
	struct arena arena = { 0 };
	const char *separator = "\n";
	buffer_text(out, "{\"type\":\"FeatureCollection\",\"attribution\":\"Places: GeoNames (geonames.org), CC BY 4.0\",\"features\":[");
	for (size_t i = 0; i < n; i++) {
		struct track_route route;
		track_route_of(&ways[i], how->places, &route, &arena);
		for (size_t j = 0; j < route.n; j++) {
			buffer_text(out, separator);
			add_stop(&ways[i], &route.stops[j], j + 1, out);
			separator = ",\n";
		}
		if (route.n > 1) {
			buffer_text(out, separator);
			add_way(&ways[i], &route, out);
		}
	}
	buffer_text(out, "]}\n");
	arena_free(&arena);
}
