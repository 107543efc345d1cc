/* ecom-notify cancel: messages that are not to be sent. */
#include "verbs.h"

static enum status each(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	const struct notify_message *asked = record;
	struct notify_message stored;
	enum status st;

	if (!record_has(asked, 0))
		return error_reject(err, "missing", "id", "is missing: which message");
	st = notify_cancel(&change, asked->id, &stored, err);
	if (st == STATUS_OK)
		run_emit(run, &stored);
	return st;
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
