#include <string.h>

#include "carrier_impl.h"

const char *carrier_map_normal_code(bool fold, bool zeros, const char *code, struct buffer *out)
{
	while (zeros && code[0] == '0' && code[1])
		code++;
	buffer_clear(out);
	buffer_text(out, code);
	for (size_t i = 0; fold && i < out->length; i++)
		out->data[i] += out->data[i] >= 'A' && out->data[i] <= 'Z' ? 32 : 0;
	return out->data;
}

json_t *carrier_map_normal(const struct carrier *c, const json_t *map)
{
	json_t *out = json_object(), *entry;
	struct buffer normal = { 0 };
	const char *code;

	json_object_foreach((json_t *)map, code, entry)
		json_object_set(out, carrier_map_normal_code(c->map_fold, c->map_zeros, code, &normal), entry);
	buffer_free(&normal);
	return out;
}

/* The entry of a code, or of what is left of it without its last parts. */
static const json_t *look_up(const struct carrier *c, const char *code)
{
	size_t joint = c->map_prefix ? strlen(c->map_prefix) : 0;
	struct buffer normal = { 0 };
	const json_t *entry;

	carrier_map_normal_code(c->map_fold, c->map_zeros, code, &normal);
	entry = json_object_get(c->map, normal.data);
	for (size_t end = normal.length; !entry && joint && end; end--) {
		if (end < joint || memcmp(normal.data + end - joint, c->map_prefix, joint) != 0)
			continue;
		normal.data[end - joint] = '\0';
		entry = json_object_get(c->map, normal.data);
	}
	buffer_free(&normal);
	return entry;
}

/* "status", or ["status", "substatus"]. */
static void read_entry(const json_t *entry, int *status, const char **substatus)
{
	const json_t *word = json_is_array(entry) ? json_array_get(entry, 0) : entry;

	*status = word_index(SHIPMENT_STATUS_WORDS, json_string_value(word));
	*substatus = json_string_value(json_array_get(entry, 1));
}

static bool map_words(const struct carrier *c, const char *text, int *status, const char **substatus)
{
	const json_t *rules = json_object_get(c->file, "map_text"), *rule;
	size_t i;

	json_array_foreach(rules, i, rule) {
		if (text && strcasestr(text, json_string_value(json_array_get(rule, 0)))) {
			*status = word_index(SHIPMENT_STATUS_WORDS, json_string_value(json_array_get(rule, 1)));
			*substatus = json_string_value(json_array_get(rule, 2));
			return true;
		}
	}
	return false;
}

void carrier_map_codes(const struct carrier *c, const struct place_in_reply *in, const json_t *codes, const char *text,
		       struct mapping *out)
{
	size_t count = json_is_array(codes) ? json_array_size(codes) : codes != NULL;
	struct buffer native = { 0 };

	*out = (struct mapping) { .status = SHIPMENT_UNKNOWN };
	for (size_t i = 0; i < count; i++) {
		const char *code = carrier_source_one(in, json_is_array(codes) ? json_array_get(codes, i) : codes, ":");
		const json_t *entry = code && !out->mapped ? look_up(c, code) : NULL;

		if (!code)
			continue;
		buffer_char(&native, native.length ? ',' : '[');
		buffer_json_text(&native, code);
		if (!out->code || entry)
			out->code = code;
		if (entry) {
			out->mapped = true;
			read_entry(entry, &out->status, &out->substatus);
		}
	}
	if (!out->mapped)
		out->mapped = map_words(c, text, &out->status, &out->substatus);
	if (native.length) {
		buffer_char(&native, ']');
		out->native = arena_copy(in->arena, native.data, native.length);
	}
	buffer_free(&native);
}

bool carrier_map(const struct carrier *c, const char *native, const char *text, int *status, const char **substatus)
{
	json_t *codes = native ? json_loads(native, JSON_DECODE_ANY, NULL) : NULL, *code;
	const json_t *entry = NULL;
	size_t i;

	*status = SHIPMENT_UNKNOWN;
	*substatus = NULL;
	json_array_foreach(codes, i, code) {
		if (json_is_string(code) && (entry = look_up(c, json_string_value(code))))
			break;
	}
	json_decref(codes);
	if (!entry)
		return map_words(c, text, status, substatus);
	read_entry(entry, status, substatus);
	return true;
}

void carrier_each_code(const struct carrier *c, carrier_code *each, void *ctx)
{
	const json_t *rules = json_object_get(c->file, "map_text"), *rule;
	const char *code, *substatus;
	struct buffer part = { 0 };
	json_t *entry;
	int status;
	size_t i;

	json_object_foreach(json_object_get(c->file, "map"), code, entry) {
		read_entry(entry, &status, &substatus);
		each(ctx, code, status, substatus);
	}
	json_array_foreach(rules, i, rule) {
		buffer_clear(&part);
		buffer_printf(&part, "*%s*", json_string_value(json_array_get(rule, 0)));
		each(ctx, part.data, word_index(SHIPMENT_STATUS_WORDS, json_string_value(json_array_get(rule, 1))),
		     json_string_value(json_array_get(rule, 2)));
	}
	buffer_free(&part);
}
