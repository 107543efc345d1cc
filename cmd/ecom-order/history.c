/* ecom-order history: what happened to orders. */
#include "verbs.h"

static enum status history(struct run *run, void *record, struct error *err)
{
	const struct order_request *wanted = record;
	return order_history(run->store, wanted->order, emit_record, run, err);
}

const struct verb VERB_HISTORY = {
	.name = "history",
	.help = "show what happened to orders, oldest first",
	.operands_help = "[ORDER...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_READS,
	.input = &order_ask_type,
	.output = &order_happening_type,
	.pass = PASS_ORDERS,
	.each = history,
};
