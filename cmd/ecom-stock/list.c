/* ecom-stock list: levels, now or at a time. */
#include "verbs.h"

struct list_options {
	const char *location;
	bool all;
	int64_t as_of;
};

static const struct option OPTIONS[] = {
	{ "location", 'l', OPTION_TEXT, "LOCATION", "only this location", offsetof(struct list_options, location) },
	{ "all", 'a', OPTION_FLAG, NULL, "levels of nothing at all too", offsetof(struct list_options, all) },
	{ "as-of", 0, OPTION_INSTANT, "TIME", "as it was at this time, by the movements until then",
	  offsetof(struct list_options, as_of) },
	{ NULL },
};

/* A SKU asked for by name is always answered: by its levels, or by why there are none. */
static enum status list_sku(struct run *run, struct stock_filter *filter, struct error *err)
{
	size_t found;

	filter->all = true;
	enum status st = stock_levels(run->store, filter, &found, shared_emit, run, err);
	if (st || found)
		return st;
	st = stock_require_sku(run->store, filter->sku, err);
	if (st == STATUS_REJECTED) {
		run_reject(run, NULL, err);
		st = STATUS_OK;
	}
	return st;
}

static enum status list(struct run *run, struct error *err)
{
	const struct list_options *o = run->options;
	struct stock_filter filter = { .location = o->location, .all = o->all, .as_of = o->as_of };
	enum status st = shared_location(run, o->location, err);

	if (!st && !run->n_operands)
		return stock_levels(run->store, &filter, NULL, shared_emit, run, err);
	for (size_t i = 0; !st && i < run->n_operands; i++) {
		filter.sku = run->operands[i];
		st = list_sku(run, &filter, err);
	}
	return st;
}

const struct verb VERB_LIST = {
	.name = "list",
	.help = "list how much is where",
	.operands_help = "[SKU...]",
	.operands = OPERANDS_TEXT,
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct list_options),
	.output = &level_type,
	.run = list,
};
