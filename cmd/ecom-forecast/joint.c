/* ecom-forecast joint: items of a supplier, ordered together. */
#include <ecom/replenish.h>

#include "verbs.h"

struct joint_options {
	int method;
};

static const struct option OPTIONS[] = {
	{ "method", 'm', OPTION_WORD, "NAME", "best, or simple: Silver's, without a search",
	  offsetof(struct joint_options, method), .initial = "best", .words = REPLENISH_JOINT_WORDS },
	{ "order-cost", 0, OPTION_FIELD, "X", "money an order of the family, for records that do not say",
	  .field = "order_cost" },
	{ "item-cost", 0, OPTION_FIELD, "X", "money more for an order with the item in it, likewise",
	  .field = "item_cost" },
	{ "holding-cost", 0, OPTION_FIELD, "X", "money a unit and year, likewise", .field = "holding_cost" },
	{ NULL },
};

static enum status gather(struct run *run, void *record, struct error *err)
{
	if (!run->state)
		run->state = replenish_joint_book_new();
	return replenish_joint_book_add(run->state, record, err);
}

static void emit(void *ctx, const struct replenish_joint *line)
{
	run_emit(ctx, line);
}

static void refuse(void *ctx, const struct error *why)
{
	run_reject(ctx, NULL, why);
}

static enum status plan(struct run *run, struct error *err)
{
	const struct joint_options *o = run->options;

	(void)err;
	if (run->state)
		replenish_joint_plan(run->state, o->method, emit, refuse, run);
	replenish_joint_book_free(run->state);
	run->state = NULL;
	return STATUS_OK;
}

const struct verb VERB_JOINT = {
	.name = "joint",
	.help = "order the items of a supplier together",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct joint_options),
	.input = &replenish_joint_item_type,
	.output = &replenish_joint_type,
	.each = gather,
	.finish = plan,
};
