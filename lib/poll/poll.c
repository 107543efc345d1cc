/* Carriers asked about all that is due. */
#include "desk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WAIT_MOST 1000 /* ms between looks at the clock */

/* The lanes: carriers of whose parcels some are due, and who serves them. */

struct found_lane {
	const char *carrier;
	int64_t due;
};

static enum status find_carriers(const struct change *c, const struct poll_agent *agent, struct buffer *out,
				 struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_LANES]);
	enum status st;

	stmt_text(q, 1, agent->carrier);
	stmt_int(q, 2, c->now);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct found_lane found = { arena_text(c->arena, stmt_column_text(q, 0)), stmt_column_int(q, 1) };
		buffer_add(out, &found, sizeof(found));
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

/* Carriers that share an account share what is known of it. */
static struct poll_account *share_account(struct poll_account *list, const struct poll_account *a)
{
	for (; list; list = list->next)
		if (!strcmp(list->id, a->id) && list->adapter == a->adapter)
			return list;
	return NULL;
}

enum status poll_open_lanes(const struct change *c, const struct poll_agent *agent, struct poll_lane **lanes,
			    struct poll_account **accounts, struct error *err)
{
	struct buffer found = { 0 };
	enum status st = poll_enrol(c, err);

	*lanes = NULL;
	*accounts = NULL;
	if (st == STATUS_OK)
		st = find_carriers(c, agent, &found, err);
	for (size_t i = 0; st == STATUS_OK && i < found.length / sizeof(struct found_lane); i++) {
		const struct found_lane *f = (const struct found_lane *)(const void *)found.data + i;
		struct poll_lane *lane = arena_alloc(c->arena, sizeof(*lane));
		struct poll_account *shared;
		st = poll_lane_find(c, agent, f->carrier, lane, err);
		if (st == STATUS_END) {
			agent->note(agent->ctx, arena_printf(c->arena, "%" PRId64 " parcels are due with %s, which no adapter serves",
							     f->due, f->carrier));
			st = STATUS_OK;
			continue;
		}
		if (st != STATUS_OK || lane->paused_until > c->now)
			continue;
		lane->due = f->due;
		shared = share_account(*accounts, lane->account);
		if (shared) {
			lane->account = shared;
		} else {
			lane->account->next = *accounts;
			*accounts = lane->account;
			st = poll_account_lock(c, lane->account, err);
			if (st == STATUS_OK)
				st = poll_account_stretch(c, agent, lane->account, err);
		}
		lane->next = *lanes;
		*lanes = lane;
	}
	buffer_free(&found);
	return st;
}

static void free_accounts(struct poll_account *a)
{
	for (; a; a = a->next)
		poll_account_free(a);
}

static enum status open_body(struct desk *d, const struct change *c, struct error *err)
{
	struct change lasting = *c;

	free_accounts(d->accounts);
	arena_reset(&d->lanes_arena);
	d->turn = NULL;
	lasting.arena = &d->lanes_arena;
	d->hosts = NULL;
	return poll_open_lanes(&lasting, d->agent, &d->lanes, &d->accounts, err);
}

/*
 * What was claimed and not asked about goes back at once, and so does what was granted and not begun. Who is killed leaves the
 * former to the leases' end, and the latter spent.
 */

static enum status release_body(struct desk *d, const struct change *c, struct error *err)
{
	enum status st = STATUS_OK;

	for (struct poll_lane *lane = d->lanes; lane; lane = lane->next)
		for (struct poll_parcel *p = lane->first; st == STATUS_OK && p; p = p->next) {
			struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_RELEASE]);
			stmt_text(q, 1, p->shipment);
			stmt_text(q, 2, d->owner);
			st = stmt_run(q, NULL, err);
		}
	for (struct poll_account *a = d->accounts; st == STATUS_OK && a; a = a->next) {
		if (a->grant.requests <= 0)
			continue;
		st = poll_account_lock(c, a, err);
		if (st == STATUS_OK)
			st = poll_budget_return(c, a, &a->grant, err);
	}
	return st;
}

static enum status release(struct desk *d, struct error *err)
{
	bool any = false;
	enum status st = STATUS_OK;

	for (struct poll_lane *lane = d->lanes; lane; lane = lane->next)
		any |= lane->first != NULL;
	for (const struct poll_account *a = d->accounts; a; a = a->next)
		any |= a->grant.requests > 0;
	if (any)
		st = desk_transaction(d, release_body, err);
	for (struct poll_lane *lane = d->lanes; lane; lane = lane->next)
		while (lane->first) {
			struct poll_parcel *p = lane->first;
			lane->first = p->next;
			poll_parcel_free(p);
		}
	return st;
}

/* When something can be begun again: INT64_MAX: never in this run. */
static int64_t next_start(const struct desk *d, int64_t now)
{
	int64_t first = INT64_MAX;

	if (now >= d->ends_at)
		return first;
	for (const struct poll_lane *lane = d->lanes; lane; lane = lane->next) {
		const struct poll_account *a = lane->account;
		int64_t at = a->opens_at > a->closed_until ? a->opens_at : a->closed_until;
		bool more = lane->waiting > 0 ||
			    (!lane->dry && (d->agent->limit <= 0 || d->asked < d->agent->limit));
		if (more && !desk_closed(d, a, now) && at < first)
			first = at;
	}
	return first;
}

static enum status work(struct desk *d, struct error *err)
{
	enum status st = STATUS_OK;

	while (st == STATUS_OK) {
		int64_t now, start, wait;
		st = desk_round(d, err);
		if (st == STATUS_OK)
			st = desk_begin(d, true, err);
		now = d->agent->clock(d->agent->ctx);
		start = next_start(d, now);
		if (st != STATUS_OK || (start == INT64_MAX && d->running == 0 && d->n_answered == 0))
			return st;
		/* With room in flight, and more to begin, answers are not waited for longer than that. */
		wait = d->running > 0 || start == INT64_MAX ? WAIT_MOST : start - now;
		if (start != INT64_MAX && start > now && start - now < wait)
			wait = start - now;
		if (d->n_answered > 0)
			wait = 0;
		st = desk_gather(d, wait > 0 ? wait : 0, err);
	}
	return st;
}

enum status poll_run(const struct poll_agent *agent, struct poll_result *out, struct error *err)
{
	struct desk d = { .agent = agent, .result = out };
	int64_t now = agent->clock(agent->ctx);
	struct error why;
	enum status st;

	*out = (struct poll_result) { 0 };
	d.answered_last = &d.answered;
	d.ends_at = agent->max_ms > 0 ? now + agent->max_ms : INT64_MAX;
	snprintf(d.owner, sizeof(d.owner), "%ld.%" PRId64, (long)getpid(), now);
	st = desk_transaction(&d, open_body, err);
	if (st == STATUS_OK && d.lanes)
		st = work(&d, err);
	if (st == STATUS_OK)
		st = release(&d, err);
	else
		(void)release(&d, &why); /* the first fault is the one to tell */
	http_close(d.client);
	free_accounts(d.accounts);
	while (d.spare) {
		struct job *job = d.spare;
		d.spare = job->next;
		arena_free(&job->arena);
		memory_free(job);
	}
	arena_free(&d.round);
	arena_free(&d.lanes_arena);
	return st;
}
