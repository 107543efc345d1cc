/* Shipments: making, finding and listing them. */
#include "track_impl.h"

#define NO_CARRIER "other"

struct shipment_row track_new_row(void)
{
	return (struct shipment_row) { .shipped_at = INSTANT_NONE,
				       .promised_at = INSTANT_NONE,
				       .delivered_at = INSTANT_NONE,
				       .last_event_at = INSTANT_NONE,
				       .first_promised_at = INSTANT_NONE,
				       .changed_at = INSTANT_NONE,
				       .expired_at = INSTANT_NONE,
				       .summary = -1 };
}

void track_read_row(struct stmt *q, struct shipment_row *row, struct arena *arena)
{
	row->id = arena_text(arena, stmt_column_text(q, 0));
	row->sale = arena_text(arena, stmt_column_text(q, 1));
	row->carrier = arena_text(arena, stmt_column_text(q, 2));
	row->number = arena_text(arena, stmt_column_text(q, 3));
	row->status = (int)stmt_column_int(q, 4);
	row->substatus = arena_text(arena, stmt_column_text(q, 5));
	row->shipped_at = stmt_column_int_or(q, 6, INSTANT_NONE);
	row->promised_at = stmt_column_int_or(q, 7, INSTANT_NONE);
	row->delivered_at = stmt_column_int_or(q, 8, INSTANT_NONE);
	row->last_event_at = stmt_column_int_or(q, 9, INSTANT_NONE);
	row->details = arena_text(arena, stmt_column_text(q, 10));
	row->first_promised_at = stmt_column_int_or(q, 11, INSTANT_NONE);
	if (row->first_promised_at == INSTANT_NONE)
		row->first_promised_at = row->promised_at;
	row->changed_at = stmt_column_int_or(q, 12, INSTANT_NONE);
	row->expired_at = stmt_column_int_or(q, 13, INSTANT_NONE);
	row->identity = arena_text(arena, stmt_column_text(q, 14));
	row->generation = stmt_column_int(q, 15);
	row->shipped_seen = stmt_column_int(q, 16);
	row->delivered_seen = stmt_column_int(q, 17);
	row->summary = (int)stmt_column_int_or(q, 18, -1);
	row->summary_substatus = arena_text(arena, stmt_column_text(q, 19));
	row->summary_native = arena_text(arena, stmt_column_text(q, 20));
	row->summary_adapter = arena_text(arena, stmt_column_text(q, 21));
	row->dirty = false;
}

void track_promise(struct shipment_row *row, int64_t promised_at)
{
	row->promised_at = promised_at;
	if (row->first_promised_at == INSTANT_NONE)
		row->first_promised_at = promised_at;
}

void track_shipment_of(const struct shipment_row *row, struct shipment *out)
{
	record_clear(&shipment_type, out);
	out->shipment = row->id;
	out->order = row->sale;
	out->carrier = row->carrier;
	out->number = row->number;
	out->status = row->status;
	out->substatus = row->substatus;
	out->shipped_at = row->shipped_at;
	out->promised_at = row->promised_at;
	out->delivered_at = row->delivered_at;
	out->first_promised_at = row->first_promised_at;
	out->changed_at = row->changed_at;
	out->details = row->details;
	out->identity = row->identity;
	record_mark_all(&shipment_type, out);
}

enum status track_lock(const struct change *c, const char *id, struct shipment_row *row, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_LOCK]);
	stmt_text(q, 1, id);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		track_read_row(q, row, c->arena);
	stmt_reset(q);
	return st;
}

enum status track_find_number(const struct change *c, const char *carrier, const char *number, const char **id,
			      struct error *err)
{
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[carrier ? TRACK_BY_CARRIER_NUMBER : TRACK_BY_NUMBER]);
	stmt_text(q, 1, number);
	if (carrier)
		stmt_text(q, 2, carrier);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK) {
		*id = arena_text(c->arena, stmt_column_text(q, 0));
		st = stmt_step(q, err);
		if (st == STATUS_OK)
			st = error_reject(err, "ambiguous", "carrier",
					  "several carriers have a parcel %.128s: say which", number);
		else if (st == STATUS_END)
			st = STATUS_OK;
	}
	stmt_reset(q);
	return st;
}

static enum status require_order(const struct change *c, const char *order, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_ORDER]);
	stmt_text(q, 1, order);
	enum status st = stmt_step(q, err);
	stmt_reset(q);
	if (st == STATUS_END)
		return error_reject(err, "unknown_order", "order", "no order \"%.64s\"", order);
	return st;
}

static enum status put(const struct change *c, const struct shipment_row *row, int64_t *inserted, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_PUT]);
	stmt_text(q, 1, row->id);
	stmt_text(q, 2, row->sale);
	stmt_text(q, 3, row->carrier);
	stmt_text(q, 4, row->number);
	stmt_int(q, 5, row->status);
	stmt_int_or_null(q, 6, row->shipped_at, INSTANT_NONE);
	stmt_int_or_null(q, 7, row->promised_at, INSTANT_NONE);
	stmt_text(q, 8, row->details);
	stmt_int(q, 9, c->now);
	stmt_text(q, 10, row->identity);
	stmt_int(q, 11, row->generation);
	return stmt_run(q, inserted, err);
}

static enum status count_of_order(const struct change *c, const char *order, int64_t *count, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_ORDER_COUNT]);
	stmt_text(q, 1, order);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		*count = stmt_column_int(q, 0);
	stmt_reset(q);
	return st;
}

/* The first number that nobody took by hand. */
static enum status put_numbered(const struct change *c, struct shipment_row *row, struct error *err)
{
	int64_t number = 0, inserted = 0;
	enum status st = row->sale ? count_of_order(c, row->sale, &number, err) : STATUS_OK;
	while (!st && !inserted) {
		if (row->sale)
			number++;
		else
			st = store_next(c->store, "shipment", &number, err);
		row->id = arena_printf(c->arena, "%s-%lld", row->sale ? row->sale : "S", (long long)number);
		if (!st)
			st = put(c, row, &inserted, err);
	}
	return st;
}

/* The shipment as the audit trail shows it. */
static const char *as_json(const struct change *c, const struct shipment_row *row)
{
	struct shipment shipment;
	struct buffer text = { 0 };
	track_shipment_of(row, &shipment);
	record_json(&shipment_type, &shipment, NULL, 0, &text);
	const char *json = arena_copy(c->arena, text.data, text.length);
	buffer_free(&text);
	return json;
}

enum status track_create(const struct change *c, struct shipment_row *row, struct error *err)
{
	int64_t inserted = 1;
	if (!row->carrier)
		row->carrier = NO_CARRIER;
	row->status = SHIPMENT_PENDING;
	row->changed_at = c->now;
	enum status st = row->id ? put(c, row, &inserted, err) : put_numbered(c, row, err);
	if (!st && !inserted)
		return error_reject(err, "exists", "shipment", "there is a parcel %.64s already", row->id);
	return st ? st : journal_audit_bulk(c, "shipment", row->id, NULL, as_json(c, row), err);
}

static void take(const char **stored, const char *given)
{
	if (given)
		*stored = given;
}

/* The given fields over the stored ones. ${row} is empty for a new shipment. */
static enum status merge(const struct change *c, const struct track_parcel *in, struct shipment_row *row,
			 struct error *err)
{
	take(&row->sale, in->order);
	take(&row->carrier, in->carrier);
	take(&row->number, in->number);
	take(&row->identity, in->identity);
	if (record_has(in, TRACK_PARCEL_SHIPPED_AT)) {
		row->shipped_at = in->shipped_at;
		row->shipped_seen = false;
	}
	if (record_has(in, TRACK_PARCEL_PROMISED_AT))
		track_promise(row, in->promised_at);
	return track_details_join(row->details, in, &row->details, c->arena, err);
}

static bool same_row(const struct shipment_row *a, const struct shipment_row *b)
{
	return text_same(a->sale, b->sale) && text_same(a->carrier, b->carrier) && text_same(a->number, b->number) &&
	       a->shipped_at == b->shipped_at && a->promised_at == b->promised_at &&
	       a->shipped_seen == b->shipped_seen && text_same(a->identity, b->identity) &&
	       text_same(a->details, b->details);
}

static enum status change_row(const struct change *c, const struct shipment_row *stored, const struct shipment_row *row,
			      struct error *err)
{
	if (stored->sale && !text_same(stored->sale, row->sale))
		return error_reject(err, "exists", "order", "parcel %.64s belongs to order %.64s", row->id,
				    stored->sale);
	if (same_row(stored, row))
		return STATUS_OK;
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_SET]);
	stmt_text(q, 1, row->id);
	stmt_text(q, 2, row->sale);
	stmt_text(q, 3, row->carrier);
	stmt_text(q, 4, row->number);
	stmt_int_or_null(q, 5, row->shipped_at, INSTANT_NONE);
	stmt_int_or_null(q, 6, row->promised_at, INSTANT_NONE);
	stmt_text(q, 7, row->details);
	stmt_int_or_null(q, 8, row->first_promised_at, INSTANT_NONE);
	stmt_text(q, 9, row->identity);
	stmt_int(q, 10, row->shipped_seen);
	stmt_int(q, 11, row->generation);
	enum status st = stmt_run(q, NULL, err);
	if (!st)
		st = journal_audit_bulk(c, "shipment", row->id, as_json(c, stored), as_json(c, row), err);
	/* The order hears of what its new parcel went through before. */
	if (!st && row->sale && !stored->sale)
		st = order_follow_shipment(c, row->sale,
					   row->last_event_at == INSTANT_NONE ? c->now : row->last_event_at, err);
	return st;
}

/* Does a carrier give the number of ${holder} to another parcel by now? */
static bool is_free(const struct change *c, const struct track_parcel *in, const struct shipment_row *holder)
{
	int64_t end = holder->last_event_at > holder->delivered_at ? holder->last_event_at : holder->delivered_at;
	if (end == INSTANT_NONE)
		end = holder->shipped_at;
	return order_number_is_free(holder->status, end,
				    record_has(in, TRACK_PARCEL_SHIPPED_AT) ? in->shipped_at : c->now);
}

/* A parcel that the number alone names: is it the known one, or one that has its number after it? */
static bool is_next(const struct change *c, const struct track_parcel *in, const struct shipment_row *holder)
{
	bool other_order = in->order && holder->sale && !text_same(in->order, holder->sale);
	bool later = record_has(in, TRACK_PARCEL_SHIPPED_AT) && holder->shipped_at != INSTANT_NONE &&
		     in->shipped_at > holder->shipped_at;
	return (other_order || later) && is_free(c, in, holder);
}

/* Who has the number that the shipment shall have? Its own holder, or nobody, or one that needs it no more. */
static enum status check_number(const struct change *c, const struct track_parcel *in, struct shipment_row *row,
				struct error *err)
{
	const char *id;
	struct shipment_row holder;
	if (!row->number)
		return STATUS_OK;
	enum status st = track_find_number(c, row->carrier ? row->carrier : NO_CARRIER, row->number, &id, err);
	if (st == STATUS_END || (!st && text_same(id, row->id)))
		return STATUS_OK;
	if (!st)
		st = track_lock(c, id, &holder, err);
	if (st)
		return st;
	if (!is_free(c, in, &holder))
		return error_reject(err, "exists", "number", "%.128s is the number of parcel %.64s", row->number, id);
	row->generation = holder.generation + 1;
	return STATUS_OK;
}

/* The shipment that ${in} speaks of; STATUS_END: it is new. */
static enum status open_row(const struct change *c, const struct track_parcel *in, struct shipment_row *row,
			    struct error *err)
{
	const char *id = in->shipment;
	enum status st = STATUS_OK;
	*row = track_new_row();
	if (!id && in->number)
		st = track_find_number(c, in->carrier, in->number, &id, err);
	else if (!id && !in->order)
		st = error_reject(err, "missing", "number", "a shipment, a number or an order was expected");
	if (!st)
		st = id ? track_lock(c, id, row, err) : STATUS_END;
	if (!st && !in->shipment && is_next(c, in, row)) {
		*row = track_new_row();
		return STATUS_END;
	}
	row->id = id;
	return st;
}

enum status track_add(const struct change *c, const struct track_parcel *in, struct shipment *out, struct error *err)
{
	struct shipment_row stored;
	enum status st = in->order ? require_order(c, in->order, err) : STATUS_OK;
	if (!st)
		st = open_row(c, in, &stored, err);
	if (st && st != STATUS_END)
		return st;
	bool exists = st == STATUS_OK;
	struct shipment_row row = stored;
	st = merge(c, in, &row, err);
	if (!st)
		st = check_number(c, in, &row, err);
	if (!st)
		st = exists ? change_row(c, &stored, &row, err) : track_create(c, &row, err);
	if (!st)
		track_shipment_of(&row, out);
	return st;
}

static enum status is_id(struct store *s, const char *text, bool *yes, struct error *err)
{
	struct stmt *q = store_stmt(s, &TRACK_SQL[TRACK_GET]);
	stmt_text(q, 1, text);
	enum status st = stmt_step(q, err);
	stmt_reset(q);
	*yes = st == STATUS_OK;
	return st == STATUS_END ? STATUS_OK : st;
}

static void bind_filter(struct stmt *q, const struct track_filter *filter)
{
	int parameter = 0;
	if (filter->any)
		stmt_text(q, ++parameter, filter->any);
	if (filter->order)
		stmt_text(q, ++parameter, filter->order);
	if (filter->carrier)
		stmt_text(q, ++parameter, filter->carrier);
	if (filter->since != INSTANT_NONE)
		stmt_int(q, ++parameter, filter->since);
	if (filter->late_at != INSTANT_NONE)
		stmt_int(q, ++parameter, filter->late_at);
	if (filter->stale_before != INSTANT_NONE)
		stmt_int(q, ++parameter, filter->stale_before);
	if (filter->limit > 0)
		stmt_int(q, ++parameter, filter->limit);
}

enum status track_list(struct store *s, const struct track_filter *filter, size_t *found, track_each *each, void *ctx,
		       struct error *err)
{
	struct arena arena = { 0 };
	struct buffer text = { 0 };
	struct shipment_row row;
	struct shipment shipment;
	size_t count = 0;
	bool by_id = false;
	enum status st = filter->any ? is_id(s, filter->any, &by_id, err) : STATUS_OK;
	if (st)
		return st;
	track_list_sql(filter, by_id, &text);
	struct stmt *q = store_query(s, text.data, true);
	bind_filter(q, filter);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		arena_reset(&arena);
		track_read_row(q, &row, &arena);
		track_shipment_of(&row, &shipment);
		each(ctx, &shipment);
		count++;
	}
	stmt_reset(q);
	if (found)
		*found = count;
	arena_free(&arena);
	buffer_free(&text);
	return st == STATUS_END ? STATUS_OK : st;
}
