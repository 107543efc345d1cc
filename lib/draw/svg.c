/* Charts as SVG 1.1, readable without a style sheet or a script. */
#include "draw_impl.h"

#include <string.h>

#define LEFT	   64.0 /* room for the numbers of the y axis */
#define RIGHT	   16.0
#define TOP	   44.0 /* title and legend */
#define BOTTOM	   30.0
#define Y_TICKS	   7
#define LABEL_ROOM 90.0 /* of a label of the x axis */
#define NAME_WIDTH 6.6	/* of a letter of the legend, about */
#define BAND_OPACITY 0.18

static const char *const COLORS[DRAW_COLORS] = {
	[DRAW_INK] = "#222222", [DRAW_BLUE] = "#0072b2",   [DRAW_ORANGE] = "#e69f00", [DRAW_GREEN] = "#009e73",
	[DRAW_RED] = "#d55e00", [DRAW_PURPLE] = "#cc79a7", [DRAW_SKY] = "#56b4e9",
};

/* Where a chart lies on the page. */
struct frame {
	struct draw_range range;
	double left, top, width, height; /* of the field of the data */
};

static double at_x(const struct frame *f, double x)
{
	return f->left + (x - f->range.x_low) / (f->range.x_high - f->range.x_low) * f->width;
}

static double at_y(const struct frame *f, double y)
{
	return f->top + (f->range.y_high - y) / (f->range.y_high - f->range.y_low) * f->height;
}

void draw_escaped(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		const char *entity = *text == '<'   ? "&lt;"
				     : *text == '>' ? "&gt;"
				     : *text == '&' ? "&amp;"
				     : *text == '"'  ? "&quot;"
				     : *text == '\'' ? "&#39;"
						     : NULL;
		if (entity)
			buffer_text(out, entity);
		else
			/* XML has no control characters but these. */
			buffer_char(out, (unsigned char)*text >= ' ' || *text == '\t' ? *text : ' ');
	}
}

static void add_text(struct buffer *out, double x, double y, const char *how, const char *text)
{
	buffer_printf(out, "<text x=\"%.1f\" y=\"%.1f\"%s>", x, y, how);
	draw_escaped(out, text);
	buffer_text(out, "</text>\n");
}

static void add_rule(struct buffer *out, double x1, double y1, double x2, double y2, const char *how)
{
	buffer_printf(out, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2, y2, how);
}

static void draw_axes(const struct draw_chart *c, const struct frame *f, struct buffer *out)
{
	static const char GRID[] = "stroke=\"#dddddd\"", AXIS[] = "stroke=\"#222222\"";
	double first, step, bottom = f->top + f->height, right = f->left + f->width;
	char number[DRAW_NUMBER_SIZE];

	for (size_t i = 0, n = draw_ticks(f->range.y_low, f->range.y_high, Y_TICKS, &first, &step); i < n; i++) {
		double value = first + (double)i * step, y = at_y(f, value);
		add_rule(out, f->left, y, right, y, GRID);
		add_text(out, f->left - 6, y + 4, " text-anchor=\"end\"", draw_number(value, step, number));
	}
	add_rule(out, f->left, bottom, right, bottom, AXIS);
	for (size_t i = 0; i < c->n_ticks; i++) {
		double x = at_x(f, c->ticks[i].at);
		add_rule(out, x, bottom, x, bottom + 4, AXIS);
		add_text(out, x, bottom + 18, " text-anchor=\"middle\"", c->ticks[i].label);
	}
	if (!c->ticks) {
		size_t most = (size_t)fmax(2, f->width / LABEL_ROOM);
		for (size_t i = 0, n = draw_ticks(f->range.x_low, f->range.x_high, most, &first, &step); i < n; i++) {
			double value = first + (double)i * step, x = at_x(f, value);
			add_rule(out, x, bottom, x, bottom + 4, AXIS);
			add_text(out, x, bottom + 18, " text-anchor=\"middle\"", draw_number(value, step, number));
		}
	}
	if (!isnan(c->mark))
		add_rule(out, at_x(f, c->mark), f->top, at_x(f, c->mark), bottom,
			 "stroke=\"#777777\" stroke-dasharray=\"2 3\"");
}

static void draw_band(const struct draw_band *b, const struct frame *f, struct buffer *out)
{
	if (b->n == 0)
		return;
	buffer_printf(out, "<path fill=\"%s\" fill-opacity=\"%.2f\" d=\"", COLORS[b->color], BAND_OPACITY);
	for (size_t i = 0; i < b->n; i++)
		buffer_printf(out, "%c%.1f %.1f", i ? 'L' : 'M', at_x(f, b->x[i]), at_y(f, b->high[i]));
	for (size_t i = b->n; i-- > 0;)
		buffer_printf(out, "L%.1f %.1f", at_x(f, b->x[i]), at_y(f, b->low[i]));
	buffer_text(out, "Z\"/>\n");
}

static void draw_dots(const struct draw_line *l, const struct frame *f, struct buffer *out)
{
	for (size_t i = 0; i < l->n; i++)
		if (isfinite(l->y[i]))
			buffer_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>\n",
				      at_x(f, l->x[i]), at_y(f, l->y[i]), COLORS[l->color]);
}

static void draw_line(const struct draw_line *l, const struct frame *f, struct buffer *out)
{
	bool gap = true;

	if (l->style == DRAW_DOTS) {
		draw_dots(l, f, out);
		return;
	}
	buffer_printf(out, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" stroke-linejoin=\"round\"%s d=\"",
		      COLORS[l->color], l->style == DRAW_DASHED ? " stroke-dasharray=\"6 4\"" : "");
	for (size_t i = 0; i < l->n; i++) {
		if (isfinite(l->y[i]))
			buffer_printf(out, "%c%.1f %.1f", gap ? 'M' : 'L', at_x(f, l->x[i]), at_y(f, l->y[i]));
		gap = !isfinite(l->y[i]);
	}
	buffer_text(out, "\"/>\n");
	/* A path of one point draws nothing. */
	if (l->n == 1)
		draw_dots(l, f, out);
}

/* Its name beside a sign of the legend; returns where the next may begin. */
static double draw_name(double x, double y, const char *name, struct buffer *out)
{
	add_text(out, x + 23, y, "", name);
	return x + 23 + NAME_WIDTH * (double)text_width(name, strlen(name)) + 16;
}

static void draw_legend(const struct draw_chart *c, double x, double y, struct buffer *out)
{
	for (size_t i = 0; i < c->n_lines; i++) {
		const struct draw_line *l = &c->lines[i];
		if (!l->name)
			continue;
		buffer_printf(out, "<path d=\"M%.1f %.1fh18\" stroke=\"%s\" stroke-width=\"2\"%s/>\n", x, y - 4,
			      COLORS[l->color],
			      l->style == DRAW_SOLID	? ""
			      : l->style == DRAW_DASHED ? " stroke-dasharray=\"6 4\""
							: " stroke-dasharray=\"2 3\"");
		x = draw_name(x, y, l->name, out);
	}
	for (size_t i = 0; i < c->n_bands; i++) {
		const struct draw_band *b = &c->bands[i];
		if (!b->name)
			continue;
		buffer_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"18\" height=\"9\" fill=\"%s\" fill-opacity=\"%.2f\"/>\n",
			      x, y - 9, COLORS[b->color], fmin(1, BAND_OPACITY * (double)(i + 1)));
		x = draw_name(x, y, b->name, out);
	}
	if (c->y_label)
		add_text(out, x, y, " fill=\"#666666\"", c->y_label);
}

static void draw_chart(const struct draw_chart *c, double top, double width, double height, struct buffer *out)
{
	struct frame f = { draw_chart_range(c), LEFT, top + TOP, width - LEFT - RIGHT, height - TOP - BOTTOM };

	if (c->title)
		add_text(out, LEFT, top + 18, " font-size=\"14\" font-weight=\"bold\"", c->title);
	draw_legend(c, LEFT, top + 36, out);
	draw_axes(c, &f, out);
	for (size_t i = 0; i < c->n_bands; i++)
		draw_band(&c->bands[i], &f, out);
	for (size_t i = 0; i < c->n_lines; i++)
		draw_line(&c->lines[i], &f, out);
}

void draw_svg(const struct draw_chart *charts, size_t count, double width, double height, struct buffer *out)
{
	width = fmax(width, LEFT + RIGHT + 100);
	height = fmax(height, TOP + BOTTOM + 60);
	buffer_printf(out,
		      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" "
		      "role=\"img\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222222\">\n",
		      width, height * (double)count, width, height * (double)count);
	if (count == 1 && charts[0].title) {
		buffer_text(out, "<title>");
		draw_escaped(out, charts[0].title);
		buffer_text(out, "</title>\n");
	}
	buffer_printf(out, "<rect width=\"%.0f\" height=\"%.0f\" fill=\"#ffffff\"/>\n", width, height * (double)count);
	for (size_t i = 0; i < count; i++)
		draw_chart(&charts[i], height * (double)i, width, height, out);
	buffer_text(out, "</svg>\n");
}
