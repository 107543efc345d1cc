/* A shipment follows its events, and an order its shipments. */
#include "track_impl.h"

static struct track_state derive(const struct change *c, const struct event_row *const *events, size_t n,
				 const struct shipment_row *row)
{
	struct track_fact *facts = arena_alloc(c->arena, n * sizeof *facts + 1);
	for (size_t i = 0; i < n; i++)
		facts[i] = (struct track_fact) { events[i]->at, events[i]->status };
	return track_derive(facts, n, row->delivered_seen ? INSTANT_NONE : row->delivered_at);
}

/* One half of the audit row. */
static const char *status_json(const struct change *c, const struct shipment_row *row)
{
	struct buffer text = { 0 };
	char instant[INSTANT_TEXT_SIZE];
	buffer_printf(&text, "{\"status\":\"%s\",\"substatus\":", SHIPMENT_STATUS_WORDS[row->status].word);
	buffer_json_text(&text, row->substatus);
	buffer_text(&text, ",\"delivered_at\":");
	buffer_json_text(&text, row->delivered_at == INSTANT_NONE ? NULL : instant_print(instant, row->delivered_at));
	buffer_char(&text, '}');
	const char *json = arena_copy(c->arena, text.data, text.length);
	buffer_free(&text);
	return json;
}

/* The same event never tells the same twice, whatever the maps said of it in between. */
static const char *message_key(const struct change *c, const struct shipment_row *row, const struct event_row *e)
{
	return arena_printf(c->arena, "shipment.%s:%s:%lld", SHIPMENT_STATUS_WORDS[row->status].word, row->id,
			    (long long)(e ? e->id : 0));
}

static void add_member(struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, "%s\"%s\":", out->length ? "," : "{", name);
	buffer_json_text(out, value);
}

/* Of what is learnt at one instant of the clock, only the newest is told: who imports a parcel's whole past wants no
 * message for each station of it. Any event that says the status of before may have told it. */
static enum status untell(const struct change *c, const struct shipment_row *before, const struct event_set *set,
			  struct error *err)
{
	enum status st = STATUS_OK;
	if (before->changed_at != c->now)
		return STATUS_OK;
	for (size_t i = 0; !st && i < set->n; i++)
		if (set->rows[i].status == before->status)
			st = journal_outbox_withdraw(c, message_key(c, before, &set->rows[i]), err);
	return st;
}

/* Whose order it is; "": nobody's. */
static enum status customer_of(const struct change *c, const struct shipment_row *row, const char **out,
			       struct error *err)
{
	*out = "";
	if (!row->sale)
		return STATUS_OK;
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_ORDER]);
	stmt_text(q, 1, row->sale);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK && !stmt_column_null(q, 0))
		*out = arena_text(c->arena, stmt_column_text(q, 0));
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

static enum status tell(const struct change *c, const struct shipment_row *row, const struct event_row *e,
			struct error *err)
{
	struct buffer payload = { 0 };
	struct track_event event;
	char instant[INSTANT_TEXT_SIZE];
	const char *word = SHIPMENT_STATUS_WORDS[row->status].word, *customer;
	enum status st = customer_of(c, row, &customer, err);
	if (st)
		return st;
	record_clear(&track_event_type, &event);
	if (e)
		track_event_of(e, &event, c->arena);
	add_member(&payload, "shipment", row->id);
	add_member(&payload, "order", row->sale);
	add_member(&payload, "carrier", row->carrier);
	add_member(&payload, "number", row->number);
	add_member(&payload, "status", word);
	add_member(&payload, "substatus", row->substatus);
	add_member(&payload, "at", instant_print(instant, e ? e->at : c->now));
	add_member(&payload, "offset", event.offset);
	add_member(&payload, "local", event.local);
	add_member(&payload, "text", event.text);
	add_member(&payload, "place", event.place);
	add_member(&payload, "country", event.country);
	add_member(&payload, "promised_at",
		   row->promised_at == INSTANT_NONE ? NULL : instant_print(instant, row->promised_at));
	buffer_char(&payload, '}');
	st = journal_outbox(c, "event", customer, arena_printf(c->arena, "shipment.%s", word), message_key(c, row, e),
			    row->id, payload.data, err);
	buffer_free(&payload);
	return st;
}

static enum status write_row(const struct change *c, const struct shipment_row *row, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_FOLLOW]);
	stmt_text(q, 1, row->id);
	stmt_int(q, 2, row->status);
	stmt_text(q, 3, row->substatus);
	stmt_int_or_null(q, 4, row->shipped_at, INSTANT_NONE);
	stmt_int_or_null(q, 5, row->delivered_at, INSTANT_NONE);
	stmt_int_or_null(q, 6, row->last_event_at, INSTANT_NONE);
	stmt_int(q, 7, row->shipped_seen);
	stmt_int(q, 8, row->delivered_seen);
	stmt_int_or_null(q, 9, row->promised_at, INSTANT_NONE);
	stmt_int_or_null(q, 10, row->first_promised_at, INSTANT_NONE);
	stmt_int_or_null(q, 11, row->changed_at, INSTANT_NONE);
	stmt_int_or_null(q, 12, row->expired_at, INSTANT_NONE);
	stmt_text(q, 13, row->identity);
	stmt_int_or_null(q, 14, row->summary, -1);
	stmt_text(q, 15, row->summary_substatus);
	stmt_text(q, 16, row->summary_native);
	stmt_text(q, 17, row->summary_adapter);
	return stmt_run(q, NULL, err);
}

/* The instants that events may have said; the shop's own stay. */
static void set_instants(struct shipment_row *row, const struct track_state *state)
{
	if (row->shipped_at == INSTANT_NONE || row->shipped_seen) {
		row->shipped_at = state->shipped_at;
		row->shipped_seen = state->shipped_at != INSTANT_NONE;
	}
	if (row->delivered_seen || (state->delivered_at != INSTANT_NONE && state->delivered_at != row->delivered_at)) {
		row->delivered_at = state->delivered_at;
		row->delivered_seen = state->delivered_at != INSTANT_NONE;
	}
}

/* Events whose codes nobody knows leave the word to the carrier's own summary. */
static void set_by_summary(const struct change *c, struct shipment_row *row, size_t n)
{
	if (row->summary >= 0 && row->summary != SHIPMENT_UNKNOWN) {
		row->status = row->summary;
		row->substatus = row->summary_substatus;
	} else if (n && (row->status == SHIPMENT_PENDING || row->shipped_at == INSTANT_NONE)) {
		row->status = SHIPMENT_UNKNOWN;
		row->substatus = NULL;
	}
	if (row->status == SHIPMENT_DELIVERED && row->delivered_at == INSTANT_NONE) {
		row->delivered_at = row->last_event_at == INSTANT_NONE ? c->now : row->last_event_at;
		row->delivered_seen = true;
	}
}

/* Given up by us: news revive it, and an end is an end. */
static void set_expired(struct shipment_row *row, const struct event_row *const *events, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (events[i]->fresh)
			row->expired_at = INSTANT_NONE;
	if (row->expired_at != INSTANT_NONE && !track_is_finished(row->status)) {
		row->status = SHIPMENT_EXPIRED;
		row->substatus = NULL;
	}
}

static const struct event_row *set_row(const struct change *c, struct shipment_row *row,
				       const struct event_row *const *events, size_t n)
{
	struct track_state state = derive(c, events, n, row);
	const struct event_row *decisive = state.decided == TRACK_NOTHING ? NULL : events[state.decided];
	row->last_event_at = n ? events[n - 1]->at : INSTANT_NONE;
	set_instants(row, &state);
	if (state.status >= 0)
		row->status = state.status;
	if (decisive)
		row->substatus = decisive->substatus;
	if (state.status < 0)
		set_by_summary(c, row, n);
	set_expired(row, events, n);
	return row->status == SHIPMENT_EXPIRED ? NULL : decisive;
}

static bool is_told(const struct change *c, const struct track_options *options, const struct shipment_row *row,
		    const struct event_row *decisive)
{
	if (!options || options->tell_within_ms <= 0 || row->status == SHIPMENT_UNKNOWN)
		return false;
	if (row->status == SHIPMENT_EXPIRED || (!decisive && row->last_event_at == INSTANT_NONE))
		return true;
	int64_t at = decisive ? decisive->at : row->last_event_at;
	return at > c->now - options->tell_within_ms;
}

static bool same_row(const struct shipment_row *a, const struct shipment_row *b)
{
	return a->status == b->status && text_same(a->substatus, b->substatus) && a->shipped_at == b->shipped_at &&
	       a->delivered_at == b->delivered_at && a->last_event_at == b->last_event_at &&
	       a->shipped_seen == b->shipped_seen && a->delivered_seen == b->delivered_seen &&
	       a->expired_at == b->expired_at;
}

enum status track_follow(const struct change *c, struct shipment_row *row, const struct event_set *set,
			 const struct track_options *options, struct error *err)
{
	const struct event_row **events = arena_alloc(c->arena, set->n * sizeof *events + 1);
	size_t n = track_in_order(set, events);
	struct shipment_row before = *row;
	bool news = false;
	for (size_t i = 0; i < set->n; i++)
		news = news || set->rows[i].fresh || set->rows[i].changed;
	const struct event_row *decisive = set_row(c, row, events, n);
	if (news || row->status != before.status)
		row->changed_at = c->now;
	enum status st = news || row->dirty || !same_row(&before, row) ? write_row(c, row, err) : STATUS_OK;
	if (st || row->status == before.status)
		return st;
	st = journal_audit_bulk(c, "shipment", row->id, status_json(c, &before), status_json(c, row), err);
	bool told = is_told(c, options, row, decisive);
	if (!st && told)
		st = untell(c, &before, set, err);
	if (!st && told)
		st = tell(c, row, decisive, err);
	if (!st && row->sale)
		st = order_follow_shipment(c, row->sale, decisive ? decisive->at : c->now, err);
	return st;
}

enum status track_expire(const struct change *c, const char *shipment, const struct track_options *options,
			 struct error *err)
{
	struct shipment_row row;
	struct event_set set = { 0 };
	enum status st = track_lock(c, shipment, &row, err);
	if (st == STATUS_END)
		return error_reject(err, "unknown_shipment", "shipment", "no parcel \"%.128s\"", shipment);
	if (st || track_is_finished(row.status) || row.expired_at != INSTANT_NONE)
		return st;
	row.expired_at = c->now;
	st = track_load_events(c->store, row.id, &set, c->arena, err);
	if (!st)
		st = track_follow(c, &row, &set, options, err);
	enum status flushed = journal_audit_flush(c, st ? NULL : err);
	return st ? st : flushed;
}
