/* ecom-notify cancel: messages that are not to be sent. */
#include "shared.h"
#include "verbs.h"

static enum status each(struct run *run, void *record, struct error *err)
{
	return shared_message(run, record, notify_cancel, err);
}

const struct verb VERB_CANCEL = {
	.name = "cancel",
	.help = "take back messages that are not sent yet",
	.operands_help = "[ID...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.input = &notify_message_type,
	.output = &notify_message_type,
	.each = each,
};
