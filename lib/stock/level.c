/* What is there: levels now and then, and what of them can be promised. */
#include "stock_impl.h"

#define BIT(field) (UINT64_C(1) << (field))

static void read_level(struct stmt *q, struct level *l)
{
	record_clear(&level_type, l);
	l->sku = stmt_column_text(q, 0);
	l->location = stmt_column_text(q, 1);
	l->on_hand = stmt_column_int(q, 2);
	l->reserved = stmt_column_int(q, 3);
	l->unavailable = stmt_column_int(q, 4);
	l->incoming = stmt_column_int(q, 5);
	l->floor = stmt_column_int(q, 6);
	l->available = l->on_hand - l->unavailable - l->reserved - l->floor;
	record_mark_all(&level_type, l);
}

/* What was reserved or kept back then, no movement says. */
static void read_past_level(struct stmt *q, struct level *l)
{
	record_clear(&level_type, l);
	l->sku = stmt_column_text(q, 0);
	l->location = stmt_column_text(q, 1);
	l->on_hand = stmt_column_int(q, 2);
	l->unavailable = stmt_column_int(q, 3);
	l->incoming = stmt_column_int(q, 4);
	record_mark_all(&level_type, l);
	l->record.given &= ~(BIT(LEVEL_RESERVED) | BIT(LEVEL_AVAILABLE) | BIT(LEVEL_FLOOR));
}

static struct stmt *bind_levels(struct store *s, const struct stock_filter *f)
{
	struct stmt *q;

	if (f->as_of != INSTANT_NONE) {
		q = store_stmt(s, &STOCK_SQL[STOCK_LEVELS_AS_OF]);
		stmt_text(q, 1, f->sku);
		stmt_text(q, 2, f->location);
		stmt_int(q, 3, f->as_of);
		stmt_int(q, 4, f->all);
	} else if (f->sku) {
		q = store_stmt(s, &STOCK_SQL[STOCK_LEVELS_OF_SKU]);
		stmt_text(q, 1, f->sku);
		stmt_text(q, 2, f->location);
	} else {
		q = store_stmt(s, &STOCK_SQL[STOCK_LEVELS]);
		stmt_text(q, 1, f->location);
		stmt_int(q, 2, f->all);
	}
	return q;
}

enum status stock_levels(struct store *s, const struct stock_filter *filter, size_t *found, stock_each *each, void *ctx,
			 struct error *err)
{
	struct stmt *q = bind_levels(s, filter);
	size_t n = 0;
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct level l;
		if (filter->as_of != INSTANT_NONE)
			read_past_level(q, &l);
		else
			read_level(q, &l);
		each(ctx, &l);
		n++;
	}
	stmt_reset(q);
	if (found)
		*found = n;
	return st == STATUS_END ? STATUS_OK : st;
}

/* The parts of one location. */
struct parts {
	const char *location;
	int64_t on_hand, unavailable, reserved, floor;
};

static int64_t rest_of(const struct parts *p)
{
	return p->on_hand - p->unavailable - p->reserved - p->floor;
}

static enum status read_parts(struct store *s, const struct availability *in, struct parts **parts, size_t *n,
			      struct arena *arena, struct error *err)
{
	struct stmt *q = store_stmt(s, &STOCK_SQL[STOCK_AVAILABLE]);
	size_t room = 0;
	enum status st;

	*parts = NULL;
	*n = 0;
	stmt_text(q, 1, in->sku);
	stmt_text(q, 2, in->location);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		if (*n == room) {
			struct parts *more = arena_alloc(arena, (room = room ? 2 * room : 4) * sizeof(*more));
			if (*n)
				memcpy(more, *parts, *n * sizeof(*more));
			*parts = more;
		}
		(*parts)[(*n)++] =
			(struct parts) { arena_text(arena, stmt_column_text(q, 0)), stmt_column_int(q, 1),
					 stmt_column_int(q, 2), stmt_column_int(q, 3), stmt_column_int(q, 4) };
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

static void add_reason(struct availability *out, const char *location, enum stock_part part, int64_t quantity,
		       int64_t until)
{
	struct stock_reason *r = (struct stock_reason *)out->reason.items + out->reason.count;

	if (!quantity && part != PART_ON_HAND)
		return;
	record_clear(availability_type.fields[AVAILABILITY_REASON].items, r);
	r->location = location;
	r->part = part;
	r->quantity = quantity;
	r->until = until;
	record_mark_all(availability_type.fields[AVAILABILITY_REASON].items, r);
	out->reason.count++;
}

static enum status explain(struct store *s, const char *sku, const struct parts *p, struct availability *out,
			   struct error *err)
{
	struct stmt *q = store_stmt(s, &STOCK_SQL[STOCK_CLAIMS]);
	int64_t held = 0, until = INSTANT_NONE;

	stmt_text(q, 1, sku);
	stmt_text(q, 2, p->location);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK) {
		held = stmt_column_int(q, 0);
		until = stmt_column_int_or(q, 2, INSTANT_NONE);
	}
	stmt_reset(q);
	if (st)
		return st;
	add_reason(out, p->location, PART_ON_HAND, p->on_hand, INSTANT_NONE);
	add_reason(out, p->location, PART_UNAVAILABLE, -p->unavailable, INSTANT_NONE);
	add_reason(out, p->location, PART_HELD, -held, until);
	/* Whatever the level counts beyond the holds, so that the parts always add up. */
	add_reason(out, p->location, PART_ALLOCATED, held - p->reserved, INSTANT_NONE);
	add_reason(out, p->location, PART_FLOOR, -p->floor, INSTANT_NONE);
	if (rest_of(p) < 0)
		add_reason(out, p->location, PART_OVERSOLD, -rest_of(p), INSTANT_NONE);
	return STATUS_OK;
}

/* "main: on hand 12, held -2 until 2026-03-01T09:00:00Z, floor -1", one location after another. */
static const char *sentence(const struct record_list *reasons, struct arena *arena)
{
	const struct stock_reason *r = reasons->items;
	struct buffer text = { 0 };
	char until[INSTANT_TEXT_SIZE];

	for (size_t i = 0; i < reasons->count; i++) {
		bool first = !i || !text_same(r[i].location, r[i - 1].location);
		if (first)
			buffer_printf(&text, "%s%s: ", i ? "; " : "", r[i].location);
		buffer_printf(&text, "%s%s %" PRId64, first ? "" : ", ",
			      r[i].part == PART_ON_HAND ? "on hand" : STOCK_PART_WORDS[r[i].part].word, r[i].quantity);
		if (r[i].until != INSTANT_NONE)
			buffer_printf(&text, " until %s", instant_print(until, r[i].until));
	}
	const char *copy = arena_text(arena, text.length ? text.data : "nowhere");
	buffer_free(&text);
	return copy;
}

enum status stock_available(struct store *s, const struct availability *in, bool explained, struct availability *out,
			    struct arena *arena, struct error *err)
{
	struct parts *parts;
	size_t n;
	enum status st = read_parts(s, in, &parts, &n, arena, err);

	if (st || (!n && (st = stock_explain_nothing(s, in->sku, in->location, err))))
		return st;
	record_clear(&availability_type, out);
	out->sku = in->sku;
	out->location = in->location;
	out->reason.items = arena_alloc(arena, (PART_OVERSOLD + 1) * (n + 1) * sizeof(struct stock_reason));
	for (size_t i = 0; i < n; i++) {
		if (rest_of(&parts[i]) > 0)
			out->available += rest_of(&parts[i]);
		if (explained && (st = explain(s, in->sku, &parts[i], out, err)))
			return st;
	}
	if (explained)
		out->why = sentence(&out->reason, arena);
	out->quantity = in->quantity;
	out->enough = out->available >= in->quantity;
	record_mark_all(&availability_type, out);
	if (!record_has(in, ASK_QUANTITY))
		out->record.given &= ~(BIT(AVAILABILITY_QUANTITY) | BIT(AVAILABILITY_ENOUGH));
	return STATUS_OK;
}
