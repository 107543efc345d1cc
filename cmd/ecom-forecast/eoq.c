/* ecom-forecast eoq: economic order quantities. */
#include <ecom/replenish.h>

#include "verbs.h"

/* Gives what records lack; costs are often those of the shop, not of the product. */
static const struct option OPTIONS[] = {
	{ "order-cost", 0, OPTION_FIELD, "X", "money an order, for records that do not say", .field = "order_cost" },
	{ "holding-cost", 0, OPTION_FIELD, "X", "money a unit and year, likewise", .field = "holding_cost" },
	{ "holding-rate", 0, OPTION_FIELD, "X", "share of the price a year, likewise", .field = "holding_rate" },
	{ "backorder-cost", 0, OPTION_FIELD, "X", "money a unit owed and year, likewise", .field = "backorder_cost" },
	{ "production-rate", 0, OPTION_FIELD, "X", "units a year at which a lot comes in, likewise",
	  .field = "production_rate" },
	{ "breaks", 0, OPTION_FIELD, "LIST", "prices by quantity, likewise: \"400:0.72 800:0.68\"" },
	{ "discount", 0, OPTION_FIELD, "KIND", "all-units or incremental, likewise" },
	{ NULL },
};

static enum status each(struct run *run, void *record, struct error *err)
{
	struct replenish_lot lot;
	enum status status = replenish_lot(record, &lot, err);

	if (status == STATUS_OK)
		run_emit(run, &lot);
	return status;
}

const struct verb VERB_EOQ = {
	.name = "eoq",
	.help = "economic order quantity of each record",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.input = &replenish_lot_question_type,
	.output = &replenish_lot_type,
	.each = each,
};
