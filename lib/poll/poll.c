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
	lasting.arena = &d->lanes_arena;
	d->hosts = NULL;
	return poll_open_lanes(&lasting, d->agent, &d->lanes, &d->accounts, err);
}

/* What was claimed and not asked about goes back at once; who is killed leaves it to the leases' end. */

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
	return st;
}

static enum status release(struct desk *d, struct error *err)
{
	bool any = false;
	enum status st = STATUS_OK;

	for (struct poll_lane *lane = d->lanes; lane; lane = lane->next)
		any |= lane->first != NULL;
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

/* Beginning requests. */

static struct poll_parcel *take_first(struct poll_lane *lane)
{
	struct poll_parcel *p = lane->first;
	lane->first = p->next;
	if (!lane->first)
		lane->last = &lane->first;
	lane->waiting--;
	p->next = NULL;
	return p;
}

static void put_first(struct poll_lane *lane, struct poll_parcel *p)
{
	p->next = lane->first;
	if (!lane->first)
		lane->last = &p->next;
	lane->first = p;
	lane->waiting++;
}

/* The parcels of one request: those at the head of the queue of whom the same is to be asked. */
static struct job *fill_job(struct desk *d, struct poll_lane *lane)
{
	enum poll_operation operation = lane->account->token_wanted ? POLL_TOKEN : poll_operation_next(lane, lane->first);
	struct job *job = desk_job(d, lane, operation);
	size_t batch;

	if (operation == POLL_TOKEN)
		return job;
	batch = carrier_batch(lane->account->adapter, poll_carrier_operation(operation));
	job->parcels = arena_alloc(&job->arena, batch * sizeof(struct poll_parcel *));
	while (lane->first && job->n < batch && poll_operation_next(lane, lane->first) == operation)
		job->parcels[job->n++] = take_first(lane);
	return job;
}

static void undo_job(struct desk *d, struct job *job)
{
	while (job->n > 0)
		put_first(job->lane, job->parcels[--job->n]);
	desk_job_free(d, job);
}

/* A request that cannot be made is the parcels' fault, or, without any, the account's: it is settled as one that failed. */
static void answer_unsent(struct desk *d, struct job *job, const struct error *why)
{
	job->answer = (struct carrier_answer) { .outcome = CARRIER_ERROR, .message = arena_text(&job->arena, why->message) };
	job->reply = (struct poll_reply) { .operation = job->operation,
					   .code = 400,
					   .retry_after_ms = -1,
					   .owner = d->owner,
					   .answer = &job->answer };
	if (job->operation == POLL_TOKEN)
		job->answer.outcome = CARRIER_REFUSED;
	*d->answered_last = job;
	d->answered_last = &job->next;
	d->n_answered++;
}

static enum status begin(struct desk *d, struct poll_lane *lane, bool *full, struct error *err)
{
	struct job *job = fill_job(d, lane);
	struct error why;
	enum status st = desk_send(d, job, d->agent->clock(d->agent->ctx), &why);

	lane->account->granted--;
	lane->account->token_wanted = false;
	*full = st == STATUS_END;
	if (st == STATUS_OK)
		return STATUS_OK;
	if (st == STATUS_END) {
		undo_job(d, job);
		return STATUS_OK;
	}
	if (st == STATUS_REJECTED) {
		answer_unsent(d, job, &why);
		return STATUS_OK;
	}
	undo_job(d, job);
	*err = why;
	return st;
}

/* In turn over the lanes, so that none waits for another's end. */
static enum status begin_all(struct desk *d, struct error *err)
{
	enum status st = STATUS_OK;
	bool any = true, full;

	while (st == STATUS_OK && any) {
		any = false;
		for (struct poll_lane *lane = d->lanes; st == STATUS_OK && lane; lane = lane->next) {
			if (!lane->first || lane->account->granted <= 0)
				continue;
			st = begin(d, lane, &full, err);
			any |= !full;
			if (full)
				lane->account->granted = 0;
		}
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
			st = begin_all(d, err);
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
