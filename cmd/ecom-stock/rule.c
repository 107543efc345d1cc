/* ecom-stock rule: when and how a SKU is replenished. */
#include "verbs.h"

struct rule_options {
	bool list, delete;
};

static const struct option OPTIONS[] = {
	{ "list", 0, OPTION_FLAG, NULL, "show the rules instead, of these SKUs or of all",
	  offsetof(struct rule_options, list) },
	{ "delete", 0, OPTION_FLAG, NULL, "delete the rules instead", offsetof(struct rule_options, delete) },
	{ "location", 'l', OPTION_FIELD, "LOCATION", "the location of records that name none" },
	{ "supplier", 0, OPTION_FIELD, "TEXT", "the supplier of records that name none" },
	{ NULL },
};

static bool at_once(const struct run *run)
{
	return ((const struct rule_options *)run->options)->list;
}

static enum status list(struct run *run, struct error *err)
{
	enum status st = STATUS_OK;

	if (!run->n_operands)
		return stock_rules(run->store, NULL, NULL, shared_emit, run, err);
	for (size_t i = 0; !st && i < run->n_operands; i++)
		st = stock_rules(run->store, run->operands[i], NULL, shared_emit, run, err);
	return st;
}

static enum status set(struct run *run, void *record, struct error *err)
{
	const struct rule_options *o = run->options;
	struct change change = run_change(run, record);
	struct stock_rule stored;
	enum status st = o->delete ? stock_rule_delete(&change, record, &stored, err)
				   : stock_rule_set(&change, record, &stored, err);

	if (!st)
		run_emit(run, &stored);
	return st;
}

const struct verb VERB_RULE = {
	.name = "rule",
	.help = "set, list or delete replenishment rules",
	.operands_help = "[SKU... [location=LOCATION reorder_point=N target=N ...]]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct rule_options),
	.input = &rule_type,
	.output = &rule_type,
	.run = list,
	.each = set,
	.at_once = at_once,
	.reads_at_once = true,
};
