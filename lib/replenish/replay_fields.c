/* Field table of replays. */
#include "replenish_impl.h"

static const struct field REPLAY_FIELDS[] = {
	{ "policy", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct replay, policy), NULL, "the policy that was followed" },
	{ "sku", FIELD_TEXT, 0, FIELD_AT(struct replay, sku), NULL, "stock keeping unit; none = all together" },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct replay, location), NULL, "none = the SKU as a whole" },
	{ "series", FIELD_INT, 0, FIELD_AT(struct replay, series), NULL, "SKUs and locations it is the sum of" },
	{ "days", FIELD_INT, 0, FIELD_AT(struct replay, days), NULL, "that are counted" },
	{ "demand", FIELD_REAL, 0, FIELD_AT(struct replay, demand), NULL, "units asked for" },
	{ "delivered", FIELD_REAL, 0, FIELD_AT(struct replay, delivered), NULL, "units of them that were there" },
	{ "lost", FIELD_REAL, 0, FIELD_AT(struct replay, lost), NULL, "units lost, or delivered later" },
	{ "fill_rate", FIELD_REAL, 0, FIELD_AT(struct replay, fill), NULL, "delivered / demand" },
	{ "cycle_service", FIELD_REAL, 0, FIELD_AT(struct replay, service), NULL,
	  "share of the stretches from receipt to receipt in which nothing was short" },
	{ "orders", FIELD_INT, 0, FIELD_AT(struct replay, orders), NULL, "that were placed" },
	{ "ordered", FIELD_REAL, 0, FIELD_AT(struct replay, ordered), NULL, "units of them" },
	{ "average_stock", FIELD_REAL, 0, FIELD_AT(struct replay, average_stock), NULL,
	  "units on hand at the end of a day, in the mean" },
	{ "average_value", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct replay, average_value), NULL,
	  "the same at the mean price of the history" },
	{ "holding_cost", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct replay, holding_cost), NULL,
	  "money for the stock of these days" },
	{ "order_cost", FIELD_REAL, 0, FIELD_AT(struct replay, order_cost), NULL, "money for the orders" },
	{ "total_cost", FIELD_REAL, 0, FIELD_AT(struct replay, total_cost), NULL, "both" },
	{ NULL },
};
const struct record_type replay_type = { "replay", "a policy replayed on history", sizeof(struct replay),
					 REPLAY_FIELDS };

/* In the order of enum replenish_policy, then that of enum replenish_replay_policy. */
const struct word REPLENISH_REPLAY_WORDS[] = {
	[POLICY_ORDER_UP_TO] = { "order-up-to", "order_up_to" },
	[POLICY_REORDER_POINT] = { "reorder-point", "reorder_point" },
	[POLICY_FIXED_QUANTITY] = { "fixed-quantity", "fixed_quantity" },
	[POLICY_PERIODIC_REORDER_POINT] = { "periodic-reorder-point", "periodic_reorder_point" },
	[POLICY_BASE_STOCK] = { "base-stock", "base_stock" },
	[REPLAY_NAIVE] = { "naive" },
	[REPLAY_COVER] = { "cover" },
	{ NULL },
};
