/* Lots of a changing demand against published plans and against all plans tried one by one. */
#include "tap.h"

#include <ecom/inventory.h>

#define PERIODS 10

static void is_plan(const struct inventory_plan_terms *terms, enum inventory_plan_rule rule, size_t periods, double cost,
		    const size_t *want, const char *name)
{
	double room[PERIODS + 1];
	size_t covers[PERIODS];
	bool same = true;
	is_real(inventory_plan(terms, rule, periods, room, covers), cost, 1e-9, name);
	for (size_t i = 0; i < terms->n; i++)
		same = same && covers[i] == want[i];
	ok(same, "its orders");
}

/* Snyder, Shen: example 3.9, problems 3.27 and 3.29, and one with prices, as computed by stockpyl 0bae176. */
static void test_published(void)
{
	struct inventory_plan_terms t = { (const double[]) { 90, 120, 80, 70 }, NULL, 4, 500, 2 };
	is_plan(&t, INVENTORY_WAGNER_WHITIN, 0, 1380, (const size_t[]) { 2, 0, 2, 0 }, "example 3.9");
	/* By hand: 500 + 240 for two periods is 370 a period, with a third (740 + 320) / 3 = 353, a fourth 1480 / 4. */
	is_plan(&t, INVENTORY_SILVER_MEAL, 0, 1060 + 500, (const size_t[]) { 3, 0, 0, 1 }, "Silver-Meal on it");
	is_plan(&t, INVENTORY_LOT_FOR_LOT, 0, 2000, (const size_t[]) { 1, 1, 1, 1 }, "lot for lot");
	/* sqrt(2 500 / (2 90)) = 2.36 periods. */
	is_plan(&t, INVENTORY_FIXED_PERIOD, 0, 1380, (const size_t[]) { 2, 0, 2, 0 }, "every two periods, by the lot");
	is_plan(&t, INVENTORY_FIXED_PERIOD, 3, 1560, (const size_t[]) { 3, 0, 0, 1 }, "every three, as told");
	t = (struct inventory_plan_terms) { (const double[]) { 150, 100, 80, 200 }, NULL, 4, 120, 0.8 };
	is_plan(&t, INVENTORY_WAGNER_WHITIN, 0, 424, (const size_t[]) { 1, 2, 0, 1 }, "problem 3.27");
	t = (struct inventory_plan_terms) { (const double[]) { 730, 580, 445, 650, 880 }, NULL, 5, 100, 0.1 };
	is_plan(&t, INVENTORY_WAGNER_WHITIN, 0, 423, (const size_t[]) { 2, 0, 2, 0, 1 }, "problem 3.29");
	t = (struct inventory_plan_terms) { (const double[]) { 400, 500, 500, 1100, 900 },
					    (const double[]) { 3, 1, 4, 6, 6 }, 5, 100, 0.1 };
	is_plan(&t, INVENTORY_WAGNER_WHITIN, 0, 4940, (const size_t[]) { 1, 4, 0, 0, 0 }, "prices that change");
	/* SCperf's WW(3, 2, 3, 2; 2, 0.2): 4.8. */
	t = (struct inventory_plan_terms) { (const double[]) { 3, 2, 3, 2 }, NULL, 4, 2, 0.2 };
	double room[5];
	size_t covers[4];
	is_real(inventory_plan(&t, INVENTORY_WAGNER_WHITIN, 0, room, covers), 4.8, 1e-12, "SCperf's example");
}

/* Each subset of the periods as order periods; the first with a demand must be in it. */
static double try_all(const struct inventory_plan_terms *t)
{
	double best = INFINITY;
	for (unsigned set = 0; set < 1u << t->n; set++) {
		double cost = 0;
		size_t last = SIZE_MAX;
		for (size_t i = 0; i < t->n; i++) {
			if (set >> i & 1) {
				last = i;
				cost += t->order_cost;
			}
			if (t->demand[i] > 0)
				cost += last == SIZE_MAX ? INFINITY :
							   t->demand[i] * ((t->price ? t->price[last] : 0) +
									   t->holding_cost * (double)(i - last));
		}
		best = fmin(best, cost);
	}
	return best;
}

static void test_random(void)
{
	struct numeric_random random = numeric_random_start(5, 0);
	size_t wrong = 0, dearer = 0;
	for (int round = 0; round < 400; round++) {
		double demand[PERIODS], price[PERIODS], room[PERIODS + 1], total = 0;
		size_t covers[PERIODS];
		struct inventory_plan_terms t = { demand, round % 2 ? price : NULL, PERIODS,
						  50 * numeric_random_uniform(&random), numeric_random_uniform(&random) };
		for (size_t i = 0; i < PERIODS; i++) {
			demand[i] = (double)numeric_random_poisson(&random, 3) * (numeric_random_uniform(&random) < 0.6) * 4;
			price[i] = 5 * numeric_random_uniform(&random);
		}
		double best = inventory_plan(&t, INVENTORY_WAGNER_WHITIN, 0, room, covers);
		for (size_t i = 0; i < PERIODS; i++)
			total += covers[i] ? inventory_plan_cost(&t, i, covers[i]) : 0;
		wrong += !(fabs(best - try_all(&t)) < 1e-9) || !(fabs(best - total) < 1e-9);
		dearer += !(inventory_plan(&t, INVENTORY_SILVER_MEAL, 0, room, covers) > best - 1e-9);
	}
	is_int((long long)wrong, 0, "400 drawn plans: the least cost of all subsets, and that of its own orders");
	is_int((long long)dearer, 0, "Silver-Meal never below it");
}

static void test_edges(void)
{
	double room[3];
	size_t covers[2] = { 7, 7 };
	struct inventory_plan_terms none = { (const double[]) { 0, 0 }, NULL, 2, 5, 1 };
	for (enum inventory_plan_rule rule = INVENTORY_WAGNER_WHITIN; rule <= INVENTORY_FIXED_PERIOD; rule++)
		ok(inventory_plan(&none, rule, 0, room, covers) == 0 && covers[0] == 0 && covers[1] == 0,
		   "no demand, no orders: %d", rule);
	none.n = 0;
	is_real(inventory_plan(&none, INVENTORY_WAGNER_WHITIN, 0, room, covers), 0, 0, "no periods");
	struct inventory_plan_terms bad = { (const double[]) { -1 }, NULL, 1, 5, 1 };
	ok(isnan(inventory_plan(&bad, INVENTORY_WAGNER_WHITIN, 0, room, covers)), "a demand below 0");
	struct inventory_plan_terms free = { (const double[]) { 3, 4 }, NULL, 2, 0, 0 };
	is_real(inventory_plan(&free, INVENTORY_FIXED_PERIOD, 0, room, covers), 0, 0, "costs of nothing cost nothing");
}

int main(void)
{
	test_published();
	test_random();
	test_edges();
	return done_testing();
}
