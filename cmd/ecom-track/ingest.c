/* ecom-track ingest: answers of carriers, from another HTTP client. */
#include "shared.h"
#include "verbs.h"

struct ingest_options {
	const char *secrets;
	int64_t tell_within;
};

static const struct option OPTIONS[] = {
	{ "adapter", 0, OPTION_FIELD, "ID", "the adapter that reads answers that name none" },
	{ "carrier", 0, OPTION_FIELD, "NAME", "the carrier of numbers that name none" },
	AGENT_TELL_OPTION(struct ingest_options, tell_within),
	{ NULL },
};

static void emit(void *ctx, const struct poll_outcome *outcome)
{
	run_emit(ctx, outcome);
}

/* Adapters are read once, with the first answer. */
static enum status ingest(struct run *run, void *record, struct error *err)
{
	const struct ingest_options *o = run->options;
	struct change change = run_change(run, record);
	struct poll_agent *agent = run->state;
	enum status st = STATUS_OK;

	if (!agent) {
		agent = arena_zero(run->keep, sizeof(*agent));
		st = agent_open(run, NULL, o->tell_within, agent, err);
		if (st != STATUS_OK)
			return st;
		run->state = agent;
	}
	return poll_ingest(&change, agent, record, emit, run, err);
}

static enum status finish(struct run *run, struct error *err)
{
	(void)err;
	if (run->state)
		agent_close(run->state);
	return STATUS_OK;
}

const struct verb VERB_INGEST = {
	.name = "ingest",
	.help = "take in carriers' answers that another HTTP client brings",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct ingest_options),
	.input = &poll_answer_type,
	.output = &poll_outcome_type,
	.each = ingest,
	.finish = finish,
	.batch = 200,
};
