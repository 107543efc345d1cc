/* Periods of the calendar. */
#include "forecast_impl.h"

const struct word FORECAST_EVERY_WORDS[] = {
	{ "auto" },
	{ "hour", "hourly|时|小时" },
	{ "day", "daily|日|天" },
	{ "week", "weekly|周" },
	{ "month", "monthly|月" },
	{ "quarter", "quarterly|季" },
	{ "year", "yearly|年" },
	{ NULL },
};

const struct forecast_habit FORECAST_HABITS[] = {
	[EVERY_HOUR] = { 24, 48, 168, 168 }, [EVERY_DAY] = { 7, 28, 28, 0 },   [EVERY_WEEK] = { 52, 13, 13, 0 },
	[EVERY_MONTH] = { 12, 18, 6, 0 },    [EVERY_QUARTER] = { 4, 8, 4, 0 }, [EVERY_YEAR] = { 1, 6, 3, 0 },
};

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
	if (c->every == EVERY_HOUR)
		return day * HOURS_PER_DAY;
	if (c->every == EVERY_DAY)
		return day;
	if (c->every == EVERY_WEEK)
		return number_floor(day - week_start(c), 7);
	return number_floor(month_number(day), months_of(c->every));
}

int64_t forecast_period_of_hour(const struct forecast_calendar *c, int64_t hour)
{
	return c->every == EVERY_HOUR ? hour : forecast_period(c, number_floor(hour, HOURS_PER_DAY));
}

int64_t forecast_period_day(const struct forecast_calendar *c, int64_t period)
{
	if (c->every == EVERY_HOUR)
		return number_floor(period, HOURS_PER_DAY);
	if (c->every == EVERY_DAY)
		return period;
	if (c->every == EVERY_WEEK)
		return period * 7 + week_start(c);
	int64_t month = period * months_of(c->every);
	return day_from_civil((int)number_floor(month, 12), (int)(month - number_floor(month, 12) * 12) + 1, 1);
}

int64_t forecast_period_hour(const struct forecast_calendar *c, int64_t period)
{
	return c->every == EVERY_HOUR ? period : forecast_period_day(c, period) * HOURS_PER_DAY;
}

void forecast_dates_add_hour(struct forecast_dates *d, int64_t hour, bool on_the_hour)
{
	int64_t day = number_floor(hour, HOURS_PER_DAY), bit = day - DATES_FIRST;

	if (bit >= 0 && bit < DATES_WORDS * 64)
		d->seen[bit / 64] |= UINT64_C(1) << bit % 64;
	d->first_hour = d->any && d->first_hour < hour ? d->first_hour : hour;
	d->last_hour = d->any && d->last_hour > hour ? d->last_hour : hour;
	d->any = true;
	d->hours |= 1u << (hour - day * HOURS_PER_DAY);
	d->between_hours |= !on_the_hour;
}

void forecast_dates_add(struct forecast_dates *d, int64_t day)
{
	forecast_dates_add_hour(d, day * HOURS_PER_DAY, true);
}

/* What all days seen have in common. */
struct common {
	size_t days;
	unsigned weekdays;	  /* bit w: a date on that weekday */
	unsigned months;	  /* bit m-1: a date in that month */
	bool not_first, not_last; /* some date is not the first (last) of a month */
};

static void add_day(struct common *c, int64_t day)
{
	int year, month, day_of_month, next_day, month_of_next;

	c->days++;
	c->weekdays |= 1u << day_of_week(day);
	day_to_civil(day, &year, &month, &day_of_month);
	c->months |= 1u << (month - 1);
	c->not_first |= day_of_month != 1;
	day_to_civil(day + 1, &year, &month_of_next, &next_day);
	c->not_last |= next_day != 1;
}

static struct common in_common(const struct forecast_dates *d)
{
	struct common c = { 0 };

	for (int64_t word = 0; word < DATES_WORDS; word++)
		for (uint64_t bits = d->seen[word]; bits; bits &= bits - 1)
			add_day(&c, DATES_FIRST + word * 64 + __builtin_ctzll(bits));
	return c;
}

static int week_begins(unsigned weekdays)
{
	for (int weekday = 0; weekday < 7; weekday++)
		if (weekdays == 1u << weekday)
			return weekday;
	return 0;
}

struct forecast_calendar forecast_calendar_infer(const struct forecast_dates *d)
{
	struct common seen = in_common(d);
	struct forecast_calendar c = { EVERY_DAY, week_begins(seen.weekdays) };
	/* Bit m-1 for the months that begin, or end, a quarter or a year. */
	unsigned quarters = seen.not_first ? 0x924 : 0x249, years = seen.not_first ? 0x800 : 0x001;

	if (!d->between_hours && __builtin_popcount(d->hours) > HOURS_PER_DAY / 2)
		c.every = EVERY_HOUR;
	else if (seen.days < 2)
		c.every = EVERY_DAY;
	else if (!seen.not_first || !seen.not_last)
		c.every = !(seen.months & ~years)      ? EVERY_YEAR
			  : !(seen.months & ~quarters) ? EVERY_QUARTER
						       : EVERY_MONTH;
	else if ((seen.weekdays & (seen.weekdays - 1)) == 0)
		c.every = EVERY_WEEK;
	return c;
}
