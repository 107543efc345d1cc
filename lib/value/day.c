#include "value_impl.h"

#include <stdio.h>

/* Days in the 400 years after which the Gregorian calendar repeats itself, and from 0000-03-01 to 1970-01-01. */
#define DAYS_PER_ERA INT64_C(146097)
#define DAYS_TO_1970 INT64_C(719468)

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_length(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

/* The year is taken to begin in March, so that the leap day is its last. */
int64_t day_from_civil(int year, int month, int day_of_month)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = number_floor(y, 400), year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day_of_month - 1;

	return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
	       DAYS_TO_1970;
}

void day_to_civil(int64_t day, int *year, int *month, int *day_of_month)
{
	int64_t shifted = day + DAYS_TO_1970, era = number_floor(shifted, DAYS_PER_ERA);
	int64_t of_era = shifted - era * DAYS_PER_ERA;
	int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t march_month = (5 * of_year + 2) / 153;

	*day_of_month = (int)(of_year - (153 * march_month + 2) / 5 + 1);
	*month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

int day_of_week(int64_t day)
{
	/* 1970-01-01 was a Thursday. */
	int64_t shifted = day % 7 + 3;

	return (int)((shifted + 7) % 7);
}

enum status day_scan(const char **s, int64_t *day, const char *whole, struct error *err)
{
	static const char *const names[] = { "January", "February", "March",	 "April",   "May",	"June",
					     "July",	"August",   "September", "October", "November", "December" };
	char shown[VALUE_SHOWN_SIZE];
	const char *p = *s;
	int year, month, of_month;

	if (!value_digits(&p, 4, &year) || *p++ != '-' || !value_digits(&p, 2, &month) || *p++ != '-' ||
	    !value_digits(&p, 2, &of_month))
		return error_reject(err, "bad_value", "", "%s: a date such as 2026-01-31 was expected",
				    value_shown(shown, whole));
	if (year < YEAR_FIRST || year > YEAR_LAST)
		return error_reject(err, "bad_value", "", "%s: a year from %d to %d was expected",
				    value_shown(shown, whole), YEAR_FIRST, YEAR_LAST);
	if (month < 1 || month > 12)
		return error_reject(err, "bad_value", "", "%s: a month from 01 to 12 was expected",
				    value_shown(shown, whole));
	if (of_month < 1 || of_month > month_length(year, month))
		return error_reject(err, "bad_value", "", "%s: %s %d has %d days", value_shown(shown, whole),
				    names[month - 1], year, month_length(year, month));
	*s = p;
	*day = day_from_civil(year, month, of_month);
	return STATUS_OK;
}

enum status day_parse(const char *s, int64_t *day, struct error *err)
{
	char shown[VALUE_SHOWN_SIZE];
	const char *p = s;
	int64_t parsed = 0;
	enum status status = day_scan(&p, &parsed, s, err);

	if (status != STATUS_OK)
		return status;
	if (*p)
		return error_reject(err, "bad_value", "", "%s: a date such as 2026-01-31 was expected",
				    value_shown(shown, s));
	*day = parsed;
	return STATUS_OK;
}

char *day_print(char out[DAY_TEXT_SIZE], int64_t day)
{
	int year, month, of_month;
	char *p;

	day_to_civil(day, &year, &month, &of_month);
	if (year < 0 || year > 9999) {
		snprintf(out, DAY_TEXT_SIZE, "%d-%02d-%02d", year, month, of_month);
		return out;
	}
	p = value_put_digits(out, 4, year);
	*p++ = '-';
	p = value_put_digits(p, 2, month);
	*p++ = '-';
	p = value_put_digits(p, 2, of_month);
	*p = '\0';
	return out;
}
