/* What must never be in the alert table and the outbox. journal_check looks at what every message has in common. */
#include "notify_impl.h"

/* A check is a query whose rows are its findings: subject, and what was found. */
struct check {
	const char *name, *field, *reason;
	struct sql sql;
};

static const struct check CHECKS[] = {
	{ "alert_record",
	  "record",
	  "an alert keeps the record it was raised by, a JSON object",
	  { "SELECT rule || '/' || key, record FROM alert WHERE record NOT LIKE '{%}' ORDER BY rule, key", true } },
	{ "alert_generation",
	  "generation",
	  "an alert has begun to fire at least once",
	  { "SELECT rule || '/' || key, CAST(generation AS TEXT) FROM alert WHERE generation < 1 ORDER BY rule, key",
	    true } },
	{ "alert_since",
	  "since",
	  "an alert that fires was seen when it began, or later",
	  { "SELECT rule || '/' || key, CAST(seen_at AS TEXT) FROM alert WHERE state = 0 AND seen_at < since ORDER BY "
	    "rule, key",
	    true } },
	{ "outbox_lease",
	  "lease_until",
	  "only a message that is still to be sent can be in the hands of a courier",
	  { "SELECT CAST(id AS TEXT), CAST(lease_until AS TEXT) FROM outbox WHERE state <> 0 AND lease_until IS NOT "
	    "NULL"
	    " ORDER BY id",
	    true } },
	{ "outbox_error",
	  "last_error",
	  "a message that was given up says why",
	  { "SELECT CAST(id AS TEXT), CAST(state AS TEXT) FROM outbox WHERE state IN (2, 3) AND last_error IS NULL "
	    "ORDER BY id",
	    true } },
	{ "outbox_recipient",
	  "recipient",
	  "a mail has a recipient",
	  { "SELECT CAST(id AS TEXT), recipient FROM outbox WHERE channel = 'mail' AND recipient = '' ORDER BY id",
	    true } },
};

enum status notify_check(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	for (size_t i = 0; i < ARRAY_LENGTH(CHECKS); i++) {
		struct stmt *q = store_stmt(s, &CHECKS[i].sql);
		enum status st;

		while ((st = stmt_step(q, err)) == STATUS_OK) {
			struct finding f = { .check = CHECKS[i].name,
					     .severity = FINDING_ERROR,
					     .subject = stmt_column_text(q, 0),
					     .field = CHECKS[i].field,
					     .actual = stmt_column_text(q, 1),
					     .reason = CHECKS[i].reason };

			record_mark_all(&journal_finding_type, &f);
			report(ctx, &f);
		}
		stmt_reset(q);
		if (st != STATUS_END)
			return st;
	}
	return STATUS_OK;
}
