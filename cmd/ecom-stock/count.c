/* ecom-stock count: what was counted becomes what is on hand. */
#include "verbs.h"

static const struct option OPTIONS[] = {
	{ "location", 'l', OPTION_FIELD, "LOCATION", "the location of records that name none" },
	{ "reason", 0, OPTION_FIELD, "TEXT", "the reason of records that give none" },
	{ "reference", 0, OPTION_FIELD, "TEXT", "the reference of records that give none" },
	{ NULL },
};

/* A sheet is a listing with a column more. */
static const struct record_type *const PASS[] = { &level_type, NULL };

static enum status count(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct stock_done done;
	enum status st = stock_count(&change, record, &done, err);

	if (!st)
		shared_done(run, &done);
	return st;
}

const struct verb VERB_COUNT = {
	.name = "count",
	.help = "set what is on hand to what was counted",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.input = &stock_count_type,
	.output = &movement_type,
	.pass = PASS,
	.each = count,
	.chunk = shared_chunk,
	.batch = 1000,
};
