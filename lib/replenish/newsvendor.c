/* One order against the uncertain demand of a record. */
#include "question.h"

#include <stdlib.h>

const struct word REPLENISH_DISTRIBUTION_WORDS[] = { { "normal" },
					       { "lognormal" },
					       { "gamma" },
					       { "uniform" },
					       { "exponential" },
					       { "poisson" },
					       { "negative-binomial", "negative_binomial" },
					       { "geometric" },
					       { NULL } };

struct chance {
	double quantity, probability;
};

static int compare_chances(const void *a, const void *b)
{
	const struct chance *x = a, *y = b;

	return x->quantity < y->quantity ? -1 : x->quantity > y->quantity;
}

static enum status read_list(struct record_slice list, struct inventory_demand *demand, struct arena *arena,
			     struct error *err)
{
	struct replenish_outcomes outcomes;
	enum status status = replenish_outcomes_read(list, SIZE_MAX, OUTCOMES_TOLERANCE, arena, &outcomes, err);

	if (status != STATUS_OK)
		return status;
	double *values = arena_alloc(arena, outcomes.n * sizeof *values);
	for (size_t i = 0; i < outcomes.n; i++)
		values[i] = (double)i;
	*demand = (struct inventory_demand) {
		.family = INVENTORY_LISTED, .values = values, .probabilities = outcomes.p, .n = outcomes.n
	};
	return STATUS_OK;
}

/* {"2":0.25,"3":0.75} to values and probabilities, ascending, their sum made 1. */
static enum status read_object(struct record_slice object, struct inventory_demand *demand, struct arena *arena,
			       struct error *err)
{
	struct record_walk walk = record_walk(object), again = walk;
	struct record_slice key, value;
	size_t n = 0;

	while (record_walk_next(&walk, &key, &value))
		n++;
	struct chance *chances = arena_alloc(arena, (n + 1) * sizeof *chances);
	double *values = arena_alloc(arena, (n + 1) * sizeof *values);
	double *probabilities = arena_alloc(arena, (n + 1) * sizeof *probabilities), sum = 0;
	for (size_t i = 0; record_walk_next(&again, &key, &value); i++) {
		if (!record_slice_real(key, 0, 1e15, &chances[i].quantity) ||
		    !record_slice_real(value, 0, 1, &chances[i].probability))
			return error_reject(err, "bad_pmf", "pmf",
					    "\"%.*s\": %.*s: expected a quantity and its probability",
					    (int)(key.length < 40 ? key.length : 40), key.text,
					    (int)(value.length < 40 ? value.length : 40), value.text);
		sum += chances[i].probability;
	}
	if (!(fabs(sum - 1) <= OUTCOMES_TOLERANCE))
		return error_reject(err, "bad_pmf", "pmf", "the probabilities sum to %g: expected 1", sum);
	qsort(chances, n, sizeof *chances, compare_chances);
	for (size_t i = 0; i < n; i++) {
		values[i] = chances[i].quantity;
		probabilities[i] = chances[i].probability / sum;
	}
	*demand = (struct inventory_demand) {
		.family = INVENTORY_LISTED, .values = values, .probabilities = probabilities, .n = n
	};
	return STATUS_OK;
}

static enum status read_pmf(const char *json, struct inventory_demand *demand, struct arena *arena, struct error *err)
{
	struct record_slice whole = { json, strlen(json) };

	if (json[0] == '[')
		return read_list(whole, demand, arena, err);
	if (json[0] == '{')
		return read_object(whole, demand, arena, err);
	return error_reject(err, "bad_pmf", "pmf", "expected an object such as {\"2\":0.25,\"3\":0.75}, or a list from 0 on");
}

/* The demand of one period. */
static enum status read_demand(const struct replenish_chance *in, struct inventory_demand *demand, struct arena *arena,
			       struct error *err)
{
	bool spread = record_has(in, CHANCE_SD);
	int family = record_has(in, CHANCE_DISTRIBUTION) ? in->distribution :
		     spread				 ? INVENTORY_NORMAL :
							   INVENTORY_POISSON;

	if (in->pmf)
		return read_pmf(in->pmf, demand, arena, err);
	if (!record_has(in, CHANCE_MEAN))
		return error_reject(err, "missing", "mean", "is missing: give it, or a pmf");
	if (!spread && family != INVENTORY_POISSON && family != INVENTORY_EXPONENTIAL && family != INVENTORY_GEOMETRIC)
		return error_reject(err, "missing", "sd", "is missing: a %s distribution needs it",
				    REPLENISH_DISTRIBUTION_WORDS[family].word);
	if (spread && !(in->sd >= 0 && in->sd <= 1e15))
		return error_reject(err, "bad_value", "sd", "%g: expected 0 or more", in->sd);
	if (!(fabs(in->mean) <= 1e15))
		return error_reject(err, "bad_value", "mean", "%g: expected a smaller number", in->mean);
	*demand = (struct inventory_demand) { .family = (enum inventory_distribution)family,
					      .mean = in->mean,
					      .variance = spread ? in->sd * in->sd : in->mean };
	if (inventory_demand_valid(demand))
		return STATUS_OK;
	return error_reject(err, "bad_value", demand->mean > 0 ? "sd" : "mean", "%g: expected %s for a %s distribution",
			    demand->mean > 0 ? in->sd : in->mean,
			    demand->mean > 0 ? "more than the square root of the mean" : "a number above 0",
			    REPLENISH_DISTRIBUTION_WORDS[family].word);
}

struct costs {
	double overage, underage; /* NAN: not known */
};

static enum status read_costs(const struct replenish_chance *in, struct costs *costs, struct error *err)
{
	bool priced = record_has(in, CHANCE_PRICE) && record_has(in, CHANCE_UNIT_COST);
	double salvage = record_has(in, CHANCE_SALVAGE) ? in->salvage : 0;
	bool over = record_has(in, CHANCE_OVERAGE_COST), under = record_has(in, CHANCE_UNDERAGE_COST);

	costs->overage = over ? in->overage_cost : priced ? in->unit_cost - salvage : NAN;
	costs->underage = under ? in->underage_cost : priced ? in->price - in->unit_cost : NAN;
	if (!isnan(costs->overage) && !(costs->overage > 0))
		return error_reject(err, "bad_value", over ? "overage_cost" : "salvage", "%g: expected %s",
				    over ? costs->overage : salvage,
				    over ? "a number above 0" : "less than the unit cost");
	if (!isnan(costs->underage) && !(costs->underage > 0))
		return error_reject(err, "bad_value", under ? "underage_cost" : "price", "%g: expected %s",
				    under ? costs->underage : in->price,
				    under ? "a number above 0" : "more than the unit cost");
	return STATUS_OK;
}

static enum status check_share(const void *in, int field, double value, const char *name, struct error *err)
{
	if (!record_has(in, field) || (value > 0 && value < 1))
		return STATUS_OK;
	return error_reject(err, "bad_value", name, "%g: expected a number above 0 and below 1", value);
}

/* What a quantity is chosen by, the first of: itself, a service, a fill rate, costs. */
static enum status choose(const struct replenish_chance *in, const struct inventory_demand *covered,
			  const struct inventory_demand *lead, const struct costs *costs, double *quantity,
			  struct error *err)
{
	if (record_has(in, CHANCE_QUANTITY))
		*quantity = in->quantity;
	else if (record_has(in, CHANCE_SERVICE))
		*quantity = inventory_demand_quantile(covered, in->service);
	else if (record_has(in, CHANCE_FILL_RATE))
		*quantity = inventory_review_fill_level(covered, lead, in->fill_rate);
	else if (!isnan(costs->overage) && !isnan(costs->underage))
		*quantity = inventory_newsvendor(covered, costs->overage, costs->underage);
	else
		return error_reject(err, "missing", "underage_cost",
				    "nothing to choose by: expected overage_cost and underage_cost, price and "
				    "unit_cost, service, fill_rate or quantity");
	return STATUS_OK;
}

static void fill_answer(const struct replenish_chance *in, const struct inventory_demand *covered,
			const struct inventory_demand *lead, const struct costs *costs, double quantity,
			struct replenish_chance_answer *out)
{
	double mean = inventory_demand_mean(covered) - (lead ? inventory_demand_mean(lead) : 0);

	record_clear(&replenish_chance_answer_type, out);
	out->sku = in->sku;
	out->quantity = quantity;
	out->ratio = costs->underage / (costs->underage + costs->overage);
	out->service = inventory_demand_cdf(covered, quantity);
	out->fill_rate = mean > 0 ? inventory_review_fill_rate(covered, lead, quantity) : NAN;
	out->units_short = inventory_demand_loss(covered, quantity);
	out->left = fmax(quantity - inventory_demand_mean(covered) + out->units_short, 0);
	out->cost = inventory_newsvendor_cost(covered, costs->overage, costs->underage, quantity);
	if (record_has(in, CHANCE_PRICE) && record_has(in, CHANCE_UNIT_COST))
		out->profit = (in->price - in->unit_cost) * mean - out->cost;
	record_mark_all(&replenish_chance_answer_type, out);
}

enum status replenish_newsvendor(const struct replenish_chance *in, struct replenish_chance_answer *out,
				 struct arena *arena, struct error *err)
{
	struct inventory_demand period, covered, lead;
	struct costs costs;
	double lead_time = record_has(in, CHANCE_LEAD_TIME) ? in->lead_time : 0, quantity = NAN;
	enum status status = read_demand(in, &period, arena, err);

	if (status == STATUS_OK)
		status = read_costs(in, &costs, err);
	if (status == STATUS_OK)
		status = check_share(in, CHANCE_SERVICE, in->service, "service", err);
	if (status == STATUS_OK)
		status = check_share(in, CHANCE_FILL_RATE, in->fill_rate, "fill_rate", err);
	if (status == STATUS_OK && !(lead_time >= 0 && lead_time <= 1e6))
		status = error_reject(err, "bad_value", "lead_time", "%g: expected periods from 0 to 1000000",
				      lead_time);
	if (status != STATUS_OK)
		return status;
	covered = inventory_demand_sum(&period, lead_time + 1);
	if (!inventory_demand_valid(&covered))
		return error_reject(err, "no_sum", "lead_time",
				    "%g: expected 0 with a lognormal or uniform distribution or a pmf, whose sums over "
				    "periods are of another kind",
				    lead_time);
	if (lead_time > 0)
		lead = inventory_demand_sum(&period, lead_time);
	status = choose(in, &covered, lead_time > 0 ? &lead : NULL, &costs, &quantity, err);
	if (status == STATUS_OK)
		fill_answer(in, &covered, lead_time > 0 ? &lead : NULL, &costs, quantity, out);
	return status;
}
