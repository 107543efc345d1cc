/* Incomplete gamma and beta functions. */
#include "numeric_impl.h"

#include <float.h>

#define CONTINUED_TINY	1e-300 /* stands for a zero denominator (Lentz) */
#define UNIFORM_FROM	1e5  /* gamma ratio: from this order on the uniform expansion is exact enough and far faster */
#define STIRLING_FROM	50.0 /* log_rising: five terms of Stirling's series are exact from here */
#define HALF_LOG_TWO_PI 0.91893853320467274178

double numeric_log_gamma(double a)
{
	int sign;
	return lgamma_r(a, &sign);
}

/* What Stirling's formula lacks: log gamma(a) - ((a - 1/2) log a - a + log(2 pi)/2). DLMF 5.11.1. */
static double stirling_rest(double a)
{
	double i = 1 / a, i2 = i * i;
	return i * (1.0 / 12 - i2 * (1.0 / 360 - i2 * (1.0 / 1260 - i2 * (1.0 / 1680 - i2 / 1188))));
}

double numeric_log_rising(double a, double b)
{
	if (a < STIRLING_FROM)
		return numeric_log_gamma(a + b) - numeric_log_gamma(a);
	return (a + b - 0.5) * log1p(b / a) + b * (log(a) - 1) + stirling_rest(a + b) - stirling_rest(a);
}

/* log(1 + u) - u for u > -1, without cancellation near 0. */
static double log1p_less(double u)
{
	if (fabs(u) > 0.1)
		return log1p(u) - u;
	double power = u * u, sum = 0;
	for (int k = 2; k < 40; k++) {
		double term = (k % 2 ? power : -power) / k;
		sum += term;
		if (fabs(term) <= DBL_EPSILON * fabs(sum))
			break;
		power *= u;
	}
	return sum;
}

/* x^a e^-x / gamma(a + 1). */
static double gamma_density(double a, double x)
{
	if (a < STIRLING_FROM)
		return exp(a * log(x) - x - numeric_log_gamma(a + 1));
	return exp(a * log1p_less((x - a) / a) - stirling_rest(a) - HALF_LOG_TWO_PI - 0.5 * log(a));
}

/* P(a,x) by its power series, x < a + 1. */
static double gamma_series(double a, double x)
{
	double term = 1, sum = 1;
	for (double k = a + 1; term > DBL_EPSILON * sum; k++) {
		term *= x / k;
		sum += term;
	}
	return sum * gamma_density(a, x);
}

/* Q(a,x) by its continued fraction, x >= a + 1 (modified Lentz). */
static double gamma_fraction(double a, double x)
{
	double b = x + 1 - a, c = 1 / CONTINUED_TINY, d = 1 / b, value = d;
	for (int i = 1; i < 100000; i++) {
		double an = -i * (i - a);
		b += 2;
		d = an * d + b;
		d = 1 / (fabs(d) < CONTINUED_TINY ? CONTINUED_TINY : d);
		c = b + an / c;
		c = fabs(c) < CONTINUED_TINY ? CONTINUED_TINY : c;
		value *= d * c;
		if (fabs(d * c - 1) < DBL_EPSILON)
			break;
	}
	return value * gamma_density(a, x) * a;
}

/* P or Q for large a: DLMF 8.12.3-4 with the first two coefficients c_0, c_1 (8.12.9-10), and their limits at x = a. */
static double gamma_uniform(double a, double x, bool upper)
{
	double u = (x - a) / a, half_eta2 = -log1p_less(u);
	double eta = copysign(sqrt(2 * half_eta2), u);
	double c0, c1;
	if (fabs(u) > 1e-3) {
		c0 = 1 / u - 1 / eta;
		c1 = 1 / (eta * eta * eta) - 1 / (u * u * u) - 1 / (u * u) - 1 / (12 * u);
	} else {
		c0 = -1.0 / 3 + eta / 12 - 2 * eta * eta / 135;
		c1 = -1.0 / 540 - eta / 288;
	}
	double rest = exp(-a * half_eta2) / sqrt(2 * M_PI * a) * (c0 + c1 / a);
	return upper ? 0.5 * erfc(eta * sqrt(a / 2)) + rest : 0.5 * erfc(-eta * sqrt(a / 2)) - rest;
}

double numeric_gamma_ratio(double a, double x, bool upper)
{
	if (!(a > 0) || !(x >= 0) || isinf(a))
		return NAN;
	if (x == 0 || isinf(x))
		return (x == 0) == upper ? 1 : 0;
	if (a > UNIFORM_FROM && fabs(x - a) < a / 2)
		return gamma_uniform(a, x, upper);
	if (x < a + 1) {
		double p = gamma_series(a, x);
		return upper ? 1 - p : p;
	}
	double q = gamma_fraction(a, x);
	return upper ? q : 1 - q;
}

static double beta_fraction(double a, double b, double x)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1);
	d = 1 / (fabs(d) < CONTINUED_TINY ? CONTINUED_TINY : d);
	double value = d;
	for (int m = 1; m < 100000; m++) {
		double term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		for (int half = 0; half < 2; half++) {
			d = 1 + term * d;
			d = 1 / (fabs(d) < CONTINUED_TINY ? CONTINUED_TINY : d);
			c = 1 + term / c;
			c = fabs(c) < CONTINUED_TINY ? CONTINUED_TINY : c;
			value *= d * c;
			if (half == 0)
				term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		}
		if (fabs(d * c - 1) < DBL_EPSILON)
			break;
	}
	return value;
}

double numeric_beta_ratio(double a, double b, double x, double y)
{
	if (!(a > 0) || !(b > 0) || !(x >= 0) || !(y >= 0))
		return NAN;
	if (x == 0 || y == 0)
		return x == 0 ? 0 : 1;
	double log_x = x < y ? log(x) : log1p(-y), log_y = x < y ? log1p(-x) : log(y);
	double log_beta = a > b ? numeric_log_gamma(b) - numeric_log_rising(a, b)
				: numeric_log_gamma(a) - numeric_log_rising(b, a);
	double front = exp(a * log_x + b * log_y - log_beta);
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(a, b, x) / a;
	return 1 - front * beta_fraction(b, a, y) / b;
}
