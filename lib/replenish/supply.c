/* What is there, by which rule, at which cost. */
#include "replenish_impl.h"

#include <ecom/format.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* Of a SKU at a location (NULL: as a whole). Rows of one kind have no others' fields. */
struct supply_row {
	const char *sku, *location;
	bool active;
	struct replenish_position position;
	struct replenish_terms terms;
	struct replenish_cost cost;
	int64_t priority;
};

enum kind { KIND_LEVEL, KIND_RULE, KIND_PRODUCT, KINDS };

struct rows {
	struct supply_row *items;
	size_t count, capacity;
	bool given; /* from a file: the store is not asked */
};

struct replenish_supply {
	struct store *store;
	struct arena given, loaded; /* texts of rows that stay, and of those of the last load */
	struct rows rows[KINDS];
};

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

static struct supply_row *add_row(struct rows *rows, struct arena *arena, const char *sku, const char *location)
{
	if (rows->count == rows->capacity) {
		rows->capacity = rows->capacity ? rows->capacity * 2 : 64;
		rows->items = memory_resize(rows->items, rows->capacity * sizeof *rows->items);
	}
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

static void sort_rows(struct rows *rows)
{
	if (rows->count > 1)
		qsort(rows->items, rows->count, sizeof *rows->items, compare_rows);
}

/* The first row of a SKU, or the end. */
static size_t find_sku(const struct rows *rows, const char *sku)
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

/* --- from a file */

static void take_level(struct replenish_supply *s, const struct level *in)
{
	struct supply_row *row = add_row(&s->rows[KIND_LEVEL], &s->given, in->sku, in->location);

	row->position = (struct replenish_position) { in->on_hand, in->reserved, in->unavailable, in->incoming };
}

static void take_rule(struct replenish_supply *s, const struct stock_rule *in)
{
	struct supply_row *row = add_row(&s->rows[KIND_RULE], &s->given, in->sku, in->location);

	row->terms.lead_time = record_has(in, RULE_LEAD_TIME_DAYS) ? in->lead_time_days : -1;
	row->terms.pack = record_has(in, RULE_PACK) ? in->pack : -1;
	row->terms.safety = record_has(in, RULE_SAFETY) ? in->safety : -1;
	row->terms.supplier = arena_text(&s->given, in->supplier);
}

static enum status read_rows(struct replenish_supply *s, enum replenish_table table, struct reader *reader,
			     struct arena *arena, struct error *err)
{
	union {
		struct record record;
		struct level level;
		struct stock_rule rule;
	} in;
	enum status status;

	while ((status = reader_next(reader, arena, &in, err)) == STATUS_OK) {
		if (table == REPLENISH_TABLE_LEVELS)
			take_level(s, &in.level);
		else
			take_rule(s, &in.rule);
		arena_reset(arena);
	}
	if (status != STATUS_REJECTED)
		return status == STATUS_END ? STATUS_OK : status;
	const struct error why = *err;
	return error_set(err, STATUS_DATA, why.code, why.field, "%s:%ld: %s", in.record.file, in.record.line,
			 why.message);
}

enum status replenish_supply_read(struct replenish_supply *s, enum replenish_table table, const char *path,
				 struct error *err)
{
	/* What other programs print beside the fields of a level is passed over. */
	static const struct record_type *const PASS[] = { &low_type, &rule_type, &level_type, NULL };
	const struct record_type *type = table == REPLENISH_TABLE_LEVELS ? &level_type : &rule_type;
	struct reader_options options = { .pass = PASS };
	struct reader *reader = NULL;
	struct arena arena = { 0 };
	struct rows *rows = &s->rows[table == REPLENISH_TABLE_LEVELS ? KIND_LEVEL : KIND_RULE];
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_system(err, STATUS_NO_INPUT, path);
	rows->given = true;
	enum status status = reader_open(&reader, fd, path, type, &options, err);
	if (status == STATUS_OK) {
		status = read_rows(s, table, reader, &arena, err);
		reader_close(reader);
	}
	close(fd);
	arena_free(&arena);
	sort_rows(rows);
	return status;
}

/* --- from the store */

static int64_t optional(struct stmt *q, int column)
{
	return stmt_column_null(q, column) ? -1 : stmt_column_int(q, column);
}

static void load_level(struct replenish_supply *s, struct stmt *q)
{
	struct supply_row *row =
		add_row(&s->rows[KIND_LEVEL], &s->loaded, stmt_column_text(q, 0), stmt_column_text(q, 1));

	row->position = (struct replenish_position) { stmt_column_int(q, 2), stmt_column_int(q, 3),
						     stmt_column_int(q, 4), stmt_column_int(q, 5) };
	row->active = stmt_column_int(q, 6) != 0;
}

static void load_rule(struct replenish_supply *s, struct stmt *q)
{
	struct supply_row *row =
		add_row(&s->rows[KIND_RULE], &s->loaded, stmt_column_text(q, 0), stmt_column_text(q, 1));

	row->terms = (struct replenish_terms) { optional(q, 2), optional(q, 3), optional(q, 4),
					       arena_text(&s->loaded, stmt_column_text(q, 5)) };
	row->active = stmt_column_int(q, 6) != 0;
	row->priority = stmt_column_int(q, 7);
}

static void load_product(struct replenish_supply *s, struct stmt *q)
{
	struct supply_row *row = add_row(&s->rows[KIND_PRODUCT], &s->loaded, stmt_column_text(q, 0), NULL);

	row->cost = (struct replenish_cost) { true, !stmt_column_null(q, 1) && !stmt_column_null(q, 2),
					     stmt_column_int(q, 1), arena_text(&s->loaded, stmt_column_text(q, 2)) };
}

enum status replenish_supply_load(struct replenish_supply *s, const char *const *skus, size_t n, struct error *err)
{
	static const struct {
		enum replenish_lookup lookup;
		void (*load)(struct replenish_supply *s, struct stmt *q);
	} LOADS[KINDS] = {
		[KIND_LEVEL] = { REPLENISH_LOOKUP_LEVELS, load_level },
		[KIND_RULE] = { REPLENISH_LOOKUP_RULES, load_rule },
		[KIND_PRODUCT] = { REPLENISH_LOOKUP_PRODUCTS, load_product },
	};
	arena_reset(&s->loaded);
	for (int kind = 0; s->store && kind < KINDS; kind++) {
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
		sort_rows(&s->rows[kind]);
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
	const struct rows *rows = &s->rows[KIND_LEVEL];
	struct replenish_position sum = { 0 };

	for (size_t i = find_sku(rows, sku); i < rows->count && strcmp(rows->items[i].sku, sku) == 0; i++) {
		const struct replenish_position *p = &rows->items[i].position;
		if (!counts(&rows->items[i], location))
			continue;
		sum.on_hand += p->on_hand;
		sum.reserved += p->reserved;
		sum.unavailable += p->unavailable;
		sum.incoming += p->incoming;
	}
	return sum;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

struct replenish_terms replenish_supply_terms(const struct replenish_supply *s, const char *sku, const char *location)
{
	const struct rows *rows = &s->rows[KIND_RULE];
	struct replenish_terms terms = { -1, -1, -1, NULL };

	for (size_t i = find_sku(rows, sku); i < rows->count && strcmp(rows->items[i].sku, sku) == 0; i++) {
		const struct supply_row *row = &rows->items[i];
		/* A rule for the SKU as a whole holds at each of its locations. */
		if (!counts(row, location) && row->location)
			continue;
		terms.lead_time = larger(terms.lead_time, row->terms.lead_time);
		terms.pack = larger(terms.pack, row->terms.pack);
		if (row->terms.safety >= 0)
			terms.safety = larger(terms.safety, 0) + row->terms.safety;
		if (!terms.supplier)
			terms.supplier = row->terms.supplier;
	}
	return terms;
}

struct replenish_cost replenish_supply_cost(const struct replenish_supply *s, const char *sku)
{
	const struct rows *rows = &s->rows[KIND_PRODUCT];
	size_t i = find_sku(rows, sku);

	if (i < rows->count && strcmp(rows->items[i].sku, sku) == 0)
		return rows->items[i].cost;
	return (struct replenish_cost) { .known_sku = s->store == NULL };
}
