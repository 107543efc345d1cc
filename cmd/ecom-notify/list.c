/* ecom-notify list: messages of the outbox. */
#include "verbs.h"

struct list_options {
	int state;
	const char *topic, *channel;
	int64_t limit;
};

static const struct option OPTIONS[] = {
	{ "state", 0, OPTION_WORD, "WORD", "only messages in this state", offsetof(struct list_options, state),
	  .words = NOTIFY_MESSAGE_STATE_WORDS, .min = -1 },
	{ "topic", 0, OPTION_TEXT, "TEXT", "only this topic", offsetof(struct list_options, topic) },
	{ "channel", 0, OPTION_TEXT, "TEXT", "only this channel", offsetof(struct list_options, channel) },
	{ "limit", 'n', OPTION_INT, "N", "at most N messages", offsetof(struct list_options, limit), .max = INT64_MAX },
	{ NULL },
};

static void emit(void *ctx, const struct notify_message *message)
{
	run_emit(ctx, message);
}

static enum status list(struct run *run, struct error *err)
{
	const struct list_options *o = run->options;
	const struct notify_filter filter = { o->state, o->topic, o->channel, o->limit };

	return notify_messages(run->store, &filter, emit, run, err);
}

const struct verb VERB_LIST = {
	.name = "list",
	.help = "list messages of the outbox, the newest first",
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct list_options),
	.output = &notify_message_type,
	.run = list,
};
