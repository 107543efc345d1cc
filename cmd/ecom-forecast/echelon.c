/* ecom-forecast echelon: stages that supply each other, and locations put together. */
#include <ecom/replenish.h>
#include <math.h>

#include "verbs.h"

struct echelon_options {
	int method;
	bool pool;
	double service, safety_factor, correlation;
};

static const struct option OPTIONS[] = {
	{ "method", 'm', OPTION_WORD, "NAME", "guaranteed service times in a tree, or serial: base stocks of a row",
	  offsetof(struct echelon_options, method), .initial = "guaranteed", .words = REPLENISH_ECHELON_WORDS },
	{ "pool", 0, OPTION_FLAG, NULL, "the safety stock of all stages in one place instead",
	  offsetof(struct echelon_options, pool) },
	{ "service", 0, OPTION_REAL, "P", "probability that demand stays within what is promised",
	  offsetof(struct echelon_options, service), .initial = "0.95" },
	{ "safety-factor", 0, OPTION_REAL, "Z", "its standard deviations, in place of the probability",
	  offsetof(struct echelon_options, safety_factor) },
	{ "correlation", 0, OPTION_REAL, "R", "of any two pooled demands", offsetof(struct echelon_options, correlation),
	  .initial = "0" },
	{ NULL },
};

static enum status check_options(const struct echelon_options *o, struct error *err)
{
	if (!isnan(o->safety_factor) && !(o->safety_factor >= 0 && o->safety_factor <= 1e6))
		return error_set(err, STATUS_USAGE, "bad_value", "safety-factor", "%g: expected a number of 0 or more",
				 o->safety_factor);
	if (isnan(o->safety_factor) && !(o->service >= 0.5 && o->service < 1))
		return error_set(err, STATUS_USAGE, "bad_value", "service",
				 "%g: expected a probability from 0.5 to below 1", o->service);
	if (!(o->correlation >= -1 && o->correlation <= 1))
		return error_set(err, STATUS_USAGE, "bad_value", "correlation", "%g: expected a number from -1 to 1",
				 o->correlation);
	return STATUS_OK;
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	if (!run->state) {
		enum status status = check_options(run->options, err);
		if (status != STATUS_OK)
			return status;
		run->state = replenish_echelon_book_new();
	}
	return replenish_echelon_book_add(run->state, record, err);
}

static void emit(void *ctx, const struct replenish_echelon *line)
{
	run_emit(ctx, line);
}

static void refuse(void *ctx, const struct error *why)
{
	run_reject(ctx, NULL, why);
}

static enum status plan(struct run *run, struct error *err)
{
	const struct echelon_options *o = run->options;
	enum status status = check_options(o, err);

	if (status == STATUS_OK && run->state) {
		struct replenish_echelon_settings settings = {
			.method = o->method,
			.pool = o->pool,
			.safety_factor = isnan(o->safety_factor) ? numeric_normal_quantile(o->service) : o->safety_factor,
			.correlation = o->correlation,
		};
		replenish_echelon(run->state, &settings, emit, refuse, run);
	}
	replenish_echelon_book_free(run->state);
	run->state = NULL;
	return status;
}

const struct verb VERB_ECHELON = {
	.name = "echelon",
	.help = "place safety stock over stages that supply each other",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct echelon_options),
	.input = &replenish_stage_type,
	.output = &replenish_echelon_type,
	.each = gather,
	.finish = plan,
};
