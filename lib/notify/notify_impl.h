/* Shared inside lib/notify only. */
#ifndef NOTIFY_IMPL_H
#define NOTIFY_IMPL_H

#include <inttypes.h>
#include <string.h>

#include <ecom/notify.h>

enum notify_statement {
	NOTIFY_ALERTS_OF_RULE,
	NOTIFY_ALERTS,
	NOTIFY_MESSAGES,
	NOTIFY_MESSAGE_DUE,
	NOTIFY_MESSAGE_LEASE,
	NOTIFY_MESSAGE_SETTLE,
	NOTIFY_MESSAGE_RELEASE,
	NOTIFY_MESSAGE_REVIVE,
	NOTIFY_STATEMENTS
};
extern const struct sql NOTIFY_SQL[NOTIFY_STATEMENTS];
extern const struct sql_bulk NOTIFY_ALERT_PUT;

/* A row of the alert table. */
struct notify_row {
	const char *key;
	int state;
	int64_t since;
	const char *severity, *subject, *record;
	int64_t seen_at, generation;
};

/* What a run means for one key. Pure, notify_rules.c. */
enum notify_step { STEP_NONE, STEP_SEEN, STEP_FIRE, STEP_WORSE, STEP_CLEAR };
/** notify_step(row, seen, rule, empty, now): ${row} NULL: never fired; ${seen} NULL: not in this input, which has
 * (${empty}) no record at all. */
enum notify_step notify_step(const struct notify_row *row, const struct notify_sighting *seen,
			     const struct notify_rule *rule, bool empty, int64_t now);
/** notify_severity_rank(word): graver is higher; 0 for an unknown word or none. */
int notify_severity_rank(const char *word);
/** notify_is_plain(text): UTF-8 without control characters. */
bool notify_is_plain(const char *text);
/** notify_is_address(address, length): local@domain of printable ASCII, nothing that means something in a mail's head.
 */
bool notify_is_address(const char *address, size_t length);
bool notify_are_addresses(const char *list); /* one or more, between commas */

/* A message about changes: message.c. */
struct notify_digest {
	const struct notify_alert *alerts;
	size_t count, cleared;
	const char *subject, *payload; /* what notify_digest_render made */
};
enum status notify_digest_render(struct notify_digest *d, const struct notify_rule *rule, int64_t now,
				 struct arena *arena, struct error *err);

/** notify_table(alerts, n, with_state, out, arena): the records as a table of plain text. */
void notify_table(const struct notify_alert *alerts, size_t n, bool with_state, struct buffer *out,
		  struct arena *arena);

/** notify_template(text, names, values, n, out, err): ${text} with each {name} replaced; an unknown one is an error. */
enum status notify_template(const char *text, const char *const *names, const char *const *values, size_t n,
			    struct buffer *out, struct error *err);

#endif
