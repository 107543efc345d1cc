/* Charts in characters: braille patterns of two by four dots each, or one letter each. */
#include "draw_impl.h"

#include <stdlib.h>
#include <string.h>

#define DOTS_ACROSS 2
#define DOTS_DOWN   4
#define Y_TICKS	    5
#define LEAST_WIDTH 24
#define LEAST_ROWS  6
#define LABEL_MOST  12 /* columns of a number of the y axis */

/* SGR codes of the 16-colour terminal, nearest to those of the pictures. */
static const int ANSI[DRAW_COLORS] = {
	[DRAW_INK] = 39, [DRAW_BLUE] = 34, [DRAW_ORANGE] = 33, [DRAW_GREEN] = 32,
	[DRAW_RED] = 31, [DRAW_PURPLE] = 35, [DRAW_SKY] = 36,
};

/* Of the lines, in ASCII. */
static const char LETTERS[] = "*o+x#@%";

struct cell {
	uint8_t dots;	/* bits of a braille pattern */
	uint8_t color;
	char letter;	/* in ASCII */
};
struct canvas {
	struct draw_range range;
	struct cell *cells;
	size_t columns, rows; /* of the field of the data */
	size_t label;	      /* columns before it */
};

/* Bit of the dot in the column ${x} and row ${y} of its cell: Unicode, block Braille Patterns. */
static const uint8_t DOT[DOTS_DOWN][DOTS_ACROSS] = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

static void put_dot(struct canvas *c, long x, long y, enum draw_color color, char letter)
{
	long column = x / DOTS_ACROSS, row = y / DOTS_DOWN;

	if (x < 0 || y < 0 || column >= (long)c->columns || row >= (long)c->rows)
		return;
	struct cell *cell = &c->cells[(size_t)row * c->columns + (size_t)column];
	cell->dots |= DOT[y % DOTS_DOWN][x % DOTS_ACROSS];
	cell->color = (uint8_t)color;
	cell->letter = letter;
}

static long dot_x(const struct canvas *c, double x)
{
	double across = (double)(c->columns * DOTS_ACROSS - 1);
	return lround((x - c->range.x_low) / (c->range.x_high - c->range.x_low) * across);
}

static long dot_y(const struct canvas *c, double y)
{
	double down = (double)(c->rows * DOTS_DOWN - 1);
	return lround((c->range.y_high - y) / (c->range.y_high - c->range.y_low) * down);
}

/* Every dot between two, along the longer side (Bresenham 1965); of a dashed line half of them. */
static void put_stroke(struct canvas *c, long x1, long y1, long x2, long y2, const struct draw_line *l, char letter)
{
	long across = labs(x2 - x1), down = labs(y2 - y1), steps = across > down ? across : down;

	for (long i = 0; i <= steps; i++) {
		double share = steps ? (double)i / (double)steps : 0;
		long x = x1 + lround(share * (double)(x2 - x1)), y = y1 + lround(share * (double)(y2 - y1));
		if (l->style == DRAW_SOLID || (x + y) % 2 == 0 || i == 0)
			put_dot(c, x, y, l->color, letter);
	}
}

static void put_line(struct canvas *c, const struct draw_line *l, char letter)
{
	for (size_t i = 0; i < l->n; i++) {
		if (!isfinite(l->y[i]))
			continue;
		long x = dot_x(c, l->x[i]), y = dot_y(c, l->y[i]);
		bool joined = l->style != DRAW_DOTS && i > 0 && isfinite(l->y[i - 1]);
		if (joined)
			put_stroke(c, dot_x(c, l->x[i - 1]), dot_y(c, l->y[i - 1]), x, y, l, letter);
		else
			put_dot(c, x, y, l->color, letter);
	}
}

/* A band is stippled: the inner ones, drawn on the outer, closer. */
static void put_band(struct canvas *c, const struct draw_band *b, size_t depth)
{
	long every = depth ? 2 : 4;

	for (size_t i = 0; i + 1 < b->n || i == 0; i++) {
		size_t next = i + 1 < b->n ? i + 1 : i;
		if (b->n == 0)
			return;
		long from = dot_x(c, b->x[i]), to = dot_x(c, b->x[next]);
		for (long x = from; x <= to; x++) {
			double share = to > from ? (double)(x - from) / (double)(to - from) : 0;
			long top = dot_y(c, b->high[i] + share * (b->high[next] - b->high[i]));
			long bottom = dot_y(c, b->low[i] + share * (b->low[next] - b->low[i]));
			for (long y = top; y <= bottom; y++)
				if ((x + 2 * y) % every == 0)
					put_dot(c, x, y, b->color, depth ? ':' : '.');
		}
	}
}

static void print_cell(const struct cell *cell, const struct draw_terminal *t, struct buffer *out)
{
	if (!cell->dots) {
		buffer_char(out, ' ');
		return;
	}
	bool painted = t->color && cell->color != DRAW_INK;
	if (painted)
		buffer_printf(out, "\033[%dm", ANSI[cell->color]);
	if (t->ascii) {
		buffer_char(out, cell->letter);
	} else {
		/* U+2800 and the dots, in UTF-8. */
		buffer_char(out, (char)0xe2);
		buffer_char(out, (char)(0xa0 | cell->dots >> 6));
		buffer_char(out, (char)(0x80 | (cell->dots & 0x3f)));
	}
	if (painted)
		buffer_text(out, "\033[0m");
}

/* The last blanks of a line are nobody's. */
static void end_line(struct buffer *out)
{
	while (out->length > 0 && out->data[out->length - 1] == ' ')
		out->data[--out->length] = '\0';
	buffer_char(out, '\n');
}

static void print_rows(const struct canvas *c, const struct draw_terminal *t, struct buffer *out)
{
	double first, step;
	size_t most = c->rows / 2 < 3 ? 3 : c->rows / 2 < Y_TICKS ? c->rows / 2 : Y_TICKS;
	size_t n = draw_ticks(c->range.y_low, c->range.y_high, most, &first, &step);
	char number[DRAW_NUMBER_SIZE];

	for (size_t row = 0; row < c->rows; row++) {
		const char *label = "";
		for (size_t i = 0; i < n; i++)
			if (dot_y(c, first + (double)i * step) / DOTS_DOWN == (long)row)
				label = draw_number(first + (double)i * step, step, number);
		buffer_printf(out, "%*s %s", (int)c->label, label, t->ascii ? "|" : *label ? "\u2524" : "\u2502");
		for (size_t column = 0; column < c->columns; column++)
			print_cell(&c->cells[row * c->columns + column], t, out);
		end_line(out);
	}
}

/* Labels under the axis, those that have room. */
static void print_ticks(const struct draw_chart *chart, const struct canvas *c, struct buffer *out)
{
	size_t end = c->label + 2, at = 0, start = out->length;
	double first, step;
	char number[DRAW_NUMBER_SIZE];
	size_t n = chart->ticks ? chart->n_ticks
				: draw_ticks(c->range.x_low, c->range.x_high, c->columns / 12 + 2, &first, &step);

	for (size_t i = 0; i < n; i++) {
		double value = chart->ticks ? chart->ticks[i].at : first + (double)i * step;
		const char *label = chart->ticks ? chart->ticks[i].label : draw_number(value, step, number);
		size_t width = text_width(label, strlen(label));
		long place = (long)end + dot_x(c, value) / DOTS_ACROSS - (long)(width / 2);
		size_t edge = c->label + 2 + c->columns;
		if (place < (long)at || place + (long)width > (long)edge)
			continue;
		buffer_printf(out, "%*s%s", (int)((size_t)place - at), "", label);
		at = (size_t)place + width + 1;
		buffer_char(out, ' ');
	}
	if (out->length > start)
		end_line(out);
}

static void print_key(const char *name, enum draw_color color, const char *sign, const struct draw_terminal *t,
		      struct buffer *out)
{
	if (!name)
		return;
	if (t->color && color != DRAW_INK)
		buffer_printf(out, "\033[%dm%s\033[0m %s   ", ANSI[color], sign, name);
	else
		buffer_printf(out, "%s %s   ", sign, name);
}

static void print_legend(const struct draw_chart *chart, const struct draw_terminal *t, struct buffer *out)
{
	size_t start = out->length;

	for (size_t i = 0; i < chart->n_lines; i++) {
		char letter[2] = { LETTERS[i % (sizeof LETTERS - 1)], '\0' };
		print_key(chart->lines[i].name, chart->lines[i].color,
			  t->ascii ? letter : chart->lines[i].style == DRAW_SOLID ? "\u2500" : "\u2504", t, out);
	}
	for (size_t i = 0; i < chart->n_bands; i++)
		print_key(chart->bands[i].name, chart->bands[i].color,
			  t->ascii ? (i ? ":" : ".") : i ? "\u2592" : "\u2591", t, out);
	if (chart->y_label)
		buffer_text(out, chart->y_label);
	if (out->length > start)
		end_line(out);
}

static size_t label_width(const struct draw_range *r)
{
	double first, step;
	size_t widest = 1, n = draw_ticks(r->y_low, r->y_high, Y_TICKS, &first, &step);
	char number[DRAW_NUMBER_SIZE];

	for (size_t i = 0; i < n; i++) {
		size_t width = strlen(draw_number(first + (double)i * step, step, number));
		widest = width > widest ? width : widest;
	}
	return widest < LABEL_MOST ? widest : LABEL_MOST;
}

void draw_text(const struct draw_chart *chart, const struct draw_terminal *terminal, struct buffer *out)
{
	struct draw_terminal t = *terminal;
	struct canvas c = { .range = draw_chart_range(chart) };

	t.columns = t.columns < LEAST_WIDTH ? LEAST_WIDTH : t.columns;
	t.rows = t.rows < LEAST_ROWS ? LEAST_ROWS : t.rows;
	c.label = label_width(&c.range);
	c.columns = t.columns - c.label - 2;
	c.rows = t.rows - 3; /* title, legend, labels */
	c.cells = memory_zero(c.columns * c.rows, sizeof *c.cells);
	for (size_t i = 0; i < chart->n_bands; i++)
		put_band(&c, &chart->bands[i], i);
	for (size_t i = 0; i < chart->n_lines; i++)
		put_line(&c, &chart->lines[i], LETTERS[i % (sizeof LETTERS - 1)]);
	if (chart->title)
		buffer_printf(out, "%s\n", chart->title);
	print_legend(chart, &t, out);
	print_rows(&c, &t, out);
	print_ticks(chart, &c, out);
	memory_free(c.cells);
}
