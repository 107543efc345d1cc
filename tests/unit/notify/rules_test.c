/* What a run means for a key, what may stand in the head of a mail, when it is tried again. */
#include <tap.h>

#include <notify/notify_impl.h>

#define HOUR INT64_C(3600000)

static const struct notify_rule PLAIN = { .rule = "r" }, HELD = { .rule = "r", .hold = 2 * HOUR },
				PARTIAL = { .rule = "r", .partial = true }, EMPTIES = { .rule = "r", .clear_empty = true };

static int step(int state, const char *before, const char *now_severity, const struct notify_rule *rule, bool empty,
		int64_t after)
{
	const struct notify_row row = { .key = "k", .state = state, .severity = before, .seen_at = 1000, .told_at = 1000 };
	const struct notify_sighting seen = { .key = "k", .severity = now_severity };

	return notify_step(state < 0 ? NULL : &row, now_severity ? &seen : NULL, rule, empty, 1000 + after);
}

static void test_steps(void)
{
	is_int(step(-1, NULL, "low", &PLAIN, false, 0), STEP_FIRE, "never seen: it fires");
	is_int(step(ALERT_OK, "low", "low", &PLAIN, false, 0), STEP_FIRE, "it was ok: it fires");
	is_int(step(ALERT_FIRING, "low", "low", &PLAIN, false, 0), STEP_SEEN, "it goes on firing: nothing to tell");
	is_int(step(ALERT_FIRING, "low", "out", &PLAIN, false, 0), STEP_WORSE, "it is worse");
	is_int(step(ALERT_FIRING, "out", "low", &PLAIN, false, 0), STEP_SEEN, "it is better, but there");
	is_int(step(ALERT_FIRING, "whatever", "such", &PLAIN, false, 0), STEP_SEEN, "words without a rank");
	is_int(step(ALERT_FIRING, "low", NULL, &PLAIN, false, 0), STEP_CLEAR, "gone: ok");
	is_int(step(ALERT_OK, "low", NULL, &PLAIN, false, 9), STEP_NONE, "ok and still gone");
	is_int(step(ALERT_FIRING, "low", NULL, &HELD, false, 2 * HOUR - 1), STEP_NONE, "gone for less than the hold");
	is_int(step(ALERT_FIRING, "low", NULL, &HELD, false, 2 * HOUR), STEP_CLEAR, "gone for the hold");
	is_int(step(ALERT_FIRING, "low", NULL, &PARTIAL, false, 99 * HOUR), STEP_NONE, "a part says nothing of the rest");
	is_int(step(ALERT_FIRING, "low", NULL, &PLAIN, true, HOUR - 1), STEP_NONE, "an empty input may be a broken pipe");
	is_int(step(ALERT_FIRING, "low", NULL, &PLAIN, true, HOUR), STEP_CLEAR, "but not for an hour");
	is_int(step(ALERT_FIRING, "low", NULL, &HELD, true, HOUR), STEP_NONE, "a longer hold is kept");
	is_int(step(ALERT_FIRING, "low", NULL, &EMPTIES, true, 0), STEP_CLEAR, "unless an empty input is trusted");
}

static void test_severities(void)
{
	static const char *const RISING[] = { "info", "low", "warning", "error", "critical", "out" };

	for (size_t i = 1; i < ARRAY_LENGTH(RISING); i++)
		ok(notify_severity_rank(RISING[i]) > notify_severity_rank(RISING[i - 1]), "%s is graver than %s", RISING[i],
		   RISING[i - 1]);
	is_int(notify_severity_rank("缺货"), notify_severity_rank("out"), "an alias");
	is_int(notify_severity_rank(NULL), 0, "none");
	is_int(notify_severity_rank("purple"), 0, "an unknown word");
}

static void test_schedule(void)
{
	static const int64_t SECONDS[] = { 5, 300, 1800, 7200, 18000, 36000 };

	for (int i = 0; i < 6; i++)
		is_int(notify_retry_delay(NOTIFY_MAIL, i + 1), SECONDS[i] * 1000, "the wait after a failed try");
	/* The table of the Standard Webhooks specification, "Deliverability and reliability". */
	static const int64_t HOURS[] = { 2, 5, 10, 14, 20, 24 };
	for (int i = 0; i < 6; i++)
		is_int(notify_retry_delay(NOTIFY_WEBHOOK, i + 4), HOURS[i] * HOUR, "the wait of a webhook");
	is_int(notify_retry_delay(NOTIFY_WEBHOOK, 10), -1, "which has ten tries");
	is_int(notify_retry_delay(NOTIFY_MAIL, 7), -1, "the seventh was the last");
	is_int(notify_retry_delay(NOTIFY_MAIL, 70), -1, "and any after it");
}

static void test_addresses(void)
{
	static const char *const GOOD[] = { "a@b", "buyer@example.com", "a.b+c@example.com,d@example.com",
					    "a@b.c , d@e.f" };
	static const char *const BAD[] = { "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\nBcc: c@d", "a@b\r", "a@b,", "a@b,,c@d",
					   "<a@b>", "a@b;c@d", "\"a\"@b", "-f@b", "ä@b", "a@b c@d", "a@[::1]" };

	for (size_t i = 0; i < ARRAY_LENGTH(GOOD); i++)
		ok(notify_are_addresses(GOOD[i]), "taken: %s", GOOD[i]);
	for (size_t i = 0; i < ARRAY_LENGTH(BAD); i++)
		ok(!notify_are_addresses(BAD[i]), "refused, number %zu", i);
}

static const char *value_of(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "rule") == 0 ? "{count}" : strcmp(name, "count") == 0 ? "3" : NULL;
}

static const char *fill(const char *text, struct error *err)
{
	static struct buffer out;
	const struct notify_template template = { "a.en.txt", text };

	buffer_clear(&out);
	buffer_text(&out, "");
	return notify_fill(&template, 0, value_of, NULL, &out, err) == STATUS_OK ? out.data : NULL;
}

static void test_template(void)
{
	struct error err;

	is_text(fill("{rule}: {count} of {count}", &err), "{count}: 3 of 3", "what is filled in is not looked at again");
	ok(!fill("one\ntwo {amount}\n", &err), "a place that is absent");
	is_text(err.message, "a.en.txt:2: {amount}: the message has no such field; if it may be absent, write {amount?}",
		"is told with file and line");
	is_text(fill("Where: {place?} {town?}\nn {count?} {place?}.\n{place?}", &err), "n 3 .\n",
		"a line all of whose places are absent is left out");
	ok(!fill("{count", &err), "a place that is not closed");
	ok(!fill("{", &err), "a brace alone");
	ok(!fill("{Count}", &err), "a name that is none");
	is_int(err.status, STATUS_CONFIG, "is a fault of the configuration");
}

static void test_table(void)
{
	struct notify_alert alerts[3] = {
		{ .signal = "{\"sku\":\"A\",\"n\":1.50,\"none\":null}" },
		{ .signal = "{\"sku\":\"\\u9a6c\\u514b\",\"extra\":\"x\\ny\"}" },
		{ .signal = "{\"n\":\"0123456789012345678901234567890123456789+\"}", .state = ALERT_OK },
	};
	struct buffer out = { 0 };
	struct arena arena = { 0 };

	notify_table(alerts, 2, false, &out, &arena);
	is_text(out.data, "sku   n     extra\nA     1.50\n马克        x y\n", "digits as they came, wide characters, no line ends");
	buffer_clear(&out);
	notify_table(alerts + 2, 1, true, &out, &arena);
	is_text(out.data, "state  n\nok     0123456789012345678901234567890123456789~\n", "a long cell is cut");
	buffer_free(&out);
	arena_free(&arena);
}

int main(void)
{
	test_steps();
	test_severities();
	test_schedule();
	test_addresses();
	test_template();
	test_table();
	return done_testing();
}
