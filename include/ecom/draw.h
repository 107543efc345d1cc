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
	bool no_zero; /* the y axis need not begin at 0 */
};

/** draw_ticks(low, high, most, first, step): round numbers, 1, 2 or 5 times a power of ten apart, ${most} >= 2 at the
 *  most from ${low} to ${high}: their number, the first of them and their distance. 0 where nothing lies between. */
size_t draw_ticks(double low, double high, size_t most, double *first, double *step);

/** draw_svg(charts, count, width, height, out): one SVG document, the charts under each other, each ${width} by ${height}
 *  (user units; the picture scales). Texts are escaped. */
void draw_svg(const struct draw_chart *charts, size_t count, double width, double height, struct buffer *out);

/* In characters: braille dots, or ASCII letters. */
struct draw_terminal {
	size_t columns, rows; /* of the whole chart; at least 24 by 6 */
	bool ascii, color;    /* ANSI colours */
};
/** draw_text(chart, terminal, out): lines that end in a newline. */
void draw_text(const struct draw_chart *chart, const struct draw_terminal *terminal, struct buffer *out);

#endif
