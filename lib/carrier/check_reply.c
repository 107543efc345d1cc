#include <string.h>

#include "check.h"

#define LEVELS_REPLY 1 /* where pointers start: how many "^" one may have is one fewer */
#define LEVELS_ITEM  2
#define LEVELS_EVENT 3

static bool plain_text(const json_t *value)
{
	return json_is_string(value) && json_string_length(value);
}

/* ---- Sources, times, rules ---- */

static bool pointer_valid(const char *text, int levels)
{
	for (; *text == '^'; text++)
		levels--;
	return levels > 0 && tree_pointer(text);
}

static void check_listed(struct checking *c, const json_t *value, const char *at, int levels, int depth);

/* {"in", "if"} of a source or a time. */
static void check_choice(struct checking *c, const json_t *value, const char *at)
{
	const json_t *in = json_object_get(value, "in"), *rules = json_object_get(value, "if");
	struct buffer pointer = { 0 };

	if (in && (!json_is_string(in) || !tree_pointer(json_string_value(in))))
		template_fault(&c->check, at, "in", "a JSON pointer was expected");
	if (rules && !in)
		template_fault(&c->check, at, "if",
			       "rules say which of the values at \"in\" is meant, which is missing");
	template_check_verdict(&c->check, rules, template_at(&pointer, at, "if"), NULL);
	buffer_free(&pointer);
}

static void check_source(struct checking *c, const json_t *value, const char *at, int levels, int depth)
{
	static const char *const members[] = { "in!", "if", "at!", NULL };
	const char *text = json_string_value(value);
	struct buffer pointer = { 0 };

	if (json_is_object(value)) {
		if (template_check_members(&c->check, value, at, members)) {
			check_choice(c, value, at);
			check_listed(c, json_object_get(value, "at"), template_at(&pointer, at, "at"), levels, depth);
		}
	} else if (!text) {
		template_fault(&c->check, at, NULL, "a JSON pointer or a constant text was expected");
	} else if ((!*text || *text == '/' || *text == '^') && !pointer_valid(text, levels)) {
		template_fault(&c->check, at, NULL, "\"%.60s\" is no JSON pointer that means something here", text);
	}
	buffer_free(&pointer);
}

/* ${depth}: how many lists may stand within one another: alternatives, and what one of them is joined of. */
static void check_listed(struct checking *c, const json_t *value, const char *at, int levels, int depth)
{
	struct buffer pointer = { 0 };
	const json_t *one;
	size_t i;

	if (!value)
		return;
	if (!json_is_array(value))
		check_source(c, value, at, levels, 2);
	else if (!depth || !json_array_size(value))
		template_fault(&c->check, at, NULL,
			       depth ? "an empty list finds nothing" : "lists stand too deep here");
	json_array_foreach(value, i, one)
		check_listed(c, one, template_at_index(&pointer, at, i), levels, depth ? depth - 1 : 0);
	buffer_free(&pointer);
}

void carrier_check_sources(struct checking *c, const json_t *object, const char *at, const char *member, int levels)
{
	struct buffer pointer = { 0 };

	check_listed(c, json_object_get(object, member), template_at(&pointer, at, member), levels, 2);
	buffer_free(&pointer);
}

static bool pointer_or_choice(const json_t *value, int levels)
{
	return (levels && json_is_object(value)) || (json_is_string(value) && tree_pointer(json_string_value(value)));
}

/* A pointer, or a list of them. ${levels} where a source that looks through values may stand for one; else 0. */
static void check_pointers(struct checking *c, const json_t *object, const char *at, const char *member, int levels)
{
	const json_t *value = json_object_get(object, member), *one;
	bool valid = json_is_array(value) ? json_array_size(value) > 0 : pointer_or_choice(value, levels);
	struct buffer list = { 0 }, pointer = { 0 };
	size_t i;

	template_at(&list, at, member);
	json_array_foreach(value, i, one)
		valid &= pointer_or_choice(one, levels);
	if (value && !valid)
		template_fault(&c->check, at, member, "a JSON pointer or a list of them was expected");
	else if (json_is_object(value))
		check_source(c, value, list.data, levels, 1);
	json_array_foreach(value, i, one)
		if (valid && json_is_object(one))
			check_source(c, one, template_at_index(&pointer, list.data, i), levels, 1);
	buffer_free(&list);
	buffer_free(&pointer);
}

static void check_time(struct checking *c, const json_t *time, const char *at, int levels)
{
	static const char *const members[] = { "at!", "format", "epoch", "offset", "utc", "zone", "in", "if", NULL };
	static const char *const units[] = { "s", "ms", NULL };
	const json_t *format = json_object_get(time, "format"), *epoch = json_object_get(time, "epoch");
	const char *zone = json_string_value(json_object_get(time, "zone"));
	struct zone *opened = NULL;
	struct error err;

	if (!template_check_members(&c->check, time, at, members))
		return;
	check_choice(c, time, at);
	check_pointers(c, time, at, "utc", levels);
	check_pointers(c, time, at, "at", levels);
	carrier_check_sources(c, time, at, "offset", levels);
	if (format && (!json_is_string(format) || !carrier_time_format_valid(json_string_value(format))))
		template_fault(&c->check, at, "format",
			       "a format of %%Y %%y %%m %%d %%H %%I %%M %%S %%b %%B %%p %%a %%f %%z %%Z was expected");
	carrier_check_one_of(c, time, at, "epoch", units);
	if (epoch && format)
		template_fault(&c->check, at, NULL, "one of format and epoch was expected");
	if (json_object_get(time, "zone") && (!zone || (strcmp(zone, "place") != 0 && zone_open(&opened, zone, &err))))
		template_fault(&c->check, at, "zone",
			       "\"place\" or a zone such as UTC, Asia/Shanghai, +08:00 was expected");
	zone_free(opened);
}

static void check_times(struct checking *c, const json_t *object, const char *at, const char *member, int levels)
{
	const json_t *times = json_object_get(object, member), *time;
	struct buffer list = { 0 }, pointer = { 0 };
	size_t i;

	template_at(&list, at, member);
	if (times && (!json_is_array(times) || !json_array_size(times)))
		template_fault(&c->check, list.data, NULL, "a list of alternatives was expected");
	json_array_foreach(times, i, time)
		check_time(c, time, template_at_index(&pointer, list.data, i), levels);
	buffer_free(&list);
	buffer_free(&pointer);
}

static void check_rules(struct checking *c, const json_t *object, const char *at, const char *member,
			const char *const *words)
{
	struct buffer pointer = { 0 };

	template_check_verdict(&c->check, json_object_get(object, member), template_at(&pointer, at, member), words);
	buffer_free(&pointer);
}

/* ---- Replies and pushes ---- */

static void check_event(struct checking *c, const json_t *event, const char *at)
{
	static const char *const members[] = { "ignore", "time!", "code", "text", "place", NULL };
	static const char *const parts[] = { "name", "city", "region", "postal", "country",
					     "lat",  "lng",  "lnglat", "latlng", NULL };
	const json_t *place = json_object_get(event, "place");
	struct buffer pointer = { 0 };

	if (!template_check_members(&c->check, event, at, members))
		return;
	check_rules(c, event, at, "ignore", NULL);
	check_times(c, event, at, "time", LEVELS_EVENT);
	carrier_check_sources(c, event, at, "code", LEVELS_EVENT);
	carrier_check_sources(c, event, at, "text", LEVELS_EVENT);
	if (!json_object_get(event, "code") && !json_object_get(event, "text"))
		template_fault(&c->check, at, NULL,
			       "an event is known by its \"code\" or its \"text\": one was expected");
	template_at(&pointer, at, "place");
	if (place && template_check_members(&c->check, place, pointer.data, parts))
		for (size_t i = 0; parts[i]; i++)
			carrier_check_sources(c, place, pointer.data, parts[i], LEVELS_EVENT);
	buffer_free(&pointer);
}

static void check_rejected(struct checking *c, const json_t *rejected, const char *at, const char *const *words)
{
	static const char *const members[] = { "items!", "number", "message", "when", NULL };

	if (!template_check_members(&c->check, rejected, at, members))
		return;
	check_pointers(c, rejected, at, "items", 0);
	carrier_check_sources(c, rejected, at, "number", LEVELS_ITEM);
	carrier_check_sources(c, rejected, at, "message", LEVELS_ITEM);
	check_rules(c, rejected, at, "when", words);
}

static void check_remember(struct checking *c, const json_t *remember, const char *at)
{
	const char *name;
	json_t *sources;

	if (!json_is_object(remember))
		template_fault(&c->check, at, NULL, "an object of sources was expected");
	json_object_foreach((json_t *)remember, name, sources) {
		if (!carrier_check_word(name, "_"))
			template_fault(&c->check, at, name, "small letters, digits and _ were expected as its name");
		carrier_check_sources(c, remember, at, name, LEVELS_ITEM);
	}
}

/* The members that "reply" and "webhook" share. */
static void check_reading(struct checking *c, const json_t *reply, const char *at)
{
	static const char *const words[] = { "found",	  "not_found", "unregistered", "refused",
					     "throttled", "error",     "done",	       NULL };
	static const char *const item_words[] = { "found", "not_found", "unregistered", "refused", "throttled",
						  "error", "done",	"skip",		NULL };
	static const char *const orders[] = { "newest", "oldest", NULL };
	const json_t *identity = json_object_get(reply, "identity"), *event = json_object_get(reply, "event");
	const json_t *rejected = json_object_get(reply, "rejected"), *remember = json_object_get(reply, "remember");
	struct buffer pointer = { 0 };

	check_pointers(c, reply, at, "inside", 0);
	check_pointers(c, reply, at, "items", 0);
	check_pointers(c, reply, at, "events", 0);
	check_rules(c, reply, at, "when", words);
	check_rules(c, reply, at, "item_when", item_words);
	carrier_check_sources(c, reply, at, "message", LEVELS_REPLY);
	carrier_check_sources(c, reply, at, "item_message", LEVELS_ITEM);
	carrier_check_sources(c, reply, at, "number", LEVELS_ITEM);
	carrier_check_sources(c, reply, at, "status", LEVELS_ITEM);
	carrier_check_sources(c, reply, at, "identity", LEVELS_ITEM);
	check_times(c, reply, at, "eta", LEVELS_ITEM);
	if (identity && !json_is_array(identity))
		template_fault(&c->check, at, "identity", "a list of sources was expected");
	carrier_check_one_of(c, reply, at, "order", orders);
	if (remember)
		check_remember(c, remember, template_at(&pointer, at, "remember"));
	if (rejected)
		check_rejected(c, rejected, template_at(&pointer, at, "rejected"), words);
	if (event)
		check_event(c, event, template_at(&pointer, at, "event"));
	if (json_object_get(reply, "events") && !event && !c->push)
		template_fault(&c->check, at, NULL, "\"events\" without \"event\", which says how one is read");
	buffer_free(&pointer);
}

#define READING                                                                                                        \
	"when", "message", "items", "item_when", "item_message", "number", "identity", "status", "eta", "remember",    \
		"rejected", "events", "order", "event", "inside", "format"

void carrier_check_reply(struct checking *c, const json_t *reply, const char *at, bool fetch)
{
	static const char *const members[] = { READING, NULL }, *const formats[] = { "json", "xml", NULL };

	if (!template_check_members(&c->check, reply, at, members))
		return;
	carrier_check_one_of(c, reply, at, "format", formats);
	check_reading(c, reply, at);
	if (fetch && !json_object_get(reply, "items"))
		template_fault(&c->check, at, NULL, "the member \"items\" is missing (\"\" is the reply itself)");
	if (fetch && !json_object_get(reply, "events") && !json_object_get(reply, "status"))
		template_fault(&c->check, at, NULL, "\"events\" or at least \"status\" was expected");
}

/* What the signature is made of. */
static void check_signature(struct checking *c, const json_t *verify, const char *kind, const char *at)
{
	static const char *const hashes[] = { "md5", "sha1", "sha256", "sha512", NULL };
	json_t *how;

	if (strcmp(kind, "equal") == 0) {
		if (!json_object_get(verify, "key"))
			template_fault(&c->check, at, NULL,
				       "the member \"key\" is missing: what the header or field must equal");
		carrier_check_text(c, verify, at, "key");
	} else if (!json_object_get(verify, "hash")) {
		template_fault(&c->check, at, NULL, "the member \"hash\" is missing");
	} else if (carrier_check_one_of(c, verify, at, "hash", hashes)) {
		how = json_copy((json_t *)verify);
		json_object_set(how, kind, json_object_get(verify, "hash"));
		template_check_sign(&c->check, how, at);
		json_decref(how);
	}
}

static void check_verify(struct checking *c, const json_t *verify, const char *at, bool form)
{
	static const char *const members[] = { "kind!", "hash",	  "key",       "over",	  "encode", "header",
					       "field", "prefix", "timestamp", "max_age", NULL };
	static const char *const kinds[] = { "digest", "hmac", "equal", "none", NULL };
	const char *kind = json_string_value(json_object_get(verify, "kind"));
	const json_t *header = json_object_get(verify, "header"), *field = json_object_get(verify, "field");

	if (!template_check_members(&c->check, verify, at, members) ||
	    !carrier_check_one_of(c, verify, at, "kind", kinds) || !kind)
		return;
	if (strcmp(kind, "none") != 0) {
		check_signature(c, verify, kind, at);
		if (plain_text(header) + plain_text(field) != 1)
			template_fault(&c->check, at, NULL,
				       "one of \"header\" and \"field\" was expected: where the signature stands");
	}
	if (field && !form)
		template_fault(&c->check, at, "field", "only a push of format form has fields");
	carrier_check_text(c, verify, at, "timestamp");
	carrier_check_duration(c, verify, at, "max_age");
	if (!json_object_get(verify, "timestamp") != !json_object_get(verify, "max_age"))
		template_fault(&c->check, at, "max_age", "belongs to \"timestamp\", and that to it");
}

void carrier_check_webhook(struct checking *c, const json_t *webhook, const char *at)
{
	static const char *const members[] = { "verify!", "ignore_if", "answer", READING, NULL };
	static const char *const formats[] = { "json", "xml", "form", NULL };
	const char *format = json_string_value(json_object_get(webhook, "format"));
	struct buffer pointer = { 0 };

	if (!template_check_members(&c->check, webhook, at, members))
		return;
	c->push = true;
	c->check.batch = false;
	if (json_object_get(webhook, "verify"))
		check_verify(c, json_object_get(webhook, "verify"), template_at(&pointer, at, "verify"),
			     format && strcmp(format, "form") == 0);
	carrier_check_one_of(c, webhook, at, "format", formats);
	check_rules(c, webhook, at, "ignore_if", NULL);
	check_reading(c, webhook, at);
	if (json_object_get(webhook, "answer"))
		template_check_text(&c->check, json_object_get(webhook, "answer"), template_at(&pointer, at, "answer"));
	c->push = false;
	buffer_free(&pointer);
}
