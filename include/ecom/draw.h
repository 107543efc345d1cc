/*
 * draw: pictures of numbers, as SVG and in characters. A chart says what is to
 * be seen; how it looks is decided here, once for all programs.
 */
#ifndef ECOM_DRAW_H
#define ECOM_DRAW_H

#include <ecom/base.h>

/* Colours that people with any kind of colour vision can tell apart (Okabe, Ito 2008). */
enum draw_color { DRAW_INK, DRAW_BLUE, DRAW_ORANGE, DRAW_GREEN, DRAW_RED, DRAW_PURPLE, DRAW_SKY, DRAW_COLORS };
enum draw_style { DRAW_SOLID, DRAW_DASHED, DRAW_DOTS };

/* Points in the order of x; a y of NAN is a gap. */
struct draw_line {
	const char *name; /* in the legend; NULL: not there */
	enum draw_style style;
	enum draw_color color;
	const double *x, *y;
	size_t n;
};
/* The stretch between low and high. Bands lie over each other in their order, each a little darker. */
struct draw_band {
	const char *name;
	enum draw_color color;
	const double *x, *low, *high;
	size_t n;
};
struct draw_tick {
	double at;
	const char *label;
};
struct draw_chart {
	const char *title, *y_label; /* NULL: none */
	const struct draw_line *lines;
	size_t n_lines;
	const struct draw_band *bands;
	size_t n_bands;
	const struct draw_tick *ticks; /* of the x axis; NULL: round numbers */
	size_t n_ticks;
	double mark;  /* x of an upright rule; NAN: none */
};

/** draw_ticks(low, high, most, first, step): round numbers, 1, 2 or 5 times a power of ten apart, ${most} >= 2 at the
 *  most from ${low} to ${high}: their number, the first of them and their distance. 0 where nothing lies between. */
size_t draw_ticks(double low, double high, size_t most, double *first, double *step);

/** draw_svg(charts, count, width, height, out): one SVG document, the charts under each other, each ${width} by ${height}
 *  (user units; the picture scales). Texts are escaped. */
void draw_svg(const struct draw_chart *charts, size_t count, double width, double height, struct buffer *out);

/** draw_escaped(out, text): as text or attribute of XML and HTML: nothing of it is markup. */
void draw_escaped(struct buffer *out, const char *text);

/*
 * Maps. A view is a part of the earth on a field of ${width} by ${height}: longitudes run evenly from ${west} to ${east}, latitudes from ${north}
 * to ${south}, as far apart as is true in the middle (equirectangular). ${east} may lie past 180, ${west} before -180.
 */
struct draw_point {
	double lng, lat; /* degrees */
};
struct draw_view {
	double west, east, south, north, width, height;
};
/** draw_view_fit(points, n, width, least, most): the view of that width, its height between the two, that shows all points with room about them;
 *  at least ${n} = 1. Longitudes are taken as they are: 190 is right of 170. */
struct draw_view draw_view_fit(const struct draw_point *points, size_t n, double width, double least, double most);
double draw_view_x(const struct draw_view *view, double lng);
double draw_view_y(const struct draw_view *view, double lat);
/** draw_distance(a, b): along the earth, in km (haversine formula, radius 6371.0088). */
double draw_distance(struct draw_point a, struct draw_point b);
/** draw_between(a, b, share): the point at that share of the great circle from ${a} to ${b} (Williams, Aviation Formulary); its longitude is the
 *  nearest to that of ${a} as it is given, up to half a turn away. */
struct draw_point draw_between(struct draw_point a, struct draw_point b, double share);
/** draw_land(outlines, length, view, out): append the land and the borders in the view as SVG paths of the classes "land" and "border". ${outlines}:
 *  the text of share/outlines.txt; lines that are none are passed over. */
void draw_land(const char *outlines, size_t length, const struct draw_view *view, struct buffer *out);

/* In characters: braille dots, or ASCII letters. */
struct draw_terminal {
	size_t columns, rows; /* of the whole chart; at least 24 by 6 */
	bool ascii, color;    /* ANSI colours */
};
/** draw_text(chart, terminal, out): lines that end in a newline. */
void draw_text(const struct draw_chart *chart, const struct draw_terminal *terminal, struct buffer *out);

#endif
