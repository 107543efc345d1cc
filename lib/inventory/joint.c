/* Joint replenishment: items that share the cost of an order. */
#include <ecom/inventory.h>
#include <math.h>

static bool items_valid(const struct inventory_joint_item *items, size_t n, double major_cost)
{
	for (size_t i = 0; i < n; i++)
		if (!(items[i].demand > 0) || !(items[i].order_cost >= 0) || !(items[i].holding_cost > 0))
			return false;
	return n > 0 && major_cost > 0;
}

static double held_value(const struct inventory_joint_item *item)
{
	return item->holding_cost * item->demand;
}

/* The best cycle of given multiples. */
static struct inventory_joint best_cycle(const struct inventory_joint_item *items, size_t n, double major_cost,
					 const uint32_t *multiples)
{
	double fixed = major_cost, held = 0;
	for (size_t i = 0; i < n; i++) {
		fixed += items[i].order_cost / multiples[i];
		held += held_value(&items[i]) * multiples[i];
	}
	return (struct inventory_joint) { .cycle = sqrt(2 * fixed / held), .cost = sqrt(2 * fixed * held) };
}

#define NO_JOINT ((struct inventory_joint) { NAN, NAN })

struct inventory_joint inventory_joint_simple(const struct inventory_joint_item *items, size_t n, double major_cost,
					      uint32_t *multiples)
{
	size_t first = 0;

	if (!items_valid(items, n, major_cost))
		return NO_JOINT;
	for (size_t i = 1; i < n; i++)
		if (items[i].order_cost / held_value(&items[i]) < items[first].order_cost / held_value(&items[first]))
			first = i;
	double scale = held_value(&items[first]) / (major_cost + items[first].order_cost);
	for (size_t i = 0; i < n; i++) {
		double multiple = round(sqrt(items[i].order_cost / held_value(&items[i]) * scale));
		multiples[i] = (uint32_t)fmin(fmax(multiple, 1), UINT32_MAX);
	}
	multiples[first] = 1;
	return best_cycle(items, n, major_cost, multiples);
}

/* The cycle below which an item is better in every (m+1)-th order than in every m-th. */
static double next_change(const struct inventory_joint_item *item, uint32_t multiple)
{
	return sqrt(2 * item->order_cost / ((double)multiple * ((double)multiple + 1) * held_value(item)));
}

static size_t next_to_grow(const struct inventory_joint_item *items, size_t n, const uint32_t *multiples)
{
	size_t next = 0;
	for (size_t i = 1; i < n; i++)
		if (next_change(&items[i], multiples[i]) > next_change(&items[next], multiples[next]))
			next = i;
	return next;
}

static void start_alike(uint32_t *multiples, size_t n)
{
	for (size_t i = 0; i < n; i++)
		multiples[i] = 1;
}

struct inventory_joint inventory_joint_best(const struct inventory_joint_item *items, size_t n, double major_cost,
					    uint32_t *multiples)
{
	double alone = 0;
	size_t best_step = 0;

	if (!items_valid(items, n, major_cost))
		return NO_JOINT;
	for (size_t i = 0; i < n; i++)
		alone += sqrt(2 * items[i].order_cost * held_value(&items[i]));
	start_alike(multiples, n);
	struct inventory_joint best = best_cycle(items, n, major_cost, multiples);
	for (size_t step = 1; step <= INVENTORY_JOINT_STEPS; step++) {
		size_t grows = next_to_grow(items, n, multiples);
		double change = next_change(&items[grows], multiples[grows]);
		if (!(change * (best.cost - alone) > major_cost) || multiples[grows] == UINT32_MAX)
			break;
		multiples[grows]++;
		struct inventory_joint now = best_cycle(items, n, major_cost, multiples);
		if (now.cost < best.cost) {
			best = now;
			best_step = step;
		}
	}
	start_alike(multiples, n);
	for (size_t step = 0; step < best_step; step++)
		multiples[next_to_grow(items, n, multiples)]++;
	return best;
}

double inventory_cover(const double *stock, const double *demand, size_t n)
{
	double there = 0, wanted = 0;
	for (size_t i = 0; i < n; i++) {
		there += stock[i];
		wanted += demand[i];
	}
	return there == 0 ? 0 : there / wanted;
}
