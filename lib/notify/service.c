/* Services that a channel file tells how to ask: read and checked once, then filled in for each message. */
#include <jansson.h>
#include <stdio.h>

#include "notify_impl.h"

#define TIMEOUT_MS  INT64_C(20000)
#define SECRETS_MAX 16
#define WORDS_MAX   200 /* bytes of what a service says */

struct notify_service {
	json_t *file;
	const char *id, *base;
	const char *secrets[SECRETS_MAX];
	size_t n_secrets;
	struct notify_limits limits;
	int64_t text_max; /* bytes of ${message.text}; 0: any */
};

static const char *const MESSAGE_NAMES[] = { "id", "subject", "body", "text", "recipient", "topic", "at", NULL };
static const char *const VERDICTS[] = { "sent", "retry", "throttled", "failed", "gone", "refused", NULL };

/* --- reading */

struct reading {
	struct notify_service *service;
	const char *name;
	template_report *report;
	void *ctx;
	size_t faults;
	bool used[SECRETS_MAX];
};

static void tell(void *ctx, const char *pointer, const char *what)
{
	struct reading *r = ctx;

	r->faults++;
	r->report(r->ctx, pointer, what);
}

static bool is_known(void *ctx, const char *name)
{
	struct reading *r = ctx;

	if (strcmp(name, "base") == 0 || (strncmp(name, "data.", 5) == 0 && name[5]))
		return true;
	for (size_t i = 0; MESSAGE_NAMES[i]; i++)
		if (strncmp(name, "message.", 8) == 0 && strcmp(name + 8, MESSAGE_NAMES[i]) == 0)
			return true;
	for (size_t i = 0; i < r->service->n_secrets; i++)
		if (strncmp(name, "secret.", 7) == 0 && strcmp(name + 7, r->service->secrets[i]) == 0)
			return r->used[i] = true;
	return false;
}

static void read_secrets(struct reading *r, const struct template_check *check, const json_t *names)
{
	struct notify_service *s = r->service;
	size_t i;
	json_t *name;

	if (names && !json_is_array(names))
		template_fault(check, "", "secrets", "expected a list of names");
	json_array_foreach(names, i, name)
	{
		const char *text = json_string_value(name);

		if (!text || !text[0] || text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")])
			template_fault(check, "", "secrets", "expected names of small letters, digits and _");
		else if (s->n_secrets == SECRETS_MAX)
			template_fault(check, "", "secrets", "more than %d secrets", SECRETS_MAX);
		else
			s->secrets[s->n_secrets++] = text;
	}
}

static int64_t read_limit(const struct template_check *check, const json_t *limits, const char *name)
{
	const json_t *value = json_object_get(limits, name);

	if (!value)
		return 0;
	if (!json_is_integer(value) || json_integer_value(value) < 1 || json_integer_value(value) > 1000000000) {
		template_fault(check, "/limits", name, "expected a whole number from 1");
		return 0;
	}
	return json_integer_value(value);
}

static void read_limits(struct reading *r, const struct template_check *check, const json_t *limits)
{
	static const char *const MEMBERS[] = { "per_second", "per_minute", "per_hour", "per_day", "text", NULL };
	struct notify_service *s = r->service;

	if (!limits || !template_check_members(check, limits, "/limits", MEMBERS))
		return;
	s->limits = (struct notify_limits) {
		.per_second = read_limit(check, limits, "per_second"),
		.per_minute = read_limit(check, limits, "per_minute"),
		.per_hour = read_limit(check, limits, "per_hour"),
		.per_day = read_limit(check, limits, "per_day"),
	};
	s->text_max = read_limit(check, limits, "text");
}

static void read_reply(const struct template_check *check, const json_t *reply)
{
	static const char *const MEMBERS[] = { "when!", "message", NULL };
	const json_t *message = json_object_get(reply, "message");

	if (!reply || !template_check_members(check, reply, "/reply", MEMBERS))
		return;
	template_check_verdict(check, json_object_get(reply, "when"), "/reply/when", VERDICTS);
	for (size_t i = 0; message && i < (json_is_array(message) ? json_array_size(message) : 1); i++) {
		const char *at = json_string_value(json_is_array(message) ? json_array_get(message, i) : message);

		if (!at || !tree_pointer(at))
			template_fault(check, "/reply", "message",
				       "expected a JSON pointer such as /errmsg, or a list of them");
	}
}

static void check_id(struct reading *r, const struct template_check *check)
{
	struct notify_service *s = r->service;
	size_t length = strcspn(r->name, ".");

	if (!json_is_integer(json_object_get(s->file, "channel")) ||
	    json_integer_value(json_object_get(s->file, "channel")) != 1)
		template_fault(check, "", "channel", "expected 1, the version of this language");
	if (!s->id || !notify_is_channel(s->id))
		template_fault(check, "", "id", "expected small letters, digits and -");
	else if (strlen(s->id) != length || memcmp(s->id, r->name, length) != 0)
		template_fault(check, "", "id", "expected the name of the file, %.*s", (int)length, r->name);
	else if (strcmp(s->id, NOTIFY_MAIL) == 0 || strcmp(s->id, NOTIFY_EXEC) == 0 ||
		 strcmp(s->id, NOTIFY_EVENT) == 0 || strcmp(s->id, NOTIFY_WEBHOOK) == 0)
		template_fault(check, "", "id", "%s is a channel already", s->id);
}

static void check_all(struct reading *r)
{
	static const char *const MEMBERS[] = { "channel!", "id!",    "title!",	 "base",   "secrets",
					       "limits",   "values", "request!", "reply!", NULL };
	struct notify_service *s = r->service;
	const struct template_check check = { .report = tell, .known = is_known, .ctx = r };
	const json_t *base = json_object_get(s->file, "base");

	if (!template_check_members(&check, s->file, "", MEMBERS))
		return;
	s->id = json_string_value(json_object_get(s->file, "id"));
	s->base = json_string_value(base);
	check_id(r, &check);
	if (!json_is_string(json_object_get(s->file, "title")))
		template_fault(&check, "", "title", "expected a text");
	if (base)
		template_check_url(&check, base, "/base");
	read_secrets(r, &check, json_object_get(s->file, "secrets"));
	read_limits(r, &check, json_object_get(s->file, "limits"));
	template_check(&check, s->file, "");
	read_reply(&check, json_object_get(s->file, "reply"));
	for (size_t i = 0; i < s->n_secrets; i++)
		if (!r->used[i])
			template_fault(&check, "", "secrets", "%s is not used", s->secrets[i]);
}

enum status notify_service_read(const char *name, const char *text, size_t length, template_report *report, void *ctx,
				struct notify_service **out, struct error *err)
{
	struct notify_service *s = memory_zero(1, sizeof *s);
	struct reading r = { .service = s, .name = name, .report = report, .ctx = ctx };
	json_error_t why;

	s->file = json_loadb(text, length, JSON_REJECT_DUPLICATES, &why);
	if (s->file) {
		check_all(&r);
	} else {
		char what[JSON_ERROR_TEXT_LENGTH + 32];

		snprintf(what, sizeof what, "line %d: %s", why.line, why.text);
		tell(&r, "", what);
	}
	*out = s;
	if (r.faults == 0)
		return STATUS_OK;
	notify_service_free(s);
	*out = NULL;
	return error_reject(err, "bad_channel", "", "%s: %zu fault%s", name, r.faults, r.faults == 1 ? "" : "s");
}

void notify_service_free(struct notify_service *service)
{
	if (service)
		json_decref(service->file);
	memory_free(service);
}

const char *notify_service_id(const struct notify_service *service)
{
	return service->id;
}

const struct notify_limits *notify_service_limits(const struct notify_service *service)
{
	return &service->limits;
}

size_t notify_service_secrets(const struct notify_service *service, const char *const **names)
{
	*names = service->secrets;
	return service->n_secrets;
}

/* --- asking */

/* A message while its request is made. */
struct filling {
	const struct notify_by_http *by;
	const struct notify_message *m;
	json_t *payload;
	struct arena *arena;
};

/* Subject and body, no longer than the service takes: cut before a character, with dots. */
static const char *message_text(const struct filling *f, const char *body)
{
	static const char DOTS[] = "...";
	size_t most = (size_t)f->by->service->text_max, length;
	const char *subject = f->m->subject ? f->m->subject : f->m->topic;
	char *text = body ? arena_printf(f->arena, "%s\n\n%s", subject, body) : arena_text(f->arena, subject);

	length = strlen(text);
	while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == ' '))
		length--;
	text[length] = '\0';
	if (most == 0 || length <= most)
		return text;
	length = most > strlen(DOTS) ? most - strlen(DOTS) : 0;
	while (length > 0 && (text[length] & 0xC0) == 0x80)
		length--;
	return arena_printf(f->arena, "%.*s%s", (int)length, text, DOTS);
}

static const char *message_value(const struct filling *f, const char *name)
{
	const char *body = json_string_value(json_object_get(f->payload, "body"));
	char at[INSTANT_TEXT_SIZE];

	if (strcmp(name, "id") == 0)
		return notify_message_id(f->m, f->arena);
	if (strcmp(name, "subject") == 0)
		return f->m->subject ? f->m->subject : f->m->topic;
	if (strcmp(name, "body") == 0)
		return body;
	if (strcmp(name, "text") == 0)
		return message_text(f, body);
	if (strcmp(name, "recipient") == 0)
		return f->m->recipient;
	if (strcmp(name, "topic") == 0)
		return f->m->topic;
	return strcmp(name, "at") == 0 ? arena_text(f->arena, instant_print(at, f->m->at)) : NULL;
}

static const char *find_value(void *ctx, const char *name, size_t index)
{
	const struct filling *f = ctx;
	const json_t *data = json_object_get(f->payload, "data");

	(void)index;
	if (strcmp(name, "base") == 0)
		return f->by->base ? f->by->base : f->by->service->base;
	if (strncmp(name, "secret.", 7) == 0)
		return f->by->secret(f->by->ctx, f->m->account ? f->m->account : f->by->service->id, name + 7);
	if (strncmp(name, "message.", 8) == 0)
		return message_value(f, name + 8);
	return strncmp(name, "data.", 5) == 0 ? tree_text(json_object_get(data ? data : f->payload, name + 5), f->arena)
					      : NULL;
}

enum status notify_service_request(const struct notify_by_http *by, const struct notify_message *m,
				   struct http_request *out, struct arena *arena, struct error *err)
{
	struct filling filling = { by, m, json_loads(m->payload, 0, NULL), arena };
	const struct template_scope scope = {
		.find = find_value,
		.ctx = &filling,
		.count = 1,
		.now = by->clock(by->ctx),
		.seed = (uint64_t)m->id,
		.modules = by->modules,
	};
	enum status st = template_request(by->service->file, &scope, out, arena, err);

	out->timeout_ms = TIMEOUT_MS;
	json_decref(filling.payload);
	if (st == STATUS_REJECTED && strncmp(err->field, "secret.", 7) == 0)
		return error_set(err, STATUS_CONFIG, "no_secret", "", "the secret %s.%s is missing",
				 m->account ? m->account : by->service->id, err->field + 7);
	return st;
}

/* At most so many bytes, of whole characters, on one line. */
static const char *short_line(const char *text, size_t most, struct arena *arena)
{
	size_t length = strlen(text);
	char *line;

	if (length > most)
		for (length = most; length > 0 && (text[length] & 0xC0) == 0x80; length--)
			;
	line = arena_copy(arena, text, length);
	for (char *p = line; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			*p = ' ';
	return line;
}

/* What the service says, in its own words. */
static const char *reply_words(const json_t *reply, int code, const json_t *tree, struct arena *arena)
{
	const json_t *message = json_object_get(reply, "message");
	const char *words = arena_printf(arena, "HTTP %d", code);

	for (size_t i = 0; message && i < (json_is_array(message) ? json_array_size(message) : 1); i++) {
		const char *at = json_string_value(json_is_array(message) ? json_array_get(message, i) : message);
		const char *text = tree_text(tree_find(tree, at), arena);

		if (text)
			words = arena_printf(arena, "%s%s%s", words, i ? " " : ": ",
					     short_line(text, WORDS_MAX, arena));
	}
	return words;
}

static const char *verdict_without_rule(int code)
{
	return code >= 200 && code < 300		  ? "sent"
	       : code == 429				  ? "throttled"
	       : code == 401 || code == 403		  ? "refused"
	       : code == 408 || code >= 500 || code < 400 ? "retry"
							  : "failed";
}

static enum status judge(const struct notify_service *s, const struct http_reply *reply, struct notify_fate *fate,
			 struct arena *arena, struct error *err)
{
	const json_t *rules = json_object_get(s->file, "reply");
	json_t *tree = NULL;
	const char *verdict;
	struct error unread;

	if (tree_read(reply->body, reply->length, &tree, &unread) != STATUS_OK)
		tree = NULL;
	verdict = template_verdict(json_object_get(rules, "when"), reply->code, tree);
	if (!verdict)
		verdict = verdict_without_rule(reply->code);
	fate->why = strcmp(verdict, "sent") == 0 ? NULL : reply_words(rules, reply->code, tree, arena);
	json_decref(tree);
	fate->throttled = strcmp(verdict, "throttled") == 0;
	fate->gone = strcmp(verdict, "gone") == 0;
	fate->state = strcmp(verdict, "sent") == 0		     ? MESSAGE_SENT
		      : fate->gone || strcmp(verdict, "failed") == 0 ? MESSAGE_FAILED
								     : MESSAGE_QUEUED;
	if (strcmp(verdict, "refused") == 0)
		return error_set(err, STATUS_CONFIG, "refused", "", "%s refuses us: %s", s->id, fate->why);
	return STATUS_OK;
}

enum status notify_send_service(void *ctx, const struct notify_message *m, struct notify_fate *fate,
				struct arena *arena, struct error *err)
{
	const struct notify_by_http *by = ctx;
	struct http_request request;
	struct http_reply reply;
	enum status st = notify_service_request(by, m, &request, arena, err);

	if (st == STATUS_REJECTED) {
		fate->state = MESSAGE_FAILED;
		fate->why = arena_printf(arena, "%s: %s", err->field, err->message);
		return STATUS_OK;
	}
	if (st == STATUS_OK)
		st = notify_exchange(by, &request, &reply, fate, arena, err);
	if (st == STATUS_OK)
		st = judge(by->service, &reply, fate, arena, err);
	return st == STATUS_END ? STATUS_OK : st;
}
