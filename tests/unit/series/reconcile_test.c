/* Hierarchies made to add up, against the matrix formulas in R 4.2.2: S (S' W^-1 S)^-1 S' W^-1 f. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>
#include <string.h>

/* 5 = 0 + 1 + 2, 6 = 3 + 4, 7 = 5 + 6. */
#define N 8
static const size_t PARENT[N] = { 5, 5, 5, 6, 6, 7, 7, N };
static const struct series_hierarchy TREE = { N, 5, PARENT };
static const double BASE[N] = { 10, 4, 7, 3, 12, 25, 13, 40 };
static const double VARIANCE[N] = { 4, 1, 2, 1, 9, 16, 5, 30 };

static bool close_to(const double *got, const double *want, double tolerance)
{
	for (size_t i = 0; i < N; i++)
		if (!(fabs(got[i] - want[i]) <= tolerance))
			return false;
	return true;
}

static bool adds_up(const double *f)
{
	return fabs(f[5] - f[0] - f[1] - f[2]) < 1e-9 && fabs(f[6] - f[3] - f[4]) < 1e-9 &&
	       fabs(f[7] - f[5] - f[6]) < 1e-9;
}

static void test_plain(void)
{
	double f[N], room[2 * N], sizes[N];
	memcpy(f, BASE, sizeof f);
	series_reconcile_bottom_up(&TREE, f);
	ok(close_to(f, (double[]) { 10, 4, 7, 3, 12, 21, 15, 36 }, 0), "bottom up");
	memcpy(f, BASE, sizeof f);
	series_reconcile_top_down(&TREE, (double[]) { 1, 1, 2, 0, 0, 3, 1, 99 }, f, room);
	ok(close_to(f, (double[]) { 7.5, 7.5, 15, 5, 5, 30, 10, 40 }, 1e-12),
	   "top down by shares; none known: equally");
	memcpy(f, BASE, sizeof f);
	series_reconcile_top_down(&TREE, BASE, f, room);
	/* 40 25/38 10/21 */
	ok(fabs(f[0] - 40 * 25 / 38.0 * 10 / 21.0) < 1e-12 && adds_up(f), "top down by forecast proportions");
	series_hierarchy_sizes(&TREE, sizes);
	ok(close_to(sizes, (double[]) { 1, 1, 1, 1, 1, 3, 2, 5 }, 0), "leaves of each");
	memcpy(f, (double[N]) { -1, 4, 7, 3, 12 }, sizeof f);
	series_reconcile_nonnegative(&TREE, f);
	ok(close_to(f, (double[]) { 0, 4, 7, 3, 12, 11, 15, 26 }, 0), "nothing below 0");
}

static void test_weighted(void)
{
	static const double WLS[N] = { 10.995447648,  4.24886191199, 7.49772382398, 2.90257966616,
				       11.1232169954, 22.7420333839, 14.0257966616, 36.7678300455 };
	static const double AFTER[N] = { 3.10166919575, 0.943854324734, 1.77541729894, 0.930424886191,
					 3.36441578149, 4.24886191199,	3.04248861912, 6.44157814871 };
	static const double STRUCTURAL[N] = { 10.8666666667, 4.86666666667, 7.86666666667, 2.7, 11.7, 23.6, 14.4, 38 };
	double f[N], out[N], room[4 * N], sizes[N];
	memcpy(f, BASE, sizeof f);
	series_reconcile_weighted(&TREE, VARIANCE, f, out, room);
	ok(close_to(f, WLS, 1e-9), "weighted by variance: as R");
	ok(close_to(out, AFTER, 1e-9), "and the variances thereafter");
	series_hierarchy_sizes(&TREE, sizes);
	memcpy(f, BASE, sizeof f);
	series_reconcile_weighted(&TREE, sizes, f, out, room);
	ok(close_to(f, STRUCTURAL, 1e-9), "weighted by structure: as R");
	memcpy(f, BASE, sizeof f);
	series_reconcile_weighted(&TREE, (double[N]) { 0 }, f, out, room);
	ok(adds_up(f) && isfinite(f[0]), "all are sure: numbers that add up");
	memcpy(f, BASE, sizeof f);
	series_reconcile_weighted(&TREE, (double[N]) { 1, 1, 1, 1, 1, 1, 1, 0 }, f, out, room);
	ok(adds_up(f) && fabs(f[7] - 40) < 1e-12 && fabs(out[7]) < 1e-12, "a sure total stays");
}

static void test_trace(void)
{
	static const double SHRUNK[N] = { 11.2334487899, 4.90957315167, 8.58831919461, 3.07886812581,
					  11.3559131513, 24.7313411362, 14.4347812771, 39.1661224133 };
	static const double WLS[N] = { 10.995447648,  4.24886191199, 7.49772382398, 2.90257966616,
				       11.1232169954, 22.7420333839, 14.0257966616, 36.7678300455 };
	double errors[12 * N], covariance[N * N], f[2 * N], room[N * 3 + 12];
	for (int t = 1; t <= 12; t++)
		for (int i = 1; i <= N; i++)
			errors[(t - 1) * N + i - 1] = (t * i * i + 3 * t + i * 7) % 11 - 5;
	is_real(series_shrunk_covariance(errors, 12, N, covariance), 0.652143195216, 1e-11, "shrinkage: as R");
	memcpy(f, BASE, sizeof BASE);
	memcpy(f + N, BASE, sizeof BASE);
	ok(series_reconcile_trace(&TREE, covariance, f, 2, room), "it can be solved");
	ok(close_to(f, SHRUNK, 1e-8) && close_to(f + N, SHRUNK, 1e-8), "minimum trace, shrunk: as R, each step");
	memset(covariance, 0, sizeof covariance);
	for (size_t i = 0; i < N; i++)
		covariance[i * N + i] = VARIANCE[i];
	memcpy(f, BASE, sizeof BASE);
	ok(series_reconcile_trace(&TREE, covariance, f, 1, room) && close_to(f, WLS, 1e-8),
	   "independent errors: as WLS");
	memset(covariance, 0, sizeof covariance);
	ok(!series_reconcile_trace(&TREE, covariance, f, 1, room), "no errors tell nothing");
	memset(errors, 0, sizeof errors);
	ok(series_shrunk_covariance(errors, 12, N, covariance) == 1 && covariance[1] == 0, "zeros: shrunk to nothing");
	ok(series_shrunk_covariance(errors, 1, N, covariance) == 1, "one row");
}

int main(void)
{
	test_plain();
	test_weighted();
	test_trace();
	return done_testing();
}
