#include <string.h>

#include "journal_impl.h"

enum status journal_audit(const struct change *c, const char *kind, const char *subject, const char *before,
			  const char *after, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &JOURNAL_SQL[JOURNAL_AUDIT_PUT]);

	stmt_int(q, 1, c->now);
	stmt_text(q, 2, c->actor);
	stmt_text(q, 3, c->verb);
	stmt_text(q, 4, kind);
	stmt_text(q, 5, subject);
	stmt_text(q, 6, before);
	stmt_text(q, 7, after);
	return stmt_run(q, NULL, err);
}

enum status journal_audit_bulk(const struct change *c, const char *kind, const char *subject, const char *before,
			       const char *after, struct error *err)
{
	struct bulk *b = store_bulk(c->store, &JOURNAL_AUDIT_BULK);

	bulk_int(b, c->now);
	bulk_text(b, c->actor);
	bulk_text(b, c->verb);
	bulk_text(b, kind);
	bulk_text(b, subject);
	bulk_text(b, before);
	bulk_text(b, after);
	return bulk_row(b, err);
}

enum status journal_audit_flush(const struct change *c, struct error *err)
{
	return bulk_flush(store_bulk(c->store, &JOURNAL_AUDIT_BULK), err);
}

enum status journal_key_find(const struct change *c, const char *key, const char *digest, const char **answer,
			     struct error *err)
{
	struct stmt *q = store_stmt(c->store, &JOURNAL_SQL[JOURNAL_KEY_FIND]);
	enum status st;

	*answer = NULL;
	stmt_text(q, 1, c->verb);
	stmt_text(q, 2, key);
	st = stmt_step(q, err);
	if (st == STATUS_OK && !text_same(stmt_column_text(q, 0), digest))
		st = error_reject(err, "key_conflict", "key", "key %.64s was used before by %s with another content",
				  key, c->verb);
	else if (st == STATUS_OK)
		*answer = arena_text(c->arena, stmt_column_text(q, 1));
	stmt_reset(q);
	return st;
}

enum status journal_key_put(const struct change *c, const char *key, const char *digest, const char *answer,
			    struct error *err)
{
	struct stmt *q = store_stmt(c->store, &JOURNAL_SQL[JOURNAL_KEY_PUT]);
	int64_t changed;
	enum status st;

	stmt_text(q, 1, c->verb);
	stmt_text(q, 2, key);
	stmt_text(q, 3, digest);
	stmt_text(q, 4, answer ? answer : "");
	stmt_int(q, 5, c->now);
	st = stmt_run(q, &changed, err);
	/* Another process did the same key since it was looked for: run again, and find its answer. */
	if (st == STATUS_OK && changed == 0)
		st = error_set(err, STATUS_RETRY, "key_race", "key", "key %.64s is being used by another process", key);
	return st;
}

enum status journal_outbox(const struct change *c, const char *channel, const char *recipient, const char *topic,
			   const char *dedupe, const char *subject, const char *payload, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &JOURNAL_SQL[JOURNAL_OUTBOX_PUT]);

	stmt_int(q, 1, c->now);
	stmt_text(q, 2, channel);
	stmt_text(q, 3, recipient);
	stmt_text(q, 4, topic);
	stmt_text(q, 5, dedupe);
	stmt_text(q, 6, subject);
	stmt_text(q, 7, payload);
	return stmt_run(q, NULL, err);
}

enum status journal_outbox_withdraw(const struct change *c, const char *dedupe, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &JOURNAL_SQL[JOURNAL_OUTBOX_WITHDRAW]);

	stmt_text(q, 1, dedupe);
	return stmt_run(q, NULL, err);
}
