/* Field tables of proposals and lot sizes. */
#include "replenish_impl.h"

static const struct field PROPOSAL_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct proposal, sku), NULL, "stock keeping unit" },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct proposal, location), NULL, "none = the SKU as a whole" },
	{ "supplier", FIELD_TEXT, 0, FIELD_AT(struct proposal, supplier), NULL, "of the rule" },
	{ "quantity", FIELD_INT, 0, FIELD_AT(struct proposal, quantity), NULL,
	  "units to order, rounded up to whole packs" },
	{ "cost", FIELD_AMOUNT, 0, FIELD_AT(struct proposal, cost), NULL, "quantity times the product's cost" },
	{ "policy", FIELD_TEXT, 0, FIELD_AT(struct proposal, policy), NULL, "order-up-to or reorder-point" },
	{ "position", FIELD_INT, 0, FIELD_AT(struct proposal, position), NULL,
	  "units on hand - reserved - unavailable + incoming" },
	{ "lead_time_demand", FIELD_REAL, 0, FIELD_AT(struct proposal, lead_time_demand), NULL,
	  "units expected over lead time and review" },
	{ "safety", FIELD_REAL, 0, FIELD_AT(struct proposal, safety), NULL,
	  "units kept above that for the service level" },
	{ "reason", FIELD_JSON, 0, FIELD_AT(struct proposal, reason), NULL,
	  "list of sentences: how the quantity came about" },
	{ "currency", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct proposal, currency), NULL, "of the cost" },
	{ "level", FIELD_INT, 0, FIELD_AT(struct proposal, level), NULL, "units ordered up to" },
	{ NULL },
};
const struct record_type proposal_type = { "proposal", "what to order, and why", sizeof(struct proposal),
					   PROPOSAL_FIELDS };

static const struct field LOT_QUESTION_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct replenish_lot_question, sku), NULL, "stock keeping unit" },
	{ "demand", FIELD_REAL, FIELD_REQUIRED, FIELD_AT(struct replenish_lot_question, demand), NULL, "units a year" },
	{ "order_cost", FIELD_REAL, FIELD_REQUIRED, FIELD_AT(struct replenish_lot_question, order_cost), NULL,
	  "money an order, whatever its size" },
	{ "holding_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_lot_question, holding_cost), NULL,
	  "money a unit and year" },
	{ "unit_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_lot_question, unit_cost), "cost", "money a unit" },
	{ "holding_rate", FIELD_REAL, 0, FIELD_AT(struct replenish_lot_question, holding_rate), NULL,
	  "share of unit_cost that a year of holding costs" },
	{ "backorder_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_lot_question, backorder_cost), NULL,
	  "money a unit owed and year; none = no backorders" },
	{ NULL },
};
const struct record_type replenish_lot_question_type = { "lot question", "what a lot size follows from",
							sizeof(struct replenish_lot_question), LOT_QUESTION_FIELDS };

static const struct field LOT_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct replenish_lot, sku), NULL, "stock keeping unit" },
	{ "quantity", FIELD_REAL, 0, FIELD_AT(struct replenish_lot, quantity), NULL, "units an order" },
	{ "cost", FIELD_REAL, 0, FIELD_AT(struct replenish_lot, cost), NULL, "money a year, without the goods" },
	{ "orders", FIELD_REAL, 0, FIELD_AT(struct replenish_lot, orders), NULL, "orders a year" },
	{ "interval_days", FIELD_REAL, 0, FIELD_AT(struct replenish_lot, interval), NULL, "days from order to order" },
	{ "backorders", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_lot, backorders), NULL,
	  "most units owed at once" },
	{ NULL },
};
const struct record_type replenish_lot_type = { "lot", "economic order quantity", sizeof(struct replenish_lot),
					       LOT_FIELDS };

const struct word REPLENISH_POLICY_WORDS[] = { { "order-up-to", "order_up_to" },
					      { "reorder-point", "reorder_point" },
					      { NULL } };
