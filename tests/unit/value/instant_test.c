#include <ecom/value.h>

#include <tap.h>

static struct error err;

/* Expected: date -u -d TEXT +%s of coreutils, times 1000, plus the milliseconds. */
static void accepted(void)
{
	static const struct {
		const char *text;
		int64_t instant;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2018-01-02T10:03:00Z", INT64_C(1514887380000) },
		{ "2018-01-02t10:03:00z", INT64_C(1514887380000) },
		{ "2018-01-02 10:03", INT64_C(1514887380000) },
		{ "2018-01-02T10:03", INT64_C(1514887380000) },
		{ "2018-01-02 10:03:07", INT64_C(1514887387000) },
		{ "2018-01-02", INT64_C(1514851200000) },
		{ "2018-01-02T10:03:00+08:00", INT64_C(1514858580000) },
		{ "2018-01-02T10:03:00-03:30", INT64_C(1514899980000) },
		{ "2018-01-02T10:03:00+0800", INT64_C(1514858580000) },
		{ "2018-01-02 10:03:00 +0800", INT64_C(1514858580000) },
		{ "2018-01-02T10:03Z", INT64_C(1514887380000) },
		{ "2018-01-02T10:03:00.5Z", INT64_C(1514887380500) },
		{ "2018-01-02T10:03:00.123456789Z", INT64_C(1514887380123) },
		{ "2018-01-02T10:03:00.0009Z", INT64_C(1514887380000) },
		{ "2018-01-02 10:03:00.25", INT64_C(1514887380250) },
		{ "1969-12-31T23:59:59.999Z", -1 },
		{ "1900-01-01T00:00:00Z", INT64_C(-2208988800000) },
		{ "2999-12-31T23:59:59Z", INT64_C(32503679999000) },
		{ "2024-02-29T12:00:00Z", INT64_C(1709208000000) },
	};
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++) {
		int64_t instant = -7;

		instant_parse(cases[i].text, NULL, &instant, &err);
		is_int(instant, cases[i].instant, cases[i].text);
	}
}

static void refused(void)
{
	static const struct {
		const char *text, *hint;
	} cases[] = {
		{ "", "a date such as" },
		{ "2018", "a date such as" },
		{ "1514887380", "a date such as" },
		{ "2018-1-2", "a date such as" },
		{ "02/01/2018", "a date such as" },
		{ "2018/01/02", "a date such as" },
		{ " 2018-01-02", "a date such as" },
		{ "2026-02-30T10:00:00Z", "February 2026 has 28 days" },
		{ "2018-01-02T", "a time such as" },
		{ "2018-01-02T10", "a time such as" },
		{ "2018-01-02T1:03", "a time such as" },
		{ "2018-01-02T10:03:", "a time such as" },
		{ "2018-01-02T10:03:00.", "a time such as" },
		{ "2018-01-02T10:03:00,5Z", "was expected after the time" },
		{ "2018-01-02T24:00:00Z", "hours from 00 to 23" },
		{ "2018-01-02T10:60:00Z", "minutes from 00 to 59" },
		{ "2016-12-31T23:59:60Z", "seconds from 00 to 59" },
		{ "2018-01-02T10:03:00 ", "was expected after the time" },
		{ "2018-01-02T10:03:00ZZ", "was expected after the time" },
		{ "2018-01-02T10:03:00+24:00", "was expected after the time" },
		{ "2018-01-02T10:03:00+08:60", "was expected after the time" },
		{ "2018-01-02T10:03:00 PM", "was expected after the time" },
		{ "2018-01-02X10:03", "a time such as" },
		{ "2018-01-02Z", "a time such as" },
		{ "1899-12-31T23:59:59Z", "a year from 1900 to 2999" },
		{ "3000-01-01T00:00:00Z", "a year from 1900 to 2999" },
		{ "now", "a date such as" },
	};
	int64_t instant = -7;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++) {
		bool rejected = instant_parse(cases[i].text, NULL, &instant, &err) == STATUS_REJECTED;

		ok(rejected && strcmp(err.code, "bad_value") == 0 && strstr(err.message, cases[i].hint),
		   "'%s' is refused: %s", cases[i].text, rejected ? err.message : "");
	}
	is_int(instant, -7, "what was refused changed nothing");
}

static void printed(void)
{
	char out[INSTANT_TEXT_SIZE];

	is_text(instant_print(out, 0), "1970-01-01T00:00:00Z", "the beginning");
	is_text(instant_print(out, INT64_C(1514887380000)), "2018-01-02T10:03:00Z", "whole seconds");
	is_text(instant_print(out, INT64_C(1514887380007)), "2018-01-02T10:03:00.007Z", "milliseconds");
	is_text(instant_print(out, -1), "1969-12-31T23:59:59.999Z", "before 1970");
	is_text(instant_print(out, INT64_C(-2208988800000)), "1900-01-01T00:00:00Z", "1900");
	is_text(instant_print(out, INT64_C(32503679999000)), "2999-12-31T23:59:59Z", "2999");
	is_text(instant_print(out, INSTANT_NONE), "", "none");
	/* Instant.ofEpochMilli(Long.MAX_VALUE) of Java */
	is_text(instant_print(out, INT64_MAX), "292278994-08-17T07:12:55.807Z", "the last of all");
	ok(strlen(instant_print(out, INT64_MIN + 1)) < sizeof(out), "the first of all fits");
}

int main(void)
{
	accepted();
	refused();
	printed();
	return done_testing();
}
