/* A shipment follows its events, and an order its shipments. */
#include "track_impl.h"

static struct track_state derive(const struct change *c, const struct record_list *list, const struct shipment_row *row)
{
	const struct track_event *events = list->items;
	struct track_fact *facts = arena_alloc(c->arena, list->count * sizeof *facts + 1);
	for (size_t i = 0; i < list->count; i++)
		facts[i] = (struct track_fact) { events[i].at, events[i].status };
	return track_derive(facts, list->count, row->delivered_at);
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

static const char *message_key(const struct change *c, const struct shipment_row *row)
{
	return arena_printf(c->arena, "shipment.%s:%s:%lld", SHIPMENT_STATUS_WORDS[row->status].word, row->id,
			    (long long)c->now);
}

static void add_member(struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, "%s\"%s\":", out->length ? "," : "{", name);
	buffer_json_text(out, value);
}

/* Of what is learnt at one instant of the clock, only the newest is told: who imports a parcel's whole past wants no
 * message for each station of it. */
static enum status tell(const struct change *c, const struct shipment_row *before, const struct shipment_row *row,
			const struct track_event *e, struct error *err)
{
	struct buffer payload = { 0 };
	char instant[INSTANT_TEXT_SIZE];
	const char *word = SHIPMENT_STATUS_WORDS[row->status].word;
	enum status st = journal_outbox_withdraw(c, message_key(c, before), err);
	if (st)
		return st;
	add_member(&payload, "shipment", row->id);
	add_member(&payload, "order", row->sale);
	add_member(&payload, "carrier", row->carrier);
	add_member(&payload, "number", row->number);
	add_member(&payload, "status", word);
	add_member(&payload, "substatus", row->substatus);
	add_member(&payload, "at", instant_print(instant, e->at));
	add_member(&payload, "offset", e->offset);
	add_member(&payload, "text", e->text);
	add_member(&payload, "place", e->place);
	add_member(&payload, "country", e->country);
	buffer_char(&payload, '}');
	st = journal_outbox(c, "event", "", arena_printf(c->arena, "shipment.%s", word), message_key(c, row), row->id,
			    payload.data, err);
	buffer_free(&payload);
	return st;
}

static enum status write_row(const struct change *c, const struct shipment_row *row, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &TRACK_SQL[TRACK_FOLLOW]);
	stmt_text(q, 1, row->id);
	stmt_int(q, 2, row->status);
	stmt_text(q, 3, row->substatus);
	track_bind_instant(q, 4, row->shipped_at);
	track_bind_instant(q, 5, row->delivered_at);
	track_bind_instant(q, 6, row->last_event_at);
	return stmt_run(q, NULL, err);
}

enum status track_follow(const struct change *c, struct shipment_row *row, struct error *err)
{
	struct record_list list;
	struct shipment_row before = *row;
	enum status st = track_events(c->store, row->id, &list, c->arena, err);
	if (st || !list.count)
		return st;
	const struct track_event *events = list.items, *decisive = NULL;
	struct track_state state = derive(c, &list, row);
	row->last_event_at = events[list.count - 1].at;
	if (row->shipped_at == INSTANT_NONE)
		row->shipped_at = state.shipped_at;
	if (state.delivered_at != INSTANT_NONE)
		row->delivered_at = state.delivered_at;
	if (state.status >= 0)
		row->status = state.status;
	if (state.decided != TRACK_NOTHING) {
		decisive = &events[state.decided];
		row->substatus = decisive->substatus;
	}
	st = write_row(c, row, err);
	if (st || row->status == before.status || !decisive)
		return st;
	st = journal_audit_bulk(c, "shipment", row->id, status_json(c, &before), status_json(c, row), err);
	if (!st)
		st = tell(c, &before, row, decisive, err);
	if (!st && row->sale)
		st = order_follow_shipment(c, row->sale, decisive->at, err);
	return st;
}
