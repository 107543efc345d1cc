/* Joint replenishment against published examples and against all multiples tried one by one. */
#include "tap.h"

#include <ecom/inventory.h>

#define ITEMS_MAX 5

static void is_multiples(const uint32_t *got, const uint32_t *want, size_t n, const char *name)
{
	bool same = true;
	for (size_t i = 0; i < n; i++)
		same = same && got[i] == want[i];
	ok(same, "%s", name);
}

/* The least cost over all multiples up to ${most}, without the order that the search goes by. */
static double try_all(const struct inventory_joint_item *items, size_t n, double major, uint32_t most)
{
	uint32_t m[ITEMS_MAX] = { 1, 1, 1, 1, 1 };
	double best = INFINITY;
	for (;;) {
		double fixed = major, held = 0;
		for (size_t i = 0; i < n; i++) {
			fixed += items[i].order_cost / m[i];
			held += items[i].holding_cost * items[i].demand * m[i];
		}
		best = fmin(best, sqrt(2 * fixed * held));
		size_t i = 0;
		while (i < n && m[i] == most)
			m[i++] = 1;
		if (i == n)
			return best;
		m[i]++;
	}
}

/* Silver 1976, table 2: order quantities as computed by stockpyl 0bae176. */
static const struct inventory_joint_item SILVER[] = { { 1736, 1.87, 0.2 },
						      { 656, 5.27, 0.2 },
						      { 558, 7.94, 0.2 },
						      { 170, 8.19, 0.2 },
						      { 142, 8.87, 0.2 } };
/* Silver, Pyke, Peterson 1998, p. 428, likewise. */
static const struct inventory_joint_item PETERSON[] = { { 86000, 15, 0.24 },
							{ 12500, 15, 0.24 },
							{ 1400, 15, 0.24 },
							{ 3000, 15, 0.24 } };

static void test_published(void)
{
	uint32_t m[ITEMS_MAX];
	struct inventory_joint joint = inventory_joint_simple(SILVER, 5, 10, m);
	is_real(joint.cost, 218.68632025498687, 1e-11, "Silver's example: cost of the simple method");
	is_real(joint.cycle, 0.2813771490671472, 1e-14, "its cycle");
	is_multiples(m, (uint32_t[]) { 1, 1, 1, 3, 3 }, 5, "its multiples");
	joint = inventory_joint_simple(PETERSON, 4, 40, m);
	is_real(joint.cost, 2067.650840930354, 1e-10, "Silver, Pyke, Peterson: cost");
	is_multiples(m, (uint32_t[]) { 1, 1, 4, 3 }, 4, "its multiples");
	joint = inventory_joint_best(PETERSON, 4, 40, m);
	is_real(joint.cost, try_all(PETERSON, 4, 40, 12), 1e-10, "the search finds what trying all finds");
	joint = inventory_joint_best(SILVER, 5, 10, m);
	is_real(joint.cost, try_all(SILVER, 5, 10, 9), 1e-11, "and on Silver's, below the simple method");
	ok(joint.cost < 218.6, "by 0.2 %%");
}

static void test_random(void)
{
	size_t missed = 0;
	struct numeric_random random = numeric_random_start(11, 0);
	for (size_t round = 0; round < 300; round++) {
		struct inventory_joint_item items[4];
		uint32_t m[4];
		double major = exp(2 * numeric_random_normal(&random));
		for (size_t i = 0; i < 4; i++)
			items[i] = (struct inventory_joint_item) { exp(2 * numeric_random_normal(&random)),
								   exp(numeric_random_normal(&random)), 1 };
		struct inventory_joint joint = inventory_joint_best(items, 4, major, m);
		double fixed = major, held = 0;
		for (size_t i = 0; i < 4; i++) {
			fixed += items[i].order_cost / m[i];
			held += items[i].demand * m[i];
		}
		missed += !(joint.cost <= try_all(items, 4, major, 14) * (1 + 1e-12)) ||
			  !(fabs(joint.cost - sqrt(2 * fixed * held)) <= 1e-12 * joint.cost);
	}
	is_int((long long)missed, 0, "300 drawn families: never above the best of all multiples up to 14, and at its multiples");
}

static void test_edges(void)
{
	uint32_t m[2];
	const struct inventory_joint_item one = { 1000, 0, 20 };
	struct inventory_joint joint = inventory_joint_best(&one, 1, 100, m);
	/* One item alone is the economic order quantity: 100 units at 2000 a year. */
	is_real(joint.cycle, 0.1, 1e-15, "one item: its own cycle");
	is_real(joint.cost, 2000, 1e-9, "its own cost");
	const struct inventory_joint_item bad[] = { { 0, 1, 1 }, { 1, -1, 1 }, { 1, 1, 0 } };
	for (size_t i = 0; i < 3; i++)
		ok(isnan(inventory_joint_best(&bad[i], 1, 1, m).cost), "out of range %zu", i);
	ok(isnan(inventory_joint_best(&one, 1, 0, m).cost) && isnan(inventory_joint_simple(&one, 0, 1, m).cost),
	   "nothing to share, no items");
	joint = inventory_joint_best((const struct inventory_joint_item[]) { { 1, 1, 1 }, { 2, 3, 1 } }, 2, 1e-9, m);
	ok(joint.cost > 0 && m[0] >= 1, "a major cost next to nothing ends");
	/* The founding article's (1000 + 2000) / 3000, which is 1.00. */
	is_real(inventory_cover((const double[]) { 1000, 2000 }, (const double[]) { 1000, 2000 }, 2), 1, 0,
		"joint inventory is periods of cover");
	ok(isinf(inventory_cover((const double[]) { 1 }, (const double[]) { 0 }, 1)) &&
		   inventory_cover((const double[]) { 0 }, (const double[]) { 0 }, 1) == 0,
	   "without demand stock lasts for ever, unless there is none");
}

int main(void)
{
	test_published();
	test_random();
	test_edges();
	return done_testing();
}
