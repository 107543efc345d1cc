/* Lots of a changing demand, by series of records. */
#include "replenish_impl.h"

#include <stdlib.h>

#define PERIODS_MAX 100000

const struct word REPLENISH_PLAN_WORDS[] = { { "wagner-whitin", "wagner_whitin" },
					     { "silver-meal", "silver_meal" },
					     { "lot-for-lot", "lot_for_lot" },
					     { "fixed-period", "fixed_period" },
					     { NULL } };

struct need {
	int64_t at;   /* number of the period, or the date where there is none */
	int64_t date; /* INSTANT_NONE: not said */
	double quantity, unit_cost;
};

struct need_series {
	struct need *needs;
	size_t count, capacity;
	double order_cost, holding_cost; /* NAN: not said yet */
	bool numbered, dated;		 /* some records have a number, some have a date alone */
};

struct replenish_plan_book {
	struct directory directory;
	struct need_series *series;
	size_t capacity;
	int64_t *dates; /* all dates that stand for a period, in the end ascending and each once */
	size_t n_dates, dates_capacity;
};

struct replenish_plan_book *replenish_plan_book_new(void)
{
	return memory_zero(1, sizeof(struct replenish_plan_book));
}

void replenish_plan_book_free(struct replenish_plan_book *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->directory.count; i++)
		memory_free(b->series[i].needs);
	memory_free(b->series);
	memory_free(b->dates);
	directory_free(&b->directory);
	memory_free(b);
}

static struct need_series *find_series(struct replenish_plan_book *b, const char *sku, const char *location)
{
	size_t before = b->directory.count, number = directory_number(&b->directory, sku, location);

	if (number == before) {
		b->series = memory_grow(b->series, number, &b->capacity, sizeof *b->series);
		b->series[number] = (struct need_series) { .order_cost = NAN, .holding_cost = NAN };
	}
	return &b->series[number];
}

/* A cost is said once for the series, or again the same. */
static enum status take_cost(double *known, bool said, double value, const char *field, struct error *err)
{
	if (!said)
		return STATUS_OK;
	enum status status = replenish_not_below_zero(value, field, err);
	if (status == STATUS_OK && !isnan(*known) && *known != value)
		return error_reject(err, "bad_value", field, "%g: this SKU and location had %g before", value, *known);
	if (status == STATUS_OK)
		*known = value;
	return status;
}

static enum status check_need(const struct replenish_need *in, struct error *err)
{
	enum status status = replenish_not_below_zero(in->quantity, "quantity", err);

	if (status == STATUS_OK && record_has(in, NEED_UNIT_COST))
		status = replenish_not_below_zero(in->unit_cost, "unit_cost", err);
	if (status == STATUS_OK && !record_has(in, NEED_PERIOD) && !record_has(in, NEED_DATE))
		return error_reject(err, "missing", "period", "is missing: give it, or a date");
	return status;
}

static void note_date(struct replenish_plan_book *b, int64_t date)
{
	if (b->n_dates > 0 && b->dates[b->n_dates - 1] == date)
		return;
	b->dates = memory_grow(b->dates, b->n_dates, &b->dates_capacity, sizeof *b->dates);
	b->dates[b->n_dates++] = date;
}

enum status replenish_plan_book_add(struct replenish_plan_book *b, const struct replenish_need *in, struct error *err)
{
	enum status status = check_need(in, err);

	if (status != STATUS_OK)
		return status;
	struct need_series *s =
		find_series(b, in->sku, in->location && in->location[0] ? in->location : NULL);
	status = take_cost(&s->order_cost, record_has(in, NEED_ORDER_COST), in->order_cost, "order_cost", err);
	if (status == STATUS_OK)
		status = take_cost(&s->holding_cost, record_has(in, NEED_HOLDING_COST), in->holding_cost,
				   "holding_cost", err);
	if (status != STATUS_OK)
		return status;
	bool numbered = record_has(in, NEED_PERIOD);
	if (numbered)
		s->numbered = true;
	else
		s->dated = true;
	if (!numbered)
		note_date(b, in->date);
	s->needs = memory_grow(s->needs, s->count, &s->capacity, sizeof *s->needs);
	s->needs[s->count++] = (struct need) { .at = numbered ? in->period : in->date,
					       .date = record_has(in, NEED_DATE) ? in->date : INSTANT_NONE,
					       .quantity = in->quantity,
					       .unit_cost = record_has(in, NEED_UNIT_COST) ? in->unit_cost : NAN };
	return STATUS_OK;
}

static int compare_days(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static int compare_needs(const void *a, const void *b)
{
	const struct need *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

static void order_dates(struct replenish_plan_book *b)
{
	size_t n = 0;

	if (b->n_dates)
		qsort(b->dates, b->n_dates, sizeof *b->dates, compare_days);
	for (size_t i = 0; i < b->n_dates; i++)
		if (n == 0 || b->dates[n - 1] != b->dates[i])
			b->dates[n++] = b->dates[i];
	b->n_dates = n;
}

/* Dates to the numbers of their periods, from 1. */
static void number_needs(const struct replenish_plan_book *b, struct need_series *s)
{
	for (size_t i = 0; s->dated && i < s->count; i++) {
		const int64_t *date = bsearch(&s->needs[i].at, b->dates, b->n_dates, sizeof *b->dates, compare_days);
		s->needs[i].at = date - b->dates + 1;
	}
	if (s->count)
		qsort(s->needs, s->count, sizeof *s->needs, compare_needs);
}

/* A series laid out period by period. */
struct table {
	double *demand, *price, *room;
	int64_t *dates, first;
	size_t *covers, n;
	bool priced;
};

static struct table lay_out(const struct need_series *s)
{
	struct table t = { .first = s->needs[0].at };
	t.n = (size_t)(s->needs[s->count - 1].at - t.first) + 1;
	t.demand = memory_zero(t.n, sizeof *t.demand);
	t.price = memory_zero(t.n, sizeof *t.price);
	t.room = memory_zero(t.n + 1, sizeof *t.room);
	t.dates = memory_zero(t.n, sizeof *t.dates);
	t.covers = memory_zero(t.n, sizeof *t.covers);
	for (size_t i = 0; i < t.n; i++) {
		t.price[i] = NAN;
		t.dates[i] = INSTANT_NONE;
	}
	for (size_t i = 0; i < s->count; i++) {
		const struct need *need = &s->needs[i];
		size_t at = (size_t)(need->at - t.first);
		t.demand[at] += need->quantity;
		if (!isnan(need->unit_cost)) {
			t.price[at] = need->unit_cost;
			t.priced = true;
		}
		if (need->date != INSTANT_NONE)
			t.dates[at] = need->date;
	}
	return t;
}

static void free_table(struct table *t)
{
	memory_free(t->demand);
	memory_free(t->price);
	memory_free(t->room);
	memory_free(t->dates);
	memory_free(t->covers);
}

static enum status check_series(const struct need_series *s, const struct directory_key *key, struct error *err)
{
	if (isnan(s->order_cost) || isnan(s->holding_cost))
		return error_reject(err, "missing", isnan(s->order_cost) ? "order_cost" : "holding_cost",
				    "%s: no record says it", key->name);
	if (s->numbered && s->dated)
		return error_reject(err, "bad_value", "period", "%s: expected a period in all records or in none",
				    key->name);
	if ((uint64_t)s->needs[s->count - 1].at - (uint64_t)s->needs[0].at >= PERIODS_MAX)
		return error_reject(err, "bad_value", "period", "%s: %lld to %lld: expected at most %d periods",
				    key->name, (long long)s->needs[0].at, (long long)s->needs[s->count - 1].at,
				    PERIODS_MAX);
	return STATUS_OK;
}

static enum status check_prices(const struct table *t, const struct directory_key *key, struct error *err)
{
	for (size_t i = 0; t->priced && i < t->n; i++)
		if (isnan(t->price[i]))
			return error_reject(err, "missing", "unit_cost",
					    "%s: is missing in period %lld, but not in others", key->name,
					    (long long)t->first + (long long)i);
	return STATUS_OK;
}

static void emit_orders(const struct table *t, const struct inventory_plan_terms *terms,
			const struct directory_key *key, double total, replenish_plan_emit *each, void *ctx)
{
	for (size_t i = 0; i < t->n; i++) {
		struct replenish_plan_line line;
		if (t->covers[i] == 0)
			continue;
		record_clear(&replenish_plan_line_type, &line);
		line.sku = key->name;
		line.location = key->location;
		line.period = t->first + (int64_t)i;
		line.date = t->dates[i];
		line.quantity = 0;
		for (size_t j = 0; j < t->covers[i]; j++)
			line.quantity += t->demand[i + j];
		line.covers = (double)t->covers[i];
		line.cost = inventory_plan_cost(terms, i, t->covers[i]);
		line.total = total;
		record_mark_all(&replenish_plan_line_type, &line);
		each(ctx, &line);
	}
}

void replenish_plan(struct replenish_plan_book *b, enum inventory_plan_rule rule, size_t periods,
		    replenish_plan_emit *each, replenish_refuse *refuse, void *ctx)
{
	size_t *sorted = directory_sorted(&b->directory);

	order_dates(b);
	for (size_t i = 0; i < b->directory.count; i++) {
		const struct directory_key *key = &b->directory.keys[sorted[i]];
		struct need_series *s = &b->series[sorted[i]];
		struct error why;
		if (s->count == 0)
			continue;
		if (!(s->numbered && s->dated))
			number_needs(b, s);
		if (check_series(s, key, &why) != STATUS_OK) {
			refuse(ctx, &why);
			continue;
		}
		struct table t = lay_out(s);
		struct inventory_plan_terms terms = { t.demand, t.priced ? t.price : NULL, t.n, s->order_cost,
						      s->holding_cost };
		if (check_prices(&t, key, &why) == STATUS_OK)
			emit_orders(&t, &terms, key, inventory_plan(&terms, rule, periods, t.room, t.covers), each, ctx);
		else
			refuse(ctx, &why);
		free_table(&t);
	}
	memory_free(sorted);
}
