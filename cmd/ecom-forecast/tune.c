/* ecom-forecast tune: a policy found by simulation. */
#include <ecom/replenish.h>
#include <math.h>

#include "verbs.h"

struct tune_options {
	int family, unmet;
	double fill_rate;
	int64_t review, periods, seed, jobs;
};

enum { UNMET_LOST, UNMET_BACKORDER };
static const struct word UNMET_WORDS[] = { { "lost" }, { "backorder", "backordered|owed" }, { NULL } };

static const struct option OPTIONS[] = {
	{ "policy", 0, OPTION_WORD, "NAME", "base-stock, capped-base-stock, min-max or lots; by the costs otherwise",
	  offsetof(struct tune_options, family), .words = REPLENISH_FAMILY_WORDS, .min = -1 },
	{ "unmet", 0, OPTION_WORD, "WHAT", "demand not met at once is lost, or waits: backorder",
	  offsetof(struct tune_options, unmet), .words = UNMET_WORDS, .initial = "lost" },
	{ "fill-rate", 0, OPTION_REAL, "P", "least share of demand to be met at once",
	  offsetof(struct tune_options, fill_rate) },
	{ "review", 0, OPTION_INT, "PERIODS", "from one look to the next", offsetof(struct tune_options, review),
	  .initial = "1", .min = 1, .max = 3660 },
	{ "periods", 0, OPTION_INT, "N", "simulated in the longest race, and to judge the winner",
	  offsetof(struct tune_options, periods), .initial = "65536", .min = 2048, .max = 100000000 },
	{ "seed", 0, OPTION_INT, "N", "of the simulated demand", offsetof(struct tune_options, seed), .initial = "1" },
	{ "jobs", 'j', OPTION_INT, "N", "threads; as many as there are processors otherwise",
	  offsetof(struct tune_options, jobs), .min = 1, .max = 1024 },
	{ "lead-time", 'l', OPTION_FIELD, "PERIODS", "for records that do not say", .field = "lead_time" },
	{ "holding-cost", 0, OPTION_FIELD, "X", "money a unit left at the end of a period, likewise",
	  .field = "holding_cost" },
	{ "shortage-cost", 0, OPTION_FIELD, "X", "money a unit lost, or owed at the end of a period, likewise",
	  .field = "shortage_cost" },
	{ "order-cost", 0, OPTION_FIELD, "X", "money an order, likewise; 0 otherwise", .field = "order_cost" },
	{ NULL },
};

static enum status each(struct run *run, void *record, struct error *err)
{
	const struct tune_options *o = run->options;
	struct replenish_tune_settings settings = { .family = o->family,
						    .backorders = o->unmet == UNMET_BACKORDER,
						    .fill_rate = o->fill_rate,
						    .review = o->review,
						    .periods = o->periods,
						    .seed = o->seed,
						    .jobs = o->jobs > 0 ? (size_t)o->jobs : parallel_processors() };
	struct replenish_tuned tuned;

	if (!isnan(o->fill_rate) && !(o->fill_rate > 0 && o->fill_rate < 1))
		return error_set(err, STATUS_USAGE, "bad_value", "fill-rate", "%g: expected a share above 0 and below 1",
				 o->fill_rate);
	enum status status = replenish_tune(record, &settings, &tuned, run->arena, err);
	if (status == STATUS_OK)
		run_emit(run, &tuned);
	return status;
}

const struct verb VERB_TUNE = {
	.name = "tune",
	.help = "search a policy by simulation",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct tune_options),
	.input = &replenish_question_type,
	.output = &replenish_tuned_type,
	.each = each,
};
