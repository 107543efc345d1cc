/* ecom-forecast flow: how orders move from state to state. */
#include <ecom/flow.h>
#include <ecom/track.h>

#include <math.h>

#include "shared.h"

struct flow_options {
	int show;
	double stuck;
	struct texts ends, quantiles;
	bool orders;
};

static const struct option OPTIONS[] = {
	{ "show", 0, OPTION_WORD, "WHAT", "transitions, states, both (all), or the orders that are open",
	  offsetof(struct flow_options, show), .initial = "all", .words = FLOW_SHOW_WORDS },
	{ "stuck", 0, OPTION_REAL, "P", "the open orders that are in their state for longer than P of all are",
	  offsetof(struct flow_options, stuck) },
	{ "ends", 0, OPTION_TEXTS, "STATE,...", "states after which nothing counts; those never left otherwise",
	  offsetof(struct flow_options, ends) },
	{ "quantiles", 0, OPTION_TEXTS, "LIST", "levels between 0 and 1, of the days in a state",
	  offsetof(struct flow_options, quantiles), .initial = "0.5,0.8,0.95" },
	{ "orders", 0, OPTION_FLAG, NULL, "the history of the store's orders, in place of records",
	  offsetof(struct flow_options, orders) },
	{ NULL },
};

static enum status read_settings(const struct run *run, struct flow_settings *s, struct number_levels *levels,
				 struct error *err)
{
	const struct flow_options *o = run->options;

	if (!isnan(o->stuck) && !(o->stuck > 0 && o->stuck < 1))
		return error_set(err, STATUS_USAGE, "bad_value", "stuck", "%g: expected a number between 0 and 1",
				 o->stuck);
	*s = (struct flow_settings) { .now = run_now(run),
				      .show = isnan(o->stuck) ? o->show : FLOW_SHOW_STUCK,
				      .stuck = o->stuck,
				      .ends = o->ends.items,
				      .n_ends = o->ends.count,
				      .levels = levels };
	return levels_read(&o->quantiles, levels, err);
}

static void emit(void *ctx, const struct flow *flow)
{
	run_emit(ctx, flow);
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	struct flow_settings settings;
	struct number_levels levels;

	if (!run->state) {
		enum status status = read_settings(run, &settings, &levels, err);
		if (status != STATUS_OK)
			return status;
		run->state = flow_orders_new();
	}
	return flow_orders_add(run->state, record, err);
}

static enum status report(struct run *run, struct error *err)
{
	struct flow_settings settings;
	struct number_levels levels;
	enum status status = read_settings(run, &settings, &levels, err);

	if (status == STATUS_OK && run->state)
		status = flow_orders_report(run->state, &settings, emit, run, err);
	flow_orders_free(run->state);
	run->state = NULL;
	return status;
}

static bool at_once(const struct run *run)
{
	return ((const struct flow_options *)run->options)->orders;
}

static enum status from_store(struct run *run, struct error *err)
{
	if (run->n_operands)
		return error_set(err, STATUS_USAGE, "bad_operand", "", "--orders takes no files");
	if (!run->store)
		return error_set(err, STATUS_USAGE, "no_store", "", "no store: give --store or set ECOM_STORE");
	run->state = flow_orders_new();
	enum status status = flow_orders_read(run->state, run->store, err);
	if (status == STATUS_OK)
		return report(run, err);
	flow_orders_free(run->state);
	run->state = NULL;
	return status;
}

/* `ecom-order history` prints more than is needed, and so do the events of parcels. */
static const struct record_type *const PASS[] = { &order_happening_type, &track_event_type, NULL };

const struct verb VERB_FLOW = {
	.name = "flow",
	.help = "how orders move, how long they stay, where they end",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_STORE_OPTIONAL,
	.options = OPTIONS,
	.options_size = sizeof(struct flow_options),
	.input = &flow_step_type,
	.output = &flow_type,
	.pass = PASS,
	.run = from_store,
	.each = gather,
	.finish = report,
	.at_once = at_once,
	.reads_at_once = true,
};
