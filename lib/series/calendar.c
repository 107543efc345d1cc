/* Days of the week, of the month, of the year, and those near an event, as columns of numbers. */
#include "series_impl.h"

#include <ecom/value.h>
#include <stdio.h>

#define WEEKDAYS      7
#define MONTHS	      12
#define LONGEST_MONTH 31

static size_t part_count(const struct series_calendar *c)
{
	return c->month_parts < LONGEST_MONTH ? c->month_parts : LONGEST_MONTH;
}

static size_t part_of_month(const struct series_calendar *c, int day_of_month)
{
	return (size_t)(day_of_month - 1) * part_count(c) / LONGEST_MONTH;
}

static size_t window(const struct series_calendar *c)
{
	return c->lead + 1 + c->lag;
}

static size_t columns_before_events(const struct series_calendar *c)
{
	return (c->weekday ? WEEKDAYS : 0) + (c->month ? MONTHS : 0) + part_count(c);
}

size_t series_calendar_columns(const struct series_calendar *c)
{
	return columns_before_events(c) + c->n_kinds * window(c);
}

static void count_days(const struct series_calendar *c, int64_t first, int64_t end, double *row)
{
	for (int64_t day = first; day < end; day++) {
		int year, month, day_of_month;
		double *block = row;
		if (c->weekday) {
			block[day_of_week(day)]++;
			block += WEEKDAYS;
		}
		if (!c->month && !c->month_parts)
			continue;
		day_to_civil(day, &year, &month, &day_of_month);
		if (c->month) {
			block[month - 1]++;
			block += MONTHS;
		}
		if (c->month_parts)
			block[part_of_month(c, day_of_month)]++;
	}
}

/* The period that holds the day; n where none does. */
static size_t period_of(const int64_t *first, size_t n, int64_t day)
{
	size_t low = 0, high = n;
	if (n == 0 || day < first[0] || day >= first[n])
		return n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (first[middle] <= day)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void series_calendar_fill(const struct series_calendar *c, const int64_t *first, size_t n, double *out, size_t stride)
{
	size_t columns = series_calendar_columns(c), before = columns_before_events(c);
	for (size_t i = 0; i < n; i++) {
		double *row = out + i * stride;
		for (size_t j = 0; j < columns; j++)
			row[j] = 0;
		if (before > 0)
			count_days(c, first[i], first[i + 1], row);
	}
	for (size_t e = 0; e < c->n_events; e++) {
		if (c->events[e].kind >= c->n_kinds)
			continue;
		for (size_t k = 0; k < window(c); k++) {
			size_t i = period_of(first, n, c->events[e].day + (int64_t)k - (int64_t)c->lead);
			if (i < n)
				out[i * stride + before + c->events[e].kind * window(c) + k]++;
		}
	}
}

static void print_part(const struct series_calendar *c, size_t part, char name[SERIES_CALENDAR_NAME_SIZE])
{
	int low = 1, high = LONGEST_MONTH;
	while (part_of_month(c, low) < part)
		low++;
	while (part_of_month(c, high) > part)
		high--;
	if (low == high)
		snprintf(name, SERIES_CALENDAR_NAME_SIZE, "day-%d", low);
	else
		snprintf(name, SERIES_CALENDAR_NAME_SIZE, "days-%d-%d", low, high);
}

char *series_calendar_name(const struct series_calendar *c, size_t column, char name[SERIES_CALENDAR_NAME_SIZE])
{
	static const char *const WEEKDAY_NAMES[WEEKDAYS] = { "monday", "tuesday",  "wednesday", "thursday",
							     "friday", "saturday", "sunday" };
	static const char *const MONTH_NAMES[MONTHS] = { "january",   "february", "march",    "april",
							 "may",	      "june",	  "july",     "august",
							 "september", "october",  "november", "december" };
	size_t left = column;
	if (c->weekday && left < WEEKDAYS) {
		snprintf(name, SERIES_CALENDAR_NAME_SIZE, "%s", WEEKDAY_NAMES[left]);
		return name;
	}
	left -= c->weekday ? WEEKDAYS : 0;
	if (c->month && left < MONTHS) {
		snprintf(name, SERIES_CALENDAR_NAME_SIZE, "%s", MONTH_NAMES[left]);
		return name;
	}
	left -= c->month ? MONTHS : 0;
	if (left < part_count(c)) {
		print_part(c, left, name);
		return name;
	}
	left -= part_count(c);
	size_t kind = left / window(c);
	int64_t offset = (int64_t)(left % window(c)) - (int64_t)c->lead;
	if (offset)
		snprintf(name, SERIES_CALENDAR_NAME_SIZE, "event-%zu%+d", kind, (int)offset);
	else
		snprintf(name, SERIES_CALENDAR_NAME_SIZE, "event-%zu", kind);
	return name;
}
