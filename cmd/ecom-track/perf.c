/* ecom-track perf: how well carriers do. */
#include "verbs.h"

struct perf_options {
	struct texts by;
	const char *carrier;
	int64_t since, until;
};

static const struct option OPTIONS[] = {
	{ "by", 0, OPTION_TEXTS, "WORD,...", "groups: carrier, lane, service, month; carrier if not given",
	  offsetof(struct perf_options, by) },
	{ "carrier", 0, OPTION_TEXT, "NAME", "only of this carrier", offsetof(struct perf_options, carrier) },
	{ "since", 0, OPTION_INSTANT, "TIME", "handed over at this time or later",
	  offsetof(struct perf_options, since) },
	{ "until", 0, OPTION_INSTANT, "TIME", "handed over before", offsetof(struct perf_options, until) },
	{ NULL },
};

static void emit(void *ctx, const struct track_perf *perf)
{
	run_emit(ctx, perf);
}

static enum status perf(struct run *run, struct error *err)
{
	const struct perf_options *o = run->options;
	struct track_perf_filter filter = {
		.carrier = o->carrier, .since = o->since, .until = o->until, .zone = run->zone
	};
	enum status st = read_words(&o->by, "by", TRACK_BY_WORDS, filter.by, err);
	if (!o->by.count)
		filter.by[TRACK_BY_CARRIER] = true;
	return st ? st : track_perf(run->store, &filter, emit, run, err);
}

const struct verb VERB_PERF = {
	.name = "perf",
	.help = "say how well carriers do: deliveries on time, days on the way",
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct perf_options),
	.output = &track_perf_type,
	.run = perf,
};
