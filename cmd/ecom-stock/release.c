/* ecom-stock release: give back what is held, by owner or by the clock. */
#include "verbs.h"

#define EXPIRED_AT_A_TIME 500

struct release_options {
	bool expired;
};

static const struct option OPTIONS[] = {
	{ "expired", 0, OPTION_FLAG, NULL, "the holds whose time is past, whoever owns them",
	  offsetof(struct release_options, expired) },
	{ NULL },
};

static bool at_once(const struct run *run)
{
	return ((const struct release_options *)run->options)->expired;
}

static enum status release_expired(struct run *run, struct error *err)
{
	struct change change = run_change(run, NULL);
	enum status st = STATUS_OK;
	bool more = true;

	if (run->n_operands)
		return error_set(err, STATUS_USAGE, "bad_operand", "",
				 "--expired takes no operands: it asks only the clock");
	while (!st && more)
		st = stock_expire(&change, EXPIRED_AT_A_TIME, shared_emit, run, &more, err);
	return st;
}

static enum status release(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);

	return stock_unhold(&change, record, shared_emit, run, err);
}

const struct verb VERB_RELEASE = {
	.name = "release",
	.help = "give back what is held",
	.operands_help = "[OWNER... [sku=SKU quantity=N]]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct release_options),
	.input = &stock_release_type,
	.output = &reservation_type,
	.run = release_expired,
	.each = release,
	.at_once = at_once,
};
