/* What is there, by which rule, at which cost. */
#include "supply.h"

#include <stdlib.h>

struct replenish_supply *replenish_supply_new(struct store *store)
{
	struct replenish_supply *s = memory_zero(1, sizeof *s);

	s->store = store;
	return s;
}

void replenish_supply_free(struct replenish_supply *s)
{
	if (!s)
		return;
	for (int kind = 0; kind < KINDS; kind++)
		memory_free(s->rows[kind].items);
	arena_free(&s->given);
	arena_free(&s->loaded);
	memory_free(s);
}

struct supply_row *replenish_supply_row(struct supply_rows *rows, struct arena *arena, const char *sku,
				       const char *location)
{
	rows->items = memory_grow(rows->items, rows->count, &rows->capacity, sizeof *rows->items);
	struct supply_row *row = &rows->items[rows->count++];
	*row = (struct supply_row) { .sku = arena_text(arena, sku), .active = true };
	row->location = location && location[0] ? arena_text(arena, location) : NULL;
	return row;
}

/* The order in which the rules of one SKU are taken: supplier of the first. */
static int compare_rows(const void *a, const void *b)
{
	const struct supply_row *x = a, *y = b;
	int order = strcmp(x->sku, y->sku);

	if (order)
		return order;
	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	return strcmp(x->location ? x->location : "", y->location ? y->location : "");
}

void replenish_supply_sort(struct supply_rows *rows)
{
	if (rows->count > 1)
		qsort(rows->items, rows->count, sizeof *rows->items, compare_rows);
}

/* The first row of a SKU, or the end. */
static size_t find_sku(const struct supply_rows *rows, const char *sku)
{
	size_t low = 0, high = rows->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(rows->items[middle].sku, sku) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* --- from the store */

static void load_level(struct replenish_supply *s, struct stmt *q)
{
	struct supply_row *row =
		replenish_supply_row(&s->rows[KIND_LEVEL], &s->loaded, stmt_column_text(q, 0), stmt_column_text(q, 1));

	row->position = (struct replenish_position) { .on_hand = stmt_column_int(q, 2),
						     .reserved = stmt_column_int(q, 3),
						     .unavailable = stmt_column_int(q, 4),
						     .incoming = stmt_column_int(q, 5) };
	row->active = stmt_column_int(q, 6) != 0;
}

static void load_rule(struct replenish_supply *s, struct stmt *q)
{
	struct supply_row *row =
		replenish_supply_row(&s->rows[KIND_RULE], &s->loaded, stmt_column_text(q, 0), stmt_column_text(q, 1));

	row->active = stmt_column_int(q, 2) != 0;
	row->priority = stmt_column_int(q, 3);
	row->terms = (struct replenish_terms) {
		.lead_time = stmt_column_int_or(q, 4, -1),
		.pack = stmt_column_int_or(q, 5, -1),
		.safety = stmt_column_int_or(q, 6, -1),
		.review = stmt_column_int_or(q, 7, -1),
		.minimum = stmt_column_int_or(q, 8, -1),
		.maximum = stmt_column_int_or(q, 9, -1),
		.shelf_life = stmt_column_int_or(q, 10, -1),
		.lead_time_sd = stmt_column_null(q, 11) ? NAN : stmt_column_real(q, 11),
		.supplier = arena_text(&s->loaded, stmt_column_text(q, 12)),
		.breaks = arena_text(&s->loaded, stmt_column_text(q, 13)),
	};
}

static void load_product(struct replenish_supply *s, struct stmt *q)
{
	struct supply_row *row = replenish_supply_row(&s->rows[KIND_PRODUCT], &s->loaded, stmt_column_text(q, 0), NULL);

	bool currency = !stmt_column_null(q, 2);
	row->cost = (struct replenish_cost) { .known_sku = true,
					     .known = currency && !stmt_column_null(q, 1),
					     .priced = currency && !stmt_column_null(q, 3),
					     .minor = stmt_column_int(q, 1),
					     .price = stmt_column_int(q, 3),
					     .currency = arena_text(&s->loaded, stmt_column_text(q, 2)) };
}

enum status replenish_supply_load(struct replenish_supply *s, const char *const *skus, size_t n, struct error *err)
{
	static const struct {
		enum replenish_lookup lookup;
		void (*load)(struct replenish_supply *s, struct stmt *q);
	} LOADS[] = {
		[KIND_LEVEL] = { REPLENISH_LOOKUP_LEVELS, load_level },
		[KIND_RULE] = { REPLENISH_LOOKUP_RULES, load_rule },
		[KIND_PRODUCT] = { REPLENISH_LOOKUP_PRODUCTS, load_product },
	};
	arena_reset(&s->loaded);
	for (int kind = 0; s->store && kind < (int)ARRAY_LENGTH(LOADS); kind++) {
		if (s->rows[kind].given)
			continue;
		s->rows[kind].count = 0;
		struct stmt *q = store_lookup(s->store, &REPLENISH_SQL[LOADS[kind].lookup], skus, n);
		enum status status;
		while ((status = stmt_step(q, err)) == STATUS_OK)
			LOADS[kind].load(s, q);
		stmt_reset(q);
		if (status != STATUS_END)
			return status;
		replenish_supply_sort(&s->rows[kind]);
	}
	return STATUS_OK;
}

/* --- asked for */

/* Does the row count for this location? For the SKU as a whole every active one does. */
static bool counts(const struct supply_row *row, const char *location)
{
	return location ? row->location && strcmp(row->location, location) == 0 : row->active;
}

struct replenish_position replenish_supply_position(const struct replenish_supply *s, const char *sku,
						  const char *location)
{
	struct replenish_position sum = { 0 };

	for (int kind = KIND_LEVEL; kind <= KIND_DRAFT; kind += KIND_DRAFT - KIND_LEVEL) {
		const struct supply_rows *rows = &s->rows[kind];
		for (size_t i = find_sku(rows, sku); i < rows->count && strcmp(rows->items[i].sku, sku) == 0; i++) {
			const struct replenish_position *p = &rows->items[i].position;
			if (!counts(&rows->items[i], location))
				continue;
			sum.on_hand += p->on_hand;
			sum.reserved += p->reserved;
			sum.unavailable += p->unavailable;
			sum.incoming += p->incoming;
			sum.drafts += p->drafts;
		}
	}
	return sum;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Of what the locations have together; -1: none says. */
static int64_t added(int64_t a, int64_t b)
{
	return b < 0 ? a : larger(a, 0) + b;
}

static void join_terms(struct replenish_terms *all, const struct replenish_terms *one)
{
	all->lead_time = larger(all->lead_time, one->lead_time);
	all->lead_time_sd = fmax(all->lead_time_sd, one->lead_time_sd); /* of a number and NAN: the number */
	all->review = larger(all->review, one->review);
	all->pack = larger(all->pack, one->pack);
	all->minimum = larger(all->minimum, one->minimum);
	all->maximum = added(all->maximum, one->maximum);
	all->safety = added(all->safety, one->safety);
	if (one->shelf_life >= 0 && (all->shelf_life < 0 || one->shelf_life < all->shelf_life))
		all->shelf_life = one->shelf_life;
	all->supplier = all->supplier ? all->supplier : one->supplier;
	all->breaks = all->breaks ? all->breaks : one->breaks;
}

struct replenish_terms replenish_supply_terms(const struct replenish_supply *s, const char *sku, const char *location)
{
	const struct supply_rows *rows = &s->rows[KIND_RULE];
	struct replenish_terms terms = { -1, -1, -1, -1, -1, -1, -1, NAN, NULL, NULL };

	for (size_t i = find_sku(rows, sku); i < rows->count && strcmp(rows->items[i].sku, sku) == 0; i++) {
		const struct supply_row *row = &rows->items[i];
		/* A rule for the SKU as a whole holds at each of its locations. */
		if (counts(row, location) || !row->location)
			join_terms(&terms, &row->terms);
	}
	return terms;
}

const struct replenish_supplier *replenish_supply_of(const struct replenish_supply *s, const char *supplier)
{
	const struct supply_rows *rows = &s->rows[KIND_SUPPLIER];
	size_t i = supplier ? find_sku(rows, supplier) : rows->count;

	return i < rows->count && strcmp(rows->items[i].sku, supplier) == 0 ? &rows->items[i].supplier : NULL;
}

struct replenish_cost replenish_supply_cost(const struct replenish_supply *s, const char *sku)
{
	const struct supply_rows *rows = &s->rows[KIND_PRODUCT];
	size_t i = find_sku(rows, sku);

	if (i < rows->count && strcmp(rows->items[i].sku, sku) == 0)
		return rows->items[i].cost;
	return (struct replenish_cost) { .known_sku = s->store == NULL };
}
