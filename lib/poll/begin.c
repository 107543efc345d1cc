/* Requests begun: what is granted, as soon as there is room for it. */
#include "desk.h"

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
	enum poll_operation operation = lane->account->grant.token ? POLL_TOKEN : poll_operation_next(lane, lane->first);
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

/* Of a request that finds no room after all, the grant stays. */
static enum status begin(struct desk *d, struct poll_lane *lane, int64_t now, struct error *err)
{
	struct job *job = fill_job(d, lane);
	struct error why;
	enum status st = desk_send(d, job, now, &why);

	if (st == STATUS_OK || st == STATUS_REJECTED) {
		lane->account->grant.requests--;
		lane->account->grant.token = false;
		if (st == STATUS_REJECTED)
			answer_unsent(d, job, &why);
		return STATUS_OK;
	}
	undo_job(d, job);
	if (st == STATUS_END)
		return STATUS_OK;
	*err = why;
	return st;
}

/* A request counts in the slots of the moment of its grant: it is begun in them, or right after the grant. */
static bool may_begin(const struct desk *d, const struct poll_lane *lane, bool fresh, int64_t now)
{
	const struct poll_account *a = lane->account;

	if (!lane->first || a->grant.requests <= 0 || a->held > 0 || a->closed_until > now)
		return false;
	if (d->running >= d->agent->jobs || a->in_flight >= desk_capacity(d, a) ||
	    (a->host && a->host->in_flight >= d->agent->per_host))
		return false;
	return fresh || (now < d->ends_at && poll_same_slots(carrier_limits(a->adapter), a->grant.at, now));
}

static struct poll_lane *find_ready(const struct desk *d, struct poll_lane *lane, bool fresh, int64_t now)
{
	while (lane && !may_begin(d, lane, fresh, now))
		lane = lane->next;
	return lane;
}

/* In turn over the lanes, so that none waits for another's end. */
enum status desk_begin(struct desk *d, bool fresh, struct error *err)
{
	int64_t now = d->agent->clock(d->agent->ctx);
	enum status st = STATUS_OK;

	while (st == STATUS_OK) {
		struct poll_lane *lane = find_ready(d, d->turn ? d->turn->next : NULL, fresh, now);
		if (!lane)
			lane = find_ready(d, d->lanes, fresh, now);
		if (!lane)
			break;
		d->turn = lane;
		st = begin(d, lane, now, err);
	}
	return st;
}
