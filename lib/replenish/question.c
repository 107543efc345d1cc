/* Questions about a policy: the demand of a period and the costs, as records give them. */
#include "question.h"

#define NEGLIGIBLE  1e-10 /* of the demand's tail: it counts as the largest demand kept */
#define DEMAND_MAX  1e6	  /* units a period */

static enum status not_below(double value, double least, const char *field, struct error *err)
{
	if (value >= least && value <= 1e12)
		return STATUS_OK;
	return error_reject(err, "bad_value", field, "%g: expected a number from %g to 1e12", value, least);
}

static enum status check_costs(const struct replenish_question *q, struct error *err)
{
	enum status status = STATUS_OK;

	if (!(q->holding_cost > 0 && q->holding_cost <= 1e12))
		status = error_reject(err, "bad_value", "holding_cost", "%g: expected a number above 0", q->holding_cost);
	if (status == STATUS_OK && record_has(q, QUESTION_SHORTAGE_COST))
		status = not_below(q->shortage_cost, 0, "shortage_cost", err);
	if (status == STATUS_OK && record_has(q, QUESTION_ORDER_COST))
		status = not_below(q->order_cost, 0, "order_cost", err);
	return status;
}

/* Of a mean and a standard deviation: the count with these moments. */
static enum status spread_pmf(const struct replenish_question *q, struct replenish_outcomes *out, struct arena *arena,
			      struct error *err)
{
	bool poisson = !record_has(q, QUESTION_SD);
	struct numeric_spread spread = { NUMERIC_COUNT, q->mean, poisson ? q->mean : q->sd * q->sd };
	double before = 0;

	if (!(q->mean >= 0 && q->mean <= DEMAND_MAX))
		return error_reject(err, "bad_value", "mean", "%g: expected a number from 0 to %g", q->mean, DEMAND_MAX);
	if (!poisson && !(q->sd >= 0 && q->sd <= DEMAND_MAX))
		return error_reject(err, "bad_value", "sd", "%g: expected a number from 0 to %g", q->sd, DEMAND_MAX);
	out->p = arena_alloc(arena, INVENTORY_OUTCOMES * sizeof *out->p);
	for (out->n = 0; out->n < INVENTORY_OUTCOMES && before < 1 - NEGLIGIBLE; out->n++) {
		double upto = q->mean == 0 ? 1 : numeric_spread_cdf(&spread, (double)out->n);
		out->p[out->n] = upto - before;
		before = upto;
	}
	if (before < 1 - NEGLIGIBLE)
		return error_reject(err, "too_large", "mean",
				    "demand beyond %d units a period: count in packs, or in shorter periods",
				    INVENTORY_OUTCOMES - 1);
	out->p[out->n - 1] += 1 - before;
	return STATUS_OK;
}

enum status replenish_question_demand(const struct replenish_question *q, struct replenish_outcomes *out,
				      struct arena *arena, struct error *err)
{
	enum status status = check_costs(q, err);

	if (status != STATUS_OK)
		return status;
	if (q->pmf)
		return replenish_outcomes_read((struct record_slice) { q->pmf, strlen(q->pmf) }, INVENTORY_OUTCOMES, OUTCOMES_TOLERANCE,
					       arena, out, err);
	if (!record_has(q, QUESTION_MEAN))
		return error_reject(err, "missing", "mean", "is missing: give mean (and sd), or pmf");
	return spread_pmf(q, out, arena, err);
}
