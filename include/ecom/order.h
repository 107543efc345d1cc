/*
 * order: orders, their payments and fulfilment, and the one table of
 * transitions that the engine, `ecom-order states` and the manual all read.
 */
#ifndef ECOM_ORDER_H
#define ECOM_ORDER_H

#include <ecom/stock.h>

enum order_status {
	ORDER_PENDING, ORDER_PAID, ORDER_ON_HOLD, ORDER_PARTIALLY_SHIPPED, ORDER_SHIPPED, ORDER_PARTIALLY_DELIVERED,
	ORDER_DELIVERED, ORDER_COMPLETED, ORDER_PARTIALLY_RETURNED, ORDER_RETURNED, ORDER_CANCELLED, ORDER_EXPIRED,
};
extern const struct word ORDER_STATUS_WORDS[]; /* with 待支付 已支付 已发货 已完成 as aliases */

struct order_line {
	struct record record;
	int64_t line;
	const char *sku, *location;
	int64_t quantity;
	struct amount price, discount, tax, total;
};
extern const struct record_type order_line_type;

struct order {
	struct record record;
	const char *order;
	int status, payment_status, fulfilment_status, return_status;
	const char *customer, *email, *channel, *currency;
	int64_t placed_at;
	struct amount subtotal, discount, shipping, tax, total;
	struct record_list lines; /* of struct order_line */
	const char *key;
};
extern const struct record_type order_type;

/* A parcel handed to a carrier; owned by track, whose floor is above: the order only writes the row when it ships. */
struct shipment {
	struct record record;
	const char *shipment, *order, *carrier, *number;
	int status;
	const char *substatus;
	int64_t shipped_at, promised_at, delivered_at;
};
extern const struct record_type shipment_type;
extern const struct word SHIPMENT_STATUS_WORDS[]; /* pending info_received picked_up in_transit out_for_delivery available_for_pickup
						   * delivery_attempt delivered exception returning returned cancelled expired unknown */

/** order_follow_shipment(c, order, at, err): bring the order's status up to what its shipments now say (shipped when any is
 *  picked up or later, delivered when all are), in the caller's transaction. Late or repeated news never takes a status back. */
enum status order_follow_shipment(const struct change *c, const char *order, int64_t at, struct error *err);
enum status order_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
