/* Field tables of proposals. */
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

const struct word REPLENISH_POLICY_WORDS[] = { { "order-up-to", "order_up_to" },
					      { "reorder-point", "reorder_point" },
					      { NULL } };
