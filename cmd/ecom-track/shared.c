/* What several verbs of ecom-track need: places; who asks carriers: adapters found and read, secrets, the clock. */
#include "shared.h"

#include "verbs.h"

#include <string.h>
#include <unistd.h>

#define NUMBERS_MOST  ((size_t)1 << 22)
#define OUTLINES_MOST ((size_t)1 << 24)

/* Mapped once for the whole run; it goes with the process. */
static struct track_places *places;
static struct carrier_numbers *numbers;

struct track_places *shared_places(struct run *run)
{
	struct error err;
	if (!places && track_places_open(run_share(run, "places.tsv"), &places, &err)) {
		run_note(run, "%s: places are not known", err.message);
		places = NULL;
	}
	return places;
}

const struct carrier_numbers *shared_numbers(struct run *run, struct error *err)
{
	struct buffer text = { 0 };
	if (!numbers && !file_read_all(run_share(run, "numbers.json"), NUMBERS_MOST, &text, err) &&
	    carrier_numbers_read(text.data, text.length, &numbers, err))
		numbers = NULL;
	buffer_free(&text);
	return numbers;
}

#define ADAPTER_MOST (4 << 20) /* bytes of a file */
#define SUFFIX	     ".json"

/* An adapter, or the knowledge that there is none of that name. */
struct known {
	struct known *next;
	const char *name;
	const struct carrier *adapter;
};

struct agent {
	struct run *run;
	const struct secrets *secrets;
	struct known *known;	/* by the names that were asked for */
	struct known *adapters; /* each that was read, by its file's name */
	bool all_read;
};

/* A run takes its time, also one at a time that is said. */
static int64_t agent_clock(void *ctx)
{
	return run_clock_on(((const struct agent *)ctx)->run);
}

static void agent_warn(void *ctx, const char *text)
{
	run_warn(((const struct agent *)ctx)->run, "%s", text);
}

static void agent_note(void *ctx, const char *text)
{
	run_note(((const struct agent *)ctx)->run, "%s", text);
}

static const char *agent_secret(void *ctx, const char *account, const char *name)
{
	return run_secret(((const struct agent *)ctx)->secrets, account, name);
}

static struct known *remember(struct agent *a, struct known **list, const char *name, const struct carrier *adapter)
{
	struct known *k = arena_alloc(a->run->keep, sizeof(*k));
	*k = (struct known) { *list, arena_text(a->run->keep, name), adapter };
	return *list = k;
}

static const struct known *find(const struct known *list, const char *name)
{
	for (; list; list = list->next)
		if (!strcmp(list->name, name))
			return list;
	return NULL;
}

/* A faulty file is told and passed over: the other carriers do not depend on it. NULL also where there is no file. */
static const struct carrier *read_file(struct agent *a, const char *folder, const char *file)
{
	char *path = arena_printf(a->run->keep, "%s/%s", folder, file);
	struct carrier *adapter = NULL;
	struct buffer text = { 0 };
	struct error why;
	const struct known *known = find(a->adapters, file);

	if (known) /* of a folder that goes first */
		return known->adapter;
	if (access(path, F_OK) != 0)
		return NULL;
	if (file_read_all(path, ADAPTER_MOST, &text, &why) != STATUS_OK ||
	    carrier_read(file, text.data ? text.data : "", text.length, NULL, NULL, &adapter, &why) != STATUS_OK) {
		run_warn(a->run, "%s: %s", path, why.message);
		adapter = NULL;
	}
	buffer_free(&text);
	remember(a, &a->adapters, file, adapter);
	return adapter;
}

static void read_folder(struct agent *a, const char *folder)
{
	for (const char *const *file = run_files(a->run, folder, SUFFIX, NULL); *file; file++)
		(void)read_file(a, folder, *file);
}

/* The file's name of an id; NULL: it cannot be one. */
static const char *file_of(struct agent *a, const char *id)
{
	char *file = arena_printf(a->run->keep, "%s" SUFFIX, id);
	size_t length = strlen(id);
	for (size_t i = 0; i < length; i++) {
		if (file[i] >= 'A' && file[i] <= 'Z')
			file[i] = (char)(file[i] - 'A' + 'a');
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", file[i]))
			return NULL;
	}
	return length ? file : NULL;
}

static const struct carrier *agent_adapter(void *ctx, const char *name)
{
	struct agent *a = ctx;
	const struct known *known = find(a->known, name);
	const struct carrier *adapter = NULL;

	if (known)
		return known->adapter;
	const char *file = file_of(a, name);
	const char *const *folders = run_folders(a->run, "ECOM_CARRIERS", "carriers");
	for (size_t i = 0; file && folders[i] && !adapter; i++)
		adapter = read_file(a, folders[i], file);
	if (!adapter && !a->all_read) { /* by another of its names */
		a->all_read = true;
		for (size_t i = 0; folders[i]; i++)
			read_folder(a, folders[i]);
	}
	for (const struct known *k = a->adapters; k && !adapter; k = k->next)
		if (k->adapter && carrier_is(k->adapter, name))
			adapter = k->adapter;
	remember(a, &a->known, name, adapter);
	return adapter;
}

enum status agent_open(struct run *run, const char *secrets, int64_t tell_within, struct poll_agent *out,
		       struct error *err)
{
	struct agent *a = arena_zero(run->keep, sizeof(*a));

	a->run = run;
	*out = (struct poll_agent) {
		.store = run->store,
		.actor = run->actor,
		.modules = run_store_options(run)->module_path,
		.user_agent = "ecom/" ECOM_VERSION,
		.ca_file = run_authorities(run),
		.adapter = agent_adapter,
		.secret = agent_secret,
		.clock = agent_clock,
		.warn = agent_warn,
		.note = agent_note,
		.ctx = a,
		.how = { .tell_within_ms = tell_within, .zone_of_place = track_zone_of_place, .ctx = shared_places(run) },
		.jobs = 100,
		.per_host = 20,
	};
	return run_secrets(run, secrets, &a->secrets, err);
}

void agent_close(const struct poll_agent *agent)
{
	struct agent *a = agent->ctx;
	for (struct known *k = a->adapters; k; k = k->next)
		carrier_free((struct carrier *)k->adapter);
	a->adapters = NULL;
	a->known = NULL;
}

/* The shipments that a name stands for: kept, because the store is asked again while they are shown. */
struct found {
	struct arena *arena;
	struct buffer shipments;
};

static void keep(void *ctx, const struct shipment *shipment)
{
	struct found *found = ctx;
	struct shipment copy = *shipment;
	copy.shipment = arena_text(found->arena, shipment->shipment);
	copy.order = arena_text(found->arena, shipment->order);
	copy.carrier = arena_text(found->arena, shipment->carrier);
	copy.number = arena_text(found->arena, shipment->number);
	copy.substatus = arena_text(found->arena, shipment->substatus);
	copy.details = arena_text(found->arena, shipment->details);
	copy.identity = arena_text(found->arena, shipment->identity);
	buffer_add(&found->shipments, &copy, sizeof copy);
}

enum status shared_find(struct run *run, const char *name, struct arena *arena, struct track_way **ways, size_t *n, struct error *err)
{
	struct track_filter filter = {
		.any = name, .since = INSTANT_NONE, .late_at = INSTANT_NONE, .stale_before = INSTANT_NONE
	};
	struct found found = { .arena = arena };
	enum status st = track_list(run->store, &filter, n, keep, &found, err);
	*ways = arena_alloc(arena, *n * sizeof **ways + 1);
	struct shipment *shipments = arena_alloc(arena, found.shipments.length + 1);
	if (found.shipments.length)
		memcpy(shipments, found.shipments.data, found.shipments.length);
	buffer_free(&found.shipments);
	for (size_t i = 0; !st && i < *n; i++) {
		struct record_list events;
		st = track_events(run->store, shipments[i].shipment, &events, arena, err);
		(*ways)[i] = (struct track_way) { &shipments[i], events.items, events.count };
	}
	if (!st && !*n)
		st = error_reject(err, "unknown_shipment", "shipment", "no parcel, order or number \"%.128s\"", name);
	return st;
}

/* Collected in run->state, drawn at the end: a picture is one document. */
enum status shared_collect(struct run *run, const struct track_query *query, struct error *err)
{
	struct track_way *ways;
	size_t n;
	enum status st = shared_find(run, query->shipment, run->keep, &ways, &n, err);
	if (st)
		return st;
	if (!run->state)
		run->state = memory_zero(1, sizeof(struct buffer));
	buffer_add(run->state, ways, n * sizeof *ways);
	return STATUS_OK;
}

enum status shared_draw(struct run *run, shared_picture *picture, struct error *err)
{
	struct buffer *ways = run->state, outlines = { 0 }, out = { 0 };
	struct error why;
	(void)err;
	if (!ways)
		return STATUS_OK;
	if (file_read_all(run_share(run, "outlines.txt"), OUTLINES_MOST, &outlines, &why))
		run_note(run, "%s: the map has no land", why.message);
	const struct track_picture how = {
		.places = shared_places(run),
		.outlines = outlines.data,
		.outlines_length = outlines.length,
		.now = run_now(run),
		.zone = run->zone,
	};
	picture((const struct track_way *)(const void *)ways->data, ways->length / sizeof(struct track_way), &how, &out);
	run_print(run, out.data);
	buffer_free(&out);
	buffer_free(&outlines);
	buffer_free(ways);
	memory_free(ways);
	run->state = NULL;
	return STATUS_OK;
}

enum status read_words(const struct texts *texts, const char *option, const struct word *words, bool *out,
		       struct error *err)
{
	for (size_t i = 0; i < texts->count; i++) {
		int found = word_index(words, texts->items[i]);
		struct buffer known = { 0 };
		if (found >= 0) {
			out[found] = true;
			continue;
		}
		word_list(words, &known);
		error_set(err, STATUS_USAGE, "bad_value", "", "--%s %.64s: %s expected", option, texts->items[i],
			  known.data);
		buffer_free(&known);
		return STATUS_USAGE;
	}
	return STATUS_OK;
}
