/* The distribution of a quantity that cannot be negative, known by its mean and variance. */
#include "numeric_impl.h"

#include <float.h>

#define WALK_MEAN     500.0 /* a count with a mean up to here is summed from 0: all quantiles in one pass */
#define WALK_STEPS    5000  /* and so far; what lies beyond is searched */
#define LEAST_MASS    1e-280
#define LEAST_MEAN    1e-100 /* of one below, the square beside a variance is no number any more: it is taken for 0 */
#define SEARCH_STEPS  200 /* halvings: more than a double has bits and exponents to halve */
#define NORMAL_BOUND  7.0
#define COUNT_MAXIMUM 9e15 /* whole numbers a double holds exactly */

/* The member of the Katz family, and what stands in for a binomial whose trials are too few to be rounded. */
enum katz { KATZ_ROUNDED_NORMAL, KATZ_BINOMIAL, KATZ_POISSON, KATZ_NEGATIVE_BINOMIAL };

/* Rounding the trials up adds up to (1 - variance/mean)^2 to the variance: too much where the variance is small. */
static bool too_narrow(const struct numeric_spread *s)
{
	double excess = 1 - s->variance / s->mean;
	return s->mean * s->mean > 9 * s->variance && excess * excess > 0.1 * s->variance;
}

/* Its parameter: size of the negative binomial, trials of the binomial, deviation of the normal before rounding. */
static enum katz katz_member(const struct numeric_spread *s, double *parameter)
{
	/* A variance equal but for its last digits is equal. */
	if (fabs(s->variance - s->mean) <= 1e-12 * s->mean)
		return KATZ_POISSON;
	if (s->variance > s->mean) {
		*parameter = s->mean * s->mean / (s->variance - s->mean);
		return KATZ_NEGATIVE_BINOMIAL;
	}
	if (too_narrow(s)) {
		*parameter = sqrt(fmax(0, s->variance - 1.0 / 12));
		return KATZ_ROUNDED_NORMAL;
	}
	/* The tolerance keeps a whole number of trials whole. */
	*parameter = ceil(s->mean * s->mean / (s->mean - s->variance) * (1 - 1e-12));
	*parameter = fmax(*parameter, ceil(s->mean));
	return KATZ_BINOMIAL;
}

static double count_cdf(const struct numeric_spread *s, double x)
{
	double parameter = 0;
	int64_t k = (int64_t)floor(x);
	switch (katz_member(s, &parameter)) {
	case KATZ_NEGATIVE_BINOMIAL:
		return numeric_negative_binomial_cdf(k, s->mean, parameter);
	case KATZ_ROUNDED_NORMAL:
		if (parameter == 0)
			return (double)k + 0.5 >= s->mean;
		return numeric_normal_cdf(((double)k + 0.5 - s->mean) / parameter);
	case KATZ_BINOMIAL:
		return numeric_binomial_cdf(k, (int64_t)parameter, s->mean / parameter);
	case KATZ_POISSON:
		break;
	}
	return numeric_poisson_cdf(k, s->mean);
}

static bool clipped_normal(const struct numeric_spread *s)
{
	return s->mean <= LEAST_MEAN;
}

double numeric_spread_cdf(const struct numeric_spread *s, double x)
{
	if (!(s->variance >= 0) || isnan(s->mean) || isnan(x))
		return NAN;
	if (x < 0)
		return 0;
	if (clipped_normal(s)) {
		double at = s->family == NUMERIC_COUNT ? floor(x) : x;
		return s->variance == 0 ? 1 : numeric_normal_cdf((at - s->mean) / sqrt(s->variance));
	}
	if (s->family == NUMERIC_COUNT)
		return x >= COUNT_MAXIMUM ? 1 : count_cdf(s, x);
	if (s->variance == 0)
		return x >= s->mean;
	return numeric_gamma_ratio(s->mean * s->mean / s->variance, x * s->mean / s->variance, false);
}

bool numeric_count_walk(const struct numeric_spread *s, double *first, double *second, double *mass)
{
	double parameter = 0;
	if (!(s->mean > 0) || s->mean > WALK_MEAN)
		return false;
	switch (katz_member(s, &parameter)) {
	case KATZ_ROUNDED_NORMAL:
		return false;
	case KATZ_NEGATIVE_BINOMIAL:
		*second = s->mean / (parameter + s->mean);
		*first = parameter * *second;
		*mass = exp(-parameter * log1p(s->mean / parameter));
		break;
	case KATZ_BINOMIAL:
		*second = -s->mean / (parameter - s->mean);
		*first = -parameter * *second;
		*mass = exp(parameter * log1p(-s->mean / parameter));
		break;
	default:
		*second = 0;
		*first = s->mean;
		*mass = exp(-s->mean);
		break;
	}
	return *mass > LEAST_MASS;
}

/* All quantiles in one pass from 0 up; returns how many were reached. */
static size_t count_walk(const struct numeric_spread *s, const double *p, size_t n, double *out)
{
	double first, second, mass;
	if (!numeric_count_walk(s, &first, &second, &mass))
		return 0;
	double sum = mass;
	size_t i = 0;
	for (double k = 0; i < n && k < WALK_STEPS; k++) {
		while (i < n && sum >= p[i])
			out[i++] = k;
		/* Past the mean, a mass below the last digit of the sum brings it no further. */
		if (k > s->mean && mass < DBL_EPSILON * sum)
			break;
		double more = first + second * k;
		mass *= (more > 0 ? more : 0) / (k + 1);
		sum += mass;
	}
	return i;
}

/* Smallest whole number, or nearest real one, whose cdf reaches p: doubling, then halving the bracket. */
static double search(const struct numeric_spread *s, double p)
{
	double deviation = sqrt(s->variance), guess = s->mean + numeric_normal_quantile(p) * deviation;
	double low = 0, high = fmax(guess, s->mean) + 1e-300, width = fmax(deviation, 1);
	bool whole = s->family == NUMERIC_COUNT;
	if (whole) {
		high = ceil(high);
		width = ceil(width);
	}
	for (int i = 0; i < SEARCH_STEPS && numeric_spread_cdf(s, high) < p; i++) {
		low = high;
		high += width;
		width *= 2;
	}
	if (whole && numeric_spread_cdf(s, 0) >= p)
		return 0;
	for (int i = 0; i < SEARCH_STEPS; i++) {
		/* A gamma of small shape has quantiles many powers of ten below its mean: halve the exponent down
		 * there. */
		double middle = low > 0 || whole ? low + (high - low) / 2 : high / 1024;
		if (whole)
			middle = floor(middle);
		if (middle <= low || middle >= high || (!whole && high < 1e-290))
			break;
		*(numeric_spread_cdf(s, middle) >= p ? &high : &low) = middle;
	}
	return high;
}

void numeric_spread_quantiles(const struct numeric_spread *s, const double *p, size_t n, double *out)
{
	bool known = s->variance >= 0 && !isnan(s->mean);
	double deviation = known ? sqrt(s->variance) : NAN;
	size_t walked = known && s->family == NUMERIC_COUNT && !clipped_normal(s) ? count_walk(s, p, n, out) : 0;
	for (size_t i = walked; i < n; i++) {
		if (!known || !(p[i] > 0 && p[i] < 1)) {
			out[i] = NAN;
		} else if (clipped_normal(s)) {
			double q = fmax(0, fmin(s->mean, 0) + numeric_normal_quantile(p[i]) * deviation);
			out[i] = s->family == NUMERIC_COUNT ? ceil(q) : q;
		} else if (s->variance == 0 && s->family == NUMERIC_AMOUNT) {
			out[i] = s->mean;
		} else {
			out[i] = search(s, p[i]);
		}
	}
}

double numeric_spread_variance(const double *p, const double *q, size_t n)
{
	double z_mean = 0, q_mean = 0, zz = 0, zq = 0;
	for (size_t i = 0; i < n; i++) {
		z_mean += numeric_normal_quantile(p[i]) / (double)n;
		q_mean += q[i] / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		double z = numeric_normal_quantile(p[i]) - z_mean;
		zz += z * z;
		zq += z * (q[i] - q_mean);
	}
	if (!(zz > 0))
		return NAN;
	return zq > 0 ? zq / zz * (zq / zz) : 0;
}

double numeric_estimated_probability(double p, double degrees)
{
	if (!(degrees > 0))
		return p;
	double z = numeric_student_quantile(p, degrees);
	return numeric_normal_cdf(fmin(fmax(z, -NORMAL_BOUND), NORMAL_BOUND));
}
