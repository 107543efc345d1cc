/* A policy found by simulation. */
#include "question.h"

const struct word REPLENISH_FAMILY_WORDS[] = {
	[INVENTORY_BASE_STOCK] = { "base-stock", "base_stock|order-up-to" },
	[INVENTORY_CAPPED_BASE_STOCK] = { "capped-base-stock", "capped_base_stock|capped" },
	[INVENTORY_MIN_MAX] = { "min-max", "min_max|sS" },
	[INVENTORY_LOTS] = { "lots", "rQ" },
	{ NULL },
};

/* Lead times as whole numbers of periods: all the same, or the count with that mean and deviation. */
static enum status spread_leads(const struct replenish_question *q, double *p, size_t *n, struct error *err)
{
	memset(p, 0, (INVENTORY_DELAY_MAX + 1) * sizeof *p);
	*n = (size_t)q->lead_time + 1;
	if (!record_has(q, QUESTION_LEAD_TIME_SD) || q->lead_time_sd == 0) {
		p[q->lead_time] = 1;
		return STATUS_OK;
	}
	struct numeric_spread spread = { NUMERIC_COUNT, (double)q->lead_time, q->lead_time_sd * q->lead_time_sd };
	double before = 0;
	if (!(q->lead_time_sd > 0 && q->lead_time_sd <= INVENTORY_DELAY_MAX / 4.0) || q->lead_time == 0)
		return error_reject(err, "bad_value", "lead_time_sd", "%g: expected a number from 0 to %g, beside a lead time",
				    q->lead_time_sd, INVENTORY_DELAY_MAX / 4.0);
	for (*n = 0; *n <= INVENTORY_DELAY_MAX && before < 1 - 1e-9; ++*n) {
		double upto = numeric_spread_cdf(&spread, (double)*n);
		p[*n] = upto - before;
		before = upto;
	}
	p[*n - 1] += 1 - before;
	return STATUS_OK;
}

static void fill_answer(const struct replenish_question *q, const struct inventory_search *s,
			const struct inventory_tuned *t, struct replenish_tuned *out)
{
	const struct inventory_policy *p = &t->policy;

	record_clear(&replenish_tuned_type, out);
	out->sku = q->sku;
	out->family = REPLENISH_FAMILY_WORDS[s->family].word;
	out->point = p->point;
	out->level = p->level;
	out->cap = p->cap;
	out->lot = p->lot;
	out->cost = t->cost;
	out->error = t->error;
	out->fill_rate = t->tally.demand > 0 ? 1 - t->tally.missed / t->tally.demand : 1;
	out->ready_rate = 1 - t->tally.short_periods / t->tally.periods;
	out->stock = t->tally.stock / t->tally.periods;
	out->orders = t->tally.orders / t->tally.periods;
	out->candidates = (int64_t)t->candidates;
	record_mark_all(&replenish_tuned_type, out);
	if (s->family != INVENTORY_CAPPED_BASE_STOCK)
		out->record.given &= ~(UINT64_C(1) << TUNED_CAP);
	if (s->family != INVENTORY_LOTS)
		out->record.given &= ~(UINT64_C(1) << TUNED_LOT);
	else
		out->record.given &= ~(UINT64_C(1) << TUNED_LEVEL);
}

enum status replenish_tune(const struct replenish_question *q, const struct replenish_tune_settings *settings,
			   struct replenish_tuned *out, struct arena *arena, struct error *err)
{
	struct replenish_outcomes demand;
	double leads[INVENTORY_DELAY_MAX + 1];
	size_t n_leads;
	struct inventory_tuned tuned;
	enum status status = replenish_question_demand(q, &demand, arena, err);

	if (status == STATUS_OK && !(q->shortage_cost > 0) && isnan(settings->fill_rate))
		status = error_reject(err, "missing", "shortage_cost",
				      "expected a number above 0, or a fill rate to reach: else it is best to have nothing");
	if (status == STATUS_OK)
		status = spread_leads(q, leads, &n_leads, err);
	if (status != STATUS_OK)
		return status;
	double shortage = record_has(q, QUESTION_SHORTAGE_COST) ? q->shortage_cost : 0;
	struct inventory_search s = { .costs = { .holding = q->holding_cost,
						 .order = record_has(q, QUESTION_ORDER_COST) ? q->order_cost : 0,
						 .owed = settings->backorders ? shortage : 0,
						 .missed = settings->backorders ? 0 : shortage },
				      .demand = demand.p,
				      .n_demand = demand.n,
				      .leads = leads,
				      .n_leads = n_leads,
				      .review = (size_t)settings->review,
				      .backorders = settings->backorders,
				      .fill_rate = settings->fill_rate,
				      .seed = (uint64_t)settings->seed,
				      .periods = (size_t)settings->periods,
				      .jobs = settings->jobs };
	/* By nature: orders that cost are batched; lost sales want a cap, owed ones do not. */
	s.family = settings->family >= 0     ? (enum inventory_family)settings->family
		   : s.costs.order > 0	     ? INVENTORY_MIN_MAX
		   : settings->backorders    ? INVENTORY_BASE_STOCK
					     : INVENTORY_CAPPED_BASE_STOCK;
	void *room = memory_alloc(inventory_tune_room(&s));
	bool done = inventory_tune(&s, room, &tuned);
	memory_free(room);
	if (!done)
		return error_set(err, STATUS_BUG, "no_search", "", "the search refused what was checked");
	if (!tuned.met)
		return error_reject(err, "unmet", "", "no policy of this family reaches a fill rate of %g",
				    settings->fill_rate);
	fill_answer(q, &s, &tuned, out);
	return STATUS_OK;
}
