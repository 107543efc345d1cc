/* Rows of the supply, inside lib/replenish. */
#ifndef REPLENISH_SUPPLY_H
#define REPLENISH_SUPPLY_H

#include "replenish_impl.h"

/* Of a SKU at a location (NULL: as a whole), or of a supplier, whose name stands in place of the SKU. Rows of one kind
 * have no others' fields. */
struct supply_row {
	const char *sku, *location;
	bool active;
	struct replenish_position position;
	struct replenish_terms terms;
	struct replenish_cost cost;
	struct replenish_supplier supplier;
	int64_t priority;
};
/* The first three can be read from a store. */
enum supply_kind { KIND_LEVEL, KIND_RULE, KIND_PRODUCT, KIND_DRAFT, KIND_SUPPLIER, KINDS };

struct supply_rows {
	struct supply_row *items;
	size_t count, capacity;
	bool given; /* from a file: the store is not asked */
};

struct replenish_supply {
	struct store *store;
	struct arena given, loaded; /* texts of rows that stay, and of those of the last load */
	struct supply_rows rows[KINDS];
};

struct supply_row *replenish_supply_row(struct supply_rows *rows, struct arena *arena, const char *sku,
					const char *location); /* a new one */
void replenish_supply_sort(struct supply_rows *rows);

#endif
