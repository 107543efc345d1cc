/* Parcels that somebody must see to, and codes that nobody knows. */
#include "track_impl.h"

enum status track_exceptions(struct store *s, const struct track_limits *limits, track_each_exception *each, void *ctx,
			     struct error *err)
{
	struct arena arena = { 0 };
	struct track_exception found[TRACK_TROUBLES];
	struct stmt *q = store_stmt(s, &TRACK_SQL[TRACK_TROUBLED]);
	enum status st;
	stmt_text(q, 1, limits->carrier);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct shipment_row row;
		arena_reset(&arena);
		track_read_row(q, &row, &arena);
		struct trouble_facts facts = { .row = &row,
					       .since = stmt_column_int_or(q, 21, INSTANT_NONE),
					       .ambiguous =
						       stmt_column_int(q, 22) && row.last_event_at == INSTANT_NONE };
		size_t n = track_troubles(&facts, limits, found, &arena);
		for (size_t i = 0; i < n; i++)
			if (!limits->kinds || limits->kinds[found[i].kind])
				each(ctx, &found[i]);
	}
	stmt_reset(q);
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status track_unmapped(struct store *s, const char *carrier, track_each_unmapped *each, void *ctx,
			   struct error *err)
{
	struct stmt *q = store_stmt(s, &TRACK_SQL[TRACK_UNMAPPED]);
	enum status st;
	stmt_text(q, 1, carrier);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct track_unmapped code;
		record_clear(&track_unmapped_type, &code);
		code.carrier = stmt_column_text(q, 0);
		code.code = stmt_column_text(q, 1);
		code.events = stmt_column_int(q, 2);
		code.shipments = stmt_column_int(q, 3);
		code.first_at = stmt_column_int(q, 4);
		code.last_at = stmt_column_int(q, 5);
		code.text = stmt_column_text(q, 6);
		record_mark_all(&track_unmapped_type, &code);
		each(ctx, &code);
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}
