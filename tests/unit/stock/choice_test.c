/* Which location serves a claim: cases with one answer each, worked out by hand. */
#include <tap.h>

#include <stock/stock_impl.h>

#define MANY 8

struct world {
	struct reservation_want wants[MANY];
	const struct reservation_want *by_sku[MANY];
	struct stock_supply supplies[MANY];
	struct stock_demand demands[MANY];
	struct stock_take takes[2 * MANY];
	struct reservation_short shorts[MANY];
	size_t n_wants, n_supplies, n_demands, n_takes, n_shorts;
};

static void want(struct world *w, const char *sku, const char *location, int64_t quantity)
{
	w->wants[w->n_wants] = (struct reservation_want) { "owner", sku, location, quantity };
	w->by_sku[w->n_wants] = &w->wants[w->n_wants];
	w->n_wants++;
}

/* In the order of SKU, then priority. */
static void supply(struct world *w, const char *sku, const char *location, int64_t available)
{
	w->supplies[w->n_supplies++] =
		(struct stock_supply) { .sku = sku, .location = location, .available = available };
}

static void demand(struct world *w, const char *sku)
{
	struct stock_demand *d = &w->demands[w->n_demands++];

	*d = (struct stock_demand) { .sku = sku };
	for (size_t i = 0; i < w->n_wants; i++)
		if (text_same(w->wants[i].sku, sku)) {
			if (!d->n_wants++)
				d->wants = &w->by_sku[i];
		}
	for (size_t i = 0; i < w->n_supplies; i++)
		if (text_same(w->supplies[i].sku, sku)) {
			if (!d->n_supplies++)
				d->supplies = &w->supplies[i];
		}
}

static void choose(struct world *w)
{
	stock_choose(w->demands, w->n_demands, w->takes, &w->n_takes, w->shorts, &w->n_shorts);
}

/* What want ${i} gets from ${location}. */
static int64_t got(const struct world *w, size_t i, const char *location)
{
	int64_t sum = 0;

	for (size_t k = 0; k < w->n_takes; k++)
		if (w->takes[k].want == &w->wants[i] && text_same(w->takes[k].supply->location, location))
			sum += w->takes[k].quantity;
	return sum;
}

static void test_single(void)
{
	struct world w = { 0 };

	want(&w, "A", NULL, 2);
	want(&w, "B", NULL, 3);
	supply(&w, "A", "first", 9);
	supply(&w, "A", "second", 9);
	supply(&w, "B", "first", 2);
	supply(&w, "B", "second", 3);
	demand(&w, "A");
	demand(&w, "B");
	choose(&w);
	is_int((int64_t)w.n_shorts, 0, "enough of both");
	is_int(got(&w, 0, "second"), 2, "the second location has all of both: A comes from there");
	is_int(got(&w, 1, "second"), 3, "and so does B");
	is_int((int64_t)w.n_takes, 2, "one parcel, two lines");
}

static void test_each_by_priority(void)
{
	struct world w = { 0 };

	want(&w, "A", NULL, 2);
	want(&w, "B", NULL, 3);
	supply(&w, "A", "first", 2);
	supply(&w, "B", "second", 3);
	demand(&w, "A");
	demand(&w, "B");
	choose(&w);
	is_int(got(&w, 0, "first"), 2, "no location has both: A from the first");
	is_int(got(&w, 1, "second"), 3, "B from the second");
}

static void test_split(void)
{
	struct world w = { 0 };

	want(&w, "A", NULL, 4);
	want(&w, "A", NULL, 3);
	supply(&w, "A", "first", 5);
	supply(&w, "A", "second", -1);
	supply(&w, "A", "third", 9);
	demand(&w, "A");
	choose(&w);
	is_int(got(&w, 0, "third"), 4, "the third has all seven, so nothing is split");
	w.supplies[0].available = 5;
	w.supplies[1].available = 0;
	w.supplies[2].available = 2;
	choose(&w);
	is_int(got(&w, 0, "first"), 4, "five and two: the first line from the first");
	is_int(got(&w, 1, "first"), 1, "the second line what is left there");
	is_int(got(&w, 1, "third"), 2, "and the rest from the third");
	is_int(w.supplies[0].taken, 5, "five reserved at the first");
	is_int(w.supplies[2].taken, 2, "two at the third");
}

static void test_short(void)
{
	struct world w = { 0 };

	want(&w, "A", NULL, 2);
	want(&w, "A", NULL, 2);
	want(&w, "B", NULL, 1);
	want(&w, "C", NULL, 1);
	supply(&w, "A", "main", 3);
	supply(&w, "B", "main", 1);
	supply(&w, "C", "main", -4);
	demand(&w, "A");
	demand(&w, "B");
	demand(&w, "C");
	choose(&w);
	is_int((int64_t)w.n_shorts, 2, "every short SKU is told");
	is_text(w.shorts[0].sku, "A", "A first");
	is_int(w.shorts[0].wanted, 4, "its two lines summed");
	is_int(w.shorts[0].available, 3, "against what there is");
	is_text(w.shorts[1].sku, "C", "then C");
	is_int(w.shorts[1].available, 0, "less than nothing is nothing");
	is_int((int64_t)w.n_takes, 0, "and nothing is taken");
}

static void test_named(void)
{
	struct world w = { 0 };

	want(&w, "A", "first", 2);
	want(&w, "A", NULL, 3);
	want(&w, "A", "first", 1);
	supply(&w, "A", "first", 4);
	supply(&w, "A", "second", 3);
	demand(&w, "A");
	choose(&w);
	is_int(got(&w, 0, "first") + got(&w, 2, "first"), 3, "lines that name a location get theirs there");
	is_int(got(&w, 1, "second"), 3, "the other goes where what is left is enough");
	w.wants[2].quantity = 3;
	w.supplies[0].available = 4;
	w.supplies[1].available = 3;
	choose(&w);
	is_int((int64_t)w.n_shorts, 1, "two and three at a location with four");
	is_text(w.shorts[0].location, "first", "is short there");
	is_int(w.shorts[0].wanted, 5, "by their sum");
	w.wants[0].location = w.wants[2].location = "nowhere";
	choose(&w);
	is_text(w.shorts[0].location, "nowhere", "a location without stock is short too");
	is_int(w.shorts[0].available, 0, "of everything");
}

int main(void)
{
	test_single();
	test_each_by_priority();
	test_split();
	test_short();
	test_named();
	return done_testing();
}
