#include "journal_impl.h"

const struct sql JOURNAL_SQL[] = {
	[JOURNAL_AUDIT_PUT] = { "INSERT INTO audit (at, actor, verb, kind, subject, before, after) "
				"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)" },
	[JOURNAL_KEY_FIND] = { "SELECT digest, answer FROM idempotency WHERE verb = ?1 AND key = ?2" },
	[JOURNAL_KEY_PUT] = { "INSERT INTO idempotency (verb, key, digest, answer, at) VALUES (?1, ?2, ?3, ?4, ?5) "
			      "ON CONFLICT (verb, key) DO NOTHING" },
	[JOURNAL_OUTBOX_PUT] = { "INSERT INTO outbox "
				 "(at, channel, recipient, topic, dedupe, subject, payload, next_try_at) "
				 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?1) ON CONFLICT (dedupe) DO NOTHING" },
	[JOURNAL_OUTBOX_WITHDRAW] = { "DELETE FROM outbox WHERE dedupe = ?1 AND state = 0 AND attempts = 0 "
				      "AND lease_until IS NULL" },
	[JOURNAL_CHECK_KEYS] = { "SELECT verb, key, digest, answer FROM idempotency ORDER BY verb, key", true },
	[JOURNAL_CHECK_OUTBOX] = { "SELECT id, topic, payload, state, attempts, sent_at FROM outbox ORDER BY id",
				   true },
	[JOURNAL_CHECK_AUDIT] = { "SELECT id, kind, subject, before, after FROM audit "
				  "WHERE before NOT LIKE '{%}' OR after NOT LIKE '{%}' ORDER BY id",
				  true },
};

const struct sql_bulk JOURNAL_AUDIT_BULK = {
	"INSERT INTO audit (at, actor, verb, kind, subject, before, after) VALUES ",
	7,
	"",
	4,
};
