/* ecom-notify retry: messages that were given up are due again. */
#include "shared.h"
#include "verbs.h"

static enum status each(struct run *run, void *record, struct error *err)
{
	return shared_message(run, record, notify_retry, err);
}

const struct verb VERB_RETRY = {
	.name = "retry",
	.help = "make failed, dead or cancelled messages due again, with all their tries",
	.operands_help = "[ID...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.input = &notify_message_type,
	.output = &notify_message_type,
	.each = each,
};
