/* Orders of one supplier together: items that join, and the supplier's minimum. */
#include "reorder.h"

#include <stdlib.h>

#define EXTENSION_MAX 365 /* days */

struct group {
	struct reorder_line **lines;
	size_t count;
	const struct replenish_supplier *supplier;
};

static int compare_suppliers(const void *a, const void *b)
{
	const struct reorder_line *x = *(struct reorder_line *const *)a, *y = *(struct reorder_line *const *)b;
	int order = strcmp(x->supplier, y->supplier);

	/* The lines stand in one array: their places tell their order. */
	return order ? order : x < y ? -1 : x > y;
}

/* Whole days until the position is down to the point; what never sells never gets there. */
static double days_away(const struct reorder_line *l)
{
	double daily = replenish_line_daily(l);

	return daily > 0 ? fmax(0, ((double)l->position - l->levels.point) / daily) : INFINITY;
}

static bool has_point(const struct reorder_line *l)
{
	return l->levels.level - l->levels.point > 1;
}

/* Up to the level although the point is not reached: cheap company for an order that goes out anyway (Balintfy 1964). */
static void let_join(struct group *g, int64_t can_order)
{
	for (size_t i = 0; i < g->count; i++) {
		struct reorder_line *l = g->lines[i];
		struct policy_order order = { 0 };
		if (l->quantity > 0 || !has_point(l) || days_away(l) > (double)can_order)
			continue;
		replenish_policy_packs(fmax(0, l->levels.level - (double)l->position), &l->limits, l->position, &order);
		if (order.quantity == 0)
			continue;
		l->quantity = order.quantity;
		l->joined = (int64_t)ceil(days_away(l));
	}
}

/* Units of a line whose cover is extended. */
static int64_t extended_quantity(const struct reorder_line *l, int64_t days)
{
	struct policy_order order = { 0 };
	double lack = l->levels.level + replenish_line_daily(l) * (double)days - (double)l->position;

	if (days == 0 || !(lack > 0))
		return l->quantity;
	replenish_policy_packs(lack, &l->limits, l->position, &order);
	return order.quantity > l->quantity ? order.quantity : l->quantity;
}

static bool reaches_minimum(const struct group *g, int64_t days)
{
	double units = 0, value = 0;

	for (size_t i = 0; i < g->count; i++) {
		const struct reorder_line *l = g->lines[i];
		double quantity = (double)extended_quantity(l, days);
		units += quantity;
		value += l->money.known ? quantity * l->money.cost / l->money.scale : 0;
	}
	return units >= (double)g->supplier->minimum_quantity &&
	       !(value < g->supplier->minimum_value); /* NAN: none */
}

/* The fewest days that reach the minimum, the same for all. */
static void extend(struct group *g)
{
	int64_t low = -1, high = EXTENSION_MAX;

	while (high - low > 1) {
		int64_t middle = (low + high) / 2;
		if (reaches_minimum(g, middle))
			high = middle;
		else
			low = middle;
	}
	bool reached = reaches_minimum(g, high);
	for (size_t i = 0; i < g->count; i++) {
		struct reorder_line *l = g->lines[i];
		int64_t quantity = reached ? extended_quantity(l, high) : l->quantity;
		l->extended = quantity > l->quantity ? high : 0;
		l->quantity = quantity;
		l->short_of_minimum = !reached && quantity > 0;
	}
}

static void order_together(struct group *g, const struct replenish_supply *supply, int64_t can_order)
{
	bool any = false;

	for (size_t i = 0; i < g->count; i++)
		any |= g->lines[i]->quantity > 0;
	g->supplier = replenish_supply_of(supply, g->lines[0]->supplier);
	if (!any)
		return;
	if (can_order > 0)
		let_join(g, can_order);
	if (g->supplier)
		extend(g);
}

void replenish_join_suppliers(struct reorder_lines *lines, const struct replenish_supply *supply, int64_t can_order)
{
	struct reorder_line **order = memory_alloc((lines->count + 1) * sizeof *order);
	size_t count = 0, next;

	for (size_t i = 0; i < lines->count; i++)
		if (lines->items[i].supplier)
			order[count++] = &lines->items[i];
	qsort(order, count, sizeof *order, compare_suppliers);
	for (size_t first = 0; first < count; first = next) {
		for (next = first; next < count && strcmp(order[next]->supplier, order[first]->supplier) == 0;)
			next++;
		struct group g = { order + first, next - first, NULL };
		order_together(&g, supply, can_order);
	}
	memory_free(order);
}
