/* History: orders as they were, written once, however often they are given. */
#include "past_impl.h"

#include <stdio.h>
#include <stdlib.h>

static enum status find_existing(const struct change *c, struct past *pasts, size_t n, struct error *err)
{
	const char *ids[STORE_BULK_ROWS];
	enum status st;
	for (size_t i = 0; i < n; i++)
		ids[i] = pasts[i].in->order.order;
	struct stmt *q = store_lookup(c->store, &ORDER_LOOKUP_SALE, ids, n);
	while ((st = stmt_step(q, err)) == STATUS_OK)
		for (size_t i = 0; i < n; i++)
			if (text_same(ids[i], stmt_column_text(q, 0)))
				pasts[i].exists = true;
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

/* Price, status, moves: what does not need the rows of others. The verdict says what is wrong. */
static enum status prepare(const struct change *c, struct past *p, const struct sale *known, struct error *err)
{
	struct order_pricing how = { .price_from_input = true, .known = known };
	enum status st = STATUS_OK;
	if (!p->in->order.order || !p->in->order.order[0])
		st = error_reject(p->verdict, "missing", "order", "an order of the past needs its number");
	if (!st)
		st = order_price(c, &p->in->order, &how, &p->sale, p->verdict);
	if (!st)
		st = order_past_fill(p->in, &p->sale, p->verdict);
	if (!st) {
		order_past_moves(p);
		st = order_past_check_moves(p, p->verdict);
	}
	if (st && st != STATUS_REJECTED) {
		*err = *p->verdict;
		return st;
	}
	p->verdict->status = st;
	return STATUS_OK;
}

/* The events that an import wrote begin the order's history; what happened since does not make it another order. */
static enum status same_moves(const struct change *c, const struct past *p, bool *same, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_HISTORY]);
	size_t n = 0;
	enum status st;
	stmt_text(q, 1, p->sale.id);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		if (!text_same(stmt_column_text(q, 4), PAST_REASON))
			break;
		const struct past_move *move = &p->moves[n];
		*same = *same && n < p->n_moves && stmt_column_int(q, 0) == move->at &&
			stmt_column_int(q, 3) == move->to &&
			text_same(stmt_column_text(q, 1), ORDER_EVENT_WORDS[move->event].word);
		n++;
	}
	stmt_reset(q);
	*same = *same && n == p->n_moves;
	return st == STATUS_END ? STATUS_OK : st;
}

/* The carrier's number as it was imported, on the parcel that the import wrote. */
static enum status same_parcel(const struct change *c, const struct past *p, bool *same, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_SHIPMENTS]);
	const char *id = arena_printf(c->arena, "%s-1", p->sale.id);
	int64_t promised = record_has(p->in, ORDER_PROMISED_AT) ? p->in->promised_at : INSTANT_NONE;
	enum status st;
	stmt_text(q, 1, p->sale.id);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		if (order_past_instant(p, ORDER_EVENT_SHIP) == INSTANT_NONE || !text_same(stmt_column_text(q, 0), id))
			continue;
		int64_t stored = stmt_column_int_or(q, 7, INSTANT_NONE);
		*same = *same && stored == promised && text_same(stmt_column_text(q, 3), p->in->number) &&
			text_same(stmt_column_text(q, 2), p->in->carrier ? p->in->carrier : "other");
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

static enum status compare(const struct change *c, struct past *p, struct error *err)
{
	struct sale known;
	bool same = false;
	enum status st = order_read(c->store, p->in->order.order, &known, c->arena, err);
	if (!st)
		st = prepare(c, p, &known, err);
	if (st)
		return st;
	if (p->verdict->status == STATUS_OK) {
		same = order_same(&known, &p->sale);
		st = same_moves(c, p, &same, err);
		if (!st)
			st = same_parcel(c, p, &same, err);
	}
	if (st)
		return st;
	if (same)
		p->verdict->status = STATUS_END;
	else
		error_reject(p->verdict, "exists", "order", "order %.64s exists, and is another one",
			     p->in->order.order);
	return STATUS_OK;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The SKUs of new orders, each once, in order. */
static const char **gather_skus(const struct change *c, const struct past *pasts, size_t n, size_t *count)
{
	size_t lines = 0, distinct = 0;
	for (size_t i = 0; i < n; i++)
		lines += pasts[i].verdict->status == STATUS_OK ? pasts[i].sale.n_lines : 0;
	const char **skus = arena_alloc(c->arena, (lines + 1) * sizeof *skus);
	*count = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; pasts[i].verdict->status == STATUS_OK && j < pasts[i].sale.n_lines; j++)
			skus[(*count)++] = pasts[i].sale.lines[j].sku;
	qsort(skus, *count, sizeof *skus, compare_texts);
	for (size_t i = 0; i < *count; i++)
		if (!i || strcmp(skus[i], skus[distinct - 1]) != 0)
			skus[distinct++] = skus[i];
	*count = distinct;
	return skus;
}

static void refuse_unknown(struct past *p, const char *const *skus, const bool *known, size_t n)
{
	struct order_faults faults = { 0 };
	for (size_t i = 0; i < p->sale.n_lines; i++) {
		const char *const *found = bsearch(&p->sale.lines[i].sku, skus, n, sizeof *skus, compare_texts);
		struct error bad;
		if (found && known[found - skus])
			continue;
		error_reject(&bad, "unknown_sku", "sku", "no product \"%.64s\"", p->sale.lines[i].sku);
		char path[32];
		snprintf(path, sizeof path, "lines[%zu].", i);
		order_fault(&faults, &bad, path);
	}
	struct error verdict = *p->verdict;
	verdict.status = order_faults_end(&faults, &verdict);
	*p->verdict = verdict;
}

/* An archived product has a history too: that it is known is enough. */
static enum status check_skus(const struct change *c, struct past *pasts, size_t n, struct error *err)
{
	size_t count;
	const char **skus = gather_skus(c, pasts, n, &count);
	bool *known = arena_zero(c->arena, count + 1);
	enum status st = STATUS_OK;
	for (size_t from = 0; !st && from < count; from += STORE_BULK_ROWS) {
		size_t some = count - from < STORE_BULK_ROWS ? count - from : STORE_BULK_ROWS;
		struct stmt *q = store_lookup(c->store, &ORDER_LOOKUP_SKU, skus + from, some);
		while ((st = stmt_step(q, err)) == STATUS_OK) {
			const char *sku = stmt_column_text(q, 0);
			const char **found = bsearch(&sku, skus, count, sizeof *skus, compare_texts);
			if (found)
				known[found - skus] = true;
		}
		stmt_reset(q);
		st = st == STATUS_END ? STATUS_OK : st;
	}
	for (size_t i = 0; !st && i < n; i++)
		if (pasts[i].verdict->status == STATUS_OK)
			refuse_unknown(&pasts[i], skus, known, count);
	return st;
}

/* What the order did to the stock: claims, allocations, shipped goods, at the instants when it did. */
static enum status apply_stock(const struct change *c, const struct past *p, struct error *err)
{
	const struct sale *sale = &p->sale;
	struct change then = *c;
	size_t n = 0, n_shorts;
	struct reservation_want *wants = arena_alloc(c->arena, sale->n_lines * sizeof *wants);
	struct reservation_short *shorts = arena_alloc(c->arena, sale->n_lines * sizeof *shorts);
	if (sale->status == ORDER_CANCELLED || sale->status == ORDER_EXPIRED)
		return STATUS_OK;
	for (size_t i = 0; i < sale->n_lines; i++) {
		const struct sale_line *line = &sale->lines[i];
		int64_t units = line->quantity - line->cancelled;
		if (units)
			wants[n++] = (struct reservation_want) { order_owner(c->arena, sale, line), line->sku,
								 line->location, units };
	}
	then.now = sale->placed_at;
	enum status st = stock_reserve(&then, wants, n, INSTANT_NONE, shorts, &n_shorts, err);
	if (!st && order_past_instant(p, ORDER_EVENT_PAY) != INSTANT_NONE)
		st = stock_allocate(&then, arena_printf(c->arena, "order:%s:*", sale->id), err);
	struct sale_line **lines = order_by_sku(sale, c->arena);
	then.now = order_past_instant(p, ORDER_EVENT_SHIP);
	for (size_t i = 0; !st && i < sale->n_lines; i++)
		if (lines[i]->shipped)
			st = stock_ship(&then, order_owner(c->arena, sale, lines[i]), lines[i]->shipped,
					arena_printf(c->arena, "%s-1", sale->id), err);
	return st;
}

enum status order_import(const struct change *c, const struct order_past *const *in, size_t n, bool stock,
			 struct error *verdicts, struct error *err)
{
	struct past *pasts = arena_zero(c->arena, n * sizeof *pasts);
	for (size_t i = 0; i < n; i++) {
		verdicts[i] = (struct error) { .status = STATUS_OK };
		pasts[i].in = in[i];
		pasts[i].verdict = &verdicts[i];
	}
	enum status st = find_existing(c, pasts, n, err);
	for (size_t i = 0; !st && i < n; i++) {
		st = pasts[i].exists ? compare(c, &pasts[i], err) : prepare(c, &pasts[i], NULL, err);
		pasts[i].sale.stock = stock;
	}
	if (!st)
		st = check_skus(c, pasts, n, err);
	if (!st)
		st = order_past_write(c, pasts, n, err);
	for (size_t i = 0; !st && stock && i < n; i++)
		if (verdicts[i].status == STATUS_OK)
			st = apply_stock(c, &pasts[i], err);
	return st;
}
