/*
 * What carriers answer, taken in. Each group of tests is one complaint of users of other trackers, and the rule that it
 * asks for; what is expected follows from the rules in track.h by hand.
 */
#include "change_fixture.h"

#include <ecom/track.h>
#include <math.h>
#include <string.h>

#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)

static struct store *store;
static int64_t now;
static struct track_options how = { .tell_within_ms = 48 * HOUR };
static struct track_taken taken;

static int64_t clock_of(const char *text)
{
	int64_t at;
	if (instant_parse(text, NULL, &at, &err) != STATUS_OK)
		printf("Bail out! %s\n", text);
	return at;
}

/* One event: a clock, a code (its status in small letters before the colon: "delivered:D"), words, a place. */
static struct carrier_event said(const char *when, const char *code, const char *text, const char *place)
{
	struct carrier_event e = { .time = { .when = when, .zone = CARRIER_ZONE_NONE },
				   .text = text,
				   .place = place,
				   .lat = NAN,
				   .lng = NAN };
	const char *colon = code ? strchr(code, ':') : NULL;
	e.time.local = *when == '!' ? INSTANT_NONE : clock_of(when);
	e.fault = *when == '!' ? "no time" : NULL;
	e.status = colon ? word_index(SHIPMENT_STATUS_WORDS, arena_copy(&arena, code, (size_t)(colon - code)))
			 : SHIPMENT_UNKNOWN;
	e.code = colon ? colon + 1 : code;
	e.native = e.code ? arena_printf(&arena, "[\"%s\"]", e.code) : NULL;
	e.mapped = colon != NULL;
	e.raw = arena_printf(&arena, "{\"at\":\"%s\",\"code\":\"%s\",\"text\":\"%s\",\"place\":\"%s\"}", when,
			     e.code ? e.code : "", text ? text : "", place ? place : "");
	return e;
}

static struct carrier_event at_zone(struct carrier_event e, int hours)
{
	e.time.zone = CARRIER_ZONE_CARRIER;
	e.time.offset = hours * 3600;
	return e;
}

static struct carrier_item item_of(const struct carrier_event *events, size_t n)
{
	return (struct carrier_item) { .outcome = CARRIER_FOUND,
				       .status = -1,
				       .promised = { .local = INSTANT_NONE },
				       .events = events,
				       .n_events = n };
}

static void take_items(const char *shipment, const struct carrier_item *items, size_t n)
{
	struct change c = change_at(store, now);
	store_begin(store, &err);
	enum status st = track_take_items(&c, shipment, items, n, 0, &how, &taken, &err);
	if (st != STATUS_OK)
		printf("# %s\n", err.message);
	ok(st == STATUS_OK, "the answer about %s is taken in", shipment);
	store_commit(store, &err);
}

static void take(const char *shipment, const struct carrier_event *events, size_t n)
{
	struct carrier_item item = item_of(events, n);
	take_items(shipment, &item, 1);
}

#define TAKE(shipment, ...)                                                                                            \
	do {                                                                                                           \
		const struct carrier_event events_[] = { __VA_ARGS__ };                                                \
		take(shipment, events_, ARRAY_LENGTH(events_));                                                        \
	} while (0)

static void write_sql(const char *text)
{
	store_begin(store, &err);
	run_sql(store, text);
	store_commit(store, &err);
}

/* A parcel with the fields given as SQL assignments. */
static void parcel(const char *id, const char *assignments)
{
	struct change c = change_at(store, now);
	struct track_parcel in;
	struct shipment out;
	record_clear(&track_parcel_type, &in);
	in.shipment = id;
	in.carrier = "ups";
	in.number = arena_printf(&arena, "N-%s", id);
	store_begin(store, &err);
	track_add(&c, &in, &out, &err);
	journal_audit_flush(&c, &err);
	if (assignments)
		run_sql(store, arena_printf(&arena, "UPDATE shipment SET %s WHERE id = '%s'", assignments, id));
	store_commit(store, &err);
}

static int64_t count(const char *shipment, const char *condition)
{
	return number(store, arena_printf(&arena, "SELECT COUNT(*) FROM shipment_event WHERE shipment = '%s' AND %s",
					  shipment, condition));
}

static int64_t messages(const char *shipment)
{
	return number(store,
		      arena_printf(&arena, "SELECT COUNT(*) FROM outbox WHERE subject = '%s' AND state = 0", shipment));
}

static void is_status(const char *shipment, const char *want, const char *name)
{
	int64_t status = number(store, arena_printf(&arena, "SELECT status FROM shipment WHERE id = '%s'", shipment));
	is_text(SHIPMENT_STATUS_WORDS[status].word, want, name);
}

static int64_t at_of(const char *shipment, const char *code)
{
	return number(store, arena_printf(&arena, "SELECT at FROM shipment_event WHERE shipment = '%s' AND code = '%s'",
					  shipment, code));
}

/* Shippo php #29, py17track #51, UPS #38: times without a zone are shifted by hours. */
static bool in_tokyo(void *ctx, const struct track_event *event, int64_t local, int32_t *offset)
{
	(void)ctx;
	(void)local;
	*offset = 9 * 3600;
	return text_same(event->place, "Tokyo");
}

static void test_zones(void)
{
	parcel("Z-1", NULL);
	TAKE("Z-1", said("2026-01-05T10:00:00", "in_transit:A", "a", "Memphis"),
	     at_zone(said("2026-01-05T12:00:00", "in_transit:B", "b", "Memphis"), -6),
	     said("2026-01-05T13:00:00", "in_transit:C", "c", "Nowhere"));
	is_int(count("Z-1", "code = 'A' AND utc_offset = -21600 AND zone_source = 4"), 1,
	       "a clock without a zone is read by another event at the place");
	is_int(at_of("Z-1", "A"), clock_of("2026-01-05T16:00:00"), "its instant follows");
	is_int(count("Z-1", "code = 'C' AND utc_offset IS NULL AND zone_source = 0"), 1,
	       "where nothing is known no zone is pretended");
	is_int(at_of("Z-1", "C"), clock_of("2026-01-05T19:00:00"), "the guessed instant keeps the order");
	is_int(count("Z-1", "local_at IS NOT NULL"), 3, "the clock is kept");

	parcel("Z-2", NULL);
	how.zone_of_place = in_tokyo;
	TAKE("Z-2", said("2026-01-05T10:00:00", "in_transit:A", "a", "Tokyo"),
	     said("2026-01-05T10:00:00", "in_transit:B", "b", "Kyoto"));
	how.zone_of_place = NULL;
	is_int(count("Z-2", "code = 'A' AND utc_offset = 32400 AND zone_source = 3"), 1, "a place knows its zone");
	is_int(at_of("Z-2", "B"), clock_of("2026-01-05T01:00:00"), "and is the best guess for its neighbours");

	/* The zone becomes known later: the event is the same one. */
	TAKE("Z-1", at_zone(said("2026-01-05T13:00:00", "in_transit:C", "c", "Nowhere"), 2));
	is_int(count("Z-1", "code = 'C' AND utc_offset = 7200 AND zone_source = 1"), 1,
	       "a zone that is told is filled in");
	is_int(count("Z-1", "1 = 1"), 3, "and makes no other event");
	TAKE("Z-1", said("2026-01-05T13:00:00", "in_transit:C", "c", "Nowhere"));
	is_int(count("Z-1", "code = 'C' AND utc_offset = 7200"), 1, "and is not forgotten");
}

/* aftership-sdk-ios #4: the same event twice, the second time with a place. */
static void test_enrichment(void)
{
	now = clock_of("2026-01-05T12:00:00");
	parcel("E-1", NULL);
	TAKE("E-1", at_zone(said("2026-01-05T10:00:10", "delivered:D", "Signed by A,  box 12", NULL), 0));
	is_int(messages("E-1"), 1, "a delivery is told");
	now += HOUR;
	TAKE("E-1", at_zone(said("2026-01-05T10:00:50", "delivered:D", "signed by a, box 7", "Leeds"), 0));
	is_int(count("E-1", "1 = 1"), 1, "the same minute, code and words: one event");
	is_int(count("E-1", "place = 'Leeds' AND text = 'Signed by A,  box 12'"), 1, "what it lacked is filled in");
	is_int((int64_t)taken.enriched, 1, "that is said");
	is_int(messages("E-1"), 1, "and told to nobody");
	TAKE("E-1", at_zone(said("2026-01-05T10:00:50", "delivered:D", "signed by a, box 7", "Leeds, GB"), 0));
	is_int(count("E-1", "1 = 1") * 10 + (int64_t)(taken.enriched + taken.fresh), 10, "again, it brings nothing");

	parcel("E-2", NULL);
	TAKE("E-2", at_zone(said("2026-01-05T10:00:00", "in_transit:T", "Scan", "Leeds"), 0),
	     at_zone(said("2026-01-05T10:00:00", "in_transit:T", "Scan", "Hull"), 0));
	is_int(count("E-2", "1 = 1"), 2, "at two places there are two events");
}

/* egg delivery-tracker #44: a carrier changes its wording. */
static void test_wording(void)
{
	parcel("W-1", NULL);
	TAKE("W-1", at_zone(said("2026-01-05T10:00:00", "out_for_delivery:O", "Out for delivery", "Leeds"), 0),
	     at_zone(said("2026-01-05T09:00:00", "in_transit:T", "Arrived", "Leeds"), 0));
	TAKE("W-1", at_zone(said("2026-01-05T10:00:00", "out_for_delivery:O", "On the vehicle", "Leeds"), 0),
	     at_zone(said("2026-01-05T09:00:00", "in_transit:T", "Sorted", "Leeds"), 0));
	is_int(count("W-1", "code = 'O'"), 1, "a milestone in other words is the same");
	is_int(count("W-1", "code = 'T'"), 2, "a code that says little is not");
	parcel("W-2", NULL);
	TAKE("W-2", at_zone(said("2026-01-05T10:00:00", "delivery_attempt:N", "Nobody there", "Leeds"), 0),
	     at_zone(said("2026-01-05T10:00:00", "delivery_attempt:N", "Card left", "Leeds"), 0));
	is_int(count("W-2", "1 = 1"), 2, "told at once in two ways they are two");
}

/* HA #128273: one bad event must not take the others along. */
static void test_bad_event(void)
{
	parcel("B-1", NULL);
	TAKE("B-1", at_zone(said("2026-01-05T10:00:00", "picked_up:P", "p", "Leeds"), 0),
	     said("!string", "delivered:D", "d", "Leeds"));
	is_status("B-1", "picked_up", "the rest goes on");
	is_int(count("B-1", "aside = 'bad_event' AND raw_time = '!string' AND raw LIKE '%Leeds%'"), 1,
	       "the bad one is kept as it came");
	is_int((int64_t)taken.set_aside, 1, "and counted");
	TAKE("B-1", said("!string", "delivered:D", "d", "Leeds"));
	is_int(count("B-1", "aside IS NOT NULL"), 1, "once");
}

/* python-fedex #17, karrio #660: a number had another parcel before. */
static void test_other_parcel(void)
{
	now = clock_of("2026-01-05T12:00:00");
	parcel("R-1", "shipped_at = 1767571200000"); /* 2026-01-05T00:00Z, by date -d @1767571200 */
	TAKE("R-1", at_zone(said("2025-03-01T10:00:00", "delivered:D", "d", "Hull"), 0),
	     at_zone(said("2026-01-01T23:00:00", "in_transit:T", "old", "Hull"), 0),
	     at_zone(said("2026-01-02T01:00:00", "info_received:I", "i", "Hull"), 0));
	is_status("R-1", "info_received", "what is older than its day less three is another's");
	is_int(count("R-1", "aside = 'before_shipping'"), 2, "and kept, set aside");
	is_int(messages("R-1"), 0, "nobody hears of it");
	TAKE("R-1", at_zone(said("2025-03-01T10:00:00", "delivered:D", "d", "Hull"), 0));
	is_int((int64_t)(taken.fresh + taken.enriched + taken.set_aside), 0, "told again it brings nothing");
}

/* DHL without a service, FedEx's unique ids: several parcels of one number. */
static void test_several_parcels(void)
{
	const struct carrier_event here[] = { at_zone(said("2026-01-05T10:00:00", "in_transit:T", "here", "Leeds"),
						      0) };
	const struct carrier_event there[] = { at_zone(said("2026-01-04T10:00:00", "delivered:D", "there", "Lyon"),
						       1) };
	const struct carrier_event past[] = { at_zone(said("2025-01-04T10:00:00", "delivered:D", "past", "Lyon"), 1) };
	struct carrier_event british = here[0], french = there[0];
	british.country = "GB";
	french.country = "FR";
	struct carrier_item items[] = { item_of(there, 1), item_of(here, 1) };
	items[0].identity = "express";
	items[1].identity = "parcel";

	parcel("M-1", NULL);
	take_items("M-1", items, 2);
	is_status("M-1", "pending", "which is ours cannot be told");
	is_int(taken.ambiguous, 1, "that is said");
	is_int(count("M-1", "aside = 'ambiguous'"), 2, "and nothing is lost");
	write_sql("UPDATE shipment SET identity = 'parcel' WHERE id = 'M-1'");
	take_items("M-1", items, 2);
	is_status("M-1", "in_transit", "with its identity it can");
	is_int(count("M-1", "aside = 'other_parcel' AND identity = 'express'"), 1, "the other's is set aside");
	take_items("M-1", items, 1);
	is_status("M-1", "in_transit", "an answer about the other alone changes nothing");

	parcel("M-2", "details = '{\"country\":\"FR\"}'");
	items[0].events = &french;
	items[1].events = &british;
	take_items("M-2", items, 2);
	is_status("M-2", "delivered", "the destination decides");
	is_int(number(store, "SELECT COUNT(*) FROM shipment WHERE id = 'M-2' AND identity = 'express'"), 1,
	       "and the identity is known from then on");

	parcel("M-3", NULL);
	items[0].events = past;
	take_items("M-3", items, 2);
	is_status("M-3", "in_transit", "of two that are long apart the newer is ours");
	parcel("M-4", "shipped_at = 1767571200000");
	items[0].events = there;
	items[1].events = past;
	take_items("M-4", items, 2);
	is_status("M-4", "delivered", "one of its days is");
}

/* Kuaidi100, FedEx: events come in any order. */
static void test_order_of_arrival(void)
{
	now = clock_of("2026-01-06T12:00:00");
	parcel("O-1", NULL);
	TAKE("O-1", at_zone(said("2026-01-06T10:00:00", "out_for_delivery:O", "o", "Leeds"), 0));
	TAKE("O-1", at_zone(said("2026-01-05T10:00:00", "in_transit:T", "t", "Hull"), 0));
	is_status("O-1", "out_for_delivery", "an older event that comes late changes nothing");
	is_int(messages("O-1"), 1, "and is told to nobody");
	is_int(number(store, "SELECT shipped_at FROM shipment WHERE id = 'O-1'"), clock_of("2026-01-05T10:00:00"),
	       "but it was under way earlier");
	/* 10:30 in Tokyo is 01:30 UTC, before 02:00 in London: the clocks say otherwise. */
	parcel("O-2", NULL);
	TAKE("O-2", at_zone(said("2026-01-06T02:00:00", "delivered:D", "d", "London"), 0),
	     at_zone(said("2026-01-06T10:30:00", "in_transit:T", "t", "Tokyo"), 9));
	is_status("O-2", "delivered", "instants decide, not clocks");
	/* One minute, told in the carrier's order, whole and in part. */
	parcel("O-3", NULL);
	TAKE("O-3", at_zone(said("2026-01-06T10:00:00", "delivered:D", "d", "Leeds"), 0));
	TAKE("O-3", at_zone(said("2026-01-06T10:00:00", "out_for_delivery:O", "o", "Leeds"), 0),
	     at_zone(said("2026-01-06T10:00:00", "delivered:D", "d", "Leeds"), 0));
	TAKE("O-3", at_zone(said("2026-01-06T10:00:00", "delivered:D", "d", "Leeds"), 0));
	is_status("O-3", "delivered", "of one minute the carrier's last is last");
	/* Kuaidi100's sample: given to a courier, then back in a hub. */
	parcel("O-4", NULL);
	TAKE("O-4", at_zone(said("2026-01-06T09:00:00", "out_for_delivery:5", "o", "Leeds"), 8),
	     at_zone(said("2026-01-06T09:30:00", "in_transit:0", "t", "Leeds"), 8));
	is_status("O-4", "in_transit", "a step back is news");
}

static void test_unknown(void)
{
	struct carrier_event only[] = { at_zone(said("2026-01-06T09:00:00", "059", "?", "Leeds"), 0) };
	struct carrier_item item = item_of(only, 1);
	parcel("U-1", NULL);
	take_items("U-1", &item, 1);
	is_status("U-1", "unknown", "all that is known is a code that nobody knows");
	is_int(messages("U-1"), 0, "which is told to nobody");
	item.status = SHIPMENT_IN_TRANSIT;
	take_items("U-1", &item, 1);
	is_status("U-1", "in_transit", "then the carrier's own summary counts");
	TAKE("U-1", at_zone(said("2026-01-06T08:00:00", "picked_up:P", "p", "Leeds"), 0), only[0]);
	is_status("U-1", "picked_up", "but not where an event says something");
	is_int(count("U-1", "status = 13 AND code = '059' AND native = '[\"059\"]'"), 1, "the code is kept");
	parcel("U-2", NULL);
	item.status = SHIPMENT_DELIVERED;
	take_items("U-2", &item, 1);
	is_int(number(store, "SELECT delivered_at FROM shipment WHERE id = 'U-2'"), clock_of("2026-01-06T09:00:00"),
	       "delivered by a summary: with its last event");
}

static void test_after_delivery(void)
{
	now = clock_of("2026-01-06T12:00:00");
	parcel("A-1", NULL);
	TAKE("A-1", at_zone(said("2026-01-06T09:00:00", "delivered:D", "d", "Leeds"), 0));
	TAKE("A-1", at_zone(said("2026-01-06T10:00:00", "in_transit:S", "Survey sent", "Leeds"), 0));
	is_status("A-1", "delivered", "what is told after it is kept, no more");
	TAKE("A-1", at_zone(said("2026-01-06T11:00:00", "returning:R", "r", "Leeds"), 0));
	is_status("A-1", "returning", "a return reopens");
	is_int(messages("A-1"), 1, "and of one instant's news only the newest is told");
}

static void test_expired(void)
{
	now = clock_of("2026-03-01T12:00:00");
	parcel("X-1", NULL);
	TAKE("X-1", at_zone(said("2026-01-06T09:00:00", "in_transit:T", "t", "Leeds"), 0));
	is_int(messages("X-1"), 0, "old news are told to nobody");
	struct change c = change_at(store, now);
	store_begin(store, &err);
	is_int(track_expire(&c, "X-1", &how, &err), STATUS_OK, "given up");
	store_commit(store, &err);
	is_status("X-1", "expired", "expired");
	is_int(messages("X-1"), 1, "that is told");
	TAKE("X-1", at_zone(said("2026-01-06T09:00:00", "in_transit:T", "t", "Leeds"), 0));
	is_status("X-1", "expired", "what was known revives nothing");
	TAKE("X-1", at_zone(said("2026-03-01T09:00:00", "in_transit:T", "t", "Leeds"), 0));
	is_status("X-1", "in_transit", "news do");
	is_int(number(store, "SELECT COUNT(*) FROM shipment WHERE expired_at IS NOT NULL"), 0, "for good");
}

static void test_promises(void)
{
	struct carrier_event e[] = { at_zone(said("2026-01-06T09:00:00", "in_transit:T", "t", "Leeds"), 0) };
	struct carrier_item item = item_of(e, 1);
	static const int64_t FIRST = 1767916800000, LATER = 1768003200000; /* 2026-01-09, 2026-01-10 */
	parcel("P-1", NULL);
	item.promised = (struct carrier_time) { .local = FIRST, .zone = CARRIER_ZONE_CARRIER };
	take_items("P-1", &item, 1);
	item.promised.local = LATER;
	take_items("P-1", &item, 1);
	is_int(number(store, "SELECT first_promised_at FROM shipment WHERE id = 'P-1'"), FIRST,
	       "the first promise stays");
	is_int(number(store, "SELECT promised_at FROM shipment WHERE id = 'P-1'"), LATER, "beside the latest");
	e[0] = at_zone(said("2026-01-12T09:00:00", "delivered:D", "d", "Leeds"), 0);
	item.promised.local = LATER + 2 * DAY;
	take_items("P-1", &item, 1);
	is_int(number(store, "SELECT promised_at FROM shipment WHERE id = 'P-1'"), LATER,
	       "a promise made after delivery is none");
}

/* PackageTracker #11: "signed" again and again; and thirteen old events at once. */
static void test_notices(void)
{
	struct carrier_event past[13];
	now = clock_of("2026-01-14T12:00:00");
	parcel("N-1", NULL);
	for (int i = 0; i < 13; i++)
		past[i] = at_zone(said(arena_printf(&arena, "2026-01-%02dT10:00:00", i + 1),
				       i == 12 ? "delivered:D"
				       : i % 2 ? "in_transit:T"
					       : "out_for_delivery:O",
				       arena_printf(&arena, "step %c", 'a' + i), "Leeds"),
				  0);
	take("N-1", past, 12);
	is_int(messages("N-1"), 0, "of a past that is over two days ago nobody is told");
	take("N-1", past, 13);
	is_int(messages("N-1"), 1, "of its end one day ago one message tells");
	now += HOUR;
	past[12].text = "Signed again";
	take("N-1", past, 13);
	past[12].text = "Signed for the third time";
	past[12].place = "Leeds";
	take("N-1", past, 13);
	is_int(messages("N-1"), 1, "and no other, whatever words are found for it");
	is_int(number(store, "SELECT COUNT(*) FROM outbox WHERE subject = 'N-1'"), 1,
	       "not even one that was withdrawn");
}

static int64_t order_status(const char *order)
{
	return number(store, arena_printf(&arena, "SELECT status FROM sale WHERE id = '%s'", order));
}

/* Two parcels of one order. */
static void test_order(void)
{
	write_sql("INSERT INTO product (sku, name, status, price_since) VALUES ('A', 'Apple', 1, 0)");
	write_sql("INSERT INTO sale (id, status, currency, placed_at, subtotal, discount, shipping, tax, total, stock)"
		  " VALUES ('T-1', 4, 'EUR', 0, 0, 0, 0, 0, 0, 0)");
	write_sql("INSERT INTO sale_line (sale, line, sku, quantity, price, discount, tax, total, shipped)"
		  " VALUES ('T-1', 1, 'A', 2, 0, 0, 0, 0, 2)");
	parcel("T-1-1", "sale = 'T-1'");
	parcel("T-1-2", "sale = 'T-1'");
	write_sql("INSERT INTO shipment_line (shipment, line, quantity) VALUES ('T-1-1', 1, 1), ('T-1-2', 1, 1)");
	TAKE("T-1-1", at_zone(said("2026-01-06T09:00:00", "in_transit:T", "t", "Leeds"), 0));
	is_int(order_status("T-1"), ORDER_SHIPPED, "shipped");
	TAKE("T-1-1", at_zone(said("2026-01-07T09:00:00", "delivered:D", "d", "Leeds"), 0));
	is_int(order_status("T-1"), ORDER_PARTIALLY_DELIVERED, "delivered in part");
	TAKE("T-1-1", at_zone(said("2026-01-08T09:00:00", "exception:E", "e", "Leeds"), 0));
	is_int(order_status("T-1"), ORDER_PARTIALLY_DELIVERED, "an order never goes back");
	TAKE("T-1-1", at_zone(said("2026-01-08T10:00:00", "delivered:D", "found after all", "Leeds"), 0));
	is_int(order_status("T-1"), ORDER_PARTIALLY_DELIVERED, "nor does it count a parcel twice");
	TAKE("T-1-2", at_zone(said("2026-01-08T09:00:00", "delivered:D", "d", "Leeds"), 0));
	is_int(order_status("T-1"), ORDER_DELIVERED, "delivered when all are");
	is_int(number(store, "SELECT COUNT(*) FROM sale_event WHERE sale = 'T-1'"), 2, "in two moves");
}

static void test_unknown_parcel(void)
{
	struct change c = change_at(store, now);
	struct carrier_item item = item_of(NULL, 0);
	store_begin(store, &err);
	is_int(track_take(&c, "NOBODY", &item, &how, &taken, &err), STATUS_REJECTED, "a parcel that is not there");
	is_text(err.code, "unknown_shipment", "is refused");
	store_rollback(store);
	parcel("Q-1", NULL);
	item.outcome = CARRIER_NOT_FOUND;
	take_items("Q-1", &item, 1);
	is_status("Q-1", "pending", "not found brings nothing");
}

static void find(void *ctx, const struct finding *f)
{
	(void)ctx;
	ok(false, "%s %s: expected %s, not %s", f->check, f->subject, f->expected, f->actual);
}

int main(void)
{
	store = fixture_open(STORE_WRITE);
	now = clock_of("2026-01-05T12:00:00");
	test_zones();
	test_enrichment();
	test_wording();
	test_bad_event();
	test_other_parcel();
	test_several_parcels();
	test_order_of_arrival();
	test_unknown();
	test_after_delivery();
	test_expired();
	test_promises();
	test_notices();
	test_order();
	test_unknown_parcel();
	is_int(track_check(store, find, NULL, &err), STATUS_OK, "the store agrees with itself");
	store_close(store);
	return done_testing();
}
