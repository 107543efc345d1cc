/* Field tables of proposals. */
#include "replenish_impl.h"

static const struct field PROPOSAL_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct proposal, sku), NULL, "stock keeping unit" },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct proposal, location), NULL, "none = the SKU as a whole" },
	{ "supplier", FIELD_TEXT, 0, FIELD_AT(struct proposal, supplier), NULL, "of the rule" },
	{ "quantity", FIELD_INT, 0, FIELD_AT(struct proposal, quantity), NULL,
	  "units to order, whole packs" },
	{ "cost", FIELD_AMOUNT, 0, FIELD_AT(struct proposal, cost), NULL, "quantity times the unit's cost" },
	{ "policy", FIELD_TEXT, 0, FIELD_AT(struct proposal, policy), NULL,
	  "order-up-to, reorder-point, fixed-quantity, periodic-reorder-point or base-stock" },
	{ "position", FIELD_INT, 0, FIELD_AT(struct proposal, position), NULL,
	  "units on hand - reserved - unavailable + incoming + drafts" },
	{ "lead_time_demand", FIELD_REAL, 0, FIELD_AT(struct proposal, lead_time_demand), NULL,
	  "units expected over lead time and review" },
	{ "safety", FIELD_REAL, 0, FIELD_AT(struct proposal, safety), NULL,
	  "units kept above that for the service level" },
	{ "reason", FIELD_JSON, 0, FIELD_AT(struct proposal, reason), NULL,
	  "list of sentences: how the quantity came about" },
	{ "currency", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct proposal, currency), NULL, "of the cost" },
	{ "level", FIELD_INT, 0, FIELD_AT(struct proposal, level), NULL, "units ordered up to" },
	{ "point", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct proposal, point), NULL,
	  "units of position at or below which it is ordered" },
	{ "lot", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct proposal, lot), NULL,
	  "units from the point to the level, or of a fixed quantity" },
	{ "demand_sd", FIELD_REAL, 0, FIELD_AT(struct proposal, demand_sd), NULL,
	  "standard deviation of lead_time_demand, the lead time's included" },
	{ "service", FIELD_REAL, 0, FIELD_AT(struct proposal, service), NULL,
	  "share of cycles expected not to run out by this policy" },
	{ "fill", FIELD_REAL, 0, FIELD_AT(struct proposal, fill), NULL,
	  "share of units expected to be delivered at once by this policy" },
	{ "score", FIELD_REAL, 0, FIELD_AT(struct proposal, score), NULL,
	  "worth of the units not missed, per money spent: the higher, the sooner" },
	{ NULL },
};
const struct record_type proposal_type = { "proposal", "what to order, and why", sizeof(struct proposal),
					   PROPOSAL_FIELDS };

static const struct field DRAFT_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY | FIELD_REQUIRED, FIELD_AT(struct replenish_draft, sku), NULL,
	  "stock keeping unit" },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct replenish_draft, location), NULL, "none = the SKU as a whole" },
	{ "quantity", FIELD_INT, FIELD_REQUIRED, FIELD_AT(struct replenish_draft, quantity), NULL, "units", .min = 0,
	  .max = QUANTITY_MAX },
	{ NULL },
};
const struct record_type replenish_draft_type = { "draft", "an order that is not sent yet",
						 sizeof(struct replenish_draft), DRAFT_FIELDS };

static const struct field SUPPLIER_FIELDS[] = {
	[SUPPLIER_NAME] = { "supplier", FIELD_TEXT, FIELD_KEY | FIELD_REQUIRED,
			    FIELD_AT(struct replenish_supplier, supplier), "vendor", "who delivers" },
	[SUPPLIER_MINIMUM_QUANTITY] = { "minimum_quantity", FIELD_INT, 0,
					FIELD_AT(struct replenish_supplier, minimum_quantity), NULL,
					"fewest units of all items in an order", .min = 0, .max = QUANTITY_MAX },
	[SUPPLIER_MINIMUM_VALUE] = { "minimum_value", FIELD_REAL, 0, FIELD_AT(struct replenish_supplier, minimum_value),
				     NULL, "least money of all items in an order" },
	[SUPPLIER_ORDER_COST] = { "order_cost", FIELD_REAL, 0, FIELD_AT(struct replenish_supplier, order_cost), NULL,
				  "money an order, whatever its size" },
	{ NULL },
};
const struct record_type replenish_supplier_type = { "supplier", "what a supplier asks of an order",
						    sizeof(struct replenish_supplier), SUPPLIER_FIELDS };

const struct word REPLENISH_POLICY_WORDS[] = {
	[POLICY_ORDER_UP_TO] = { "order-up-to", "order_up_to|R,S" },
	[POLICY_REORDER_POINT] = { "reorder-point", "reorder_point|s,S" },
	[POLICY_FIXED_QUANTITY] = { "fixed-quantity", "fixed_quantity|r,Q" },
	[POLICY_PERIODIC_REORDER_POINT] = { "periodic-reorder-point", "periodic_reorder_point|R,s,S" },
	[POLICY_BASE_STOCK] = { "base-stock", "base_stock|S-1,S" },
	{ NULL },
};
const struct word REPLENISH_SERVICE_WORDS[] = {
	[SERVICE_CYCLE] = { "cycle" }, [SERVICE_FILL] = { "fill" }, [SERVICE_COST] = { "cost" }, { NULL }
};
const struct word REPLENISH_ROUND_WORDS[] = {
	[ROUND_UP] = { "up" }, [ROUND_NEAREST] = { "nearest" }, [ROUND_DOWN] = { "down" }, { NULL }
};
