/* Stocktaking: what was counted, against what the books say. */
#include "stock_impl.h"

/* One part's variance, through @adjust: positive is found, negative missing. */
static enum status post_variance(const struct change *c, const struct movement *m, const char *account,
				 int64_t variance, struct stock_done *done, struct error *err)
{
	struct movement posted = *m;

	if (!variance)
		return STATUS_OK;
	posted.from = variance > 0 ? "@adjust" : account;
	posted.to = variance > 0 ? account : "@adjust";
	posted.quantity = variance > 0 ? variance : -variance;
	return stock_post_done(c, &posted, true, done, err);
}

/*
 * The level is read and then changed by the difference: on PostgreSQL a sale could come between the two if the row were
 * not held from the reading on.
 */
static enum status read_held(const struct change *c, const char *sku, const char *location, struct level *level,
			     struct error *err)
{
	const struct stock_effect nothing = { .location = location };
	int64_t rows;
	enum status st = stock_level_lock(c, sku, location, &rows, err);

	if (!st && !rows && !(st = stock_explain_nothing(c->store, sku, location, err)))
		st = stock_level_add(c, sku, &nothing, err);
	return st ? st : stock_level_read(c->store, sku, location, level, err);
}

enum status stock_count(const struct change *c, const struct stock_change *in, struct stock_done *done,
			struct error *err)
{
	struct movement m = { .sku = in->sku,
			      .reason = in->reason && *in->reason ? in->reason : "count",
			      .reference = in->reference };
	const char *location;
	struct level level;

	done->count = 0;
	enum status st = stock_default_location(c, in->location, &location, err);
	if (st || (st = stock_location_valid(location, "location", err)))
		return st;
	if (in->quantity < 0 || in->quantity > QUANTITY_MAX)
		return error_reject(err, "bad_value", "quantity", "expected 0 to %" PRId64 ", got %" PRId64,
				    QUANTITY_MAX, in->quantity);
	if ((st = read_held(c, in->sku, location, &level, err)))
		return st;
	if (record_has(in, COUNT_EXPECTED) && in->expected != level.on_hand)
		return error_reject(err, "changed", "expected",
				    "stock of %.100s at %.100s changed since the count began: expected %" PRId64
				    ", found %" PRId64,
				    in->sku, location, in->expected, level.on_hand);
	struct stock_variance v = stock_count_variance(level.on_hand, level.unavailable, in->quantity);
	st = post_variance(c, &m, location, v.shelf, done, err);
	if (!st && v.unavailable)
		st = post_variance(c, &m, arena_printf(c->arena, "%s#unavailable", location), v.unavailable, done, err);
	return st;
}
