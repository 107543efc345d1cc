/*
 * Replies that nobody meant: every adapter of share/carriers reads every saved reply, its own and all others', then
 * again with parts of it replaced, bytes changed, and the end cut off. Nothing is known of what it should find, but
 * what it finds must hold together.
 */
#include "tap.h"

#include <dirent.h>
#include <ecom/carrier.h>
#include <jansson.h>
#include <stdlib.h>

#define REPLIES_MOST  200
#define ADAPTERS_MOST 60
#define CHANGES_FEW   2	 /* of each kind, of each reply and adapter */
#define CHANGES_MANY  60 /* where the adapter finds events in it */

static struct buffer replies[REPLIES_MOST];
static struct carrier *adapters[ADAPTERS_MOST];
static size_t n_replies, n_adapters, reads, events, faults;
static struct arena arena;
static uint64_t state = 20260101;

/* Knuth's MMIX: enough to spread the changes, the same in every run. */
static size_t below(size_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % n;
}

static bool ends_with(const char *name, const char *end)
{
	return strlen(name) > strlen(end) && strcmp(name + strlen(name) - strlen(end), end) == 0;
}

static void load_replies(const char *folder, int depth)
{
	DIR *d = opendir(folder);
	struct dirent *entry;
	char path[8192];

	while (d && (entry = readdir(d)) && n_replies < REPLIES_MOST) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (ends_with(path, ".json") || ends_with(path, ".xml"))
			n_replies += file_read_all(path, 1 << 20, &replies[n_replies], NULL) == STATUS_OK;
		else if (depth)
			load_replies(path, depth - 1);
	}
	if (d)
		closedir(d);
}

static void load_adapters(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *entry;
	char path[8192];

	while (d && (entry = readdir(d)) && n_adapters < ADAPTERS_MOST) {
		struct buffer text = { 0 };

		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (ends_with(path, ".json") && file_read_all(path, 1 << 22, &text, NULL) == STATUS_OK)
			n_adapters += carrier_read(path, text.data, text.length, NULL, NULL, &adapters[n_adapters],
						   NULL) == STATUS_OK;
		buffer_free(&text);
	}
	if (d)
		closedir(d);
}

static bool event_holds(const struct carrier *c, const struct carrier_event *e, const struct carrier_event *before)
{
	json_t *native = e->native ? json_loads(e->native, 0, NULL) : NULL,
	       *raw = json_loads(e->raw, JSON_DECODE_ANY, NULL);
	bool holds = raw && (!e->native || json_is_array(native)) && e->status >= SHIPMENT_PENDING &&
		     e->status <= SHIPMENT_UNKNOWN;
	const char *substatus;
	int status;

	carrier_map(c, e->native, e->text, &status, &substatus);
	holds &= status == e->status && text_same(substatus, e->substatus) &&
		 (e->mapped || e->status == SHIPMENT_UNKNOWN);
	holds &= e->fault || e->time.local != INSTANT_NONE;
	holds &= abs(e->time.offset) <= 14 * 3600 && isnan(e->lat) == isnan(e->lng) && !(fabs(e->lat) > 90) &&
		 !(fabs(e->lng) > 180);
	holds &= !before || !before->fault || e->fault; /* those set aside are last */
	json_decref(native);
	json_decref(raw);
	return holds;
}

static bool read_one(const struct carrier *c, const char *body, size_t length)
{
	const struct carrier_parcel parcel = { .number = "7777777770" };
	enum carrier_operation operation = (enum carrier_operation)below(carrier_has(c, CARRIER_REGISTER) ? 2 : 1);
	struct carrier_answer answer;
	bool holds = true;

	carrier_reply(c, operation, below(2) ? &parcel : NULL, 1, below(4) ? 200 : 404, body, length, &answer, &arena);
	for (size_t i = 0; i < answer.n_items; i++) {
		const struct carrier_item *item = &answer.items[i];

		holds &= item->status >= -1 && item->status <= SHIPMENT_UNKNOWN &&
			 (item->parcel == 0 || item->parcel == SIZE_MAX);
		for (size_t k = 0; k < item->n_events; k++) {
			holds &= event_holds(c, &item->events[k], k ? &item->events[k - 1] : NULL);
			faults += item->events[k].fault != NULL;
		}
		events += item->n_events;
	}
	holds &= answer.outcome == CARRIER_FOUND || answer.outcome == CARRIER_DONE || !answer.n_items;
	arena_reset(&arena);
	reads++;
	return holds;
}

/* A part of the tree, chosen by a walk that stops anywhere, becomes something else. */
static void replace_part(json_t *at)
{
	static const char *const kinds[] = { "null",	       "true", "0",  "-1e300",	 "\"\"",       "\"string\"",
					     "\"2024-01-01\"", "[]",   "{}", "[[null]]", "\"\\u0000\"" };
	json_t *other = json_loads(kinds[below(ARRAY_LENGTH(kinds))], JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL),
	       *child = NULL;
	size_t n = json_is_object(at) ? json_object_size(at) : json_array_size(at), chosen = n ? below(n) : 0;
	void *iterator = json_object_iter(at);

	for (size_t i = 0; json_is_object(at) && i < chosen; i++)
		iterator = json_object_iter_next(at, iterator);
	if (n)
		child = json_is_object(at) ? json_object_iter_value(iterator) : json_array_get(at, chosen);
	if (child && (json_object_size(child) || json_array_size(child)) && below(5)) {
		json_decref(other);
		replace_part(child);
	} else if (n && json_is_object(at)) {
		json_object_iter_set_new(at, iterator, other);
	} else if (n) {
		json_array_set_new(at, chosen, other);
	} else {
		json_decref(other);
	}
}

static bool read_changed(const struct carrier *c, const struct buffer *reply, int changes)
{
	json_t *tree = json_loadb(reply->data, reply->length, JSON_DECODE_ANY, NULL);
	struct buffer text = { 0 };
	bool holds = true;

	for (int i = 0; tree && i < changes; i++) {
		json_t *changed = json_deep_copy(tree);

		for (size_t k = below(4) + 1; k; k--)
			replace_part(changed);
		buffer_clear(&text);
		tree_print(changed, &text);
		json_decref(changed);
		holds &= read_one(c, text.data, text.length);
	}
	for (int i = 0; i < changes; i++) {
		buffer_clear(&text);
		buffer_add(&text, reply->data, i % 2 ? reply->length : below(reply->length));
		for (size_t k = 0; i % 2 && k < 5; k++)
			text.data[below(text.length)] = (char)below(256);
		holds &= read_one(c, text.data, text.length);
	}
	json_decref(tree);
	buffer_free(&text);
	return holds;
}

int main(void)
{
	const char *data = getenv("ECOM_TEST_DATA"), *build = getenv("ECOM_BUILD");
	char folder[4096];

	snprintf(folder, sizeof(folder), "%s/carriers", data ? data : "../shared/data");
	load_replies(folder, 1);
	snprintf(folder, sizeof(folder), "%s/share/ecom/carriers", build ? build : "build");
	load_adapters(folder);
	ok(n_adapters > 0, "adapters: %zu", n_adapters);
	if (!n_replies) {
		ok(true, "saved replies # SKIP no test data");
		return done_testing();
	}
	for (size_t a = 0; a < n_adapters; a++) {
		bool holds = true;

		for (size_t r = 0; r < n_replies; r++) {
			size_t before = events;

			for (int i = 0; i < 4; i++)
				holds &= read_one(adapters[a], replies[r].data, replies[r].length);
			holds &= read_changed(adapters[a], &replies[r], events > before ? CHANGES_MANY : CHANGES_FEW);
		}
		ok(holds, "%s bears them all", carrier_id(adapters[a]));
		carrier_free(adapters[a]);
	}
	ok(events > 1000 && faults > 10, "%zu replies read, %zu events, %zu of them set aside", reads, events, faults);
	for (size_t r = 0; r < n_replies; r++)
		buffer_free(&replies[r]);
	arena_free(&arena);
	return done_testing();
}
