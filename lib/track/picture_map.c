/* The way of a parcel on a map, as SVG. */
#include "picture_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WIDTH	   800.0
#define MARKERS	   64	/* on a map; stops beyond them join the nearest */
#define NEAR	   21.0 /* user units between two markers at least */
#define NAME_ROOM  170.0
#define ROW	   24.0
#define ALL_AROUND 340.0 /* degrees from which on the whole world is shown, once */

/* Stops that lie together on the map. */
struct marker {
	double x, y, half; /* half: of its width */
	size_t first, last, n;
	bool in_a_row;
};
struct box {
	double left, top, right, bottom;
};
struct spot {
	double x, y;
};
struct map {
	const struct track_route *route;
	struct draw_view view;
	bool around; /* longitudes are taken back into one turn */
	struct marker markers[MARKERS];
	size_t n;
	struct box boxes[2 * MARKERS];
	size_t n_boxes;
	struct spot *spots; /* of the lines, a few units apart */
	size_t n_spots;
	struct buffer *out;
	struct arena *arena;
};

static double one_turn(double lng)
{
	return lng - 360 * floor((lng + 180) / 360);
}

static double map_x(const struct map *m, double lng)
{
	return draw_view_x(&m->view, m->around ? one_turn(lng) : lng);
}

static void fit(struct map *m, double width)
{
	const struct track_route *r = m->route;
	struct draw_point *points = arena_alloc(m->arena, (r->n * TRACK_LEG_POINTS + 1) * sizeof *points);
	size_t n = 0;
	double west = INFINITY, east = -INFINITY;
	points[n++] = r->stops[0].at;
	for (size_t i = 1; i < r->n; i++)
		n += track_leg(&r->stops[i - 1], &r->stops[i], points + n);
	for (size_t i = 0; i < n; i++) {
		west = fmin(west, points[i].lng);
		east = fmax(east, points[i].lng);
	}
	m->around = east - west > ALL_AROUND;
	for (size_t i = 0; m->around && i < n; i++)
		points[i].lng = one_turn(points[i].lng);
	/* A narrow map is the taller. */
	bool narrow = width < 500;
	m->view = draw_view_fit(points, n, width, width * (narrow ? 0.7 : 0.42), width * (narrow ? 0.95 : 0.68));
	if (m->around) {
		m->view.west = -180;
		m->view.east = 180;
	}
}

static void draw_legs(const struct map *m, const char *class)
{
	for (size_t i = 1; i < m->route->n; i++) {
		const struct track_stop *a = &m->route->stops[i - 1], *b = &m->route->stops[i];
		struct draw_point points[TRACK_LEG_POINTS];
		size_t n = track_leg(a, b, points);
		double before = NAN;
		buffer_printf(m->out, "<path class=\"%s%s\" d=\"", class, a->approximate || b->approximate ? " guess" : "");
		for (size_t j = 0; j < n; j++) {
			double x = map_x(m, points[j].lng);
			/* Where the map ends the line begins anew. */
			bool move = j == 0 || fabs(x - before) > m->view.width / 2;
			buffer_printf(m->out, "%c%.1f %.1f", move ? 'M' : 'L', x, draw_view_y(&m->view, points[j].lat));
			before = x;
		}
		buffer_text(m->out, "\"/>\n");
	}
}

/* In the middle of a leg, where there is room, which way it went. */
static void draw_arrows(const struct map *m)
{
	for (size_t i = 1; i < m->route->n; i++) {
		struct draw_point points[TRACK_LEG_POINTS];
		size_t n = track_leg(&m->route->stops[i - 1], &m->route->stops[i], points), middle = n / 2;
		double x1 = map_x(m, points[0].lng), y1 = draw_view_y(&m->view, points[0].lat);
		double x2 = map_x(m, points[n - 1].lng), y2 = draw_view_y(&m->view, points[n - 1].lat);
		if (n < 2 || hypot(x2 - x1, y2 - y1) < 70)
			continue;
		double ax = map_x(m, points[middle - 1].lng), ay = draw_view_y(&m->view, points[middle - 1].lat);
		double bx = map_x(m, points[middle].lng), by = draw_view_y(&m->view, points[middle].lat);
		double x = n > 2 ? bx : (x1 + x2) / 2, y = n > 2 ? by : (y1 + y2) / 2;
		buffer_printf(m->out, "<path class=\"plain\" d=\"M-5 -5L6 0L-5 5Z\" transform=\"translate(%.1f %.1f) rotate(%.0f)\"/>\n", x, y,
			      atan2(by - ay, bx - ax) * 180 / 3.14159265358979323846);
	}
}

static void add_stop(struct map *m, size_t stop)
{
	const struct track_stop *s = &m->route->stops[stop];
	double x = map_x(m, s->at.lng), y = draw_view_y(&m->view, s->at.lat), least = INFINITY;
	struct marker *nearest = NULL;
	for (size_t i = 0; i < m->n; i++) {
		double far = hypot(m->markers[i].x - x, m->markers[i].y - y);
		if (far < least) {
			least = far;
			nearest = &m->markers[i];
		}
	}
	if (nearest && (least < NEAR + nearest->half - 10 || m->n == MARKERS)) {
		nearest->in_a_row = nearest->in_a_row && nearest->last + 1 == stop;
		nearest->last = stop;
		nearest->n++;
		nearest->half = 20;
		return;
	}
	m->markers[m->n++] = (struct marker) { x, y, 10, stop, stop, 1, true };
}

/* A marker grows with its numbers: those that it would cover now join it. */
static void join_markers(struct map *m)
{
	for (size_t i = 0; i < m->n; i++) {
		for (size_t j = i + 1; j < m->n; j++) {
			struct marker *a = &m->markers[i], b = m->markers[j];
			if (fabs(a->x - b.x) >= a->half + b.half || fabs(a->y - b.y) >= 20)
				continue;
			a->in_a_row = a->in_a_row && b.in_a_row && (a->last + 1 == b.first || b.last + 1 == a->first);
			a->first = b.first < a->first ? b.first : a->first;
			a->last = b.last > a->last ? b.last : a->last;
			a->n += b.n;
			a->half = 20;
			m->markers[j] = m->markers[--m->n];
			/* It may cover others now that were passed. */
			i = j = 0;
		}
	}
}

static const char *numbers_of(const struct map *m, const struct marker *k)
{
	if (k->n == 1)
		return arena_printf(m->arena, "%zu", k->first + 1);
	return arena_printf(m->arena, k->n == 2 && !k->in_a_row ? "%zu,%zu" : k->in_a_row ? "%zu–%zu" : "%zu…%zu", k->first + 1, k->last + 1);
}

/* Does a name lie there without covering another, a marker, or (${strict}) a line? */
static bool is_free(const struct map *m, struct box b, bool strict)
{
	if (b.left < 4 || b.top < 4 || b.right > m->view.width - 4 || b.bottom > m->view.height - 14)
		return false;
	for (size_t i = 0; i < m->n_boxes; i++) {
		const struct box *o = &m->boxes[i];
		if (b.left < o->right && b.right > o->left && b.top < o->bottom && b.bottom > o->top)
			return false;
	}
	for (size_t i = 0; strict && i < m->n_spots; i++)
		if (m->spots[i].x > b.left && m->spots[i].x < b.right && m->spots[i].y > b.top && m->spots[i].y < b.bottom)
			return false;
	return true;
}

/* Spots along the lines, that names may keep off them. */
static void find_spots(struct map *m)
{
	const double apart = 7;
	const size_t most = 4096;
	m->spots = arena_alloc(m->arena, most * sizeof *m->spots);
	for (size_t i = 1; i < m->route->n; i++) {
		struct draw_point points[TRACK_LEG_POINTS];
		size_t n = track_leg(&m->route->stops[i - 1], &m->route->stops[i], points);
		for (size_t j = 1; j < n; j++) {
			double x1 = map_x(m, points[j - 1].lng), y1 = draw_view_y(&m->view, points[j - 1].lat);
			double x2 = map_x(m, points[j].lng), y2 = draw_view_y(&m->view, points[j].lat), far = hypot(x2 - x1, y2 - y1);
			for (double at = 0; at < far && far < m->view.width / 2 && m->n_spots < most; at += apart)
				m->spots[m->n_spots++] = (struct spot) { x1 + at / far * (x2 - x1), y1 + at / far * (y2 - y1) };
		}
	}
}

/* The name of a marker's first stop, and how many others of another name are there, on a side where it covers nothing. */
static void draw_name(struct map *m, const struct marker *k)
{
	static const double SIDES[][2] = { { 1, 0 }, { -1, 0 }, { 0, -1 }, { 0, 1 }, { 1, -1 }, { 1, 1 }, { -1, -1 }, { -1, 1 } };
	const char *name = m->route->stops[k->first].name;
	size_t others = 0;
	for (size_t i = k->first + 1; k->in_a_row && i <= k->last; i++)
		others += !text_same_fold(m->route->stops[i].name, name);
	if (others)
		name = arena_printf(m->arena, "%s +%zu", name, others);
	double wide = fmin(track_letters(name, strlen(name), 13.7), NAME_ROOM);
	for (size_t i = 0; i < 2 * ARRAY_LENGTH(SIDES); i++) {
		const double *side = SIDES[i % ARRAY_LENGTH(SIDES)];
		double x = k->x + side[0] * (k->half + 5 + wide / 2), y = k->y + side[1] * 21;
		if (side[0] != 0 && side[1] != 0)
			x = k->x + side[0] * (wide / 2 + 2);
		struct box b = { x - wide / 2 - 2, y - 8, x + wide / 2 + 2, y + 9 };
		if (!is_free(m, b, i < ARRAY_LENGTH(SIDES)))
			continue;
		m->boxes[m->n_boxes++] = b;
		buffer_text(m->out, "<g text-anchor=\"middle\">");
		track_svg_text(m->out, x, y + 4.5, "text bold halo", name, NAME_ROOM);
		buffer_text(m->out, "</g>\n");
		return;
	}
}

static void draw_marker(const struct map *m, const struct marker *k, enum track_mood mood)
{
	const char *class = track_mood_class(mood);
	buffer_printf(m->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"20\" rx=\"10\" class=\"ring %s\"/>\n", k->x - k->half, k->y - 10,
		      2 * k->half, class);
	buffer_text(m->out, "<g text-anchor=\"middle\">");
	track_svg_text(m->out, k->x, k->y + 4, "small bold on", numbers_of(m, k), 60);
	buffer_text(m->out, "</g>\n");
}

static void draw_markers(struct map *m, int status)
{
	find_spots(m);
	for (size_t i = 0; i < m->route->n; i++)
		add_stop(m, i);
	join_markers(m);
	for (size_t i = 0; i < m->n; i++)
		m->boxes[m->n_boxes++] = (struct box) { m->markers[i].x - m->markers[i].half, m->markers[i].y - 11,
							m->markers[i].x + m->markers[i].half, m->markers[i].y + 11 };
	/* Its newest place and its first are named before the others. */
	size_t newest = 0;
	for (size_t i = 0; i < m->n; i++)
		if (m->markers[i].last > m->markers[newest].last)
			newest = i;
	draw_name(m, &m->markers[newest]);
	for (size_t i = 0; i < m->n; i++)
		if (i != newest)
			draw_name(m, &m->markers[i]);
	for (size_t i = 0; i < m->n; i++)
		if (i != newest)
			draw_marker(m, &m->markers[i], TRACK_PLAIN);
	draw_marker(m, &m->markers[newest], track_mood(status));
}

double track_map_field(const struct track_route *route, const struct track_way *way, const struct track_picture *how, double width,
		       struct buffer *out, struct arena *arena)
{
	if (!route->n)
		return 0;
	struct map *m = arena_zero(arena, sizeof *m);
	m->route = route;
	m->out = out;
	m->arena = arena;
	fit(m, width);
	double height = round(m->view.height);
	m->view.height = height;
	buffer_printf(out, "<svg width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">\n<rect class=\"sea\" width=\"%.0f\" height=\"%.0f\"/>\n", width,
		      height, width, height, width, height);
	if (how->outlines)
		draw_land(how->outlines, how->outlines_length, &m->view, out);
	draw_legs(m, "casing");
	draw_legs(m, "route");
	draw_arrows(m);
	draw_markers(m, way->shipment->status);
	buffer_text(out, "<g text-anchor=\"end\">");
	track_svg_text(out, width - 6, height - 5, "small faint", how->outlines ? "GeoNames · Natural Earth" : "GeoNames", width);
	buffer_text(out, "</g>\n</svg>\n");
	return height;
}

/* What is beside the map: number, place, when it came there, and what was said of it. */
static double draw_list(const struct track_route *route, const struct track_way *way, const struct track_picture *how, double y,
			struct buffer *out, struct arena *arena)
{
	for (size_t i = 0; i < route->n; i++, y += ROW) {
		const struct track_stop *s = &route->stops[i];
		const struct track_event *e = &way->events[s->first];
		struct track_clock clock = { 0 };
		bool newest = i + 1 == route->n;
		track_clock_of(e, how->zone, &clock);
		buffer_printf(out, "<rect x=\"16\" y=\"%.1f\" width=\"26\" height=\"18\" rx=\"9\" class=\"%s\"/>\n<g text-anchor=\"middle\">", y - 13,
			      track_mood_class(newest ? track_mood(way->shipment->status) : TRACK_PLAIN));
		track_svg_text(out, 29, y, "small bold on", arena_printf(arena, "%zu", i + 1), 26);
		buffer_text(out, "</g>\n");
		const char *name = s->approximate ? arena_printf(arena, "%s (somewhere)", s->name) : s->name;
		track_svg_text(out, 52, y, "text bold", name, 230);
		track_svg_text(out, 292, y, "text", arena_printf(arena, "%s %s", track_day(arena, clock.day), clock.time), 150);
		track_svg_text(out, 438, y, "small faint", clock.zone, 50);
		track_svg_text(out, 490, y, "text faint", e->text ? e->text : track_status_text(arena, e->status, NULL), WIDTH - 506);
	}
	return y;
}

/* Nothing is known of where the places are: they stand in their order. */
static double draw_schematic(const struct track_route *route, double y, struct buffer *out)
{
	const double left = 34, step = 30;
	track_svg_text(out, 16, y + 12, "text faint",
		       route->n_named ? "Where these places are is not known: they stand in their order, not to scale." : "No place was reported.",
		       WIDTH - 32);
	y += 44;
	if (route->n_named > 1)
		buffer_printf(out, "<path class=\"route\" d=\"M%.1f %.1fV%.1f\"/>\n", left, y, y + step * (double)(route->n_named - 1));
	for (size_t i = 0; i < route->n_named; i++, y += step) {
		buffer_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" class=\"ring plain\"/>\n", left, y);
		track_svg_text(out, left + 18, y + 4.5, "text", route->named[i], WIDTH - left - 34);
	}
	return y;
}

static double draw_parcel(const struct track_way *way, const struct track_picture *how, double top, struct buffer *out, struct arena *arena)
{
	struct track_route route;
	track_route_of(way, how->places, &route, arena);
	const char *far = route.n > 1 ? track_km(arena, route.km) : NULL;
	buffer_printf(out, "<g transform=\"translate(0 %.0f)\">\n", top);
	track_svg_head(way, how, WIDTH, far, out, arena);
	buffer_printf(out, "<g transform=\"translate(0 %.0f)\">\n", TRACK_SVG_HEAD);
	double y = track_map_field(&route, way, how, WIDTH, out, arena);
	buffer_text(out, "</g>\n");
	y = y > 0 ? draw_list(&route, way, how, TRACK_SVG_HEAD + y + 26, out, arena) : draw_schematic(&route, TRACK_SVG_HEAD, out);
	buffer_text(out, "</g>\n");
	return y;
}

void track_map(const struct track_way *ways, size_t n, const struct track_picture *how, struct buffer *out)
{
	track_svg_parcels(ways, n, how, WIDTH, draw_parcel, out);
}
