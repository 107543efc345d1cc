/* Orders in the store: read, locked, moved along the table, told to others. */
#include "order_impl.h"

#include <stdlib.h>

void order_columns(struct stmt *q, int at, struct sale *sale, struct arena *arena)
{
	*sale = (struct sale) { 0 };
	sale->id = arena_text(arena, stmt_column_text(q, at));
	sale->status = (int)stmt_column_int(q, at + 1);
	sale->customer = arena_text(arena, stmt_column_text(q, at + 2));
	sale->email = arena_text(arena, stmt_column_text(q, at + 3));
	sale->channel = arena_text(arena, stmt_column_text(q, at + 4));
	sale->currency = arena_text(arena, stmt_column_text(q, at + 5));
	sale->placed_at = stmt_column_int(q, at + 6);
	sale->expires_at = stmt_column_int_or(q, at + 7, INSTANT_NONE);
	sale->subtotal = stmt_column_int(q, at + 8);
	sale->discount = stmt_column_int(q, at + 9);
	sale->shipping = stmt_column_int(q, at + 10);
	sale->tax = stmt_column_int(q, at + 11);
	sale->total = stmt_column_int(q, at + 12);
	sale->shipping_tax = stmt_column_int(q, at + 13);
	sale->paid = stmt_column_int(q, at + 14);
	sale->refunded = stmt_column_int(q, at + 15);
	sale->stock = stmt_column_int(q, at + 16) != 0;
	sale->authorized = stmt_column_int(q, at + 17);
	sale->payment_failure = (int)stmt_column_int(q, at + 18);
}

void order_line_columns(struct stmt *q, int at, struct sale_line *line, struct arena *arena)
{
	line->line = stmt_column_int(q, at);
	line->sku = arena_text(arena, stmt_column_text(q, at + 1));
	line->location = arena_text(arena, stmt_column_text(q, at + 2));
	line->quantity = stmt_column_int(q, at + 3);
	line->price = stmt_column_int(q, at + 4);
	line->discount = stmt_column_int(q, at + 5);
	line->tax = stmt_column_int(q, at + 6);
	line->total = stmt_column_int(q, at + 7);
	line->cancelled = stmt_column_int(q, at + 8);
	line->shipped = stmt_column_int(q, at + 9);
	line->delivered = stmt_column_int(q, at + 10);
	line->returned = stmt_column_int(q, at + 11);
	line->affected = 0;
}

enum status order_unknown(const char *id, struct error *err)
{
	return error_reject(err, "unknown_order", "order", "no order \"%.64s\"", id);
}

static enum status read_lines(struct store *s, struct sale *sale, struct arena *arena, struct error *err)
{
	struct buffer rows = { 0 };
	struct sale_line line;
	struct stmt *q = store_stmt(s, &ORDER_SQL[ORDER_READ_LINES]);
	enum status st;
	stmt_text(q, 1, sale->id);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		order_line_columns(q, 0, &line, arena);
		buffer_add(&rows, &line, sizeof line);
		sale->n_lines++;
	}
	stmt_reset(q);
	if (st == STATUS_END) {
		sale->lines = arena_alloc(arena, rows.length + 1);
		if (rows.length)
			memcpy(sale->lines, rows.data, rows.length);
		st = STATUS_OK;
	}
	buffer_free(&rows);
	return st;
}

static enum status read_order(struct store *s, enum order_statement how, const char *id, struct sale *sale,
			      struct arena *arena, struct error *err)
{
	struct stmt *q = store_stmt(s, &ORDER_SQL[how]);
	stmt_text(q, 1, id);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		order_columns(q, 0, sale, arena);
	stmt_reset(q);
	return st ? st : read_lines(s, sale, arena, err);
}

enum status order_read(struct store *s, const char *id, struct sale *sale, struct arena *arena, struct error *err)
{
	return read_order(s, ORDER_READ, id, sale, arena, err);
}

enum status order_lock(const struct change *c, const char *id, struct sale *sale, struct error *err)
{
	enum status st = read_order(c->store, ORDER_LOCK, id, sale, c->arena, err);
	return st == STATUS_END ? order_unknown(id, err) : st;
}

static void answer_line(const struct sale_line *line, const char *currency, bool counters, struct order_line *out)
{
	record_clear(&order_line_type, out);
	out->line = line->line;
	out->sku = line->sku;
	out->location = line->location;
	out->quantity = line->quantity;
	out->price = money_amount(line->price, currency);
	out->discount = money_amount(line->discount, currency);
	out->tax = money_amount(line->tax, currency);
	out->total = money_amount(line->total, currency);
	out->cancelled = line->cancelled;
	out->shipped = line->shipped;
	out->delivered = line->delivered;
	out->returned = line->returned;
	record_mark_all(&order_line_type, out);
	if (!counters)
		out->record.given &= (UINT64_C(1) << ORDER_LINE_CANCELLED) - 1;
}

void order_answer(const struct sale *sale, bool counters, struct arena *arena, struct order *out)
{
	struct sale_units units = order_units(sale);
	struct order_line *lines = arena_alloc(arena, sale->n_lines * sizeof *lines + 1);
	record_clear(&order_type, out);
	for (size_t i = 0; i < sale->n_lines; i++)
		answer_line(&sale->lines[i], sale->currency, counters, &lines[i]);
	out->order = sale->id;
	out->status = sale->status;
	out->payment_status = (int)order_payment_status(sale);
	out->fulfilment_status = (int)order_fulfilment_status(&units);
	out->return_status = (int)order_return_status(&units);
	out->customer = sale->customer;
	out->email = sale->email;
	out->channel = sale->channel;
	out->currency = sale->currency;
	out->placed_at = sale->placed_at;
	out->subtotal = money_amount(sale->subtotal, sale->currency);
	out->discount = money_amount(sale->discount, sale->currency);
	out->shipping = money_amount(sale->shipping, sale->currency);
	out->tax = money_amount(sale->tax, sale->currency);
	out->total = money_amount(sale->total, sale->currency);
	out->lines = (struct record_list) { lines, sale->n_lines };
	record_mark_all(&order_type, out);
}

/* What programs that listen for the order's messages need to know without asking back. */
static const char *payload(const struct change *c, const struct sale *sale, const struct order_step *step)
{
	struct buffer out = { 0 };
	char at[INSTANT_TEXT_SIZE], total[AMOUNT_TEXT_SIZE];
	buffer_text(&out, "{\"order\":");
	buffer_json_text(&out, sale->id);
	buffer_printf(
		&out, ",\"event\":\"%s\",\"status\":\"%s\",\"at\":\"%s\",\"total\":%s,\"currency\":\"%s\",\"email\":",
		ORDER_EVENT_WORDS[step->event].word, ORDER_STATUS_WORDS[step->to].word, instant_print(at, step->at),
		amount_print(total, money_amount(sale->total, sale->currency)), sale->currency);
	buffer_json_text(&out, sale->email);
	buffer_text(&out, ",\"customer\":");
	buffer_json_text(&out, sale->customer);
	buffer_text(&out, step->extra ? step->extra : "");
	buffer_char(&out, '}');
	char *text = arena_copy(c->arena, out.data, out.length);
	buffer_free(&out);
	return text;
}

static enum status put_event(const struct change *c, const struct sale *sale, const struct order_step *step, int from,
			     struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_EVENT_PUT]);
	stmt_text(q, 1, sale->id);
	stmt_int(q, 2, step->at);
	stmt_text(q, 3, ORDER_EVENT_WORDS[step->event].word);
	stmt_int_or_null(q, 4, from, ORDER_NEW);
	stmt_int(q, 5, (int64_t)step->to);
	stmt_text(q, 6, step->reason);
	stmt_text(q, 7, step->reference);
	stmt_text(q, 8, c->actor);
	return stmt_run(q, NULL, err);
}

static enum status tell(const struct change *c, const struct sale *sale, const struct order_step *step,
			struct error *err)
{
	if (!step->topic)
		return STATUS_OK;
	const char *dedupe = arena_printf(c->arena, "%s:%s%s%s", step->topic, sale->id, step->part ? ":" : "",
					  step->part ? step->part : "");
	return journal_outbox(c, "event", sale->email ? sale->email : "", step->topic, dedupe, sale->id,
			      payload(c, sale, step), err);
}

enum status order_note_new(const struct change *c, const struct sale *sale, struct error *err)
{
	struct order_step step = {
		.event = ORDER_EVENT_CREATE, .to = ORDER_PENDING, .at = sale->placed_at, .topic = "order.created"
	};
	char total[AMOUNT_TEXT_SIZE];
	const char *after =
		arena_printf(c->arena, "{\"status\":\"pending\",\"total\":%s,\"currency\":\"%s\"}",
			     amount_print(total, money_amount(sale->total, sale->currency)), sale->currency);
	enum status st = put_event(c, sale, &step, ORDER_NEW, err);
	if (!st)
		st = journal_audit(c, "order", sale->id, NULL, after, err);
	if (!st)
		st = tell(c, sale, &step, err);
	return st;
}

static enum status put_status(const struct change *c, const struct sale *sale, enum order_status to, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_MOVE]);
	int64_t changed = 0;
	stmt_text(q, 1, sale->id);
	stmt_int(q, 2, sale->status);
	stmt_int(q, 3, (int64_t)to);
	stmt_int_or_null(q, 4, sale->expires_at, INSTANT_NONE);
	enum status st = stmt_run(q, &changed, err);
	if (!st && !changed)
		return error_set(err, STATUS_BUG, "lost_order", "order", "order %.64s changed under its lock",
				 sale->id);
	return st;
}

enum status order_move(const struct change *c, struct sale *sale, const struct order_step *step, struct error *err)
{
	int from = sale->status;
	if (!order_transition_find(from, step->event, step->to))
		return order_refuse(sale, step->event, err);
	const char *before = arena_printf(c->arena, "{\"status\":\"%s\"}", ORDER_STATUS_WORDS[from].word);
	const char *after =
		arena_printf(c->arena, "{\"status\":\"%s\",\"event\":\"%s\"%s}", ORDER_STATUS_WORDS[step->to].word,
			     ORDER_EVENT_WORDS[step->event].word, step->extra ? step->extra : "");
	enum status st = put_status(c, sale, step->to, err);
	if (!st)
		st = put_event(c, sale, step, from, err);
	if (!st)
		st = journal_audit(c, "order", sale->id, before, after, err);
	if (!st)
		st = tell(c, sale, step, err);
	if (!st)
		sale->status = (int)step->to;
	return st;
}

enum status order_put_counters(const struct change *c, const struct sale *sale, const struct sale_line *line,
			       struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_LINE_COUNTERS]);
	stmt_text(q, 1, sale->id);
	stmt_int(q, 2, line->line);
	stmt_int(q, 3, line->cancelled);
	stmt_int(q, 4, line->shipped);
	stmt_int(q, 5, line->delivered);
	stmt_int(q, 6, line->returned);
	return stmt_run(q, NULL, err);
}

const char *order_owner(struct arena *arena, const struct sale *sale, const struct sale_line *line)
{
	return arena_printf(arena, "order:%s:%lld", sale->id, (long long)line->line);
}

static int compare_skus(const void *a, const void *b)
{
	const struct sale_line *const *x = a, *const *y = b;
	int order = strcmp((*x)->sku, (*y)->sku);
	if (order)
		return order;
	return (*x)->line < (*y)->line ? -1 : (*x)->line > (*y)->line;
}

struct sale_line **order_by_sku(const struct sale *sale, struct arena *arena)
{
	struct sale_line **sorted = arena_alloc(arena, sale->n_lines * sizeof *sorted + 1);
	for (size_t i = 0; i < sale->n_lines; i++)
		sorted[i] = &sale->lines[i];
	if (sale->n_lines > 1)
		qsort(sorted, sale->n_lines, sizeof *sorted, compare_skus);
	return sorted;
}
