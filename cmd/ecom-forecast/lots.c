/* ecom-forecast lots: orders for a demand that changes from period to period. */
#include <ecom/replenish.h>

#include "verbs.h"

struct lots_options {
	int method;
	int64_t periods;
};

static const struct option OPTIONS[] = {
	{ "method", 'm', OPTION_WORD, "NAME", "wagner-whitin, silver-meal, lot-for-lot or fixed-period",
	  offsetof(struct lots_options, method), .initial = "wagner-whitin", .words = REPLENISH_PLAN_WORDS },
	{ "periods", 0, OPTION_INT, "N", "of a fixed-period order; what the economic order quantity lasts otherwise",
	  offsetof(struct lots_options, periods), .min = 1, .max = 100000 },
	{ "order-cost", 0, OPTION_FIELD, "X", "money an order, for records that do not say", .field = "order_cost" },
	{ "holding-cost", 0, OPTION_FIELD, "X", "money a unit kept for a period, likewise", .field = "holding_cost" },
	{ NULL },
};

static enum status gather(struct run *run, void *record, struct error *err)
{
	if (!run->state)
		run->state = replenish_plan_book_new();
	return replenish_plan_book_add(run->state, record, err);
}

static void emit(void *ctx, const struct replenish_plan_line *line)
{
	run_emit(ctx, line);
}

static void refuse(void *ctx, const struct error *why)
{
	run_reject(ctx, NULL, why);
}

static enum status plan(struct run *run, struct error *err)
{
	const struct lots_options *o = run->options;

	(void)err;
	if (run->state)
		replenish_plan(run->state, o->method, (size_t)o->periods, emit, refuse, run);
	replenish_plan_book_free(run->state);
	run->state = NULL;
	return STATUS_OK;
}

/* Forecasts are needs: their step is the period, their mean the quantity. */
static const struct record_type *const PASS[] = { &forecast_type, NULL };

const struct verb VERB_LOTS = {
	.name = "lots",
	.help = "plan orders for a demand that changes over time",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct lots_options),
	.input = &replenish_need_type,
	.output = &replenish_plan_line_type,
	.pass = PASS,
	.each = gather,
	.finish = plan,
};
