/* The verbs of ecom-notify. */
#ifndef ECOM_NOTIFY_VERBS_H
#define ECOM_NOTIFY_VERBS_H

#include <ecom/notify.h>

#include "cli.h"

extern const struct verb VERB_ALERT, VERB_SNOOZE, VERB_SUBSCRIBE, VERB_RECIPIENT, VERB_DELIVER, VERB_LIST, VERB_RETRY,
	VERB_CANCEL, VERB_CHANNEL;

#endif
