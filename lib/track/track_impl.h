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
	TRACK_EVENTS,
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

/* shipment.c. A shipment as the store holds it: texts in an arena. */
struct shipment_row {
	const char *id, *sale, *carrier, *number;
	int status;
	const char *substatus;
	int64_t shipped_at, promised_at, delivered_at, last_event_at; /* or INSTANT_NONE */
};
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
void track_bind_instant(struct stmt *q, int parameter, int64_t value);

/** track_follow(c, row, err): bring the locked shipment, and its order, up to its events. */
enum status track_follow(const struct change *c, struct shipment_row *row, struct error *err);

#endif
