/* Shared by the files of lib/order that import orders of the past. */
#ifndef ORDER_PAST_IMPL_H
#define ORDER_PAST_IMPL_H

#include "order_impl.h"

#define PAST_REASON   "import" /* of the events it writes */
#define PAST_PROVIDER "import" /* of the payments */

struct past_move {
	enum order_event event;
	int from, to;
	int64_t at;
};
struct past {
	const struct order_past *in;
	struct sale sale;
	struct past_move moves[8];
	size_t n_moves;
	bool exists; /* in the store already */
	struct error *verdict;
};

int order_past_status(const struct order_past *in);
/** order_past_fill(in, sale, err): the status, the counters of the lines and what was paid; rejected where they
 * contradict each other. */
enum status order_past_fill(const struct order_past *in, struct sale *sale, struct error *err);
/** order_past_moves(p): the moves that lead to its status. */
void order_past_moves(struct past *p);
enum status order_past_check_moves(const struct past *p, struct error *err);
/** order_past_instant(p, event): when; INSTANT_NONE = never. */
int64_t order_past_instant(const struct past *p, enum order_event event);

/** order_past_write(c, pasts, n, err): the rows of those whose verdict is STATUS_OK. */
enum status order_past_write(const struct change *c, struct past *pasts, size_t n, struct error *err);

#endif
