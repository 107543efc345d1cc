#include "verbs.h"

static const struct verb *const VERBS[] = {
	&VERB_LOCATION, &VERB_RECEIVE, &VERB_ADJUST, &VERB_MOVE, &VERB_COUNT, &VERB_LIST, &VERB_AVAILABLE,
	&VERB_RESERVE,	&VERB_RELEASE, &VERB_LEDGER, &VERB_RULE, &VERB_LOW,   NULL,
};

static const struct program PROGRAM = { "ecom-stock", "locations, quantities, reservations and the ledger of movements",
					VERBS };

int main(int argc, char **argv)
{
	return program_main(&PROGRAM, argc, argv);
}
