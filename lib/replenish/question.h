/* Demand as a question gives it, inside lib/replenish. */
#ifndef REPLENISH_QUESTION_H
#define REPLENISH_QUESTION_H

#include "replenish_impl.h"

/* P(demand of a period = k), k < n. */
struct replenish_outcomes {
	double *p;
	size_t n;
};
/** replenish_question_demand(q, out, arena, err): also checks the costs. Rejected: "bad_value", "bad_pmf", "missing",
 *  "too_large" (more than INVENTORY_OUTCOMES). */
enum status replenish_question_demand(const struct replenish_question *q, struct replenish_outcomes *out,
				      struct arena *arena, struct error *err);

#endif
