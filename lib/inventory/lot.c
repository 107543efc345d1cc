/* Lot sizes and safety stock. */
#include <ecom/inventory.h>
#include <math.h>

struct inventory_lot inventory_eoq(double demand, double order_cost, double holding_cost, double backorder_cost)
{
	bool owed = !isnan(backorder_cost);
	if (!(demand >= 0) || !(order_cost > 0) || !(holding_cost > 0) || (owed && !(backorder_cost > 0)))
		return (struct inventory_lot) { NAN, NAN, NAN, NAN };
	if (demand == 0)
		return (struct inventory_lot) { 0, 0, 0, 0 };
	/* Units owed part of the time make a unit of the lot cheaper to hold. */
	double share = owed ? backorder_cost / (holding_cost + backorder_cost) : 1;
	struct inventory_lot lot;
	lot.quantity = sqrt(2 * order_cost * demand / (holding_cost * share));
	lot.cost = sqrt(2 * order_cost * demand * holding_cost * share);
	lot.orders = demand / lot.quantity;
	lot.backorders = lot.quantity * (1 - share);
	return lot;
}

double inventory_lot_cost(double demand, double order_cost, double holding_cost, double quantity)
{
	return order_cost * demand / quantity + holding_cost * quantity / 2;
}

double inventory_lead_variance(double demand_mean, double demand_variance, double lead_mean, double lead_variance)
{
	return lead_mean * demand_variance + demand_mean * demand_mean * lead_variance;
}

double inventory_safety_stock(const struct numeric_spread *lead, double service, double degrees, double *level)
{
	double p = numeric_estimated_probability(service, degrees), quantile = NAN;
	numeric_spread_quantiles(lead, &p, 1, &quantile);
	if (level)
		*level = quantile;
	return quantile < lead->mean ? 0 : quantile - lead->mean;
}
