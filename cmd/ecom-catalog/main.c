#include "verbs.h"

static const struct verb *const VERBS[] = {
	&VERB_IMPORT, &VERB_EXPORT, &VERB_LIST, &VERB_GET, &VERB_SEARCH, &VERB_PRICE, &VERB_ARCHIVE, &VERB_CHECK, NULL,
};

static const struct program PROGRAM = { "ecom-catalog", "products, prices and their search", VERBS };

int main(int argc, char **argv)
{
	return program_main(&PROGRAM, argc, argv);
}
