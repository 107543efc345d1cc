/* Orders as they are gathered. */
#ifndef FLOW_ORDER_BOOK_H
#define FLOW_ORDER_BOOK_H

#include "chain.h"

/* An order came into a state. */
struct entry {
	uint32_t order, state;
	size_t number; /* of its coming: what happened at one instant stays in that order */
	int64_t at;
};

/* A move that is given as such. */
struct move {
	uint32_t from, to;
	double weight;
	bool probability;
};

struct flow_orders {
	struct directory orders, states;
	struct entry *entries;
	size_t count, capacity;
	struct move *moves;
	size_t n_moves, moves_capacity;
};

/* Where an order is that is under way, and since when. */
struct place {
	uint32_t order, state;
	int64_t since;
};

/* What was made of the entries: stays by state and days, and the orders under way in the order of their first coming.
 */
struct history {
	struct flow_stay *stays;
	size_t n_stays;
	struct place *places;
	size_t n_places;
	bool *end; /* of each state */
};
/** flow_history_make(o, now, ends, n_ends, out): what is later than ${now} is not known. Ends are the states of these
 * names or, where there are none, those that no order was seen to leave. */
void flow_history_make(struct flow_orders *o, int64_t now, const char *const *ends, size_t n_ends, struct history *out);
void flow_history_free(struct history *h);

#endif
