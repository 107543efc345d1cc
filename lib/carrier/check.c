#include <string.h>

#include "check.h"

#define COUNT_MOST   INT64_C(1000000000)
#define BATCH_MOST   1000
#define TIMEOUT_MOST 600 /* seconds */

const char *const CARRIER_SUBSTATUSES[] = {
	"customs",   "customs_info", "customs_duty", "customs_released", "delayed",	"weather",
	"address",   "refused",	     "nobody_home",  "closed",		 "held",	"security",
	"damaged",   "lost",	     "destroyed",    "misrouted",	 "forwarded",	"locker_or_shop",
	"neighbour", "signed",	     "agent",	     "contact",		 "payment_due", NULL,
};

static void tell(void *ctx, const char *pointer, const char *what)
{
	struct checking *c = ctx;

	c->found = true;
	c->report(c->ctx, pointer, what);
}

static bool known_secret(struct checking *c, const char *name)
{
	const json_t *secrets = json_object_get(c->file, "secrets"), *secret;
	size_t i;

	json_array_foreach(secrets, i, secret) {
		if (json_is_string(secret) && strcmp(json_string_value(secret), name) == 0) {
			c->secrets_used |= i < 64 ? UINT64_C(1) << i : 0;
			return true;
		}
	}
	return false;
}

static bool known(void *ctx, const char *name)
{
	struct checking *c = ctx;

	if (strncmp(name, "secret.", 7) == 0)
		return known_secret(c, name + 7);
	if (c->push)
		return strcmp(name, "body") == 0 || (strncmp(name, "header.", 7) == 0 && name[7]) ||
		       (strncmp(name, "field.", 6) == 0 && name[6]);
	if (strcmp(name, "base") == 0)
		return true;
	if (c->token_request)
		return false;
	return strcmp(name, "number") == 0 || (strncmp(name, "shipment.", 9) == 0 && name[9]) ||
	       (c->token_allowed && strcmp(name, "token") == 0);
}

void carrier_check_text(struct checking *c, const json_t *object, const char *at, const char *member)
{
	struct buffer pointer = { 0 };
	const json_t *value = json_object_get(object, member);

	if (value && !json_is_string(value))
		template_fault(&c->check, at, member, "a text was expected");
	else if (value)
		template_check_text(&c->check, value, template_at(&pointer, at, member));
	buffer_free(&pointer);
}

bool carrier_check_one_of(struct checking *c, const json_t *object, const char *at, const char *member,
			  const char *const *words)
{
	const json_t *value = json_object_get(object, member);
	const char *text = json_string_value(value);
	struct buffer list = { 0 };
	bool found = !value;

	for (size_t i = 0; words[i]; i++) {
		found |= text && strcmp(text, words[i]) == 0;
		buffer_printf(&list, "%s%s", i ? ", " : "", words[i]);
	}
	if (!found)
		template_fault(&c->check, at, member, "one of %s was expected", list.data);
	buffer_free(&list);
	return found;
}

void carrier_check_duration(struct checking *c, const json_t *object, const char *at, const char *member)
{
	const json_t *value = json_object_get(object, member);
	int64_t ms;

	if (value && (!json_is_string(value) || duration_parse(json_string_value(value), &ms, NULL) != STATUS_OK))
		template_fault(&c->check, at, member, "a duration such as \"30m\" was expected");
}

bool carrier_check_word(const char *text, const char *more)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	if (!text || !*text)
		return false;
	for (; *text; text++)
		if (!strchr(letters, *text) && !strchr(more, *text))
			return false;
	return true;
}

static bool plain_text(const json_t *value)
{
	return json_is_string(value) && json_string_length(value);
}

/* ---- Requests ---- */

static bool count_valid(const json_t *value, int64_t most)
{
	return json_is_integer(value) && json_integer_value(value) >= 1 && json_integer_value(value) <= most;
}

static void check_operation(struct checking *c, const json_t *operation, const char *at, bool fetch)
{
	static const char *const members[] = { "needs", "batch", "values", "request!", "reply!", NULL };
	const json_t *batch = json_object_get(operation, "batch"), *reply = json_object_get(operation, "reply");
	const char *needs = json_string_value(json_object_get(operation, "needs"));
	struct buffer pointer = { 0 };

	if (!template_check_members(&c->check, operation, at, members))
		return;
	if (batch && !count_valid(batch, BATCH_MOST))
		template_fault(&c->check, at, "batch", "an integer from 1 to %d was expected", BATCH_MOST);
	if (json_object_get(operation, "needs") && (!fetch || !needs || strcmp(needs, "register") != 0))
		template_fault(&c->check, at, "needs", "only fetch needs another operation, and that is \"register\"");
	else if (needs && !json_object_get(json_object_get(c->file, "operations"), "register"))
		template_fault(&c->check, at, "needs", "there is no operation \"register\"");
	if (!batch)
		batch = json_object_get(json_object_get(c->file, "limits"), "batch");
	c->check.batch = json_integer_value(batch) > 1;
	template_check(&c->check, operation, at);
	c->check.batch = false;
	if (reply)
		carrier_check_reply(c, reply, template_at(&pointer, at, "reply"), fetch);
	buffer_free(&pointer);
}

static void check_operations(struct checking *c)
{
	static const char *const members[] = { "fetch!", "register", NULL };
	static const char *const names[] = { "fetch", "register" };
	const json_t *operations = json_object_get(c->file, "operations"), *operation;
	struct buffer pointer = { 0 };

	if (!operations || !template_check_members(&c->check, operations, "/operations", members))
		return;
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if ((operation = json_object_get(operations, names[i])))
			check_operation(c, operation, template_at(&pointer, "/operations", names[i]), i == 0);
	buffer_free(&pointer);
}

static void check_texts(struct checking *c, const json_t *object, const char *at, const char *member)
{
	const json_t *texts = json_object_get(object, member);
	struct buffer list = { 0 };
	const char *name;
	json_t *value;

	template_at(&list, at, member);
	if (texts && !json_is_object(texts))
		template_fault(&c->check, list.data, NULL, "an object of templates was expected");
	json_object_foreach((json_t *)texts, name, value)
		carrier_check_text(c, texts, list.data, name);
	buffer_free(&list);
}

static void check_oauth2(struct checking *c, const json_t *auth)
{
	static const char *const members[] = { "kind!",	   "token_url!", "client!", "id",     "secret",
					       "scope",	   "form",	 "headers", "encode", "token",
					       "lifetime", "skew_s",	 "name",    "value",  NULL };
	static const char *const clients[] = { "basic", "body", NULL }, *const encodings[] = { "form", "json", NULL };
	static const char *const texts[] = { "token_url", "id", "secret", "scope", "name", "value", NULL };
	const json_t *skew = json_object_get(auth, "skew_s");

	template_check_members(&c->check, auth, "/auth", members);
	carrier_check_one_of(c, auth, "/auth", "client", clients);
	carrier_check_one_of(c, auth, "/auth", "encode", encodings);
	if (skew && (!json_is_integer(skew) || json_integer_value(skew) < 0 || json_integer_value(skew) > 86400))
		template_fault(&c->check, "/auth", "skew_s", "seconds from 0 to 86400 were expected");
	if (json_object_get(auth, "token_url"))
		template_check_url(&c->check, json_object_get(auth, "token_url"), "/auth/token_url");
	for (size_t i = 0; texts[i]; i++) {
		c->token_request = strcmp(texts[i], "value") != 0;
		c->token_allowed = !c->token_request;
		carrier_check_text(c, auth, "/auth", texts[i]);
	}
	c->token_request = true;
	if (!json_object_get(auth, "id") && !known_secret(c, "client_id"))
		template_fault(&c->check, "/auth", "id", "is not given, and the secret client_id is not declared");
	if (!json_object_get(auth, "secret") && !known_secret(c, "client_secret"))
		template_fault(&c->check, "/auth", "secret",
			       "is not given, and the secret client_secret is not declared");
	check_texts(c, auth, "/auth", "form");
	check_texts(c, auth, "/auth", "headers");
	carrier_check_sources(c, auth, "/auth", "token", 1);
	carrier_check_sources(c, auth, "/auth", "lifetime", 1);
	c->token_request = false;
	c->token_allowed = true;
}

static void check_auth(struct checking *c)
{
	static const char *const kinds[] = { "none", "header", "query", "basic", "oauth2", NULL };
	static const char *const none[] = { "kind!", NULL }, *const named[] = { "kind!", "name!", "value!", NULL };
	static const char *const basic[] = { "kind!", "user!", "password", NULL };
	const json_t *auth = json_object_get(c->file, "auth");
	const char *kind = json_string_value(json_object_get(auth, "kind"));

	if (!auth || !carrier_check_one_of(c, auth, "/auth", "kind", kinds))
		return;
	if (kind && strcmp(kind, "oauth2") == 0) {
		check_oauth2(c, auth);
	} else if (kind && strcmp(kind, "basic") == 0) {
		template_check_members(&c->check, auth, "/auth", basic);
		carrier_check_text(c, auth, "/auth", "user");
		carrier_check_text(c, auth, "/auth", "password");
	} else {
		template_check_members(&c->check, auth, "/auth", !kind || strcmp(kind, "none") == 0 ? none : named);
		if (json_object_get(auth, "name") && !plain_text(json_object_get(auth, "name")))
			template_fault(&c->check, "/auth", "name", "a name was expected");
		carrier_check_text(c, auth, "/auth", "value");
	}
}

/* ---- Limits, map, head ---- */

static bool digits_between(const char *text, const char *low, const char *high)
{
	return text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9' && memcmp(text, low, 2) >= 0 &&
	       memcmp(text, high, 2) <= 0;
}

/* "00:30+08:00" */
static bool day_start_valid(const char *text)
{
	struct zone *zone = NULL;
	bool valid = text && strlen(text) > 5 && digits_between(text, "00", "23") && text[2] == ':' &&
		     digits_between(text + 3, "00", "59") && zone_open(&zone, text + 5, NULL) == STATUS_OK;

	zone_free(zone);
	return valid;
}

static void check_limits(struct checking *c)
{
	static const struct {
		const char *name;
		int64_t most;
	} counts[] = {
		{ "batch", BATCH_MOST },
		{ "in_flight", COUNT_MOST },
		{ "per_second", COUNT_MOST },
		{ "per_minute", COUNT_MOST },
		{ "per_hour", COUNT_MOST },
		{ "per_day", COUNT_MOST },
		{ "per_shipment_day", COUNT_MOST },
		{ "timeout_s", TIMEOUT_MOST },
	};
	static const char *const members[] = { "batch",	       "in_flight",	   "per_second",       "per_minute",
					       "per_hour",     "per_day",	   "per_shipment_day", "timeout_s",
					       "per_shipment", "first_poll_after", "day_starts",       NULL };
	const json_t *limits = json_object_get(c->file, "limits"), *value;

	if (!limits || !template_check_members(&c->check, limits, "/limits", members))
		return;
	for (size_t i = 0; i < ARRAY_LENGTH(counts); i++) {
		value = json_object_get(limits, counts[i].name);
		if (value && !count_valid(value, counts[i].most))
			template_fault(&c->check, "/limits", counts[i].name, "an integer from 1 to %lld was expected",
				       (long long)counts[i].most);
	}
	carrier_check_duration(c, limits, "/limits", "per_shipment");
	carrier_check_duration(c, limits, "/limits", "first_poll_after");
	value = json_object_get(limits, "day_starts");
	if (value && !day_start_valid(json_string_value(value)))
		template_fault(&c->check, "/limits", "day_starts",
			       "a time of day with its offset, such as \"00:00Z\", was expected");
}

/* A status, and with ${both} a substatus, in their very words: an alias would be read, but not found again. */
static void check_meaning(struct checking *c, const char *status, const char *substatus, bool both, const char *at)
{
	struct buffer statuses = { 0 };
	bool canonical = false, known_sub = false;

	for (size_t i = 0; status && SHIPMENT_STATUS_WORDS[i].word; i++)
		canonical |= strcmp(SHIPMENT_STATUS_WORDS[i].word, status) == 0;
	for (size_t i = 0; substatus && CARRIER_SUBSTATUSES[i]; i++)
		known_sub |= strcmp(CARRIER_SUBSTATUSES[i], substatus) == 0;
	word_list(SHIPMENT_STATUS_WORDS, &statuses);
	if (!canonical)
		template_fault(&c->check, at, NULL, "\"%.40s\" is none of the statuses: %s", status ? status : "",
			       statuses.data);
	if (both && !known_sub)
		template_fault(&c->check, at, NULL, "\"%.40s\" is no substatus", substatus ? substatus : "");
	buffer_free(&statuses);
}

static void check_map(struct checking *c)
{
	const json_t *map = json_object_get(c->file, "map");
	bool fold = json_is_true(json_object_get(c->file, "map_fold")),
	     zeros = json_is_true(json_object_get(c->file, "map_zeros"));
	json_t *seen = json_object(), *entry;
	struct buffer normal = { 0 }, pointer = { 0 };
	const char *code;

	if (map && !json_is_object(map))
		template_fault(&c->check, "/map", NULL, "an object was expected: code and status");
	json_object_foreach((json_t *)map, code, entry) {
		const json_t *status = json_is_array(entry) ? json_array_get(entry, 0) : entry;

		template_at(&pointer, "/map", code);
		carrier_map_normal_code(fold, zeros, code, &normal);
		if (json_object_get(seen, normal.data))
			template_fault(&c->check, pointer.data, NULL, "the code is mapped twice");
		json_object_set(seen, normal.data, entry);
		if (!*code)
			template_fault(&c->check, pointer.data, NULL, "a code has at least one character");
		if (json_is_array(entry) && json_array_size(entry) != 2)
			template_fault(&c->check, pointer.data, NULL, "a status, or [status, substatus] was expected");
		else
			check_meaning(c, json_string_value(status), json_string_value(json_array_get(entry, 1)),
				      json_is_array(entry), pointer.data);
	}
	json_decref(seen);
	buffer_free(&normal);
	buffer_free(&pointer);
}

static void check_map_text(struct checking *c)
{
	const json_t *rules = json_object_get(c->file, "map_text"), *rule;
	struct buffer pointer = { 0 };
	size_t i;

	if (rules && !json_is_array(rules))
		template_fault(&c->check, "/map_text", NULL, "a list was expected");
	json_array_foreach(rules, i, rule) {
		template_at_index(&pointer, "/map_text", i);
		if (!json_is_array(rule) || json_array_size(rule) < 2 || json_array_size(rule) > 3 ||
		    !plain_text(json_array_get(rule, 0)))
			template_fault(&c->check, pointer.data, NULL,
				       "[part of the text, status] or [part, status, substatus] was expected");
		else
			check_meaning(c, json_string_value(json_array_get(rule, 1)),
				      json_string_value(json_array_get(rule, 2)), json_array_size(rule) == 3,
				      pointer.data);
	}
	buffer_free(&pointer);
}

static void check_secrets(struct checking *c)
{
	const json_t *secrets = json_object_get(c->file, "secrets"), *secret;
	struct buffer pointer = { 0 };
	size_t i;

	if (secrets && (!json_is_array(secrets) || json_array_size(secrets) > 64))
		template_fault(&c->check, "/secrets", NULL, "a list of at most 64 names was expected");
	json_array_foreach(secrets, i, secret) {
		template_at_index(&pointer, "/secrets", i);
		if (!carrier_check_word(json_string_value(secret), "_"))
			template_fault(&c->check, pointer.data, NULL, "small letters, digits and _ were expected");
		else if (i < 64 && !(c->secrets_used >> i & 1))
			template_fault(&c->check, pointer.data, NULL, "the secret %s is not used",
				       json_string_value(secret));
	}
	buffer_free(&pointer);
}

static void check_base(struct checking *c)
{
	static const char *const members[] = { "prod!", "sandbox", NULL };
	const json_t *base = json_object_get(c->file, "base");

	if (!base || !template_check_members(&c->check, base, "/base", members))
		return;
	if (json_object_get(base, "prod"))
		template_check_url(&c->check, json_object_get(base, "prod"), "/base/prod");
	if (json_object_get(base, "sandbox"))
		template_check_url(&c->check, json_object_get(base, "sandbox"), "/base/sandbox");
}

/* The id is the file's name, so that an adapter is found by it. */
static void check_id(struct checking *c, const char *name)
{
	const char *id = json_string_value(json_object_get(c->file, "id")), *file = name ? strrchr(name, '/') : NULL;

	file = file ? file + 1 : name;
	if (!json_object_get(c->file, "id"))
		return;
	if (!carrier_check_word(id, "-"))
		template_fault(&c->check, "", "id", "small letters, digits and - were expected");
	else if (file && (strncmp(file, id, strlen(id)) != 0 || strcmp(file + strlen(id), ".json") != 0))
		template_fault(&c->check, "", "id", "the file of \"%s\" is called %s.json, not %.100s", id, id, file);
}

static void check_head(struct checking *c, const char *name)
{
	const json_t *version = json_object_get(c->file, "adapter"), *names = json_object_get(c->file, "names"), *one;
	static const char *const flags[] = { "map_fold", "map_zeros" };
	size_t i;

	if (version && json_integer_value(version) != 1)
		template_fault(&c->check, "", "adapter", "the version 1 was expected");
	check_id(c, name);
	if (json_object_get(c->file, "title") && !plain_text(json_object_get(c->file, "title")))
		template_fault(&c->check, "", "title", "a text was expected");
	if (names && !json_is_array(names))
		template_fault(&c->check, "", "names", "a list of texts was expected");
	json_array_foreach(names, i, one)
		if (!plain_text(one))
			template_fault(&c->check, "", "names", "a list of texts was expected");
	for (i = 0; i < ARRAY_LENGTH(flags); i++)
		if (json_object_get(c->file, flags[i]) && !json_is_boolean(json_object_get(c->file, flags[i])))
			template_fault(&c->check, "", flags[i], "true or false was expected");
	if (json_object_get(c->file, "map_prefix") && !plain_text(json_object_get(c->file, "map_prefix")))
		template_fault(&c->check, "", "map_prefix", "a separator was expected");
}

bool carrier_check(const json_t *file, const char *name, template_report *report, void *ctx)
{
	static const char *const members[] = { "adapter!",    "id!",	  "title!",	"names",
					       "base!",	      "secrets",  "limits",	"auth!",
					       "operations!", "map!",	  "map_prefix", "map_fold",
					       "map_zeros",   "map_text", "webhook",	NULL };
	struct checking c = { .file = file, .report = report, .ctx = ctx };

	c.check = (struct template_check) { .report = tell, .known = known, .ctx = &c };
	if (!template_check_members(&c.check, file, "", members))
		return false;
	check_head(&c, name);
	check_base(&c);
	check_limits(&c);
	check_auth(&c);
	check_operations(&c);
	if (json_object_get(file, "webhook"))
		carrier_check_webhook(&c, json_object_get(file, "webhook"), "/webhook");
	check_map(&c);
	check_map_text(&c);
	check_secrets(&c); /* last: by now all that are used have been seen */
	return !c.found;
}
