/* Reorder policies and failing supply against published optima. */
#include "tap.h"

#include <ecom/inventory.h>

static struct inventory_demand poisson(double mean)
{
	return (struct inventory_demand) { .family = INVENTORY_POISSON, .mean = mean, .variance = mean };
}

static struct inventory_demand normal(double mean, double deviation)
{
	return (struct inventory_demand) { .family = INVENTORY_NORMAL, .mean = mean, .variance = deviation * deviation };
}

static void is_policy(struct inventory_optimum got, double reorder, double target, double cost, double tolerance,
		      const char *name)
{
	ok(fabs(got.reorder - reorder) <= tolerance * fabs(reorder) && fabs(got.target - target) <= tolerance * target,
	   "%s: %.12g, %.12g", name, got.reorder, got.target);
	if (!isnan(cost))
		is_real(got.cost, cost, tolerance * cost, "its cost");
}

/* Zheng, Federgruen (1991), table 1: Poisson demand of a period, no lead time, K 64, h 1, p 9: as in stockpyl's
 * tests/test_ss.py (0bae176), costs to three digits. */
static void test_zheng_federgruen(void)
{
	static const struct {
		double mean, s, S, cost;
	} ROWS[] = {
		{ 10, 6, 40, 35.022 }, { 15, 10, 49, 42.698 }, { 20, 14, 62, 49.173 }, { 25, 19, 56, 54.262 },
		{ 30, 23, 66, 57.819 }, { 35, 28, 77, 61.215 }, { 40, 33, 87, 64.512 }, { 45, 37, 97, 67.776 },
		{ 50, 42, 108, 70.975 }, { 55, 47, 118, 74.149 }, { 60, 52, 129, 77.306 }, { 65, 56, 75, 78.518 },
		{ 70, 62, 81, 79.037 }, { 75, 67, 86, 79.554 }, { 21, 15, 65, 50.406 }, { 22, 16, 68, 51.632 },
		{ 23, 17, 52, 52.757 }, { 24, 18, 54, 53.518 }, { 51, 43, 110, 71.611 }, { 52, 44, 112, 72.246 },
		{ 59, 51, 126, 76.679 }, { 61, 52, 131, 77.929 }, { 63, 54, 73, 78.287 }, { 64, 55, 74, 78.402 },
	};
	for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
		struct inventory_demand d = poisson(ROWS[i].mean);
		struct inventory_optimum p = inventory_up_to_best(&d, &d, 64, 1, 9);
		ok(p.reorder == ROWS[i].s && p.target == ROWS[i].S && fabs(p.cost - ROWS[i].cost) < 6e-4,
		   "Poisson(%g): s %g, S %g, %.6f", ROWS[i].mean, p.reorder, p.target, p.cost);
	}
}

/* Snyder, Shen: examples 4.7, 4.8, problems 4.31, 4.32, as computed by stockpyl. */
static void test_up_to(void)
{
	struct inventory_demand d = poisson(6), e = poisson(4);
	is_policy(inventory_up_to_best(&d, &d, 5, 1, 4), 4, 10, 8.034111561471644, 1e-13, "example 4.7");
	is_policy(inventory_up_to_best(&e, &e, 150, 40, 125), 2, 7, 223.5748295669688, 1e-13, "problem 4.31");
	is_real(inventory_up_to_cost(&d, &d, 5, 1, 4, 4, 10), 8.034111561471644, 1e-12, "the cost of a given policy");
	is_policy(inventory_up_to_power(50, 50, 8, 2.5, 0.18, 0.7), 40.194616956474071, 74.290170109805786, NAN, 1e-13,
		  "power approximation, example 4.8");
	is_policy(inventory_up_to_power(190, 190, 48, 60, 2, 36), 226.6137928222839, 324.3797868133974, NAN, 1e-13,
		  "problem 4.32");
	struct inventory_demand smooth = normal(6, 2);
	ok(isnan(inventory_up_to_best(&smooth, &smooth, 5, 1, 4).cost) && isnan(inventory_up_to_best(&d, &d, 0, 1, 4).cost),
	   "demand that is not whole, orders that cost nothing");
}

/* Examples 5.1 to 5.8 and problems 5.1 to 5.3, likewise; where stockpyl searches, to what its search is good for. */
static void test_reorder(void)
{
	struct inventory_demand one = normal(1300 / 12.0, 150 * sqrt(1 / 12.0));
	struct inventory_demand two = normal(800 * 0.010958904109589041, 40 * sqrt(0.010958904109589041));
	struct inventory_demand three = normal(192 * 3, 17.4 * sqrt(3));
	is_real(inventory_reorder_cost(1300, &one, 8, 0.225, 7.5, 126.8, 328.5), 78.071162509282942, 1e-10,
		"example 5.1: the cost of a policy");
	is_real(inventory_reorder_for_lot(&one, 0.225, 7.5, 318), 127.7880348669655, 1e-6, "example 5.1: r of a lot");
	is_real(inventory_reorder_for_lot(&one, 0.225, 7.5, 300), 129.4272799263067, 1e-6, "and of another");
	is_policy(inventory_reorder_iterated(1300, &one, 8, 0.225, 7.5), 213.9704421358024, 318.5901810768729,
		  95.451140222851961, 1e-9, "example 5.2");
	is_policy(inventory_reorder_iterated(800, &two, 50, 3.1, 45), 17.972649360167715, 162.1231617283653,
		  531.1189321826714, 1e-9, "problem 5.1(a)");
	is_policy(inventory_reorder_iterated(192, &three, 85, 0.21428571428571427, 40), 644.8385303830128,
		  400.7559793125993, 100.6273949347740, 1e-9, "problem 5.3(a)");
	is_policy(inventory_reorder_loss(1300, &one, 8, 0.225, 7.5), 126.8670642878315, 328.4491413581765, NAN, 1e-7,
		  "example 5.6");
	is_policy(inventory_reorder_loss(192, &three, 85, 0.21428571428571427, 40), 608.5445118000358,
		  403.8060023373138, NAN, 1e-7, "problem 5.3(d)");
	double lot = inventory_eoq(1300, 8, 0.225, 7.5).quantity;
	is_real(inventory_reorder_for_lot(&one, 0.225, 7.5, lot), 128.6378144242710, 1e-6, "example 5.4: r of the EOQB");
	struct inventory_optimum best = inventory_reorder_best(1300, &one, 8, 0.225, 7.5);
	double near = fmin(fmin(inventory_reorder_cost(1300, &one, 8, 0.225, 7.5, best.reorder + 0.01, best.target),
				inventory_reorder_cost(1300, &one, 8, 0.225, 7.5, best.reorder - 0.01, best.target)),
			   fmin(inventory_reorder_cost(1300, &one, 8, 0.225, 7.5, best.reorder, best.target + 0.01),
				inventory_reorder_cost(1300, &one, 8, 0.225, 7.5, best.reorder, best.target - 0.01)));
	ok(best.cost <= 78.071162509282942 && near > best.cost, "the best: no dearer than the book's, its neighbours dearer");
	struct inventory_demand lead = poisson(3), half = poisson(6);
	is_policy(inventory_reorder_best(1.5, &lead, 100, 20, 150), 3, 5, 107.9235806331498, 1e-13, "example 5.8");
	is_policy(inventory_reorder_best(12, &half, 4, 4, 28), 6, 7, 28.241312842169155, 1e-13, "problem 5.2");
	is_real(inventory_reorder_cost(1.5, &lead, 100, 20, 150, 8, 12), 242.5281637662021, 1e-10, "a dearer policy");
	struct inventory_demand certain = normal(10, 0);
	best = inventory_reorder_best(1300, &certain, 8, 0.225, 5);
	is_real(best.cost, 66.921363550973254, 1e-9, "a certain demand: the EOQ with backorders");
}

/* Examples 9.1, 9.3 to 9.6, problems 9.4, 9.5, 9.8, likewise. */
static void test_supply(void)
{
	struct inventory_lot lot = inventory_lot_disrupted(1300, 8, 0.225, 5, 1.5, 14);
	is_real(lot.quantity, 772.8110631910017, 1e-4, "example 9.1");
	is_real(lot.cost, 173.9500025731971, 1e-9, "its cost");
	lot = inventory_lot_disrupted(30, 35, 4, 22, 1, 12);
	is_real(lot.quantity, 24.066284024222202, 1e-4, "problem 9.8");
	is_real(lot.cost, 96.266590901158000, 1e-9, "its cost");
	double cost;
	is_real(inventory_level_disrupted(2000, 0.25, 3, 0.04, 0.25, &cost), 8000, 0, "example 9.3");
	is_real(cost, 2737.068965490435, 1e-6, "its cost");
	is_real(inventory_level_disrupted_cost(2000, 0.25, 3, 0.04, 0.25, 2000), 3310.344827558603, 1e-5, "of 2000");
	is_real(inventory_level_disrupted_cost(2000, 0.25, 3, 0.04, 0.25, 12000), 3075.161637904759, 1e-5, "of 12000");
	lot = inventory_lot_yield_added(75000, 18500, 0.06, -15000, 9000);
	is_real(lot.quantity, 230246.3704688188, 1e-8, "example 9.4");
	is_real(lot.cost, 12914.78222812913, 1e-9, "its cost");
	lot = inventory_lot_yield_multiplied(75000, 18500, 0.06, 0.8333333333333334, 0.14085904245475275);
	is_real(lot.quantity, 254460.2129999894, 1e-8, "example 9.5");
	is_real(lot.cost, 13086.52523999946, 1e-9, "its cost");
	lot = inventory_lot_yield_multiplied(182500, 2250, 275, 0.9, 0.05773502691896258);
	is_real(lot.cost, 476207.0433625989, 1e-7, "problem 9.4(b)");
	/* 1.5 wanted, what arrives within 0.5 of what was ordered: the demand less that is uniform over 1..2. */
	struct inventory_demand needed = { .family = INVENTORY_UNIFORM, .mean = 1.5, .variance = 1 / 12.0 };
	double level = inventory_newsvendor(&needed, 15e6, 75e6);
	is_real(level, 2 - 1.0 / 6, 1e-14, "example 9.6");
	is_real(inventory_newsvendor_cost(&needed, 15e6, 75e6, level), 6250000, 1e-6, "its cost");
	ok(isnan(inventory_lot_disrupted(0, 1, 1, 1, 1, 1).cost) && isnan(inventory_level_disrupted(1, 1, 1, 1, 0, NULL)),
	   "out of range");
}

int main(void)
{
	test_zheng_federgruen();
	test_up_to();
	test_reorder();
	test_supply();
	return done_testing();
}
