/* Lot sizes and safety stock. */
#include <ecom/inventory.h>
#include <math.h>

static const struct inventory_price FREE = { 0, 0 };

static bool terms_valid(const struct inventory_lot_terms *t, enum inventory_discount discount)
{
	return t->demand >= 0 && t->order_cost > 0 && t->holding_cost >= 0 && t->holding_rate >= 0 &&
	       t->production_rate > t->demand &&
	       (isnan(t->backorder_cost) || (t->backorder_cost > 0 && discount == INVENTORY_ALL_UNITS));
}

static bool prices_valid(const struct inventory_price *prices, size_t n)
{
	if (prices[0].from != 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!(prices[i].price >= 0) ||
		    (i > 0 && !(prices[i].from > prices[i - 1].from && prices[i].price <= prices[i - 1].price)))
			return false;
	return true;
}

/* Money a lot costs beyond its last price times its units: what its first units are dearer. */
static double surcharge(const struct inventory_price *prices, size_t price, enum inventory_discount discount)
{
	double sum = 0;
	for (size_t i = 1; i <= price && discount == INVENTORY_INCREMENTAL; i++)
		sum += (prices[i - 1].price - prices[i].price) * prices[i].from;
	return sum;
}

/* Of the lot's peak what stays where it comes in while it is sold. */
static double peak(const struct inventory_lot_terms *t)
{
	return 1 - t->demand / t->production_rate;
}

/* Units owed part of the time make a unit of the lot cheaper to hold. */
static double held(const struct inventory_lot_terms *t, double holding)
{
	return isnan(t->backorder_cost) ? 1 : t->backorder_cost / (holding + t->backorder_cost);
}

static struct inventory_lot lot_of(const struct inventory_lot_terms *t, const struct inventory_price *prices,
				   size_t price, enum inventory_discount discount, double quantity)
{
	double extra = surcharge(prices, price, discount);
	double holding = t->holding_cost + t->holding_rate * prices[price].price, share = held(t, holding);
	return (struct inventory_lot) {
		.quantity = quantity,
		.cost = t->order_cost * t->demand / quantity +
			(holding * share * quantity + t->holding_rate * extra) * peak(t) / 2,
		.goods = prices[price].price * t->demand + extra * t->demand / quantity,
		.orders = t->demand / quantity,
		.backorders = quantity * peak(t) * (1 - share),
		.price = price,
	};
}

/* The best quantity of those that get the price; 0: there is none, a higher one is better. */
static double best_at_price(const struct inventory_lot_terms *t, const struct inventory_price *prices, size_t n,
			    size_t price, enum inventory_discount discount)
{
	double holding = t->holding_cost + t->holding_rate * prices[price].price;
	double fixed = t->order_cost + surcharge(prices, price, discount);
	double quantity = sqrt(2 * fixed * t->demand / (holding * held(t, holding) * peak(t)));

	if (price + 1 < n && quantity >= prices[price + 1].from)
		return 0;
	return fmax(quantity, prices[price].from);
}

#define NO_LOT ((struct inventory_lot) { NAN, NAN, NAN, NAN, NAN, 0 })

struct inventory_lot inventory_lot_best(const struct inventory_lot_terms *terms, const struct inventory_price *prices,
					size_t n, enum inventory_discount discount)
{
	struct inventory_lot best = NO_LOT;

	if (n == 0) {
		prices = &FREE;
		n = 1;
	}
	if (!terms_valid(terms, discount) || !prices_valid(prices, n) ||
	    !(terms->holding_cost + terms->holding_rate * prices[n - 1].price > 0))
		return best;
	if (terms->demand == 0)
		return (struct inventory_lot) { 0 };
	for (size_t i = 0; i < n; i++) {
		double quantity = best_at_price(terms, prices, n, i, discount);
		if (quantity == 0)
			continue;
		struct inventory_lot lot = lot_of(terms, prices, i, discount, quantity);
		if (!(lot.cost + lot.goods >= best.cost + best.goods))
			best = lot;
	}
	return best;
}

struct inventory_lot inventory_lot_at(const struct inventory_lot_terms *terms, const struct inventory_price *prices,
				      size_t n, enum inventory_discount discount, double quantity)
{
	size_t price = 0;

	if (n == 0) {
		prices = &FREE;
		n = 1;
	}
	if (!terms_valid(terms, discount) || !prices_valid(prices, n) || !(quantity > 0))
		return NO_LOT;
	while (price + 1 < n && prices[price + 1].from <= quantity)
		price++;
	return lot_of(terms, prices, price, discount, quantity);
}

struct inventory_lot inventory_eoq(double demand, double order_cost, double holding_cost, double backorder_cost)
{
	struct inventory_lot_terms terms = { .demand = demand,
					     .order_cost = order_cost,
					     .holding_cost = holding_cost,
					     .backorder_cost = backorder_cost,
					     .production_rate = INFINITY };
	return inventory_lot_best(&terms, NULL, 0, INVENTORY_ALL_UNITS);
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
