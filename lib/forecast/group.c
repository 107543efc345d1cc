/* Calendar profiles by category, and the wholes of SKUs in several locations. */
#include "group.h"

#define LEAST_SERIES  8	    /* to pool anything */
#define POOL_PRIOR    50.0  /* what a profile must have come by to count half: of all series and of a category */
#define OWN_PRIOR     100.0 /* the same of a single series */
#define LEVEL_PERIODS 28    /* the level that factors compare with is the mean of so many periods, in whole seasons */
#define LEAST_FACTOR  0.05
#define WAVE	      1024

/* Series of one SKU, next to each other in the panel's order. */
struct whole {
	size_t start, count;
	double *sum;
};

/* A pass of several threads over the panel. */
struct gathering {
	struct group *group;
	const struct panel *panel;
	struct periods *periods;  /* of each thread */
	struct group_desk *desks; /* of each thread */
	double *slots;		  /* the tables of each series of a wave */
	size_t start;
};

static size_t level_window(const struct group *g)
{
	return g->season * (LEVEL_PERIODS > g->season ? LEVEL_PERIODS / g->season : 1);
}

/* Periods that profiles are made of. */
static size_t seen(const struct group *g, const struct periods *p)
{
	size_t h, origins = forecast_trial_origins(p->n, p->horizon, &h);

	return g->past ? p->n - origins * h : p->n;
}

/* Periods since 1970, so that the places of all series agree. */
static void number_cells(const struct group *g, const struct periods *p, struct group_desk *d)
{
	size_t rows = p->n + p->horizon;
	int64_t season = (int64_t)g->season, place = forecast_periods_first(p) % season;

	if (rows > d->capacity) {
		d->capacity = rows + rows / 2;
		d->cell = memory_resize(d->cell, d->capacity * sizeof *d->cell);
		d->factor = memory_resize(d->factor, d->capacity * sizeof *d->factor);
	}
	place = place < 0 ? place + season : place;
	for (size_t t = 0; t < rows; t++) {
		bool promotion = p->has_promotion && p->promotion[t] > 0;
		d->cell[t] = (uint16_t)(place + (promotion ? season : 0));
		place = place + 1 == season ? 0 : place + 1;
	}
}

/* Behind each other: sold, expected, factor. */
static struct series_profile profile_in(const struct group *g, double *tables)
{
	return (struct series_profile) { 2, { g->season, 2 }, tables, tables + g->cells, tables + 2 * g->cells };
}

static size_t table_size(const struct group *g)
{
	return 3 * g->cells + 2;
}

static void collect_series(void *ctx, size_t worker, size_t index)
{
	struct gathering *a = ctx;
	const struct group *g = a->group;
	struct periods *p = &a->periods[worker];
	struct series_profile slot = profile_in(g, a->slots + index * table_size(g));

	memset(slot.sold, 0, table_size(g) * sizeof *slot.sold);
	if (!forecast_panel_periods(a->panel, a->start + index, p))
		return;
	number_cells(g, p, &a->desks[worker]);
	series_profile_add(&slot, NULL, p->y, a->desks[worker].cell, seen(g, p), level_window(g));
}

static void name_categories(struct group *g, const struct panel *p)
{
	g->category = memory_zero(p->count + 1, sizeof *g->category);
	for (size_t i = 0; i < p->count; i++) {
		const char *name = p->history->series[p->order[i]].category;
		g->category[i] = directory_number(&g->names, name ? name : "", NULL);
	}
	g->tables = memory_zero((g->names.count + 1) * table_size(g), sizeof *g->tables);
	g->profiles = memory_zero(g->names.count + 1, sizeof *g->profiles);
	for (size_t c = 0; c <= g->names.count; c++)
		g->profiles[c] = profile_in(g, g->tables + c * table_size(g));
}

static void add_tables(const struct group *g, struct series_profile *to, const struct series_profile *from)
{
	for (size_t c = 0; c < 2 * g->cells; c++)
		to->sold[c] += from->sold[c];
}

/* The profile of all is behind those of the categories; each of these begins from it. */
static void solve_profiles(struct group *g)
{
	struct series_profile *all = &g->profiles[g->names.count];

	series_profile_solve(all, POOL_PRIOR);
	for (size_t c = 0; c < g->names.count; c++) {
		struct series_profile *own = &g->profiles[c];
		for (size_t cell = 0; cell < g->cells; cell++)
			own->expected[cell] *= series_profile_factor(all, cell);
		series_profile_solve(own, POOL_PRIOR);
		for (size_t place = 0; place < series_profile_places(own); place++)
			own->factor[place] *= all->factor[place];
	}
}

/* Waves, so that sums are taken in the order of the series, whatever thread had which. */
static void pool_profiles(struct gathering *a)
{
	struct group *g = a->group;
	size_t count = a->panel->count;

	a->slots = memory_zero(WAVE * table_size(g), sizeof *a->slots);
	for (a->start = 0; a->start < count; a->start += WAVE) {
		size_t wave = count - a->start < WAVE ? count - a->start : WAVE;
		parallel_run(a->panel->jobs, wave, collect_series, a);
		for (size_t i = 0; i < wave; i++) {
			struct series_profile slot = profile_in(g, a->slots + i * table_size(g));
			add_tables(g, &g->profiles[g->category[a->start + i]], &slot);
			add_tables(g, &g->profiles[g->names.count], &slot);
		}
	}
	memory_free(a->slots);
	solve_profiles(g);
}

void forecast_group_factors(const struct group *g, size_t index, const struct periods *p, struct group_desk *d)
{
	const struct series_profile *base = &g->profiles[g->category[index]];

	number_cells(g, p, d);
	if (!d->own)
		d->own = memory_zero(table_size(g), sizeof *d->own);
	memset(d->own, 0, table_size(g) * sizeof *d->own);
	struct series_profile own = profile_in(g, d->own);
	series_profile_add(&own, base, p->y, d->cell, seen(g, p), level_window(g));
	series_profile_solve(&own, OWN_PRIOR);
	for (size_t c = 0; c < g->cells; c++)
		own.sold[c] = fmax(series_profile_factor(base, c) * series_profile_factor(&own, c), LEAST_FACTOR);
	for (size_t t = 0; t < p->n + p->horizon; t++)
		d->factor[t] = own.sold[d->cell[t]];
}

static void find_skus(struct group *g, const struct panel *p)
{
	const struct directory_key *keys = p->history->directory.keys;

	g->skus = memory_zero(p->count / 2 + 1, sizeof *g->skus);
	g->wholes = memory_zero(p->count + 1, sizeof *g->wholes);
	for (size_t i = 0, end; i < p->count; i = end) {
		for (end = i + 1; end < p->count && strcmp(keys[p->order[i]].name, keys[p->order[end]].name) == 0;)
			end++;
		if (end - i > 1)
			g->skus[g->n_skus++] = (struct whole) { i, end - i, NULL };
	}
}

/* Room from the first period of any of its series to the last of any; the others begin inside it. */
static void sum_sku(void *ctx, size_t worker, size_t index)
{
	struct gathering *a = ctx;
	struct group *g = a->group;
	struct whole *sku = &g->skus[index];
	struct periods *p = &a->periods[worker];
	struct group_desk *d = &a->desks[worker];
	int64_t first = INT64_MAX, last = INT64_MIN;

	for (size_t i = sku->start; i < sku->start + sku->count; i++)
		if (forecast_panel_periods(a->panel, i, p)) {
			int64_t begin = forecast_periods_first(p);
			first = first < begin ? first : begin;
			last = last > p->last ? last : p->last;
		}
	sku->sum = memory_zero(first > last ? 1 : (size_t)(last - first) + 1, sizeof *sku->sum);
	for (size_t i = sku->start; i < sku->start + sku->count; i++) {
		if (!forecast_panel_periods(a->panel, i, p))
			continue;
		forecast_group_factors(g, i, p, d);
		g->wholes[i] = sku->sum + (forecast_periods_first(p) - first);
		for (size_t t = 0; t < p->n; t++)
			g->wholes[i][t] += p->y[t] / d->factor[t];
	}
}

void forecast_group_open(struct group *g, const struct panel *p, bool past)
{
	struct gathering a = { .group = g, .panel = p };
	size_t season = p->plan->season;

	*g = (struct group) { .season = season, .cells = 2 * season, .past = past };
	g->any = p->count >= LEAST_SERIES && season > 1 && season <= 366 && p->plan->long_season == 0;
	if (!g->any)
		return;
	a.periods = memory_zero(p->jobs, sizeof *a.periods);
	a.desks = memory_zero(p->jobs, sizeof *a.desks);
	name_categories(g, p);
	pool_profiles(&a);
	find_skus(g, p);
	parallel_run(p->jobs, g->n_skus, sum_sku, &a);
	for (size_t i = 0; i < p->jobs; i++) {
		forecast_periods_free(&a.periods[i]);
		forecast_group_desk_free(&a.desks[i]);
	}
	memory_free(a.periods);
	memory_free(a.desks);
}

void forecast_group_close(struct group *g)
{
	for (size_t i = 0; i < g->n_skus; i++)
		memory_free(g->skus[i].sum);
	memory_free(g->skus);
	memory_free(g->wholes);
	memory_free(g->category);
	memory_free(g->profiles);
	memory_free(g->tables);
	directory_free(&g->names);
}

void forecast_group_desk_free(struct group_desk *d)
{
	memory_free(d->cell);
	memory_free(d->factor);
	memory_free(d->own);
}
