/* Shared inside lib/poll only. */
#ifndef POLL_IMPL_H
#define POLL_IMPL_H

#include <ecom/poll.h>

#include <jansson.h>

enum poll_statement {
	POLL_ENROL,
	POLL_LANES,
	POLL_CLAIM,
	POLL_PARCEL,
	POLL_ROW_PUT,
	POLL_SETTLE,
	POLL_END,
	POLL_GIVE_BACK,
	POLL_RELEASE,
	POLL_MOVE,
	POLL_FIRST_LATER,
	POLL_DUE_OF_ACCOUNT,
	POLL_TOTAL,
	POLL_BY_NUMBER,
	POLL_CARRIER_GET,
	POLL_CARRIER_PUT,
	POLL_CARRIER_PAUSE,
	POLL_CARRIER_LIST,
	POLL_ACCOUNT_PUT,
	POLL_ACCOUNT_LOCK,
	POLL_ACCOUNT_CLOSE,
	POLL_ACCOUNT_OPEN,
	POLL_ACCOUNT_STRETCHED,
	POLL_TOKEN_LEASE,
	POLL_TOKEN_PUT,
	POLL_TOKEN_DROP,
	POLL_BUDGET_GET,
	POLL_BUDGET_ADD,
	POLL_BUDGET_RETURN,
	POLL_BUDGET_FORGET,
	POLL_PUSH_PUT,
	POLL_PUSH_FORGET,
	POLL_COUNT_SHIPMENTS,
	POLL_COUNT_POLLS,
	POLL_COUNT_OTHERS,
	POLL_COUNT_OUTBOX,
	POLL_STATEMENTS
};
extern const struct sql POLL_SQL[POLL_STATEMENTS];

/* poll_rules.c */
struct poll_case {
	int status;	    /* enum shipment_status */
	int64_t now, since; /* since: handed over, or taken up */
	int64_t changed_at; /* the last news; INSTANT_NONE: none yet */
	int64_t absences;   /* how often in a row the carrier did not know it */
	bool heard;	    /* it has events */
	double stretch;	    /* above 1 where the day's quota is too small */
	uint64_t key;	    /* of the jitter: poll_key of the shipment */
};
struct poll_advice {
	int64_t next_at; /* INSTANT_NONE: no more */
	bool expire;	 /* nothing is expected of it any more */
};
/** poll_advise(p, limits): when to ask again: the status' own interval, or the carrier's least one, with a jitter of ten
 * per cent; never sooner than the carrier's least. */
struct poll_advice poll_advise(const struct poll_case *p, const struct carrier_limits *limits);
int64_t poll_least_interval(const struct carrier_limits *limits);
int64_t poll_jitter(int64_t interval, uint64_t key, int64_t now);
uint64_t poll_key(const char *text);
/** poll_backoff(failures): ms to leave a carrier in peace after so many failures in a row: 1, 2, 4 ... minutes, at most six
 * hours. */
int64_t poll_backoff(int64_t failures);
/** poll_stretch(due, left): by how much intervals grow when ${due} requests are to be made of ${left}. */
double poll_stretch(int64_t due, int64_t left);

/* Budgets: requests in slots of time. */
enum poll_span { POLL_SECOND, POLL_MINUTE, POLL_HOUR, POLL_DAY, POLL_SPANS };
struct poll_use {
	int span;
	int64_t slot, used;
};
int64_t poll_span_limit(const struct carrier_limits *limits, int span); /* 0: none */
int64_t poll_slot(const struct carrier_limits *limits, int span, int64_t at);
int64_t poll_oldest_slot(const struct carrier_limits *limits, int span, int64_t at); /* that still counts */
/** poll_same_slots(limits, a, b): do requests of both moments count in the same slots? */
bool poll_same_slots(const struct carrier_limits *limits, int64_t a, int64_t b);
/** poll_ahead(limits, most): how many requests, of ${most}, may be granted before there is room for them: a run that is killed
 * leaves so many spent and unused, a twentieth of a second's or minute's limit, a hundredth of an hour's or day's. */
int64_t poll_ahead(const struct carrier_limits *limits, int64_t most);
/** poll_allow(uses, n, limits, now, wanted, opens): how many of ${wanted} requests may be begun now. ${opens}: when one more
 * may be, where none may now. */
int64_t poll_allow(const struct poll_use *uses, size_t n, const struct carrier_limits *limits, int64_t now,
		   int64_t wanted, int64_t *opens);

/* account.c: who is asked, and what stands in the way. */
struct poll_grant { /* taken out of the budget, and not begun yet */
	int64_t requests;
	int64_t at; /* when it was taken: it counts in the slots of that moment */
	bool token; /* it is for a token, which we hold the lease to fetch */
};
struct poll_account {
	struct poll_account *next;
	const char *id;
	const struct carrier *adapter;
	int64_t closed_until, failures, stretched_on;
	char *token; /* owned; NULL: none */
	int64_t token_until, token_lease_until;
	double stretch;
	/* What a run knows beside the store. */
	int64_t read_at;    /* when the above was read; 0: never */
	int64_t opens_at;   /* no budget before */
	struct poll_grant grant;
	struct poll_grant taken; /* in the open transaction, in place of ${grant} */
	int64_t held; /* replies that say something of the account: nothing is begun before they are settled */
	int64_t in_flight;
	int64_t told_until; /* a closure that was told */
	bool token_renewed; /* after a 401; one of a request begun later ends it */
	struct poll_host *host;
};
struct poll_lane { /* a carrier's parcels */
	struct poll_lane *next;
	const char *carrier, *base;
	bool sandbox;
	int64_t paused_until, due; /* due: parcels, when the run began */
	struct poll_account *account;
	struct poll_parcel *first, **last; /* claimed, to be asked about */
	int64_t waiting;		   /* their number */
	bool dry;			   /* no other parcel is due */
	/* Of a transaction that is not committed yet. */
	struct poll_parcel *claimed;
	int64_t n_claimed;
	bool ran_dry;
};
/** poll_lane_find(c, agent, carrier, lane, err): who serves the carrier; texts and account in c->arena. STATUS_END: nobody. */
enum status poll_lane_find(const struct change *c, const struct poll_agent *agent, const char *carrier,
			   struct poll_lane *lane, struct error *err);
void poll_account_free(struct poll_account *a);
/** poll_account_lock(c, account, err): the account as it is now; nobody else changes it until the transaction ends. */
enum status poll_account_lock(const struct change *c, struct poll_account *a, struct error *err);
/** poll_account_close(c, account, for_ms, reason, err): not asked for so long, or, with -1, by the number of failures in a row.
 *  Many replies of one mishap count once. */
enum status poll_account_close(const struct change *c, struct poll_account *a, int64_t for_ms, const char *reason,
			       struct error *err);
/** poll_account_answered(c, account, err): it works: failures are forgotten. */
enum status poll_account_answered(const struct change *c, struct poll_account *a, struct error *err);
/** poll_account_token(c, account, token, until, err): keep it. poll_account_token_drop: that one is no good. */
enum status poll_account_token(const struct change *c, struct poll_account *a, const char *token, int64_t until,
			       struct error *err);
enum status poll_account_token_drop(const struct change *c, struct poll_account *a, const char *token,
				    struct error *err);
/** poll_account_token_lease(c, account, err): we are the ones to fetch a token. */
enum status poll_account_token_lease(const struct change *c, struct poll_account *a, struct error *err);
/** poll_budget_take(c, account, wanted, granted, opens, err): after poll_account_lock. */
enum status poll_budget_take(const struct change *c, struct poll_account *a, int64_t wanted, int64_t *granted,
			     int64_t *opens, struct error *err);
/** poll_budget_return(c, account, grant, err): what of it was not begun was not asked. After poll_account_lock. */
enum status poll_budget_return(const struct change *c, struct poll_account *a, const struct poll_grant *grant,
			       struct error *err);
/** poll_account_stretch(c, agent, account, err): by how much intervals grow today, told once a day. */
enum status poll_account_stretch(const struct change *c, const struct poll_agent *agent, struct poll_account *a,
				 struct error *err);

/** poll_open_lanes(c, agent, lanes, accounts, err): carriers of whose parcels some are due, and who serves them; all in
 *  c->arena. */
enum status poll_open_lanes(const struct change *c, const struct poll_agent *agent, struct poll_lane **lanes,
			    struct poll_account **accounts, struct error *err);

/* parcel.c: what is asked about. */
struct poll_parcel {
	struct poll_parcel *next;
	struct arena *arena, own; /* of its texts: the caller's, or its own */
	const char *shipment, *order, *carrier, *number, *status_word;
	const char *details, *remembered; /* JSON objects, or NULL */
	json_t *details_tree, *remembered_tree;
	const char *body_hash, *etag;
	int status;
	int64_t shipped_at, promised_at, changed_at, since, next_poll_at, failures, absences, registered_at;
	bool heard; /* it has events */
};
/** poll_parcel_read(c, shipment, arena, out, err): in ${arena}, or, with NULL, in memory of its own; either way
 *  poll_parcel_free it. STATUS_END: there is none. */
enum status poll_parcel_read(const struct change *c, const char *shipment, struct arena *arena, struct poll_parcel **out,
			     struct error *err);
void poll_parcel_free(struct poll_parcel *p);
struct carrier_parcel poll_parcel_asked(struct poll_parcel *p);
/** poll_enrol(c, err): parcels that are under way and not yet asked about, are from now on. */
enum status poll_enrol(const struct change *c, struct error *err);
/** poll_claim(c, lane, owner, most, out, err): lease up to ${most} due parcels; a list. */
enum status poll_claim(const struct change *c, const struct poll_lane *lane, const char *owner, int64_t most,
		       struct poll_parcel **out, int64_t *n, struct error *err);

/** poll_follow(c, parcel, err): a parcel that is news of, though it was never asked about, is asked about from now on. */
enum status poll_follow(const struct change *c, struct poll_parcel *p, struct error *err);
/** poll_give_back(c, parcel, owner, err): the lease ends; it is due as before. */
enum status poll_give_back(const struct change *c, const struct poll_parcel *p, const char *owner, struct error *err);
#define POLL_PUSH_KEPT_MS (30 * DAY_MS) /* senders repeat a message for some days */

/** poll_find_number(c, number, carrier, shipment, err): the newest parcel of that number, with that carrier (NULL: any).
 *  STATUS_END: there is none. */
enum status poll_find_number(const struct change *c, const char *number, const char *carrier, const char **shipment,
			     struct error *err);
/** poll_token_outcome(code): what a reply without a token means. */
enum carrier_outcome poll_token_outcome(int code);

/* settle.c: an answer taken in. */
struct poll_reply {
	enum poll_operation operation;
	int code; /* 0: none came */
	const char *failure; /* why none came */
	int64_t retry_after_ms;
	const char *etag, *owner; /* owner of the lease; NULL: whoever has it */
	const char *token;	  /* that was sent along */
	bool renewed;		  /* it was sent after another had been refused */
	const struct carrier *reader; /* whose codes the answer is in; NULL: the lane's adapter's */
	const struct carrier_answer *answer;
};
struct poll_settled {
	const char *result;
	int status;
	int64_t events, next_poll_at;
	const char *message;
	bool again; /* to be asked about again at once: it is registered now, or the token was renewed */
};
/** poll_settle(c, agent, lane, reply, parcels, n, out, err): ${out}: one for each parcel. What is said of whole accounts is in
 *  lane->account afterwards. */
enum status poll_settle(const struct change *c, const struct poll_agent *agent, struct poll_lane *lane,
			const struct poll_reply *reply, struct poll_parcel *const *parcels, size_t n,
			struct poll_settled *out, struct error *err);
/** poll_put_off(c, lane, owner, parcels, n, out, err): an answer that cannot be taken in: asked again later. */
enum status poll_put_off(const struct change *c, const struct poll_lane *lane, const char *owner,
			 struct poll_parcel *const *parcels, size_t n, struct poll_settled *out, struct error *err);
enum status poll_count(const struct change *c, const char *carrier, const char *result, struct error *err);

/* request.c */
/** poll_request_make(agent, lane, operation, parcels, n, now, masked, out, arena, err) */
enum status poll_request_make(const struct poll_agent *agent, const struct poll_lane *lane,
			      enum poll_operation operation, struct poll_parcel *const *parcels, size_t n, int64_t now,
			      bool masked, struct http_request *out, struct arena *arena, struct error *err);
enum carrier_operation poll_carrier_operation(enum poll_operation operation);
/** poll_operation_next(lane, parcel): what is to be asked of it first. */
enum poll_operation poll_operation_next(const struct poll_lane *lane, const struct poll_parcel *p);

#endif
