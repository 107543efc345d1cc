/* What the adapter verb prints. */
#include <stdlib.h>
#include <string.h>

#include "carrier_impl.h"

#define LINE(name, type, member, help)                                                                                 \
	{                                                                                                              \
		name, type, FIELD_OPTIONAL_OUT, FIELD_AT(struct carrier_line, member), NULL, help                      \
	}

static const struct field LINE_FIELDS[] = {
	LINE("carrier", FIELD_TEXT, carrier, "the adapter"),
	LINE("number", FIELD_TEXT, number, "the parcel's, as the reply has it"),
	LINE("at", FIELD_INSTANT, at, "when; absent where it is not known whose clock it was"),
	LINE("offset", FIELD_TEXT, offset, "of that clock, +08:00"),
	LINE("local", FIELD_TEXT, local, "what the clock at the place showed"),
	LINE("status", FIELD_TEXT, status, "what it means"),
	LINE("substatus", FIELD_TEXT, substatus, "a word more: customs, refused, locker_or_shop ..."),
	LINE("code", FIELD_TEXT, code, "the code that decided it"),
	LINE("text", FIELD_TEXT, text, "the carrier's own words"),
	LINE("place", FIELD_TEXT, place, "where"),
	LINE("country", FIELD_TEXT, country, "as the carrier has it"),
	LINE("lat", FIELD_REAL, lat, "degrees north"),
	LINE("lng", FIELD_REAL, lng, "degrees east"),
	LINE("native", FIELD_JSON, native, "all codes there are, in the order they are looked up"),
	LINE("raw_time", FIELD_TEXT, raw_time, "the time as it came"),
	LINE("zone", FIELD_TEXT, zone, "who says whose clock it is: carrier, adapter, place, sibling, none"),
	LINE("fault", FIELD_TEXT, fault, "why the event is set aside"),
	LINE("outcome", FIELD_TEXT, outcome,
	     "of a parcel: found, not_found, unregistered, refused, throttled, error, done"),
	LINE("message", FIELD_TEXT, message, "what is said of the parcel"),
	LINE("identity", FIELD_TEXT, identity, "what tells it from others of its number"),
	LINE("promised_at", FIELD_INSTANT, promised_at, "by when it is promised"),
	LINE("remembered", FIELD_JSON, remembered, "what is kept with the shipment"),
	LINE("events", FIELD_INT, events, "how many there are of it"),
	{ NULL },
};
const struct record_type carrier_line_type = { "adapter_line", "what an adapter makes of a reply, or of a code",
					       sizeof(struct carrier_line), LINE_FIELDS };

static void begin(const struct carrier *c, struct carrier_line *out)
{
	record_clear(&carrier_line_type, out);
	out->carrier = carrier_id(c);
	out->events = -1;
}

static void finish(struct carrier_line *out)
{
	record_mark_all(&carrier_line_type, out);
	if (out->events < 0)
		out->record.given &= ~(UINT64_C(1) << record_field_index(&carrier_line_type, "events"));
}

/* "2024-01-31T10:03:00": what a clock shows is no instant. */
static const char *local_text(int64_t local, struct arena *arena)
{
	char text[INSTANT_TEXT_SIZE];

	instant_print(text, local);
	text[strlen(text) - 1] = '\0'; /* the Z */
	return arena_text(arena, text);
}

void carrier_line_of_event(const struct carrier *c, const struct carrier_item *item, const struct carrier_event *event,
			   struct carrier_line *out, struct arena *arena)
{
	const struct carrier_time *time = &event->time;
	bool known = time->zone != CARRIER_ZONE_NONE && time->zone != CARRIER_ZONE_PLACE;

	begin(c, out);
	out->number = item->number;
	if (time->local != INSTANT_NONE) {
		out->local = local_text(time->local, arena);
		out->zone = CARRIER_ZONE_WORDS[time->zone].word;
		out->at = known ? carrier_instant(time) : INSTANT_NONE;
		if (known)
			out->offset = arena_printf(arena, "%c%02d:%02d", time->offset < 0 ? '-' : '+',
						   abs(time->offset) / 3600, abs(time->offset) / 60 % 60);
	}
	out->status = SHIPMENT_STATUS_WORDS[event->status].word;
	out->substatus = event->substatus;
	out->code = event->code;
	out->text = event->text;
	out->place = event->place;
	out->country = event->country;
	out->lat = event->lat;
	out->lng = event->lng;
	out->native = event->native;
	out->raw_time = time->when;
	out->fault = event->fault;
	finish(out);
}

void carrier_line_of_item(const struct carrier *c, const struct carrier_item *item, struct carrier_line *out,
			  struct arena *arena)
{
	struct buffer remembered = { 0 };

	begin(c, out);
	out->number = item->number;
	out->outcome = CARRIER_OUTCOME_WORDS[item->outcome].word;
	out->message = item->message;
	out->identity = item->identity;
	out->status = item->status < 0 ? NULL : SHIPMENT_STATUS_WORDS[item->status].word;
	out->substatus = item->substatus;
	out->native = item->native;
	out->promised_at = carrier_instant(&item->promised);
	if (item->promised.local != INSTANT_NONE) {
		out->zone = CARRIER_ZONE_WORDS[item->promised.zone].word;
		out->raw_time = item->promised.when;
	}
	for (size_t i = 0; i < item->n_remembered; i++) {
		buffer_char(&remembered, i ? ',' : '{');
		buffer_json_text(&remembered, item->remembered[i].name);
		buffer_char(&remembered, ':');
		buffer_json_text(&remembered, item->remembered[i].value);
	}
	if (item->n_remembered) {
		buffer_char(&remembered, '}');
		out->remembered = arena_copy(arena, remembered.data, remembered.length);
	}
	buffer_free(&remembered);
	out->events = (int64_t)item->n_events;
	finish(out);
}

void carrier_line_of_code(const struct carrier *c, const char *code, int status, const char *substatus,
			  struct carrier_line *out)
{
	begin(c, out);
	out->code = code;
	out->status = SHIPMENT_STATUS_WORDS[status].word;
	out->substatus = substatus;
	finish(out);
}
