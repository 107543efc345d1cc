/* The launches of a panel: which series are new, and what is like them. */
#include "launch.h"

/* Periods that an item is new for: some four weeks of days, two months of weeks, a quarter of months. */
static const size_t NEW_FOR[] = { [EVERY_DAY] = 32, [EVERY_WEEK] = 8, [EVERY_MONTH] = 3, [EVERY_YEAR] = 0 };

/* A pass of several threads over the panel. */
struct watch {
	struct launches *launches;
	const struct panel *panel;
	struct periods *periods; /* of each thread */
	int64_t *begins;	 /* of each series, the hour; INT32_MAX: no quantity */
	const size_t *series;	 /* of each launch */
	bool *whole;		 /* likewise */
};

static void find_begin(void *ctx, size_t worker, size_t index)
{
	struct watch *w = ctx;
	struct series_span span = forecast_series_span(&w->panel->history->series[w->panel->order[index]]);

	(void)worker;
	w->begins[index] = span.count ? span.first : INT32_MAX;
}

static void watch_launch(void *ctx, size_t worker, size_t index)
{
	struct watch *w = ctx;
	struct periods *p = &w->periods[worker];
	struct series_launch_past *past = &w->launches->past[index];

	if (forecast_panel_periods(w->panel, w->series[index], p))
		series_launch_watch(past, p->y, p->n, w->panel->plan->horizon);
	w->whole[index] = p->whole;
	memcpy(past->pool, w->launches->pool[w->series[index]], sizeof past->pool);
}

/* The price at the first hour that has one, the least of these; 0: none. */
static double first_price(const struct series *s)
{
	double price = 0;
	int32_t hour = INT32_MAX;

	for (uint32_t i = 0; s->beside && i < s->count; i++) {
		double at = s->beside[i].price;
		if (!(at > 0) || s->hours[i] > hour || (s->hours[i] == hour && at >= price))
			continue;
		hour = s->hours[i];
		price = at;
	}
	return price;
}

/* All; the category; in it a band of prices that are within a factor of two of each other. Returns how many there are. */
static size_t name_pools(struct launches *l, const struct panel *p)
{
	struct directory names = { 0 };
	char band[NUMBER_REAL_SIZE];
	size_t count;

	l->pool = memory_zero(p->count + 1, sizeof *l->pool);
	directory_number(&names, "", NULL);
	for (size_t i = 0; i < p->count; i++) {
		const struct series *s = &p->history->series[p->order[i]];
		const char *category = s->category ? s->category : "";
		double price = first_price(s);
		l->pool[i][1] = directory_number(&names, category, NULL);
		number_print_real(band, round(log2(price)));
		l->pool[i][2] = price > 0 ? directory_number(&names, category, band) : l->pool[i][1];
	}
	count = names.count;
	directory_free(&names);
	return count;
}

/* Series that begin well after the first; their number. */
static size_t find_launches(struct watch *w, size_t *series)
{
	const struct panel *p = w->panel;
	const struct forecast_calendar *calendar = &p->plan->calendar;
	int64_t first = INT32_MAX;
	size_t n = 0;

	parallel_run(p->jobs, p->count, find_begin, w);
	for (size_t i = 0; i < p->count; i++)
		first = w->begins[i] < first ? w->begins[i] : first;
	if (first == INT32_MAX)
		return 0;
	int64_t from = forecast_period_of_hour(calendar, first) + (int64_t)w->launches->most;
	for (size_t i = 0; i < p->count; i++) {
		int64_t begin = w->begins[i] == INT32_MAX ? INT64_MAX : forecast_period_of_hour(calendar, w->begins[i]);
		if (begin < from || begin > p->last)
			continue;
		series[n++] = i;
		w->launches->number[i] = n;
	}
	return n;
}

void forecast_launches_open(struct launches *l, const struct panel *p)
{
	int every = p->plan->calendar.every;
	struct watch w = { .launches = l, .panel = p };

	*l = (struct launches) { .most = NEW_FOR[every] };
	if (l->most == 0)
		return;
	size_t *series = memory_zero(p->count + 1, sizeof *series);
	w.begins = memory_zero(p->count + 1, sizeof *w.begins);
	w.series = series;
	w.periods = memory_zero(p->jobs, sizeof *w.periods);
	l->number = memory_zero(p->count + 1, sizeof *l->number);
	size_t n_pools = name_pools(l, p), n = find_launches(&w, series);
	l->past = memory_zero(n + 1, sizeof *l->past);
	l->pools = memory_zero(n_pools, sizeof *l->pools);
	w.whole = memory_zero(n + 1, sizeof *w.whole);
	parallel_run(p->jobs, n, watch_launch, &w);
	l->whole = true;
	for (size_t i = 0; i < n; i++)
		l->whole &= w.whole[i];
	double *room = memory_zero(n * SERIES_LAUNCH_ORIGINS + 1, sizeof *room);
	if (!series_launch_learn(l->past, n, p->plan->horizon, l->pools, n_pools, room, &l->known))
		l->most = 0;
	memory_free(room);
	for (size_t i = 0; i < p->jobs; i++)
		forecast_periods_free(&w.periods[i]);
	memory_free(w.periods);
	memory_free(w.begins);
	memory_free(w.whole);
	memory_free(series);
}

void forecast_launches_close(struct launches *l)
{
	memory_free(l->past);
	memory_free(l->pools);
	memory_free(l->pool);
	memory_free(l->number);
	*l = (struct launches) { 0 };
}

bool forecast_launches_tell(const struct launches *l, size_t index, size_t n, struct series_launch *out)
{
	/* A series without a quantity so far is new by being named. */
	if (l->most == 0 || n > l->most || (n > 0 && l->number[index] == 0))
		return false;
	*out = l->known;
	out->level = series_launch_pooled(&l->known, l->pools, l->pool[index],
					  l->number[index] ? &l->past[l->number[index] - 1] : NULL);
	return true;
}
