#include "verbs.h"

static const struct verb *const VERBS[] = { &VERB_ALERT, &VERB_SNOOZE, &VERB_SUBSCRIBE, &VERB_RECIPIENT, &VERB_DELIVER,
					    &VERB_LIST,	 &VERB_RETRY,  &VERB_CANCEL,	&VERB_CHANNEL,	 NULL };

static const struct program PROGRAM = { "ecom-notify", "alerts that speak only of changes, and the outbox of messages",
					VERBS };

int main(int argc, char **argv)
{
	return program_main(&PROGRAM, argc, argv);
}
