/* ecom-store backup: a verified copy of the store, taken while it is in use. */
#include "verbs.h"

static enum status backup(struct run *run, struct error *err)
{
	const char *file;
	enum status st = one_file(run, &file, err);

	return st == STATUS_OK ? store_backup(run->store, file, err) : st;
}

const struct verb VERB_BACKUP = {
	.name = "backup",
	.help = "copy the store to FILE while it is in use, verified and whole",
	.operands_help = "FILE",
	.operands = OPERANDS_TEXT,
	.store = VERB_READS,
	.run = backup,
};
