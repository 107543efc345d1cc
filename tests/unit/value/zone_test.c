#include "value/value_impl.h"

#include <tap.h>

static struct error err;

static struct zone *open_zone(const char *name)
{
	struct zone *z = NULL;

	if (zone_open(&z, name, &err) != STATUS_OK)
		printf("# %s\n", err.message);
	return z;
}

static void names(void)
{
	static const struct {
		const char *name, *canonical;
		int offset;
	} fixed[] = {
		{ "UTC", "UTC", 0 },	       { "utc", "UTC", 0 },	   { "Z", "UTC", 0 },
		{ "+00:00", "UTC", 0 },	       { "-00:00", "UTC", 0 },	   { "+08:00", "+08:00", 28800 },
		{ "+8", "+08:00", 28800 },     { "+08", "+08:00", 28800 }, { "-0330", "-03:30", -12600 },
		{ "+05:45", "+05:45", 20700 },
	};
	static const char *const bad[] = {
		"",
		"/etc/localtime",
		"../zoneinfo/UTC",
		"Europe/../UTC",
		"Nowhere/Land",
		"Europe",
		"Europe/Berlin ",
		"tzdata.zi",
		"+24:00",
		"+08:60",
		"+8:5",
		"+080",
		"8",
		"+",
		"right/UTC",
		"zone.tab",
	};
	struct zone *z;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(fixed); i++) {
		z = open_zone(fixed[i].name);
		is_text(z ? zone_name(z) : NULL, fixed[i].canonical, fixed[i].name);
		is_int(z ? zone_offset(z, 0) : -1, fixed[i].offset, "its offset");
		zone_free(z);
	}
	for (i = 0; i < ARRAY_LENGTH(bad); i++) {
		z = NULL;
		ok(zone_open(&z, bad[i], &err) == STATUS_REJECTED && strcmp(err.code, "bad_zone") == 0 && !z,
		   "'%s' is no zone", bad[i]);
	}
	z = open_zone("Asia/Shanghai");
	is_text(z ? zone_name(z) : NULL, "Asia/Shanghai", "a zone keeps its name");
	zone_free(z);
	zone_free(NULL);
	is_text(zone_name(NULL), "UTC", "none is UTC");
	is_int(zone_offset(NULL, 0), 0, "at no offset");
}

/* Expected: python3, int(datetime(..., tzinfo=ZoneInfo(zone)).timestamp() * 1000). */
static void local_times(void)
{
	static const struct {
		const char *zone, *local;
		int64_t instant;
	} cases[] = {
		{ "Europe/Berlin", "2026-03-29 01:59:59", INT64_C(1774745999000) },
		{ "Europe/Berlin", "2026-03-29 02:30", INT64_C(1774747800000) }, /* skipped: 03:30 */
		{ "Europe/Berlin", "2026-03-29 03:00", INT64_C(1774746000000) },
		{ "Europe/Berlin", "2026-10-25 02:30", INT64_C(1792888200000) }, /* twice: the first */
		{ "Europe/Berlin", "2026-10-25 03:00", INT64_C(1792893600000) },
		{ "America/New_York", "2026-03-08 02:30", INT64_C(1772955000000) },
		{ "America/New_York", "2026-11-01 01:30", INT64_C(1793511000000) },
		{ "Asia/Shanghai", "2018-01-02 10:03", INT64_C(1514858580000) },
		{ "Asia/Shanghai", "1988-07-01 12:00", INT64_C(583729200000) }, /* China had summer time */
		{ "Asia/Kathmandu", "2026-01-01", INT64_C(1767204900000) },
		{ "Africa/Monrovia", "1960-01-01", INT64_C(-315616530000) },	/* 44 min 30 s west */
		{ "Pacific/Apia", "2011-12-30 12:00", INT64_C(1325282400000) }, /* a day that Samoa skipped */
		/* after the last transition of a file, by its footer */
		{ "Europe/Berlin", "2050-07-01 12:00", INT64_C(2540282400000) },
		{ "Europe/Berlin", "2050-12-01 12:00", INT64_C(2553505200000) },
		{ "America/New_York", "2050-03-13 02:30", INT64_C(2530769400000) },
		{ "Australia/Sydney", "2050-01-01", INT64_C(2524568400000) },
		{ "Australia/Sydney", "2050-07-01", INT64_C(2540210400000) },
		{ "Australia/Lord_Howe", "2050-01-01", INT64_C(2524568400000) },
		{ "America/Nuuk", "2050-07-01", INT64_C(2540250000000) },
		{ "Africa/Casablanca", "2050-01-01", INT64_C(2524604400000) },
		{ "Europe/Dublin", "2050-01-15 12:00", INT64_C(2525860800000) },
	};
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct zone *z = open_zone(cases[i].zone);
		int64_t instant = 0, shown = 0;

		ok(z && instant_parse(cases[i].local, z, &instant, &err) == STATUS_OK && instant == cases[i].instant,
		   "%s in %s", cases[i].local, cases[i].zone);
		ok(z && instant_parse(cases[i].local, NULL, &shown, &err) == STATUS_OK &&
			   zone_offset_shown(z, shown) == (shown - cases[i].instant) / 1000,
		   "its offset");
		zone_free(z);
	}
}

static void days(void)
{
	struct zone *berlin = open_zone("Europe/Berlin"), *sao_paulo = open_zone("America/Sao_Paulo");
	struct zone *toronto = open_zone("America/Toronto"), *fixed = open_zone("-0330");
	char out[INSTANT_TEXT_SIZE];
	int64_t day;

	/* 2026-03-28T23:30Z is 00:30 on the 29th by Berlin's +01:00. */
	is_int(instant_day(INT64_C(1774740600000), berlin), day_from_civil(2026, 3, 29),
	       "the day of an instant in Berlin");
	is_int(instant_day(INT64_C(1774740600000), NULL), day_from_civil(2026, 3, 28), "and in UTC");
	is_int(instant_day(-1, NULL), -1, "a millisecond before 1970");
	is_int(instant_day(-1, fixed), -1, "and west of it");
	day = day_from_civil(2026, 3, 29);
	is_int(instant_of_day(day + 1, berlin) - instant_of_day(day, berlin), 23 * INT64_C(3600000),
	       "a day of 23 hours");
	day = day_from_civil(2026, 10, 25);
	is_int(instant_of_day(day + 1, berlin) - instant_of_day(day, berlin), 25 * INT64_C(3600000),
	       "a day of 25 hours");
	/* python3: the clocks of Sao Paulo went from 00:00 to 01:00 at 2018-11-04T03:00Z. */
	is_text(instant_print(out, instant_of_day(day_from_civil(2018, 11, 4), sao_paulo)), "2018-11-04T03:00:00Z",
		"a skipped midnight is the first instant of the day");
	/* zdump -v: those of Toronto from 23:30 to 00:30 at 1919-03-31T04:30Z. */
	is_text(instant_print(out, instant_of_day(day_from_civil(1919, 3, 31), toronto)), "1919-03-31T04:30:00Z",
		"also when the gap began the day before");
	zone_free(berlin);
	zone_free(sao_paulo);
	zone_free(toronto);
	zone_free(fixed);
}

/* Expected: glibc with TZ=rule, python3's time.localtime(second).tm_gmtoff. */
static void rules(void)
{
	static const struct {
		const char *rule;
		int64_t second;
		int offset;
	} cases[] = {
		{ "<+0545>-5:45", 0, 20700 },
		{ "AAA3BBB,J60,J300", 1709269199, -10800 }, /* a leap year: J60 is 1 March all the same */
		{ "AAA3BBB,J60,J300", 1709269200, -7200 },
		{ "AAA3BBB,J60,J300", 1677646800, -7200 },
		{ "AAA3BBB,59,299", 1709182800, -7200 }, /* day 59 is 29 February, else 1 March */
		{ "AAA3BBB,59,299", 1677646799, -10800 },
		{ "AAA3BBB,59,299", 1677646800, -7200 },
		{ "IST-1GMT0,M10.5.0,M3.5.0/1", 2525860800, 0 },
		{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2531955599, -7200 },
		{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2531955600, -3600 },
		{ "EET-2EEST,M3.4.4/50,M10.4.4/50", 2531865599, 7200 },
		{ "EET-2EEST,M3.4.4/50,M10.4.4/50", 2531865600, 10800 },
		/* RFC 8536, section 3.3.1: summer time all year */
		{ "EST5EDT,0/0,J365/25", 1767225600, -14400 },
		{ "EST5EDT,0/0,J365/25", 1767243600, -14400 },
		{ "EST5EDT,0/0,J365/25", 1767244500, -14400 },
	};
	static const char *const bad[] = {
		"",
		"5",
		"EST",
		"EST5EDT",
		"EST5EDT,M3.2.0",
		"EST5EDT,M13.1.0,M11.1.0",
		"EST5EDT,M3.6.0,M11.1.0",
		"EST5EDT,M3.2.7,M11.1.0",
		"EST5EDT,J0,J365",
		"EST5EDT,J1,J366",
		"EST5EDT,366,1",
		"<EST5",
		"EST5 ",
		"EST5EDT,M3.2.0/168,M11.1.0",
		"EST25",
		"EST5:60",
		"EST5EDT,M3.2.0,M11.1.0,",
	};
	struct zone_rule rule;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct zone_span span = { 0 };

		if (zone_rule_parse(cases[i].rule, &rule))
			span = zone_rule_span(&rule, cases[i].second);
		ok(span.offset == cases[i].offset && span.begin <= cases[i].second && cases[i].second < span.end,
		   "%s at %lld", cases[i].rule, (long long)cases[i].second);
	}
	for (i = 0; i < ARRAY_LENGTH(bad); i++)
		ok(!zone_rule_parse(bad[i], &rule), "'%s' is no rule", bad[i]);
}

static void caching(void)
{
	struct zone_cache cache = { 0 };
	const struct zone *shanghai = zone_cache_find(&cache, "Asia/Shanghai");
	char name[8];
	int right = 0;

	ok(shanghai && shanghai == zone_cache_find(&cache, "Asia/Shanghai"), "a zone is opened once");
	ok(!zone_cache_find(&cache, "Asia/Nowhere"), "one that is none is not found");
	for (int hours = 1; hours <= 12; hours++) {
		for (int minutes = 0; minutes < 60; minutes += 15) {
			snprintf(name, sizeof name, "+%02d:%02d", hours, minutes);
			right += zone_offset(zone_cache_find(&cache, name), 0) == hours * 3600 + minutes * 60;
		}
	}
	is_int(right, 48, "three times as many as are kept are each what they are called");
	is_int(zone_offset(zone_cache_find(&cache, "Asia/Shanghai"), 0), 8 * 3600, "the first is opened again");
	zone_cache_free(&cache);
}

int main(void)
{
	names();
	caching();
	local_times();
	days();
	rules();
	return done_testing();
}
