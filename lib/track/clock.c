/* Times and states as people read them, for all pictures. Pure. */
#include "picture_impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void track_clock_at(int64_t at, const char *offset, const struct zone *shop, struct track_clock *out)
{
	struct zone *place = NULL;
	char instant[INSTANT_TEXT_SIZE];
	if (offset && zone_open(&place, offset, NULL))
		place = NULL;
	int seconds = zone_offset(place ? place : shop, at), minutes = abs(seconds) / 60;
	instant_print(instant, at + seconds * INT64_C(1000));
	/* 2018-01-31T10:03:00Z */
	snprintf(out->day, sizeof out->day, "%.10s", instant);
	snprintf(out->time, sizeof out->time, "%.5s", instant + sizeof "2018-01-31");
	snprintf(out->zone, sizeof out->zone, "%c%02d:%02d", seconds < 0 ? '-' : '+', minutes / 60 % 100, minutes % 60);
	zone_free(place);
}

void track_clock_of(const struct track_event *event, const struct zone *shop, struct track_clock *out)
{
	track_clock_at(event->at, event->offset, shop, out);
	/* A clock whose zone nobody said is told as it stood. */
	if (event->offset || !event->local || strlen(event->local) < sizeof "2018-01-31T10:03" - 1 || !text_same(event->zone, "none"))
		return;
	snprintf(out->day, sizeof out->day, "%.10s", event->local);
	snprintf(out->time, sizeof out->time, "%.5s", event->local + sizeof "2018-01-31");
	snprintf(out->zone, sizeof out->zone, "local");
}

const char *track_moment(struct arena *arena, int64_t at, const char *offset, const struct zone *shop)
{
	struct track_clock clock = { 0 };
	track_clock_at(at, offset, shop, &clock);
	return arena_printf(arena, "%s %s %s", clock.day, clock.time, clock.zone);
}

const char *track_day(struct arena *arena, const char *day)
{
	static const char *const WEEKDAYS[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	int64_t number;
	return day_parse(day, &number, NULL) ? arena_text(arena, day) : arena_printf(arena, "%s %s", WEEKDAYS[day_of_week(number)], day);
}

/* As much as one wants to know. */
const char *track_span(struct arena *arena, int64_t ms)
{
	long long minutes = ms / MINUTE_MS, hours = ms / HOUR_MS, days = ms / DAY_MS;
	if (days && hours % 24)
		return arena_printf(arena, "%lld d %lld h", days, hours % 24);
	if (days)
		return arena_printf(arena, "%lld d", days);
	return hours ? arena_printf(arena, "%lld h", hours) : arena_printf(arena, "%lld min", minutes);
}

const char *track_words(struct arena *arena, const char *word)
{
	char *words = arena_text(arena, word);
	for (char *p = words; *p; p++)
		if (*p == '_')
			*p = ' ';
	return words;
}

const char *track_status_text(struct arena *arena, int status, const char *substatus)
{
	const char *words = track_words(arena, SHIPMENT_STATUS_WORDS[status].word);
	return substatus ? arena_printf(arena, "%s: %s", words, track_words(arena, substatus)) : words;
}

const char *track_km(struct arena *arena, double km)
{
	long long whole = llround(km);
	return whole < 10000 ? arena_printf(arena, "%lld km", whole) : arena_printf(arena, "%lld,%03lld km", whole / 1000, whole % 1000);
}

enum track_mood track_mood(int status)
{
	switch (status) {
	case SHIPMENT_DELIVERED:
		return TRACK_GOOD;
	case SHIPMENT_DELIVERY_ATTEMPT:
	case SHIPMENT_AVAILABLE_FOR_PICKUP:
	case SHIPMENT_RETURNING:
	case SHIPMENT_EXPIRED:
		return TRACK_WARN;
	case SHIPMENT_EXCEPTION:
	case SHIPMENT_RETURNED:
	case SHIPMENT_CANCELLED:
		return TRACK_BAD;
	default:
		return TRACK_PLAIN;
	}
}

int track_reached(const struct shipment *shipment, const struct track_event *events, size_t n, struct track_state *state,
		  struct arena *arena)
{
	struct track_fact *facts = arena_alloc(arena, n * sizeof *facts + 1);
	for (size_t i = 0; i < n; i++)
		facts[i] = (struct track_fact) { events[i].at, events[i].status };
	*state = track_derive(facts, n, shipment->delivered_at);
	int reached = track_stage(shipment->status);
	for (size_t i = state->leg; i < n; i++)
		if (track_stage(events[i].status) > reached)
			reached = track_stage(events[i].status);
	/* Undone deliveries are not where it stands. */
	return reached == TRACK_STAGES && shipment->status != SHIPMENT_DELIVERED ? TRACK_STAGES - 1 : reached;
}

const char *const TRACK_STAGE_NAMES[TRACK_STAGES] = { "info received", "picked up", "in transit", "out for delivery", "delivered" };

/* Does the parcel's way go on, so that time matters? */
static bool under_way(int status)
{
	return status != SHIPMENT_DELIVERED && status != SHIPMENT_RETURNED && status != SHIPMENT_CANCELLED;
}

size_t track_remarks(const struct shipment *s, const struct track_event *decisive, const struct track_event *last, int64_t now,
		     const struct zone *shop, struct track_remark out[TRACK_REMARKS], struct arena *arena)
{
	int64_t until = s->delivered_at != INSTANT_NONE ? s->delivered_at : now;
	size_t n = 1;
	const char *text = track_status_text(arena, s->status, s->substatus);
	if (decisive) {
		struct track_clock clock = { 0 };
		track_clock_of(decisive, shop, &clock);
		text = arena_printf(arena, "%s %s %s %s", text, clock.day, clock.time, clock.zone);
	} else if (s->status == SHIPMENT_DELIVERED && s->delivered_at != INSTANT_NONE) {
		text = arena_printf(arena, "%s %s", text, track_moment(arena, s->delivered_at, NULL, shop));
	}
	out[0] = (struct track_remark) { text, track_mood(s->status) };
	if (s->promised_at != INSTANT_NONE) {
		out[n++] = (struct track_remark) { arena_printf(arena, "promised %s", track_moment(arena, s->promised_at, NULL, shop)), TRACK_PLAIN };
		if (s->promised_at < until && s->status != SHIPMENT_CANCELLED)
			out[n++] = (struct track_remark) { arena_printf(arena, "late by %s", track_span(arena, until - s->promised_at)), TRACK_BAD };
	}
	if (under_way(s->status) && last && last->at <= now)
		out[n++] = (struct track_remark) { arena_printf(arena, "last heard %s ago", track_span(arena, now - last->at)), TRACK_PLAIN };
	return n;
}
