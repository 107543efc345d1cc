/* Webhooks: events to programs of others, signed as the Standard Webhooks specification has it, in the dress of
 * CloudEvents. */
#include "notify_impl.h"

#define BODY_MAX   20000
#define TIMEOUT_MS INT64_C(20000)
#define KEY_MIN	   24 /* bytes */
#define KEY_MAX	   64

enum status notify_exchange(const struct notify_by_http *by, const struct http_request *request,
			    struct http_reply *reply, struct notify_fate *fate, struct arena *arena, struct error *err)
{
	enum status st = http_start(by->client, request, err);

	if (st == STATUS_OK)
		st = http_next(by->client, -1, reply, err);
	if (st == STATUS_REJECTED) { /* an address that is none, or plain http to somewhere else */
		fate->state = MESSAGE_FAILED;
		fate->why = arena_text(arena, err->message);
		return STATUS_END;
	}
	if (st != STATUS_OK)
		return st;
	fate->retry_after = reply->retry_after_ms;
	if (reply->code == 0) {
		fate->why = arena_text(arena, reply->failure ? reply->failure : "no reply");
		return STATUS_END;
	}
	return STATUS_OK;
}

/* "v1," and the HMAC of what is signed, by one key: "whsec_" and its Base64. */
static enum status add_signature(const struct notify_by_http *by, const char *secret, const struct buffer *signed_text,
				 struct buffer *out, struct error *err)
{
	static const char PREFIX[] = "whsec_";
	struct buffer key = { 0 };
	enum status st = STATUS_OK;

	if (strncmp(secret, PREFIX, strlen(PREFIX)) != 0 || !sign_base64_decode(secret + strlen(PREFIX), &key) ||
	    key.length < KEY_MIN || key.length > KEY_MAX)
		st = error_set(err, STATUS_CONFIG, "bad_secret", "",
			       "the key of a webhook is whsec_ and the Base64 of %d to %d bytes", KEY_MIN, KEY_MAX);
	if (st == STATUS_OK) {
		buffer_text(out, out->length ? " v1," : "v1,");
		st = sign_data(by->modules, SIGN_SHA256, key.data, key.length, signed_text->data, signed_text->length,
			       SIGN_BASE64, out, err);
	}
	buffer_free(&key);
	return st;
}

/* One signature for each key there is. */
static enum status sign(const struct notify_by_http *by, const struct notify_message *m,
			const struct buffer *signed_text, struct buffer *out, struct arena *arena, struct error *err)
{
	const char *account = m->account ? m->account : NOTIFY_WEBHOOK, *keys = by->secret(by->ctx, account, "key");
	enum status st = STATUS_OK;

	if (!keys)
		return error_set(err, STATUS_CONFIG, "no_secret", "",
				 "the secret %s.key is missing: webhooks are signed", account);
	for (keys += strspn(keys, " "); *keys && st == STATUS_OK; keys += strspn(keys, " ")) {
		size_t length = strcspn(keys, " ");

		st = add_signature(by, arena_copy(arena, keys, length), signed_text, out, err);
		keys += length;
	}
	return st;
}

/* The message as a CloudEvent; the same at every try. */
static void add_event(const struct notify_by_http *by, const struct notify_message *m, const char *id,
		      struct buffer *out)
{
	char at[INSTANT_TEXT_SIZE];

	buffer_text(out, "{\"specversion\":\"1.0\",\"id\":");
	buffer_json_text(out, id);
	buffer_text(out, ",\"source\":");
	buffer_json_text(out, by->source);
	buffer_text(out, ",\"type\":");
	buffer_json_text(out, m->topic);
	if (m->subject && m->subject[0]) {
		buffer_text(out, ",\"subject\":");
		buffer_json_text(out, m->subject);
	}
	buffer_printf(out, ",\"time\":\"%s\",\"datacontenttype\":\"application/json\",\"data\":%s}",
		      instant_print(at, m->at), m->payload);
}

enum status notify_webhook_request(const struct notify_by_http *by, const struct notify_message *m,
				   struct http_request *out, struct arena *arena, struct error *err)
{
	const char *id = notify_message_id(m, arena),
		   *seconds = arena_printf(arena, "%" PRId64, by->clock(by->ctx) / 1000);
	struct http_header *headers = arena_zero(arena, 4 * sizeof *headers);
	struct buffer body = { 0 }, text = { 0 }, signatures = { 0 };
	enum status st;

	add_event(by, m, id, &body);
	buffer_printf(&text, "%s.%s.", id, seconds);
	buffer_add(&text, body.data, body.length);
	st = sign(by, m, &text, &signatures, arena, err);
	if (st == STATUS_OK && body.length >= BODY_MAX)
		st = error_reject(err, "too_long", "payload", "has %zu bytes; a webhook takes less than %d",
				  body.length, BODY_MAX);
	if (st == STATUS_OK) {
		headers[0] = (struct http_header) { "content-type", "application/cloudevents+json; charset=UTF-8" };
		headers[1] = (struct http_header) { "webhook-id", id };
		headers[2] = (struct http_header) { "webhook-timestamp", seconds };
		headers[3] = (struct http_header) { "webhook-signature",
						    arena_copy(arena, signatures.data, signatures.length) };
		*out = (struct http_request) {
			.method = "POST",
			.url = m->recipient,
			.headers = headers,
			.n_headers = 4,
			.body = arena_copy(arena, body.data, body.length),
			.length = body.length,
			.timeout_ms = TIMEOUT_MS,
		};
	}
	buffer_free(&body);
	buffer_free(&text);
	buffer_free(&signatures);
	return st;
}

enum status notify_send_webhook(void *ctx, const struct notify_message *m, struct notify_fate *fate,
				struct arena *arena, struct error *err)
{
	const struct notify_by_http *by = ctx;
	struct http_request request;
	struct http_reply reply;
	enum status st = notify_webhook_request(by, m, &request, arena, err);

	if (st == STATUS_REJECTED) {
		fate->state = MESSAGE_FAILED;
		fate->why = arena_text(arena, err->message);
		return STATUS_OK;
	}
	if (st == STATUS_OK)
		st = notify_exchange(by, &request, &reply, fate, arena, err);
	if (st != STATUS_OK)
		return st == STATUS_END ? STATUS_OK : st;
	fate->state = reply.code >= 200 && reply.code < 300 ? MESSAGE_SENT
		      : reply.code == 410		    ? MESSAGE_FAILED
							    : MESSAGE_QUEUED;
	fate->gone = reply.code == 410;
	fate->throttled = reply.code == 429 || reply.code == 502 || reply.code == 504;
	if (fate->state != MESSAGE_SENT)
		fate->why = arena_printf(arena,
					 reply.code == 410			 ? "HTTP %d: it wants no more"
					 : reply.code >= 300 && reply.code < 400 ? "HTTP %d: redirects are not followed"
										 : "HTTP %d",
					 reply.code);
	return STATUS_OK;
}
