/* How orders end: cancelled, expired, completed. */
#include "order_impl.h"

static int64_t line_left(const struct sale_line *line)
{
	return line->quantity - line->cancelled;
}

/* The affected units go, and what they hold of the stock is given back: once, because only what is open can be. */
static enum status release_affected(const struct change *c, struct sale *sale, enum reservation_state state,
				    bool cancel, struct error *err)
{
	struct sale_line **lines = order_by_sku(sale, c->arena);
	enum status st = STATUS_OK;
	for (size_t i = 0; !st && i < sale->n_lines; i++) {
		struct sale_line *line = lines[i];
		int64_t released;
		if (!line->affected)
			continue;
		if (cancel) {
			line->cancelled += line->affected;
			st = order_put_counters(c, sale, line, err);
		}
		if (!st && sale->stock)
			st = stock_release(c, order_owner(c->arena, sale, line), line->affected, state, &released, err);
	}
	return st;
}

/* What the customer gets back, for the message and for people; NULL: nothing. */
static void note_refund(const struct change *c, const struct sale *sale, enum order_status to, struct order_step *step)
{
	struct sale after = *sale;
	char text[AMOUNT_TEXT_SIZE];
	after.status = (int)to;
	int64_t due = order_refund_due(&after);
	if (!due)
		return;
	amount_print(text, money_amount(due, sale->currency));
	step->reference = arena_printf(c->arena, "refund due: %s %s", text, sale->currency);
	step->extra = arena_printf(c->arena, ",\"refund_due\":%s", text);
}

enum status order_cancel(const struct change *c, const struct order_request *in, struct order *out, struct error *err)
{
	struct sale sale;
	enum status st = order_lock(c, in->order, &sale, err);
	if (st)
		return st;
	if (!order_may(sale.status, ORDER_EVENT_CANCEL))
		return order_refuse(&sale, ORDER_EVENT_CANCEL, err);
	st = order_parts(&sale, &in->parts, line_left, err);
	if (!st)
		st = release_affected(c, &sale, RESERVATION_RELEASED, true, err);
	if (st)
		return st;
	struct sale_units units = order_units(&sale);
	struct order_step step = { .event = ORDER_EVENT_CANCEL,
				   .at = c->now,
				   .reason = in->reason,
				   .to = units.ordered ? (enum order_status)sale.status : ORDER_CANCELLED,
				   .topic = "order.cancelled" };
	if (units.ordered) /* each part is a message of its own */
		step.part = arena_printf(c->arena, "%lld", (long long)units.cancelled);
	else
		sale.expires_at = INSTANT_NONE;
	note_refund(c, &sale, step.to, &step);
	st = order_move(c, &sale, &step, err);
	if (!st && order_kept(&sale) > 0) /* what was captured may be enough for what is left */
		st = order_settle(c, &sale, c->now, NULL, err);
	if (!st && out)
		order_answer(&sale, true, c->arena, out);
	return st;
}

enum status order_complete(const struct change *c, const struct order_request *in, struct order *out, struct error *err)
{
	struct sale sale;
	struct order_step step = { .event = ORDER_EVENT_COMPLETE,
				   .to = ORDER_COMPLETED,
				   .at = record_has(in, ORDER_COMPLETE_AT) ? in->at : c->now,
				   .topic = "order.completed" };
	enum status st = order_lock(c, in->order, &sale, err);
	if (!st)
		st = order_move(c, &sale, &step, err);
	if (!st && out)
		order_answer(&sale, true, c->arena, out);
	return st;
}

static enum status expire_one(const struct change *c, const char *id, order_each *each, void *ctx, struct error *err)
{
	struct sale sale;
	struct order answer;
	struct order_step step = {
		.event = ORDER_EVENT_EXPIRE, .to = ORDER_EXPIRED, .at = c->now, .topic = "order.expired"
	};
	enum status st = order_lock(c, id, &sale, err);
	if (st || !order_may(sale.status, ORDER_EVENT_EXPIRE)) /* paid meanwhile */
		return st;
	for (size_t i = 0; i < sale.n_lines; i++)
		sale.lines[i].affected = line_left(&sale.lines[i]);
	st = release_affected(c, &sale, RESERVATION_EXPIRED, false, err);
	sale.expires_at = INSTANT_NONE;
	note_refund(c, &sale, step.to, &step);
	if (!st)
		st = order_move(c, &sale, &step, err);
	if (!st && each) {
		order_answer(&sale, true, c->arena, &answer);
		each(ctx, &answer);
	}
	return st;
}

enum status order_expire(const struct change *c, int64_t limit, int64_t placed_before, order_each *each, void *ctx,
			 bool *more, struct error *err)
{
	struct buffer ids = { 0 };
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_EXPIRABLE]);
	enum status st;
	stmt_int(q, 1, c->now);
	stmt_int(q, 2, placed_before);
	stmt_int(q, 3, limit);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		const char *id = arena_text(c->arena, stmt_column_text(q, 0));
		buffer_add(&ids, &id, sizeof id);
	}
	stmt_reset(q);
	size_t n = ids.length / sizeof(const char *);
	*more = (int64_t)n == limit;
	st = st == STATUS_END ? STATUS_OK : st;
	for (size_t i = 0; !st && i < n; i++)
		st = expire_one(c, ((const char **)(void *)ids.data)[i], each, ctx, err);
	buffer_free(&ids);
	return st;
}
