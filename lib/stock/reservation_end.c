/* What becomes of a claim: allocated, shipped, released. */
#include <stdlib.h>

#include "stock_impl.h"

/* After every owner that begins with a prefix: the last code point there is. */
#define AFTER_ALL "\xf4\x8f\xbf\xbf"

static void bind_owner(struct stmt *q, const char *owner, struct arena *arena)
{
	size_t length = strlen(owner);
	const char *first = owner, *last = owner;

	if (length && owner[length - 1] == '*') {
		first = arena_copy(arena, owner, length - 1);
		last = arena_printf(arena, "%s" AFTER_ALL, first);
	}
	stmt_text(q, 1, first);
	stmt_text(q, 2, last);
}

static void read_claim(struct stmt *q, struct stock_claim *claim, struct arena *arena)
{
	struct reservation *r = &claim->reservation;

	record_clear(&reservation_type, r);
	claim->id = stmt_column_int(q, 0);
	r->owner = arena_text(arena, stmt_column_text(q, 1));
	r->sku = arena_text(arena, stmt_column_text(q, 2));
	r->location = arena_text(arena, stmt_column_text(q, 3));
	r->quantity = stmt_column_int(q, 4);
	r->open = stmt_column_int(q, 5);
	r->state = (int)stmt_column_int(q, 6);
	r->created_at = stmt_column_int(q, 7);
	r->expires_at = stmt_column_int_or(q, 8, INSTANT_NONE);
	record_mark_all(&reservation_type, r);
}

enum status stock_claims_read(struct stmt *q, struct stock_claims *claims, struct arena *arena, struct error *err)
{
	size_t room = 0;
	enum status st;

	claims->items = NULL;
	claims->count = 0;
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		if (claims->count == room) {
			struct stock_claim *more = arena_alloc(arena, (room = room ? 2 * room : 4) * sizeof(*more));
			if (claims->count)
				memcpy(more, claims->items, claims->count * sizeof(*more));
			claims->items = more;
		}
		read_claim(q, &claims->items[claims->count++], arena);
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status stock_claims_of(const struct change *c, const char *owner, struct stock_claims *claims, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_RESERVATION_OWNED]);

	bind_owner(q, owner, c->arena);
	return stock_claims_read(q, claims, c->arena, err);
}

enum status stock_allocate(const struct change *c, const char *owner, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_RESERVATION_ALLOCATE]);

	bind_owner(q, owner, c->arena);
	return stmt_run(q, NULL, err);
}

/* Takes ${quantity} off a claim as it was read. False in *done: another changed it meanwhile. */
static enum status take_off(const struct change *c, struct stock_claim *claim, int64_t quantity,
			    enum reservation_state state, bool *done, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_RESERVATION_TAKE]);
	int64_t changed;

	stmt_int(q, 1, claim->id);
	stmt_int(q, 2, quantity);
	stmt_int(q, 3, state);
	stmt_int(q, 4, claim->reservation.open);
	enum status st = stmt_run(q, &changed, err);
	*done = !st && changed;
	if (*done) {
		claim->reservation.open -= quantity;
		if (!claim->reservation.open)
			claim->reservation.state = (int)state;
	}
	return st;
}

static enum status change_level(const struct change *c, enum stock_statement statement, const struct reservation *r,
				int64_t quantity, int64_t *changed, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[statement]);

	stmt_text(q, 1, r->sku);
	stmt_text(q, 2, r->location);
	stmt_int(q, 3, quantity);
	return stmt_run(q, changed, err);
}

/* A part of a claim that is about to be given back or shipped. */
struct part {
	struct stock_claim *claim;
	int64_t quantity;
};

static int by_level(const void *a, const void *b)
{
	const struct stock_claim *x = ((const struct part *)a)->claim, *y = ((const struct part *)b)->claim;
	int order = strcmp(x->reservation.sku, y->reservation.sku);

	if (!order)
		order = strcmp(x->reservation.location, y->reservation.location);
	return order ? order : (x->id > y->id) - (x->id < y->id);
}

static enum status give_parts(const struct change *c, struct part *parts, size_t n, enum reservation_state state,
			      int64_t *released, struct error *err)
{
	qsort(parts, n, sizeof(*parts), by_level);
	for (size_t i = 0; i < n; i++) {
		bool done;
		enum status st = take_off(c, parts[i].claim, parts[i].quantity, state, &done, err);
		if (!st && done)
			st = change_level(c, STOCK_RESERVED_GIVE, &parts[i].claim->reservation, parts[i].quantity, NULL,
					  err);
		if (st)
			return st;
		if (!done)
			return error_set(err, STATUS_RETRY, "contended", "owner", "the claim of %.100s keeps changing",
					 parts[i].claim->reservation.owner);
		*released += parts[i].quantity;
	}
	return STATUS_OK;
}

enum status stock_claims_give(const struct change *c, struct stock_claims *claims, int64_t quantity,
			      enum reservation_state state, int64_t *released, struct error *err)
{
	struct part *parts = arena_alloc(c->arena, (claims->count + 1) * sizeof(*parts));
	size_t n = 0;

	*released = 0;
	for (size_t i = claims->count; i-- && quantity;) {
		int64_t open = claims->items[i].reservation.open;
		int64_t part = quantity < 0 || quantity > open ? open : quantity;
		if (!part)
			continue;
		parts[n++] = (struct part) { &claims->items[i], part };
		if (quantity > 0)
			quantity -= part;
	}
	return give_parts(c, parts, n, state, released, err);
}

enum status stock_release(const struct change *c, const char *owner, int64_t quantity, enum reservation_state state,
			  int64_t *released, struct error *err)
{
	struct stock_claims claims;
	int64_t given = 0;
	enum status st = stock_claims_of(c, owner, &claims, err);

	if (!st)
		st = stock_claims_give(c, &claims, quantity, state, &given, err);
	if (released)
		*released = given;
	return st;
}

static enum status ship_part(const struct change *c, const struct part *part, const char *reference, struct error *err)
{
	const struct reservation *r = &part->claim->reservation;
	struct movement m = { .sku = r->sku,
			      .from = r->location,
			      .to = "@customer",
			      .quantity = part->quantity,
			      .reason = "sale",
			      .reference = reference };
	bool done;
	int64_t changed;
	enum status st = take_off(c, part->claim, part->quantity, RESERVATION_SHIPPED, &done, err);

	if (st)
		return st;
	if (!done)
		return error_set(err, STATUS_RETRY, "contended", "owner", "the claim of %.100s keeps changing",
				 r->owner);
	if ((st = change_level(c, STOCK_RESERVED_SHIP, r, part->quantity, &changed, err)))
		return st;
	if (!changed)
		return error_reject(err, "short", "quantity",
				    "%.100s at %.100s: %" PRId64 " reserved for %.100s, but not as many are on hand",
				    r->sku, r->location, part->quantity, r->owner);
	return stock_record(c, &m, err);
}

enum status stock_ship(const struct change *c, const char *owner, int64_t quantity, const char *reference,
		       struct error *err)
{
	struct stock_claims claims;
	int64_t open = 0, rest = quantity;
	size_t n = 0;

	if (quantity < 1 || quantity > QUANTITY_MAX)
		return error_reject(err, "bad_value", "quantity", "expected 1 to %" PRId64 ", got %" PRId64,
				    QUANTITY_MAX, quantity);
	enum status st = stock_claims_of(c, owner, &claims, err);
	if (st)
		return st;
	struct part *parts = arena_alloc(c->arena, (claims.count + 1) * sizeof(*parts));
	for (size_t i = 0; i < claims.count; i++) {
		int64_t part = claims.items[i].reservation.open;
		open += part;
		part = part > rest ? rest : part;
		rest -= part;
		if (part)
			parts[n++] = (struct part) { &claims.items[i], part };
	}
	if (rest)
		return error_reject(err, "short", "quantity", "%.100s: wanted %" PRId64 ", reserved %" PRId64, owner,
				    quantity, open);
	qsort(parts, n, sizeof(*parts), by_level);
	for (size_t i = 0; !st && i < n; i++)
		st = ship_part(c, &parts[i], reference, err);
	return st;
}
