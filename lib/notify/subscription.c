/* Who wants to hear of which events, and what is known of receivers. */
#include "notify_impl.h"

static struct notify_subscription read_subscription(struct stmt *q, struct arena *arena)
{
	struct notify_subscription s = { 0 };

	record_clear(&notify_subscription_type, &s);
	s.topic = arena_text(arena, stmt_column_text(q, 0));
	s.channel = arena_text(arena, stmt_column_text(q, 1));
	s.recipient = arena_text(arena, stmt_column_text(q, 2));
	s.enabled = stmt_column_int(q, 3) != 0;
	s.template = arena_text(arena, stmt_column_text(q, 4));
	s.lang = arena_text(arena, stmt_column_text(q, 5));
	s.zone = arena_text(arena, stmt_column_text(q, 6));
	s.quiet = arena_text(arena, stmt_column_text(q, 7));
	s.since = stmt_column_int(q, 8);
	record_mark_all(&notify_subscription_type, &s);
	return s;
}

static struct notify_receiver read_receiver(struct stmt *q, struct arena *arena)
{
	struct notify_receiver r = { 0 };

	record_clear(&notify_receiver_type, &r);
	r.channel = arena_text(arena, stmt_column_text(q, 0));
	r.recipient = arena_text(arena, stmt_column_text(q, 1));
	r.allowed = stmt_column_int(q, 2) != 0;
	r.reason = arena_text(arena, stmt_column_text(q, 3));
	r.lang = arena_text(arena, stmt_column_text(q, 4));
	r.zone = arena_text(arena, stmt_column_text(q, 5));
	r.quiet = arena_text(arena, stmt_column_text(q, 6));
	r.account = arena_text(arena, stmt_column_text(q, 7));
	r.since = stmt_column_int(q, 8);
	record_mark_all(&notify_receiver_type, &r);
	return r;
}

/* A text that the input gave, or cleared; else what stands. */
static void take_text(const void *in, int field, const char *given, const char **stands)
{
	if (record_cleared(in, field))
		*stands = NULL;
	else if (record_has(in, field))
		*stands = given;
}

static enum status check_address(const char *channel, const char *recipient, struct error *err)
{
	if (!notify_is_channel(channel) || strcmp(channel, NOTIFY_EVENT) == 0)
		return error_reject(err, "bad_value", "channel",
				    "expected mail, webhook, exec, or the id of a channel, not \"%.40s\"", channel);
	if (strcmp(recipient, NOTIFY_CUSTOMER) == 0 && strcmp(channel, NOTIFY_WEBHOOK) != 0)
		return STATUS_OK;
	return notify_recipient_check(channel, recipient, err);
}

static enum status check_habits(const char *lang, const char *zone, const char *quiet, struct error *err)
{
	struct notify_quiet hours;
	struct zone *z;

	for (const char *p = lang ? lang : ""; *p; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || *p == '-'))
			return error_reject(err, "bad_value", "lang",
					    "expected a language such as en or zh, not \"%s\"", lang);
	if (quiet && !notify_quiet_parse(quiet, &hours))
		return error_reject(err, "bad_value", "quiet", "expected hours such as 22:00-07:00, not \"%s\"", quiet);
	if (zone) {
		if (zone_open(&z, zone, err) != STATUS_OK)
			return error_reject(err, "bad_zone", "zone",
					    "expected a zone such as Asia/Shanghai or +08:00, not \"%s\"", zone);
		zone_free(z);
	}
	return STATUS_OK;
}

static bool is_topic(const char *topic)
{
	size_t length = strspn(topic, "abcdefghijklmnopqrstuvwxyz0123456789_.-");

	return topic[0] && (!topic[length] || strcmp(topic + length, "*") == 0);
}

bool notify_topic_fits(const char *pattern, const char *topic)
{
	size_t length = strlen(pattern);

	if (length > 0 && pattern[length - 1] == '*')
		return strncmp(pattern, topic, length - 1) == 0;
	return strcmp(pattern, topic) == 0;
}

static const char *subscription_json(const struct notify_subscription *s, struct arena *arena)
{
	struct buffer text = { 0 };
	const char *copy;

	record_json(&notify_subscription_type, s, NULL, 0, &text);
	copy = arena_copy(arena, text.data, text.length);
	buffer_free(&text);
	return copy;
}

/* The one that ${in} names: as it stands (STATUS_OK), or as it would begin (STATUS_END). */
static enum status find_subscription(const struct change *c, const struct notify_subscription *in,
				     struct notify_subscription *out, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[NOTIFY_SUBSCRIPTION]);
	const char *channel = in->channel ? in->channel : NOTIFY_MAIL;
	const char *recipient = in->recipient ? in->recipient : strcmp(channel, NOTIFY_MAIL) ? "" : NOTIFY_CUSTOMER;
	enum status st;

	if (!is_topic(in->topic))
		return error_reject(
			err, "bad_value", "topic",
			"expected a topic such as order.paid, or the beginning of some and *, not \"%.60s\"",
			in->topic);
	st = check_address(channel, recipient, err);
	if (st != STATUS_OK)
		return st;
	stmt_text(q, 1, in->topic);
	stmt_text(q, 2, channel);
	stmt_text(q, 3, recipient);
	st = stmt_step(q, err);
	if (st == STATUS_OK)
		*out = read_subscription(q, c->arena);
	stmt_reset(q);
	if (st != STATUS_END)
		return st;
	record_clear(&notify_subscription_type, out);
	out->topic = in->topic;
	out->channel = channel;
	out->recipient = recipient;
	out->enabled = true;
	out->since = c->now;
	return STATUS_END;
}

enum status notify_subscribe(const struct change *c, const struct notify_subscription *in,
			     struct notify_subscription *out, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[NOTIFY_SUBSCRIPTION_PUT]);
	enum status st = find_subscription(c, in, out, err);
	const char *before = st == STATUS_OK ? subscription_json(out, c->arena) : NULL;

	if (st != STATUS_OK && st != STATUS_END)
		return st;
	if (record_has(in, SUBSCRIPTION_ENABLED))
		out->enabled = in->enabled;
	if (record_has(in, SUBSCRIPTION_SINCE))
		out->since = in->since;
	take_text(in, SUBSCRIPTION_TEMPLATE, in->template, &out->template);
	take_text(in, SUBSCRIPTION_LANG, in->lang, &out->lang);
	take_text(in, SUBSCRIPTION_ZONE, in->zone, &out->zone);
	take_text(in, SUBSCRIPTION_QUIET, in->quiet, &out->quiet);
	st = check_habits(out->lang, out->zone, out->quiet, err);
	if (st != STATUS_OK)
		return st;
	record_mark_all(&notify_subscription_type, out);
	stmt_text(q, 1, out->topic);
	stmt_text(q, 2, out->channel);
	stmt_text(q, 3, out->recipient);
	stmt_int(q, 4, out->enabled);
	stmt_text(q, 5, out->template);
	stmt_text(q, 6, out->lang);
	stmt_text(q, 7, out->zone);
	stmt_text(q, 8, out->quiet);
	stmt_int(q, 9, out->since);
	st = stmt_run(q, NULL, err);
	return st == STATUS_OK
		       ? journal_audit(c, "subscription", out->topic, before, subscription_json(out, c->arena), err)
		       : st;
}

enum status notify_unsubscribe(const struct change *c, const struct notify_subscription *in,
			       struct notify_subscription *out, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[NOTIFY_SUBSCRIPTION_DELETE]);
	enum status st = find_subscription(c, in, out, err);

	if (st == STATUS_END)
		return error_reject(err, "unknown_subscription", "topic", "nobody has subscribed so: %.60s %.20s %.60s",
				    out->topic, out->channel, out->recipient);
	if (st != STATUS_OK)
		return st;
	stmt_text(q, 1, out->topic);
	stmt_text(q, 2, out->channel);
	stmt_text(q, 3, out->recipient);
	st = stmt_run(q, NULL, err);
	return st == STATUS_OK
		       ? journal_audit(c, "subscription", out->topic, subscription_json(out, c->arena), NULL, err)
		       : st;
}

enum status notify_subscriptions(struct store *s, notify_each_subscription *each, void *ctx, struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_SUBSCRIPTIONS]);
	struct arena arena = { 0 };
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK) {
		const struct notify_subscription subscription = read_subscription(q, &arena);

		each(ctx, &subscription);
		arena_reset(&arena);
	}
	stmt_reset(q);
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status notify_receiver_find(struct store *s, const char *channel, const char *recipient,
				 struct notify_receiver *out, struct arena *arena, struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_RECEIVER]);
	enum status st;

	stmt_text(q, 1, channel);
	stmt_text(q, 2, recipient);
	st = stmt_step(q, err);
	if (st == STATUS_OK)
		*out = read_receiver(q, arena);
	stmt_reset(q);
	if (st != STATUS_END)
		return st;
	record_clear(&notify_receiver_type, out);
	out->channel = channel;
	out->recipient = recipient;
	out->allowed = true;
	return STATUS_OK;
}

static enum status put_receiver(const struct change *c, const struct notify_receiver *r, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[NOTIFY_RECEIVER_PUT]);

	stmt_text(q, 1, r->channel);
	stmt_text(q, 2, r->recipient);
	stmt_int(q, 3, r->allowed);
	stmt_text(q, 4, r->reason);
	stmt_text(q, 5, r->lang);
	stmt_text(q, 6, r->zone);
	stmt_text(q, 7, r->quiet);
	stmt_text(q, 8, r->account);
	stmt_int(q, 9, r->since);
	return stmt_run(q, NULL, err);
}

static enum status cancel_queued(const struct change *c, const struct notify_receiver *r, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[NOTIFY_RECEIVER_CANCEL]);

	stmt_int(q, 1, c->now);
	stmt_text(q, 2, r->channel);
	stmt_text(q, 3, r->recipient);
	stmt_text(q, 4, r->reason ? r->reason : "the receiver wants no messages");
	return stmt_run(q, NULL, err);
}

enum status notify_receiver_set(const struct change *c, const struct notify_receiver *in, struct notify_receiver *out,
				struct error *err)
{
	const char *channel = in->channel ? in->channel : NOTIFY_MAIL;
	enum status st = check_address(channel, in->recipient, err);

	if (st == STATUS_OK)
		st = notify_receiver_find(c->store, channel, in->recipient, out, c->arena, err);
	if (st != STATUS_OK)
		return st;
	if (record_has(in, RECEIVER_ALLOWED))
		out->allowed = in->allowed;
	take_text(in, RECEIVER_REASON, in->reason, &out->reason);
	if (out->allowed)
		out->reason = NULL;
	take_text(in, RECEIVER_LANG, in->lang, &out->lang);
	take_text(in, RECEIVER_ZONE, in->zone, &out->zone);
	take_text(in, RECEIVER_QUIET, in->quiet, &out->quiet);
	take_text(in, RECEIVER_ACCOUNT, in->account, &out->account);
	out->since = c->now;
	st = check_habits(out->lang, out->zone, out->quiet, err);
	if (st == STATUS_OK && out->account && !notify_is_channel(out->account))
		st = error_reject(err, "bad_value", "account", "expected small letters, digits and -");
	if (st != STATUS_OK)
		return st;
	record_mark_all(&notify_receiver_type, out);
	st = put_receiver(c, out, err);
	if (st == STATUS_OK && !out->allowed)
		st = cancel_queued(c, out, err);
	return st == STATUS_OK ? journal_audit(c, "receiver", out->recipient, NULL,
					       out->allowed ? "{\"allowed\":true}" : "{\"allowed\":false}", err)
			       : st;
}

enum status notify_receivers(struct store *s, notify_each_receiver *each, void *ctx, struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_RECEIVERS]);
	struct arena arena = { 0 };
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK) {
		const struct notify_receiver receiver = read_receiver(q, &arena);

		each(ctx, &receiver);
		arena_reset(&arena);
	}
	stmt_reset(q);
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}
