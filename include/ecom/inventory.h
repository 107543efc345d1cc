/*
 * inventory: formulas of stock and lots, pure numbers: arrays in, arrays out,
 * nothing allocated unless said. No records, no store. An argument outside its
 * stated range gives NAN, never a trap.
 *
 * Sources, by their short names:
 *   SPT     Silver, Pyke, Thomas: Inventory and Production Management in Supply Chains, 4th ed., 2017
 *   FSCT    Snyder, Shen: Fundamentals of Supply Chain Theory, 2nd ed., 2019
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
	double goods;	   /* what the goods cost per stretch; 0 where no price is known */
	double orders;	   /* a stretch */
	double backorders; /* most units owed at once; 0 where none are allowed */
	size_t price;	   /* index of the price that the quantity gets */
};
/* What a lot costs: all but the price of the goods. */
struct inventory_lot_terms {
	double demand;		/* units a stretch, >= 0 */
	double order_cost;	/* an order, > 0 */
	double holding_cost;	/* a unit and stretch, >= 0, and on top of it ... */
	double holding_rate;	/* ... this share of the price, >= 0 */
	double backorder_cost;	/* a unit owed and stretch, > 0; NAN: none allowed */
	double production_rate; /* units a stretch at which a lot comes in, above the demand; INFINITY: all at once */
};
/* A price list: ${from} ascending from 0, ${price} >= 0 and never rising. */
struct inventory_price {
	double from, price;
};
enum inventory_discount {
	INVENTORY_ALL_UNITS,  /* the price of the quantity is that of every unit */
	INVENTORY_INCREMENTAL /* each price is that of the units from its quantity on */
};
/** inventory_lot_best(terms, prices, n, discount): the lot of least total cost: for each price the best quantity that
 * gets it, the cheapest of those (FSCT 3.4; SPT 4.4). With 1 - demand / production_rate for a lot that comes in while it
 * is sold, and p / (h + p) for one that may be owed, as factors of the holding cost h (FSCT 3.3, 3.7.1). No prices (n =
 * 0): one of 0. Out of range, or a holding cost of 0, or backorders and incremental prices together (the value of what
 * is held then depends on the quantity): all NAN. Demand 0: all 0. */
struct inventory_lot inventory_lot_best(const struct inventory_lot_terms *terms, const struct inventory_price *prices,
					size_t n, enum inventory_discount discount);
/** inventory_lot_at(terms, prices, n, discount, quantity): the same of a given ${quantity} > 0. */
struct inventory_lot inventory_lot_at(const struct inventory_lot_terms *terms, const struct inventory_price *prices,
				      size_t n, enum inventory_discount discount, double quantity);
/** inventory_eoq(demand, order_cost, holding_cost, backorder_cost): economic order quantity, Q = sqrt(2 K D / h), cost
 * = sqrt(2 K D h) (Harris 1913; SPT ch. 4). ${backorder_cost} p, money per unit owed and stretch: Q = sqrt(2 K D (h+p)
 * / (h p)), cost = sqrt(2 K D h p / (h+p)); NAN = none allowed. All must be > 0, else the fields are NAN; demand 0:
 * quantity, cost and orders 0. */
struct inventory_lot inventory_eoq(double demand, double order_cost, double holding_cost, double backorder_cost);
/** inventory_lot_cost(demand, order_cost, holding_cost, quantity): K D / Q + h Q / 2: what an order quantity other than
 * the best costs. */
double inventory_lot_cost(double demand, double order_cost, double holding_cost, double quantity);

/*
 * Joint replenishment: items ordered together share the major cost of an order; each has a minor cost when it is in.
 * Item i is in every m_i-th order. Cost = K/T + sum k_i/(m_i T) + T/2 sum m_i h_i D_i with T the time between orders.
 */
struct inventory_joint_item {
	double demand;	     /* units a stretch, > 0 */
	double order_cost;   /* k_i: minor cost, an order with the item in it, >= 0 */
	double holding_cost; /* a unit and stretch, > 0 */
};
struct inventory_joint {
	double cycle; /* T: stretches from one order to the next */
	double cost;  /* per stretch */
};
/** inventory_joint_simple(items, n, major_cost, multiples): Silver's simple method (Management Science 22 (1976) 1351;
 * SPT 10.4): the item of least k/(hD) in every order, the others at the whole number nearest to
 * sqrt(k_i/(h_i D_i) (h_1 D_1)/(K + k_1)). Fills multiples[0..n-1]. Out of range: NAN. */
struct inventory_joint inventory_joint_simple(const struct inventory_joint_item *items, size_t n, double major_cost,
					      uint32_t *multiples);
/** inventory_joint_best(items, n, major_cost, multiples): the least cost. As T shrinks from where all multiples are 1,
 * the best multiple of item i grows from m to m + 1 at T = sqrt(2 k_i / (m (m+1) h_i D_i)); the cost of each vector so
 * met, at its own best T, is tried, until T is below K / (best - sum sqrt(2 k_i h_i D_i)), where K/T and the items'
 * own least costs exceed the best (Goyal, Opns Res Q 25 (1974) 539; Wildeman, Frenk, Dekker, EJOR 99 (1997) 433).
 * ${major_cost} > 0. Exact, unless it is so small beside the minor costs that INVENTORY_JOINT_STEPS vectors do not
 * reach that end: then the best of them. */
#define INVENTORY_JOINT_STEPS 1000000
struct inventory_joint inventory_joint_best(const struct inventory_joint_item *items, size_t n, double major_cost,
					    uint32_t *multiples);
/** inventory_cover(stock, demand, n): stretches that the items' stock lasts if it could be shared: sum of stock / sum of
 * demand. INFINITY without demand, unless there is no stock either: 0. */
double inventory_cover(const double *stock, const double *demand, size_t n);

/*
 * Lots of a demand that is known and changes from period to period. An order at the beginning of a period costs
 * ${order_cost}; a unit kept to the next period ${holding_cost}; a unit ordered in period t ${price}[t].
 */
struct inventory_plan_terms {
	const double *demand; /* units, >= 0 */
	const double *price;  /* NULL: the same in all periods, so not counted */
	size_t n;
	double order_cost;   /* >= 0 */
	double holding_cost; /* a unit and period, >= 0 */
};
enum inventory_plan_rule {
	INVENTORY_WAGNER_WHITIN, /* the least cost */
	INVENTORY_SILVER_MEAL,	 /* periods are added while the cost per period falls (SPT 5.6) */
	INVENTORY_LOT_FOR_LOT,	 /* an order for each period with a demand */
	INVENTORY_FIXED_PERIOD,	 /* an order for every so many periods */
};
/** inventory_plan(terms, rule, periods, room, covers): covers[t], t < n, gets the number of periods that an order in
 * period t covers, 0 for no order; returns the cost. Least cost by dynamic programming over the last order (Wagner,
 * Whitin, Management Science 5 (1958) 89): O(n^2) with prices, without them less, as the last order never moves back
 * (their planning horizon theorem). ${periods} is for INVENTORY_FIXED_PERIOD: 0 = the number that the economic order
 * quantity of the mean demand lasts, at least 1. ${room}: n + 1 numbers. NAN out of range. */
double inventory_plan(const struct inventory_plan_terms *terms, enum inventory_plan_rule rule, size_t periods, double *room,
		      size_t *covers);
/** inventory_plan_cost(terms, first, count): of one order in period ${first} for ${count} periods. */
double inventory_plan_cost(const struct inventory_plan_terms *terms, size_t first, size_t count);

/*
 * Demand of a stretch of time as a distribution, by its mean and variance, and what stock against it costs.
 *
 * NORMAL may be negative. LOGNORMAL, GAMMA: of that mean and variance; UNIFORM: mean +- sqrt(3 variance); EXPONENTIAL:
 * variance mean^2, whatever is given. POISSON: variance = mean; NEGATIVE_BINOMIAL: variance > mean; GEOMETRIC, the
 * number of failures before a success: variance mean + mean^2; all three of whole numbers, the variance of the first
 * and third not looked at. LISTED: ${values}, ascending, with ${probabilities} that sum to 1; mean and variance not
 * looked at. A variance of 0 puts all at the mean where the family can.
 */
enum inventory_distribution {
	INVENTORY_NORMAL,
	INVENTORY_LOGNORMAL,
	INVENTORY_GAMMA,
	INVENTORY_UNIFORM,
	INVENTORY_EXPONENTIAL,
	INVENTORY_POISSON,
	INVENTORY_NEGATIVE_BINOMIAL,
	INVENTORY_GEOMETRIC,
	INVENTORY_LISTED
};
struct inventory_demand {
	enum inventory_distribution family;
	double mean, variance;
	const double *values, *probabilities;
	size_t n;
};
/** inventory_demand_valid(d): the family has a member with that mean (> 0, but for NORMAL) and variance. All below give
 * NAN where it has none. */
bool inventory_demand_valid(const struct inventory_demand *d);
bool inventory_demand_whole(const struct inventory_demand *d); /* a family of whole numbers, or a list of them */
double inventory_demand_mean(const struct inventory_demand *d);
double inventory_demand_cdf(const struct inventory_demand *d, double x);     /* P(D <= x) */
double inventory_demand_quantile(const struct inventory_demand *d, double p); /* smallest x with cdf >= p, 0 < p < 1 */
/** inventory_demand_loss(d, x): E[(D - x)+], the units short of a stock of ${x}: closed forms (FSCT appendix C), exact
 *  also between the whole numbers. What is left of it is x - mean + loss. */
double inventory_demand_loss(const struct inventory_demand *d, double x);
/** inventory_demand_loss_second(d, x): E[((D - x)+)^2] / 2 = the integral of the loss from x on; NORMAL, EXPONENTIAL and
 * LISTED only, else NAN. */
double inventory_demand_loss_second(const struct inventory_demand *d, double x);
/** inventory_demand_sum(d, periods): the demand of ${periods} > 0 independent stretches, not necessarily whole; NAN mean
 *  for a family whose sums are of another kind (lognormal, uniform, listed), unless ${periods} is 1. */
struct inventory_demand inventory_demand_sum(const struct inventory_demand *d, double periods);

/*
 * Newsvendor: a unit left over costs ${overage}, a unit short ${underage}, both > 0.
 */
/** inventory_newsvendor(d, overage, underage): the quantity of least expected cost, the quantile at
 * underage / (underage + overage) (Arrow, Harris, Marschak 1951; FSCT 4.3). */
double inventory_newsvendor(const struct inventory_demand *d, double overage, double underage);
/** inventory_newsvendor_cost(d, overage, underage, quantity): overage E[(Q-D)+] + underage E[(D-Q)+]. */
double inventory_newsvendor_cost(const struct inventory_demand *d, double overage, double underage, double quantity);
/** inventory_lot_fill_rate(lead, level, lot): share of demand met from stock where a lot of ${lot} > 0 is ordered each
 * time the position is down to ${level}, ${lead} the demand of the lead time: 1 - (loss(r) - loss(r+Q)) / Q (SPT 6.7). */
double inventory_lot_fill_rate(const struct inventory_demand *lead, double level, double lot);
/** inventory_review_fill_rate(covered, lead, level): the same where each review orders up to ${level}: ${covered} the
 * demand of review + lead time, ${lead} that of the lead time (NULL: none, a single stretch): 1 - (loss_covered(S) -
 * loss_lead(S)) / (mean_covered - mean_lead) (SPT 6.9). */
double inventory_review_fill_rate(const struct inventory_demand *covered, const struct inventory_demand *lead,
				  double level);
/** inventory_lot_fill_level, inventory_review_fill_level: the lowest level, whole where the demand is, whose fill rate is
 * at least ${rate}, 0 < rate < 1. */
double inventory_lot_fill_level(const struct inventory_demand *lead, double lot, double rate);
double inventory_review_fill_level(const struct inventory_demand *covered, const struct inventory_demand *lead,
				   double rate);

/*
 * Reorder policies by cost: an order costs ${order_cost} K, a unit kept for a stretch ${holding} h, a unit owed for one
 * ${backorder} p, all > 0.
 */
struct inventory_optimum {
	double reorder; /* s or r: order when the position is at or below it */
	double target;	/* S: up to which, or Q: how much */
	double cost;	/* expected per stretch; NAN where an approximation does not say */
};
/** inventory_up_to_best(period, covered, K, h, p): the best (s,S) policy under periodic review: whole demand, ${period}
 * that of one period, ${covered} that of lead time + 1. Zheng, Federgruen, Operations Research 39 (1991) 654. Its tables
 * are allocated. */
struct inventory_optimum inventory_up_to_best(const struct inventory_demand *period, const struct inventory_demand *covered,
					     double order_cost, double holding, double backorder);
/** inventory_up_to_cost(...): of given levels, whole, s < S. */
double inventory_up_to_cost(const struct inventory_demand *period, const struct inventory_demand *covered,
			    double order_cost, double holding, double backorder, double reorder, double target);
/** inventory_up_to_power(mean, covered_mean, covered_deviation, K, h, p): the revised power approximation of (s,S) from
 * two moments: of a period's mean and of the demand covered (Ehrhardt, Mosier, Management Science 30 (1984) 618); fitted
 * by them, not derived. */
struct inventory_optimum inventory_up_to_power(double mean, double covered_mean, double covered_deviation, double order_cost,
					      double holding, double backorder);
/** inventory_reorder_best(rate, lead, K, h, p): the best (r,Q) policy under
 * continuous review, ${rate} units a stretch, ${lead} the demand of the lead time: whole (Federgruen, Zheng, Operations
 * Research 40 (1992) 808), or NORMAL, EXPONENTIAL (Zheng, Management Science 38 (1992) 87). Cost
 * (K rate + integral or sum of the newsvendor cost over the positions r..r+Q) / Q. */
struct inventory_optimum inventory_reorder_best(double rate, const struct inventory_demand *lead, double order_cost,
					       double holding, double backorder);
/** inventory_reorder_cost(..., reorder, lot): of a given policy. */
double inventory_reorder_cost(double rate, const struct inventory_demand *lead, double order_cost, double holding,
			      double backorder, double reorder, double lot);
/** inventory_reorder_for_lot(lead, h, p, lot): the best r of a given lot; NORMAL, EXPONENTIAL. */
double inventory_reorder_for_lot(const struct inventory_demand *lead, double holding, double backorder, double lot);
/** inventory_reorder_iterated(...): Hadley, Whitin 1963: r = F^-1(1 - Q h / (p rate)), Q = sqrt(2 rate (K + p n(r)) / h)
 * in turn, with ${backorder} p a unit owed, however long (FSCT 5.3.1); the cost is that of its own model. NAN where
 * they do not settle. */
struct inventory_optimum inventory_reorder_iterated(double rate, const struct inventory_demand *lead, double order_cost,
						   double holding, double backorder);
/** inventory_reorder_loss(...): the same with a unit owed and stretch: n(r) = h Q / (h+p), Q = sqrt(2 (K rate + (h+p)
 * n2(r)) / h) (Hadley, Whitin 1963; FSCT 5.3.5). */
struct inventory_optimum inventory_reorder_loss(double rate, const struct inventory_demand *lead, double order_cost,
					       double holding, double backorder);

/*
 * Supply that fails, or gives more or less than was ordered (FSCT chapter 9).
 */
/** inventory_lot_disrupted(demand, K, h, lost, fails, recovers): the lot of least cost and that cost, where the supplier
 * fails at a rate of ${fails} and recovers at one of ${recovers} a stretch, and a unit not to be had is lost at
 * ${lost} (Berk, Arreola-Risa 1994). */
struct inventory_lot inventory_lot_disrupted(double demand, double order_cost, double holding, double lost, double fails,
					     double recovers);
double inventory_lot_disrupted_cost(double demand, double order_cost, double holding, double lost, double fails,
				    double recovers, double quantity);
/** inventory_level_disrupted(demand, h, p, fails, recovers, cost): the base stock of a certain ${demand} a period, whose
 * supplier fails with probability ${fails} and recovers with ${recovers} from one period to the next. ${cost} may be
 * NULL. */
double inventory_level_disrupted(double demand, double holding, double backorder, double fails, double recovers,
				 double *cost);
double inventory_level_disrupted_cost(double demand, double holding, double backorder, double fails, double recovers,
				      double level);
/** inventory_lot_yield_added, _multiplied(demand, K, h, mean, deviation): the lot where what arrives is what was ordered
 * plus, or times, a random number of that mean and deviation. A newsvendor whose supply varies by an added amount is
 * inventory_newsvendor with the demand less that amount. */
struct inventory_lot inventory_lot_yield_added(double demand, double order_cost, double holding, double mean,
					       double deviation);
struct inventory_lot inventory_lot_yield_multiplied(double demand, double order_cost, double holding, double mean,
						    double deviation);

/*
 * Several stages. Serial: stage 0 sells, each of the others supplies the one before it and has no limit itself but its
 * own lead time; what is not there is owed.
 */
struct inventory_serial_stage {
	double holding_cost; /* of the echelon, > 0: a unit here or further down, more than it costs at its supplier */
	double lead_time;    /* stretches from the supplier to here, >= 0 */
};
/** inventory_serial(stages, n, period, backorder_cost, levels): the least cost a stretch of an echelon base-stock policy,
 * and its levels[0..n-1], which are the best of all policies (Clark, Scarf 1960; the recursion of Chen, Zheng,
 * Management Science 40 (1994) 1426; FSCT 6.2). ${period}: NORMAL or POISSON demand of a stretch; ${backorder_cost} > 0 a
 * unit owed and stretch. Costs count the echelon's stock from the order's arrival on: h_1 x of stage 0's net stock, and
 * so on. Poisson exact; normal by quadrature, to 1e-10 of the cost. Allocates its tables. NAN out of range. */
double inventory_serial(const struct inventory_serial_stage *stages, size_t n, const struct inventory_demand *period,
			double backorder_cost, double *levels);

/*
 * Guaranteed service: each stage promises those it supplies, and customers, a service time in which it meets any
 * demand up to a bound, and holds what that takes: bound sqrt(inbound + processing - promised).
 */
struct inventory_tree_stage {
	uint32_t processing; /* periods of its own work, once all is there */
	uint32_t inbound;    /* periods promised to it from outside */
	uint32_t promised;   /* the most periods it may promise; INVENTORY_TREE_FREE: whatever is best */
	double holding_cost; /* a unit and period, >= 0 */
	double bound;	     /* z times the deviation of a period's demand on it, >= 0 */
};
#define INVENTORY_TREE_FREE UINT32_MAX
struct inventory_tree_link {
	size_t from, to; /* the stage that supplies, the stage that is supplied */
};
struct inventory_tree_plan {
	uint32_t inbound, promised; /* periods */
	double safety;		    /* units */
};
/** inventory_tree(stages, n, links, plan): the service times of least holding cost of safety stock in a tree of n stages
 * and n - 1 ${links}, and that cost a period; NAN: no tree, or out of range. Dynamic programming from the leaves
 * (Graves, Willems, M&SOM 2 (2000) 68; FSCT 6.3), exact for whole periods; time n P^2, P the longest sum of
 * processing times, memory n P, allocated. Times must sum to less than INVENTORY_TREE_PERIODS. */
#define INVENTORY_TREE_PERIODS 10000
double inventory_tree(const struct inventory_tree_stage *stages, size_t n, const struct inventory_tree_link *links,
		      struct inventory_tree_plan *plan);

/** inventory_pooled_deviation(deviations, n, correlation): of the sum of n demands, any two of which are correlated by
 * ${correlation}: sqrt(sum s_i^2 + 2 r sum s_i s_j); n equal ones without correlation give sqrt(n) s, the square-root
 * law (Eppen, Management Science 25 (1979) 498). NAN where no n demands can be so correlated (r < -1/(n-1)). */
double inventory_pooled_deviation(const double *deviations, size_t n, double correlation);

/** inventory_lead_variance(demand_mean, demand_variance, lead_mean, lead_variance): variance of the demand over a lead
 * time that varies itself, independent periods: L s_d^2 + d^2 s_L^2 (SPT ch. 6). */
double inventory_lead_variance(double demand_mean, double demand_variance, double lead_mean, double lead_variance);
/** inventory_safety_stock(lead, service, degrees, level): stock above the mean that covers the demand ${lead} with the
 *  probability ${service} (cycle service level, 0 < service < 1): quantile - mean, at least 0. ${level}, where not
 * NULL, gets the quantile: the reorder point or order-up-to level. For a normal distribution this is z s_L (SPT ch. 6).
 */
double inventory_safety_stock(const struct numeric_spread *lead, double service, double degrees, double *level);

/*
 * Exact policies: one product, looked at every period. In a period the order given ${lead_time} periods ago arrives, an
 * order is given, demand comes; what is not on the shelf is lost. Costs: ${holding} for each unit left, ${shortage} for
 * each unit of demand lost, ${order} for each order.
 */
#define INVENTORY_LEAD_MAX   12
#define INVENTORY_STATES_MAX 20000000
struct inventory_problem {
	const double *demand; /* P(demand of a period = k), k < n_demand; sums to 1 */
	size_t n_demand;
	size_t lead_time; /* 1 .. INVENTORY_LEAD_MAX */
	double holding, shortage, order;
};
/* Its states: stock and what is on its way. Without a cost of orders, the newest k of them never add up to more than the
 * demand of k periods exceeds with the chance h / (h + p) (Morton 1969; Zipkin, Operations Research 56 (2008) 1256). */
struct inventory_chain {
	size_t lead_time, most_order, most_stock, tails, states;
	size_t bound[INVENTORY_LEAD_MAX + 1];
};
/** inventory_chain_plan(p, room, c): false: an argument outside its range, or more than INVENTORY_STATES_MAX states.
 *  ${room}: inventory_chain_plan_room() numbers. */
size_t inventory_chain_plan_room(const struct inventory_problem *p);
bool inventory_chain_plan(const struct inventory_problem *p, double *room, struct inventory_chain *c);
/** inventory_chain_solve(p, c, tolerance, jobs, room, orders): the least average cost of a period, within the relative
 *  ${tolerance} (the bounds of modified policy iteration, Puterman 1994, 8.7); orders[c->states] gets the policy. ${room}:
 *  inventory_chain_room() numbers. NAN: not reached. The same on any number of threads. */
size_t inventory_chain_room(const struct inventory_chain *c, size_t jobs);
double inventory_chain_solve(const struct inventory_problem *p, const struct inventory_chain *c, double tolerance,
			     size_t jobs, double *room, uint16_t *orders);
/** inventory_chain_order(c, orders, stock, arriving): what to order with ${stock} on the shelf and arriving[k] units due
 *  in k+1 periods, k < lead_time - 1. */
size_t inventory_chain_order(const struct inventory_chain *c, const uint16_t *orders, size_t stock,
			     const size_t *arriving);

/*
 * Simulation: policies played on the same demand, many side by side. In a period an order may be given, what is due
 * arrives, demand comes. A policy: at every review, where the position (shelf - owed + on its way) is at or below
 * ${point}, order what lacks to ${level}, at most ${cap} (0: no cap), in whole lots of ${lot} (0, 1: single units):
 *
 *	base stock S        point S-1, level S         capped base stock   the same, cap
 *	(s,S)               point s, level S           (r,Q)               point r, level r+1, lot Q
 */
#define INVENTORY_LANES	    64	     /* policies of one call */
#define INVENTORY_DELAY_MAX 255	     /* periods of a lead time */
#define INVENTORY_LEVEL_MAX 10000000 /* units: of a level, and of a period's demand */
struct inventory_policy {
	int32_t point, level, cap, lot;
};
struct inventory_path {
	const int32_t *demand; /* of each period */
	const uint8_t *leads;  /* periods that an order given in each takes; NULL: all ${lead_time} */
	size_t periods, warm_up; /* the first ${warm_up} are played but not counted */
	size_t lead_time, review; /* periods from look to look; 0 and 1: every one */
	bool backorders;	/* unmet demand waits; else it is lost */
};
/* Sums over periods. */
struct inventory_tally {
	double periods, demand;
	double stock, owed;	      /* units left, and owed, at the ends of periods */
	double missed, short_periods; /* units not met at once; periods with any */
	double orders, units;	      /* given; ordered */
};
/** inventory_simulate(path, policies, count, batches, out): out[b * count + k]: policy k < ${count} <= INVENTORY_LANES in
 *  the b-th of ${batches} equal stretches after the warm-up. Starts with each level on the shelf. */
void inventory_simulate(const struct inventory_path *path, const struct inventory_policy *policies, size_t count,
			size_t batches, struct inventory_tally *out);
struct inventory_costs {
	double holding, order; /* of a unit left at the end of a period; of an order */
	double owed, missed;   /* of a unit owed at the end of a period; of a unit not met at once */
};
double inventory_tally_cost(const struct inventory_tally *t, const struct inventory_costs *c); /* a period */

/*
 * Search of a policy by simulation: a grid of policies races on common demand, those that are worse than the leader
 * beyond chance (three standard errors over 16 batches) drop out after each heat, the survivors run twice as far; then a
 * finer grid around the winner. The same for any number of threads.
 */
#define INVENTORY_OUTCOMES 4096 /* of the demand of a period */
#define INVENTORY_WARM_UP  512	/* periods played before any is counted */
enum inventory_family { INVENTORY_BASE_STOCK, INVENTORY_CAPPED_BASE_STOCK, INVENTORY_MIN_MAX, INVENTORY_LOTS };
struct inventory_search {
	enum inventory_family family;
	struct inventory_costs costs;
	const double *demand; /* P(demand of a period = k), k < n_demand <= INVENTORY_OUTCOMES */
	size_t n_demand;
	const double *leads; /* P(lead time = k periods), k < n_leads <= INVENTORY_DELAY_MAX + 1 */
	size_t n_leads;
	size_t review;
	bool backorders;
	double fill_rate; /* least share of demand to be met at once; NAN: the costs alone decide */
	uint64_t seed;
	size_t periods; /* of the longest heat, and of the judgement on the winner; at least 2048 */
	size_t jobs;
};
struct inventory_tuned {
	struct inventory_policy policy;
	bool met;	   /* it reaches the fill rate */
	double cost, error; /* of a period, on demand that no race has seen; its standard error */
	struct inventory_tally tally; /* of the same */
	size_t candidates; /* policies tried */
};
/** inventory_tune(s, room, out): false: an argument outside its range. ${room}: inventory_tune_room() bytes, aligned as
 *  memory_alloc does. */
size_t inventory_tune_room(const struct inventory_search *s);
bool inventory_tune(const struct inventory_search *s, void *room, struct inventory_tuned *out);

#endif
