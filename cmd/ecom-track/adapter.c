/* ecom-track adapter: adapters checked, tried on a saved reply, and looked at. */
#include <ecom/carrier.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "verbs.h"

#define FILE_MOST ((size_t)16 << 20) /* bytes of an adapter or a reply */

struct adapter_options {
	int operation;
	int64_t http;
	const char *number, *base_url;
	struct texts details;
	bool items, push, token, sandbox;
};

static const struct option OPTIONS[] = {
	{ "operation", 0, OPTION_WORD, "NAME", "of try and request: fetch or register",
	  offsetof(struct adapter_options, operation), .words = CARRIER_OPERATION_WORDS },
	{ "http", 0, OPTION_INT, "CODE", "of try: the code that the reply came with",
	  offsetof(struct adapter_options, http), "200", .min = 100, .max = 599 },
	{ "number", 0, OPTION_TEXT, "NUMBER", "of try: the number that was asked for",
	  offsetof(struct adapter_options, number) },
	{ "items", 0, OPTION_FLAG, NULL, "of try: what the reply says of each parcel, rather than its events",
	  offsetof(struct adapter_options, items) },
	{ "push", 0, OPTION_FLAG, NULL, "of try: it is no reply but a pushed webhook; its signature is not asked for",
	  offsetof(struct adapter_options, push) },
	{ "detail", 0, OPTION_TEXTS, "NAME=TEXT,...", "of request: details of the shipment",
	  offsetof(struct adapter_options, details) },
	{ "token", 0, OPTION_FLAG, NULL, "of request: the one that gets an OAuth 2.0 token",
	  offsetof(struct adapter_options, token) },
	{ "sandbox", 0, OPTION_FLAG, NULL, "of request: to the carrier's sandbox",
	  offsetof(struct adapter_options, sandbox) },
	{ "base-url", 0, OPTION_TEXT, "URL", "of request: to this address instead of the carrier's",
	  offsetof(struct adapter_options, base_url) },
	{ NULL },
};

/* ---- Adapters found and read ---- */

/* The file of an adapter: a path, or the id of one in ECOM_CARRIERS or among those that come along. */
static const char *path_of(struct run *run, const char *name)
{
	const char *const *folders = run_folders(run, "ECOM_CARRIERS", "carriers");
	const char *path = NULL;
	size_t length = strlen(name);

	if (strchr(name, '/') || (length > 5 && strcmp(name + length - 5, ".json") == 0))
		return name;
	for (bool found = false; *folders && !found; folders++) {
		path = arena_printf(run->arena, "%s/%s.json", *folders, name);
		found = access(path, R_OK) == 0;
	}
	return path;
}

struct telling {
	struct run *run;
	const char *file;
	size_t faults;
};

static void tell_fault(void *ctx, const char *pointer, const char *what)
{
	struct telling *t = ctx;

	run_warn(t->run, "%s: %s%s%s", t->file, pointer, *pointer ? ": " : "", what);
	t->faults++;
}

static enum status read_adapter(struct run *run, const char *name, struct carrier **out, size_t *faults,
				struct error *err)
{
	struct telling telling = { run, path_of(run, name), 0 };
	struct buffer text = { 0 };
	enum status st = file_read_all(telling.file, FILE_MOST, &text, err);

	if (!st)
		st = carrier_read(telling.file, text.data ? text.data : "", text.length, tell_fault, &telling, out,
				  err);
	buffer_free(&text);
	*faults = telling.faults;
	return st;
}

/* One adapter; its faults have been told, and end the run. */
static enum status open_adapter(struct run *run, const char *name, struct carrier **out, struct error *err)
{
	size_t faults;
	enum status st = read_adapter(run, name, out, &faults, err);

	return st == STATUS_REJECTED
		       ? error_set(err, STATUS_DATA, "bad_adapter", "", "%s has faults: %zu", name, faults)
		       : st;
}

/* All that come along, by name. */
static size_t shipped(struct run *run, const char ***out)
{
	const char *folder = run_share(run, "carriers");
	size_t n;
	const char *const *files = run_files(run, folder, ".json", &n);

	*out = arena_alloc(run->arena, (n + 1) * sizeof(**out));
	for (size_t i = 0; i < n; i++)
		(*out)[i] = arena_printf(run->arena, "%s/%s", folder, files[i]);
	return n;
}

/* ---- check, codes ---- */

struct listing {
	struct run *run;
	const struct carrier *carrier;
};

static void emit_code(void *ctx, const char *code, int status, const char *substatus)
{
	const struct listing *listing = ctx;
	struct carrier_line line;

	carrier_line_of_code(listing->carrier, code, status, substatus, &line);
	run_emit(listing->run, &line);
}

/* Each adapter named, or all that come along: its faults, or its codes. */
static enum status each_adapter(struct run *run, bool codes, struct error *err)
{
	const char **names = (const char **)(run->operands + 1);
	size_t n = run->n_operands - 1, faults;
	enum status st = STATUS_OK;

	if (!n)
		n = shipped(run, &names);
	for (size_t i = 0; i < n && !st; i++) {
		struct carrier *c = NULL;

		st = read_adapter(run, names[i], &c, &faults, err);
		if (st == STATUS_REJECTED) {
			run_found(run);
			st = STATUS_OK;
		} else if (!st && codes) {
			carrier_each_code(c, emit_code, &(struct listing) { run, c });
		} else if (!st) {
			run_note(run, "%s: %s, without a fault", names[i], carrier_title(c));
		}
		carrier_free(c);
	}
	return st;
}

/* ---- try ---- */

static void emit_events(struct run *run, const struct carrier *c, const struct carrier_item *item)
{
	struct carrier_line line;

	for (size_t i = 0; i < item->n_events; i++) {
		const struct carrier_event *event = &item->events[i];

		carrier_line_of_event(c, item, event, &line, run->arena);
		run_emit(run, &line);
		if (event->fault)
			run_warn(run, "an event is set aside: %s", event->fault);
		else if (!event->mapped)
			run_warn(run, "not in the map: %s", event->native ? event->native : event->text);
	}
}

static void tell_item(struct run *run, const struct carrier *c, const struct carrier_item *item)
{
	const char *number = item->number ? item->number : "a parcel";
	struct carrier_line line;

	if (((const struct adapter_options *)run->options)->items) {
		carrier_line_of_item(c, item, &line, run->arena);
		run_emit(run, &line);
	} else {
		emit_events(run, c, item);
	}
	if (item->outcome == CARRIER_FOUND || item->outcome == CARRIER_DONE)
		return;
	run_warn(run, "%s: %s%s%s", number, CARRIER_OUTCOME_WORDS[item->outcome].word, item->message ? ": " : "",
		 item->message ? item->message : "");
	run_found(run);
}

static void tell_answer(struct run *run, const struct carrier *c, const struct carrier_answer *answer)
{
	for (size_t i = 0; i < answer->n_items; i++)
		tell_item(run, c, &answer->items[i]);
	if (answer->outcome == CARRIER_FOUND || answer->outcome == CARRIER_DONE)
		return;
	run_warn(run, "%s%s%s", CARRIER_OUTCOME_WORDS[answer->outcome].word, answer->message ? ": " : "",
		 answer->message ? answer->message : "");
	run_found(run);
}

static enum status try_reply(struct run *run, const struct carrier *c, struct error *err)
{
	const struct adapter_options *o = run->options;
	const struct carrier_parcel parcel = { .number = o->number };
	struct carrier_answer answer;
	struct buffer body = { 0 };
	enum status st = file_read_all(run->n_operands > 2 ? run->operands[2] : "/dev/stdin", FILE_MOST, &body, err);

	if (!st && (o->push ? !carrier_has_webhook(c) : !carrier_has(c, (enum carrier_operation)o->operation)))
		st = error_set(err, STATUS_USAGE, "no_operation", "operation", "%s has no %s", carrier_id(c),
			       o->push ? "webhook" : CARRIER_OPERATION_WORDS[o->operation].word);
	if (!st && o->push)
		carrier_push_try(c, body.data ? body.data : "", body.length, &answer, run->arena);
	else if (!st)
		carrier_reply(c, (enum carrier_operation)o->operation, o->number ? &parcel : NULL, 1, (int)o->http,
			      body.data ? body.data : "", body.length, &answer, run->arena);
	if (!st)
		tell_answer(run, c, &answer);
	buffer_free(&body);
	return st;
}

/* ---- request ---- */

/* Letters that no encoding changes, so that a secret's place is seen wherever it stands. */
static const char *masked(void *ctx, const char *name)
{
	return arena_printf(((struct run *)ctx)->arena, "SECRET.%s", name);
}

static const char *detail(void *ctx, const char *name)
{
	const struct texts *details = &((const struct adapter_options *)((struct run *)ctx)->options)->details;
	size_t length = strlen(name);

	for (size_t i = 0; i < details->count; i++)
		if (strncmp(details->items[i], name, length) == 0 && details->items[i][length] == '=')
			return details->items[i] + length + 1;
	return NULL;
}

static void print_request(struct run *run, const struct http_request *request)
{
	struct buffer text = { 0 };

	buffer_printf(&text, "%s %s\n", request->method, request->url);
	for (size_t i = 0; i < request->n_headers; i++)
		buffer_printf(&text, "%s: %s\n", request->headers[i].name, request->headers[i].value);
	if (request->body)
		buffer_printf(&text, "\n%s\n", request->body);
	run_print(run, text.data);
	buffer_free(&text);
}

static enum status show_request(struct run *run, const struct carrier *c, struct error *err)
{
	const struct adapter_options *o = run->options;
	size_t n = run->n_operands - 2;
	struct carrier_parcel *parcels = arena_zero(run->arena, (n + 1) * sizeof(*parcels));
	const struct carrier_account account = {
		.base = o->base_url,
		.sandbox = o->sandbox,
		.secret = masked,
		.ctx = run,
		.token = "TOKEN",
		.modules = run_store_options(run)->module_path,
		.now = run_now(run),
	};
	struct http_request request;
	enum status st;

	for (size_t i = 0; i < n; i++)
		parcels[i] = (struct carrier_parcel) { run->operands[i + 2], detail, run };
	if (!o->token && (!n || n > carrier_batch(c, (enum carrier_operation)o->operation)))
		return error_set(err, STATUS_USAGE, "usage", "", "%s takes 1 to %zu numbers in a request, not %zu",
				 carrier_id(c), carrier_batch(c, (enum carrier_operation)o->operation), n);
	st = o->token ? carrier_token_request(c, &account, &request, run->arena, err)
		      : carrier_request(c, (enum carrier_operation)o->operation, parcels, n, &account, &request,
					run->arena, err);
	if (!st)
		print_request(run, &request);
	return st;
}

static enum status adapter(struct run *run, struct error *err)
{
	const char *what = run->n_operands ? run->operands[0] : "";
	struct carrier *c = NULL;
	enum status st;

	if (strcmp(what, "check") == 0 || strcmp(what, "codes") == 0)
		return each_adapter(run, strcmp(what, "codes") == 0, err);
	if ((strcmp(what, "try") != 0 && strcmp(what, "request") != 0) || run->n_operands < 2)
		return error_set(err, STATUS_USAGE, "usage", "",
				 "check, try ADAPTER, request ADAPTER NUMBER... or codes was expected");
	st = open_adapter(run, run->operands[1], &c, err);
	if (!st)
		st = *what == 't' ? try_reply(run, c, err) : show_request(run, c, err);
	carrier_free(c);
	return st;
}

const struct verb VERB_ADAPTER = {
	.name = "adapter",
	.help = "check adapters, try them on a saved reply, see their requests and codes",
	.operands_help = "check [ADAPTER...] | try ADAPTER [REPLY] | request ADAPTER NUMBER... | codes [ADAPTER...]",
	.operands = OPERANDS_TEXT,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct adapter_options),
	.output = &carrier_line_type,
	.run = adapter,
};
