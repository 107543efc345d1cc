/* The life of a message while a courier has it: outbox.c for deliver.c. */
#ifndef NOTIFY_OUTBOX_H
#define NOTIFY_OUTBOX_H

#include "notify_impl.h"

#define NOTIFY_COMMAND_MS INT64_C(60000)
#define NOTIFY_LEASE_MS	  (NOTIFY_COMMAND_MS + 60000)

void notify_read_message(struct stmt *q, struct notify_message *m, struct arena *arena);

struct notify_lease {
	int64_t now, until, id;
};
/** notify_lease_take(s, channels, lease, m, arena, err): the message that is due longest, for this courier alone until
 *  lease->until; its try is counted. STATUS_END when none is due. Unused channels are "". */
enum status notify_lease_take(struct store *s, const char *const channels[NOTIFY_CHANNELS], struct notify_lease *lease,
			      struct notify_message *m, struct arena *arena, struct error *err);

struct notify_fate {
	struct notify_lease lease;
	int state;  /* enum notify_message_state; queued: another try */
	int64_t at; /* when sent, when given up, when it is tried again */
	const char *why;
};
enum status notify_lease_settle(struct store *s, const struct notify_fate *fate, struct error *err);
/** notify_lease_release: as if it had not been taken. */
enum status notify_lease_release(struct store *s, const struct notify_lease *lease, struct error *err);

#endif
