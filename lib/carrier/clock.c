#include "clock.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define YEAR_FIRST 1990
#define YEAR_LAST  2099

/* Names of offsets in the carriers' own countries. IST is left out: India's, Ireland's and Israel's. */
static const struct {
	const char *name;
	int minutes;
} ABBREVIATIONS[] = {
	{ "UTC", 0 },	  { "GMT", 0 },	    { "WET", 0 },    { "WEST", 60 },  { "BST", 60 },   { "CET", 60 },
	{ "MEZ", 60 },	  { "CEST", 120 },  { "MESZ", 120 }, { "EET", 120 },  { "EEST", 180 }, { "MSK", 180 },
	{ "NST", -210 },  { "NDT", -150 },  { "AST", -240 }, { "ADT", -180 }, { "EST", -300 }, { "EDT", -240 },
	{ "CST", -360 },  { "CDT", -300 },  { "MST", -420 }, { "MDT", -360 }, { "PST", -480 }, { "PDT", -420 },
	{ "AKST", -540 }, { "AKDT", -480 }, { "HST", -600 }, { "JST", 540 },  { "KST", 540 },  { "HKT", 480 },
	{ "SGT", 480 },	  { "AWST", 480 },  { "ACST", 570 }, { "ACDT", 630 }, { "AEST", 600 }, { "AEDT", 660 },
	{ "NZST", 720 },  { "NZDT", 780 },
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits_ahead(const char *s)
{
	size_t n = 0;

	while (is_digit(s[n]))
		n++;
	return n;
}

/* ${least} to ${most} digits. */
static bool scan_number(const char **s, size_t least, size_t most, int *out)
{
	size_t n = digits_ahead(*s);

	if (n < least)
		return false;
	n = n < most ? n : most;
	*out = 0;
	for (; n; n--)
		*out = *out * 10 + (*(*s)++ - '0');
	return true;
}

/* Digits of a fraction, any number; what is past the millisecond is dropped. */
static bool scan_fraction(const char **s, int *ms)
{
	int place = 100;

	if (!is_digit(**s))
		return false;
	for (*ms = 0; is_digit(**s); (*s)++, place /= 10)
		*ms += (**s - '0') * place;
	return true;
}

static void skip_blanks(const char **s)
{
	while (**s == ' ' || **s == '\t' || **s == '\n' || **s == '\r')
		(*s)++;
}

static bool scan_abbreviation(const char **s, int *offset)
{
	size_t length = 0;

	while (isalpha((unsigned char)(*s)[length]))
		length++;
	for (size_t i = 0; i < ARRAY_LENGTH(ABBREVIATIONS); i++) {
		if (strlen(ABBREVIATIONS[i].name) == length && strncasecmp(*s, ABBREVIATIONS[i].name, length) == 0) {
			*s += length;
			*offset = ABBREVIATIONS[i].minutes * 60;
			return true;
		}
	}
	return false;
}

/* +8, +08, +0800, +08:00, +080000; a minus may be U+2212. */
static bool scan_signed(const char **s, int *offset)
{
	bool west = **s == '-' || strncmp(*s, "\xE2\x88\x92", 3) == 0;
	const char *p = *s + (**s == '+' || **s == '-' ? 1 : west ? 3 : 0);
	int hours, minutes = 0, seconds = 0;

	if (p == *s || !scan_number(&p, 1, digits_ahead(p) % 2 ? 1 : 2, &hours))
		return false;
	if (*p == ':')
		p++;
	if (is_digit(*p) && !scan_number(&p, 2, 2, &minutes))
		return false;
	if (*p == ':' && is_digit(p[1]))
		p++;
	if (is_digit(*p) && !scan_number(&p, 2, 2, &seconds))
		return false;
	*offset = (hours * 3600 + minutes * 60 + seconds) * (west ? -1 : 1);
	*s = p;
	return minutes < 60 && seconds < 60 && hours * 3600 + minutes * 60 <= OFFSET_MOST;
}

static bool scan_offset(const char **s, int *offset)
{
	const char *p = *s;
	int more;

	if ((*p == 'Z' || *p == 'z') && !isalpha((unsigned char)p[1])) {
		*offset = 0;
		*s = p + 1;
		return true;
	}
	if (!scan_abbreviation(&p, offset))
		return scan_signed(s, offset);
	if (*offset == 0 && scan_signed(&p, &more)) /* GMT+8 */
		*offset = more;
	*s = p;
	return true;
}

bool carrier_clock_offset(const char *text, int *out)
{
	skip_blanks(&text);
	if (!scan_offset(&text, out))
		return false;
	skip_blanks(&text);
	return !*text;
}

/* 2024-01-31, 2024/1/31, 2024.01.31, 20240131 */
static bool scan_date(const char **s, struct clock_reading *out)
{
	const char *p = *s;
	char mark;

	if (!scan_number(&p, 4, 4, &out->year))
		return false;
	mark = *p;
	if (mark == '-' || mark == '/' || mark == '.') {
		p++;
		if (!scan_number(&p, 1, 2, &out->month) || *p++ != mark || !scan_number(&p, 1, 2, &out->day))
			return false;
	} else if (!scan_number(&p, 2, 2, &out->month) || !scan_number(&p, 2, 2, &out->day)) {
		return false;
	}
	*s = p;
	return true;
}

/* 10:03, 10:03:59, 10:03:59.123, 1003, 100359 */
static bool scan_clock(const char **s, struct clock_reading *out)
{
	const char *p = *s;
	bool colon;

	if (!scan_number(&p, 1, 2, &out->hour))
		return false;
	colon = *p == ':';
	p += colon;
	if (!scan_number(&p, 2, 2, &out->minute))
		return false;
	if (colon ? *p == ':' : is_digit(*p)) {
		p += colon;
		if (!scan_number(&p, 2, 2, &out->second))
			return false;
		if ((*p == '.' || *p == ',') && is_digit(p[1])) {
			p++;
			scan_fraction(&p, &out->ms);
		}
	}
	*s = p;
	return true;
}

/* /Date(1700000000000+0100)/ of .NET: milliseconds since 1970 UTC, with the offset of the clock that was asked. */
static bool read_ticks(const char *s, struct clock_reading *out)
{
	char digits[24];
	size_t n = 0;

	s += strlen("/Date(");
	if (*s == '-' || *s == '+')
		digits[n++] = *s++;
	while (is_digit(*s) && n < sizeof(digits) - 1)
		digits[n++] = *s++;
	digits[n] = '\0';
	out->instant = number_parse_int(digits, 0, INT64_C(1) << 53, &out->utc);
	if (*s == '+' || *s == '-')
		out->has_offset = scan_signed(&s, &out->offset);
	return out->instant && strcmp(s, ")/") == 0;
}

static bool read_iso(const char *s, struct clock_reading *out)
{
	skip_blanks(&s);
	if (strncmp(s, "/Date(", 6) == 0)
		return read_ticks(s, out);
	if (!scan_date(&s, out))
		return false;
	out->day_only = true;
	if (*s == 'T' || *s == 't' || *s == ' ') {
		s++;
		skip_blanks(&s);
		if (*s) {
			if (!scan_clock(&s, out))
				return false;
			out->day_only = false;
			skip_blanks(&s);
		}
	}
	if (*s && !(out->has_offset = scan_offset(&s, &out->offset)))
		return false;
	skip_blanks(&s);
	return !*s;
}

static bool scan_month_name(const char **s, int *month)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; i < 12; i++) {
		if (strncasecmp(*s, names + (size_t)i * 3, 3) == 0) {
			*month = i + 1;
			for (*s += 3; isalpha((unsigned char)**s); (*s)++)
				;
			return true;
		}
	}
	return false;
}

/* AM, p.m. */
static bool scan_half(const char **s, int *half)
{
	const char *p = *s;
	char letter = (char)tolower((unsigned char)*p);

	if (letter != 'a' && letter != 'p')
		return false;
	p += p[1] == '.' ? 2 : 1;
	if (*p != 'm' && *p != 'M')
		return false;
	p += p[1] == '.' ? 2 : 1;
	*half = letter == 'a' ? 1 : 2;
	*s = p;
	return true;
}

static bool scan_zone_name(const char **s, struct clock_reading *out)
{
	size_t n = 0;

	while (isalnum((unsigned char)(*s)[n]) || ((*s)[n] && strchr("_/+-:", (*s)[n])))
		n++;
	if (!n || n >= sizeof(out->zone))
		return false;
	memcpy(out->zone, *s, n);
	out->zone[n] = '\0';
	*s += n;
	return true;
}

/* How many digits a conversion takes; 0: it is none of numbers. */
static size_t width_of(char conversion)
{
	return conversion == 'Y' ? 4 : conversion && strchr("ymdHIMS", conversion) ? 2 : 0;
}

static int *number_of(char conversion, struct clock_reading *out)
{
	switch (conversion) {
	case 'Y':
	case 'y':
		return &out->year;
	case 'm':
		return &out->month;
	case 'd':
		return &out->day;
	case 'M':
		return &out->minute;
	case 'S':
		return &out->second;
	default: /* H, I */
		return &out->hour;
	}
}

/*
 * A number of the format. Numbers that follow one another directly share out the digits that are there; when these are
 * one too few, the first lost its leading zero. One that stands alone may be short itself.
 */
static bool scan_numbers(const char **s, const char **format, struct clock_reading *out)
{
	const char *f = *format;
	size_t wanted = 0, n = 0, there = digits_ahead(*s);

	for (; f[0] == '%' && width_of(f[1]); f += 2, n++)
		wanted += width_of(f[1]);
	for (f = *format; n; n--, f += 2) {
		size_t width = width_of(f[1]), least = f == *format && there < wanted ? width - 1 : width;
		int *number = number_of(f[1], out);

		if (f[1] == 'Y')
			least = 4;
		if (f == *format && there + 1 == wanted && f[1] != 'Y')
			width--;
		if (!scan_number(s, least, width, number))
			return false;
		if (f[1] == 'y')
			*number += 2000;
		out->day_only &= !strchr("HIMS", f[1]);
	}
	*format = f;
	return true;
}

static bool scan_conversion(const char **s, const char **format, struct clock_reading *out)
{
	char conversion = (*format)[1];

	if (width_of(conversion))
		return scan_numbers(s, format, out);
	*format += 2;
	switch (conversion) {
	case 'b':
	case 'B':
		return scan_month_name(s, &out->month);
	case 'p':
		return scan_half(s, &out->hour_half);
	case 'f':
		return scan_fraction(s, &out->ms);
	case 'z':
		return out->has_offset = scan_offset(s, &out->offset);
	case 'Z':
		return scan_zone_name(s, out);
	case 'a':
		for (; isalpha((unsigned char)**s); (*s)++)
			;
		return true;
	default: /* %% */
		return *(*s)++ == conversion;
	}
}

static bool read_format(const char *s, const char *format, struct clock_reading *out)
{
	out->day_only = true;
	skip_blanks(&s);
	while (*format) {
		if (*format == ' ') {
			skip_blanks(&s);
			format++;
		} else if (*format == '%') {
			if (!scan_conversion(&s, &format, out))
				return false;
		} else if (tolower((unsigned char)*s++) != tolower((unsigned char)*format++)) {
			return false;
		}
	}
	skip_blanks(&s);
	return !*s;
}

bool carrier_clock_read(const char *text, const char *format, struct clock_reading *out)
{
	*out = (struct clock_reading) { .day = 1 };
	return format ? read_format(text, format, out) : read_iso(text, out);
}

bool carrier_clock_local(const struct clock_reading *r, int64_t *out)
{
	int year, month, day, hour = r->hour;
	int64_t days;

	if (r->hour_half) {
		if (hour < 1 || hour > 12)
			return false;
		hour = hour % 12 + (r->hour_half == 2 ? 12 : 0);
	}
	/* 24:00 is the next midnight (ISO 8601), 23:59:60 a leap second. */
	if (hour > 24 || r->minute > 59 || r->second > 60 || (hour == 24 && (r->minute || r->second)))
		return false;
	if (r->year < YEAR_FIRST || r->year > YEAR_LAST || r->month < 1 || r->month > 12 || r->day < 1 || r->day > 31)
		return false;
	days = day_from_civil(r->year, r->month, r->day);
	day_to_civil(days, &year, &month, &day);
	*out = ((days * 24 + hour) * 60 + r->minute) * MINUTE_MS + r->second * SECOND_MS + r->ms;
	return month == r->month;
}
