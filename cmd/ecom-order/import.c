/* ecom-order import: orders of the past, as they were. */
#include "verbs.h"

enum stock_effect { STOCK_SKIP, STOCK_APPLY };
static const struct word STOCK_RULES[] = {
	[STOCK_SKIP] = { "skip", NULL }, [STOCK_APPLY] = { "apply", NULL }, { NULL, NULL }
};

struct import_options {
	int stock;
};

static const struct option OPTIONS[] = {
	{ "stock", 0, OPTION_WORD, "RULE", "skip: stock is left alone; apply: their units are reserved and shipped",
	  offsetof(struct import_options, stock), "skip", .words = STOCK_RULES },
	{ NULL },
};

static enum status import_one(struct run *run, void *record, struct error *err)
{
	const struct import_options *o = run->options;
	const struct order_past *order = record;
	struct change change = run_change(run, record);
	struct error verdict;
	enum status st = order_import(&change, &order, 1, o->stock == STOCK_APPLY, &verdict, err);
	if (st == STATUS_OK && verdict.status == STATUS_REJECTED) {
		*err = verdict;
		return STATUS_REJECTED;
	}
	return st;
}

/* The same number twice in a chunk: the second must see what the first did. */
static bool has_repeated_order(const struct order_past *const *orders, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (text_same(orders[j]->order.order, orders[i]->order.order))
				return true;
	return false;
}

static enum status import_chunk(struct run *run, void *const *records, size_t count, struct error *err)
{
	const struct import_options *o = run->options;
	const struct order_past *orders[STORE_BULK_ROWS];
	struct error verdicts[STORE_BULK_ROWS];
	struct change change = run_change(run, NULL);
	for (size_t i = 0; i < count; i++)
		orders[i] = records[i];
	if (o->stock == STOCK_APPLY || has_repeated_order(orders, count))
		return STATUS_REJECTED;
	enum status st = order_import(&change, orders, count, false, verdicts, err);
	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		if (verdicts[i].status == STATUS_REJECTED)
			run_reject(run, records[i], &verdicts[i]);
	return st;
}

const struct verb VERB_IMPORT = {
	.name = "import",
	.help = "take over orders of the past with their instants and statuses",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct import_options),
	.input = &order_past_type,
	.each = import_one,
	.chunk = import_chunk,
	.batch = 1000,
};
