/* What must never be about shipments. */
#include "track_impl.h"

static const struct journal_query CHECKS[] = {
	{ "shipment_order_status",
	  FINDING_ERROR,
	  "the parcels of a delivered order were delivered, each at some time",
	  { "SELECT p.id, 'status', 'delivered', 'not delivered' FROM shipment p JOIN sale s ON s.id = p.sale"
	    " WHERE s.status IN (6, 7) AND p.delivered_at IS NULL AND p.status NOT IN (8, 9, 10, 11, 12, 13)"
	    " AND EXISTS (SELECT 1 FROM shipment_line l WHERE l.shipment = p.id) ORDER BY p.id",
	    true } },
	{ "shipment_line_order",
	  FINDING_ERROR,
	  "a parcel holds units of lines of its own order",
	  { "SELECT l.shipment, 'line', p.sale, CAST(l.line AS TEXT) FROM shipment_line l JOIN shipment p ON p.id = "
	    "l.shipment"
	    " WHERE NOT EXISTS (SELECT 1 FROM sale_line s WHERE s.sale = p.sale AND s.line = l.line)"
	    " ORDER BY l.shipment, l.line",
	    true } },
	{ "shipment_line_quantity",
	  FINDING_ERROR,
	  "no more units travel than were shipped",
	  { "SELECT s.sale || '/' || CAST(s.line AS TEXT), 'quantity', CAST(s.shipped AS TEXT), CAST(SUM(l.quantity) "
	    "AS TEXT)"
	    " FROM shipment_line l JOIN shipment p ON p.id = l.shipment"
	    " JOIN sale_line s ON s.sale = p.sale AND s.line = l.line"
	    " GROUP BY s.sale, s.line, s.shipped HAVING SUM(l.quantity) > s.shipped ORDER BY s.sale, s.line",
	    true } },
	{ "shipment_instants",
	  FINDING_ERROR,
	  "the last event is the newest of its events",
	  { "SELECT p.id, 'last_event_at', CAST(e.at AS TEXT), CAST(p.last_event_at AS TEXT) FROM shipment p"
	    " JOIN (SELECT shipment, MAX(at) AS at FROM shipment_event WHERE aside IS NULL"
	    " GROUP BY shipment) e ON e.shipment = p.id"
	    " WHERE p.last_event_at IS NULL OR p.last_event_at <> e.at ORDER BY p.id",
	    true } },
	{ "shipment_generation",
	  FINDING_ERROR,
	  "the parcels of a number are counted without a gap",
	  { "SELECT MIN(id), 'generation', CAST(COUNT(*) - 1 AS TEXT), CAST(MAX(generation) AS TEXT) FROM shipment"
	    " WHERE number IS NOT NULL GROUP BY carrier, number HAVING MAX(generation) <> COUNT(*) - 1 ORDER BY 1",
	    true } },
	{ "shipment_promise",
	  FINDING_ERROR,
	  "who has a first promise has a latest one",
	  { "SELECT id, 'promised_at', 'an instant', 'none' FROM shipment"
	    " WHERE first_promised_at IS NOT NULL AND promised_at IS NULL ORDER BY id",
	    true } },
	{ "shipment_event_clock",
	  FINDING_ERROR,
	  "an event's instant is its clock less its offset",
	  { "SELECT shipment, 'at', CAST(local_at - utc_offset * 1000 AS TEXT), CAST(at AS TEXT) FROM shipment_event"
	    " WHERE local_at IS NOT NULL AND utc_offset IS NOT NULL AND at <> local_at - utc_offset * 1000"
	    " ORDER BY shipment, id",
	    true } },
};

static const struct sql FACTS = {
	"SELECT p.id, p.status, CASE WHEN p.delivered_seen = 1 THEN NULL ELSE p.delivered_at END,"
	" e.at, e.status, p.expired_at FROM shipment p"
	" JOIN shipment_event e ON e.shipment = p.id WHERE e.aside IS NULL"
	" ORDER BY p.id, e.at, e.turn, e.digest",
	true
};

/* The events of one shipment, gathered from rows that come one by one. */
struct gathered {
	struct buffer id, facts;
	int status;
	int64_t delivered_at;
	bool expired;
};

static void judge(struct gathered *g, journal_report *report, void *ctx)
{
	if (!g->facts.length)
		return;
	/* The bytes of a buffer are allocated memory: aligned for any type. */
	const struct track_fact *facts = (const void *)g->facts.data;
	struct track_state state = track_derive(facts, g->facts.length / sizeof *facts, g->delivered_at);
	bool given_up = g->expired && g->status == SHIPMENT_EXPIRED && !track_is_finished(state.status);
	if (state.status >= 0 && state.status != g->status && !given_up)
		journal_find(report, ctx, FINDING_ERROR, "shipment_status", g->id.data, "status",
			     SHIPMENT_STATUS_WORDS[state.status].word, SHIPMENT_STATUS_WORDS[g->status].word,
			     "the status is that of the last event that matters");
	buffer_clear(&g->facts);
}

static enum status check_statuses(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	struct gathered g = { .status = -1 };
	struct stmt *q = store_stmt(s, &FACTS);
	enum status st;
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		const char *id = stmt_column_text(q, 0);
		struct track_fact fact = { stmt_column_int(q, 3), (int)stmt_column_int(q, 4) };
		if (!text_same(g.id.data, id)) {
			judge(&g, report, ctx);
			buffer_clear(&g.id);
			buffer_text(&g.id, id);
			g.status = (int)stmt_column_int(q, 1);
			g.expired = !stmt_column_null(q, 5);
			g.delivered_at = stmt_column_int_or(q, 2, INSTANT_NONE);
		}
		buffer_add(&g.facts, &fact, sizeof fact);
	}
	stmt_reset(q);
	if (st == STATUS_END)
		judge(&g, report, ctx);
	buffer_free(&g.id);
	buffer_free(&g.facts);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status track_check(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	enum status st = check_statuses(s, report, ctx, err);
	return st ? st : journal_query_all(s, CHECKS, ARRAY_LENGTH(CHECKS), report, ctx, err);
}
