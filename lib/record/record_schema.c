#include "record_impl.h"

#include <inttypes.h>
#include <string.h>

static void object_schema(const struct record_type *type, struct buffer *out);

static void words_schema(const struct word *words, struct buffer *out)
{
	buffer_text(out, "\"type\":\"string\",\"enum\":[");
	for (int i = 0; words[i].word; i++) {
		if (i)
			buffer_char(out, ',');
		buffer_json_text(out, words[i].word);
	}
	buffer_char(out, ']');
}

static void int_schema(const struct field *f, struct buffer *out)
{
	bool bounded = f->min != 0 || f->max != 0;

	buffer_printf(out, "\"type\":\"integer\",\"minimum\":%" PRId64 ",\"maximum\":%" PRId64,
		      bounded ? f->min : -QUANTITY_MAX, bounded ? f->max : QUANTITY_MAX);
}

/* The other names of a column, for the manual. */
static void aliases_schema(const char *aliases, struct buffer *out)
{
	struct buffer name = { 0 };

	for (const char *at = aliases; *at; at += *at == '|') {
		size_t length = strcspn(at, "|");

		buffer_clear(&name);
		buffer_add(&name, at, length);
		if (at != aliases)
			buffer_char(out, ',');
		buffer_json_text(out, name.data);
		at += length;
	}
	buffer_free(&name);
}

static void field_schema(const struct field *f, struct buffer *out)
{
	switch (f->type) {
	case FIELD_TEXT:
		buffer_text(out, "\"type\":\"string\"");
		break;
	case FIELD_INT:
		int_schema(f, out);
		break;
	case FIELD_REAL:
		buffer_text(out, "\"type\":\"number\"");
		break;
	case FIELD_AMOUNT:
		buffer_text(out, "\"type\":[\"number\",\"string\"],\"pattern\":\"^[+-]?[0-9]+([.][0-9]{1,9})?$\"");
		break;
	case FIELD_INSTANT:
		buffer_text(out, "\"type\":\"string\",\"format\":\"date-time\"");
		break;
	case FIELD_DAY:
		buffer_text(out, "\"type\":\"string\",\"format\":\"date\"");
		break;
	case FIELD_BOOL:
		buffer_text(out, "\"type\":\"boolean\"");
		break;
	case FIELD_WORD:
		words_schema(f->words, out);
		break;
	case FIELD_JSON:
		buffer_text(out, "\"type\":[\"object\",\"array\",\"string\",\"number\",\"boolean\"]");
		break;
	case FIELD_LIST:
		buffer_text(out, "\"type\":\"array\",\"items\":{");
		object_schema(f->items, out);
		buffer_char(out, '}');
		break;
	}
	if (f->help) {
		buffer_text(out, ",\"description\":");
		buffer_json_text(out, f->help);
	}
	if (f->aliases) {
		buffer_text(out, ",\"x-aliases\":[");
		aliases_schema(f->aliases, out);
		buffer_char(out, ']');
	}
}

static void object_schema(const struct record_type *type, struct buffer *out)
{
	bool first = true;

	buffer_text(out, "\"title\":");
	buffer_json_text(out, type->name);
	if (type->help) {
		buffer_text(out, ",\"description\":");
		buffer_json_text(out, type->help);
	}
	buffer_text(out, ",\"type\":\"object\",\"properties\":{");
	for (const struct field *f = type->fields; f->name; f++) {
		if (f != type->fields)
			buffer_char(out, ',');
		buffer_json_text(out, f->name);
		buffer_text(out, ":{");
		field_schema(f, out);
		buffer_char(out, '}');
	}
	buffer_text(out, "},\"required\":[");
	for (const struct field *f = type->fields; f->name; f++) {
		if (!(f->flags & FIELD_REQUIRED))
			continue;
		if (!first)
			buffer_char(out, ',');
		first = false;
		buffer_json_text(out, f->name);
	}
	buffer_char(out, ']');
}

void record_schema(const struct record_type *type, struct buffer *out)
{
	buffer_text(out, "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",");
	object_schema(type, out);
	buffer_char(out, '}');
}
