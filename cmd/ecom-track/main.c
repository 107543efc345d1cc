#include "verbs.h"

static const struct verb *const VERBS[] = {
	&VERB_ADAPTER, &VERB_ADD,  &VERB_DETECT, &VERB_EXCEPTIONS, &VERB_IMPORT,
	&VERB_LIST,    &VERB_PERF, &VERB_SHOW,	 &VERB_UNMAPPED,   NULL,
};

static const struct program PROGRAM = { "ecom-track", "parcels, and what carriers report of them", VERBS };

int main(int argc, char **argv)
{
	return program_main(&PROGRAM, argc, argv);
}
