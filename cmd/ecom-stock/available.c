/* ecom-stock available: what can be promised, and why. */
#include "verbs.h"

struct available_options {
	bool explain;
};

static const struct option OPTIONS[] = {
	{ "explain", 'x', OPTION_FLAG, NULL, "say of what it is made up", offsetof(struct available_options, explain) },
	{ "location", 'l', OPTION_FIELD, "LOCATION", "only at this location" },
	{ "quantity", 0, OPTION_FIELD, "N", "is there as much as this" },
	{ NULL },
};

/* What list and low print can be asked about as it is. */
static const struct record_type *const PASS[] = { &level_type, &low_type, NULL };

static enum status available(struct run *run, void *record, struct error *err)
{
	const struct available_options *o = run->options;
	struct availability answer;
	enum status st = stock_available(run->store, record, o->explain, &answer, run->arena, err);

	if (st)
		return st;
	/* A list is for programs, a sentence for people. */
	answer.record.given &= ~(UINT64_C(1) << (run_is_table(run) ? AVAILABILITY_REASON : AVAILABILITY_WHY));
	run_emit(run, &answer);
	if (!answer.enough && record_has(&answer, AVAILABILITY_ENOUGH))
		run_found(run);
	return STATUS_OK;
}

const struct verb VERB_AVAILABLE = {
	.name = "available",
	.help = "tell what can be promised, and whether it is enough",
	.operands_help = "[SKU... [quantity=N location=LOCATION]]",
	.operands = OPERANDS_KEYS,
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct available_options),
	.input = &availability_question_type,
	.output = &availability_type,
	.pass = PASS,
	.each = available,
};
