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
	m->sent_at = stmt_column_null(q, 9) ? INSTANT_NONE : stmt_column_int(q, 9);
	m->last_error = arena_text(arena, stmt_column_text(q, 10));
	m->dedupe = arena_text(arena, stmt_column_text(q, 11));
	m->payload = arena_text(arena, stmt_column_text(q, 12));
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

/* One statement in a transaction of its own; again when it was lost to another. */
static enum status run_alone(struct store *s, struct stmt *bind(struct store *s, const void *ctx), const void *ctx,
			     int64_t *changed, struct error *err)
{
	enum status st = STATUS_RETRY;

	for (int tries = 0; st == STATUS_RETRY && tries < 20; tries++) {
		st = store_begin(s, err);
		if (st == STATUS_OK)
			st = stmt_run(bind(s, ctx), changed, err);
		if (st == STATUS_OK)
			st = store_commit(s, err);
		if (st != STATUS_OK)
			store_rollback(s);
	}
	if (st == STATUS_RETRY)
		return error_set(err, STATUS_BUSY, "busy", "", "lost to other writers; try again later");
	return st;
}

struct revival {
	int64_t id, now;
};

static struct stmt *bind_revival(struct store *s, const void *ctx)
{
	const struct revival *r = ctx;
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_MESSAGE_REVIVE]);

	stmt_int(q, 1, r->id);
	stmt_int(q, 2, r->now);
	return q;
}

enum status notify_revive(struct store *s, int64_t id, int64_t now, struct error *err)
{
	const struct revival revival = { id, now };
	int64_t changed = 0;
	enum status st = run_alone(s, bind_revival, &revival, &changed, err);

	if (st == STATUS_OK && changed == 0)
		return error_reject(err, "unknown_message", "id", "%" PRId64 " is no failed or dead message", id);
	return st;
}

static struct stmt *bind_lease(struct store *s, const void *ctx)
{
	const struct notify_lease *l = ctx;
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_MESSAGE_LEASE]);

	stmt_int(q, 1, l->now);
	stmt_int(q, 2, l->until);
	stmt_int(q, 3, l->id);
	return q;
}

enum status notify_lease_take(struct store *s, const char *const channels[NOTIFY_CHANNELS], struct notify_lease *lease,
			      struct notify_message *m, struct arena *arena, struct error *err)
{
	int64_t changed = 0;

	while (changed == 0) { /* another courier may be faster: then look for the next */
		struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_MESSAGE_DUE]);
		enum status st;

		stmt_int(q, 1, lease->now);
		for (int i = 0; i < NOTIFY_CHANNELS; i++)
			stmt_text(q, 2 + i, channels[i]);
		st = stmt_step(q, err);
		if (st == STATUS_OK)
			notify_read_message(q, m, arena);
		stmt_reset(q);
		if (st != STATUS_OK)
			return st;
		lease->id = m->id;
		lease->until = lease->now + NOTIFY_LEASE_MS;
		st = run_alone(s, bind_lease, lease, &changed, err);
		if (st != STATUS_OK)
			return st;
	}
	m->attempts++;
	return STATUS_OK;
}

static struct stmt *bind_fate(struct store *s, const void *ctx)
{
	const struct notify_fate *f = ctx;
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_MESSAGE_SETTLE]);

	stmt_int(q, 1, f->lease.id);
	stmt_int(q, 2, f->lease.until);
	stmt_int(q, 3, f->state);
	stmt_int(q, 4, f->at);
	if (f->state == MESSAGE_SENT)
		stmt_int(q, 5, f->at);
	else
		stmt_null(q, 5);
	stmt_text(q, 6, f->why);
	return q;
}

enum status notify_lease_settle(struct store *s, const struct notify_fate *fate, struct error *err)
{
	int64_t changed;

	/* No row: the lease ran out, and another courier has the message now. */
	return run_alone(s, bind_fate, fate, &changed, err);
}

static struct stmt *bind_release(struct store *s, const void *ctx)
{
	const struct notify_lease *l = ctx;
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_MESSAGE_RELEASE]);

	stmt_int(q, 1, l->id);
	stmt_int(q, 2, l->until);
	return q;
}

enum status notify_lease_release(struct store *s, const struct notify_lease *lease, struct error *err)
{
	int64_t changed;

	return run_alone(s, bind_release, lease, &changed, err);
}
