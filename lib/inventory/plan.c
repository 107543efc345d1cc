/* Lots of a known demand that changes from period to period. */
#include <ecom/inventory.h>
#include <math.h>

static bool terms_valid(const struct inventory_plan_terms *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (!(t->demand[i] >= 0) || (t->price && !(t->price[i] >= 0)))
			return false;
	return t->order_cost >= 0 && t->holding_cost >= 0;
}

static double price_in(const struct inventory_plan_terms *t, size_t period)
{
	return t->price ? t->price[period] : 0;
}

double inventory_plan_cost(const struct inventory_plan_terms *terms, size_t first, size_t count)
{
	double cost = terms->order_cost;
	for (size_t i = 0; i < count; i++)
		cost += terms->demand[first + i] *
			(price_in(terms, first) + terms->holding_cost * (double)i);
	return cost;
}

/*
 * least[t]: the cost of the first t periods. As an order in j is stretched from ending in j to ending in t - 1, its cost
 * grows by what period t - 1 adds, so going back from t to earlier orders adds a period's holding to all that follows.
 */
static void plan_least_cost(const struct inventory_plan_terms *terms, double *least, size_t *covers)
{
	size_t last = 0; /* the period of the last order of the best plan so far */

	least[0] = 0;
	for (size_t t = 1; t <= terms->n; t++) {
		double ahead = 0, held = 0; /* units of j..t-1, and what holding them from j costs */
		size_t best = t - 1;
		least[t] = INFINITY;
		for (size_t j = t; j-- > last;) {
			held += terms->holding_cost * ahead;
			ahead += terms->demand[j];
			double cost = least[j] + terms->order_cost + price_in(terms, j) * ahead + held;
			if (cost < least[t]) {
				least[t] = cost;
				best = j;
			}
		}
		bool nothing = terms->demand[t - 1] == 0 && least[t - 1] <= least[t];
		if (nothing)
			least[t] = least[t - 1];
		else if (!terms->price)
			last = best;
		covers[t - 1] = nothing ? 0 : t - best;
	}
	/* covers[t] tells how far back the order is that ends with t: from the end, move each to where it is placed. */
	for (size_t t = terms->n; t > 0;) {
		size_t length = covers[t - 1];
		covers[t - 1] = 0;
		if (length == 0) {
			t--;
			continue;
		}
		for (size_t i = 1; i < length; i++)
			covers[t - 1 - i] = 0;
		covers[t - length] = length;
		t -= length;
	}
}

static size_t silver_meal_length(const struct inventory_plan_terms *terms, size_t first)
{
	double cost = terms->order_cost, rate = cost;
	size_t length = 1;
	for (; first + length < terms->n; length++) {
		cost += terms->demand[first + length] * terms->holding_cost * (double)length;
		if (cost / (double)(length + 1) > rate)
			break;
		rate = cost / (double)(length + 1);
	}
	return length;
}

static size_t economic_periods(const struct inventory_plan_terms *terms)
{
	double sum = 0;
	for (size_t i = 0; i < terms->n; i++)
		sum += terms->demand[i];
	double mean = sum / (double)terms->n;
	double lasts = round(sqrt(2 * terms->order_cost / (terms->holding_cost * mean)));
	return lasts >= 1 ? (size_t)fmin(lasts, (double)terms->n) : 1;
}

double inventory_plan(const struct inventory_plan_terms *terms, enum inventory_plan_rule rule, size_t periods, double *room,
		      size_t *covers)
{
	double cost = 0;

	if (!terms_valid(terms))
		return NAN;
	if (rule == INVENTORY_WAGNER_WHITIN) {
		plan_least_cost(terms, room, covers);
		return room[terms->n];
	}
	if (rule == INVENTORY_FIXED_PERIOD && periods == 0 && terms->n > 0)
		periods = economic_periods(terms);
	for (size_t t = 0; t < terms->n;) {
		covers[t] = 0;
		if (terms->demand[t] == 0) {
			t++;
			continue;
		}
		size_t length = rule == INVENTORY_SILVER_MEAL  ? silver_meal_length(terms, t) :
				rule == INVENTORY_FIXED_PERIOD ? periods :
								 1;
		if (length > terms->n - t)
			length = terms->n - t;
		for (size_t i = 1; i < length; i++)
			covers[t + i] = 0;
		covers[t] = length;
		cost += inventory_plan_cost(terms, t, length);
		t += length;
	}
	return cost;
}
