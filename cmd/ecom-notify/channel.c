/* ecom-notify channel: channel files checked, and looked at. */
#include "shared.h"
#include "verbs.h"

#include <string.h>

struct channel_options {
	const char *recipient, *subject, *body, *base_url;
};

static const struct option OPTIONS[] = {
	{ "recipient", 't', OPTION_TEXT, "TEXT", "of try: the receiver", offsetof(struct channel_options, recipient),
	  "somebody" },
	{ "subject", 0, OPTION_TEXT, "TEXT", "of try: the subject", offsetof(struct channel_options, subject),
	  "A try" },
	{ "body", 0, OPTION_TEXT, "TEXT", "of try: the text", offsetof(struct channel_options, body),
	  "This is a try of a message." },
	{ "base-url", 0, OPTION_TEXT, "URL", "of try: ask here instead of at the service's own address",
	  offsetof(struct channel_options, base_url) },
	{ NULL },
};

static enum status check(struct run *run, const char *name, struct error *err)
{
	struct notify_service *service;
	enum status st = ways_service(run, name, &service, err);

	notify_service_free(service);
	if (st == STATUS_CONFIG && strcmp(err->code, "bad_channel") == 0) {
		run_found(run);
		return STATUS_OK;
	}
	return st;
}

/* Nothing real is shown: each secret is its own name. */
static const char *masked(void *ctx, const char *account, const char *name)
{
	struct run *run = ctx;

	if (strcmp(account, NOTIFY_WEBHOOK) == 0)
		return "whsec_c2VjcmV0LmtleSBzZWNyZXQua2V5IHNlY3JldC5rZXk="; /* "secret.key secret.key secret.key" */
	return arena_printf(run->arena, "secret.%s", name);
}

static void print_request(struct run *run, const struct http_request *request)
{
	struct buffer out = { 0 };

	buffer_text(&out, "{\"method\":");
	buffer_json_text(&out, request->method);
	buffer_text(&out, ",\"url\":");
	buffer_json_text(&out, request->url);
	buffer_text(&out, ",\"headers\":{");
	for (size_t i = 0; i < request->n_headers; i++) {
		buffer_text(&out, i ? "," : "");
		buffer_json_text(&out, request->headers[i].name);
		buffer_char(&out, ':');
		buffer_json_text(&out, request->headers[i].value);
	}
	buffer_text(&out, "},\"body\":");
	buffer_json_text(&out, request->body);
	buffer_text(&out, "}\n");
	run_print(run, out.data);
	buffer_free(&out);
}

static enum status try_channel(struct run *run, const char *name, struct error *err)
{
	const struct channel_options *o = run->options;
	bool webhook = strcmp(name, NOTIFY_WEBHOOK) == 0;
	struct notify_by_http by = {
		.base = o->base_url,
		.source = "urn:ecom",
		.modules = run_store_options(run)->module_path,
		.secret = masked,
		.clock = run_clock,
		.ctx = run,
	};
	struct buffer payload = { 0 };
	struct notify_service *service = NULL;
	struct http_request request = { 0 };
	enum status st = webhook ? STATUS_OK : ways_service(run, name, &service, err);
	struct notify_message m = {
		.id = 1,
		.at = run_now(run),
		.channel = name,
		.recipient = o->recipient,
		.topic = "try",
		.subject = o->subject,
		.dedupe = "try",
	};

	by.service = service;
	buffer_text(&payload, "{\"body\":");
	buffer_json_text(&payload, o->body);
	buffer_char(&payload, '}');
	m.payload = payload.data;
	if (st == STATUS_OK)
		st = webhook ? notify_webhook_request(&by, &m, &request, run->arena, err)
			     : notify_service_request(&by, &m, &request, run->arena, err);
	if (st == STATUS_OK)
		print_request(run, &request);
	notify_service_free(service);
	buffer_free(&payload);
	return st;
}

static enum status channel(struct run *run, struct error *err)
{
	const char *what = run->n_operands ? run->operands[0] : "";
	bool checks = strcmp(what, "check") == 0;
	enum status st = STATUS_OK;

	if ((!checks && strcmp(what, "try") != 0) || run->n_operands < 2)
		return error_set(err, STATUS_USAGE, "bad_operand", "",
				 "expected check or try, and channels: ids, or files");
	for (size_t i = 1; i < run->n_operands && st == STATUS_OK; i++)
		st = checks ? check(run, run->operands[i], err) : try_channel(run, run->operands[i], err);
	return st;
}

const struct verb VERB_CHANNEL = {
	.name = "channel",
	.help = "check channel files, or show the request that one makes",
	.operands_help = "check|try CHANNEL...",
	.operands = OPERANDS_TEXT,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct channel_options),
	.run = channel,
};
