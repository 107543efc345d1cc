/* A small shop for the unit tests of stock: products A to D, locations main (priority 1) and shop (2). */
#ifndef STOCK_FIXTURE_H
#define STOCK_FIXTURE_H

#include <change_fixture.h>

#include <stock/stock_impl.h>

/* A test's own shop, in a transaction that it never commits. */
static inline void open_shop(struct store *s)
{
	store_begin(s, &err);
	run_sql(s,
		"INSERT INTO product (sku, name, status, price_since) VALUES ('A', 'Apple', 1, 0), ('B', 'Bowl', 1, 0),"
		" ('C', 'Cup', 1, 0), ('D', 'Dish', 2, 0)");
	run_sql(s, "INSERT INTO location (location, priority) VALUES ('main', 1), ('shop', 2)");
}

static inline void close_shop(struct store *s)
{
	store_rollback(s);
	arena_reset(&arena);
}

static inline int64_t level(struct store *s, const char *column, const char *sku, const char *location)
{
	char text[256];

	snprintf(text, sizeof(text), "SELECT %s FROM level WHERE sku = '%s' AND location = '%s'", column, sku,
		 location);
	return number(s, text);
}

static inline enum status post(struct store *s, const char *sku, const char *from, const char *to, int64_t quantity)
{
	struct change c = change_at(s, 1000);

	return stock_post(&c, sku, from, to, quantity, "test", NULL, NULL, &err);
}

struct findings {
	int count;
	char last[64];
};

static inline void count_finding(void *ctx, const struct finding *f)
{
	struct findings *found = ctx;

	found->count++;
	snprintf(found->last, sizeof(found->last), "%s", f->check);
}

/* What the check of the store finds; its last word in ${last}. */
static inline struct findings check(struct store *s)
{
	struct findings found = { 0 };

	if (stock_check(s, count_finding, &found, &err) != STATUS_OK)
		found.count = -1;
	return found;
}

#endif
