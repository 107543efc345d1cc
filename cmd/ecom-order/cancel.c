/* ecom-order cancel: orders, or units of them, that are not wanted any more. */
#include "verbs.h"

static const struct option OPTIONS[] = {
	{ "reason", 0, OPTION_FIELD, "TEXT", "why" },
	{ NULL },
};

static enum status cancel(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct order order;
	return emit_order(run, order_cancel(&change, record, &order, err), &order);
}

const struct verb VERB_CANCEL = {
	.name = "cancel",
	.help = "cancel orders or parts of them, and release their stock",
	.operands_help = "[ORDER...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.input = &order_cancel_type,
	.output = &order_type,
	.pass = PASS_ORDERS,
	.each = cancel,
};
