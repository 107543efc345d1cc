/* The drawing, character by character. The local times are worked out by hand from the UTC instants and the offsets. */
#include "tap.h"
#include "track/track_impl.h"

#define JANUARY_5 INT64_C(1767571200000) /* 2026-01-05T00:00:00Z, by date(1) */
#define HOUR	  INT64_C(3600000)

static struct track_event event(int64_t at, int status, const char *offset, const char *text, const char *place)
{
	struct track_event e;
	record_clear(&track_event_type, &e);
	e.at = at;
	e.status = status;
	e.offset = offset;
	e.text = text;
	e.place = place;
	return e;
}

static struct shipment parcel(int status)
{
	struct shipment s;
	record_clear(&shipment_type, &s);
	s.shipment = "P-1";
	s.order = "1001";
	s.carrier = "sf";
	s.number = "SF0001";
	s.status = status;
	return s;
}

static void draws(const struct shipment *s, const struct track_event *events, size_t n, const struct track_drawing *how,
		  const char *want, const char *name)
{
	struct buffer out = { 0 };
	track_timeline(s, events, n, how, &out);
	is_text(out.data, want, name);
	buffer_free(&out);
}

static void test_delivered(void)
{
	struct track_event events[] = {
		event(JANUARY_5 + 1 * HOUR, SHIPMENT_PICKED_UP, "+08:00", "已揽收", "深圳"),
		event(JANUARY_5 + 20 * HOUR, SHIPMENT_IN_TRANSIT, "+08:00", NULL, NULL),
		event(JANUARY_5 + 50 * HOUR, SHIPMENT_DELIVERED, "-05:00", "Delivered", "New York"),
	};
	struct shipment s = parcel(SHIPMENT_DELIVERED);
	s.delivered_at = events[2].at;
	s.promised_at = JANUARY_5 + 24 * HOUR;
	const struct track_drawing how = { .now = JANUARY_5 + 100 * HOUR };
	events[2].country = "US";
	draws(&s, events, 3, &how,
	      "P-1 · sf SF0001 · order 1001\n"
	      "delivered 2026-01-06 21:00 -05:00 · promised 2026-01-06 00:00 +00:00 · late by 1 d 2 h\n"
	      "\n"
	      "●━━━━━━━━━━━━━━━●━━━━━━━━━━━●━━━━━━━━━━━━●━━━━━━━━━━━━━━━━━━✔\n"
	      "info received   picked up   in transit   out for delivery   delivered\n"
	      "\n"
	      "Tue 2026-01-06\n"
	      "  21:00 -05:00  ✔ delivered              Delivered · New York, US\n"
	      "                │ 1 d 6 h\n"
	      "  04:00 +08:00  ● in transit\n"
	      "Mon 2026-01-05\n"
	      "  09:00 +08:00  ● picked up              已揽收 · 深圳\n",
	      "local times of the places, the gap, the promise");
	const struct track_drawing ascii = { .now = JANUARY_5 + 100 * HOUR, .ascii = true, .width = 60 };
	draws(&s, events, 3, &ascii,
	      "P-1, sf SF0001, order 1001\n"
	      "delivered 2026-01-06 21:00 -05:00\n"
	      "  promised 2026-01-06 00:00 +00:00, late by 1 d 2 h\n"
	      "\n"
	      "o=====o=====o=====o=====*\n"
	      "\n"
	      "Tue 2026-01-06\n"
	      "  21:00 -05:00  * delivered\n"
	      "                | Delivered, New York, US\n"
	      "                | 1 d 6 h\n"
	      "  04:00 +08:00  o in transit\n"
	      "Mon 2026-01-05\n"
	      "  09:00 +08:00  o picked up\n"
	      "                | ???, ??\n",
	      "ASCII in a narrow place");
}

/* Wide characters take two columns: into the 66 - 41 = 25 beside the status go twelve of them. */
static void test_wrapping(void)
{
	struct track_event events[] = {
		event(JANUARY_5, SHIPMENT_OUT_FOR_DELIVERY, NULL, "包裹正在派送途中请保持电话畅通", NULL),
	};
	struct shipment s = parcel(SHIPMENT_OUT_FOR_DELIVERY);
	s.order = s.number = NULL;
	const struct track_drawing how = { .now = JANUARY_5 + HOUR / 2, .width = 66 };
	draws(&s, events, 1, &how,
	      "P-1 · sf\n"
	      "out for delivery 2026-01-05 00:00 +00:00 · last heard 30 min ago\n"
	      "\n"
	      "●━━━━━●━━━━━●━━━━━●─────○\n"
	      "\n"
	      "Mon 2026-01-05\n"
	      "  00:00 +00:00  ● out for delivery       包裹正在派送途中请保持电\n"
	      "                │                        话畅通\n",
	      "Chinese text is broken between characters");
}

static void test_trouble(void)
{
	struct track_event events[] = {
		event(JANUARY_5, SHIPMENT_PICKED_UP, NULL, "ok", NULL),
		event(JANUARY_5 + HOUR, SHIPMENT_DELIVERED, NULL, NULL, NULL),
		event(JANUARY_5 + 2 * HOUR, SHIPMENT_PICKED_UP, NULL, NULL, NULL),
		event(JANUARY_5 + 3 * HOUR, SHIPMENT_EXCEPTION, NULL, "\033[2Jbad\nnews", NULL),
	};
	struct shipment s = parcel(SHIPMENT_EXCEPTION);
	s.delivered_at = events[1].at;
	events[3].substatus = "damaged";
	s.substatus = "damaged";
	const struct track_drawing how = { .now = JANUARY_5 + 3 * HOUR };
	draws(&s, events, 4, &how,
	      "P-1 · sf SF0001 · order 1001\n"
	      "exception: damaged 2026-01-05 03:00 +00:00 · last heard 0 min ago\n"
	      "\n"
	      "●━━━━━━━━━━━━━━━✗───────────○────────────○──────────────────○\n"
	      "info received   picked up   in transit   out for delivery   delivered\n"
	      "\n"
	      "Mon 2026-01-05\n"
	      "  03:00 +00:00  ✗ exception              (damaged)  [2Jbad news\n"
	      "  02:00 +00:00  ● picked up\n"
	      "                │ before it set out again\n"
	      "  01:00 +00:00  ✔ delivered\n"
	      "  00:00 +00:00  ● picked up              ok\n",
	      "legs, exceptions, and text that would steer the terminal");
}

static void test_color(void)
{
	struct shipment s = parcel(SHIPMENT_PENDING);
	const struct track_drawing how = { .now = JANUARY_5, .color = true, .ascii = true, .width = 40 };
	draws(&s, NULL, 0, &how,
	      "\033[1mP-1\033[0m, sf SF0001, order 1001\n"
	      "\033[1mpending\033[0m\n"
	      "\n"
	      "\033[2m.\033[0m\033[2m-----\033[0m\033[2m.\033[0m\033[2m-----\033[0m\033[2m.\033[0m\033[2m-----\033[0m"
	      "\033[2m.\033[0m\033[2m-----\033[0m\033[2m.\033[0m\n"
	      "\n",
	      "colour, and a parcel without events");
}

/* Nobody said the zone: the clock is told as it stood, and called local. */
static void local_clock(void)
{
	struct shipment s = parcel(SHIPMENT_IN_TRANSIT);
	struct track_event e = event(JANUARY_5 + 9 * HOUR, SHIPMENT_IN_TRANSIT, NULL, "Scan", "Hub");
	const struct track_drawing how = { .width = 0, .ascii = true, .now = JANUARY_5 + 10 * HOUR };
	struct buffer out = { 0 };
	e.local = "2026-01-05T03:30:00";
	e.zone = "none";
	track_timeline(&s, &e, 1, &how, &out);
	ok(strstr(out.data, "in transit 2026-01-05 03:30 local"), "in the head");
	ok(strstr(out.data, "\n  03:30 local   o in transit"), "and beside the event");
	buffer_free(&out);
}

int main(void)
{
	local_clock();
	test_delivered();
	test_wrapping();
	test_trouble();
	test_color();
	return done_testing();
}
