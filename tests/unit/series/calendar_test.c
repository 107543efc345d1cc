/* Calendar columns against dates that anyone can look up. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>
#include <ecom/value.h>

/* Christmas 2023 was a Monday. */
static void test_days(void)
{
	int64_t christmas = day_from_civil(2023, 12, 25), first[5];
	struct series_event events[] = { { christmas, 1 }, { christmas + 400, 0 }, { christmas, 7 } };
	struct series_calendar c = { .weekday = true,
				     .month = true,
				     .month_parts = 31,
				     .events = events,
				     .n_events = 3,
				     .n_kinds = 2,
				     .lead = 1,
				     .lag = 2 };
	double row[4 * 60];
	for (int i = 0; i <= 4; i++)
		first[i] = christmas - 1 + i;
	is_int((long long)series_calendar_columns(&c), 7 + 12 + 31 + 2 * 4, "columns of every block");
	series_calendar_fill(&c, first, 4, row, 60);
	ok(row[6] == 1 && row[0] == 0, "the 24th is a Sunday");
	ok(row[60 + 0] == 1 && row[60 + 7 + 11] == 1 && row[60 + 19 + 24] == 1, "the 25th a Monday of December");
	/* Kind 1 stands after the four columns of kind 0: a day before, itself, one and two days after. */
	const size_t at = 50 + 4;
	ok(row[at] == 1 && row[60 + at + 1] == 1 && row[120 + at + 2] == 1 && row[180 + at + 3] == 1,
	   "the days around an event");
	double sum = 0;
	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < 58; j++)
			sum += row[i * 60 + j];
	is_real(sum, 4 * 4, 0, "nothing else is set: weekday, month, day, event for each of four days");
}

static void test_periods(void)
{
	/* January and February of 2024: 31 and 29 days; five Mondays, Tuesdays and Wednesdays, then five Thursdays. */
	int64_t first[] = { day_from_civil(2024, 1, 1), day_from_civil(2024, 2, 1), day_from_civil(2024, 3, 1) };
	struct series_event events[] = { { day_from_civil(2024, 1, 31), 0 }, { day_from_civil(2024, 2, 14), 0 } };
	struct series_calendar c = {
		.weekday = true, .month_parts = 3, .events = events, .n_events = 2, .n_kinds = 1, .lag = 1
	};
	double row[2][12];
	series_calendar_fill(&c, first, 2, row[0], 12);
	ok(row[0][0] == 5 && row[0][2] == 5 && row[0][3] == 4 && row[1][3] == 5 && row[1][0] == 4,
	   "a month counts its weekdays");
	ok(row[0][7] + row[0][8] + row[0][9] == 31 && row[1][7] + row[1][8] + row[1][9] == 29, "and its days");
	ok(row[0][10] == 1 && row[0][11] == 0, "an event on the last day of January");
	ok(row[1][10] == 1 && row[1][11] == 2, "is felt in February beside its own");
}

static void test_names(void)
{
	struct series_calendar c = {
		.weekday = true, .month = true, .month_parts = 3, .n_kinds = 2, .lead = 1, .lag = 1
	};
	char name[SERIES_CALENDAR_NAME_SIZE];
	is_text(series_calendar_name(&c, 0, name), "monday", "name of a weekday");
	is_text(series_calendar_name(&c, 18, name), "december", "name of a month");
	is_text(series_calendar_name(&c, 19, name), "days-1-11", "name of the first third");
	is_text(series_calendar_name(&c, 21, name), "days-22-31", "name of the last third");
	is_text(series_calendar_name(&c, 22, name), "event-0-1", "name of the day before");
	is_text(series_calendar_name(&c, 26, name), "event-1", "name of the day itself");
	c.month_parts = 31;
	is_text(series_calendar_name(&c, 19, name), "day-1", "name of a day of the month");
}

static void test_none(void)
{
	struct series_calendar none = { 0 };
	int64_t first[] = { 5 };
	double row[1] = { 3 };
	is_int((long long)series_calendar_columns(&none), 0, "no columns asked for");
	series_calendar_fill(&none, first, 0, row, 1);
	ok(row[0] == 3, "nothing written for no periods");
}

int main(void)
{
	test_days();
	test_periods();
	test_names();
	test_none();
	return done_testing();
}
