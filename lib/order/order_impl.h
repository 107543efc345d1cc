/* Shared inside lib/order only. */
#ifndef ORDER_IMPL_H
#define ORDER_IMPL_H

#include <string.h>

#include <ecom/order.h>

enum order_statement {
	ORDER_PUT,
	ORDER_LINE_PUT,
	ORDER_EVENT_PUT,
	ORDER_LOCK,
	ORDER_READ,
	ORDER_READ_LINES,
	ORDER_MOVE,
	ORDER_MONEY,
	ORDER_LINE_COUNTERS,
	ORDER_PAYMENT_PUT,
	ORDER_PAYMENT_FIND,
	ORDER_PAYMENT_COUNT,
	ORDER_PAYMENTS,
	ORDER_SHIPMENT_PUT,
	ORDER_SHIPMENT_COUNT,
	ORDER_SHIPMENT_FIND,
	ORDER_SHIPMENT_ADOPT,
	ORDER_SHIPMENT_LINE_PUT,
	ORDER_SHIPMENTS,
	ORDER_SHIPMENT_ARRIVED,
	ORDER_DELIVERED_UNITS,
	ORDER_EXPIRABLE,
	ORDER_HISTORY,
	ORDER_SALES,
	ORDER_SALES_BY_LOCATION,
	ORDER_EVENT_MOVES,
	ORDER_EVENT_MOVE_OF,
	ORDER_STATEMENTS
};
extern const struct sql ORDER_SQL[ORDER_STATEMENTS];
extern const struct sql_bulk ORDER_BULK_SALE, ORDER_BULK_LINE, ORDER_BULK_EVENT, ORDER_BULK_PAYMENT,
	ORDER_BULK_SHIPMENT, ORDER_BULK_SHIPMENT_LINE;
extern const struct sql_lookup ORDER_LOOKUP_SALE, ORDER_LOOKUP_SKU;
/** order_list_sql(filter, out): the query of a listing; its parameters are since, until, and of customer,
 *  channel, sku, limit those that are given, in this order. */
void order_list_sql(const struct order_filter *filter, struct buffer *out);

/* An order as the store holds it: money in minor units. */
struct sale_line {
	int64_t line;
	const char *sku, *location;
	int64_t quantity, price, discount, tax, total;
	int64_t cancelled, shipped, delivered, returned;
	int64_t affected; /* units that the operation at hand ships or cancels */
};
struct sale {
	const char *id;
	int status;
	const char *customer, *email, *channel, *currency;
	int64_t placed_at, expires_at; /* expires_at may be INSTANT_NONE */
	int64_t subtotal, discount, shipping, tax, total, shipping_tax;
	int64_t paid, refunded;
	bool stock;		 /* false: imported history that never touched stock */
	int64_t authorized;	 /* authorized less voided; 0 once something is captured */
	int payment_failure;	 /* PAYMENT_FAILED, PAYMENT_VOIDED, or 0 */
	struct sale_line *lines; /* in the order of their numbers */
	size_t n_lines;
};

/* order_rules.c: decisions, no store. */
struct sale_units {
	int64_t ordered; /* less the cancelled ones */
	int64_t cancelled, shipped, delivered, returned;
};
struct sale_units order_units(const struct sale *sale);
int64_t order_line_open(const struct sale_line *line); /* still to be shipped */
/** order_due(sale): what the customer owes in all for the units that are not cancelled. */
int64_t order_due(const struct sale *sale);
int64_t order_kept(const struct sale *sale); /* captured less refunded */
/** order_refund_due(sale): what was captured beyond what is owed; 0 if nothing. */
int64_t order_refund_due(const struct sale *sale);
enum order_payment_status order_payment_status(const struct sale *sale);
enum order_fulfilment_status order_fulfilment_status(const struct sale_units *units);
enum order_return_status order_return_status(const struct sale_units *units);
/** order_status_of_units(units): how far the units of a paid order got. */
enum order_status order_status_of_units(const struct sale_units *units);
/** order_may(status, event): is there any such move? */
bool order_may(int status, enum order_event event);
/** order_refuse(sale, event, err): rejected "state": where the order is, from where the event is possible, and what to
 * do. */
enum status order_refuse(const struct sale *sale, enum order_event event, struct error *err);
/** order_shipment_moving(status): the carrier has the parcel, or had it. */
bool order_shipment_moving(int status);

/* Several faults of one record, told together. */
struct order_faults {
	struct buffer text;
	struct error first;
	size_t count;
};
/** order_fault(f, err, path): take over ${err}; its field becomes "${path}field". */
void order_fault(struct order_faults *f, const struct error *err, const char *path);
/** order_faults_end(f, err): STATUS_OK without a fault, else rejected with all of them. */
enum status order_faults_end(struct order_faults *f, struct error *err);

/* pricing.c */
struct order_pricing {
	bool price_from_input;	  /* a price that is given holds */
	bool catalog;		  /* one that is not is asked of the catalog; false: is missing */
	const struct sale *known; /* take the prices of this order instead: is it the same one? NULL = no */
};
/** order_price(c, in, how, sale, err): the order that ${in} asks for, as rows. All faults are reported together. */
enum status order_price(const struct change *c, const struct order *in, const struct order_pricing *how,
			struct sale *sale, struct error *err);
/** order_same(a, b): the same customer, money and lines; status and counters may differ. */
bool order_same(const struct sale *a, const struct sale *b);

/* order.c: reading, writing and moving. */
#define ORDER_NUMBER_FIRST 1001
/** order_columns(q, at, sale, arena): the columns of ORDER_READ from ${at} on. */
void order_columns(struct stmt *q, int at, struct sale *sale, struct arena *arena);
#define ORDER_COLUMN_COUNT 19
void order_line_columns(struct stmt *q, int at, struct sale_line *line, struct arena *arena);
/** order_read(s, id, sale, arena, err): an order and its lines; STATUS_END: none. */
enum status order_read(struct store *s, const char *id, struct sale *sale, struct arena *arena, struct error *err);
/** order_lock(c, id, sale, err): the same, and nobody else changes it until the transaction ends. Rejected
 * "unknown_order". */
enum status order_lock(const struct change *c, const char *id, struct sale *sale, struct error *err);
enum status order_unknown(const char *id, struct error *err);
/** order_answer(sale, counters, arena, out): the record of an order. ${counters}: with how far each line got. */
void order_answer(const struct sale *sale, bool counters, struct arena *arena, struct order *out);

/* One move of an order, written everywhere it is to be seen. */
struct order_step {
	enum order_event event;
	enum order_status to;
	int64_t at;
	const char *reason, *reference;
	const char *topic; /* of the message; NULL = none */
	const char *part;  /* tells several messages of the topic apart; NULL = there is one only */
	const char *extra; /* more members of its payload: ",\"carrier\":\"ups\""; NULL = none */
};
/** order_move(c, sale, step, err): the only way a status changes: by a row of the table. ${sale} is the locked order,
 * its sums and expiry as they shall be. */
enum status order_move(const struct change *c, struct sale *sale, const struct order_step *step, struct error *err);
/** order_note_new(c, sale, err): event, audit and message of an order that was just written. */
enum status order_note_new(const struct change *c, const struct sale *sale, struct error *err);
/** order_put_counters(c, sale, line, err): the units of a line, as they are now. */
enum status order_put_counters(const struct change *c, const struct sale *sale, const struct sale_line *line,
			       struct error *err);
/** order_owner(arena, sale, line): whose the line's reservation is: "order:1001:1". */
const char *order_owner(struct arena *arena, const struct sale *sale, const struct sale_line *line);
/** order_by_sku(sale, arena): its lines in the order in which stock is touched. */
struct sale_line **order_by_sku(const struct sale *sale, struct arena *arena);
/** order_parts(sale, parts, open, err): set ${affected} of each line: the units asked for, at most what ${open} says of
 * the line; all of it without parts. All faults are reported together. */
enum status order_parts(struct sale *sale, const struct record_list *parts, int64_t (*open)(const struct sale_line *),
			struct error *err);

/* payment.c */
/** order_settle(c, sale, at, reference, err): pending and enough captured: it is paid now, and its hold an allocation.
 */
enum status order_settle(const struct change *c, struct sale *sale, int64_t at, const char *reference,
			 struct error *err);

/* A row of payment. */
struct payment_row {
	const char *sale, *currency, *provider, *reference;
	int64_t amount, at;
	int status;
};
void order_payment_columns(struct stmt *q, struct payment *out, struct arena *arena);

#endif
