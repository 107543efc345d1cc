/* The best that can be had, and what to order by it. */
#include "question.h"

#define TOLERANCE 1e-7 /* relative, of the cost */

struct replenish_solution {
	struct inventory_chain chain;
	double cost;
	uint16_t *orders;
};

/* What is due in 1, 2, ... periods: as many as the lead time has between now and an order given now. */
static enum status read_arriving(const struct replenish_question *q, const struct inventory_chain *c, size_t *due,
				 struct arena *arena, struct error *err)
{
	const char *json = q->arriving ? q->arriving : "[]";
	struct record_walk walk = record_walk((struct record_slice) { json, strlen(json) });
	struct record_slice value;
	size_t n = 0;

	memset(due, 0, INVENTORY_LEAD_MAX * sizeof *due);
	while (json[0] == '[' && record_walk_next(&walk, NULL, &value)) {
		int64_t units;
		if (n + 1 >= c->lead_time)
			return error_reject(err, "bad_value", "arriving",
					    "more than %zu quantities: expected those due in the periods before an order "
					    "given now arrives",
					    c->lead_time - 1);
		if (!number_parse_int(arena_copy(arena, value.text, value.length), 0, QUANTITY_MAX, &units))
			return error_reject(err, "bad_value", "arriving", "%.*s: expected a whole number of units",
					    (int)(value.length < 40 ? value.length : 40), value.text);
		due[n++] = (size_t)units;
	}
	return STATUS_OK;
}

static enum status solve(const struct replenish_question *q, size_t jobs, struct replenish_solution *s,
			 struct arena *arena, struct error *err)
{
	struct replenish_outcomes demand;
	enum status status = replenish_question_demand(q, &demand, arena, err);

	if (status != STATUS_OK)
		return status;
	struct inventory_problem p = { demand.p, demand.n, (size_t)q->lead_time, q->holding_cost, q->shortage_cost,
				       record_has(q, QUESTION_ORDER_COST) ? q->order_cost : 0 };
	if (!(p.shortage > 0))
		return error_reject(err, "bad_value", "shortage_cost", "%g: expected a number above 0: nothing is worth "
				    "stocking where lost sales cost nothing", p.shortage);
	double *plan = memory_alloc(inventory_chain_plan_room(&p) * sizeof *plan);
	bool small = inventory_chain_plan(&p, plan, &s->chain);
	memory_free(plan);
	if (!small)
		return error_reject(err, "too_large", "lead_time",
				    "more than %d states of stock and orders on their way: ask tune instead",
				    INVENTORY_STATES_MAX);
	double *room = memory_alloc(inventory_chain_room(&s->chain, jobs) * sizeof *room);
	s->orders = memory_alloc(s->chain.states * sizeof *s->orders);
	s->cost = inventory_chain_solve(&p, &s->chain, TOLERANCE, jobs, room, s->orders);
	memory_free(room);
	return isnan(s->cost) ? error_set(err, STATUS_BUG, "no_end", "", "the policy did not settle") : STATUS_OK;
}

static void start_answer(const struct replenish_question *q, const struct replenish_solution *s,
			 struct replenish_optimum *out)
{
	record_clear(&replenish_optimum_type, out);
	out->sku = q->sku;
	out->cost = s->cost;
	out->states = (int64_t)s->chain.states;
	out->stock = out->order = -1;
}

static void finish_answer(struct replenish_optimum *out)
{
	record_mark_all(&replenish_optimum_type, out);
	if (out->order < 0)
		out->record.given &= ~(UINT64_C(1) << OPTIMUM_STOCK | UINT64_C(1) << OPTIMUM_ORDER);
}

/* Every state that the policy can meet, with its order. */
static void tell_states(const struct replenish_question *q, const struct replenish_solution *s,
			replenish_optimum_each *each, void *ctx)
{
	const struct inventory_chain *c = &s->chain;
	size_t due[INVENTORY_LEAD_MAX] = { 0 };
	struct buffer arriving = { 0 };

	for (size_t tail = 0; tail < c->tails; tail++) {
		size_t rest = tail, on_order = 0;
		buffer_clear(&arriving);
		buffer_char(&arriving, '[');
		for (size_t k = 0; k + 1 < c->lead_time; k++) {
			due[k] = rest % (c->most_order + 1);
			rest /= c->most_order + 1;
			on_order += due[k];
			buffer_printf(&arriving, k ? ",%zu" : "%zu", due[k]);
		}
		buffer_char(&arriving, ']');
		for (size_t stock = 0; stock + on_order <= c->most_stock; stock++) {
			struct replenish_optimum out;
			start_answer(q, s, &out);
			out.stock = (int64_t)stock;
			out.arriving = arriving.data;
			out.order = (int64_t)inventory_chain_order(c, s->orders, stock, due);
			finish_answer(&out);
			each(ctx, &out);
		}
	}
	buffer_free(&arriving);
}

static enum status tell_one(const struct replenish_question *q, const struct replenish_solution *s,
			    replenish_optimum_each *each, void *ctx, struct arena *arena, struct error *err)
{
	size_t due[INVENTORY_LEAD_MAX];
	struct replenish_optimum out;
	enum status status = read_arriving(q, &s->chain, due, arena, err);

	if (status != STATUS_OK)
		return status;
	start_answer(q, s, &out);
	if (record_has(q, QUESTION_STOCK)) {
		out.stock = q->stock;
		out.arriving = q->arriving;
		out.order = (int64_t)inventory_chain_order(&s->chain, s->orders, (size_t)q->stock, due);
	}
	finish_answer(&out);
	each(ctx, &out);
	return STATUS_OK;
}

enum status replenish_optimal(const struct replenish_question *q, bool table, size_t jobs,
			      replenish_optimum_each *each, void *ctx, struct arena *arena, struct error *err)
{
	struct replenish_solution s = { .orders = NULL };
	enum status status = solve(q, jobs, &s, arena, err);

	if (status == STATUS_OK && table)
		tell_states(q, &s, each, ctx);
	else if (status == STATUS_OK)
		status = tell_one(q, &s, each, ctx, arena, err);
	memory_free(s.orders);
	return status;
}
