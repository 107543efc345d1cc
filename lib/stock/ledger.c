/* The ledger, read. */
#include "stock_impl.h"

static struct stmt *bind_ledger(struct store *s, const struct ledger_filter *f)
{
	enum stock_statement statement = f->limit ? STOCK_LEDGER_LAST : STOCK_LEDGER;

	if (f->sku)
		statement = f->limit ? STOCK_LEDGER_OF_SKU_LAST : STOCK_LEDGER_OF_SKU;
	struct stmt *q = store_stmt(s, &STOCK_SQL[statement]);
	stmt_text(q, 1, f->sku);
	stmt_text(q, 2, f->location);
	stmt_text(q, 3, f->reason);
	stmt_text(q, 4, f->reference);
	stmt_text(q, 5, f->actor);
	stmt_int_or_null(q, 6, f->since, INSTANT_NONE);
	stmt_int_or_null(q, 7, f->until, INSTANT_NONE);
	if (f->limit)
		stmt_int(q, 8, f->limit);
	return q;
}

static void read_movement(struct stmt *q, bool balance, struct movement *m)
{
	record_clear(&movement_type, m);
	m->id = stmt_column_int(q, 0);
	m->at = stmt_column_int(q, 1);
	m->sku = stmt_column_text(q, 2);
	m->from = stmt_column_text(q, 3);
	m->to = stmt_column_text(q, 4);
	m->quantity = stmt_column_int(q, 5);
	m->reason = stmt_column_text(q, 6);
	m->reference = stmt_column_text(q, 7);
	m->actor = stmt_column_text(q, 8);
	m->key = stmt_column_text(q, 9);
	m->balance = stmt_column_int(q, 10);
	record_mark_all(&movement_type, m);
	if (!balance)
		m->record.given &= ~(UINT64_C(1) << MOVEMENT_BALANCE);
}

enum status stock_ledger(struct store *s, const struct ledger_filter *filter, stock_each *each, void *ctx,
			 struct error *err)
{
	bool balance = filter->balance && filter->sku && filter->location;
	struct stmt *q = bind_ledger(s, filter);
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct movement m;
		read_movement(q, balance, &m);
		each(ctx, &m);
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}
