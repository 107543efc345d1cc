/* What must never be: orders that contradict their lines, payments, reservations, parcels or history. */
#include "order_impl.h"

#include <stdio.h>

/* Units of each order. */
#define UNITS                                                                                                          \
	"(SELECT sale, SUM(quantity - cancelled) AS ordered, SUM(shipped) AS shipped, SUM(delivered) AS delivered, "   \
	"SUM(returned) AS returned FROM sale_line GROUP BY sale)"
/* How far its units say that an order got; -1: nothing has left. */
#define STATUS_OF_UNITS                                                                                                \
	"CASE WHEN u.ordered = 0 THEN 10 WHEN u.returned > 0 AND u.returned = u.shipped THEN 9 "                       \
	"WHEN u.returned > 0 THEN 8 WHEN u.shipped = 0 THEN -1 WHEN u.delivered = u.ordered THEN 6 "                   \
	"WHEN u.delivered > 0 THEN 5 WHEN u.shipped = u.ordered THEN 4 ELSE 3 END"
#define STATUS_AS_UNITS "CASE WHEN s.status IN (0, 1, 2, 11) THEN -1 WHEN s.status = 7 THEN 6 ELSE s.status END"
#define PAID(status)	"(SELECT COALESCE(SUM(p.amount), 0) FROM payment p WHERE p.sale = s.id AND p.status = " status ")"
#define OPEN_CLAIM                                                                                                     \
	"(SELECT COALESCE(SUM(r.open), 0) FROM reservation r WHERE r.owner = 'order:' || l.sale || ':' || "            \
	"CAST(l.line AS TEXT))"
/* "order:1001:2" without the number of the line. */
#define OWNER_STEM	    "rtrim(r.owner, '0123456789')"
#define LINE_NAME	    "l.sale || ':' || CAST(l.line AS TEXT)"
#define TEXT_OF(expression) "CAST(" expression " AS TEXT)"

/* "4" -> "shipped"; what is no status stays as it is, and -1 is before anything left. */
static const char *status_word(const char *number)
{
	int64_t status;
	if (!number || !number_parse_int(number, -1, ORDER_EXPIRED, &status))
		return number;
	return status < 0 ? "nothing shipped" : ORDER_STATUS_WORDS[status].word;
}

static const struct journal_query QUERIES[] = {
	{ "order_lines",
	  FINDING_ERROR,
	  "an order has lines",
	  { "SELECT s.id, 'lines', NULL, NULL FROM sale s WHERE NOT EXISTS (SELECT 1 FROM sale_line l WHERE l.sale = "
	    "s.id)",
	    true } },
	{ "order_line_total",
	  FINDING_ERROR,
	  "a line's total is price * quantity - discount + tax",
	  { "SELECT " LINE_NAME ", 'total', " TEXT_OF("l.price * l.quantity - l.discount + l.tax") ", " TEXT_OF(
		    "l.total") " FROM sale_line l WHERE l.total <> l.price * l.quantity - l.discount + l.tax",
	    true } },
	{ "order_total",
	  FINDING_ERROR,
	  "the totals of an order are the sums of its lines",
	  { "SELECT s.id, CASE WHEN s.subtotal <> t.subtotal THEN 'subtotal' WHEN s.discount <> t.discount THEN "
	    "'discount'"
	    " WHEN s.tax <> t.tax + s.shipping_tax THEN 'tax' ELSE 'total' END,"
	    " CAST(CASE WHEN s.subtotal <> t.subtotal THEN t.subtotal WHEN s.discount <> t.discount THEN t.discount"
	    " WHEN s.tax <> t.tax + s.shipping_tax THEN t.tax + s.shipping_tax"
	    " ELSE t.total + s.shipping + s.shipping_tax END AS TEXT),"
	    " CAST(CASE WHEN s.subtotal <> t.subtotal THEN s.subtotal WHEN s.discount <> t.discount THEN s.discount"
	    " WHEN s.tax <> t.tax + s.shipping_tax THEN s.tax ELSE s.total END AS TEXT)"
	    " FROM sale s JOIN (SELECT sale, SUM(price * quantity) AS subtotal, SUM(discount) AS discount, SUM(tax) AS "
	    "tax,"
	    " SUM(total) AS total FROM sale_line GROUP BY sale) t ON t.sale = s.id"
	    " WHERE s.subtotal <> t.subtotal OR s.discount <> t.discount OR s.tax <> t.tax + s.shipping_tax"
	    " OR s.total <> t.total + s.shipping + s.shipping_tax",
	    true } },
	{ "order_paid",
	  FINDING_ERROR,
	  "what an order has been paid is the sum of its captured payments",
	  { "SELECT s.id, 'paid', " TEXT_OF(PAID("1")) ", " TEXT_OF("s.paid") " FROM sale s WHERE s.paid <> " PAID("1"),
	    true } },
	{ "order_refunded",
	  FINDING_ERROR,
	  "what was refunded is the sum of its refunds",
	  { "SELECT s.id, 'refunded', " TEXT_OF(PAID("2")) ", " TEXT_OF(
		    "s.refunded") " FROM sale s WHERE s.refunded <> " PAID("2"),
	    true } },
	{ "order_over_refunded",
	  FINDING_ERROR,
	  "no more is refunded than was captured",
	  { "SELECT s.id, 'refunded', " TEXT_OF("s.paid") ", " TEXT_OF(
		    "s.refunded") " FROM sale s WHERE s.refunded > s.paid",
	    true } },
	{ "order_payment_currency",
	  FINDING_ERROR,
	  "payments are in the order's currency",
	  { "SELECT s.id, 'currency', s.currency, p.currency FROM payment p JOIN sale s ON s.id = p.sale"
	    " WHERE p.currency <> s.currency",
	    true } },
	{ "order_status",
	  FINDING_ERROR,
	  "the status is what the units of the lines say",
	  { "SELECT s.id, 'status', " TEXT_OF(STATUS_OF_UNITS) ", " TEXT_OF(
		    "s.status") " FROM sale s JOIN " UNITS " u ON u.sale = s.id WHERE " STATUS_OF_UNITS
				" <> " STATUS_AS_UNITS,
	    true },
	  status_word },
	{ "order_unpaid",
	  FINDING_ERROR,
	  "an order past pending was paid what it is worth, unless units were cancelled",
	  { "SELECT s.id, 'paid', " TEXT_OF("s.total") ", " TEXT_OF(
		    "s.paid") " FROM sale s WHERE s.status BETWEEN 1 AND 9"
			      " AND s.paid < s.total"
			      " AND NOT EXISTS (SELECT 1 FROM sale_line l WHERE l.sale = s.id AND l.cancelled > 0)",
	    true } },
	/* From the few claims that are open, not from the many orders that are closed. */
	{ "order_reservation_left",
	  FINDING_ERROR,
	  "an order that is closed holds no stock",
	  { "SELECT substr(r.owner, 7), 'open', '0', CAST(SUM(r.open) AS TEXT) FROM reservation r JOIN sale s"
	    " ON s.id = substr(" OWNER_STEM ", 7, length(" OWNER_STEM ") - 7)"
	    " WHERE r.open > 0 AND r.owner LIKE 'order:%' AND s.status NOT IN (0, 1, 2, 3, 5) GROUP BY r.owner",
	    true } },
	{ "order_claim",
	  FINDING_ERROR,
	  "stock is kept for an order line that does not exist",
	  { "SELECT owner, 'owner', 'a line of an order', NULL FROM (SELECT owner FROM reservation WHERE open > 0"
	    " AND owner LIKE 'order:%' EXCEPT SELECT 'order:' || sale || ':' || CAST(line AS TEXT) FROM sale_line) t"
	    " ORDER BY owner",
	    true } },
	{ "order_reservation",
	  FINDING_ERROR,
	  "an open order holds the stock that it has still to ship",
	  { "SELECT " LINE_NAME ", 'open', " TEXT_OF("l.quantity - l.cancelled - l.shipped") ", " TEXT_OF(
		    OPEN_CLAIM) " FROM sale s JOIN sale_line l ON l.sale = s.id WHERE s.stock = 1 AND s.status IN (0, "
				"1, 2, 3, 5) AND " OPEN_CLAIM " <> l.quantity - l.cancelled - l.shipped",
	    true } },
	{ "order_parcels",
	  FINDING_ERROR,
	  "the parcels of an order hold the units that shipped",
	  { "SELECT " LINE_NAME ", 'shipped', CAST(COALESCE(t.quantity, 0) AS TEXT), " TEXT_OF(
		    "l.shipped") " FROM sale_line l LEFT JOIN (SELECT p.sale AS sale, x.line AS line, SUM(x.quantity) "
				 "AS quantity"
				 " FROM shipment_line x JOIN shipment p ON p.id = x.shipment GROUP BY p.sale, x.line) t"
				 " ON t.sale = l.sale AND t.line = l.line WHERE l.shipped <> COALESCE(t.quantity, 0)",
	    true } },
	{ "order_history_end",
	  FINDING_ERROR,
	  "the last event of an order leads to its status",
	  { "SELECT s.id, 'status', " TEXT_OF("e.to_status") ", " TEXT_OF(
		    "s.status") " FROM sale s LEFT JOIN (SELECT sale,"
				" MAX(id) AS id FROM sale_event GROUP BY sale) t ON t.sale = s.id LEFT JOIN sale_event "
				"e ON e.id = t.id"
				" WHERE e.id IS NULL OR e.to_status <> s.status",
	    true },
	  status_word },
	{ "order_history_chain",
	  FINDING_ERROR,
	  "each event begins where the one before ended",
	  { "SELECT t.sale, 'from', " TEXT_OF("t.previous") ", " TEXT_OF(
		    "t.from_status") " FROM (SELECT sale, from_status,"
				     " LAG(to_status) OVER (PARTITION BY sale ORDER BY id) AS previous FROM "
				     "sale_event) t"
				     " WHERE COALESCE(t.from_status, -1) <> COALESCE(t.previous, -1)",
	    true },
	  status_word },
};

/* A move that some order made. */
struct move {
	char event[32];
	int64_t from, to;
};

static bool is_legal(const struct move *move)
{
	int event = word_index(ORDER_EVENT_WORDS, move->event);
	return event >= 0 && move->to >= ORDER_PENDING && move->to <= ORDER_EXPIRED &&
	       order_transition_find((int)move->from, (enum order_event)event, (enum order_status)move->to);
}

static enum status tell_movers(struct store *s, const struct move *move, journal_report *report, void *ctx,
			       struct error *err)
{
	struct stmt *q = store_stmt(s, &ORDER_SQL[ORDER_EVENT_MOVE_OF]);
	char actual[128];
	enum status st;
	snprintf(actual, sizeof actual, "%s: %lld to %lld", move->event, (long long)move->from, (long long)move->to);
	stmt_text(q, 1, move->event);
	stmt_int(q, 2, move->from);
	stmt_int(q, 3, move->to);
	while ((st = stmt_step(q, err)) == STATUS_OK)
		journal_find(report, ctx, FINDING_ERROR, "order_history_move", stmt_column_text(q, 0), "event", NULL,
			     actual, "every event is a move of the table of transitions");
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

/* The moves that were made are few, whatever the number of orders: the table is asked about each once. */
static enum status check_moves(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	struct buffer moves = { 0 };
	struct move move;
	struct stmt *q = store_stmt(s, &ORDER_SQL[ORDER_EVENT_MOVES]);
	enum status st;
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		snprintf(move.event, sizeof move.event, "%s", stmt_column_text(q, 0));
		move.from = stmt_column_int(q, 1);
		move.to = stmt_column_int(q, 2);
		if (!is_legal(&move))
			buffer_add(&moves, &move, sizeof move);
	}
	stmt_reset(q);
	st = st == STATUS_END ? STATUS_OK : st;
	for (size_t at = 0; !st && at < moves.length; at += sizeof move) {
		memcpy(&move, moves.data + at, sizeof move);
		st = tell_movers(s, &move, report, ctx, err);
	}
	buffer_free(&moves);
	return st;
}

enum status order_check(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	enum status st = journal_query_all(s, QUERIES, ARRAY_LENGTH(QUERIES), report, ctx, err);
	return st ? st : check_moves(s, report, ctx, err);
}
