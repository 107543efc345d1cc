/* ecom-stock adjust: correct stock, with a reason. */
#include "verbs.h"

static const struct option OPTIONS[] = {
	{ "location", 'l', OPTION_FIELD, "LOCATION", "the location of records that name none" },
	{ "reason", 0, OPTION_FIELD, "TEXT", "the reason of records that give none" },
	{ "reference", 0, OPTION_FIELD, "TEXT", "the reference of records that give none" },
	{ NULL },
};

static enum status adjust(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct stock_done done;
	enum status st = stock_adjust(&change, record, &done, err);

	if (!st)
		shared_done(run, &done);
	return st;
}

const struct verb VERB_ADJUST = {
	.name = "adjust",
	.help = "add or take away stock, with a reason",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.input = &stock_adjustment_type,
	.output = &movement_type,
	.each = adjust,
	.chunk = shared_chunk,
	.batch = 1000,
};
