/* The demand of a stretch of days as a policy sees it: chances, quantiles, what falls short. */
#include "policy.h"

#define SAME 1e-9 /* a variance so near the mean, as a share of it, is Poisson's */

double replenish_policy_cdf(const struct policy_demand *d, double x)
{
	return d->chances ? numeric_pmf_cdf(d->chances, x) : numeric_spread_cdf(&d->spread, x);
}

double replenish_policy_quantile(const struct policy_demand *d, double p)
{
	double quantile = NAN;

	if (d->chances)
		numeric_pmf_quantiles(d->chances, &p, 1, &quantile);
	else
		numeric_spread_quantiles(&d->spread, &p, 1, &quantile);
	return quantile;
}

double replenish_policy_daily(const struct policy_demand *d)
{
	return d->days > 0 ? d->spread.mean / (double)d->days : 0;
}

void replenish_policy_late(struct policy_demand *lead, struct policy_demand *cover, double lead_time_sd)
{
	if (!(lead_time_sd > 0))
		return;
	double more = inventory_lead_variance(replenish_policy_daily(cover), 0, 0, lead_time_sd * lead_time_sd);
	lead->spread.variance += more;
	cover->spread.variance += more;
	lead->chances = cover->chances = NULL; /* they are of a lead time that does not */
}

/* Units short have a formula where a spread is Poisson or negative binomial; what varies less is taken as normal. */
static struct inventory_demand with_formula(const struct numeric_spread *s)
{
	struct inventory_demand demand = { .family = INVENTORY_NORMAL, .mean = s->mean, .variance = s->variance };

	if (s->mean > 0 && s->variance >= s->mean * (1 - SAME))
		demand.family = s->variance > s->mean * (1 + SAME) ? INVENTORY_NEGATIVE_BINOMIAL : INVENTORY_POISSON;
	return demand;
}

double replenish_policy_loss(const struct policy_demand *d, double x)
{
	struct inventory_demand demand = with_formula(&d->spread);

	if (d->chances)
		return numeric_pmf_shortage(d->chances, x);
	/* With a mean of 0 or less the spread is normal, its negative part put at 0. */
	if (d->spread.mean <= 0 && x < 0)
		return inventory_demand_loss(&demand, 0) - x;
	return inventory_demand_loss(&demand, x);
}
