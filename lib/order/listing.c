/* Reading orders: one whole, many streamed, and what happened to them. */
#include "order_impl.h"

/* The rows gathered in ${rows} as a list that lives in the arena. */
static struct record_list list_of(struct buffer *rows, size_t size, struct arena *arena)
{
	struct record_list list = { arena_alloc(arena, rows->length + 1), rows->length / size };
	if (rows->length)
		memcpy(list.items, rows->data, rows->length);
	buffer_free(rows);
	return list;
}

static enum status read_payments(struct store *s, const struct sale *sale, struct record_list *out, struct arena *arena,
				 struct error *err)
{
	struct buffer rows = { 0 };
	struct payment row;
	struct stmt *q = store_stmt(s, &ORDER_SQL[ORDER_PAYMENTS]);
	enum status st;
	stmt_text(q, 1, sale->id);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		order_payment_columns(q, &row, arena);
		buffer_add(&rows, &row, sizeof row);
	}
	stmt_reset(q);
	*out = list_of(&rows, sizeof row, arena);
	return st == STATUS_END ? STATUS_OK : st;
}

static enum status read_shipments(struct store *s, const struct sale *sale, struct record_list *out,
				  struct arena *arena, struct error *err)
{
	struct buffer rows = { 0 };
	struct shipment row;
	struct stmt *q = store_stmt(s, &ORDER_SQL[ORDER_SHIPMENTS]);
	enum status st;
	stmt_text(q, 1, sale->id);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		record_clear(&shipment_type, &row);
		row.shipment = arena_text(arena, stmt_column_text(q, 0));
		row.order = arena_text(arena, stmt_column_text(q, 1));
		row.carrier = arena_text(arena, stmt_column_text(q, 2));
		row.number = arena_text(arena, stmt_column_text(q, 3));
		row.status = (int)stmt_column_int(q, 4);
		row.substatus = arena_text(arena, stmt_column_text(q, 5));
		row.shipped_at = stmt_column_int_or(q, 6, INSTANT_NONE);
		row.promised_at = stmt_column_int_or(q, 7, INSTANT_NONE);
		row.delivered_at = stmt_column_int_or(q, 8, INSTANT_NONE);
		record_mark_all(&shipment_type, &row);
		buffer_add(&rows, &row, sizeof row);
	}
	stmt_reset(q);
	*out = list_of(&rows, sizeof row, arena);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status order_get(struct store *s, const char *id, struct order_detail *out, struct arena *arena, struct error *err)
{
	struct sale sale;
	enum status st = order_read(s, id, &sale, arena, err);
	if (st)
		return st == STATUS_END ? order_unknown(id, err) : st;
	record_clear(&order_detail_type, out);
	order_answer(&sale, true, arena, &out->order);
	out->expires_at = sale.expires_at;
	out->paid = money_amount(sale.paid, sale.currency);
	out->refunded = money_amount(sale.refunded, sale.currency);
	out->due = money_amount(order_due(&sale) - order_kept(&sale), sale.currency);
	st = read_payments(s, &sale, &out->payments, arena, err);
	if (!st)
		st = read_shipments(s, &sale, &out->shipments, arena, err);
	record_mark_all(&order_detail_type, out);
	return st;
}

/* Rows of (order, line), the lines of an order together: gathered until the next order begins. */
struct gathering {
	struct arena arena; /* of the order being gathered */
	struct sale sale;
	struct buffer lines;
	bool any;
	order_each *each;
	void *ctx;
};

static void hand_over(struct gathering *g)
{
	struct order order;
	if (!g->any)
		return;
	g->sale.lines = (struct sale_line *)(void *)g->lines.data;
	g->sale.n_lines = g->lines.length / sizeof(struct sale_line);
	order_answer(&g->sale, true, &g->arena, &order);
	g->each(g->ctx, &order);
	arena_reset(&g->arena);
	buffer_clear(&g->lines);
	g->any = false;
}

static void gather(struct gathering *g, struct stmt *q)
{
	struct sale_line line;
	if (g->any && !text_same(g->sale.id, stmt_column_text(q, 0)))
		hand_over(g);
	if (!g->any)
		order_columns(q, 0, &g->sale, &g->arena);
	g->any = true;
	order_line_columns(q, ORDER_COLUMN_COUNT, &line, &g->arena);
	buffer_add(&g->lines, &line, sizeof line);
}

static void bind_filter(struct stmt *q, const struct order_filter *filter)
{
	const char *texts[] = { filter->customer, filter->channel, filter->sku };
	int parameter = 2;
	stmt_int(q, 1, filter->since); /* INSTANT_NONE is before all */
	stmt_int(q, 2, filter->until == INSTANT_NONE ? INT64_MAX : filter->until);
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		if (texts[i])
			stmt_text(q, ++parameter, texts[i]);
	if (filter->limit > 0)
		stmt_int(q, ++parameter, filter->limit);
}

enum status order_list(struct store *s, const struct order_filter *filter, order_each *each, void *ctx,
		       struct error *err)
{
	struct gathering g = { .each = each, .ctx = ctx };
	struct buffer sql = { 0 };
	enum status st;
	order_list_sql(filter, &sql);
	struct stmt *q = store_query(s, sql.data, true);
	bind_filter(q, filter);
	while ((st = stmt_step(q, err)) == STATUS_OK)
		gather(&g, q);
	stmt_reset(q);
	if (st == STATUS_END) {
		hand_over(&g);
		st = STATUS_OK;
	}
	arena_free(&g.arena);
	buffer_free(&g.lines);
	buffer_free(&sql);
	return st;
}

static const char *status_column(struct stmt *q, int column)
{
	int64_t status = stmt_column_int(q, column);
	if (stmt_column_null(q, column) || status < ORDER_PENDING || status > ORDER_EXPIRED)
		return NULL;
	return ORDER_STATUS_WORDS[status].word;
}

enum status order_history(struct store *s, const char *id, order_each *each, void *ctx, struct error *err)
{
	struct order_happening row;
	struct stmt *q = store_stmt(s, &ORDER_SQL[ORDER_HISTORY]);
	enum status st;
	bool any = false;
	stmt_text(q, 1, id);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		record_clear(&order_happening_type, &row);
		row.order = id;
		row.at = stmt_column_int(q, 0);
		row.event = stmt_column_text(q, 1);
		row.from = status_column(q, 2);
		row.to = status_column(q, 3);
		row.reason = stmt_column_text(q, 4);
		row.reference = stmt_column_text(q, 5);
		row.actor = stmt_column_text(q, 6);
		record_mark_all(&order_happening_type, &row);
		each(ctx, &row);
		any = true;
	}
	stmt_reset(q);
	if (st == STATUS_END)
		return any ? STATUS_OK : order_unknown(id, err); /* every order has at least its creation */
	return st;
}
