/* All statements of the orders but those of the check. */
#include "order_impl.h"

/* What is authorized and what failed matters only while nothing is captured. */
#define SALE_COLUMNS                                                                                                   \
	"sale.id, sale.status, sale.customer, sale.email, sale.channel, sale.currency, sale.placed_at, "               \
	"sale.expires_at, "                                                                                            \
	"sale.subtotal, sale.discount, sale.shipping, sale.tax, sale.total, sale.shipping_tax, sale.paid, "            \
	"sale.refunded, "                                                                                              \
	"sale.stock, "                                                                                                 \
	"CASE WHEN sale.paid > 0 THEN 0 ELSE (SELECT CAST(COALESCE(SUM(CASE p.status WHEN 0 THEN p.amount WHEN 4 "     \
	"THEN "                                                                                                        \
	"-p.amount ELSE 0 END), 0) AS BIGINT) FROM payment p WHERE p.sale = sale.id) END, "                            \
	"CASE WHEN sale.paid > 0 THEN 0 ELSE (SELECT COALESCE(MAX(p.status), 0) FROM payment p WHERE p.sale = "        \
	"sale.id "                                                                                                     \
	"AND p.status IN (3, 4)) END"

#define LINE_COLUMNS                                                                                                   \
	"l.line, l.sku, l.location, l.quantity, l.price, l.discount, l.tax, l.total, l.cancelled, l.shipped, "         \
	"l.delivered, l.returned"

#define SALE_INSERT                                                                                                    \
	"INSERT INTO sale (id, status, customer, email, channel, currency, placed_at, expires_at, subtotal, "          \
	"discount, "                                                                                                   \
	"shipping, tax, total, paid, refunded, stock) VALUES "
#define LINE_INSERT                                                                                                    \
	"INSERT INTO sale_line (sale, line, sku, location, quantity, price, discount, tax, total, cancelled, "         \
	"shipped, "                                                                                                    \
	"delivered, returned) VALUES "
#define EVENT_INSERT                                                                                                   \
	"INSERT INTO sale_event (sale, at, event, from_status, to_status, reason, reference, actor) VALUES "
#define PAYMENT_INSERT "INSERT INTO payment (sale, amount, currency, provider, reference, status, at) VALUES "
#define SHIPMENT_INSERT                                                                                                \
	"INSERT INTO shipment (id, sale, carrier, number, status, shipped_at, promised_at, delivered_at) VALUES "
#define SHIPMENT_LINE_INSERT "INSERT INTO shipment_line (shipment, line, quantity) VALUES "

/* Demand: pending orders count where ?4 is 1; those that came to nothing never do. */
#define SALES_WHERE                                                                                                    \
	" WHERE (CAST(?1 AS TEXT) IS NULL OR l.sku = ?1) AND sale.placed_at >= ?2 AND sale.placed_at < ?3"             \
	" AND sale.status NOT IN (10, 11) AND (CAST(?4 AS INTEGER) = 1 OR sale.status <> 0)"                           \
	" AND l.quantity > l.cancelled + l.returned"

const struct sql ORDER_SQL[ORDER_STATEMENTS] = {
	[ORDER_PUT] = { SALE_INSERT "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
				    " ON CONFLICT (id) DO NOTHING",
			false },
	[ORDER_LINE_PUT] = { LINE_INSERT "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0, 0, 0)", false },
	[ORDER_EVENT_PUT] = { EVENT_INSERT "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", false },
	/* Writing nothing new holds the row against others on PostgreSQL, and reads what they committed before. */
	[ORDER_LOCK] = { "UPDATE sale SET paid = paid WHERE id = ?1 RETURNING " SALE_COLUMNS, false },
	[ORDER_READ] = { "SELECT " SALE_COLUMNS " FROM sale WHERE sale.id = ?1", false },
	[ORDER_READ_LINES] = { "SELECT " LINE_COLUMNS " FROM sale_line l WHERE l.sale = ?1 ORDER BY l.line", false },
	[ORDER_MOVE] = { "UPDATE sale SET status = ?3, expires_at = ?4 WHERE id = ?1 AND status = ?2", false },
	[ORDER_MONEY] = { "UPDATE sale SET paid = ?2, refunded = ?3 WHERE id = ?1", false },
	[ORDER_LINE_COUNTERS] = { "UPDATE sale_line SET cancelled = ?3, shipped = ?4, delivered = ?5, returned = ?6"
				  " WHERE sale = ?1 AND line = ?2",
				  false },

	[ORDER_PAYMENT_PUT] = { PAYMENT_INSERT "(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
					       " ON CONFLICT (provider, reference, status) DO NOTHING",
				false },
	[ORDER_PAYMENT_FIND] = { "SELECT sale, amount FROM payment WHERE provider = ?1 AND reference = ?2 AND status = "
				 "?3",
				 false },
	[ORDER_PAYMENT_COUNT] = { "SELECT COUNT(*) FROM payment WHERE sale = ?1", false },
	[ORDER_PAYMENTS] = { "SELECT sale, amount, currency, provider, reference, status, at FROM payment WHERE sale = "
			     "?1"
			     " ORDER BY id",
			     false },

	[ORDER_SHIPMENT_PUT] = { "INSERT INTO shipment (id, sale, carrier, number, status, shipped_at, promised_at,"
				 " generation) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING",
				 false },
	[ORDER_SHIPMENT_COUNT] = { "SELECT COUNT(*) FROM shipment WHERE sale = ?1", false },
	/* Of several that had the number one after the other, the newest. */
	[ORDER_SHIPMENT_FIND] = { "SELECT p.id, p.sale, (SELECT COUNT(*) FROM shipment_line l WHERE l.shipment = p.id),"
				  " p.generation, p.status, COALESCE(p.last_event_at, p.delivered_at, p.shipped_at)"
				  " FROM shipment p WHERE p.carrier = ?1 AND p.number = ?2"
				  " ORDER BY p.generation DESC LIMIT 1",
				  false },
	[ORDER_SHIPMENT_ADOPT] = { "UPDATE shipment SET sale = ?2, shipped_at = COALESCE(shipped_at, ?3),"
				   " promised_at = COALESCE(promised_at, CAST(?4 AS BIGINT)) WHERE id = ?1",
				   false },
	[ORDER_SHIPMENT_LINE_PUT] = { SHIPMENT_LINE_INSERT "(?1, ?2, ?3)", false },
	[ORDER_SHIPMENTS] = { "SELECT p.id, p.sale, p.carrier, p.number, p.status, p.substatus, p.shipped_at, "
			      "p.promised_at,"
			      " p.delivered_at, (SELECT COUNT(*) FROM shipment_line l WHERE l.shipment = p.id)"
			      " FROM shipment p WHERE p.sale = ?1 ORDER BY p.shipped_at, p.id",
			      false },
	[ORDER_SHIPMENT_ARRIVED] = { "UPDATE shipment SET status = 7, delivered_at = COALESCE(delivered_at, ?3)"
				     " WHERE sale = ?1 AND (CAST(?2 AS TEXT) IS NULL OR id = ?2)"
				     " AND status NOT IN (7, 10, 11)", /* delivered returned cancelled */
				     false },
	[ORDER_DELIVERED_UNITS] = { "SELECT l.line, CAST(SUM(l.quantity) AS BIGINT) FROM shipment_line l"
				    " JOIN shipment p ON p.id = l.shipment WHERE p.sale = ?1 AND p.status = 7 GROUP BY "
				    "l.line",
				    false },

	[ORDER_EXPIRABLE] = { "SELECT id FROM sale WHERE status = 0 AND (expires_at <= ?1 OR placed_at < ?2)"
			      " ORDER BY placed_at, id LIMIT ?3",
			      false },
	[ORDER_HISTORY] = { "SELECT at, event, from_status, to_status, reason, reference, actor FROM sale_event"
			    " WHERE sale = ?1 ORDER BY id",
			    false },
	[ORDER_SALES] = { "SELECT l.sku, NULL, sale.currency, sale.placed_at, l.quantity, l.cancelled + l.returned, "
			  "l.price,"
			  " l.discount, l.quantity, 0 FROM sale_line l JOIN sale ON sale.id = l.sale" SALES_WHERE
			  " ORDER BY l.sku, sale.currency, sale.placed_at",
			  true },
	/* A line served from several locations: each with its share, that begins where those before it end. */
	[ORDER_SALES_BY_LOCATION] = { "SELECT l.sku, COALESCE(r.location, l.location), sale.currency, sale.placed_at, "
				      "l.quantity,"
				      " l.cancelled + l.returned, l.price, l.discount, COALESCE(r.quantity, "
				      "l.quantity),"
				      " CASE WHEN r.id IS NULL THEN 0 ELSE (SELECT CAST(COALESCE(SUM(b.quantity), 0) "
				      "AS BIGINT)"
				      " FROM reservation b WHERE b.owner = r.owner AND b.id < r.id) END"
				      " FROM sale_line l JOIN sale ON sale.id = l.sale"
				      " LEFT JOIN reservation r ON sale.stock = 1"
				      " AND r.owner = 'order:' || l.sale || ':' || CAST(l.line AS TEXT)" SALES_WHERE
				      " ORDER BY l.sku, COALESCE(r.location, l.location), sale.currency, "
				      "sale.placed_at",
				      true },

	[ORDER_EVENT_MOVES] = { "SELECT DISTINCT event, COALESCE(from_status, -1), to_status FROM sale_event", false },
	[ORDER_EVENT_MOVE_OF] = { "SELECT DISTINCT sale FROM sale_event WHERE event = ?1"
				  " AND COALESCE(from_status, -1) = ?2 AND to_status = ?3",
				  true },
};

const struct sql_bulk ORDER_BULK_SALE = { SALE_INSERT, 16, "" };
const struct sql_bulk ORDER_BULK_LINE = { LINE_INSERT, 13, "" };
const struct sql_bulk ORDER_BULK_EVENT = { EVENT_INSERT, 8, "" };
const struct sql_bulk ORDER_BULK_PAYMENT = { PAYMENT_INSERT, 7, "" };
const struct sql_bulk ORDER_BULK_SHIPMENT = { SHIPMENT_INSERT, 8, "" };
const struct sql_bulk ORDER_BULK_SHIPMENT_LINE = { SHIPMENT_LINE_INSERT, 3, "" };

const struct sql_lookup ORDER_LOOKUP_SALE = { "SELECT id FROM sale WHERE id IN (", ")" };
const struct sql_lookup ORDER_LOOKUP_SKU = { "SELECT sku FROM product WHERE sku IN (", ")" };

static void list_where(const struct order_filter *filter, struct buffer *out)
{
	int parameter = 2;
	buffer_text(out, " WHERE sale.placed_at >= ?1 AND sale.placed_at < ?2");
	if (filter->statuses) {
		const char *separator = " AND sale.status IN (";
		for (int status = ORDER_PENDING; status <= ORDER_EXPIRED; status++) {
			if (!filter->statuses[status])
				continue;
			buffer_printf(out, "%s%d", separator, status);
			separator = ", ";
		}
		buffer_text(out, separator[1] == 'A' ? " AND 1 = 0" : ")");
	}
	if (filter->customer)
		buffer_printf(out, " AND sale.customer = ?%d", ++parameter);
	if (filter->channel)
		buffer_printf(out, " AND sale.channel = ?%d", ++parameter);
	if (filter->sku)
		buffer_printf(out, " AND sale.id IN (SELECT x.sale FROM sale_line x WHERE x.sku = ?%d)", ++parameter);
	if (filter->limit > 0)
		buffer_printf(out, " ORDER BY sale.placed_at DESC, sale.id DESC LIMIT ?%d", ++parameter);
}

void order_list_sql(const struct order_filter *filter, struct buffer *out)
{
	buffer_text(out, "SELECT " SALE_COLUMNS ", " LINE_COLUMNS " FROM ");
	if (filter->limit > 0) {
		buffer_text(out, "(SELECT * FROM sale");
		list_where(filter, out);
		buffer_text(out, ") AS sale JOIN sale_line l ON l.sale = sale.id");
	} else {
		buffer_text(out, "sale JOIN sale_line l ON l.sale = sale.id");
		list_where(filter, out);
	}
	buffer_text(out, " ORDER BY sale.placed_at DESC, sale.id DESC, l.line");
}
