/* Chains and stays against the corrected examples of the founding article and arithmetic by hand. */
#include "tap.h"

#include "flow/chain.h"

/* The article's table of order states: expected steps to the end 5.079, 4.444, 3.333 (by I - Q:
 * shipped 1 / 0.3; paid (1 + 0.5 s) / 0.6; pending (1 + 0.5 p + 0.1 s) / 0.7). */
static void test_article(void)
{
	static const double p[16] = { 0.3, 0.5, 0.1, 0.1, 0, 0.4, 0.5, 0.1, 0, 0, 0.7, 0.3, 0, 0, 0, 1 };
	static const bool end[4] = { false, false, false, true };
	double steps[4], days[4], ends[16];
	struct flow_fate fate = { steps, days, ends };
	double shipped = 1 / 0.3, paid = (1 + 0.5 * shipped) / 0.6, pending = (1 + 0.5 * paid + 0.1 * shipped) / 0.7;

	flow_chain_solve(&(struct flow_chain) { 4, p, end, NULL }, &fate);
	is_real(steps[2], shipped, 1e-12, "shipped: 3.333 steps");
	is_real(steps[1], paid, 1e-12, "paid: 4.444 steps");
	is_real(steps[0], pending, 1e-12, "pending: 5.079 steps");
	is_real(steps[0], 5.079, 0.0005, "as the article's, put right");
	ok(steps[3] == 0 && isnan(days[0]), "done is done; days are not known");
	is_real(ends[3], 1, 1e-12, "all are done in the end");
}

/* Gambler's ruin, p = 1/2, from 1 of 4 units: ruin 3/4, duration 1 * 3; Feller I, XIV.2-3. */
static void test_two_ends(void)
{
	static const double p[25] = { 1, 0, 0, 0, 0, .5, 0, .5, 0, 0, 0, .5, 0, .5, 0, 0, 0, .5, 0, .5, 0, 0, 0, 0, 1 };
	static const bool end[5] = { true, false, false, false, true };
	static const double stay[5] = { 0, 2, 2, 2, 0 };
	double steps[5], days[5], ends[25];
	struct flow_fate fate = { steps, days, ends };

	flow_chain_solve(&(struct flow_chain) { 5, p, end, stay }, &fate);
	is_real(ends[5], 0.75, 1e-12, "ruined three times in four");
	is_real(ends[5 + 4], 0.25, 1e-12, "rich once");
	is_real(steps[1], 3, 1e-12, "after three rounds");
	is_real(days[2], 8, 1e-12, "from the middle after four, of two days each");
}

/* a -> end or b; b <-> c for ever; d only to itself. */
static void test_no_end(void)
{
	static const double p[25] = { 0, .5, 0, 0, .5, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1 };
	static const bool end[5] = { false, false, false, false, true };
	double steps[5], days[5], ends[25];
	struct flow_fate fate = { steps, days, ends };

	flow_chain_solve(&(struct flow_chain) { 5, p, end, NULL }, &fate);
	ok(isnan(steps[0]) && isnan(steps[1]) && isnan(steps[3]), "what may go round for ever has no expected steps");
	is_real(ends[4], 0.5, 1e-12, "and ends as often as it does");
	ok(ends[5 + 4] == 0 && ends[15 + 4] == 0, "or never");
}

/*
 * Six stays: left for 0 after 1, 3 days, for 1 after 2, 5; still there after 2, 4. By hand: at risk 6, 5, 3, 1; there
 * 5/6, 2/3, 4/9, 0; gone to 0: 1/6 + 2/9, to 1: 1/6 + 4/9; mean 1 + 5/6 + 2/3 + 2 * 4/9.
 */
static void test_curve(void)
{
	static const struct flow_stay stays[] = { { 0, 1, 0, 1 }, { 0, 2, 1, 2 },	   { 0, FLOW_STAYS, 2, 2 },
						  { 0, 1, 3, 3 }, { 0, FLOW_STAYS, 4, 4 }, { 0, 2, 5, 5 } };
	static const uint32_t column[] = { 0, 0, 1 };
	double days[6], there[6], left[12], moves[6], next[2];
	struct flow_curve c = { .days = days, .stays = there, .left = left, .moves = moves, .targets = 2 };

	flow_curve_fill(&c, stays, 6, column);
	ok(c.n == 4 && c.days[2] == 3, "four instants at which some left");
	is_real(c.stays[1], 2.0 / 3, 1e-15, "two in three there after two days");
	is_real(c.stays[2], 4.0 / 9, 1e-15, "four in nine after three");
	is_real(c.mean, 1 + 5.0 / 6 + 2.0 / 3 + 8.0 / 9, 1e-14, "the mean");
	ok(flow_curve_next(&c, -1, next), "all are seen to leave");
	is_real(next[0], 7.0 / 18, 1e-14, "to the first");
	is_real(next[1], 11.0 / 18, 1e-14, "to the second");
	ok(flow_curve_next(&c, 2, next), "some leave after two days");
	is_real(next[0], 1.0 / 3, 1e-14, "of those one in three to the first");
	ok(!flow_curve_next(&c, 5, next), "none after five");
	ok(flow_curve_moves(&c, -1) == 4 && flow_curve_moves(&c, 2) == 2 && flow_curve_moves(&c, 5) == 0,
	   "four moves, two of them after two days");
	ok(flow_curve_quantile(&c, -1, 0.5) == 3 && flow_curve_quantile(&c, 2, 0.5) == 5,
	   "the median, and that after two days");
	ok(flow_curve_quantile(&c, -1, 1.0 / 6) == 1, "a share that is just reached is reached");
	flow_curve_fill(&c, stays, 5, column);
	ok(isnan(flow_curve_quantile(&c, -1, 0.9)), "what so many never left has no quantile");
	flow_curve_fill(&c, &stays[2], 1, column);
	ok(c.n == 0 && c.mean == 2 && isnan(flow_curve_quantile(&c, 0, 0.5)) && !flow_curve_next(&c, 0, next),
	   "one that never left");
}

int main(void)
{
	test_article();
	test_two_ends();
	test_no_end();
	test_curve();
	return done_testing();
}
