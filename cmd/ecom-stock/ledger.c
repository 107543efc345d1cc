/* ecom-stock ledger: the movements, oldest first. */
#include "verbs.h"

struct ledger_options {
	const char *location, *reason, *reference, *actor;
	int64_t since, until, limit;
	bool balance;
};

static const struct option OPTIONS[] = {
	{ "location", 'l', OPTION_TEXT, "LOCATION", "only movements into or out of it",
	  offsetof(struct ledger_options, location) },
	{ "since", 0, OPTION_INSTANT, "TIME", "only from this time on", offsetof(struct ledger_options, since) },
	{ "until", 0, OPTION_INSTANT, "TIME", "only before this time", offsetof(struct ledger_options, until) },
	{ "reason", 0, OPTION_TEXT, "TEXT", "only with this reason", offsetof(struct ledger_options, reason) },
	{ "reference", 0, OPTION_TEXT, "TEXT", "only under this reference",
	  offsetof(struct ledger_options, reference) },
	{ "actor", 0, OPTION_TEXT, "ACTOR", "only by this actor", offsetof(struct ledger_options, actor) },
	{ "limit", 'n', OPTION_INT, "N", "only the last N of each SKU asked for",
	  offsetof(struct ledger_options, limit), .min = 0, .max = INT64_MAX },
	{ "balance", 'b', OPTION_FLAG, NULL, "what was on hand after each, for one SKU at one location",
	  offsetof(struct ledger_options, balance) },
	{ NULL },
};

static enum status ledger_of(struct run *run, const char *sku, struct error *err)
{
	const struct ledger_options *o = run->options;
	const struct ledger_filter filter = {
		.sku = sku,
		.location = o->location,
		.reason = o->reason,
		.reference = o->reference,
		.actor = o->actor,
		.since = o->since,
		.until = o->until,
		.limit = o->limit,
		.balance = o->balance,
	};
	return stock_ledger(run->store, &filter, shared_emit, run, err);
}

static enum status ledger(struct run *run, struct error *err)
{
	const struct ledger_options *o = run->options;

	if (o->balance && (run->n_operands != 1 || !o->location))
		return error_set(err, STATUS_USAGE, "bad_option", "", "--balance needs one SKU and --location");
	enum status st = shared_location(run, o->location, err);
	if (!st && !run->n_operands)
		return ledger_of(run, NULL, err);
	for (size_t i = 0; !st && i < run->n_operands; i++) {
		st = stock_require_sku(run->store, run->operands[i], err);
		if (!st)
			st = ledger_of(run, run->operands[i], err);
		if (st == STATUS_REJECTED) {
			run_reject(run, NULL, err);
			st = STATUS_OK;
		}
	}
	return st;
}

const struct verb VERB_LEDGER = {
	.name = "ledger",
	.help = "show who moved what, when and why",
	.operands_help = "[SKU...]",
	.operands = OPERANDS_TEXT,
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct ledger_options),
	.output = &movement_type,
	.run = ledger,
};
