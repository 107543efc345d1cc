/* ecom-notify alert: tell what changed since the last run, once. */
#include "verbs.h"

#define TEMPLATE_MAX 65536

struct alert_options {
	const char *rule, *to, *subject;
	int channel, lang;
	struct texts key;
	int64_t hold;
	bool clear, partial, clear_empty, list;
};

static const struct word LANGUAGES[] = { { "en", NULL }, { "zh", "中文" }, { NULL, NULL } };

static const struct option OPTIONS[] = {
	{ "rule", 'r', OPTION_TEXT, "NAME", "the rule whose state is compared", offsetof(struct alert_options, rule) },
	{ "to", 't', OPTION_TEXT, "ADDRESS", "whom to tell", offsetof(struct alert_options, to) },
	{ "channel", 0, OPTION_WORD, "WORD", "how: mail, exec, or event", offsetof(struct alert_options, channel),
	  "mail", NOTIFY_CHANNEL_WORDS },
	{ "key", 0, OPTION_TEXTS, "FIELD,...", "fields that tell one alert from another",
	  offsetof(struct alert_options, key) },
	{ "clear", 0, OPTION_FLAG, NULL, "tell also what is ok again", offsetof(struct alert_options, clear) },
	{ "hold", 0, OPTION_DURATION, "DURATION", "ok only after having been gone for so long",
	  offsetof(struct alert_options, hold), .min = 0, .max = INT64_MAX },
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
	if (!o->to && o->channel == NOTIFY_MAIL)
		return error_set(err, STATUS_USAGE, "missing", "", "--to is missing: whom to tell");
	if (run_given(run, "key-from"))
		return error_set(err, STATUS_USAGE, "bad_option", "",
				 "--key-from would hide what still fires; name the fields of the key with --key");
	all = arena_zero(run->keep, sizeof(*all));
	all->rule = (struct notify_rule) {
		.rule = o->rule,
		.channel = o->channel,
		.recipient = o->to ? o->to : "",
		.subject = o->subject,
		.hold = o->hold,
		.tell_cleared = o->clear,
		.partial = o->partial,
		.clear_empty = o->clear_empty,
	};
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
		st = notify_sight(record, o->key.items, o->key.count, &sighting, run->keep, err);
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

static enum status read_template(struct run *run, const char *name, const char **out, struct error *err)
{
	const struct alert_options *o = run->options;
	const char *path =
		run_share(run, arena_printf(run->keep, "templates/%s.%s.txt", name, LANGUAGES[o->lang].word));
	struct buffer text = { 0 };
	enum status st = file_read_all(path, TEMPLATE_MAX, &text, err);

	if (st == STATUS_OK && !(text.length && text_valid(text.data, text.length)))
		st = error_set(err, STATUS_CONFIG, "bad_template", "", "%s: expected UTF-8 text", path);
	if (st == STATUS_OK)
		*out = arena_copy(run->keep, text.data, text.length);
	buffer_free(&text);
	return st;
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
