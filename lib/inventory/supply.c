/* Lots and levels where supply fails, or gives more or less than was ordered. */
#include <ecom/inventory.h>
#include <math.h>

#define NO_LOT ((struct inventory_lot) { NAN, NAN, NAN, NAN, NAN, 0 })
#define HALVINGS 200

double inventory_lot_disrupted_cost(double demand, double order_cost, double holding, double lost, double fails,
				    double recovers, double quantity)
{
	if (!(demand > 0) || !(order_cost > 0) || !(holding > 0) || !(lost > 0) || !(fails >= 0) || !(recovers > 0) ||
	    !(quantity > 0))
		return NAN;
	double down = fails / (fails + recovers) * -expm1(-(fails + recovers) * quantity / demand);
	return (order_cost + holding * quantity * quantity / (2 * demand) + lost * demand * down / recovers) /
	       (quantity / demand + down / recovers);
}

/* The cost falls, then rises: thirds of a bracket, until its ends cost the same to the last digits. */
struct inventory_lot inventory_lot_disrupted(double demand, double order_cost, double holding, double lost, double fails,
					     double recovers)
{
	struct inventory_lot lot = NO_LOT;
	double low = inventory_eoq(demand, order_cost, holding, NAN).quantity / 2, high = 4 * low;

	if (isnan(inventory_lot_disrupted_cost(demand, order_cost, holding, lost, fails, recovers, low)))
		return lot;
	for (int i = 0; i < HALVINGS &&
			inventory_lot_disrupted_cost(demand, order_cost, holding, lost, fails, recovers, high) <
				inventory_lot_disrupted_cost(demand, order_cost, holding, lost, fails, recovers, high / 2);
	     i++)
		high *= 2;
	for (int i = 0; i < HALVINGS && high - low > 1e-9 * high; i++) {
		double left = low + (high - low) / 3, right = high - (high - low) / 3;
		if (inventory_lot_disrupted_cost(demand, order_cost, holding, lost, fails, recovers, left) <
		    inventory_lot_disrupted_cost(demand, order_cost, holding, lost, fails, recovers, right))
			high = right;
		else
			low = left;
	}
	lot.quantity = (low + high) / 2;
	lot.cost = inventory_lot_disrupted_cost(demand, order_cost, holding, lost, fails, recovers, lot.quantity);
	return lot;
}

static bool chances_valid(double demand, double holding, double backorder, double fails, double recovers)
{
	return demand >= 0 && holding > 0 && backorder > 0 && fails >= 0 && fails <= 1 && recovers > 0 && recovers <= 1;
}

/* After n periods without supply, of chance fails recovers / (fails + recovers) (1 - recovers)^(n-1), n + 1 periods of
 * demand are taken from the level; what is owed is the mean less the level, and more by what is then held. */
double inventory_level_disrupted_cost(double demand, double holding, double backorder, double fails, double recovers,
				      double level)
{
	double chance = recovers / (fails + recovers), next = chance * fails;

	if (!chances_valid(demand, holding, backorder, fails, recovers))
		return NAN;
	if (demand == 0)
		return level > 0 ? holding * level : -backorder * level;
	double cost = backorder * (demand * (1 + next / (recovers * recovers)) - level);
	for (double left = level - demand; left > 0 && chance > 0; left -= demand) {
		cost += (holding + backorder) * chance * left;
		chance = next;
		next *= 1 - recovers;
	}
	return cost;
}

double inventory_level_disrupted(double demand, double holding, double backorder, double fails, double recovers,
				 double *cost)
{
	double periods = 1, rest = fails / (fails + recovers), ratio = backorder / (backorder + holding);

	if (!chances_valid(demand, holding, backorder, fails, recovers))
		return NAN;
	/* P(down for at most n periods) = 1 - rest (1 - recovers)^n. */
	while (1 - rest < ratio) {
		rest *= 1 - recovers;
		periods++;
	}
	if (cost)
		*cost = inventory_level_disrupted_cost(demand, holding, backorder, fails, recovers, periods * demand);
	return periods * demand;
}

struct inventory_lot inventory_lot_yield_added(double demand, double order_cost, double holding, double mean,
					       double deviation)
{
	struct inventory_lot lot = NO_LOT;

	if (!(demand > 0) || !(order_cost > 0) || !(holding > 0) || !(deviation >= 0) || isnan(mean))
		return lot;
	double arrives = sqrt(2 * order_cost * demand / holding + deviation * deviation);
	lot.quantity = arrives - mean;
	lot.cost = holding * arrives;
	lot.orders = demand / arrives;
	return lot;
}

struct inventory_lot inventory_lot_yield_multiplied(double demand, double order_cost, double holding, double mean,
						    double deviation)
{
	struct inventory_lot lot = NO_LOT;

	if (!(demand > 0) || !(order_cost > 0) || !(holding > 0) || !(deviation >= 0) || !(mean > 0))
		return lot;
	double square = mean * mean + deviation * deviation;
	lot.quantity = sqrt(2 * order_cost * demand / (holding * square));
	lot.cost = sqrt(2 * order_cost * demand * holding * square) / mean;
	lot.orders = demand / (lot.quantity * mean);
	return lot;
}
