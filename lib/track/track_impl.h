/* Shared inside lib/track only. */
#ifndef TRACK_IMPL_H
#define TRACK_IMPL_H

#include <ecom/track.h>

enum track_statement {
	TRACK_GET,
	TRACK_LOCK,
	TRACK_BY_NUMBER,
	TRACK_BY_CARRIER_NUMBER,
	TRACK_PUT,
	TRACK_SET,
	TRACK_FOLLOW,
	TRACK_ORDER,
	TRACK_ORDER_COUNT,
	TRACK_EVENT_PUT,
	TRACK_EVENT_SET,
	TRACK_EVENT_ROWS,
	TRACK_EVENTS,
	TRACK_EVENTS_ASIDE,
	TRACK_TROUBLED,
	TRACK_UNMAPPED,
	TRACK_FINISHED,
	TRACK_FINISHED_LANES,
	TRACK_REMAP_PAGE,
	TRACK_STATEMENTS
};
extern const struct sql TRACK_SQL[TRACK_STATEMENTS];
/** track_list_sql(filter, by_id, out): the query of a listing; its parameters are, of those that are given: any, order,
 * carrier, since, late_at, stale_before, limit, in this order. ${by_id}: any is the id of a shipment. */
void track_list_sql(const struct track_filter *filter, bool by_id, struct buffer *out);

/* track_rules.c: decisions, no store. */
struct track_fact {
	int64_t at;
	int status;
};
#define TRACK_NOTHING SIZE_MAX
struct track_state {
	int status;			  /* enum shipment_status; -1: the facts say nothing */
	size_t decided;			  /* by this fact; TRACK_NOTHING: by ${delivered_at} as it was known */
	size_t leg;			  /* the newest leg begins with this fact */
	int64_t shipped_at, delivered_at; /* INSTANT_NONE: not known from the facts */
};
/** track_derive(facts, n, delivered_at): what ${n} facts, oldest first, come to. ${delivered_at}: the shop knows of a
 * delivery that may be missing among them; INSTANT_NONE: it does not. */
struct track_state track_derive(const struct track_fact *facts, size_t n, int64_t delivered_at);
/** track_stage(status): how far a parcel is: 0 nowhere, 1 announced .. 5 delivered; 0 for what is no stage. */
int track_stage(int status);
#define TRACK_STAGES 5
/** track_is_finished(status): is nothing more expected of it: delivered, returned, cancelled? */
bool track_is_finished(int status);

/* shipment.c. A shipment as the store holds it: texts in an arena. */
struct shipment_row {
	const char *id, *sale, *carrier, *number;
	int status;
	const char *substatus;
	int64_t shipped_at, promised_at, delivered_at, last_event_at; /* or INSTANT_NONE */
	const char *details;
	int64_t first_promised_at, changed_at, expired_at;
	const char *identity;
	int64_t generation;
	bool shipped_seen, delivered_seen; /* shipped_at and delivered_at are those of events, not the shop's */
	int summary;			   /* enum shipment_status: the carrier's own; -1: none */
	const char *summary_substatus, *summary_native, *summary_adapter;
	bool dirty; /* what no event says has changed: it is to be written */
};
struct shipment_row track_new_row(void); /* of which nothing is known */
void track_read_row(struct stmt *q, struct shipment_row *row, struct arena *arena);
void track_shipment_of(const struct shipment_row *row, struct shipment *out);
/** track_lock(c, id, row, err): nobody else changes it until the transaction ends; STATUS_END: there is none. */
enum status track_lock(const struct change *c, const char *id, struct shipment_row *row, struct error *err);
/** track_find_number(c, carrier, number, id, err): its id; STATUS_END: there is none. ${carrier} may be NULL: rejected
 * "ambiguous" if several carriers have it. */
enum status track_find_number(const struct change *c, const char *carrier, const char *number, const char **id,
			      struct error *err);
/** track_create(c, row, err): write a new one; without an id it gets one. Rejected "exists". */
enum status track_create(const struct change *c, struct shipment_row *row, struct error *err);
/** track_promise(row, promised_at): a new promise; the first one is kept beside it. */
void track_promise(struct shipment_row *row, int64_t promised_at);

/* detail.c */
/** track_details_join(stored, in, out, arena, err): the given details over the stored ones; NULL: there are none. */
enum status track_details_join(const char *stored, const struct track_parcel *in, const char **out, struct arena *arena,
			       struct error *err);

/* An event as the store holds it. */
struct event_row {
	int64_t id; /* 0: not stored yet */
	char digest[DIGEST_TEXT_SIZE];
	int64_t at, local_at; /* local_at: what the clock there showed; INSTANT_NONE: not known */
	int64_t offset;	      /* seconds east of UTC, or TRACK_NO_OFFSET */
	int zone;	      /* enum track_zone, or TRACK_NO_ZONE: an instant of which no clock is known */
	int64_t turn;	      /* the carrier's order among the events of one minute */
	int64_t taken_at;
	int status;
	const char *substatus, *code, *text, *place, *country, *native, *raw_time, *raw, *city, *region, *postal,
		*identity;
	const char *adapter; /* whose codes they are */
	const char *aside;
	double lat, lng; /* NAN: not given */
	/* While news are taken in: */
	const char *words, *where; /* text and place as they are compared; never NULL */
	struct event_row *known;   /* of a report: the event it is of */
	bool told, fresh, changed; /* in the report at hand; not known before; to be written */
};
#define TRACK_NO_OFFSET INT64_MIN
#define TRACK_NO_ZONE	(-1)
/* Words of aside. */
extern const char TRACK_BAD_EVENT[], TRACK_OTHER_PARCEL[], TRACK_AMBIGUOUS[], TRACK_BEFORE_SHIPPING[];
struct event_set {
	struct event_row *rows;
	size_t n, room; /* room: for so many more */
};

/* identity.c: pure. track_event_prepare first: it makes the texts that are compared. */
void track_event_prepare(struct event_row *e, struct arena *arena);
int64_t track_event_minute(const struct event_row *e);
void track_event_digest(const struct event_row *e, char hex[DIGEST_TEXT_SIZE]);
/** track_event_same(a, b): two reports of one event? See track_import. */
bool track_event_same(const struct event_row *a, const struct event_row *b);
/** track_event_reworded(a, b): one in other words, known by its code? */
bool track_event_reworded(const struct event_row *a, const struct event_row *b);
/** track_event_fill(stored, told, arena): what ${stored} lacks; true if there was any. */
bool track_event_fill(struct event_row *stored, const struct event_row *told, struct arena *arena);

/* zone.c: pure. */
/** track_settle_places: zones of new and changed events by their places. */
void track_settle_places(struct event_set *set, const struct track_options *how, struct arena *arena);
/** track_settle_siblings: the other open ones by an event at the same place; without one the instant is guessed by the
 *  nearest clock whose zone is known, so that the order is right. */
void track_settle_siblings(struct event_set *set);
/** track_in_order(set, out): those that count, oldest first; returns their number. */
size_t track_in_order(const struct event_set *set, const struct event_row **out);

/* event.c */
void track_event_of(const struct event_row *e, struct track_event *out, struct arena *arena);

/* intake.c */
void track_read_event(struct stmt *q, struct event_row *e, struct arena *arena);
enum status track_load_events(struct store *s, const char *shipment, struct event_set *set, struct arena *arena,
			      struct error *err);
enum status track_write_events(const struct change *c, const struct shipment_row *row, struct event_set *set,
			       struct error *err);
/** track_settle_aside(set, row): what is older than the parcel is of another that had its number before; what was
 * ambiguous is not, once the parcel's identity is known. */
void track_settle_aside(struct event_set *set, const struct shipment_row *row);
struct intake {
	const struct track_options *options;
	bool in_turn; /* events of one minute come in the order they happened, one report after the other */
};
/** track_take_in(c, row, told, n, how, taken, err): ${n} reports of the locked shipment ${row}. Told what became of
 * each: told[i].known; told[i].fresh, it was not known; told[i].changed, it brought something to it. */
enum status track_take_in(const struct change *c, struct shipment_row *row, struct event_row *told, size_t n,
			  const struct intake *how, struct track_taken *taken, struct error *err);

/* exception_rules.c: what is wrong with a parcel. Pure. */
struct trouble_facts {
	const struct shipment_row *row;
	int64_t since;	/* when it came into its status; INSTANT_NONE: not known */
	bool ambiguous; /* events are set aside because they may be another parcel's, and none counts */
};
#define TRACK_TROUBLES 4 /* at most, of one parcel */
/** track_troubles(facts, limits, out, arena): up to TRACK_TROUBLES records; returns their number. */
size_t track_troubles(const struct trouble_facts *facts, const struct track_limits *limits, struct track_exception *out,
		      struct arena *arena);

/* follow.c */
/** track_follow(c, row, set, options, err): bring the locked shipment, and its order, up to its events. ${options}
 * NULL: nobody is told. */
enum status track_follow(const struct change *c, struct shipment_row *row, const struct event_set *set,
			 const struct track_options *options, struct error *err);

#endif
