/* Which location serves which claim. No store here. */
#include "stock_impl.h"

static void add_take(struct stock_take *takes, size_t *n, const struct reservation_want *want,
		     struct stock_supply *supply, int64_t quantity)
{
	takes[(*n)++] = (struct stock_take) { want, supply, quantity };
	supply->taken += quantity;
}

static void add_short(struct reservation_short *shorts, size_t *n, const char *sku, const char *location,
		      int64_t wanted, int64_t available)
{
	shorts[(*n)++] = (struct reservation_short) { sku, location, wanted, available };
}

static struct stock_supply *supply_at(const struct stock_demand *d, const char *location)
{
	for (size_t i = 0; i < d->n_supplies; i++)
		if (text_same(d->supplies[i].location, location))
			return &d->supplies[i];
	return NULL;
}

static bool named_before(const struct stock_demand *d, size_t want)
{
	for (size_t i = 0; i < want; i++)
		if (text_same(d->wants[i]->location, d->wants[want]->location))
			return true;
	return false;
}

/* Claims that name their location: the sum of each location is asked of it, then set aside. */
static void take_named(struct stock_demand *d, struct stock_take *takes, size_t *n_takes,
		       struct reservation_short *shorts, size_t *n_shorts)
{
	for (size_t i = 0; i < d->n_wants; i++) {
		const char *location = d->wants[i]->location;
		if (!location || named_before(d, i))
			continue;
		struct stock_supply *supply = supply_at(d, location);
		int64_t sum = 0;
		for (size_t k = i; k < d->n_wants; k++)
			if (text_same(d->wants[k]->location, location))
				sum += d->wants[k]->quantity;
		if (!supply || supply->available < sum) {
			add_short(shorts, n_shorts, d->sku, location, sum, supply ? supply->available : 0);
			continue;
		}
		for (size_t k = i; k < d->n_wants; k++)
			if (text_same(d->wants[k]->location, location))
				add_take(takes, n_takes, d->wants[k], supply, d->wants[k]->quantity);
		supply->available -= sum;
	}
}

static void sum_free(struct stock_demand *d, struct reservation_short *shorts, size_t *n_shorts)
{
	int64_t available = 0;

	d->wanted = 0;
	for (size_t i = 0; i < d->n_wants; i++)
		if (!d->wants[i]->location)
			d->wanted += d->wants[i]->quantity;
	for (size_t i = 0; i < d->n_supplies; i++)
		available += d->supplies[i].available;
	if (available < d->wanted)
		add_short(shorts, n_shorts, d->sku, NULL, d->wanted, available);
}

/* Does ${location} have all that is wanted of every SKU without a location of its own? */
static bool serves_all(const struct stock_demand *demands, size_t n, const char *location)
{
	for (size_t i = 0; i < n; i++) {
		if (!demands[i].wanted)
			continue;
		const struct stock_supply *supply = supply_at(&demands[i], location);
		if (!supply || supply->available < demands[i].wanted)
			return false;
	}
	return true;
}

static const char *single_location(const struct stock_demand *demands, size_t n)
{
	size_t first = 0;

	while (first < n && !demands[first].wanted)
		first++;
	if (first == n)
		return NULL;
	for (size_t i = 0; i < demands[first].n_supplies; i++)
		if (serves_all(demands, n, demands[first].supplies[i].location))
			return demands[first].supplies[i].location;
	return NULL;
}

static void assign(struct stock_demand *d, const char *single)
{
	int64_t rest = d->wanted;
	struct stock_supply *whole = single ? supply_at(d, single) : NULL;

	for (size_t i = 0; !whole && i < d->n_supplies; i++)
		if (d->supplies[i].available >= d->wanted)
			whole = &d->supplies[i];
	if (whole) {
		whole->assigned = rest;
		return;
	}
	for (size_t i = 0; rest && i < d->n_supplies; i++) {
		struct stock_supply *supply = &d->supplies[i];
		supply->assigned = supply->available < rest ? supply->available : rest;
		rest -= supply->assigned;
	}
}

/* What was assigned to a SKU, handed out to its lines in their order. */
static void take_assigned(struct stock_demand *d, struct stock_take *takes, size_t *n_takes)
{
	size_t at = 0;

	for (size_t i = 0; i < d->n_wants; i++) {
		int64_t rest = d->wants[i]->location ? 0 : d->wants[i]->quantity;
		while (rest) {
			struct stock_supply *supply = &d->supplies[at];
			int64_t part = supply->assigned < rest ? supply->assigned : rest;
			if (part)
				add_take(takes, n_takes, d->wants[i], supply, part);
			supply->assigned -= part;
			rest -= part;
			if (!supply->assigned && rest)
				at++;
		}
	}
}

void stock_choose(struct stock_demand *demands, size_t n, struct stock_take *takes, size_t *n_takes,
		  struct reservation_short *shorts, size_t *n_shorts)
{
	*n_takes = *n_shorts = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < demands[i].n_supplies; k++) {
			struct stock_supply *supply = &demands[i].supplies[k];
			supply->taken = supply->assigned = 0;
			if (supply->available < 0)
				supply->available = 0;
		}
		take_named(&demands[i], takes, n_takes, shorts, n_shorts);
		sum_free(&demands[i], shorts, n_shorts);
	}
	if (*n_shorts) {
		*n_takes = 0;
		return;
	}
	const char *single = single_location(demands, n);
	for (size_t i = 0; i < n; i++) {
		assign(&demands[i], single);
		take_assigned(&demands[i], takes, n_takes);
	}
}
