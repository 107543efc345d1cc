/* Sales records gathered into series, and series into periods. */
#include "history.h"

#define FIRST_ENTRIES 4

struct forecast_history *forecast_history_new(void)
{
	return memory_zero(1, sizeof(struct forecast_history));
}

void forecast_history_free(struct forecast_history *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->directory.count; i++)
		memory_free(h->series[i].entries);
	memory_free(h->series);
	forecast_directory_free(&h->directory);
	memory_free(h);
}

static struct series *find_series(struct forecast_history *h, const char *sku, const char *location)
{
	size_t before = h->directory.count, number = forecast_directory_number(&h->directory, sku, location);

	if (number == before) {
		if (number == h->capacity) {
			h->capacity = h->capacity ? h->capacity * 2 : 64;
			h->series = memory_resize(h->series, h->capacity * sizeof *h->series);
		}
		h->series[number] = (struct series) { 0 };
	}
	return &h->series[number];
}

enum status forecast_history_add(struct forecast_history *h, const struct forecast_sale *sale, const struct zone *zone,
				 struct error *err)
{
	if (!(fabs(sale->quantity) <= (double)QUANTITY_MAX))
		return error_reject(err, "bad_value", "quantity", "%g: expected a number of at most %g", sale->quantity,
				    (double)QUANTITY_MAX);

	const char *location = sale->location && sale->location[0] ? sale->location : NULL;
	struct series *s = find_series(h, sale->sku, location);
	int64_t day = instant_day(sale->date, zone);

	forecast_dates_add(&h->dates, day);
	if (s->count > 0 && s->entries[s->count - 1].day == day) {
		s->entries[s->count - 1].quantity += sale->quantity;
		return STATUS_OK;
	}
	if (s->count == s->capacity) {
		s->capacity = s->capacity ? s->capacity * 2 : FIRST_ENTRIES;
		s->entries = memory_resize(s->entries, s->capacity * sizeof *s->entries);
	}
	s->entries[s->count++] = (struct entry) { day, sale->quantity };
	return STATUS_OK;
}

static int64_t first_period(const struct series *s, const struct forecast_calendar *calendar)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < s->count; i++)
		first = s->entries[i].day < first ? s->entries[i].day : first;
	return forecast_period(calendar, first);
}

size_t forecast_series_periods(const struct series *s, const struct forecast_calendar *calendar, int64_t last,
			       struct periods *out)
{
	int64_t first = first_period(s, calendar);

	if (first > last)
		return 0;
	size_t n = (size_t)(last - first) + 1;
	if (n > out->capacity) {
		out->capacity = n * 2;
		out->y = memory_resize(out->y, out->capacity * sizeof *out->y);
	}
	memset(out->y, 0, n * sizeof *out->y);
	for (size_t i = 0; i < s->count; i++) {
		int64_t period = forecast_period(calendar, s->entries[i].day);
		if (period <= last)
			out->y[period - first] += s->entries[i].quantity;
	}
	out->whole = true;
	out->negative = 0;
	for (size_t t = 0; t < n; t++) {
		if (out->y[t] < 0) {
			out->y[t] = 0;
			out->negative++;
		}
		out->whole &= out->y[t] == floor(out->y[t]) && out->y[t] <= (double)QUANTITY_MAX;
	}
	return n;
}
