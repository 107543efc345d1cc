/* ecom-forecast classify: what kind of series each is. */
#include <ecom/forecast.h>
#include <ecom/order.h>
#include <math.h>

#include "verbs.h"

struct classify_options {
	int every, by;
	int64_t season, until, jobs;
	bool own_end;
	struct texts abc, xyz;
};

static const struct option OPTIONS[] = {
	{ "every", 'e', OPTION_WORD, "PERIOD", "period of history; auto = by the dates",
	  offsetof(struct classify_options, every), .words = FORECAST_EVERY_WORDS, .initial = "auto" },
	{ "season", 0, OPTION_INT, "N", "periods of a season: hour 24, day 7, week 52, month 12, quarter 4 otherwise",
	  offsetof(struct classify_options, season), .min = 1, .max = 100000 },
	{ "until", 0, OPTION_DAY, "DATE", "last day of history; the last date of all series otherwise",
	  offsetof(struct classify_options, until) },
	{ "own-end", 0, OPTION_FLAG, NULL, "each series ends with its own last record, not with the last of all",
	  offsetof(struct classify_options, own_end) },
	{ "by", 0, OPTION_WORD, "WHAT", "what ABC goes by: revenue, quantity; auto = revenue where there are prices",
	  offsetof(struct classify_options, by), .words = FORECAST_BY_WORDS, .initial = "auto" },
	{ "abc", 0, OPTION_TEXTS, "A,B", "shares of all value where A and where B end",
	  offsetof(struct classify_options, abc), .initial = "0.8,0.95" },
	{ "xyz", 0, OPTION_TEXTS, "X,Y", "coefficients of variation where X and where Y end",
	  offsetof(struct classify_options, xyz), .initial = "0.5,1" },
	{ "jobs", 'j', OPTION_INT, "N", "threads; as many as there are processors otherwise",
	  offsetof(struct classify_options, jobs), .min = 1, .max = 1024 },
	{ NULL },
};

static enum status read_cuts(const struct texts *texts, const char *option, double most, double cuts[2],
			     struct error *err)
{
	bool good = texts->count == 2;
	for (size_t i = 0; good && i < 2; i++)
		good = number_parse_real(texts->items[i], 0, most, &cuts[i]);
	if (!good || cuts[0] > cuts[1])
		return error_set(err, STATUS_USAGE, "bad_value", option,
				 "expected two numbers from 0 to %g, the smaller first", most);
	return STATUS_OK;
}

static enum status read_settings(const struct run *run, struct forecast_settings *settings,
				 struct forecast_class_settings *cuts, struct error *err)
{
	const struct classify_options *o = run->options;
	*settings = (struct forecast_settings) { .every = o->every,
						 .season = o->season,
						 .until = o->until,
						 .own_end = o->own_end,
						 .zone = run->zone,
						 .alpha = NAN,
						 .jobs = (size_t)o->jobs };
	cuts->by = (enum forecast_by)o->by;
	enum status status = read_cuts(&o->abc, "abc", 1, cuts->abc, err);
	return status == STATUS_OK ? read_cuts(&o->xyz, "xyz", 1e6, cuts->xyz, err) : status;
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	struct forecast_settings settings;
	struct forecast_class_settings cuts;
	if (!run->state) {
		enum status status = read_settings(run, &settings, &cuts, err);
		if (status != STATUS_OK)
			return status;
		run->state = forecast_history_new();
	}
	return forecast_history_add(run->state, record, run->zone, err);
}

static void emit(void *ctx, const struct forecast_class *c)
{
	run_emit(ctx, c);
}

static void tell_progress(void *ctx, size_t done, size_t count)
{
	run_progress(ctx, done, count, "series");
}

static void tell_plan(struct run *run, const struct forecast_plan *plan)
{
	char day[DAY_TEXT_SIZE];
	day_print(day, plan->until);
	run_note(run, "%zu series by the %s%s, until %s; season %zu", plan->series,
		 FORECAST_EVERY_WORDS[plan->calendar.every].word, plan->inferred ? " (inferred)" : "", day,
		 plan->season);
	if (plan->incomplete)
		run_note(run, "the last %s is not over on %s and was left out",
			 FORECAST_EVERY_WORDS[plan->calendar.every].word, day);
	if (plan->negative)
		run_note(run, "%zu periods with more returns than sales count as 0", plan->negative);
	if (plan->silent)
		run_warn(run, "%zu series have no history up to %s: not classified", plan->silent, day);
}

static enum status classify_all(struct run *run, struct error *err)
{
	struct forecast_settings settings;
	struct forecast_class_settings cuts;
	struct forecast_plan plan;
	struct forecast_class_sink sink = { run, emit, tell_progress };
	enum status status = read_settings(run, &settings, &cuts, err);
	if (status == STATUS_OK && run->state) {
		forecast_classify(run->state, &settings, &cuts, &plan, &sink);
		tell_plan(run, &plan);
	}
	forecast_history_free(run->state);
	run->state = NULL;
	return status;
}

/* `ecom-order sales` prints more than is needed here. */
static const struct record_type *const PASS[] = { &sales_type, NULL };

const struct verb VERB_CLASSIFY = {
	.name = "classify",
	.help = "what kind of series each is: class, ABC, XYZ, trend, season, outliers, stock-outs",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct classify_options),
	.input = &forecast_sale_type,
	.output = &forecast_class_type,
	.pass = PASS,
	.each = gather,
	.finish = classify_all,
};
