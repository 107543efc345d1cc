/* Rows by hand: a season of 2 periods, 1 3 1 3 ... */
#include "tap.h"

#include <ecom/learn.h>

int main(void)
{
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
	is_real(row[18], 20, 0, "what stands beside the period");
	learn_row(&s, 20, 2, 4, row);
	ok(row[12] == 1.5f && row[18] == 21, "two ahead: the other phase");
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
