/* ecom-stock move: goods from one account to another. */
#include "verbs.h"

static const struct option OPTIONS[] = {
	{ "from", 0, OPTION_FIELD, "ACCOUNT", "the source of records that name none" },
	{ "to", 0, OPTION_FIELD, "ACCOUNT", "the target of records that name none" },
	{ "reason", 0, OPTION_FIELD, "TEXT", "the reason of records that give none" },
	{ "reference", 0, OPTION_FIELD, "TEXT", "the reference of records that give none" },
	{ NULL },
};

static enum status move(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct stock_done done;
	enum status st = stock_move(&change, record, &done, err);

	if (!st)
		shared_done(run, &done);
	return st;
}

const struct verb VERB_MOVE = {
	.name = "move",
	.help = "move stock between locations and their parts",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.input = &stock_move_type,
	.output = &movement_type,
	.each = move,
	.chunk = shared_chunk,
	.batch = 1000,
};
