/* A shipment as people read it on a terminal. Pure: what it knows of the clock and the terminal it is told. */
#include "track_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR	   INT64_C(3600000)
#define DAY	   (24 * HOUR)
#define TEXT_LEAST 24 /* columns beside the status; with fewer the text stands below it */

enum paint { PAINT_NONE, PAINT_STRONG, PAINT_FAINT, PAINT_GOOD, PAINT_WARN, PAINT_BAD };
static const char *const PAINTS[] = { "", "\033[1m", "\033[2m", "\033[32m", "\033[33m", "\033[31m" };

/* What is drawn with. */
struct marks {
	const char *reached, *ahead, *done, *todo; /* points and lines of the bar */
	const char *delivered, *trouble, *back, *event, *silent, *line, *dot;
};
static const struct marks UNICODE_MARKS = { "●", "○", "━", "─", "✔", "✗", "↩", "●", "·", "│", " · " };
static const struct marks ASCII_MARKS = { "o", ".", "=", "-", "*", "!", "<", "o", ".", "|", ", " };

struct canvas {
	const struct track_drawing *how;
	const struct marks *marks;
	struct buffer *out;
};

/* Foreign text must not steer the terminal: control characters become blanks. Without UTF-8, what is not ASCII becomes
 * '?'. */
static const char *clean(struct arena *arena, const char *text, bool ascii)
{
	struct buffer b = { 0 };
	uint32_t point;
	for (size_t length; *text; text += length) {
		length = text_next(text, &point);
		if (point < 0x20 || (point >= 0x7F && point < 0xA0))
			buffer_char(&b, ' ');
		else if (ascii && point >= 0x80)
			buffer_char(&b, '?');
		else
			buffer_add(&b, text, length);
	}
	const char *copy = arena_copy(arena, b.data ? b.data : "", b.length);
	buffer_free(&b);
	return copy;
}

static void painted(const struct canvas *v, enum paint paint, const char *text)
{
	bool on = v->how->color && paint != PAINT_NONE;
	if (on)
		buffer_text(v->out, PAINTS[paint]);
	buffer_text(v->out, text);
	if (on)
		buffer_text(v->out, "\033[0m");
}

static void blanks(struct buffer *out, size_t n)
{
	while (n--)
		buffer_char(out, ' ');
}

static enum paint paint_of(int status)
{
	switch (status) {
	case SHIPMENT_DELIVERED:
		return PAINT_GOOD;
	case SHIPMENT_DELIVERY_ATTEMPT:
	case SHIPMENT_AVAILABLE_FOR_PICKUP:
	case SHIPMENT_RETURNING:
	case SHIPMENT_EXPIRED:
		return PAINT_WARN;
	case SHIPMENT_EXCEPTION:
	case SHIPMENT_RETURNED:
	case SHIPMENT_CANCELLED:
		return PAINT_BAD;
	default:
		return PAINT_NONE;
	}
}

static const char *mark_of(const struct marks *m, int status)
{
	switch (status) {
	case SHIPMENT_DELIVERED:
		return m->delivered;
	case SHIPMENT_EXCEPTION:
	case SHIPMENT_DELIVERY_ATTEMPT:
	case SHIPMENT_CANCELLED:
	case SHIPMENT_EXPIRED:
		return m->trouble;
	case SHIPMENT_RETURNING:
	case SHIPMENT_RETURNED:
		return m->back;
	case SHIPMENT_UNKNOWN:
		return m->silent;
	default:
		return m->event;
	}
}

/* "out_for_delivery" as words. */
static const char *words_of(struct arena *arena, int status)
{
	char *words = arena_text(arena, SHIPMENT_STATUS_WORDS[status].word);
	for (char *p = words; *p; p++)
		if (*p == '_')
			*p = ' ';
	return words;
}

/* The local time of a place: the day, the time of day, the offset. */
struct local {
	char day[DAY_TEXT_SIZE], time[8], offset[8];
};
static void localise(const struct track_drawing *how, int64_t at, const char *offset, struct local *out)
{
	struct zone *place = NULL;
	char instant[INSTANT_TEXT_SIZE];
	if (offset && zone_open(&place, offset, NULL))
		place = NULL;
	int seconds = zone_offset(place ? place : how->zone, at), minutes = abs(seconds) / 60;
	instant_print(instant, at + seconds * INT64_C(1000));
	/* 2018-01-31T10:03:00Z */
	snprintf(out->day, sizeof out->day, "%.10s", instant);
	snprintf(out->time, sizeof out->time, "%.5s", instant + sizeof "2018-01-31");
	snprintf(out->offset, sizeof out->offset, "%c%02d:%02d", seconds < 0 ? '-' : '+', minutes / 60 % 100,
		 minutes % 60);
	zone_free(place);
}

/* "2 d 4 h", "35 min": as much as one wants to know. */
static const char *span_text(struct arena *arena, int64_t ms)
{
	long long minutes = ms / 60000, hours = ms / HOUR, days = ms / DAY;
	if (days && hours % 24)
		return arena_printf(arena, "%lld d %lld h", days, hours % 24);
	if (days)
		return arena_printf(arena, "%lld d", days);
	return hours ? arena_printf(arena, "%lld h", hours) : arena_printf(arena, "%lld min", minutes);
}

static const char *moment(struct arena *arena, const struct canvas *v, int64_t at, const char *offset)
{
	struct local local = { 0 };
	localise(v->how, at, offset, &local);
	return arena_printf(arena, "%s %s %s", local.day, local.time, local.offset);
}

/* Does the parcel's way go on, so that time matters? */
static bool under_way(int status)
{
	return status != SHIPMENT_DELIVERED && status != SHIPMENT_RETURNED && status != SHIPMENT_CANCELLED;
}

/* The bytes of ${text} that fit into ${width} columns: up to a blank or between two wide characters, where there is
 * one. */
static size_t line_length(const char *text, size_t width)
{
	size_t at = 0, columns = 0, last = 0;
	uint32_t point;
	while (text[at]) {
		size_t length = text_next(text + at, &point), wide = text_width(text + at, length);
		if (columns + wide > width && at)
			return last ? last : at;
		if (at && (point == ' ' || wide == 2))
			last = at;
		at += length;
		columns += wide;
		if (wide == 2)
			last = at;
	}
	return at;
}

/* Text in lines of ${width} columns (0: one line); the second and later ones begin with ${rail}, then blanks up to
 * ${column}. */
static void wrapped(const struct canvas *v, const char *text, size_t width, size_t column)
{
	size_t rail_column = 16;
	for (;;) {
		size_t length = width ? line_length(text, width) : strlen(text);
		buffer_add(v->out, text, length);
		text += length;
		text += strspn(text, " ");
		buffer_char(v->out, '\n');
		if (!*text)
			return;
		blanks(v->out, rail_column);
		painted(v, PAINT_FAINT, v->marks->line);
		blanks(v->out, column - rail_column - 1);
	}
}

/* Parts joined, broken between two where the line would grow too long. */
static void parts_line(const struct canvas *v, const char *const *parts, const enum paint *paints, size_t n)
{
	size_t columns = 0, gap = text_width(v->marks->dot, strlen(v->marks->dot));
	for (size_t i = 0; i < n; i++) {
		size_t width = text_width(parts[i], strlen(parts[i]));
		if (i && v->how->width && columns + gap + width > v->how->width) {
			buffer_text(v->out, "\n  ");
			columns = 2;
		} else if (i) {
			buffer_text(v->out, v->marks->dot);
			columns += gap;
		}
		painted(v, paints[i], parts[i]);
		columns += width;
	}
	buffer_char(v->out, '\n');
}

static void draw_head(const struct canvas *v, const struct shipment *s, struct arena *arena)
{
	const char *parts[3] = { clean(arena, s->shipment, v->how->ascii) };
	static const enum paint PAINT[3] = { PAINT_STRONG };
	size_t n = 1;
	const char *carrier = clean(arena, s->carrier ? s->carrier : "", v->how->ascii);
	if (s->number)
		carrier = arena_printf(arena, "%s %s", carrier, clean(arena, s->number, v->how->ascii));
	parts[n++] = carrier;
	if (s->order)
		parts[n++] = arena_printf(arena, "order %s", clean(arena, s->order, v->how->ascii));
	parts_line(v, parts, PAINT, n);
}

/* The line of the status: since when, promised for when, and what is wrong with that. */
static void draw_status(const struct canvas *v, const struct shipment *s, const struct track_event *decisive,
			const struct track_event *last, struct arena *arena)
{
	const char *parts[5];
	enum paint paints[5] = { PAINT_STRONG };
	size_t n = 1;
	int64_t until = s->delivered_at != INSTANT_NONE ? s->delivered_at : v->how->now;
	bool arrived = s->status == SHIPMENT_DELIVERED;
	parts[0] = words_of(arena, s->status);
	if (paint_of(s->status) != PAINT_NONE)
		paints[0] = paint_of(s->status);
	if (s->substatus)
		parts[0] = arena_printf(arena, "%s: %s", parts[0], clean(arena, s->substatus, v->how->ascii));
	if (decisive)
		parts[0] = arena_printf(arena, "%s %s", parts[0], moment(arena, v, decisive->at, decisive->offset));
	else if (arrived && s->delivered_at != INSTANT_NONE)
		parts[0] = arena_printf(arena, "%s %s", parts[0], moment(arena, v, s->delivered_at, NULL));
	if (s->promised_at != INSTANT_NONE) {
		paints[n] = PAINT_NONE;
		parts[n++] = arena_printf(arena, "promised %s", moment(arena, v, s->promised_at, NULL));
		if (s->promised_at < until && s->status != SHIPMENT_CANCELLED) {
			paints[n] = PAINT_BAD;
			parts[n++] = arena_printf(arena, "late by %s", span_text(arena, until - s->promised_at));
		}
	}
	if (under_way(s->status) && last && last->at <= v->how->now) {
		paints[n] = PAINT_NONE;
		parts[n++] = arena_printf(arena, "last heard %s ago", span_text(arena, v->how->now - last->at));
	}
	parts_line(v, parts, paints, n);
}

static const char *const STAGES[TRACK_STAGES] = { "info received", "picked up", "in transit", "out for delivery",
						  "delivered" };
#define STAGE_GAP 3

/* How the point of a stage looks: reached, ahead, or where it went wrong. */
static const char *stage_mark(const struct canvas *v, int stage, int reached, int status)
{
	if (stage == reached &&
	    (mark_of(v->marks, status) == v->marks->trouble || mark_of(v->marks, status) == v->marks->back))
		return mark_of(v->marks, status);
	if (stage == reached && status == SHIPMENT_DELIVERED)
		return v->marks->delivered;
	return stage <= reached ? v->marks->reached : v->marks->ahead;
}

/* The stages on a line, their names below. Where they do not fit, the line is short and without names. */
static void draw_bar(const struct canvas *v, int reached, int status)
{
	struct buffer line = { 0 };
	size_t needed = 0;
	for (size_t i = 0; i < TRACK_STAGES; i++)
		needed += strlen(STAGES[i]) + (i + 1 < TRACK_STAGES ? STAGE_GAP : 0);
	bool named = !v->how->width || v->how->width >= needed;
	enum paint paint = paint_of(status) == PAINT_NONE ? PAINT_STRONG : paint_of(status);
	for (int stage = 1; stage <= TRACK_STAGES; stage++) {
		size_t length = named ? strlen(STAGES[stage - 1]) + STAGE_GAP - 1 : 5;
		painted(v, stage <= reached ? paint : PAINT_FAINT, stage_mark(v, stage, reached, status));
		buffer_clear(&line);
		for (size_t i = 0; stage < TRACK_STAGES && i < length; i++)
			buffer_text(&line, stage < reached ? v->marks->done : v->marks->todo);
		if (line.length)
			painted(v, stage < reached ? paint : PAINT_FAINT, line.data);
	}
	buffer_free(&line);
	buffer_char(v->out, '\n');
	for (size_t i = 0; named && i < TRACK_STAGES; i++) {
		painted(v, (int)i < reached ? PAINT_NONE : PAINT_FAINT, STAGES[i]);
		if (i + 1 < TRACK_STAGES)
			blanks(v->out, STAGE_GAP);
	}
	if (named)
		buffer_char(v->out, '\n');
}

/* "Out for delivery · Muenster, DE" */
static const char *event_text(const struct canvas *v, const struct track_event *e, struct arena *arena)
{
	struct buffer b = { 0 };
	const char *text = e->text ? e->text : e->code;
	if (e->substatus)
		buffer_printf(&b, "(%s)", e->substatus);
	if (text)
		buffer_printf(&b, "%s%s", b.length ? " " : "", text);
	if (e->place || e->country)
		buffer_printf(&b, "%s%s%s%s", b.length ? v->marks->dot : "", e->place ? e->place : "",
			      e->place && e->country ? ", " : "", e->country ? e->country : "");
	const char *joined = b.length ? arena_copy(arena, b.data, b.length) : "";
	buffer_free(&b);
	return clean(arena, joined, v->how->ascii);
}

/*  "  15:07 +01:00  * delivered             Delivered, Muenster, DE" */
static void draw_event(const struct canvas *v, const struct track_event *e, const struct local *local, bool newest,
		       struct arena *arena)
{
	const size_t status_column = 18, text_column = 41;
	size_t width = v->how->width;
	const char *words = words_of(arena, e->status), *text = event_text(v, e, arena);
	bool below = width && width < text_column + TEXT_LEAST;
	enum paint paint = paint_of(e->status) == PAINT_NONE && newest ? PAINT_STRONG : paint_of(e->status);
	buffer_printf(v->out, "  %s %s  ", local->time, local->offset);
	painted(v, paint, mark_of(v->marks, e->status));
	buffer_char(v->out, ' ');
	painted(v, paint, words);
	if (!*text) {
		buffer_char(v->out, '\n');
		return;
	}
	if (below) {
		buffer_text(v->out, "\n                ");
		painted(v, PAINT_FAINT, v->marks->line);
		buffer_char(v->out, ' ');
	} else {
		blanks(v->out, text_column - status_column - strlen(words));
	}
	size_t column = below ? status_column : text_column;
	wrapped(v, text, !width ? 0 : width > column + 8 ? width - column : 8, column);
}

static void draw_gap(const struct canvas *v, const char *what)
{
	blanks(v->out, 16);
	painted(v, PAINT_FAINT, v->marks->line);
	buffer_char(v->out, ' ');
	painted(v, PAINT_FAINT, what);
	buffer_char(v->out, '\n');
}

static void draw_events(const struct canvas *v, const struct track_event *events, size_t n, size_t leg,
			struct arena *arena)
{
	static const char *const WEEKDAYS[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	char day[DAY_TEXT_SIZE] = "";
	for (size_t i = n; i-- > 0;) {
		struct local local = { 0 };
		int64_t number;
		localise(v->how, events[i].at, events[i].offset, &local);
		if (i + 1 < n && leg && i + 1 == leg)
			draw_gap(v, "before it set out again");
		else if (i + 1 < n && events[i + 1].at - events[i].at >= DAY)
			draw_gap(v, span_text(arena, events[i + 1].at - events[i].at));
		if (strcmp(day, local.day) != 0) {
			memcpy(day, local.day, sizeof day);
			if (day_parse(day, &number, NULL) == STATUS_OK)
				painted(v, PAINT_STRONG,
					arena_printf(arena, "%s %s", WEEKDAYS[day_of_week(number)], day));
			buffer_char(v->out, '\n');
		}
		draw_event(v, &events[i], &local, i + 1 == n, arena);
	}
}

void track_timeline(const struct shipment *shipment, const struct track_event *events, size_t n,
		    const struct track_drawing *how, struct buffer *out)
{
	struct arena arena = { 0 };
	const struct canvas v = { how, how->ascii ? &ASCII_MARKS : &UNICODE_MARKS, out };
	struct track_fact *facts = arena_alloc(&arena, n * sizeof *facts + 1);
	for (size_t i = 0; i < n; i++)
		facts[i] = (struct track_fact) { events[i].at, events[i].status };
	struct track_state state = track_derive(facts, n, shipment->delivered_at);
	int reached = track_stage(shipment->status);
	for (size_t i = state.leg; i < n; i++)
		if (track_stage(events[i].status) > reached)
			reached = track_stage(events[i].status);
	/* Undone deliveries are not where it stands. */
	if (reached == TRACK_STAGES && shipment->status != SHIPMENT_DELIVERED)
		reached = TRACK_STAGES - 1;
	draw_head(&v, shipment, &arena);
	draw_status(&v, shipment, state.decided == TRACK_NOTHING ? NULL : &events[state.decided],
		    n ? &events[n - 1] : NULL, &arena);
	buffer_char(out, '\n');
	draw_bar(&v, reached, shipment->status);
	buffer_char(out, '\n');
	draw_events(&v, events, n, state.leg, &arena);
	arena_free(&arena);
}
