/* What several verbs of ecom-order share. */
#include "verbs.h"

const struct record_type *const PASS_ORDERS[] = { &order_type, &order_detail_type, &shipment_type, NULL };

void emit_record(void *run, const void *record)
{
	run_emit(run, record);
}

enum status emit_order(struct run *run, enum status st, struct order *order)
{
	if (st == STATUS_OK) {
		order->record.given &= ~(UINT64_C(1) << ORDER_LINES);
		run_emit(run, order);
	}
	return st;
}
