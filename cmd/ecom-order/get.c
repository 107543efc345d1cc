/* ecom-order get: orders with their lines, payments and parcels. */
#include "verbs.h"

static enum status get(struct run *run, void *record, struct error *err)
{
	const struct order_request *wanted = record;
	struct order_detail order;
	enum status st = order_get(run->store, wanted->order, &order, run->arena, err);
	if (st == STATUS_OK)
		run_emit(run, &order);
	return st;
}

const struct verb VERB_GET = {
	.name = "get",
	.help = "show orders with their lines, payments and parcels",
	.operands_help = "[ORDER...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_READS,
	.input = &order_ask_type,
	.output = &order_detail_type,
	.pass = PASS_ORDERS,
	.each = get,
};
