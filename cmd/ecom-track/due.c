/* ecom-track due: the requests that are due, for another HTTP client. */
#include "shared.h"
#include "verbs.h"

struct due_options {
	const char *carrier, *base, *secrets;
	int64_t limit;
	bool with_secrets;
};

static const struct option OPTIONS[] = {
	{ "carrier", 0, OPTION_TEXT, "NAME", "only parcels with this carrier", offsetof(struct due_options, carrier) },
	{ "limit", 'n', OPTION_INT, "N", "ask about at most N parcels", offsetof(struct due_options, limit),
	  .max = INT64_MAX },
	AGENT_BASE_OPTION(struct due_options, base),
	AGENT_SECRETS_OPTION(struct due_options, secrets),
	{ "with-secrets", 0, OPTION_FLAG, NULL, "print secrets, which the requests need; else they are shown as ***",
	  offsetof(struct due_options, with_secrets) },
	{ NULL },
};

static void emit(void *ctx, const struct poll_request *request)
{
	run_emit(ctx, request);
}

static enum status due(struct run *run, struct error *err)
{
	const struct due_options *o = run->options;
	struct change change = run_change(run, NULL);
	struct poll_agent agent;
	enum status st = agent_open(run, o->secrets, 0, &agent, err);

	if (st != STATUS_OK)
		return st;
	agent.base = o->base;
	agent.carrier = o->carrier;
	agent.limit = o->limit;
	st = poll_due(&change, &agent, !o->with_secrets, emit, run, err);
	agent_close(&agent);
	return st;
}

const struct verb VERB_DUE = {
	.name = "due",
	.help = "print the requests that are due, for another HTTP client",
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct due_options),
	.output = &poll_request_type,
	.run = due,
};
