/* Levels, rules, drafts and suppliers from files. */
#include "supply.h"

#include <ecom/format.h>

static void take_level(struct replenish_supply *s, const void *record)
{
	const struct level *in = record;
	struct supply_row *row = replenish_supply_row(&s->rows[KIND_LEVEL], &s->given, in->sku, in->location);

	row->position = (struct replenish_position) { in->on_hand, in->reserved, in->unavailable, in->incoming, 0 };
}

static void take_rule(struct replenish_supply *s, const void *record)
{
	const struct stock_rule *in = record;
	struct supply_row *row = replenish_supply_row(&s->rows[KIND_RULE], &s->given, in->sku, in->location);

	row->terms = (struct replenish_terms) {
		.lead_time = record_has(in, RULE_LEAD_TIME_DAYS) ? in->lead_time_days : -1,
		.pack = record_has(in, RULE_PACK) ? in->pack : -1,
		.safety = record_has(in, RULE_SAFETY) ? in->safety : -1,
		.review = record_has(in, RULE_REVIEW_DAYS) ? in->review_days : -1,
		.minimum = record_has(in, RULE_MINIMUM_ORDER) ? in->minimum_order : -1,
		.maximum = record_has(in, RULE_MAXIMUM_STOCK) ? in->maximum_stock : -1,
		.shelf_life = record_has(in, RULE_SHELF_LIFE_DAYS) ? in->shelf_life_days : -1,
		.lead_time_sd = in->lead_time_sd,
		.supplier = arena_text(&s->given, in->supplier),
		.breaks = arena_text(&s->given, in->price_breaks),
	};
}

static void take_draft(struct replenish_supply *s, const void *record)
{
	const struct replenish_draft *in = record;

	replenish_supply_row(&s->rows[KIND_DRAFT], &s->given, in->sku, in->location)->position.drafts = in->quantity;
}

static void take_supplier(struct replenish_supply *s, const void *record)
{
	const struct replenish_supplier *in = record;
	struct supply_row *row = replenish_supply_row(&s->rows[KIND_SUPPLIER], &s->given, in->supplier, NULL);

	row->supplier = *in;
	row->supplier.supplier = row->sku;
}

static const struct table {
	enum supply_kind kind;
	const struct record_type *type;
	void (*take)(struct replenish_supply *s, const void *record);
} TABLES[] = {
	[REPLENISH_TABLE_LEVELS] = { KIND_LEVEL, &level_type, take_level },
	[REPLENISH_TABLE_RULES] = { KIND_RULE, &rule_type, take_rule },
	[REPLENISH_TABLE_DRAFTS] = { KIND_DRAFT, &replenish_draft_type, take_draft },
	[REPLENISH_TABLE_SUPPLIERS] = { KIND_SUPPLIER, &replenish_supplier_type, take_supplier },
};

struct taking {
	struct replenish_supply *supply;
	const struct table *table;
};

static enum status take_row(void *ctx, void *record, struct error *err)
{
	const struct taking *t = ctx;

	(void)err;
	t->table->take(t->supply, record);
	return STATUS_OK;
}

enum status replenish_supply_read(struct replenish_supply *s, enum replenish_table which, const char *path,
				 struct error *err)
{
	/* What other programs print beside the fields is passed over. */
	static const struct record_type *const PASS[] = { &low_type, &rule_type, &level_type, &proposal_type, NULL };
	const struct table *table = &TABLES[which];
	struct reader_options options = { .pass = PASS };
	struct taking taking = { s, table };

	s->rows[table->kind].given = true;
	enum status status = reader_file(path, table->type, &options, take_row, &taking, err);
	replenish_supply_sort(&s->rows[table->kind]);
	return status;
}
