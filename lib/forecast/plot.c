/* Histories and forecasts as charts. */
#include "panel.h"

#include <ecom/draw.h>
#include <stdio.h>
#include <stdlib.h>

#define OUTER	  0.95 /* share that the wide band is to hold, or the next less */
#define INNER	  0.50
#define SAME	  1e-9
#define LABEL_MAX 24
#define TICKS_MAX 16

struct point {
	int64_t step;
	double x, mean;
	double low[2], high[2]; /* of the wide band and the narrow one; NAN: none */
};
struct picture {
	struct point *points; /* as they came */
	size_t count, capacity;
	const char *model;
	double share[2]; /* that its bands hold; 0: none */
	double end;	 /* x where the last period begins */
};
struct forecast_plot {
	struct directory directory;
	struct picture *pictures; /* by the directory's number */
	size_t capacity;
	struct arena arena;
};

struct forecast_plot *forecast_plot_new(void)
{
	return memory_zero(1, sizeof(struct forecast_plot));
}

void forecast_plot_free(struct forecast_plot *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->directory.count; i++)
		memory_free(p->pictures[i].points);
	memory_free(p->pictures);
	directory_free(&p->directory);
	arena_free(&p->arena);
	memory_free(p);
}

static struct picture *find_picture(struct forecast_plot *p, const struct forecast *f)
{
	const char *location = f->location && f->location[0] ? f->location : NULL;
	size_t before = p->directory.count, number = directory_number(&p->directory, f->sku, location);

	if (number == before) {
		p->pictures = memory_grow(p->pictures, number, &p->capacity, sizeof *p->pictures);
		p->pictures[number] = (struct picture) { .model = arena_text(&p->arena, f->model), .end = NAN };
	}
	return &p->pictures[number];
}

/* --- bands out of quantiles */

static double value_at(const struct forecast_quantiles *quantiles, double p)
{
	for (size_t i = 0; i < quantiles->count; i++)
		if (fabs(quantiles->p[i] - p) < SAME)
			return quantiles->q[i];
	return NAN;
}

/* The share held by the pair of levels, equally far from both ends, that comes next to ${wanted} from below. */
static double pick_share(const struct forecast_quantiles *quantiles, double wanted)
{
	double best = 0;

	for (size_t i = 0; i < quantiles->count; i++) {
		double share = 1 - 2 * quantiles->p[i];
		if (share > best && share <= wanted + SAME && !isnan(value_at(quantiles, 1 - quantiles->p[i])))
			best = share;
	}
	return best;
}

static void pick_shares(const struct forecast_quantiles *quantiles, double share[2])
{
	share[0] = pick_share(quantiles, OUTER);
	/* Only wider ones are there: the narrowest that is. */
	for (size_t i = quantiles->count; share[0] == 0 && i-- > 0;)
		if (quantiles->p[i] < 0.5 && !isnan(value_at(quantiles, 1 - quantiles->p[i])))
			share[0] = 1 - 2 * quantiles->p[i];
	share[1] = pick_share(quantiles, INNER);
	if (share[1] >= share[0] - SAME)
		share[1] = 0;
}

static double axis_place(const struct forecast *f)
{
	return f->at != INSTANT_NONE ? (double)f->at / (double)(HOURS_PER_DAY * HOUR_MS) : (double)f->date;
}

enum status forecast_plot_add(struct forecast_plot *p, const struct forecast *f, struct error *err)
{
	struct forecast_quantiles quantiles;
	struct point point = { f->step, axis_place(f), f->mean, { NAN, NAN }, { NAN, NAN } };
	enum status status = forecast_quantiles_read(f->q ? f->q : "", &quantiles, err);

	if (status != STATUS_OK)
		return status;
	struct picture *picture = find_picture(p, f);
	if (picture->count == 0)
		pick_shares(&quantiles, picture->share);
	for (int b = 0; b < 2; b++) {
		if (picture->share[b] == 0)
			continue;
		point.low[b] = value_at(&quantiles, (1 - picture->share[b]) / 2);
		point.high[b] = value_at(&quantiles, (1 + picture->share[b]) / 2);
	}
	picture->points = memory_grow(picture->points, picture->count, &picture->capacity, sizeof *picture->points);
	picture->points[picture->count++] = point;
	if (record_has(f, FORECAST_ORIGIN) && f->origin != INSTANT_NONE)
		picture->end = (double)f->origin;
	return STATUS_OK;
}

/* --- one chart */

struct sketch {
	double *room; /* for all that follows */
	double *x, *y; /* history */
	size_t n;
	double *ahead, *mean, *low[2], *high[2];
	size_t steps;
	struct draw_line lines[2];
	struct draw_band bands[2];
	struct draw_tick ticks[TICKS_MAX];
	char labels[TICKS_MAX][LABEL_MAX], names[2][LABEL_MAX];
	struct buffer title;
	struct draw_chart chart;
};

static int compare_points(const void *a, const void *b)
{
	const struct point *p = a, *q = b;
	return p->step < q->step ? -1 : p->step > q->step;
}

/* The forecast begins where the history ends, so that the eye goes on. */
static void sketch_ahead(struct sketch *s, struct picture *p)
{
	size_t joined = s->n > 0;

	qsort(p->points, p->count, sizeof *p->points, compare_points);
	s->steps = p->count + joined;
	if (joined) {
		s->ahead[0] = s->x[s->n - 1];
		s->mean[0] = s->y[s->n - 1];
		for (int b = 0; b < 2; b++)
			s->low[b][0] = s->high[b][0] = s->y[s->n - 1];
	}
	for (size_t i = 0; i < p->count; i++) {
		s->ahead[i + joined] = p->points[i].x;
		s->mean[i + joined] = p->points[i].mean;
		for (int b = 0; b < 2; b++) {
			s->low[b][i + joined] = p->points[i].low[b];
			s->high[b][i + joined] = p->points[i].high[b];
		}
	}
	s->lines[1] = (struct draw_line) { p->model ? p->model : "forecast", DRAW_SOLID, DRAW_BLUE, s->ahead, s->mean,
					   s->steps };
	s->chart.n_lines = 2;
	for (int b = 0; b < 2 && p->share[b] > 0; b++) {
		/* Every step has to have it. */
		for (size_t i = 0; i < s->steps; i++)
			if (isnan(s->low[b][i]) || isnan(s->high[b][i]))
				return;
		snprintf(s->names[b], LABEL_MAX, "%g %%", round(p->share[b] * 1000) / 10);
		s->bands[b] = (struct draw_band) { s->names[b], DRAW_BLUE, s->ahead, s->low[b], s->high[b], s->steps };
		s->chart.n_bands++;
	}
}

/* The least multiple of ${step} that is not below ${x}. */
static int64_t round_up(int64_t x, int64_t step)
{
	int64_t over = (x % step + step) % step;

	return over ? x + step - over : x;
}

/* Dates that begin a year, a month, a week or a day, whichever gives few enough of them. */
static void label_dates(struct sketch *s, double from, double to, size_t most)
{
	static const struct {
		int every;
		int64_t stride;
	} STRIDES[] = { { EVERY_DAY, 1 },     { EVERY_DAY, 2 },   { EVERY_WEEK, 1 }, { EVERY_WEEK, 2 },
			{ EVERY_MONTH, 1 },   { EVERY_QUARTER, 1 }, { EVERY_MONTH, 6 }, { EVERY_YEAR, 1 },
			{ EVERY_YEAR, 2 },    { EVERY_YEAR, 5 },  { EVERY_YEAR, 10 },  { EVERY_YEAR, 50 } };

	most = most > TICKS_MAX ? TICKS_MAX : most;
	for (size_t k = 0; k < ARRAY_LENGTH(STRIDES); k++) {
		struct forecast_calendar c = { STRIDES[k].every, 0 };
		int64_t stride = STRIDES[k].stride, first = round_up(forecast_period(&c, (int64_t)floor(from)), stride);
		size_t n = 0;
		for (int64_t period = first; n <= most; period += stride) {
			int64_t day = forecast_period_day(&c, period);
			if ((double)day > to)
				break;
			if ((double)day < from)
				continue;
			if (n < most) {
				char text[DAY_TEXT_SIZE];
				day_print(text, day);
				snprintf(s->labels[n], LABEL_MAX, "%.*s", c.every == EVERY_YEAR ? 4 : c.every >= EVERY_MONTH ? 7 : 10,
					 text);
				s->ticks[n] = (struct draw_tick) { (double)day, s->labels[n] };
			}
			n++;
		}
		if (n <= most) {
			s->chart.ticks = s->ticks;
			s->chart.n_ticks = n;
			return;
		}
	}
}

/* The last ${shown} periods of the history of a picture's series, where there is one. */
static void sketch_history(struct sketch *s, const struct panel *panel, const struct directory_key *key, size_t shown,
			   struct periods *periods)
{
	for (size_t i = 0; panel && i < panel->count; i++) {
		const struct directory_key *own = &panel->history->directory.keys[panel->order[i]];
		if (strcmp(own->name, key->name) != 0 || !text_same(own->location, key->location))
			continue;
		if (!forecast_panel_periods(panel, i, periods))
			return;
		size_t first = periods->n > shown ? periods->n - shown : 0;
		s->n = periods->n - first;
		for (size_t t = 0; t < s->n; t++) {
			int64_t period = periods->last - (int64_t)(s->n - 1 - t);
			s->y[t] = periods->y[first + t];
			s->x[t] = panel->plan->calendar.every == EVERY_HOUR
					  ? (double)period / 24
					  : (double)forecast_period_day(&panel->plan->calendar, period);
		}
		return;
	}
}

static void sketch_open(struct sketch *s, struct picture *p, const struct directory_key *key, const struct panel *panel,
			size_t shown, size_t most_labels, struct periods *periods)
{
	size_t steps = p->count + 1;

	*s = (struct sketch) { .room = memory_alloc((2 * shown + 6 * steps) * sizeof(double)) };
	s->x = s->room;
	s->y = s->x + shown;
	s->ahead = s->y + shown;
	s->mean = s->ahead + steps;
	for (int b = 0; b < 2; b++) {
		s->low[b] = s->mean + (1 + 2 * b) * (ptrdiff_t)steps;
		s->high[b] = s->low[b] + steps;
	}
	s->chart = (struct draw_chart) { .lines = s->lines, .bands = s->bands, .mark = NAN };
	sketch_history(s, panel, key, shown, periods);
	s->lines[0] = (struct draw_line) { s->n ? "history" : NULL, DRAW_SOLID, DRAW_INK, s->x, s->y, s->n };
	sketch_ahead(s, p);
	if (s->n)
		s->chart.mark = s->x[s->n - 1];
	label_dates(s, s->n ? s->x[0] : s->ahead[0], s->ahead[s->steps - 1], most_labels);
	buffer_text(&s->title, key->name);
	if (key->location)
		buffer_printf(&s->title, " at %s", key->location);
	s->chart.title = s->title.data;
}

static void sketch_close(struct sketch *s)
{
	memory_free(s->room);
	buffer_free(&s->title);
}

size_t forecast_plot_draw(struct forecast_plot *p, const struct forecast_history *history,
			  const struct forecast_plot_settings *settings, struct buffer *out)
{
	struct forecast_settings plain = { .every = settings->every, .until = INSTANT_NONE, .own_end = settings->own_end, .zone = settings->zone,
					   .horizon = 1, .season = 1, .window = 1 };
	size_t *order = directory_sorted(&p->directory), left = 0;
	size_t count = p->directory.count < settings->limit ? p->directory.count : settings->limit;
	struct sketch *sketches = memory_zero(count + 1, sizeof *sketches);
	struct draw_chart *charts = memory_zero(count + 1, sizeof *charts);
	struct forecast_plan plan;
	struct panel panel;
	struct periods periods = { 0 };
	size_t labels = settings->terminal ? settings->terminal->columns / 14 : (size_t)(settings->width / 90);

	if (history)
		forecast_panel_open(&panel, history, &plain, &plan);
	for (size_t i = 0; i < count; i++) {
		struct picture *picture = &p->pictures[order[i]];
		size_t shown = settings->last ? settings->last : picture->count * 3 > 30 ? picture->count * 3 : 30;
		sketch_open(&sketches[i], picture, &p->directory.keys[order[i]], history ? &panel : NULL, shown,
			    labels < 2 ? 2 : labels, &periods);
		charts[i] = sketches[i].chart;
	}
	for (size_t i = 0; settings->terminal && i < count; i++) {
		if (i > 0)
			buffer_char(out, '\n');
		draw_text(&charts[i], settings->terminal, out);
	}
	if (!settings->terminal && count > 0)
		draw_svg(charts, count, settings->width, settings->height, out);
	for (size_t i = 0; i < count; i++)
		sketch_close(&sketches[i]);
	left = p->directory.count - count;
	if (history)
		forecast_panel_close(&panel);
	forecast_periods_free(&periods);
	memory_free(charts);
	memory_free(sketches);
	memory_free(order);
	return left;
}
