/* Stages that supply each other, against published optima and against all service times tried one by one. */
#include "tap.h"

#include <ecom/inventory.h>

#define FREE INVENTORY_TREE_FREE
#define Z95 1.6448536269514722

/* Snyder, Shen: examples 6.3 and 6.5, problems 6.7, 6.8 and 6.9, figure 6.14 (Graves, Willems 2003), optima as computed
 * by stockpyl 0bae176 (tests/test_gsm_serial.py, test_gsm_tree.py). */
static void test_published_trees(void)
{
	struct inventory_tree_plan plan[10];
	const struct inventory_tree_stage three[] = { { 1, 1, FREE, 2, 1 }, { 0, 0, FREE, 4, 1 }, { 1, 0, 1, 7, 1 } };
	const struct inventory_tree_link row[] = { { 0, 1 }, { 1, 2 } };
	is_real(inventory_tree(three, 3, row, plan), 2 * sqrt(2), 1e-14, "example 6.3");
	ok(plan[0].promised == 0 && plan[1].promised == 0 && plan[2].promised == 1, "its service times");
	const struct inventory_tree_stage four[] = {
		{ 2, 1, FREE, 1, M_SQRT2 }, { 1, 0, 0, 3, 1 }, { 1, 0, FREE, 2, M_SQRT2 }, { 1, 0, 1, 3, 1 }
	};
	const struct inventory_tree_link fork[] = { { 0, 2 }, { 2, 1 }, { 2, 3 } };
	is_real(inventory_tree(four, 4, fork, plan), 2 * sqrt(2) + sqrt(6) + 3, 1e-14, "example 6.5");
	ok(plan[0].promised == 0 && plan[1].promised == 0 && plan[2].promised == 0 && plan[3].promised == 1,
	   "its service times");
	const double b = Z95 * 10;
	struct inventory_tree_stage assembly[] = {
		{ 2, 0, FREE, 0.01, b }, { 3, 0, FREE, 0.03, b }, { 2, 0, FREE, 0.04, b }, { 4, 0, FREE, 0.06, b },
		{ 2, 0, FREE, 0.12, b }, { 3, 0, FREE, 0.13, b }, { 6, 0, FREE, 0.2, b },  { 4, 0, FREE, 0.08, b },
		{ 3, 0, FREE, 0.04, b }, { 2, 0, 2, 0.5, b }
	};
	const struct inventory_tree_link to[] = { { 0, 1 }, { 1, 2 }, { 2, 4 }, { 3, 4 }, { 4, 5 },
						  { 5, 9 }, { 6, 9 }, { 7, 9 }, { 8, 9 } };
	static const uint32_t WANT[] = { 0, 3, 5, 4, 7, 0, 0, 0, 0, 2 };
	bool same = true;
	is_real(inventory_tree(assembly, 10, to, plan), 18.8240044725922, 1e-12, "figure 6.14");
	for (size_t i = 0; i < 10; i++)
		same = same && plan[i].promised == WANT[i];
	ok(same, "its service times");
	static const uint32_t PROMISED[] = { 5, 8, 12 };
	static const double COST[] = { 12.4686888061037, 3.25788236403285, 0.232617430735335 };
	for (size_t i = 0; i < 3; i++) {
		assembly[9].promised = PROMISED[i];
		is_real(inventory_tree(assembly, 10, to, plan), COST[i], 1e-12, "figure 6.14, promised later");
	}
}

/* Every pair of times at every stage. */
static double try_all(const struct inventory_tree_stage *s, size_t n, const struct inventory_tree_link *links, size_t at,
		      uint32_t *in, uint32_t *out)
{
	if (at == n) {
		double cost = 0;
		for (size_t l = 0; l + 1 < n; l++)
			if (out[links[l].from] > in[links[l].to])
				return INFINITY;
		for (size_t i = 0; i < n; i++)
			cost += s[i].holding_cost * s[i].bound * sqrt(in[i] + s[i].processing - out[i]);
		return cost;
	}
	double best = INFINITY;
	for (in[at] = s[at].inbound; in[at] <= 6; in[at]++)
		for (out[at] = 0; out[at] <= in[at] + s[at].processing && out[at] <= s[at].promised; out[at]++)
			best = fmin(best, try_all(s, n, links, at + 1, in, out));
	return best;
}

static void test_random_trees(void)
{
	static const struct inventory_tree_link SHAPES[][3] = {
		{ { 0, 1 }, { 1, 2 }, { 2, 3 } }, { { 0, 2 }, { 1, 2 }, { 2, 3 } }, { { 3, 0 }, { 3, 1 }, { 3, 2 } },
		{ { 1, 0 }, { 2, 0 }, { 2, 3 } }
	};
	struct numeric_random random = numeric_random_start(3, 0);
	size_t wrong = 0;
	for (size_t round = 0; round < 12; round++) {
		struct inventory_tree_stage s[4];
		struct inventory_tree_plan plan[4];
		uint32_t in[4], out[4];
		for (size_t i = 0; i < 4; i++)
			s[i] = (struct inventory_tree_stage) { (uint32_t)(numeric_random_uniform(&random) * 3),
							       (uint32_t)(numeric_random_uniform(&random) * 2),
							       numeric_random_uniform(&random) < 0.5 ? 0 : FREE,
							       numeric_random_uniform(&random) * 5,
							       numeric_random_uniform(&random) };
		const struct inventory_tree_link *links = SHAPES[round % 4];
		double cost = inventory_tree(s, 4, links, plan), own = 0;
		for (size_t i = 0; i < 4; i++)
			own += s[i].holding_cost * plan[i].safety;
		bool kept = true;
		for (size_t l = 0; l < 3; l++)
			kept = kept && plan[links[l].from].promised <= plan[links[l].to].inbound;
		wrong += !kept || !(fabs(cost - own) < 1e-12) || !(fabs(cost - try_all(s, 4, links, 0, in, out)) < 1e-12);
	}
	is_int((long long)wrong, 0, "12 drawn trees: the least of all service times, its own cost, and no promise broken");
}

static void test_no_trees(void)
{
	struct inventory_tree_plan plan[4];
	const struct inventory_tree_stage s[] = { { 1, 0, FREE, 1, 1 }, { 1, 0, FREE, 1, 1 }, { 1, 0, 0, 1, 1 } };
	ok(isnan(inventory_tree(s, 2, (const struct inventory_tree_link[]) { { 0, 0 } }, plan)), "a stage of its own");
	ok(isnan(inventory_tree(s, 3, (const struct inventory_tree_link[]) { { 0, 1 }, { 1, 0 } }, plan)), "a circle");
	ok(isnan(inventory_tree(s, 2, (const struct inventory_tree_link[]) { { 0, 5 } }, plan)), "an unknown stage");
	is_real(inventory_tree(&s[2], 1, NULL, plan), 1, 0, "a single stage");
}

/*
 * Rows under uncertain demand. Costs were computed apart from this code in python3: Poisson demand by tables, normal by
 * Simpson's rule over the closed form of the last stage (example 6.1: extrapolated from 120 and 400 intervals). The levels of the Poisson rows and their costs to three digits
 * are those of Shang, Song (Management Science 49 (2003) 618, table 1). FSCT gives the local levels 10.69, 5.53 and 6.49
 * for example 6.1; stockpyl's tests have costs of a coarse grid (47.77).
 */
static void test_rows(void)
{
	double levels[4];
	static const double HOLDING[4][4] = {
		{ 0.25, 0.25, 0.25, 0.25 }, { 0.25, 2.5, 2.5, 0.25 }, { 0.25, 0.25, 0.25, 0.25 }, { 0.25, 2.5, 2.5, 0.25 }
	};
	static const double OWED[] = { 9, 9, 99, 99 }, COST[] = { 12.687897827903896, 53.00760477013107, 16.20554413743743, 74.56363970773992 };
	static const double LEVELS[4][4] = { { 8, 13, 18, 22 }, { 9, 10, 13, 19 }, { 11, 17, 22, 27 }, { 11, 14, 18, 26 } };
	const struct inventory_demand poisson = { .family = INVENTORY_POISSON, .mean = 16 };
	for (size_t i = 0; i < 4; i++) {
		struct inventory_serial_stage stages[4];
		bool same = true;
		for (size_t j = 0; j < 4; j++)
			stages[j] = (struct inventory_serial_stage) { HOLDING[i][j], 0.25 };
		is_real(inventory_serial(stages, 4, &poisson, OWED[i], levels), COST[i], 1e-10, "Shang, Song");
		for (size_t j = 0; j < 4; j++)
			same = same && levels[j] == LEVELS[i][j];
		ok(same, "its levels");
	}
	/* Problem 6.2(b): five stages, Poisson. */
	const struct inventory_serial_stage five[] = { { 2, 0.5 }, { 2, 0.5 }, { 1, 0.5 }, { 1, 0.5 }, { 1, 0.5 } };
	const struct inventory_demand many = { .family = INVENTORY_POISSON, .mean = 64 };
	double levels5[5];
	is_real(inventory_serial(five, 5, &many, 24, levels5), 453.69155869554663, 1e-9, "problem 6.2(b)");
	ok(levels5[0] == 41 && levels5[1] == 74 && levels5[2] == 109 && levels5[3] == 142 && levels5[4] == 174, "its levels");
	/* Problem 6.2(a): the same with normal demand; the trapezoid rule at 12 and 24 points a deviation, extrapolated. */
	const struct inventory_demand likewise = { .family = INVENTORY_NORMAL, .mean = 64, .variance = 64 };
	is_real(inventory_serial(five, 5, &likewise, 24, levels5), 451.6094389, 1e-5, "problem 6.2(a)");
	/* Example 6.1, problems 6.1 and 6.16, normal. */
	const struct inventory_serial_stage three[] = { { 3, 1 }, { 2, 1 }, { 2, 2 } };
	const struct inventory_demand unit = { .family = INVENTORY_NORMAL, .mean = 5, .variance = 1 };
	is_real(inventory_serial(three, 3, &unit, 37.12, levels), 47.6601495838, 1e-9, "example 6.1");
	is_real(levels[0], 6.490881, 1e-5, "its levels");
	is_real(levels[1], 12.017606, 1e-5, "its levels");
	is_real(levels[2], 22.705498, 1e-5, "its levels");
	const struct inventory_serial_stage even[] = { { 1, 1 }, { 1, 1 } }, uneven[] = { { 5, 8 }, { 2, 3 } };
	const struct inventory_demand hundred = { .family = INVENTORY_NORMAL, .mean = 100, .variance = 225 },
				      twenty = { .family = INVENTORY_NORMAL, .mean = 20, .variance = 16 };
	is_real(inventory_serial(even, 2, &hundred, 15, levels), 166.2506271649118, 1e-9, "problem 6.1");
	is_real(inventory_serial(uneven, 2, &twenty, 24, levels), 438.18452916873196, 1e-9, "problem 6.16");
	/* One stage is a newsvendor: (h + p) s phi(z) at p / (h + p). */
	const struct inventory_demand normal = { .family = INVENTORY_NORMAL, .mean = 50, .variance = 64 };
	const struct inventory_serial_stage one = { 0.18, 1 };
	is_real(inventory_serial(&one, 1, &normal, 0.70, levels), 1.997605193176645, 1e-12, "example 4.3 as a row of one");
	is_real(levels[0], 56.603955927433887, 1e-9, "its level");
	/* A second stage without a lead time adds h_2 times what is held and under way, and no other choice. */
	const struct inventory_serial_stage two[] = { { 1, 1 }, { 1, 0 } };
	const struct inventory_serial_stage alone = { 2, 1 };
	double both = inventory_serial(two, 2, &normal, 10, levels);
	is_real(both, inventory_serial(&alone, 1, &normal, 10, levels) + 50, 1e-9, "a stage without a lead time");
	ok(isnan(inventory_serial(&one, 1, &normal, 0, levels)) && isnan(inventory_serial(&one, 0, &normal, 1, levels)),
	   "out of range");
}

static void test_pooling(void)
{
	const double four[] = { 5, 5, 5, 5 }, two[] = { 3, 4 };
	is_real(inventory_pooled_deviation(four, 4, 0), 10, 1e-14, "the square-root law: half of 20");
	is_real(inventory_pooled_deviation(four, 4, 1), 20, 1e-14, "nothing is gained where all move together");
	is_real(inventory_pooled_deviation(two, 2, -1), 1, 1e-14, "most where they move against each other");
	ok(isnan(inventory_pooled_deviation(four, 4, -0.5)), "four cannot all move against each other");
}

int main(void)
{
	test_published_trees();
	test_random_trees();
	test_no_trees();
	test_rows();
	test_pooling();
	return done_testing();
}
