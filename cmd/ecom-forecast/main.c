#include "verbs.h"

/* In the order of --help: one a line. */
/* clang-format off */
static const struct verb *const VERBS[] = {
	&VERB_DEMAND,
	&VERB_CLASSIFY,
	&VERB_BACKTEST,
	&VERB_EXPLAIN,
	&VERB_REORDER,
	&VERB_REPLAY,
	&VERB_EOQ,
	&VERB_NEWSVENDOR,
	&VERB_LOTS,
	&VERB_JOINT,
	&VERB_ECHELON,
	&VERB_ARRIVALS,
	&VERB_ETA,
	&VERB_FLOW,
	&VERB_OPTIMAL,
	&VERB_TUNE,
	&VERB_PLOT,
	NULL,
};
/* clang-format on */

static const struct program PROGRAM = { "ecom-forecast", "demand forecasts and what to order", VERBS };

int main(int argc, char **argv)
{
	return program_main(&PROGRAM, argc, argv);
}
