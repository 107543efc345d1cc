#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "journal_impl.h"

enum outbox_state { OUTBOX_QUEUED, OUTBOX_SENT };

struct checking {
	journal_report *report;
	void *ctx;
};

static void report(const struct checking *c, const char *check, const char *subject, const char *field,
		   const char *expected, const char *actual, const char *reason)
{
	journal_find(c->report, c->ctx, FINDING_ERROR, check, subject, field, expected, actual, reason);
}

static bool is_digest(const char *s)
{
	return strlen(s) == DIGEST_TEXT_SIZE - 1 && strspn(s, "0123456789abcdef") == DIGEST_TEXT_SIZE - 1;
}

static bool is_object(const char *text, size_t length)
{
	json_t *json = json_loadb(text, length, 0, NULL);
	bool object = json_is_object(json);

	json_decref(json);
	return object;
}

/* An answer is any number of lines, each one JSON object. */
static bool is_answer(const char *answer)
{
	while (*answer) {
		size_t length = strcspn(answer, "\n");

		if (length > 0 && !is_object(answer, length))
			return false;
		answer += length + (answer[length] == '\n');
	}
	return true;
}

static enum status check_keys(struct store *s, const struct checking *c, struct error *err)
{
	struct stmt *q = store_stmt(s, &JOURNAL_SQL[JOURNAL_CHECK_KEYS]);
	struct buffer subject = { 0 };
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK) {
		buffer_clear(&subject);
		buffer_printf(&subject, "%s/%s", stmt_column_text(q, 0), stmt_column_text(q, 1));
		if (!is_digest(stmt_column_text(q, 2)))
			report(c, "key_digest", subject.data, "digest", "64 hexadecimal digits", stmt_column_text(q, 2),
			       "the digest of an idempotency key is damaged: its record can no longer be recognised");
		if (!is_answer(stmt_column_text(q, 3)))
			report(c, "key_answer", subject.data, "answer", "JSON lines", stmt_column_text(q, 3),
			       "the answer kept for an idempotency key is damaged");
	}
	stmt_reset(q);
	buffer_free(&subject);
	return st == STATUS_END ? STATUS_OK : st;
}

static enum status check_outbox(struct store *s, const struct checking *c, struct error *err)
{
	struct stmt *q = store_stmt(s, &JOURNAL_SQL[JOURNAL_CHECK_OUTBOX]);
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK) {
		const char *payload = stmt_column_text(q, 2);
		bool sent = stmt_column_int(q, 3) == OUTBOX_SENT;
		char subject[128];

		snprintf(subject, sizeof(subject), "%lld %s", (long long)stmt_column_int(q, 0), stmt_column_text(q, 1));
		if (!is_object(payload, strlen(payload)))
			report(c, "outbox_payload", subject, "payload", "a JSON object", payload,
			       "the payload of a message is no JSON object");
		if (sent == stmt_column_null(q, 5))
			report(c, "outbox_sent", subject, "sent_at", sent ? "an instant" : NULL, stmt_column_text(q, 5),
			       sent ? "a message is marked as sent without the instant"
				    : "a message has an instant of sending but is not marked as sent");
		if (stmt_column_int(q, 4) < 0)
			report(c, "outbox_attempts", subject, "attempts", "0 or more", stmt_column_text(q, 4),
			       "the number of attempts is negative");
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

static enum status check_audit(struct store *s, const struct checking *c, struct error *err)
{
	struct stmt *q = store_stmt(s, &JOURNAL_SQL[JOURNAL_CHECK_AUDIT]);
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK) {
		const char *before = stmt_column_text(q, 3), *after = stmt_column_text(q, 4);
		bool after_is_bad = after && (after[0] != '{' || after[strlen(after) - 1] != '}');
		char subject[256];

		snprintf(subject, sizeof(subject), "%lld %s %s", (long long)stmt_column_int(q, 0),
			 stmt_column_text(q, 1), stmt_column_text(q, 2));
		report(c, "audit_record", subject, after_is_bad ? "after" : "before", "a JSON object",
		       after_is_bad ? after : before, "a row of the audit trail does not hold a record");
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status journal_check(struct store *s, journal_report *callback, void *ctx, struct error *err)
{
	const struct checking c = { callback, ctx };
	enum status st = check_keys(s, &c, err);

	if (st == STATUS_OK)
		st = check_outbox(s, &c, err);
	return st == STATUS_OK ? check_audit(s, &c, err) : st;
}
