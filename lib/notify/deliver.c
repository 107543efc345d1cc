/* The courier: takes a message, sends it, writes down what became of it. */
#include <poll.h>

#include "outbox.h"

#define THROTTLED_MS  MINUTE_MS	    /* where the other side does not say for how long */
#define LONGEST_WAIT  DAY_MS	    /* that it can ask for */
#define SHORT_WAIT_MS INT64_C(1500) /* for which a courier waits itself */

/* When a message that was not taken is tried again; -1: never. */
static int64_t next_try(const struct notify_message *m, const struct notify_fate *fate, int64_t now)
{
	int64_t delay = notify_retry_delay(m->channel, m->attempts), asked = fate->retry_after;

	if (asked > LONGEST_WAIT)
		asked = LONGEST_WAIT;
	if (delay < 0)
		return -1;
	return now + (asked > delay ? asked : delay);
}

static enum status settle(const struct notify_courier *courier, const struct notify_lease *lease,
			  const struct notify_message *m, const struct notify_fate *fate, struct error *err)
{
	int64_t now = courier->clock(courier->ctx), asked = fate->retry_after;
	struct notify_end end = { .lease = *lease, .state = fate->state, .at = now, .why = fate->why };
	enum status st;

	if (fate->state == MESSAGE_QUEUED) {
		int64_t at = next_try(m, fate, now);

		end.state = at < 0 ? MESSAGE_DEAD : MESSAGE_QUEUED;
		end.at = at < 0 ? now : at;
	}
	if (fate->throttled)
		end.closed_until = now + (asked < 0 ? THROTTLED_MS : asked > LONGEST_WAIT ? LONGEST_WAIT : asked);
	if (fate->gone)
		end.gone = m;
	st = notify_lease_settle(courier->store, &end, err);
	if (st != STATUS_OK)
		return st;
	if (end.state == MESSAGE_QUEUED)
		courier->postponed(courier->ctx, m, fate->why);
	else if (end.state != MESSAGE_SENT)
		courier->lost(courier->ctx, m, fate->why);
	return STATUS_OK;
}

static enum status send(const struct notify_courier *courier, const struct notify_message *m, struct notify_fate *fate,
			struct arena *arena, struct error *err)
{
	for (size_t i = 0; i < courier->n_channels; i++)
		if (strcmp(courier->channels[i].name, m->channel) == 0)
			return courier->channels[i].send(courier->channels[i].ctx, m, fate, arena, err);
	return error_set(err, STATUS_BUG, "no_channel", "", "message %" PRId64 " was taken for no channel", m->id);
}

static enum status deliver_next(const struct notify_courier *courier, struct arena *arena, struct error *err)
{
	struct notify_lease lease = { .now = courier->clock(courier->ctx) };
	struct notify_fate fate = { .state = MESSAGE_QUEUED, .retry_after = -1 };
	struct notify_message m = { 0 };
	enum status st = notify_lease_take(courier->store, courier, &lease, &m, arena, err);

	if (st != STATUS_OK)
		return st;
	st = send(courier, &m, &fate, arena, err);
	if (st != STATUS_OK) { /* not the message's fault */
		struct error second;

		notify_lease_release(courier->store, &lease, &second);
		return st;
	}
	return settle(courier, &lease, &m, &fate, err);
}

/* Nothing is due, but an account may open in a moment: then it is waited for. STATUS_END: no use in waiting. */
static enum status wait_a_moment(const struct notify_courier *courier, struct error *err)
{
	int64_t now = courier->clock(courier->ctx), next = 0;
	enum status st = notify_pace_next(courier->store, now, &next, err);

	if (st != STATUS_OK || next - now > SHORT_WAIT_MS)
		return st == STATUS_OK ? STATUS_END : st;
	poll(NULL, 0, (int)(next - now) + 1);
	return courier->clock(courier->ctx) >= next ? STATUS_OK : STATUS_END; /* a clock may stand */
}

enum status notify_deliver(const struct notify_courier *courier, struct error *err)
{
	int64_t begun = courier->clock(courier->ctx), n = 0;
	struct arena arena = { 0 };
	enum status st = STATUS_OK;

	while (st == STATUS_OK && (courier->limit == 0 || n < courier->limit)) {
		if (courier->max_ms > 0 && courier->clock(courier->ctx) - begun >= courier->max_ms)
			break;
		st = deliver_next(courier, &arena, err);
		n += st == STATUS_OK;
		if (st == STATUS_END)
			st = wait_a_moment(courier, err);
		arena_reset(&arena);
	}
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}
