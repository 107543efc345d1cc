/* What quiet hours held back from one receiver is told in one message when they end, not in as many as there are parcels. */
#include <jansson.h>

#include "outbox.h"

/* A message that was held, and the words that tell which others it goes with. */
struct held {
	struct notify_message m;
	const char *family, *lang; /* of its template: "shipment", "en"; NULL: it was made of none */
	const char *body, *data;   /* JSON */
};

/* The parts of "shipment.delivered.en.txt". */
static void read_template(struct held *h, const char *name, struct arena *arena)
{
	size_t first = strcspn(name, "."), length = strlen(name);
	const char *end = length > 4 && strcmp(name + length - 4, ".txt") == 0 ? name + length - 4 : NULL, *lang = end;

	while (lang && lang > name && lang[-1] != '.')
		lang--;
	if (!lang || lang <= name + first)
		return;
	h->family = arena_copy(arena, name, first);
	h->lang = arena_copy(arena, lang, (size_t)(end - lang));
}

static void read_payload(struct held *h, struct arena *arena)
{
	json_t *payload = json_loads(h->m.payload, 0, NULL);
	const char *name = json_string_value(json_object_get(payload, "template"));
	const char *body = json_string_value(json_object_get(payload, "body"));
	struct record_slice key, value;

	if (name && body && h->m.subject) {
		read_template(h, name, arena);
		h->body = arena_text(arena, body);
	}
	json_decref(payload);
	/* As it stands, every digit of it. */
	for (struct record_walk w = record_walk((struct record_slice) { h->m.payload, strlen(h->m.payload) });
	     record_walk_next(&w, &key, &value);)
		if (key.length == 4 && memcmp(key.text, "data", 4) == 0)
			h->data = arena_copy(arena, value.text, value.length);
}

static bool go_together(const struct held *a, const struct held *b)
{
	return a->family && b->family && strcmp(a->m.channel, b->m.channel) == 0 &&
	       strcmp(a->m.recipient, b->m.recipient) == 0 && strcmp(a->family, b->family) == 0 &&
	       strcmp(a->lang, b->lang) == 0;
}

/* Those that go together: ${members} of them, ${n} pointers. */
struct together {
	const struct held **members;
	size_t n;
	struct arena *arena;
};

static const char *list_of(const struct together *t)
{
	struct buffer out = { 0 };
	const char *text;

	for (size_t i = 0; i < t->n; i++)
		buffer_printf(&out, "%s- %s", i ? "\n" : "", t->members[i]->m.subject);
	text = arena_copy(t->arena, out.data, out.length);
	buffer_free(&out);
	return text;
}

static const char *texts_of(const struct together *t)
{
	struct buffer out = { 0 };
	const char *text;

	for (size_t i = 0; i < t->n; i++) {
		const char *body = t->members[i]->body;
		size_t length = strlen(body);

		while (length > 0 && body[length - 1] == '\n')
			length--;
		buffer_printf(&out, "%s%s\n\n", i ? "\n\n" : "", t->members[i]->m.subject);
		buffer_add(&out, body, length);
	}
	text = arena_copy(t->arena, out.data, out.length);
	buffer_free(&out);
	return text;
}

static void add_payload(const struct together *t, const struct notify_template *template, const char *body,
			struct buffer *out)
{
	buffer_text(out, "{\"body\":");
	buffer_json_text(out, body);
	buffer_text(out, ",\"template\":");
	buffer_json_text(out, template->name);
	buffer_printf(out, ",\"data\":{\"count\":%zu,\"messages\":[", t->n);
	for (size_t i = 0; i < t->n; i++)
		buffer_printf(out, "%s%s", i ? "," : "", t->members[i]->data ? t->members[i]->data : "null");
	buffer_text(out, "]}}");
}

static enum status render(const struct together *t, const struct notify_template *template, int64_t now,
			  struct notify_message *m, struct error *err)
{
	static const char *const NAMES[] = { "count", "told_at", "list", "texts" };
	char at[INSTANT_TEXT_SIZE];
	const char *const values[] = {
		arena_printf(t->arena, "%zu", t->n),
		instant_print(at, now - now % 1000),
		list_of(t),
		texts_of(t),
	};
	/* A subject is one line: it has no list. */
	struct notify_places line = { NAMES, values, 2 }, all = { NAMES, values, ARRAY_LENGTH(NAMES) };
	struct buffer subject = { 0 }, body = { 0 }, payload = { 0 };
	struct notify_template head;
	size_t start = 0;
	enum status st = notify_template_split(template, &head, &start, t->arena, err);

	if (st == STATUS_OK)
		st = notify_fill(&head, 0, notify_place_value, &line, &subject, err);
	if (st == STATUS_OK)
		st = notify_fill(template, start, notify_place_value, &all, &body, err);
	if (st == STATUS_OK) {
		add_payload(t, template, body.length ? body.data : "", &payload);
		m->subject = arena_copy(t->arena, subject.data ? subject.data : "", subject.length);
		m->payload = arena_copy(t->arena, payload.data, payload.length);
	}
	buffer_free(&subject);
	buffer_free(&body);
	buffer_free(&payload);
	return st;
}

/* The one takes the others' place. STATUS_RETRY: one of them is in the hands of a courier by now. */
static enum status replace(const struct notify_spreading *how, const struct together *t, const struct notify_message *m,
			   struct error *err)
{
	struct stmt *q = store_stmt(how->store, &NOTIFY_SQL[NOTIFY_MESSAGE_CANCEL]);
	enum status st = notify_outbox_put(how->store, m, false, err);

	for (size_t i = 0; i < t->n && st == STATUS_OK; i++) {
		int64_t changed = 0;

		stmt_int(q, 1, how->now);
		stmt_int(q, 2, t->members[i]->m.id);
		stmt_text(q, 3, "told in one message with others");
		st = stmt_run(q, &changed, err);
		if (st == STATUS_OK && changed == 0)
			st = STATUS_RETRY;
	}
	return st;
}

/* A template of "several" for them; STATUS_END: there is none, and each goes by itself. */
static enum status find_template(const struct notify_spreading *how, const struct held *h, struct notify_template *out,
				 struct arena *arena, struct error *err)
{
	const char *topic = arena_printf(arena, "several.%s", h->family);
	enum status st = notify_template_find(how->folders, topic, h->lang, out, arena, err);

	if (st == STATUS_CONFIG && strcmp(err->code, "no_template") == 0)
		return STATUS_END;
	return st == STATUS_OK && strncmp(out->name, "several.", 8) != 0 ? STATUS_END : st;
}

static enum status tell_together(const struct notify_spreading *how, const struct together *t, struct error *err)
{
	const struct held *first = t->members[0];
	struct notify_message m = first->m;
	struct notify_template template;
	enum status st = find_template(how, first, &template, t->arena, err);

	if (st != STATUS_OK)
		return st == STATUS_END ? STATUS_OK : st;
	m.at = m.next_try_at = how->now;
	m.topic = arena_printf(t->arena, "several.%s", first->family);
	m.dedupe = arena_printf(t->arena, "several:%" PRId64, first->m.id);
	m.series = NOTIFY_SEVERAL;
	st = render(t, &template, how->now, &m, err);
	if (st == STATUS_OK)
		return replace(how, t, &m, err);
	if (st == STATUS_CONFIG) {
		how->failed(how->ctx, first->m.id, m.topic, err->message);
		return STATUS_OK;
	}
	return st;
}

/* All that was held and is due, in order of channel, receiver, and age. */
static enum status find_held(const struct notify_spreading *how, struct buffer *out, struct arena *arena,
			     struct error *err)
{
	struct stmt *q = store_stmt(how->store, &NOTIFY_SQL[NOTIFY_HELD]);
	enum status st;

	stmt_int(q, 1, how->now);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct held h = { 0 };

		notify_read_message(q, &h.m, arena);
		read_payload(&h, arena);
		buffer_add(out, &h, sizeof h);
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

/* Of ${n} messages to one receiver, each with those of its family; each is looked at once. */
static enum status group(const struct notify_spreading *how, struct held *held, size_t n, struct arena *arena,
			 struct error *err)
{
	struct together t = { arena_alloc(arena, n * sizeof(*t.members)), 0, arena };
	bool *done = arena_zero(arena, n * sizeof(*done));
	enum status st = STATUS_OK;

	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		t.n = 0;
		for (size_t k = i; k < n && !done[i]; k++)
			if (!done[k] && go_together(&held[i], &held[k]))
				t.members[t.n++] = &held[k];
		for (size_t k = 0; k < t.n; k++)
			done[t.members[k] - held] = true;
		if (t.n > 1)
			st = tell_together(how, &t, err);
	}
	return st;
}

static enum status tell_held(struct store *s, void *ctx, struct error *err)
{
	const struct notify_spreading *how = ctx;
	struct buffer bytes = { 0 };
	struct arena arena = { 0 };
	enum status st = find_held(how, &bytes, &arena, err);
	struct held *held = (struct held *)bytes.data;
	size_t n = bytes.length / sizeof(*held);

	(void)s;
	for (size_t i = 0, end; i < n && st == STATUS_OK; i = end) {
		for (end = i + 1; end < n && strcmp(held[i].m.channel, held[end].m.channel) == 0 &&
				  strcmp(held[i].m.recipient, held[end].m.recipient) == 0;)
			end++;
		st = group(how, held + i, end - i, &arena, err);
	}
	buffer_free(&bytes);
	arena_free(&arena);
	return st;
}

enum status notify_several(const struct notify_spreading *how, struct error *err)
{
	return store_transaction(how->store, tell_held, (void *)how, err);
}
