/* A run at work: its lanes, what is in flight, and the rounds. Of lib/poll/poll.c, round.c, begin.c, flight.c and trial.c only. */
#ifndef POLL_DESK_H
#define POLL_DESK_H

#include "poll_impl.h"

/* A host, over all accounts at it. */
struct poll_host {
	struct poll_host *next;
	char *name; /* scheme, host and port */
	int64_t in_flight;
	int64_t granted; /* in the open transaction, for places that are free */
};

/* One request: made, sent, answered, settled. */
struct job {
	struct job *next;
	struct arena arena;
	struct poll_lane *lane;
	enum poll_operation operation;
	struct poll_parcel **parcels;
	size_t n;
	struct poll_host *host; /* of a request in flight */
	const char *token; /* sent along */
	bool renewed;	   /* after another was refused */
	struct poll_reply reply;
	struct carrier_answer answer;
	bool holds; /* nothing else is begun with its account before it is settled */
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
	struct poll_lane *lanes, *turn; /* turn: whose request was begun last */
	struct poll_account *accounts;
	struct poll_host *hosts;
	struct job *answered, **answered_last; /* to be settled */
	struct job *spare;
	size_t n_answered, settling; /* settling: those of the open transaction */
	int64_t running, asked; /* jobs in flight; parcels claimed so far */
	int64_t claiming;	/* in the open transaction */
	int64_t granted;	/* requests, likewise, for places that are free */
	int64_t ends_at;	/* no request is begun after; INT64_MAX: never */
	int64_t looked_at;	/* at the transfers, from inside a transaction */
	char owner[64];		/* of the leases */
};

/* begin.c */
/** desk_begin(d, fresh, err): begin what is granted, as far as there is room. ${fresh}: it was granted right now; else only
 *  what counts in the slots of this moment. */
enum status desk_begin(struct desk *d, bool fresh, struct error *err);

/* flight.c */
struct job *desk_job(struct desk *d, struct poll_lane *lane, enum poll_operation operation);
void desk_job_free(struct desk *d, struct job *job);
/** desk_send(d, job, now, err): begin it. STATUS_REJECTED: such a request cannot be made; STATUS_END: its host has no room. */
enum status desk_send(struct desk *d, struct job *job, int64_t now, struct error *err);
/** desk_gather(d, wait_ms, err): wait for an answer, then take those that are there. Their places are given to what is
 *  granted already, and as long as that goes on well, some more answers are waited for: each transaction costs. */
enum status desk_gather(struct desk *d, int64_t wait_ms, struct error *err);
int64_t desk_capacity(const struct desk *d, const struct poll_account *a); /* in flight at once */
int64_t desk_ahead(const struct desk *d, const struct poll_account *a);	   /* granted before there is room */

/* round.c: one transaction. */
enum status desk_round(struct desk *d, struct error *err);
/** desk_transaction(d, body, err): ${body} in a transaction, again when it was lost to another. */
typedef enum status desk_body(struct desk *d, const struct change *c, struct error *err);
enum status desk_transaction(struct desk *d, desk_body *body, struct error *err);
bool desk_closed(const struct desk *d, const struct poll_account *a, int64_t now);

#endif
