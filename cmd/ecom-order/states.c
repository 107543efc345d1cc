/* ecom-order states: the table of transitions. */
#include "verbs.h"

static enum status states(struct run *run, struct error *err)
{
	struct order_state state;
	(void)err;
	for (size_t i = 0; i < ORDER_TRANSITION_COUNT; i++) {
		order_state_of(&ORDER_TRANSITIONS[i], &state);
		run_emit(run, &state);
	}
	return STATUS_OK;
}

const struct verb VERB_STATES = {
	.name = "states",
	.help = "print the table of transitions: every legal move of an order",
	.store = VERB_NO_STORE,
	.output = &order_state_type,
	.run = states,
};
