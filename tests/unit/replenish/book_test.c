/* Demand of a stretch of days from steps, by hand arithmetic. */
#include "tap.h"

#include "replenish/book.h"

static const int64_t START = 17563; /* 2018-02-01 */

static void add(struct replenish_book *b, int64_t step, int64_t date, double mean, double sd, double total_sd)
{
	struct forecast f;
	struct error err;
	record_clear(&forecast_type, &f);
	f.sku = "A";
	f.step = step;
	f.date = date;
	f.origin = START - 1;
	f.mean = mean;
	f.sd = sd;
	f.total_sd = total_sd;
	record_mark_all(&forecast_type, &f);
	ok(replenish_book_add(b, &f, &err) == STATUS_OK, "step %lld is taken", (long long)step);
}

static void test_demand(void)
{
	struct replenish_book *b = replenish_book_new();
	struct policy_demand d;
	struct error err;
	add(b, 3, START + 2, 4, 2, 6);
	add(b, 1, START, 10, 3, 3);
	add(b, 2, START + 1, 7, 2, 5);
	struct book_series *s = &b->series[0];
	is_int(replenish_book_sort(s, &err), STATUS_OK, "steps in order");
	is_int(replenish_book_demand(s, START, 3, &d, &err), STATUS_OK, "all three days");
	ok(d.spread.mean == 21 && d.spread.variance == 36 && d.days == 3, "their mean and the variance of the total");
	is_int(replenish_book_demand(s, START + 1, 2, &d, &err), STATUS_OK, "the last two");
	ok(d.spread.mean == 11 && d.spread.variance == 36 - 9, "what passed is known");
	is_int(replenish_book_demand(s, START, 0, &d, &err), STATUS_OK, "no days");
	ok(d.spread.mean == 0 && d.spread.variance == 0, "no demand");
	is_int(replenish_book_demand(s, START, 4, &d, &err), STATUS_REJECTED, "four days are more than there are");
	is_text(err.code, "short_horizon", "and it says so");
	is_int(replenish_book_demand(s, START - 1, 1, &d, &err), STATUS_REJECTED, "nor is there the day before");
	is_text(err.code, "late", "which it says");
	replenish_book_free(b);
}

/* Without totals: equal variances are independent, variances growing by the step a random walk. */
static void test_totals(void)
{
	struct replenish_book *b = replenish_book_new();
	struct policy_demand d;
	struct error err;
	for (int i = 0; i < 4; i++)
		add(b, i + 1, START + i, 10, 2, NAN);
	is_int(replenish_book_sort(&b->series[0], &err), STATUS_OK, "steps without totals");
	is_int(replenish_book_demand(&b->series[0], START, 4, &d, &err), STATUS_OK, "four days");
	is_real(d.spread.variance, 16, 1e-12, "independent days: 4 x 4");
	replenish_book_free(b);

	b = replenish_book_new();
	for (int i = 0; i < 3; i++)
		add(b, i + 1, START + i, 10, 2 * sqrt(i + 1.0), NAN);
	is_int(replenish_book_sort(&b->series[0], &err), STATUS_OK, "steps of a walk");
	is_int(replenish_book_demand(&b->series[0], START, 3, &d, &err), STATUS_OK, "three days");
	is_real(d.spread.variance, 4 * (1 + 4 + 9), 1e-9, "a walk: 4 (1 + 4 + 9)");
	replenish_book_free(b);
}

static void test_gap(void)
{
	struct replenish_book *b = replenish_book_new();
	struct error err;
	add(b, 1, START, 1, 1, 1);
	add(b, 3, START + 2, 1, 1, 1);
	is_int(replenish_book_sort(&b->series[0], &err), STATUS_REJECTED, "a step is missing");
	is_text(err.code, "gap", "which is a gap");
	replenish_book_free(b);
}

int main(void)
{
	test_demand();
	test_totals();
	test_gap();
	return done_testing();
}
