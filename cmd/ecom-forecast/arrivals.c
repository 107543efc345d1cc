/* ecom-forecast arrivals: how many orders come. */
#include <ecom/flow.h>

#include <math.h>

#include "shared.h"

struct arrivals_options {
	int model, profile;
	int64_t every, stretch, since, until;
	double rate, shape;
	struct texts quantiles, at_least, exactly;
	bool orders;
};

static const struct option OPTIONS[] = {
	{ "every", 'e', OPTION_DURATION, "TIME", "the period to count by: 1h, 1d; by the instants otherwise",
	  offsetof(struct arrivals_options, every) },
	{ "for", 0, OPTION_DURATION, "TIME", "the stretch asked about; one period otherwise",
	  offsetof(struct arrivals_options, stretch) },
	{ "profile", 0, OPTION_WORD, "NAME", "a rate for each weekday, hour of the day, or hour of the week",
	  offsetof(struct arrivals_options, profile), .initial = "none", .words = FLOW_PROFILE_WORDS },
	{ "model", 'm', OPTION_WORD, "NAME", "auto = by the dispersion test", offsetof(struct arrivals_options, model),
	  .initial = "auto", .words = FLOW_MODEL_WORDS },
	{ "quantiles", 0, OPTION_TEXTS, "LIST", "levels between 0 and 1: enough for so many cases in one",
	  offsetof(struct arrivals_options, quantiles), .initial = "0.5,0.8,0.9,0.95,0.99" },
	{ "at-least", 0, OPTION_TEXTS, "N,...", "the probability of so many or more",
	  offsetof(struct arrivals_options, at_least) },
	{ "exactly", 0, OPTION_TEXTS, "N,...", "the probability of just so many",
	  offsetof(struct arrivals_options, exactly) },
	{ "since", 0, OPTION_INSTANT, "TIME", "watched from here; from the first arrival otherwise",
	  offsetof(struct arrivals_options, since) },
	{ "until", 0, OPTION_INSTANT, "TIME", "watched up to here; to the last arrival otherwise",
	  offsetof(struct arrivals_options, until) },
	{ "orders", 0, OPTION_FLAG, NULL, "the orders of the store, in place of records",
	  offsetof(struct arrivals_options, orders) },
	{ "rate", 0, OPTION_REAL, "X", "arrivals a period, in place of a history",
	  offsetof(struct arrivals_options, rate) },
	{ "shape", 0, OPTION_REAL, "X", "with --rate: of the gamma distribution of the rate, or of the intervals",
	  offsetof(struct arrivals_options, shape) },
	{ NULL },
};

static enum status read_counts(const struct texts *texts, const char *option, int64_t *out, size_t *n,
			       struct error *err)
{
	if (texts->count > FLOW_ASKED_MAX)
		return error_set(err, STATUS_USAGE, "bad_value", option, "expected at most %d numbers", FLOW_ASKED_MAX);
	for (size_t i = 0; i < texts->count; i++)
		if (!number_parse_int(texts->items[i], 0, QUANTITY_MAX, &out[i]))
			return error_set(err, STATUS_USAGE, "bad_value", option,
					 "\"%.40s\": expected a whole number from 0", texts->items[i]);
	*n = texts->count;
	return STATUS_OK;
}

static enum status check_rate(const struct arrivals_options *o, struct error *err)
{
	if (!isnan(o->rate) && !(o->rate >= 0 && o->rate <= (double)QUANTITY_MAX))
		return error_set(err, STATUS_USAGE, "bad_value", "rate", "%g: expected a number from 0", o->rate);
	if (!isnan(o->shape) && !(o->shape > 0 && o->shape <= (double)QUANTITY_MAX))
		return error_set(err, STATUS_USAGE, "bad_value", "shape", "%g: expected a number above 0", o->shape);
	if (!isnan(o->shape) && isnan(o->rate))
		return error_set(err, STATUS_USAGE, "bad_value", "shape", "goes with --rate");
	if (o->model > 1 && !isnan(o->rate) && isnan(o->shape))
		return error_set(err, STATUS_USAGE, "bad_value", "model", "%s needs --shape beside --rate",
				 FLOW_MODEL_WORDS[o->model].word);
	return STATUS_OK;
}

static enum status read_settings(const struct run *run, struct flow_arrival_settings *s, struct number_levels *levels,
				 struct error *err)
{
	const struct arrivals_options *o = run->options;
	enum status status = check_rate(o, err);

	*s = (struct flow_arrival_settings) { .every = run_given(run, "every") ? o->every : 0,
					      .stretch = run_given(run, "for") ? o->stretch : 0,
					      .since = o->since,
					      .until = o->until,
					      .profile = o->profile,
					      .model = o->model,
					      .rate = o->rate,
					      .shape = o->shape,
					      .levels = levels,
					      .zone = run->zone };
	if (status == STATUS_OK && s->every > 0 && s->profile != FLOW_PROFILE_NONE)
		status = error_set(err, STATUS_USAGE, "bad_value", "every", "--profile says which period");
	if (status == STATUS_OK && o->since != INSTANT_NONE && o->until != INSTANT_NONE && o->since >= o->until)
		status = error_set(err, STATUS_USAGE, "bad_value", "until", "expected an instant after --since");
	if (status == STATUS_OK)
		status = read_counts(&o->at_least, "at-least", s->at_least, &s->n_at_least, err);
	if (status == STATUS_OK)
		status = read_counts(&o->exactly, "exactly", s->exactly, &s->n_exactly, err);
	if (status == STATUS_OK)
		status = levels_read(&o->quantiles, levels, err);
	return status;
}

static void emit(void *ctx, const struct flow_rate *rate)
{
	run_emit(ctx, rate);
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	struct flow_arrival_settings settings;
	struct number_levels levels;

	if (!run->state) {
		enum status status = read_settings(run, &settings, &levels, err);
		if (status != STATUS_OK)
			return status;
		run->state = flow_arrivals_new();
	}
	flow_arrivals_add(run->state, record, run->zone);
	return STATUS_OK;
}

static enum status report(struct run *run, struct error *err)
{
	struct flow_arrival_settings settings;
	struct number_levels levels;
	enum status status = read_settings(run, &settings, &levels, err);

	if (status == STATUS_OK) {
		if (!run->state) /* watched, and nothing came */
			run->state = flow_arrivals_new();
		flow_arrivals_report(run->state, &settings, emit, run);
	}
	flow_arrivals_free(run->state);
	run->state = NULL;
	return status;
}

static bool at_once(const struct run *run)
{
	const struct arrivals_options *o = run->options;

	return o->orders || !isnan(o->rate);
}

/* From a rate that is given, or from the store. */
static enum status answer(struct run *run, struct error *err)
{
	const struct arrivals_options *o = run->options;
	struct flow_arrival_settings settings;
	struct number_levels levels;
	enum status status = read_settings(run, &settings, &levels, err);

	if (status != STATUS_OK)
		return status;
	if (run->n_operands)
		return error_set(err, STATUS_USAGE, "bad_operand", "", "--rate and --orders take no files");
	if (!o->orders) {
		flow_rate_of(&settings, emit, run);
		return STATUS_OK;
	}
	if (!run->store)
		return error_set(err, STATUS_USAGE, "no_store", "", "no store: give --store or set ECOM_STORE");
	run->state = flow_arrivals_new();
	status = flow_arrivals_read(run->state, run->store, run->zone, err);
	if (status == STATUS_OK)
		flow_arrivals_report(run->state, &settings, emit, run);
	flow_arrivals_free(run->state);
	run->state = NULL;
	return status;
}

/* `ecom-order list` prints more than the instants. */
static const struct record_type *const PASS[] = { &order_type, NULL };

const struct verb VERB_ARRIVALS = {
	.name = "arrivals",
	.help = "how many orders come: rate, law, tails, staffing quantiles",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_STORE_OPTIONAL,
	.options = OPTIONS,
	.options_size = sizeof(struct arrivals_options),
	.input = &flow_arrival_type,
	.output = &flow_rate_type,
	.pass = PASS,
	.run = answer,
	.each = gather,
	.finish = report,
	.at_once = at_once,
	.reads_at_once = true,
};
