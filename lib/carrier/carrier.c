#include <stdio.h>
#include <string.h>

#include "carrier_impl.h"

static const json_t *text_or(const json_t *object, const char *name, const json_t *otherwise)
{
	const json_t *text = json_object_get(object, name);

	return text ? text : otherwise;
}

/* A value computed before all others. */
static void add_value(json_t *operation, const char *name, const char *template, const char *encoding)
{
	json_t *values = json_object_get(operation, "values");

	if (!values) {
		values = json_array();
		json_object_set_new(operation, "values", values);
	}
	json_array_insert_new(values, 0, json_pack("{ssssss}", "name", name, "text", template, "encode", encoding));
}

static void add_basic(json_t *operation, const char *user, const char *password)
{
	struct buffer pair = { 0 };

	buffer_printf(&pair, "%s:%s", user, password);
	add_value(operation, "auth.basic", pair.data, "b64");
	buffer_free(&pair);
}

/* Of a client both parts are encoded as in a form first (RFC 6749, section 2.3.1), so that they may hold a colon. */
static void add_client(json_t *operation, const json_t *id, const json_t *secret)
{
	add_basic(operation, "${auth.id}", "${auth.secret}");
	add_value(operation, "auth.id", json_string_value(id), "form");
	add_value(operation, "auth.secret", json_string_value(secret), "form");
}

/* A member of one of the objects of the request, which is made where it is missing. */
static void add_member(json_t *operation, const char *object, const char *name, const char *template)
{
	json_t *request = json_object_get(operation, "request"), *members = json_object_get(request, object);

	if (!members) {
		members = json_object();
		json_object_set_new(request, object, members);
	}
	if (!json_object_get(members, name))
		json_object_set_new(members, name, json_string(template));
}

/* What authorises a request is a header, a name of its query, or a value more: said in the operation's own words. */
static void authorise(json_t *operation, const json_t *auth)
{
	const char *kind = json_string_value(json_object_get(auth, "kind"));
	const char *name = json_string_value(json_object_get(auth, "name"));
	const char *value = json_string_value(json_object_get(auth, "value"));

	if (strcmp(kind, "basic") == 0) {
		const char *password = json_string_value(json_object_get(auth, "password"));
		add_basic(operation, json_string_value(json_object_get(auth, "user")), password ? password : "");
		add_member(operation, "headers", "Authorization", "Basic ${auth.basic}");
	} else if (strcmp(kind, "oauth2") == 0) {
		add_member(operation, "headers", name ? name : "Authorization", value ? value : "Bearer ${token}");
	} else if (strcmp(kind, "none") != 0) {
		add_member(operation, strcmp(kind, "query") == 0 ? "query" : "headers", name, value);
	}
}

/* The request for a token (RFC 6749, section 4.4). */
static json_t *token_operation(const json_t *auth)
{
	json_t *id = json_string("${secret.client_id}"), *secret = json_string("${secret.client_secret}"), *value;
	const json_t *encode = json_object_get(auth, "encode"), *scope = json_object_get(auth, "scope");
	bool json = encode && strcmp(json_string_value(encode), "json") == 0;
	bool basic = strcmp(json_string_value(json_object_get(auth, "client")), "basic") == 0;
	json_t *body = json_pack("{ss}", "grant_type", "client_credentials"), *request, *operation;
	const char *name;

	if (!basic) {
		json_object_set(body, "client_id", (json_t *)text_or(auth, "id", id));
		json_object_set(body, "client_secret", (json_t *)text_or(auth, "secret", secret));
	}
	if (scope)
		json_object_set(body, "scope", (json_t *)scope);
	json_object_foreach(json_object_get(auth, "form"), name, value)
		json_object_set(body, name, value);
	request = json_pack("{sssOsO*so}", "method", "POST", "url", json_object_get(auth, "token_url"), "headers",
			    json_object_get(auth, "headers"), json ? "json" : "form", body);
	operation = json_pack("{so}", "request", request);
	if (basic) {
		add_client(operation, text_or(auth, "id", id), text_or(auth, "secret", secret));
		json_object_set_new(request, "headers", json_deep_copy(json_object_get(request, "headers")));
		add_member(operation, "headers", "Authorization", "Basic ${auth.basic}");
	}
	json_decref(id);
	json_decref(secret);
	return operation;
}

static int64_t count_of(const json_t *limits, const char *name)
{
	return json_integer_value(json_object_get(limits, name));
}

static int64_t duration_of(const json_t *limits, const char *name)
{
	const char *text = json_string_value(json_object_get(limits, name));
	int64_t ms;

	return text && duration_parse(text, &ms, NULL) == STATUS_OK ? ms : 0;
}

/* "00:00+08:00": that time of day, after midnight UTC. */
static int64_t day_starts(const char *text)
{
	struct zone *zone = NULL;
	int64_t ms;

	if (!text || zone_open(&zone, text + 5, NULL))
		return 0;
	ms = ((text[0] - '0') * 600 + (text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0') * MINUTE_MS;
	ms -= zone_offset(zone, 0) * INT64_C(1000);
	zone_free(zone);
	return (ms % DAY_MS + DAY_MS) % DAY_MS;
}

static void read_limits(const json_t *limits, struct carrier_limits *out)
{
	*out = (struct carrier_limits) {
		.in_flight = count_of(limits, "in_flight"),
		.per_second = count_of(limits, "per_second"),
		.per_minute = count_of(limits, "per_minute"),
		.per_hour = count_of(limits, "per_hour"),
		.per_day = count_of(limits, "per_day"),
		.per_shipment_day = count_of(limits, "per_shipment_day"),
		.per_shipment_ms = duration_of(limits, "per_shipment"),
		.first_poll_after_ms = duration_of(limits, "first_poll_after"),
		.timeout_ms = count_of(limits, "timeout_s") * 1000,
		.day_starts_ms = day_starts(json_string_value(json_object_get(limits, "day_starts"))),
	};
}

static void read_operation(const struct carrier *c, const json_t *from, struct operation *out)
{
	const json_t *batch = json_object_get(from, "batch");

	if (!from)
		return;
	if (!batch)
		batch = json_object_get(json_object_get(c->file, "limits"), "batch");
	out->batch = batch ? (size_t)json_integer_value(batch) : 1;
	out->template = json_deep_copy(from);
	authorise(out->template, json_object_get(c->file, "auth"));
	out->reading = carrier_reading(json_object_get(from, "reply"), NULL);
}

/* Zones of times, wherever in the file they stand. */
static void open_zones(struct carrier *c, const json_t *value)
{
	const char *name = json_string_value(json_object_get(value, "zone"));
	struct zone *zone = NULL;
	const char *key;
	json_t *member;
	size_t i;

	for (i = 0; name && i < c->n_zones; i++)
		if (strcmp(c->zones[i].name, name) == 0)
			name = NULL;
	if (name && zone_open(&zone, name, NULL) == STATUS_OK) {
		c->zones = memory_resize(c->zones, (c->n_zones + 1) * sizeof(*c->zones));
		c->zones[c->n_zones++] = (struct named_zone) { name, zone };
	}
	json_object_foreach((json_t *)value, key, member)
		open_zones(c, member);
	json_array_foreach(value, i, member)
		open_zones(c, member);
}

/* A push that is to be ignored is one that is done. */
static void read_webhook(struct carrier *c)
{
	json_t *when = json_array(), *rule, *copy;
	size_t i;

	c->webhook = json_object_get(c->file, "webhook");
	c->push = carrier_reading(c->webhook, &c->operations[CARRIER_FETCH].reading);
	json_array_foreach(json_object_get(c->webhook, "ignore_if"), i, rule) {
		copy = json_copy(rule);
		json_object_set_new(copy, "then", json_string("done"));
		json_array_append_new(when, copy);
	}
	json_array_foreach(c->push.when, i, rule)
		json_array_append(when, rule);
	c->push.when = c->push_when = when;
}

static void build(struct carrier *c)
{
	const json_t *file = c->file, *auth = json_object_get(file, "auth");
	const json_t *operations = json_object_get(file, "operations");

	c->id = json_string_value(json_object_get(file, "id"));
	c->map_prefix = json_string_value(json_object_get(file, "map_prefix"));
	c->map_fold = json_is_true(json_object_get(file, "map_fold"));
	c->map_zeros = json_is_true(json_object_get(file, "map_zeros"));
	c->map = carrier_map_normal(c, json_object_get(file, "map"));
	read_limits(json_object_get(file, "limits"), &c->limits);
	for (int i = 0; i < CARRIER_OPERATIONS; i++)
		read_operation(c, json_object_get(operations, CARRIER_OPERATION_WORDS[i].word), &c->operations[i]);
	c->needs_register = json_object_get(json_object_get(operations, "fetch"), "needs") != NULL;
	if (strcmp(json_string_value(json_object_get(auth, "kind")), "oauth2") == 0)
		c->token = token_operation(auth);
	read_webhook(c);
	open_zones(c, file);
}

/* The first fault, which the caller's ${err} tells; all of them go on to its own report. */
struct first_fault {
	template_report *report;
	void *ctx;
	char pointer[128], what[256];
};

static void tell(void *ctx, const char *pointer, const char *what)
{
	struct first_fault *f = ctx;

	if (!f->what[0]) {
		snprintf(f->pointer, sizeof(f->pointer), "%s", pointer);
		snprintf(f->what, sizeof(f->what), "%s", what);
	}
	if (f->report)
		f->report(f->ctx, pointer, what);
}

enum status carrier_read(const char *name, const char *text, size_t length, template_report *report, void *ctx,
			 struct carrier **out, struct error *err)
{
	struct first_fault first = { .report = report, .ctx = ctx };
	json_error_t why;
	json_t *file = json_loadb(text, length, JSON_REJECT_DUPLICATES, &why);
	char place[256];

	*out = NULL;
	if (!file) {
		snprintf(place, sizeof(place), "line %d, column %d: %s", why.line, why.column, why.text);
		tell(&first, "", place);
	}
	if (!file || !carrier_check(file, name, tell, &first)) {
		json_decref(file);
		return error_reject(err, "bad_adapter", "", "%s%s%s: %s", name ? name : "",
				    *first.pointer ? " at " : "", first.pointer, first.what);
	}
	*out = memory_zero(1, sizeof(**out));
	(*out)->file = file;
	build(*out);
	return STATUS_OK;
}

void carrier_free(struct carrier *c)
{
	if (!c)
		return;
	for (int i = 0; i < CARRIER_OPERATIONS; i++)
		json_decref(c->operations[i].template);
	for (size_t i = 0; i < c->n_zones; i++)
		zone_free(c->zones[i].zone);
	memory_free(c->zones);
	json_decref(c->token);
	json_decref(c->map);
	json_decref(c->push_when);
	json_decref(c->file);
	memory_free(c);
}

const char *carrier_id(const struct carrier *c)
{
	return c->id;
}

const char *carrier_title(const struct carrier *c)
{
	return json_string_value(json_object_get(c->file, "title"));
}

bool carrier_is(const struct carrier *c, const char *name)
{
	const json_t *names = json_object_get(c->file, "names"), *other;
	size_t i;

	if (text_same_fold(c->id, name))
		return true;
	json_array_foreach(names, i, other)
		if (text_same_fold(json_string_value(other), name))
			return true;
	return false;
}

const struct carrier_limits *carrier_limits(const struct carrier *c)
{
	return &c->limits;
}

size_t carrier_secrets(const struct carrier *c)
{
	return json_array_size(json_object_get(c->file, "secrets"));
}

const char *carrier_secret(const struct carrier *c, size_t index)
{
	return json_string_value(json_array_get(json_object_get(c->file, "secrets"), index));
}

bool carrier_has(const struct carrier *c, enum carrier_operation operation)
{
	return c->operations[operation].template != NULL;
}

size_t carrier_batch(const struct carrier *c, enum carrier_operation operation)
{
	return carrier_has(c, operation) ? c->operations[operation].batch : 1;
}

bool carrier_needs_register(const struct carrier *c)
{
	return c->needs_register;
}

bool carrier_needs_token(const struct carrier *c)
{
	return c->token != NULL;
}

bool carrier_has_webhook(const struct carrier *c)
{
	return c->webhook != NULL;
}
