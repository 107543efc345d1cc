/* ecom-track carrier: who is asked about a carrier's parcels. */
#include "shared.h"
#include "verbs.h"

#include <string.h>

struct carrier_options {
	bool list, resume, test;
	int64_t pause;
	const char *reason, *secrets;
};

static const struct option OPTIONS[] = {
	{ "list", 'l', OPTION_FLAG, NULL, "list the carriers, and what is due", offsetof(struct carrier_options, list) },
	{ "pause", 0, OPTION_DURATION, "TIME", "ask nothing for so long", offsetof(struct carrier_options, pause) },
	{ "reason", 0, OPTION_TEXT, "TEXT", "why, with --pause", offsetof(struct carrier_options, reason) },
	{ "resume", 0, OPTION_FLAG, NULL, "ask again, also one that refused us", offsetof(struct carrier_options, resume) },
	{ "test", 0, OPTION_FLAG, NULL, "are all secrets there?", offsetof(struct carrier_options, test) },
	AGENT_SECRETS_OPTION(struct carrier_options, secrets),
	{ NULL },
};

struct listing {
	struct run *run;
	const char *only; /* NULL: all */
};

static void emit(void *ctx, const struct poll_carrier *carrier)
{
	const struct listing *l = ctx;
	if (!l->only || !strcmp(l->only, carrier->carrier))
		run_emit(l->run, carrier);
}

/* A secret that is missing is named, none is shown. */
static enum status test(const struct poll_agent *agent, const struct poll_carrier *in, struct error *err)
{
	const struct carrier *adapter = agent->adapter(agent->ctx, in->adapter ? in->adapter : in->carrier);
	const char *account;

	if (!adapter)
		return error_reject(err, "unknown_adapter", "carrier", "no adapter serves \"%.64s\"", in->carrier);
	account = in->account ? in->account : carrier_id(adapter);
	for (size_t i = 0; i < carrier_secrets(adapter); i++) {
		const char *name = carrier_secret(adapter, i);
		if (!agent->secret(agent->ctx, account, name))
			return error_reject(err, "no_secret", "carrier", "the secret %s.%s is missing", account, name);
	}
	return STATUS_OK;
}

static enum status set(struct run *run, const struct poll_agent *agent, const struct poll_carrier *in, struct error *err)
{
	const struct carrier_options *o = run->options;
	struct change change = run_change(run, in);

	if (o->resume)
		return poll_carrier_resume(&change, agent, in->carrier, err);
	if (run_given(run, "pause"))
		return poll_carrier_pause(&change, agent, in->carrier, change.now + o->pause, o->reason, err);
	return poll_carrier_set(&change, agent, in, err);
}

static enum status each(struct run *run, void *record, struct error *err)
{
	const struct carrier_options *o = run->options;
	struct listing listing = { run, ((const struct poll_carrier *)record)->carrier };
	struct poll_agent agent;
	enum status st = agent_open(run, o->secrets, 0, &agent, err);

	if (st != STATUS_OK)
		return st;
	st = o->test ? test(&agent, record, err) : set(run, &agent, record, err);
	if (st == STATUS_OK)
		st = poll_carriers(&agent, run_now(run), emit, &listing, err);
	agent_close(&agent);
	return st;
}

static enum status list(struct run *run, struct error *err)
{
	struct listing listing = { run, NULL };
	struct poll_agent agent;
	enum status st = agent_open(run, NULL, 0, &agent, err);

	if (st != STATUS_OK)
		return st;
	st = poll_carriers(&agent, run_now(run), emit, &listing, err);
	agent_close(&agent);
	return st;
}

static bool lists(const struct run *run)
{
	return ((const struct carrier_options *)run->options)->list;
}

const struct verb VERB_CARRIER = {
	.name = "carrier",
	.help = "say who is asked about a carrier's parcels, or list it",
	.operands_help = "[NAME... | carrier=NAME adapter=ID account=NAME base=URL sandbox=BOOL]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct carrier_options),
	.input = &poll_carrier_type,
	.output = &poll_carrier_type,
	.each = each,
	.run = list,
	.at_once = lists,
	.reads_at_once = true,
};
