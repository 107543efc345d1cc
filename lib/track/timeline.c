/* A shipment as people read it on a terminal. Pure: what it knows of the clock and the terminal it is told. */
#include "picture_impl.h"

#include <string.h>

/* Columns of an event: its time, the rail with its mark, its status, its text. */
#define RAIL	   16
#define STATUS	   18
#define TEXT	   41
#define TEXT_LEAST 24 /* beside the status; with fewer the text stands below it */

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

static enum paint paint_of_mood(enum track_mood mood)
{
	static const enum paint PAINT[] = {
		[TRACK_PLAIN] = PAINT_NONE, [TRACK_GOOD] = PAINT_GOOD, [TRACK_WARN] = PAINT_WARN, [TRACK_BAD] = PAINT_BAD
	};
	return PAINT[mood];
}

static enum paint paint_of(int status)
{
	return paint_of_mood(track_mood(status));
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
	for (;;) {
		size_t length = width ? line_length(text, width) : strlen(text);
		buffer_add(v->out, text, length);
		text += length;
		text += strspn(text, " ");
		buffer_char(v->out, '\n');
		if (!*text)
			return;
		blanks(v->out, RAIL);
		painted(v, PAINT_FAINT, v->marks->line);
		blanks(v->out, column - RAIL - 1);
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
	struct track_remark remarks[TRACK_REMARKS];
	const char *parts[TRACK_REMARKS];
	enum paint paints[TRACK_REMARKS];
	size_t n = track_remarks(s, decisive, last, v->how->now, v->how->zone, remarks, arena);
	for (size_t i = 0; i < n; i++) {
		parts[i] = clean(arena, remarks[i].text, v->how->ascii);
		paints[i] = i == 0 && remarks[i].mood == TRACK_PLAIN ? PAINT_STRONG : paint_of_mood(remarks[i].mood);
	}
	parts_line(v, parts, paints, n);
}

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
		needed += strlen(TRACK_STAGE_NAMES[i]) + (i + 1 < TRACK_STAGES ? STAGE_GAP : 0);
	bool named = !v->how->width || v->how->width >= needed;
	enum paint paint = paint_of(status) == PAINT_NONE ? PAINT_STRONG : paint_of(status);
	for (int stage = 1; stage <= TRACK_STAGES; stage++) {
		size_t length = named ? strlen(TRACK_STAGE_NAMES[stage - 1]) + STAGE_GAP - 1 : 5;
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
		painted(v, (int)i < reached ? PAINT_NONE : PAINT_FAINT, TRACK_STAGE_NAMES[i]);
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
		buffer_printf(&b, "(%s)", track_words(arena, e->substatus));
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
static void draw_event(const struct canvas *v, const struct track_event *e, const struct track_clock *local, bool newest,
		       struct arena *arena)
{
	size_t width = v->how->width;
	const char *words = track_status_text(arena, e->status, NULL), *text = event_text(v, e, arena);
	bool below = width && width < TEXT + TEXT_LEAST;
	enum paint paint = paint_of(e->status) == PAINT_NONE && newest ? PAINT_STRONG : paint_of(e->status);
	buffer_printf(v->out, "  %s %-6s  ", local->time, local->zone);
	painted(v, paint, mark_of(v->marks, e->status));
	buffer_char(v->out, ' ');
	painted(v, paint, words);
	if (!*text) {
		buffer_char(v->out, '\n');
		return;
	}
	if (below) {
		buffer_char(v->out, '\n');
		blanks(v->out, RAIL);
		painted(v, PAINT_FAINT, v->marks->line);
		buffer_char(v->out, ' ');
	} else {
		blanks(v->out, TEXT - STATUS - strlen(words));
	}
	size_t column = below ? STATUS : TEXT;
	wrapped(v, text, !width ? 0 : width > column + 8 ? width - column : 8, column);
}

static void draw_gap(const struct canvas *v, const char *what)
{
	blanks(v->out, RAIL);
	painted(v, PAINT_FAINT, v->marks->line);
	buffer_char(v->out, ' ');
	painted(v, PAINT_FAINT, what);
	buffer_char(v->out, '\n');
}

static void draw_events(const struct canvas *v, const struct track_event *events, size_t n, size_t leg,
			struct arena *arena)
{
	char day[DAY_TEXT_SIZE] = "";
	for (size_t i = n; i-- > 0;) {
		struct track_clock local = { 0 };
		track_clock_of(&events[i], v->how->zone, &local);
		if (i + 1 < n && leg && i + 1 == leg)
			draw_gap(v, "before it set out again");
		else if (i + 1 < n && events[i + 1].at - events[i].at >= DAY_MS)
			draw_gap(v, track_span(arena, events[i + 1].at - events[i].at));
		if (strcmp(day, local.day) != 0) {
			memcpy(day, local.day, sizeof day);
			painted(v, PAINT_STRONG, track_day(arena, day));
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
	struct track_state state;
	int reached = track_reached(shipment, events, n, &state, &arena);
	draw_head(&v, shipment, &arena);
	draw_status(&v, shipment, state.decided == TRACK_NOTHING ? NULL : &events[state.decided],
		    n ? &events[n - 1] : NULL, &arena);
	buffer_char(out, '\n');
	draw_bar(&v, reached, shipment->status);
	buffer_char(out, '\n');
	draw_events(&v, events, n, state.leg, &arena);
	arena_free(&arena);
}
