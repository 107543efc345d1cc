#include "verbs.h"

static const struct verb *const VERBS[] = {
	&VERB_INIT, &VERB_MIGRATE, &VERB_CHECK, &VERB_INFO, &VERB_BACKUP, &VERB_RESTORE, NULL,
};

static const struct program PROGRAM = { "ecom-store", "make, check, migrate, back up and restore the store", VERBS };

enum status store_name(const struct run *run, const char **name, struct error *err)
{
	*name = run_store_name(run);
	if (*name)
		return STATUS_OK;
	return error_set(err, STATUS_USAGE, "no_store", "", "no store: give --store or set ECOM_STORE");
}

enum status one_file(const struct run *run, const char **file, struct error *err)
{
	if (run->n_operands != 1 || !run->operands[0][0])
		return error_set(err, STATUS_USAGE, "bad_operand", "", "'%s' takes one FILE", run->verb->name);
	*file = run->operands[0];
	return STATUS_OK;
}

int main(int argc, char **argv)
{
	return program_main(&PROGRAM, argc, argv);
}
