/* What events mean by the maps as they are now, from what carriers said: nobody is asked again. */
#include "track_impl.h"

#include <string.h>

#define PAGE 200

/* A parcel to be looked at, and who serves its carrier: the adapter that the shop named, else the one of the carrier's name. */
struct candidate {
	const char *id, *served_by;
};

static void map(const struct carrier *adapter, const char *native, const char *text, int *status,
		const char **substatus, bool *changed)
{
	int mapped = SHIPMENT_UNKNOWN;
	const char *word = NULL;
	if (!carrier_map(adapter, native, text, &mapped, &word)) {
		mapped = SHIPMENT_UNKNOWN;
		word = NULL;
	}
	if (mapped == *status && text_same(word, *substatus))
		return;
	*status = mapped;
	*substatus = word;
	*changed = true;
}

/* The adapter that gave codes knows them; of those that nobody noted it is the one that serves the carrier. */
static const struct carrier *reader_of(const struct track_remap *how, const char *adapter, const char *served_by)
{
	return how->adapter(how->ctx, adapter ? adapter : served_by);
}

static size_t map_events(const struct track_remap *how, const char *served_by, struct event_set *set)
{
	size_t changed = 0;
	for (size_t i = 0; i < set->n; i++) {
		struct event_row *e = &set->rows[i];
		const struct carrier *adapter = e->native ? reader_of(how, e->adapter, served_by) : NULL;
		if (adapter)
			map(adapter, e->native, e->text, &e->status, &e->substatus, &e->changed);
		changed += e->changed;
	}
	return changed;
}

static void map_summary(const struct track_remap *how, const char *served_by, struct shipment_row *row)
{
	const struct carrier *adapter = row->summary_native ? reader_of(how, row->summary_adapter, served_by) : NULL;
	if (adapter)
		map(adapter, row->summary_native, NULL, &row->summary, &row->summary_substatus, &row->dirty);
}

static enum status remap_one(const struct change *c, const struct track_remap *how, const struct candidate *parcel,
			     size_t *events, track_each *each, void *ctx, struct error *err)
{
	struct shipment_row row;
	struct event_set set = { 0 };
	enum status st = track_lock(c, parcel->id, &row, err);
	if (!st)
		st = track_load_events(c->store, parcel->id, &set, c->arena, err);
	if (st)
		return st;
	struct shipment_row before = row;
	*events += map_events(how, parcel->served_by, &set);
	map_summary(how, parcel->served_by, &row);
	track_settle_aside(&set, &row);
	st = track_write_events(c, &row, &set, err);
	if (!st)
		st = track_follow(c, &row, &set, &how->how, err);
	if (st || (row.status == before.status && text_same(row.substatus, before.substatus)))
		return st;
	struct shipment shipment;
	track_shipment_of(&row, &shipment);
	each(ctx, &shipment);
	return STATUS_OK;
}

/* Those after ${last}: a page of them, so that no row is read while rows are written. */
static enum status read_page(const struct change *c, const struct track_remap *how, const char *last,
			     struct candidate *page, size_t *n, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_REMAP_PAGE]);
	enum status st;
	*n = 0;
	stmt_text(q, 1, last);
	stmt_text(q, 2, how->carrier);
	stmt_int(q, 3, PAGE);
	while ((st = stmt_step(q, err)) == STATUS_OK)
		page[(*n)++] = (struct candidate) { arena_text(c->arena, stmt_column_text(q, 0)),
						    arena_text(c->arena, stmt_column_text(q, 1)) };
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status track_remap(const struct change *change, const struct track_remap *how, size_t *events, track_each *each,
			void *ctx, struct error *err)
{
	struct arena arena = { 0 };
	struct change c = *change;
	struct buffer last = { 0 };
	struct candidate page[PAGE];
	enum status st = STATUS_OK;
	size_t n = PAGE;
	c.arena = &arena;
	*events = 0;
	buffer_text(&last, "");
	while (!st && n == PAGE) {
		arena_reset(&arena);
		st = read_page(&c, how, last.data, page, &n, err);
		for (size_t i = 0; !st && i < n; i++)
			st = remap_one(&c, how, &page[i], events, each, ctx, err);
		enum status flushed = journal_audit_flush(&c, st ? NULL : err);
		st = st ? st : flushed;
		buffer_clear(&last);
		buffer_text(&last, n ? page[n - 1].id : "");
	}
	buffer_free(&last);
	arena_free(&arena);
	return st;
}
