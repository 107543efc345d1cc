/* ecom-stock low: what should be ordered. */
#include "verbs.h"

struct low_options {
	const char *location;
	bool position;
};

static const struct option OPTIONS[] = {
	{ "location", 'l', OPTION_TEXT, "LOCATION", "only this location", offsetof(struct low_options, location) },
	{ "position", 'p', OPTION_FLAG, NULL, "count what is incoming as if it were there",
	  offsetof(struct low_options, position) },
	{ NULL },
};

static enum status low(struct run *run, struct error *err)
{
	const struct low_options *o = run->options;
	enum status st = shared_location(run, o->location, err);

	if (!st && !run->n_operands)
		return stock_low(run->store, NULL, o->location, o->position, shared_emit, run, err);
	for (size_t i = 0; !st && i < run->n_operands; i++)
		st = stock_low(run->store, run->operands[i], o->location, o->position, shared_emit, run, err);
	return st;
}

const struct verb VERB_LOW = {
	.name = "low",
	.help = "list what is at or below its reorder point",
	.operands_help = "[SKU...]",
	.operands = OPERANDS_TEXT,
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct low_options),
	.output = &low_type,
	.run = low,
};
