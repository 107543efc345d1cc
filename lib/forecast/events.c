/* Days out of the ordinary that are known ahead, as columns beside a series. */
#include "panel.h"

#include <stdio.h>

#define DAYS_AROUND_MOST 60

static const struct field EVENT_FIELDS[] = {
	{ "date", FIELD_DAY, FIELD_REQUIRED, FIELD_AT(struct forecast_event, date), "day", "the day" },
	{ "name", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct forecast_event, name), "event|holiday",
	  "what it is: days of one name are alike", .max = FORECAST_EVENT_NAME },
	{ "lead", FIELD_INT, 0, FIELD_AT(struct forecast_event, lead), "days_before",
	  "days before that feel it, each in its own way", .min = 0, .max = DAYS_AROUND_MOST },
	{ "lag", FIELD_INT, 0, FIELD_AT(struct forecast_event, lag), "days_after", "days after, likewise", .min = 0,
	  .max = DAYS_AROUND_MOST },
	{ NULL },
};
const struct record_type forecast_event_type = { "event_day", "a day out of the ordinary, known ahead",
						 sizeof(struct forecast_event), EVENT_FIELDS };

/* A day so far from the event is a kind of its own: "christmas-2", "christmas", "christmas+1". */
static enum status add_day(struct forecast_events *e, const char *name, int64_t day, int64_t distance, struct error *err)
{
	char kind[FORECAST_EVENT_NAME + 8];

	if (distance)
		snprintf(kind, sizeof kind, "%s%+d", name, (int)distance);
	else
		snprintf(kind, sizeof kind, "%s", name);
	size_t before = e->names.count, number = directory_number(&e->names, kind, NULL);
	if (number == before && number == FORECAST_EVENTS_MOST)
		return error_reject(err, "too_many", "name", "\"%.80s\": expected at most %d names, those of days around included",
				    kind, FORECAST_EVENTS_MOST);
	struct event_day event = { day + distance, number };
	buffer_add(&e->days, &event, sizeof event);
	return STATUS_OK;
}

enum status forecast_history_event(struct forecast_history *h, const struct forecast_event *event, struct error *err)
{
	enum status status = STATUS_OK;

	for (int64_t distance = -event->lead; distance <= event->lag && status == STATUS_OK; distance++)
		status = add_day(&h->events, event->name, event->date, distance, err);
	return status;
}

void forecast_events_free(struct forecast_events *e)
{
	directory_free(&e->names);
	buffer_free(&e->days);
}

void forecast_event_columns(const struct panel *p, int64_t first, size_t n, double *out, size_t stride)
{
	const struct forecast_calendar *calendar = &p->plan->calendar;
	const struct forecast_events *events = &p->history->events;
	const struct event_day *days = (const struct event_day *)(const void *)events->days.data;
	size_t n_days = events->days.length / sizeof *days, kinds = events->names.count;
	int64_t hours = calendar->every == EVERY_HOUR ? HOURS_PER_DAY : 1;

	for (size_t t = 0; t < n; t++)
		memset(&out[t * stride], 0, kinds * sizeof *out);
	for (size_t i = 0; i < n_days; i++) {
		int64_t row = forecast_period(calendar, days[i].day) - first;
		for (int64_t hour = 0; hour < hours; hour++)
			if (row + hour >= 0 && row + hour < (int64_t)n)
				out[(size_t)(row + hour) * stride + days[i].kind]++;
	}
}
