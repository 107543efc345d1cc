/*
 * poll: carriers asked about the parcels that are due, within what they allow, and their answers and pushes taken in.
 *
 * A parcel is claimed by a lease, asked about outside any transaction, and settled in one: its events, its order, the
 * messages about it, the next time, the lease given back. A run that is killed costs a question asked twice after ten
 * minutes, and nothing else. Budgets, back-off and tokens are kept in the store, and shared by all runs at it.
 */
#ifndef ECOM_POLL_H
#define ECOM_POLL_H

#include <ecom/carrier.h>
#include <ecom/track.h>

#define POLL_LEASE_MS (10 * MINUTE_MS)

/* Who is asked about the parcels of a carrier. */
enum poll_carrier_field {
	POLL_CARRIER_NAME,
	POLL_CARRIER_ADAPTER,
	POLL_CARRIER_ACCOUNT,
	POLL_CARRIER_BASE,
	POLL_CARRIER_SANDBOX,
};
struct poll_carrier {
	struct record record;
	const char *carrier; /* as shipments name it */
	const char *adapter; /* NULL: none serves it */
	const char *account; /* whose secrets and budget */
	const char *base;    /* in place of the adapter's own address */
	bool sandbox;
	/* What follows is only printed. */
	int64_t paused_until; /* by the shop */
	int64_t closed_until; /* by what its replies said */
	const char *reason;   /* of either */
	int64_t parcels, due; /* asked about at all, and now */
	const char *tested;   /* how far its account was tried; NULL: it was not */
};
extern const struct record_type poll_carrier_type;

/* A request as it is printed for another HTTP client, and what that client hands back. */
struct poll_request {
	struct record record;
	int operation; /* enum poll_operation */
	const char *adapter, *account, *carrier;
	const char *shipments; /* JSON array of ids; the answer must bring it back */
	const char *method, *url;
	const char *headers; /* JSON object */
	const char *body;
	int64_t expires_at; /* until when the parcels are leased */
};
extern const struct record_type poll_request_type;

enum poll_answer_field {
	POLL_ANSWER_SHIPMENTS,
	POLL_ANSWER_SHIPMENT,
	POLL_ANSWER_CARRIER,
	POLL_ANSWER_NUMBER,
	POLL_ANSWER_ADAPTER,
	POLL_ANSWER_ACCOUNT,
	POLL_ANSWER_OPERATION,
	POLL_ANSWER_HTTP,
	POLL_ANSWER_BODY,
	POLL_ANSWER_RETRY_AFTER,
	POLL_ANSWER_REST,
};
struct poll_answer {
	struct record record;
	const char *shipments; /* JSON array of ids */
	const char *shipment, *carrier, *number, *adapter, *account;
	int operation; /* enum poll_operation */
	int64_t http;  /* 0: there was no reply */
	const char *body;    /* JSON value, or a text that holds the reply */
	int64_t retry_after; /* seconds; -1: not said */
	const char *rest;    /* other fields are passed over */
};
extern const struct record_type poll_answer_type;

enum poll_operation { POLL_FETCH, POLL_REGISTER, POLL_TOKEN };
extern const struct word POLL_OPERATION_WORDS[];

/* What became of the parcels of one answer, one record each. */
struct poll_outcome {
	struct record record;
	const char *shipment, *carrier, *number;
	const char *result; /* found unchanged not_found registered error throttled refused failed token */
	int status;	    /* enum shipment_status */
	int64_t events;	    /* that are new */
	int64_t next_poll_at;
	const char *message; /* the carrier's */
};
extern const struct record_type poll_outcome_type;

/* Who asks: where adapters and secrets are found, and how much is asked at a time. */
struct poll_agent {
	struct store *store;
	const char *actor;
	const char *modules; /* folder of http.so and sign.so */
	const char *user_agent, *ca_file;
	const char *base;    /* in place of every carrier's own address */
	const char *carrier; /* only this one's parcels; NULL = all */
	/** adapter(ctx, id): NULL: there is none of that id, or it is faulty, which was told. Owned by the callee. */
	const struct carrier *(*adapter)(void *ctx, const char *id);
	const char *(*secret)(void *ctx, const char *account, const char *name);
	int64_t (*clock)(void *ctx); /* ms UTC */
	void (*warn)(void *ctx, const char *text);
	void (*note)(void *ctx, const char *text);
	void *ctx;
	struct track_options how; /* whom news are told */
	int64_t jobs, per_host;	  /* requests in flight, in all and to one host */
	int64_t limit;		  /* parcels asked about; 0 = all that are due */
	int64_t max_ms;		  /* time after which no other request is begun; 0 = none */
};

/* What a run came to. */
struct poll_result {
	int64_t requests, parcels, events, failed;
	bool refused, unavailable; /* an account's credentials do not do; a carrier cannot be reached */
};
/** poll_run(agent, out, err): ask about all that is due. Waits for a budget that opens within a minute, not for a longer one.
 *  STATUS_OK also when carriers failed: see ${out}. Another run at the same time takes other parcels. */
enum status poll_run(const struct poll_agent *agent, struct poll_result *out, struct error *err);

typedef void poll_each_request(void *ctx, const struct poll_request *request);
/** poll_due(c, agent, masked, each, ctx, err): the requests that poll_run would make, each once: their parcels are leased and
 *  their budget is taken, in the caller's transaction. ${masked}: secrets are shown as ***. */
enum status poll_due(const struct change *c, const struct poll_agent *agent, bool masked, poll_each_request *each,
		     void *ctx, struct error *err);

typedef void poll_each_outcome(void *ctx, const struct poll_outcome *outcome);
/** poll_ingest(c, agent, in, each, ctx, err): a carrier's answer, in the caller's transaction. The parcels are those of
 *  "shipments" or "shipment", or the newest of "number" with "carrier". Rejected "unknown_shipment", "unknown_adapter". */
enum status poll_ingest(const struct change *c, const struct poll_agent *agent, const struct poll_answer *in,
			poll_each_outcome *each, void *ctx, struct error *err);

/* A webhook. */
struct poll_push {
	struct carrier_push push;
	const char *adapter, *account; /* account NULL: the adapter's id */
	const char *id; /* of the message, where its sender gives one; NULL: the digest of its body */
};
/** poll_receive(c, agent, in, answer, each, ctx, err): verify it and take it in, in the caller's transaction. ${answer}: what the
 *  sender wants to hear. The same message again has no effect, and the same answer. Parcels that are not ours are passed
 *  over. Rejected "bad_signature", "no_signature", "bad_body", "unknown_adapter". */
enum status poll_receive(const struct change *c, const struct poll_agent *agent, const struct poll_push *in,
			 const char **answer, poll_each_outcome *each, void *ctx, struct error *err);

/** poll_carrier_set(c, in, err): who serves a carrier; what is not given stays. */
enum status poll_carrier_set(const struct change *c, const struct poll_agent *agent, const struct poll_carrier *in,
			     struct error *err);
/** poll_carrier_pause(c, agent, name, until, reason, err): do not ask before ${until}. */
enum status poll_carrier_pause(const struct change *c, const struct poll_agent *agent, const char *name, int64_t until,
			       const char *reason, struct error *err);
/** poll_carrier_resume(c, agent, name, err): ask again; what its account was closed for, and its token, is forgotten. */
enum status poll_carrier_resume(const struct change *c, const struct poll_agent *agent, const char *name,
				struct error *err);
/** poll_try(agent, carrier, number, tested, arena, err): do the account's credentials do? All secrets must be there; where the
 *  adapter needs a token, one is fetched, and kept; with a ${number} (NULL: none) the carrier is asked about it, of which
 *  nothing is kept. Each request is of the account's budget. ${tested}: how far that went: "secrets", "token", "found" or
 *  "not_found". Rejected "unknown_adapter", "no_secret", "missing_value"; STATUS_PERMISSION "refused"; STATUS_BUSY
 *  "throttled", "no_budget"; STATUS_UNAVAILABLE. */
enum status poll_try(const struct poll_agent *agent, const char *carrier, const char *number, const char **tested,
		     struct arena *arena, struct error *err);

typedef void poll_each_carrier(void *ctx, const struct poll_carrier *carrier);
/** poll_carriers(agent, now, each, ctx, err): those set, and those of parcels, by name. */
enum status poll_carriers(const struct poll_agent *agent, int64_t now, poll_each_carrier *each, void *ctx,
			  struct error *err);

/** poll_metrics(s, now, out, err): the state of tracking as Prometheus' text, totals from the store. */
enum status poll_metrics(struct store *s, int64_t now, struct buffer *out, struct error *err);

/** poll_check(s, report, ctx, err): leases, budgets, tokens and counts that contradict themselves. */
enum status poll_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
