/* ecom-forecast optimal: the best policy where unmet demand is lost. */
#include <ecom/replenish.h>

#include "verbs.h"

struct optimal_options {
	bool table;
	int64_t jobs;
};

static const struct option OPTIONS[] = {
	{ "table", 't', OPTION_FLAG, NULL, "a record for each state of stock and orders on their way",
	  offsetof(struct optimal_options, table) },
	{ "jobs", 'j', OPTION_INT, "N", "threads; as many as there are processors otherwise",
	  offsetof(struct optimal_options, jobs), .min = 1, .max = 1024 },
	{ "lead-time", 'l', OPTION_FIELD, "PERIODS", "for records that do not say", .field = "lead_time" },
	{ "holding-cost", 0, OPTION_FIELD, "X", "money a unit left at the end of a period, likewise",
	  .field = "holding_cost" },
	{ "shortage-cost", 0, OPTION_FIELD, "X", "money a unit of demand lost, likewise", .field = "shortage_cost" },
	{ "order-cost", 0, OPTION_FIELD, "X", "money an order, likewise; 0 otherwise", .field = "order_cost" },
	{ NULL },
};

static void emit(void *ctx, const struct replenish_optimum *o)
{
	run_emit(ctx, o);
}

static enum status each(struct run *run, void *record, struct error *err)
{
	const struct optimal_options *o = run->options;
	size_t jobs = o->jobs > 0 ? (size_t)o->jobs : parallel_processors();

	return replenish_optimal(record, o->table, jobs, emit, run, run->arena, err);
}

const struct verb VERB_OPTIMAL = {
	.name = "optimal",
	.help = "the best policy and its cost, exactly, where unmet demand is lost",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct optimal_options),
	.input = &replenish_question_type,
	.output = &replenish_optimum_type,
	.each = each,
};
