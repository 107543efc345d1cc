/* Periods of the calendar. */
#include "forecast_impl.h"

const struct word FORECAST_EVERY_WORDS[] = {
	{ "auto" },
	{ "day", "daily|日|天" },
	{ "week", "weekly|周" },
	{ "month", "monthly|月" },
	{ "quarter", "quarterly|季" },
	{ "year", "yearly|年" },
	{ NULL },
};

const struct forecast_habit FORECAST_HABITS[] = {
	[EVERY_DAY] = { 7, 28, 28 },   [EVERY_WEEK] = { 52, 13, 13 }, [EVERY_MONTH] = { 12, 18, 6 },
	[EVERY_QUARTER] = { 4, 8, 4 }, [EVERY_YEAR] = { 1, 6, 3 },
};

static int64_t floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Months since the year 0. */
static int64_t month_number(int64_t day)
{
	int year, month, day_of_month;

	day_to_civil(day, &year, &month, &day_of_month);
	return (int64_t)year * 12 + month - 1;
}

static int months_of(int every)
{
	return every == EVERY_MONTH ? 1 : every == EVERY_QUARTER ? 3 : 12;
}

/* The first week of the count begins in 1970, on day 4 - Thursday being day 0 - when it begins on a Monday. */
static int64_t week_start(const struct forecast_calendar *c)
{
	return 4 + c->week_begins;
}

int64_t forecast_period(const struct forecast_calendar *c, int64_t day)
{
	if (c->every == EVERY_DAY)
		return day;
	if (c->every == EVERY_WEEK)
		return floor_divide(day - week_start(c), 7);
	return floor_divide(month_number(day), months_of(c->every));
}

int64_t forecast_period_day(const struct forecast_calendar *c, int64_t period)
{
	if (c->every == EVERY_DAY)
		return period;
	if (c->every == EVERY_WEEK)
		return period * 7 + week_start(c);
	int64_t month = period * months_of(c->every);
	return day_from_civil((int)floor_divide(month, 12), (int)(month - floor_divide(month, 12) * 12) + 1, 1);
}

void forecast_dates_add(struct forecast_dates *d, int64_t day)
{
	int year, month, day_of_month, next_day;

	if (d->any && (day == d->first || day == d->last))
		return;
	d->several = d->any;
	d->first = d->any && d->first < day ? d->first : day;
	d->last = d->any && d->last > day ? d->last : day;
	d->any = true;
	d->weekdays |= 1u << day_of_week(day);
	day_to_civil(day, &year, &month, &day_of_month);
	d->months |= 1u << (month - 1);
	d->not_first |= day_of_month != 1;
	day_to_civil(day + 1, &year, &month, &next_day);
	d->not_last |= next_day != 1;
}

int forecast_week_begins(const struct forecast_dates *d)
{
	for (int weekday = 0; weekday < 7; weekday++)
		if (d->weekdays == 1u << weekday)
			return weekday;
	return 0;
}

struct forecast_calendar forecast_calendar_infer(const struct forecast_dates *d)
{
	struct forecast_calendar c = { EVERY_DAY, forecast_week_begins(d) };
	/* Bit m-1 for the months that begin, or end, a quarter or a year. */
	unsigned quarters = d->not_first ? 0x924 : 0x249, years = d->not_first ? 0x800 : 0x001;

	if (!d->several)
		return c;
	if (!d->not_first || !d->not_last)
		c.every = !(d->months & ~years) ? EVERY_YEAR : !(d->months & ~quarters) ? EVERY_QUARTER : EVERY_MONTH;
	else if ((d->weekdays & (d->weekdays - 1)) == 0)
		c.every = EVERY_WEEK;
	return c;
}
