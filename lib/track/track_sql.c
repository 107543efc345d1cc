/* All statements of tracking but those of the check. */
#include "track_impl.h"

#define SHIPMENT_COLUMNS                                                                                               \
	"id, sale, carrier, number, status, substatus, shipped_at, promised_at, delivered_at, last_event_at, details," \
	" first_promised_at, changed_at, expired_at, identity, generation, shipped_seen, delivered_seen, "             \
	"summary_status,"                                                                                              \
	" summary_substatus, summary_native, summary_adapter"
#define EVENT_COLUMNS                                                                                                  \
	"id, at, utc_offset, status, lat, lng, digest, local_at, zone_source, turn, taken_at, substatus, code, text,"  \
	" place, country, native, raw_time, raw, city, region, postal, identity, aside, adapter"
#define IN_ORDER " ORDER BY at, turn, digest"
/* Of the parcels of one carrier that had a number one after the other. */
#define NEWEST                                                                                                         \
	" NOT EXISTS (SELECT 1 FROM shipment n WHERE n.number = p.number AND n.carrier = p.carrier"                    \
	" AND n.generation > p.generation)"

/* Parcels whose way has ended: delivered, returned, given up. */
#define FINISHED(more)                                                                                                 \
	"SELECT carrier, details, shipped_at, COALESCE(first_promised_at, promised_at), promised_at, delivered_at,"    \
	" status" more " FROM shipment p WHERE status IN (7, 10, 12) AND shipped_at IS NOT NULL"                       \
	" AND (CAST(?1 AS TEXT) IS NULL OR carrier = ?1) AND shipped_at >= ?2 AND shipped_at < ?3"
#define COUNTRY_OF(direction)                                                                                          \
	"(SELECT e.country FROM shipment_event e WHERE e.shipment = p.id AND e.aside IS NULL AND e.country IS NOT"     \
	" NULL ORDER BY e.at " direction ", e.turn " direction " LIMIT 1)"

const struct sql TRACK_SQL[TRACK_STATEMENTS] = {
	[TRACK_GET] = { "SELECT " SHIPMENT_COLUMNS " FROM shipment WHERE id = ?1", false },
	/* Writing nothing new holds the row against others on PostgreSQL, and reads what they committed before. */
	[TRACK_LOCK] = { "UPDATE shipment SET status = status WHERE id = ?1 RETURNING " SHIPMENT_COLUMNS, false },
	[TRACK_BY_NUMBER] = { "SELECT id FROM shipment p WHERE number = ?1 AND" NEWEST " ORDER BY id LIMIT 2", false },
	[TRACK_BY_CARRIER_NUMBER] = { "SELECT id FROM shipment WHERE number = ?1 AND carrier = ?2"
				      " ORDER BY generation DESC LIMIT 1",
				      false },
	[TRACK_PUT] = { "INSERT INTO shipment (id, sale, carrier, number, status, shipped_at, promised_at, details,"
			" first_promised_at, changed_at, identity, generation)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?9, ?10, ?11) ON CONFLICT (id) DO NOTHING",
			false },
	[TRACK_SET] = { "UPDATE shipment SET sale = ?2, carrier = ?3, number = ?4, shipped_at = ?5, promised_at = ?6,"
			" details = ?7, first_promised_at = ?8, identity = ?9, shipped_seen = ?10, generation = ?11"
			" WHERE id = ?1",
			false },
	[TRACK_FOLLOW] = { "UPDATE shipment SET status = ?2, substatus = ?3, shipped_at = ?4, delivered_at = ?5,"
			   " last_event_at = ?6, shipped_seen = ?7, delivered_seen = ?8, promised_at = ?9,"
			   " first_promised_at = ?10, changed_at = ?11, expired_at = ?12, identity = ?13,"
			   " summary_status = ?14, summary_substatus = ?15, summary_native = ?16, summary_adapter = ?17"
			   " WHERE id = ?1",
			   false },
	[TRACK_ORDER] = { "SELECT email FROM sale WHERE id = ?1", false },
	[TRACK_ORDER_COUNT] = { "SELECT COUNT(*) FROM shipment WHERE sale = ?1", false },
	[TRACK_EVENT_PUT] = { "INSERT INTO shipment_event (at, utc_offset, status, lat, lng, local_at, zone_source,"
			      " turn, substatus, code, text, place, country, native, raw_time, raw, city, region,"
			      " postal, identity, aside, adapter, shipment, digest, taken_at)"
			      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
			      " ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25) ON CONFLICT (shipment, digest) DO NOTHING"
			      " RETURNING id",
			      false },
	[TRACK_EVENT_SET] = { "UPDATE shipment_event SET at = ?1, utc_offset = ?2, status = ?3, lat = ?4, lng = ?5,"
			      " local_at = ?6, zone_source = ?7, turn = ?8, substatus = ?9, code = ?10, text = ?11,"
			      " place = ?12, country = ?13, native = ?14, raw_time = ?15, raw = ?16, city = ?17,"
			      " region = ?18, postal = ?19, identity = ?20, aside = ?21, adapter = ?22 WHERE id = ?23",
			      false },
	[TRACK_EVENT_ROWS] = { "SELECT " EVENT_COLUMNS " FROM shipment_event WHERE shipment = ?1 ORDER BY id", false },
	[TRACK_EVENTS] = { "SELECT " EVENT_COLUMNS
			   " FROM shipment_event WHERE shipment = ?1 AND aside IS NULL" IN_ORDER,
			   false },
	[TRACK_EVENTS_ASIDE] = { "SELECT " EVENT_COLUMNS
				 " FROM shipment_event WHERE shipment = ?1 AND aside IS NOT NULL" IN_ORDER,
				 false },
	/* The parcels that are not finished, with the instant of the news that brought them where they are. */
	[TRACK_TROUBLED] = { "SELECT " SHIPMENT_COLUMNS
			     ", (SELECT MAX(e.at) FROM shipment_event e WHERE e.shipment = p.id AND e.aside IS NULL"
			     " AND e.status = p.status),"
			     " (SELECT COUNT(*) FROM shipment_event e WHERE e.shipment = p.id AND e.aside = "
			     "'ambiguous')"
			     " FROM shipment p WHERE status NOT IN (7, 10, 11)"
			     " AND (CAST(?1 AS TEXT) IS NULL OR carrier = ?1) ORDER BY id",
			     true },
	/* Parcels that a map has a say in. */
	[TRACK_REMAP_PAGE] = { "SELECT p.id, COALESCE(c.adapter, p.carrier) FROM shipment p"
			       " LEFT JOIN carrier c ON c.name = p.carrier"
			       " WHERE p.id > ?1 AND (CAST(?2 AS TEXT) IS NULL OR p.carrier = ?2)"
			       " AND (p.summary_native IS NOT NULL OR EXISTS (SELECT 1 FROM shipment_event e"
			       " WHERE e.shipment = p.id AND e.native IS NOT NULL)) ORDER BY p.id LIMIT ?3",
			       false },
	[TRACK_FINISHED] = { FINISHED(""), true },
	[TRACK_FINISHED_LANES] = { FINISHED(", " COUNTRY_OF("ASC") ", " COUNTRY_OF("DESC")), true },
	[TRACK_UNMAPPED] = { "SELECT p.carrier, e.code, COUNT(*), COUNT(DISTINCT e.shipment), MIN(e.at), MAX(e.at),"
			     " MIN(e.text) FROM shipment_event e JOIN shipment p ON p.id = e.shipment"
			     " WHERE e.status = 13 AND e.aside IS NULL AND (CAST(?1 AS TEXT) IS NULL OR p.carrier = ?1)"
			     " GROUP BY p.carrier, e.code ORDER BY 3 DESC, 1, 2",
			     true },
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
	buffer_text(out, "SELECT " SHIPMENT_COLUMNS " FROM shipment p WHERE 1 = 1");
	if (filter->any && ++parameter)
		buffer_text(out, by_id ? " AND id = ?1" : " AND (sale = ?1 OR (number = ?1 AND" NEWEST "))");
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
