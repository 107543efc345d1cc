#include <string.h>

#include "template_impl.h"

/*
 * JSON filled in. A NULL value is one that is left out: an optional value in it is absent. $each makes a list of its
 * own, which the list around it takes in.
 */
struct building {
	struct template_filling *filling;
	enum status status;
};
static json_t *build(struct building *b, const json_t *pattern, size_t index);

static json_t *build_text(struct building *b, const char *template, size_t index)
{
	struct buffer text = { 0 };
	struct template_piece piece;
	const char *at = template;
	bool absent = false;
	json_t *out = NULL;
	int64_t number;

	b->status = template_fill(b->filling, template, index, ESCAPE_NONE, &text, &absent);
	if (!b->status && !absent) {
		template_piece(&at, &piece);
		if (piece.value && !*at && strcmp(piece.filter, "int") == 0 &&
		    number_parse_int(text.data, INT64_MIN, INT64_MAX, &number))
			out = json_integer(number);
		else
			out = json_stringn(text.data, text.length);
		if (!out)
			b->status = error_reject(b->filling->err, "bad_value", "", "a value is no UTF-8 text");
	}
	buffer_free(&text);
	return out;
}

static json_t *build_object(struct building *b, const json_t *pattern, size_t index)
{
	json_t *out = json_object(), *value, *made;
	const char *key;

	json_object_foreach((json_t *)pattern, key, value) {
		made = b->status ? NULL : build(b, value, index);
		if (made)
			json_object_set_new(out, key, made);
	}
	return out;
}

static json_t *build_array(struct building *b, const json_t *pattern, size_t index)
{
	json_t *out = json_array(), *value, *made;
	size_t i, n;

	json_array_foreach(pattern, i, value) {
		const json_t *each = json_object_get(value, "$each");

		for (n = 0; n < (each ? b->filling->scope->count : 1) && !b->status; n++) {
			made = each ? build(b, each, n) : build(b, value, index);
			if (made)
				json_array_append_new(out, made);
		}
	}
	return out;
}

static json_t *build(struct building *b, const json_t *pattern, size_t index)
{
	if (json_is_string(pattern))
		return build_text(b, json_string_value(pattern), index);
	if (json_is_object(pattern))
		return build_object(b, pattern, index);
	if (json_is_array(pattern))
		return build_array(b, pattern, index);
	return json_deep_copy(pattern);
}

/* As compact JSON; nothing at all where the whole is absent. */
static enum status add_json(struct template_filling *f, const json_t *pattern, struct buffer *out)
{
	struct building b = { .filling = f };
	json_t *made = build(&b, pattern, 0);

	if (!b.status && made)
		tree_print(made, out);
	json_decref(made);
	return b.status;
}

static enum status add_encoded(struct template_filling *f, const json_t *how, struct buffer *out)
{
	const char *encoding = json_string_value(json_object_get(how, "encode"));
	struct buffer plain = { 0 };
	enum status st =
		template_fill(f, json_string_value(json_object_get(how, "text")), 0, ESCAPE_NONE, &plain, NULL);

	switch (template_word(TEMPLATE_TEXT_ENCODINGS, encoding)) {
	case TEXT_PERCENT:
		template_percent(plain.data, plain.length, out);
		break;
	case TEXT_FORM:
		template_form(plain.data, plain.length, out);
		break;
	case TEXT_BASE64:
		sign_base64(plain.data, plain.length, out);
		break;
	default:
		buffer_add(out, plain.data, plain.length);
	}
	buffer_free(&plain);
	return st;
}

static enum status compute(struct template_filling *f, const json_t *values, struct arena *arena)
{
	size_t count = json_array_size(values);
	enum status st = STATUS_OK;

	f->values = arena_alloc(arena, (count + 1) * sizeof(*f->values));
	for (size_t i = 0; i < count && !st; i++) {
		const json_t *how = json_array_get(values, i), *json = json_object_get(how, "json");
		struct buffer text = { 0 };

		buffer_add(&text, "", 0);
		if (json)
			st = add_json(f, json, &text);
		else if (json_object_get(how, "text"))
			st = add_encoded(f, how, &text);
		else
			st = template_fill_sign(f, how, &text);
		f->values[f->n_values++] = (struct template_value) {
			.name = json_string_value(json_object_get(how, "name")),
			.text = arena_copy(arena, text.data, text.length),
		};
		buffer_free(&text);
	}
	return st;
}

/* One name of a query or a form, with its "&"; nothing where it is absent. */
static enum status add_pair(struct template_filling *f, const char *name, const char *template, size_t index,
			    void (*escape)(const char *, size_t, struct buffer *), struct buffer *out)
{
	struct buffer value = { 0 };
	bool absent = false;
	enum status st = template_fill(f, template, index, ESCAPE_NONE, &value, &absent);

	if (!st && !absent) {
		if (out->length)
			buffer_char(out, '&');
		escape(name, strlen(name), out);
		buffer_char(out, '=');
		escape(value.data, value.length, out);
	}
	buffer_free(&value);
	return st;
}

static enum status add_pairs(struct template_filling *f, const json_t *pairs,
			     void (*escape)(const char *, size_t, struct buffer *), struct buffer *out)
{
	enum status st = STATUS_OK;
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)pairs, name, value) {
		size_t listed = json_is_array(value) ? json_array_size(value) : 1;

		for (size_t i = 0; i < listed; i++) {
			const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
			const json_t *each = json_object_get(one, "$each");

			for (size_t n = 0; n < (each ? f->scope->count : 1) && !st; n++)
				st = add_pair(f, name, json_string_value(each ? each : one), n, escape, out);
		}
	}
	return st;
}

static enum status add_headers(struct template_filling *f, const json_t *headers, const char *content_type,
			       struct http_request *out, struct arena *arena)
{
	struct http_header *list = arena_alloc(arena, (json_object_size(headers) + 1) * sizeof(*list));
	enum status st = STATUS_OK;
	bool typed = !content_type;
	const char *name;
	json_t *value;

	out->headers = list;
	json_object_foreach((json_t *)headers, name, value) {
		struct buffer text = { 0 };
		bool absent = false;

		if (!st)
			st = template_fill(f, json_string_value(value), 0, ESCAPE_NONE, &text, &absent);
		for (size_t i = 0; i < text.length && !st; i++)
			if ((unsigned char)text.data[i] < 32 || text.data[i] == 127)
				st = error_reject(
					f->err, "bad_value", name,
					"header %s: a line break or another control character is in its value", name);
		if (!st && !absent) {
			list[out->n_headers++] =
				(struct http_header) { name, arena_copy(arena, text.data, text.length) };
			typed |= text_same_fold(name, "Content-Type");
		}
		buffer_free(&text);
	}
	if (!typed)
		list[out->n_headers++] = (struct http_header) { "Content-Type", content_type };
	return st;
}

/* The body, and what it is. */
static enum status add_body(struct template_filling *f, const json_t *request, struct buffer *out, const char **type)
{
	const json_t *json = json_object_get(request, "json"), *form = json_object_get(request, "form");
	const json_t *text = json_object_get(request, "text");

	*type = json   ? "application/json"
		: form ? "application/x-www-form-urlencoded"
		: text ? "text/plain; charset=utf-8"
		       : NULL;
	if (json)
		return add_json(f, json, out);
	if (form)
		return add_pairs(f, form, template_form, out);
	return text ? template_fill(f, json_string_value(text), 0, ESCAPE_NONE, out, NULL) : STATUS_OK;
}

static enum status add_url(struct template_filling *f, const json_t *request, struct buffer *out)
{
	struct buffer query = { 0 };
	enum status st = template_fill(f, json_string_value(json_object_get(request, "url")), 0, ESCAPE_URL, out, NULL);

	if (!st)
		st = add_pairs(f, json_object_get(request, "query"), template_percent, &query);
	if (query.length) {
		buffer_char(out, strchr(out->data, '?') ? '&' : '?');
		buffer_add(out, query.data, query.length);
	}
	buffer_free(&query);
	return st;
}

enum status template_request(const json_t *operation, const struct template_scope *scope, struct http_request *out,
			     struct arena *arena, struct error *err)
{
	struct template_filling f = { .scope = scope, .err = err };
	const json_t *request = json_object_get(operation, "request");
	struct buffer url = { 0 }, body = { 0 };
	const char *type = NULL;
	enum status st = compute(&f, json_object_get(operation, "values"), arena);

	*out = (struct http_request) { .method = json_string_value(json_object_get(request, "method")) };
	if (!st)
		st = add_url(&f, request, &url);
	if (!st)
		st = add_body(&f, request, &body, &type);
	if (!st)
		st = add_headers(&f, json_object_get(request, "headers"), type, out, arena);
	if (!st) {
		out->url = arena_copy(arena, url.data, url.length);
		out->body = type ? arena_copy(arena, body.data ? body.data : "", body.length) : NULL;
		out->length = body.length;
	}
	buffer_free(&f.scratch);
	buffer_free(&url);
	buffer_free(&body);
	return st;
}
