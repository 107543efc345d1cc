/* ecom-track receive: a webhook, in the manner of CGI. */
#include "shared.h"
#include "verbs.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BODY_MOST (8 << 20)

struct receive_options {
	const char *secrets, *account;
	int64_t tell_within;
};

static const struct option OPTIONS[] = {
	{ "account", 0, OPTION_TEXT, "NAME", "whose secrets verify it; the adapter's id, if not said",
	  offsetof(struct receive_options, account) },
	AGENT_SECRETS_OPTION(struct receive_options, secrets),
	AGENT_TELL_OPTION(struct receive_options, tell_within),
	{ NULL },
};

static void answer(struct run *run, int code, const char *reason, const char *text)
{
	const char *type = text[0] == '{' || text[0] == '[' ? "application/json" : "text/plain; charset=utf-8";
	run_print(run, arena_printf(run->arena, "Status: %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", code,
				    reason, type, strlen(text), text));
}

/* A header as CGI hands it over: HTTP_X_HMAC_SIGNATURE; the content's own are without HTTP_. */
static const char *find_header(void *ctx, const char *name)
{
	struct run *run = ctx;
	char *variable = arena_printf(run->arena, "HTTP_%s", name);
	for (char *p = variable; *p; p++)
		*p = *p == '-' ? '_' : *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
	if (!strncmp(variable + 5, "CONTENT_", 8))
		return run_environment(run, variable + 5);
	return run_environment(run, variable);
}

struct body {
	const char *text;
	size_t length;
};

static enum status read_body(struct buffer *out, int64_t length, struct error *err)
{
	char space[65536];
	while (length < 0 || (int64_t)out->length < length) {
		size_t wanted = length < 0 || length - (int64_t)out->length > (int64_t)sizeof(space) ?
					sizeof(space) :
					(size_t)(length - (int64_t)out->length);
		ssize_t n = read(STDIN_FILENO, space, wanted);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_system(err, STATUS_IO, "standard input");
		if (n == 0)
			break;
		buffer_add(out, space, (size_t)n);
		if (out->length > BODY_MOST)
			return error_reject(err, "too_large", "", "the body has more than %d bytes", BODY_MOST);
	}
	if (length >= 0 && (int64_t)out->length < length)
		return error_reject(err, "bad_body", "", "the body ends after %zu of %lld bytes", out->length, (long long)length);
	return STATUS_OK;
}

static void ignore(void *ctx, const struct poll_outcome *outcome)
{
	run_note(ctx, "%s %s: %s, %lld new events", outcome->carrier, outcome->number, outcome->result,
		 (long long)outcome->events);
}

/* What the sender did wrong it hears by its code, the shop by the log. */
static void refuse(struct run *run, const struct error *why)
{
	bool unsigned_ = !strcmp(why->code, "bad_signature") || !strcmp(why->code, "no_signature");
	run_warn(run, "%s", why->message);
	if (unsigned_)
		answer(run, 401, "Unauthorized", "");
	else if (!strcmp(why->code, "unknown_adapter") || !strcmp(why->code, "no_webhook"))
		answer(run, 404, "Not Found", "");
	else if (!strcmp(why->code, "too_large"))
		answer(run, 413, "Content Too Large", "");
	else
		answer(run, 400, "Bad Request", "");
}

static enum status take(struct run *run, const char *body, size_t length, struct error *err)
{
	const struct receive_options *o = run->options;
	struct change change = run_change(run, NULL);
	struct poll_push in = { .push = { .header = find_header, .ctx = run, .body = body, .length = length },
				.adapter = run->operands[0],
				.account = o->account,
				.id = find_header(run, "webhook-id") };
	const char *said = NULL;
	struct poll_agent agent;
	enum status st = agent_open(run, o->secrets, o->tell_within, &agent, err);

	if (st != STATUS_OK)
		return st;
	st = poll_receive(&change, &agent, &in, &said, ignore, run, err);
	agent_close(&agent);
	if (st == STATUS_OK)
		answer(run, 200, "OK", said ? said : "");
	return st;
}

static enum status receive(struct run *run, struct error *err)
{
	const char *method = run_environment(run, "REQUEST_METHOD"), *said = run_environment(run, "CONTENT_LENGTH");
	struct body *body = run->state; /* read once: the transaction may be run again */
	struct buffer room = { 0 };
	int64_t length = -1;
	enum status st = STATUS_OK;

	if (run->n_operands != 1)
		return error_set(err, STATUS_USAGE, "bad_operand", "", "expected the id of one adapter");
	if (method && (!strcmp(method, "GET") || !strcmp(method, "HEAD"))) {
		answer(run, 200, "OK", "");
		return STATUS_OK;
	}
	if (method && strcmp(method, "POST") != 0) {
		answer(run, 405, "Method Not Allowed", "");
		return STATUS_OK;
	}
	if (!body) {
		body = run->state = arena_zero(run->keep, sizeof(*body));
		if (said && !number_parse_int(said, 0, INT64_MAX, &length))
			st = error_reject(err, "bad_body", "", "CONTENT_LENGTH: expected a number of bytes");
		if (st == STATUS_OK)
			st = read_body(&room, length, err);
		body->text = arena_copy(run->keep, room.data ? room.data : "", room.length);
		body->length = room.length;
		buffer_free(&room);
	}
	if (st == STATUS_OK)
		st = take(run, body->text, body->length, err);
	if (st != STATUS_REJECTED)
		return st;
	refuse(run, err);
	return STATUS_OK;
}

const struct verb VERB_RECEIVE = {
	.name = "receive",
	.help = "take in a webhook from standard input, in the manner of CGI",
	.operands_help = "ADAPTER",
	.operands = OPERANDS_TEXT,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct receive_options),
	.run = receive,
};
