/* ecom-track map: the way of parcels on a map. */
#include "verbs.h"

struct map_options {
	bool geojson, html;
};

static const struct option OPTIONS[] = {
	{ "geojson", 0, OPTION_FLAG, NULL, "stops and ways as GeoJSON instead of SVG", offsetof(struct map_options, geojson) },
	{ "html", 0, OPTION_FLAG, NULL, "a page with map, timeline and table", offsetof(struct map_options, html) },
	{ NULL },
};

static enum status map(struct run *run, void *record, struct error *err)
{
	return shared_collect(run, record, err);
}

static enum status finish(struct run *run, struct error *err)
{
	const struct map_options *o = run->options;
	return shared_draw(run, o->geojson ? track_geojson : o->html ? track_page : track_map, err);
}

static const struct record_type *const PASS[] = { &shipment_type, &track_event_type, NULL };

const struct verb VERB_MAP = {
	.name = "map",
	.help = "draw the way of parcels on a map, as SVG or GeoJSON",
	.operands_help = "[SHIPMENT|ORDER|NUMBER...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct map_options),
	.input = &track_query_type,
	.pass = PASS,
	.each = map,
	.finish = finish,
};
