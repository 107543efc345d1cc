/* A parcel's timeline as SVG. */
#include "picture_impl.h"

#include <stdio.h>
#include <string.h>

#define WIDTH	640.0
#define RAIL	150.0 /* x of the line that the events stand on */
#define TEXT	170.0
#define LINE	18.0
#define BAR_TOP 76.0
#define TOP	132.0

struct sheet {
	const struct track_picture *how;
	struct buffer *out;
	struct arena *arena;
	double y;
};

/* The five stages, and how far it has come. */
static void draw_bar(const struct sheet *s, int reached, int status)
{
	const double left = 48, right = WIDTH - 48, step = (right - left) / (TRACK_STAGES - 1);
	const char *mood = track_mood_class(track_mood(status));
	for (int i = 0; i < TRACK_STAGES; i++) {
		double x = left + i * step;
		if (i + 1 < TRACK_STAGES)
			buffer_printf(s->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"4\" class=\"%s\"/>\n", x, BAR_TOP - 2, step,
				      i + 1 < reached ? mood : "todo");
	}
	for (int i = 0; i < TRACK_STAGES; i++) {
		double x = left + i * step;
		buffer_printf(s->out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" class=\"ring %s\"/>\n<g text-anchor=\"middle\">", x, BAR_TOP,
			      i + 1 == reached ? 9 : 6, i < reached ? mood : "todo");
		track_svg_text(s->out, x, BAR_TOP + 26, i + 1 == reached ? "small bold" : "small faint", TRACK_STAGE_NAMES[i], step);
		buffer_text(s->out, "</g>\n");
	}
}

/* The bytes that fit into the room, up to a blank where there is one. */
static size_t fitting(const char *text, double room)
{
	size_t at = 0, last = 0;
	uint32_t point;
	while (text[at]) {
		size_t bytes = text_next(text + at, &point);
		if (at && track_letters(text, at + bytes, 13) > room)
			return last ? last : at;
		at += bytes;
		if (point == ' ' || text_width(text + at - bytes, bytes) == 2)
			last = at;
	}
	return at;
}

static void draw_wrapped(struct sheet *s, const char *text)
{
	const double room = WIDTH - TEXT - 20;
	while (*text) {
		size_t length = fitting(text, room);
		track_svg_text(s->out, TEXT, s->y, "text", arena_copy(s->arena, text, length), room + 13);
		text += length;
		text += strspn(text, " ");
		s->y += LINE;
	}
}

static void draw_rail(const struct sheet *s, double from, double to, bool gap)
{
	buffer_printf(s->out, "<path class=\"rule\" stroke-width=\"2\"%s d=\"M%.1f %.1fV%.1f\"/>\n", gap ? " stroke-dasharray=\"2 4\"" : "", RAIL,
		      from, to);
}

static void draw_event(struct sheet *s, const struct track_event *e, const struct track_clock *clock, bool newest)
{
	char class[32];
	struct buffer where = { 0 };
	enum track_mood mood = track_mood(e->status);
	snprintf(class, sizeof class, "text bold %s", mood == TRACK_PLAIN ? "" : track_mood_class(mood));
	track_svg_text(s->out, 16, s->y, "text", clock->time, 60);
	track_svg_text(s->out, 62, s->y, "small faint", clock->zone, 60);
	buffer_printf(s->out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%s\" class=\"ring %s\"/>\n", RAIL, s->y - 4.5, newest ? "7" : "5",
		      e->status == SHIPMENT_UNKNOWN ? "faint" : track_mood_class(mood));
	const char *words = track_status_text(s->arena, e->status, e->substatus);
	track_svg_text(s->out, TEXT, s->y, class, words, WIDTH - TEXT - 20);
	s->y += LINE;
	if (e->text || e->code)
		draw_wrapped(s, e->text ? e->text : e->code);
	if (e->place || e->country) {
		buffer_printf(&where, "%s%s%s", e->place ? e->place : "", e->place && e->country ? ", " : "", e->country ? e->country : "");
		track_svg_text(s->out, TEXT, s->y, "text faint", where.data, WIDTH - TEXT - 20);
		s->y += LINE;
	}
	buffer_free(&where);
	s->y += 10;
}

static void draw_events(struct sheet *s, const struct track_way *way, size_t leg)
{
	char day[DAY_TEXT_SIZE] = "";
	double above = 0;
	for (size_t i = way->n; i-- > 0;) {
		const struct track_event *e = &way->events[i], *later = i + 1 < way->n ? &way->events[i + 1] : NULL;
		struct track_clock clock = { 0 };
		track_clock_of(e, s->how->zone, &clock);
		bool begins = later && leg && i + 1 == leg, gap = later && later->at - e->at >= DAY_MS;
		if (begins || gap) {
			track_svg_text(s->out, TEXT, s->y, "small faint", begins ? "before it set out again" : track_span(s->arena, later->at - e->at),
				       200);
			s->y += 24;
		}
		if (strcmp(day, clock.day) != 0) {
			memcpy(day, clock.day, sizeof day);
			track_svg_text(s->out, 16, s->y, "text bold", track_day(s->arena, day), RAIL - 30);
			s->y += LINE + 2;
		}
		if (later)
			draw_rail(s, above + 9, s->y - 14, begins || gap);
		above = s->y - 4.5;
		draw_event(s, e, &clock, !later);
	}
}

static double draw_parcel(const struct track_way *way, const struct track_picture *how, double top, struct buffer *out, struct arena *arena)
{
	struct sheet s = { how, out, arena, TOP };
	struct track_state state;
	int reached = track_reached(way->shipment, way->events, way->n, &state, arena);
	buffer_printf(out, "<g transform=\"translate(0 %.0f)\">\n", top);
	track_svg_head(way, how, WIDTH, NULL, out, arena);
	draw_bar(&s, reached, way->shipment->status);
	if (!way->n) {
		track_svg_text(out, 16, s.y, "text faint", "Nothing was reported yet.", WIDTH);
		s.y += LINE;
	}
	draw_events(&s, way, state.leg);
	buffer_text(out, "</g>\n");
	return s.y + 6;
}

void track_svg(const struct track_way *ways, size_t n, const struct track_picture *how, struct buffer *out)
{
	track_svg_parcels(ways, n, how, WIDTH, draw_parcel, out);
}
