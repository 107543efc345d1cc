/*
 * Optimal lost-sales policies. Published: P. Zipkin, "Old and new methods for lost-sales inventory systems", Operations
 * Research 56 (2008), Poisson demand of mean 5, h = 1, p = 4: 4.04, 4.40, 4.60, 4.73 for lead times of 1 to 4 periods. The
 * third decimal of those and the cases p = 9 and 19 are from a plain value iteration over a wide box, without bounds on
 * orders, to a span of 2e-3. The other answers are computed here, by the definition.
 */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/inventory.h>

static double poisson[64];
static size_t n_poisson;

static void make_poisson(double mean)
{
	double left = 1;
	for (n_poisson = 0; left > 1e-12 && n_poisson < 64; n_poisson++) {
		poisson[n_poisson] = numeric_poisson_pmf((int64_t)n_poisson, mean);
		left -= poisson[n_poisson];
	}
	poisson[n_poisson - 1] += left;
}

static double solve(const struct inventory_problem *p, size_t jobs, struct inventory_chain *c, uint16_t **orders)
{
	double *plan = memory_alloc(inventory_chain_plan_room(p) * sizeof *plan);
	bool small = inventory_chain_plan(p, plan, c);
	memory_free(plan);
	if (!small)
		return NAN;
	double *room = memory_alloc(inventory_chain_room(c, jobs) * sizeof *room);
	*orders = memory_alloc(c->states * sizeof **orders);
	double cost = inventory_chain_solve(p, c, 1e-8, jobs, room, *orders);
	memory_free(room);
	return cost;
}

static void test_published(void)
{
	static const double WANT[4][3] = {
		{ 4.04, NAN, NAN }, { 4.396, 6.094, 7.665 }, { 4.598, 6.532, 8.363 }, { 4.728, 6.836, 8.887 }
	};
	static const double SHORTAGE[3] = { 4, 9, 19 }, ZIPKIN[4] = { 4.04, 4.40, 4.60, 4.73 };
	for (size_t lead = 1; lead <= 4; lead++) {
		for (int i = 0; i < 3; i++) {
			struct inventory_problem p = { poisson, n_poisson, lead, 1, SHORTAGE[i], 0 };
			struct inventory_chain c;
			uint16_t *orders = NULL;
			double cost = solve(&p, 2, &c, &orders);
			if (i == 0)
				is_real(cost, ZIPKIN[lead - 1], 0.005, "Zipkin's optimum");
			if (!isnan(WANT[lead - 1][i]) && lead > 1)
				is_real(cost, WANT[lead - 1][i], 1e-3, "the third decimal");
			memory_free(orders);
		}
	}
}

/* Lead time 1 with a cost of orders, by relative value iteration as the textbook has it. */
enum { MOST = 60 };
static double plain(double holding, double shortage, double order, size_t *orders)
{
	double v[MOST + 1] = { 0 }, w[MOST + 1], low = 0, high = 1;
	while (high - low > 1e-9) {
		low = INFINITY;
		high = -INFINITY;
		for (int x = 0; x <= MOST; x++) {
			double best = INFINITY;
			for (int a = 0; a <= MOST; a++) {
				double sum = a ? order : 0;
				for (int d = 0; d < (int)n_poisson; d++) {
					int left = x > d ? x - d : 0, next = left + a < MOST ? left + a : MOST;
					sum += poisson[d] * (holding * left + shortage * (x < d ? d - x : 0) + v[next]);
				}
				if (sum < best) {
					best = sum;
					orders[x] = (size_t)a;
				}
			}
			w[x] = best;
			low = fmin(low, best - v[x]);
			high = fmax(high, best - v[x]);
		}
		for (int x = MOST; x >= 0; x--)
			v[x] = w[x] - w[0];
	}
	return low;
}

static void test_order_cost(void)
{
	struct inventory_problem p = { poisson, n_poisson, 1, 1, 9, 16 };
	struct inventory_chain c;
	uint16_t *orders = NULL;
	size_t want_orders[MOST + 1], same = 0;
	double want = plain(1, 9, 16, want_orders), got = solve(&p, 1, &c, &orders);
	is_real(got, want, 1e-6, "with a cost of orders");
	for (size_t x = 0; x <= 20; x++)
		same += inventory_chain_order(&c, orders, x, NULL) == want_orders[x];
	is_int((long long)same, 21, "the same orders at a stock of 0 to 20");
	ok(want_orders[0] > 12 && want_orders[12] == 0, "which are batched: %zu at none, none at 12", want_orders[0]);
	memory_free(orders);
}

static void test_threads(void)
{
	struct inventory_problem p = { poisson, n_poisson, 3, 1, 9, 0 };
	struct inventory_chain c, d;
	uint16_t *one = NULL, *four = NULL;
	double a = solve(&p, 1, &c, &one), b = solve(&p, 4, &d, &four);
	ok(a == b && c.states == d.states && memcmp(one, four, c.states * sizeof *one) == 0,
	   "the same on any number of threads");
	size_t due[2] = { 5, 5 }, none[2] = { 0, 0 };
	ok(inventory_chain_order(&c, one, 0, none) > inventory_chain_order(&c, one, 0, due) &&
		   inventory_chain_order(&c, one, 0, due) > inventory_chain_order(&c, one, 12, due),
	   "what is there or on its way is not ordered again");
	is_int((long long)inventory_chain_order(&c, one, 1000, due), 0, "more than enough: nothing");
	memory_free(one);
	memory_free(four);
}

static void test_refused(void)
{
	double room[4096];
	struct inventory_chain c;
	struct inventory_problem p = { poisson, n_poisson, 3, 1, 9, 0 };
	p.holding = 0;
	ok(!inventory_chain_plan(&p, room, &c), "holding costs nothing: no end to stock");
	p = (struct inventory_problem) { poisson, n_poisson, 12, 1, 9, 0 };
	ok(!inventory_chain_plan(&p, room, &c), "too many states");
	p = (struct inventory_problem) { poisson, n_poisson, 0, 1, 9, 0 };
	ok(!inventory_chain_plan(&p, room, &c), "a lead time of none is newsvendor's");
}

int main(void)
{
	make_poisson(5);
	test_published();
	test_order_cost();
	test_threads();
	test_refused();
	return done_testing();
}
