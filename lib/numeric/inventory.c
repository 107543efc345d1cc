/* Lot sizes and safety stock. */
#include "numeric_impl.h"

struct numeric_lot numeric_eoq(double demand, double order_cost, double holding_cost, double backorder_cost)
{
	bool owed = !isnan(backorder_cost);
	if (!(demand >= 0) || !(order_cost > 0) || !(holding_cost > 0) || (owed && !(backorder_cost > 0)))
		return (struct numeric_lot) { NAN, NAN, NAN, NAN };
	if (demand == 0)
		return (struct numeric_lot) { 0, 0, 0, 0 };
	/* Units owed part of the time make a unit of the lot cheaper to hold. */
	double share = owed ? backorder_cost / (holding_cost + backorder_cost) : 1;
	struct numeric_lot lot;
	lot.quantity = sqrt(2 * order_cost * demand / (holding_cost * share));
	lot.cost = sqrt(2 * order_cost * demand * holding_cost * share);
	lot.orders = demand / lot.quantity;
	lot.backorders = lot.quantity * (1 - share);
	return lot;
}

double numeric_lot_cost(double demand, double order_cost, double holding_cost, double quantity)
{
	return order_cost * demand / quantity + holding_cost * quantity / 2;
}

double numeric_lead_variance(double demand_mean, double demand_variance, double lead_mean, double lead_variance)
{
	return lead_mean * demand_variance + demand_mean * demand_mean * lead_variance;
}

double numeric_safety_stock(const struct numeric_spread *lead, double service, double degrees, double *level)
{
	double p = numeric_estimated_probability(service, degrees), quantile = NAN;
	numeric_spread_quantiles(lead, &p, 1, &quantile);
	if (level)
		*level = quantile;
	return quantile < lead->mean ? 0 : quantile - lead->mean;
}

void numeric_total_variance(const double *variance, size_t h, double *total)
{
	double growth = h > 1 && variance[0] > 0 ? (variance[h - 1] / variance[0] - 1) / ((double)h - 1) : 0;
	double alpha = sqrt(fmin(fmax(growth, 0), 1)), sum = 0, shared = 0;
	for (size_t i = 0; i < h; i++) {
		sum += variance[i] + 2 * shared;
		total[i] = sum;
		shared += variance[0] * (alpha + (double)i * alpha * alpha);
	}
}
