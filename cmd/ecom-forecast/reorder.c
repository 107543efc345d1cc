/* ecom-forecast reorder: forecasts and stock to proposals. */
#include <ecom/replenish.h>

#include "verbs.h"

struct reorder_options {
	int policy;
	double service;
	int64_t lead_time, review, pack, from;
	const char *levels, *rules;
	bool all;
};

static const struct option OPTIONS[] = {
	{ "policy", 0, OPTION_WORD, "NAME", "order-up-to, or reorder-point: wait until the position is down to it",
	  offsetof(struct reorder_options, policy), .initial = "order-up-to", .words = REPLENISH_POLICY_WORDS },
	{ "service", 0, OPTION_REAL, "P", "probability that a cycle ends without running out",
	  offsetof(struct reorder_options, service), .initial = "0.95" },
	{ "lead-time", 'l', OPTION_INT, "DAYS", "from order to receipt, where no rule says",
	  offsetof(struct reorder_options, lead_time), .initial = "7", .max = 3660 },
	{ "review", 0, OPTION_INT, "DAYS", "from this look to the next", offsetof(struct reorder_options, review),
	  .initial = "7", .max = 3660 },
	{ "pack", 0, OPTION_INT, "N", "order whole packs of N, rounded up, where no rule says",
	  offsetof(struct reorder_options, pack), .initial = "1", .min = 1, .max = QUANTITY_MAX },
	{ "from", 0, OPTION_DAY, "DATE", "first day to be covered; that of the forecast otherwise",
	  offsetof(struct reorder_options, from) },
	{ "levels", 0, OPTION_TEXT, "FILE", "level records, in place of the store's",
	  offsetof(struct reorder_options, levels) },
	{ "rules", 0, OPTION_TEXT, "FILE", "rule records, in place of the store's",
	  offsetof(struct reorder_options, rules) },
	{ "all", 'a', OPTION_FLAG, NULL, "proposals of 0 too", offsetof(struct reorder_options, all) },
	{ NULL },
};

static enum status check_options(const struct reorder_options *o, struct error *err)
{
	if (o->service > 0 && o->service < 1)
		return STATUS_OK;
	return error_set(err, STATUS_USAGE, "bad_value", "service", "%g: expected a probability above 0 and below 1",
			 o->service);
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	if (!run->state) {
		enum status status = check_options(run->options, err);
		if (status != STATUS_OK)
			return status;
		run->state = replenish_book_new();
	}
	return replenish_book_add(run->state, record, err);
}

static void emit(void *ctx, const struct proposal *p)
{
	run_emit(ctx, p);
}

static void refuse(void *ctx, const struct error *why)
{
	run_reject(ctx, NULL, why);
}

static enum status read_supply(struct run *run, struct replenish_supply *supply, struct error *err)
{
	const struct reorder_options *o = run->options;
	enum status status = STATUS_OK;

	if (o->levels)
		status = replenish_supply_read(supply, REPLENISH_TABLE_LEVELS, o->levels, err);
	if (status == STATUS_OK && o->rules)
		status = replenish_supply_read(supply, REPLENISH_TABLE_RULES, o->rules, err);
	if (status == STATUS_OK && !o->levels && !run->store)
		run_warn(run, "neither a store nor --levels: stock counts as 0");
	return status;
}

static enum status propose(struct run *run, struct error *err)
{
	const struct reorder_options *o = run->options;
	struct replenish_reorder_settings settings = { .policy = o->policy,
						      .service = o->service,
						      .lead_time = o->lead_time,
						      .review = o->review,
						      .pack = o->pack,
						      .from = o->from,
						      .all = o->all };
	struct replenish_supply *supply = NULL;
	enum status status = check_options(o, err);

	if (status == STATUS_OK && run->state) {
		supply = replenish_supply_new(run->store);
		status = read_supply(run, supply, err);
		if (status == STATUS_OK)
			status = replenish_reorder(run->state, supply, &settings, emit, refuse, run, err);
	}
	replenish_supply_free(supply);
	replenish_book_free(run->state);
	run->state = NULL;
	return status;
}

const struct verb VERB_REORDER = {
	.name = "reorder",
	.help = "propose what to order from forecasts and stock",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_STORE_OPTIONAL,
	.options = OPTIONS,
	.options_size = sizeof(struct reorder_options),
	.input = &forecast_type,
	.output = &proposal_type,
	.each = gather,
	.finish = propose,
};
