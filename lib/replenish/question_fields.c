/* Field tables of questions about a policy, and of their answers. */
#include "replenish_impl.h"

static const struct field QUESTION_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct replenish_question, sku), NULL, "stock keeping unit" },
	{ "mean", FIELD_REAL, 0, FIELD_AT(struct replenish_question, mean), "demand", "units demanded in a period" },
	{ "sd", FIELD_REAL, 0, FIELD_AT(struct replenish_question, sd), NULL,
	  "standard deviation of that; none = Poisson demand" },
	{ "pmf", FIELD_JSON, 0, FIELD_AT(struct replenish_question, pmf), NULL,
	  "instead of both: list of the probabilities of a demand of 0, 1, 2, ..." },
	{ "lead_time", FIELD_INT, FIELD_REQUIRED, FIELD_AT(struct replenish_question, lead_time), NULL,
	  "periods from an order to its arrival", .max = INVENTORY_DELAY_MAX },
	{ "lead_time_sd", FIELD_REAL, 0, FIELD_AT(struct replenish_question, lead_time_sd), NULL,
	  "standard deviation of that, in periods" },
	{ "holding_cost", FIELD_REAL, FIELD_REQUIRED, FIELD_AT(struct replenish_question, holding_cost), NULL,
	  "money a unit left at the end of a period" },
	{ "shortage_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_question, shortage_cost), NULL,
	  "money a unit of demand lost, or a unit owed at the end of a period" },
	{ "order_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_question, order_cost), NULL,
	  "money an order, whatever its size" },
	{ "stock", FIELD_INT, 0, FIELD_AT(struct replenish_question, stock), "on_hand",
	  "units on the shelf now, what arrives today with them", .max = QUANTITY_MAX },
	{ "arriving", FIELD_JSON, 0, FIELD_AT(struct replenish_question, arriving), NULL,
	  "list of the units due in 1, 2, ... periods" },
	{ NULL },
};
const struct record_type replenish_question_type = { "policy question", "what a policy follows from",
						     sizeof(struct replenish_question), QUESTION_FIELDS };

static const struct field OPTIMUM_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct replenish_optimum, sku), NULL, "stock keeping unit" },
	{ "cost", FIELD_REAL, 0, FIELD_AT(struct replenish_optimum, cost), NULL,
	  "least money a period, in the long run" },
	{ "states", FIELD_INT, 0, FIELD_AT(struct replenish_optimum, states), NULL,
	  "of stock and orders on their way that were weighed" },
	{ "stock", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_optimum, stock), NULL,
	  "units on the shelf" },
	{ "arriving", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_optimum, arriving), NULL,
	  "list of the units due in 1, 2, ... periods" },
	{ "order", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_optimum, order), NULL,
	  "units to order now" },
	{ NULL },
};
const struct record_type replenish_optimum_type = { "optimum", "the best policy's cost, and its order",
						    sizeof(struct replenish_optimum), OPTIMUM_FIELDS };

static const struct field TUNED_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct replenish_tuned, sku), NULL, "stock keeping unit" },
	{ "policy", FIELD_TEXT, 0, FIELD_AT(struct replenish_tuned, family), NULL,
	  "base-stock, capped-base-stock, min-max or lots" },
	{ "point", FIELD_INT, 0, FIELD_AT(struct replenish_tuned, point), NULL,
	  "order where the position is at or below this", .min = -INVENTORY_LEVEL_MAX, .max = INVENTORY_LEVEL_MAX },
	{ "level", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_tuned, level), NULL, "order up to this" },
	{ "cap", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_tuned, cap), NULL, "most units an order" },
	{ "lot", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct replenish_tuned, lot), NULL, "order in lots of this" },
	{ "cost", FIELD_REAL, 0, FIELD_AT(struct replenish_tuned, cost), NULL,
	  "money a period, on demand the search has not seen" },
	{ "cost_error", FIELD_REAL, 0, FIELD_AT(struct replenish_tuned, error), NULL, "standard error of the cost" },
	{ "fill_rate", FIELD_REAL, 0, FIELD_AT(struct replenish_tuned, fill_rate), NULL,
	  "share of demand met at once" },
	{ "ready_rate", FIELD_REAL, 0, FIELD_AT(struct replenish_tuned, ready_rate), NULL,
	  "share of periods in which all demand was met at once" },
	{ "stock", FIELD_REAL, 0, FIELD_AT(struct replenish_tuned, stock), NULL,
	  "units left at the end of a period, on average" },
	{ "orders", FIELD_REAL, 0, FIELD_AT(struct replenish_tuned, orders), NULL, "orders a period" },
	{ "candidates", FIELD_INT, 0, FIELD_AT(struct replenish_tuned, candidates), NULL, "policies tried" },
	{ NULL },
};
const struct record_type replenish_tuned_type = { "tuned policy", "a policy found by simulation",
						  sizeof(struct replenish_tuned), TUNED_FIELDS };
