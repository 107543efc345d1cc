/* Lot sizes of records. */
#include "replenish_impl.h"

#define DAYS_A_YEAR 365

static enum status above_zero(double value, const char *field, struct error *err)
{
	if (value > 0)
		return STATUS_OK;
	return error_reject(err, "bad_value", field, "%g: expected a number above 0", value);
}

enum status replenish_lot(const struct replenish_lot_question *in, struct replenish_lot *out, struct error *err)
{
	bool direct = record_has(in, LOT_ASK_HOLDING_COST), owed = record_has(in, LOT_ASK_BACKORDER_COST);
	enum status status;

	if (!direct && !(record_has(in, LOT_ASK_UNIT_COST) && record_has(in, LOT_ASK_HOLDING_RATE)))
		return error_reject(err, "missing", "holding_cost",
				    "is missing: give it, or both unit_cost and holding_rate");
	double holding = direct ? in->holding_cost : in->unit_cost * in->holding_rate;
	if (!(in->demand >= 0))
		return error_reject(err, "bad_value", "demand", "%g: expected 0 or more", in->demand);
	status = above_zero(in->order_cost, "order_cost", err);
	if (status == STATUS_OK)
		status = above_zero(holding, direct ? "holding_cost" : "holding_rate", err);
	if (status == STATUS_OK && owed)
		status = above_zero(in->backorder_cost, "backorder_cost", err);
	if (status != STATUS_OK)
		return status;

	struct inventory_lot lot = inventory_eoq(in->demand, in->order_cost, holding, owed ? in->backorder_cost : NAN);
	record_clear(&replenish_lot_type, out);
	out->sku = in->sku;
	out->quantity = lot.quantity;
	out->cost = lot.cost;
	out->orders = lot.orders;
	out->interval = lot.orders > 0 ? DAYS_A_YEAR / lot.orders : NAN;
	out->backorders = owed ? lot.backorders : NAN;
	record_mark_all(&replenish_lot_type, out);
	return STATUS_OK;
}
