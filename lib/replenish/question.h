/* Demand as a question gives it, inside lib/replenish. */
#ifndef REPLENISH_QUESTION_H
#define REPLENISH_QUESTION_H

#include "replenish_impl.h"

/* P(demand of a period = k), k < n. */
struct replenish_outcomes {
	double *p;
	size_t n;
};
/** replenish_outcomes_read(list, most, tolerance, arena, out, err): of a JSON list [P(0), P(1), ...] of at most ${most}
 *  probabilities, which add up to 1 but for ${tolerance}, and then to 1; in ${arena}. Rejected: "bad_pmf". */
#define OUTCOMES_TOLERANCE 1e-6
enum status replenish_outcomes_read(struct record_slice list, size_t most, double tolerance, struct arena *arena,
				    struct replenish_outcomes *out, struct error *err);
/** replenish_question_demand(q, out, arena, err): also checks the costs. Rejected: "bad_value", "bad_pmf", "missing",
 *  "too_large" (more than INVENTORY_OUTCOMES). */
enum status replenish_question_demand(const struct replenish_question *q, struct replenish_outcomes *out,
				      struct arena *arena, struct error *err);

#endif
