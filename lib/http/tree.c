#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "http_impl.h"

#define STEP_MOST    256 /* bytes of a step that holds an escape */
#define DIGITS_EXACT 18	 /* any integer of so many digits is an int64_t */
#define REPLACEMENT  "\xEF\xBF\xBD"
#define ORDER_MARK   "\xEF\xBB\xBF"

/* The end of the JSON string that begins at ${p}: behind its quote. */
static const char *string_end(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
		p += *p == '\\' && p + 1 < end;
	return p < end ? p + 1 : end;
}

/* The end of the number that begins at ${p}, and whether it is an integer with more digits than fit. */
static const char *number_end(const char *p, const char *end, bool *large)
{
	const char *begin = p;
	bool integer = true;

	while (p < end && (strchr("+-.eE", *p) ? *p != '\0' : *p >= '0' && *p <= '9')) {
		integer &= *p != '.' && *p != 'e' && *p != 'E';
		p++;
	}
	*large = integer && p - begin - (*begin == '-') > DIGITS_EXACT;
	return p;
}

/* Large integers in quotes; every other byte as it was. */
static void quote_large(const char *p, const char *end, struct buffer *out)
{
	while (p < end) {
		const char *begin = p;
		bool large = false;

		if (*p == '"')
			p = string_end(p, end);
		else if (*p == '-' || (*p >= '0' && *p <= '9'))
			p = number_end(p, end, &large);
		else
			p++;
		if (large)
			buffer_char(out, '"');
		buffer_add(out, begin, (size_t)(p - begin));
		if (large)
			buffer_char(out, '"');
	}
}

/* A run of so many digits has one at every place that many bytes apart: only those are looked at. */
static bool has_large(const char *text, size_t length)
{
	for (size_t i = DIGITS_EXACT; i < length; i += DIGITS_EXACT + 1) {
		size_t begin = i, end = i;

		if (text[i] < '0' || text[i] > '9')
			continue;
		while (begin && text[begin - 1] >= '0' && text[begin - 1] <= '9')
			begin--;
		while (end < length && text[end] >= '0' && text[end] <= '9')
			end++;
		if (end - begin > DIGITS_EXACT)
			return true;
	}
	return false;
}

/* Each byte that no character begins with becomes U+FFFD. */
static void mend_utf8(const char *p, const char *end, struct buffer *out)
{
	while (p < end) {
		size_t most = end - p < 4 ? (size_t)(end - p) : 4, n = 1;

		while (n <= most && !text_valid(p, n))
			n++;
		if (n <= most) {
			buffer_add(out, p, n);
			p += n;
		} else {
			buffer_text(out, REPLACEMENT);
			p++;
		}
	}
}

enum status tree_read(const char *text, size_t length, json_t **out, struct error *err)
{
	struct buffer mended = { 0 }, quoted = { 0 };
	json_error_t why;

	if (length >= 3 && memcmp(text, ORDER_MARK, 3) == 0)
		text += 3, length -= 3;
	if (!text_valid(text, length)) {
		mend_utf8(text, text + length, &mended);
		text = mended.data, length = mended.length;
	}
	if (has_large(text, length)) {
		quote_large(text, text + length, &quoted);
		text = quoted.data, length = quoted.length;
	}
	*out = json_loadb(text, length, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
	buffer_free(&mended);
	buffer_free(&quoted);
	if (!*out)
		return error_reject(err, "bad_json", "", "line %d, column %d: %s", why.line, why.column, why.text);
	return STATUS_OK;
}

bool tree_pointer(const char *text)
{
	const char *p = text;

	if (*p && *p != '/')
		return false;
	while ((p = strchr(p, '~')))
		if (*++p != '0' && *p != '1')
			return false;
	return strlen(text) < STEP_MOST || !strchr(text, '~');
}

static const json_t *member(const json_t *object, const char *step, size_t length)
{
	char plain[STEP_MOST];
	size_t n = 0;

	if (!memchr(step, '~', length))
		return json_object_getn(object, step, length);
	for (size_t i = 0; i < length && n < sizeof(plain); i++) {
		plain[n++] = step[i];
		if (step[i] == '~')
			plain[n - 1] = step[++i] == '0' ? '~' : '/';
	}
	return json_object_getn(object, plain, n);
}

static const json_t *element(const json_t *array, const char *step, size_t length)
{
	size_t index = 0;

	if (!length || length > 9 || (length > 1 && *step == '0'))
		return NULL;
	for (size_t i = 0; i < length; i++) {
		if (step[i] < '0' || step[i] > '9')
			return NULL;
		index = index * 10 + (size_t)(step[i] - '0');
	}
	return json_array_get(array, index);
}

/* False: the visitor has had enough. */
static bool walk(const json_t *at, const char *pointer, tree_visit *each, void *ctx)
{
	const char *step = pointer + 1, *end;
	size_t length;

	if (!at)
		return true;
	if (!*pointer)
		return each(ctx, at);
	end = strchrnul(step, '/');
	length = (size_t)(end - step);
	if (length == 1 && *step == '*') {
		if (json_is_null(at))
			return true;
		if (!json_is_array(at))
			return walk(at, end, each, ctx);
		for (size_t i = 0; i < json_array_size(at); i++)
			if (!walk(json_array_get(at, i), end, each, ctx))
				return false;
		return true;
	}
	return walk(json_is_array(at) ? element(at, step, length) : member(at, step, length), end, each, ctx);
}

void tree_each(const json_t *tree, const char *pointer, tree_visit *each, void *ctx)
{
	walk(tree, pointer, each, ctx);
}

static bool take_first(void *ctx, const json_t *value)
{
	if (json_is_null(value))
		return true;
	*(const json_t **)ctx = value;
	return false;
}

const json_t *tree_find(const json_t *tree, const char *pointer)
{
	const json_t *found = NULL;

	walk(tree, pointer, take_first, &found);
	return found;
}

const char *tree_text(const json_t *value, struct arena *arena)
{
	char real[NUMBER_REAL_SIZE];
	const char *text = json_string_value(value);

	if (text)
		return *text ? text : NULL;
	if (json_is_integer(value))
		return arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	if (json_is_real(value))
		return arena_text(arena, number_print_real(real, json_real_value(value)));
	if (json_is_boolean(value))
		return json_is_true(value) ? "true" : "false";
	return NULL;
}

static void print_object(const json_t *object, struct buffer *out)
{
	const char *key;
	json_t *value;

	buffer_char(out, '{');
	json_object_foreach((json_t *)object, key, value) {
		if (out->data[out->length - 1] != '{')
			buffer_char(out, ',');
		buffer_json_text(out, key);
		buffer_char(out, ':');
		tree_print(value, out);
	}
	buffer_char(out, '}');
}

static void print_array(const json_t *array, struct buffer *out)
{
	buffer_char(out, '[');
	for (size_t i = 0; i < json_array_size(array); i++) {
		if (i)
			buffer_char(out, ',');
		tree_print(json_array_get(array, i), out);
	}
	buffer_char(out, ']');
}

void tree_print(const json_t *value, struct buffer *out)
{
	char real[NUMBER_REAL_SIZE];

	switch (value ? json_typeof(value) : JSON_NULL) {
	case JSON_OBJECT:
		print_object(value, out);
		break;
	case JSON_ARRAY:
		print_array(value, out);
		break;
	case JSON_STRING:
		buffer_json_text(out, json_string_value(value));
		break;
	case JSON_INTEGER:
		buffer_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		break;
	case JSON_REAL:
		buffer_text(out, number_print_real(real, json_real_value(value)));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		buffer_text(out, json_is_true(value) ? "true" : "false");
		break;
	default:
		buffer_text(out, "null");
	}
}

const char *tree_json(const json_t *value, struct arena *arena)
{
	struct buffer text = { 0 };
	const char *copy;

	tree_print(value, &text);
	copy = arena_copy(arena, text.data, text.length);
	buffer_free(&text);
	return copy;
}
