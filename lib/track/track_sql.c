/* All statements of tracking but those of the check. */
#include "track_impl.h"

#define SHIPMENT_COLUMNS                                                                                               \
	"id, sale, carrier, number, status, substatus, shipped_at, promised_at, delivered_at, last_event_at"

const struct sql TRACK_SQL[TRACK_STATEMENTS] = {
	[TRACK_GET] = { "SELECT " SHIPMENT_COLUMNS " FROM shipment WHERE id = ?1", false },
	/* Writing nothing new holds the row against others on PostgreSQL, and reads what they committed before. */
	[TRACK_LOCK] = { "UPDATE shipment SET status = status WHERE id = ?1 RETURNING " SHIPMENT_COLUMNS, false },
	[TRACK_BY_NUMBER] = { "SELECT id FROM shipment WHERE number = ?1 ORDER BY id LIMIT 2", false },
	[TRACK_BY_CARRIER_NUMBER] = { "SELECT id FROM shipment WHERE number = ?1 AND carrier = ?2", false },
	[TRACK_PUT] = { "INSERT INTO shipment (id, sale, carrier, number, status, shipped_at, promised_at)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING",
			false },
	[TRACK_SET] = { "UPDATE shipment SET sale = ?2, carrier = ?3, number = ?4, shipped_at = ?5, promised_at = ?6"
			" WHERE id = ?1",
			false },
	[TRACK_FOLLOW] = { "UPDATE shipment SET status = ?2, substatus = ?3, shipped_at = ?4, delivered_at = ?5,"
			   " last_event_at = ?6 WHERE id = ?1",
			   false },
	[TRACK_ORDER] = { "SELECT 1 FROM sale WHERE id = ?1", false },
	[TRACK_ORDER_COUNT] = { "SELECT COUNT(*) FROM shipment WHERE sale = ?1", false },
	[TRACK_EVENT_PUT] = { "INSERT INTO shipment_event (shipment, at, utc_offset, status, substatus, code, text, "
			      "place,"
			      " country, lat, lng, digest)"
			      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
			      " ON CONFLICT (shipment, digest) DO NOTHING",
			      false },
	[TRACK_EVENTS] = { "SELECT p.id, p.carrier, p.number, e.at, e.utc_offset, e.status, e.substatus, e.code, "
			   "e.text,"
			   " e.place, e.country, e.lat, e.lng FROM shipment_event e JOIN shipment p ON p.id = "
			   "e.shipment"
			   " WHERE e.shipment = ?1 ORDER BY e.at, e.id",
			   false },
};

static void list_statuses(const bool *statuses, struct buffer *out)
{
	const char *separator = " AND status IN (";
	for (int status = SHIPMENT_PENDING; status <= SHIPMENT_UNKNOWN; status++) {
		if (!statuses[status])
			continue;
		buffer_printf(out, "%s%d", separator, status);
		separator = ", ";
	}
	buffer_text(out, separator[1] == 'A' ? " AND 1 = 0" : ")");
}

void track_list_sql(const struct track_filter *filter, bool by_id, struct buffer *out)
{
	int parameter = 0;
	buffer_text(out, "SELECT " SHIPMENT_COLUMNS " FROM shipment WHERE 1 = 1");
	if (filter->any && ++parameter)
		buffer_text(out, by_id ? " AND id = ?1" : " AND (sale = ?1 OR number = ?1)");
	if (filter->statuses)
		list_statuses(filter->statuses, out);
	if (filter->order)
		buffer_printf(out, " AND sale = ?%d", ++parameter);
	if (filter->carrier)
		buffer_printf(out, " AND carrier = ?%d", ++parameter);
	if (filter->since != INSTANT_NONE)
		buffer_printf(out, " AND shipped_at >= ?%d", ++parameter);
	if (filter->late_at != INSTANT_NONE)
		buffer_printf(out,
			      " AND (delivered_at > promised_at OR (delivered_at IS NULL AND status NOT IN (%d, %d)"
			      " AND promised_at < ?%d))",
			      SHIPMENT_DELIVERED, SHIPMENT_CANCELLED, ++parameter);
	if (filter->stale_before != INSTANT_NONE)
		buffer_printf(out, " AND status NOT IN (%d, %d, %d) AND COALESCE(last_event_at, shipped_at, 0) < ?%d",
			      SHIPMENT_DELIVERED, SHIPMENT_RETURNED, SHIPMENT_CANCELLED, ++parameter);
	buffer_text(out, " ORDER BY id");
	if (filter->limit > 0)
		buffer_printf(out, " LIMIT ?%d", ++parameter);
}
