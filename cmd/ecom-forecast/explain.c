/* ecom-forecast explain: what moves the sales of each series. */
#include <math.h>

#include "shared.h"

struct explain_options {
	int every;
	int64_t season, until, jobs;
	const char *calendar;
	bool from_store, by_location, own_end;
};

static const struct option OPTIONS[] = {
	{ "every", 'e', OPTION_WORD, "PERIOD", "period of history; auto = by the dates",
	  offsetof(struct explain_options, every), .words = FORECAST_EVERY_WORDS, .initial = "auto" },
	{ "season", 0, OPTION_INT, "N", "periods of a season: hour 24, day 7, week 52, month 12, quarter 4 otherwise",
	  offsetof(struct explain_options, season), .min = 1, .max = 100000 },
	{ "calendar", 0, OPTION_TEXT, "FILE", "days out of the ordinary: date, name, lead, lag",
	  offsetof(struct explain_options, calendar) },
	{ "from-store", 0, OPTION_FLAG, NULL, "history is what the store's orders and ledger tell; no input is read",
	  offsetof(struct explain_options, from_store) },
	{ "location-wise", 0, OPTION_FLAG, NULL, "with --from-store, by the locations that serve the orders",
	  offsetof(struct explain_options, by_location) },
	{ "until", 0, OPTION_DAY, "DATE", "last day of history; the last date of all series otherwise",
	  offsetof(struct explain_options, until) },
	{ "own-end", 0, OPTION_FLAG, NULL, "each series ends with its own last record, not with the last of all",
	  offsetof(struct explain_options, own_end) },
	{ "jobs", 'j', OPTION_INT, "N", "threads; as many as there are processors otherwise",
	  offsetof(struct explain_options, jobs), .min = 1, .max = 1024 },
	{ NULL },
};

static void emit(void *ctx, const struct forecast_term *term)
{
	run_emit(ctx, term);
}

static enum status explain_all(struct run *run, struct error *err)
{
	const struct explain_options *o = run->options;
	struct forecast_settings settings = { .every = o->every,
					      .season = o->season,
					      .until = o->until,
					      .own_end = o->own_end,
					      .zone = run->zone,
					      .alpha = NAN,
					      .jobs = (size_t)o->jobs };
	struct forecast_term_sink sink = { run, emit, history_progress };
	struct forecast_plan plan;
	enum status status = run->state ? history_calendar(run, o->calendar, err) : STATUS_OK;

	if (status == STATUS_OK && run->state) {
		size_t too_short = forecast_explain(run->state, &settings, &plan, &sink);
		history_tell(run, &plan);
		if (too_short)
			run_warn(run, "%zu series are too short for a regression: nothing is told of them", too_short);
	}
	forecast_history_free(run->state);
	run->state = NULL;
	return status;
}

static enum status from_store(struct run *run, struct error *err)
{
	return history_load(run, ((const struct explain_options *)run->options)->by_location, explain_all, err);
}

static bool is_from_store(const struct run *run)
{
	return ((const struct explain_options *)run->options)->from_store;
}

const struct verb VERB_EXPLAIN = {
	.name = "explain",
	.help = "what moves the sales of each series: trend, season, price, promotion, events",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_READS_AT_ONCE,
	.options = OPTIONS,
	.options_size = sizeof(struct explain_options),
	.input = &forecast_sale_type,
	.output = &forecast_term_type,
	.pass = HISTORY_PASS,
	.each = history_gather,
	.finish = explain_all,
	.run = from_store,
	.at_once = is_from_store,
};
