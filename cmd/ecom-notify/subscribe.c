/* ecom-notify subscribe: who wants to hear of which events. */
#include "verbs.h"

struct subscribe_options {
	bool list, delete;
};

static const struct option OPTIONS[] = {
	{ "channel", 0, OPTION_FIELD, "WORD", "the channel of records that name none" },
	{ "recipient", 't', OPTION_FIELD, "TEXT", "the receiver of records that name none" },
	{ "lang", 0, OPTION_FIELD, "WORD", "the language of records that name none" },
	{ "template", 0, OPTION_FIELD, "NAME", "the template of records that name none" },
	{ "quiet", 0, OPTION_FIELD, "HH:MM-HH:MM", "the quiet hours of records that name none" },
	{ "zone", 0, OPTION_FIELD, "ZONE", "the zone of records that name none" },
	{ "delete", 0, OPTION_FLAG, NULL, "end the subscriptions instead", offsetof(struct subscribe_options, delete) },
	{ "list", 0, OPTION_FLAG, NULL, "show all subscriptions instead", offsetof(struct subscribe_options, list) },
	{ NULL },
};

static bool at_once(const struct run *run)
{
	return ((const struct subscribe_options *)run->options)->list;
}

static void emit(void *ctx, const struct notify_subscription *subscription)
{
	run_emit(ctx, subscription);
}

static enum status list(struct run *run, struct error *err)
{
	if (run->n_operands)
		return error_set(err, STATUS_USAGE, "bad_operand", "", "--list shows all and takes no operands");
	return notify_subscriptions(run->store, emit, run, err);
}

static enum status set(struct run *run, void *record, struct error *err)
{
	const struct subscribe_options *o = run->options;
	struct change change = run_change(run, record);
	struct notify_subscription stored;
	enum status st = o->delete ? notify_unsubscribe(&change, record, &stored, err)
				   : notify_subscribe(&change, record, &stored, err);

	if (st == STATUS_OK)
		run_emit(run, &stored);
	return st;
}

const struct verb VERB_SUBSCRIBE = {
	.name = "subscribe",
	.help = "make events into messages to people and programs, list who gets which, or end it",
	.operands_help = "[TOPIC... [channel=WORD recipient=TEXT ...]]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct subscribe_options),
	.input = &notify_subscription_type,
	.output = &notify_subscription_type,
	.run = list,
	.each = set,
	.at_once = at_once,
	.reads_at_once = true,
};
