#include "notify_impl.h"

#define ALERT_COLUMNS "rule, key, state, since, severity, subject, record, seen_at, generation, told_at, owed"
#define MESSAGE_COLUMNS                                                                                                \
	"o.id, o.at, o.channel, o.recipient, o.topic, o.subject, o.state, o.attempts, o.next_try_at, o.sent_at, "      \
	"o.last_error, o.dedupe, o.payload, o.series"
#define SUBSCRIPTION_COLUMNS "topic, channel, recipient, enabled, template, lang, zone, quiet, since"
#define RECEIVER_COLUMNS     "channel, recipient, allowed, reason, lang, zone, quiet, account, since"
#define IS_FREE		     "(lease_until IS NULL OR lease_until <= ?1)"
#define IS_DUE		     "o.state = 0 AND o.next_try_at <= ?1 AND " IS_FREE
/* Secrets and limits are an account's: the receiver's own, or the channel's; each webhook has its own limits. */
#define ACCOUNT	      "COALESCE(r.account, o.channel)"
#define PACE	      "CASE o.channel WHEN 'webhook' THEN 'webhook ' || o.recipient ELSE " ACCOUNT " END"
#define WITH_RECEIVER " FROM outbox o LEFT JOIN recipient r ON r.channel = o.channel AND r.recipient = o.recipient"

const struct sql NOTIFY_SQL[NOTIFY_STATEMENTS] = {
	[NOTIFY_ALERTS_OF_RULE] = { "SELECT " ALERT_COLUMNS " FROM alert WHERE rule = ?1 ORDER BY key", true },
	[NOTIFY_ALERTS] = { "SELECT " ALERT_COLUMNS " FROM alert ORDER BY rule, key", true },
	[NOTIFY_REARM] = { "UPDATE alert SET owed = 1, generation = generation + 1 WHERE rule = ?1 AND state = 0"
			   " AND (CAST(?2 AS TEXT) = '' OR key = ?2)" },
	[NOTIFY_SNOOZE_PUT] = { "INSERT INTO snooze (rule, key, ends_at) VALUES (?1, ?2, ?3)"
				" ON CONFLICT (rule, key) DO UPDATE SET ends_at = excluded.ends_at" },
	[NOTIFY_SNOOZE_END] = { "DELETE FROM snooze WHERE rule = ?1 AND key = ?2" },
	[NOTIFY_SNOOZES] = { "SELECT rule, key, ends_at FROM snooze WHERE ends_at > ?1 ORDER BY rule, key", true },
	[NOTIFY_MESSAGES] = { "SELECT " MESSAGE_COLUMNS " FROM outbox o WHERE (?1 < 0 OR state = ?1)"
			      " AND (CAST(?2 AS TEXT) IS NULL OR topic = ?2)"
			      " AND (CAST(?3 AS TEXT) IS NULL OR channel = ?3) ORDER BY id DESC LIMIT ?4",
			      true },
	[NOTIFY_MESSAGE] = { "SELECT " MESSAGE_COLUMNS " FROM outbox o WHERE id = ?1" },
	[NOTIFY_COUNTS] = { "SELECT state, COUNT(*) FROM outbox WHERE channel <> 'event' GROUP BY state" },
	/* Not while its account is closed, nor before an older one of its series, or of all. */
	[NOTIFY_MESSAGE_DUE] = { "SELECT " MESSAGE_COLUMNS ", " ACCOUNT ", " PACE WITH_RECEIVER " WHERE " IS_DUE
				 " AND o.channel <> 'event' AND ?2 LIKE '%,' || o.channel || ',%'"
				 " AND NOT EXISTS (SELECT 1 FROM pace p WHERE p.account = " PACE
				 " AND p.span_ms = 0 AND p.ends_at > ?1)"
				 " AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.channel = o.channel"
				 " AND b.recipient = o.recipient AND b.series IN (o.series, 'several') AND b.state = 0"
				 " AND b.id < o.id)"
				 " ORDER BY o.next_try_at, o.id LIMIT 1" },
	[NOTIFY_EVENT_DUE] = { "SELECT " MESSAGE_COLUMNS ", 'event', 'event' FROM outbox o WHERE " IS_DUE
			       " AND o.channel = 'event' ORDER BY o.next_try_at, o.id LIMIT 1" },
	[NOTIFY_WAITING] = { "SELECT DISTINCT o.channel, " ACCOUNT WITH_RECEIVER
			     " WHERE o.state = 0 AND o.channel <> 'event' AND o.next_try_at <= ?1 ORDER BY 1, 2" },
	/* The try is counted before it is made: a message that takes its courier down must not do so for ever. */
	[NOTIFY_MESSAGE_LEASE] = { "UPDATE outbox SET lease_until = ?2, attempts = attempts + 1 WHERE id = ?3 "
				   "AND state = 0 AND next_try_at <= ?1 AND " IS_FREE },
	[NOTIFY_MESSAGE_SETTLE] = { "UPDATE outbox SET state = ?3, next_try_at = ?4, sent_at = ?5, last_error = ?6,"
				    " lease_until = NULL WHERE id = ?1 AND lease_until = ?2 AND state = 0" },
	[NOTIFY_MESSAGE_RELEASE] = { "UPDATE outbox SET lease_until = NULL, attempts = attempts - 1"
				     " WHERE id = ?1 AND lease_until = ?2 AND state = 0" },
	[NOTIFY_MESSAGE_RETRY] = { "UPDATE outbox SET state = 0, attempts = 0, next_try_at = ?2, lease_until = NULL"
				   " WHERE id = ?1 AND state IN (2, 3, 4)" },
	[NOTIFY_MESSAGE_CANCEL] = { "UPDATE outbox SET state = 4, lease_until = NULL, last_error = ?3 WHERE id = ?2"
				    " AND state = 0 AND " IS_FREE },
	[NOTIFY_RECEIVER_CANCEL] = { "UPDATE outbox SET state = 4, lease_until = NULL, last_error = ?4 WHERE channel = "
				     "?2"
				     " AND recipient = ?3 AND state = 0 AND " IS_FREE },
	[NOTIFY_MESSAGE_PUT] = { "INSERT INTO outbox (at, channel, recipient, topic, dedupe, subject, payload,"
				 " next_try_at, series) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
				 " ON CONFLICT (dedupe) DO NOTHING RETURNING id" },
	/* Its time was put off when it was made, and nobody has touched it since. */
	[NOTIFY_HELD] = { "SELECT " MESSAGE_COLUMNS " FROM outbox o WHERE " IS_DUE " AND o.channel <> 'event'"
			  " AND o.next_try_at > o.at AND o.attempts = 0 AND o.last_error IS NULL"
			  " AND o.channel NOT IN ('webhook', 'exec') AND o.series IS NOT NULL"
			  " ORDER BY o.channel, o.recipient, o.id",
			  true },
	[NOTIFY_SUPERSEDE] = { "UPDATE outbox SET state = 4, lease_until = NULL, last_error = ?6 WHERE channel = ?2"
			       " AND recipient = ?3 AND series = ?4 AND state = 0 AND id < ?5 AND " IS_FREE },
	[NOTIFY_EVENTS] = { "SELECT " MESSAGE_COLUMNS " FROM outbox o WHERE channel = 'event' AND spread_at IS NULL"
			    " AND id > ?1 AND state <> 4 ORDER BY id LIMIT 500" },
	[NOTIFY_EVENT_SPREAD] = { "UPDATE outbox SET spread_at = ?2 WHERE id = ?1" },
	[NOTIFY_EVENTS_PASS] = { "UPDATE outbox SET spread_at = ?2 WHERE channel = 'event' AND spread_at IS NULL"
				 " AND at < ?1" },
	[NOTIFY_SUBSCRIPTION] = { "SELECT " SUBSCRIPTION_COLUMNS " FROM subscription"
				  " WHERE topic = ?1 AND channel = ?2 AND recipient = ?3" },
	/* The closest pattern first. */
	[NOTIFY_SUBSCRIPTIONS] = { "SELECT " SUBSCRIPTION_COLUMNS " FROM subscription"
				   " ORDER BY LENGTH(topic) DESC, topic, channel, recipient",
				   true },
	[NOTIFY_SUBSCRIPTION_PUT] = { "INSERT INTO subscription (" SUBSCRIPTION_COLUMNS
				      ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
				      " ON CONFLICT (topic, channel, recipient) DO UPDATE SET enabled = "
				      "excluded.enabled,"
				      " template = excluded.template, lang = excluded.lang, zone = excluded.zone,"
				      " quiet = excluded.quiet, since = excluded.since" },
	[NOTIFY_SUBSCRIPTION_DELETE] = { "DELETE FROM subscription WHERE topic = ?1 AND channel = ?2 AND recipient = "
					 "?3" },
	[NOTIFY_RECEIVER] = { "SELECT " RECEIVER_COLUMNS " FROM recipient WHERE channel = ?1 AND recipient = ?2" },
	[NOTIFY_RECEIVERS] = { "SELECT " RECEIVER_COLUMNS " FROM recipient ORDER BY channel, recipient", true },
	[NOTIFY_RECEIVER_PUT] = { "INSERT INTO recipient (" RECEIVER_COLUMNS
				  ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
				  " ON CONFLICT (channel, recipient) DO UPDATE SET allowed = excluded.allowed,"
				  " reason = excluded.reason, lang = excluded.lang, zone = excluded.zone,"
				  " quiet = excluded.quiet, account = excluded.account, since = excluded.since" },
	/* A span goes on until nothing was sent for so long: then no stretch of that length has more than was allowed.
	 */
	[NOTIFY_PACE_USE] = { "INSERT INTO pace (account, span_ms, used, ends_at) VALUES (?1, ?2, 1, ?3)"
			      " ON CONFLICT (account, span_ms) DO UPDATE SET"
			      " used = CASE WHEN pace.ends_at <= ?4 THEN 1 ELSE pace.used + 1 END,"
			      " ends_at = excluded.ends_at RETURNING used" },
	[NOTIFY_PACE_CLOSE] = { "INSERT INTO pace (account, span_ms, used, ends_at) VALUES (?1, 0, 0, ?2)"
				" ON CONFLICT (account, span_ms) DO UPDATE SET ends_at ="
				" CASE WHEN pace.ends_at < excluded.ends_at THEN excluded.ends_at ELSE pace.ends_at "
				"END" },
	[NOTIFY_PACE_NEXT] = { "SELECT MIN(ends_at) FROM pace WHERE span_ms = 0 AND ends_at > ?1" },
};

const struct sql_bulk NOTIFY_ALERT_PUT = {
	"INSERT INTO alert (" ALERT_COLUMNS ") VALUES ",
	11,
	" ON CONFLICT (rule, key) DO UPDATE SET state = excluded.state, since = excluded.since, severity = "
	"excluded.severity,"
	" subject = excluded.subject, record = excluded.record, seen_at = excluded.seen_at, generation = "
	"excluded.generation, told_at = excluded.told_at, owed = excluded.owed",
	1,
};
