/* ecom-track poll: ask carriers about the parcels that are due; for cron. */
#include "shared.h"
#include "verbs.h"

struct poll_options {
	const char *carrier, *base, *secrets;
	int64_t limit, max_seconds, jobs, per_host, tell_within;
	bool dry_run, strict;
};

static const struct option OPTIONS[] = {
	{ "carrier", 0, OPTION_TEXT, "NAME", "only parcels with this carrier", offsetof(struct poll_options, carrier) },
	{ "limit", 'n', OPTION_INT, "N", "ask about at most N parcels", offsetof(struct poll_options, limit),
	  .max = INT64_MAX },
	{ "max-seconds", 0, OPTION_INT, "N", "begin no request after so long",
	  offsetof(struct poll_options, max_seconds), .max = 1000000 },
	{ "jobs", 'j', OPTION_INT, "N", "requests in flight, in all", offsetof(struct poll_options, jobs), "100",
	  .min = 1, .max = 1000 },
	{ "per-host", 0, OPTION_INT, "N", "requests in flight to one host", offsetof(struct poll_options, per_host),
	  "20", .min = 1, .max = 1000 },
	AGENT_BASE_OPTION(struct poll_options, base),
	AGENT_SECRETS_OPTION(struct poll_options, secrets),
	AGENT_TELL_OPTION(struct poll_options, tell_within),
	{ "dry-run", 0, OPTION_FLAG, NULL, "print what would be asked, secrets masked, and ask nobody",
	  offsetof(struct poll_options, dry_run) },
	{ "strict", 0, OPTION_FLAG, NULL, "any request that failed is an error, not only what needs somebody",
	  offsetof(struct poll_options, strict) },
	{ NULL },
};

static void emit(void *ctx, const struct poll_request *request)
{
	run_emit(ctx, request);
}

/* All that poll would ask at once, and nothing of it stays. */
static enum status look(struct run *run, const struct poll_agent *agent, struct error *err)
{
	struct change change = run_change(run, NULL);
	enum status st;

	change.store = agent->store;
	st = store_begin(agent->store, err);
	if (st == STATUS_OK)
		st = poll_due(&change, agent, true, emit, run, err);
	store_rollback(agent->store);
	if (st == STATUS_RETRY)
		return error_set(err, STATUS_BUSY, "busy", "", "lost to other writers; try again later");
	return st;
}

static enum status ask(struct run *run, const struct poll_agent *agent, struct error *err)
{
	const struct poll_options *o = run->options;
	struct poll_result result;
	enum status st = poll_run(agent, &result, err);

	if (st != STATUS_OK)
		return st;
	run_note(run, "%lld requests about %lld parcels: %lld new events, %lld failed", (long long)result.requests,
		 (long long)result.parcels, (long long)result.events, (long long)result.failed);
	if (result.refused)
		return error_set(err, STATUS_PERMISSION, "refused", "", "a carrier refuses our credentials");
	if (result.unavailable || (o->strict && result.failed > 0))
		return error_set(err, STATUS_UNAVAILABLE, "unavailable", "", "%lld parcels could not be asked about",
				 (long long)result.failed);
	return STATUS_OK;
}

static enum status poll(struct run *run, struct error *err)
{
	const struct poll_options *o = run->options;
	const char *where = run_store_name(run);
	struct poll_agent agent;
	enum status st;

	if (!where)
		return error_set(err, STATUS_USAGE, "no_store", "", "no store: give --store or set ECOM_STORE");
	st = agent_open(run, o->secrets, o->tell_within, &agent, err);
	if (st != STATUS_OK)
		return st;
	agent.base = o->base;
	agent.carrier = o->carrier;
	agent.limit = o->limit;
	agent.max_ms = o->max_seconds * 1000;
	agent.jobs = o->jobs;
	agent.per_host = o->per_host;
	st = store_open(&agent.store, where, STORE_WRITE, run_store_options(run), err);
	if (st == STATUS_OK) {
		st = o->dry_run ? look(run, &agent, err) : ask(run, &agent, err);
		store_close(agent.store);
	}
	agent_close(&agent);
	return st;
}

const struct verb VERB_POLL = {
	.name = "poll",
	.help = "ask carriers about the parcels that are due",
	.store = VERB_OWN_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct poll_options),
	.output = &poll_request_type,
	.run = poll,
};
