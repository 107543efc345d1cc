/* Distributions of whole numbers: Poisson, negative binomial, binomial. */
#include "numeric_impl.h"

double numeric_poisson_pmf(int64_t k, double mean)
{
	if (!(mean >= 0))
		return NAN;
	if (k < 0 || mean == 0)
		return k == 0;
	return exp((double)k * log(mean) - mean - numeric_log_gamma((double)k + 1));
}

double numeric_poisson_cdf(int64_t k, double mean)
{
	if (!(mean >= 0))
		return NAN;
	if (k < 0 || mean == 0)
		return k >= 0;
	return numeric_gamma_ratio((double)k + 1, mean, true);
}

double numeric_negative_binomial_pmf(int64_t k, double mean, double size)
{
	if (!(mean >= 0) || !(size > 0))
		return NAN;
	if (k < 0 || mean == 0)
		return k == 0;
	double log_none = -log1p(mean / size), log_more = -log1p(size / mean);
	return exp(numeric_log_rising(size, (double)k) - numeric_log_gamma((double)k + 1) + size * log_none +
		   (double)k * log_more);
}

double numeric_negative_binomial_cdf(int64_t k, double mean, double size)
{
	if (!(mean >= 0) || !(size > 0))
		return NAN;
	if (k < 0 || mean == 0)
		return k >= 0;
	return numeric_beta_ratio(size, (double)k + 1, size / (size + mean), mean / (size + mean));
}

double numeric_binomial_pmf(int64_t k, int64_t trials, double chance)
{
	if (trials < 0 || !(chance >= 0 && chance <= 1))
		return NAN;
	if (k < 0 || k > trials)
		return 0;
	if (chance == 0 || chance == 1)
		return k == (chance == 0 ? 0 : trials);
	double n = (double)trials, x = (double)k;
	return exp(numeric_log_gamma(n + 1) - numeric_log_gamma(x + 1) - numeric_log_gamma(n - x + 1) +
		   x * log(chance) + (n - x) * log1p(-chance));
}

double numeric_binomial_cdf(int64_t k, int64_t trials, double chance)
{
	if (trials < 0 || !(chance >= 0 && chance <= 1))
		return NAN;
	if (k < 0 || k >= trials)
		return k >= trials;
	return numeric_beta_ratio((double)(trials - k), (double)k + 1, 1 - chance, chance);
}

static int64_t count_quantile(const struct numeric_spread *s, double p)
{
	double q = NAN;
	numeric_spread_quantiles(s, &p, 1, &q);
	return isnan(q) ? -1 : (int64_t)q;
}

int64_t numeric_poisson_quantile(double p, double mean)
{
	return mean == 0 ? 0 : count_quantile(&(struct numeric_spread) { NUMERIC_COUNT, mean, mean }, p);
}

int64_t numeric_negative_binomial_quantile(double p, double mean, double size)
{
	if (mean == 0)
		return 0;
	return count_quantile(&(struct numeric_spread) { NUMERIC_COUNT, mean, mean + mean * mean / size }, p);
}
