/* The demand of a stretch of days as a policy sees it: chances, quantiles, what falls short. */
#include "policy.h"

double replenish_policy_cdf(const struct policy_demand *d, double x)
{
	const struct policy_chances *c = d->chances;
	double sum = 0;

	if (!c)
		return numeric_spread_cdf(&d->spread, x);
	for (size_t i = 0; i < c->count && (double)c->first + (double)i <= x; i++)
		sum += c->chance[i];
	return fmin(sum, 1);
}

double replenish_policy_quantile(const struct policy_demand *d, double p)
{
	const struct policy_chances *c = d->chances;
	double level = NAN, sum = 0;

	if (!c) {
		numeric_spread_quantiles(&d->spread, &p, 1, &level);
		return level;
	}
	/* The last is the most there can be, whatever the sum of the chances misses of 1. */
	size_t i = 0;
	while (i + 1 < c->count && (sum += c->chance[i]) < p)
		i++;
	return (double)c->first + (double)i;
}

/* Of normal(mean, variance): s (density(z) - z (1 - cdf(z))), z = (x - mean) / s. */
static double normal_loss(double mean, double variance, double x)
{
	double s = sqrt(variance), z = (x - mean) / s;

	if (s == 0)
		return fmax(mean - x, 0);
	return s * (exp(-z * z / 2) / sqrt(2 * acos(-1)) - z * numeric_normal_cdf(-z));
}

/* E max(D - x, 0) = E[D; D > x] - x P(D > x), and E[D; D > x] is mean times a tail of the same family: Poisson's own
 * at x - 1, the negative binomial's of size + 1 (Johnson, Kemp, Kotz, 4.3 and 5.3). */
static double count_loss(double mean, double variance, double x)
{
	double whole = floor(x), above, beyond;
	int64_t k = (int64_t)whole;

	if (whole < 0)
		return mean - x;
	if (variance <= mean * (1 + 1e-9)) {
		above = 1 - numeric_poisson_cdf(k, mean);
		beyond = k > 0 ? 1 - numeric_poisson_cdf(k - 1, mean) : 1;
	} else {
		double size = mean * mean / (variance - mean);
		above = 1 - numeric_negative_binomial_cdf(k, mean, size);
		beyond = k > 0 ? 1 - numeric_negative_binomial_cdf(k - 1, mean * (size + 1) / size, size + 1) : 1;
	}
	return fmax(0, mean * beyond - x * above);
}

double replenish_policy_loss(const struct policy_demand *d, double x)
{
	const struct policy_chances *c = d->chances;
	double mean = d->spread.mean, variance = d->spread.variance, sum = 0;

	if (c) {
		for (size_t i = 0; i < c->count; i++)
			sum += c->chance[i] * fmax(0, (double)c->first + (double)i - x);
		return sum;
	}
	if (mean <= 0)
		return x < 0 ? -x + normal_loss(mean, variance, 0) : normal_loss(mean, variance, x);
	return variance >= mean * (1 - 1e-9) ? count_loss(mean, variance, x) : normal_loss(mean, variance, x);
}
