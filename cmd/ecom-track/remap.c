/* ecom-track remap: what events mean by the maps as they are now. */
#include "shared.h"
#include "verbs.h"

struct remap_options {
	const char *carrier;
	int64_t tell_within;
};

static const struct option OPTIONS[] = {
	{ "carrier", 0, OPTION_TEXT, "NAME", "only parcels with this carrier",
	  offsetof(struct remap_options, carrier) },
	{ "tell-within", 0, OPTION_DURATION, "TIME",
	  "tell of a status that follows if it came about so recently; 0s: never",
	  offsetof(struct remap_options, tell_within), "0s" },
	{ NULL },
};

static void emit(void *ctx, const struct shipment *shipment)
{
	run_emit(ctx, shipment);
}

static enum status remap(struct run *run, struct error *err)
{
	const struct remap_options *o = run->options;
	struct change change = run_change(run, NULL);
	struct poll_agent agent;
	size_t events;
	enum status st = agent_open(run, NULL, o->tell_within, &agent, err);
	if (st)
		return st;
	const struct track_remap how = {
		.adapter = agent.adapter, .ctx = agent.ctx, .carrier = o->carrier, .how = agent.how
	};
	st = track_remap(&change, &how, &events, emit, run, err);
	if (!st)
		run_note(run, "%zu events mean something else", events);
	agent_close(&agent);
	return st;
}

const struct verb VERB_REMAP = {
	.name = "remap",
	.help = "derive statuses again from what carriers said, by their maps as they are now",
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct remap_options),
	.output = &shipment_type,
	.run = remap,
};
