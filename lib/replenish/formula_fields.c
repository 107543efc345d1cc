/* Field tables of the filters that answer one question each: lots, joint orders. */
#include "replenish_impl.h"

static const struct field LOT_QUESTION_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct replenish_lot_question, sku), NULL, "stock keeping unit" },
	{ "demand", FIELD_REAL, FIELD_REQUIRED, FIELD_AT(struct replenish_lot_question, demand), NULL, "units a year" },
	{ "order_cost", FIELD_REAL, FIELD_REQUIRED, FIELD_AT(struct replenish_lot_question, order_cost), NULL,
	  "money an order, whatever its size" },
	{ "holding_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_lot_question, holding_cost), NULL,
	  "money a unit and year" },
	{ "unit_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_lot_question, unit_cost), "cost", "money a unit" },
	{ "holding_rate", FIELD_REAL, 0, FIELD_AT(struct replenish_lot_question, holding_rate), NULL,
	  "share of the price that a year of holding costs" },
	{ "backorder_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_lot_question, backorder_cost), NULL,
	  "money a unit owed and year; none = no backorders" },
	{ "production_rate", FIELD_REAL, 0, FIELD_AT(struct replenish_lot_question, production_rate), NULL,
	  "units a year at which a lot comes in; none = all at once" },
	{ "breaks", FIELD_TEXT, 0, FIELD_AT(struct replenish_lot_question, breaks), NULL,
	  "prices by quantity: \"400:0.72 800:0.68\" is 0.72 from 400 units on, 0.68 from 800" },
	{ "discount", FIELD_WORD, 0, FIELD_AT(struct replenish_lot_question, discount), NULL,
	  "what gets the price of the breaks: all units, or those above the break", REPLENISH_DISCOUNT_WORDS },
	{ "quantity", FIELD_REAL, 0, FIELD_AT(struct replenish_lot_question, quantity), NULL,
	  "units an order to tell the cost of; none = the best" },
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
	{ "price", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_lot, price), NULL,
	  "money a unit at this quantity; the last unit's of incremental breaks" },
	{ "goods", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_lot, goods), NULL,
	  "money a year for the goods" },
	{ NULL },
};
const struct record_type replenish_lot_type = { "lot", "economic order quantity", sizeof(struct replenish_lot),
					       LOT_FIELDS };

static const struct field JOINT_ITEM_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY | FIELD_REQUIRED, FIELD_AT(struct replenish_joint_item, sku), NULL,
	  "stock keeping unit" },
	{ "family", FIELD_TEXT, 0, FIELD_AT(struct replenish_joint_item, family), "supplier",
	  "what is ordered together; none = all such" },
	{ "order_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_joint_item, order_cost), NULL,
	  "money an order of the family, whatever is in it" },
	{ "item_cost", FIELD_REAL, FIELD_REQUIRED, FIELD_AT(struct replenish_joint_item, item_cost), NULL,
	  "money more for an order with this item in it" },
	{ "demand", FIELD_REAL, FIELD_REQUIRED, FIELD_AT(struct replenish_joint_item, demand), NULL, "units a year" },
	{ "holding_cost", FIELD_REAL, FIELD_REQUIRED, FIELD_AT(struct replenish_joint_item, holding_cost), NULL,
	  "money a unit and year" },
	{ "on_hand", FIELD_REAL, 0, FIELD_AT(struct replenish_joint_item, on_hand), NULL,
	  "units there are; of all items of a family, or of none" },
	{ NULL },
};
const struct record_type replenish_joint_item_type = { "joint item", "an item of a joint order",
						       sizeof(struct replenish_joint_item), JOINT_ITEM_FIELDS };

static const struct field JOINT_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct replenish_joint, sku), NULL, "stock keeping unit" },
	{ "family", FIELD_TEXT, 0, FIELD_AT(struct replenish_joint, family), NULL, "what is ordered together" },
	{ "multiple", FIELD_INT, 0, FIELD_AT(struct replenish_joint, multiple), NULL,
	  "the item is in every so many-th order of the family" },
	{ "quantity", FIELD_REAL, 0, FIELD_AT(struct replenish_joint, quantity), NULL, "units an order" },
	{ "interval_days", FIELD_REAL, 0, FIELD_AT(struct replenish_joint, interval), NULL,
	  "days from one order of the item to the next" },
	{ "cycle_days", FIELD_REAL, 0, FIELD_AT(struct replenish_joint, cycle), NULL,
	  "days from one order of the family to the next" },
	{ "cost", FIELD_REAL, 0, FIELD_AT(struct replenish_joint, cost), NULL,
	  "money a year for orders and holding, of the whole family" },
	{ "apart", FIELD_REAL, 0, FIELD_AT(struct replenish_joint, apart), NULL,
	  "the same if each item were ordered alone" },
	{ "cover_days", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_joint, cover), NULL,
	  "days that the stock of the family lasts, could it be shared: sum of on_hand by sum of demand" },
	{ NULL },
};
const struct record_type replenish_joint_type = { "joint order", "when and how much of an item of a joint order",
						  sizeof(struct replenish_joint), JOINT_FIELDS };
