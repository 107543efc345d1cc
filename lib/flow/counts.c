/* Laws of counting. */
#include "flow_impl.h"

#define COUNT_MAX ((int64_t)1 << 53) /* whole numbers that a double can tell apart */

/* mean times the share of a stretch that passes before the k-th arrival at gamma intervals: the integral of their
 * distribution function over the stretch, in mean intervals. */
static double renewal_integral(double mean, double shape, int64_t k)
{
	double n = (double)k, x = mean * shape;

	if (k == 0)
		return mean;
	return mean * numeric_gamma_ratio(n * shape, x, false) - n * numeric_gamma_ratio(n * shape + 1, x, false);
}

static double renewal_at_least(double mean, double shape, int64_t k)
{
	double p = renewal_integral(mean, shape, k - 1) - renewal_integral(mean, shape, k);

	return fmin(1, fmax(0, p));
}

double flow_counts_at_least(const struct flow_counts *c, int64_t k)
{
	if (k <= 0)
		return 1;
	if (c->mean == 0)
		return 0;
	switch ((enum flow_law)c->law) {
	case FLOW_NEGATIVE_BINOMIAL:
		return numeric_beta_ratio((double)k, c->shape, c->mean / (c->mean + c->shape),
					  c->shape / (c->mean + c->shape));
	case FLOW_RENEWAL:
		return renewal_at_least(c->mean, c->shape, k);
	case FLOW_POISSON:
		break;
	}
	return numeric_gamma_ratio((double)k, c->mean, false);
}

double flow_counts_exactly(const struct flow_counts *c, int64_t k)
{
	if (k < 0)
		return 0;
	switch ((enum flow_law)c->law) {
	case FLOW_NEGATIVE_BINOMIAL:
		return numeric_negative_binomial_pmf(k, c->mean, c->shape);
	case FLOW_RENEWAL:
		return flow_counts_at_least(c, k) - flow_counts_at_least(c, k + 1);
	case FLOW_POISSON:
		break;
	}
	return numeric_poisson_pmf(k, c->mean);
}

int64_t flow_counts_quantile(const struct flow_counts *c, double p)
{
	int64_t low = -1, high = 1; /* P(N <= low) < p <= P(N <= high) */

	if (c->mean == 0)
		return 0;
	if (c->law == FLOW_POISSON)
		return numeric_poisson_quantile(p, c->mean);
	if (c->law == FLOW_NEGATIVE_BINOMIAL)
		return numeric_negative_binomial_quantile(p, c->mean, c->shape);
	while (high < COUNT_MAX && flow_counts_at_least(c, high + 1) > 1 - p) {
		low = high;
		high *= 2;
	}
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;
		if (flow_counts_at_least(c, middle + 1) > 1 - p)
			low = middle;
		else
			high = middle;
	}
	return high;
}

struct flow_counts flow_counts_stretch(const struct flow_counts *c, double periods)
{
	struct flow_counts out = *c;

	out.mean *= periods;
	if (c->law == FLOW_NEGATIVE_BINOMIAL && periods > 1)
		out.shape *= periods;
	return out;
}
