/* What the verbs share. */
#ifndef ECOM_NOTIFY_SHARED_H
#define ECOM_NOTIFY_SHARED_H

#include <ecom/notify.h>

#include "cli.h"

/** shared_message(run, asked, change, err): one message, named by its id, changed and printed. */
typedef enum status shared_change(const struct change *c, int64_t id, struct notify_message *out, struct error *err);
enum status shared_message(struct run *run, const struct notify_message *asked, shared_change *change, struct error *err);

/* The ways out that a run of deliver has. */
#define WAYS_MAX 64

struct ways_options {
	const char *sendmail, *smtp, *smtp_user, *exec, *from, *channel; /* ${channel}: only this one; NULL: all */
	const char *source, *base_url, *secrets;
};
struct ways {
	struct run *run;
	const struct secrets *secrets;
	struct http_client *client; /* NULL: not needed */
	struct notify_by_command mail, exec;
	struct notify_by_smtp smtp;
	struct notify_by_http http[WAYS_MAX];
	struct notify_service *services[WAYS_MAX];
	size_t n_services;
	struct notify_channel channels[WAYS_MAX];
	size_t n_channels;
};
/** ways_open(run, store, options, clock, out, err): what the messages that are due need, and no more. Whatever is wrong
 * with it (a secret that is missing, a sender that is none) is told here, before any message is taken: STATUS_CONFIG.
 */
enum status ways_open(struct run *run, struct store *store, const struct ways_options *options,
		      int64_t (*clock)(void *ctx), struct ways *out, struct error *err);
void ways_close(struct ways *ways);

/** ways_service(run, name, out, err): a channel file: a path where ${name} has a '/' or ends in ".json", else the id of
 * one in ECOM_CHANNELS or share/ecom/channels. Its faults are told on stderr. STATUS_CONFIG. */
enum status ways_service(struct run *run, const char *name, struct notify_service **out, struct error *err);
/** ways_client(run, out, err): for requests of ours. */
enum status ways_client(struct run *run, struct http_client **out, struct error *err);
/** ways_secret: notify_by_http's; ctx is the struct ways. */
const char *ways_secret(void *ctx, const char *account, const char *name);

#endif
