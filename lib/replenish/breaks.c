/* Price breaks: a larger quantity at a lower price. */
#include "reorder.h"

#define BREAKS_MAX 32

struct price_break {
	int64_t from, cost;
};

static enum status bad_breaks(const char *text, struct error *err)
{
	return error_reject(err, "bad_breaks", "price_breaks",
			    "\"%.100s\": expected quantities and unit costs, \"100:0.90,500:0.80\"", text);
}

enum status replenish_break_next(const char **text, struct break_text *out)
{
	static const char BETWEEN[] = " ,;";
	char *colon;

	out->word = *text + strspn(*text, BETWEEN);
	size_t length = strcspn(out->word, BETWEEN);
	out->length = (int)(length < 40 ? length : 40);
	*text = out->word + length;
	if (length == 0)
		return STATUS_END;
	if (length >= sizeof out->quantity)
		return STATUS_REJECTED;
	memcpy(out->quantity, out->word, length);
	out->quantity[length] = '\0';
	colon = strchr(out->quantity, ':');
	if (!colon)
		return STATUS_REJECTED;
	*colon = '\0';
	out->price = colon + 1;
	return STATUS_OK;
}

static bool parse_break(const struct break_text *text, const char *currency, struct price_break *out)
{
	struct amount amount;

	return number_parse_int(text->quantity, 1, QUANTITY_MAX, &out->from) &&
	       amount_parse(text->price, false, &amount, NULL) == STATUS_OK &&
	       money_from_amount(amount, currency, &out->cost, NULL) == STATUS_OK && out->cost >= 0;
}

static enum status parse_breaks(const char *text, const char *currency, struct price_break *out, size_t *count,
				struct error *err)
{
	const char *at = text;
	struct break_text word;
	enum status status;

	for (*count = 0; (status = replenish_break_next(&at, &word)) == STATUS_OK; ++*count)
		if (*count == BREAKS_MAX || !parse_break(&word, currency, &out[*count]))
			return bad_breaks(text, err);
	return status == STATUS_END ? STATUS_OK : bad_breaks(text, err);
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
