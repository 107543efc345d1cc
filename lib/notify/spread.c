/* Events become messages: each event once, one message for each subscription that it fits. */
#include <jansson.h>

#include "outbox.h"

/* What a message is about: its event, and the payload's members. */
struct story {
	const struct notify_message *event;
	json_t *payload;
	struct arena *arena;
};

/* A number as it stands in the payload, every digit of it: 1.00 stays 1.00. */
static const char *digits_of(const struct story *s, const char *name)
{
	struct record_slice key, value;

	for (struct record_walk w = record_walk((struct record_slice) { s->event->payload, strlen(s->event->payload) });
	     record_walk_next(&w, &key, &value);)
		if (key.length == strlen(name) && memcmp(key.text, name, key.length) == 0)
			return arena_copy(s->arena, value.text, value.length);
	return NULL;
}

static const char *story_value(void *ctx, const char *name)
{
	const struct story *s = ctx;
	const json_t *value = json_object_get(s->payload, name);
	const char *text = json_string_value(value);
	char instant[INSTANT_TEXT_SIZE];

	if (value && !text && !json_is_null(value))
		text = digits_of(s, name);
	if (text)
		return text[0] ? text : NULL;
	if (strcmp(name, "topic") == 0)
		return s->event->topic;
	if (strcmp(name, "subject") == 0)
		return s->event->subject && s->event->subject[0] ? s->event->subject : NULL;
	if (strcmp(name, "told_at") == 0)
		return arena_text(s->arena, instant_print(instant, s->event->at - s->event->at % 1000));
	return NULL;
}

/* A subject is one line. */
static const char *one_line(const struct buffer *text, struct arena *arena)
{
	char *line = arena_copy(arena, text->data ? text->data : "", text->length);

	for (char *p = line; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			*p = ' ';
	return line;
}

/* What a person reads: subject and body, from the template. The event's own data stays beside them. */
static enum status render(const struct story *story, const struct notify_template *template, struct notify_message *m,
			  struct error *err)
{
	struct notify_template head;
	struct buffer subject = { 0 }, body = { 0 }, payload = { 0 };
	size_t start = 0;
	enum status st = notify_template_split(template, &head, &start, story->arena, err);

	if (st == STATUS_OK)
		st = notify_fill(&head, 0, story_value, (void *)(uintptr_t)story, &subject, err);
	if (st == STATUS_OK)
		st = notify_fill(template, start, story_value, (void *)(uintptr_t)story, &body, err);
	if (st == STATUS_OK) {
		m->subject = one_line(&subject, story->arena);
		buffer_text(&payload, "{\"body\":");
		buffer_json_text(&payload, body.data ? body.data : "");
		buffer_text(&payload, ",\"template\":");
		buffer_json_text(&payload, template->name);
		buffer_printf(&payload, ",\"data\":%s}", story->event->payload);
		m->payload = arena_copy(story->arena, payload.data, payload.length);
	}
	buffer_free(&subject);
	buffer_free(&body);
	buffer_free(&payload);
	return st;
}

static bool is_for_programs(const char *channel)
{
	return strcmp(channel, NOTIFY_WEBHOOK) == 0 || strcmp(channel, NOTIFY_EXEC) == 0;
}

/* Whom "customer" means, by what the event says, else by what is known of its parcel: NULL where nobody says. */
static enum status recipient_of(const struct notify_spreading *how, const struct story *story,
				const struct notify_subscription *s, const char **out, struct error *err)
{
	bool mail = strcmp(s->channel, NOTIFY_MAIL) == 0;
	const char *what = mail ? "email" : "phone";
	enum status st;

	*out = s->recipient;
	if (strcmp(s->recipient, NOTIFY_CUSTOMER) != 0)
		return STATUS_OK;
	*out = mail ? story->event->recipient : "";
	if (!(*out)[0])
		*out = json_string_value(json_object_get(story->payload, what));
	if ((*out && (*out)[0]) || !how->contact || strncmp(story->event->topic, "shipment.", 9) != 0)
		return STATUS_OK;
	st = how->contact(how->ctx, story->event->subject, what, out, story->arena, err);
	if (st == STATUS_OK && *out && !(mail ? notify_are_addresses(*out) : notify_is_phone(*out)))
		*out = NULL;
	return st;
}

/* When it may be sent: now, or after the receiver's quiet hours. */
static int64_t due_at(const struct notify_subscription *s, const struct notify_receiver *r, int64_t now)
{
	const char *text = r->quiet ? r->quiet : s->quiet, *name = r->zone ? r->zone : s->zone;
	struct notify_quiet quiet;
	struct zone *zone = NULL;
	int64_t at;

	if (!text || !notify_quiet_parse(text, &quiet) || is_for_programs(s->channel))
		return now;
	if (name && zone_open(&zone, name, NULL) != STATUS_OK)
		zone = NULL;
	at = notify_quiet_end(&quiet, zone, now);
	zone_free(zone);
	return at;
}

/* What the message is a word on: "shipment:S-1". */
static const char *series_of(const struct notify_message *event, struct arena *arena)
{
	const char *dot = strchr(event->topic, '.');

	if (!event->subject || !event->subject[0])
		return NULL;
	return arena_printf(arena, "%.*s:%s", (int)(dot ? dot - event->topic : (int)strlen(event->topic)), event->topic,
			    event->subject);
}

static enum status make_message(const struct notify_spreading *how, const struct story *story,
				const struct notify_subscription *s, struct error *err)
{
	const char *recipient, *lang;
	struct arena *arena = story->arena;
	struct notify_message m = *story->event;
	struct notify_template template;
	struct notify_receiver r;
	enum status st = recipient_of(how, story, s, &recipient, err);

	if (st != STATUS_OK || !recipient || !recipient[0])
		return st;
	st = notify_receiver_find(how->store, s->channel, recipient, &r, arena, err);
	if (st != STATUS_OK || !r.allowed)
		return st;
	lang = r.lang ? r.lang : s->lang ? s->lang : "en";
	m.at = how->now;
	m.channel = s->channel;
	m.recipient = recipient;
	m.dedupe = arena_printf(arena, "notice:%" PRId64 ":%s:%s", story->event->id, s->channel, recipient);
	m.series = series_of(story->event, arena);
	m.next_try_at = due_at(s, &r, how->now);
	if (is_for_programs(s->channel))
		return notify_outbox_put(how->store, &m, false, err);
	st = notify_template_find(how->folders, s->template ? s->template : m.topic, lang, &template, arena, err);
	if (st == STATUS_OK)
		st = render(story, &template, &m, err);
	return st == STATUS_OK ? notify_outbox_put(how->store, &m, true, err) : st;
}

/* When it happened, where the event says. */
static int64_t happened_at(const struct story *story)
{
	const char *text = json_string_value(json_object_get(story->payload, "at"));
	int64_t at;

	return text && instant_parse(text, NULL, &at, NULL) == STATUS_OK ? at : story->event->at;
}

struct subscriptions {
	struct notify_subscription *items;
	size_t count;
	int64_t since; /* the earliest */
	struct arena *arena;
	struct buffer bytes;
};

static void keep_subscription(void *ctx, const struct notify_subscription *s)
{
	struct subscriptions *all = ctx;
	struct notify_subscription copy = *s;

	if (!s->enabled)
		return;
	copy.topic = arena_text(all->arena, s->topic);
	copy.channel = arena_text(all->arena, s->channel);
	copy.recipient = arena_text(all->arena, s->recipient);
	copy.template = arena_text(all->arena, s->template);
	copy.lang = arena_text(all->arena, s->lang);
	copy.zone = arena_text(all->arena, s->zone);
	copy.quiet = arena_text(all->arena, s->quiet);
	if (all->count == 0 || s->since < all->since)
		all->since = s->since;
	buffer_add(&all->bytes, &copy, sizeof copy);
	all->count++;
}

/* All messages of one event. A fault of a template is the event's: it stays, the others go on. */
static enum status spread_event(const struct notify_spreading *how, const struct subscriptions *all,
				const struct notify_message *event, struct arena *arena, struct error *err)
{
	struct story story = { event, json_loads(event->payload, 0, NULL), arena };
	struct stmt *q = store_stmt(how->store, &NOTIFY_SQL[NOTIFY_EVENT_SPREAD]);
	bool stale = how->now - happened_at(&story) > how->fresh, whole = true;
	enum status st = STATUS_OK;

	for (size_t i = 0; i < all->count && !stale && st == STATUS_OK; i++) {
		const struct notify_subscription *s = &all->items[i];

		if (event->at < s->since || !notify_topic_fits(s->topic, event->topic))
			continue;
		st = make_message(how, &story, s, err);
		if (st == STATUS_CONFIG) {
			how->failed(how->ctx, event->id, event->topic, err->message);
			whole = false;
			st = STATUS_OK;
		}
	}
	json_decref(story.payload);
	if (st != STATUS_OK || !whole)
		return st;
	stmt_int(q, 1, event->id);
	stmt_int(q, 2, how->now);
	return stmt_run(q, NULL, err);
}

/* The next few events after ${*last}, in one transaction. */
static enum status spread_some(const struct notify_spreading *how, const struct subscriptions *all, int64_t *last,
			       struct arena *arena, struct error *err)
{
	struct buffer events = { 0 };
	struct stmt *q = store_stmt(how->store, &NOTIFY_SQL[NOTIFY_EVENTS]);
	int64_t next = *last;
	enum status st = store_begin(how->store, err);

	stmt_int(q, 1, *last);
	while (st == STATUS_OK && (st = stmt_step(q, err)) == STATUS_OK) {
		struct notify_message m;

		notify_read_message(q, &m, arena);
		buffer_add(&events, &m, sizeof m);
		next = m.id;
	}
	stmt_reset(q);
	if (st == STATUS_END)
		st = STATUS_OK;
	for (size_t i = 0; st == STATUS_OK && i < events.length / sizeof(struct notify_message); i++)
		st = spread_event(how, all, (const struct notify_message *)events.data + i, arena, err);
	if (st == STATUS_OK)
		st = store_commit(how->store, err);
	if (st != STATUS_OK)
		store_rollback(how->store);
	if (st == STATUS_OK && events.length == 0)
		st = STATUS_END;
	if (st == STATUS_OK)
		*last = next;
	buffer_free(&events);
	return st;
}

/* Events from before the first subscription are nobody's. */
static enum status pass_old(const struct notify_spreading *how, int64_t since, struct error *err)
{
	struct stmt *q = store_stmt(how->store, &NOTIFY_SQL[NOTIFY_EVENTS_PASS]);
	enum status st = store_begin(how->store, err);

	stmt_int(q, 1, since);
	stmt_int(q, 2, how->now);
	if (st == STATUS_OK)
		st = stmt_run(q, NULL, err);
	if (st == STATUS_OK)
		st = store_commit(how->store, err);
	if (st != STATUS_OK)
		store_rollback(how->store);
	return st;
}

static enum status spread_all(const struct notify_spreading *how, struct error *err)
{
	struct arena keep = { 0 }, arena = { 0 };
	struct subscriptions all = { .arena = &keep };
	int64_t last = 0;
	int lost = 0; /* transactions lost to others in a row */
	enum status st = notify_subscriptions(how->store, keep_subscription, &all, err);

	all.items = (struct notify_subscription *)all.bytes.data;
	if (st == STATUS_OK && all.count > 0) {
		st = pass_old(how, all.since, err);
		while (st == STATUS_OK || (st == STATUS_RETRY && lost++ < 20)) {
			st = spread_some(how, &all, &last, &arena, err);
			if (st == STATUS_OK)
				lost = 0;
			arena_reset(&arena);
		}
	}
	buffer_free(&all.bytes);
	arena_free(&arena);
	arena_free(&keep);
	if (st == STATUS_RETRY)
		return error_set(err, STATUS_BUSY, "busy", "", "lost to other writers; try again later");
	return st == STATUS_END ? STATUS_OK : st;
}

enum status notify_spread(const struct notify_spreading *how, struct error *err)
{
	enum status st = spread_all(how, err);

	return st == STATUS_OK ? notify_several(how, err) : st;
}
