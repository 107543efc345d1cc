/* What must never be in the alert table and the outbox. journal_check looks at what every message has in common. */
#include "notify_impl.h"

static const struct journal_query CHECKS[] = {
	{ "alert_record",
	  FINDING_ERROR,
	  "an alert keeps the record it was raised by, a JSON object",
	  { "SELECT rule || '/' || key, 'record', NULL, record FROM alert WHERE record NOT LIKE '{%}' ORDER BY rule, "
	    "key",
	    true } },
	{ "alert_generation",
	  FINDING_ERROR,
	  "an alert has begun to fire at least once",
	  { "SELECT rule || '/' || key, 'generation', NULL, CAST(generation AS TEXT) FROM alert WHERE generation < 1"
	    " ORDER BY rule, key",
	    true } },
	{ "alert_since",
	  FINDING_ERROR,
	  "an alert that fires was seen when it began, or later",
	  { "SELECT rule || '/' || key, 'since', NULL, CAST(seen_at AS TEXT) FROM alert WHERE state = 0 AND seen_at < "
	    "since"
	    " ORDER BY rule, key",
	    true } },
	{ "outbox_lease",
	  FINDING_ERROR,
	  "only a message that is still to be sent can be in the hands of a courier",
	  { "SELECT CAST(id AS TEXT), 'lease_until', NULL, CAST(lease_until AS TEXT) FROM outbox"
	    " WHERE state <> 0 AND lease_until IS NOT NULL ORDER BY id",
	    true } },
	{ "outbox_error",
	  FINDING_ERROR,
	  "a message that was given up says why",
	  { "SELECT CAST(id AS TEXT), 'last_error', NULL, CAST(state AS TEXT) FROM outbox"
	    " WHERE state IN (2, 3) AND last_error IS NULL ORDER BY id",
	    true } },
	{ "outbox_recipient",
	  FINDING_ERROR,
	  "a mail has a recipient",
	  { "SELECT CAST(id AS TEXT), 'recipient', NULL, recipient FROM outbox WHERE channel = 'mail' AND recipient = "
	    "''"
	    " ORDER BY id",
	    true } },
};

enum status notify_check(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	return journal_query_all(s, CHECKS, ARRAY_LENGTH(CHECKS), report, ctx, err);
}
