/* Where a policy orders, up to where, and how much. */
#include "policy.h"

#define DEVIATIONS_MAX 40.0
#define SAMPLES	       16   /* of the positions between point and level, where there are more of them */

bool replenish_policy_has_point(int policy)
{
	return policy == POLICY_REORDER_POINT || policy == POLICY_FIXED_QUANTITY ||
	       policy == POLICY_PERIODIC_REORDER_POINT;
}

/* Units short of those sold between two reviews, as a share, with the position at ${y} after the first. */
static double short_share(const struct policy_question *q, double y)
{
	double cycle = q->cover.spread.mean - q->lead.spread.mean;

	/* Reviewed all the time: a unit is late where the units asked for before it took all there was. */
	if (q->cover.days == q->lead.days)
		return 1 - replenish_policy_cdf(&q->lead, y - 1);
	if (!(cycle > 0))
		return 0;
	return fmin(1, fmax(0, replenish_policy_loss(&q->cover, y) - replenish_policy_loss(&q->lead, y)) / cycle);
}

double replenish_policy_fill(const struct policy_question *q, double point, double lot)
{
	double n = fmin(lot, SAMPLES), sum = 0;

	for (double i = 0; i < n; i++)
		sum += short_share(q, point + ceil((i + 0.5) * lot / n));
	return 1 - sum / n;
}

/* The smallest point with a share of ${service} delivered; the share grows with it. */
static double point_for_fill(const struct policy_question *q, double lot)
{
	/* Beyond so many deviations losses are smaller than the error of their formula. */
	double most = ceil(q->cover.spread.mean + DEVIATIONS_MAX * sqrt(q->cover.spread.variance)) + 1;
	double low = -lot - 1, high = ceil(q->cover.spread.mean) + 1, step = fmax(1, high);

	while (replenish_policy_fill(q, high, lot) < q->service && high < most) {
		low = high;
		high += step;
		step *= 2;
	}
	high = fmin(high, fmin(most, (double)QUANTITY_MAX));
	while (high - low > 1) {
		double middle = floor((low + high) / 2);
		if (replenish_policy_fill(q, middle, lot) < q->service)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* The level that a covering demand asks for, by cycles; not below its mean unless a price on running out says so. */
static double covering_level(const struct policy_question *q, const struct policy_demand *demand)
{
	double level = replenish_policy_quantile(demand, q->service);
	return q->service_type == SERVICE_COST ? level : fmax(level, ceil(demand->spread.mean));
}

/* The safety stock in ${level}, made up to the least. */
static double secure(const struct policy_question *q, const struct policy_demand *demand, double level,
		     struct policy_levels *out)
{
	out->safety = fmax(0, level - demand->spread.mean);
	out->least = q->safety > 0 && out->safety <= q->safety;
	if (out->safety >= q->safety)
		return level;
	out->safety = q->safety;
	return fmax(level, ceil(demand->spread.mean + q->safety));
}

double replenish_policy_ratio(double shortage, double holding, int64_t review)
{
	return shortage / (shortage + holding * fmax(1, (double)review) / DAYS_A_YEAR);
}

struct policy_levels replenish_policy_levels(const struct policy_question *q)
{
	const struct policy_demand *covered =
		q->policy == POLICY_REORDER_POINT || q->policy == POLICY_FIXED_QUANTITY ? &q->lead : &q->cover;
	bool point = replenish_policy_has_point(q->policy), fill = q->service_type == SERVICE_FILL;
	double between = round(q->cover.spread.mean - q->lead.spread.mean);
	struct policy_levels out = { .lot = point ? fmax(1, q->lot > 0 ? round(q->lot) : between) : 1 };
	/* What is covered is the point; without one, the level: one unit above it. */
	double covering = fill ? point_for_fill(q, out.lot) + !point : covering_level(q, covered);

	covering = fmin(fmax(secure(q, covered, covering, &out), 0), (double)QUANTITY_MAX);
	out.point = point ? covering : covering - 1;
	out.level = point ? covering + out.lot : covering;
	if (q->policy == POLICY_REORDER_POINT && !fill) {
		/* The level makes up for the days until the next look, and its safety stock is what is told. */
		double level = covering_level(q, &q->cover);
		out.level = fmax(out.level, secure(q, &q->cover, level, &out));
		out.lot = out.level - out.point;
	}
	out.service = replenish_policy_cdf(covered, covering);
	out.fill = replenish_policy_fill(q, out.point, out.lot);
	return out;
}

static double round_packs(double packs, int rounding)
{
	return rounding == ROUND_UP ? ceil(packs) : rounding == ROUND_DOWN ? floor(packs) : floor(packs + 0.5);
}

void replenish_policy_packs(double units, const struct policy_limits *limits, int64_t position, struct policy_order *order)
{
	double pack = (double)limits->pack, least = ceil((double)limits->minimum / pack);
	double most = floor(fmin(limits->most - (double)position, (double)QUANTITY_MAX) / pack);
	double packs = round_packs(units / pack, limits->rounding);

	order->raised = packs < least;
	packs = fmax(packs, least);
	order->cut = packs > most;
	if (order->cut)
		packs = most < least ? 0 : most;
	order->quantity = (int64_t)fmax(packs, 0) * limits->pack;
}

struct policy_order replenish_policy_order(int policy, const struct policy_levels *levels, const struct policy_limits *limits,
				 int64_t position)
{
	struct policy_order order = { 0 };
	double lack = levels->level - (double)position;

	if ((double)position > levels->point)
		return order;
	if (policy == POLICY_FIXED_QUANTITY) /* as many lots as bring it above the point */
		lack = (floor((levels->point - (double)position) / levels->lot) + 1) * levels->lot;
	order.wanted = lack;
	replenish_policy_packs(lack, limits, position, &order);
	return order;
}
