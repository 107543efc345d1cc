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

#include <ecom/carrier.h>
#include <ecom/order.h>
#include <ecom/place.h>

/* What `add` reads; what is stored comes as shipment_type. */
enum track_parcel_field {
	TRACK_PARCEL_SHIPMENT,
	TRACK_PARCEL_ORDER,
	TRACK_PARCEL_CARRIER,
	TRACK_PARCEL_NUMBER,
	TRACK_PARCEL_SHIPPED_AT,
	TRACK_PARCEL_PROMISED_AT,
	TRACK_PARCEL_IDENTITY,
	TRACK_PARCEL_DETAILS,
	TRACK_PARCEL_PHONE, /* these, and what is in details, are joined in it */
	TRACK_PARCEL_POSTAL,
	TRACK_PARCEL_COUNTRY,
	TRACK_PARCEL_SERVICE,
	TRACK_PARCEL_CARRIER_CODE,
	TRACK_PARCEL_KEY,
};
struct track_parcel {
	struct record record;
	const char *shipment, *order, *carrier, *number;
	int64_t shipped_at, promised_at;
	const char *identity, *details, *phone, *postal, *country, *service, *carrier_code;
	const char *key;
};
extern const struct record_type track_parcel_type;

/* Where the offset of an event's clock is from. */
enum track_zone {
	TRACK_ZONE_NONE,    /* nowhere: the clock is known, its zone is not */
	TRACK_ZONE_CARRIER, /* the carrier said it */
	TRACK_ZONE_ADAPTER, /* the carrier's clocks are all of one zone */
	TRACK_ZONE_PLACE,   /* of the place */
	TRACK_ZONE_SIBLING, /* of another event there */
};
extern const struct word TRACK_ZONE_WORDS[];

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
	TRACK_EVENT_CITY,
	TRACK_EVENT_REGION,
	TRACK_EVENT_POSTAL,
	TRACK_EVENT_LOCAL,
	TRACK_EVENT_ZONE,
	TRACK_EVENT_NATIVE,
	TRACK_EVENT_RAW_TIME,
	TRACK_EVENT_ASIDE,
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
	const char *city, *region, *postal;
	/* What follows is only printed. */
	const char *local;  /* the clock at the place, "2018-01-31T10:03:00"; NULL: only the instant is known */
	const char *zone;   /* word of enum track_zone: where its offset is from; "none": at is no more than a guess */
	const char *native; /* all of the carrier's codes, a JSON array */
	const char *raw_time; /* as the carrier wrote it */
	const char *aside; /* why it does not count: before_shipping other_parcel ambiguous bad_event; NULL: it does */
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
 * "unknown_order", "exists" (the number is another shipment's; it belongs to another order). Carriers use numbers
 * again: one of a parcel that is long finished (order_number_is_free) may be given to another, and names the newest
 * then. */
enum status track_add(const struct change *c, const struct track_parcel *in, struct shipment *out, struct error *err);

/** track_detail(shipment, name, arena): what an adapter's ${shipment.NAME} stands for: a detail of the shipment, else
 * one of its columns: shipment order carrier number identity status shipped_at. NULL: absent. */
const char *track_detail(const struct shipment *shipment, const char *name, struct arena *arena);

/* Whom news are told, and how clocks are read; shared by all ways of taking news in. */
struct track_options {
	int64_t tell_within_ms; /* a new status is told only if it came about so recently; 0: nobody is told */
	/** zone_of_place(ctx, event, local, offset): the offset, in seconds east of UTC, of a clock at the place of
	 *  ${event} that shows ${local}, said in milliseconds as if it were UTC; false: the place is not known. NULL:
	 *  nobody knows places. */
	bool (*zone_of_place)(void *ctx, const struct track_event *event, int64_t local, int32_t *offset);
	void *ctx;
	const char
		*adapter; /* id of the one that reads what is taken in: it knows the codes; NULL: the carrier's own */
};
#define TRACK_TELL_WITHIN "48h" /* how recently, unless the user says otherwise */

/* What a report came to. */
struct track_taken {
	size_t fresh, enriched, set_aside; /* events: not known before; completed; kept, but not counted */
	bool ambiguous;			   /* several parcels have the number, and which is ours cannot be told */
	bool changed;			   /* the shipment has a new status */
	int status;			   /* the one it has: enum shipment_status */
};

/* Places of events, and their clocks: the gazetteer, and the zones that were looked at. */
struct track_places;
/** track_places_open(path, out, err): the file of places, share/places.tsv. */
enum status track_places_open(const char *path, struct track_places **out, struct error *err);
void track_places_close(struct track_places *places); /* NULL is fine */
/** track_zone_of_place: zone_of_place of track_options; ${places} is a struct track_places, or NULL: nothing is known.
 * Of a time that a clock shows twice the earlier. */
bool track_zone_of_place(void *places, const struct track_event *event, int64_t local, int32_t *offset);

struct track_import_options {
	const struct zone *zone; /* of instants without an offset; NULL = UTC */
	bool create;		 /* a number that is not known makes a shipment without an order */
	struct track_options how;
};
/** track_import(c, in, n, options, known, err): up to STORE_BULK_ROWS events as read by track_news_type. Each is
 * completed in place to what is stored (shipment, carrier, number, at, offset); known[i]: it was there already, and had
 * no effect.
 *
 * Two reports are of one event if their clocks show the same minute, and code and text are the same (blanks, capitals
 * and numbers in it aside), at places that do not contradict each other; with a code that says a milestone the words
 * may differ. What the known one lacks is filled in from the other.
 *
 * Shipments follow their events, orders their shipments; a new status is told once, in the message
 * "shipment.STATUS", and only the newest of those that come at one instant of the clock. STATUS_REJECTED names no
 * single event: go one by one. Rejected "unknown_shipment", "ambiguous" (the number is known with several carriers),
 * "bad_value". */
enum status track_import(const struct change *c, struct track_event *const *in, size_t n,
			 const struct track_import_options *options, bool *known, struct error *err);

/** track_take(c, shipment, item, how, taken, err): what a carrier answers about a shipment, in the caller's
 * transaction. Events are known again as in track_import; those more than three days older than the day the shop
 * shipped it are set aside, as is one bad event, with its reason and its text. A clock without a zone gets that of its
 * place, else of another event there. The latest promise is kept beside the first; the carrier's own summary counts
 * where no event has a code that is known. An item that is not found brings nothing. The same item again, in parts, in
 * any order, ends in the same store. Rejected "unknown_shipment". */
enum status track_take(const struct change *c, const char *shipment, const struct carrier_item *item,
		       const struct track_options *how, struct track_taken *taken, struct error *err);
/** track_take_items(c, shipment, items, n, parcel, how, taken, err): the same of those among ${n} items whose parcel is
 * ${parcel}. Of several, ours is the one with the shipment's identity, else with an event that is known, else whose
 * dates and destination (details country and postal) agree, else that comes a month after all others. The events of the
 * others are kept, set aside. */
enum status track_take_items(const struct change *c, const char *shipment, const struct carrier_item *items, size_t n,
			     size_t parcel, const struct track_options *how, struct track_taken *taken,
			     struct error *err);

/** track_expire(c, shipment, how, err): give a parcel up of which nothing was heard for too long; the next event that
 * is new revives it. Nothing where it is finished, or given up already. Rejected "unknown_shipment". */
enum status track_expire(const struct change *c, const char *shipment, const struct track_options *how,
			 struct error *err);

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

/** track_shipment_detail(s, shipment, name, out, arena, err): a member of its details, such as "phone"; NULL: it has none, or
 * there is no such shipment. */
enum status track_shipment_detail(struct store *s, const char *shipment, const char *name, const char **out,
				  struct arena *arena, struct error *err);

/** track_events(s, shipment, out, arena, err): its events (struct track_event), oldest first, without those set aside.
 */
enum status track_events(struct store *s, const char *shipment, struct record_list *out, struct arena *arena,
			 struct error *err);
/** track_events_aside(s, shipment, out, arena, err): those that were set aside. */
enum status track_events_aside(struct store *s, const char *shipment, struct record_list *out, struct arena *arena,
			       struct error *err);

struct track_remap {
	/** adapter(ctx, name): by its id, or the name of a carrier; NULL: there is none, and its events stay as they
	 * are. */
	const struct carrier *(*adapter)(void *ctx, const char *name);
	void *ctx;
	const char *carrier;	  /* only parcels with it; NULL = all */
	struct track_options how; /* whom a status is told that follows */
};
/** track_remap(c, how, events, each, ctx, err): derive again, from what carriers said, what all events mean by the maps
 * as they are now, in the caller's transaction; shipments and orders follow. ${each} is given every shipment that has
 * another status or substatus now, ${events} counts the events that mean something else. Statuses by hand stay. */
enum status track_remap(const struct change *c, const struct track_remap *how, size_t *events, track_each *each,
			void *ctx, struct error *err);

/* What is wrong with a parcel: one record for each kind. */
enum track_exception_kind {
	TRACK_DELAYED,
	TRACK_ATTEMPTED,
	TRACK_CUSTOMS,
	TRACK_LOST,
	TRACK_DAMAGED,
	TRACK_TROUBLED_OTHERWISE, /* an exception of no kind of its own */
	TRACK_RETURNING,
	TRACK_EXPIRED,
	TRACK_SILENT,
	TRACK_PROMISE_BREACHED,
	TRACK_AMBIGUOUS_NUMBER,
};
enum track_severity { TRACK_WARNING, TRACK_ERROR, TRACK_CRITICAL };
extern const struct word TRACK_EXCEPTION_WORDS[], TRACK_SEVERITY_WORDS[];
struct track_exception {
	struct record record;
	const char *shipment, *order, *carrier, *number;
	int kind, severity; /* enum track_exception_kind, track_severity */
	int64_t since;
	const char *reason; /* a sentence for people */
	int status;
	const char *substatus;
	int64_t promised_at, last_event_at;
};
extern const struct record_type track_exception_type;
struct track_limits {
	int64_t now;
	int64_t silent_ms; /* under way and nothing heard for so long; 0: never */
	const bool *kinds; /* of each enum track_exception_kind, whether; NULL = any */
	const char *carrier;
};
/** track_exceptions(s, limits, each, ctx, err): of the parcels that are not finished, in the order of their ids;
 * streamed. */
typedef void track_each_exception(void *ctx, const struct track_exception *exception);
enum status track_exceptions(struct store *s, const struct track_limits *limits, track_each_exception *each, void *ctx,
			     struct error *err);

/* A carrier's code that no map knows: events that count for nothing until one does. */
struct track_unmapped {
	struct record record;
	const char *carrier, *code;
	int64_t events, shipments;
	int64_t first_at, last_at; /* of the events */
	const char *text;	   /* of one of them */
};
extern const struct record_type track_unmapped_type;
/** track_unmapped(s, carrier, each, ctx, err): the most frequent first; ${carrier} NULL = any. */
typedef void track_each_unmapped(void *ctx, const struct track_unmapped *code);
enum status track_unmapped(struct store *s, const char *carrier, track_each_unmapped *each, void *ctx,
			   struct error *err);

/* How well carriers do: the parcels of one group that are finished. */
enum track_by { TRACK_BY_CARRIER, TRACK_BY_LANE, TRACK_BY_SERVICE, TRACK_BY_MONTH, TRACK_BY_WAYS };
extern const struct word TRACK_BY_WORDS[];
struct track_perf {
	struct record record;
	const char *carrier, *lane, *service, *month; /* what was not asked for: NULL */
	int64_t parcels, delivered, undelivered;
	double on_time,
		on_time_first; /* shares, of those with a promise: by the latest, by the first; NAN: none had one */
	int64_t promised;      /* so many had one */
	double mean_days, median_days, p90_days; /* from hand-over to delivery; NAN: none was delivered */
};
extern const struct record_type track_perf_type;
struct track_perf_filter {
	bool by[TRACK_BY_WAYS];
	const char *carrier;
	int64_t since, until;	 /* handed over in [since, until); INSTANT_NONE = open */
	const struct zone *zone; /* whose months; NULL = UTC */
};
/** track_perf(s, filter, each, ctx, err): groups in the order of their names. A parcel that came back or was given up
 * is finished and undelivered: of a promise it is a breach. A cancelled label is no parcel. A lane goes from the
 * country of the first event to that of details.country, else of the last event. The median of an even number is the
 * mean of the middle two; the 90th percentile is interpolated between the two nearest ranks (R's type 7). */
typedef void track_each_perf(void *ctx, const struct track_perf *perf);
enum status track_perf(struct store *s, const struct track_perf_filter *filter, track_each_perf *each, void *ctx,
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

/* Pictures for shops' pages. Texts of carriers are escaped; none needs a script. */
struct track_way {
	const struct shipment *shipment;
	const struct track_event *events; /* oldest first */
	size_t n;
};
struct track_picture {
	const struct track_places *places; /* NULL: events have a place only by their own coordinates */
	const char *outlines;		   /* text of share/outlines.txt; NULL: maps show no land */
	size_t outlines_length;
	int64_t now;
	const struct zone *zone; /* for instants whose own offset is not known; NULL = UTC */
};
/** track_svg(ways, n, how, out): one SVG document: how far each parcel is, and what befell it, newest first. */
void track_svg(const struct track_way *ways, size_t n, const struct track_picture *how, struct buffer *out);
/** track_map(ways, n, how, out): one SVG document: land, great circles, numbered stops and a list of them; where no place is known, the stops in
 *  their order on a line, saying so. */
void track_map(const struct track_way *ways, size_t n, const struct track_picture *how, struct buffer *out);
/** track_geojson(ways, n, how, out): a FeatureCollection (RFC 7946): a Point for each stop, then the way as LineString, or as MultiLineString cut
 *  at the antimeridian. Positions are WGS 84, but those that carriers in China give may be GCJ-02, some hundred metres off. */
void track_geojson(const struct track_way *ways, size_t n, const struct track_picture *how, struct buffer *out);
/** track_page(ways, n, how, out): one HTML document that holds all it needs: map, timeline and table of each parcel. */
void track_page(const struct track_way *ways, size_t n, const struct track_picture *how, struct buffer *out);

/** track_check(s, report, ctx, err): shipments whose status is not what their events say, delivered orders with parcels
 * under way, what travels of lines that are not there. */
enum status track_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
