/* ecom-stock receive: goods that arrive, or are announced. */
#include "verbs.h"

struct receive_options {
	bool expect;
};

static const struct option OPTIONS[] = {
	{ "expect", 0, OPTION_FLAG, NULL, "they are on their way: post them as incoming",
	  offsetof(struct receive_options, expect) },
	{ "location", 'l', OPTION_FIELD, "LOCATION", "the location of records that name none" },
	{ "reference", 0, OPTION_FIELD, "TEXT", "the reference of records that give none" },
	{ "reason", 0, OPTION_FIELD, "TEXT", "the reason of records that give none" },
	{ NULL },
};

static enum status receive(struct run *run, void *record, struct error *err)
{
	const struct receive_options *o = run->options;
	struct change change = run_change(run, record);
	struct stock_done done;
	enum status st = stock_receive(&change, record, o->expect, &done, err);

	if (!st)
		shared_done(run, &done);
	return st;
}

const struct verb VERB_RECEIVE = {
	.name = "receive",
	.help = "receive goods from a supplier, or announce them",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct receive_options),
	.input = &stock_receipt_type,
	.output = &movement_type,
	.each = receive,
	.chunk = shared_chunk,
	.batch = 1000,
};
