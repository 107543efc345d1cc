#include "verbs.h"

static const struct verb *const VERBS[] = {
	&VERB_ADAPTER, &VERB_ADD,    &VERB_CARRIER, &VERB_DETECT,   &VERB_DUE,	&VERB_EXCEPTIONS,
	&VERB_IMPORT,  &VERB_INGEST, &VERB_LIST,    &VERB_MAP,	   &VERB_METRICS,  &VERB_PERF, &VERB_POLL,
	&VERB_RECEIVE, &VERB_REMAP,  &VERB_SHOW,    &VERB_UNMAPPED, NULL,
};

static const struct program PROGRAM = { "ecom-track", "parcels, and what carriers report of them", VERBS };

int main(int argc, char **argv)
{
	return program_main(&PROGRAM, argc, argv);
}
