/* What a carrier asks for beside the number: a JSON object of texts on the shipment. */
#include "track_impl.h"

#include <ecom/http.h>
#include <jansson.h>
#include <string.h>

static json_t *object_of(const char *text)
{
	json_t *object = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (json_is_object(object))
		return object;
	json_decref(object);
	return json_object();
}

static enum status check_details(const char *text, struct error *err)
{
	const char *name;
	json_t *value, *object = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	enum status st = STATUS_OK;
	if (!json_is_object(object))
		st = error_reject(err, "bad_value", "details", "an object of texts was expected");
	json_object_foreach(object, name, value)
	{
		bool taken = json_is_string(value) || json_is_integer(value) || json_is_null(value);
		if (!st && !taken)
			st = error_reject(err, "bad_value", "details", "%.64s: a text was expected", name);
	}
	json_decref(object);
	return st;
}

/* A number is a text that somebody forgot to quote; null takes a member away. */
static void join(json_t *object, const char *name, json_t *value)
{
	char text[32];
	if (json_is_null(value)) {
		json_object_del(object, name);
	} else if (json_is_integer(value)) {
		snprintf(text, sizeof text, "%lld", (long long)json_integer_value(value));
		json_object_set_new(object, name, json_string(text));
	} else {
		json_object_set(object, name, value);
	}
}

enum status track_details_join(const char *stored, const struct track_parcel *in, const char **out, struct arena *arena,
			       struct error *err)
{
	const struct {
		const char *name, *value;
	} members[] = { { "phone", in->phone },
			{ "postal", in->postal },
			{ "country", in->country },
			{ "service", in->service },
			{ "carrier_code", in->carrier_code } };
	const char *name;
	json_t *value, *given;
	enum status st = in->details ? check_details(in->details, err) : STATUS_OK;
	if (st)
		return st;
	json_t *object = object_of(stored);
	given = object_of(in->details);
	json_object_foreach(given, name, value)
		join(object, name, value);
	for (size_t i = 0; i < ARRAY_LENGTH(members); i++)
		if (members[i].value)
			json_object_set_new(object, members[i].name, json_string(members[i].value));
	*out = json_object_size(object) > 0 ? tree_json(object, arena) : NULL;
	json_decref(given);
	json_decref(object);
	return STATUS_OK;
}

enum status track_shipment_detail(struct store *s, const char *shipment, const char *name, const char **out,
				  struct arena *arena, struct error *err)
{
	struct stmt *q = store_stmt(s, &TRACK_SQL[TRACK_GET]);
	struct shipment_row row = track_new_row();
	json_t *object;

	*out = NULL;
	stmt_text(q, 1, shipment);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		track_read_row(q, &row, arena);
	stmt_reset(q);
	if (st != STATUS_OK)
		return st == STATUS_END ? STATUS_OK : st;
	object = object_of(row.details);
	*out = arena_text(arena, json_string_value(json_object_get(object, name)));
	json_decref(object);
	return STATUS_OK;
}

const char *track_detail(const struct shipment *shipment, const char *name, struct arena *arena)
{
	char instant[INSTANT_TEXT_SIZE];
	json_t *object = object_of(shipment->details);
	const char *found = arena_text(arena, json_string_value(json_object_get(object, name)));
	json_decref(object);
	if (found)
		return found;
	if (strcmp(name, "shipped_at") == 0)
		return shipment->shipped_at == INSTANT_NONE
			       ? NULL
			       : arena_text(arena, instant_print(instant, shipment->shipped_at));
	const struct {
		const char *name, *value;
	} columns[] = {
		{ "shipment", shipment->shipment }, { "order", shipment->order },
		{ "carrier", shipment->carrier },   { "number", shipment->number },
		{ "identity", shipment->identity }, { "status", SHIPMENT_STATUS_WORDS[shipment->status].word }
	};
	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
		if (strcmp(columns[i].name, name) == 0)
			return columns[i].value;
	return NULL;
}
