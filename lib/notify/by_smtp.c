/* Mail by SMTP. */
#include "notify_impl.h"

#define RECIPIENTS_MAX 100

/* What a server says of whoever signs in, not of the message. */
static bool is_about_sign_in(int code)
{
	return code == 530 || code == 534 || code == 535 || code == 538;
}

static const char *bare_address(const char *from, struct arena *arena)
{
	const char *open = strrchr(from, '<');

	return open ? arena_copy(arena, open + 1, strcspn(open + 1, ">")) : from;
}

static size_t split_recipients(const char *list, const char **out, struct arena *arena)
{
	size_t n = 0;

	for (list += strspn(list, " ,"); *list && n < RECIPIENTS_MAX; list += strspn(list, " ,")) {
		size_t length = strcspn(list, " ,");

		out[n++] = arena_copy(arena, list, length);
		list += length;
	}
	return n;
}

static void judge(const struct http_reply *reply, struct notify_fate *fate, struct arena *arena)
{
	fate->state = reply->code >= 200 && reply->code < 300 ? MESSAGE_SENT
		      : reply->code >= 500		      ? MESSAGE_FAILED
							      : MESSAGE_QUEUED;
	/* Of a message that was taken, the recipients that were not. */
	fate->why = arena_text(arena, reply->failure);
	if (fate->state != MESSAGE_SENT && !fate->why)
		fate->why = arena_printf(arena, "SMTP %d", reply->code);
}

enum status notify_send_smtp(void *ctx, const struct notify_message *m, struct notify_fate *fate, struct arena *arena,
			     struct error *err)
{
	const struct notify_by_smtp *by = ctx;
	const char *recipients[RECIPIENTS_MAX];
	struct http_letter letter = { .url = by->url, .user = by->user, .password = by->password };
	struct buffer text = { 0 };
	struct http_reply reply;
	enum status st = notify_mail(m, by->from, &text, err);

	if (st == STATUS_OK) {
		letter.from = bare_address(by->from, arena);
		letter.recipients = recipients;
		letter.n_recipients = split_recipients(m->recipient, recipients, arena);
		letter.text = text.data;
		letter.length = text.length;
		st = http_mail(by->client, &letter, &reply, err);
	}
	if (st == STATUS_OK && is_about_sign_in(reply.code))
		st = error_set(err, STATUS_CONFIG, "refused", "", "the mail server does not let us in: %s",
			       reply.failure ? reply.failure : "it gives no reason");
	else if (st == STATUS_OK)
		judge(&reply, fate, arena);
	if (st == STATUS_REJECTED && strcmp(err->code, "bad_url") == 0) {
		st = err->status = STATUS_CONFIG;
	} else if (st == STATUS_REJECTED) {
		fate->state = MESSAGE_FAILED;
		fate->why = arena_printf(arena, "%s: %s", err->field, err->message);
		st = STATUS_OK;
	}
	buffer_free(&text);
	return st;
}
