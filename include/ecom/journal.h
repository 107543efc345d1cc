/*
 * journal: what every change writes beside itself, in the same transaction:
 * the audit row, the idempotency key, the outbox message.
 */
#ifndef ECOM_JOURNAL_H
#define ECOM_JOURNAL_H

#include <ecom/record.h>
#include <ecom/store.h>

/* Who does what, when: given to every operation of a noun that writes. */
struct change {
	struct store *store;
	int64_t now;          /* instant of the change */
	const char *actor;
	const char *verb;     /* "stock receive" */
	const char *key;      /* idempotency key of the record, or NULL */
	struct arena *arena;  /* lives until the batch is committed */
};

/** journal_audit(c, kind, subject, before, after, err): one audit row. ${kind} "product", "level", "order" ...;
 *  ${subject} the key; ${before}/${after} JSON texts or NULL. */
enum status journal_audit(const struct change *c, const char *kind, const char *subject, const char *before,
			  const char *after, struct error *err);
/** journal_audit_bulk: the same through store_bulk; call journal_audit_flush before the commit. */
enum status journal_audit_bulk(const struct change *c, const char *kind, const char *subject, const char *before,
			       const char *after, struct error *err);
enum status journal_audit_flush(const struct change *c, struct error *err);

/*
 * Idempotency: (verb, key) -> digest of the body, and the answer given then.
 * journal_key_find: STATUS_OK with *answer (JSON lines, in the arena) when the same body was done before,
 * STATUS_END when the key is new, STATUS_REJECTED ("key_conflict") when the body differs.
 */
enum status journal_key_find(const struct change *c, const char *key, const char *digest, const char **answer,
			     struct error *err);
enum status journal_key_put(const struct change *c, const char *key, const char *digest, const char *answer,
			    struct error *err);

/*
 * Outbox: a message to be sent at least once after the commit. ${dedupe} makes a repeated
 * insert harmless. ${payload} is JSON. ${topic} "order.paid", "alert.low-stock"; ${channel} "mail", "exec",
 * or "event" (kept for whoever asks; not sent until a channel claims it).
 */
enum status journal_outbox(const struct change *c, const char *channel, const char *recipient, const char *topic,
			   const char *dedupe, const char *subject, const char *payload, struct error *err);

/** journal_outbox_withdraw(c, dedupe, err): take back a message that nobody tried to send yet, because a newer one says more;
 *  nothing if there is none. */
enum status journal_outbox_withdraw(const struct change *c, const char *dedupe, struct error *err);

/*
 * Findings: what a check of the store reports, one record each. A noun's check has the shape
 *
 *	enum status <noun>_check(struct store *s, journal_report *report, void *ctx, struct error *err);
 *
 * It only reads, goes on after a finding, and returns STATUS_OK when it could look at everything. A finding and its
 * texts are needed during the call of ${report} only.
 */
enum finding_severity { FINDING_ERROR, FINDING_WARNING };
struct finding {
	struct record record;
	const char *check;    /* stable word: "level_sum", "order_total" */
	int severity;         /* enum finding_severity */
	const char *subject;  /* key of what is wrong: a SKU, "SKU/location", an order */
	const char *field;    /* may be NULL, as the two below */
	const char *expected, *actual;
	const char *reason;   /* a sentence for people */
};
extern const struct record_type journal_finding_type;
extern const struct word JOURNAL_SEVERITY_WORDS[]; /* error, warning */
typedef void journal_report(void *ctx, const struct finding *f);

/** journal_find(report, ctx, severity, check, subject, field, expected, actual, reason): report one finding; texts may be NULL. */
void journal_find(journal_report *report, void *ctx, enum finding_severity severity, const char *check,
		  const char *subject, const char *field, const char *expected, const char *actual, const char *reason);

/* A check that is a query: each of its rows is a finding, with the columns subject, field, expected and actual. */
struct journal_query {
	const char *check;
	enum finding_severity severity;
	const char *reason;
	struct sql sql;
	const char *(*say)(const char *value); /* how expected and actual are said to people; NULL = as they are */
};
/** journal_query_all(s, queries, n, report, ctx, err): run ${n} of them. */
enum status journal_query_all(struct store *s, const struct journal_query *queries, size_t n, journal_report *report,
			      void *ctx, struct error *err);

/** journal_check(s, report, ctx, err): keys whose answer or digest is damaged, messages and audit rows that
 *  contradict themselves. */
enum status journal_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
