/*
 * What events come to. The cases are those of public trackers: late scans, informational events after delivery, return
 * legs, a delivery undone; the expected statuses follow from the rules in track.h by hand.
 */
#include "tap.h"
#include "track/track_impl.h"

#define MINUTE INT64_C(60000)

/* "p:10 t:20" = picked up at minute 10, in transit at minute 20; oldest first, as the store hands them out. */
static size_t facts_of(const char *text, struct track_fact *facts)
{
	static const struct {
		char letter;
		int status;
	} LETTERS[] = { { '0', SHIPMENT_PENDING },	    { 'i', SHIPMENT_INFO_RECEIVED },
			{ 'p', SHIPMENT_PICKED_UP },	    { 't', SHIPMENT_IN_TRANSIT },
			{ 'o', SHIPMENT_OUT_FOR_DELIVERY }, { 'l', SHIPMENT_AVAILABLE_FOR_PICKUP },
			{ 'a', SHIPMENT_DELIVERY_ATTEMPT }, { 'd', SHIPMENT_DELIVERED },
			{ 'x', SHIPMENT_EXCEPTION },	    { 'r', SHIPMENT_RETURNING },
			{ 'R', SHIPMENT_RETURNED },	    { 'c', SHIPMENT_CANCELLED },
			{ 'u', SHIPMENT_UNKNOWN } };
	size_t n = 0;
	for (; *text; text++) {
		for (size_t i = 0; i < ARRAY_LENGTH(LETTERS); i++)
			if (LETTERS[i].letter == *text) {
				facts[n] = (struct track_fact) { MINUTE * (int64_t)(n + 1), LETTERS[i].status };
				n++;
			}
	}
	return n;
}

static struct track_state derive(const char *text)
{
	struct track_fact facts[32];
	return track_derive(facts, facts_of(text, facts), INSTANT_NONE);
}

static void comes_to(const char *text, const char *want, const char *name)
{
	int status = derive(text).status;
	is_text(status < 0 ? "nothing" : SHIPMENT_STATUS_WORDS[status].word, want, name);
}

static void test_statuses(void)
{
	comes_to("", "nothing", "no event, no status");
	comes_to("0", "pending", "pending");
	comes_to("iptod", "delivered", "the plain way");
	comes_to("ipto", "out_for_delivery", "under way");
	comes_to("otlod", "delivered", "to a locker, fetched again, delivered");
	comes_to("otl", "available_for_pickup", "the newest counts, not the highest");
	comes_to("ipoap", "picked_up", "a step back under way is news");
	comes_to("ptu", "in_transit", "an unknown code says nothing");
	comes_to("u", "nothing", "nor by itself");
	comes_to("pti", "in_transit", "label data that come late are no step back");
	comes_to("pt0", "in_transit", "nor is a carrier that knows nothing yet");
	comes_to("i0", "info_received", "pending is less than announced");
	comes_to("ic", "cancelled", "a voided label");
}

static void test_after_delivery(void)
{
	comes_to("ptodt", "delivered", "a late scan does not reopen");
	comes_to("ptodo", "delivered", "nor does a tour");
	comes_to("ptodu", "delivered", "nor a survey");
	comes_to("ptodx", "exception", "an exception does");
	comes_to("ptodr", "returning", "a return does");
	comes_to("ptodR", "returned", "its end does");
	comes_to("ptodxd", "delivered", "delivered after all");
	comes_to("ptodp", "picked_up", "picked up again: a new leg");
	comes_to("ptodi", "info_received", "announced again: a new leg");
	comes_to("ptorRt", "returned", "returned: a late scan changes nothing");
	comes_to("ptorRp", "picked_up", "sent anew after the return");
	comes_to("ptodptR", "returned", "a return leg that ends");
}

static void test_instants(void)
{
	struct track_state state = derive("iptodd");
	is_int(state.shipped_at, 2 * MINUTE, "shipped: the first time it moved");
	is_int(state.delivered_at, 5 * MINUTE, "delivered: the first time it was said");
	is_int((long long)state.leg, 0, "one leg");
	state = derive("ptodxd");
	is_int(state.delivered_at, 6 * MINUTE, "an undone delivery does not count");
	state = derive("itodpt");
	is_int((long long)state.leg, 4, "the second leg begins with the pick-up");
	is_int((long long)state.decided, 5, "and the last event decides");
	state = derive("ptodt");
	is_int((long long)state.decided, 3, "what changes nothing does not decide");
	state = derive("i");
	is_int(state.shipped_at, INSTANT_NONE, "announced is not shipped");
}

/* The shop may know of a delivery that the carrier never reported. */
static void test_known_delivery(void)
{
	struct track_fact facts[8];
	size_t n = facts_of("pt", facts);
	struct track_state state = track_derive(facts, n, 10 * MINUTE);
	is_int(state.status, SHIPMENT_DELIVERED, "older events do not undo it");
	ok(state.decided == TRACK_NOTHING, "and none of them decided");
	is_int(track_derive(facts, n, MINUTE + 1).status, SHIPMENT_DELIVERED, "nor do late scans");
	n = facts_of("ptr", facts);
	is_int(track_derive(facts, n, 2 * MINUTE + 1).status, SHIPMENT_RETURNING, "a return after it does");
	n = facts_of("ptod", facts);
	state = track_derive(facts, n, 2 * MINUTE);
	is_int(state.delivered_at, 4 * MINUTE, "the carrier's own report goes before it");
}

int main(void)
{
	test_statuses();
	test_after_delivery();
	test_instants();
	test_known_delivery();
	return done_testing();
}
