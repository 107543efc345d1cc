/*
 * numeric: pure numbers, arrays in and arrays out. Distributions, random
 * numbers, linear equations: what series, inventory and learn
 * stand on. No records, no store, nothing allocated: whoever calls brings the
 * room. An argument outside its stated range gives NAN, never a trap.
 *
 * Sources, by the short names used below:
 *   DLMF      NIST Digital Library of Mathematical Functions, dlmf.nist.gov
 *   GVL       Golub, Van Loan: Matrix Computations, 4th ed., 2013
 */
#ifndef ECOM_NUMERIC_H
#define ECOM_NUMERIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Special functions, relative error below 1e-12 for arguments up to 1e5, 1e-8 beyond.
 */
/** numeric_gamma_ratio(a, x, upper): regularised incomplete gamma function P(a,x), or Q(a,x) = 1 - P when ${upper};
 *  a > 0, x >= 0. DLMF 8.2.4; series 8.11.4, continued fraction 8.9.2, for a > 1e5 the uniform expansion 8.12. */
double numeric_gamma_ratio(double a, double x, bool upper);
/** numeric_beta_ratio(a, b, x, y): regularised incomplete beta function I_x(a,b), with y = 1 - x given beside x so
 *  that neither loses its digits near 1; a, b > 0. Continued fraction DLMF 8.17.22. */
double numeric_beta_ratio(double a, double b, double x, double y);

/*
 * Distributions. cdf(x) = P(X <= x); quantile(p) = smallest x with P(X <= x) >= p, 0 < p < 1.
 */
double numeric_normal_cdf(double x);
double numeric_normal_quantile(double p); /* Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477 */

/* Student's t with ${degrees} > 0 of freedom, not necessarily whole. cdf by I_x, DLMF 8.17. */
double numeric_student_cdf(double t, double degrees);
double numeric_student_quantile(double p, double degrees);

/* Poisson: ${mean} >= 0. */
double numeric_poisson_pmf(int64_t k, double mean);
double numeric_poisson_cdf(int64_t k, double mean); /* Q(k+1, mean), DLMF 8.4.10 */
int64_t numeric_poisson_quantile(double p, double mean);

/* Negative binomial as a gamma mixture of Poisson: ${mean} >= 0, ${size} r > 0, variance mean + mean^2 / r. r need not
 * be whole. */
double numeric_negative_binomial_pmf(int64_t k, double mean, double size);
double numeric_negative_binomial_cdf(int64_t k, double mean, double size); /* I_{r/(r+mean)}(r, k+1) */
int64_t numeric_negative_binomial_quantile(double p, double mean, double size);

/* Binomial: ${trials} >= 0, 0 <= ${chance} <= 1. */
double numeric_binomial_pmf(int64_t k, int64_t trials, double chance);
double numeric_binomial_cdf(int64_t k, int64_t trials, double chance);

/*
 * Spread: the distribution of a quantity that cannot be negative, known by its mean and variance.
 *
 * NUMERIC_COUNT, whole numbers: the member of the Katz family with that mean and variance (Johnson, Kemp, Kotz:
 * Univariate Discrete Distributions, 2.3.1): negative binomial where the variance exceeds the mean, Poisson where it
 * equals it, binomial with ceil(mean^2 / (mean - variance)) trials where it is less (the variance is then that or
 * slightly more). Where it is so much less that whole trials cannot meet it, and the mean is more than three standard
 * deviations: a normal distribution rounded to whole numbers, its variance less 1/12 for the rounding (Sheppard).
 * NUMERIC_AMOUNT, real numbers: the gamma distribution with that mean and variance, the negative binomial's continuous
 * kin; all at the mean where the variance is 0.
 * With a mean of zero or less (a falling trend) both are the normal distribution with its negative part put at 0. A mean
 * below 1e-100 counts as zero.
 */
enum numeric_family { NUMERIC_COUNT, NUMERIC_AMOUNT };
struct numeric_spread {
	enum numeric_family family;
	double mean, variance;
};
double numeric_spread_cdf(const struct numeric_spread *s, double x);
/** numeric_spread_quantiles(s, p, n, out): the quantiles at the ascending probabilities p[0..n-1]; whole numbers for a
 * count. */
void numeric_spread_quantiles(const struct numeric_spread *s, const double *p, size_t n, double *out);
/** numeric_spread_variance(p, q, n): the variance behind quantiles q at ascending p: of the normal distribution that
 * fits them best by least squares through (z_p, q_p). NAN for fewer than two different p. */
double numeric_spread_variance(const double *p, const double *q, size_t n);
/** numeric_estimated_probability(p, degrees): the probability whose normal quantile is Student's t quantile at ${p}.
 * Putting it in place of p widens any distribution as much as an estimated variance widens a normal one. ${degrees} 0:
 * p itself. The normal quantile is bounded by +-7. */
double numeric_estimated_probability(double p, double degrees);

/*
 * Probability vector: a distribution of any shape, p[i] the probability of (from + i) units of ${unit}. Amounts and
 * large counts are taken to the nearest multiple of a unit above 1. The caller gives ${unit} and ${p} with ${room} for
 * so many cells; those that are made from others have the unit of these. What lies beyond the room counts in its last
 * cell; tails below 1e-12 are cut off; what is left adds up to 1.
 */
#define NUMERIC_PMF_PARTS 8
struct numeric_pmf {
	double unit;
	int64_t from;
	size_t count, room;
	double *p;
};
/** numeric_pmf_unit(largest, cells, family): the least unit of 1, 2 or 5 times a power of ten by which ${largest} needs
 *  no more than ${cells}; for a count at least 1. */
double numeric_pmf_unit(double largest, size_t cells, enum numeric_family family);
void numeric_pmf_certain(int64_t cell, struct numeric_pmf *out);
void numeric_pmf_spread(const struct numeric_spread *s, struct numeric_pmf *out); /* as numeric_spread_cdf has it */
void numeric_pmf_empirical(const double *x, size_t n, struct numeric_pmf *out);	  /* each of x[0..n-1] >= 0 alike */
/** numeric_pmf_convolve(a, b, out): of the sum of two that are independent; ${out} is neither. */
void numeric_pmf_convolve(const struct numeric_pmf *a, const struct numeric_pmf *b, struct numeric_pmf *out);
/** numeric_pmf_sum(one, times, work, out): of the sum of a random number of independent ${one}s, of which ${times},
 * with unit 1, is the distribution: the demand of a lead time that varies. ${work}: twice out->room. */
void numeric_pmf_sum(const struct numeric_pmf *one, const struct numeric_pmf *times, double *work,
		     struct numeric_pmf *out);
/** numeric_pmf_mixture(parts, weights, n, out): one of them, drawn by the weights. */
void numeric_pmf_mixture(const struct numeric_pmf *parts, const double *weights, size_t n, struct numeric_pmf *out);
/** numeric_pmf_blend(parts, weights, n, out): n <= NUMERIC_PMF_PARTS opinions of one distribution: the weighted mean of
 *  their quantiles at each probability, what falls between two cells shared by them. Its mean is the mean of theirs;
 *  it is not wider than they are, as a mixture would be. Lichtendahl, Grushka-Cockayne, Winkler, Management Science 59
 *  (2013). */
void numeric_pmf_blend(const struct numeric_pmf *parts, const double *weights, size_t n, struct numeric_pmf *out);
double numeric_pmf_cdf(const struct numeric_pmf *f, double x);
void numeric_pmf_quantiles(const struct numeric_pmf *f, const double *p, size_t n, double *out); /* ascending p */
double numeric_pmf_mean(const struct numeric_pmf *f);
double numeric_pmf_variance(const struct numeric_pmf *f);
double numeric_pmf_shortage(const struct numeric_pmf *f, double x); /* the mean of what goes beyond x */

/*
 * Random numbers: SplitMix64 (Steele, Lea, Flood 2014), a stream for each key, so that what is drawn for one thing does
 * not depend on what was drawn for others, on their order or on threads.
 */
struct numeric_random {
	uint64_t state;
};
struct numeric_random numeric_random_start(uint64_t key, uint64_t stream);
uint64_t numeric_random_bits(struct numeric_random *r);
double numeric_random_uniform(struct numeric_random *r);	     /* 0 < u < 1 */
double numeric_random_normal(struct numeric_random *r);		     /* by inversion: one uniform each */
double numeric_random_gamma(struct numeric_random *r, double shape); /* scale 1; Marsaglia, Tsang 2000; shape > 0 */
int64_t numeric_random_poisson(struct numeric_random *r, double mean); /* mean >= 0 */

/*
 * Small dense systems, row by row.
 */
/** numeric_cholesky(a, n): the symmetric positive definite a = L L', L in the lower triangle of ${a}; false: it is not
 *  (to working precision), and ${a} is spoilt. GVL 4.2. */
bool numeric_cholesky(double *a, size_t n);
/** numeric_cholesky_solve(l, n, b): x of L L' x = b, in place of ${b}. */
void numeric_cholesky_solve(const double *l, size_t n, double *b);
/** numeric_sweep(a, n, k, in): sweeps the symmetric ${a} on its pivot k, in or out again. With the products of columns
 *  and, last, of what they are to explain, after sweeping in some columns: their coefficients in the last row, minus the
 *  inverse of their products where they meet, in the last corner the sum of squares left. Goodnight, American
 *  Statistician 33 (1979) 149. A pivot of 0 is the caller's to avoid. */
void numeric_sweep(double *a, size_t n, size_t k, bool in);

#endif
