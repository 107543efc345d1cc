#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "template_impl.h"

/* The operation under check: what is defined so far, and whether a text stands within $each. */
struct checking {
	const struct template_check *check;
	const json_t *values; /* "values" of the operation; NULL: none */
	size_t defined;	      /* of them are before what is looked at */
	bool spread;	      /* a batch is spread over the request: $each or ${numbers:,} was seen */
};

const char *template_at(struct buffer *out, const char *at, const char *step)
{
	buffer_clear(out);
	buffer_text(out, at);
	buffer_char(out, '/');
	for (; *step; step++) {
		if (*step == '~' || *step == '/')
			buffer_text(out, *step == '~' ? "~0" : "~1");
		else
			buffer_char(out, *step);
	}
	return out->data;
}

const char *template_at_index(struct buffer *out, const char *at, size_t index)
{
	char step[24];

	snprintf(step, sizeof(step), "%zu", index);
	return template_at(out, at, step);
}

void template_fault(const struct template_check *check, const char *at, const char *step, const char *format, ...)
{
	struct buffer pointer = { 0 };
	char what[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	check->report(check->ctx, step ? template_at(&pointer, at, step) : at, what);
	buffer_free(&pointer);
}

/* Is the name among them? A member that is required has a '!' behind its own. */
static bool listed(const char *const *members, const char *name)
{
	size_t length = strlen(name);

	for (; *members; members++)
		if (strncmp(*members, name, length) == 0 &&
		    ((*members)[length] == '\0' || strcmp(*members + length, "!") == 0))
			return true;
	return strcmp(name, "note") == 0;
}

bool template_check_members(const struct template_check *check, const json_t *object, const char *at,
			    const char *const *members)
{
	const char *name;
	json_t *value;

	if (!json_is_object(object)) {
		template_fault(check, at, NULL, "an object was expected");
		return false;
	}
	json_object_foreach((json_t *)object, name, value)
		if (!listed(members, name))
			template_fault(check, at, name, "there is no such member here");
	for (; *members; members++) {
		size_t length = strlen(*members) - 1;

		if ((*members)[length] == '!' && !json_object_getn(object, *members, length))
			template_fault(check, at, NULL, "the member \"%.*s\" is missing", (int)length, *members);
	}
	return true;
}

static bool defined(const struct checking *c, const char *name)
{
	for (size_t i = 0; i < c->defined; i++) {
		const char *other = json_string_value(json_object_get(json_array_get(c->values, i), "name"));

		if (other && strcmp(other, name) == 0)
			return true;
	}
	return false;
}

static void check_name(struct checking *c, const struct template_piece *piece, const char *at, bool each)
{
	const struct template_check *check = c->check;
	bool own = strcmp(piece->name, "number") == 0 || strncmp(piece->name, "shipment.", 9) == 0;

	if (strcmp(piece->name, "now") == 0) {
		if (template_word(TEMPLATE_NOW, piece->filter) < 0)
			template_fault(check, at, NULL, "${now:...}: one of epoch, epoch_ms, iso, uuid was expected");
		return;
	}
	if (strcmp(piece->name, "numbers") == 0) {
		c->spread = true;
		if (!check->known(check->ctx, "number"))
			template_fault(check, at, NULL, "${numbers} has no value here");
		return;
	}
	if (template_word(TEMPLATE_FILTERS, piece->filter) < 0)
		template_fault(check, at, NULL, "\"%s\": one of int, last4, day, upper, lower was expected",
			       piece->filter);
	if (defined(c, piece->name))
		return;
	if (!check->known(check->ctx, piece->name))
		template_fault(check, at, NULL, "${%s} has no value here", piece->name);
	else if (check->batch && own && !each)
		template_fault(check, at, NULL, "${%s} differs in a batch: it may stand only within $each",
			       piece->name);
}

static void check_text(struct checking *c, const json_t *value, const char *at, bool each)
{
	const char *template = json_string_value(value), *p = template;
	struct template_piece piece;

	if (!template) {
		template_fault(c->check, at, NULL, "a text was expected");
		return;
	}
	while (template_piece(&p, &piece)) {
		if (piece.malformed)
			template_fault(c->check, at, NULL,
				       "${name}, ${name?}, ${name:filter} or ${name:filter?} was expected");
		else if (piece.value)
			check_name(c, &piece, at, each);
	}
}

/* Templates anywhere in JSON. */
static void check_json(struct checking *c, const json_t *value, const char *at, bool each)
{
	struct buffer pointer = { 0 };
	const char *key;
	json_t *one;
	size_t i;

	if (json_is_string(value))
		check_text(c, value, at, each);
	json_object_foreach((json_t *)value, key, one) {
		template_at(&pointer, at, key);
		if (strcmp(key, "$each") == 0)
			template_fault(c->check, at, NULL,
				       "$each stands alone in an object, which is an element of a list");
		check_json(c, one, pointer.data, each);
	}
	json_array_foreach(value, i, one) {
		const json_t *inner = json_object_size(one) == 1 ? json_object_get(one, "$each") : NULL;

		template_at_index(&pointer, at, i);
		if (inner)
			buffer_text(&pointer, "/$each");
		c->spread |= inner != NULL;
		check_json(c, inner ? inner : one, pointer.data, each || inner);
	}
	buffer_free(&pointer);
}

static void check_pairs(struct checking *c, const json_t *request, const char *member, const char *at, bool lists)
{
	const json_t *pairs = json_object_get(request, member);
	struct buffer all = { 0 }, pointer = { 0 };
	const char *key;
	json_t *value;

	template_at(&all, at, member);
	if (pairs && !json_is_object(pairs))
		template_fault(c->check, at, member, "an object of templates was expected");
	json_object_foreach((json_t *)pairs, key, value) {
		template_at(&pointer, all.data, key);
		if (lists && json_is_array(value))
			check_json(c, value, pointer.data, false);
		else
			check_text(c, value, pointer.data, false);
	}
	buffer_free(&all);
	buffer_free(&pointer);
}

static void check_sign(struct checking *c, const json_t *how, const char *at)
{
	const json_t *hmac = json_object_get(how, "hmac"), *over = json_object_get(how, "over"), *text;
	const json_t *hash = hmac ? hmac : json_object_get(how, "digest");
	struct buffer list = { 0 }, pointer = { 0 };
	size_t i;

	if (template_word(TEMPLATE_HASHES, json_string_value(hash)) < 0)
		template_fault(c->check, at, hmac ? "hmac" : "digest", "one of md5, sha1, sha256, sha512 was expected");
	if (template_word(TEMPLATE_ENCODINGS, json_string_value(json_object_get(how, "encode"))) < 0)
		template_fault(c->check, at, "encode", "one of hex, HEX, b64, b64hex was expected");
	if (!json_is_array(over) || (!hmac && !json_array_size(over)))
		template_fault(c->check, at, "over", "a list of the texts that are digested was expected");
	if ((hmac != NULL) != (json_object_get(how, "key") != NULL))
		template_fault(c->check, at, "key", "a key belongs to an hmac, and to nothing else");
	if (json_object_get(how, "key"))
		check_text(c, json_object_get(how, "key"), template_at(&pointer, at, "key"), false);
	template_at(&list, at, "over");
	json_array_foreach(over, i, text)
		check_text(c, text, template_at_index(&pointer, list.data, i), false);
	buffer_free(&list);
	buffer_free(&pointer);
}

static bool name_valid(const char *name)
{
	return name && *name && strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789") == strlen(name);
}

static void check_value(struct checking *c, const json_t *how, const char *at)
{
	static const char *const members[] = {
		"name!", "json", "text", "digest", "hmac", "key", "over", "encode", NULL
	};
	static const char *const kinds[] = { "json", "text", "digest", "hmac" };
	const json_t *json = json_object_get(how, "json"), *text = json_object_get(how, "text");
	const char *name = json_string_value(json_object_get(how, "name"));
	struct buffer pointer = { 0 };
	size_t n = 0;

	if (!template_check_members(c->check, how, at, members))
		return;
	if (!name_valid(name))
		template_fault(c->check, at, "name", "small letters, digits and _ were expected");
	else if (defined(c, name) || c->check->known(c->check->ctx, name) || strcmp(name, "now") == 0)
		template_fault(c->check, at, "name", "\"%.60s\" has a value already", name);
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
		n += json_object_get(how, kinds[i]) != NULL;
	if (n != 1) {
		template_fault(c->check, at, NULL, "one of json, text, digest, hmac was expected");
		return;
	}
	template_at(&pointer, at, json ? "json" : "text");
	if (json)
		check_json(c, json, pointer.data, false);
	else if (text)
		check_text(c, text, pointer.data, false);
	else
		check_sign(c, how, at);
	if ((json || text) && (json_object_get(how, "key") || json_object_get(how, "over")))
		template_fault(c->check, at, NULL, "\"key\" and \"over\" belong to digest and hmac");
	if (json_object_get(how, "encode") && (json || text) &&
	    (json || template_word(TEMPLATE_TEXT_ENCODINGS, json_string_value(json_object_get(how, "encode"))) < 0))
		template_fault(c->check, at, "encode",
			       "of a text one of percent, form, b64 was expected, of json nothing");
	buffer_free(&pointer);
}

void template_check_url(const struct template_check *check, const json_t *url, const char *at)
{
	static const char *const loopback[] = { "http://127.0.0.1", "http://localhost", "http://[::1]" };
	const char *text = json_string_value(url);
	bool safe = text && (strncmp(text, "https://", 8) == 0 || strncmp(text, "${", 2) == 0);

	for (size_t i = 0; text && i < ARRAY_LENGTH(loopback); i++) {
		size_t length = strlen(loopback[i]);

		safe |= strncmp(text, loopback[i], length) == 0 && (!text[length] || strchr(":/?", text[length]));
	}
	if (!safe)
		template_fault(check, at, NULL,
			       "an address that begins with https:// was expected (plain http only to the loopback)");
}

static void check_request(struct checking *c, const json_t *request, const char *at)
{
	static const char *const members[] = { "method!", "url!", "query", "headers", "json", "form", "text", NULL };
	const json_t *json = json_object_get(request, "json"), *text = json_object_get(request, "text");
	const json_t *method = json_object_get(request, "method");
	struct buffer pointer = { 0 };

	if (!template_check_members(c->check, request, at, members))
		return;
	if (method && template_word(TEMPLATE_METHODS, json_string_value(method)) < 0)
		template_fault(c->check, at, "method", "one of GET, POST, PUT, PATCH, DELETE was expected");
	template_at(&pointer, at, "url");
	if (json_object_get(request, "url")) {
		check_text(c, json_object_get(request, "url"), pointer.data, false);
		template_check_url(c->check, json_object_get(request, "url"), pointer.data);
	}
	check_pairs(c, request, "query", at, true);
	check_pairs(c, request, "headers", at, false);
	check_pairs(c, request, "form", at, true);
	template_at(&pointer, at, json ? "json" : "text");
	if (json)
		check_json(c, json, pointer.data, false);
	if (text)
		check_text(c, text, pointer.data, false);
	if ((json != NULL) + (text != NULL) + (json_object_get(request, "form") != NULL) > 1)
		template_fault(c->check, at, NULL,
			       "one of json, form, text was expected at most: a request has one body");
	buffer_free(&pointer);
}

void template_check(const struct template_check *check, const json_t *operation, const char *at)
{
	struct checking c = { .check = check, .values = json_object_get(operation, "values") };
	const json_t *request = json_object_get(operation, "request");
	struct buffer list = { 0 }, pointer = { 0 };

	if (c.values && !json_is_array(c.values))
		template_fault(check, at, "values", "a list was expected");
	template_at(&list, at, "values");
	for (size_t i = 0; i < json_array_size(c.values); i++, c.defined++)
		check_value(&c, json_array_get(c.values, i), template_at_index(&pointer, list.data, i));
	if (request)
		check_request(&c, request, template_at(&pointer, at, "request"));
	if (request && check->batch && !c.spread)
		template_fault(check, at, "request", "a batch was promised: ${numbers:,} or $each was expected in it");
	buffer_free(&list);
	buffer_free(&pointer);
}

void template_check_text(const struct template_check *check, const json_t *template, const char *at)
{
	struct checking c = { .check = check };

	check_json(&c, template, at, false);
}

void template_check_sign(const struct template_check *check, const json_t *how, const char *at)
{
	struct checking c = { .check = check };

	check_sign(&c, how, at);
}
