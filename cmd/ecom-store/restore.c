/* ecom-store restore: a store from its backup. */
#include "verbs.h"

struct restore_options {
	bool force;
};

static const struct option OPTIONS[] = {
	{ "force", 0, OPTION_FLAG, NULL, "replace what the store holds now", offsetof(struct restore_options, force) },
	{ NULL },
};

static enum status restore(struct run *run, struct error *err)
{
	const struct restore_options *o = run->options;
	const char *name, *file;
	enum status st = one_file(run, &file, err);

	if (st == STATUS_OK)
		st = store_name(run, &name, err);
	return st == STATUS_OK ? store_restore(name, file, o->force, run_store_options(run), err) : st;
}

const struct verb VERB_RESTORE = {
	.name = "restore",
	.help = "make the store from the backup FILE",
	.operands_help = "FILE",
	.operands = OPERANDS_TEXT,
	.store = VERB_OWN_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct restore_options),
	.run = restore,
};
