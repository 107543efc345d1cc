/* Lot sizes and safety stock against published values. */
#include "tap.h"

#include <ecom/inventory.h>

static void test_lots(void)
{
	/* Snyder, Shen: Fundamentals of Supply Chain Theory, examples 3.1 and 3.8, as computed by stockpyl. */
	struct inventory_lot lot = inventory_eoq(1300, 8, 0.225, NAN);
	is_real(lot.quantity, 304.0467800264368, 1e-11, "EOQ of example 3.1");
	is_real(lot.cost, 68.41052550594827, 1e-12, "its cost");
	is_real(inventory_lot_cost(1300, 8, 0.225, 250), 69.725, 1e-12, "the cost of ordering 250");
	lot = inventory_eoq(1300, 8, 0.225, 5);
	is_real(lot.quantity, 310.8125551589646, 1e-11, "EOQ with backorders, example 3.8");
	is_real(lot.cost, 66.921363550973254, 1e-12, "its cost");
	is_real(lot.backorders / lot.quantity, 0.043062200956938, 1e-14, "its share of time out of stock");
	/* The founding article's: cost per order 100, demand 1000, holding 20. */
	lot = inventory_eoq(1000, 100, 20, NAN);
	is_real(lot.quantity, 100, 1e-12, "EOQ 100");
	is_real(lot.orders, 10, 1e-12, "ten orders a year, every 36.5 days");
	is_real(lot.cost, 2000, 1e-12, "at 2000 a year");
	/* SCperf's example with shortages: EOQ(8000, 12000, 0.3, 1.1) = 28540, cost 6727.3, largest shortage 6116. */
	lot = inventory_eoq(8000, 12000, 0.3, 1.1);
	is_real(lot.quantity, 28540, 0.5, "SCperf: quantity");
	is_real(lot.cost, 6727.3, 0.05, "SCperf: cost");
	is_real(lot.backorders, 6116, 0.5, "SCperf: largest shortage");
	lot = inventory_eoq(0, 100, 20, NAN);
	ok(lot.quantity == 0 && lot.cost == 0 && lot.orders == 0, "no demand, no orders");
	ok(isnan(inventory_eoq(10, 0, 20, NAN).quantity) && isnan(inventory_eoq(10, 5, 0, NAN).cost) &&
		   isnan(inventory_eoq(-1, 5, 1, NAN).cost) && isnan(inventory_eoq(1, 5, 1, 0).cost),
	   "costs of nothing have no best lot");
}

static void test_safety(void)
{
	/* Normal in the limit: z s = 1.6448536 * 50 about a mean of 10000; the gamma's skewness s/mean*2 = 0.01 adds
	 * (z^2 - 1)/6 * 0.01 * 50. */
	struct numeric_spread lead = { NUMERIC_AMOUNT, 10000, 2500 };
	double level;
	is_real(inventory_safety_stock(&lead, 0.95, 0, &level), 82.24268 + (2.705543 - 1) / 6 * 0.5, 0.002,
		"safety stock of a wide normal");
	is_real(level, 10082.385, 0.002, "its order-up-to level");
	/* Poisson(6) covers 0.95 from 10 up: P(X <= 9) = 0.9161, P(X <= 10) = 0.9574 (tables). */
	struct numeric_spread poisson = { NUMERIC_COUNT, 6, 6 };
	is_real(inventory_safety_stock(&poisson, 0.95, 0, NULL), 4, 0, "safety stock of Poisson(6) at 0.95");
	ok(inventory_safety_stock(&poisson, 0.95, 3, NULL) > 4, "more where the variance is an estimate");
	is_real(inventory_safety_stock(&poisson, 0.1, 0, NULL), 0, 0, "never below none");
	/* 100 a week, variance 400, lead time 4 weeks of variance 1: 4 * 400 + 100^2. */
	is_real(inventory_lead_variance(100, 400, 4, 1), 11600, 1e-9, "a lead time that varies");
}

/* The local level model's own step variances give back its own totals. */
int main(void)
{
	test_lots();
	test_safety();
	return done_testing();
}
