/* The outbox: what is to be sent, what was, and how each message came to its end. */
#include "outbox.h"
#include "notify_impl.h"

void notify_read_message(struct stmt *q, struct notify_message *m, struct arena *arena)
{
	record_clear(&notify_message_type, m);
	m->id = stmt_column_int(q, 0);
	m->at = stmt_column_int(q, 1);
	m->channel = arena_text(arena, stmt_column_text(q, 2));
	m->recipient = arena_text(arena, stmt_column_text(q, 3));
	m->topic = arena_text(arena, stmt_column_text(q, 4));
	m->subject = arena_text(arena, stmt_column_text(q, 5));
	m->state = (int)stmt_column_int(q, 6);
	m->attempts = stmt_column_int(q, 7);
	m->next_try_at = m->state == MESSAGE_QUEUED ? stmt_column_int(q, 8) : INSTANT_NONE;
	m->sent_at = stmt_column_int_or(q, 9, INSTANT_NONE);
	m->last_error = arena_text(arena, stmt_column_text(q, 10));
	m->dedupe = arena_text(arena, stmt_column_text(q, 11));
	m->payload = arena_text(arena, stmt_column_text(q, 12));
	m->series = arena_text(arena, stmt_column_text(q, 13));
	m->account = NULL;
	record_mark_all(&notify_message_type, m);
}

enum status notify_messages(struct store *s, const struct notify_filter *filter, notify_each_message *each, void *ctx,
			    struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_MESSAGES]);
	struct arena arena = { 0 };
	struct notify_message m;
	enum status st;

	stmt_int(q, 1, filter->state);
	stmt_text(q, 2, filter->topic);
	stmt_text(q, 3, filter->channel);
	stmt_int(q, 4, filter->limit > 0 ? filter->limit : INT64_MAX);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		notify_read_message(q, &m, &arena);
		each(ctx, &m);
		arena_reset(&arena);
	}
	stmt_reset(q);
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status notify_outbox_put(struct store *s, const struct notify_message *m, bool supersedes, struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_MESSAGE_PUT]);
	int64_t id = 0;
	enum status st;

	stmt_int(q, 1, m->at);
	stmt_text(q, 2, m->channel);
	stmt_text(q, 3, m->recipient);
	stmt_text(q, 4, m->topic);
	stmt_text(q, 5, m->dedupe);
	stmt_text(q, 6, m->subject);
	stmt_text(q, 7, m->payload);
	stmt_int(q, 8, m->next_try_at);
	stmt_text(q, 9, m->series);
	st = stmt_step(q, err);
	if (st == STATUS_OK)
		id = stmt_column_int(q, 0);
	stmt_reset(q);
	if (st != STATUS_OK || !supersedes || !m->series) /* STATUS_END: it was there already */
		return st == STATUS_END ? STATUS_OK : st;
	q = store_stmt(s, &NOTIFY_SQL[NOTIFY_SUPERSEDE]);
	stmt_int(q, 1, m->at);
	stmt_text(q, 2, m->channel);
	stmt_text(q, 3, m->recipient);
	stmt_text(q, 4, m->series);
	stmt_int(q, 5, id);
	stmt_text(q, 6, "a newer message took its place");
	return stmt_run(q, NULL, err);
}

static enum status find_message(const struct change *c, int64_t id, struct notify_message *out, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[NOTIFY_MESSAGE]);
	enum status st;

	stmt_int(q, 1, id);
	st = stmt_step(q, err);
	if (st == STATUS_OK)
		notify_read_message(q, out, c->arena);
	stmt_reset(q);
	if (st == STATUS_END)
		return error_reject(err, "unknown_message", "id", "there is no message %" PRId64, id);
	return st;
}

enum status notify_retry(const struct change *c, int64_t id, struct notify_message *out, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[NOTIFY_MESSAGE_RETRY]);
	int64_t changed = 0;
	enum status st;

	stmt_int(q, 1, id);
	stmt_int(q, 2, c->now);
	st = stmt_run(q, &changed, err);
	if (st == STATUS_OK)
		st = find_message(c, id, out, err);
	if (st == STATUS_OK && changed == 0)
		return error_reject(err, "wrong_state", "id",
				    "message %" PRId64 " is %s; expected failed, dead or cancelled", id,
				    NOTIFY_MESSAGE_STATE_WORDS[out->state].word);
	return st;
}

enum status notify_cancel(const struct change *c, int64_t id, struct notify_message *out, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[NOTIFY_MESSAGE_CANCEL]);
	int64_t changed = 0;
	enum status st;

	stmt_int(q, 1, c->now);
	stmt_int(q, 2, id);
	stmt_text(q, 3, arena_printf(c->arena, "cancelled by %s", c->actor));
	st = stmt_run(q, &changed, err);
	if (st == STATUS_OK)
		st = find_message(c, id, out, err);
	if (st == STATUS_OK && changed == 0)
		return error_reject(err, "wrong_state", "id",
				    out->state == MESSAGE_QUEUED ? "message %" PRId64
								   " is %s, but a courier has it in hand"
								 : "message %" PRId64 " is %s; expected queued",
				    id, NOTIFY_MESSAGE_STATE_WORDS[out->state].word);
	return st;
}

enum status notify_counts(struct store *s, int64_t counts[NOTIFY_MESSAGE_STATES], struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_COUNTS]);
	enum status st;

	for (int i = 0; i < NOTIFY_MESSAGE_STATES; i++)
		counts[i] = 0;
	while ((st = stmt_step(q, err)) == STATUS_OK)
		counts[stmt_column_int(q, 0)] = stmt_column_int(q, 1);
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status notify_waiting(struct store *s, int64_t now, notify_each_account *each, void *ctx, struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_WAITING]);
	enum status st;

	stmt_int(q, 1, now);
	while ((st = stmt_step(q, err)) == STATUS_OK)
		each(ctx, stmt_column_text(q, 0), stmt_column_text(q, 1));
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}
