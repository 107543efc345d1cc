/* The verbs of ecom-notify. */
#ifndef ECOM_NOTIFY_VERBS_H
#define ECOM_NOTIFY_VERBS_H

#include <ecom/notify.h>

#include "cli.h"

extern const struct verb VERB_ALERT, VERB_SNOOZE, VERB_SUBSCRIBE, VERB_RECIPIENT, VERB_DELIVER, VERB_LIST, VERB_RETRY,
	VERB_CANCEL, VERB_CHANNEL;

/** shared_message(run, asked, change, err): one message, named by its id, changed and printed. */
typedef enum status shared_change(const struct change *c, int64_t id, struct notify_message *out, struct error *err);
enum status shared_message(struct run *run, const struct notify_message *asked, shared_change *change, struct error *err);

#endif
