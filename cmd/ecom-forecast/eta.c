/* ecom-forecast eta: when parcels arrive. */
#include <ecom/flow.h>
#include <ecom/track.h>

#include "shared.h"

struct eta_options {
	int clock;
	struct texts quantiles;
	bool backtest, each;
	int64_t parts;
};

static const struct option OPTIONS[] = {
	{ "quantiles", 0, OPTION_TEXTS, "LIST", "levels between 0 and 1", offsetof(struct eta_options, quantiles),
	  .initial = "0.5,0.8,0.9" },
	{ "clock", 0, OPTION_WORD, "START", "hand-over or order: what days are counted from",
	  offsetof(struct eta_options, clock), .initial = "hand-over", .words = FLOW_CLOCK_WORDS },
	{ "backtest", 0, OPTION_FLAG, NULL, "how well would it have been said of the parcels delivered so far?",
	  offsetof(struct eta_options, backtest) },
	{ "parts", 0, OPTION_INT, "N", "with --backtest: a score for each of N parts too, oldest first",
	  offsetof(struct eta_options, parts), .initial = "4", .min = 1, .max = 1000 },
	{ "each", 0, OPTION_FLAG, NULL, "with --backtest: what would have been said of each parcel, in place of scores",
	  offsetof(struct eta_options, each) },
	{ NULL },
};

static void emit(void *ctx, const struct flow_eta *eta)
{
	run_emit(ctx, eta);
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	const struct eta_options *o = run->options;
	struct number_levels levels;

	if (!run->state) {
		enum status status = levels_read(&o->quantiles, &levels, err);
		if (status != STATUS_OK)
			return status;
		run->state = flow_parcels_new(o->clock);
	}
	return flow_parcels_add(run->state, record, run->zone, err);
}

static enum status report(struct run *run, struct error *err)
{
	const struct eta_options *o = run->options;
	struct number_levels levels;
	struct flow_eta_settings settings = {
		.now = run_now(run), .levels = &levels, .backtest = o->backtest, .each = o->each, .parts = o->parts
	};
	enum status status = levels_read(&o->quantiles, &levels, err);

	if (status == STATUS_OK && run->state)
		flow_eta_report(run->state, &settings, emit, run);
	flow_parcels_free(run->state);
	run->state = NULL;
	return status;
}

/* `ecom-track list` prints more than is needed, and so does `ecom-track events`. */
static const struct record_type *const PASS[] = { &shipment_type, &track_event_type, NULL };

const struct verb VERB_ETA = {
	.name = "eta",
	.help = "when parcels arrive and what befalls them next, from those that did",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct eta_options),
	.input = &flow_parcel_type,
	.output = &flow_eta_type,
	.pass = PASS,
	.each = gather,
	.finish = report,
};
