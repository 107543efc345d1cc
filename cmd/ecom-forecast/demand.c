/* ecom-forecast demand: history to forecasts. */
#include "shared.h"

#include <string.h>

struct demand_options {
	int model, every, reconcile;
	int64_t horizon, season, window, until, jobs, sum, lead_time;
	double alpha;
	bool pmf, alone, own_end;
	struct texts quantiles, learners, hierarchy;
	const char *calendar;
	bool from_store, by_location;
};

static const struct option OPTIONS[] = {
	{ "model", 'm', OPTION_WORD, "NAME", "auto = by the kind of demand, or what does far better over rolling origins",
	  offsetof(struct demand_options, model), .initial = "auto", .words = FORECAST_MODEL_WORDS },
	{ "every", 'e', OPTION_WORD, "PERIOD", "period of history and forecast; auto = by the dates",
	  offsetof(struct demand_options, every), .words = FORECAST_EVERY_WORDS, .initial = "auto" },
	{ "horizon", 'n', OPTION_INT, "N",
	  "periods ahead: hour 48, day 28, week 13, month 18, quarter 8, year 6 otherwise",
	  offsetof(struct demand_options, horizon), .min = 1, .max = 3660 },
	{ "season", 0, OPTION_INT, "N", "periods of a season: hour 24, day 7, week 52, month 12, quarter 4 otherwise",
	  offsetof(struct demand_options, season), .min = 1, .max = 100000 },
	{ "window", 0, OPTION_INT, "N",
	  "periods of the moving average: hour 168, day 28, week 13, month 6, quarter 4, year 3 otherwise",
	  offsetof(struct demand_options, window), .min = 1, .max = 100000 },
	{ "alpha", 0, OPTION_REAL, "X", "share of the newest in exponential smoothing, 0 to 1; the best otherwise",
	  offsetof(struct demand_options, alpha) },
	{ "quantiles", 0, OPTION_TEXTS, "LIST", "levels between 0 and 1", offsetof(struct demand_options, quantiles),
	  .initial = "0.005,0.025,0.165,0.25,0.5,0.75,0.835,0.975,0.995" },
	{ "sum", 0, OPTION_INT, "N", "one forecast of the sum of N periods, in place of each",
	  offsetof(struct demand_options, sum), .min = 1, .max = 3660 },
	{ "lead-time", 'l', OPTION_INT, "DAYS", "likewise, of as many periods as cover so many days",
	  offsetof(struct demand_options, lead_time), .min = 1, .max = 3660 },
	{ "pmf", 0, OPTION_FLAG, NULL, "the whole distribution of counts too", offsetof(struct demand_options, pmf) },
	{ "hierarchy", 0, OPTION_TEXTS, "LIST", "sums too, each level inside the one before: total, category, location",
	  offsetof(struct demand_options, hierarchy) },
	{ "reconcile", 0, OPTION_WORD, "METHOD", "how series and sums are made to add up",
	  offsetof(struct demand_options, reconcile), .initial = "weighted", .words = FORECAST_RECONCILE_WORDS },
	{ "calendar", 0, OPTION_TEXT, "FILE", "days out of the ordinary, known ahead: date, name, lead, lag",
	  offsetof(struct demand_options, calendar) },
	{ "from-store", 0, OPTION_FLAG, NULL, "history is what the store's orders and ledger tell; no input is read",
	  offsetof(struct demand_options, from_store) },
	{ "location-wise", 0, OPTION_FLAG, NULL, "with --from-store, by the locations that serve the orders",
	  offsetof(struct demand_options, by_location) },
	{ "until", 0, OPTION_DAY, "DATE", "last day of history; the last date of all series otherwise",
	  offsetof(struct demand_options, until) },
	{ "own-end", 0, OPTION_FLAG, NULL, "each series ends with its own last record, not with the last of all",
	  offsetof(struct demand_options, own_end) },
	{ "learners", 0, OPTION_TEXTS, "LIST",
	  "forest, boosted-trees, support-vectors, network, trees, or none: learn from all series, and join where that helps",
	  offsetof(struct demand_options, learners) },
	{ "alone", 0, OPTION_FLAG, NULL, "the one learner forecasts by itself", offsetof(struct demand_options, alone) },
	{ "jobs", 'j', OPTION_INT, "N", "threads; as many as there are processors otherwise",
	  offsetof(struct demand_options, jobs), .min = 1, .max = 1024 },
	{ NULL },
};

static enum status read_learners(const struct demand_options *o, struct forecast_settings *settings, struct error *err)
{
	settings->no_learners = o->learners.count == 1 && strcmp(o->learners.items[0], "none") == 0;
	for (size_t i = 0; i < o->learners.count && !settings->no_learners; i++) {
		int learner = word_index(FORECAST_LEARNER_WORDS, o->learners.items[i]);
		if (learner < 0)
			return error_set(err, STATUS_USAGE, "bad_value", "learners",
					 "\"%.40s\": expected forest, boosted-trees, support-vectors, network, trees, or none alone",
					 o->learners.items[i]);
		settings->learners |= 1u << learner;
	}
	settings->learner_alone = o->alone;
	if (o->alone && (o->learners.count != 1 || settings->no_learners))
		return error_set(err, STATUS_USAGE, "bad_value", "alone", "expected one of --learners beside it");
	return STATUS_OK;
}

static enum status read_settings(const struct run *run, struct forecast_settings *settings,
				 struct number_levels *levels, struct error *err)
{
	const struct demand_options *o = run->options;
	enum status status = history_check(o->alpha, &o->quantiles, levels, err);

	if (status == STATUS_OK && run_given(run, "sum") + run_given(run, "lead-time") + run_given(run, "horizon") > 1)
		status = error_set(err, STATUS_USAGE, "bad_option", "",
				   "--horizon, --sum and --lead-time say the same: give one of them");
	struct forecast_hierarchy hierarchy = { .depth = 0 };
	if (status == STATUS_OK &&
	    forecast_hierarchy_parse(o->hierarchy.items, o->hierarchy.count, &hierarchy, err) != STATUS_OK)
		status = err->status = STATUS_USAGE;
	if (status == STATUS_OK && o->own_end && hierarchy.depth > 0)
		status = error_set(err, STATUS_USAGE, "bad_option", "", "--own-end: sums need one end of all: leave out --hierarchy");
	hierarchy.reconcile = o->reconcile;
	*settings = (struct forecast_settings) { .model = o->model,
						 .every = o->every,
						 .horizon = o->horizon,
						 .season = o->season,
						 .window = o->window,
						 .alpha = o->alpha,
						 .until = o->until,
						 .own_end = o->own_end,
						 .zone = run->zone,
						 .jobs = (size_t)o->jobs,
						 .modules = run_store_options(run)->module_path,
						 .levels = levels,
						 .sum = o->sum,
						 .lead_time = o->lead_time,
						 .pmf = o->pmf,
						 .hierarchy = hierarchy };
	return status == STATUS_OK ? read_learners(o, settings, err) : status;
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	struct forecast_settings settings;
	struct number_levels levels;
	enum status status = run->state ? STATUS_OK : read_settings(run, &settings, &levels, err);

	return status == STATUS_OK ? history_gather(run, record, err) : status;
}

static void encode(void *ctx, const struct forecast *f, struct buffer *text)
{
	run_encode(ctx, f, text);
}

static void emit(void *ctx, struct buffer *text)
{
	run_emit_encoded(ctx, text);
}

/* Whether a learner joined, and why not, is no secret. */
static void tell_learners(struct run *run, const struct forecast_plan *plan)
{
	for (size_t i = 0; i < ARRAY_LENGTH(plan->learnt); i++)
		if (plan->learnt[i] > 0)
			run_note(run, "with %s the error over the last horizons is %.4f of that without", FORECAST_LEARNER_WORDS[i].word,
				 plan->learnt[i]);
}

static enum status forecast_all(struct run *run, struct error *err)
{
	struct forecast_settings settings;
	struct number_levels levels;
	struct forecast_plan plan;
	struct forecast_sink sink = { run, encode, emit, history_progress };
	enum status status = read_settings(run, &settings, &levels, err);

	if (status == STATUS_OK && run->state)
		status = history_calendar(run, ((const struct demand_options *)run->options)->calendar, err);
	if (status == STATUS_OK && run->state) {
		status = forecast_demand(run->state, &settings, &plan, &sink, err);
		if (status == STATUS_OK) {
			history_tell(run, &plan);
			tell_learners(run, &plan);
		}
		/* A refusal of what was asked, not of a record. */
		if (status == STATUS_REJECTED)
			status = err->status = STATUS_USAGE;
	}
	forecast_history_free(run->state);
	run->state = NULL;
	return status;
}

static enum status from_store(struct run *run, struct error *err)
{
	return history_load(run, ((const struct demand_options *)run->options)->by_location, forecast_all, err);
}

static bool is_from_store(const struct run *run)
{
	return ((const struct demand_options *)run->options)->from_store;
}

const struct verb VERB_DEMAND = {
	.name = "demand",
	.help = "forecast demand from the history of sales",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_READS_AT_ONCE,
	.options = OPTIONS,
	.options_size = sizeof(struct demand_options),
	.input = &forecast_sale_type,
	.output = &forecast_type,
	.pass = HISTORY_PASS,
	.each = gather,
	.finish = forecast_all,
	.run = from_store,
	.at_once = is_from_store,
};
