/* Lot sizes of records. */
#include "replenish_impl.h"

#define PRICES_MAX 64

const struct word REPLENISH_DISCOUNT_WORDS[] = { { "all-units", "all_units" }, { "incremental" }, { NULL } };

static bool read_price(const struct break_text *text, bool first, struct inventory_price *price)
{
	return number_parse_real(text->quantity, 0, QUANTITY_MAX, &price->from) &&
	       number_parse_real(text->price, 0, 1e15, &price->price) &&
	       (first || (price->from > price[-1].from && price->price <= price[-1].price));
}

/* "400:0.72 800:0.68", behind the price of the first unit. */
static enum status read_breaks(const char *text, double unit_cost, struct inventory_price *prices, size_t *n,
			       struct error *err)
{
	struct break_text word;
	enum status status;

	*n = isnan(unit_cost) ? 0 : 1;
	prices[0] = (struct inventory_price) { 0, unit_cost };
	for (; (status = replenish_break_next(&text, &word)) != STATUS_END; ++*n) {
		if (*n == PRICES_MAX)
			return error_reject(err, "bad_value", "breaks", "expected at most %d prices", PRICES_MAX);
		if (status != STATUS_OK || !read_price(&word, *n == 0, &prices[*n]))
			return error_reject(err, "bad_value", "breaks",
					    "\"%.*s\": expected QUANTITY:PRICE ..., quantities rising, prices not",
					    word.length, word.word);
	}
	if (*n > 0 && prices[0].from > 0)
		return error_reject(err, "missing", "unit_cost",
				    "is missing: give it, or begin the breaks with 0:PRICE");
	return STATUS_OK;
}

static enum status check_terms(const struct replenish_lot_question *in, const struct inventory_lot_terms *terms,
			       double holding, struct error *err)
{
	bool direct = record_has(in, LOT_ASK_HOLDING_COST);
	enum status status = replenish_not_below_zero(terms->demand, "demand", err);

	if (status == STATUS_OK)
		status = replenish_above_zero(terms->order_cost, "order_cost", err);
	if (status == STATUS_OK && record_has(in, LOT_ASK_HOLDING_RATE))
		status = replenish_not_below_zero(terms->holding_rate, "holding_rate", err);
	if (status == STATUS_OK)
		status = replenish_above_zero(holding, direct ? "holding_cost" : "holding_rate", err);
	if (status == STATUS_OK && record_has(in, LOT_ASK_BACKORDER_COST))
		status = replenish_above_zero(terms->backorder_cost, "backorder_cost", err);
	if (status == STATUS_OK && record_has(in, LOT_ASK_QUANTITY))
		status = replenish_above_zero(in->quantity, "quantity", err);
	if (status == STATUS_OK && !(terms->production_rate > terms->demand))
		return error_reject(err, "bad_value", "production_rate", "%g: expected more than the demand of %g",
				    terms->production_rate, terms->demand);
	if (status == STATUS_OK && record_has(in, LOT_ASK_BACKORDER_COST) && in->breaks &&
	    in->discount == INVENTORY_INCREMENTAL)
		return error_reject(err, "bad_value", "backorder_cost",
				    "cannot be weighed against incremental breaks: expected all-units");
	return status;
}

static void fill_lot(const struct replenish_lot_question *in, const struct inventory_lot *lot,
		     const struct inventory_price *prices, size_t n, struct replenish_lot *out)
{
	record_clear(&replenish_lot_type, out);
	out->sku = in->sku;
	out->quantity = lot->quantity;
	out->cost = lot->cost;
	out->orders = lot->orders;
	out->interval = lot->orders > 0 ? DAYS_A_YEAR / lot->orders : NAN;
	out->backorders = record_has(in, LOT_ASK_BACKORDER_COST) ? lot->backorders : NAN;
	out->price = n > 0 ? prices[lot->price].price : NAN;
	out->goods = n > 0 ? lot->goods : NAN;
	record_mark_all(&replenish_lot_type, out);
}

enum status replenish_lot(const struct replenish_lot_question *in, struct replenish_lot *out, struct error *err)
{
	struct inventory_price prices[PRICES_MAX];
	size_t n = 0;
	bool direct = record_has(in, LOT_ASK_HOLDING_COST), rated = record_has(in, LOT_ASK_HOLDING_RATE);
	double unit_cost = record_has(in, LOT_ASK_UNIT_COST) ? in->unit_cost : NAN;
	enum status status = isnan(unit_cost) ? STATUS_OK : replenish_not_below_zero(unit_cost, "unit_cost", err);

	if (status == STATUS_OK)
		status = read_breaks(in->breaks ? in->breaks : "", unit_cost, prices, &n, err);
	if (status != STATUS_OK)
		return status;
	if (!direct && !(rated && n > 0))
		return error_reject(err, "missing", "holding_cost",
				    "is missing: give it, or both unit_cost and holding_rate");
	struct inventory_lot_terms terms = {
		.demand = in->demand,
		.order_cost = in->order_cost,
		.holding_cost = direct ? in->holding_cost : 0,
		.holding_rate = direct ? 0 : in->holding_rate,
		.backorder_cost = record_has(in, LOT_ASK_BACKORDER_COST) ? in->backorder_cost : NAN,
		.production_rate = record_has(in, LOT_ASK_PRODUCTION_RATE) ? in->production_rate : INFINITY,
	};
	status = check_terms(in, &terms, direct ? in->holding_cost : in->holding_rate * prices[n - 1].price, err);
	if (status != STATUS_OK)
		return status;
	struct inventory_lot lot = record_has(in, LOT_ASK_QUANTITY) ?
					   inventory_lot_at(&terms, prices, n, in->discount, in->quantity) :
					   inventory_lot_best(&terms, prices, n, in->discount);
	fill_lot(in, &lot, prices, n, out);
	return STATUS_OK;
}
