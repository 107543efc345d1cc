/* What kind of series each is, by itself and among the others. */
#include "panel.h"

#include <stdlib.h>

#define WAVE	   1024 /* series between two looks at what is done */
#define STRETCHES  64	/* suspected stock-outs of a series that are told of */

/* One series, and what of it is told as text. */
struct found {
	struct forecast_class class;
	struct buffer outliers, stockouts;
	double revenue;
	bool silent;
	size_t negative;
};

/* Room of one thread. */
struct bench {
	struct periods periods;
	double *room;
	size_t *marks;
	size_t size;
};

struct classifier {
	struct panel panel;
	const struct forecast_class_settings *settings;
	struct bench *benches;
	struct found *found; /* by the order of SKU and location */
	size_t start;	     /* of the wave */
};

static void print_outliers(const struct periods *p, const struct panel *panel, const size_t *marks, size_t count,
			   struct buffer *text)
{
	char day[DAY_TEXT_SIZE], number[NUMBER_REAL_SIZE];
	buffer_char(text, '[');
	for (size_t i = 0; i < count; i++) {
		int64_t period = forecast_periods_first(p) + (int64_t)marks[i];
		day_print(day, forecast_period_day(&panel->plan->calendar, period));
		number_print_real(number, number_tidy(p->y[marks[i]]));
		buffer_printf(text, "%s{\"date\":\"%s\",\"quantity\":%s}", i ? "," : "", day, number);
	}
	buffer_char(text, ']');
}

static void print_stockouts(const struct periods *p, const struct panel *panel, struct buffer *text)
{
	struct series_stretch stretches[STRETCHES];
	size_t count = series_stockouts(p->y, p->n, stretches, STRETCHES);
	char from[DAY_TEXT_SIZE], until[DAY_TEXT_SIZE];
	buffer_char(text, '[');
	for (size_t i = 0; i < count; i++) {
		int64_t first = forecast_periods_first(p) + (int64_t)stretches[i].first;
		int64_t after = first + (int64_t)stretches[i].count;
		day_print(from, forecast_period_day(&panel->plan->calendar, first));
		day_print(until, forecast_period_day(&panel->plan->calendar, after - 1));
		buffer_printf(text, "%s{\"from\":\"%s\",\"until\":\"%s\",\"periods\":%zu}", i ? "," : "", from, until,
			      stretches[i].count);
	}
	buffer_char(text, ']');
}

static void find_moments(const struct periods *p, struct forecast_class *c)
{
	double squares = 0;
	c->total = 0;
	for (size_t t = 0; t < p->n; t++)
		c->total += p->y[t];
	c->mean = c->total / (double)p->n;
	for (size_t t = 0; t < p->n; t++)
		squares += (p->y[t] - c->mean) * (p->y[t] - c->mean);
	c->sd = p->n > 1 ? sqrt(squares / ((double)p->n - 1)) : NAN;
	c->cv = c->mean > 0 ? c->sd / c->mean : NAN;
}

static enum forecast_xyz xyz_of(const struct forecast_class_settings *s, double cv)
{
	if (isnan(cv))
		return FORECAST_Z;
	return cv <= s->xyz[0] ? FORECAST_X : cv <= s->xyz[1] ? FORECAST_Y : FORECAST_Z;
}

static double *make_room(struct bench *b, size_t n)
{
	if (n > b->size) {
		memory_free(b->room);
		memory_free(b->marks);
		b->room = memory_zero(n * 3, sizeof *b->room);
		b->marks = memory_zero(n, sizeof *b->marks);
		b->size = n;
	}
	return b->room;
}

static void tidy(struct forecast_class *c)
{
	double *numbers[] = { &c->total, &c->mean, &c->sd, &c->cv, &c->adi, &c->cv2, &c->trend, &c->season };
	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
		*numbers[i] = number_tidy(*numbers[i]);
}

static void classify_series(void *ctx, size_t worker, size_t index)
{
	struct classifier *f = ctx;
	struct bench *b = &f->benches[worker];
	struct found *out = &f->found[f->start + index];
	const struct panel *panel = &f->panel;
	struct periods *p = &b->periods;
	struct forecast_class *c = &out->class;

	out->silent = !forecast_panel_periods(panel, f->start + index, p);
	if (out->silent)
		return;
	double *room = make_room(b, p->n);
	size_t season = panel->plan->season;
	struct series_gaps gaps = series_gaps(p->y, p->n);
	struct series_shape shape = series_shape(p->y, p->n, season, room);

	out->negative = p->negative;
	out->revenue = p->revenue;
	record_clear(&forecast_class_type, c);
	c->sku = p->key->name;
	c->location = p->key->location;
	c->from = forecast_period_day(&panel->plan->calendar, forecast_periods_first(p));
	c->periods = (int64_t)p->n;
	find_moments(p, c);
	c->adi = gaps.interval;
	c->cv2 = gaps.demands > 0 ? gaps.spread : NAN;
	c->class = (int)gaps.pattern;
	c->trend = shape.trend;
	c->season = shape.season;
	c->xyz = xyz_of(f->settings, c->cv);
	tidy(c);
	enum numeric_family family = p->whole ? NUMERIC_COUNT : NUMERIC_AMOUNT;
	size_t outliers = series_outliers(p->y, p->n, season, family, room, b->marks);
	print_outliers(p, panel, b->marks, outliers, &out->outliers);
	print_stockouts(p, panel, &out->stockouts);
	c->outliers = out->outliers.data;
	c->stockouts = out->stockouts.data;
}

/* The largest first; equals as they came. */
static int compare_values(const void *a, const void *b)
{
	const struct found *x = *(struct found *const *)a, *y = *(struct found *const *)b;
	if (x->class.value != y->class.value)
		return x->class.value < y->class.value ? 1 : -1;
	return (x > y) - (x < y);
}

/* A series is of the first class whose cut is not reached by those before it: the largest is always an A. */
static void rank(const struct forecast_class_settings *s, struct found *found, size_t count)
{
	struct found **order = memory_zero(count + 1, sizeof *order);
	double total = 0, before = 0;
	size_t n = 0;
	bool revenue = s->by == FORECAST_BY_REVENUE;

	for (size_t i = 0; s->by == FORECAST_BY_AUTO && i < count; i++)
		revenue |= !found[i].silent && found[i].revenue > 0;
	for (size_t i = 0; i < count; i++) {
		if (found[i].silent)
			continue;
		found[i].class.value = number_tidy(fmax(0, revenue ? found[i].revenue : found[i].class.total));
		total += found[i].class.value;
		order[n++] = &found[i];
	}
	qsort(order, n, sizeof *order, compare_values);
	for (size_t i = 0; i < n; i++) {
		struct forecast_class *c = &order[i]->class;
		double share = total > 0 ? before / total : 1;
		c->abc = c->value > 0 && share < s->abc[0]   ? FORECAST_A
			 : c->value > 0 && share < s->abc[1] ? FORECAST_B
							     : FORECAST_C;
		before += c->value;
		c->share = total > 0 ? number_tidy(c->value / total) : NAN;
	}
	memory_free(order);
}

static void emit_all(struct classifier *f, struct forecast_plan *plan, const struct forecast_class_sink *sink)
{
	for (size_t i = 0; i < f->panel.count; i++) {
		struct found *out = &f->found[i];
		plan->silent += out->silent;
		plan->series += !out->silent;
		plan->negative += out->negative;
		if (!out->silent) {
			record_mark_all(&forecast_class_type, &out->class);
			sink->emit(sink->ctx, &out->class);
		}
		buffer_free(&out->outliers);
		buffer_free(&out->stockouts);
	}
}

void forecast_classify(const struct forecast_history *h, const struct forecast_settings *settings,
		       const struct forecast_class_settings *class_settings, struct forecast_plan *plan,
		       const struct forecast_class_sink *sink)
{
	struct classifier f = { .settings = class_settings };

	forecast_panel_open(&f.panel, h, settings, plan);
	f.benches = memory_zero(f.panel.jobs, sizeof *f.benches);
	f.found = memory_zero(f.panel.count + 1, sizeof *f.found);
	for (; f.start < f.panel.count; f.start += WAVE) {
		size_t count = f.panel.count - f.start < WAVE ? f.panel.count - f.start : WAVE;
		parallel_run(f.panel.jobs, count, classify_series, &f);
		if (sink->progress)
			sink->progress(sink->ctx, f.start + count, f.panel.count);
	}
	rank(class_settings, f.found, f.panel.count);
	emit_all(&f, plan, sink);
	for (size_t i = 0; i < f.panel.jobs; i++) {
		forecast_periods_free(&f.benches[i].periods);
		memory_free(f.benches[i].room);
		memory_free(f.benches[i].marks);
	}
	memory_free(f.benches);
	memory_free(f.found);
	forecast_panel_close(&f.panel);
}
