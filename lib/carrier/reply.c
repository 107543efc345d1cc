#include <string.h>

#include "carrier_impl.h"

#define MESSAGE_MOST 500 /* bytes of what a reply that cannot be read is quoted by */

const struct word CARRIER_OUTCOME_WORDS[] = {
	{ "found", NULL },     { "not_found", NULL }, { "unregistered", NULL }, { "refused", NULL },
	{ "throttled", NULL }, { "error", NULL },     { "done", NULL },		{ NULL, NULL },
};

/* What is read of one reply. */
struct reply_reading {
	const struct carrier *carrier;
	const struct reading *how;
	const struct asked *asked;
	struct reply_zones zones;
	struct place_in_reply top;
	struct buffer items; /* of struct carrier_item */
	int code;
};

struct reading carrier_reading(const json_t *reply, const struct reading *otherwise)
{
	const char *format = json_string_value(json_object_get(reply, "format"));
	const char *order = json_string_value(json_object_get(reply, "order"));
	struct reading out = {
		.when = json_object_get(reply, "when"),
		.rejected = json_object_get(reply, "rejected"),
		.inside = json_object_get(reply, "inside"),
		.format = !format		       ? BODY_JSON
			  : strcmp(format, "xml") == 0 ? BODY_XML
			  : *format == 'f'	       ? BODY_FORM
						       : BODY_JSON,
		.oldest = order ? strcmp(order, "oldest") == 0 : otherwise && otherwise->oldest,
	};
	const struct {
		const char *name;
		const json_t **member, *otherwise;
	} members[] = {
		{ "message", &out.message, otherwise ? otherwise->message : NULL },
		{ "items", &out.items, otherwise ? otherwise->items : NULL },
		{ "item_when", &out.item_when, otherwise ? otherwise->item_when : NULL },
		{ "item_message", &out.item_message, otherwise ? otherwise->item_message : NULL },
		{ "number", &out.number, otherwise ? otherwise->number : NULL },
		{ "identity", &out.identity, otherwise ? otherwise->identity : NULL },
		{ "status", &out.status, otherwise ? otherwise->status : NULL },
		{ "eta", &out.eta, otherwise ? otherwise->eta : NULL },
		{ "remember", &out.remember, otherwise ? otherwise->remember : NULL },
		{ "events", &out.events, otherwise ? otherwise->events : NULL },
		{ "event", &out.event, otherwise ? otherwise->event : NULL },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(members); i++) {
		*members[i].member = json_object_get(reply, members[i].name);
		if (!*members[i].member)
			*members[i].member = members[i].otherwise;
	}
	return out;
}

/* The text at a pointer that is JSON itself becomes what it says; a text that is not stays. */
static void open_inside(json_t *tree, const char *pointer)
{
	const char *last = strrchr(pointer, '/');
	char *above = last ? memory_text(pointer) : NULL;
	json_t *holder, *value, *inside;

	if (!last)
		return;
	above[last - pointer] = '\0';
	holder = (json_t *)tree_find(tree, above);
	value = json_object_get(holder, last + 1);
	if (json_is_string(value) &&
	    tree_read(json_string_value(value), json_string_length(value), &inside, NULL) == STATUS_OK)
		json_object_set_new(holder, last + 1, inside);
	memory_free(above);
}

static enum status read_tree(const struct reading *how, const char *body, size_t length, json_t **out,
			     struct error *err)
{
	const json_t *pointer;
	enum status st = STATUS_OK;
	size_t i;

	*out = NULL;
	while (length && (*body == ' ' || *body == '\n' || *body == '\r' || *body == '\t'))
		body++, length--;
	if (how->format == BODY_XML)
		st = xml_tree(body, length, out, err);
	else if (how->format == BODY_FORM)
		*out = carrier_reply_form(body, length);
	else
		st = tree_read(body, length, out, err);
	if (json_is_string(how->inside))
		open_inside(*out, json_string_value(how->inside));
	json_array_foreach(how->inside, i, pointer)
		open_inside(*out, json_string_value(pointer));
	return st;
}

static enum carrier_outcome outcome_of_code(int code)
{
	if (code >= 200 && code < 300)
		return CARRIER_FOUND;
	if (code == 429)
		return CARRIER_THROTTLED;
	return code == 401 || code == 402 || code == 403 ? CARRIER_REFUSED : CARRIER_ERROR;
}

static enum carrier_outcome verdict(const json_t *rules, int code, const json_t *tree, enum carrier_outcome otherwise)
{
	const char *word = template_verdict(rules, code, tree);

	return word ? (enum carrier_outcome)word_index(CARRIER_OUTCOME_WORDS, word) : otherwise;
}

static char same_letter(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static const char *next_letter(const char *s)
{
	while (*s == ' ' || *s == '-')
		s++;
	return s;
}

static const char *without_zeros(const char *s)
{
	for (s = next_letter(s); *s == '0' && *next_letter(s + 1); s = next_letter(s + 1))
		;
	return s;
}

/* Case, blanks, hyphens and leading zeros do not count. */
static bool same_number(const char *a, const char *b)
{
	for (a = without_zeros(a), b = without_zeros(b); *a && same_letter(*a) == same_letter(*b);
	     a = next_letter(a + 1), b = next_letter(b + 1))
		;
	return !*a && !*b;
}

static size_t parcel_of(const struct asked *asked, const char *number)
{
	if (!number)
		return asked->parcels && asked->count == 1 ? 0 : SIZE_MAX;
	for (size_t i = 0; asked->parcels && i < asked->count; i++)
		if (same_number(asked->parcels[i].number, number))
			return i;
	return SIZE_MAX;
}

/* The parts joined by ":", also those that are not there; nothing where none is. */
static const char *read_identity(const struct place_in_reply *in, const json_t *sources)
{
	struct buffer text = { 0 };
	const char *part, *out = NULL;
	size_t n = json_is_array(sources) ? json_array_size(sources) : 0, there = 0;

	for (size_t i = 0; i < n; i++) {
		part = carrier_source_one(in, json_array_get(sources, i), ":");
		if (i)
			buffer_char(&text, ':');
		if (part)
			buffer_text(&text, part);
		there += part != NULL;
	}
	if (there)
		out = arena_copy(in->arena, text.data, text.length);
	buffer_free(&text);
	return out;
}

static void read_remembered(const struct place_in_reply *in, const json_t *remember, struct carrier_item *out)
{
	struct carrier_remembered *list = arena_alloc(in->arena, (json_object_size(remember) + 1) * sizeof(*list));
	const char *name, *value;
	json_t *sources;

	out->remembered = list;
	json_object_foreach((json_t *)remember, name, sources) {
		value = carrier_source_text(in, sources, " ");
		if (value)
			list[out->n_remembered++] = (struct carrier_remembered) { name, value };
	}
}

/* Midnight is what carriers write where they know the day only: nobody promises a delivery at midnight. */
static void read_promise(struct reply_zones *zones, const struct place_in_reply *in, const json_t *times,
			 struct carrier_time *out)
{
	carrier_time_read(zones, in, times, out);
	if (out->local == INSTANT_NONE)
		return;
	out->day |= out->local % DAY_MS == 0;
	out->local += out->day ? DAY_MS - SECOND_MS : 0;
}

static void add_item(struct reply_reading *r, const struct carrier_item *item)
{
	buffer_add(&r->items, item, sizeof(*item));
}

static bool read_item(void *ctx, const json_t *value)
{
	struct reply_reading *r = ctx;
	struct place_in_reply in = carrier_source_below(&r->top, value);
	const char *word = template_verdict(r->how->item_when, r->code, value);
	struct carrier_item item = { .status = -1, .promised.local = INSTANT_NONE };
	struct mapping summary;

	if (json_is_null(value) || (word && strcmp(word, "skip") == 0))
		return true;
	item.outcome = word ? (enum carrier_outcome)word_index(CARRIER_OUTCOME_WORDS, word) : CARRIER_FOUND;
	item.number = carrier_source_text(&in, r->how->number, " ");
	item.parcel = parcel_of(r->asked, item.number);
	item.message = carrier_source_text(&in, r->how->item_message, " ");
	item.identity = read_identity(&in, r->how->identity);
	read_remembered(&in, r->how->remember, &item);
	if (item.outcome == CARRIER_FOUND) {
		carrier_map_codes(r->carrier, &in, r->how->status, NULL, &summary);
		item.native = summary.native;
		item.status = summary.native ? summary.status : -1;
		item.substatus = summary.substatus;
		read_promise(&r->zones, &in, r->how->eta, &item.promised);
		carrier_events_read(&r->zones, r->how, &in, &item);
		if (r->asked->operation != CARRIER_FETCH)
			item.outcome = CARRIER_DONE;
	}
	add_item(r, &item);
	return true;
}

static bool read_rejected(void *ctx, const json_t *value)
{
	struct reply_reading *r = ctx;
	const json_t *how = r->how->rejected;
	struct place_in_reply in = carrier_source_below(&r->top, value);
	struct carrier_item item = { .status = -1, .promised.local = INSTANT_NONE };

	if (json_is_null(value))
		return true;
	item.outcome = verdict(json_object_get(how, "when"), r->code, value, CARRIER_ERROR);
	item.number = carrier_source_text(&in, json_object_get(how, "number"), " ");
	item.parcel = parcel_of(r->asked, item.number);
	item.message = carrier_source_text(&in, json_object_get(how, "message"), " ");
	add_item(r, &item);
	return true;
}

/*
 * Who asked for one parcel got an answer about it: where no item has its number, all are its. And what a fetch says
 * nothing of, the carrier does not know.
 */
static void complete(struct reply_reading *r)
{
	const struct asked *asked = r->asked;
	size_t n = r->items.length / sizeof(struct carrier_item);

	for (size_t parcel = 0; asked->parcels && parcel < asked->count; parcel++) {
		struct carrier_item *items = (struct carrier_item *)(void *)r->items.data;
		size_t i = 0;

		while (i < n && items[i].parcel != parcel)
			i++;
		if (i < n)
			continue;
		for (i = 0; i < n && asked->count == 1; i++)
			items[i].parcel = 0;
		if ((!n || asked->count > 1) && asked->operation == CARRIER_FETCH)
			add_item(r, &(struct carrier_item) { .outcome = CARRIER_NOT_FOUND,
							     .parcel = parcel,
							     .status = -1,
							     .promised.local = INSTANT_NONE,
							     .number = asked->parcels[parcel].number });
	}
}

static void read_items(struct reply_reading *r, struct carrier_answer *out, struct arena *arena)
{
	carrier_source_each(r->top.levels[0], r->how->items, read_item, r);
	carrier_source_each(r->top.levels[0], json_object_get(r->how->rejected, "items"), read_rejected, r);
	complete(r);
	out->n_items = r->items.length / sizeof(struct carrier_item);
	out->items = arena_alloc(arena, r->items.length + 1);
	if (r->items.length)
		memcpy((void *)out->items, r->items.data, r->items.length);
	zone_cache_free(&r->zones.others);
	buffer_free(&r->items);
}

/* A body that cannot be read is an error, unless a rule on the code alone knows better. What only has an effect may
 * answer with nothing at all. */
static void unreadable(const struct reply_reading *r, bool empty, const char *why, struct carrier_answer *out)
{
	bool done = empty && r->asked->operation != CARRIER_FETCH;

	if (out->outcome == CARRIER_FOUND)
		out->outcome = done ? CARRIER_DONE : CARRIER_ERROR;
	out->outcome = verdict(r->how->when, r->code, NULL, out->outcome);
	if (out->outcome != CARRIER_DONE)
		out->message = arena_printf(r->top.arena, "HTTP %d, and the reply %s%.*s", r->code,
					    empty ? "is empty" : "cannot be read: ", MESSAGE_MOST, empty ? "" : why);
}

void carrier_reply_read(const struct carrier *c, const struct reading *how, const struct asked *asked, int code,
			const char *body, size_t length, struct carrier_answer *out, struct arena *arena)
{
	struct reply_reading r = { .carrier = c, .how = how, .asked = asked, .zones.carrier = c, .code = code };
	struct error err;
	json_t *tree;

	*out = (struct carrier_answer) { .outcome = outcome_of_code(code) };
	r.top.arena = arena;
	if (read_tree(how, body, length, &tree, &err) != STATUS_OK) {
		unreadable(&r, strspn(body, " \t\r\n") == length, err.message, out);
		return;
	}
	r.top = (struct place_in_reply) { .levels = { tree }, .count = 1, .arena = arena };
	out->outcome = verdict(how->when, code, tree, out->outcome);
	out->message = carrier_source_text(&r.top, how->message, " ");
	if (out->outcome == CARRIER_FOUND)
		read_items(&r, out, arena);
	if (out->outcome == CARRIER_FOUND && asked->operation != CARRIER_FETCH)
		out->outcome = CARRIER_DONE;
	json_decref(tree);
}

void carrier_reply(const struct carrier *c, enum carrier_operation operation, const struct carrier_parcel *parcels,
		   size_t n, int code, const char *body, size_t length, struct carrier_answer *out, struct arena *arena)
{
	const struct asked asked = { parcels, parcels ? n : 0, operation };

	carrier_reply_read(c, &c->operations[operation].reading, &asked, code, body, length, out, arena);
}
