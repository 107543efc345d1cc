/* Levels, fill rates and orders of each policy. Losses and fills are sums over R's dpois and dnbinom:
 *   loss(x) = sum(pmax(0:5000 - x, 0) * p(0:5000)), fill(s, Q) = 1 - mean over y in s+1..s+Q of (loss(cover, y) -
 *   loss(lead, y)) / 14, with lead NB(mu = 14, size = 3.5) and cover NB(mu = 28, size = 7). */
#include "tap.h"

#include "replenish/policy.h"

static struct policy_demand demand(double mean, double variance, int64_t days)
{
	return (struct policy_demand) { { NUMERIC_COUNT, mean, variance }, NULL, days };
}

static void test_losses(void)
{
	static const struct {
		double mean, variance, x, loss;
	} CASES[] = {
		{ 5, 5, 7, 0.255480966645255 },	  { 70, 70, 84, 0.189608099461917 }, { 4, 4 + 16 / 0.5, 10, 0.850582028286411 },
		{ 70, 170, 92, 0.351714561193715 }, { 5, 5, -3, 8 },		       { 0.2, 0.2 + 0.04 / 0.1, 0, 0.2 },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(CASES); i++) {
		struct policy_demand d = demand(CASES[i].mean, CASES[i].variance, 1);
		is_real(replenish_policy_loss(&d, CASES[i].x), CASES[i].loss, 1e-10, "units short");
	}
	struct policy_demand none = demand(0, 0, 1), normal = demand(100, 25, 1);
	is_real(replenish_policy_loss(&none, 0), 0, 0, "nothing is asked for");
	/* The standard normal loss at 1 is 0.0833154706 (SPT table II). */
	is_real(replenish_policy_loss(&normal, 105), 5 * 0.0833154706, 1e-8, "less varied than a count: normal");
}

static struct policy_question question(int policy, int service_type, double service)
{
	return (struct policy_question) { .policy = policy,
					  .service_type = service_type,
					  .service = service,
					  .lead = demand(14, 70, 7),
					  .cover = demand(28, 140, 14) };
}

static void test_fill(void)
{
	struct policy_question q = question(POLICY_PERIODIC_REORDER_POINT, SERVICE_FILL, 0.97);
	is_real(replenish_policy_fill(&q, 20, 10), 0.61658338730746, 1e-10, "between 20 and 30");
	is_real(replenish_policy_fill(&q, 30, 1), 0.770883504423442, 1e-10, "always up to 31");
	is_real(replenish_policy_fill(&q, -5, 10), 0.00264795315403088, 1e-10, "with hardly any stock");
	q.lot = 10;
	struct policy_levels levels = replenish_policy_levels(&q);
	is_real(levels.point, 44, 0, "the least point with 97 % delivered");
	is_real(levels.level, 54, 0, "and its level");
	q.policy = POLICY_ORDER_UP_TO;
	levels = replenish_policy_levels(&q);
	is_real(levels.level, 49, 0, "the least level");
	ok(levels.fill >= 0.97, "which delivers it");
	q.safety = 30;
	levels = replenish_policy_levels(&q);
	ok(levels.level == 58 && levels.safety == 30 && levels.least, "a safety stock of 30 asks for more");
}

static void test_cycle(void)
{
	struct policy_question q = question(POLICY_FIXED_QUANTITY, SERVICE_CYCLE, 0.95);
	struct policy_levels levels = replenish_policy_levels(&q);
	/* qnbinom(.95, mu = 14, size = 3.5) is 30, of mu = 28, size = 7 it is 50, where pnbinom is 0.9549. */
	ok(levels.point == 30 && levels.lot == 14 && levels.level == 44, "r covers the lead time, Q a review");
	q.policy = POLICY_ORDER_UP_TO;
	levels = replenish_policy_levels(&q);
	ok(levels.level == 50 && levels.safety == 22, "S covers both");
	is_real(levels.service, 0.954912297420919, 1e-9, "as often as it does");
	q.policy = POLICY_BASE_STOCK;
	q.cover = q.lead;
	levels = replenish_policy_levels(&q);
	ok(levels.level == 30 && levels.point == 29, "base stock covers the lead time");
	q.lead = q.cover = demand(0, 0, 0);
	levels = replenish_policy_levels(&q);
	ok(levels.level == 0 && levels.fill <= 1, "no lead time, nothing to cover");
}

static void test_chances(void)
{
	struct policy_question q = question(POLICY_ORDER_UP_TO, SERVICE_CYCLE, 0.95);
	double p[] = { 0.5, 0.3, 0.2 };
	struct numeric_pmf chances = { .unit = 1, .from = 10, .count = 3, .room = 3, .p = p };
	q.cover.chances = &chances;
	is_real(replenish_policy_quantile(&q.cover, 0.5), 10, 0, "half of the time 10 are enough");
	is_real(replenish_policy_quantile(&q.cover, 0.51), 11, 0, "or a bit more: 11");
	is_real(replenish_policy_quantile(&q.cover, 0.9999), 12, 0, "12 always are");
	is_real(replenish_policy_cdf(&q.cover, 11), 0.8, 1e-12, "11 in 80 %");
	is_real(replenish_policy_loss(&q.cover, 10.5), 0.3 * 0.5 + 0.2 * 1.5, 1e-12, "what 10.5 miss");
}

static void test_orders(void)
{
	struct policy_levels levels = { .point = 9, .level = 20, .lot = 6 };
	struct policy_limits limits = { .pack = 3, .rounding = ROUND_UP, .most = INFINITY };
	struct policy_order order = replenish_policy_order(POLICY_ORDER_UP_TO, &levels, &limits, 10);
	is_int(order.quantity, 0, "above the point nothing");
	order = replenish_policy_order(POLICY_REORDER_POINT, &levels, &limits, 9);
	ok(order.wanted == 11 && order.quantity == 12, "at the point up to the level, in packs");
	order = replenish_policy_order(POLICY_FIXED_QUANTITY, &levels, &limits, 9);
	is_int(order.quantity, 6, "or one lot");
	order = replenish_policy_order(POLICY_FIXED_QUANTITY, &levels, &limits, -3);
	is_int(order.quantity, 18, "13 are needed to be above it: three lots");
	/* Odoo's documentation had both answers: 20 with multiple 3 under a maximum. */
	limits.most = 20;
	order = replenish_policy_order(POLICY_REORDER_POINT, &levels, &limits, 0);
	ok(order.quantity == 18 && order.cut, "20 in packs of 3 under a maximum of 20: 18");
	limits.minimum = 19;
	order = replenish_policy_order(POLICY_REORDER_POINT, &levels, &limits, 0);
	is_int(order.quantity, 0, "whose minimum of 19 does not fit");
	limits.pack = 100;
	limits.minimum = 0;
	order = replenish_policy_order(POLICY_REORDER_POINT, &levels, &limits, 0);
	is_int(order.quantity, 0, "nor does a pack of 100");
}

int main(void)
{
	test_losses();
	test_fill();
	test_cycle();
	test_chances();
	test_orders();
	return done_testing();
}
