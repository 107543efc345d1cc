/* Shared inside numeric only. */
#ifndef ECOM_NUMERIC_IMPL_H
#define ECOM_NUMERIC_IMPL_H

#include <ecom/numeric.h>
#include <math.h>

/** numeric_log_rising(a, b): log(gamma(a + b) / gamma(a)), without the cancellation of two large logarithms; a > 0, b
 * >= 0. */
double numeric_log_rising(double a, double b);
double numeric_log_gamma(double a); /* a > 0; lgamma without its global sign */

#endif
