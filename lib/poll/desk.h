/* A run at work: its lanes, what is in flight, and the rounds. Of lib/poll/poll.c, rounds.c and flight.c only. */
#ifndef POLL_DESK_H
#define POLL_DESK_H

#include "poll_impl.h"

/* A host, over all accounts at it. */
struct poll_host {
	struct poll_host *next;
	char *name; /* scheme, host and port */
	int64_t in_flight;
	int64_t granted; /* in the open transaction */
};

/* One request: made, sent, answered, settled. */
struct job {
	struct job *next;
	struct arena arena;
	struct poll_lane *lane;
	enum poll_operation operation;
	struct poll_parcel **parcels;
	size_t n;
	const char *token; /* sent along */
	bool renewed;	   /* after another was refused */
	struct poll_reply reply;
	struct carrier_answer answer;
	struct poll_settled *settled;
	const char *new_token; /* of POLL_TOKEN */
	int64_t lifetime_ms;
	struct error fault; /* why it could not be taken in */
};

struct desk {
	const struct poll_agent *agent;
	struct poll_result *result;
	struct http_client *client; /* opened with the first request */
	struct arena lanes_arena, round; /* of the whole run; of one transaction */
	struct poll_lane *lanes;
	struct poll_account *accounts;
	struct poll_host *hosts;
	struct job *answered, **answered_last; /* to be settled */
	struct job *spare;
	size_t n_answered;
	int64_t running, asked; /* jobs in flight; parcels claimed so far */
	int64_t claiming;	/* in the open transaction */
	int64_t granted;	/* requests, likewise */
	int64_t ends_at;	/* no request is begun after; INT64_MAX: never */
	char owner[64];		/* of the leases */
};

/* flight.c */
struct job *desk_job(struct desk *d, struct poll_lane *lane, enum poll_operation operation);
void desk_job_free(struct desk *d, struct job *job);
/** desk_send(d, job, err): begin it. STATUS_REJECTED: such a request cannot be made; STATUS_END: its host has no room. */
enum status desk_send(struct desk *d, struct job *job, int64_t now, struct error *err);
/** desk_gather(d, wait_ms, err): wait for an answer, then take all that are there. */
enum status desk_gather(struct desk *d, int64_t wait_ms, struct error *err);
int64_t desk_capacity(const struct desk *d, const struct poll_account *a); /* in flight at once */

/* round.c: one transaction. */
enum status desk_round(struct desk *d, struct error *err);
enum status desk_open(struct desk *d, struct error *err);
enum status desk_release(struct desk *d, struct error *err);
/** desk_transaction(d, body, err): ${body} in a transaction, again when it was lost to another. */
typedef enum status desk_body(struct desk *d, const struct change *c, struct error *err);
enum status desk_transaction(struct desk *d, desk_body *body, struct error *err);
bool desk_closed(const struct desk *d, const struct poll_account *a, int64_t now);

#endif
