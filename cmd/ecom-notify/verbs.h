/* The verbs of ecom-notify. */
#ifndef ECOM_NOTIFY_VERBS_H
#define ECOM_NOTIFY_VERBS_H

#include <ecom/notify.h>

#include "cli.h"

extern const struct verb VERB_LIST, VERB_DELIVER, VERB_ALERT;

#endif
