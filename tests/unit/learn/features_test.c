/* Rows by hand: a season of 2 periods, 1 3 1 3 ... */
#include "tap.h"

#include <ecom/learn.h>

/* 1 2 3 ... 60, a season of one period; the product sells twice as much in all places. */
static void test_year_and_whole(void)
{
	double y[60], whole[60];
	float row[LEARN_OWN_COLUMNS];
	struct learn_series s = { .y = y, .n = 60, .season = 1, .whole = whole };

	for (int t = 0; t < 60; t++)
		whole[t] = 2 * (y[t] = t + 1);
	learn_row(&s, 60, 1, 4, row);
	is_real(row[18], 8.5 / 6.5, 1e-6, "year: 7 8 9 10 around the ninth, over 5 6 7 8 before it");
	is_real(row[19], 0.5, 0, "half of the product is sold here");
	is_real(row[20], 120 / 117., 1e-6, "whole: 57 to 60, twice, is the level");
	is_real(row[21], 119 / 117., 1e-6, "the last two");
	is_real(row[22], 113 / 117., 1e-6, "the last eight: 53 to 60");
	is_real(row[23], 105 / 117., 1e-6, "sixteen: 45 to 60");
	is_real(row[24], 69 / 117., 1e-6, "a year: 9 to 60");
	is_real(row[25], 8.5 / 6.5, 1e-6, "and its year");
	learn_row(&s, 60, 3, 4, row);
	is_real(row[18], 10.5 / 6.5, 1e-6, "two periods on: 9 10 11 12");
	learn_row(&s, 55, 1, 4, row);
	ok(isnan(row[18]) && isnan(row[25]) && row[19] == 0.5f, "no four seasons before a year ago: not known");
	for (int t = 55; t < 60; t++)
		y[t] = whole[t] = 999;
	float again[LEARN_OWN_COLUMNS];
	learn_row(&s, 55, 1, 4, again);
	ok(memcmp(row + 19, again + 19, 6 * sizeof *row) == 0, "what comes later is not looked at");
	s.whole = NULL;
	learn_row(&s, 60, 1, 4, row);
	ok(isnan(row[19]) && isnan(row[25]), "in one place only: no whole");
}

int main(void)
{
	test_year_and_whole();
	double y[20];
	float beside[22], row[LEARN_OWN_COLUMNS + 1];
	for (int t = 0; t < 20; t++)
		y[t] = t % 2 ? 3 : 1;
	for (int t = 0; t < 22; t++)
		beside[t] = (float)t;
	struct learn_series s = { .y = y, .n = 20, .season = 2, .phase = 1, .beside = beside, .n_beside = 1 };
	is_real(learn_level(&s, 20), 2, 0, "level: the mean of eight periods");
	ok(learn_row(&s, 20, 1, 4, row), "a row about the next period");
	is_real(row[0], 0.25, 0, "its step");
	is_real(row[1], log1p(2), 1e-6, "level");
	ok(row[2] == 1 && row[3] == 1 && row[4] == 1 && row[5] == 1 && row[6] == 1 && row[7] == 1, "means of whole seasons are the level");
	is_real(row[8], 1.5, 1e-6, "last: 3 of 2");
	is_real(row[9], 0.5, 1e-6, "spread: 1 of 2");
	ok(row[10] == 0 && row[11] == 0, "no pause");
	ok(row[12] == 0.5f && row[15] == 0.5f && row[16] == 0.5f, "the same phase was 1 of 2");
	is_real(row[17], 0.5, 0, "phase: t = 20 and one are odd");
	is_real(row[LEARN_OWN_COLUMNS], 20, 0, "what stands beside the period");
	learn_row(&s, 20, 2, 4, row);
	ok(row[12] == 1.5f && row[LEARN_OWN_COLUMNS] == 21, "two ahead: the other phase");
	/* The row knows nothing after its origin. */
	learn_row(&s, 6, 1, 4, row);
	y[6] = y[7] = y[19] = 99;
	float again[LEARN_OWN_COLUMNS + 1];
	learn_row(&s, 6, 1, 4, again);
	ok(memcmp(row, again, sizeof row) == 0 || isnan(row[15]), "what comes later is not looked at");
	int same = 0;
	for (int k = 0; k < LEARN_OWN_COLUMNS + 1; k++)
		same += row[k] == again[k] || (isnan(row[k]) && isnan(again[k]));
	is_int(same, LEARN_OWN_COLUMNS + 1, "cell by cell");
	ok(isnan(row[15]), "a fourth season before the origin is not there");
	double none[8] = { 0 };
	struct learn_series silent = { .y = none, .n = 8, .season = 2 };
	ok(!learn_row(&silent, 8, 1, 4, row) && !learn_row(&s, 0, 1, 4, row), "no level, no row");
	double rare[8] = { 0, 0, 4, 0, 0, 0, 0, 0 };
	struct learn_series paused = { .y = rare, .n = 8, .season = 1 };
	learn_row(&paused, 5, 1, 4, row);
	ok(row[10] == 0.75f && row[11] == 2, "three of four without demand, two since the last");
	return done_testing();
}
