/* ecom-track unmapped: carriers' codes that no map knows. */
#include "verbs.h"

struct unmapped_options {
	const char *carrier;
};

static const struct option OPTIONS[] = {
	{ "carrier", 0, OPTION_TEXT, "NAME", "only of this carrier", offsetof(struct unmapped_options, carrier) },
	{ NULL },
};

static void emit(void *ctx, const struct track_unmapped *code)
{
	run_emit(ctx, code);
}

static enum status unmapped(struct run *run, struct error *err)
{
	const struct unmapped_options *o = run->options;
	return track_unmapped(run->store, o->carrier, emit, run, err);
}

const struct verb VERB_UNMAPPED = {
	.name = "unmapped",
	.help = "list carriers' codes that no map knows, the most frequent first",
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct unmapped_options),
	.output = &track_unmapped_type,
	.run = unmapped,
};
