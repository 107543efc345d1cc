/* ecom-forecast demand: history to forecasts. */
#include <ecom/forecast.h>
#include <ecom/order.h>
#include <inttypes.h>
#include <math.h>

#include "verbs.h"

struct demand_options {
	int model, every;
	int64_t horizon, season, window, until, jobs;
	double alpha;
	struct texts quantiles;
};

static const struct option OPTIONS[] = {
	{ "model", 'm', OPTION_WORD, "NAME", "auto = ses, or what beats it over rolling origins, series by series",
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
	{ "until", 0, OPTION_DAY, "DATE", "last day of history; the last date of all series otherwise",
	  offsetof(struct demand_options, until) },
	{ "jobs", 'j', OPTION_INT, "N", "threads; as many as there are processors otherwise",
	  offsetof(struct demand_options, jobs), .min = 1, .max = 1024 },
	{ NULL },
};

static enum status read_settings(const struct run *run, struct forecast_settings *settings,
				 struct forecast_levels *levels, struct error *err)
{
	const struct demand_options *o = run->options;

	if (!isnan(o->alpha) && !(o->alpha >= 0 && o->alpha <= 1))
		return error_set(err, STATUS_USAGE, "bad_value", "alpha", "%g: expected a number from 0 to 1",
				 o->alpha);
	if (forecast_levels_parse(o->quantiles.items, o->quantiles.count, levels, err) != STATUS_OK) {
		err->status = STATUS_USAGE;
		return STATUS_USAGE;
	}
	*settings = (struct forecast_settings) { .model = o->model,
						 .every = o->every,
						 .horizon = o->horizon,
						 .season = o->season,
						 .window = o->window,
						 .alpha = o->alpha,
						 .until = o->until,
						 .zone = run->zone,
						 .jobs = (size_t)o->jobs,
						 .levels = levels };
	return STATUS_OK;
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	struct forecast_settings settings;
	struct forecast_levels levels;

	if (!run->state) {
		enum status status = read_settings(run, &settings, &levels, err);
		if (status != STATUS_OK)
			return status;
		run->state = forecast_history_new();
	}
	return forecast_history_add(run->state, record, run->zone, err);
}

static void encode(void *ctx, const struct forecast *f, struct buffer *text)
{
	run_encode(ctx, f, text);
}

static void emit(void *ctx, struct buffer *text)
{
	run_emit_encoded(ctx, text);
}

static void tell_progress(void *ctx, size_t done, size_t count)
{
	run_progress(ctx, done, count, "series");
}

/* How the periods were found is worth knowing where they are not what was expected. */
static void tell_plan(struct run *run, const struct forecast_plan *plan)
{
	char day[DAY_TEXT_SIZE];

	run_note(run, "%zu series by the %s%s, until %s; season %zu, window %zu, horizon %zu", plan->series,
		 FORECAST_EVERY_WORDS[plan->calendar.every].word, plan->inferred ? " (inferred)" : "",
		 day_print(day, plan->until), plan->season, plan->window, plan->horizon);
	if (plan->incomplete)
		run_note(run, "the last %s is not over on %s and was left out",
			 FORECAST_EVERY_WORDS[plan->calendar.every].word, day_print(day, plan->until));
	if (plan->negative)
		run_note(run, "%zu periods with more returns than sales count as 0", plan->negative);
	if (plan->silent)
		run_warn(run, "%zu series have no history up to %s%s: not forecast", plan->silent,
			 day_print(day, plan->until), plan->incomplete ? " in a period that is over" : "");
}

static enum status forecast_all(struct run *run, struct error *err)
{
	struct forecast_settings settings;
	struct forecast_levels levels;
	struct forecast_plan plan;
	struct forecast_sink sink = { run, encode, emit, tell_progress };
	enum status status = read_settings(run, &settings, &levels, err);

	if (status == STATUS_OK && run->state) {
		forecast_demand(run->state, &settings, &plan, &sink);
		tell_plan(run, &plan);
	}
	forecast_history_free(run->state);
	run->state = NULL;
	return status;
}

/* `ecom-order sales` prints more than a forecast needs. */
static const struct record_type *const PASS[] = { &sales_type, NULL };

const struct verb VERB_DEMAND = {
	.name = "demand",
	.help = "forecast demand from the history of sales",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct demand_options),
	.input = &forecast_sale_type,
	.output = &forecast_type,
	.pass = PASS,
	.each = gather,
	.finish = forecast_all,
};
