/* Parts of the earth: where points lie, and the land about them. */
#include "draw_impl.h"

#include <string.h>

#define RADIUS	   6371.0088 /* km: the mean radius of the earth (IUGG) */
#define RADIANS	   (3.14159265358979323846 / 180)
#define LAT_MOST   84.0	 /* beyond it the map is all ice, and wide */
#define POLE_ROOM  2.0	 /* degrees about a point that lies there */
#define SPAN_LEAST 2.0	 /* degrees of latitude that are shown at least */
#define SPAN_ALONE 8.0	 /* about a single place */
#define ROOM	   0.16	 /* of the span, on each side */
#define STEP_LEAST 0.7	 /* user units between two points of an outline */
#define UNIT	   100.0 /* of a degree, in the outlines */

double draw_view_x(const struct draw_view *view, double lng)
{
	return (lng - view->west) / (view->east - view->west) * view->width;
}

double draw_view_y(const struct draw_view *view, double lat)
{
	return (view->north - lat) / (view->north - view->south) * view->height;
}

/* Spread it about its middle, inside the ends. */
static void widen(double *low, double *high, double span, double lowest, double highest)
{
	double middle = (*low + *high) / 2;
	span = fmin(span, highest - lowest);
	middle = fmin(fmax(middle, lowest + span / 2), highest - span / 2);
	*low = middle - span / 2;
	*high = middle + span / 2;
}

struct draw_view draw_view_fit(const struct draw_point *points, size_t n, double width, double least, double most)
{
	struct draw_view v = { points[0].lng, points[0].lng, points[0].lat, points[0].lat, width, least };
	for (size_t i = 1; i < n; i++) {
		v.west = fmin(v.west, points[i].lng);
		v.east = fmax(v.east, points[i].lng);
		v.south = fmin(v.south, points[i].lat);
		v.north = fmax(v.north, points[i].lat);
	}
	double squeeze = cos(fmin(fabs(v.south + v.north) / 2, LAT_MOST) * RADIANS);
	double span = v.north == v.south && v.east == v.west ? SPAN_ALONE : SPAN_LEAST;
	double tall = fmax((v.north - v.south) * (1 + 2 * ROOM), span);
	double wide = fmin(fmax((v.east - v.west) * (1 + 2 * ROOM), span / squeeze), 360);
	/* As tall as it is true, then whichever side has to spare is given more. */
	v.height = fmin(fmax(width * tall / (wide * squeeze), least), most);
	tall = fmax(tall, wide * squeeze * v.height / width);
	wide = fmin(fmax(wide, tall / squeeze * width / v.height), 360);
	widen(&v.south, &v.north, tall, fmin(v.south - POLE_ROOM, -LAT_MOST), fmax(v.north + POLE_ROOM, LAT_MOST));
	widen(&v.west, &v.east, wide, -1e9, 1e9);
	return v;
}

double draw_distance(struct draw_point a, struct draw_point b)
{
	double lat = sin((b.lat - a.lat) * RADIANS / 2), lng = sin((b.lng - a.lng) * RADIANS / 2);
	double h = lat * lat + cos(a.lat * RADIANS) * cos(b.lat * RADIANS) * lng * lng;
	return 2 * RADIUS * asin(sqrt(fmin(h, 1)));
}

struct draw_point draw_between(struct draw_point a, struct draw_point b, double share)
{
	double angle = draw_distance(a, b) / RADIUS, whole = sin(angle);
	if (share <= 0 || angle < 1e-9)
		return a;
	/* Between antipodes any way is as short. */
	double from = whole > 1e-9 ? sin((1 - share) * angle) / whole : 1 - share, to = whole > 1e-9 ? sin(share * angle) / whole : share;
	double x = from * cos(a.lat * RADIANS) * cos(a.lng * RADIANS) + to * cos(b.lat * RADIANS) * cos(b.lng * RADIANS);
	double y = from * cos(a.lat * RADIANS) * sin(a.lng * RADIANS) + to * cos(b.lat * RADIANS) * sin(b.lng * RADIANS);
	double z = from * sin(a.lat * RADIANS) + to * sin(b.lat * RADIANS);
	struct draw_point p = { atan2(y, x) / RADIANS, atan2(z, hypot(x, y)) / RADIANS };
	p.lng += 360 * round((a.lng - p.lng) / 360);
	return p;
}

/* An outline in degrees, and its part of the field in user units. */
struct outline {
	double *degrees, *xy; /* pairs */
	size_t n;
	double west, east, south, north;
};

/* One side of the field (Sutherland, Hodgman 1974): what lies beyond it is laid on it. */
static size_t cut_side(const double *in, size_t n, double *out, int axis, double edge, bool keep_below)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		const double *a = in + 2 * (i ? i - 1 : n - 1), *b = in + 2 * i;
		bool a_in = keep_below ? a[axis] <= edge : a[axis] >= edge, b_in = keep_below ? b[axis] <= edge : b[axis] >= edge;
		if (a_in != b_in) {
			double share = (edge - a[axis]) / (b[axis] - a[axis]);
			out[2 * count] = a[0] + share * (b[0] - a[0]);
			out[2 * count + 1] = a[1] + share * (b[1] - a[1]);
			out[2 * count++ + axis] = edge;
		}
		if (b_in) {
			out[2 * count] = b[0];
			out[2 * count++ + 1] = b[1];
		}
	}
	return count;
}

static void add_path(const double *xy, size_t n, const char *end, struct buffer *out)
{
	double x = NAN, y = NAN;
	for (size_t i = 0; i < n; i++) {
		if (i && i + 1 < n && fabs(xy[2 * i] - x) + fabs(xy[2 * i + 1] - y) < STEP_LEAST)
			continue;
		x = xy[2 * i];
		y = xy[2 * i + 1];
		buffer_printf(out, "%c%.1f %.1f", i ? 'L' : 'M', x, y);
	}
	buffer_text(out, end);
}

/* ${room}: for the ring as each side cuts it. A side adds at most a point for each. */
static void add_ring(const struct outline *ring, const struct draw_view *v, double *room, struct buffer *out)
{
	const double beyond = 2; /* that the edge of the land is no coast */
	double *other = room + 8 * ring->n + 64;
	size_t n = cut_side(ring->xy, ring->n, room, 0, -beyond, false);
	n = n <= 2 * ring->n ? cut_side(room, n, other, 0, v->width + beyond, true) : 0;
	n = n <= 2 * ring->n ? cut_side(other, n, room, 1, -beyond, false) : 0;
	n = n <= 2 * ring->n ? cut_side(room, n, other, 1, v->height + beyond, true) : 0;
	if (n > 2)
		add_path(other, n, "Z", out);
}

/* The stretches of a line that are in the field or begin or end there. */
static void add_line(const struct outline *line, const struct draw_view *v, struct buffer *out)
{
	size_t begin = 0;
	bool before = false;
	for (size_t i = 0; i < line->n; i++) {
		double x = line->xy[2 * i], y = line->xy[2 * i + 1];
		bool in = x >= 0 && x <= v->width && y >= 0 && y <= v->height;
		if (in && !before)
			begin = i ? i - 1 : 0;
		if (before && (!in || i + 1 == line->n))
			add_path(line->xy + 2 * begin, i + 1 - begin, "", out);
		before = in;
	}
}

/* The next number of a line: few digits, after a blank. */
static bool read_whole(const char **text, const char *end, long *out)
{
	const char *p = *text;
	while (p < end && *p == ' ')
		p++;
	bool negative = p < end && *p == '-';
	p += negative;
	const char *digits = p;
	for (*out = 0; p < end && *p >= '0' && *p <= '9' && p - digits < 6; p++)
		*out = *out * 10 + (*p - '0');
	if (p == digits)
		return false;
	*out = negative ? -*out : *out;
	*text = p;
	return true;
}

/* ${text}: the numbers of a line of the file. */
static void read_outline(const char *text, const char *end, struct outline *o)
{
	long x = 0, y = 0, dx, dy;
	o->n = 0;
	o->west = o->south = INFINITY;
	o->east = o->north = -INFINITY;
	while (read_whole(&text, end, &dx) && read_whole(&text, end, &dy)) {
		x += dx;
		y += dy;
		double lng = o->degrees[2 * o->n] = (double)x / UNIT, lat = o->degrees[2 * o->n + 1] = (double)y / UNIT;
		o->west = fmin(o->west, lng);
		o->east = fmax(o->east, lng);
		o->south = fmin(o->south, lat);
		o->north = fmax(o->north, lat);
		o->n++;
	}
}

/* Moved by some turns; false: nothing of it is in the view. */
static bool place_outline(struct outline *o, const struct draw_view *v, double turn)
{
	if (o->east + turn < v->west || o->west + turn > v->east || o->north < v->south || o->south > v->north)
		return false;
	for (size_t i = 0; i < o->n; i++) {
		o->xy[2 * i] = draw_view_x(v, o->degrees[2 * i] + turn);
		o->xy[2 * i + 1] = draw_view_y(v, o->degrees[2 * i + 1]);
	}
	return true;
}

static void add_outlines(const char *outlines, size_t length, char kind, const struct draw_view *v, struct buffer *out)
{
	const char *end = outlines + length, *next;
	for (const char *line = outlines; line < end; line = next) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		next = stop ? stop + 1 : end;
		if (*line != kind || !stop)
			continue;
		/* A point takes four bytes at least: "1 2 ". */
		size_t most = (size_t)(stop - line) / 4 + 2;
		struct outline outline = { .degrees = memory_alloc(2 * most * sizeof(double)), .xy = memory_alloc(2 * most * sizeof(double)) };
		double *room = memory_alloc((16 * most + 128) * sizeof *room);
		read_outline(line + 1, stop, &outline);
		for (int turn = -720; turn <= 720; turn += 360) {
			if (!place_outline(&outline, v, turn))
				continue;
			if (kind == 'L')
				add_ring(&outline, v, room, out);
			else
				add_line(&outline, v, out);
		}
		memory_free(room);
		memory_free(outline.xy);
		memory_free(outline.degrees);
	}
}

void draw_land(const char *outlines, size_t length, const struct draw_view *view, struct buffer *out)
{
	buffer_text(out, "<path class=\"land\" fill-rule=\"evenodd\" d=\"");
	add_outlines(outlines, length, 'L', view, out);
	buffer_text(out, "\"/>\n<path class=\"border\" d=\"");
	add_outlines(outlines, length, 'B', view, out);
	buffer_text(out, "\"/>\n");
}
