/* What an order of the past went through, from its status, its instants and its lines. No store. */
#include "past_impl.h"

static int64_t given_instant(const struct order_past *in, int field, int64_t at)
{
	return record_has(in, field) ? at : INSTANT_NONE;
}

int order_past_status(const struct order_past *in)
{
	if (record_has(in, ORDER_STATUS))
		return in->order.status;
	if (record_has(in, ORDER_RETURNED_AT))
		return ORDER_RETURNED;
	if (record_has(in, ORDER_CANCELLED_AT))
		return ORDER_CANCELLED;
	if (record_has(in, ORDER_COMPLETED_AT))
		return ORDER_COMPLETED;
	if (record_has(in, ORDER_DELIVERED_AT))
		return ORDER_DELIVERED;
	if (record_has(in, ORDER_SHIPPED_AT))
		return ORDER_SHIPPED;
	return record_has(in, ORDER_PAID_AT) ? ORDER_PAID : ORDER_PENDING;
}

static bool is_back(int status)
{
	return status == ORDER_PARTIALLY_RETURNED || status == ORDER_RETURNED;
}

static bool has_arrived(int status)
{
	return status == ORDER_DELIVERED || status == ORDER_COMPLETED || is_back(status);
}

/* What the status says of a line that does not say it itself. */
static void fill_line(int status, const struct order_line *in, struct sale_line *line)
{
	bool left = status == ORDER_SHIPPED || status == ORDER_PARTIALLY_DELIVERED || has_arrived(status);
	line->cancelled = status == ORDER_CANCELLED ? line->quantity : 0;
	if (record_has(in, ORDER_LINE_CANCELLED))
		line->cancelled = in->cancelled;
	line->shipped = left ? line->quantity - line->cancelled : 0;
	if (record_has(in, ORDER_LINE_SHIPPED))
		line->shipped = in->shipped;
	line->delivered = has_arrived(status) ? line->shipped : 0;
	if (record_has(in, ORDER_LINE_DELIVERED))
		line->delivered = in->delivered;
	line->returned = status == ORDER_RETURNED ? line->delivered : 0;
	if (record_has(in, ORDER_LINE_RETURNED))
		line->returned = in->returned;
}

static bool line_adds_up(const struct sale_line *line)
{
	return line->cancelled >= 0 && line->returned >= 0 && line->returned <= line->delivered &&
	       line->delivered <= line->shipped && line->shipped <= line->quantity - line->cancelled;
}

/* The status that the units show, where they show more than that nothing has left. */
static int shown_status(int status, const struct sale_units *units)
{
	if (!units->ordered)
		return ORDER_CANCELLED;
	if (units->returned)
		return units->returned == units->shipped ? ORDER_RETURNED : ORDER_PARTIALLY_RETURNED;
	int shown = (int)order_status_of_units(units);
	if (shown == ORDER_DELIVERED && status == ORDER_COMPLETED)
		return ORDER_COMPLETED;
	if (shown == ORDER_PAID && (status == ORDER_PENDING || status == ORDER_ON_HOLD || status == ORDER_EXPIRED))
		return status;
	return shown;
}

enum status order_past_fill(const struct order_past *in, struct sale *sale, struct error *err)
{
	const struct order_line *lines = in->order.lines.items;
	sale->status = order_past_status(in);
	for (size_t i = 0; i < sale->n_lines; i++) {
		struct sale_line *line = &sale->lines[i];
		size_t at = i;
		for (size_t j = 0; j < in->order.lines.count; j++)
			if (record_has(&lines[j], ORDER_LINE_LINE) && lines[j].line == line->line)
				at = j;
		fill_line(sale->status, &lines[at], line);
		if (!line_adds_up(line))
			return error_reject(
				err, "bad_value", "lines",
				"line %lld: returned <= delivered <= shipped <= quantity - cancelled was expected",
				(long long)line->line);
	}
	struct sale_units units = order_units(sale);
	int shown = shown_status(sale->status, &units);
	if (shown != sale->status)
		return error_reject(err, "state", "status", "is %s, but the units of its lines make it %s",
				    ORDER_STATUS_WORDS[sale->status].word, ORDER_STATUS_WORDS[shown].word);
	bool unpaid = sale->status == ORDER_PENDING || sale->status == ORDER_EXPIRED;
	if (unpaid && record_has(in, ORDER_PAID_AT))
		return error_reject(err, "state", "paid_at", "a %s order was not paid",
				    ORDER_STATUS_WORDS[sale->status].word);
	if (!unpaid && (sale->status != ORDER_CANCELLED || record_has(in, ORDER_PAID_AT)))
		sale->paid = sale->total;
	return STATUS_OK;
}

/* Adds a move; an instant that nobody knows is that of the move before. */
static void add(struct past *p, enum order_event event, int to, int64_t at)
{
	struct past_move *move = &p->moves[p->n_moves];
	const struct past_move *before = p->n_moves ? move - 1 : NULL;
	*move = (struct past_move) { event, before ? before->to : ORDER_NEW, to, at };
	if (at == INSTANT_NONE)
		move->at = before->at;
	p->n_moves++;
}

void order_past_moves(struct past *p)
{
	const struct order_past *in = p->in;
	struct sale_units units = order_units(&p->sale);
	int status = p->sale.status, shipped = units.shipped == units.ordered ? ORDER_SHIPPED : ORDER_PARTIALLY_SHIPPED;
	int64_t ended = given_instant(in, ORDER_CANCELLED_AT, in->cancelled_at);
	p->n_moves = 0;
	add(p, ORDER_EVENT_CREATE, ORDER_PENDING, p->sale.placed_at);
	if (status == ORDER_EXPIRED)
		add(p, ORDER_EVENT_EXPIRE, ORDER_EXPIRED, ended);
	bool unpaid = status == ORDER_PENDING || status == ORDER_EXPIRED;
	if (!unpaid && (status != ORDER_CANCELLED || record_has(in, ORDER_PAID_AT)))
		add(p, ORDER_EVENT_PAY, ORDER_PAID, given_instant(in, ORDER_PAID_AT, in->paid_at));
	if (status == ORDER_ON_HOLD)
		add(p, ORDER_EVENT_HOLD, ORDER_ON_HOLD, INSTANT_NONE);
	if (status == ORDER_CANCELLED)
		add(p, ORDER_EVENT_CANCEL, ORDER_CANCELLED, ended);
	if (units.shipped)
		add(p, ORDER_EVENT_SHIP, shipped, given_instant(in, ORDER_SHIPPED_AT, in->shipped_at));
	if (units.delivered)
		add(p, ORDER_EVENT_DELIVER,
		    units.delivered == units.ordered ? ORDER_DELIVERED : ORDER_PARTIALLY_DELIVERED,
		    given_instant(in, ORDER_DELIVERED_AT, in->delivered_at));
	if (units.delivered && (status == ORDER_COMPLETED || (is_back(status) && record_has(in, ORDER_COMPLETED_AT))))
		add(p, ORDER_EVENT_COMPLETE, ORDER_COMPLETED, given_instant(in, ORDER_COMPLETED_AT, in->completed_at));
	if (is_back(status))
		add(p, ORDER_EVENT_RETURN, status, given_instant(in, ORDER_RETURNED_AT, in->returned_at));
}

int64_t order_past_instant(const struct past *p, enum order_event event)
{
	for (size_t i = 0; i < p->n_moves; i++)
		if (p->moves[i].event == event)
			return p->moves[i].at;
	return INSTANT_NONE;
}

enum status order_past_check_moves(const struct past *p, struct error *err)
{
	for (size_t i = 0; i < p->n_moves; i++) {
		const struct past_move *m = &p->moves[i];
		if (!order_transition_find(m->from, m->event, (enum order_status)m->to))
			return error_reject(err, "state", "status", "%s from %s to %s is no move of an order",
					    ORDER_EVENT_WORDS[m->event].word,
					    m->from == ORDER_NEW ? "nothing" : ORDER_STATUS_WORDS[m->from].word,
					    ORDER_STATUS_WORDS[m->to].word);
	}
	return STATUS_OK;
}
