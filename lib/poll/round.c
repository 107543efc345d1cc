/* One transaction of a run: what was answered is settled, parcels are claimed, budgets and tokens are taken. */
#include "desk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CLOSED_PATIENCE 10000 /* a closure is waited for so long */
#define BUDGET_PATIENCE MINUTE_MS
#define TOKEN_WAIT_MS	250

struct attempt {
	struct desk *desk;
	desk_body *body;
};

static enum status attempt(struct store *s, void *ctx, struct error *err)
{
	const struct attempt *of = ctx;
	struct desk *d = of->desk;
	const struct change c = { .store = s,
				  .actor = d->agent->actor,
				  .verb = "track poll",
				  .arena = &d->round,
				  /* after the wait for the lock: what follows is done now */
				  .now = d->agent->clock(d->agent->ctx) };

	arena_reset(&d->round);
	return of->body(d, &c, err);
}

enum status desk_transaction(struct desk *d, desk_body *body, struct error *err)
{
	struct attempt of = { d, body };

	return store_transaction(d->agent->store, attempt, &of, err);
}

bool desk_closed(const struct desk *d, const struct poll_account *a, int64_t now)
{
	int64_t opens = a->closed_until > now ? a->closed_until : 0;

	if (opens && opens > now + CLOSED_PATIENCE)
		return true;
	if (a->opens_at > now + BUDGET_PATIENCE)
		return true;
	return (opens > a->opens_at ? opens : a->opens_at) >= d->ends_at;
}

/* Answers. */

static enum status settle_token(const struct change *c, struct desk *d, struct job *job, struct error *err)
{
	struct poll_account *a = job->lane->account;

	if (job->new_token)
		return poll_account_token(c, a, job->new_token, c->now + job->lifetime_ms, err);
	enum status st = poll_account_token_drop(c, a, NULL, err);
	return st == STATUS_OK ? poll_settle(c, d->agent, job->lane, &job->reply, NULL, 0, NULL, err) : st;
}

/* What of an answer cannot be taken in is undone alone, and its parcels are asked about again later. */
static enum status settle_job(const struct change *c, struct desk *d, struct job *job, struct error *err)
{
	enum status st = store_savepoint(c->store, err);

	if (st != STATUS_OK)
		return st;
	job->settled = arena_zero(&job->arena, (job->n + 1) * sizeof(*job->settled));
	if (job->operation == POLL_TOKEN)
		st = settle_token(c, d, job, err);
	else
		st = poll_settle(c, d->agent, job->lane, &job->reply, job->parcels, job->n, job->settled, err);
	if (st == STATUS_OK)
		return store_savepoint_release(c->store, err);
	if (st != STATUS_REJECTED)
		return st;
	job->fault = *err;
	st = store_savepoint_rollback(c->store, err);
	if (st == STATUS_OK)
		st = poll_put_off(c, job->lane, d->owner, job->parcels, job->n, job->settled, err);
	return st;
}

/* Claims. */

static void drop_claims(struct desk *d)
{
	for (struct poll_lane *lane = d->lanes; lane; lane = lane->next) {
		while (lane->claimed) {
			struct poll_parcel *p = lane->claimed;
			lane->claimed = p->next;
			poll_parcel_free(p);
		}
		lane->n_claimed = 0;
	}
}

static enum status claim_for(const struct change *c, struct desk *d, struct poll_lane *lane, struct error *err)
{
	int64_t batch = (int64_t)carrier_batch(lane->account->adapter, CARRIER_FETCH);
	int64_t wanted = 2 * (desk_capacity(d, lane->account) + desk_ahead(d, lane->account)) * batch;
	enum status st;

	if (lane->dry || 2 * lane->waiting >= wanted || desk_closed(d, lane->account, c->now) ||
	    lane->paused_until > c->now || c->now >= d->ends_at)
		return STATUS_OK;
	wanted -= lane->waiting;
	if (d->agent->limit > 0 && wanted > d->agent->limit - d->asked - d->claiming)
		wanted = d->agent->limit - d->asked - d->claiming;
	if (wanted <= 0)
		return STATUS_OK;
	st = poll_claim(c, lane, d->owner, wanted, &lane->claimed, &lane->n_claimed, err);
	lane->ran_dry = lane->n_claimed < wanted;
	d->claiming += lane->n_claimed;
	return st;
}

/* Budgets. */

static int64_t requests_waiting(const struct desk *d, const struct poll_account *a)
{
	int64_t batch = (int64_t)carrier_batch(a->adapter, CARRIER_FETCH), n = 0;

	for (const struct poll_lane *lane = d->lanes; lane; lane = lane->next)
		if (lane->account == a)
			n += (lane->waiting + lane->n_claimed + batch - 1) / batch;
	return n;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Places that are free now, which ${among} accounts share. */
static int64_t free_places(const struct desk *d, const struct poll_account *a, int64_t among)
{
	int64_t room = desk_capacity(d, a) - a->in_flight;

	if (!a->host) /* where it leads is not known before the first */
		room = least(room, 1);
	else
		room = least(room, (d->agent->per_host - a->host->in_flight - a->host->granted + among - 1) / among);
	room = least(room, (d->agent->jobs - d->running - d->granted + among - 1) / among);
	return room > 0 ? room : 0;
}

/* And those that will be free before the next transaction: their requests are granted ahead, to be begun at once. */
static int64_t next_places(const struct desk *d, const struct poll_account *a, int64_t among)
{
	return a->host ? (desk_ahead(d, a) + among - 1) / among : 0;
}

/* One run fetches a token, the others wait for it. */
static int64_t want_token(const struct change *c, struct poll_account *a, int64_t wanted)
{
	if (!carrier_needs_token(a->adapter) || (a->token && a->token_until > c->now))
		return wanted;
	if (!a->grant.token && a->token_lease_until > c->now) {
		a->opens_at = c->now + TOKEN_WAIT_MS;
		return 0;
	}
	a->taken.token = true;
	return 1;
}

/* What is left of the last grant goes back before the next one is taken. */
static enum status budget_for(const struct change *c, struct desk *d, struct poll_account *a, int64_t among, struct error *err)
{
	int64_t room = free_places(d, a, among);
	int64_t wanted = c->now < d->ends_at ? least(requests_waiting(d, a), room + next_places(d, a, among)) : 0;
	enum status st;

	a->taken = (struct poll_grant) { .at = c->now };
	if (wanted <= 0 && a->grant.requests == 0)
		return STATUS_OK;
	st = poll_account_lock(c, a, err);
	if (st == STATUS_OK)
		st = poll_budget_return(c, a, &a->grant, err);
	if (st != STATUS_OK || wanted <= 0 || a->closed_until > c->now)
		return st;
	a->opens_at = c->now;
	wanted = want_token(c, a, wanted);
	if (wanted > 0)
		st = poll_budget_take(c, a, wanted, &a->taken.requests, &a->opens_at, err);
	if (a->taken.requests == 0)
		a->taken.token = false;
	room = least(room, a->taken.requests);
	d->granted += room;
	if (a->host)
		a->host->granted += room;
	if (st == STATUS_OK && a->taken.token)
		st = poll_account_token_lease(c, a, err);
	return st;
}

static enum status take_budgets(struct desk *d, const struct change *c, struct error *err)
{
	enum status st = STATUS_OK;
	int64_t among = 0;

	d->granted = 0;
	for (struct poll_host *h = d->hosts; h; h = h->next)
		h->granted = 0;
	for (const struct poll_account *a = d->accounts; a; a = a->next)
		among += requests_waiting(d, a) > 0;
	for (struct poll_account *a = d->accounts; st == STATUS_OK && a; a = a->next) {
		bool waits = requests_waiting(d, a) > 0;
		st = budget_for(c, d, a, among > 0 ? among : 1, err);
		among -= waits;
	}
	return st;
}

/* Transfers go on inside the transaction; to look at them more often than every millisecond costs more than it gains. */
static enum status go_on(struct desk *d, struct error *err)
{
	int64_t now = d->agent->clock(d->agent->ctx);

	if (now == d->looked_at)
		return STATUS_OK;
	d->looked_at = now;
	return desk_gather(d, 0, err);
}

static enum status round_body(struct desk *d, const struct change *c, struct error *err)
{
	enum status st = STATUS_OK;
	size_t settled = 0;

	drop_claims(d);
	d->claiming = 0;
	for (struct job *job = d->answered; st == STATUS_OK && settled < d->settling; job = job->next, settled++) {
		st = settle_job(c, d, job, err);
		if (st == STATUS_OK)
			st = go_on(d, err);
	}
	for (struct poll_lane *lane = d->lanes; st == STATUS_OK && lane; lane = lane->next) {
		st = claim_for(c, d, lane, err);
		if (st == STATUS_OK)
			st = go_on(d, err);
	}
	return st == STATUS_OK ? take_budgets(d, c, err) : st;
}

/* After the commit. */

static void queue(struct poll_lane *lane, struct poll_parcel *p)
{
	p->next = NULL;
	*lane->last = p;
	lane->last = &p->next;
	lane->waiting++;
}

static void tell(struct desk *d, const struct job *job)
{
	const struct poll_agent *agent = d->agent;
	struct poll_account *a = job->lane->account;
	const char *why = job->n ? job->settled[0].message : job->answer.message;

	if (job->fault.code && job->operation != POLL_TOKEN)
		agent->warn(agent->ctx, arena_printf(&d->round, "%s: an answer could not be taken in: %s", a->id,
						     job->fault.message));
	if (a->closed_until <= a->read_at || a->told_until == a->closed_until)
		return;
	a->told_until = a->closed_until;
	if (job->answer.outcome == CARRIER_REFUSED && job->reply.code != 0) {
		char until[INSTANT_TEXT_SIZE];
		d->result->refused = true;
		agent->warn(agent->ctx,
			    arena_printf(&d->round,
					 "%s refuses us (%s): not asked before %s, nor before ecom-track carrier --resume", a->id,
					 why ? why : "no reason given", instant_print(until, a->closed_until)));
	} else if (a->failures >= 3 && job->answer.outcome != CARRIER_THROTTLED) {
		d->result->unavailable = true;
		agent->warn(agent->ctx, arena_printf(&d->round, "%s cannot be reached (%s), for the %" PRId64 ". time", a->id,
						     why ? why : "no reason given", a->failures));
	} else {
		agent->note(agent->ctx,
			    arena_printf(&d->round, "%s: not asked for %" PRId64 " s (%s)", a->id,
					 (a->closed_until - a->read_at) / 1000, why ? why : "no reason given"));
	}
}

static void finish_job(struct desk *d, struct job *job)
{
	tell(d, job);
	job->lane->account->held -= job->holds;
	for (size_t i = 0; i < job->n; i++) {
		const struct poll_settled *s = &job->settled[i];
		d->result->events += s->events;
		if (s->again) {
			struct poll_parcel *p = job->parcels[i];
			if (!strcmp(s->result, "registered"))
				p->registered_at = job->lane->account->read_at;
			if (!strcmp(s->result, "not_found")) {
				p->registered_at = INSTANT_NONE;
				p->absences++;
			}
			queue(job->lane, p);
			continue;
		}
		d->result->parcels++;
		d->result->failed += !strcmp(s->result, "failed") || !strcmp(s->result, "error") ||
				     !strcmp(s->result, "refused") || !strcmp(s->result, "throttled");
		poll_parcel_free(job->parcels[i]);
	}
	if (job->n && job->settled[0].again && !strcmp(job->settled[0].result, "refused"))
		job->lane->account->token_renewed = true;
	desk_job_free(d, job);
}

enum status desk_round(struct desk *d, struct error *err)
{
	enum status st;

	d->settling = d->n_answered;
	st = desk_transaction(d, round_body, err);
	if (st != STATUS_OK) {
		drop_claims(d);
		return st;
	}
	for (; d->settling > 0; d->settling--, d->n_answered--) {
		struct job *job = d->answered;
		d->answered = job->next;
		finish_job(d, job);
	}
	if (!d->answered)
		d->answered_last = &d->answered;
	for (struct poll_account *a = d->accounts; a; a = a->next)
		a->grant = a->taken;
	for (struct poll_lane *lane = d->lanes; lane; lane = lane->next) {
		while (lane->claimed) {
			struct poll_parcel *p = lane->claimed;
			lane->claimed = p->next;
			queue(lane, p);
		}
		d->asked += lane->n_claimed;
		lane->dry |= lane->ran_dry;
		lane->n_claimed = 0;
	}
	return STATUS_OK;
}
