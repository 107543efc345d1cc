/* Taking claims on stock: all or nothing. */
#include <stdlib.h>

#include "stock_impl.h"

/* What one call of stock_reserve works on; all of it in the arena. */
struct plan {
	struct stock_demand *demands; /* in the order of their SKUs */
	size_t n_demands;
	const struct reservation_want **wants; /* grouped by SKU, in the caller's order within one */
	size_t n_wants;
	struct stock_take *takes;
	size_t n_takes;
	struct stock_supply **taken; /* what is reserved, in the order of SKU and location */
	size_t n_taken;
};

static int by_sku(const void *a, const void *b)
{
	const struct reservation_want *x = *(const struct reservation_want *const *)a;
	const struct reservation_want *y = *(const struct reservation_want *const *)b;
	int order = strcmp(x->sku, y->sku);

	/* All wants are of one array: its order is the caller's. */
	return order ? order : (x > y) - (x < y);
}

static int by_level(const void *a, const void *b)
{
	const struct stock_supply *x = *(struct stock_supply *const *)a, *y = *(struct stock_supply *const *)b;
	int order = strcmp(x->sku, y->sku);

	return order ? order : strcmp(x->location, y->location);
}

static enum status check_want(const struct reservation_want *want, struct error *err)
{
	if (!want->owner || !*want->owner)
		return error_reject(err, "missing", "owner", "a reservation needs an owner");
	if (want->quantity < 1 || want->quantity > QUANTITY_MAX)
		return error_reject(err, "bad_value", "quantity", "expected 1 to %" PRId64 ", got %" PRId64,
				    QUANTITY_MAX, want->quantity);
	return STATUS_OK;
}

static enum status group_by_sku(const struct change *c, const struct reservation_want *wants, size_t n,
				struct plan *plan, struct error *err)
{
	plan->wants = arena_alloc(c->arena, n * sizeof(*plan->wants));
	plan->n_wants = n;
	plan->demands = arena_zero(c->arena, n * sizeof(*plan->demands));
	plan->n_demands = 0;
	for (size_t i = 0; i < n; i++) {
		enum status st = check_want(&wants[i], err);
		if (st)
			return st;
		plan->wants[i] = &wants[i];
	}
	qsort(plan->wants, n, sizeof(*plan->wants), by_sku);
	for (size_t i = 0; i < n; i++) {
		if (!i || strcmp(plan->wants[i]->sku, plan->wants[i - 1]->sku) != 0) {
			plan->demands[plan->n_demands].sku = plan->wants[i]->sku;
			plan->demands[plan->n_demands++].wants = &plan->wants[i];
		}
		plan->demands[plan->n_demands - 1].n_wants++;
	}
	return STATUS_OK;
}

static enum status read_supplies(const struct change *c, struct stock_demand *d, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_SUPPLY]);
	size_t room = 0;
	enum status st;

	d->n_supplies = 0;
	d->supplies = NULL;
	stmt_text(q, 1, d->sku);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		if (d->n_supplies == room) {
			struct stock_supply *more = arena_alloc(c->arena, (room = room ? 2 * room : 4) * sizeof(*more));
			if (d->n_supplies)
				memcpy(more, d->supplies, d->n_supplies * sizeof(*more));
			d->supplies = more;
		}
		d->supplies[d->n_supplies++] = (struct stock_supply) {
			.sku = d->sku,
			.location = arena_text(c->arena, stmt_column_text(q, 0)),
			.priority = stmt_column_int(q, 1),
			.available = stmt_column_int(q, 2),
		};
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

/* Reads what there is and decides from where to take it. */
static enum status choose(const struct change *c, struct plan *plan, struct reservation_short *shorts, size_t *n_shorts,
			  struct error *err)
{
	size_t supplies = 0;

	for (size_t i = 0; i < plan->n_demands; i++) {
		enum status st = read_supplies(c, &plan->demands[i], err);
		if (st)
			return st;
		supplies += plan->demands[i].n_supplies;
	}
	plan->takes = arena_alloc(c->arena, (plan->n_wants + supplies) * sizeof(*plan->takes));
	plan->taken = arena_alloc(c->arena, (supplies + 1) * sizeof(*plan->taken));
	plan->n_taken = 0;
	stock_choose(plan->demands, plan->n_demands, plan->takes, &plan->n_takes, shorts, n_shorts);
	for (size_t i = 0; i < plan->n_demands; i++)
		for (size_t k = 0; k < plan->demands[i].n_supplies; k++)
			if (plan->demands[i].supplies[k].taken)
				plan->taken[plan->n_taken++] = &plan->demands[i].supplies[k];
	qsort(plan->taken, plan->n_taken, sizeof(*plan->taken), by_level);
	return STATUS_OK;
}

static enum status change_reserved(const struct change *c, enum stock_statement statement, const struct stock_supply *s,
				   int64_t *changed, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[statement]);

	stmt_text(q, 1, s->sku);
	stmt_text(q, 2, s->location);
	stmt_int(q, 3, s->taken);
	return stmt_run(q, changed, err);
}

/* The statements decide, not what was read before. When another was quicker, gives back what was taken; *won is false.
 */
static enum status take(const struct change *c, const struct plan *plan, bool *won, struct error *err)
{
	size_t i;
	int64_t changed = 1;

	for (i = 0; i < plan->n_taken; i++) {
		enum status st = change_reserved(c, STOCK_RESERVED_TAKE, plan->taken[i], &changed, err);
		if (st)
			return st;
		if (!changed)
			break;
	}
	*won = i == plan->n_taken;
	while (!*won && i--) {
		enum status st = change_reserved(c, STOCK_RESERVED_GIVE, plan->taken[i], NULL, err);
		if (st)
			return st;
	}
	return STATUS_OK;
}

static enum status lock(const struct change *c, const struct plan *plan, struct error *err)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; !st && i < plan->n_demands; i++)
		st = stock_level_lock(c, plan->demands[i].sku, NULL, NULL, err);
	return st;
}

static enum status write_claims(const struct change *c, const struct plan *plan, int64_t expires_at, struct error *err)
{
	for (size_t i = 0; i < plan->n_takes; i++) {
		const struct stock_take *t = &plan->takes[i];
		struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_RESERVATION_PUT]);
		stmt_text(q, 1, t->want->owner);
		stmt_text(q, 2, t->want->sku);
		stmt_text(q, 3, t->supply->location);
		stmt_int(q, 4, t->quantity);
		stmt_int(q, 5, c->now);
		stmt_int_or_null(q, 6, expires_at, INSTANT_NONE);
		enum status st = stmt_run(q, NULL, err);
		if (st)
			return st;
	}
	return STATUS_OK;
}

static enum status refuse(const struct reservation_short *shorts, size_t n, struct error *err)
{
	struct buffer text = { 0 };

	for (size_t i = 0; i < n; i++)
		buffer_printf(&text, "%s%.200s%s%.100s: wanted %" PRId64 ", available %" PRId64, i ? "; " : "",
			      shorts[i].sku, shorts[i].location ? " at " : "",
			      shorts[i].location ? shorts[i].location : "", shorts[i].wanted, shorts[i].available);
	enum status st = error_reject(err, "short", "quantity", "%s", text.data);
	buffer_free(&text);
	return st;
}

enum status stock_reserve(const struct change *c, const struct reservation_want *wants, size_t n, int64_t expires_at,
			  struct reservation_short *shorts, size_t *n_shorts, struct error *err)
{
	struct plan plan;
	bool won = false;

	*n_shorts = 0;
	if (!n)
		return STATUS_OK;
	enum status st = group_by_sku(c, wants, n, &plan, err);
	if (st)
		return st;
	/* The second try, with the levels held, is the last: then what is read is what there is. */
	for (int attempt = 0; !won && attempt < 2; attempt++) {
		if (attempt && (st = lock(c, &plan, err)))
			return st;
		if ((st = choose(c, &plan, shorts, n_shorts, err)))
			return st;
		if (*n_shorts)
			return refuse(shorts, *n_shorts, err);
		if ((st = take(c, &plan, &won, err)))
			return st;
	}
	if (!won)
		return error_set(err, STATUS_RETRY, "contended", "sku", "the levels of %.100s keep changing",
				 plan.demands[0].sku);
	return write_claims(c, &plan, expires_at, err);
}
