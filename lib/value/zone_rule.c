/* The rule in the footer of a TZif file: RFC 8536 section 3.3.1, POSIX.1 "Environment Variables", TZ. */
#include "value_impl.h"

/* A number of one to three digits, at most ${max}. */
static bool scan_number(const char **s, int max, int *out)
{
	const char *p = *s;
	int n = 0, digits;

	for (digits = 0; digits < 3 && *p >= '0' && *p <= '9'; digits++, p++)
		n = n * 10 + (*p - '0');
	if (!digits || n > max)
		return false;
	*s = p;
	*out = n;
	return true;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool scan_time(const char **s, int max_hours, int *seconds)
{
	const char *p = *s;
	int hours, minutes = 0, rest = 0, sign = *p == '-' ? -1 : 1;

	if (*p == '-' || *p == '+')
		p++;
	if (!scan_number(&p, max_hours, &hours))
		return false;
	if (*p == ':' && (p++, !scan_number(&p, 59, &minutes)))
		return false;
	if (*p == ':' && (p++, !scan_number(&p, 59, &rest)))
		return false;
	*s = p;
	*seconds = sign * (hours * 3600 + minutes * 60 + rest);
	return true;
}

/* The abbreviation of a zone, letters or <anything>: only its end matters. */
static bool skip_name(const char **s)
{
	const char *p = *s;

	if (*p == '<') {
		while (*p && *p != '>')
			p++;
		if (!*p++)
			return false;
	} else {
		while ((*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z'))
			p++;
	}
	if (p == *s)
		return false;
	*s = p;
	return true;
}

static bool scan_date(const char **s, struct zone_rule_date *date)
{
	const char *p = *s;

	*date = (struct zone_rule_date) { .form = 'n', .time = 2 * 3600 };
	if (*p == 'M') {
		date->form = *p++;
		if (!scan_number(&p, 12, &date->month) || date->month < 1 || *p++ != '.')
			return false;
		if (!scan_number(&p, 5, &date->week) || date->week < 1 || *p++ != '.')
			return false;
		if (!scan_number(&p, 6, &date->weekday))
			return false;
	} else if (*p == 'J') {
		date->form = *p++;
		if (!scan_number(&p, 365, &date->day) || date->day < 1)
			return false;
	} else if (!scan_number(&p, 365, &date->day)) {
		return false;
	}
	if (*p == '/' && (p++, !scan_time(&p, 167, &date->time)))
		return false;
	*s = p;
	return true;
}

bool zone_rule_parse(const char *s, struct zone_rule *out)
{
	struct zone_rule rule = { 0 };

	if (!skip_name(&s) || !scan_time(&s, 24, &rule.standard))
		return false;
	rule.standard = -rule.standard; /* POSIX counts west of Greenwich */
	if (*s) {
		rule.changes = true;
		rule.summer = rule.standard + 3600;
		if (!skip_name(&s))
			return false;
		if (*s != ',') {
			if (!scan_time(&s, 24, &rule.summer))
				return false;
			rule.summer = -rule.summer;
		}
		if (*s++ != ',' || !scan_date(&s, &rule.start) || *s++ != ',' || !scan_date(&s, &rule.end))
			return false;
	}
	if (*s)
		return false;
	*out = rule;
	return true;
}

/* Midnight at which ${date} begins in ${year}, as local seconds, plus its time of day. */
static int64_t date_second(const struct zone_rule_date *date, int year)
{
	int64_t day, next;

	if (date->form == 'M') {
		/* The Sunday of POSIX is 0, day_of_week counts from Monday. */
		day = day_from_civil(year, date->month, 1);
		day += (date->weekday + 6 - day_of_week(day)) % 7 + 7 * (date->week - 1);
		next = date->month == 12 ? day_from_civil(year + 1, 1, 1) : day_from_civil(year, date->month + 1, 1);
		while (day >= next)
			day -= 7; /* week 5 is the last there is */
	} else {
		day = day_from_civil(year, 1, 1) + date->day;
		/* Jn counts from 1 as if there were no 29 February. */
		if (date->form == 'J')
			day -= date->day < 60 || day_from_civil(year, 3, 1) - day_from_civil(year, 1, 1) == 59;
	}
	return day * SECONDS_PER_DAY + date->time;
}

struct zone_span zone_rule_span(const struct zone_rule *rule, int64_t second)
{
	struct zone_span span = { INT64_MIN, INT64_MAX, rule->standard };
	int year, month, of_month, y;

	if (!rule->changes)
		return span;
	/* The changes of three years bracket every second of the middle one, whichever hemisphere. */
	day_to_civil(number_floor(second, SECONDS_PER_DAY), &year, &month, &of_month);
	for (y = year - 1; y <= year + 1; y++) {
		const struct zone_span changes[] = {
			{ date_second(&rule->start, y) - rule->standard, 0, rule->summer },
			{ date_second(&rule->end, y) - rule->summer, 0, rule->standard },
		};
		size_t i;

		for (i = 0; i < ARRAY_LENGTH(changes); i++) {
			int64_t at = changes[i].begin;

			/* Where one change meets another (summer time all year), the start of summer wins. */
			if (at <= second && (at > span.begin || (at == span.begin && i == 0))) {
				span.begin = at;
				span.offset = changes[i].offset;
			}
			if (at > second && at < span.end)
				span.end = at;
		}
	}
	return span;
}
