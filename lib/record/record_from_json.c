#include "record_impl.h"

#include <stdio.h>
#include <string.h>

#define NUMBER_SIZE 128

static void *json_memory(size_t size)
{
	return memory_alloc(size ? size : 1);
}

json_t *record_json_load(const char *text, size_t length, struct error *err)
{
	static bool started;
	json_error_t why;
	json_t *json;

	/* jansson reports a failed allocation as bad data; base's allocator does not return from one. */
	if (!started) {
		json_set_alloc_funcs(json_memory, memory_free);
		started = true;
	}
	json = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &why);
	if (!json)
		error_reject(err, "bad_json", "", "%.160s at line %d, column %d", why.text, why.line, why.column);
	return json;
}

/* Digits that carry the value: without leading zeros, and zeros at the end of the decimals. */
static int significant_digits(const char *number, bool *real)
{
	int digits = 0, zeros = 0;

	*real = false;
	for (const char *p = number; *p && *p != 'e' && *p != 'E'; p++) {
		if (*p == '.') {
			*real = true;
		} else if (*p == '0' && digits > 0) {
			zeros++;
		} else if (*p >= '1' && *p <= '9') {
			digits += zeros + 1;
			zeros = 0;
		}
	}
	return digits;
}

static enum status set_number(const struct record_type *type, void *record, int field, struct record_slice slice,
			      const struct record_rules *rules, struct arena *arena, struct error *err)
{
	struct record_rules plain = *rules;
	const struct field *f = &type->fields[field];
	char number[NUMBER_SIZE];
	bool real;

	if (slice.length >= sizeof number)
		return error_reject(err, "too_precise", f->name, "a number of %zu characters", slice.length);
	memcpy(number, slice.text, slice.length);
	number[slice.length] = '\0';
	if (f->type == FIELD_AMOUNT && significant_digits(number, &real) > 15 && real)
		return error_reject(err, "too_precise", f->name,
				    "%s has more than 15 significant digits, which a JSON number does not carry "
				    "safely: write it as a string",
				    number);
	plain.decimal_comma = false; /* a number of JSON has a point, whatever the shop writes */
	return record_set(type, record, field, number, &plain, arena, err);
}

static enum status set_string(const struct record_type *type, void *record, int field, json_t *json,
			      struct record_slice slice, const struct record_rules *rules, struct arena *arena,
			      struct error *err)
{
	const struct field *f = &type->fields[field];
	const char *text = json_string_value(json);

	if (f->type == FIELD_JSON && text[0]) {
		json_t *inside = record_json_load(text, strlen(text), NULL);
		bool container = json_is_object(inside) || json_is_array(inside);

		json_decref(inside);
		if (!container) { /* a plain string is JSON as well */
			*(const char **)record_member(record, f) = record_json_compact(slice, arena);
			record_mark(record, field);
			return STATUS_OK;
		}
	}
	return record_set(type, record, field, text, rules, arena, err);
}

static enum status set_container(const struct record_type *type, void *record, int field, json_t *json,
				 struct record_slice slice, const struct record_rules *rules, struct arena *arena,
				 record_unknown_key *unknown, void *ctx, struct error *err)
{
	const struct field *f = &type->fields[field];

	if (f->type == FIELD_JSON) {
		*(const char **)record_member(record, f) = record_json_compact(slice, arena);
	} else if (f->type == FIELD_LIST) {
		enum status status = record_set_list(f, record_member(record, f), json, slice, rules, arena, unknown,
						     ctx, err);
		if (status != STATUS_OK)
			return status;
	} else {
		return error_reject(err, "bad_value", f->name, "expected a single value, not an %s",
				    json_is_object(json) ? "object" : "array");
	}
	record_mark(record, field);
	return STATUS_OK;
}

static enum status set_value(const struct record_type *type, void *record, int field, json_t *json,
			     struct record_slice slice, const struct record_rules *rules, struct arena *arena,
			     record_unknown_key *unknown, void *ctx, struct error *err)
{
	const struct field *f = &type->fields[field];

	switch (json_typeof(json)) {
	case JSON_NULL:
		return record_set(type, record, field, "", rules, arena, err);
	case JSON_STRING:
		return set_string(type, record, field, json, slice, rules, arena, err);
	case JSON_INTEGER:
	case JSON_REAL:
		return set_number(type, record, field, slice, rules, arena, err);
	case JSON_TRUE:
	case JSON_FALSE:
		if (f->type != FIELD_BOOL && f->type != FIELD_JSON)
			return record_bad_value(err, f, json_is_true(json) ? "true" : "false", "no truth value");
		return record_set(type, record, field, json_is_true(json) ? "true" : "false", rules, arena, err);
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	}
	return set_container(type, record, field, json, slice, rules, arena, unknown, ctx, err);
}

/* One member more of the object of what is no field, as it stands in the text. */
static void rest_add(struct buffer *rest, struct record_slice name, struct record_slice value, struct arena *arena)
{
	buffer_char(rest, rest->length ? ',' : '{');
	buffer_char(rest, '"');
	buffer_add(rest, name.text, name.length);
	buffer_text(rest, "\":");
	buffer_text(rest, record_json_compact(value, arena));
}

static void rest_set(const struct record_type *type, void *record, struct buffer *rest, struct arena *arena)
{
	int field = record_rest_field(type);

	buffer_char(rest, '}');
	*(const char **)record_member(record, &type->fields[field]) = arena_copy(arena, rest->data, rest->length);
	record_mark(record, field);
}

/* jansson keeps the members in the order of the text, so that both are walked side by side: the values
 * decoded by jansson, the digits of numbers and nested JSON from the text. */
static enum status set_object(const struct record_type *type, void *record, json_t *json, struct record_slice slice,
			      const struct record_rules *rules, struct arena *arena, record_unknown_key *unknown,
			      void *ctx, struct error *err)
{
	struct record_walk walk = record_walk(slice);
	struct record_slice name, value;
	struct buffer rest = { 0 };
	enum status status = STATUS_OK;
	uint64_t seen = 0;
	int next = 0; /* records of one source have their keys in one order */

	for (void *i = json_object_iter(json); status == STATUS_OK && i && record_walk_next(&walk, &name, &value);
	     i = json_object_iter_next(json, i)) {
		const char *key = json_object_iter_key(i);
		const struct field *expected = &type->fields[next];
		int field = next;

		if (!expected->name || strcmp(expected->name, key) != 0 || expected->flags & FIELD_REST)
			field = record_field_index(type, key);
		if (field < 0) {
			if (record_rest_field(type) >= 0)
				rest_add(&rest, name, value, arena);
			else if (unknown)
				unknown(ctx, key);
			continue;
		}
		if (seen >> field & 1) {
			status = error_reject(err, "duplicate", type->fields[field].name,
					      "is given twice, again as \"%.60s\"", key);
			break;
		}
		seen |= UINT64_C(1) << field;
		next = field + 1;
		status = set_value(type, record, field, json_object_iter_value(i), value, rules, arena, unknown, ctx,
				   err);
	}
	if (status == STATUS_OK && rest.length > 0)
		rest_set(type, record, &rest, arena);
	buffer_free(&rest);
	return status;
}

struct inside {
	record_unknown_key *unknown;
	void *ctx;
	const char *list;
};

static void unknown_inside(void *ctx, const char *key)
{
	const struct inside *inside = ctx;
	char name[160];

	snprintf(name, sizeof name, "%s.%.100s", inside->list, key);
	inside->unknown(inside->ctx, name);
}

enum status record_set_list(const struct field *f, struct record_list *list, json_t *json, struct record_slice slice,
			    const struct record_rules *rules, struct arena *arena, record_unknown_key *unknown,
			    void *ctx, struct error *err)
{
	struct inside inside = { unknown, ctx, f->name };
	struct record_walk walk = record_walk(slice);
	struct record_slice value;
	size_t count = json_array_size(json);

	if (!json_is_array(json))
		return error_reject(err, "bad_value", f->name, "expected an array of objects");
	list->items = count ? arena_alloc(arena, count * f->items->size) : NULL;
	list->count = count;
	for (size_t i = 0; i < count && record_walk_next(&walk, NULL, &value); i++) {
		void *item = (char *)list->items + i * f->items->size;
		json_t *object = json_array_get(json, i);
		enum status status;

		record_clear(f->items, item);
		if (json_is_object(object))
			status = set_object(f->items, item, object, value, rules, arena, unknown ? unknown_inside : NULL,
					    &inside, err);
		else
			status = error_reject(err, "bad_value", "", "expected an object");
		if (status != STATUS_OK) {
			record_error_inside(err, f->name, i);
			return status;
		}
	}
	return STATUS_OK;
}

enum status record_from_json(const struct record_type *type, void *record, const char *text, size_t length,
			     const struct record_rules *rules, struct arena *arena, record_unknown_key *unknown,
			     void *ctx, struct error *err)
{
	json_t *json = record_json_load(text, length, err);
	enum status status;

	if (!json)
		return STATUS_REJECTED;
	if (json_is_object(json))
		status = set_object(type, record, json, (struct record_slice){ text, length }, rules, arena, unknown,
				    ctx, err);
	else
		status = error_reject(err, "bad_json", "", "expected a JSON object");
	json_decref(json);
	return status;
}
