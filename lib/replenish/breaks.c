/* Price breaks: a larger quantity at a lower price. */
#include "reorder.h"

#define BREAKS_MAX  32

struct price_break {
	int64_t from, cost;
};

static enum status bad_breaks(const char *text, struct error *err)
{
	return error_reject(err, "bad_breaks", "price_breaks",
			    "\"%.100s\": expected quantities and unit costs, \"100:0.90,500:0.80\"", text);
}

static enum status parse_break(const char *text, size_t length, const char *currency, struct price_break *out,
			       struct error *err)
{
	char copy[64], *colon;
	struct amount amount;

	if (length == 0 || length >= sizeof copy)
		return STATUS_REJECTED;
	memcpy(copy, text, length);
	copy[length] = 0;
	colon = strchr(copy, ':');
	if (!colon)
		return STATUS_REJECTED;
	*colon = 0;
	if (!number_parse_int(copy, 1, QUANTITY_MAX, &out->from) ||
	    amount_parse(colon + 1, false, &amount, err) != STATUS_OK ||
	    money_from_amount(amount, currency, &out->cost, err) != STATUS_OK || out->cost < 0)
		return STATUS_REJECTED;
	return STATUS_OK;
}

static enum status parse_breaks(const char *text, const char *currency, struct price_break *out, size_t *count,
				struct error *err)
{
	*count = 0;
	for (const char *at = text; *at;) {
		size_t length = strcspn(at, ",");
		if (*count == BREAKS_MAX || parse_break(at, length, currency, &out[*count], err) != STATUS_OK)
			return bad_breaks(text, err);
		++*count;
		at += length + (at[length] == ',');
	}
	return STATUS_OK;
}

/* Goods, orders and holding of a year when each order is of ${quantity} units at ${cost} each. */
static double cost_a_year(const struct reorder_line *l, double quantity, double cost)
{
	double demand = replenish_line_daily(l) * DAYS_A_YEAR, rate = l->money.holding / l->money.cost;

	return demand * cost + inventory_lot_cost(demand, l->money.order_cost, rate * cost, quantity);
}

enum status replenish_line_take_break(struct reorder_line *l, struct error *err)
{
	struct price_break breaks[BREAKS_MAX];
	size_t count;

	if (!l->breaks || !l->money.known || l->money.unit_cost == 0 || l->quantity == 0)
		return STATUS_OK;
	enum status status = parse_breaks(l->breaks, l->money.currency, breaks, &count, err);
	if (status != STATUS_OK)
		return status;
	double best = cost_a_year(l, (double)l->quantity, l->money.cost);
	int64_t quantity = l->quantity;
	for (size_t i = 0; i < count; i++) {
		struct policy_order order = { 0 };
		struct policy_limits limits = l->limits;
		/* A break that the quantity reaches by itself costs nothing to take. */
		limits.rounding = ROUND_UP;
		replenish_policy_packs(fmax((double)breaks[i].from, (double)l->quantity), &limits, l->position, &order);
		double cost = cost_a_year(l, (double)order.quantity, (double)breaks[i].cost);
		if (order.quantity < breaks[i].from || !(cost < best))
			continue;
		best = cost;
		quantity = order.quantity;
		l->money.break_quantity = breaks[i].from;
		l->money.break_cost = breaks[i].cost;
	}
	l->quantity = quantity;
	return STATUS_OK;
}

int64_t replenish_line_unit_cost(const struct reorder_line *l)
{
	bool taken = l->money.break_quantity > 0 && l->quantity >= l->money.break_quantity;

	return taken ? l->money.break_cost : l->money.unit_cost;
}
