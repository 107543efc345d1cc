/* The other records of the module: payments, parcels, what is asked of an order, and what is told of many. */
#include "order_impl.h"

const struct word PAYMENT_STATUS_WORDS[] = {
	[PAYMENT_AUTHORIZED] = { "authorized", "已授权" },
	[PAYMENT_CAPTURED] = { "captured", "succeeded|settled|paid|success|支付成功" },
	[PAYMENT_REFUNDED] = { "refunded", "已退款" },
	[PAYMENT_FAILED] = { "failed", "declined|支付失败" },
	[PAYMENT_VOIDED] = { "voided", "已撤销" },
	{ NULL, NULL },
};

const struct word SHIPMENT_STATUS_WORDS[] = {
	[SHIPMENT_PENDING] = { "pending", "待揽收" },
	[SHIPMENT_INFO_RECEIVED] = { "info_received", "已下单" },
	[SHIPMENT_PICKED_UP] = { "picked_up", "已揽收|揽收" },
	[SHIPMENT_IN_TRANSIT] = { "in_transit", "运输中|在途" },
	[SHIPMENT_OUT_FOR_DELIVERY] = { "out_for_delivery", "派送中|派件" },
	[SHIPMENT_AVAILABLE_FOR_PICKUP] = { "available_for_pickup", "待取件" },
	[SHIPMENT_DELIVERY_ATTEMPT] = { "delivery_attempt", "投递失败" },
	[SHIPMENT_DELIVERED] = { "delivered", "已签收|签收" },
	[SHIPMENT_EXCEPTION] = { "exception", "异常|疑难" },
	[SHIPMENT_RETURNING] = { "returning", "退回中" },
	[SHIPMENT_RETURNED] = { "returned", "已退回" },
	[SHIPMENT_CANCELLED] = { "cancelled", "已取消" },
	[SHIPMENT_EXPIRED] = { "expired", "已过期" },
	[SHIPMENT_UNKNOWN] = { "unknown", "未知" },
	{ NULL, NULL },
};

const struct word SALES_STEP_WORDS[] = { [SALES_DAY] = { "day", NULL },
					 [SALES_WEEK] = { "week", NULL },
					 [SALES_MONTH] = { "month", NULL },
					 { NULL, NULL } };

#define ORDER_NAMES "order_id|order_no|order_number|订单号|订单编号"

static const struct field PAYMENT_FIELDS[] = {
	[PAYMENT_ORDER] = { "order", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct payment, order),
			    ORDER_NAMES, "the order it is for", .max = 200 },
	[PAYMENT_AMOUNT] = { "amount", FIELD_AMOUNT, 0, FIELD_AT(struct payment, amount), "金额|支付金额",
			     "more than zero; what is due if absent" },
	[PAYMENT_CURRENCY] = { "currency", FIELD_TEXT, 0, FIELD_AT(struct payment, currency), "货币|币种",
			       "ISO 4217 code; must be the order's", .max = 3 },
	[PAYMENT_PROVIDER] = { "provider", FIELD_TEXT, 0, FIELD_AT(struct payment, provider), "gateway|支付方式",
			       "through whom; \"manual\" if absent", .max = 64 },
	[PAYMENT_REFERENCE] = { "reference", FIELD_TEXT, 0, FIELD_AT(struct payment, reference),
				"transaction_id|流水号|交易号",
				"the provider's own number; numbered by the order if absent", .max = 256 },
	[PAYMENT_STATUS] = { "status", FIELD_WORD, 0, FIELD_AT(struct payment, status), NULL,
			     "captured if absent; each (provider, reference, status) counts once",
			     PAYMENT_STATUS_WORDS },
	[PAYMENT_AT] = { "at", FIELD_INSTANT, 0, FIELD_AT(struct payment, at), "paid_at|支付时间",
			 "when; now if absent" },
	[PAYMENT_KEY] = { "key", FIELD_TEXT, FIELD_IDEMPOTENCY | FIELD_OPTIONAL_OUT, FIELD_AT(struct payment, key),
			  NULL, "idempotency key" },
	{ NULL },
};
const struct record_type payment_type = { "payment", "money for an order, or back from it", sizeof(struct payment),
					  PAYMENT_FIELDS };

static const struct field SHIPMENT_FIELDS[] = {
	{ "shipment", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct shipment, shipment), "shipment_id|包裹号",
	  "its number with us", .max = 256 },
	{ "order", FIELD_TEXT, 0, FIELD_AT(struct shipment, order), ORDER_NAMES, "the order it belongs to",
	  .max = 200 },
	{ "carrier", FIELD_TEXT, 0, FIELD_AT(struct shipment, carrier), "快递公司|物流公司", "who carries it",
	  .max = 64 },
	{ "number", FIELD_TEXT, 0, FIELD_AT(struct shipment, number), "tracking_number|运单号|快递单号",
	  "the carrier's number of it", .max = 128 },
	{ "status", FIELD_WORD, 0, FIELD_AT(struct shipment, status), "物流状态", "the carrier's latest news",
	  SHIPMENT_STATUS_WORDS },
	{ "substatus", FIELD_TEXT, 0, FIELD_AT(struct shipment, substatus), NULL, "in the carrier's own detail" },
	{ "shipped_at", FIELD_INSTANT, 0, FIELD_AT(struct shipment, shipped_at), "发货时间",
	  "when it was handed over" },
	{ "promised_at", FIELD_INSTANT, 0, FIELD_AT(struct shipment, promised_at), "estimated_delivery",
	  "by when delivery is promised" },
	{ "delivered_at", FIELD_INSTANT, 0, FIELD_AT(struct shipment, delivered_at), "签收时间", "when it arrived" },
	{ "first_promised_at", FIELD_INSTANT, FIELD_OPTIONAL_OUT, FIELD_AT(struct shipment, first_promised_at), NULL,
	  "by when it was promised at first; promised_at is the latest promise" },
	{ "changed_at", FIELD_INSTANT, FIELD_OPTIONAL_OUT, FIELD_AT(struct shipment, changed_at), NULL,
	  "when the shop last learnt anything new of it" },
	{ "details", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct shipment, details), NULL,
	  "what carriers ask for beside the number: phone, postal, service, carrier_code" },
	{ "identity", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct shipment, identity), NULL,
	  "the carrier's own id of it, where its numbers are not unique" },
	{ NULL },
};
const struct record_type shipment_type = { "shipment", "a parcel", sizeof(struct shipment), SHIPMENT_FIELDS };

static const struct field PART_FIELDS[] = {
	[ORDER_PART_LINE] = { "line", FIELD_INT, FIELD_REQUIRED, FIELD_AT(struct order_part, line), "line_number|行号",
			      "number of the order's line", .min = 1, .max = 1000000 },
	[ORDER_PART_QUANTITY] = { "quantity", FIELD_INT, 0, FIELD_AT(struct order_part, quantity), "qty|数量",
				  "units of it; all that are open if absent", .min = 1, .max = QUANTITY_MAX },
	{ NULL },
};
static const struct record_type part_type = { "part", "some units of one line", sizeof(struct order_part),
					      PART_FIELDS };

#define REQUEST_ORDER                                                                                                  \
	{                                                                                                              \
		"order", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct order_request, order), ORDER_NAMES,   \
			"the order", .max = 200                                                                        \
	}
#define REQUEST_PARTS                                                                                                  \
	{                                                                                                              \
		"parts", FIELD_LIST, 0, FIELD_AT(struct order_request, parts), NULL,                                   \
			"only these units of it; everything open if absent", .items = &part_type                       \
	}
#define REQUEST_AT                                                                                                     \
	{                                                                                                              \
		"at", FIELD_INSTANT, 0, FIELD_AT(struct order_request, at), NULL, "when it happened; now if absent"    \
	}
#define REQUEST_KEY                                                                                                    \
	{                                                                                                              \
		"key", FIELD_TEXT, FIELD_IDEMPOTENCY, FIELD_AT(struct order_request, key), NULL, "idempotency key"     \
	}

static const struct field SHIP_FIELDS[] = {
	[ORDER_SHIP_ORDER] = REQUEST_ORDER,
	[ORDER_SHIP_CARRIER] = { "carrier", FIELD_TEXT, 0, FIELD_AT(struct order_request, carrier), "快递公司|物流公司",
				 "who carries it; \"other\" if absent", .max = 64 },
	[ORDER_SHIP_NUMBER] = { "number", FIELD_TEXT, 0, FIELD_AT(struct order_request, number),
				"tracking_number|运单号|快递单号", "the carrier's number of the parcel", .max = 128 },
	[ORDER_SHIP_SHIPMENT] = { "shipment", FIELD_TEXT, 0, FIELD_AT(struct order_request, shipment),
				  "shipment_id|包裹号", "our number of the parcel; ORDER-1, ORDER-2 ... if absent",
				  .max = 256 },
	[ORDER_SHIP_PROMISED_AT] = { "promised_at", FIELD_INSTANT, 0, FIELD_AT(struct order_request, promised_at),
				     "estimated_delivery", "by when delivery is promised" },
	[ORDER_SHIP_AT] = REQUEST_AT,
	[ORDER_SHIP_PARTS] = REQUEST_PARTS,
	[ORDER_SHIP_KEY] = REQUEST_KEY,
	{ NULL },
};
const struct record_type order_ship_type = { "ship", "units of an order handed to a carrier",
					     sizeof(struct order_request), SHIP_FIELDS };

static const struct field DELIVER_FIELDS[] = {
	[ORDER_DELIVER_ORDER] = REQUEST_ORDER,
	[ORDER_DELIVER_SHIPMENT] = { "shipment", FIELD_TEXT, 0, FIELD_AT(struct order_request, shipment),
				     "shipment_id|包裹号", "only this parcel; all that are on their way if absent",
				     .max = 256 },
	[ORDER_DELIVER_AT] = REQUEST_AT,
	[ORDER_DELIVER_KEY] = REQUEST_KEY,
	{ NULL },
};
const struct record_type order_deliver_type = { "deliver", "an order's parcels that have arrived",
						sizeof(struct order_request), DELIVER_FIELDS };

static const struct field CANCEL_FIELDS[] = {
	[ORDER_CANCEL_ORDER] = REQUEST_ORDER,
	[ORDER_CANCEL_REASON] = { "reason", FIELD_TEXT, 0, FIELD_AT(struct order_request, reason), "原因|取消原因",
				  "why" },
	[ORDER_CANCEL_PARTS] = REQUEST_PARTS,
	[ORDER_CANCEL_KEY] = REQUEST_KEY,
	{ NULL },
};
const struct record_type order_cancel_type = { "cancel", "an order, or units of it, that are not wanted any more",
					       sizeof(struct order_request), CANCEL_FIELDS };

static const struct field COMPLETE_FIELDS[] = {
	[ORDER_COMPLETE_ORDER] = REQUEST_ORDER,
	[ORDER_COMPLETE_AT] = REQUEST_AT,
	[ORDER_COMPLETE_KEY] = REQUEST_KEY,
	{ NULL },
};
const struct record_type order_complete_type = { "complete", "an order that is done", sizeof(struct order_request),
						 COMPLETE_FIELDS };

static const struct field ASK_FIELDS[] = { [ORDER_ASK_ORDER] = REQUEST_ORDER, { NULL } };
const struct record_type order_ask_type = { "order_number", "an order asked for", sizeof(struct order_request),
					    ASK_FIELDS };

static const struct field STATE_FIELDS[] = {
	{ "from", FIELD_TEXT, 0, FIELD_AT(struct order_state, from), NULL,
	  "status before; none: there was no order yet" },
	{ "event", FIELD_TEXT, 0, FIELD_AT(struct order_state, event), NULL, "what happens" },
	{ "to", FIELD_TEXT, 0, FIELD_AT(struct order_state, to), NULL, "status after" },
	{ "guard", FIELD_TEXT, 0, FIELD_AT(struct order_state, guard), NULL, "when" },
	{ "effect", FIELD_TEXT, 0, FIELD_AT(struct order_state, effect), NULL, "what else it does" },
	{ NULL },
};
const struct record_type order_state_type = { "transition", "one legal move of an order", sizeof(struct order_state),
					      STATE_FIELDS };

static const struct field HAPPENING_FIELDS[] = {
	{ "order", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct order_happening, order), NULL, "the order" },
	{ "at", FIELD_INSTANT, 0, FIELD_AT(struct order_happening, at), NULL, "when" },
	{ "event", FIELD_TEXT, 0, FIELD_AT(struct order_happening, event), NULL, "what happened" },
	{ "from", FIELD_TEXT, 0, FIELD_AT(struct order_happening, from), NULL, "status before" },
	{ "to", FIELD_TEXT, 0, FIELD_AT(struct order_happening, to), NULL, "status after" },
	{ "reason", FIELD_TEXT, 0, FIELD_AT(struct order_happening, reason), NULL, "why" },
	{ "reference", FIELD_TEXT, 0, FIELD_AT(struct order_happening, reference), NULL,
	  "payment, parcel, refund due" },
	{ "actor", FIELD_TEXT, 0, FIELD_AT(struct order_happening, actor), NULL, "by whom" },
	{ NULL },
};
const struct record_type order_happening_type = { "order_event", "one thing that happened to an order",
						  sizeof(struct order_happening), HAPPENING_FIELDS };

static const struct field SALES_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct sales, sku), NULL, "the product" },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct sales, location), NULL, "where it was taken from, if asked for" },
	{ "date", FIELD_DAY, 0, FIELD_AT(struct sales, date), NULL,
	  "the day; of a week its Monday, of a month its first" },
	{ "quantity", FIELD_INT, 0, FIELD_AT(struct sales, quantity), NULL,
	  "units sold, less cancelled and returned ones" },
	{ "revenue", FIELD_AMOUNT, 0, FIELD_AT(struct sales, revenue), NULL,
	  "after discounts, without tax and shipping" },
	{ "currency", FIELD_TEXT, 0, FIELD_AT(struct sales, currency), NULL, "ISO 4217 code of the revenue" },
	{ NULL },
};
const struct record_type sales_type = { "sales", "demand for a product in a stretch of time", sizeof(struct sales),
					SALES_FIELDS };
