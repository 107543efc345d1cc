/* Small systems and the simplex, against hand arithmetic. */
#include "tap.h"

#include <ecom/numeric.h>

/* Rosenbrock 1960: a curved valley with its only minimum, 0, at (1, 1). */
static double valley(void *ctx, const double *x)
{
	int *calls = ctx;
	++*calls;
	return 100 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1 - x[0]) * (1 - x[0]);
}

/* Not allowed below 2. */
static double fenced(void *ctx, const double *x)
{
	(void)ctx;
	return x[0] < 2 ? NAN : x[0] * x[0];
}

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

	int calls = 0;
	double x[2] = { -1.2, 1 }, step[2] = { 0.5, 0.5 };
	double least = numeric_minimise(valley, &calls, 2, x, step, 1e-14, 2000);
	ok(least < 1e-10 && fabs(x[0] - 1) < 1e-4 && fabs(x[1] - 1) < 1e-4, "Rosenbrock's valley, %d calls", calls);
	calls = 0;
	numeric_minimise(valley, &calls, 2, x, step, 0, 50);
	ok(calls <= 53, "no more evaluations than allowed, but for the last step");
	double fence[1] = { 5 }, one[1] = { 1 };
	is_real(numeric_minimise(fenced, NULL, 1, fence, one, 1e-12, 500), 4, 1e-4, "a wall of NAN is not crossed");
	return done_testing();
}
