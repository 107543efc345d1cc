/* What an order may do, and what follows from its payments and units. No store. */
#include "order_impl.h"

const struct word ORDER_EVENT_WORDS[] = {
	[ORDER_EVENT_CREATE] = { "create", NULL },
	[ORDER_EVENT_PAY] = { "pay", NULL },
	[ORDER_EVENT_HOLD] = { "hold", NULL },
	[ORDER_EVENT_UNHOLD] = { "unhold", NULL },
	[ORDER_EVENT_SHIP] = { "ship", NULL },
	[ORDER_EVENT_DELIVER] = { "deliver", NULL },
	[ORDER_EVENT_COMPLETE] = { "complete", NULL },
	[ORDER_EVENT_CANCEL] = { "cancel", NULL },
	[ORDER_EVENT_EXPIRE] = { "expire", NULL },
	[ORDER_EVENT_RETURN] = { "return", NULL },
	{ NULL, NULL },
};

static const char ENOUGH[] = "captured at least what is due",
		  ALLOCATES[] = "the hold becomes an allocation, without expiry";
static const char SOME[] = "some units are left", NONE_LEFT[] = "no unit is left";
static const char RELEASES[] = "its stock is released, once",
		  REFUND[] = "its stock is released, once; what is to be refunded is noted";
static const char TO_SHIP[] = "units are left to ship", ALL_GONE[] = "every unit has shipped",
		  LEAVES[] = "goods go to @customer; a parcel";
static const char ON_THE_WAY[] = "units are still to arrive", ALL_THERE[] = "every unit has arrived";
static const char SOME_BACK[] = "some units came back", ALL_BACK[] = "every unit came back";

const struct order_transition ORDER_TRANSITIONS[] = {
	{ ORDER_NEW, ORDER_EVENT_CREATE, ORDER_PENDING, "every line priced, all stock there, the number new",
	  "stock is held" },

	{ ORDER_PENDING, ORDER_EVENT_PAY, ORDER_PAID, ENOUGH, ALLOCATES },
	{ ORDER_PENDING, ORDER_EVENT_EXPIRE, ORDER_EXPIRED, "its time is past", RELEASES },
	{ ORDER_PENDING, ORDER_EVENT_CANCEL, ORDER_PENDING, SOME, RELEASES },
	{ ORDER_PENDING, ORDER_EVENT_CANCEL, ORDER_CANCELLED, NONE_LEFT, REFUND },

	{ ORDER_PAID, ORDER_EVENT_HOLD, ORDER_ON_HOLD, NULL, "nothing ships" },
	{ ORDER_PAID, ORDER_EVENT_SHIP, ORDER_PARTIALLY_SHIPPED, TO_SHIP, LEAVES },
	{ ORDER_PAID, ORDER_EVENT_SHIP, ORDER_SHIPPED, ALL_GONE, LEAVES },
	{ ORDER_PAID, ORDER_EVENT_CANCEL, ORDER_PAID, SOME, REFUND },
	{ ORDER_PAID, ORDER_EVENT_CANCEL, ORDER_CANCELLED, NONE_LEFT, REFUND },

	{ ORDER_ON_HOLD, ORDER_EVENT_UNHOLD, ORDER_PAID, NULL, NULL },
	{ ORDER_ON_HOLD, ORDER_EVENT_CANCEL, ORDER_ON_HOLD, SOME, REFUND },
	{ ORDER_ON_HOLD, ORDER_EVENT_CANCEL, ORDER_CANCELLED, NONE_LEFT, REFUND },

	{ ORDER_PARTIALLY_SHIPPED, ORDER_EVENT_SHIP, ORDER_PARTIALLY_SHIPPED, TO_SHIP, LEAVES },
	{ ORDER_PARTIALLY_SHIPPED, ORDER_EVENT_SHIP, ORDER_SHIPPED, ALL_GONE, LEAVES },
	{ ORDER_PARTIALLY_SHIPPED, ORDER_EVENT_DELIVER, ORDER_PARTIALLY_DELIVERED, ON_THE_WAY, NULL },

	{ ORDER_SHIPPED, ORDER_EVENT_DELIVER, ORDER_PARTIALLY_DELIVERED, ON_THE_WAY, NULL },
	{ ORDER_SHIPPED, ORDER_EVENT_DELIVER, ORDER_DELIVERED, ALL_THERE, NULL },
	{ ORDER_SHIPPED, ORDER_EVENT_RETURN, ORDER_PARTIALLY_RETURNED, SOME_BACK, NULL },
	{ ORDER_SHIPPED, ORDER_EVENT_RETURN, ORDER_RETURNED, ALL_BACK, NULL },

	{ ORDER_PARTIALLY_DELIVERED, ORDER_EVENT_SHIP, ORDER_PARTIALLY_DELIVERED, "there are open units", LEAVES },
	{ ORDER_PARTIALLY_DELIVERED, ORDER_EVENT_DELIVER, ORDER_PARTIALLY_DELIVERED, ON_THE_WAY, NULL },
	{ ORDER_PARTIALLY_DELIVERED, ORDER_EVENT_DELIVER, ORDER_DELIVERED, ALL_THERE, NULL },

	{ ORDER_DELIVERED, ORDER_EVENT_COMPLETE, ORDER_COMPLETED, "no open return", NULL },
	{ ORDER_DELIVERED, ORDER_EVENT_RETURN, ORDER_PARTIALLY_RETURNED, SOME_BACK, NULL },
	{ ORDER_DELIVERED, ORDER_EVENT_RETURN, ORDER_RETURNED, ALL_BACK, NULL },

	{ ORDER_COMPLETED, ORDER_EVENT_RETURN, ORDER_PARTIALLY_RETURNED, SOME_BACK, NULL },
	{ ORDER_COMPLETED, ORDER_EVENT_RETURN, ORDER_RETURNED, ALL_BACK, NULL },

	{ ORDER_PARTIALLY_RETURNED, ORDER_EVENT_RETURN, ORDER_PARTIALLY_RETURNED, SOME_BACK, NULL },
	{ ORDER_PARTIALLY_RETURNED, ORDER_EVENT_RETURN, ORDER_RETURNED, ALL_BACK, NULL },
};
const size_t ORDER_TRANSITION_COUNT = ARRAY_LENGTH(ORDER_TRANSITIONS);

const struct order_transition *order_transition_find(int from, enum order_event event, enum order_status to)
{
	for (size_t i = 0; i < ORDER_TRANSITION_COUNT; i++) {
		const struct order_transition *t = &ORDER_TRANSITIONS[i];
		if (t->from == from && t->event == event && t->to == to)
			return t;
	}
	return NULL;
}

void order_state_of(const struct order_transition *t, struct order_state *out)
{
	record_clear(&order_state_type, out);
	out->from = t->from == ORDER_NEW ? NULL : ORDER_STATUS_WORDS[t->from].word;
	out->event = ORDER_EVENT_WORDS[t->event].word;
	out->to = ORDER_STATUS_WORDS[t->to].word;
	out->guard = t->guard;
	out->effect = t->effect;
	record_mark_all(&order_state_type, out);
}

bool order_may(int status, enum order_event event)
{
	for (size_t i = 0; i < ORDER_TRANSITION_COUNT; i++)
		if (ORDER_TRANSITIONS[i].from == status && ORDER_TRANSITIONS[i].event == event)
			return true;
	return false;
}

static const char *advice(int status, enum order_event event)
{
	bool left = status == ORDER_PARTIALLY_SHIPPED || status == ORDER_SHIPPED ||
		    status == ORDER_PARTIALLY_DELIVERED || status == ORDER_DELIVERED || status == ORDER_COMPLETED;
	if (event == ORDER_EVENT_CANCEL && left)
		return "; goods that have left come back as a return";
	if (event == ORDER_EVENT_PAY && (status == ORDER_CANCELLED || status == ORDER_EXPIRED))
		return "; refund the payment at its provider";
	if (event == ORDER_EVENT_SHIP && status == ORDER_PENDING)
		return "; it is not paid";
	return "";
}

enum status order_refuse(const struct sale *sale, enum order_event event, struct error *err)
{
	struct buffer from = { 0 };
	for (int status = ORDER_PENDING; status <= ORDER_EXPIRED; status++)
		if (order_may(status, event))
			buffer_printf(&from, "%s%s", from.length ? ", " : "", ORDER_STATUS_WORDS[status].word);
	error_reject(err, "state", "order", "order %.64s is %s; %s is possible from %s%s", sale->id,
		     ORDER_STATUS_WORDS[sale->status].word, ORDER_EVENT_WORDS[event].word,
		     from.data ? from.data : "nowhere", advice(sale->status, event));
	buffer_free(&from);
	return STATUS_REJECTED;
}

bool order_shipment_moving(int status)
{
	switch ((enum shipment_status)status) {
	case SHIPMENT_PICKED_UP:
	case SHIPMENT_IN_TRANSIT:
	case SHIPMENT_OUT_FOR_DELIVERY:
	case SHIPMENT_AVAILABLE_FOR_PICKUP:
	case SHIPMENT_DELIVERY_ATTEMPT:
	case SHIPMENT_DELIVERED:
	case SHIPMENT_RETURNING:
	case SHIPMENT_RETURNED:
		return true;
	case SHIPMENT_PENDING:
	case SHIPMENT_INFO_RECEIVED:
	case SHIPMENT_EXCEPTION: /* may come before the first scan */
	case SHIPMENT_CANCELLED:
	case SHIPMENT_EXPIRED:
	case SHIPMENT_UNKNOWN:
		return false;
	}
	return false;
}

int64_t order_line_open(const struct sale_line *line)
{
	return line->quantity - line->cancelled - line->shipped;
}

struct sale_units order_units(const struct sale *sale)
{
	struct sale_units units = { 0 };
	for (size_t i = 0; i < sale->n_lines; i++) {
		const struct sale_line *line = &sale->lines[i];
		units.ordered += line->quantity - line->cancelled;
		units.cancelled += line->cancelled;
		units.shipped += line->shipped;
		units.delivered += line->delivered;
		units.returned += line->returned;
	}
	return units;
}

int64_t order_due(const struct sale *sale)
{
	int64_t due = sale->total;
	bool any = false;
	if (sale->status == ORDER_CANCELLED || sale->status == ORDER_EXPIRED)
		return 0;
	for (size_t i = 0; i < sale->n_lines; i++) {
		const struct sale_line *line = &sale->lines[i];
		if (line->cancelled)
			due -= money_ratio(line->total, line->cancelled, line->quantity);
		any = any || line->cancelled < line->quantity;
	}
	return any ? due : 0;
}

int64_t order_kept(const struct sale *sale)
{
	return sale->paid - sale->refunded;
}

int64_t order_refund_due(const struct sale *sale)
{
	int64_t excess = order_kept(sale) - order_due(sale);
	return excess > 0 ? excess : 0;
}

enum order_payment_status order_payment_status(const struct sale *sale)
{
	int64_t due = order_due(sale);
	if (sale->refunded > 0)
		return sale->refunded >= sale->paid ? ORDER_REFUNDED : ORDER_PARTIALLY_REFUNDED;
	if (sale->paid > 0)
		return sale->paid < due ? ORDER_PARTIALLY_PAID : sale->paid == due ? ORDER_FULLY_PAID : ORDER_OVERPAID;
	if (sale->authorized > 0)
		return ORDER_AUTHORIZED;
	if (sale->payment_failure)
		return sale->payment_failure == PAYMENT_VOIDED ? ORDER_VOIDED : ORDER_PAYMENT_FAILED;
	/* A present of the house is paid as soon as someone says so. */
	return sale->total == 0 && sale->status != ORDER_PENDING ? ORDER_FULLY_PAID : ORDER_UNPAID;
}

enum order_fulfilment_status order_fulfilment_status(const struct sale_units *units)
{
	if (!units->shipped)
		return ORDER_FULFIL_NONE;
	if (units->delivered == units->ordered)
		return ORDER_FULFIL_DELIVERED;
	if (units->delivered)
		return ORDER_FULFIL_PARTIALLY_DELIVERED;
	return units->shipped == units->ordered ? ORDER_FULFIL_SHIPPED : ORDER_FULFIL_PARTIALLY_SHIPPED;
}

enum order_return_status order_return_status(const struct sale_units *units)
{
	if (!units->returned)
		return ORDER_RETURN_NONE;
	return units->returned == units->shipped ? ORDER_RETURN_ALL : ORDER_RETURN_PARTIAL;
}

enum order_status order_status_of_units(const struct sale_units *units)
{
	switch (order_fulfilment_status(units)) {
	case ORDER_FULFIL_PARTIALLY_SHIPPED:
		return ORDER_PARTIALLY_SHIPPED;
	case ORDER_FULFIL_SHIPPED:
		return ORDER_SHIPPED;
	case ORDER_FULFIL_PARTIALLY_DELIVERED:
		return ORDER_PARTIALLY_DELIVERED;
	case ORDER_FULFIL_DELIVERED:
		return ORDER_DELIVERED;
	case ORDER_FULFIL_NONE:
		break;
	}
	return ORDER_PAID;
}

bool order_number_is_free(int status, int64_t ended_at, int64_t at)
{
	static const int64_t MONTH = 30 * DAY_MS;
	bool finished = status == SHIPMENT_DELIVERED || status == SHIPMENT_RETURNED || status == SHIPMENT_CANCELLED ||
			status == SHIPMENT_EXPIRED;
	return finished && ended_at != INSTANT_NONE && at >= ended_at + MONTH;
}
