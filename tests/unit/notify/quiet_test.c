/* Quiet hours, names of receivers in logs, topics, and what an alert still owes. */
#include <tap.h>

#include <notify/notify_impl.h>

#define HOUR	 INT64_C(3600000)
#define MIDNIGHT INT64_C(1767571200000) /* 2026-01-05T00:00:00Z */

static struct arena arena;
static struct error err;

static void test_parse(void)
{
	static const char *const BAD[] = {
		"",	      "22:00",	    "22-07",	   "22:00-22:00", "22:60-07:00", "25:00-07:00", "22:00-07:00 ",
		"a:00-07:00", "22:0-07:00", "-22:00-07:00"
	};
	struct notify_quiet q;

	ok(notify_quiet_parse("22:00-07:30", &q) && q.from == 1320 && q.to == 450, "over the night");
	ok(notify_quiet_parse("9:05-17:00", &q) && q.from == 545 && q.to == 1020, "by day");
	ok(notify_quiet_parse("00:00-24:00", &q), "all day");
	for (size_t i = 0; i < ARRAY_LENGTH(BAD); i++)
		ok(!notify_quiet_parse(BAD[i], &q), "refused: \"%s\"", BAD[i]);
}

static int64_t end_of(const char *hours, const struct zone *zone, int64_t now)
{
	struct notify_quiet q;

	notify_quiet_parse(hours, &q);
	return notify_quiet_end(&q, zone, now);
}

static void test_end(void)
{
	const struct notify_quiet none = { 0, 0 };
	struct zone *shanghai, *berlin;

	is_int(notify_quiet_end(&none, NULL, 5), 5, "no hours at all");
	is_int(end_of("22:00-07:00", NULL, MIDNIGHT + 21 * HOUR), MIDNIGHT + 21 * HOUR, "before");
	is_int(end_of("22:00-07:00", NULL, MIDNIGHT + 22 * HOUR), MIDNIGHT + 31 * HOUR,
	       "from their beginning, to the next day");
	is_int(end_of("22:00-07:00", NULL, MIDNIGHT + 6 * HOUR), MIDNIGHT + 7 * HOUR, "in the small hours");
	is_int(end_of("22:00-07:00", NULL, MIDNIGHT + 7 * HOUR), MIDNIGHT + 7 * HOUR,
	       "to their end, which is none of them");
	is_int(end_of("12:00-13:00", NULL, MIDNIGHT + 12 * HOUR + 1), MIDNIGHT + 13 * HOUR, "by day");
	zone_open(&shanghai, "+08:00", &err);
	is_int(end_of("22:00-07:00", shanghai, MIDNIGHT + 15 * HOUR), MIDNIGHT + 23 * HOUR, "by another clock");
	zone_free(shanghai);
	/* The clock goes forward at 01:00Z on 29 March 2026 (02:00 becomes 03:00): seven o'clock is 05:00Z, not 06:00Z.
	 */
	if (zone_open(&berlin, "Europe/Berlin", &err) == STATUS_OK)
		is_int(end_of("22:00-07:00", berlin, INT64_C(1774738800000)), INT64_C(1774760400000),
		       "in the night of the shorter day");
	zone_free(berlin);
}

static void test_mask(void)
{
	is_text(notify_mask("ann@example.com", &arena), "a***@example.com", "a mail address");
	is_text(notify_mask("ann@a.com,bob@b.com", &arena), "a***@a.com,b***@b.com", "two");
	is_text(notify_mask("+86 138 0013 8000", &arena), "***8000", "a phone");
	is_text(notify_mask("https://u:p@h.example/hook?key=1", &arena), "https://h.example/...",
		"an address, without its secrets");
	is_text(notify_mask("warehouse", &arena), "warehouse", "a name of ours");
	is_text(notify_mask("马@example.com", &arena), "马***@example.com", "a first letter that is no ASCII");
}

static void test_topics(void)
{
	ok(notify_topic_fits("shipment.*", "shipment.delivered"), "the beginning of it");
	ok(notify_topic_fits("*", "order.paid"), "all");
	ok(notify_topic_fits("order.paid", "order.paid"), "the same");
	ok(!notify_topic_fits("order.paid", "order.paid.twice"), "no more than it says");
	ok(!notify_topic_fits("shipment.*", "order.shipped"), "another");
}

static void test_owing(void)
{
	const struct notify_rule plain = { .rule = "r" }, clears = { .rule = "r", .tell_cleared = true },
				 again = { .rule = "r", .again = 10 };
	const struct notify_row told = { .state = ALERT_FIRING, .since = 5, .told_at = 5 },
				held = { .state = ALERT_FIRING, .since = 5, .told_at = INSTANT_NONE, .owed = true },
				earlier = { .state = ALERT_FIRING, .since = 5, .told_at = 3, .owed = true };
	struct notify_row after = { .told_at = INSTANT_NONE };

	is_int(notify_settle(NULL, STEP_FIRE, &after, &plain, false, 7), TELL_STATE, "it fires: told");
	ok(!after.owed && after.told_at == 7, "and nothing is owed");
	after = (struct notify_row) { .told_at = INSTANT_NONE };
	is_int(notify_settle(NULL, STEP_FIRE, &after, &plain, true, 7), TELL_NOTHING, "held back: not told");
	ok(after.owed && after.told_at == INSTANT_NONE, "but owed");
	after = held;
	is_int(notify_settle(&held, STEP_SEEN, &after, &plain, false, 9), TELL_STATE, "later, when it is still so");
	after = held;
	is_int(notify_settle(&held, STEP_CLEAR, &after, &clears, false, 9), TELL_NOTHING,
	       "over before anybody was told: nothing");
	ok(!after.owed, "and nothing owed");
	after = earlier;
	is_int(notify_settle(&earlier, STEP_CLEAR, &after, &clears, false, 9), TELL_NOTHING,
	       "what was told of an earlier time counts for nothing");
	after = told;
	is_int(notify_settle(&told, STEP_CLEAR, &after, &clears, false, 9), TELL_STATE,
	       "over, to whom it was told: told");
	after = told;
	is_int(notify_settle(&told, STEP_CLEAR, &after, &clears, true, 9), TELL_NOTHING, "over, held back");
	ok(after.owed, "owed");
	after = told;
	is_int(notify_settle(&told, STEP_CLEAR, &after, &plain, false, 9), TELL_QUIETLY,
	       "over, where nobody asks to be told");
	after = told;
	is_int(notify_settle(&told, STEP_SEEN, &after, &again, false, 14), TELL_NOTHING, "it goes on");
	is_int(notify_settle(&told, STEP_SEEN, &after, &again, false, 15), TELL_STATE, "so long that it is told again");
	is_int(after.generation, 1, "as another message");
}

int main(void)
{
	test_parse();
	test_end();
	test_mask();
	test_topics();
	test_owing();
	arena_free(&arena);
	return done_testing();
}
