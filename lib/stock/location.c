/* Locations. */
#include "stock_impl.h"

static void read_location(struct stmt *q, struct location *l, struct arena *arena)
{
	record_clear(&location_type, l);
	l->location = arena ? arena_text(arena, stmt_column_text(q, 0)) : stmt_column_text(q, 0);
	l->name = arena ? arena_text(arena, stmt_column_text(q, 1)) : stmt_column_text(q, 1);
	l->priority = stmt_column_int(q, 2);
	l->active = stmt_column_int(q, 3) != 0;
	record_mark_all(&location_type, l);
}

static enum status read_stored(const struct change *c, const char *name, struct location *out, bool *found,
			       struct error *err)
{
	struct stmt *q = store_lookup(c->store, &STOCK_LOCATION_HOLD, &name, 1);
	enum status st = stmt_step(q, err);

	*found = st == STATUS_OK;
	if (*found) {
		read_location(q, out, c->arena);
	} else {
		record_clear(&location_type, out);
		out->location = name;
		out->priority = 100;
		out->active = true;
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

static void merge(const struct location *in, struct location *out)
{
	if (record_has(in, LOCATION_NAME))
		out->name = in->name;
	if (record_cleared(in, LOCATION_NAME))
		out->name = NULL;
	if (record_has(in, LOCATION_PRIORITY))
		out->priority = in->priority;
	if (record_has(in, LOCATION_ACTIVE))
		out->active = in->active;
	out->record.given = 0;
	record_mark_all(&location_type, out);
}

static enum status write_location(const struct change *c, const struct location *l, bool found, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_LOCATION_PUT]);
	int64_t changed;

	stmt_text(q, 1, l->location);
	stmt_text(q, 2, l->name);
	stmt_int(q, 3, l->priority);
	stmt_int(q, 4, l->active);
	stmt_int(q, 5, found);
	enum status st = stmt_run(q, &changed, err);
	if (!st && !changed)
		st = error_set(err, STATUS_RETRY, "contended", "location", "%.100s was made by another at this moment",
			       l->location);
	return st;
}

enum status stock_location_set(const struct change *c, const struct location *in, struct location *out,
			       struct error *err)
{
	struct buffer before = { 0 }, after = { 0 };
	bool found;
	enum status st = stock_location_valid(in->location, "location", err);

	if (st || (st = read_stored(c, in->location, out, &found, err)))
		return st;
	if (found)
		record_json(&location_type, out, NULL, 0, &before);
	merge(in, out);
	record_json(&location_type, out, NULL, 0, &after);
	if (!text_same(before.data, after.data)) {
		st = write_location(c, out, found, err);
		if (!st)
			st = journal_audit(c, "location", out->location, before.data, after.data, err);
	}
	buffer_free(&before);
	buffer_free(&after);
	return st;
}

enum status stock_locations(struct store *s, stock_each *each, void *ctx, struct error *err)
{
	struct stmt *q = store_stmt(s, &STOCK_SQL[STOCK_LOCATION_LIST]);
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct location l;
		read_location(q, &l, NULL);
		each(ctx, &l);
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}
