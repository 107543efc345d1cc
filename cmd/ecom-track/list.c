/* ecom-track list: shipments. */
#include "verbs.h"

struct list_options {
	struct texts status;
	const char *order, *carrier;
	int64_t since, stale, limit;
	bool late;
};

static const struct option OPTIONS[] = {
	{ "status", 0, OPTION_TEXTS, "WORD,...", "only shipments in one of these statuses",
	  offsetof(struct list_options, status) },
	{ "order", 0, OPTION_TEXT, "ORDER", "only of this order", offsetof(struct list_options, order) },
	{ "carrier", 0, OPTION_TEXT, "NAME", "only with this carrier", offsetof(struct list_options, carrier) },
	{ "since", 0, OPTION_INSTANT, "TIME", "handed over at this time or later",
	  offsetof(struct list_options, since) },
	{ "late", 0, OPTION_FLAG, NULL, "not delivered by the promised time", offsetof(struct list_options, late) },
	{ "stale", 0, OPTION_DURATION, "DURATION", "under way, and nothing heard for so long: 3d",
	  offsetof(struct list_options, stale) },
	{ "limit", 'n', OPTION_INT, "N", "at most N, 0 = all", offsetof(struct list_options, limit), .max = INT64_MAX },
	{ NULL },
};

static void emit(void *ctx, const struct shipment *shipment)
{
	run_emit(ctx, shipment);
}

static void ignore(void *ctx, const struct shipment *shipment)
{
	(void)ctx;
	(void)shipment;
}

/* Who is asked for by name and is not listed was kept away by another option, or is not there. */
static enum status list_named(struct run *run, const struct track_filter *filter, struct error *err)
{
	struct track_filter alone = {
		.any = filter->any, .since = INSTANT_NONE, .late_at = INSTANT_NONE, .stale_before = INSTANT_NONE
	};
	struct error why;
	size_t found;
	enum status st = track_list(run->store, filter, &found, emit, run, err);
	if (!st && !found)
		st = track_list(run->store, &alone, &found, ignore, NULL, err);
	if (st || found)
		return st;
	error_reject(&why, "unknown_shipment", "", "no parcel, order or number \"%.128s\"", filter->any);
	run_reject(run, NULL, &why);
	return STATUS_OK;
}

static enum status list(struct run *run, struct error *err)
{
	const struct list_options *o = run->options;
	bool statuses[SHIPMENT_UNKNOWN + 1] = { false };
	struct track_filter filter = {
		.statuses = o->status.count ? statuses : NULL,
		.order = o->order,
		.carrier = o->carrier,
		.since = o->since,
		.late_at = o->late ? run_now(run) : INSTANT_NONE,
		.stale_before = run_given(run, "stale") ? run_now(run) - o->stale : INSTANT_NONE,
		.limit = o->limit,
	};
	enum status st = read_words(&o->status, "status", SHIPMENT_STATUS_WORDS, statuses, err);
	if (st || !run->n_operands)
		return st ? st : track_list(run->store, &filter, NULL, emit, run, err);
	for (size_t i = 0; !st && i < run->n_operands; i++) {
		filter.any = run->operands[i];
		st = list_named(run, &filter, err);
	}
	return st;
}

const struct verb VERB_LIST = {
	.name = "list",
	.help = "list shipments in the order of their ids",
	.operands_help = "[SHIPMENT|ORDER|NUMBER...]",
	.operands = OPERANDS_TEXT,
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct list_options),
	.output = &shipment_type,
	.run = list,
};
