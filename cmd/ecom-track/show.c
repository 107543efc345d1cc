/* ecom-track show: the way of a parcel, drawn for people. */
#include "verbs.h"

struct show_options {
	bool ascii;
	int64_t width;
};

static const struct option OPTIONS[] = {
	{ "ascii", 0, OPTION_FLAG, NULL, "draw with ASCII characters only", offsetof(struct show_options, ascii) },
	{ "width", 'w', OPTION_INT, "COLUMNS", "as on a terminal of so many columns; the terminal's otherwise",
	  offsetof(struct show_options, width), .min = 20, .max = 10000 },
	{ NULL },
};

/* The shipments that a name stands for: kept, because the store is asked again while they are shown. */
struct found {
	struct arena *arena;
	struct buffer shipments;
};

static void keep(void *ctx, const struct shipment *shipment)
{
	struct found *found = ctx;
	struct shipment copy = *shipment;
	copy.shipment = arena_text(found->arena, shipment->shipment);
	copy.order = arena_text(found->arena, shipment->order);
	copy.carrier = arena_text(found->arena, shipment->carrier);
	copy.number = arena_text(found->arena, shipment->number);
	copy.substatus = arena_text(found->arena, shipment->substatus);
	buffer_add(&found->shipments, &copy, sizeof copy);
}

static void draw(struct run *run, const struct shipment *shipment, const struct record_list *events)
{
	const struct show_options *o = run->options;
	const struct track_drawing how = {
		.width = run_given(run, "width") ? (size_t)o->width : run_width(run),
		.ascii = o->ascii,
		.color = run_color(run),
		.now = run_now(run),
		.zone = run->zone,
	};
	struct buffer text = { 0 };
	track_timeline(shipment, events->items, events->count, &how, &text);
	buffer_char(&text, '\n');
	run_print(run, text.data);
	buffer_free(&text);
}

static enum status show_one(struct run *run, const struct shipment *shipment, struct error *err)
{
	struct record_list events;
	enum status st = track_events(run->store, shipment->shipment, &events, run->arena, err);
	if (st)
		return st;
	if (run_is_table(run)) {
		draw(run, shipment, &events);
		return STATUS_OK;
	}
	for (size_t i = 0; i < events.count; i++)
		run_emit(run, (const struct track_event *)events.items + i);
	return STATUS_OK;
}

static enum status show(struct run *run, void *record, struct error *err)
{
	const struct track_query *query = record;
	struct track_filter filter = {
		.any = query->shipment, .since = INSTANT_NONE, .late_at = INSTANT_NONE, .stale_before = INSTANT_NONE
	};
	struct found found = { .arena = run->arena };
	size_t n;
	enum status st = track_list(run->store, &filter, &n, keep, &found, err);
	for (size_t i = 0; !st && i < n; i++)
		st = show_one(run, (const struct shipment *)(const void *)found.shipments.data + i, err);
	if (!st && !n)
		st = error_reject(err, "unknown_shipment", "shipment", "no parcel, order or number \"%.128s\"",
				  query->shipment);
	buffer_free(&found.shipments);
	return st;
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
	.output_default = FORMAT_TABLE,
};
