#include "notify_impl.h"

#define ALERT_COLUMNS "rule, key, state, since, severity, subject, record, seen_at, generation"
#define MESSAGE_COLUMNS                                                                                                \
	"id, at, channel, recipient, topic, subject, state, attempts, next_try_at, sent_at, last_error, dedupe, "      \
	"payload"
#define IS_FREE "state = 0 AND next_try_at <= ?1 AND (lease_until IS NULL OR lease_until <= ?1)"

const struct sql NOTIFY_SQL[NOTIFY_STATEMENTS] = {
	[NOTIFY_ALERTS_OF_RULE] = { "SELECT " ALERT_COLUMNS " FROM alert WHERE rule = ?1 ORDER BY key", true },
	[NOTIFY_ALERTS] = { "SELECT " ALERT_COLUMNS " FROM alert ORDER BY rule, key", true },
	[NOTIFY_MESSAGES] = { "SELECT " MESSAGE_COLUMNS " FROM outbox WHERE (?1 < 0 OR state = ?1)"
			      " AND (CAST(?2 AS TEXT) IS NULL OR topic = ?2)"
			      " AND (CAST(?3 AS TEXT) IS NULL OR channel = ?3) ORDER BY id DESC LIMIT ?4",
			      true },
	[NOTIFY_MESSAGE_DUE] = { "SELECT " MESSAGE_COLUMNS " FROM outbox WHERE " IS_FREE
				 " AND channel IN (?2, ?3, ?4) ORDER BY next_try_at, id LIMIT 1" },
	/* The try is counted before it is made: a message that takes its courier down must not do so for ever. */
	[NOTIFY_MESSAGE_LEASE] = { "UPDATE outbox SET lease_until = ?2, attempts = attempts + 1 WHERE id = ?3 "
				   "AND " IS_FREE },
	[NOTIFY_MESSAGE_SETTLE] = { "UPDATE outbox SET state = ?3, next_try_at = ?4, sent_at = ?5, last_error = ?6,"
				    " lease_until = NULL WHERE id = ?1 AND lease_until = ?2 AND state = 0" },
	[NOTIFY_MESSAGE_RELEASE] = { "UPDATE outbox SET lease_until = NULL, attempts = attempts - 1"
				     " WHERE id = ?1 AND lease_until = ?2 AND state = 0" },
	[NOTIFY_MESSAGE_REVIVE] = { "UPDATE outbox SET state = 0, attempts = 0, next_try_at = ?2, lease_until = NULL"
				    " WHERE id = ?1 AND state IN (2, 3)" },
};

const struct sql_bulk NOTIFY_ALERT_PUT = {
	"INSERT INTO alert (" ALERT_COLUMNS ") VALUES ",
	9,
	" ON CONFLICT (rule, key) DO UPDATE SET state = excluded.state, since = excluded.since, severity = "
	"excluded.severity,"
	" subject = excluded.subject, record = excluded.record, seen_at = excluded.seen_at, generation = "
	"excluded.generation",
	1,
};
