#include <ecom/value.h>

#include <tap.h>

static struct error err;

/* Expected: python3, (date(...) - date(1970, 1, 1)).days and date(...).weekday(). */
static void calendar(void)
{
	static const struct {
		const char *text;
		int year, month, day_of_month;
		int64_t day;
		int weekday;
	} cases[] = {
		{ "1900-01-01", 1900, 1, 1, -25567, 0 },  { "1900-02-28", 1900, 2, 28, -25509, 2 },
		{ "1900-03-01", 1900, 3, 1, -25508, 3 },  { "1969-12-31", 1969, 12, 31, -1, 2 },
		{ "1970-01-01", 1970, 1, 1, 0, 3 },	  { "2000-02-29", 2000, 2, 29, 11016, 1 },
		{ "2026-11-23", 2026, 11, 23, 20780, 0 }, { "2100-02-28", 2100, 2, 28, 47540, 6 },
		{ "2100-03-01", 2100, 3, 1, 47541, 0 },	  { "2999-12-31", 2999, 12, 31, 376199, 1 },
	};
	char out[DAY_TEXT_SIZE];
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++) {
		int64_t day = 7;
		int year, month, day_of_month;

		is_int(day_parse(cases[i].text, &day, &err), STATUS_OK, cases[i].text);
		is_int(day, cases[i].day, "its number");
		is_int(day_from_civil(cases[i].year, cases[i].month, cases[i].day_of_month), cases[i].day,
		       "from its parts");
		day_to_civil(cases[i].day, &year, &month, &day_of_month);
		ok(year == cases[i].year && month == cases[i].month && day_of_month == cases[i].day_of_month,
		   "to its parts");
		is_int(day_of_week(cases[i].day), cases[i].weekday, "its day of the week");
		is_text(day_print(out, cases[i].day), cases[i].text, "printed");
	}
}

/* Counted here, month by month, over two of the calendar's periods of 400 years. */
static void every_day(void)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t day = day_from_civil(1600, 1, 1);
	bool same = true;
	int year, month, of_month;

	for (year = 1600; year < 2400; year++)
		for (month = 1; month <= 12; month++) {
			bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
			int length = lengths[month - 1] + (leap && month == 2);

			for (of_month = 1; of_month <= length; of_month++, day++) {
				int y, m, d;

				day_to_civil(day, &y, &m, &d);
				same = same && y == year && m == month && d == of_month &&
				       day_from_civil(y, m, d) == day;
			}
		}
	ok(same, "every day from 1600 to 2399");
	is_int(day, 157054, "ends on the first of 2400"); /* python3: (date(2400, 1, 1) - date(1970, 1, 1)).days */
}

static void refused(void)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "2026-02-30", "2026-02-30: February 2026 has 28 days" },
		{ "2024-02-30", "2024-02-30: February 2024 has 29 days" },
		{ "2100-02-29", "2100-02-29: February 2100 has 28 days" },
		{ "2026-04-31", "2026-04-31: April 2026 has 30 days" },
		{ "2026-01-00", "2026-01-00: January 2026 has 31 days" },
		{ "2026-13-01", "2026-13-01: a month from 01 to 12 was expected" },
		{ "2026-00-01", "2026-00-01: a month from 01 to 12 was expected" },
		{ "1899-12-31", "1899-12-31: a year from 1900 to 2999 was expected" },
		{ "9999-12-31", "9999-12-31: a year from 1900 to 2999 was expected" },
		{ "2026-1-1", "2026-1-1: a date such as 2026-01-31 was expected" },
		{ "2026-01-01T", "2026-01-01T: a date such as 2026-01-31 was expected" },
		{ "20260101", "20260101: a date such as 2026-01-31 was expected" },
		{ "01.02.2026", "01.02.2026: a date such as 2026-01-31 was expected" },
		{ "", "(empty): a date such as 2026-01-31 was expected" },
	};
	int64_t day = 7;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++) {
		is_int(day_parse(cases[i].text, &day, &err), STATUS_REJECTED, cases[i].text);
		is_text(err.message, cases[i].message, "its message");
	}
	is_int(day, 7, "what was refused changed nothing");
}

int main(void)
{
	calendar();
	every_day();
	refused();
	return done_testing();
}
