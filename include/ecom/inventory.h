/*
 * inventory: formulas of stock and lots, pure numbers: arrays in, arrays out,
 * nothing allocated unless said. No records, no store. An argument outside its
 * stated range gives NAN, never a trap.
 *
 * Source, by its short name: SPT = Silver, Pyke, Thomas: Inventory and
 * Production Management in Supply Chains, 4th ed., 2017.
 */
#ifndef ECOM_INVENTORY_H
#define ECOM_INVENTORY_H

#include <ecom/numeric.h>

/*
 * Economic lots. Demand and costs in units and money of one same stretch of time (a year).
 */
struct inventory_lot {
	double quantity;   /* units an order */
	double cost;	   /* ordering + holding (+ backorders) per stretch, without the goods themselves */
	double orders;	   /* a stretch */
	double backorders; /* most units owed at once; 0 where none are allowed */
};
/** inventory_eoq(demand, order_cost, holding_cost, backorder_cost): economic order quantity, Q = sqrt(2 K D / h), cost
 * = sqrt(2 K D h) (Harris 1913; SPT ch. 4). ${backorder_cost} p, money per unit owed and stretch: Q = sqrt(2 K D (h+p)
 * / (h p)), cost = sqrt(2 K D h p / (h+p)); NAN = none allowed. All must be > 0, else the fields are NAN; demand 0:
 * quantity, cost and orders 0. */
struct inventory_lot inventory_eoq(double demand, double order_cost, double holding_cost, double backorder_cost);
/** inventory_lot_cost(demand, order_cost, holding_cost, quantity): K D / Q + h Q / 2: what an order quantity other than
 * the best costs. */
double inventory_lot_cost(double demand, double order_cost, double holding_cost, double quantity);

/** inventory_lead_variance(demand_mean, demand_variance, lead_mean, lead_variance): variance of the demand over a lead
 * time that varies itself, independent periods: L s_d^2 + d^2 s_L^2 (SPT ch. 6). */
double inventory_lead_variance(double demand_mean, double demand_variance, double lead_mean, double lead_variance);
/** inventory_safety_stock(lead, service, degrees, level): stock above the mean that covers the demand ${lead} with the
 *  probability ${service} (cycle service level, 0 < service < 1): quantile - mean, at least 0. ${level}, where not
 * NULL, gets the quantile: the reorder point or order-up-to level. For a normal distribution this is z s_L (SPT ch. 6).
 */
double inventory_safety_stock(const struct numeric_spread *lead, double service, double degrees, double *level);

#endif
