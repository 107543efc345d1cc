/* A message in the hands of a courier: taken, given back, or brought to its end; and what its channel can take. */
#include "outbox.h"

static enum status close_account(struct store *s, const char *account, int64_t until, struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_PACE_CLOSE]);

	stmt_text(q, 1, account);
	stmt_int(q, 2, until);
	return stmt_run(q, NULL, err);
}

/* One more within a span; when the span is full, its account is closed until it ends. ${over}: it was full already. */
static enum status use_span(struct store *s, const struct notify_lease *l, int64_t span, int64_t limit, bool *over,
			    struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_PACE_USE]);
	int64_t used = 0;
	enum status st;

	if (limit == 0)
		return STATUS_OK;
	stmt_text(q, 1, l->pace);
	stmt_int(q, 2, span);
	stmt_int(q, 3, l->now + span);
	stmt_int(q, 4, l->now);
	st = stmt_step(q, err);
	if (st == STATUS_OK)
		used = stmt_column_int(q, 0);
	stmt_reset(q);
	*over = *over || used > limit;
	return st == STATUS_OK && used >= limit ? close_account(s, l->pace, l->now + span, err) : st;
}

static enum status use_limits(struct store *s, const struct notify_lease *l, const struct notify_limits *limits,
			      bool *over, struct error *err)
{
	enum status st = use_span(s, l, SECOND_MS, limits->per_second, over, err);

	if (st == STATUS_OK)
		st = use_span(s, l, MINUTE_MS, limits->per_minute, over, err);
	if (st == STATUS_OK)
		st = use_span(s, l, HOUR_MS, limits->per_hour, over, err);
	return st == STATUS_OK ? use_span(s, l, DAY_MS, limits->per_day, over, err) : st;
}

/* The message that is due longest. */
static enum status find_due(struct store *s, const char *channels, struct notify_lease *lease, struct notify_message *m,
			    struct arena *arena, struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[channels ? NOTIFY_MESSAGE_DUE : NOTIFY_EVENT_DUE]);
	enum status st;

	stmt_int(q, 1, lease->now);
	if (channels)
		stmt_text(q, 2, channels);
	st = stmt_step(q, err);
	if (st == STATUS_OK) {
		notify_read_message(q, m, arena);
		m->account = arena_text(arena, stmt_column_text(q, 14));
		lease->pace = arena_text(arena, stmt_column_text(q, 15));
		lease->id = m->id;
		lease->until = lease->now + NOTIFY_LEASE_MS;
	}
	stmt_reset(q);
	return st;
}

static const struct notify_limits *limits_of(const struct notify_courier *courier, const char *channel)
{
	static const struct notify_limits NONE = { 0 };

	for (size_t i = 0; i < courier->n_channels; i++)
		if (strcmp(courier->channels[i].name, channel) == 0)
			return &courier->channels[i].limits;
	return &NONE;
}

/* STATUS_RETRY: another courier was faster, or used the last of a limit. */
static enum status lease_it(struct store *s, const struct notify_lease *lease, const struct notify_limits *limits,
			    struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_MESSAGE_LEASE]);
	int64_t changed = 0;
	bool over = false;
	enum status st;

	stmt_int(q, 1, lease->now);
	stmt_int(q, 2, lease->until);
	stmt_int(q, 3, lease->id);
	st = stmt_run(q, &changed, err);
	if (st == STATUS_OK && changed)
		st = use_limits(s, lease, limits, &over, err);
	return st == STATUS_OK && (!changed || over) ? STATUS_RETRY : st;
}

enum status notify_lease_take(struct store *s, const struct notify_courier *courier, struct notify_lease *lease,
			      struct notify_message *m, struct arena *arena, struct error *err)
{
	struct buffer channels = { 0 };
	enum status st = STATUS_RETRY;
	bool events = false;

	for (size_t i = 0; i < courier->n_channels; i++) {
		const char *name = courier->channels[i].name;

		if (strcmp(name, NOTIFY_EVENT) == 0)
			events = true;
		else
			buffer_printf(&channels, "%s%s,", channels.length ? "" : ",", name);
	}
	for (int tries = 0; st == STATUS_RETRY && tries < 100; tries++) {
		st = channels.length ? find_due(s, channels.data, lease, m, arena, err) : STATUS_END;
		if (st == STATUS_END && events)
			st = find_due(s, NULL, lease, m, arena, err);
		if (st != STATUS_OK)
			break;
		st = store_begin(s, err);
		if (st == STATUS_OK)
			st = lease_it(s, lease, limits_of(courier, m->channel), err);
		if (st == STATUS_OK)
			st = store_commit(s, err);
		if (st != STATUS_OK)
			store_rollback(s);
	}
	buffer_free(&channels);
	m->attempts += st == STATUS_OK;
	if (st == STATUS_RETRY)
		return error_set(err, STATUS_BUSY, "busy", "", "lost to other couriers; try again later");
	return st;
}

/* An address that is gone gets nothing more. */
static enum status disable(struct store *s, const struct notify_message *m, int64_t now, const char *why,
			   struct error *err)
{
	struct arena arena = { 0 };
	struct change c = { .store = s, .now = now, .actor = "ecom-notify", .verb = "notify deliver", .arena = &arena };
	struct notify_receiver in = { .channel = m->channel, .recipient = m->recipient, .reason = why }, out;
	enum status st;

	record_mark(&in, RECEIVER_ALLOWED);
	record_mark(&in, RECEIVER_REASON);
	st = notify_receiver_set(&c, &in, &out, err);
	arena_free(&arena);
	return st;
}

static enum status end_it(struct store *s, void *ctx, struct error *err)
{
	const struct notify_end *end = ctx;
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_MESSAGE_SETTLE]);
	enum status st;

	stmt_int(q, 1, end->lease.id);
	stmt_int(q, 2, end->lease.until);
	stmt_int(q, 3, end->state);
	stmt_int(q, 4, end->at);
	stmt_int_or_null(q, 5, end->state == MESSAGE_SENT ? end->at : INSTANT_NONE, INSTANT_NONE);
	stmt_text(q, 6, end->why);
	/* No row: the lease ran out, and another courier has the message now. */
	st = stmt_run(q, NULL, err);
	if (st == STATUS_OK && end->closed_until > 0)
		st = close_account(s, end->lease.pace, end->closed_until, err);
	if (st == STATUS_OK && end->gone)
		st = disable(s, end->gone, end->lease.now, end->why, err);
	return st;
}

static enum status release_it(struct store *s, void *ctx, struct error *err)
{
	const struct notify_lease *lease = ctx;
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_MESSAGE_RELEASE]);

	stmt_int(q, 1, lease->id);
	stmt_int(q, 2, lease->until);
	return stmt_run(q, NULL, err);
}

enum status notify_lease_settle(struct store *s, const struct notify_end *end, struct error *err)
{
	return store_transaction(s, end_it, (void *)end, err);
}

enum status notify_lease_release(struct store *s, const struct notify_lease *lease, struct error *err)
{
	return store_transaction(s, release_it, (void *)lease, err);
}

enum status notify_pace_next(struct store *s, int64_t now, int64_t *out, struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_PACE_NEXT]);
	enum status st;

	stmt_int(q, 1, now);
	st = stmt_step(q, err);
	if (st == STATUS_OK && stmt_column_null(q, 0))
		st = STATUS_END;
	if (st == STATUS_OK)
		*out = stmt_column_int(q, 0);
	stmt_reset(q);
	return st;
}
