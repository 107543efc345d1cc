/* Requests in flight: begun within what accounts and hosts bear, and their answers read. */
#include "desk.h"

#include <string.h>
#include <time.h>

#define GATHERED_MOST 256 /* answers of one transaction */
#define GATHERING_MS  100 /* an answer waits for others so long */
#define TURNS_AHEAD   5	  /* so often a place may be given again before the next transaction */
#define TURNS	      3	  /* after so many one is begun, so that the others last until it ends */

struct job *desk_job(struct desk *d, struct poll_lane *lane, enum poll_operation operation)
{
	struct job *job = d->spare;

	if (job)
		d->spare = job->next;
	else
		job = memory_zero(1, sizeof(*job));
	job->next = NULL;
	job->lane = lane;
	job->operation = operation;
	return job;
}

void desk_job_free(struct desk *d, struct job *job)
{
	struct arena arena = job->arena;

	arena_reset(&arena);
	*job = (struct job) { .arena = arena, .next = d->spare };
	d->spare = job;
}

int64_t desk_capacity(const struct desk *d, const struct poll_account *a)
{
	int64_t most = carrier_limits(a->adapter)->in_flight;
	return most > 0 && most < d->agent->per_host ? most : d->agent->per_host;
}

int64_t desk_ahead(const struct desk *d, const struct poll_account *a)
{
	return poll_ahead(carrier_limits(a->adapter), TURNS_AHEAD * desk_capacity(d, a));
}

static struct poll_host *find_host(struct desk *d, const char *url)
{
	const char *path = strstr(url, "://");
	size_t length = path ? (size_t)(path - url) + 3 : 0;
	struct poll_host *h;

	length += strcspn(url + length, "/?#");
	for (h = d->hosts; h; h = h->next)
		if (strlen(h->name) == length && !memcmp(h->name, url, length))
			return h;
	h = arena_zero(&d->lanes_arena, sizeof(*h));
	h->name = arena_copy(&d->lanes_arena, url, length);
	h->next = d->hosts;
	d->hosts = h;
	return h;
}

static enum status open_client(struct desk *d, struct error *err)
{
	const struct poll_agent *agent = d->agent;
	const struct http_options options = { .modules = agent->modules,
					      .user_agent = agent->user_agent,
					      .ca_file = agent->ca_file,
					      .in_flight = (size_t)agent->jobs,
					      .per_host = (size_t)agent->per_host };
	return d->client ? STATUS_OK : http_open(&options, &d->client, err);
}

enum status desk_send(struct desk *d, struct job *job, int64_t now, struct error *err)
{
	struct poll_account *a = job->lane->account;
	struct http_request request;
	enum status st = open_client(d, err);

	if (st == STATUS_OK)
		st = poll_request_make(d->agent, job->lane, job->operation, job->parcels, job->n, now, false, &request,
				       &job->arena, err);
	if (st != STATUS_OK)
		return st;
	a->host = job->host = find_host(d, request.url);
	if (a->host->in_flight >= d->agent->per_host)
		return STATUS_END;
	job->token = carrier_needs_token(a->adapter) ? arena_text(&job->arena, a->token) : NULL;
	job->renewed = a->token_renewed;
	request.tag = job;
	st = http_start(d->client, &request, err);
	if (st != STATUS_OK)
		return st;
	a->in_flight++;
	a->host->in_flight++;
	d->running++;
	d->result->requests++;
	return STATUS_OK;
}

enum carrier_outcome poll_token_outcome(int code)
{
	return code == 429 ? CARRIER_THROTTLED : code / 100 == 4 ? CARRIER_REFUSED : CARRIER_ERROR;
}

static void read_token(struct job *job, const struct http_reply *reply)
{
	enum status st = carrier_token_read(job->lane->account->adapter, reply->code, reply->body, reply->length,
					    &job->new_token, &job->lifetime_ms, &job->arena, &job->fault);
	if (st == STATUS_OK)
		return;
	job->new_token = NULL;
	job->answer.message = arena_text(&job->arena, job->fault.message);
	job->answer.outcome = poll_token_outcome(reply->code);
}

static void read_answer(struct job *job, const struct http_reply *reply)
{
	struct carrier_parcel *asked = arena_alloc(&job->arena, job->n * sizeof(*asked));

	for (size_t i = 0; i < job->n; i++)
		asked[i] = poll_parcel_asked(job->parcels[i]);
	carrier_reply(job->lane->account->adapter, poll_carrier_operation(job->operation), asked, job->n, reply->code,
		      reply->body, reply->length, &job->answer, &job->arena);
}

/* A reply that says nothing of its account, but that it works. */
static bool is_well(const struct job *job)
{
	return job->operation != POLL_TOKEN && job->reply.code != 0 && job->reply.code < 500 &&
	       job->answer.outcome != CARRIER_ERROR && job->answer.outcome != CARRIER_THROTTLED &&
	       job->answer.outcome != CARRIER_REFUSED;
}

/* All that is needed of a reply is read now: it is gone with the next one. */
static void take_reply(struct desk *d, const struct http_reply *reply)
{
	struct job *job = reply->tag;

	job->lane->account->in_flight--;
	job->host->in_flight--;
	d->running--;
	job->reply = (struct poll_reply) { .operation = job->operation,
					   .code = reply->code,
					   .failure = arena_text(&job->arena, reply->failure),
					   .retry_after_ms = reply->retry_after_ms,
					   .owner = d->owner,
					   .token = job->token,
					   .renewed = job->renewed,
					   .answer = &job->answer };
	job->answer = (struct carrier_answer) { .outcome = CARRIER_ERROR };
	if (reply->code != 0 && job->operation == POLL_TOKEN)
		read_token(job, reply);
	else if (reply->code != 0) {
		job->reply.etag = arena_text(&job->arena, http_header(reply, "etag"));
		read_answer(job, reply);
	}
	job->holds = !is_well(job);
	job->lane->account->held += job->holds;
	*d->answered_last = job;
	d->answered_last = &job->next;
	d->n_answered++;
}

static void sleep_ms(int64_t ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
	if (ms > 0)
		nanosleep(&t, NULL);
}

enum status desk_gather(struct desk *d, int64_t wait_ms, struct error *err)
{
	int64_t enough = TURNS * d->agent->per_host, ends = d->agent->clock(d->agent->ctx) + wait_ms;
	enum status st = STATUS_OK;

	if (d->running == 0) {
		sleep_ms(wait_ms);
		return STATUS_OK;
	}
	while (st == STATUS_OK && d->n_answered < GATHERED_MOST && d->running > 0) {
		struct http_reply reply;
		int64_t begun = d->result->requests, now;
		st = http_next(d->client, wait_ms, &reply, err);
		if (st != STATUS_OK)
			break;
		take_reply(d, &reply);
		st = desk_begin(d, false, err);
		now = d->agent->clock(d->agent->ctx);
		if (d->n_answered == 1 && ends > now + GATHERING_MS)
			ends = now + GATHERING_MS;
		wait_ms = begun < d->result->requests && (int64_t)d->n_answered < enough && now < ends ? ends - now : 0;
	}
	return st == STATUS_END ? STATUS_OK : st;
}
