/* Sales records gathered into series. */
#include "history.h"

#include <float.h>

#define FIRST_ENTRIES 4

static const struct circumstance NOTHING_SAID = { NAN, false, false };

struct forecast_history *forecast_history_new(void)
{
	return memory_zero(1, sizeof(struct forecast_history));
}

void forecast_history_free(struct forecast_history *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->directory.count; i++) {
		memory_free(h->series[i].hours);
		memory_free(h->series[i].quantities);
		memory_free(h->series[i].exact);
		memory_free(h->series[i].beside);
	}
	memory_free(h->series);
	directory_free(&h->directory);
	directory_free(&h->categories);
	forecast_events_free(&h->events);
	memory_free(h);
}

struct series *forecast_history_series(struct forecast_history *h, const char *sku, const char *location)
{
	size_t before = h->directory.count, number = directory_number(&h->directory, sku, location);

	if (number == before) {
		h->series = memory_grow(h->series, number, &h->capacity, sizeof *h->series);
		h->series[number] = (struct series) { 0 };
	}
	return &h->series[number];
}

struct series_span forecast_series_span(const struct series *s)
{
	struct series_span span = { 0 };

	for (uint32_t i = 0; i < s->count; i++) {
		int32_t hour = s->hours[i];
		if (isnan(series_quantity(s, i)))
			continue;
		if (span.count == 0 || hour < span.first)
			span.first = hour;
		if (span.count == 0 || hour > span.last)
			span.last = hour;
		span.count++;
	}
	return span;
}

void forecast_series_resize(struct series *s, uint32_t capacity)
{
	s->capacity = capacity;
	s->hours = memory_resize(s->hours, capacity * sizeof *s->hours);
	if (s->exact)
		s->exact = memory_resize(s->exact, capacity * sizeof *s->exact);
	else
		s->quantities = memory_resize(s->quantities, capacity * sizeof *s->quantities);
}

static bool is_float(double x)
{
	return isnan(x) || (fabs(x) <= (double)FLT_MAX && (double)(float)x == x);
}

static void make_exact(struct series *s)
{
	s->exact = memory_alloc(s->capacity * sizeof *s->exact);
	for (uint32_t i = 0; i < s->count; i++)
		s->exact[i] = s->quantities[i];
	memory_free(s->quantities);
	s->quantities = NULL;
}

void forecast_series_set(struct series *s, uint32_t i, double quantity)
{
	if (!s->exact && !is_float(quantity))
		make_exact(s);
	if (s->exact)
		s->exact[i] = quantity;
	else
		s->quantities[i] = (float)quantity;
}

static void grow(struct series *s)
{
	forecast_series_resize(s, s->capacity ? s->capacity + s->capacity / 2 : FIRST_ENTRIES);
	if (s->beside)
		s->beside = memory_resize(s->beside, s->capacity * sizeof *s->beside);
}

/* The first circumstance of a series: of what came before it, nothing was said. */
static void begin_circumstances(struct series *s)
{
	s->beside = memory_resize(NULL, s->capacity * sizeof *s->beside);
	for (uint32_t i = 0; i < s->count; i++)
		s->beside[i] = NOTHING_SAID;
}

static bool same_circumstance(const struct circumstance *a, const struct circumstance *b)
{
	return a->promotion == b->promotion && a->out_of_stock == b->out_of_stock &&
	       (a->price == b->price || (isnan(a->price) && isnan(b->price)));
}

static void add_entry(struct series *s, int32_t hour, double quantity, const struct circumstance *c)
{
	bool plain = same_circumstance(c, &NOTHING_SAID);

	if (s->count > 0 && s->hours[s->count - 1] == hour) {
		double sum = series_quantity(s, s->count - 1) + quantity;
		if (!isnan(sum) && same_circumstance(c, s->beside ? &s->beside[s->count - 1] : &NOTHING_SAID)) {
			forecast_series_set(s, s->count - 1, sum);
			return;
		}
	}
	if (s->count == s->capacity)
		grow(s);
	if (!plain && !s->beside)
		begin_circumstances(s);
	s->hours[s->count] = hour;
	forecast_series_set(s, s->count, quantity);
	if (s->beside)
		s->beside[s->count] = *c;
	s->count++;
}

static enum status check_sale(const struct forecast_sale *sale, struct error *err)
{
	bool known_ahead = record_has(sale, FORECAST_SALE_PRICE) || record_has(sale, FORECAST_SALE_PROMOTION) ||
			   record_has(sale, FORECAST_SALE_IN_STOCK);

	if (isnan(sale->quantity) && !known_ahead)
		return error_reject(err, "missing", "quantity",
				    "is missing: expected a number, or what is known of a day ahead: price, promotion");
	if (fabs(sale->quantity) > (double)QUANTITY_MAX)
		return error_reject(err, "bad_value", "quantity", "%g: expected a number of at most %g", sale->quantity,
				    (double)QUANTITY_MAX);
	if (sale->price < 0 || sale->price > (double)QUANTITY_MAX)
		return error_reject(err, "bad_value", "price", "%g: expected a number from 0 to %g", sale->price,
				    (double)QUANTITY_MAX);
	return STATUS_OK;
}

enum status forecast_history_add(struct forecast_history *h, const struct forecast_sale *sale, const struct zone *zone,
				 struct error *err)
{
	enum status status = check_sale(sale, err);

	if (status != STATUS_OK)
		return status;
	struct series *s = forecast_history_series(h, sale->sku, sale->location && sale->location[0] ? sale->location : NULL);
	int64_t local = sale->date + (int64_t)zone_offset(zone, sale->date) * 1000;
	int64_t hour = number_floor(local, HOUR_MS);
	struct circumstance c = { (float)sale->price, record_has(sale, FORECAST_SALE_PROMOTION) && sale->promotion,
				  record_has(sale, FORECAST_SALE_IN_STOCK) && !sale->in_stock };

	if (!isnan(sale->quantity)) {
		forecast_dates_add_hour(&h->dates, hour, local % HOUR_MS == 0);
		if (!isnan(sale->price))
			s->revenue += sale->price * sale->quantity;
	}
	if (sale->category && !text_same(sale->category, s->category))
		s->category = directory_text(&h->categories, sale->category);
	add_entry(s, (int32_t)hour, sale->quantity, &c);
	return STATUS_OK;
}
