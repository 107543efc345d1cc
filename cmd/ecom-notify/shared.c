/* What the verbs share. */
#include "verbs.h"

enum status shared_message(struct run *run, const struct notify_message *asked, shared_change *change, struct error *err)
{
	struct change c = run_change(run, asked);
	struct notify_message stored;

	if (!record_has(asked, 0))
		return error_reject(err, "missing", "id", "is missing: which message");
	enum status st = change(&c, asked->id, &stored, err);
	if (st == STATUS_OK)
		run_emit(run, &stored);
	return st;
}
