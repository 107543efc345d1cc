/* Scores by hand arithmetic. */
#include "tap.h"

#include <ecom/series.h>

int main(void)
{
	static const double Y[] = { 1, 3, 2, 6 };
	is_real(series_smape(10, 8), 200 * 2 / 18.0, 1e-12, "sMAPE");
	is_real(series_smape(0, 0), 0, 0, "0/0 counts as none");
	is_real(series_pinball(10, 8, 0.9), 0.9 * 2, 1e-12, "pinball of a quantile too low");
	is_real(series_pinball(6, 10, 0.9), 0.1 * 4, 1e-12, "and too high");
	/* At z = 0: s (2/sqrt(2 pi) - 1/sqrt(pi)) = 0.2336949773 s. At z = 2, by integration of (cdf - step)^2
	 * (mpmath): 1.452791822. */
	is_real(series_crps(0, 9), 3 * 0.2336949773, 1e-9, "CRPS of a hit");
	is_real(series_crps(-2, 1), 1.452791822, 1e-7, "CRPS of a miss by two deviations");
	is_real(series_crps(-2, 0), 2, 0, "CRPS without a variance: the error");
	struct series_scale plain = series_scale(Y, 4, 1), season = series_scale(Y, 4, 2), none = series_scale(Y, 4, 4);
	is_real(plain.absolute, (2 + 1 + 4) / 3.0, 1e-12, "mean absolute difference");
	is_real(plain.squared, (4 + 1 + 16) / 3.0, 1e-12, "mean squared difference");
	is_real(season.absolute, (1 + 3) / 2.0, 1e-12, "of a season of 2");
	ok(none.absolute == 0 && none.squared == 0, "none in a history no longer than the season");
	return done_testing();
}
