#include "record_impl.h"

#include <float.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX 65536
#define SCALAR_SIZE 128 /* longer than any number, date or instant */

/* Length of the longest prefix of ${s} of at most ${most} bytes that ends between two characters. */
static size_t prefix_length(const char *s, size_t most)
{
	size_t n = strnlen(s, most + 1);

	if (n <= most)
		return n;
	for (n = most; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
		;
	return n;
}

enum status record_bad_value(struct error *err, const struct field *f, const char *text, const char *format, ...)
{
	char expected[320];
	size_t n = prefix_length(text, 80);
	va_list args;

	va_start(args, format);
	vsnprintf(expected, sizeof expected, format, args);
	va_end(args);
	return error_reject(err, "bad_value", f->name, "\"%.*s%s\": expected %s", (int)n, text, text[n] ? "..." : "",
			    expected);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *skip_space(const char *text)
{
	while (is_space(*text))
		text++;
	return text;
}

static bool is_blank(const char *text)
{
	return *skip_space(text) == '\0';
}

/* The text without blanks at its ends; in ${local} if it has to be cut. Values that matter are never that long. */
static const char *trimmed(const char *text, char local[SCALAR_SIZE])
{
	size_t length;

	text = skip_space(text);
	length = strlen(text);
	if (length == 0 || !is_space(text[length - 1]))
		return text;
	while (length > 0 && is_space(text[length - 1]))
		length--;
	if (length >= SCALAR_SIZE)
		return text;
	memcpy(local, text, length);
	local[length] = '\0';
	return local;
}

static enum status set_text(const struct field *f, const char **member, const char *text, struct arena *arena,
			    struct error *err)
{
	size_t length = strlen(text), most = f->max > 0 ? (size_t)f->max : TEXT_MAX;

	if (length > most)
		return record_bad_value(err, f, text, "at most %zu bytes, not %zu", most, length);
	*member = arena_copy(arena, text, length);
	return STATUS_OK;
}

static enum status set_int(const struct field *f, int64_t *member, const char *text, struct error *err)
{
	bool bounded = f->min != 0 || f->max != 0;
	int64_t min = bounded ? f->min : -QUANTITY_MAX, max = bounded ? f->max : QUANTITY_MAX;

	if (quantity_parse(text, min, max, member, NULL) == STATUS_OK)
		return STATUS_OK;
	return record_bad_value(err, f, text, "an integer from %lld to %lld", (long long)min, (long long)max);
}

static enum status set_word(const struct field *f, int *member, const char *text, struct error *err)
{
	struct buffer words = { 0 };
	enum status status;

	*member = word_index(f->words, text);
	if (*member >= 0)
		return STATUS_OK;
	word_list(f->words, &words);
	status = record_bad_value(err, f, text, "one of: %s", words.length ? words.data : "");
	buffer_free(&words);
	return status;
}

static enum status set_bool(const struct field *f, bool *member, const char *text, struct error *err)
{
	if (text_matches_word("true", "yes|1|是", text))
		*member = true;
	else if (text_matches_word("false", "no|0|否", text))
		*member = false;
	else
		return record_bad_value(err, f, text, "true or false, yes or no, 1 or 0");
	return STATUS_OK;
}

/* JSON given as text: a cell of CSV, or a JSON string that holds JSON. */
static enum status set_json(const struct field *f, const char **member, const char *text, struct arena *arena,
			    struct error *err)
{
	struct error why = { 0 };
	size_t length = strlen(text);
	json_t *json = record_json_load(text, length, &why);

	if (!json)
		return record_bad_value(err, f, text, "JSON: %.200s", why.message);
	json_decref(json);
	*member = record_json_compact((struct record_slice){ text, length }, arena);
	return STATUS_OK;
}

static enum status set_list_text(const struct field *f, struct record_list *member, const char *text,
				 const struct record_rules *rules, struct arena *arena, struct error *err)
{
	struct error why = { 0 };
	size_t length = strlen(text);
	json_t *json = record_json_load(text, length, &why);
	enum status status;

	if (!json)
		return record_bad_value(err, f, text, "a JSON array: %.200s", why.message);
	status = record_set_list(f, member, json, (struct record_slice){ text, length }, rules, arena, NULL, NULL, err);
	json_decref(json);
	return status;
}

/* The words of value about what is wrong are the best there are: "February 2026 has 28 days". */
static enum status of_field(const struct field *f, enum status status, struct error *err)
{
	if (status == STATUS_OK || !err)
		return status;
	err->code = "bad_value";
	snprintf(err->field, sizeof err->field, "%s", f->name);
	return status;
}

static enum status set_member(const struct field *f, void *member, const char *text, const struct record_rules *rules,
			      struct arena *arena, struct error *err)
{
	char local[SCALAR_SIZE];

	switch (f->type) {
	case FIELD_TEXT:
		return set_text(f, member, text, arena, err);
	case FIELD_JSON:
		return set_json(f, member, text, arena, err);
	case FIELD_LIST:
		return set_list_text(f, member, text, rules, arena, err);
	case FIELD_INT:
		return set_int(f, member, trimmed(text, local), err);
	case FIELD_WORD:
		return set_word(f, member, trimmed(text, local), err);
	case FIELD_BOOL:
		return set_bool(f, member, trimmed(text, local), err);
	case FIELD_REAL:
		if (number_parse_real(trimmed(text, local), -DBL_MAX, DBL_MAX, member))
			return STATUS_OK;
		return record_bad_value(err, f, text, "a number such as 1.5");
	case FIELD_AMOUNT:
		return of_field(f, amount_parse(trimmed(text, local), rules->decimal_comma, member, err), err);
	case FIELD_INSTANT:
		return of_field(f, instant_parse(trimmed(text, local), rules->zone, member, err), err);
	case FIELD_DAY:
		return of_field(f, day_parse(trimmed(text, local), member, err), err);
	}
	return error_set(err, STATUS_BUG, "bad_field", f->name, "has an unknown type");
}

enum status record_set(const struct record_type *type, void *record, int field, const char *text,
		       const struct record_rules *rules, struct arena *arena, struct error *err)
{
	struct record *base = record;
	const struct field *f = &type->fields[field];
	uint64_t bit = UINT64_C(1) << field;
	enum status status;

	if (is_blank(text)) {
		if (rules->blank_clears)
			base->cleared |= bit;
		return STATUS_OK;
	}
	status = set_member(f, record_member(record, f), text, rules, arena, err);
	if (status == STATUS_OK) {
		base->given |= bit;
		base->cleared &= ~bit;
	}
	return status;
}
