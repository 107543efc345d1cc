/* What a parcel's next status will be, from the events of all. */
#ifndef FLOW_NEXT_H
#define FLOW_NEXT_H

#include "order_book.h"

/* Events as they are gathered, and the carrier of each parcel they tell of. */
struct flow_events {
	struct flow_orders *book; /* its orders are the parcels, by their names */
	struct directory carriers;
	uint32_t *carrier; /* by parcel; FLOW_NO_CARRIER: nobody said */
	size_t capacity;
};
#define FLOW_NO_CARRIER UINT32_MAX
/** flow_events_add(e, parcel, carrier, status, at, err): carrier NULL: not said. Rejected "missing" (parcel, status), and
 * as flow_orders_add does. What is unknown of its status says nothing. */
enum status flow_events_add(struct flow_events *e, const char *parcel, const char *carrier, const char *status,
			    int64_t at, struct error *err);
/** flow_events_carrier(e, parcel, carrier): who carries it, where there are events of it. */
void flow_events_carrier(struct flow_events *e, const char *parcel, const char *carrier);
void flow_events_free(struct flow_events *e);

struct flow_nexts; /* opaque */
/** flow_nexts_new(e, now): what is later is not known. NULL: there are no events. ${e} outlives it. */
struct flow_nexts *flow_nexts_new(struct flow_events *e, int64_t now);
void flow_nexts_free(struct flow_nexts *m); /* NULL is fine */

/** flow_nexts_present(m, parcel, since): the status it came into last, and when; NULL: no event is known. */
const char *flow_nexts_present(const struct flow_nexts *m, const char *parcel, int64_t *since);
/*
 * flow_nexts_tell(m, parcel, text): appends {status: probability ...} for its status and the time it has been in it,
 * those of no probability left out; false: none was ever seen to leave that status.
 *
 * Of those that left the status after that age, the shares of where to (flow_curve_next), at three levels: the parcels
 * of all carriers at any age; at that age; the parcel's carrier at that age. Each is drawn to the one before as if by
 * FLOW_ETA_SHRINK moves: n moves seen count n / (n + FLOW_ETA_SHRINK).
 */
bool flow_nexts_tell(struct flow_nexts *m, const char *parcel, struct buffer *text);

#endif
