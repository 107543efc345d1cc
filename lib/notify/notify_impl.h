/* Shared inside lib/notify only. */
#ifndef NOTIFY_IMPL_H
#define NOTIFY_IMPL_H

#include <inttypes.h>
#include <string.h>

#include <ecom/notify.h>

enum notify_statement {
	NOTIFY_ALERTS_OF_RULE,
	NOTIFY_ALERTS,
	NOTIFY_REARM,
	NOTIFY_SNOOZE_PUT,
	NOTIFY_SNOOZE_END,
	NOTIFY_SNOOZES,
	NOTIFY_MESSAGES,
	NOTIFY_MESSAGE,
	NOTIFY_COUNTS,
	NOTIFY_MESSAGE_DUE,
	NOTIFY_EVENT_DUE,
	NOTIFY_WAITING,
	NOTIFY_MESSAGE_LEASE,
	NOTIFY_MESSAGE_SETTLE,
	NOTIFY_MESSAGE_RELEASE,
	NOTIFY_MESSAGE_RETRY,
	NOTIFY_MESSAGE_CANCEL,
	NOTIFY_RECEIVER_CANCEL,
	NOTIFY_MESSAGE_PUT,
	NOTIFY_HELD,
	NOTIFY_SUPERSEDE,
	NOTIFY_EVENTS,
	NOTIFY_EVENT_SPREAD,
	NOTIFY_EVENTS_PASS,
	NOTIFY_SUBSCRIPTION,
	NOTIFY_SUBSCRIPTIONS,
	NOTIFY_SUBSCRIPTION_PUT,
	NOTIFY_SUBSCRIPTION_DELETE,
	NOTIFY_RECEIVER,
	NOTIFY_RECEIVERS,
	NOTIFY_RECEIVER_PUT,
	NOTIFY_PACE_USE,
	NOTIFY_PACE_CLOSE,
	NOTIFY_PACE_NEXT,
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
	int64_t told_at; /* INSTANT_NONE: never */
	bool owed;	 /* its state is still to be told */
};

/* What a run means for one key. Pure, notify_rules.c. */
enum notify_step { STEP_NONE, STEP_SEEN, STEP_FIRE, STEP_WORSE, STEP_CLEAR };
/** notify_step(row, seen, rule, empty, now): ${row} NULL: never fired; ${seen} NULL: not in this input, which has
 * (${empty}) no record at all. */
enum notify_step notify_step(const struct notify_row *row, const struct notify_sighting *seen,
			     const struct notify_rule *rule, bool empty, int64_t now);
/** notify_settle(row, step, after, rule, held, now): what is told of ${after}, the row as the step leaves it, and what
 * is owed (in place). ${held}: nothing may be told now. */
enum notify_telling { TELL_NOTHING, TELL_STATE /* in the message */, TELL_QUIETLY /* to the output only */ };
enum notify_telling notify_settle(const struct notify_row *row, enum notify_step step, struct notify_row *after,
				  const struct notify_rule *rule, bool held, int64_t now);
/** notify_snoozes_of(c, rule, out, n, err): those that hold now; in the arena. */
enum status notify_snoozes_of(const struct change *c, const char *rule, const struct notify_snooze **out, size_t *n,
			      struct error *err);
/** notify_severity_rank(word): graver is higher; 0 for an unknown word or none. */
int notify_severity_rank(const char *word);
/** notify_is_plain(text): UTF-8 without control characters. */
bool notify_is_plain(const char *text);
/** notify_is_address(address, length): local@domain of printable ASCII, nothing that means something in a mail's head.
 */
bool notify_is_address(const char *address, size_t length);
bool notify_are_addresses(const char *list); /* one or more, between commas */
bool notify_is_phone(const char *text);	     /* all of its number, not the last digits */

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

/* The places of a text, and what stands in them; ctx of notify_place_value, a notify_value. */
struct notify_places {
	const char *const *names, *const *values;
	size_t count;
};
const char *notify_place_value(void *ctx, const char *name);

/** notify_template_split(t, subject, body, arena, err): its first line is "Subject: ...", a blank one follows;
 * ${subject} is that line's text, ${body} the byte at which the rest begins. */
enum status notify_template_split(const struct notify_template *t, struct notify_template *subject, size_t *body,
				  struct arena *arena, struct error *err);
/** notify_template_find(folders, topic, lang, out, arena, err): the closest there is: shipment.delivered.en.txt,
 * shipment.en.txt, event.en.txt. STATUS_CONFIG "no_template". */
enum status notify_template_find(const char *const *folders, const char *topic, const char *lang,
				 struct notify_template *out, struct arena *arena, struct error *err);

/** notify_message_id(m, arena): made of the row alone: the same at every try, and of no other message. */
const char *notify_message_id(const struct notify_message *m, struct arena *arena);
/** notify_exchange(by, request, reply, fate, err): one request and its reply. STATUS_END: none came, and the fate says
 * so. */
enum status notify_exchange(const struct notify_by_http *by, const struct http_request *request,
			    struct http_reply *reply, struct notify_fate *fate, struct arena *arena, struct error *err);

/** notify_recipient_check(channel, recipient, err): mail addresses, or one line; Rejected "bad_address". */
enum status notify_recipient_check(const char *channel, const char *recipient, struct error *err);
/** notify_receiver_find: what is known of one; where nothing is, what holds for all. */
enum status notify_receiver_find(struct store *s, const char *channel, const char *recipient,
				 struct notify_receiver *out, struct arena *arena, struct error *err);

#endif
