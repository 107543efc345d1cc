/* The rows of imported orders, many in one statement; table by table, because rows refer to those of the table before.
 */
#include "past_impl.h"

static enum status write_sale(const struct change *c, const struct past *p, struct bulk *b, struct error *err)
{
	const struct sale *sale = &p->sale;
	(void)c;
	bulk_text(b, sale->id);
	bulk_int(b, sale->status);
	bulk_text(b, sale->customer);
	bulk_text(b, sale->email);
	bulk_text(b, sale->channel);
	bulk_text(b, sale->currency);
	bulk_int(b, sale->placed_at);
	bulk_null(b); /* an order of the past does not expire by itself */
	bulk_int(b, sale->subtotal);
	bulk_int(b, sale->discount);
	bulk_int(b, sale->shipping);
	bulk_int(b, sale->tax);
	bulk_int(b, sale->total);
	bulk_int(b, sale->paid);
	bulk_int(b, 0);
	bulk_int(b, sale->stock);
	return bulk_row(b, err);
}

static enum status write_lines(const struct change *c, const struct past *p, struct bulk *b, struct error *err)
{
	enum status st = STATUS_OK;
	(void)c;
	for (size_t i = 0; !st && i < p->sale.n_lines; i++) {
		const struct sale_line *line = &p->sale.lines[i];
		bulk_text(b, p->sale.id);
		bulk_int(b, line->line);
		bulk_text(b, line->sku);
		bulk_text(b, line->location);
		bulk_int(b, line->quantity);
		bulk_int(b, line->price);
		bulk_int(b, line->discount);
		bulk_int(b, line->tax);
		bulk_int(b, line->total);
		bulk_int(b, line->cancelled);
		bulk_int(b, line->shipped);
		bulk_int(b, line->delivered);
		bulk_int(b, line->returned);
		st = bulk_row(b, err);
	}
	return st;
}

static enum status write_events(const struct change *c, const struct past *p, struct bulk *b, struct error *err)
{
	enum status st = STATUS_OK;
	for (size_t i = 0; !st && i < p->n_moves; i++) {
		const struct past_move *move = &p->moves[i];
		bulk_text(b, p->sale.id);
		bulk_int(b, move->at);
		bulk_text(b, ORDER_EVENT_WORDS[move->event].word);
		bulk_int_or_null(b, move->from, ORDER_NEW);
		bulk_int(b, move->to);
		bulk_text(b, PAST_REASON);
		bulk_null(b);
		bulk_text(b, c->actor);
		st = bulk_row(b, err);
	}
	return st;
}

static enum status write_payment(const struct change *c, const struct past *p, struct bulk *b, struct error *err)
{
	if (!p->sale.paid)
		return STATUS_OK;
	bulk_text(b, p->sale.id);
	bulk_int(b, p->sale.paid);
	bulk_text(b, p->sale.currency);
	bulk_text(b, PAST_PROVIDER);
	bulk_text(b, arena_printf(c->arena, "import:%s", p->sale.id));
	bulk_int(b, PAYMENT_CAPTURED);
	bulk_int(b, order_past_instant(p, ORDER_EVENT_PAY));
	return bulk_row(b, err);
}

/* The first parcel is what arrived, the second what is still on its way; mostly there is one of them only. */
static int64_t units_in_parcel(const struct sale_line *line, int parcel)
{
	return parcel == 0 ? line->delivered : line->shipped - line->delivered;
}

static const char *parcel_id(const struct change *c, const struct past *p, int parcel)
{
	struct sale_units units = order_units(&p->sale);
	int64_t any = parcel == 0 ? units.delivered : units.shipped - units.delivered;
	if (!any)
		return NULL;
	return arena_printf(c->arena, "%s-%d", p->sale.id, parcel && units.delivered ? 2 : 1);
}

static enum status write_shipments(const struct change *c, const struct past *p, struct bulk *b, struct error *err)
{
	enum status st = STATUS_OK;
	const char *number = p->in->number;
	for (int parcel = 0; !st && parcel < 2; parcel++) {
		const char *id = parcel_id(c, p, parcel);
		if (!id)
			continue;
		bulk_text(b, id);
		bulk_text(b, p->sale.id);
		bulk_text(b, p->in->carrier ? p->in->carrier : "other");
		bulk_text(b, number);
		bulk_int(b, parcel == 0 ? SHIPMENT_DELIVERED : SHIPMENT_PENDING);
		bulk_int(b, order_past_instant(p, ORDER_EVENT_SHIP));
		bulk_int_or_null(b, record_has(p->in, ORDER_PROMISED_AT) ? p->in->promised_at : INSTANT_NONE,
				 INSTANT_NONE);
		bulk_int_or_null(b, parcel == 0 ? order_past_instant(p, ORDER_EVENT_DELIVER) : INSTANT_NONE,
				 INSTANT_NONE);
		st = bulk_row(b, err);
		number = NULL;
	}
	return st;
}

static enum status write_shipment_lines(const struct change *c, const struct past *p, struct bulk *b, struct error *err)
{
	enum status st = STATUS_OK;
	for (int parcel = 0; parcel < 2; parcel++) {
		const char *id = parcel_id(c, p, parcel);
		for (size_t i = 0; id && !st && i < p->sale.n_lines; i++) {
			int64_t units = units_in_parcel(&p->sale.lines[i], parcel);
			if (!units)
				continue;
			bulk_text(b, id);
			bulk_int(b, p->sale.lines[i].line);
			bulk_int(b, units);
			st = bulk_row(b, err);
		}
	}
	return st;
}

static enum status write_audit(const struct change *c, const struct past *p, struct error *err)
{
	char total[AMOUNT_TEXT_SIZE];
	const char *after = arena_printf(
		c->arena, "{\"status\":\"%s\",\"total\":%s,\"currency\":\"%s\",\"reason\":\"" PAST_REASON "\"}",
		ORDER_STATUS_WORDS[p->sale.status].word,
		amount_print(total, money_amount(p->sale.total, p->sale.currency)), p->sale.currency);
	return journal_audit_bulk(c, "order", p->sale.id, NULL, after, err);
}

enum status order_past_write(const struct change *c, struct past *pasts, size_t n, struct error *err)
{
	static const struct {
		const struct sql_bulk *sql;
		enum status (*write)(const struct change *c, const struct past *p, struct bulk *b, struct error *err);
	} TABLES[] = {
		{ &ORDER_BULK_SALE, write_sale },	   { &ORDER_BULK_LINE, write_lines },
		{ &ORDER_BULK_EVENT, write_events },	   { &ORDER_BULK_PAYMENT, write_payment },
		{ &ORDER_BULK_SHIPMENT, write_shipments }, { &ORDER_BULK_SHIPMENT_LINE, write_shipment_lines },
	};
	enum status st = STATUS_OK;
	for (size_t table = 0; !st && table < ARRAY_LENGTH(TABLES); table++) {
		struct bulk *b = store_bulk(c->store, TABLES[table].sql);
		for (size_t i = 0; !st && i < n; i++)
			if (pasts[i].verdict->status == STATUS_OK)
				st = TABLES[table].write(c, &pasts[i], b, err);
		/* Nothing may stay queued, also when a row is refused: the caller's savepoint undoes what is sent here.
		 */
		enum status flushed = bulk_flush(b, st ? NULL : err);
		st = st ? st : flushed;
	}
	for (size_t i = 0; !st && i < n; i++)
		if (pasts[i].verdict->status == STATUS_OK)
			st = write_audit(c, &pasts[i], err);
	return st;
}
