/* The records of orders: orders as they are, were and are shown whole. */
#include "order_impl.h"

const struct word ORDER_STATUS_WORDS[] = {
	[ORDER_PENDING] = { "pending", "待支付|待付款" },
	[ORDER_PAID] = { "paid", "已支付|已付款|待发货" },
	[ORDER_ON_HOLD] = { "on_hold", "挂起|暂停" },
	[ORDER_PARTIALLY_SHIPPED] = { "partially_shipped", "部分发货" },
	[ORDER_SHIPPED] = { "shipped", "已发货|待收货" },
	[ORDER_PARTIALLY_DELIVERED] = { "partially_delivered", "部分签收" },
	[ORDER_DELIVERED] = { "delivered", "已签收|已收货" },
	[ORDER_COMPLETED] = { "completed", "已完成|交易成功" },
	[ORDER_PARTIALLY_RETURNED] = { "partially_returned", "部分退货" },
	[ORDER_RETURNED] = { "returned", "已退货" },
	[ORDER_CANCELLED] = { "cancelled", "canceled|已取消|交易关闭" },
	[ORDER_EXPIRED] = { "expired", "已过期|超时关闭" },
	{ NULL, NULL },
};

const struct word ORDER_PAYMENT_STATUS_WORDS[] = {
	[ORDER_UNPAID] = { "unpaid", "未支付" },
	[ORDER_AUTHORIZED] = { "authorized", "已授权" },
	[ORDER_PARTIALLY_PAID] = { "partially_paid", "部分支付" },
	[ORDER_FULLY_PAID] = { "paid", "已支付" },
	[ORDER_OVERPAID] = { "overpaid", "多付" },
	[ORDER_PARTIALLY_REFUNDED] = { "partially_refunded", "部分退款" },
	[ORDER_REFUNDED] = { "refunded", "已退款" },
	[ORDER_VOIDED] = { "voided", "已撤销" },
	[ORDER_PAYMENT_FAILED] = { "failed", "支付失败" },
	{ NULL, NULL },
};

const struct word ORDER_FULFILMENT_STATUS_WORDS[] = {
	[ORDER_FULFIL_NONE] = { "unfulfilled", "未发货" },
	[ORDER_FULFIL_PARTIALLY_SHIPPED] = { "partially_shipped", "部分发货" },
	[ORDER_FULFIL_SHIPPED] = { "shipped", "已发货" },
	[ORDER_FULFIL_PARTIALLY_DELIVERED] = { "partially_delivered", "部分签收" },
	[ORDER_FULFIL_DELIVERED] = { "delivered", "已签收" },
	{ NULL, NULL },
};

const struct word ORDER_RETURN_STATUS_WORDS[] = {
	[ORDER_RETURN_NONE] = { "none", "无" },
	[ORDER_RETURN_PARTIAL] = { "partially_returned", "部分退货" },
	[ORDER_RETURN_ALL] = { "returned", "已退货" },
	{ NULL, NULL },
};

static const struct field LINE_FIELDS[] = {
	[ORDER_LINE_LINE] = { "line", FIELD_INT, 0, FIELD_AT(struct order_line, line), "line_number|行号",
			      "number of the line within its order; counted from 1 if absent", .min = 1,
			      .max = 1000000 },
	[ORDER_LINE_SKU] = { "sku", FIELD_TEXT, FIELD_REQUIRED, FIELD_AT(struct order_line, sku),
			     "item|item_code|编码|货号", "the product", .max = 4096 },
	[ORDER_LINE_QUANTITY] = { "quantity", FIELD_INT, FIELD_REQUIRED, FIELD_AT(struct order_line, quantity),
				  "qty|数量", "units ordered, more than zero" },
	[ORDER_LINE_PRICE] = { "price", FIELD_AMOUNT, 0, FIELD_AT(struct order_line, price), "unit_price|单价|价格",
			       "of one unit, before tax; the catalog's, unless prices are taken from the input" },
	[ORDER_LINE_DISCOUNT] = { "discount", FIELD_AMOUNT, 0, FIELD_AT(struct order_line, discount), "优惠",
				  "taken off the line as a whole" },
	[ORDER_LINE_TAX] = { "tax", FIELD_AMOUNT, 0, FIELD_AT(struct order_line, tax), "税额",
			     "added to the line as a whole" },
	[ORDER_LINE_TOTAL] = { "total", FIELD_AMOUNT, 0, FIELD_AT(struct order_line, total), "小计",
			       "price * quantity - discount + tax; refused if it is not" },
	[ORDER_LINE_LOCATION] = { "location", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct order_line, location),
				  "warehouse|仓库", "where to take it from; chosen if absent", .max = 256 },
	[ORDER_LINE_CANCELLED] = { "cancelled", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct order_line, cancelled),
				   NULL, "units cancelled", .min = 0, .max = QUANTITY_MAX },
	[ORDER_LINE_SHIPPED] = { "shipped", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct order_line, shipped), NULL,
				 "units shipped", .min = 0, .max = QUANTITY_MAX },
	[ORDER_LINE_DELIVERED] = { "delivered", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct order_line, delivered),
				   NULL, "units delivered", .min = 0, .max = QUANTITY_MAX },
	[ORDER_LINE_RETURNED] = { "returned", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct order_line, returned),
				  NULL, "units that came back", .min = 0, .max = QUANTITY_MAX },
	{ NULL },
};
const struct record_type order_line_type = { "line", "some units of one product in an order", sizeof(struct order_line),
					     LINE_FIELDS };

/* The order's own fields, the same in every record that begins with one. */
#define ORDER_OWN_FIELDS                                                                                                   \
	[ORDER_ORDER] = { "order",                                                                                         \
			  FIELD_TEXT,                                                                                      \
			  FIELD_KEY,                                                                                       \
			  FIELD_AT(struct order, order),                                                                   \
			  "order_id|order_no|order_number|订单号|订单编号",                                                \
			  "its number; given by the store if absent",                                                      \
			  .max = 200 },                                                                                    \
	[ORDER_STATUS] = { "status",                                                                                       \
			   FIELD_WORD,                                                                                     \
			   0,                                                                                              \
			   FIELD_AT(struct order, status),                                                                 \
			   "order_status|订单状态|状态",                                                                   \
			   "where it stands; see ecom-order states",                                                       \
			   ORDER_STATUS_WORDS },                                                                           \
	[ORDER_PAYMENT_STATUS] = { "payment_status",                                                                       \
				   FIELD_WORD,                                                                             \
				   0,                                                                                      \
				   FIELD_AT(struct order, payment_status),                                                 \
				   "financial_status|支付状态",                                                            \
				   "follows from its payments",                                                            \
				   ORDER_PAYMENT_STATUS_WORDS },                                                           \
	[ORDER_FULFILMENT_STATUS] = { "fulfilment_status",                                                                 \
				      FIELD_WORD,                                                                          \
				      0,                                                                                   \
				      FIELD_AT(struct order, fulfilment_status),                                           \
				      "fulfillment_status|发货状态",                                                       \
				      "follows from the units shipped and delivered",                                      \
				      ORDER_FULFILMENT_STATUS_WORDS },                                                     \
	[ORDER_RETURN_STATUS] = { "return_status",                                                                         \
				  FIELD_WORD,                                                                              \
				  0,                                                                                       \
				  FIELD_AT(struct order, return_status),                                                   \
				  "退货状态",                                                                              \
				  "follows from the units that came back",                                                 \
				  ORDER_RETURN_STATUS_WORDS },                                                             \
	[ORDER_CUSTOMER] = { "customer",   FIELD_TEXT, 0, FIELD_AT(struct order, customer), "customer_id|客户|买家",       \
			     "who ordered" },                                                                              \
	[ORDER_EMAIL] = { "email", FIELD_TEXT, 0, FIELD_AT(struct order, email), "邮箱", "where to write to" },            \
	[ORDER_CHANNEL] = { "channel",                                                                                     \
			    FIELD_TEXT,                                                                                    \
			    0,                                                                                             \
			    FIELD_AT(struct order, channel),                                                               \
			    "source|渠道",                                                                                 \
			    "where it was placed: web, market, desk ..." },                                                \
	[ORDER_CURRENCY] = { "currency",  FIELD_TEXT,                                                                      \
			     0,		  FIELD_AT(struct order, currency),                                                \
			     "货币|币种", "ISO 4217 code; the shop's, else that of the first product",                     \
			     .max = 3 },                                                                                   \
	[ORDER_PLACED_AT] = { "placed_at",                                                                                 \
			      FIELD_INSTANT,                                                                               \
			      0,                                                                                           \
			      FIELD_AT(struct order, placed_at),                                                           \
			      "created_at|order_date|下单时间|创建时间",                                                   \
			      "when it was placed; now if absent" },                                                       \
	[ORDER_SUBTOTAL] = { "subtotal", FIELD_AMOUNT,                                                                     \
			     0,		 FIELD_AT(struct order, subtotal),                                                 \
			     NULL,	 "sum of price * quantity; refused if it is not" },                                \
	[ORDER_DISCOUNT] = { "discount",                                                                                   \
			     FIELD_AMOUNT,                                                                                 \
			     0,                                                                                            \
			     FIELD_AT(struct order, discount),                                                             \
			     "order_discount",                                                                             \
			     "of the whole order; what no line names is shared over the lines" },                          \
	[ORDER_SHIPPING] = { "shipping",                                                                                   \
			     FIELD_AMOUNT,                                                                                 \
			     0,                                                                                            \
			     FIELD_AT(struct order, shipping),                                                             \
			     "freight|运费",                                                                               \
			     "what delivery costs the customer" },                                                         \
	[ORDER_TAX] = { "tax",	 FIELD_AMOUNT,                                                                             \
			0,	 FIELD_AT(struct order, tax),                                                              \
			"taxes", "of the whole order, added to its prices; what no line names is shared over the lines" }, \
	[ORDER_TOTAL] = { "total",                                                                                         \
			  FIELD_AMOUNT,                                                                                    \
			  0,                                                                                               \
			  FIELD_AT(struct order, total),                                                                   \
			  "amount|订单金额|实付金额",                                                                      \
			  "subtotal - discount + shipping + tax; refused if it is not" },                                  \
	[ORDER_LINES] = { "lines",                                                                                         \
			  FIELD_LIST,                                                                                      \
			  FIELD_REQUIRED | FIELD_OPTIONAL_OUT,                                                             \
			  FIELD_AT(struct order, lines),                                                                   \
			  "items|line_items",                                                                              \
			  "what was ordered",                                                                              \
			  .items = &order_line_type },                                                                     \
	[ORDER_KEY] = { "key", FIELD_TEXT,	 FIELD_IDEMPOTENCY | FIELD_OPTIONAL_OUT, FIELD_AT(struct order, key),      \
			NULL,  "idempotency key" }

static const struct field ORDER_FIELDS[] = { ORDER_OWN_FIELDS, { NULL } };
const struct record_type order_type = { "order", "what a customer ordered, and how far it got", sizeof(struct order),
					ORDER_FIELDS };

static const struct field PAST_FIELDS[] = {
	ORDER_OWN_FIELDS,
	[ORDER_PAID_AT] = { "paid_at", FIELD_INSTANT, 0, FIELD_AT(struct order_past, paid_at), "付款时间",
			    "when it was paid" },
	[ORDER_SHIPPED_AT] = { "shipped_at", FIELD_INSTANT, 0, FIELD_AT(struct order_past, shipped_at), "发货时间",
			       "when it was handed to the carrier" },
	[ORDER_DELIVERED_AT] = { "delivered_at", FIELD_INSTANT, 0, FIELD_AT(struct order_past, delivered_at),
				 "签收时间", "when it arrived" },
	[ORDER_COMPLETED_AT] = { "completed_at", FIELD_INSTANT, 0, FIELD_AT(struct order_past, completed_at),
				 "完成时间", "when it was closed" },
	[ORDER_CANCELLED_AT] = { "cancelled_at", FIELD_INSTANT, 0, FIELD_AT(struct order_past, cancelled_at),
				 "canceled_at|取消时间", "when it was cancelled, or expired" },
	[ORDER_RETURNED_AT] = { "returned_at", FIELD_INSTANT, 0, FIELD_AT(struct order_past, returned_at), "退货时间",
				"when it came back" },
	[ORDER_CARRIER] = { "carrier", FIELD_TEXT, 0, FIELD_AT(struct order_past, carrier), "快递公司|物流公司",
			    "who carried it", .max = 64 },
	[ORDER_NUMBER] = { "number", FIELD_TEXT, 0, FIELD_AT(struct order_past, number),
			   "tracking_number|运单号|快递单号", "the carrier's number of the parcel", .max = 128 },
	[ORDER_PROMISED_AT] = { "promised_at", FIELD_INSTANT, 0, FIELD_AT(struct order_past, promised_at),
				"estimated_delivery", "by when delivery was promised" },
	{ NULL },
};
const struct record_type order_past_type = { "order_history", "an order as it was, with the instants of what befell it",
					     sizeof(struct order_past), PAST_FIELDS };

enum { DETAIL_EXPIRES_AT = ORDER_KEY + 1, DETAIL_PAID, DETAIL_REFUNDED, DETAIL_DUE, DETAIL_PAYMENTS, DETAIL_SHIPMENTS };
static const struct field DETAIL_FIELDS[] = {
	ORDER_OWN_FIELDS,
	[DETAIL_EXPIRES_AT] = { "expires_at", FIELD_INSTANT, FIELD_OPTIONAL_OUT,
				FIELD_AT(struct order_detail, expires_at), NULL, "an unpaid order lives until then" },
	[DETAIL_PAID] = { "paid", FIELD_AMOUNT, 0, FIELD_AT(struct order_detail, paid), NULL,
			  "sum of what was captured" },
	[DETAIL_REFUNDED] = { "refunded", FIELD_AMOUNT, 0, FIELD_AT(struct order_detail, refunded), NULL,
			      "sum of what was refunded" },
	[DETAIL_DUE] = { "due", FIELD_AMOUNT, 0, FIELD_AT(struct order_detail, due), NULL,
			 "still to be paid; negative: to be refunded" },
	[DETAIL_PAYMENTS] = { "payments", FIELD_LIST, 0, FIELD_AT(struct order_detail, payments), NULL, "its payments",
			      .items = &payment_type },
	[DETAIL_SHIPMENTS] = { "shipments", FIELD_LIST, 0, FIELD_AT(struct order_detail, shipments), NULL,
			       "its parcels", .items = &shipment_type },
	{ NULL },
};
const struct record_type order_detail_type = { "order_detail", "an order with its payments and parcels",
					       sizeof(struct order_detail), DETAIL_FIELDS };
