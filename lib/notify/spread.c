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

/* All events that were not spread, a page of them at a time. */
struct spreading {
	const struct notify_spreading *how;
	struct subscriptions subscriptions;
	int64_t after, last; /* id of the last event before the page, and of its own */
	struct arena page;
};

/* STATUS_END: there is none more. */
static enum status read_events(struct spreading *all, struct buffer *events, struct error *err)
{
	struct stmt *q = store_stmt(all->how->store, &NOTIFY_SQL[NOTIFY_EVENTS]);
	enum status st;

	stmt_int(q, 1, all->after);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct notify_message m;

		notify_read_message(q, &m, &all->page);
		buffer_add(events, &m, sizeof m);
		all->last = m.id;
	}
	stmt_reset(q);
	return st == STATUS_END && events->length > 0 ? STATUS_OK : st;
}

static enum status spread_page(struct store *s, void *ctx, struct error *err)
{
	struct spreading *all = ctx;
	struct buffer events = { 0 };
	enum status st;

	(void)s;
	arena_reset(&all->page);
	st = read_events(all, &events, err);
	for (size_t i = 0; st == STATUS_OK && i < events.length / sizeof(struct notify_message); i++)
		st = spread_event(all->how, &all->subscriptions, (const struct notify_message *)events.data + i,
				  &all->page, err);
	buffer_free(&events);
	return st;
}

/* Events from before the first subscription are nobody's. */
static enum status pass_old(struct store *s, void *ctx, struct error *err)
{
	const struct spreading *all = ctx;
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_EVENTS_PASS]);

	stmt_int(q, 1, all->subscriptions.since);
	stmt_int(q, 2, all->how->now);
	return stmt_run(q, NULL, err);
}

static enum status spread_all(const struct notify_spreading *how, struct error *err)
{
	struct arena keep = { 0 };
	struct spreading all = { .how = how, .subscriptions.arena = &keep };
	struct subscriptions *subscriptions = &all.subscriptions;
	enum status st = notify_subscriptions(how->store, keep_subscription, subscriptions, err);

	subscriptions->items = (struct notify_subscription *)subscriptions->bytes.data;
	if (st == STATUS_OK && subscriptions->count > 0)
		st = store_transaction(how->store, pass_old, &all, err);
	while (st == STATUS_OK && subscriptions->count > 0) {
		st = store_transaction(how->store, spread_page, &all, err);
		all.after = all.last;
	}
	buffer_free(&subscriptions->bytes);
	arena_free(&all.page);
	arena_free(&keep);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status notify_spread(const struct notify_spreading *how, struct error *err)
{
	enum status st = spread_all(how, err);

	return st == STATUS_OK ? notify_several(how, err) : st;
}
