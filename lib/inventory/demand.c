/* Distributions of demand: probabilities, quantiles, and the units short of a stock. */
#include <ecom/inventory.h>
#include <math.h>

bool inventory_demand_valid(const struct inventory_demand *d)
{
	if (d->family == INVENTORY_LISTED)
		return d->n > 0;
	if (d->family == INVENTORY_NORMAL)
		return isfinite(d->mean) && d->variance >= 0 && isfinite(d->variance);
	if (!(d->mean > 0) || !isfinite(d->mean))
		return false;
	switch (d->family) {
	case INVENTORY_LOGNORMAL:
	case INVENTORY_GAMMA:
	case INVENTORY_UNIFORM:
		return d->variance >= 0 && isfinite(d->variance);
	case INVENTORY_NEGATIVE_BINOMIAL:
		return d->variance > d->mean && isfinite(d->variance);
	default:
		return true;
	}
}

bool inventory_demand_whole(const struct inventory_demand *d)
{
	for (size_t i = 0; d->family == INVENTORY_LISTED && i < d->n; i++)
		if (d->values[i] != floor(d->values[i]))
			return false;
	return d->family >= INVENTORY_POISSON;
}

double inventory_demand_mean(const struct inventory_demand *d)
{
	double sum = 0;
	if (!inventory_demand_valid(d))
		return NAN;
	if (d->family != INVENTORY_LISTED)
		return d->mean;
	for (size_t i = 0; i < d->n; i++)
		sum += d->values[i] * d->probabilities[i];
	return sum;
}

/* All of it at the mean? */
static bool certain(const struct inventory_demand *d)
{
	return d->variance == 0 && d->family <= INVENTORY_UNIFORM;
}

/* Shape of the negative binomial distribution, and of the gamma. */
static double size_of(const struct inventory_demand *d)
{
	if (d->family == INVENTORY_GEOMETRIC)
		return 1;
	if (d->family == INVENTORY_NEGATIVE_BINOMIAL)
		return d->mean * d->mean / (d->variance - d->mean);
	return d->mean * d->mean / d->variance;
}

static double log_deviation(const struct inventory_demand *d)
{
	return sqrt(log1p(d->variance / (d->mean * d->mean)));
}

/* (log x - mean of the logarithm) / its deviation. */
static double log_score(const struct inventory_demand *d, double x)
{
	double s = log_deviation(d);
	return (log(x / d->mean) + s * s / 2) / s;
}

static double spread_of_uniform(const struct inventory_demand *d)
{
	return sqrt(3 * d->variance);
}

static double listed_cdf(const struct inventory_demand *d, double x)
{
	double sum = 0;
	for (size_t i = 0; i < d->n && d->values[i] <= x; i++)
		sum += d->probabilities[i];
	return sum;
}

/* P(D <= k) of a whole number; all of it for one that is too large to be told from its neighbours. */
static double count_cdf(const struct inventory_demand *d, double x)
{
	if (x < 0)
		return 0;
	if (x > 9e15)
		return 1;
	if (d->family == INVENTORY_POISSON)
		return numeric_poisson_cdf((int64_t)floor(x), d->mean);
	return numeric_negative_binomial_cdf((int64_t)floor(x), d->mean, size_of(d));
}

double inventory_demand_cdf(const struct inventory_demand *d, double x)
{
	if (!inventory_demand_valid(d) || isnan(x))
		return NAN;
	if (certain(d))
		return x >= d->mean;
	switch (d->family) {
	case INVENTORY_NORMAL:
		return numeric_normal_cdf((x - d->mean) / sqrt(d->variance));
	case INVENTORY_LOGNORMAL:
		return x <= 0 ? 0 : numeric_normal_cdf(log_score(d, x));
	case INVENTORY_GAMMA:
		return x <= 0 ? 0 : numeric_gamma_ratio(size_of(d), x * d->mean / d->variance, false);
	case INVENTORY_UNIFORM:
		return fmin(fmax((x - d->mean) / spread_of_uniform(d) / 2 + 0.5, 0), 1);
	case INVENTORY_EXPONENTIAL:
		return x <= 0 ? 0 : -expm1(-x / d->mean);
	case INVENTORY_LISTED:
		return listed_cdf(d, x);
	default:
		return count_cdf(d, x);
	}
}

/* Rounding must not lift a sum of probabilities over what it should reach. */
#define REACHED 1e-14

static double listed_quantile(const struct inventory_demand *d, double p)
{
	double sum = 0;
	size_t i = 0;
	while (i + 1 < d->n && (sum += d->probabilities[i]) < p - REACHED)
		i++;
	return d->values[i];
}

static double gamma_quantile(const struct inventory_demand *d, double p)
{
	struct numeric_spread spread = { NUMERIC_AMOUNT, d->mean, d->variance };
	double quantile = NAN;
	numeric_spread_quantiles(&spread, &p, 1, &quantile);
	return quantile;
}

double inventory_demand_quantile(const struct inventory_demand *d, double p)
{
	if (!inventory_demand_valid(d) || !(p > 0 && p < 1))
		return NAN;
	if (certain(d))
		return d->mean;
	switch (d->family) {
	case INVENTORY_NORMAL:
		return d->mean + numeric_normal_quantile(p) * sqrt(d->variance);
	case INVENTORY_LOGNORMAL: {
		double s = log_deviation(d);
		return d->mean * exp(s * numeric_normal_quantile(p) - s * s / 2);
	}
	case INVENTORY_GAMMA:
		return gamma_quantile(d, p);
	case INVENTORY_UNIFORM:
		return d->mean + spread_of_uniform(d) * (2 * p - 1);
	case INVENTORY_EXPONENTIAL:
		return -d->mean * log1p(-p);
	case INVENTORY_POISSON:
		return (double)numeric_poisson_quantile(p, d->mean);
	case INVENTORY_LISTED:
		return listed_quantile(d, p);
	default:
		return (double)numeric_negative_binomial_quantile(p, d->mean, size_of(d));
	}
}

static double normal_density(double z)
{
	return exp(-z * z / 2) * (M_2_SQRTPI * M_SQRT1_2 / 2);
}

/* Short forms lose their digits far out; what is short is never less than nothing, nor than the mean's own share. */
static double bounded_loss(double loss, double mean, double x)
{
	return fmax(loss, fmax(mean - x, 0));
}

/* The mean of what is above k, E[D; D > k], is the mean times P(D' >= k) with D' the size-biased demand less 1. */
static double count_loss(const struct inventory_demand *d, double x)
{
	double k = floor(x), size = size_of(d);
	if (x < 0)
		return d->mean - x;
	if (x > 9e15)
		return 0;
	if (d->family == INVENTORY_POISSON)
		return d->mean * (k > 0 ? numeric_gamma_ratio(k, d->mean, false) : 1) -
		       x * numeric_gamma_ratio(k + 1, d->mean, false);
	double chance = size / (size + d->mean), rest = d->mean / (size + d->mean);
	double biased = k > 0 ? numeric_beta_ratio(k, size + 1, rest, chance) : 1;
	return d->mean * biased - x * numeric_beta_ratio(k + 1, size, rest, chance);
}

static double listed_loss(const struct inventory_demand *d, double x, bool second)
{
	double sum = 0;
	for (size_t i = d->n; i-- > 0 && d->values[i] > x;) {
		double over = d->values[i] - x;
		sum += d->probabilities[i] * (second ? over * over / 2 : over);
	}
	return sum;
}

double inventory_demand_loss(const struct inventory_demand *d, double x)
{
	if (!inventory_demand_valid(d) || isnan(x))
		return NAN;
	double deviation = sqrt(d->variance), z = (x - d->mean) / deviation;
	if (d->family == INVENTORY_LISTED)
		return listed_loss(d, x, false);
	if (certain(d) || (x <= 0 && d->family != INVENTORY_NORMAL && d->family != INVENTORY_UNIFORM))
		return fmax(d->mean - x, 0);
	switch (d->family) {
	case INVENTORY_NORMAL:
		return bounded_loss(deviation * (normal_density(z) - z * numeric_normal_cdf(-z)), d->mean, x);
	case INVENTORY_LOGNORMAL: {
		double score = log_score(d, x), s = log_deviation(d);
		return bounded_loss(d->mean * numeric_normal_cdf(s - score) - x * numeric_normal_cdf(-score), d->mean,
				    x);
	}
	case INVENTORY_GAMMA: {
		double scaled = x * d->mean / d->variance, size = size_of(d);
		return bounded_loss(d->mean * numeric_gamma_ratio(size + 1, scaled, true) -
					    x * numeric_gamma_ratio(size, scaled, true),
				    d->mean, x);
	}
	case INVENTORY_UNIFORM: {
		double half = spread_of_uniform(d), over = fmin(fmax(d->mean + half - x, 0), 2 * half);
		return over < 2 * half ? over * over / (4 * half) : d->mean - x;
	}
	case INVENTORY_EXPONENTIAL:
		return d->mean * exp(-x / d->mean);
	default:
		return bounded_loss(count_loss(d, x), d->mean, x);
	}
}

double inventory_demand_loss_second(const struct inventory_demand *d, double x)
{
	if (!inventory_demand_valid(d) || isnan(x))
		return NAN;
	if (d->family == INVENTORY_LISTED)
		return listed_loss(d, x, true);
	if (d->family == INVENTORY_EXPONENTIAL)
		return x <= 0 ? d->mean * d->mean - d->mean * x + x * x / 2 : d->mean * d->mean * exp(-x / d->mean);
	if (d->family != INVENTORY_NORMAL)
		return NAN;
	if (d->variance == 0)
		return x < d->mean ? (d->mean - x) * (d->mean - x) / 2 : 0;
	double z = (x - d->mean) / sqrt(d->variance);
	return fmax(d->variance / 2 * ((z * z + 1) * numeric_normal_cdf(-z) - z * normal_density(z)), 0);
}

struct inventory_demand inventory_demand_sum(const struct inventory_demand *d, double periods)
{
	struct inventory_demand sum = *d;

	if (periods == 1)
		return sum;
	sum.mean *= periods;
	sum.variance *= periods;
	switch (d->family) {
	case INVENTORY_NORMAL:
	case INVENTORY_GAMMA:
	case INVENTORY_POISSON:
	case INVENTORY_NEGATIVE_BINOMIAL:
		break;
	case INVENTORY_EXPONENTIAL:
		sum.family = INVENTORY_GAMMA;
		sum.variance = periods * d->mean * d->mean;
		break;
	case INVENTORY_GEOMETRIC:
		sum.family = INVENTORY_NEGATIVE_BINOMIAL;
		sum.variance = periods * (d->mean + d->mean * d->mean);
		break;
	default:
		sum = (struct inventory_demand) { .family = INVENTORY_NORMAL, .mean = NAN, .variance = NAN };
	}
	if (!(periods > 0))
		sum.mean = NAN;
	return sum;
}
