/* The verbs of ecom-order. */
#ifndef ECOM_ORDER_VERBS_H
#define ECOM_ORDER_VERBS_H

#include <ecom/order.h>

#include "cli.h"

extern const struct verb VERB_CREATE, VERB_IMPORT, VERB_LIST, VERB_GET, VERB_PAY, VERB_SHIP, VERB_DELIVER,
	VERB_COMPLETE, VERB_CANCEL, VERB_EXPIRE, VERB_HISTORY, VERB_STATES, VERB_SALES;

/* Orders and parcels may be piped into the verbs that act on orders: shared.c. */
extern const struct record_type *const PASS_ORDERS[];

/** emit_record(run, record): run_emit as the library calls it back. */
void emit_record(void *run, const void *record);
/** emit_order(run, st, order): an order as a change left it, without its lines; ${st} is handed through. */
enum status emit_order(struct run *run, enum status st, struct order *order);

#endif
