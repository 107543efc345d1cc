/* Reorder policies by cost: (s,S) under periodic, (r,Q) under continuous review. */
#include <ecom/base.h>
#include <ecom/inventory.h>
#include <math.h>

#define NO_POLICY ((struct inventory_optimum) { NAN, NAN, NAN })
#define HALVINGS 200
#define ROUNDS 1000

static bool costs_valid(double order_cost, double holding, double backorder)
{
	return order_cost > 0 && holding > 0 && backorder > 0;
}

/*
 * (s,S). m[j]: the expected visits to the position j below S between two orders, by renewal over a period's demand.
 */
struct renewal {
	const struct inventory_demand *period, *covered;
	double holding, backorder;
	double *visits, *chances;
	size_t known, capacity;
};

static double chance(const struct inventory_demand *d, size_t k)
{
	if (d->family == INVENTORY_POISSON)
		return numeric_poisson_pmf((int64_t)k, d->mean);
	return inventory_demand_cdf(d, (double)k) - (k > 0 ? inventory_demand_cdf(d, (double)k - 1) : 0);
}

static double visits(struct renewal *r, size_t j)
{
	for (; r->known <= j; r->known++) {
		if (r->known == r->capacity) {
			r->capacity = r->capacity ? r->capacity * 2 : 256;
			r->visits = memory_resize(r->visits, r->capacity * sizeof *r->visits);
			r->chances = memory_resize(r->chances, r->capacity * sizeof *r->chances);
		}
		size_t i = r->known;
		double sum = i == 0;
		r->chances[i] = chance(r->period, i);
		for (size_t l = 1; l <= i; l++)
			sum += r->chances[l] * r->visits[i - l];
		r->visits[i] = sum / (1 - r->chances[0]);
	}
	return r->visits[j];
}

static double period_cost(const struct renewal *r, double level)
{
	return inventory_newsvendor_cost(r->covered, r->holding, r->backorder, level);
}

static double policy_cost(struct renewal *r, double order_cost, double reorder, double target)
{
	double cost = order_cost, length = 0;
	for (size_t j = 0; (double)j < target - reorder; j++) {
		double often = visits(r, j);
		cost += often * period_cost(r, target - (double)j);
		length += often;
	}
	return cost / length;
}

static bool renewal_valid(const struct inventory_demand *period, const struct inventory_demand *covered)
{
	return inventory_demand_valid(period) && inventory_demand_valid(covered) && inventory_demand_whole(period) &&
	       inventory_demand_whole(covered) && inventory_demand_mean(period) > 0;
}

static void renewal_free(struct renewal *r)
{
	memory_free(r->visits);
	memory_free(r->chances);
}

struct inventory_optimum inventory_up_to_best(const struct inventory_demand *period, const struct inventory_demand *covered,
					     double order_cost, double holding, double backorder)
{
	struct renewal r = { .period = period, .covered = covered, .holding = holding, .backorder = backorder };

	if (!costs_valid(order_cost, holding, backorder) || !renewal_valid(period, covered))
		return NO_POLICY;
	double cheapest = inventory_newsvendor(covered, holding, backorder), s = cheapest, best_target = cheapest;
	do
		s--;
	while (policy_cost(&r, order_cost, s, best_target) > period_cost(&r, s));
	double best = policy_cost(&r, order_cost, s, best_target);
	for (double target = best_target + 1; period_cost(&r, target) <= best; target++) {
		if (policy_cost(&r, order_cost, s, target) >= best)
			continue;
		best_target = target;
		while (policy_cost(&r, order_cost, s, target) <= period_cost(&r, s + 1))
			s++;
		best = policy_cost(&r, order_cost, s, target);
	}
	renewal_free(&r);
	return (struct inventory_optimum) { s, best_target, best };
}

double inventory_up_to_cost(const struct inventory_demand *period, const struct inventory_demand *covered,
			    double order_cost, double holding, double backorder, double reorder, double target)
{
	struct renewal r = { .period = period, .covered = covered, .holding = holding, .backorder = backorder };

	if (!costs_valid(order_cost, holding, backorder) || !renewal_valid(period, covered) || !(reorder < target))
		return NAN;
	double cost = policy_cost(&r, order_cost, reorder, target);
	renewal_free(&r);
	return cost;
}

struct inventory_optimum inventory_up_to_power(double mean, double covered_mean, double covered_deviation, double order_cost,
					      double holding, double backorder)
{
	if (!costs_valid(order_cost, holding, backorder) || !(mean > 0) || !(covered_mean > 0) ||
	    !(covered_deviation > 0))
		return NO_POLICY;
	double lot = 1.30 * pow(mean, 0.494) * pow(order_cost / holding, 0.506) *
		     pow(1 + covered_deviation * covered_deviation / (mean * mean), 0.116);
	double z = sqrt(lot * holding / (covered_deviation * backorder));
	double reorder = 0.973 * covered_mean + covered_deviation * (0.183 / z + 1.063 - 2.192 * z);
	return (struct inventory_optimum) { reorder, reorder + lot, NAN };
}

/* (r,Q). The newsvendor cost summed over the positions r+1..r+Q of whole demand, integrated over r..r+Q of other. */
static double positions_cost(const struct inventory_demand *lead, double holding, double backorder, double reorder,
			     double lot)
{
	if (!inventory_demand_whole(lead))
		return holding * lot * (reorder + lot / 2 - inventory_demand_mean(lead)) +
		       (holding + backorder) * (inventory_demand_loss_second(lead, reorder) -
						inventory_demand_loss_second(lead, reorder + lot));
	double sum = 0;
	for (double y = reorder + 1; y <= reorder + lot; y++)
		sum += inventory_newsvendor_cost(lead, holding, backorder, y);
	return sum;
}

double inventory_reorder_cost(double rate, const struct inventory_demand *lead, double order_cost, double holding,
			      double backorder, double reorder, double lot)
{
	if (!costs_valid(order_cost, holding, backorder) || !(rate > 0) || !(lot > 0))
		return NAN;
	return (order_cost * rate + positions_cost(lead, holding, backorder, reorder, lot)) / lot;
}

double inventory_reorder_for_lot(const struct inventory_demand *lead, double holding, double backorder, double lot)
{
	double high = inventory_newsvendor(lead, holding, backorder), low = high - lot;

	if (!(lot > 0) || isnan(high))
		return NAN;
	for (int i = 0; i < HALVINGS; i++) {
		double middle = low + (high - low) / 2;
		if (middle <= low || middle >= high)
			break;
		bool dearer = inventory_newsvendor_cost(lead, holding, backorder, middle) >
			      inventory_newsvendor_cost(lead, holding, backorder, middle + lot);
		*(dearer ? &low : &high) = middle;
	}
	return high;
}

/* Positions are taken in, the cheapest of the two neighbours first, until the next costs more than the mean of all. */
static struct inventory_optimum reorder_whole(double rate, const struct inventory_demand *lead, double order_cost,
					     double holding, double backorder)
{
	double lowest = inventory_newsvendor(lead, holding, backorder), highest = lowest;
	double sum = order_cost * rate + inventory_newsvendor_cost(lead, holding, backorder, lowest), lot = 1;

	for (;;) {
		double below = inventory_newsvendor_cost(lead, holding, backorder, lowest - 1);
		double above = inventory_newsvendor_cost(lead, holding, backorder, highest + 1);
		if (fmin(below, above) >= sum / lot)
			break;
		sum += fmin(below, above);
		lot++;
		if (below <= above)
			lowest--;
		else
			highest++;
	}
	return (struct inventory_optimum) { lowest - 1, lot, sum / lot };
}

/* At the best lot both ends of r..r+Q cost as much as the mean of all positions between: at a smaller one less. */
static bool too_small(double rate, const struct inventory_demand *lead, double order_cost, double holding,
		      double backorder, double lot)
{
	double reorder = inventory_reorder_for_lot(lead, holding, backorder, lot);
	return inventory_newsvendor_cost(lead, holding, backorder, reorder) <
	       inventory_reorder_cost(rate, lead, order_cost, holding, backorder, reorder, lot);
}

static struct inventory_optimum reorder_smooth(double rate, const struct inventory_demand *lead, double order_cost,
					      double holding, double backorder)
{
	/* That of a certain demand is never larger (Zheng 1992). */
	double high = inventory_eoq(rate, order_cost, holding, backorder).quantity, low = high / 2;

	for (int i = 0; i < HALVINGS && too_small(rate, lead, order_cost, holding, backorder, high); i++) {
		low = high;
		high *= 2;
	}
	for (int i = 0; i < HALVINGS; i++) {
		double lot = low + (high - low) / 2;
		if (lot <= low || lot >= high)
			break;
		*(too_small(rate, lead, order_cost, holding, backorder, lot) ? &low : &high) = lot;
	}
	double reorder = inventory_reorder_for_lot(lead, holding, backorder, high);
	return (struct inventory_optimum) { reorder, high,
					   inventory_reorder_cost(rate, lead, order_cost, holding, backorder, reorder,
								  high) };
}

struct inventory_optimum inventory_reorder_best(double rate, const struct inventory_demand *lead, double order_cost,
					       double holding, double backorder)
{
	if (!costs_valid(order_cost, holding, backorder) || !(rate > 0) || !inventory_demand_valid(lead))
		return NO_POLICY;
	if (inventory_demand_whole(lead))
		return reorder_whole(rate, lead, order_cost, holding, backorder);
	if (isnan(inventory_demand_loss_second(lead, 0)))
		return NO_POLICY;
	return reorder_smooth(rate, lead, order_cost, holding, backorder);
}

/* Lowest level whose expected shortage is no more than this. */
static double level_of_loss(const struct inventory_demand *lead, double loss)
{
	double mean = inventory_demand_mean(lead), low = fmin(mean, 0) - loss - 1, high = fmax(mean, 1);

	for (int i = 0; i < HALVINGS && inventory_demand_loss(lead, high) > loss; i++)
		high *= 2;
	for (int i = 0; i < HALVINGS; i++) {
		double middle = low + (high - low) / 2;
		if (middle <= low || middle >= high)
			break;
		*(inventory_demand_loss(lead, middle) > loss ? &low : &high) = middle;
	}
	return high;
}

#define SETTLED 1e-13

struct inventory_optimum inventory_reorder_iterated(double rate, const struct inventory_demand *lead, double order_cost,
						   double holding, double backorder)
{
	struct inventory_optimum p = { 0, inventory_eoq(rate, order_cost, holding, NAN).quantity, NAN };

	if (!costs_valid(order_cost, holding, backorder) || !(rate > 0) || !inventory_demand_valid(lead))
		return NO_POLICY;
	for (int i = 0; i < ROUNDS; i++) {
		double before = p.target, risk = p.target * holding / (backorder * rate);
		if (!(risk < 1))
			return NO_POLICY;
		p.reorder = inventory_demand_quantile(lead, 1 - risk);
		double loss = inventory_demand_loss(lead, p.reorder);
		p.target = sqrt(2 * rate * (order_cost + backorder * loss) / holding);
		p.cost = holding * (p.reorder - inventory_demand_mean(lead) + p.target / 2) +
			 rate * (order_cost + backorder * loss) / p.target;
		if (fabs(p.target - before) <= SETTLED * p.target)
			return p;
	}
	return NO_POLICY;
}

struct inventory_optimum inventory_reorder_loss(double rate, const struct inventory_demand *lead, double order_cost,
					       double holding, double backorder)
{
	struct inventory_optimum p = { 0, inventory_eoq(rate, order_cost, holding, NAN).quantity, NAN };

	if (!costs_valid(order_cost, holding, backorder) || !(rate > 0) || isnan(inventory_demand_loss_second(lead, 0)))
		return NO_POLICY;
	for (int i = 0; i < ROUNDS; i++) {
		double before = p.target;
		p.reorder = level_of_loss(lead, holding * p.target / (holding + backorder));
		double second = inventory_demand_loss_second(lead, p.reorder);
		p.target = sqrt(2 * (order_cost * rate + (holding + backorder) * second) / holding);
		if (fabs(p.target - before) <= SETTLED * p.target)
			return p;
	}
	return NO_POLICY;
}
