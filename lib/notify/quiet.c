/* Quiet hours. */
#include "notify_impl.h"

#define DAY_MINUTES (DAY_MS / MINUTE_MS)

/* "22:00"; its length, or 0. */
static size_t read_minute(const char *text, int *out)
{
	size_t digits = strspn(text, "0123456789");
	int hour, minute;

	if (digits < 1 || digits > 2 || text[digits] != ':' || strspn(text + digits + 1, "0123456789") != 2)
		return 0;
	hour = digits == 2 ? (text[0] - '0') * 10 + text[1] - '0' : text[0] - '0';
	minute = (text[digits + 1] - '0') * 10 + text[digits + 2] - '0';
	*out = hour * 60 + minute;
	return minute < 60 && *out <= DAY_MINUTES ? digits + 3 : 0;
}

bool notify_quiet_parse(const char *text, struct notify_quiet *out)
{
	size_t length = read_minute(text, &out->from), rest;

	if (length == 0 || text[length] != '-')
		return false;
	rest = read_minute(text + length + 1, &out->to);
	return rest > 0 && !text[length + 1 + rest] && out->from != out->to;
}

int64_t notify_quiet_end(const struct notify_quiet *quiet, const struct zone *zone, int64_t now)
{
	int64_t day = instant_day(now, zone), midnight = instant_of_day(day, zone), end;
	int64_t minute = (now + (int64_t)zone_offset(zone, now) * 1000 - day * DAY_MS) / MINUTE_MS;
	bool over_night = quiet->from > quiet->to;

	if (quiet->from == quiet->to)
		return now;
	if (over_night ? minute < quiet->from && minute >= quiet->to : minute < quiet->from || minute >= quiet->to)
		return now;
	if (over_night && minute >= quiet->from)
		midnight = instant_of_day(day + 1, zone);
	end = midnight + quiet->to * MINUTE_MS;
	/* Where the clock was moved since midnight. */
	end += (int64_t)(zone_offset(zone, midnight) - zone_offset(zone, end)) * 1000;
	return end > now ? end : now;
}
