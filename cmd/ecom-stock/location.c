/* ecom-stock location: make or change locations, or list them. */
#include "verbs.h"

struct location_options {
	bool list;
};

static const struct option OPTIONS[] = {
	{ "list", 'l', OPTION_FLAG, NULL, "show the locations instead, those that serve first at the top",
	  offsetof(struct location_options, list) },
	{ NULL },
};

static bool at_once(const struct run *run)
{
	return ((const struct location_options *)run->options)->list;
}

static enum status list(struct run *run, struct error *err)
{
	if (run->n_operands)
		return error_set(err, STATUS_USAGE, "bad_operand", "",
				 "--list shows all locations and takes no operands");
	return stock_locations(run->store, shared_emit, run, err);
}

static enum status set(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct location stored;
	enum status st = stock_location_set(&change, record, &stored, err);

	if (!st)
		run_emit(run, &stored);
	return st;
}

const struct verb VERB_LOCATION = {
	.name = "location",
	.help = "make or change locations, or list them",
	.operands_help = "[LOCATION... [name=TEXT priority=N active=yes|no]]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct location_options),
	.input = &location_type,
	.output = &location_type,
	.run = list,
	.each = set,
	.at_once = at_once,
	.reads_at_once = true,
};
