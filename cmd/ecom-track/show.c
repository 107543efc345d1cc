/* ecom-track show: the way of a parcel, drawn for people. */
#include "verbs.h"

#include <string.h>

struct show_options {
	bool ascii, svg, html, geojson, aside;
	int64_t width;
};

static const struct option OPTIONS[] = {
	{ "ascii", 0, OPTION_FLAG, NULL, "draw with ASCII characters only", offsetof(struct show_options, ascii) },
	{ "width", 'w', OPTION_INT, "COLUMNS", "as on a terminal of so many columns; the terminal's otherwise",
	  offsetof(struct show_options, width), .min = 20, .max = 10000 },
	{ "svg", 0, OPTION_FLAG, NULL, "the timeline as an SVG picture", offsetof(struct show_options, svg) },
	{ "html", 0, OPTION_FLAG, NULL, "one HTML page with map, timeline and table", offsetof(struct show_options, html) },
	{ "geojson", 0, OPTION_FLAG, NULL, "its stops and ways as GeoJSON", offsetof(struct show_options, geojson) },
	{ "aside", 0, OPTION_FLAG, NULL, "the events that do not count, as records", offsetof(struct show_options, aside) },
	{ NULL },
};

/* A locale without UTF-8 shows no other signs. */
static bool is_plain_locale(const struct run *run)
{
	static const char *const NAMES[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	for (size_t i = 0; i < ARRAY_LENGTH(NAMES); i++) {
		const char *value = run_environment(run, NAMES[i]);
		if (value && *value)
			return !strcasestr(value, "utf-8") && !strcasestr(value, "utf8");
	}
	return true;
}

static void draw(struct run *run, const struct track_way *way)
{
	const struct show_options *o = run->options;
	const struct track_drawing how = {
		.width = run_given(run, "width") ? (size_t)o->width : run_width(run),
		.ascii = o->ascii || is_plain_locale(run),
		.color = run_color(run),
		.now = run_now(run),
		.zone = run->zone,
	};
	struct buffer text = { 0 };
	track_timeline(way->shipment, way->events, way->n, &how, &text);
	buffer_char(&text, '\n');
	run_print(run, text.data);
	buffer_free(&text);
}

static bool is_picture(const struct run *run)
{
	const struct show_options *o = run->options;
	return o->svg || o->html || o->geojson;
}

static enum status emit_aside(struct run *run, const struct track_way *way, struct error *err)
{
	struct record_list events;
	enum status st = track_events_aside(run->store, way->shipment->shipment, &events, run->arena, err);
	for (size_t i = 0; !st && i < events.count; i++)
		run_emit(run, (const struct track_event *)events.items + i);
	return st;
}

static enum status show(struct run *run, void *record, struct error *err)
{
	const struct track_query *query = record;
	const struct show_options *o = run->options;
	struct track_way *ways;
	size_t n;
	if (is_picture(run))
		return shared_collect(run, query, err);
	enum status st = shared_find(run, query->shipment, run->arena, &ways, &n, err);
	for (size_t i = 0; !st && i < n; i++) {
		if (o->aside)
			st = emit_aside(run, &ways[i], err);
		else if (run_is_table(run))
			draw(run, &ways[i]);
		for (size_t j = 0; !o->aside && !run_is_table(run) && j < ways[i].n; j++)
			run_emit(run, &ways[i].events[j]);
	}
	return st;
}

static enum status finish(struct run *run, struct error *err)
{
	const struct show_options *o = run->options;
	return is_picture(run) ? shared_draw(run, o->svg ? track_svg : o->html ? track_page : track_geojson, err) : STATUS_OK;
}

static const struct record_type *const PASS[] = { &shipment_type, &track_event_type, NULL };

const struct verb VERB_SHOW = {
	.name = "show",
	.help = "draw the way of parcels, newest first",
	.operands_help = "[SHIPMENT|ORDER|NUMBER...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct show_options),
	.input = &track_query_type,
	.output = &track_event_type,
	.pass = PASS,
	.each = show,
	.finish = finish,
	.output_default = FORMAT_TABLE,
};
