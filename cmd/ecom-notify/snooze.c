/* ecom-notify snooze: nothing is told of an alert for a while. */
#include "verbs.h"

struct snooze_options {
	int64_t span;
	bool end, rearm, list;
};

static const struct option OPTIONS[] = {
	{ "for", 0, OPTION_DURATION, "DURATION", "how long", offsetof(struct snooze_options, span), .min = 1,
	  .max = INT64_MAX },
	{ "end", 0, OPTION_FLAG, NULL, "end it now: the next run tells what was held back and is still so",
	  offsetof(struct snooze_options, end) },
	{ "rearm", 0, OPTION_FLAG, NULL, "let the next run tell anew of all that fires",
	  offsetof(struct snooze_options, rearm) },
	{ "list", 0, OPTION_FLAG, NULL, "show what is snoozed", offsetof(struct snooze_options, list) },
	{ NULL },
};

/* What ecom-notify alert --list prints may be piped in. */
static const struct record_type *const PASS[] = { &notify_alert_type, NULL };

static void emit(void *ctx, const struct notify_snooze *snooze)
{
	run_emit(ctx, snooze);
}

static bool lists(const struct run *run)
{
	return ((const struct snooze_options *)run->options)->list;
}

static enum status list(struct run *run, struct error *err)
{
	if (run->n_operands)
		return error_set(err, STATUS_USAGE, "bad_operand", "", "--list shows all and takes no operands");
	return notify_snoozes(run->store, run_now(run), emit, run, err);
}

static enum status set(struct run *run, void *record, struct error *err)
{
	const struct snooze_options *o = run->options;
	struct change change = run_change(run, record);
	struct notify_snooze *snooze = record;
	enum status st;

	if (!record_has(snooze, SNOOZE_UNTIL) && (o->span > 0) + o->end + o->rearm != 1)
		return error_set(err, STATUS_USAGE, "missing", "", "one of --for, --end and --rearm says what to do");
	if (o->rearm) {
		st = notify_rearm(&change, snooze, err);
	} else {
		if (o->span > 0)
			snooze->until = change.now > INT64_MAX - o->span ? INT64_MAX : change.now + o->span;
		else if (o->end)
			snooze->until = INSTANT_NONE;
		st = notify_snooze(&change, snooze, err);
	}
	if (st != STATUS_OK)
		return st;
	record_mark_all(&notify_snooze_type, snooze);
	run_emit(run, snooze);
	return STATUS_OK;
}

const struct verb VERB_SNOOZE = {
	.name = "snooze",
	.help = "tell nothing of an alert, or of all of a rule, for a while",
	.operands_help = "[RULE... [key=KEY]]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct snooze_options),
	.input = &notify_snooze_type,
	.output = &notify_snooze_type,
	.pass = PASS,
	.run = list,
	.each = set,
	.at_once = lists,
	.reads_at_once = true,
};
