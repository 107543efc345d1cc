/* The audit row, the idempotency key and the outbox message, and the check of all three. */
#include <tap.h>

#include <ecom/journal.h>
#include <store_fixture.h>

static struct error err;
static struct arena arena;
static struct buffer findings;

static struct change change(struct store *s, const char *verb)
{
	return (struct change) { .store = s, .now = 1767225600000, .actor = "ann", .verb = verb, .arena = &arena };
}

static int64_t number(struct store *s, const char *query)
{
	struct stmt *q = store_query(s, query, false);
	int64_t value = -1;

	if (stmt_step(q, &err) == STATUS_OK)
		value = stmt_column_int(q, 0);
	else
		printf("# %s\n", err.message);
	stmt_reset(q);
	return value;
}

static void change_by_hand(struct store *s, const char *text)
{
	store_begin(s, &err);
	if (stmt_run(store_query(s, text, false), NULL, &err) != STATUS_OK || store_commit(s, &err) != STATUS_OK)
		printf("# %s\n", err.message);
	store_rollback(s);
}

static void test_audit(struct store *s)
{
	struct change c = change(s, "stock receive");

	store_begin(s, &err);
	is_int(journal_audit(&c, "product", "A", NULL, "{\"name\":\"x\"}", &err), STATUS_OK, "an audit row");
	for (int i = 0; i < 120; i++)
		journal_audit_bulk(&c, "level", "B", "{\"on_hand\":1}", "{\"on_hand\":2}", &err);
	is_int(journal_audit_flush(&c, &err), STATUS_OK, "and many at once");
	store_commit(s, &err);
	is_int(number(s, "SELECT COUNT(*) FROM audit WHERE actor = 'ann' AND verb = 'stock receive' AND at = "
			 "1767225600000"),
	       121, "are there with who, what and when");
	is_int(number(s, "SELECT COUNT(*) FROM audit WHERE before IS NULL AND after = '{\"name\":\"x\"}'"), 1,
	       "what was before may be nothing");
}

static void test_keys(struct store *s)
{
	static const char FIRST[] = "0000000000000000000000000000000000000000000000000000000000000001";
	static const char SECOND[] = "0000000000000000000000000000000000000000000000000000000000000002";
	struct change c = change(s, "order create"), other = change(s, "order pay");
	const char *answer;

	store_begin(s, &err);
	is_int(journal_key_find(&c, "k1", FIRST, &answer, &err), STATUS_END, "a new key");
	is_int(journal_key_put(&c, "k1", FIRST, "{\"order\":\"1\"}\n", &err), STATUS_OK, "is kept");
	store_commit(s, &err);
	store_begin(s, &err);
	is_int(journal_key_find(&c, "k1", FIRST, &answer, &err), STATUS_OK, "the same body again");
	is_text(answer, "{\"order\":\"1\"}\n", "gives the same answer");
	is_int(journal_key_find(&c, "k1", SECOND, &answer, &err), STATUS_REJECTED, "another body");
	is_text(err.code, "key_conflict", "is a conflict");
	is_text(err.field, "key", "of the field key");
	is_int(journal_key_find(&other, "k1", SECOND, &answer, &err), STATUS_END, "another verb has keys of its own");
	is_int(journal_key_put(&c, "k1", FIRST, "", &err), STATUS_RETRY, "a key that another process put meanwhile");
	store_rollback(s);
}

static void test_outbox(struct store *s)
{
	struct change c = change(s, "order pay");

	store_begin(s, &err);
	is_int(journal_outbox(&c, "mail", "ann@example.com", "order.paid", "order:1:paid", "Paid", "{}", &err),
	       STATUS_OK, "a message");
	is_int(journal_outbox(&c, "mail", "ann@example.com", "order.paid", "order:1:paid", "Paid", "{}", &err),
	       STATUS_OK, "again");
	store_commit(s, &err);
	is_int(number(s, "SELECT COUNT(*) FROM outbox"), 1, "is one message");
	is_int(number(s, "SELECT next_try_at - at FROM outbox"), 0, "due at once");
	is_int(number(s, "SELECT state FROM outbox"), 0, "and queued");
}

static void collect(void *ctx, const struct finding *f)
{
	(void)ctx;
	buffer_printf(&findings, "%s %s %s\n", f->check, f->subject, f->field);
}

static const char *check(struct store *s)
{
	buffer_clear(&findings);
	is_int(journal_check(s, collect, NULL, &err), STATUS_OK, "the check runs to its end");
	return findings.data && findings.length ? findings.data : "";
}

static void test_check(struct store *s)
{
	is_text(check(s), "", "a sound journal has no findings");
	change_by_hand(s, "UPDATE idempotency SET digest = 'cut'");
	is_text(check(s), "key_digest order create/k1 digest\n", "a damaged digest");
	change_by_hand(
		s,
		"UPDATE idempotency SET digest = '0000000000000000000000000000000000000000000000000000000000000001', "
		"answer = '{\"order\":'");
	is_text(check(s), "key_answer order create/k1 answer\n", "a damaged answer");
	change_by_hand(s, "UPDATE idempotency SET answer = ''");
	change_by_hand(s, "UPDATE outbox SET id = 7, state = 1");
	is_text(check(s), "outbox_sent 7 order.paid sent_at\n", "sent without an instant");
	change_by_hand(s, "UPDATE outbox SET sent_at = 5, payload = 'no object'");
	is_text(check(s), "outbox_payload 7 order.paid payload\n", "a payload that is none");
	change_by_hand(s, "UPDATE outbox SET payload = '{}', state = 0, attempts = -1");
	is_text(check(s), "outbox_sent 7 order.paid sent_at\noutbox_attempts 7 order.paid attempts\n",
		"queued, but with an instant of sending");
	change_by_hand(s, "UPDATE outbox SET sent_at = NULL, attempts = 0");
	change_by_hand(s, "INSERT INTO audit (id, at, actor, verb, kind, subject, after) VALUES (1000, 1, 'a', 'v', "
			  "'product', 'C', 'cut')");
	is_text(check(s), "audit_record 1000 product C after\n", "an audit row without a record");
}

int main(void)
{
	struct store *s = fixture_open(STORE_WRITE);

	test_audit(s);
	test_keys(s);
	test_outbox(s);
	test_check(s);
	store_close(s);
	arena_free(&arena);
	buffer_free(&findings);
	return done_testing();
}
