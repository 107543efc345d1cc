#include <ecom/value.h>
#include <string.h>

#include "template_impl.h"

const char *const TEMPLATE_FILTERS[] = { "", "int", "last4", "day", "upper", "lower", NULL };
const char *const TEMPLATE_NOW[] = { "epoch", "epoch_ms", "iso", "uuid", NULL };
const char *const TEMPLATE_HASHES[] = { "md5", "sha1", "sha256", "sha512", NULL };
const char *const TEMPLATE_ENCODINGS[] = { "hex", "HEX", "b64", "b64hex", NULL };
const char *const TEMPLATE_TEXT_ENCODINGS[] = { "percent", "form", "b64", NULL };
const char *const TEMPLATE_METHODS[] = { "GET", "POST", "PUT", "PATCH", "DELETE", NULL };

int template_word(const char *const *words, const char *text)
{
	for (int i = 0; words[i]; i++)
		if (text && strcmp(words[i], text) == 0)
			return i;
	return -1;
}

static bool copy(char *out, size_t size, const char *text, size_t length)
{
	if (length >= size)
		return false;
	memcpy(out, text, length);
	out[length] = '\0';
	return true;
}

/* What stands between the braces. The filter of "numbers" is what joins them: any text. */
static bool read_value(const char *inside, size_t length, struct template_piece *out)
{
	const char *colon = memchr(inside, ':', length);
	size_t name = colon ? (size_t)(colon - inside) : length;
	bool numbers = name == 7 && memcmp(inside, "numbers", 7) == 0;

	if (!numbers && length && inside[length - 1] == '?') {
		out->optional = true;
		length--;
		name -= !colon;
	}
	return name && copy(out->name, sizeof(out->name), inside, name) &&
	       copy(out->filter, sizeof(out->filter), colon ? colon + 1 : "", colon ? length - name - 1 : 0);
}

bool template_piece(const char **at, struct template_piece *out)
{
	const char *p = *at, *end;

	*out = (struct template_piece) { .text = p };
	if (!*p)
		return false;
	if (p[0] == '$' && p[1] == '{') {
		out->value = true;
		end = strchr(p, '}');
		out->malformed = !end || !read_value(p + 2, (size_t)(end - p - 2), out);
		*at = end ? end + 1 : p + strlen(p);
	} else if (p[0] == '$' && p[1] == '$' && p[2] == '{') {
		out->text = p + 1; /* $${ stands for ${ */
		*at = p + 3;
	} else {
		for (p++; *p && !(p[0] == '$' && (p[1] == '{' || (p[1] == '$' && p[2] == '{'))); p++)
			;
		*at = p;
	}
	out->length = (size_t)(*at - out->text);
	return true;
}

static void add_escaped(const char *text, size_t length, const char *plain, struct buffer *out)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c && strchr(plain, c))) {
			buffer_char(out, (char)c);
		} else {
			buffer_char(out, '%');
			buffer_char(out, digits[c >> 4]);
			buffer_char(out, digits[c & 15]);
		}
	}
}

void template_percent(const char *text, size_t length, struct buffer *out)
{
	add_escaped(text, length, "-._~", out);
}

void template_form(const char *text, size_t length, struct buffer *out)
{
	const char *blank;

	while ((blank = memchr(text, ' ', length))) {
		size_t before = (size_t)(blank - text);

		add_escaped(text, before, "*-._", out);
		buffer_char(out, '+');
		text += before + 1;
		length -= before + 1;
	}
	add_escaped(text, length, "*-._", out);
}

/* A version 4 UUID (RFC 9562) whose random bits are a digest: the same for the same request. */
static void add_uuid(uint64_t seed, struct buffer *out)
{
	char hex[DIGEST_TEXT_SIZE];
	struct digest d;

	digest_start(&d);
	digest_add(&d, &seed, sizeof(seed));
	digest_finish(&d, hex);
	hex[12] = '4';
	hex[16] = "89ab"[hex[16] & 3];
	buffer_printf(out, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

static void add_now(const struct template_scope *scope, const char *form, struct buffer *out)
{
	char iso[INSTANT_TEXT_SIZE];

	switch (template_word(TEMPLATE_NOW, form)) {
	case NOW_EPOCH:
		buffer_printf(out, "%lld", (long long)(scope->now / 1000));
		break;
	case NOW_EPOCH_MS:
		buffer_printf(out, "%lld", (long long)scope->now);
		break;
	case NOW_UUID:
		add_uuid(scope->seed, out);
		break;
	default:
		buffer_text(out, instant_print(iso, scope->now));
	}
}

static enum status add_filtered(struct template_filling *f, const struct template_piece *piece, const char *text,
				size_t length, struct buffer *out)
{
	size_t start = length, begin = out->length;
	int64_t number;

	switch (template_word(TEMPLATE_FILTERS, piece->filter)) {
	case FILTER_INT:
		if (strlen(text) != length || !number_parse_int(text, INT64_MIN, INT64_MAX, &number))
			return error_reject(f->err, "bad_value", piece->name, "%s: an integer was expected",
					    piece->name);
		break;
	case FILTER_LAST4:
		for (int i = 0; i < 4 && start; i++)
			for (start--; start && ((unsigned char)text[start] & 0xC0) == 0x80; start--)
				;
		text += start;
		length -= start;
		break;
	case FILTER_DAY:
		length = length < 10 ? length : 10;
		break;
	default:
		break;
	}
	buffer_add(out, text, length);
	for (size_t i = begin; i < out->length && strcmp(piece->filter, "upper") == 0; i++)
		out->data[i] -= out->data[i] >= 'a' && out->data[i] <= 'z' ? 32 : 0;
	for (size_t i = begin; i < out->length && strcmp(piece->filter, "lower") == 0; i++)
		out->data[i] += out->data[i] >= 'A' && out->data[i] <= 'Z' ? 32 : 0;
	return STATUS_OK;
}

static const char *find(const struct template_filling *f, const char *name, size_t index, size_t *length)
{
	const char *text = NULL;

	for (size_t i = 0; i < f->n_values && !text; i++)
		if (strcmp(f->values[i].name, name) == 0)
			text = f->values[i].text;
	if (!text && f->scope->bytes && (text = f->scope->bytes(f->scope->ctx, name, length)))
		return *length ? text : NULL;
	if (!text)
		text = f->scope->find(f->scope->ctx, name, index);
	*length = text ? strlen(text) : 0;
	return *length ? text : NULL;
}

static enum status missing(struct template_filling *f, const char *name)
{
	return error_reject(f->err, "missing_value", name, "%s is needed for this request, and there is none", name);
}

/* All numbers of the batch, joined; the joint itself is never escaped in a url. */
static enum status add_numbers(struct template_filling *f, const char *joint, enum template_escape escape,
			       struct buffer *out)
{
	for (size_t i = 0; i < f->scope->count; i++) {
		size_t length;
		const char *number = find(f, "number", i, &length);

		if (!number)
			return missing(f, "number");
		if (i)
			buffer_text(out, joint);
		if (escape == ESCAPE_URL)
			template_percent(number, length, out);
		else
			buffer_add(out, number, length);
	}
	return STATUS_OK;
}

/* The text of one value, unescaped, in f->scratch. */
static enum status fill_value(struct template_filling *f, const struct template_piece *piece, size_t index,
			      bool *absent)
{
	const char *text;
	size_t length;

	buffer_clear(&f->scratch);
	if (strcmp(piece->name, "now") == 0) {
		add_now(f->scope, piece->filter, &f->scratch);
		return STATUS_OK;
	}
	text = find(f, piece->name, index, &length);
	if (text)
		return add_filtered(f, piece, text, length, &f->scratch);
	if (!piece->optional)
		return missing(f, piece->name);
	if (absent)
		*absent = true;
	return STATUS_OK;
}

enum status template_fill(struct template_filling *f, const char *template, size_t index, enum template_escape escape,
			  struct buffer *out, bool *absent)
{
	struct template_piece piece;
	const char *at = template;
	enum status st = STATUS_OK;

	buffer_add(out, "", 0);
	while (!st && template_piece(&at, &piece)) {
		if (!piece.value) {
			buffer_add(out, piece.text, piece.length);
		} else if (strcmp(piece.name, "numbers") == 0) {
			st = add_numbers(f, piece.filter, escape, out);
		} else {
			st = fill_value(f, &piece, index, absent);
			if (escape == ESCAPE_URL && piece.text != template)
				template_percent(f->scratch.data, f->scratch.length, out);
			else
				buffer_add(out, f->scratch.data, f->scratch.length);
		}
	}
	return st;
}

enum status template_fill_sign(struct template_filling *f, const json_t *how, struct buffer *out)
{
	const json_t *over = json_object_get(how, "over"), *hmac = json_object_get(how, "hmac"), *text;
	const char *hash = json_string_value(hmac ? hmac : json_object_get(how, "digest"));
	const char *encoding = json_string_value(json_object_get(how, "encode"));
	struct buffer key = { 0 }, data = { 0 };
	enum status st = STATUS_OK;
	size_t i;

	if (hmac)
		st = template_fill(f, json_string_value(json_object_get(how, "key")), 0, ESCAPE_NONE, &key, NULL);
	json_array_foreach(over, i, text) {
		if (!st)
			st = template_fill(f, json_string_value(text), 0, ESCAPE_NONE, &data, NULL);
	}
	if (!st)
		st = sign_data(f->scope->modules, (enum sign_hash)template_word(TEMPLATE_HASHES, hash),
			       hmac ? key.data : NULL, key.length, data.data ? data.data : "", data.length,
			       (enum sign_encoding)template_word(TEMPLATE_ENCODINGS, encoding), out, f->err);
	buffer_free(&key);
	buffer_free(&data);
	return st;
}

enum status template_text(const char *template, const struct template_scope *scope, struct buffer *out,
			  struct error *err)
{
	struct template_filling f = { .scope = scope, .err = err };
	enum status st = template_fill(&f, template, 0, ESCAPE_NONE, out, NULL);

	buffer_free(&f.scratch);
	return st;
}

enum status template_sign(const json_t *how, const struct template_scope *scope, struct buffer *out, struct error *err)
{
	struct template_filling f = { .scope = scope, .err = err };
	enum status st = template_fill_sign(&f, how, out);

	buffer_free(&f.scratch);
	return st;
}
