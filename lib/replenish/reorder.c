/* Proposals: what to order, how much, and why. */
#include "book.h"

#include <inttypes.h>

struct reorder {
	struct replenish_book *book;
	struct replenish_supply *supply;
	const struct replenish_reorder_settings *settings;
	replenish_propose *each;
	replenish_refuse *refuse;
	void *ctx;
	struct buffer reason, sentence;
};

/* What one proposal follows from. */
struct basis {
	struct book_demand cover; /* of lead time and review */
	int64_t lead_time, pack, from;
	double point, level; /* order at (or below), and up to, this position */
	double safety;
	struct replenish_position stock;
	int64_t position;
	struct replenish_terms terms;
	struct replenish_cost cost;
};

static void say(struct reorder *r)
{
	buffer_char(&r->reason, r->reason.length ? ',' : '[');
	buffer_json_text(&r->reason, r->sentence.data);
	buffer_clear(&r->sentence);
}

/* The level that covers a demand, and the safety stock in it. */
static double cover_level(const struct book_demand *demand, double service, int64_t least_safety, double *safety)
{
	struct numeric_spread spread = { NUMERIC_COUNT, demand->mean, demand->variance };
	double level;

	*safety = inventory_safety_stock(&spread, service, 0, &level);
	if (*safety < (double)least_safety) {
		*safety = (double)least_safety;
		level = ceil(demand->mean + *safety);
	}
	return fmax(level, ceil(demand->mean));
}

static enum status find_levels(struct reorder *r, const struct book_series *s, struct basis *b, struct error *err)
{
	const struct replenish_reorder_settings *set = r->settings;
	int64_t least = b->terms.safety > 0 ? b->terms.safety : 0;
	struct book_demand lead;
	double lead_safety;
	enum status status = replenish_book_demand(s, b->from, b->lead_time + set->review, &b->cover, err);

	if (status == STATUS_OK)
		status = replenish_book_demand(s, b->from, b->lead_time, &lead, err);
	if (status != STATUS_OK)
		return status;
	b->level = cover_level(&b->cover, set->service, least, &b->safety);
	b->point = set->policy == POLICY_REORDER_POINT ? cover_level(&lead, set->service, least, &lead_safety)
						       : b->level - 1;
	return STATUS_OK;
}

static void explain_demand(struct reorder *r, const struct basis *b)
{
	char day[DAY_TEXT_SIZE], mean[NUMBER_REAL_SIZE], deviation[NUMBER_REAL_SIZE], safety[NUMBER_REAL_SIZE];
	const char *source = b->terms.lead_time >= 0 ? " by its rule" : "";

	number_print_real(mean, round(b->cover.mean * 100) / 100);
	number_print_real(deviation, round(sqrt(b->cover.variance) * 100) / 100);
	number_print_real(safety, round(b->safety * 100) / 100);
	buffer_printf(&r->sentence,
		      "demand of %" PRId64 " days from %s (lead time %" PRId64 "%s, review %" PRId64
		      "): %s expected, standard deviation %s",
		      b->cover.days, day_print(day, b->from), b->lead_time, source, r->settings->review, mean,
		      deviation);
	say(r);
	buffer_printf(&r->sentence, "%.0f cover it in %g %% of cycles: safety stock %s", b->level,
		      r->settings->service * 100, safety);
	if (b->terms.safety > 0 && b->safety <= (double)b->terms.safety)
		buffer_text(&r->sentence, ", the least its rule asks for");
	say(r);
}

static void explain_order(struct reorder *r, const struct basis *b, int64_t quantity)
{
	buffer_printf(&r->sentence,
		      "position %" PRId64 ": on hand %" PRId64 " - reserved %" PRId64 " - unavailable %" PRId64
		      " + incoming %" PRId64,
		      b->position, b->stock.on_hand, b->stock.reserved, b->stock.unavailable, b->stock.incoming);
	say(r);
	if (r->settings->policy == POLICY_REORDER_POINT)
		buffer_printf(&r->sentence, "reorder point %.0f: ", b->point);
	if (quantity == 0)
		buffer_text(&r->sentence, "nothing to order");
	else if (b->pack > 1)
		buffer_printf(&r->sentence, "order up to %.0f: %.0f, rounded up to packs of %" PRId64 ": %" PRId64,
			      b->level, b->level - (double)b->position, b->pack, quantity);
	else
		buffer_printf(&r->sentence, "order up to %.0f: %" PRId64, b->level, quantity);
	say(r);
	buffer_char(&r->reason, ']');
}

/* Whole packs, rounded up; as many as a quantity can be. */
static int64_t order_quantity(const struct basis *b)
{
	if ((double)b->position > b->point)
		return 0;
	double packs = ceil((b->level - (double)b->position) / (double)b->pack);
	double most = floor((double)QUANTITY_MAX / (double)b->pack);
	return (int64_t)fmin(fmax(packs, 0), most) * b->pack;
}

/* The steps' own rounding shows beyond. */
static double thousandths(double x)
{
	return round(x * 1000) / 1000;
}

static void propose(struct reorder *r, const struct forecast_key *key, const struct basis *b)
{
	int64_t quantity = order_quantity(b), cost = 0;
	struct proposal p;

	if (quantity == 0 && !r->settings->all)
		return;
	buffer_clear(&r->reason);
	explain_demand(r, b);
	explain_order(r, b, quantity);
	record_clear(&proposal_type, &p);
	p.sku = key->sku;
	p.location = key->location;
	p.supplier = b->terms.supplier;
	p.quantity = quantity;
	p.policy = REPLENISH_POLICY_WORDS[r->settings->policy].word;
	p.position = b->position;
	p.lead_time_demand = thousandths(b->cover.mean);
	p.safety = thousandths(b->safety);
	p.reason = r->reason.data;
	p.level = (int64_t)b->level;
	bool costed = b->cost.known && money_times(b->cost.minor, quantity, &cost);
	if (costed) {
		p.cost = money_amount(cost, b->cost.currency);
		p.currency = b->cost.currency;
	}
	record_mark_all(&proposal_type, &p);
	if (!costed)
		p.record.given &= ~(UINT64_C(1) << PROPOSAL_COST);
	r->each(r->ctx, &p);
}

static enum status consider(struct reorder *r, size_t number, struct error *err)
{
	const struct forecast_key *key = &r->book->directory.keys[number];
	struct book_series *s = &r->book->series[number];
	struct basis b = { 0 };
	enum status status = replenish_book_sort(s, err);

	if (status != STATUS_OK)
		return status;
	b.cost = replenish_supply_cost(r->supply, key->sku);
	if (!b.cost.known_sku)
		return error_reject(err, "unknown_sku", "sku", "is not in the catalog");
	b.terms = replenish_supply_terms(r->supply, key->sku, key->location);
	b.stock = replenish_supply_position(r->supply, key->sku, key->location);
	b.position = b.stock.on_hand - b.stock.reserved - b.stock.unavailable + b.stock.incoming;
	b.lead_time = b.terms.lead_time >= 0 ? b.terms.lead_time : r->settings->lead_time;
	b.pack = b.terms.pack > 0 ? b.terms.pack : r->settings->pack;
	b.from = r->settings->from != INSTANT_NONE ? r->settings->from : s->steps[0].date;
	status = find_levels(r, s, &b, err);
	if (status == STATUS_OK)
		propose(r, key, &b);
	return status;
}

/* The refusal says which SKU it is about: there is no one input record to point to. */
static void refuse(struct reorder *r, const struct forecast_key *key, const struct error *why)
{
	struct error named = *why;

	error_reject(&named, why->code, "", "%.200s%s%.100s: %s", key->sku, key->location ? " at " : "",
		     key->location ? key->location : "", why->message);
	r->refuse(r->ctx, &named);
}

static enum status run_chunk(struct reorder *r, const size_t *numbers, size_t n, struct error *err)
{
	const char *skus[STORE_BULK_ROWS];

	for (size_t i = 0; i < n; i++)
		skus[i] = r->book->directory.keys[numbers[i]].sku;
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

enum status replenish_reorder(struct replenish_book *book, struct replenish_supply *supply,
			     const struct replenish_reorder_settings *settings, replenish_propose *each,
			     replenish_refuse *refuse_one, void *ctx, struct error *err)
{
	struct reorder r = { book, supply, settings, each, refuse_one, ctx, { 0 }, { 0 } };
	size_t *order = forecast_directory_sorted(&book->directory);
	enum status status = STATUS_OK;

	for (size_t done = 0; done < book->directory.count && status == STATUS_OK; done += STORE_BULK_ROWS) {
		size_t left = book->directory.count - done;
		status = run_chunk(&r, order + done, left < STORE_BULK_ROWS ? left : STORE_BULK_ROWS, err);
	}
	memory_free(order);
	buffer_free(&r.reason);
	buffer_free(&r.sentence);
	return status;
}
