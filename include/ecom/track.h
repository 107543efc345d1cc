/*
 * track: parcels on their way. What a carrier reports are events, kept for ever; the status of a shipment is derived
 * from them, never set.
 *
 * Events are put in the order of their instants (UTC; equal ones as they came in) and cut into legs: a pick-up after
 * the parcel was delivered or had come back begins a new one. The status is that of the last event of the newest leg
 * that says anything new: an older event that comes late changes nothing, nor does what is reported after delivery,
 * unless it is an exception or a return.
 */
#ifndef ECOM_TRACK_H
#define ECOM_TRACK_H

#include <ecom/order.h>

/* What `add` reads; what is stored comes as shipment_type. */
enum track_parcel_field {
	TRACK_PARCEL_SHIPMENT,
	TRACK_PARCEL_ORDER,
	TRACK_PARCEL_CARRIER,
	TRACK_PARCEL_NUMBER,
	TRACK_PARCEL_SHIPPED_AT,
	TRACK_PARCEL_PROMISED_AT,
	TRACK_PARCEL_KEY,
};
struct track_parcel {
	struct record record;
	const char *shipment, *order, *carrier, *number;
	int64_t shipped_at, promised_at;
	const char *key;
};
extern const struct record_type track_parcel_type;

/* One thing that befell a parcel. What is read (track_news_type) has the instant as text, for the sake of its offset.
 */
enum track_event_field {
	TRACK_EVENT_SHIPMENT,
	TRACK_EVENT_CARRIER,
	TRACK_EVENT_NUMBER,
	TRACK_EVENT_AT,
	TRACK_EVENT_OFFSET,
	TRACK_EVENT_STATUS,
	TRACK_EVENT_SUBSTATUS,
	TRACK_EVENT_CODE,
	TRACK_EVENT_TEXT,
	TRACK_EVENT_PLACE,
	TRACK_EVENT_COUNTRY,
	TRACK_EVENT_LAT,
	TRACK_EVENT_LNG,
};
struct track_event {
	struct record record;
	const char *shipment, *carrier, *number;
	const char *when; /* track_news_type: "at" as it came */
	int64_t at;
	const char *offset; /* of the clock at the place, "+08:00"; NULL: unknown */
	int status;	    /* enum shipment_status */
	const char *substatus, *code, *text, *place, *country;
	double lat, lng;
};
extern const struct record_type track_event_type, track_news_type;

/* Operands: shipments, orders, or carriers' numbers. */
struct track_query {
	struct record record;
	const char *shipment;
};
extern const struct record_type track_query_type;

/** track_add(c, in, out, err): make a shipment, or change the one of that id, or of that carrier and number; what is
 * not given stays. A new one without an id is ORDER-1, ORDER-2 ..., or S-1, S-2 ... without an order. Rejected
 * "unknown_order", "exists" (the number is another shipment's; it belongs to another order). */
enum status track_add(const struct change *c, const struct track_parcel *in, struct shipment *out, struct error *err);

struct track_import_options {
	const struct zone *zone; /* of instants without an offset; NULL = UTC */
	bool create;		 /* a number that is not known makes a shipment without an order */
};
/** track_import(c, in, n, options, known, err): up to STORE_BULK_ROWS events as read by track_news_type. Each is
 * completed in place to what is stored (shipment, carrier, number, at, offset); known[i]: it was there already, and had
 * no effect. Shipments follow their events, orders their shipments; a new status is told once, in the message
 * "shipment.STATUS", and only the newest of those that come at one instant of the clock. STATUS_REJECTED names no
 * single event: go one by one. Rejected "unknown_shipment", "ambiguous" (the number is known with several carriers),
 * "bad_value". */
enum status track_import(const struct change *c, struct track_event *const *in, size_t n,
			 const struct track_import_options *options, bool *known, struct error *err);

/* Which shipments a listing shows. */
struct track_filter {
	const bool *statuses; /* of each enum shipment_status, whether; NULL = any */
	const char *any;      /* id of the shipment, its order, or its number; NULL = any, as the two below */
	const char *order, *carrier;
	int64_t since;	      /* handed over at this instant or later; INSTANT_NONE = any, as the two below */
	int64_t late_at;      /* not delivered by the promised instant, as known at this one */
	int64_t stale_before; /* under way, and nothing heard since */
	int64_t limit;	      /* 0 = all */
};
/** track_list(s, filter, found, each, ctx, err): in the order of their ids, streamed; ${found} (may be NULL) counts
 * them. A record lives during the call of ${each}. */
typedef void track_each(void *ctx, const struct shipment *shipment);
enum status track_list(struct store *s, const struct track_filter *filter, size_t *found, track_each *each, void *ctx,
		       struct error *err);

/** track_events(s, shipment, out, arena, err): its events (struct track_event), oldest first. */
enum status track_events(struct store *s, const char *shipment, struct record_list *out, struct arena *arena,
			 struct error *err);

struct track_drawing {
	size_t width; /* columns; 0 = as wide as it gets */
	bool ascii, color;
	int64_t now;
	const struct zone *zone; /* for instants whose own offset is not known; NULL = UTC */
};
/** track_timeline(shipment, events, n, how, out): append the shipment as text for people: a head, how far it is, and
 * its ${n} events, newest first, in the local time of their places. */
void track_timeline(const struct shipment *shipment, const struct track_event *events, size_t n,
		    const struct track_drawing *how, struct buffer *out);

/** track_check(s, report, ctx, err): shipments whose status is not what their events say, delivered orders with parcels
 * under way, what travels of lines that are not there. */
enum status track_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
