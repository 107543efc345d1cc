/* Parcels as one HTML page that needs nothing beside itself. */
#include "picture_impl.h"

#include <string.h>

#define WIDE   760.0
#define NARROW 380.0

struct page {
	const struct track_picture *how;
	struct buffer *out;
	struct arena *arena;
};

static const char STYLE[] =
	"<style>\n"
	":root{color-scheme:light dark;--page:#f4f6f8;--card:#fff;--ink:#1f2933;--faint:#667380;--rule:#dde3e8;--plain:#1f5fa8;"
	"--good:#1a7f4b;--warn:#a86100;--bad:#bf3627;--on:#fff}\n"
	"@media(prefers-color-scheme:dark){:root{--page:#0e1216;--card:#171d23;--ink:#e4e9ee;--faint:#98a5b1;--rule:#303942;"
	"--plain:#6cb2f5;--good:#4cc38a;--warn:#f0b04a;--bad:#ff8a7d;--on:#0e1216}}\n"
	"*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',"
	"'Noto Sans','Noto Sans CJK SC',sans-serif}\n"
	"main{max-width:808px;margin:0 auto;padding:16px 12px}article{background:var(--card);border:1px solid var(--rule);border-radius:12px;"
	"padding:24px;margin:12px 0;overflow-wrap:anywhere}\n"
	"h1{font-size:1.35rem;line-height:1.3;margin:0}h2{font-size:1.05rem;margin:28px 0 8px}h3{font-size:.95rem;margin:22px 0 6px}"
	"p{margin:4px 0}.faint{color:var(--faint)}.plain{color:var(--plain)}.good{color:var(--good)}.warn{color:var(--warn)}"
	".bad{color:var(--bad)}.now{font-size:1.15rem;font-weight:600}.now+p:empty{display:none}\n"
	".bar{list-style:none;display:flex;margin:24px 0 8px;padding:0}.bar li{flex:1;text-align:center;font-size:.8rem;line-height:1.25;"
	"position:relative;padding:22px 4px 0;color:var(--faint)}.bar li::before{content:'';position:absolute;top:4px;left:50%;width:14px;"
	"height:14px;margin-left:-7px;border-radius:50%;background:var(--rule)}.bar li+li::after{content:'';position:absolute;top:9px;"
	"right:calc(50% + 11px);left:calc(-50% + 11px);height:4px;border-radius:2px;background:var(--rule)}"
	".bar .done::before,.bar .done::after{background:currentColor!important}.bar .done{color:var(--plain)}.bar .done.good{color:var(--good)}"
	".bar .done.warn{color:var(--warn)}.bar .done.bad{color:var(--bad)}.bar .at{font-weight:600}\n"
	"figure{margin:20px -24px 0}figure>svg{display:block;width:100%;height:auto}.narrow{display:none!important}\n"
	".days{list-style:none;margin:0;padding:0}.days li{display:grid;grid-template-columns:6.6rem 2.4rem 1fr;padding:0}.days time{padding-top:2px;"
	"font-variant-numeric:tabular-nums}.days i{position:relative;font-style:normal}.days i::before{content:'';position:absolute;left:50%;"
	"top:0;bottom:0;width:2px;margin-left:-1px;background:var(--rule)}.days li:first-child i::before{top:14px}.days .last i::before{bottom:auto;"
	"height:14px}.days .last:first-child i::before{display:none}.days b{position:relative;display:block;width:1.6rem;height:1.6rem;line-height:1.6rem;margin:2px auto 0;border-radius:50%;"
	"background:var(--plain);color:var(--on);text-align:center;font-size:.75rem}.days b.dot{width:.9rem;height:.9rem;margin-top:8px}"
	".days b.good{background:var(--good)}.days b.warn{background:var(--warn)}.days b.bad{background:var(--bad)}.days b.none{background:var(--faint)}"
	".days div{padding:2px 0 14px 6px}.days small{color:var(--faint)}\n"
	"table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:6px 8px 6px 0;border-top:1px solid var(--rule);vertical-align:top}"
	"th{font-weight:400;color:var(--faint);width:11rem}footer{max-width:808px;margin:0 auto;color:var(--faint);font-size:.8rem;padding:0 16px 16px}\n"
	"@media(max-width:560px){main{padding:0}article{padding:16px;margin:0 0 10px;border-radius:0;border-width:1px 0}figure{margin:16px -16px 0}"
	".wide{display:none!important}.narrow{display:block!important}.days li{grid-template-columns:3.6rem 2rem 1fr}.days time small{display:block}"
	".bar li{font-size:.7rem}th{width:7.5rem}}\n"
	"</style>\n";

static void add(const struct page *p, const char *before, const char *text, const char *after)
{
	buffer_text(p->out, before);
	draw_escaped(p->out, text);
	buffer_text(p->out, after);
}

static void add_head(const struct page *p, const struct track_way *way, const struct track_state *state)
{
	const struct shipment *s = way->shipment;
	struct track_remark remarks[TRACK_REMARKS];
	size_t n = track_remarks(s, state->decided == TRACK_NOTHING ? NULL : &way->events[state->decided],
				 way->n ? &way->events[way->n - 1] : NULL, p->how->now, p->how->zone, remarks, p->arena);
	add(p, "<h1>", s->carrier ? s->carrier : "", "");
	add(p, " ", s->number ? s->number : s->shipment, "</h1>\n");
	buffer_printf(p->out, "<p class=\"now %s\">", track_mood_class(remarks[0].mood));
	add(p, "", remarks[0].text, "</p>\n<p class=\"faint\">");
	for (size_t i = 1; i < n; i++) {
		buffer_printf(p->out, "%s<span class=\"%s\">", i > 1 ? " · " : "", remarks[i].mood == TRACK_PLAIN ? "" : track_mood_class(remarks[i].mood));
		add(p, "", remarks[i].text, "</span>");
	}
	buffer_text(p->out, "</p>\n");
}

static void add_bar(const struct page *p, int reached, int status)
{
	buffer_text(p->out, "<ol class=\"bar\">");
	for (int i = 0; i < TRACK_STAGES; i++)
		buffer_printf(p->out, "<li class=\"%s %s %s\">%s</li>", i < reached ? "done" : "", i < reached ? track_mood_class(track_mood(status)) : "",
			      i + 1 == reached ? "at" : "", TRACK_STAGE_NAMES[i]);
	buffer_text(p->out, "</ol>\n");
}

static void add_map(const struct page *p, const struct track_way *way, const struct track_route *route)
{
	static const struct {
		const char *class;
		double width;
	} SIZES[] = { { "wide", WIDE }, { "narrow", NARROW } };
	if (!route->n) {
		if (route->n_named)
			buffer_text(p->out, "<p class=\"faint\">Where its places are is not known: there is no map.</p>\n");
		return;
	}
	buffer_text(p->out, "<figure>\n");
	for (size_t i = 0; i < ARRAY_LENGTH(SIZES); i++) {
		struct buffer map = { 0 };
		double height = track_map_field(route, way, p->how, SIZES[i].width, &map, p->arena);
		buffer_printf(p->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ecom %s\" viewBox=\"0 0 %.0f %.0f\" role=\"img\">"
				      "<title>The way of the parcel on a map</title>\n",
			      SIZES[i].class, SIZES[i].width, height);
		buffer_add(p->out, map.data, map.length);
		buffer_text(p->out, "</svg>\n");
		buffer_free(&map);
	}
	buffer_text(p->out, "</figure>\n");
}

/* The stop that an event is the first of; 0: none. */
static size_t stop_of(const struct track_route *route, size_t event)
{
	for (size_t i = 0; i < route->n; i++)
		if (route->stops[i].first == event)
			return i + 1;
	return 0;
}

static void add_event(const struct page *p, const struct track_event *e, const struct track_clock *clock, size_t stop, bool last)
{
	enum track_mood mood = track_mood(e->status);
	const char *color = e->status == SHIPMENT_UNKNOWN ? "none" : track_mood_class(mood);
	buffer_printf(p->out, "<li%s><time>%s <small>", last ? " class=\"last\"" : "", clock->time);
	add(p, "", clock->zone, "</small></time>");
	if (stop)
		buffer_printf(p->out, "<i><b class=\"%s\">%zu</b></i>", color, stop);
	else
		buffer_printf(p->out, "<i><b class=\"dot %s\"></b></i>", color);
	buffer_printf(p->out, "<div><strong class=\"%s\">", mood == TRACK_PLAIN ? "" : track_mood_class(mood));
	add(p, "", track_status_text(p->arena, e->status, e->substatus), "</strong>");
	if (e->text || e->code)
		add(p, "<br>", e->text ? e->text : e->code, "");
	if (e->place || e->country) {
		add(p, "<br><span class=\"faint\">", e->place ? e->place : "", e->place && e->country ? ", " : "");
		add(p, "", e->country ? e->country : "", "</span>");
	}
	buffer_text(p->out, "</div></li>\n");
}

static void add_events(const struct page *p, const struct track_way *way, const struct track_route *route, size_t leg)
{
	char day[DAY_TEXT_SIZE] = "";
	buffer_text(p->out, "<h2>What happened</h2>\n");
	if (!way->n)
		buffer_text(p->out, "<p class=\"faint\">Nothing was reported yet.</p>\n");
	for (size_t i = way->n; i-- > 0;) {
		const struct track_event *e = &way->events[i], *later = i + 1 < way->n ? &way->events[i + 1] : NULL;
		struct track_clock clock = { 0 }, earlier = { 0 };
		track_clock_of(e, p->how->zone, &clock);
		if (i)
			track_clock_of(&way->events[i - 1], p->how->zone, &earlier);
		bool new_day = strcmp(day, clock.day) != 0;
		if (new_day) {
			buffer_text(p->out, later ? "</ol>\n" : "");
			if (later && leg && i + 1 == leg)
				buffer_text(p->out, "<p class=\"faint\">before it set out again</p>\n");
			else if (later && later->at - e->at >= DAY_MS)
				add(p, "<p class=\"faint\">", track_span(p->arena, later->at - e->at), " without news</p>\n");
			memcpy(day, clock.day, sizeof day);
			add(p, "<h3>", track_day(p->arena, day), "</h3>\n<ol class=\"days\">\n");
		}
		add_event(p, e, &clock, stop_of(route, i), strcmp(earlier.day, clock.day) != 0);
	}
	buffer_text(p->out, way->n ? "</ol>\n" : "");
}

static void add_row(const struct page *p, const char *name, const char *value)
{
	if (value && *value) {
		buffer_printf(p->out, "<tr><th scope=\"row\">%s</th><td>", name);
		add(p, "", value, "</td></tr>\n");
	}
}

static void add_instant(const struct page *p, const char *name, int64_t at)
{
	if (at != INSTANT_NONE)
		add_row(p, name, track_moment(p->arena, at, NULL, p->how->zone));
}

static void add_table(const struct page *p, const struct track_way *way, const struct track_route *route)
{
	const struct shipment *s = way->shipment;
	buffer_text(p->out, "<h2>Details</h2>\n<table>\n");
	add_row(p, "Order", s->order);
	add_row(p, "Parcel", s->shipment);
	add_row(p, "Carrier", s->carrier);
	add_row(p, "Number", s->number);
	add_instant(p, "Handed over", s->shipped_at);
	add_instant(p, "Promised", s->promised_at);
	if (s->first_promised_at != s->promised_at)
		add_instant(p, "Promised at first", s->first_promised_at);
	add_instant(p, "Delivered", s->delivered_at);
	if (s->delivered_at != INSTANT_NONE && s->shipped_at != INSTANT_NONE && s->delivered_at > s->shipped_at)
		add_row(p, "Under way for", track_span(p->arena, s->delivered_at - s->shipped_at));
	if (route->n > 1)
		add_row(p, "Distance", arena_printf(p->arena, "%s from stop to stop", track_km(p->arena, route->km)));
	buffer_text(p->out, "</table>\n");
}

static void add_parcel(const struct page *p, const struct track_way *way)
{
	struct track_state state;
	struct track_route route;
	int reached = track_reached(way->shipment, way->events, way->n, &state, p->arena);
	track_route_of(way, p->how->places, &route, p->arena);
	buffer_text(p->out, "<article>\n");
	add_head(p, way, &state);
	add_bar(p, reached, way->shipment->status);
	add_map(p, way, &route);
	add_events(p, way, &route, state.leg);
	add_table(p, way, &route);
	buffer_text(p->out, "</article>\n");
}

void track_page(const struct track_way *ways, size_t n, const struct track_picture *how, struct buffer *out)
{
	struct arena arena = { 0 };
	const struct page p = { how, out, &arena };
	/* No script runs and nothing is fetched, whatever a carrier's text may hold. */
	buffer_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
			 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
	add(&p, "<title>", n == 1 ? ways[0].shipment->shipment : "Parcels", "</title>\n");
	buffer_text(out, STYLE);
	track_svg_style(out);
	buffer_text(out, "</head>\n<body>\n<main>\n");
	for (size_t i = 0; i < n; i++)
		add_parcel(&p, &ways[i]);
	buffer_text(out, "</main>\n<footer>Places: GeoNames (geonames.org), CC BY 4.0. Land and borders: Natural Earth.</footer>\n</body>\n</html>\n");
	arena_free(&arena);
}
