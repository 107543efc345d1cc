#include "record_impl.h"

#include <inttypes.h>
#include <math.h>

static void print_list(const struct field *f, const struct record_list *list, struct buffer *out)
{
	buffer_char(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			buffer_char(out, ',');
		record_json(f->items, record_item(list, f->items, i), NULL, 0, out);
	}
	buffer_char(out, ']');
}

/* The value as bare text; false where there is none. */
static bool print_value(const struct field *f, const void *member, struct buffer *out)
{
	char amount[AMOUNT_TEXT_SIZE], real[NUMBER_REAL_SIZE], instant[INSTANT_TEXT_SIZE], day[DAY_TEXT_SIZE];
	const char *text = NULL;

	switch (f->type) {
	case FIELD_TEXT:
	case FIELD_JSON:
		text = *(const char *const *)member;
		break;
	case FIELD_INT:
		buffer_printf(out, "%" PRId64, *(const int64_t *)member);
		return true;
	case FIELD_REAL:
		if (isfinite(*(const double *)member))
			text = number_print_real(real, *(const double *)member);
		break;
	case FIELD_AMOUNT:
		text = amount_print(amount, *(const struct amount *)member);
		break;
	case FIELD_INSTANT:
		if (*(const int64_t *)member != INSTANT_NONE)
			text = instant_print(instant, *(const int64_t *)member);
		break;
	case FIELD_DAY:
		if (*(const int64_t *)member != INSTANT_NONE)
			text = day_print(day, *(const int64_t *)member);
		break;
	case FIELD_BOOL:
		text = *(const bool *)member ? "true" : "false";
		break;
	case FIELD_WORD:
		text = f->words[*(const int *)member].word;
		break;
	case FIELD_LIST:
		print_list(f, member, out);
		return true;
	}
	if (!text)
		return false;
	buffer_text(out, text);
	return true;
}

void record_print(const struct record_type *type, const void *record, int field, struct buffer *out)
{
	if (record_has(record, field))
		print_value(&type->fields[field], record_member_const(record, &type->fields[field]), out);
}

static bool is_json_string(enum field_type type)
{
	return type == FIELD_TEXT || type == FIELD_INSTANT || type == FIELD_DAY || type == FIELD_WORD;
}

static void print_json(const struct field *f, const void *member, struct buffer *out)
{
	if (f->type == FIELD_TEXT) {
		buffer_json_text(out, *(const char *const *)member);
		return;
	}

	size_t start = out->length;
	if (is_json_string(f->type)) /* no character of these needs an escape */
		buffer_char(out, '"');
	if (!print_value(f, member, out)) {
		out->length = start;
		buffer_text(out, "null");
	} else if (is_json_string(f->type)) {
		buffer_char(out, '"');
	}
}

void record_json(const struct record_type *type, const void *record, const int *fields, size_t n, struct buffer *out)
{
	bool first = true;

	buffer_char(out, '{');
	for (size_t i = 0; fields ? i < n : type->fields[i].name != NULL; i++) {
		int index = fields ? fields[i] : (int)i;
		const struct field *f = &type->fields[index];
		bool given = record_has(record, index);

		if (!given && f->flags & FIELD_OPTIONAL_OUT)
			continue;
		if (!first)
			buffer_char(out, ',');
		first = false;
		buffer_char(out, '"');
		buffer_text(out, f->name);
		buffer_text(out, "\":");
		if (given)
			print_json(f, record_member_const(record, f), out);
		else
			buffer_text(out, "null");
	}
	buffer_char(out, '}');
}

/*
 * The canonical form that is digested: "name=<length>:<value>\n", a list "name[<count>\n" and its items, each closed
 * by ";\n". The lengths keep any text from looking like another field.
 */
static void canonical(const struct record_type *type, const void *record, struct buffer *out)
{
	struct buffer value = { 0 };

	for (int i = 0; type->fields[i].name; i++) {
		const struct field *f = &type->fields[i];
		const void *member = record_member_const(record, f);

		if (f->flags & FIELD_IDEMPOTENCY)
			continue;
		if (record_cleared(record, i))
			buffer_printf(out, "%s-\n", f->name);
		if (!record_has(record, i))
			continue;
		if (f->type == FIELD_LIST) {
			const struct record_list *list = member;

			buffer_printf(out, "%s[%zu\n", f->name, list->count);
			for (size_t item = 0; item < list->count; item++) {
				canonical(f->items, record_item(list, f->items, item), out);
				buffer_text(out, ";\n");
			}
			continue;
		}
		buffer_clear(&value);
		if (f->type == FIELD_AMOUNT) {
			struct amount a = *(const struct amount *)member;

			for (; a.scale > 0 && a.units % 10 == 0; a.scale--)
				a.units /= 10;
			print_value(f, &a, &value);
		} else {
			print_value(f, member, &value);
		}
		buffer_printf(out, "%s=%zu:", f->name, value.length);
		buffer_add(out, value.data, value.length);
		buffer_char(out, '\n');
	}
	buffer_free(&value);
}

void record_digest(const struct record_type *type, const void *record, char hex[DIGEST_TEXT_SIZE])
{
	struct buffer text = { 0 };
	struct digest digest;

	canonical(type, record, &text);
	digest_start(&digest);
	digest_add(&digest, text.data, text.length);
	digest_finish(&digest, hex);
	buffer_free(&text);
}
