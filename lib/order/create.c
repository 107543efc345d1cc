/* A new order: priced, written, its stock held, all or nothing. */
#include "order_impl.h"

static enum status put_order(const struct change *c, const struct sale *sale, int64_t *inserted, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_PUT]);
	stmt_text(q, 1, sale->id);
	stmt_int(q, 2, sale->status);
	stmt_text(q, 3, sale->customer);
	stmt_text(q, 4, sale->email);
	stmt_text(q, 5, sale->channel);
	stmt_text(q, 6, sale->currency);
	stmt_int(q, 7, sale->placed_at);
	stmt_int_or_null(q, 8, sale->expires_at, INSTANT_NONE);
	stmt_int(q, 9, sale->subtotal);
	stmt_int(q, 10, sale->discount);
	stmt_int(q, 11, sale->shipping);
	stmt_int(q, 12, sale->tax);
	stmt_int(q, 13, sale->total);
	stmt_int(q, 14, sale->paid);
	stmt_int(q, 15, sale->refunded);
	stmt_int(q, 16, sale->stock);
	return stmt_run(q, inserted, err);
}

static enum status put_lines(const struct change *c, const struct sale *sale, struct error *err)
{
	enum status st = STATUS_OK;
	for (size_t i = 0; !st && i < sale->n_lines; i++) {
		const struct sale_line *line = &sale->lines[i];
		struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_LINE_PUT]);
		stmt_text(q, 1, sale->id);
		stmt_int(q, 2, line->line);
		stmt_text(q, 3, line->sku);
		stmt_text(q, 4, line->location);
		stmt_int(q, 5, line->quantity);
		stmt_int(q, 6, line->price);
		stmt_int(q, 7, line->discount);
		stmt_int(q, 8, line->tax);
		stmt_int(q, 9, line->total);
		st = stmt_run(q, NULL, err);
	}
	return st;
}

static enum status hold_stock(const struct change *c, const struct sale *sale, struct error *err)
{
	size_t n = sale->n_lines, n_shorts = 0;
	struct reservation_want *wants = arena_alloc(c->arena, n * sizeof *wants);
	struct reservation_short *shorts = arena_alloc(c->arena, n * sizeof *shorts);
	for (size_t i = 0; i < n; i++)
		wants[i] = (struct reservation_want) { order_owner(c->arena, sale, &sale->lines[i]), sale->lines[i].sku,
						       sale->lines[i].location, sale->lines[i].quantity };
	return stock_reserve(c, wants, n, sale->expires_at, shorts, &n_shorts, err);
}

/* An order without a number gets the next one that nobody took by hand. */
static enum status put_numbered(const struct change *c, struct sale *sale, int64_t *inserted, struct error *err)
{
	enum status st;
	do {
		int64_t number;
		st = store_next(c->store, "order", &number, err);
		if (st)
			return st;
		sale->id = arena_printf(c->arena, "%lld", (long long)(ORDER_NUMBER_FIRST - 1 + number));
		st = put_order(c, sale, inserted, err);
	} while (!st && !*inserted);
	return st;
}

/* The number is there already: the same order asked for again, or another one? */
static enum status answer_again(const struct change *c, const struct order *in, bool price_from_input,
				struct order *out, struct error *err)
{
	struct sale known, wanted;
	struct order_pricing how = { .price_from_input = price_from_input, .known = &known };
	enum status st = order_read(c->store, in->order, &known, c->arena, err);
	if (st)
		return st;
	st = order_price(c, in, &how, &wanted, NULL);
	if (st && st != STATUS_REJECTED)
		return error_set(err, st, "store", "order", "order %.64s could not be compared", in->order);
	if (st || !order_same(&known, &wanted))
		return error_reject(err, "exists", "order", "order %.64s exists, and is another one", in->order);
	if (out)
		order_answer(&known, false, c->arena, out);
	return STATUS_OK;
}

static enum status write_order(const struct change *c, struct sale *sale, struct order *out, struct error *err)
{
	enum status st = put_lines(c, sale, err);
	if (!st)
		st = hold_stock(c, sale, err);
	if (!st)
		st = order_note_new(c, sale, err);
	if (!st && out)
		order_answer(sale, false, c->arena, out);
	return st;
}

enum status order_create(const struct change *c, const struct order *in, const struct order_create_options *options,
			 struct order *out, struct error *err)
{
	struct sale sale;
	struct order_pricing how = { .price_from_input = options->price_from_input, .catalog = true };
	int64_t inserted = 0;
	bool numbered = in->order != NULL && in->order[0];
	enum status st = order_price(c, in, &how, &sale, err);
	if (st == STATUS_REJECTED && numbered) {
		/* It may have been right when it was first asked for. */
		struct error other;
		enum status again = answer_again(c, in, options->price_from_input, out, &other);
		if (again == STATUS_REJECTED || again == STATUS_END)
			return st;
		if (again && err)
			*err = other;
		return again;
	}
	if (st)
		return st;
	sale.status = ORDER_PENDING;
	sale.stock = true;
	sale.expires_at = options->ttl_ms > 0 ? c->now + options->ttl_ms : INSTANT_NONE;
	st = numbered ? put_order(c, &sale, &inserted, err) : put_numbered(c, &sale, &inserted, err);
	if (st)
		return st;
	if (!inserted)
		return answer_again(c, in, options->price_from_input, out, err);
	return write_order(c, &sale, out, err);
}
