#include "value_impl.h"

#include <string.h>

/* hh:mm[:ss[.fraction]] at *${s}, in milliseconds; further digits of the fraction are dropped. */
static const char *scan_time(const char **s, int64_t *ms)
{
	static const char expected[] = "a time such as 10:03 or 10:03:59 was expected";
	const char *p = *s;
	int hours, minutes, seconds = 0, place = 100, fraction = 0;

	if (!value_digits(&p, 2, &hours) || *p++ != ':' || !value_digits(&p, 2, &minutes))
		return expected;
	if (*p == ':') {
		p++;
		if (!value_digits(&p, 2, &seconds))
			return expected;
		if (*p == '.') {
			if (p[1] < '0' || p[1] > '9')
				return expected;
			for (p++; *p >= '0' && *p <= '9'; p++, place /= 10)
				fraction += (*p - '0') * place;
		}
	}
	if (hours > 23)
		return "hours from 00 to 23 were expected";
	if (minutes > 59)
		return "minutes from 00 to 59 were expected";
	if (seconds > 59)
		return "seconds from 00 to 59 were expected";
	*s = p;
	*ms = ((int64_t)hours * 3600 + minutes * 60 + seconds) * SECOND_MS + fraction;
	return NULL;
}

enum status instant_parse(const char *s, const struct zone *zone, int64_t *out, struct error *err)
{
	char shown[VALUE_SHOWN_SIZE];
	const char *p = s, *wrong;
	int64_t day, local, ms = 0;
	enum status status = day_scan(&p, &day, s, err);
	int offset;

	if (status != STATUS_OK)
		return status;
	if (*p == 'T' || *p == 't' || *p == ' ') {
		p++;
		wrong = scan_time(&p, &ms);
		if (wrong)
			return error_reject(err, "bad_value", "", "%s: %s", value_shown(shown, s), wrong);
		if (*p) {
			/* Shops export "2018-01-02 10:03:00 +0800" too. */
			p += *p == ' ' && p[1];
			if (!zone_scan_offset(&p, &offset) || *p)
				return error_reject(
					err, "bad_value", "",
					"%s: nothing, Z or an offset such as +08:00 was expected after the time",
					value_shown(shown, s));
			*out = day * DAY_MS + ms - offset * SECOND_MS;
			return STATUS_OK;
		}
	} else if (*p) {
		return error_reject(err, "bad_value", "", "%s: a time such as 2026-01-31T10:03:00Z was expected",
				    value_shown(shown, s));
	}
	local = day * SECONDS_PER_DAY + ms / SECOND_MS;
	*out = zone_local(zone, local, false) * SECOND_MS + ms % SECOND_MS;
	return STATUS_OK;
}

/* By hand, because a listing prints millions and printf takes five times as long. */
char *instant_print(char out[INSTANT_TEXT_SIZE], int64_t instant)
{
	int64_t day = number_floor(instant, DAY_MS);
	int ms = (int)((instant % DAY_MS + DAY_MS) % DAY_MS), seconds = ms / 1000;
	char *p = out;

	if (instant != INSTANT_NONE) {
		p += strlen(day_print(out, day));
		*p++ = 'T';
		p = value_put_digits(p, 2, seconds / 3600);
		*p++ = ':';
		p = value_put_digits(p, 2, seconds / 60 % 60);
		*p++ = ':';
		p = value_put_digits(p, 2, seconds % 60);
		if (ms % 1000) {
			*p++ = '.';
			p = value_put_digits(p, 3, ms % 1000);
		}
		*p++ = 'Z';
	}
	*p = '\0';
	return out;
}

int64_t instant_day(int64_t instant, const struct zone *zone)
{
	return number_floor(number_floor(instant, SECOND_MS) + zone_offset(zone, instant), SECONDS_PER_DAY);
}

int64_t instant_of_day(int64_t day, const struct zone *zone)
{
	return zone_local(zone, day * SECONDS_PER_DAY, true) * SECOND_MS;
}
