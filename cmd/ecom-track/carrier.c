/* ecom-track carrier: who is asked about a carrier's parcels. */
#include "shared.h"
#include "verbs.h"

#include <string.h>

struct carrier_options {
	bool list, resume, test;
	int64_t pause;
	const char *reason, *number, *base, *secrets;
};

static const struct option OPTIONS[] = {
	{ "list", 'l', OPTION_FLAG, NULL, "list the carriers, and what is due", offsetof(struct carrier_options, list) },
	{ "pause", 0, OPTION_DURATION, "TIME", "ask nothing for so long", offsetof(struct carrier_options, pause) },
	{ "reason", 0, OPTION_TEXT, "TEXT", "why, with --pause", offsetof(struct carrier_options, reason) },
	{ "resume", 0, OPTION_FLAG, NULL, "ask again, also one that refused us", offsetof(struct carrier_options, resume) },
	{ "test", 0, OPTION_FLAG, NULL, "are all secrets there, and do they get a token?",
	  offsetof(struct carrier_options, test) },
	{ "number", 0, OPTION_TEXT, "NUMBER", "with --test: ask about it too, which counts as any question",
	  offsetof(struct carrier_options, number) },
	AGENT_BASE_OPTION(struct carrier_options, base),
	AGENT_SECRETS_OPTION(struct carrier_options, secrets),
	{ NULL },
};

struct listing {
	struct run *run;
	const char *only; /* NULL: all */
	const char *tested;
	bool any;
};

static void emit(void *ctx, const struct poll_carrier *carrier)
{
	struct listing *l = ctx;
	struct poll_carrier out = *carrier;

	if (l->only && strcmp(l->only, carrier->carrier) != 0)
		return;
	out.tested = l->tested;
	record_mark_all(&poll_carrier_type, &out);
	run_emit(l->run, &out);
	l->any = true;
}

/* One that was never set, and of which there is no parcel yet. */
static void emit_adapter(struct listing *l, const struct poll_agent *agent)
{
	struct poll_carrier out;

	record_clear(&poll_carrier_type, &out);
	out.carrier = l->only;
	out.adapter = out.account = carrier_id(agent->adapter(agent->ctx, l->only));
	emit(l, &out);
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
	struct listing listing = { run, ((const struct poll_carrier *)record)->carrier, NULL, false };
	struct poll_agent agent;
	enum status st = agent_open(run, o->secrets, 0, &agent, err);

	if (st != STATUS_OK)
		return st;
	st = set(run, &agent, record, err);
	if (st == STATUS_OK)
		st = poll_carriers(&agent, run_now(run), emit, &listing, err);
	agent_close(&agent);
	return st;
}

static enum status list(struct run *run, struct error *err)
{
	struct listing listing = { run, NULL, NULL, false };
	struct poll_agent agent;
	enum status st = agent_open(run, NULL, 0, &agent, err);

	if (st != STATUS_OK)
		return st;
	st = poll_carriers(&agent, run_now(run), emit, &listing, err);
	agent_close(&agent);
	return st;
}

/* Requests go out between transactions, not inside the one of a filter: so it opens the store to write by itself. */
static enum status test(struct run *run, struct error *err)
{
	const struct carrier_options *o = run->options;
	struct poll_agent agent;
	enum status st;

	if (run->n_operands == 0)
		return error_set(err, STATUS_USAGE, "bad_operand", "", "--test: expected the name of a carrier");
	st = agent_open(run, o->secrets, 0, &agent, err);
	if (st == STATUS_OK)
		st = store_open(&agent.store, run_store_name(run), STORE_WRITE, run_store_options(run), err);
	if (st != STATUS_OK)
		return st;
	agent.base = o->base;
	for (size_t i = 0; st == STATUS_OK && i < run->n_operands; i++) {
		struct listing listing = { run, run->operands[i], NULL, false };
		st = poll_try(&agent, listing.only, o->number, &listing.tested, run->keep, err);
		if (st == STATUS_OK)
			st = poll_carriers(&agent, run_now(run), emit, &listing, err);
		if (st == STATUS_OK && !listing.any)
			emit_adapter(&listing, &agent);
	}
	store_close(agent.store);
	agent_close(&agent);
	return st;
}

static enum status at_once(struct run *run, struct error *err)
{
	return ((const struct carrier_options *)run->options)->test ? test(run, err) : list(run, err);
}

static bool is_at_once(const struct run *run)
{
	const struct carrier_options *o = run->options;
	return o->list || o->test;
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
	.run = at_once,
	.at_once = is_at_once,
	.reads_at_once = true,
};
