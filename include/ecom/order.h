/*
 * order: orders, their payments and fulfilment, and the one table of
 * transitions that the engine, `ecom-order states` and the manual all read.
 *
 * An order has four axes. Its own status moves along the table; payment, fulfilment and return status are derived
 * from payments and from the counters of its lines, never set.
 *
 * Money: prices are before tax. A line's total = price * quantity - discount + tax. Of the order,
 *	subtotal = sum of price * quantity
 *	discount = sum of the lines' discounts    tax = sum of the lines' taxes
 *	total    = subtotal - discount + shipping + tax = sum of the lines' totals + shipping
 * An input's discount and tax are those of the whole order: what its lines do not already name is shared over them by
 * largest remainder, so that lines always add up.
 */
#ifndef ECOM_ORDER_H
#define ECOM_ORDER_H

#include <ecom/stock.h>

enum order_status {
	ORDER_PENDING, ORDER_PAID, ORDER_ON_HOLD, ORDER_PARTIALLY_SHIPPED, ORDER_SHIPPED, ORDER_PARTIALLY_DELIVERED,
	ORDER_DELIVERED, ORDER_COMPLETED, ORDER_PARTIALLY_RETURNED, ORDER_RETURNED, ORDER_CANCELLED, ORDER_EXPIRED,
};
extern const struct word ORDER_STATUS_WORDS[]; /* with 待支付 已支付 已发货 已完成 as aliases */

enum order_payment_status {
	ORDER_UNPAID, ORDER_AUTHORIZED, ORDER_PARTIALLY_PAID, ORDER_FULLY_PAID, ORDER_OVERPAID, ORDER_PARTIALLY_REFUNDED,
	ORDER_REFUNDED, ORDER_VOIDED, ORDER_PAYMENT_FAILED,
};
enum order_fulfilment_status {
	ORDER_FULFIL_NONE, ORDER_FULFIL_PARTIALLY_SHIPPED, ORDER_FULFIL_SHIPPED, ORDER_FULFIL_PARTIALLY_DELIVERED,
	ORDER_FULFIL_DELIVERED,
};
enum order_return_status { ORDER_RETURN_NONE, ORDER_RETURN_PARTIAL, ORDER_RETURN_ALL };
extern const struct word ORDER_PAYMENT_STATUS_WORDS[], ORDER_FULFILMENT_STATUS_WORDS[], ORDER_RETURN_STATUS_WORDS[];

/* The table of transitions. */
enum order_event {
	ORDER_EVENT_CREATE, ORDER_EVENT_PAY, ORDER_EVENT_HOLD, ORDER_EVENT_UNHOLD, ORDER_EVENT_SHIP, ORDER_EVENT_DELIVER,
	ORDER_EVENT_COMPLETE, ORDER_EVENT_CANCEL, ORDER_EVENT_EXPIRE, ORDER_EVENT_RETURN,
};
extern const struct word ORDER_EVENT_WORDS[];
#define ORDER_NEW (-1) /* the status before there is an order */
struct order_transition {
	int from; /* enum order_status, or ORDER_NEW */
	enum order_event event;
	enum order_status to;
	const char *guard, *effect;
};
extern const struct order_transition ORDER_TRANSITIONS[];
extern const size_t ORDER_TRANSITION_COUNT;
/** order_transition_find(from, event, to): the row of the table, or NULL: there is no such move. */
const struct order_transition *order_transition_find(int from, enum order_event event, enum order_status to);

/* One row of the table as `ecom-order states` prints it. */
struct order_state {
	struct record record;
	const char *from, *event, *to, *guard, *effect;
};
extern const struct record_type order_state_type;
void order_state_of(const struct order_transition *t, struct order_state *out);

enum order_line_field {
	ORDER_LINE_LINE, ORDER_LINE_SKU, ORDER_LINE_QUANTITY, ORDER_LINE_PRICE, ORDER_LINE_DISCOUNT, ORDER_LINE_TAX,
	ORDER_LINE_TOTAL, ORDER_LINE_LOCATION, ORDER_LINE_CANCELLED, ORDER_LINE_SHIPPED, ORDER_LINE_DELIVERED,
	ORDER_LINE_RETURNED,
};
struct order_line {
	struct record record;
	int64_t line;
	const char *sku, *location;
	int64_t quantity;
	struct amount price, discount, tax, total;
	int64_t cancelled, shipped, delivered, returned; /* units */
};
extern const struct record_type order_line_type;

enum order_field {
	ORDER_ORDER, ORDER_STATUS, ORDER_PAYMENT_STATUS, ORDER_FULFILMENT_STATUS, ORDER_RETURN_STATUS, ORDER_CUSTOMER,
	ORDER_EMAIL, ORDER_CHANNEL, ORDER_CURRENCY, ORDER_PLACED_AT, ORDER_SUBTOTAL, ORDER_DISCOUNT, ORDER_SHIPPING,
	ORDER_TAX, ORDER_TOTAL, ORDER_LINES, ORDER_KEY,
	/* order_past_type only */
	ORDER_PAID_AT, ORDER_SHIPPED_AT, ORDER_DELIVERED_AT, ORDER_COMPLETED_AT, ORDER_CANCELLED_AT, ORDER_RETURNED_AT,
	ORDER_CARRIER, ORDER_NUMBER, ORDER_PROMISED_AT,
};
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

/* An order that was, with the instants of what befell it: what `import` reads. */
struct order_past {
	struct order order;
	int64_t paid_at, shipped_at, delivered_at, completed_at, cancelled_at, returned_at;
	const char *carrier, *number;
	int64_t promised_at;
};
extern const struct record_type order_past_type;

enum payment_state { PAYMENT_AUTHORIZED, PAYMENT_CAPTURED, PAYMENT_REFUNDED, PAYMENT_FAILED, PAYMENT_VOIDED };
extern const struct word PAYMENT_STATUS_WORDS[];
enum payment_field {
	PAYMENT_ORDER, PAYMENT_AMOUNT, PAYMENT_CURRENCY, PAYMENT_PROVIDER, PAYMENT_REFERENCE, PAYMENT_STATUS, PAYMENT_AT,
	PAYMENT_KEY,
};
struct payment {
	struct record record;
	const char *order;
	struct amount amount;
	const char *currency, *provider, *reference;
	int status; /* enum payment_state */
	int64_t at;
	const char *key;
};
extern const struct record_type payment_type;

/* A parcel handed to a carrier; owned by track, whose floor is above: the order only writes the row when it ships. */
enum shipment_status {
	SHIPMENT_PENDING, SHIPMENT_INFO_RECEIVED, SHIPMENT_PICKED_UP, SHIPMENT_IN_TRANSIT, SHIPMENT_OUT_FOR_DELIVERY,
	SHIPMENT_AVAILABLE_FOR_PICKUP, SHIPMENT_DELIVERY_ATTEMPT, SHIPMENT_DELIVERED, SHIPMENT_EXCEPTION,
	SHIPMENT_RETURNING, SHIPMENT_RETURNED, SHIPMENT_CANCELLED, SHIPMENT_EXPIRED, SHIPMENT_UNKNOWN,
};
struct shipment {
	struct record record;
	const char *shipment, *order, *carrier, *number;
	int status;
	const char *substatus;
	int64_t shipped_at, promised_at, delivered_at;
	int64_t first_promised_at, changed_at; /* the promise before any other; when the shop last learnt anything new */
	const char *details, *identity;        /* JSON object of texts; the carrier's own id, where its numbers are not unique */
};
extern const struct record_type shipment_type;
/** order_number_is_free(status, ended_at, at): may a carrier have given the number of a parcel to another at the instant
 *  ${at}? A month after the last that was heard of it, when nothing more is expected. */
bool order_number_is_free(int status, int64_t ended_at, int64_t at);
extern const struct word SHIPMENT_STATUS_WORDS[]; /* pending info_received picked_up in_transit out_for_delivery available_for_pickup
						   * delivery_attempt delivered exception returning returned cancelled expired unknown */

/* Some units of one line: what `ship` and `cancel` are asked to do less than everything with. */
enum order_part_field { ORDER_PART_LINE, ORDER_PART_QUANTITY };
struct order_part {
	struct record record;
	int64_t line, quantity; /* no quantity given: all that is open */
};

/* What the verbs ask of an existing order: one struct, and for each verb the fields it takes. The units are in "parts",
 * not in "lines": the order records of `list` and `get` can be piped in, and their lines must not be taken for it. */
enum order_ship_field {
	ORDER_SHIP_ORDER, ORDER_SHIP_CARRIER, ORDER_SHIP_NUMBER, ORDER_SHIP_SHIPMENT, ORDER_SHIP_PROMISED_AT, ORDER_SHIP_AT,
	ORDER_SHIP_PARTS, ORDER_SHIP_KEY,
};
enum order_deliver_field { ORDER_DELIVER_ORDER, ORDER_DELIVER_SHIPMENT, ORDER_DELIVER_AT, ORDER_DELIVER_KEY };
enum order_cancel_field { ORDER_CANCEL_ORDER, ORDER_CANCEL_REASON, ORDER_CANCEL_PARTS, ORDER_CANCEL_KEY };
enum order_complete_field { ORDER_COMPLETE_ORDER, ORDER_COMPLETE_AT, ORDER_COMPLETE_KEY };
enum order_ask_field { ORDER_ASK_ORDER };
struct order_request {
	struct record record;
	const char *order;
	const char *carrier, *number, *shipment; /* ship; deliver: one parcel of it */
	int64_t promised_at, at;                 /* at: when it happened; now if absent */
	const char *reason;                      /* cancel */
	struct record_list parts;                /* of struct order_part */
	const char *key;
};
extern const struct record_type order_ship_type, order_deliver_type, order_cancel_type, order_complete_type, order_ask_type;

/*
 * Operations. Each runs in the caller's transaction and savepoint, checks the table, and writes order, event, audit and
 * outbox together. ${out}, where not NULL, is the order as it is now, its texts in c->arena. All may give
 * STATUS_REJECTED "unknown_order", and "state" where the table has no such move.
 */

struct order_create_options {
	bool price_from_input; /* else the catalog's price as of placed_at */
	int64_t ttl_ms;        /* an unpaid order lives so long, and its hold on stock with it; 0 = for ever */
};
/** order_create(c, in, options, out, err): a pending order with all its stock held. All faults of its lines are reported
 *  together. An order that exists and whose input prices to the same is answered again without effect; rejected
 *  "exists" otherwise, "total_mismatch" where a given total is not what its parts make, "short", "unknown_sku" ... */
enum status order_create(const struct change *c, const struct order *in, const struct order_create_options *options,
			 struct order *out, struct error *err);
/** order_pay(c, in, out, err): record a payment. Captured up to what is due: pending becomes paid and the hold an allocation. The
 *  same (provider, reference, status) again has no second effect. Defaults: what is due, provider "manual", a reference
 *  of its own. Rejected "currency_mismatch", "exists" (the reference is another payment's), "nothing_due",
 *  "too_much" (a refund beyond what is there). A capture for a cancelled or expired order is rejected "state": refund it at
 *  the provider. */
enum status order_pay(const struct change *c, const struct payment *in, struct order *out, struct error *err);
/** order_ship(c, in, out, err): hand open units (all, or in->parts) to a carrier: one parcel. */
enum status order_ship(const struct change *c, const struct order_request *in, struct order *out, struct error *err);
/** order_deliver(c, in, out, err): its parcels (or the one named) have arrived. */
enum status order_deliver(const struct change *c, const struct order_request *in, struct order *out, struct error *err);
enum status order_complete(const struct change *c, const struct order_request *in, struct order *out, struct error *err);
/** order_cancel(c, in, out, err): all, or some units: what they hold of the stock is released, once. What is to be refunded
 *  then is said in the event and the message "order.cancelled". */
enum status order_cancel(const struct change *c, const struct order_request *in, struct order *out, struct error *err);
/** order_expire(c, limit, placed_before, each, ctx, more, err): up to ${limit} pending orders whose time is past (or, unless
 *  INSTANT_NONE, that were placed before) expire; ${more} says whether others may be left. */
typedef void order_each(void *ctx, const void *record);
enum status order_expire(const struct change *c, int64_t limit, int64_t placed_before, order_each *each, void *ctx, bool *more,
			 struct error *err);
/** order_follow_shipment(c, order, at, err): bring the order's status up to what its shipments now say (shipped when any is
 *  picked up or later, delivered when all are), in the caller's transaction. Late or repeated news never takes a status back. */
enum status order_follow_shipment(const struct change *c, const char *order, int64_t at, struct error *err);

/** order_import(c, in, n, stock, verdicts, err): up to STORE_BULK_ROWS orders as they were, with distinct ids. Without a status it
 *  follows from the instants. A price that is not given is the catalog's as of then. ${stock}: their units are reserved
 *  and shipped as well; else stock is left alone. Nobody is told: there are no messages.
 *  verdicts[i].status: STATUS_OK = written, STATUS_END = was there already, the same; STATUS_REJECTED = why not ("exists" where
 *  it differs): nothing of it was written, but with ${stock} something may be left: then give one order at a time, and undo. */
enum status order_import(const struct change *c, const struct order_past *const *in, size_t n, bool stock,
			 struct error *verdicts, struct error *err);

/* An order with all that belongs to it: what `get` prints. */
struct order_detail {
	struct order order;
	int64_t expires_at;
	struct amount paid, refunded, due; /* due: what is still to be paid; negative = to be refunded */
	struct record_list payments;       /* of struct payment */
	struct record_list shipments;      /* of struct shipment */
};
extern const struct record_type order_detail_type;
/** order_get(s, id, out, arena, err): rejected "unknown_order". */
enum status order_get(struct store *s, const char *id, struct order_detail *out, struct arena *arena, struct error *err);

struct order_filter {
	const bool *statuses; /* of each enum order_status, whether; NULL = any */
	int64_t since, until; /* placed in [since, until); INSTANT_NONE = open */
	const char *customer, *channel, *sku;
	int64_t limit;        /* 0 = all */
};
/** order_list(s, filter, each, ctx, err): newest first, lines included, streamed. */
enum status order_list(struct store *s, const struct order_filter *filter, order_each *each, void *ctx, struct error *err);

/* One thing that happened to an order. */
struct order_happening {
	struct record record;
	const char *order;
	int64_t at;
	const char *event, *from, *to, *reason, *reference, *actor;
};
extern const struct record_type order_happening_type;
/** order_history(s, id, each, ctx, err): oldest first. Rejected "unknown_order". */
enum status order_history(struct store *s, const char *id, order_each *each, void *ctx, struct error *err);

/* Demand. */
enum sales_step { SALES_DAY, SALES_WEEK, SALES_MONTH };
extern const struct word SALES_STEP_WORDS[];
struct sales_filter {
	int step;             /* enum sales_step */
	int64_t since, until; /* placed in [since, until); INSTANT_NONE = open */
	const char *sku;      /* NULL = any */
	bool by_location, include_pending;
	const struct zone *zone; /* whose days; NULL = UTC */
};
struct sales {
	struct record record;
	const char *sku, *location; /* location: NULL unless by_location */
	int64_t date;               /* the day; of a week its Monday, of a month its first */
	int64_t quantity;           /* ordered, less what was cancelled or came back */
	struct amount revenue;      /* of those units: after discounts, without tax and shipping */
	const char *currency;
};
extern const struct record_type sales_type;
/** order_sales(s, filter, each, ctx, err): in the order of SKU, location, currency, date; streamed. Cancelled and expired orders
 *  do not count. Days without a sale are not printed. */
enum status order_sales(struct store *s, const struct sales_filter *filter, order_each *each, void *ctx, struct error *err);

/** order_check(s, report, ctx, err): totals against lines, counters against status, paid against payments, reservations
 *  against open units, history against the table. */
enum status order_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
