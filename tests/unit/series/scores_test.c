/* Scores by hand arithmetic. */
#include "tap.h"

#include <ecom/series.h>

int main(void)
{
	static const double A[] = { 10, 0, 6 }, F[] = { 8, 0, 10 }, Y[] = { 1, 3, 2, 6 }, FLAT[] = { 2, 2, 2, 2 };
	is_real(series_smape(A, F, 3), 200.0 / 3 * (2 / 18.0 + 0 + 4 / 16.0), 1e-12, "sMAPE, 0/0 counted as none");
	is_real(series_mase(A, F, 3, Y, 4, 1), (2 + 0 + 4) / 3.0 / ((2 + 1 + 4) / 3.0), 1e-12, "MASE");
	is_real(series_mase(A, F, 3, Y, 4, 2), 2 / ((1 + 3) / 2.0), 1e-12, "MASE with a season of 2");
	is_real(series_rmsse(A, F, 3, Y, 4), sqrt((4 + 0 + 16) / 3.0 / ((4 + 1 + 16) / 3.0)), 1e-12, "RMSSE");
	ok(isnan(series_mase(A, F, 3, FLAT, 4, 1)) && isnan(series_rmsse(A, F, 3, FLAT, 4)),
	   "no scale in a constant");
	ok(isnan(series_mase(A, F, 3, Y, 4, 4)), "no scale in a history no longer than the season");
	is_real(series_pinball(A, F, 3, 0.9), (0.9 * 2 + 0 + 0.1 * 4) / 3, 1e-12, "pinball");
	/* At z = 0: s (2/sqrt(2 pi) - 1/sqrt(pi)) = 0.2336949773 s. At z = 2, by integration of (cdf - step)^2
	 * (mpmath): 1.452791822. */
	is_real(series_crps(0, 9), 3 * 0.2336949773, 1e-9, "CRPS of a hit");
	is_real(series_crps(-2, 1), 1.452791822, 1e-7, "CRPS of a miss by two deviations");
	is_real(series_crps(-2, 0), 2, 0, "CRPS without a variance: the error");
	static const double LOW[] = { 9, 0, 7 }, HIGH[] = { 10, 0, 8 };
	is_real(series_coverage(A, LOW, HIGH, 3), 2 / 3.0, 1e-12, "coverage, bounds included");
	ok(isnan(series_smape(A, F, 0)) && isnan(series_coverage(A, LOW, HIGH, 0)), "nothing to score");
	return done_testing();
}
