/*
 * What a policy orders, inside lib/replenish: numbers in, numbers out. `reorder` asks once for each SKU, `replay` at
 * each review of the past.
 */
#ifndef REPLENISH_POLICY_H
#define REPLENISH_POLICY_H

#include "replenish_impl.h"

/* Demand of a stretch of days: its whole distribution where it is known, else that of numeric_spread. */
struct policy_demand {
	struct numeric_spread spread;
	const struct numeric_pmf *chances; /* of single units; NULL: the spread's */
	int64_t days;
};
double replenish_policy_cdf(const struct policy_demand *d, double x);
double replenish_policy_quantile(const struct policy_demand *d, double p);
double replenish_policy_daily(const struct policy_demand *d); /* the mean of a day; 0 without days */
/** replenish_policy_late(lead, cover, lead_time_sd): a lead time that varies adds to both what is asked for in the days
 *  it may be late. */
void replenish_policy_late(struct policy_demand *lead, struct policy_demand *cover, double lead_time_sd);
/** replenish_policy_loss(d, x): E max(D - x, 0): units short where ${x} were there. */
double replenish_policy_loss(const struct policy_demand *d, double x);

bool replenish_policy_has_point(int policy); /* orders are given at a point of its own, below the level */

/* What the levels follow from. */
struct policy_question {
	int policy;			  /* enum replenish_policy */
	int service_type;		  /* enum replenish_service */
	double service;			  /* SERVICE_COST: the critical ratio */
	struct policy_demand lead, cover; /* of the lead time; of lead time and review */
	double lot;    /* units a policy with a point orders at least; 0: as sold from review to review */
	double safety; /* the least; 0: none */
};

/* Order where the position is at or below ${point}: up to ${level}, or lots until it is above the point. */
struct policy_levels {
	double point, level, lot;
	double safety;	      /* units of the covering level above the mean, at least 0 */
	bool least;	      /* it is the question's */
	double service, fill; /* expected: cycles without running out; share of units delivered at once */
};

/** replenish_policy_ratio(shortage, holding, review): the newsvendor's share of what a unit short costs, b / (b + h), as the
 *  service of SERVICE_COST; ${holding} of a unit and year, h of the days from look to look, at least one. */
double replenish_policy_ratio(double shortage, double holding, int64_t review);

/*
 * replenish_policy_levels(q): with L the lead time and R the review, D demand:
 *   order-up-to, base-stock	level S covers L + R, base-stock: L; point S - 1
 *   reorder-point, fixed-quantity	point covers L
 *   periodic-reorder-point		point covers L + R
 * and for those with a point the level is point + lot, reorder-point's no less than what covers L + R.
 * "Covers" by cycle (and cost): P(D <= x) >= service. By fill: the position is taken as uniform between point and
 * level (Hadley, Whitin 1963, ch. 4; Axsater, Inventory Control, 3rd ed., 5.3), a position y loses loss(L + R, y) -
 * loss(L, y) of the demand of R days, and the smallest point is chosen whose share of units delivered reaches it.
 */
struct policy_levels replenish_policy_levels(const struct policy_question *q);
/** replenish_policy_fill(q, point, lot): that share. */
double replenish_policy_fill(const struct policy_question *q, double point, double lot);

/* What limits an order. */
struct policy_limits {
	int64_t pack;	 /* units, >= 1 */
	int rounding;	 /* enum replenish_round */
	int64_t minimum; /* units; 0: none */
	double most;	 /* units of position that an order may lead to; INFINITY: any */
};
struct policy_order {
	int64_t quantity;
	double wanted;	  /* before packs and limits */
	bool raised, cut; /* to the minimum; by the limit */
};
/** replenish_policy_order(policy, levels, limits, position): nothing where the position is above the point. Whole
 * packs: of what is wanted rounded as told, of the minimum rounded up; where that would exceed ${most}, as many packs
 * as it allows, and none where those are less than the minimum. */
struct policy_order replenish_policy_order(int policy, const struct policy_levels *levels,
					   const struct policy_limits *limits, int64_t position);
/** replenish_policy_packs(units, limits, position, order): the latter part of it, for any number of units. */
void replenish_policy_packs(double units, const struct policy_limits *limits, int64_t position,
			    struct policy_order *order);

#endif
