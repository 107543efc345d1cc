/* ecom-notify alert: tell what changed since the last run, once. */
#include <string.h>

#include "verbs.h"

struct alert_options {
	const char *rule, *to, *subject, *channel, *value, *quiet;
	int lang;
	struct texts key;
	double on, off;
	int64_t hold, again, digest;
	bool clear, partial, clear_empty, list;
};

static const struct word LANGUAGES[] = { { "en", NULL }, { "zh", "中文" }, { NULL, NULL } };

static const struct option OPTIONS[] = {
	{ "rule", 'r', OPTION_TEXT, "NAME", "the rule whose state is compared", offsetof(struct alert_options, rule) },
	{ "to", 't', OPTION_TEXT, "ADDRESS", "whom to tell", offsetof(struct alert_options, to) },
	{ "channel", 0, OPTION_TEXT, "WORD", "how: mail, webhook, exec, event, or the id of a channel",
	  offsetof(struct alert_options, channel), "mail" },
	{ "key", 0, OPTION_TEXTS, "FIELD,...", "fields that tell one alert from another",
	  offsetof(struct alert_options, key) },
	{ "clear", 0, OPTION_FLAG, NULL, "tell also what is ok again", offsetof(struct alert_options, clear) },
	{ "value", 0, OPTION_TEXT, "FIELD", "a record fires only when this number is beyond --on",
	  offsetof(struct alert_options, value) },
	{ "on", 0, OPTION_REAL, "X", "where it begins to fire; less than --off: low is bad, else high is",
	  offsetof(struct alert_options, on) },
	{ "off", 0, OPTION_REAL, "X", "where it is ok again; between them it stays as it was",
	  offsetof(struct alert_options, off) },
	{ "hold", 0, OPTION_DURATION, "DURATION", "ok only after having been gone for so long",
	  offsetof(struct alert_options, hold), .min = 0, .max = INT64_MAX },
	{ "again", 0, OPTION_DURATION, "DURATION", "tell what goes on firing again after so long",
	  offsetof(struct alert_options, again), .min = 1, .max = INT64_MAX },
	{ "digest", 0, OPTION_DURATION, "DURATION", "at most one message in so long, about all that changed meanwhile",
	  offsetof(struct alert_options, digest), .min = 1, .max = INT64_MAX },
	{ "quiet", 0, OPTION_TEXT, "HH:MM-HH:MM",
	  "hours of --tz in which nothing is told; what is still so, after them",
	  offsetof(struct alert_options, quiet) },
	{ "partial", 0, OPTION_FLAG, NULL, "a part of the input only: what is missing from it says nothing",
	  offsetof(struct alert_options, partial) },
	{ "clear-empty", 0, OPTION_FLAG, NULL, "an empty input means that all is ok, at once",
	  offsetof(struct alert_options, clear_empty) },
	{ "subject", 0, OPTION_TEXT, "TEXT", "subject of the message instead of the template's",
	  offsetof(struct alert_options, subject) },
	{ "lang", 0, OPTION_WORD, "WORD", "language of the message", offsetof(struct alert_options, lang), "en",
	  LANGUAGES },
	{ "list", 0, OPTION_FLAG, NULL, "show the alerts as they are, of --rule or of all; no input is read",
	  offsetof(struct alert_options, list) },
	{ NULL },
};

/* Of the whole input: compared at its end. */
struct collected {
	struct notify_rule rule;
	struct notify_sighting *sightings;
	size_t count, capacity;
};

static void emit(void *ctx, const struct notify_alert *alert)
{
	run_emit(ctx, alert);
}

static bool at_once(const struct run *run)
{
	return ((const struct alert_options *)run->options)->list;
}

static enum status list(struct run *run, struct error *err)
{
	return notify_alerts(run->store, ((const struct alert_options *)run->options)->rule, emit, run, err);
}

/* The options, once: before the first record, or at the end of an empty input. */
static enum status begin(struct run *run, struct error *err)
{
	const struct alert_options *o = run->options;
	struct collected *all;

	if (run->state)
		return STATUS_OK;
	if (!o->rule)
		return error_set(err, STATUS_USAGE, "missing", "",
				 "--rule is missing: the name under which the state is kept");
	if (!o->to && strcmp(o->channel, NOTIFY_MAIL) == 0)
		return error_set(err, STATUS_USAGE, "missing", "", "--to is missing: whom to tell");
	if (run_given(run, "key-from"))
		return error_set(err, STATUS_USAGE, "bad_option", "",
				 "--key-from would hide what still fires; name the fields of the key with --key");
	if (!o->value != !(run_given(run, "on") && run_given(run, "off")) ||
	    (!o->value && (run_given(run, "on") || run_given(run, "off"))))
		return error_set(err, STATUS_USAGE, "bad_option", "", "--value, --on and --off go together");
	all = arena_zero(run->keep, sizeof(*all));
	all->rule = (struct notify_rule) {
		.rule = o->rule,
		.channel = o->channel,
		.recipient = o->to ? o->to : "",
		.subject = o->subject,
		.value = o->value,
		.on = o->on,
		.off = o->off,
		.hold = o->hold,
		.again = o->again,
		.digest = o->digest,
		.zone = run->zone,
		.tell_cleared = o->clear,
		.partial = o->partial,
		.clear_empty = o->clear_empty,
	};
	if (o->quiet && !notify_quiet_parse(o->quiet, &all->rule.quiet))
		return error_set(err, STATUS_USAGE, "bad_option", "",
				 "--quiet: expected hours such as 22:00-07:00, not '%s'", o->quiet);
	run->state = all;
	return notify_rule_check(&all->rule, err);
}

static enum status each(struct run *run, void *record, struct error *err)
{
	const struct alert_options *o = run->options;
	struct notify_sighting sighting;
	struct collected *all;
	enum status st = begin(run, err);

	if (st == STATUS_OK)
		st = notify_sight(record, o->key.items, o->key.count, o->value, &sighting, run->keep, err);
	if (st != STATUS_OK)
		return st;
	all = run->state;
	if (all->count == all->capacity) {
		struct notify_sighting *former = all->sightings;

		all->capacity = all->capacity ? all->capacity * 2 : 64;
		all->sightings = arena_alloc(run->keep, all->capacity * sizeof(*former));
		for (size_t i = 0; i < all->count; i++)
			all->sightings[i] = former[i];
	}
	all->sightings[all->count++] = sighting;
	return STATUS_OK;
}

static enum status read_template(struct run *run, const char *name, struct notify_template *out, struct error *err)
{
	const struct alert_options *o = run->options;
	const char *file = arena_printf(run->keep, "%s.%s.txt", name, LANGUAGES[o->lang].word);
	const char *path = run_share(run, arena_printf(run->keep, "templates/%s", file));

	return notify_template_read(path, file, out, run->keep, err);
}

static enum status finish(struct run *run, struct error *err)
{
	struct change change = run_change(run, NULL);
	struct collected *all;
	enum status st = begin(run, err);

	if (st != STATUS_OK)
		return st;
	all = run->state;
	/* A refused record is one that may still fire. */
	if (run_rejected(run) > 0)
		all->rule.partial = true;
	st = read_template(run, "alert", &all->rule.firing, err);
	if (st == STATUS_OK)
		st = read_template(run, "alert-ok", &all->rule.cleared, err);
	return st == STATUS_OK ? notify_alert(&change, &all->rule, all->sightings, all->count, emit, run, err) : st;
}

const struct verb VERB_ALERT = {
	.name = "alert",
	.help = "tell what began to fire since the last run, in one message",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct alert_options),
	.input = &notify_signal_type,
	.output = &notify_alert_type,
	.run = list,
	.each = each,
	.finish = finish,
	.at_once = at_once,
	.reads_at_once = true,
	.batch = 10000,
};
