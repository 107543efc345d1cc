/* Totals that follow from the variances of steps. */
#include "tap.h"

#include <ecom/series.h>

static void test_total_variance(void)
{
	double variance[6], total[6], want = 0;
	for (int i = 0; i < 6; i++)
		variance[i] = 9 * (1 + 0.3 * 0.3 * i);
	series_total_variance(variance, 6, total);
	for (int i = 0; i < 6; i++) {
		want += 9 * (1 + 0.3 * i) * (1 + 0.3 * i);
		ok(fabs(total[i] - want) < 1e-9, "total variance after %d steps: %g, expected %g", i + 1, total[i],
		   want);
	}
	static const double FLAT[] = { 4, 4, 4 }, NONE[] = { 0, 0, 0 };
	series_total_variance(FLAT, 3, total);
	is_real(total[2], 12, 1e-12, "equal variances add up");
	series_total_variance(NONE, 3, total);
	is_real(total[2], 0, 0, "none is none");
}

int main(void)
{
	test_total_variance();
	return done_testing();
}
