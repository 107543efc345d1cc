/* The table of transitions against the specification, written out here move by move; and what follows from payments and
 * units. */
#include <tap.h>

#include <order/order_impl.h>

/* "from event to": every legal move. What is not here is illegal. */
static const char *const LEGAL[] = {
	"new create pending",
	"pending pay paid",
	"pending expire expired",
	"pending cancel pending",
	"pending cancel cancelled",
	"paid hold on_hold",
	"on_hold unhold paid",
	"paid ship partially_shipped",
	"paid ship shipped",
	"paid cancel paid",
	"paid cancel cancelled",
	"on_hold cancel on_hold",
	"on_hold cancel cancelled",
	"partially_shipped ship partially_shipped",
	"partially_shipped ship shipped",
	"partially_shipped deliver partially_delivered",
	"shipped deliver partially_delivered",
	"shipped deliver delivered",
	"partially_delivered ship partially_delivered",
	"partially_delivered deliver partially_delivered",
	"partially_delivered deliver delivered",
	"delivered complete completed",
	"shipped return partially_returned",
	"shipped return returned",
	"delivered return partially_returned",
	"delivered return returned",
	"completed return partially_returned",
	"completed return returned",
	"partially_returned return partially_returned",
	"partially_returned return returned",
};
static const char *const STATUSES[] = { "pending",	     "paid",	  "on_hold",
					"partially_shipped", "shipped",	  "partially_delivered",
					"delivered",	     "completed", "partially_returned",
					"returned",	     "cancelled", "expired" };
static const char *const EVENTS[] = { "create",	 "pay",	     "hold",   "unhold", "ship",
				      "deliver", "complete", "cancel", "expire", "return" };

static bool expected(const char *from, const char *event, const char *to)
{
	char move[128];
	snprintf(move, sizeof move, "%s %s %s", from, event, to);
	for (size_t i = 0; i < ARRAY_LENGTH(LEGAL); i++)
		if (!strcmp(LEGAL[i], move))
			return true;
	return false;
}

static void test_table(void)
{
	for (size_t from = 0; from <= ARRAY_LENGTH(STATUSES); from++)
		for (size_t event = 0; event < ARRAY_LENGTH(EVENTS); event++) {
			const char *name = from == ARRAY_LENGTH(STATUSES) ? "new" : STATUSES[from];
			int status = from == ARRAY_LENGTH(STATUSES) ? ORDER_NEW : word_index(ORDER_STATUS_WORDS, name);
			int kind = word_index(ORDER_EVENT_WORDS, EVENTS[event]);
			bool as_expected = kind >= 0;
			for (size_t to = 0; to < ARRAY_LENGTH(STATUSES); to++) {
				int target = word_index(ORDER_STATUS_WORDS, STATUSES[to]);
				bool legal = order_transition_find(status, (enum order_event)kind,
								   (enum order_status)target);
				if (legal != expected(name, EVENTS[event], STATUSES[to])) {
					printf("# %s %s %s\n", name, EVENTS[event], STATUSES[to]);
					as_expected = false;
				}
			}
			ok(as_expected, "%s, %s", name, EVENTS[event]);
		}
	is_int((int64_t)ORDER_TRANSITION_COUNT, (int64_t)ARRAY_LENGTH(LEGAL), "and each stands in the table once");
}

static void test_refusal(void)
{
	struct sale sale = { .id = "1001", .status = ORDER_SHIPPED };
	struct error err;
	is_int(order_refuse(&sale, ORDER_EVENT_CANCEL, &err), STATUS_REJECTED, "a refusal");
	is_text(err.code, "state", "with its code");
	is_text(err.message,
		"order 1001 is shipped; cancel is possible from pending, paid, on_hold; goods that have left come back "
		"as a return",
		"says where it is, from where it is possible, and what to do");
}

static struct sale_line line;
static struct sale sale_of(int64_t paid, int64_t refunded)
{
	line = (struct sale_line) { .line = 1, .quantity = 3, .price = 1000, .total = 3000 };
	return (struct sale) { .id = "1",
			       .total = 3500,
			       .shipping = 500,
			       .subtotal = 3000,
			       .paid = paid,
			       .refunded = refunded,
			       .lines = &line,
			       .n_lines = 1 };
}

static void test_payment_status(void)
{
	static const struct {
		int64_t paid, refunded;
		const char *status;
	} CASES[] = {
		{ 0, 0, "unpaid" },
		{ 1, 0, "partially_paid" },
		{ 3499, 0, "partially_paid" },
		{ 3500, 0, "paid" },
		{ 3501, 0, "overpaid" },
		{ 3500, 1, "partially_refunded" },
		{ 3500, 3499, "partially_refunded" },
		{ 3500, 3500, "refunded" },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(CASES); i++) {
		struct sale sale = sale_of(CASES[i].paid, CASES[i].refunded);
		is_text(ORDER_PAYMENT_STATUS_WORDS[order_payment_status(&sale)].word, CASES[i].status, CASES[i].status);
	}
	struct sale sale = sale_of(0, 0);
	sale.payment_failure = PAYMENT_FAILED;
	is_int(order_payment_status(&sale), ORDER_PAYMENT_FAILED, "nothing but a failure");
	sale.authorized = 3500;
	is_int(order_payment_status(&sale), ORDER_AUTHORIZED, "an authorization after a failure");
	sale.authorized = 0;
	sale.payment_failure = PAYMENT_VOIDED;
	is_int(order_payment_status(&sale), ORDER_VOIDED, "an authorization that was voided");
}

static void test_due(void)
{
	struct sale sale = sale_of(3500, 0);
	is_int(order_due(&sale), 3500, "all of it is due");
	line.cancelled = 1; /* a third of 30.00 */
	is_int(order_due(&sale), 2500, "less a unit");
	is_int(order_refund_due(&sale), 1000, "which is to be refunded");
	line.cancelled = 3;
	is_int(order_due(&sale), 0, "no unit, no shipping either");
	is_int(order_refund_due(&sale), 3500, "all is to be refunded");
	sale.refunded = 3500;
	is_int(order_refund_due(&sale), 0, "and then nothing more");
}

static void test_units(void)
{
	static const struct {
		int64_t cancelled, shipped, delivered, returned;
		const char *fulfilment, *returns, *status;
	} CASES[] = {
		/* of 5 units */
		{ 0, 0, 0, 0, "unfulfilled", "none", "paid" },
		{ 0, 1, 0, 0, "partially_shipped", "none", "partially_shipped" },
		{ 0, 5, 0, 0, "shipped", "none", "shipped" },
		{ 2, 3, 0, 0, "shipped", "none", "shipped" },
		{ 0, 5, 1, 0, "partially_delivered", "none", "partially_delivered" },
		{ 0, 3, 3, 0, "partially_delivered", "none", "partially_delivered" },
		{ 2, 3, 3, 0, "delivered", "none", "delivered" },
		{ 0, 5, 5, 2, "delivered", "partially_returned", "delivered" },
		{ 0, 5, 5, 5, "delivered", "returned", "delivered" },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(CASES); i++) {
		struct sale_line five = { .quantity = 5,
					  .cancelled = CASES[i].cancelled,
					  .shipped = CASES[i].shipped,
					  .delivered = CASES[i].delivered,
					  .returned = CASES[i].returned };
		struct sale sale = { .lines = &five, .n_lines = 1 };
		struct sale_units units = order_units(&sale);
		is_text(ORDER_FULFILMENT_STATUS_WORDS[order_fulfilment_status(&units)].word, CASES[i].fulfilment,
			"fulfilment");
		is_text(ORDER_RETURN_STATUS_WORDS[order_return_status(&units)].word, CASES[i].returns, "return");
		is_text(ORDER_STATUS_WORDS[order_status_of_units(&units)].word, CASES[i].status, "status");
	}
}

int main(void)
{
	test_table();
	test_refusal();
	test_payment_status();
	test_due();
	test_units();
	return done_testing();
}
