/* ecom-forecast reorder: forecasts and stock to proposals. */
#include <ecom/replenish.h>
#include <math.h>

#include "verbs.h"

#define OPTION_MAX 1e12

struct reorder_options {
	int policy, service_type, rounding;
	double service, lead_time_sd, order_cost, holding_rate, shortage_cost;
	int64_t lead_time, review, pack, from, minimum, maximum, shelf_life, lot, can_order;
	struct amount budget;
	const char *levels, *rules, *drafts, *suppliers;
	bool all;
};

static const struct option OPTIONS[] = {
	{ "policy", 0, OPTION_WORD, "NAME", "when to order, and how much at a time",
	  offsetof(struct reorder_options, policy), .initial = "order-up-to", .words = REPLENISH_POLICY_WORDS },
	{ "service", 0, OPTION_REAL, "P", "how much of it: cycles that do not run out, or units delivered at once",
	  offsetof(struct reorder_options, service), .initial = "0.95" },
	{ "service-type", 0, OPTION_WORD, "NAME", "cycle, fill, or cost: as much as pays",
	  offsetof(struct reorder_options, service_type), .initial = "cycle", .words = REPLENISH_SERVICE_WORDS },
	{ "lead-time", 'l', OPTION_INT, "DAYS", "from order to receipt, where no rule says",
	  offsetof(struct reorder_options, lead_time), .initial = "7", .max = 3660 },
	{ "lead-time-sd", 0, OPTION_REAL, "DAYS", "its standard deviation, where no rule says",
	  offsetof(struct reorder_options, lead_time_sd), .initial = "0" },
	{ "review", 0, OPTION_INT, "DAYS", "from this look to the next, where no rule says",
	  offsetof(struct reorder_options, review), .initial = "7", .max = 3660 },
	{ "lot", 0, OPTION_INT, "N", "units from the point to the level, or of a fixed quantity",
	  offsetof(struct reorder_options, lot), .max = QUANTITY_MAX },
	{ "pack", 0, OPTION_INT, "N", "order whole packs of N, where no rule says",
	  offsetof(struct reorder_options, pack), .initial = "1", .min = 1, .max = QUANTITY_MAX },
	{ "round", 0, OPTION_WORD, "WAY", "to whole packs: up, nearest or down",
	  offsetof(struct reorder_options, rounding), .initial = "up", .words = REPLENISH_ROUND_WORDS },
	{ "minimum", 0, OPTION_INT, "N", "units an order at least, where no rule says",
	  offsetof(struct reorder_options, minimum), .max = QUANTITY_MAX },
	{ "maximum", 0, OPTION_INT, "N", "units of stock and orders at most, where no rule says",
	  offsetof(struct reorder_options, maximum), .initial = "-1", .min = -1, .max = QUANTITY_MAX },
	{ "shelf-life", 0, OPTION_INT, "DAYS", "within which units must be sold, where no rule says",
	  offsetof(struct reorder_options, shelf_life), .initial = "-1", .min = -1, .max = 36500 },
	{ "order-cost", 0, OPTION_REAL, "X", "money an order, where no supplier says",
	  offsetof(struct reorder_options, order_cost), .initial = "0" },
	{ "holding-rate", 0, OPTION_REAL, "X", "share of a unit's cost that a year of holding it costs",
	  offsetof(struct reorder_options, holding_rate), .initial = "0.25" },
	{ "shortage-cost", 0, OPTION_REAL, "X", "money a unit short; price less cost otherwise",
	  offsetof(struct reorder_options, shortage_cost) },
	{ "budget", 0, OPTION_AMOUNT, "AMOUNT", "spend no more, on what is worth most",
	  offsetof(struct reorder_options, budget) },
	{ "can-order", 0, OPTION_INT, "DAYS", "join an order of one's supplier where one's own is that near",
	  offsetof(struct reorder_options, can_order), .max = 3660 },
	{ "from", 0, OPTION_DAY, "DATE", "first day to be covered; that of the forecast otherwise",
	  offsetof(struct reorder_options, from) },
	{ "levels", 0, OPTION_TEXT, "FILE", "level records, in place of the store's",
	  offsetof(struct reorder_options, levels) },
	{ "rules", 0, OPTION_TEXT, "FILE", "rule records, in place of the store's",
	  offsetof(struct reorder_options, rules) },
	{ "drafts", 0, OPTION_TEXT, "FILE", "proposals that are not sent yet: they count as on order",
	  offsetof(struct reorder_options, drafts) },
	{ "suppliers", 0, OPTION_TEXT, "FILE", "supplier records: minimum and cost of an order",
	  offsetof(struct reorder_options, suppliers) },
	{ "all", 'a', OPTION_FLAG, NULL, "proposals of 0 too", offsetof(struct reorder_options, all) },
	{ NULL },
};

static enum status not_negative(double value, const char *option, struct error *err)
{
	if (value >= 0 && value <= OPTION_MAX)
		return STATUS_OK;
	return error_set(err, STATUS_USAGE, "bad_value", option, "%g: expected a number from 0 to %g", value, OPTION_MAX);
}

static enum status check_options(const struct reorder_options *o, struct error *err)
{
	enum status status = STATUS_OK;

	if (!(o->service > 0 && o->service < 1))
		return error_set(err, STATUS_USAGE, "bad_value", "service",
				 "%g: expected a probability above 0 and below 1", o->service);
	status = not_negative(o->lead_time_sd, "lead-time-sd", err);
	if (status == STATUS_OK)
		status = not_negative(o->order_cost, "order-cost", err);
	if (status == STATUS_OK)
		status = not_negative(o->holding_rate, "holding-rate", err);
	if (status == STATUS_OK && !isnan(o->shortage_cost))
		status = not_negative(o->shortage_cost, "shortage-cost", err);
	if (status == STATUS_OK && o->budget.units < 0)
		status = error_set(err, STATUS_USAGE, "bad_value", "budget", "expected an amount of 0 or more");
	return status;
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	const struct forecast *f = record;

	if (!run->state) {
		enum status status = check_options(run->options, err);
		if (status != STATUS_OK)
			return status;
		run->state = replenish_book_new();
	}
	/* A sum of series is nothing that can be ordered. */
	return f->node ? STATUS_OK : replenish_book_add(run->state, record, err);
}

static void emit(void *ctx, const struct proposal *p)
{
	run_emit(ctx, p);
}

static void refuse(void *ctx, const struct error *why)
{
	run_reject(ctx, NULL, why);
}

static enum status read_supply(struct run *run, struct replenish_supply *supply, struct error *err)
{
	const struct reorder_options *o = run->options;
	const struct {
		enum replenish_table table;
		const char *path;
	} FILES[] = {
		{ REPLENISH_TABLE_LEVELS, o->levels },
		{ REPLENISH_TABLE_RULES, o->rules },
		{ REPLENISH_TABLE_DRAFTS, o->drafts },
		{ REPLENISH_TABLE_SUPPLIERS, o->suppliers },
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < ARRAY_LENGTH(FILES) && status == STATUS_OK; i++)
		if (FILES[i].path)
			status = replenish_supply_read(supply, FILES[i].table, FILES[i].path, err);
	if (status == STATUS_OK && !o->levels && !run->store)
		run_warn(run, "neither a store nor --levels: stock counts as 0");
	return status;
}

static enum status propose(struct run *run, struct error *err)
{
	const struct reorder_options *o = run->options;
	struct replenish_reorder_settings settings = { .policy = o->policy,
						      .service_type = o->service_type,
						      .rounding = o->rounding,
						      .service = o->service,
						      .lead_time = o->lead_time,
						      .lead_time_sd = o->lead_time_sd,
						      .review = o->review,
						      .pack = o->pack,
						      .minimum = o->minimum,
						      .maximum = o->maximum,
						      .shelf_life = o->shelf_life,
						      .lot = o->lot,
						      .can_order = o->can_order,
						      .order_cost = o->order_cost,
						      .holding_rate = o->holding_rate,
						      .shortage_cost = o->shortage_cost,
						      .budget = o->budget,
						      .budgeted = run_given(run, "budget"),
						      .from = o->from,
						      .all = o->all };
	struct replenish_supply *supply = NULL;
	enum status status = check_options(o, err);

	if (status == STATUS_OK && run->state) {
		supply = replenish_supply_new(run->store);
		status = read_supply(run, supply, err);
		if (status == STATUS_OK)
			status = replenish_reorder(run->state, supply, &settings, emit, refuse, run, err);
	}
	replenish_supply_free(supply);
	replenish_book_free(run->state);
	run->state = NULL;
	return status;
}

const struct verb VERB_REORDER = {
	.name = "reorder",
	.help = "propose what to order from forecasts and stock",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_STORE_OPTIONAL,
	.options = OPTIONS,
	.options_size = sizeof(struct reorder_options),
	.input = &forecast_type,
	.output = &proposal_type,
	.each = gather,
	.finish = propose,
};
