/*
 * Times as carriers write them. What a clock shows is read off the text by hand; offsets of zones are those of date(1):
 * TZ=America/Toronto date -d '2024-03-10 12:00' +%z.
 */
#include "tap.h"

#include <ecom/carrier.h>
#include <stdlib.h>

static struct arena arena;

/* An adapter of one kind of time, and the one event of a reply. */
static const struct carrier_event *event_of(const char *time, const char *event, struct carrier **out)
{
	struct carrier_answer answer;
	struct buffer adapter = { 0 }, reply = { 0 };
	struct error err;

	buffer_printf(
		&adapter,
		"{\"adapter\":1,\"id\":\"x\",\"title\":\"X\",\"base\":{\"prod\":\"https://"
		"h\"},\"auth\":{\"kind\":\"none\"},"
		"\"operations\":{\"fetch\":{\"request\":{\"method\":\"GET\",\"url\":\"${base}/${number}\"},\"reply\":{"
		"\"items\":\"\",\"events\":\"/e/*\",\"event\":{\"code\":\"/c\",\"time\":%s}}}},\"map\":{}}",
		time);
	buffer_printf(&reply, "{\"zone\":\"Europe/Paris\",\"e\":[%s]}", event);
	*out = NULL;
	if (carrier_read(NULL, adapter.data, adapter.length, NULL, NULL, out, &err) != STATUS_OK) {
		printf("# %s\n", err.message);
		return NULL;
	}
	carrier_reply(*out, CARRIER_FETCH, NULL, 0, 200, reply.data, reply.length, &answer, &arena);
	buffer_free(&adapter);
	buffer_free(&reply);
	return answer.n_items == 1 && answer.items->n_events == 1 ? answer.items->events : NULL;
}

/* ${want}: "2024-01-31T10:03:00 +08:00 carrier", "... - place", or "fault". */
static void is_time(const char *time, const char *event, const char *want)
{
	struct carrier *c;
	const struct carrier_event *e = event_of(time, event, &c);
	char local[INSTANT_TEXT_SIZE], got[96] = "fault", offset[16] = "-";

	if (e && !e->fault) {
		bool known = e->time.zone != CARRIER_ZONE_NONE && e->time.zone != CARRIER_ZONE_PLACE;

		instant_print(local, e->time.local);
		local[strlen(local) - 1] = '\0';
		if (known)
			snprintf(offset, sizeof(offset), "%c%02d:%02d", e->time.offset < 0 ? '-' : '+',
				 abs(e->time.offset) / 3600, abs(e->time.offset) / 60 % 60);
		snprintf(got, sizeof(got), "%s %s %s%s", local, offset, CARRIER_ZONE_WORDS[e->time.zone].word,
			 e->time.day ? " day" : "");
	}
	is_text(got, want, event);
	carrier_free(c);
	arena_reset(&arena);
}

static void is_iso(const char *text, const char *want)
{
	char event[128];

	snprintf(event, sizeof(event), "{\"c\":\"A\",\"t\":\"%s\"}", text);
	is_time("[{\"at\":\"/t\"}]", event, want);
}

static void test_iso(void)
{
	is_iso("2024-01-31T10:03:00Z", "2024-01-31T10:03:00 +00:00 carrier");
	is_iso("2024-01-31T10:03:00+08:00", "2024-01-31T10:03:00 +08:00 carrier");
	is_iso("2024-01-31 10:03:00 -0330", "2024-01-31T10:03:00 -03:30 carrier");
	is_iso("2024-01-31T10:03:00+8", "2024-01-31T10:03:00 +08:00 carrier");
	is_iso("2024-01-31T10:03:00+08", "2024-01-31T10:03:00 +08:00 carrier");
	is_iso("2024-01-31T10:03:00.1234567-05:00", "2024-01-31T10:03:00.123 -05:00 carrier");
	is_iso("2024-01-31T10:03:00,5Z", "2024-01-31T10:03:00.500 +00:00 carrier");
	is_iso("2024-01-31T10:03", "2024-01-31T10:03:00 - none");
	is_iso("2024-01-31 10:03:59.000000", "2024-01-31T10:03:59 - none");
	is_iso("20240131T100359Z", "2024-01-31T10:03:59 +00:00 carrier");
	is_iso("20240131 1003", "2024-01-31T10:03:00 - none");
	is_iso("2024/1/5 7:03", "2024-01-05T07:03:00 - none");
	is_iso("2024-01-31", "2024-01-31T00:00:00 - none day");
	is_iso("20240131", "2024-01-31T00:00:00 - none day");
	is_iso("2024-01-31 10:03:00 UTC", "2024-01-31T10:03:00 +00:00 carrier");
	is_iso("2024-01-31 10:03:00 GMT+8", "2024-01-31T10:03:00 +08:00 carrier");
	is_iso("2024-01-31 10:03:00 EDT", "2024-01-31T10:03:00 -04:00 carrier");
	is_iso(" 2024-01-31T10:03:00Z ", "2024-01-31T10:03:00 +00:00 carrier");
	is_iso("2024-01-31T24:00:00Z", "2024-02-01T00:00:00 +00:00 carrier");
	is_iso("2024-02-29T00:00:00Z", "2024-02-29T00:00:00 +00:00 carrier");
	/* date -u -d @1700000000: 22:13:20 */
	is_iso("/Date(1700000000000)/", "2023-11-14T22:13:20 +00:00 carrier");
	is_iso("/Date(1700000000000+0100)/", "2023-11-14T23:13:20 +01:00 carrier");
	is_iso("string", "fault");
	is_iso("", "fault");
	is_iso("2023-02-29T00:00:00Z", "fault");
	is_iso("2024-13-01T00:00:00Z", "fault");
	is_iso("2024-01-31T25:00:00Z", "fault");
	is_iso("2024-01-31T10:60:00Z", "fault");
	is_iso("2024-01-31T10:03:00+15:00", "fault");
	is_iso("2024-01-31T10:03:00Q", "fault");
	is_iso("2024-01-31T10:03:00Z tomorrow", "fault");
	is_iso("1900-01-01T00:00:00", "fault");
	is_iso("0001-01-01T00:00:00Z", "fault");
	is_iso("2100-01-01T00:00:00Z", "fault");
	is_iso("/Date(99999999999999999999)/", "fault");
	is_iso("/Date(1700000000000", "fault");
}

static void test_formats(void)
{
	const char *ups = "[{\"at\":[\"/d\",\"/t\"],\"format\":\"%Y%m%d "
			  "%H%M%S\",\"zone\":\"place\"},{\"at\":\"/d\",\"format\":\"%Y%m%d\"}]";

	is_time(ups, "{\"c\":1,\"d\":\"20240131\",\"t\":\"071356\"}", "2024-01-31T07:13:56 - place");
	is_time(ups, "{\"c\":1,\"d\":20240131,\"t\":74700}", "2024-01-31T07:47:00 - place");
	is_time(ups, "{\"c\":1,\"d\":\"20240131\"}", "2024-01-31T00:00:00 - none day");
	is_time(ups, "{\"c\":1,\"d\":\"20240131\",\"t\":\"\"}", "2024-01-31T00:00:00 - none day");
	is_time(ups, "{\"c\":1,\"d\":\"string\",\"t\":\"string\"}", "fault");
	is_time(ups, "{\"c\":1,\"d\":[\"20240131\"],\"t\":{}}", "fault");
	is_time("[{\"at\":\"/t\",\"format\":\"%B %d, %Y %I:%M %p\"}]", "{\"c\":1,\"t\":\"January 6, 2016 9:10 am\"}",
		"2016-01-06T09:10:00 - none");
	is_time("[{\"at\":\"/t\",\"format\":\"%B %d, %Y %I:%M %p\"}]", "{\"c\":1,\"t\":\"Jan 16, 2016 12:10 A.M.\"}",
		"2016-01-16T00:10:00 - none");
	is_time("[{\"at\":\"/t\",\"format\":\"%d.%m.%Y %H:%M\",\"zone\":\"Europe/Berlin\"}]",
		"{\"c\":1,\"t\":\"18.03.2016 10:02\"}", "2016-03-18T10:02:00 +01:00 adapter");
	is_time("[{\"at\":\"/t\",\"format\":\"%d/%m/%y %H:%M:%S%z\"}]", "{\"c\":1,\"t\":\"5/3/24 1:02:03+0100\"}",
		"2024-03-05T01:02:03 +01:00 carrier");
	is_time("[{\"at\":\"/t\",\"format\":\"%a %d %b %Y %H:%M:%S.%f %Z\"}]",
		"{\"c\":1,\"t\":\"Tue 5 Mar 2024 01:02:03.25 America/Toronto\"}",
		"2024-03-05T01:02:03.250 -05:00 carrier");
	is_time("[{\"at\":\"/t\",\"format\":\"%I:%M %p %Y-%m-%d\"}]", "{\"c\":1,\"t\":\"13:00 pm 2024-01-01\"}",
		"fault");
	is_time("[{\"at\":\"/t\",\"format\":\"%Y-%m-%d\"}]", "{\"c\":1,\"t\":\"2024-01-01 and more\"}", "fault");
}

static void test_epochs(void)
{
	is_time("[{\"at\":\"/t\",\"epoch\":\"s\"}]", "{\"c\":1,\"t\":1700000000}",
		"2023-11-14T22:13:20 +00:00 carrier");
	is_time("[{\"at\":\"/t\",\"epoch\":\"ms\"}]", "{\"c\":1,\"t\":\"1700000000123\"}",
		"2023-11-14T22:13:20.123 +00:00 carrier");
	is_time("[{\"at\":\"/t\",\"epoch\":\"s\",\"zone\":\"Asia/Shanghai\"}]", "{\"c\":1,\"t\":1700000000}",
		"2023-11-15T06:13:20 +08:00 adapter");
	is_time("[{\"at\":\"/t\",\"epoch\":\"s\",\"offset\":\"/z\"}]", "{\"c\":1,\"t\":1700000000,\"z\":\"-5\"}",
		"2023-11-14T17:13:20 -05:00 carrier");
	is_time("[{\"at\":\"/t\",\"epoch\":\"s\"}]", "{\"c\":1,\"t\":0}", "fault");
	is_time("[{\"at\":\"/t\",\"epoch\":\"s\"}]", "{\"c\":1,\"t\":-1e300}", "fault");
	is_time("[{\"at\":\"/t\",\"epoch\":\"s\"}]", "{\"c\":1,\"t\":\"soon\"}", "fault");
}

static void test_offsets(void)
{
	const char *offset = "[{\"at\":\"/t\",\"offset\":[\"/z\",\"^/zone\"]}]";
	const char *utc = "[{\"at\":\"/t\",\"utc\":[\"/gd\",\"/gt\"],\"format\":\"%Y%m%d %H%M%S\",\"zone\":\"place\"},"
			  "{\"at\":\"/t\",\"utc\":\"/g\",\"zone\":\"place\"}]";
	const char *toronto = "[{\"at\":\"/t\",\"zone\":\"America/Toronto\"}]";

	is_time(offset, "{\"c\":1,\"t\":\"2024-01-31 10:03\",\"z\":\"+08:00\"}", "2024-01-31T10:03:00 +08:00 carrier");
	is_time(offset, "{\"c\":1,\"t\":\"2024-01-31 10:03\",\"z\":-5}", "2024-01-31T10:03:00 -05:00 carrier");
	is_time(offset, "{\"c\":1,\"t\":\"2024-07-31 10:03\",\"z\":\"EST\"}", "2024-07-31T10:03:00 -05:00 carrier");
	is_time(offset, "{\"c\":1,\"t\":\"2024-07-31 10:03\",\"z\":\"America/Toronto\"}",
		"2024-07-31T10:03:00 -04:00 carrier");
	is_time(offset, "{\"c\":1,\"t\":\"2024-07-31 10:03\"}",
		"2024-07-31T10:03:00 +02:00 carrier"); /* the item's zone */
	is_time(offset, "{\"c\":1,\"t\":\"2024-07-31 10:03\",\"z\":\"../../etc/passwd\"}",
		"2024-07-31T10:03:00 - none");
	is_time(offset, "{\"c\":1,\"t\":\"2024-07-31T10:03Z\",\"z\":\"+08:00\"}", "2024-07-31T10:03:00 +00:00 carrier");
	is_time(utc, "{\"c\":1,\"t\":\"20240131 050300\",\"gd\":\"20240131\",\"gt\":\"100300\"}",
		"2024-01-31T05:03:00 -05:00 carrier");
	is_time(utc, "{\"c\":1,\"t\":\"2024-11-22T13:58:00\",\"g\":\"2024-11-22T18:58:40Z\"}",
		"2024-11-22T13:58:00 -05:00 carrier");
	is_time(utc, "{\"c\":1,\"t\":\"2024-11-22T13:58:00\",\"g\":\"2024-11-22T08:13:00\"}",
		"2024-11-22T13:58:00 +05:45 carrier");
	is_time(utc, "{\"c\":1,\"t\":\"2024-11-22T13:58:00\",\"g\":\"2024-11-20T08:13:00\"}",
		"2024-11-22T13:58:00 - place");
	is_time(utc, "{\"c\":1,\"t\":\"2024-11-22T13:58:00\",\"g\":\"string\"}", "2024-11-22T13:58:00 - place");
	is_time(toronto, "{\"c\":1,\"t\":\"2024-03-10 01:30\"}", "2024-03-10T01:30:00 -05:00 adapter");
	is_time(toronto, "{\"c\":1,\"t\":\"2024-03-10 03:30\"}", "2024-03-10T03:30:00 -04:00 adapter");
	is_time(toronto, "{\"c\":1,\"t\":\"2024-11-03 01:30\"}",
		"2024-11-03T01:30:00 -04:00 adapter"); /* twice: the earlier */
	is_time(toronto, "{\"c\":1,\"t\":\"2024-11-03 02:30\"}", "2024-11-03T02:30:00 -05:00 adapter");
	is_time("[{\"at\":\"/t\",\"zone\":\"+05:30\"}]", "{\"c\":1,\"t\":\"2024-11-03 02:30\"}",
		"2024-11-03T02:30:00 +05:30 adapter");
	is_time("[{\"in\":\"/l/*\",\"if\":[{\"at\":\"/k\",\"is\":\"B\"}],\"at\":\"/t\"}]",
		"{\"c\":1,\"l\":[{\"k\":\"A\",\"t\":\"2024-01-01\"},{\"k\":\"B\",\"t\":\"2024-01-02\"}]}",
		"2024-01-02T00:00:00 - none day");
	is_time("[{\"at\":\"/iso\"},{\"at\":\"/raw\",\"zone\":\"UTC\"}]",
		"{\"c\":1,\"iso\":null,\"raw\":\"2024-01-02 03:04\"}", "2024-01-02T03:04:00 +00:00 adapter");
}

int main(void)
{
	test_iso();
	test_formats();
	test_epochs();
	test_offsets();
	arena_free(&arena);
	return done_testing();
}
