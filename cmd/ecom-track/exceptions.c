/* ecom-track exceptions: parcels that somebody must see to. */
#include "verbs.h"

struct exceptions_options {
	struct texts kinds;
	const char *carrier;
	int64_t silent;
};

static const struct option OPTIONS[] = {
	{ "kind", 0, OPTION_TEXTS, "WORD,...",
	  "only these: delayed, attempted, customs, lost, damaged, exception, returning, "
	  "expired, silent, promise_breached, ambiguous",
	  offsetof(struct exceptions_options, kinds) },
	{ "carrier", 0, OPTION_TEXT, "NAME", "only with this carrier", offsetof(struct exceptions_options, carrier) },
	{ "silent", 0, OPTION_DURATION, "DURATION", "under way, and nothing heard for so long; 0s = never",
	  offsetof(struct exceptions_options, silent), .initial = "5d" },
	{ NULL },
};

static void emit(void *ctx, const struct track_exception *exception)
{
	run_emit(ctx, exception);
}

static enum status exceptions(struct run *run, struct error *err)
{
	const struct exceptions_options *o = run->options;
	bool kinds[TRACK_AMBIGUOUS_NUMBER + 1] = { false };
	const struct track_limits limits = { .now = run_now(run),
					     .silent_ms = o->silent,
					     .kinds = o->kinds.count ? kinds : NULL,
					     .carrier = o->carrier };
	enum status st = read_words(&o->kinds, "kind", TRACK_EXCEPTION_WORDS, kinds, err);
	return st ? st : track_exceptions(run->store, &limits, emit, run, err);
}

const struct verb VERB_EXCEPTIONS = {
	.name = "exceptions",
	.help = "list parcels that somebody must see to, and why",
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct exceptions_options),
	.output = &track_exception_type,
	.run = exceptions,
};
