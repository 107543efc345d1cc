/* ecom-order ship: units of orders handed to a carrier. */
#include "verbs.h"

static const struct option OPTIONS[] = {
	{ "carrier", 0, OPTION_FIELD, "NAME", "who carries it" },
	{ "number", 0, OPTION_FIELD, "TEXT", "the carrier's number of the parcel" },
	{ "promised", 0, OPTION_FIELD, "TIME", "by when delivery is promised", .field = "promised_at" },
	{ "at", 0, OPTION_FIELD, "TIME", "when it was handed over; now if absent" },
	{ NULL },
};

static enum status ship(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct order order;
	return emit_order(run, order_ship(&change, record, &order, err), &order);
}

const struct verb VERB_SHIP = {
	.name = "ship",
	.help = "hand what is open of paid orders, or parts of it, to a carrier",
	.operands_help = "[ORDER...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.input = &order_ship_type,
	.output = &order_type,
	.pass = PASS_ORDERS,
	.each = ship,
};
