#include "verbs.h"

static const struct verb *const VERBS[] = {
	&VERB_CREATE,	&VERB_IMPORT, &VERB_LIST,   &VERB_GET,	   &VERB_PAY,	 &VERB_SHIP,  &VERB_DELIVER,
	&VERB_COMPLETE, &VERB_CANCEL, &VERB_EXPIRE, &VERB_HISTORY, &VERB_STATES, &VERB_SALES, NULL,
};

static const struct program PROGRAM = { "ecom-order", "orders, their payments and fulfilment", VERBS };

int main(int argc, char **argv)
{
	return program_main(&PROGRAM, argc, argv);
}
