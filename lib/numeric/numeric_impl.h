/* Shared inside numeric only. */
#ifndef ECOM_NUMERIC_IMPL_H
#define ECOM_NUMERIC_IMPL_H

#include <ecom/numeric.h>
#include <math.h>

/** numeric_log_rising(a, b): log(gamma(a + b) / gamma(a)), without the cancellation of two large logarithms; a > 0, b
 * >= 0. */
double numeric_log_rising(double a, double b);
double numeric_log_gamma(double a); /* a > 0; lgamma without its global sign */

/** numeric_count_walk(s, first, second, mass): a count of the Katz family from its start, p_0 = mass and p_{k+1} / p_k =
 *  (first + second k) / (k + 1); false where it does not start near enough to 0. */
bool numeric_count_walk(const struct numeric_spread *s, double *first, double *second, double *mass);

#endif
