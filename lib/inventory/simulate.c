/* Policies played on one and the same demand, many side by side. */
#include <ecom/inventory.h>
#include <string.h>

#define CHUNK	64 /* periods whose sums fit whole numbers of 32 bits: LEVEL_MAX units each */
#define WIDTH	4 /* whole numbers in a vector: what every processor has; wider ones were no faster */
#define VECTORS (INVENTORY_LANES / WIDTH)

typedef int32_t vector __attribute__((vector_size(WIDTH * sizeof(int32_t))));

/* What a policy did so far: its members stand for one vector of policies. */
struct lane {
	vector point, level, cap, lot;
	vector stock, position; /* on the shelf, less what is owed; and with what is on its way */
	vector left, owed, missed, short_periods, orders, units;
};
struct lanes {
	struct lane lane[VECTORS];
	vector due[INVENTORY_DELAY_MAX + 1][VECTORS];
	bool whole_lots; /* some policy orders in lots */
};

/* A comparison of vectors is all bits set where it holds. */
static inline vector least(vector a, vector b)
{
	vector less = a < b;
	return (a & less) | (b & ~less);
}

static inline vector above_zero(vector a)
{
	return a & (a > 0);
}

static inline void give_orders(struct lane *l, vector *due, bool whole_lots)
{
	vector wanted = above_zero(least(l->level - l->position, l->cap)) & (l->position <= l->point);
	if (whole_lots)
		wanted = (wanted + l->lot - 1) / l->lot * l->lot;
	*due += wanted;
	l->position += wanted;
	l->units += wanted;
	l->orders -= wanted > 0;
}

static inline void meet_demand(struct lane *l, vector *due, int32_t demand, bool backorders)
{
	vector stock = l->stock + *due, wanted = stock - stock + demand;
	vector sold = least(above_zero(stock), wanted), missed = wanted - sold, taken = backorders ? wanted : sold;
	*due = wanted - wanted;
	l->stock = stock - taken;
	l->position -= taken;
	l->left += above_zero(l->stock);
	l->owed += above_zero(-l->stock);
	l->missed += missed;
	l->short_periods -= missed > 0;
}

/* The periods [from, to) of the path; what they sum to is added. */
static void play(struct lanes *l, const struct inventory_path *path, size_t from, size_t to)
{
	size_t ring = INVENTORY_DELAY_MAX + 1, review = path->review > 1 ? path->review : 1;

	for (size_t t = from; t < to; t++) {
		size_t delay = path->leads ? path->leads[t] : path->lead_time;
		for (size_t v = 0; v < VECTORS; v++) {
			if (t % review == 0)
				give_orders(&l->lane[v], &l->due[(t + delay) % ring][v], l->whole_lots);
			meet_demand(&l->lane[v], &l->due[t % ring][v], path->demand[t], path->backorders);
		}
	}
}

static void start_lanes(struct lanes *l, const struct inventory_policy *policies, size_t count)
{
	memset(l, 0, sizeof *l);
	for (size_t k = 0; k < INVENTORY_LANES; k++) {
		const struct inventory_policy *p = &policies[k < count ? k : 0];
		struct lane *lane = &l->lane[k / WIDTH];
		lane->point[k % WIDTH] = p->point;
		lane->level[k % WIDTH] = p->level;
		lane->cap[k % WIDTH] = p->cap > 0 ? p->cap : INT32_MAX;
		lane->lot[k % WIDTH] = p->lot > 1 ? p->lot : 1;
		l->whole_lots |= p->lot > 1;
		lane->stock[k % WIDTH] = lane->position[k % WIDTH] = p->level;
	}
}

static void clear_sums(struct lanes *l)
{
	for (size_t v = 0; v < VECTORS; v++) {
		struct lane *lane = &l->lane[v];
		memset(&lane->left, 0, sizeof *lane - offsetof(struct lane, left));
	}
}

static void add_sums(const struct lanes *l, size_t count, struct inventory_tally *out)
{
	for (size_t k = 0; k < count; k++) {
		const struct lane *lane = &l->lane[k / WIDTH];
		out[k].stock += lane->left[k % WIDTH];
		out[k].owed += lane->owed[k % WIDTH];
		out[k].missed += lane->missed[k % WIDTH];
		out[k].short_periods += lane->short_periods[k % WIDTH];
		out[k].orders += lane->orders[k % WIDTH];
		out[k].units += lane->units[k % WIDTH];
	}
}

void inventory_simulate(const struct inventory_path *path, const struct inventory_policy *policies, size_t count,
			size_t batches, struct inventory_tally *out)
{
	struct lanes l;
	size_t length = (path->periods - path->warm_up) / batches;

	start_lanes(&l, policies, count);
	memset(out, 0, count * batches * sizeof *out);
	play(&l, path, 0, path->warm_up);
	for (size_t batch = 0; batch < batches; batch++) {
		size_t start = path->warm_up + batch * length, end = start + length;
		for (size_t from = start; from < end; from += CHUNK) {
			clear_sums(&l);
			play(&l, path, from, from + CHUNK < end ? from + CHUNK : end);
			add_sums(&l, count, out + batch * count);
		}
		for (size_t k = 0; k < count; k++) {
			out[batch * count + k].periods = (double)length;
			for (size_t t = start; t < end; t++)
				out[batch * count + k].demand += path->demand[t];
		}
	}
}

double inventory_tally_cost(const struct inventory_tally *t, const struct inventory_costs *c)
{
	return (c->holding * t->stock + c->owed * t->owed + c->missed * t->missed + c->order * t->orders) / t->periods;
}
