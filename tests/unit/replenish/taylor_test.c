/* Taylor's law behind the windows of many series, which are made to follow one here. */
#include "tap.h"

#include "replenish/replay.h"

#include <math.h>

static void test_windows(void)
{
	const double days[] = { 9, 1, 2, 3, 4, 5, 6 };
	struct replay_windows w;
	replenish_windows(days, 7, 2, &w);
	/* 5 + 6, 3 + 4, 1 + 2: mean 7, squares 16 + 0 + 16 */
	ok(w.count == 3 && fabs(w.mean - 7) < 1e-12 && fabs(w.squares - 32) < 1e-12, "the last stretches, backwards");
	replenish_windows(days, 1, 2, &w);
	ok(w.count == 0 && w.mean == 0, "too short for one");
	replenish_windows(days, 7, 0, &w);
	ok(w.count == 0, "stretches of no days");
}

static void test_law(void)
{
	struct replay_windows all[40];
	for (int i = 0; i < 40; i++) {
		double mean = 1 + i;
		all[i] = (struct replay_windows) { 5, mean, 4 * 3 * pow(mean, 1.5) };
	}
	struct replay_law law = replenish_taylor(all, 40);
	is_real(law.level, 3, 1e-9, "the factor of 3 m^1.5");
	is_real(law.slope, 1.5, 1e-9, "and its power");
	/* Variances of half and of one and a half times the law: the mean logarithm is less, the mean variance is not. */
	for (int i = 0; i < 40; i++)
		all[i].squares *= i % 4 == 0 || i % 4 == 3 ? 0.5 : 1.5;
	law = replenish_taylor(all, 40);
	double ratio = 0;
	for (int i = 0; i < 40; i++)
		ratio += all[i].squares / 4 / (law.level * pow(all[i].mean, law.slope)) / 40;
	is_real(ratio, 1, 1e-9, "right in the mean");
	law = replenish_taylor(all, 29);
	ok(isnan(law.level), "29 series tell no law");
	for (int i = 0; i < 40; i++)
		all[i].mean = 7;
	law = replenish_taylor(all, 40);
	ok(isnan(law.level), "nor do series all of one size");
}

int main(void)
{
	test_windows();
	test_law();
	return done_testing();
}
