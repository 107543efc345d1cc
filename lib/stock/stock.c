/* The ledger's one way in, and the changes by hand that go through it. */
#include "stock_impl.h"

/* On PostgreSQL another may change a level between a statement that found too little and the look at why. */
#define TRIES 5

static enum status exists(struct stmt *q, const char *key, bool *found, struct error *err)
{
	stmt_text(q, 1, key);
	enum status st = stmt_step(q, err);
	stmt_reset(q);
	*found = st == STATUS_OK;
	return st == STATUS_END ? STATUS_OK : st;
}

enum status stock_require_sku(struct store *s, const char *sku, struct error *err)
{
	bool found;
	enum status st = exists(store_stmt(s, &STOCK_SQL[STOCK_SKU_EXISTS]), sku, &found, err);

	if (st || found)
		return st;
	return error_reject(err, "unknown_sku", "sku", "not in the catalog: \"%.100s\"; expected the SKU of a product",
			    sku);
}

enum status stock_require_location(struct store *s, const char *location, struct error *err)
{
	bool found;
	enum status st = exists(store_stmt(s, &STOCK_SQL[STOCK_LOCATION_GET]), location, &found, err);

	if (st || found)
		return st;
	return error_reject(err, "unknown_location", "location",
			    "no such location: \"%.100s\"; `ecom-stock location NAME` adds one", location);
}

enum status stock_explain_nothing(struct store *s, const char *sku, const char *location, struct error *err)
{
	enum status st = stock_require_sku(s, sku, err);

	return st || !location ? st : stock_require_location(s, location, err);
}

enum status stock_default_location(const struct change *c, const char *location, const char **out, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_LOCATION_ACTIVE]);
	size_t n = 0;
	enum status st;

	*out = location;
	if (location && *location)
		return STATUS_OK;
	while ((st = stmt_step(q, err)) == STATUS_OK)
		if (n++ == 0)
			*out = arena_text(c->arena, stmt_column_text(q, 0));
	stmt_reset(q);
	if (st != STATUS_END)
		return st;
	if (n == 1)
		return STATUS_OK;
	return error_reject(err, "missing", "location", "%s",
			    n ? "the shop has several locations; say which one"
			      : "the shop has no active location yet; `ecom-stock location NAME` adds one");
}

enum status stock_level_read(struct store *s, const char *sku, const char *location, struct level *out,
			     struct error *err)
{
	struct stmt *q = store_stmt(s, &STOCK_SQL[STOCK_LEVEL_GET]);

	record_clear(&level_type, out);
	out->sku = sku;
	out->location = location;
	stmt_text(q, 1, sku);
	stmt_text(q, 2, location);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK) {
		out->on_hand = stmt_column_int(q, 2);
		out->reserved = stmt_column_int(q, 3);
		out->unavailable = stmt_column_int(q, 4);
		out->incoming = stmt_column_int(q, 5);
		out->floor = stmt_column_int(q, 6);
		out->available = out->on_hand - out->unavailable - out->reserved - out->floor;
	}
	stmt_reset(q);
	return st;
}

enum status stock_level_lock(const struct change *c, const char *sku, const char *location, int64_t *rows,
			     struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_LEVEL_LOCK]);

	stmt_text(q, 1, sku);
	stmt_text(q, 2, location);
	return stmt_run(q, rows, err);
}

/* Says why the level cannot give it; OK when by now it can. */
static enum status refuse(const struct level *level, const struct stock_effect *e, bool below_reserved,
			  struct error *err)
{
	int64_t kept = level->unavailable + (below_reserved ? 0 : level->reserved);

	if (level->incoming + e->incoming < 0)
		return error_reject(err, "short", "quantity",
				    "%.100s at %.100s#incoming: wanted %" PRId64 ", available %" PRId64, level->sku,
				    level->location, -e->incoming, level->incoming);
	if (!e->from_shelf && level->unavailable + e->unavailable < 0)
		return error_reject(err, "short", "quantity",
				    "%.100s at %.100s#unavailable: wanted %" PRId64 ", available %" PRId64, level->sku,
				    level->location, -e->unavailable, level->unavailable);
	int64_t wanted = e->unavailable - e->on_hand;
	if (e->from_shelf && level->on_hand - kept < wanted)
		return error_reject(err, "short", "quantity",
				    "%.100s at %.100s: wanted %" PRId64 ", available %" PRId64 " (on hand %" PRId64
				    ", unavailable %" PRId64 ", reserved %" PRId64 ")",
				    level->sku, level->location, wanted, level->on_hand - kept, level->on_hand,
				    level->unavailable, level->reserved);
	return STATUS_OK;
}

static void bind_effect(struct stmt *q, const char *sku, const struct stock_effect *e)
{
	stmt_text(q, 1, sku);
	stmt_text(q, 2, e->location);
	stmt_int(q, 3, e->on_hand);
	stmt_int(q, 4, e->unavailable);
	stmt_int(q, 5, e->incoming);
}

enum status stock_level_add(const struct change *c, const char *sku, const struct stock_effect *e, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_LEVEL_ADD]);

	bind_effect(q, sku, e);
	return stmt_run(q, NULL, err);
}

enum status stock_apply(const struct change *c, const char *sku, const struct stock_effect *e, bool below_reserved,
			struct error *err)
{
	for (int i = 0; i < TRIES; i++) {
		struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_LEVEL_CHANGE]);
		struct level level;
		int64_t changed;

		bind_effect(q, sku, e);
		stmt_int(q, 6, !e->from_shelf ? 0 : below_reserved ? 2 : 1);
		enum status st = stmt_run(q, &changed, err);
		if (st || changed)
			return st;
		enum status found = stock_level_read(c->store, sku, e->location, &level, err);
		if (found != STATUS_OK && found != STATUS_END)
			return found;
		if (found == STATUS_END && (st = stock_explain_nothing(c->store, sku, e->location, err)))
			return st;
		if ((st = refuse(&level, e, below_reserved, err)))
			return st;
		if (found == STATUS_END)
			return stock_level_add(c, sku, e, err);
	}
	return error_set(err, STATUS_RETRY, "contended", "sku", "the level of %.100s keeps changing", sku);
}

enum status stock_record(const struct change *c, struct movement *m, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_MOVEMENT_PUT]);

	m->at = c->now;
	m->actor = c->actor;
	m->key = c->key;
	stmt_int(q, 1, m->at);
	stmt_text(q, 2, m->sku);
	stmt_text(q, 3, m->from);
	stmt_text(q, 4, m->to);
	stmt_int(q, 5, m->quantity);
	stmt_text(q, 6, m->reason);
	stmt_text(q, 7, m->reference);
	stmt_text(q, 8, m->actor);
	stmt_text(q, 9, m->key);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		m->id = stmt_column_int(q, 0);
	stmt_reset(q);
	return st;
}

static enum status check_movement(const struct movement *m, struct stock_place *from, struct stock_place *to,
				  struct error *err)
{
	enum status st = stock_place_parse(m->from, "from", from, err);

	if (st || (st = stock_place_parse(m->to, "to", to, err)))
		return st;
	if (text_same(m->from, m->to))
		return error_reject(err, "bad_value", "to", "from and to are the same account: %.100s", m->to);
	if (m->quantity < 1 || m->quantity > QUANTITY_MAX)
		return error_reject(err, "bad_value", "quantity", "expected 1 to %" PRId64 ", got %" PRId64,
				    QUANTITY_MAX, m->quantity);
	if (!m->reason || !*m->reason)
		return error_reject(err, "missing", "reason", "a movement needs a reason");
	return STATUS_OK;
}

static enum status post(const struct change *c, struct movement *m, bool below_reserved, struct error *err)
{
	struct stock_place from, to;
	struct stock_effect effects[2];
	enum status st = check_movement(m, &from, &to, err);

	if (st)
		return st;
	size_t n = stock_effects(&from, &to, m->quantity, effects);
	if (!n)
		st = stock_require_sku(c->store, m->sku, err);
	for (size_t i = 0; !st && i < n; i++)
		st = stock_apply(c, m->sku, &effects[i], below_reserved, err);
	return st ? st : stock_record(c, m, err);
}

enum status stock_post(const struct change *c, const char *sku, const char *from, const char *to, int64_t quantity,
		       const char *reason, const char *reference, int64_t *id, struct error *err)
{
	struct movement m = {
		.sku = sku, .from = from, .to = to, .quantity = quantity, .reason = reason, .reference = reference
	};
	enum status st = post(c, &m, false, err);

	if (!st && id)
		*id = m.id;
	return st;
}

enum status stock_post_done(const struct change *c, const struct movement *movement, bool below_reserved,
			    struct stock_done *done, struct error *err)
{
	struct movement *m = &done->movements[done->count];

	*m = *movement;
	enum status st = post(c, m, below_reserved, err);
	if (st)
		return st;
	record_mark_all(&movement_type, m);
	m->record.given &= ~(UINT64_C(1) << MOVEMENT_BALANCE);
	done->count++;
	return STATUS_OK;
}

static const char *text_or(const char *text, const char *otherwise)
{
	return text && *text ? text : otherwise;
}

static enum status read_incoming(const struct change *c, const struct stock_change *in, const char *account,
				 int64_t *open, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_INCOMING_OPEN]);

	*open = 0;
	stmt_text(q, 1, in->reference);
	stmt_text(q, 2, in->sku);
	stmt_text(q, 3, account);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		*open = stmt_column_int(q, 0);
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

/* What of ${reference} is still announced for the location. If anything is, it is held until this receipt has taken it.
 */
static enum status open_incoming(const struct change *c, const struct stock_change *in, const char *account,
				 const char *location, int64_t *open, struct error *err)
{
	enum status st = read_incoming(c, in, account, open, err);

	if (st || *open <= 0)
		return st;
	st = stock_level_lock(c, in->sku, location, NULL, err);
	return st ? st : read_incoming(c, in, account, open, err);
}

enum status stock_receive(const struct change *c, const struct stock_change *in, bool expected, struct stock_done *done,
			  struct error *err)
{
	struct movement m = { .sku = in->sku,
			      .from = "@supplier",
			      .quantity = in->quantity,
			      .reference = in->reference,
			      .reason = text_or(in->reason, expected ? "expected" : "receipt") };
	struct stock_place place;
	int64_t announced = 0;

	done->count = 0;
	enum status st = stock_default_location(c, in->location, &m.to, err);
	if (st || (st = stock_place_parse(m.to, "location", &place, err)))
		return st;
	if (place.account == STOCK_OUTSIDE || place.account == STOCK_INCOMING)
		return error_reject(err, "bad_value", "location", "goods are received at a location, not at %.100s",
				    m.to);
	const char *incoming = arena_printf(c->arena, "%s#incoming", place.location);
	if (expected) {
		m.to = incoming;
		return stock_post_done(c, &m, false, done, err);
	}
	if (in->reference && (st = open_incoming(c, in, incoming, place.location, &announced, err)))
		return st;
	if (announced > 0) {
		struct movement arrival = m;
		arrival.from = incoming;
		if (arrival.quantity > announced)
			arrival.quantity = announced;
		m.quantity -= arrival.quantity;
		st = stock_post_done(c, &arrival, false, done, err);
	}
	if (st || !m.quantity)
		return st;
	return stock_post_done(c, &m, false, done, err);
}

enum status stock_adjust(const struct change *c, const struct stock_change *in, struct stock_done *done,
			 struct error *err)
{
	const char *location;
	struct movement m = { .sku = in->sku, .reason = in->reason, .reference = in->reference };
	struct stock_place place;

	done->count = 0;
	enum status st = stock_default_location(c, in->location, &location, err);
	if (st || (st = stock_place_parse(location, "location", &place, err)))
		return st;
	if (place.account == STOCK_OUTSIDE)
		return error_reject(err, "bad_value", "location",
				    "only stock at a location can be adjusted, not %.100s", location);
	if (!in->quantity)
		return error_reject(err, "bad_value", "quantity", "expected units found (+) or missing (-), got 0");
	if (!in->reason || !*in->reason)
		return error_reject(err, "missing", "reason", "an adjustment needs a reason");
	m.from = in->quantity > 0 ? "@adjust" : location;
	m.to = in->quantity > 0 ? location : stock_reason_is_loss(in->reason) ? "@loss" : "@adjust";
	m.quantity = in->quantity > 0 ? in->quantity : -in->quantity;
	return stock_post_done(c, &m, false, done, err);
}

enum status stock_move(const struct change *c, const struct stock_change *in, struct stock_done *done,
		       struct error *err)
{
	struct movement m = { .sku = in->sku,
			      .from = in->from,
			      .to = in->to,
			      .quantity = in->quantity,
			      .reason = text_or(in->reason, "move"),
			      .reference = in->reference };

	done->count = 0;
	return stock_post_done(c, &m, false, done, err);
}
