/* Payments: what was captured makes an order paid, once. */
#include "order_impl.h"

void order_payment_columns(struct stmt *q, struct payment *out, struct arena *arena)
{
	record_clear(&payment_type, out);
	out->order = arena_text(arena, stmt_column_text(q, 0));
	out->currency = arena_text(arena, stmt_column_text(q, 2));
	out->amount = money_amount(stmt_column_int(q, 1), out->currency);
	out->provider = arena_text(arena, stmt_column_text(q, 3));
	out->reference = arena_text(arena, stmt_column_text(q, 4));
	out->status = (int)stmt_column_int(q, 5);
	out->at = stmt_column_int(q, 6);
	record_mark_all(&payment_type, out);
}

static enum status count_payments(const struct change *c, const struct sale *sale, int64_t *count, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_PAYMENT_COUNT]);
	stmt_text(q, 1, sale->id);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		*count = stmt_column_int(q, 0);
	stmt_reset(q);
	return st;
}

/* What a payment without an amount is about. */
static int64_t default_amount(const struct sale *sale, int status)
{
	int64_t open = order_due(sale) - order_kept(sale);
	if (status == PAYMENT_REFUNDED)
		return order_refund_due(sale);
	if (status == PAYMENT_VOIDED && sale->authorized > 0)
		return sale->authorized;
	return open > 0 ? open : 0;
}

/* The payment as it will be written, what the input left out filled in. */
static enum status complete_payment(const struct change *c, const struct sale *sale, const struct payment *in,
				    struct payment_row *row, struct error *err)
{
	int64_t count = 0;
	enum status st = STATUS_OK;
	*row = (struct payment_row) { .sale = sale->id,
				      .currency = sale->currency,
				      .provider = "manual",
				      .at = c->now,
				      .status = PAYMENT_CAPTURED };
	if (record_has(in, PAYMENT_CURRENCY) && !text_same(in->currency, sale->currency))
		return error_reject(err, "currency_mismatch", "currency", "is %.16s, but order %.64s is in %s",
				    in->currency, sale->id, sale->currency);
	if (record_has(in, PAYMENT_STATUS))
		row->status = in->status;
	if (record_has(in, PAYMENT_PROVIDER))
		row->provider = in->provider;
	if (record_has(in, PAYMENT_AT))
		row->at = in->at;
	if (record_has(in, PAYMENT_REFERENCE))
		row->reference = in->reference;
	else if ((st = count_payments(c, sale, &count, err)) == STATUS_OK)
		row->reference = arena_printf(c->arena, "manual:%s:%lld", sale->id, (long long)count + 1);
	if (st)
		return st;
	if (!record_has(in, PAYMENT_AMOUNT)) {
		row->amount = default_amount(sale, row->status);
		return STATUS_OK;
	}
	st = money_from_amount(in->amount, sale->currency, &row->amount, err);
	if (!st && row->amount <= 0)
		return error_reject(err, "bad_value", "amount", "more than zero was expected");
	return st;
}

/* Was this very payment recorded before? STATUS_END: no. */
static enum status find_payment(const struct change *c, const struct payment_row *row, bool amount_given,
				struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_PAYMENT_FIND]);
	bool same = false;
	stmt_text(q, 1, row->provider);
	stmt_text(q, 2, row->reference);
	stmt_int(q, 3, row->status);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		same = text_same(stmt_column_text(q, 0), row->sale) &&
		       (!amount_given || stmt_column_int(q, 1) == row->amount);
	stmt_reset(q);
	if (st == STATUS_OK && !same)
		return error_reject(err, "exists", "reference",
				    "%.64s %.128s is already %s, for another order or amount", row->provider,
				    row->reference, PAYMENT_STATUS_WORDS[row->status].word);
	return st;
}

static enum status put_payment(const struct change *c, const struct payment_row *row, int64_t *inserted,
			       struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_PAYMENT_PUT]);
	stmt_text(q, 1, row->sale);
	stmt_int(q, 2, row->amount);
	stmt_text(q, 3, row->currency);
	stmt_text(q, 4, row->provider);
	stmt_text(q, 5, row->reference);
	stmt_int(q, 6, row->status);
	stmt_int(q, 7, row->at);
	return stmt_run(q, inserted, err);
}

static enum status audit_payment(const struct change *c, const struct payment_row *row, struct error *err)
{
	struct buffer after = { 0 };
	char amount[AMOUNT_TEXT_SIZE];
	buffer_printf(&after, "{\"payment\":\"%s\",\"amount\":%s,\"currency\":\"%s\",\"provider\":",
		      PAYMENT_STATUS_WORDS[row->status].word,
		      amount_print(amount, money_amount(row->amount, row->currency)), row->currency);
	buffer_json_text(&after, row->provider);
	buffer_text(&after, ",\"reference\":");
	buffer_json_text(&after, row->reference);
	buffer_char(&after, '}');
	enum status st = journal_audit(c, "order", row->sale, NULL, after.data, err);
	buffer_free(&after);
	return st;
}

/* Would the order's sums still be amounts? A provider's file with a wrong column repeats itself. */
static bool countable(const struct sale *sale, const struct payment_row *row)
{
	if (row->status == PAYMENT_CAPTURED)
		return row->amount <= AMOUNT_MAX - sale->paid;
	if (row->status == PAYMENT_AUTHORIZED)
		return row->amount <= AMOUNT_MAX - sale->authorized;
	if (row->status == PAYMENT_VOIDED)
		return row->amount <= AMOUNT_MAX + sale->authorized;
	return true; /* a refund is at most what was captured; a failure counts nothing */
}

/* May this payment be recorded now? */
static enum status allow_payment(const struct sale *sale, const struct payment_row *row, struct error *err)
{
	char there[AMOUNT_TEXT_SIZE];
	bool dead = sale->status == ORDER_CANCELLED || sale->status == ORDER_EXPIRED;
	if (dead && (row->status == PAYMENT_CAPTURED || row->status == PAYMENT_AUTHORIZED))
		return order_refuse(sale, ORDER_EVENT_PAY, err);
	if (row->status == PAYMENT_REFUNDED && row->amount > order_kept(sale))
		return error_reject(err, "too_much", "amount",
				    "a refund of more than the %s that order %.64s still has",
				    amount_print(there, money_amount(order_kept(sale), sale->currency)), sale->id);
	if (!row->amount)
		return error_reject(err, "nothing_due", "amount", "order %.64s is %s, and nothing is due", sale->id,
				    ORDER_STATUS_WORDS[sale->status].word);
	if (!countable(sale, row))
		return error_reject(err, "too_large", "amount",
				    "with it the payments of order %.64s are more than can be counted", sale->id);
	return STATUS_OK;
}

static void count_payment(struct sale *sale, const struct payment_row *row)
{
	switch ((enum payment_state)row->status) {
	case PAYMENT_CAPTURED:
		sale->paid += row->amount;
		break;
	case PAYMENT_REFUNDED:
		sale->refunded += row->amount;
		break;
	case PAYMENT_AUTHORIZED:
		sale->authorized += row->amount;
		break;
	case PAYMENT_VOIDED:
		sale->authorized -= row->amount;
		sale->payment_failure = PAYMENT_VOIDED;
		break;
	case PAYMENT_FAILED:
		if (!sale->payment_failure)
			sale->payment_failure = PAYMENT_FAILED;
		break;
	}
}

static enum status put_sums(const struct change *c, const struct sale *sale, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_MONEY]);
	stmt_text(q, 1, sale->id);
	stmt_int(q, 2, sale->paid);
	stmt_int(q, 3, sale->refunded);
	return stmt_run(q, NULL, err);
}

enum status order_settle(const struct change *c, struct sale *sale, int64_t at, const char *reference,
			 struct error *err)
{
	struct order_step step = {
		.event = ORDER_EVENT_PAY, .to = ORDER_PAID, .at = at, .reference = reference, .topic = "order.paid"
	};
	if (sale->status != ORDER_PENDING || order_kept(sale) < order_due(sale))
		return STATUS_OK;
	sale->expires_at = INSTANT_NONE;
	enum status st = order_move(c, sale, &step, err);
	if (!st && sale->stock)
		st = stock_allocate(c, arena_printf(c->arena, "order:%s:*", sale->id), err);
	return st;
}

static enum status record_payment(const struct change *c, struct sale *sale, const struct payment_row *row,
				  struct error *err)
{
	int64_t inserted = 0;
	enum status st = put_payment(c, row, &inserted, err);
	if (!st && !inserted)
		return error_reject(err, "exists", "reference", "%.64s %.128s is another payment's", row->provider,
				    row->reference);
	count_payment(sale, row);
	if (!st && (row->status == PAYMENT_CAPTURED || row->status == PAYMENT_REFUNDED))
		st = put_sums(c, sale, err);
	if (!st)
		st = audit_payment(c, row, err);
	if (!st && row->status == PAYMENT_CAPTURED)
		st = order_settle(c, sale, row->at, row->reference, err);
	return st;
}

enum status order_pay(const struct change *c, const struct payment *in, struct order *out, struct error *err)
{
	struct sale sale;
	struct payment_row row;
	enum status st = order_lock(c, in->order, &sale, err);
	if (!st)
		st = complete_payment(c, &sale, in, &row, err);
	if (st)
		return st;
	st = record_has(in, PAYMENT_REFERENCE) ? find_payment(c, &row, record_has(in, PAYMENT_AMOUNT), err)
					       : STATUS_END;
	if (st == STATUS_END) {
		bool gift = !row.amount && row.status == PAYMENT_CAPTURED && sale.status == ORDER_PENDING &&
			    !order_due(&sale);
		st = gift ? STATUS_OK : allow_payment(&sale, &row, err);
		if (!st)
			st = gift ? order_settle(c, &sale, row.at, NULL, err) : record_payment(c, &sale, &row, err);
	}
	if (!st && out)
		order_answer(&sale, true, c->arena, out);
	return st;
}
