/* The life of a message while a courier has it: outbox.c for deliver.c. */
#ifndef NOTIFY_OUTBOX_H
#define NOTIFY_OUTBOX_H

#include "notify_impl.h"

#define NOTIFY_COMMAND_MS MINUTE_MS
#define NOTIFY_LEASE_MS	  (NOTIFY_COMMAND_MS + MINUTE_MS)

void notify_read_message(struct stmt *q, struct notify_message *m, struct arena *arena);

/** notify_outbox_put(s, m, supersedes, err): a message into the outbox, once for its dedupe. ${supersedes}: older ones
 * of its series to the same receiver that nobody has in hand are cancelled; else it waits for them. */
enum status notify_outbox_put(struct store *s, const struct notify_message *m, bool supersedes, struct error *err);

#define NOTIFY_SEVERAL "several" /* series of what tells of several things: all later ones to its receiver wait for it */
/** notify_several(how, err): what quiet hours held back from one receiver, and is due now, becomes one message for each
 * channel and family of templates (shipment, order), whose others are cancelled; in a transaction of its own. */
enum status notify_several(const struct notify_spreading *how, struct error *err);

struct notify_lease {
	int64_t now, until, id;
	const char *pace; /* whose limits it uses up */
};
/** notify_lease_take(s, courier, lease, m, arena, err): the message that is due longest, for this courier alone until
 *  lease->until; its try is counted, and the limits of its channel are. STATUS_END when none is due. */
enum status notify_lease_take(struct store *s, const struct notify_courier *courier, struct notify_lease *lease,
			      struct notify_message *m, struct arena *arena, struct error *err);

struct notify_end {
	struct notify_lease lease;
	int state;  /* enum notify_message_state; queued: another try */
	int64_t at; /* when sent, when given up, when it is tried again */
	const char *why;
	int64_t closed_until;		   /* its account takes nothing until then; 0: it does */
	const struct notify_message *gone; /* not NULL: its receiver wants no more */
};
enum status notify_lease_settle(struct store *s, const struct notify_end *end, struct error *err);
/** notify_lease_release: as if it had not been taken. */
enum status notify_lease_release(struct store *s, const struct notify_lease *lease, struct error *err);
/** notify_pace_next(s, now, out, err): when the next account opens; STATUS_END: none is closed. */
enum status notify_pace_next(struct store *s, int64_t now, int64_t *out, struct error *err);

#endif
