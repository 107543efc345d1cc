/* All statements of polling. */
#include "poll_impl.h"

#define UNDER_WAY "p.number IS NOT NULL AND p.status NOT IN (7, 10, 11, 12)"
#define FREE	  "(lease_until IS NULL OR lease_until <= ?2)"

const struct sql POLL_SQL[POLL_STATEMENTS] = {
	[POLL_ENROL] = { "INSERT INTO polling (shipment, carrier, since, next_poll_at)"
			 " SELECT p.id, p.carrier, COALESCE(p.shipped_at, ?1), CAST(?1 AS BIGINT) FROM shipment p WHERE " UNDER_WAY
			 " AND NOT EXISTS (SELECT 1 FROM polling q WHERE q.shipment = p.id)"
			 " ON CONFLICT (shipment) DO NOTHING" },
	[POLL_LANES] = { "SELECT carrier, COUNT(*) FROM polling WHERE next_poll_at <= ?2 AND " FREE
			 " AND (CAST(?1 AS TEXT) IS NULL OR carrier = ?1) GROUP BY carrier ORDER BY carrier" },
	/* Whom another run claimed meanwhile fails the outer condition, which PostgreSQL asks again of the row as it is then. A
	 * parcel's questions of one day are counted before they are asked. */
	[POLL_CLAIM] = { "UPDATE polling SET lease_until = ?3, lease_owner = ?4,"
			 " day_polls = CASE WHEN day = ?6 THEN day_polls + 1 ELSE 1 END, day = ?6"
			 " WHERE shipment IN (SELECT shipment FROM polling WHERE carrier = ?1 AND next_poll_at <= ?2 AND " FREE
			 " AND (day IS NULL OR day <> ?6 OR day_polls < ?7) ORDER BY next_poll_at, shipment LIMIT ?5)"
			 " AND " FREE " RETURNING shipment" },
	[POLL_PARCEL] = { "SELECT p.id, p.sale, p.carrier, p.number, p.status, p.shipped_at, p.promised_at, p.changed_at,"
			  " p.last_event_at, p.details, q.carrier, q.since, q.next_poll_at, q.failures, q.absences,"
			  " q.registered_at, q.remembered, q.body_hash, q.etag, q.last_poll_at"
			  " FROM shipment p LEFT JOIN polling q ON q.shipment = p.id WHERE p.id = ?1" },
	[POLL_ROW_PUT] = { "INSERT INTO polling (shipment, carrier, since, next_poll_at) VALUES (?1, ?2, ?3, ?4)"
			   " ON CONFLICT (shipment) DO NOTHING" },
	[POLL_SETTLE] = { "UPDATE polling SET next_poll_at = ?2, last_poll_at = ?3, failures = ?4, absences = ?5,"
			  " registered_at = ?6, remembered = ?7, body_hash = ?8, etag = ?9,"
			  " lease_until = CASE WHEN CAST(?11 AS INTEGER) = 1 THEN lease_until END,"
			  " lease_owner = CASE WHEN CAST(?11 AS INTEGER) = 1 THEN lease_owner END"
			  " WHERE shipment = ?1 AND (CAST(?10 AS TEXT) IS NULL OR lease_owner = ?10)" },
	[POLL_END] = { "DELETE FROM polling WHERE shipment = ?1 AND (CAST(?2 AS TEXT) IS NULL OR lease_owner = ?2)" },
	[POLL_GIVE_BACK] = { "UPDATE polling SET lease_until = NULL, lease_owner = NULL"
			     " WHERE shipment = ?1 AND (CAST(?2 AS TEXT) IS NULL OR lease_owner = ?2)" },
	/* Claimed, and not asked about after all. */
	[POLL_RELEASE] = { "UPDATE polling SET lease_until = NULL, lease_owner = NULL, day_polls = day_polls - 1"
			   " WHERE shipment = ?1 AND lease_owner = ?2" },
	[POLL_MOVE] = { "UPDATE polling SET carrier = ?2, lease_until = NULL, lease_owner = NULL WHERE shipment = ?1" },
	[POLL_FIRST_LATER] = { "UPDATE polling SET next_poll_at = since + ?3 WHERE carrier = ?1 AND last_poll_at IS NULL"
			       " AND next_poll_at <= ?2 AND since + ?3 > ?2" },
	[POLL_DUE_OF_ACCOUNT] = { "SELECT COUNT(*) FROM polling q LEFT JOIN carrier c ON c.name = q.carrier"
				  " WHERE q.next_poll_at < ?2 AND (c.account = ?1 OR (c.account IS NULL AND q.carrier = ?3))" },
	[POLL_TOTAL] = { "INSERT INTO poll_total (carrier, result, count, last_at) VALUES (?1, ?2, ?3, ?4)"
			 " ON CONFLICT (carrier, result) DO UPDATE SET count = poll_total.count + excluded.count,"
			 " last_at = excluded.last_at" },
	[POLL_BY_NUMBER] = { "SELECT id, carrier FROM shipment WHERE number = ?1 ORDER BY generation DESC, id" },
	[POLL_CARRIER_GET] = { "SELECT adapter, account, base, sandbox, paused_until FROM carrier WHERE name = ?1" },
	[POLL_CARRIER_PUT] = { "INSERT INTO carrier (name, adapter, account, base, sandbox) VALUES (?1, ?2, ?3, ?4, ?5)"
			       " ON CONFLICT (name) DO UPDATE SET adapter = excluded.adapter, account = excluded.account,"
			       " base = excluded.base, sandbox = excluded.sandbox" },
	[POLL_CARRIER_PAUSE] = { "UPDATE carrier SET paused_until = ?2, reason = ?3 WHERE name = ?1" },
	[POLL_CARRIER_LIST] = { "SELECT n.name, c.adapter, c.account, c.base, c.sandbox, c.paused_until, c.reason,"
				" a.closed_until, a.reason, COALESCE(q.parcels, 0), COALESCE(q.due, 0)"
				" FROM (SELECT name FROM carrier UNION SELECT carrier FROM polling) n"
				" LEFT JOIN carrier c ON c.name = n.name"
				" LEFT JOIN (SELECT carrier, COUNT(next_poll_at) AS parcels,"
				" COUNT(CASE WHEN next_poll_at <= ?1 THEN 1 END) AS due FROM polling GROUP BY carrier) q"
				" ON q.carrier = n.name"
				" LEFT JOIN carrier_account a ON a.id = COALESCE(c.account, n.name) ORDER BY n.name" },
	[POLL_ACCOUNT_PUT] = { "INSERT INTO carrier_account (id) VALUES (?1) ON CONFLICT (id) DO NOTHING" },
	[POLL_ACCOUNT_LOCK] = { "UPDATE carrier_account SET failures = failures WHERE id = ?1 RETURNING closed_until, failures,"
				" stretched_on, token, token_until, token_lease_until" },
	[POLL_ACCOUNT_CLOSE] = { "UPDATE carrier_account SET closed_until = ?2, failures = ?3, reason = ?4 WHERE id = ?1" },
	[POLL_ACCOUNT_OPEN] = { "UPDATE carrier_account SET closed_until = 0, failures = 0, reason = NULL WHERE id = ?1" },
	[POLL_ACCOUNT_STRETCHED] = { "UPDATE carrier_account SET stretched_on = ?2 WHERE id = ?1" },
	[POLL_TOKEN_LEASE] = { "UPDATE carrier_account SET token_lease_until = ?2 WHERE id = ?1" },
	[POLL_TOKEN_PUT] = { "UPDATE carrier_account SET token = ?2, token_until = ?3, token_lease_until = 0 WHERE id = ?1" },
	[POLL_TOKEN_DROP] = { "UPDATE carrier_account SET token = NULL, token_until = 0, token_lease_until = 0"
			      " WHERE id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR token = ?2)" },
	[POLL_BUDGET_GET] = { "SELECT span, slot, used FROM budget WHERE account = ?1" },
	[POLL_BUDGET_ADD] = { "INSERT INTO budget (account, span, slot, used) VALUES (?1, ?2, ?3, ?4)"
			      " ON CONFLICT (account, span, slot) DO UPDATE SET used = budget.used + excluded.used" },
	[POLL_BUDGET_RETURN] = { "UPDATE budget SET used = used - ?4 WHERE account = ?1 AND span = ?2 AND slot = ?3" },
	[POLL_BUDGET_FORGET] = { "DELETE FROM budget WHERE account = ?1 AND span = ?2 AND slot < ?3" },
	[POLL_PUSH_PUT] = { "INSERT INTO push (adapter, id, at) VALUES (?1, ?2, ?3) ON CONFLICT (adapter, id) DO NOTHING" },
	[POLL_PUSH_FORGET] = { "DELETE FROM push WHERE at < ?1" },
	[POLL_COUNT_SHIPMENTS] = { "SELECT status, COUNT(*) FROM shipment GROUP BY status ORDER BY status" },
	[POLL_COUNT_POLLS] = { "SELECT carrier, result, count, last_at FROM poll_total ORDER BY carrier, result" },
	[POLL_COUNT_OTHERS] = { "SELECT (SELECT COUNT(DISTINCT p.carrier || ':' || COALESCE(e.code, '')) FROM shipment_event e"
				" JOIN shipment p ON p.id = e.shipment WHERE e.status = 13 AND e.aside IS NULL),"
				" (SELECT COUNT(*) FROM polling WHERE next_poll_at <= ?1)" },
	[POLL_COUNT_OUTBOX] = { "SELECT state, COUNT(*) FROM outbox GROUP BY state ORDER BY state" },
};
