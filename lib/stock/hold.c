/* Claims by hand: made, changed, given back, ended by the clock. */
#include "stock_impl.h"

static enum status audit(const struct change *c, const struct reservation *before, const struct reservation *after,
			 struct error *err)
{
	const struct reservation *either = after ? after : before;
	struct buffer was = { 0 }, is = { 0 };

	if (before)
		record_json(&reservation_type, before, NULL, 0, &was);
	if (after)
		record_json(&reservation_type, after, NULL, 0, &is);
	enum status st = journal_audit(c, "reservation", arena_printf(c->arena, "%s@%s", either->sku, either->location),
				       was.data, is.data, err);
	buffer_free(&was);
	buffer_free(&is);
	return st;
}

static enum status bad_owner(const char *owner, struct error *err)
{
	return error_reject(err, "bad_owner", "owner",
			    "%.200s is a claim of an order; ecom-order cancel, expire and ship end it", owner);
}

/* Keeps those that ${sku} (NULL: any) names and that are no order's. */
static void keep_by_hand(struct stock_claims *claims, const char *sku)
{
	size_t kept = 0;

	for (size_t i = 0; i < claims->count; i++) {
		const struct reservation *r = &claims->items[i].reservation;
		if (!stock_owner_is_order(r->owner) && (!sku || text_same(r->sku, sku)))
			claims->items[kept++] = claims->items[i];
	}
	claims->count = kept;
}

static enum status owned(const struct change *c, const struct reservation *in, struct stock_claims *claims,
			 struct error *err)
{
	enum status st = stock_claims_of(c, in->owner, claims, err);

	if (!st)
		keep_by_hand(claims, in->sku);
	return st;
}

static enum status give_back(const struct change *c, struct stock_claims *claims, int64_t quantity,
			     enum reservation_state state, struct error *err)
{
	struct reservation *before = arena_alloc(c->arena, (claims->count + 1) * sizeof(*before));
	int64_t released;

	for (size_t i = 0; i < claims->count; i++)
		before[i] = claims->items[i].reservation;
	enum status st = stock_claims_give(c, claims, quantity, state, &released, err);
	for (size_t i = 0; !st && i < claims->count; i++)
		if (claims->items[i].reservation.open != before[i].open)
			st = audit(c, &before[i], &claims->items[i].reservation, err);
	return st;
}

static bool is_as_wanted(const struct stock_claims *claims, const struct reservation *in)
{
	int64_t sum = 0;

	for (size_t i = 0; i < claims->count; i++) {
		sum += claims->items[i].reservation.open;
		if (in->location && !text_same(in->location, claims->items[i].reservation.location))
			return false;
	}
	return sum == in->quantity;
}

static enum status move_expiry(const struct change *c, struct stock_claims *claims, int64_t expires_at,
			       struct error *err)
{
	for (size_t i = 0; i < claims->count; i++) {
		struct reservation *r = &claims->items[i].reservation, before = *r;
		struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_RESERVATION_EXPIRY]);
		if (r->expires_at == expires_at || r->state != RESERVATION_HELD)
			continue;
		r->expires_at = expires_at;
		record_mark_all(&reservation_type, r);
		stmt_int(q, 1, claims->items[i].id);
		stmt_int_or_null(q, 2, expires_at, INSTANT_NONE);
		enum status st = stmt_run(q, NULL, err);
		if (st || (st = audit(c, &before, r, err)))
			return st;
	}
	return STATUS_OK;
}

/* A shortage of what does not exist deserves a better word. */
static enum status explain(const struct change *c, const struct reservation *in, enum status st, struct error *err)
{
	struct error why;

	if (st == STATUS_REJECTED && text_same(err->code, "short") &&
	    stock_explain_nothing(c->store, in->sku, in->location, &why) == STATUS_REJECTED)
		*err = why;
	return st;
}

static enum status take_anew(const struct change *c, const struct reservation *in, int64_t expires_at,
			     struct stock_claims *claims, struct error *err)
{
	const struct reservation_want want = { in->owner, in->sku, in->location, in->quantity };
	struct reservation_short shorts[1];
	size_t n_shorts;
	enum status st = give_back(c, claims, -1, RESERVATION_RELEASED, err);

	if (st)
		return st;
	st = explain(c, in, stock_reserve(c, &want, 1, expires_at, shorts, &n_shorts, err), err);
	if (st || (st = owned(c, in, claims, err)))
		return st;
	for (size_t i = 0; !st && i < claims->count; i++)
		st = audit(c, NULL, &claims->items[i].reservation, err);
	return st;
}

enum status stock_hold(const struct change *c, const struct reservation *in, int64_t expires_at, stock_each *each,
		       void *ctx, struct error *err)
{
	struct stock_claims claims;

	if (stock_owner_is_order(in->owner))
		return bad_owner(in->owner, err);
	if (strchr(in->owner, '*'))
		return error_reject(err, "bad_value", "owner", "an owner's name has no '*': \"%.100s\"", in->owner);
	if (expires_at != INSTANT_NONE && expires_at <= c->now)
		return error_reject(err, "bad_value", "expires_at", "the hold would be over before it begins");
	/* Held from here on, so that the same request twice at once makes one hold. */
	enum status st = stock_level_lock(c, in->sku, NULL, NULL, err);
	if (st || (st = owned(c, in, &claims, err)))
		return st;
	st = is_as_wanted(&claims, in) ? move_expiry(c, &claims, expires_at, err)
				       : take_anew(c, in, expires_at, &claims, err);
	for (size_t i = 0; !st && i < claims.count; i++)
		each(ctx, &claims.items[i].reservation);
	return st;
}

enum status stock_unhold(const struct change *c, const struct reservation *in, stock_each *each, void *ctx,
			 struct error *err)
{
	struct stock_claims claims;
	int64_t quantity = record_has(in, RELEASE_QUANTITY) ? in->quantity : -1;

	if (stock_owner_is_order(in->owner))
		return bad_owner(in->owner, err);
	enum status st = owned(c, in, &claims, err);
	if (st)
		return st;
	int64_t *open = arena_alloc(c->arena, (claims.count + 1) * sizeof(*open));
	for (size_t i = 0; i < claims.count; i++)
		open[i] = claims.items[i].reservation.open;
	st = give_back(c, &claims, quantity, RESERVATION_RELEASED, err);
	for (size_t i = 0; !st && i < claims.count; i++)
		if (claims.items[i].reservation.open != open[i])
			each(ctx, &claims.items[i].reservation);
	return st;
}

enum status stock_expire(const struct change *c, int64_t limit, stock_each *each, void *ctx, bool *more,
			 struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_RESERVATION_OVERDUE]);
	struct stock_claims claims;

	stmt_int(q, 1, c->now);
	stmt_int(q, 2, limit);
	enum status st = stock_claims_read(q, &claims, c->arena, err);
	if (st)
		return st;
	*more = (int64_t)claims.count == limit;
	st = give_back(c, &claims, -1, RESERVATION_EXPIRED, err);
	for (size_t i = 0; !st && i < claims.count; i++)
		each(ctx, &claims.items[i].reservation);
	return st;
}
