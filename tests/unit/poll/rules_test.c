/*
 * When a parcel is asked about again, and how much may be asked. Intervals are those the design's table has (hours and
 * days, by hand); the budgets are held against every window by counting in the test.
 */
#include <tap.h>

#include <poll/poll_impl.h>

#include <string.h>

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define NOW    (INT64_C(20000) * DAY + 7 * HOUR)

static const struct carrier_limits NONE;

static struct poll_case parcel(int status, int64_t since_before, int64_t changed_before)
{
	return (struct poll_case) { .status = status,
				    .now = NOW,
				    .since = NOW - since_before,
				    .changed_at = changed_before < 0 ? INSTANT_NONE : NOW - changed_before,
				    .heard = changed_before >= 0,
				    .stretch = 1,
				    .key = poll_key("S-1") };
}

/* Within the ten per cent of the jitter. */
static void is_about(struct poll_case p, int64_t want, const char *what)
{
	struct poll_advice a = poll_advise(&p, &NONE);
	int64_t got = a.next_at - NOW;
	ok(!a.expire && got >= want - want / 10 && got <= want + want / 10, "%s: %lld of %lld min", what,
	   (long long)(got / MINUTE), (long long)(want / MINUTE));
}

static void test_intervals(void)
{
	is_about(parcel(SHIPMENT_PENDING, 0, -1), HOUR, "pending, new");
	is_about(parcel(SHIPMENT_PENDING, 7 * HOUR, -1), 6 * HOUR, "pending, for seven hours");
	is_about(parcel(SHIPMENT_INFO_RECEIVED, DAY, HOUR), 6 * HOUR, "info received");
	is_about(parcel(SHIPMENT_PICKED_UP, DAY, HOUR), 3 * HOUR, "picked up");
	is_about(parcel(SHIPMENT_IN_TRANSIT, 9 * DAY, 4 * DAY), 3 * HOUR, "in transit, changed four days ago");
	is_about(parcel(SHIPMENT_IN_TRANSIT, 9 * DAY, 5 * DAY), 12 * HOUR, "in transit, unchanged for five days");
	is_about(parcel(SHIPMENT_OUT_FOR_DELIVERY, DAY, HOUR), 30 * MINUTE, "out for delivery");
	is_about(parcel(SHIPMENT_OUT_FOR_DELIVERY, 3 * DAY, 2 * DAY), 3 * HOUR, "out for delivery, and forgotten");
	is_about(parcel(SHIPMENT_DELIVERY_ATTEMPT, DAY, HOUR), 4 * HOUR, "attempted");
	is_about(parcel(SHIPMENT_EXCEPTION, DAY, HOUR), 4 * HOUR, "exception");
	is_about(parcel(SHIPMENT_AVAILABLE_FOR_PICKUP, DAY, HOUR), 12 * HOUR, "to be fetched");
	is_about(parcel(SHIPMENT_RETURNING, DAY, HOUR), 12 * HOUR, "returning");
}

static void is_next(struct poll_case p, int64_t want, const char *what)
{
	struct poll_advice a = poll_advise(&p, &NONE);
	is_int(a.next_at, want == INSTANT_NONE ? INSTANT_NONE : NOW + want, what);
}

static void test_ends(void)
{
	struct poll_case p = parcel(SHIPMENT_IN_TRANSIT, 9 * DAY, DAY);

	is_next(parcel(SHIPMENT_DELIVERED, 9 * DAY, 0), DAY, "delivered: looked at a day later");
	is_next(parcel(SHIPMENT_DELIVERED, 9 * DAY, DAY), 4 * DAY, "and five days later");
	is_next(parcel(SHIPMENT_DELIVERED, 9 * DAY, 5 * DAY), INSTANT_NONE, "and then no more");
	is_next(parcel(SHIPMENT_RETURNED, 9 * DAY, HOUR), 23 * HOUR, "returned: a day later");
	is_next(parcel(SHIPMENT_CANCELLED, 9 * DAY, DAY), INSTANT_NONE, "cancelled: and then no more");
	is_next(parcel(SHIPMENT_EXPIRED, 9 * DAY, HOUR), INSTANT_NONE, "expired: no more");
	ok(poll_advise(&(struct poll_case) { .status = SHIPMENT_PENDING, .now = NOW, .since = NOW - 14 * DAY, .changed_at = INSTANT_NONE },
		       &NONE)
		   .expire,
	   "pending for 14 days: expired");
	p.changed_at = NOW - 30 * DAY;
	ok(poll_advise(&p, &NONE).expire, "nothing new for 30 days: expired");
	p.changed_at = NOW - 30 * DAY + 1;
	ok(!poll_advise(&p, &NONE).expire, "a millisecond less: not yet");
	p = parcel(SHIPMENT_IN_TRANSIT, 9 * DAY, DAY);
	p.absences = 2;
	ok(poll_advise(&p, &NONE).next_at != INSTANT_NONE, "unknown twice, after events: asked again");
	p.absences = 3;
	ok(poll_advise(&p, &NONE).next_at == INSTANT_NONE, "three times: purged, no more");
	p = parcel(SHIPMENT_PENDING, HOUR, -1);
	p.absences = 99;
	ok(poll_advise(&p, &NONE).next_at != INSTANT_NONE, "before the first event it may be unknown for long");
}

static void test_carriers_least(void)
{
	const struct carrier_limits dhl = { .per_shipment_day = 10 }, half = { .per_shipment_ms = 30 * MINUTE },
				    lazy = { .per_shipment_ms = 8 * HOUR };
	struct poll_case p = parcel(SHIPMENT_OUT_FOR_DELIVERY, DAY, HOUR);
	bool below = false, above = false;

	for (int i = 0; i < 1000; i++) {
		p.key = (uint64_t)i;
		below |= poll_advise(&p, &dhl).next_at - NOW < DAY / 10 || poll_advise(&p, &half).next_at - NOW < 30 * MINUTE ||
			 poll_advise(&p, &lazy).next_at - NOW < 8 * HOUR;
		above |= poll_advise(&p, &dhl).next_at - NOW > DAY / 10 * 11 / 10 + 1;
	}
	ok(!below, "ten times a day is no more than that, whatever the jitter");
	ok(!above, "nor much less");
}

static void test_jitter(void)
{
	int64_t least = INT64_MAX, most = 0, sum = 0;

	for (uint64_t key = 0; key < 2000; key++) {
		int64_t got = poll_jitter(HOUR, key, NOW);
		least = got < least ? got : least;
		most = got > most ? got : most;
		sum += got;
	}
	ok(least >= HOUR - HOUR / 10 && most <= HOUR + HOUR / 10, "within ten per cent");
	ok(least < HOUR - HOUR / 11 && most > HOUR + HOUR / 11, "and up to them");
	ok(sum / 2000 > HOUR - MINUTE / 2 && sum / 2000 < HOUR + MINUTE / 2, "even about the interval");
	is_int(poll_jitter(HOUR, 7, NOW), poll_jitter(HOUR, 7, NOW), "the same of the same parcel at the same time");
}

static void test_backoff(void)
{
	static const int64_t MINUTES[] = { 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360 };
	for (size_t i = 0; i < ARRAY_LENGTH(MINUTES); i++)
		is_int(poll_backoff((int64_t)i), MINUTES[i] * MINUTE, "minutes after so many failures");
	is_int(poll_backoff(INT64_MAX), 360 * MINUTE, "never more than six hours");
}

static void test_stretch(void)
{
	struct poll_case p = parcel(SHIPMENT_IN_TRANSIT, DAY, HOUR);

	ok(poll_stretch(10, 250) == 1, "enough is left");
	ok(poll_stretch(500, 250) == 2, "twice as many as are left");
	ok(poll_stretch(500, 0) == 500 && poll_stretch(0, 0) == 1, "nothing is left");
	p.stretch = 2;
	is_about(p, 6 * HOUR, "in transit, stretched twice");
}

/* An account that asks for as much as it gets, at odd instants; each grant is a request at that instant. */
#define ASKED 4000
struct asked {
	int64_t at[ASKED];
	size_t n;
};

static void add_use(struct poll_use *uses, size_t *n, int span, int64_t slot, int64_t used)
{
	for (size_t i = 0; i < *n; i++)
		if (uses[i].span == span && uses[i].slot == slot) {
			uses[i].used += used;
			return;
		}
	uses[(*n)++] = (struct poll_use) { span, slot, used };
}

static void ask(const struct carrier_limits *limits, int64_t from, int64_t to, struct asked *asked)
{
	static struct poll_use uses[20000];
	size_t n = 0;
	uint64_t state = 1;

	asked->n = 0;
	for (int64_t now = from; now < to && asked->n < ASKED;) {
		int64_t opens, granted = poll_allow(uses, n, limits, now, 3, &opens);
		for (int span = 0; span < POLL_SPANS && granted > 0; span++)
			add_use(uses, &n, span, poll_slot(limits, span, now), granted);
		for (int64_t i = 0; i < granted && asked->n < ASKED; i++)
			asked->at[asked->n++] = now;
		if (granted == 0 && opens <= now)
			break; /* would stand still: the counts below show it */
		state = state * UINT64_C(6364136223846793005) + 1;
		now = granted ? now + (int64_t)(state >> 60) : opens;
	}
}

/* The most in any window of that width. */
static size_t densest(const struct asked *asked, int64_t width)
{
	size_t most = 0;
	for (size_t i = 0, j = 0; i < asked->n; i++) {
		while (asked->at[i] - asked->at[j] >= width)
			j++;
		most = i - j + 1 > most ? i - j + 1 : most;
	}
	return most;
}

static void test_budget(void)
{
	static struct asked asked;
	const struct carrier_limits second = { .per_second = 10 }, one = { .per_second = 1 },
				    usps = { .per_hour = 60, .per_minute = 5 },
				    day = { .per_day = 250, .day_starts_ms = 16 * HOUR };
	int64_t opens;
	struct poll_use full = { POLL_DAY, poll_slot(&day, POLL_DAY, NOW), 250 };

	ask(&second, NOW, NOW + 60000, &asked);
	ok(densest(&asked, 1000) <= 10, "ten a second: never more in any second (%zu)", densest(&asked, 1000));
	ok(asked.n >= 60 * 10 * 8 / 10, "and not much less (%zu in a minute)", asked.n);
	ask(&one, NOW, NOW + 60000, &asked);
	ok(densest(&asked, 1000) <= 1 && asked.n >= 50, "one a second (%zu in a minute)", asked.n);
	ask(&usps, NOW, NOW + 10 * HOUR, &asked);
	ok(densest(&asked, HOUR) <= 60 && densest(&asked, MINUTE) <= 5, "sixty an hour, five a minute");
	ok(asked.n >= 9 * 60 * 8 / 10, "and not much less (%zu in ten hours)", asked.n);
	ask(&day, NOW, NOW + 3 * DAY, &asked);
	is_int((long long)asked.n, 250 + 250 + 250 + 250, "a day's limit on each of four of the carrier's days");
	is_int(poll_allow(&full, 1, &day, NOW, 1, &opens), 0, "the day's quota is used up");
	is_int(opens, NOW - 7 * HOUR + 16 * HOUR, "and is there again when the carrier's day begins");
	full.slot++;
	is_int(poll_allow(&full, 1, &day, NOW, 1, &opens), 0, "what was used on a day to come counts: the clock was put back");
	is_int(poll_allow(NULL, 0, &NONE, NOW, 77, &opens), 77, "no limit: as many as are wanted");
}

/* What is granted ahead is begun in the slots it was taken from, and is little of any limit. */
static void test_ahead(void)
{
	const struct carrier_limits second = { .per_second = 100, .per_day = 100000 }, day = { .per_day = 250, .day_starts_ms = 16 * HOUR },
				    small = { .per_second = 1, .per_day = 250 }, minute = { .per_minute = 100, .per_hour = 6000 };

	is_int(poll_ahead(&NONE, 40), 40, "no limit: as many as are asked for");
	is_int(poll_ahead(&second, 40), 5, "a twentieth of a second's limit");
	is_int(poll_ahead(&day, 40), 2, "a hundredth of a day's");
	is_int(poll_ahead(&small, 40), 0, "none where one a second is all");
	is_int(poll_ahead(&minute, 4), 4, "never more than are asked for");
	ok(poll_same_slots(&NONE, NOW, NOW + DAY), "without a limit, all moments are alike");
	ok(poll_same_slots(&second, NOW, NOW + 49) && !poll_same_slots(&second, NOW, NOW + 50), "a second counts in twentieths");
	ok(poll_same_slots(&minute, NOW, NOW + 4999) && !poll_same_slots(&minute, NOW, NOW + 5000), "a minute in twelfths");
	ok(poll_same_slots(&day, NOW, NOW + 9 * HOUR - 1) && !poll_same_slots(&day, NOW, NOW + 9 * HOUR),
	   "a day from its own hour on");
}

int main(void)
{
	test_ahead();
	test_intervals();
	test_ends();
	test_carriers_least();
	test_jitter();
	test_backoff();
	test_stretch();
	test_budget();
	return done_testing();
}
