/* ecom-forecast newsvendor: one order against an uncertain demand. */
#include <ecom/replenish.h>

#include "verbs.h"

static const struct option OPTIONS[] = {
	{ "distribution", 0, OPTION_FIELD, "NAME", "of the demand, for records that do not say", .field = "distribution" },
	{ "overage-cost", 0, OPTION_FIELD, "X", "money a unit left over, likewise", .field = "overage_cost" },
	{ "underage-cost", 0, OPTION_FIELD, "X", "money a unit short, likewise", .field = "underage_cost" },
	{ "service", 0, OPTION_FIELD, "P", "probability of no shortage, in place of costs, likewise" },
	{ "fill-rate", 0, OPTION_FIELD, "P", "share of demand met at once, in place of costs, likewise",
	  .field = "fill_rate" },
	{ "lead-time", 'l', OPTION_FIELD, "N", "periods from order to receipt, likewise", .field = "lead_time" },
	{ NULL },
};

static enum status each(struct run *run, void *record, struct error *err)
{
	struct replenish_chance_answer answer;
	enum status status = replenish_newsvendor(record, &answer, run->arena, err);

	if (status == STATUS_OK)
		run_emit(run, &answer);
	return status;
}

/* Forecasts say sku, mean and sd; the rest of them is passed over. */
static const struct record_type *const PASS[] = { &forecast_type, NULL };

const struct verb VERB_NEWSVENDOR = {
	.name = "newsvendor",
	.help = "weigh what is left over against what is short",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.input = &replenish_chance_type,
	.output = &replenish_chance_answer_type,
	.pass = PASS,
	.each = each,
};
