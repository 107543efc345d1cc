/* Stages that supply each other, by SKUs of records. */
#include "echelon.h"

#define NAMES_SEPARATORS " ,;"

const struct word REPLENISH_ECHELON_WORDS[] = { { "guaranteed" }, { "serial" }, { NULL } };

struct replenish_echelon_book *replenish_echelon_book_new(void)
{
	return memory_zero(1, sizeof(struct replenish_echelon_book));
}

void replenish_echelon_book_free(struct replenish_echelon_book *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->directory.count; i++)
		memory_free(b->networks[i].stages);
	memory_free(b->networks);
	directory_free(&b->directory);
	arena_free(&b->arena);
	memory_free(b);
}

static struct echelon_network *find_network(struct replenish_echelon_book *b, const char *sku)
{
	size_t before = b->directory.count, number = directory_number(&b->directory, sku, NULL);

	if (number == before) {
		b->networks = memory_grow(b->networks, number, &b->capacity, sizeof *b->networks);
		b->networks[number] = (struct echelon_network) { .sku = sku[0] ? arena_text(&b->arena, sku) : NULL };
	}
	return &b->networks[number];
}

static size_t find_stage(const struct echelon_network *network, const char *name, size_t length)
{
	for (size_t i = 0; i < network->count; i++)
		if (strncmp(network->stages[i].name, name, length) == 0 && network->stages[i].name[length] == '\0')
			return i;
	return SIZE_MAX;
}

static enum status check_stage(const struct replenish_stage *in, struct error *err)
{
	enum status status = replenish_not_below_zero(in->holding_cost, "holding_cost", err);

	if (status == STATUS_OK && !(in->lead_time >= 0 && in->lead_time < INVENTORY_TREE_PERIODS))
		return error_reject(err, "bad_value", "lead_time", "%g: expected periods from 0 to %d", in->lead_time,
				    INVENTORY_TREE_PERIODS - 1);
	if (status == STATUS_OK && record_has(in, STAGE_MEAN))
		status = replenish_not_below_zero(in->mean, "mean", err);
	if (status == STATUS_OK && record_has(in, STAGE_SD))
		status = replenish_not_below_zero(in->sd, "sd", err);
	if (status == STATUS_OK && record_has(in, STAGE_STOCKOUT_COST))
		status = replenish_above_zero(in->stockout_cost, "stockout_cost", err);
	return status;
}

enum status replenish_echelon_book_add(struct replenish_echelon_book *b, const struct replenish_stage *in,
				       struct error *err)
{
	enum status status = check_stage(in, err);

	if (status != STATUS_OK)
		return status;
	struct echelon_network *network = find_network(b, in->sku ? in->sku : "");
	if (find_stage(network, in->stage, strlen(in->stage)) != SIZE_MAX)
		return error_reject(err, "duplicate", "stage", "%s came before: one record each", in->stage);
	network->stages = memory_grow(network->stages, network->count, &network->capacity, sizeof *network->stages);
	network->stages[network->count++] = (struct echelon_stage) {
		.name = arena_text(&b->arena, in->stage),
		.supplies = arena_text(&b->arena, in->supplies ? in->supplies : ""),
		.lead_time = in->lead_time,
		.holding_cost = in->holding_cost,
		.sells = record_has(in, STAGE_MEAN) || record_has(in, STAGE_SD),
		.mean = record_has(in, STAGE_MEAN) ? in->mean : 0,
		.sd = record_has(in, STAGE_SD) ? in->sd : NAN,
		.service_time = record_has(in, STAGE_SERVICE_TIME) ? (uint32_t)in->service_time : 0,
		.inbound_time = record_has(in, STAGE_INBOUND_TIME) ? (uint32_t)in->inbound_time : 0,
		.stockout_cost = record_has(in, STAGE_STOCKOUT_COST) ? in->stockout_cost : NAN,
	};
	return STATUS_OK;
}

/* Names to links; a tree of n stages has n - 1. */
static enum status find_links(const struct echelon_network *network, struct inventory_tree_link *links, struct error *err)
{
	size_t n = 0;
	for (size_t i = 0; i < network->count; i++) {
		const char *name = network->stages[i].supplies;
		for (name += strspn(name, NAMES_SEPARATORS); *name; name += strspn(name, NAMES_SEPARATORS)) {
			size_t length = strcspn(name, NAMES_SEPARATORS), to = find_stage(network, name, length);
			if (to == SIZE_MAX)
				return error_reject(err, "no_tree", "supplies", "%.*s: there is no such stage",
						    (int)(length < 60 ? length : 60), name);
			if (n + 1 >= network->count)
				return error_reject(err, "no_tree", "supplies",
						    "%s: expected a tree, which has one link less than stages",
						    network->stages[i].name);
			links[n++] = (struct inventory_tree_link) { i, to };
			name += length;
		}
	}
	if (n + 1 < network->count)
		return error_reject(err, "no_tree", "supplies", "%zu stages and %zu links: expected them to hang together",
				    network->count, n);
	return STATUS_OK;
}

/* Mean and variance of what each stage sees: its own customers and all downstream; as often as there are stages, so that
 * any order will do. A circle is found by inventory_tree. */
static void sum_demand(const struct echelon_network *network, const struct inventory_tree_link *links, double *mean,
		       double *variance)
{
	size_t n = network->count;
	bool changed = true;
	for (size_t i = 0; i < n; i++) {
		mean[i] = NAN;
		variance[i] = NAN;
	}
	for (size_t round = 0; round < n && changed; round++) {
		changed = false;
		for (size_t i = 0; i < n; i++) {
			const struct echelon_stage *s = &network->stages[i];
			double total = s->mean, spread = isnan(s->sd) ? 0 : s->sd * s->sd;
			for (size_t l = 0; l + 1 < n; l++) {
				if (links[l].from != i)
					continue;
				total += mean[links[l].to];
				spread += variance[links[l].to];
			}
			changed = changed || (isnan(mean[i]) && !isnan(total));
			mean[i] = total;
			variance[i] = spread;
		}
	}
}

static void emit_stage(const struct echelon_network *network, const struct replenish_echelon *line,
		       replenish_echelon_emit *each, void *ctx)
{
	struct replenish_echelon out = *line;
	out.sku = network->sku;
	record_mark_all(&replenish_echelon_type, &out);
	each(ctx, &out);
}

static enum status check_guaranteed(const struct echelon_network *network, struct error *err)
{
	bool sells = false;
	for (size_t i = 0; i < network->count; i++) {
		const struct echelon_stage *s = &network->stages[i];
		sells = sells || s->sells;
		if (s->lead_time != floor(s->lead_time))
			return error_reject(err, "bad_value", "lead_time", "%s: %g: expected whole periods", s->name,
					    s->lead_time);
		if (s->sells && isnan(s->sd))
			return error_reject(err, "missing", "sd", "%s: is missing beside its mean", s->name);
	}
	return sells ? STATUS_OK : error_reject(err, "missing", "sd", "no stage has a demand of its own");
}

static enum status plan_guaranteed(const struct echelon_network *network, const struct replenish_echelon_settings *settings,
				   struct arena *arena, replenish_echelon_emit *each, void *ctx, struct error *err)
{
	size_t n = network->count;
	struct inventory_tree_link *links = arena_zero(arena, n * sizeof *links);
	struct inventory_tree_stage *stages = arena_zero(arena, n * sizeof *stages);
	struct inventory_tree_plan *plan = arena_zero(arena, n * sizeof *plan);
	double *mean = arena_zero(arena, n * sizeof *mean), *variance = arena_zero(arena, n * sizeof *variance), apart = 0;
	enum status status = check_guaranteed(network, err);

	if (status == STATUS_OK)
		status = find_links(network, links, err);
	if (status != STATUS_OK)
		return status;
	sum_demand(network, links, mean, variance);
	for (size_t i = 0; i < n; i++) {
		const struct echelon_stage *s = &network->stages[i];
		stages[i] = (struct inventory_tree_stage) {
			.processing = (uint32_t)s->lead_time,
			.inbound = s->inbound_time,
			.promised = s->sells ? s->service_time : INVENTORY_TREE_FREE,
			.holding_cost = s->holding_cost,
			.bound = settings->safety_factor * sqrt(variance[i]),
		};
		apart += s->holding_cost * stages[i].bound * sqrt((double)stages[i].processing + stages[i].inbound);
	}
	double total = inventory_tree(stages, n, links, plan);
	if (isnan(total))
		return error_reject(err, "no_tree", "supplies",
				    "expected a tree, without circles, whose times sum to less than %d periods",
				    INVENTORY_TREE_PERIODS);
	for (size_t i = 0; i < n; i++) {
		double net = (double)plan[i].inbound + stages[i].processing - plan[i].promised;
		emit_stage(network,
			   &(struct replenish_echelon) { .stage = network->stages[i].name,
							 .inbound_time = plan[i].inbound,
							 .service_time = plan[i].promised,
							 .safety = plan[i].safety,
							 .level = mean[i] * net + plan[i].safety,
							 .cost = stages[i].holding_cost * plan[i].safety,
							 .total = total,
							 .apart = apart },
			   each, ctx);
	}
	return STATUS_OK;
}

/* From the stage that sells upwards; false where the stages are no row. */
static bool find_row(const struct echelon_network *network, const struct inventory_tree_link *links, size_t *row)
{
	size_t n = network->count, last = SIZE_MAX;
	for (size_t i = 0; i < n; i++) {
		bool supplies = false;
		for (size_t l = 0; l + 1 < n; l++)
			supplies = supplies || links[l].from == i;
		if (!supplies)
			last = last == SIZE_MAX ? i : n;
	}
	for (size_t k = 0; k < n; k++) {
		if (last >= n)
			return false;
		row[k] = last;
		size_t above = SIZE_MAX;
		for (size_t l = 0; l + 1 < n; l++)
			if (links[l].to == last)
				above = above == SIZE_MAX ? links[l].from : n;
		last = above;
	}
	return true;
}

static enum status check_row(const struct echelon_network *network, const size_t *row, struct error *err)
{
	const struct echelon_stage *last = &network->stages[row[0]];

	if (!last->sells || !(last->mean > 0))
		return error_reject(err, "missing", "mean", "%s: the last stage needs a demand", last->name);
	if (isnan(last->stockout_cost))
		return error_reject(err, "missing", "stockout_cost", "%s: is missing", last->name);
	for (size_t k = 0; k < network->count; k++) {
		const struct echelon_stage *s = &network->stages[row[k]];
		double above = k + 1 < network->count ? network->stages[row[k + 1]].holding_cost : 0;
		if (!(s->holding_cost > above))
			return error_reject(err, "bad_value", "holding_cost",
					    "%s: %g: expected more than what it costs at its supplier", s->name,
					    s->holding_cost);
		if (k > 0 && s->sells)
			return error_reject(err, "bad_value", "mean",
					    "%s: expected a demand at the last stage of a row only", s->name);
	}
	return STATUS_OK;
}

static enum status plan_serial(const struct echelon_network *network, struct arena *arena, replenish_echelon_emit *each,
			       void *ctx, struct error *err)
{
	size_t n = network->count, *row = arena_zero(arena, n * sizeof *row);
	struct inventory_tree_link *links = arena_zero(arena, n * sizeof *links);
	struct inventory_serial_stage *stages = arena_zero(arena, n * sizeof *stages);
	double *levels = arena_zero(arena, n * sizeof *levels), ahead = 0;
	enum status status = find_links(network, links, err);

	if (status == STATUS_OK && !find_row(network, links, row))
		status = error_reject(err, "no_tree", "supplies", "expected a row: each stage supplies one other");
	if (status == STATUS_OK)
		status = check_row(network, row, err);
	if (status != STATUS_OK)
		return status;
	const struct echelon_stage *last = &network->stages[row[0]];
	struct inventory_demand period = { .family = isnan(last->sd) ? INVENTORY_POISSON : INVENTORY_NORMAL,
					   .mean = last->mean,
					   .variance = isnan(last->sd) ? last->mean : last->sd * last->sd };
	for (size_t k = 0; k < n; k++) {
		const struct echelon_stage *s = &network->stages[row[k]];
		double above = k + 1 < n ? network->stages[row[k + 1]].holding_cost : 0;
		stages[k] = (struct inventory_serial_stage) { s->holding_cost - above, s->lead_time };
		ahead += s->lead_time * last->mean;
	}
	if (period.family == INVENTORY_POISSON && ahead > ECHELON_POISSON_MAX)
		return error_reject(err, "bad_value", "mean", "%g over all lead times: expected an sd beside it above %d",
				    ahead, ECHELON_POISSON_MAX);
	double total = inventory_serial(stages, n, &period, last->stockout_cost, levels);
	ahead = 0;
	for (size_t k = 0; k < n; k++) {
		ahead += stages[k].lead_time * last->mean;
		emit_stage(network,
			   &(struct replenish_echelon) { .stage = network->stages[row[k]].name,
							 .inbound_time = NAN,
							 .service_time = NAN,
							 .safety = levels[k] - ahead,
							 .level = levels[k],
							 .cost = NAN,
							 .total = total,
							 .apart = NAN },
			   each, ctx);
	}
	return STATUS_OK;
}

static enum status plan_pool(const struct echelon_network *network, const struct replenish_echelon_settings *settings,
			     struct arena *arena, replenish_echelon_emit *each, void *ctx, struct error *err)
{
	size_t n = network->count;
	double *deviations = arena_zero(arena, n * sizeof *deviations), mean = 0, dearest = 0, apart = 0;

	for (size_t i = 0; i < n; i++) {
		const struct echelon_stage *s = &network->stages[i];
		if (isnan(s->sd))
			return error_reject(err, "missing", "sd", "%s: is missing", s->name);
		deviations[i] = s->sd * sqrt(s->lead_time);
		mean += s->mean * s->lead_time;
		dearest = fmax(dearest, s->holding_cost);
		apart += s->holding_cost * settings->safety_factor * deviations[i];
	}
	double safety = settings->safety_factor * inventory_pooled_deviation(deviations, n, settings->correlation);
	if (isnan(safety))
		return error_reject(err, "bad_value", "correlation", "%g: %zu demands cannot all be so correlated",
				    settings->correlation, n);
	emit_stage(network,
		   &(struct replenish_echelon) { .inbound_time = NAN,
						 .service_time = NAN,
						 .safety = safety,
						 .level = mean + safety,
						 .cost = dearest * safety,
						 .total = dearest * safety,
						 .apart = apart },
		   each, ctx);
	return STATUS_OK;
}

void replenish_echelon(const struct replenish_echelon_book *b, const struct replenish_echelon_settings *settings,
		       replenish_echelon_emit *each, replenish_refuse *refuse, void *ctx)
{
	size_t *sorted = directory_sorted(&b->directory);
	struct arena arena = { 0 };

	for (size_t i = 0; i < b->directory.count; i++) {
		const struct echelon_network *network = &b->networks[sorted[i]];
		struct error why;
		enum status status;
		arena_reset(&arena);
		if (network->count == 0)
			continue;
		if (settings->pool)
			status = plan_pool(network, settings, &arena, each, ctx, &why);
		else if (settings->method == REPLENISH_SERIAL)
			status = plan_serial(network, &arena, each, ctx, &why);
		else
			status = plan_guaranteed(network, settings, &arena, each, ctx, &why);
		if (status != STATUS_OK)
			refuse(ctx, &why);
	}
	arena_free(&arena);
	memory_free(sorted);
}
