/* ecom-track import: what carriers report. */
#include "verbs.h"

struct import_options {
	bool create, news;
	int64_t tell_within;
};

static const struct option OPTIONS[] = {
	{ "create", 'c', OPTION_FLAG, NULL, "a parcel that is not known is added, without an order",
	  offsetof(struct import_options, create) },
	{ "news", 0, OPTION_FLAG, NULL, "print only events that were not known before",
	  offsetof(struct import_options, news) },
	{ "tell-within", 0, OPTION_DURATION, "DURATION", "a new status is told if it is no older than this; 0s = never",
	  offsetof(struct import_options, tell_within), .initial = TRACK_TELL_WITHIN },
	{ "carrier", 0, OPTION_FIELD, "NAME", "the carrier of events that name none" },
	{ "offset", 0, OPTION_FIELD, "OFFSET", "of the clocks at the place, for events that give none: +08:00" },
	{ NULL },
};

static enum status import_some(struct run *run, const struct change *change, struct track_event *const *events,
			       size_t n, struct error *err)
{
	const struct import_options *o = run->options;
	const struct track_import_options options = { .zone = run->zone,
						      .create = o->create,
						      .how = { .tell_within_ms = o->tell_within,
							       .zone_of_place = track_zone_of_place,
							       .ctx = shared_places(run) } };
	bool known[STORE_BULK_ROWS];
	enum status st = track_import(change, events, n, &options, known, err);
	for (size_t i = 0; st == STATUS_OK && i < n; i++)
		if (!o->news || !known[i])
			run_emit(run, events[i]);
	return st;
}

static enum status import_one(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct track_event *event = record;
	return import_some(run, &change, &event, 1, err);
}

static enum status import_chunk(struct run *run, void *const *records, size_t count, struct error *err)
{
	struct change change = run_change(run, NULL);
	struct track_event *events[STORE_BULK_ROWS];
	for (size_t i = 0; i < count; i++)
		events[i] = records[i];
	return import_some(run, &change, events, count, err);
}

const struct verb VERB_IMPORT = {
	.name = "import",
	.help = "take in what carriers report, and bring shipments and orders up to it",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct import_options),
	.input = &track_news_type,
	.output = &track_event_type,
	.each = import_one,
	.chunk = import_chunk,
	.batch = 1000,
};
