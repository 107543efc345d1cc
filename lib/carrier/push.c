#include <string.h>

#include "carrier_impl.h"

/* Values of a push, for what its signature is made of. */
struct push_scope {
	const struct carrier_push *push;
	const struct carrier_account *account;
	const json_t *fields; /* of a form */
};

static const char *find(void *ctx, const char *name, size_t index)
{
	const struct push_scope *s = ctx;

	(void)index;
	if (strncmp(name, "header.", 7) == 0)
		return s->push->header ? s->push->header(s->push->ctx, name + 7) : NULL;
	if (strncmp(name, "secret.", 7) == 0)
		return s->account->secret ? s->account->secret(s->account->ctx, name + 7) : NULL;
	return NULL;
}

/* What was signed is what came, byte by byte. */
static const char *find_bytes(void *ctx, const char *name, size_t *length)
{
	const struct push_scope *s = ctx;
	const json_t *field;

	if (strcmp(name, "body") == 0) {
		*length = s->push->length;
		return s->push->body;
	}
	if (strncmp(name, "field.", 6) != 0)
		return NULL;
	field = json_object_get(s->fields, name + 6);
	*length = json_string_length(field);
	return json_string_value(field);
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* One name or value of a form, decoded: "+" is a blank, %XX a byte. */
static json_t *decode(const char *text, size_t length)
{
	struct buffer out = { 0 };
	json_t *value;

	buffer_add(&out, "", 0);
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '%' && i + 2 < length && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
			buffer_char(&out, (char)(hex_digit(text[i + 1]) << 4 | hex_digit(text[i + 2])));
			i += 2;
		} else {
			buffer_char(&out, text[i] == '+' ? ' ' : text[i]);
		}
	}
	value = json_stringn(out.data, out.length);
	buffer_free(&out);
	return value ? value : json_string("");
}

json_t *carrier_reply_form(const char *body, size_t length)
{
	const char *end = body + length, *next, *equals;
	json_t *out = json_object(), *name;

	for (; body < end; body = next + 1) {
		next = memchr(body, '&', (size_t)(end - body));
		next = next ? next : end;
		equals = memchr(body, '=', (size_t)(next - body));
		equals = equals ? equals : next;
		name = decode(body, (size_t)(equals - body));
		json_object_set_new(
			out, json_string_value(name),
			decode(equals < next ? equals + 1 : next, equals < next ? (size_t)(next - equals - 1) : 0));
		json_decref(name);
	}
	return out;
}

/* Upper and lower case of hexadecimal digits are alike. */
static void fold(char *text, const char *encoding)
{
	for (; encoding && text && text_same_fold(encoding, "hex") && *text; text++)
		*text += *text >= 'A' && *text <= 'Z' ? 32 : 0;
}

static bool too_old(const json_t *verify, const struct template_scope *scope, int64_t now)
{
	const char *template = json_string_value(json_object_get(verify, "timestamp"));
	struct buffer text = { 0 };
	int64_t most, at = INSTANT_NONE, number;

	if (!template || duration_parse(json_string_value(json_object_get(verify, "max_age")), &most, NULL))
		return false;
	if (template_text(template, scope, &text, NULL) == STATUS_OK) {
		if (number_parse_int(text.data, 0, INT64_C(1) << 53, &number))
			at = number < INT64_C(100000000000) ? number * 1000 : number; /* seconds, or milliseconds */
		else if (instant_parse(text.data, NULL, &at, NULL))
			at = INSTANT_NONE;
	}
	buffer_free(&text);
	return at == INSTANT_NONE || at > now + most || at < now - most;
}

static enum status wanted(const json_t *verify, const struct template_scope *scope, struct buffer *out,
			  struct error *err)
{
	const char *kind = json_string_value(json_object_get(verify, "kind"));
	json_t *how;
	enum status st;

	if (strcmp(kind, "equal") == 0)
		return template_text(json_string_value(json_object_get(verify, "key")), scope, out, err);
	how = json_copy((json_t *)verify);
	json_object_set(how, kind, json_object_get(verify, "hash"));
	st = template_sign(how, scope, out, err);
	json_decref(how);
	return st;
}

static enum status verify_push(const json_t *verify, struct push_scope *s, struct error *err)
{
	const char *header = json_string_value(json_object_get(verify, "header"));
	const char *field = json_string_value(json_object_get(verify, "field"));
	const char *prefix = json_string_value(json_object_get(verify, "prefix"));
	const char *encoding = json_string_value(json_object_get(verify, "encode")), *given;
	const struct template_scope scope = {
		.find = find, .bytes = find_bytes, .ctx = s, .count = 1, .now = s->account->now, .modules = s->account->modules
	};
	struct buffer want = { 0 }, got = { 0 };
	enum status st = STATUS_OK;

	if (strcmp(json_string_value(json_object_get(verify, "kind")), "none") == 0)
		return STATUS_OK;
	given = header ? (s->push->header ? s->push->header(s->push->ctx, header) : NULL)
		       : json_string_value(json_object_get(s->fields, field));
	if (!given || !*given)
		return error_reject(err, "no_signature", header ? header : field,
				    "the push is not signed: %s is not there", header ? header : field);
	if (prefix && strncmp(given, prefix, strlen(prefix)) == 0)
		given += strlen(prefix);
	buffer_text(&got, given);
	st = wanted(verify, &scope, &want, err);
	fold(got.data, encoding);
	fold(want.data, encoding);
	if (!st && (!want.length || !sign_same(want.data, got.data)))
		st = error_reject(err, "bad_signature", header ? header : field,
				  "the push is not from who it says, or was changed");
	if (!st && too_old(verify, &scope, s->account->now))
		st = error_reject(err, "bad_signature", "timestamp", "the push is signed, but not of now");
	buffer_free(&want);
	buffer_free(&got);
	return st;
}

/* What the sender wants to hear: nothing at all where a value is missing in it. */
static const char *answer_to(const json_t *answer, const struct push_scope *s, struct arena *arena)
{
	const struct template_scope scope = {
		.find = find, .bytes = find_bytes, .ctx = (void *)s, .count = 1, .now = s->account->now, .modules = s->account->modules
	};
	json_t *operation = json_pack("{s{sssssO}}", "request", "method", "POST", "url", "",
				      json_is_string(answer) ? "text" : "json", answer);
	struct http_request request;
	const char *out = "";

	if (answer && template_request(operation, &scope, &request, arena, NULL) == STATUS_OK)
		out = request.body;
	json_decref(operation);
	return out;
}

enum status carrier_push_read(const struct carrier *c, const struct carrier_push *push,
			      const struct carrier_account *account, struct carrier_answer *out, const char **answer,
			      struct arena *arena, struct error *err)
{
	const struct asked nobody = { 0 };
	struct push_scope s = { push, account, NULL };
	json_t *fields = NULL;
	enum status st;

	*out = (struct carrier_answer) { .outcome = CARRIER_ERROR };
	if (!c->webhook)
		return error_reject(err, "no_webhook", "", "the adapter %s reads no pushes", c->id);
	if (c->push.format == BODY_FORM)
		s.fields = fields = carrier_reply_form(push->body, push->length);
	st = verify_push(json_object_get(c->webhook, "verify"), &s, err);
	if (!st) {
		*answer = answer_to(json_object_get(c->webhook, "answer"), &s, arena);
		carrier_reply_read(c, &c->push, &nobody, 200, push->body, push->length, out, arena);
	}
	json_decref(fields);
	return st;
}

void carrier_push_try(const struct carrier *c, const char *body, size_t length, struct carrier_answer *out,
		      struct arena *arena)
{
	carrier_reply_read(c, &c->push, &(const struct asked) { 0 }, 200, body, length, out, arena);
}
