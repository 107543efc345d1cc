/* Field tables of the filters that answer one question each. */
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

#define ASK(member) FIELD_AT(struct replenish_chance, member)
static const struct field CHANCE_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, ASK(sku), NULL, "stock keeping unit" },
	{ "mean", FIELD_REAL, 0, ASK(mean), "demand", "units expected in a period" },
	{ "sd", FIELD_REAL, 0, ASK(sd), NULL, "their standard deviation" },
	{ "distribution", FIELD_WORD, 0, ASK(distribution), NULL, "none = normal with an sd, poisson without",
	  REPLENISH_DISTRIBUTION_WORDS },
	{ "pmf", FIELD_JSON, 0, ASK(pmf), NULL, "object of quantities and their probabilities, or list of these from 0 on: the whole demand" },
	{ "overage_cost", FIELD_REAL, 0, ASK(overage_cost), "holding_cost", "money a unit left over" },
	{ "underage_cost", FIELD_REAL, 0, ASK(underage_cost), "stockout_cost|backorder_cost", "money a unit short" },
	{ "price", FIELD_REAL, 0, ASK(price), NULL, "money a unit sells for" },
	{ "unit_cost", FIELD_REAL, 0, ASK(unit_cost), "cost", "money a unit costs" },
	{ "salvage", FIELD_REAL, 0, ASK(salvage), NULL, "money a unit left over still brings; none = 0" },
	{ "service", FIELD_REAL, 0, ASK(service), NULL,
	  "probability of no shortage to be reached, in place of costs" },
	{ "fill_rate", FIELD_REAL, 0, ASK(fill_rate), NULL,
	  "share of demand met at once to be reached, in place of costs" },
	{ "lead_time", FIELD_REAL, 0, ASK(lead_time), NULL,
	  "periods from order to receipt, of a level ordered up to in each; none = 0" },
	{ "quantity", FIELD_REAL, 0, ASK(quantity), NULL, "units to tell all of; none = the best" },
	{ NULL },
};
#undef ASK
const struct record_type replenish_chance_type = { "chance", "an uncertain demand, and what a unit left or short costs",
						   sizeof(struct replenish_chance), CHANCE_FIELDS };

#define TELL(member) FIELD_AT(struct replenish_chance_answer, member)
static const struct field CHANCE_ANSWER_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, TELL(sku), NULL, "stock keeping unit" },
	{ "quantity", FIELD_REAL, 0, TELL(quantity), NULL, "units to order, or to order up to" },
	{ "ratio", FIELD_REAL, 0, TELL(ratio), NULL, "underage by underage + overage cost: the service that pays" },
	{ "service", FIELD_REAL, 0, TELL(service), NULL, "probability of no shortage" },
	{ "fill_rate", FIELD_REAL, 0, TELL(fill_rate), NULL, "share of demand met at once" },
	{ "short", FIELD_REAL, 0, TELL(units_short), NULL,
	  "units expected short: sales lost, or owed at the end of a period" },
	{ "left", FIELD_REAL, 0, TELL(left), NULL, "units expected left over" },
	{ "cost", FIELD_REAL, 0, TELL(cost), NULL, "money expected a period for what is left and short" },
	{ "profit", FIELD_REAL, FIELD_OPTIONAL_OUT, TELL(profit), NULL,
	  "money expected a period, where price and unit cost are known" },
	{ NULL },
};
#undef TELL
const struct record_type replenish_chance_answer_type = { "newsvendor", "an order against an uncertain demand",
							  sizeof(struct replenish_chance_answer),
							  CHANCE_ANSWER_FIELDS };

static const struct field NEED_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY | FIELD_REQUIRED, FIELD_AT(struct replenish_need, sku), NULL, "stock keeping unit" },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct replenish_need, location), NULL, "none = the SKU as a whole" },
	{ "period", FIELD_INT, 0, FIELD_AT(struct replenish_need, period), "step", "number of the period" },
	{ "date", FIELD_DAY, 0, FIELD_AT(struct replenish_need, date), NULL,
	  "its first day; without a period, each date of the input is one" },
	{ "quantity", FIELD_REAL, FIELD_REQUIRED, FIELD_AT(struct replenish_need, quantity), "mean|demand",
	  "units needed in the period" },
	{ "order_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_need, order_cost), NULL, "money an order" },
	{ "holding_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_need, holding_cost), NULL,
	  "money a unit kept from one period to the next" },
	{ "unit_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_need, unit_cost), "cost",
	  "money a unit ordered in this period; of all periods, or of none" },
	{ NULL },
};
const struct record_type replenish_need_type = { "need", "units needed in a period", sizeof(struct replenish_need),
						 NEED_FIELDS };

static const struct field PLAN_LINE_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct replenish_plan_line, sku), NULL, "stock keeping unit" },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct replenish_plan_line, location), NULL, "none = the SKU as a whole" },
	{ "period", FIELD_INT, 0, FIELD_AT(struct replenish_plan_line, period), NULL,
	  "number of the period at whose beginning the order is there" },
	{ "date", FIELD_DAY, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_plan_line, date), NULL, "its first day" },
	{ "quantity", FIELD_REAL, 0, FIELD_AT(struct replenish_plan_line, quantity), NULL, "units to order" },
	{ "covers", FIELD_REAL, 0, FIELD_AT(struct replenish_plan_line, covers), NULL, "periods the order is for" },
	{ "cost", FIELD_REAL, 0, FIELD_AT(struct replenish_plan_line, cost), NULL,
	  "money for this order, what is kept of it, and, where they have a price, its goods" },
	{ "total", FIELD_REAL, 0, FIELD_AT(struct replenish_plan_line, total), NULL,
	  "the same of all orders of this SKU and location" },
	{ NULL },
};
const struct record_type replenish_plan_line_type = { "lot plan", "an order of a plan", sizeof(struct replenish_plan_line),
						      PLAN_LINE_FIELDS };

#define ASK(member) FIELD_AT(struct replenish_stage, member)
static const struct field STAGE_FIELDS[] = {
	{ "stage", FIELD_TEXT, FIELD_KEY | FIELD_REQUIRED, ASK(stage), "location", "name of the stage" },
	{ "sku", FIELD_TEXT, 0, ASK(sku), NULL, "what is kept there; stages of one belong together" },
	{ "supplies", FIELD_TEXT, 0, ASK(supplies), NULL, "names of the stages it supplies, with blanks between" },
	{ "lead_time", FIELD_REAL, FIELD_REQUIRED, ASK(lead_time), "processing_time",
	  "periods of its own work, once all that it needs is there" },
	{ "holding_cost", FIELD_REAL, FIELD_REQUIRED, ASK(holding_cost), NULL, "money a unit and period here" },
	{ "mean", FIELD_REAL, 0, ASK(mean), "demand", "units its own customers take a period" },
	{ "sd", FIELD_REAL, 0, ASK(sd), NULL, "their standard deviation" },
	{ "service_time", FIELD_INT, 0, ASK(service_time), NULL, "most periods promised to customers; none = 0", .min = 0,
	  .max = INVENTORY_TREE_PERIODS },
	{ "inbound_time", FIELD_INT, 0, ASK(inbound_time), NULL, "periods promised to it from outside; none = 0",
	  .min = 0, .max = INVENTORY_TREE_PERIODS },
	{ "stockout_cost", FIELD_REAL, 0, ASK(stockout_cost), "backorder_cost", "money a unit owed and period" },
	{ NULL },
};
#undef ASK
const struct record_type replenish_stage_type = { "stage", "a place that keeps stock for others, or for customers",
						  sizeof(struct replenish_stage), STAGE_FIELDS };

#define TELL(member) FIELD_AT(struct replenish_echelon, member)
static const struct field ECHELON_FIELDS[] = {
	{ "stage", FIELD_TEXT, FIELD_KEY, TELL(stage), NULL, "name of the stage; none = all of them in one place" },
	{ "sku", FIELD_TEXT, 0, TELL(sku), NULL, "what is kept there" },
	{ "inbound_time", FIELD_REAL, 0, TELL(inbound_time), NULL, "periods it waits for its suppliers" },
	{ "service_time", FIELD_REAL, 0, TELL(service_time), NULL, "periods it promises those it supplies" },
	{ "safety", FIELD_REAL, 0, TELL(safety), NULL, "units above the mean demand of the time it covers" },
	{ "level", FIELD_REAL, 0, TELL(level), NULL,
	  "base stock, units: of the stage or, in a row, of it and all below it" },
	{ "cost", FIELD_REAL, 0, TELL(cost), NULL, "money a period for its safety stock" },
	{ "total", FIELD_REAL, 0, TELL(total), NULL,
	  "money a period of all stages of the SKU; in a row with what is owed" },
	{ "apart", FIELD_REAL, 0, TELL(apart), NULL,
	  "the same if each stage promised to deliver at once, or was not pooled" },
	{ NULL },
};
#undef TELL
const struct record_type replenish_echelon_type = { "echelon", "service time and stock of a stage",
						    sizeof(struct replenish_echelon), ECHELON_FIELDS };
