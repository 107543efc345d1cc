/* ecom-notify recipient: what is known of who gets messages. */
#include "verbs.h"

struct recipient_options {
	bool list;
};

static const struct option OPTIONS[] = {
	{ "channel", 0, OPTION_FIELD, "WORD", "the channel of records that name none" },
	{ "list", 0, OPTION_FLAG, NULL, "show all instead", offsetof(struct recipient_options, list) },
	{ NULL },
};

static bool at_once(const struct run *run)
{
	return ((const struct recipient_options *)run->options)->list;
}

static void emit(void *ctx, const struct notify_receiver *receiver)
{
	run_emit(ctx, receiver);
}

static enum status list(struct run *run, struct error *err)
{
	if (run->n_operands)
		return error_set(err, STATUS_USAGE, "bad_operand", "", "--list shows all and takes no operands");
	return notify_receivers(run->store, emit, run, err);
}

static enum status set(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct notify_receiver stored;
	enum status st = notify_receiver_set(&change, record, &stored, err);

	if (st == STATUS_OK)
		run_emit(run, &stored);
	return st;
}

const struct verb VERB_RECIPIENT = {
	.name = "recipient",
	.help = "say of a receiver whether it may be told, in which language, when, by which account",
	.operands_help = "[RECIPIENT... [allowed=yes|no lang=WORD zone=ZONE quiet=HH:MM-HH:MM account=NAME]]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct recipient_options),
	.input = &notify_receiver_type,
	.output = &notify_receiver_type,
	.run = list,
	.each = set,
	.at_once = at_once,
	.reads_at_once = true,
};
