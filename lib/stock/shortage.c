/* Days without stock, from the ledger. */
#include "stock_impl.h"

/* One SKU, in one location or all, as its movements pass by. */
struct shelf {
	struct arena arena; /* its texts */
	const char *sku, *location;
	int64_t units, empty_since; /* the first whole day without; INSTANT_NONE: there is stock */
};

static void tell(const struct shelf *shelf, int64_t until, stock_each_shortage *each, void *ctx)
{
	struct stock_shortage shortage = { shelf->sku, shelf->location, shelf->empty_since, until };

	if (shelf->empty_since != INSTANT_NONE && (until == INSTANT_NONE || until >= shelf->empty_since))
		each(ctx, &shortage);
}

static void change_shelf(struct shelf *shelf, const char *sku, const char *location)
{
	arena_reset(&shelf->arena);
	shelf->sku = arena_text(&shelf->arena, sku);
	shelf->location = arena_text(&shelf->arena, location);
	shelf->units = 0;
	shelf->empty_since = INSTANT_NONE;
}

enum status stock_shortages(struct store *s, bool by_location, const struct zone *zone, stock_each_shortage *each, void *ctx,
			    struct error *err)
{
	struct stmt *q = store_stmt(s, &STOCK_SQL[by_location ? STOCK_SHELF_CHANGES_BY_LOCATION : STOCK_SHELF_CHANGES]);
	struct shelf shelf = { .empty_since = INSTANT_NONE };
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK) {
		const char *sku = stmt_column_text(q, 0), *location = stmt_column_text(q, 1);
		int64_t day = instant_day(stmt_column_int(q, 2), zone);
		if (!shelf.sku || !text_same(shelf.sku, sku) || !text_same(shelf.location, location)) {
			tell(&shelf, INSTANT_NONE, each, ctx);
			change_shelf(&shelf, sku, location);
		}
		shelf.units += stmt_column_int(q, 3);
		if (shelf.units > 0) {
			tell(&shelf, day - 1, each, ctx);
			shelf.empty_since = INSTANT_NONE;
		} else if (shelf.empty_since == INSTANT_NONE) {
			shelf.empty_since = day + 1; /* on this one some were sold */
		}
	}
	stmt_reset(q);
	if (st == STATUS_END)
		tell(&shelf, INSTANT_NONE, each, ctx);
	arena_free(&shelf.arena);
	return st == STATUS_END ? STATUS_OK : st;
}
