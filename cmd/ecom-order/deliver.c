/* ecom-order deliver: parcels have arrived. */
#include "verbs.h"

static const struct option OPTIONS[] = {
	{ "shipment", 0, OPTION_FIELD, "NAME", "only this parcel; all that are on their way if absent" },
	{ "at", 0, OPTION_FIELD, "TIME", "when; now if absent" },
	{ NULL },
};

static enum status deliver(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct order order;
	return emit_order(run, order_deliver(&change, record, &order, err), &order);
}

const struct verb VERB_DELIVER = {
	.name = "deliver",
	.help = "say that the parcels of orders have arrived",
	.operands_help = "[ORDER...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.input = &order_deliver_type,
	.output = &order_type,
	.pass = PASS_ORDERS,
	.each = deliver,
};
