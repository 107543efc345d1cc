/* Proposals: what to order, how much, and why. */
#include "reorder.h"

struct reorder {
	struct replenish_book *book;
	struct replenish_supply *supply;
	const struct replenish_reorder_settings *settings;
	replenish_propose *each;
	replenish_refuse *refuse;
	void *ctx;
	struct reorder_lines lines;
	struct directory texts; /* of suppliers, currencies and breaks: they outlive a load of the supply */
	const char *currency;		 /* of the budget */
	double budget;			 /* minor units of it */
	struct buffer reason;
};

static int64_t either(int64_t ruled, int64_t otherwise)
{
	return ruled >= 0 ? ruled : otherwise;
}

double replenish_line_daily(const struct reorder_line *l)
{
	return replenish_policy_daily(&l->question.cover);
}

static enum status find_demand(struct reorder_line *l, const struct book_series *s, struct error *err)
{
	struct policy_question *q = &l->question;
	enum status status = replenish_book_demand(s, l->from, l->lead_time + l->review, &q->cover, err);

	if (status == STATUS_OK)
		status = replenish_book_demand(s, l->from, l->lead_time, &q->lead, err);
	replenish_policy_late(&q->lead, &q->cover, l->lead_time_sd);
	return status;
}

static void find_money(struct reorder *r, struct reorder_line *l, const struct replenish_cost *cost)
{
	const struct replenish_reorder_settings *set = r->settings;
	const struct replenish_supplier *supplier = replenish_supply_of(r->supply, l->supplier);
	struct reorder_money *m = &l->money;
	double order_cost = supplier && !isnan(supplier->order_cost) ? supplier->order_cost : set->order_cost;

	*m = (struct reorder_money) { .known = cost->known,
				       .currency = directory_text(&r->texts, cost->currency),
				       .scale = 1,
				       .cost = 1 };
	if (m->currency && currency_decimals(m->currency) > 0)
		m->scale = pow(10, currency_decimals(m->currency));
	m->order_cost = order_cost * m->scale;
	if (m->known) {
		m->unit_cost = cost->minor;
		m->cost = (double)cost->minor;
		m->holding = set->holding_rate * m->cost;
	}
	double margin = cost->priced ? (double)(cost->price - cost->minor) : 0;
	m->worth = !isnan(set->shortage_cost) ? set->shortage_cost * m->scale : m->known && margin > 0 ? margin : m->cost;
}

/* The newsvendor's ratio of what a unit short costs, b / (b + h). */
static enum status weigh_costs(const struct reorder *r, struct reorder_line *l, const struct replenish_cost *cost,
			       struct error *err)
{
	bool margin = cost->known && cost->priced && cost->price > cost->minor;

	if (!margin && !(r->settings->shortage_cost > 0))
		return error_reject(err, "no_cost", "",
				    "nothing tells what a unit short costs: expected a price above the cost, or a shortage cost");
	if (!(l->money.holding > 0))
		return error_reject(err, "no_cost", "",
				    "nothing tells what holding a unit costs: expected a product's cost and a holding rate");
	l->question.service = replenish_policy_ratio(l->money.worth, l->money.holding, l->review);
	return STATUS_OK;
}

/* What a policy with a point orders at least. */
static double lot(const struct reorder *r, const struct reorder_line *l)
{
	double demand = replenish_line_daily(l) * DAYS_A_YEAR, units = (double)r->settings->lot;

	if (units == 0 && demand > 0 && l->money.order_cost > 0 && l->money.holding > 0)
		units = inventory_eoq(demand, l->money.order_cost, l->money.holding, NAN).quantity;
	if (units > 0 && l->question.policy == POLICY_FIXED_QUANTITY)
		units = ceil(round(units) / (double)l->limits.pack) * (double)l->limits.pack;
	return fmin(units, (double)QUANTITY_MAX);
}

static void find_terms(struct reorder *r, struct reorder_line *l, const struct book_series *s)
{
	const struct replenish_reorder_settings *set = r->settings;
	struct replenish_terms terms = replenish_supply_terms(r->supply, l->key->name, l->key->location);

	l->supplier = directory_text(&r->texts, terms.supplier);
	l->breaks = directory_text(&r->texts, terms.breaks);
	l->lead_time = either(terms.lead_time, set->lead_time);
	l->lead_time_sd = isnan(terms.lead_time_sd) ? set->lead_time_sd : terms.lead_time_sd;
	l->ruled = terms.lead_time >= 0;
	l->review = set->policy == POLICY_BASE_STOCK ? 0 : either(terms.review, set->review);
	l->maximum = either(terms.maximum, set->maximum);
	l->shelf_life = either(terms.shelf_life, set->shelf_life);
	l->from = set->from != INSTANT_NONE ? set->from : s->first;
	l->limits = (struct policy_limits) { .pack = terms.pack > 0 ? terms.pack : set->pack,
					     .rounding = set->rounding,
					     .minimum = either(terms.minimum, set->minimum),
					     .most = l->maximum >= 0 ? (double)l->maximum : INFINITY };
	l->question = (struct policy_question) { .policy = set->policy,
						 .service_type = set->service_type,
						 .service = set->service,
						 .safety = (double)either(terms.safety, 0) };
	l->stock = replenish_supply_position(r->supply, l->key->name, l->key->location);
	l->position = l->stock.on_hand - l->stock.reserved - l->stock.unavailable + l->stock.incoming + l->stock.drafts;
}

/* The first currency is the budget's. */
static enum status check_budget(struct reorder *r, const struct reorder_line *l, struct error *err)
{
	int64_t minor;

	if (!r->settings->budgeted)
		return STATUS_OK;
	if (!l->money.known)
		return error_reject(err, "no_cost", "cost", "a budget needs the product's cost and currency");
	if (!r->currency) {
		enum status status = money_from_amount(r->settings->budget, l->money.currency, &minor, err);
		if (status != STATUS_OK)
			return status;
		r->currency = l->money.currency;
		r->budget = (double)minor;
	}
	if (r->currency != l->money.currency)
		return error_reject(err, "currency", "currency", "costs are in %s, the budget is in %s",
				    l->money.currency, r->currency);
	return STATUS_OK;
}

static enum status consider(struct reorder *r, size_t number, struct error *err)
{
	struct book_series *s = &r->book->series[number];
	struct reorder_line l = { .key = &r->book->directory.keys[number], .joined = -1, .before_budget = -1 };
	enum status status = replenish_book_sort(s, err);

	if (status != STATUS_OK)
		return status;
	const struct replenish_cost cost = replenish_supply_cost(r->supply, l.key->name);
	if (!cost.known_sku)
		return error_reject(err, "unknown_sku", "sku", "is not in the catalog");
	find_terms(r, &l, s);
	find_money(r, &l, &cost);
	status = find_demand(&l, s, err);
	if (status == STATUS_OK && r->settings->service_type == SERVICE_COST)
		status = weigh_costs(r, &l, &cost, err);
	if (status == STATUS_OK)
		status = check_budget(r, &l, err);
	if (status != STATUS_OK)
		return status;
	l.question.lot = lot(r, &l);
	if (l.shelf_life >= 0)
		l.limits.most = fmin(l.limits.most, floor(l.question.lead.spread.mean +
							  replenish_line_daily(&l) * (double)l.shelf_life));
	l.levels = replenish_policy_levels(&l.question);
	l.order = replenish_policy_order(l.question.policy, &l.levels, &l.limits, l.position);
	l.quantity = l.order.quantity;
	status = replenish_line_take_break(&l, err);
	if (status != STATUS_OK)
		return status;
	r->lines.items = memory_grow(r->lines.items, r->lines.count, &r->lines.capacity, sizeof *r->lines.items);
	r->lines.items[r->lines.count++] = l;
	return STATUS_OK;
}

/* The refusal says which SKU it is about: there is no one input record to point to. */
static void refuse(struct reorder *r, const struct directory_key *key, const struct error *why)
{
	struct error named = *why;

	error_reject(&named, why->code, "", "%.200s%s%.100s: %s", key->name, key->location ? " at " : "",
		     key->location ? key->location : "", why->message);
	r->refuse(r->ctx, &named);
}

static enum status run_chunk(struct reorder *r, const size_t *numbers, size_t n, struct error *err)
{
	const char *skus[STORE_BULK_ROWS];

	for (size_t i = 0; i < n; i++)
		skus[i] = r->book->directory.keys[numbers[i]].name;
	enum status status = replenish_supply_load(r->supply, skus, n, err);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		status = consider(r, numbers[i], err);
		if (status == STATUS_REJECTED) {
			refuse(r, &r->book->directory.keys[numbers[i]], err);
			status = STATUS_OK;
		}
	}
	return status;
}

/* The steps' own rounding shows beyond. */
static double thousandths(double x)
{
	return round(x * 1000) / 1000;
}

static void propose(struct reorder *r, const struct reorder_line *l)
{
	bool pointed = l->levels.level - l->levels.point > 1;
	struct proposal p;
	int64_t cost = 0;

	replenish_line_explain(l, &r->reason);
	record_clear(&proposal_type, &p);
	p.sku = l->key->name;
	p.location = l->key->location;
	p.supplier = l->supplier;
	p.quantity = l->quantity;
	p.policy = REPLENISH_POLICY_WORDS[l->question.policy].word;
	p.position = l->position;
	p.lead_time_demand = thousandths(l->question.cover.spread.mean);
	p.safety = thousandths(l->levels.safety);
	p.reason = r->reason.data;
	p.level = (int64_t)l->levels.level;
	p.point = (int64_t)l->levels.point;
	p.lot = (int64_t)l->levels.lot;
	p.demand_sd = thousandths(sqrt(l->question.cover.spread.variance));
	p.service = thousandths(l->levels.service);
	p.fill = thousandths(l->levels.fill);
	p.score = thousandths(replenish_line_score(l, (double)l->quantity));
	bool costed = l->money.known && money_times(replenish_line_unit_cost(l), l->quantity, &cost);
	if (costed) {
		p.cost = money_amount(cost, l->money.currency);
		p.currency = l->money.currency;
	}
	record_mark_all(&proposal_type, &p);
	if (!costed)
		p.record.given &= ~(UINT64_C(1) << PROPOSAL_COST);
	if (!pointed)
		p.record.given &= ~(UINT64_C(1) << PROPOSAL_POINT | UINT64_C(1) << PROPOSAL_LOT);
	r->each(r->ctx, &p);
}

enum status replenish_reorder(struct replenish_book *book, struct replenish_supply *supply,
			     const struct replenish_reorder_settings *settings, replenish_propose *each,
			     replenish_refuse *refuse_one, void *ctx, struct error *err)
{
	struct reorder r = { book, supply, settings, each, refuse_one, ctx, .currency = NULL };
	size_t *order = directory_sorted(&book->directory);
	enum status status = STATUS_OK;

	for (size_t done = 0; done < book->directory.count && status == STATUS_OK; done += STORE_BULK_ROWS) {
		size_t left = book->directory.count - done;
		status = run_chunk(&r, order + done, left < STORE_BULK_ROWS ? left : STORE_BULK_ROWS, err);
	}
	if (status == STATUS_OK) {
		replenish_join_suppliers(&r.lines, supply, settings->can_order);
		if (settings->budgeted)
			replenish_spend(&r.lines, r.budget);
		for (size_t i = 0; i < r.lines.count; i++)
			if (r.lines.items[i].quantity > 0 || settings->all)
				propose(&r, &r.lines.items[i]);
	}
	memory_free(order);
	memory_free(r.lines.items);
	directory_free(&r.texts);
	buffer_free(&r.reason);
	return status;
}
