/* ecom-order complete: delivered orders are done. */
#include "verbs.h"

static const struct option OPTIONS[] = {
	{ "at", 0, OPTION_FIELD, "TIME", "when; now if absent" },
	{ NULL },
};

static enum status complete(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct order order;
	return emit_order(run, order_complete(&change, record, &order, err), &order);
}

const struct verb VERB_COMPLETE = {
	.name = "complete",
	.help = "close delivered orders",
	.operands_help = "[ORDER...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.input = &order_complete_type,
	.output = &order_type,
	.pass = PASS_ORDERS,
	.each = complete,
};
