/*
 * Shared by the files of the regression: which columns its design has.
 *
 * 0: the period's number from 1; then the season, as dummies of its periods after the first, or, where it is longer
 * than REGRESSION_DUMMIES, as sines and cosines; the long season likewise as sines and cosines; the regressors. The
 * intercept is no column: everything is about means. Which columns there are does not depend on n.
 */
#ifndef SERIES_REGRESSION_H
#define SERIES_REGRESSION_H

#include "series_impl.h"

#define REGRESSION_DUMMIES    12 /* periods of the longest season that has them */
#define REGRESSION_PAIRS      6	 /* of sine and cosine of a longer one */
#define REGRESSION_LONG_PAIRS 3
#define REGRESSION_REGRESSORS 36 /* that take part: the first */
#define REGRESSION_COLUMNS    (1 + 2 * REGRESSION_PAIRS + 2 * REGRESSION_LONG_PAIRS + REGRESSION_REGRESSORS)
_Static_assert(REGRESSION_COLUMNS <= SERIES_PARAMETERS, "a coefficient for each column");
_Static_assert(REGRESSION_COLUMNS < SERIES_TERMS, "a term for each, and the level");

struct regression_layout {
	const struct series_history *history;
	size_t pairs;					 /* of the season; 0 = dummies */
	size_t season, long_season, regressors, columns; /* where they begin; the end */
};
size_t series_regression_lay(const struct series_history *history, struct regression_layout *l); /* how many */
void series_regression_row(const struct regression_layout *l, size_t t, double *row); /* of period t, from 0 */
void series_regression_means(const struct regression_layout *l, size_t n, double *mean);
/** series_regression_inverse(l, n, mean, coefficient, inverse): of the products of the columns whose ${coefficient} is
 * not 0, about their means, over the first n periods; negative, of columns + 1 numbers a row. */
void series_regression_inverse(const struct regression_layout *l, size_t n, const double *mean,
			       const double *coefficient, double *inverse);
/** series_regression_leverage(l, inverse, coefficient, distance): distance' (X'X)^-1 distance, of the kept columns. */
double series_regression_leverage(const struct regression_layout *l, const double *inverse, const double *coefficient,
				  const double *distance);

#endif
