/* Parcels as they are gathered. */
#ifndef FLOW_PARCEL_H
#define FLOW_PARCEL_H

#include "eta.h"
#include "next.h"

struct parcel {
	struct eta_case known;
	const char *shipment, *order, *carrier, *origin, *destination;
	const char *status;	     /* as its row says; NULL: it does not */
	int64_t delivered, promised; /* INSTANT_NONE: not so far; nothing was */
	bool given_up;		     /* cancelled or returned: nobody waits for it */
};

struct flow_parcels {
	int clock;
	struct parcel *items;
	size_t count, capacity;
	struct directory names, groups; /* group 0: all */
	size_t of_level[ETA_LEVELS];	 /* groups of each */
	struct flow_events events;
	struct arena arena; /* of shipments and orders */
	struct buffer key;
};

bool flow_parcel_given_up(const char *status); /* cancelled or returned */
/** flow_parcels_levels(p, useful): the levels that tell parcels apart, and not as another does: of one carrier, or
 * lanes that all begin in one place, nothing is to be learnt beside what the other levels say. */
void flow_parcels_levels(const struct flow_parcels *p, bool useful[ETA_LEVELS]);

#endif
