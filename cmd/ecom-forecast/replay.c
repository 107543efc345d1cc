/* ecom-forecast replay: policies on the sales that were. */
#include <ecom/order.h>
#include <ecom/replenish.h>
#include <math.h>

#include "verbs.h"

struct replay_options {
	struct texts policies;
	int service_type, model, rounding;
	double service, shortage_cost, alpha, lead_time_sd, factor, order_cost, holding_cost, holding_rate;
	int64_t lead_time, review, lot, pack, minimum, maximum, cover_days, days, warm_up, until, season, window, seed, jobs;
	bool backorders, total;
};

static const struct option OPTIONS[] = {
	{ "policy", 0, OPTION_TEXTS, "LIST", "as in reorder; naive: what was sold in as many days; cover: days of the mean",
	  offsetof(struct replay_options, policies), .initial = "order-up-to,naive" },
	{ "service", 0, OPTION_REAL, "P", "how much of it, as in reorder", offsetof(struct replay_options, service),
	  .initial = "0.95" },
	{ "service-type", 0, OPTION_WORD, "NAME", "cycle, fill or cost", offsetof(struct replay_options, service_type),
	  .initial = "cycle", .words = REPLENISH_SERVICE_WORDS },
	{ "model", 'm', OPTION_WORD, "NAME", "that forecasts at each review; auto = chosen at the first, by its past",
	  offsetof(struct replay_options, model), .initial = "ses", .words = FORECAST_MODEL_WORDS },
	{ "alpha", 0, OPTION_REAL, "X", "share of the newest day in exponential smoothing, 0 to 1",
	  offsetof(struct replay_options, alpha), .initial = "0.05" },
	{ "lead-time", 'l', OPTION_INT, "DAYS", "from order to receipt", offsetof(struct replay_options, lead_time),
	  .initial = "7", .max = 3660 },
	{ "lead-time-sd", 0, OPTION_REAL, "DAYS", "its standard deviation: each order's is drawn",
	  offsetof(struct replay_options, lead_time_sd), .initial = "0" },
	{ "review", 0, OPTION_INT, "DAYS", "from look to look", offsetof(struct replay_options, review), .initial = "7",
	  .max = 3660 },
	{ "lot", 0, OPTION_INT, "N", "units from the point to the level, or of a fixed quantity",
	  offsetof(struct replay_options, lot), .max = QUANTITY_MAX },
	{ "pack", 0, OPTION_INT, "N", "order whole packs of N", offsetof(struct replay_options, pack),
	  .initial = "1", .min = 1, .max = QUANTITY_MAX },
	{ "round", 0, OPTION_WORD, "WAY", "to whole packs: up, nearest or down", offsetof(struct replay_options, rounding),
	  .initial = "up", .words = REPLENISH_ROUND_WORDS },
	{ "minimum", 0, OPTION_INT, "N", "units an order at least", offsetof(struct replay_options, minimum),
	  .max = QUANTITY_MAX },
	{ "maximum", 0, OPTION_INT, "N", "units of stock and orders at most", offsetof(struct replay_options, maximum),
	  .initial = "-1", .min = -1, .max = QUANTITY_MAX },
	{ "factor", 0, OPTION_REAL, "X", "of naive: times what was sold", offsetof(struct replay_options, factor),
	  .initial = "1" },
	{ "cover-days", 0, OPTION_INT, "DAYS", "of cover: order up to so many days of the mean",
	  offsetof(struct replay_options, cover_days), .initial = "28", .max = 3660 },
	{ "days", 0, OPTION_INT, "N", "the last days, which are counted", offsetof(struct replay_options, days),
	  .initial = "90", .min = 1, .max = 36600 },
	{ "warm-up", 0, OPTION_INT, "N", "days walked before them; twice lead time and review otherwise",
	  offsetof(struct replay_options, warm_up), .initial = "-1", .min = -1, .max = 36600 },
	{ "until", 0, OPTION_DAY, "DATE", "last day; the last date of all series otherwise",
	  offsetof(struct replay_options, until) },
	{ "season", 0, OPTION_INT, "N", "days of a season", offsetof(struct replay_options, season), .initial = "7",
	  .min = 1, .max = 100000 },
	{ "window", 0, OPTION_INT, "N", "days of the moving average, and of cover's mean",
	  offsetof(struct replay_options, window), .initial = "28", .min = 1, .max = 100000 },
	{ "backorders", 0, OPTION_FLAG, NULL, "what is short is delivered later, not lost",
	  offsetof(struct replay_options, backorders) },
	{ "order-cost", 0, OPTION_REAL, "X", "money an order", offsetof(struct replay_options, order_cost),
	  .initial = "0" },
	{ "holding-cost", 0, OPTION_REAL, "X", "money a unit and year; by the price and --holding-rate otherwise",
	  offsetof(struct replay_options, holding_cost) },
	{ "shortage-cost", 0, OPTION_REAL, "X", "money a unit short, of --service-type cost",
	  offsetof(struct replay_options, shortage_cost) },
	{ "holding-rate", 0, OPTION_REAL, "X", "share of the price that a year of holding costs",
	  offsetof(struct replay_options, holding_rate), .initial = "0.25" },
	{ "seed", 0, OPTION_INT, "N", "of the lead times drawn", offsetof(struct replay_options, seed), .initial = "1",
	  .max = INT64_MAX },
	{ "jobs", 'j', OPTION_INT, "N", "threads; as many as there are processors otherwise",
	  offsetof(struct replay_options, jobs), .min = 1, .max = 1024 },
	{ "total", 0, OPTION_FLAG, NULL, "all series together only", offsetof(struct replay_options, total) },
	{ NULL },
};

static enum status usage(struct error *err, const char *option, double value, const char *expected)
{
	return error_set(err, STATUS_USAGE, "bad_value", option, "%g: expected %s", value, expected);
}

static enum status check_options(const struct replay_options *o, struct error *err)
{
	static const char AMOUNT[] = "a number of 0 or more";

	if (!(o->service > 0 && o->service < 1))
		return usage(err, "service", o->service, "a probability above 0 and below 1");
	if (o->service_type == SERVICE_COST && !(o->shortage_cost > 0 && o->holding_cost > 0))
		return error_set(err, STATUS_USAGE, "bad_value", "service-type",
				 "cost: expected --shortage-cost and --holding-cost above 0");
	if (!(o->alpha >= 0 && o->alpha <= 1))
		return usage(err, "alpha", o->alpha, "a number from 0 to 1");
	if (!(o->lead_time_sd >= 0))
		return usage(err, "lead-time-sd", o->lead_time_sd, AMOUNT);
	if (!(o->factor >= 0))
		return usage(err, "factor", o->factor, AMOUNT);
	if (!(o->order_cost >= 0))
		return usage(err, "order-cost", o->order_cost, AMOUNT);
	if (o->holding_cost < 0)
		return usage(err, "holding-cost", o->holding_cost, AMOUNT);
	if (!(o->holding_rate >= 0))
		return usage(err, "holding-rate", o->holding_rate, AMOUNT);
	if (o->lead_time + o->review == 0)
		return error_set(err, STATUS_USAGE, "bad_value", "lead-time",
				 "lead time and review are both 0: expected a day at least to look ahead");
	return STATUS_OK;
}

static enum status read_policies(const struct replay_options *o, struct replenish_replay_settings *settings,
				 struct error *err)
{
	struct buffer words = { 0 };
	enum status status = STATUS_OK;

	settings->policy_count = 0;
	for (size_t i = 0; i < o->policies.count && status == STATUS_OK; i++) {
		int policy = word_index(REPLENISH_REPLAY_WORDS, o->policies.items[i]);
		if (policy < 0 || settings->policy_count == REPLENISH_REPLAY_POLICIES) {
			word_list(REPLENISH_REPLAY_WORDS, &words);
			status = error_set(err, STATUS_USAGE, "bad_value", "policy", "\"%.40s\": expected at most %d of %s",
					   o->policies.items[i], REPLENISH_REPLAY_POLICIES, words.data);
		} else {
			settings->policies[settings->policy_count++] = policy;
		}
	}
	buffer_free(&words);
	return status;
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	if (!run->state) {
		struct replenish_replay_settings settings;
		enum status status = check_options(run->options, err);
		if (status == STATUS_OK)
			status = read_policies(run->options, &settings, err);
		if (status != STATUS_OK)
			return status;
		run->state = replenish_past_new();
	}
	return replenish_past_add(run->state, record, run->zone, err);
}

static void emit(void *ctx, const struct replay *r)
{
	run_emit(ctx, r);
}

static enum status replay_all(struct run *run, struct error *err)
{
	const struct replay_options *o = run->options;
	struct replenish_replay_settings settings = {
		.model = series_model_find(FORECAST_MODEL_WORDS[o->model].word),
		.alpha = o->alpha,
		.service_type = o->service_type,
		.service = o->service,
		.shortage_cost = o->shortage_cost,
		.lead_time = o->lead_time,
		.lead_time_sd = o->lead_time_sd,
		.review = o->review,
		.lot = o->lot,
		.pack = o->pack,
		.rounding = o->rounding,
		.minimum = o->minimum,
		.maximum = o->maximum,
		.factor = o->factor,
		.cover_days = o->cover_days,
		.days = o->days,
		.warm_up = o->warm_up,
		.until = o->until,
		.season = (size_t)o->season,
		.window = (size_t)o->window,
		.backorders = o->backorders,
		.order_cost = o->order_cost,
		.holding_cost = o->holding_cost,
		.holding_rate = o->holding_rate,
		.seed = (uint64_t)o->seed,
		.jobs = (size_t)o->jobs,
		.total_only = o->total,
	};
	enum status status = check_options(o, err);

	if (status == STATUS_OK)
		status = read_policies(o, &settings, err);
	if (status == STATUS_OK && run->state)
		replenish_replay(run->state, &settings, emit, run);
	replenish_past_free(run->state);
	run->state = NULL;
	return status;
}

/* `ecom-order sales` prints more than a replay needs. */
static const struct record_type *const PASS[] = { &sales_type, NULL };

const struct verb VERB_REPLAY = {
	.name = "replay",
	.help = "replay policies on the sales that were: fill rate against stock",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct replay_options),
	.input = &forecast_sale_type,
	.output = &replay_type,
	.pass = PASS,
	.each = gather,
	.finish = replay_all,
};
