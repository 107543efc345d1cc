/* Small systems, against hand arithmetic. */
#include "tap.h"

#include <ecom/numeric.h>

int main(void)
{
	/* L = [2 0 0; 6 1 0; -8 5 3] (the example that everyone uses). */
	double a[9] = { 4, 0, 0, 12, 37, 0, -16, -43, 98 }, b[3] = { 4 - 32, 12 + 37 - 86, -16 - 43 + 196 };
	ok(numeric_cholesky(a, 3), "positive definite");
	ok(a[0] == 2 && a[3] == 6 && a[4] == 1 && a[6] == -8 && a[7] == 5 && a[8] == 3, "its factor");
	/* x = (1, 1, 2): A x = (4+12-32, 12+37-86, -16-43+196). */
	b[0] = 4 + 12 - 32;
	numeric_cholesky_solve(a, 3, b);
	ok(fabs(b[0] - 1) < 1e-12 && fabs(b[1] - 1) < 1e-12 && fabs(b[2] - 2) < 1e-12, "its solution");
	double singular[4] = { 1, 1, 1, 1 };
	ok(!numeric_cholesky(singular, 2), "singular");
	return done_testing();
}
