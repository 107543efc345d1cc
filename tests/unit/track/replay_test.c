/*
 * Every saved reply of the carriers, taken in whole, and again in parts, out of order and twice over: both end in the
 * same store. What is compared is all that is kept of the events, but for the instants and numbers of the store itself.
 */
#include "change_fixture.h"

#include <dirent.h>
#include <ecom/track.h>
#include <string.h>

#define VARIANTS 4 /* ways of telling each parcel in pieces */
#define PIECES	 3 /* answers before the whole one */

static struct store *store;
static const struct track_options HOW;
static const int64_t NOW = 1800000000000;
static uint64_t seed = 20261125;

static uint64_t random_next(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u; /* Knuth, MMIX */
	return seed >> 33;
}

/* Where the replies of a folder go. */
static const struct {
	const char *folder, *adapter;
} ADAPTERS[] = {
	{ "17track", "17track" },
	{ "aftership", "aftership" },
	{ "canadapost", "canadapost" },
	{ "dhl_unified", "dhl-unified" },
	{ "dhl_parcel_de", "dhl-parcel-de" },
	{ "easypost", "easypost" },
	{ "fedex", "fedex" },
	{ "gls", "gls" },
	{ "kdniao", "kdniao" },
	{ "kuaidi100", "kuaidi100" },
	{ "laposte", "laposte" },
	{ "royalmail", "royalmail" },
	{ "sf_express", "sf" },
	{ "ship24", "ship24" },
	{ "ups", "ups" },
	{ "usps_v3", "usps" },
};

static void parcel(const char *id)
{
	struct change c = change_at(store, NOW);
	struct track_parcel in;
	struct shipment out;
	record_clear(&track_parcel_type, &in);
	in.shipment = id;
	in.carrier = "x";
	in.number = id;
	store_begin(store, &err);
	track_add(&c, &in, &out, &err);
	journal_audit_flush(&c, &err);
	store_commit(store, &err);
}

static bool take(const char *id, const struct carrier_item *item, struct track_taken *taken)
{
	struct change c = change_at(store, NOW);
	store_begin(store, &err);
	enum status st = track_take(&c, id, item, &HOW, taken, &err);
	if (st)
		printf("# %s: %s\n", id, err.message);
	store_commit(store, &err);
	return st == STATUS_OK;
}

static int64_t minute_of(const struct carrier_event *e)
{
	return e->time.local == INSTANT_NONE ? INT64_MIN : e->time.local / 60000;
}

/* Some of the events, some of them twice, in any order; only those of one minute keep theirs, which is the carrier's.
 */
static struct carrier_item piece_of(const struct carrier_item *whole)
{
	struct carrier_event *events = arena_alloc(&arena, 2 * whole->n_events * sizeof *events + 1);
	struct carrier_item piece = *whole;
	size_t n = 0;
	for (size_t i = 0; i < whole->n_events; i++)
		for (uint64_t times = random_next() % 3; times-- > 0;)
			events[n++] = whole->events[i];
	for (size_t i = n; i-- > 1;) {
		size_t j = random_next() % (i + 1);
		bool free = true;
		for (size_t k = j; k <= i; k++)
			free = free && (k == i || minute_of(&events[k]) != minute_of(&events[i])) &&
			       (k == j || minute_of(&events[k]) != minute_of(&events[j]));
		if (!free)
			continue;
		struct carrier_event swapped = events[i];
		events[i] = events[j];
		events[j] = swapped;
	}
	piece.events = events;
	piece.n_events = n;
	return piece;
}

/* All that is kept of a parcel, as text. */
static const char *kept(const char *id)
{
	struct buffer text = { 0 };
	struct stmt *q = store_query(
		store,
		"SELECT e.at, e.utc_offset, e.local_at, e.zone_source, e.status, e.substatus, e.code,"
		" e.native, e.text, e.raw_time, e.raw, e.place, e.city, e.region, e.postal, e.country, e.lat,"
		" e.lng, e.identity, e.aside, p.status, p.substatus, p.shipped_at, p.delivered_at,"
		" p.promised_at, p.first_promised_at, p.identity, p.last_event_at FROM shipment_event e"
		" JOIN shipment p ON p.id = e.shipment WHERE p.id = ?1"
		" ORDER BY CASE WHEN e.aside IS NULL THEN e.at ELSE 0 END, e.turn, e.digest, e.raw",
		false);
	stmt_text(q, 1, id);
	while (stmt_step(q, &err) == STATUS_OK) {
		/* The instant of a bad event is that of its arrival. */
		bool bad = text_same(stmt_column_text(q, 19), "bad_event");
		for (int column = bad ? 1 : 0; column < 28; column++) {
			const char *value = stmt_column_text(q, column);
			buffer_printf(&text, "%s|", value ? value : "-");
		}
		buffer_char(&text, '\n');
	}
	stmt_reset(q);
	const char *copy = arena_copy(&arena, text.data ? text.data : "", text.length);
	buffer_free(&text);
	return copy;
}

static size_t items, events;

static void replay(const char *file, size_t index, const struct carrier_item *item)
{
	struct track_taken taken;
	const char *whole = arena_printf(&arena, "%s#%zu", file, index);
	bool same = true, quiet = true;
	parcel(whole);
	same = take(whole, item, &taken);
	items++;
	events += taken.fresh;
	const char *want = kept(whole);
	for (int v = 0; same && v < VARIANTS; v++) {
		const char *id = arena_printf(&arena, "%s#%zu/%d", file, index, v);
		parcel(id);
		for (int p = 0; same && p < PIECES; p++) {
			struct carrier_item piece = piece_of(item);
			same = take(id, &piece, &taken);
		}
		same = same && take(id, item, &taken);
		const char *got = kept(id);
		if (!text_same(got, want))
			printf("# got:\n%s# want:\n%s", got, want);
		same = same && text_same(got, want);
		struct carrier_item piece = piece_of(item);
		same = same && take(id, &piece, &taken);
		quiet = quiet && !taken.fresh && !taken.enriched && !taken.set_aside && !taken.changed;
		quiet = quiet && text_same(kept(id), want);
	}
	ok(same, "%s: in pieces as in one", whole);
	ok(quiet, "%s: told again it brings nothing", whole);
}

static void replay_file(const struct carrier *adapter, const char *path, const char *name)
{
	struct buffer body = { 0 };
	struct carrier_answer answer;
	if (file_read_all(path, 1 << 22, &body, &err) != STATUS_OK)
		return;
	carrier_reply(adapter, CARRIER_FETCH, NULL, 0, 200, body.data, body.length, &answer, &arena);
	for (size_t i = 0; i < answer.n_items; i++)
		if (answer.items[i].outcome == CARRIER_FOUND && answer.items[i].n_events)
			replay(name, i, &answer.items[i]);
	buffer_free(&body);
}

static void replay_folder(const char *data, const char *folder, const char *id)
{
	struct buffer text = { 0 };
	struct carrier *adapter;
	struct dirent **files;
	if (file_read_all(arena_printf(&arena, "share/carriers/%s.json", id), 1 << 22, &text, &err) != STATUS_OK ||
	    carrier_read(NULL, text.data, text.length, NULL, NULL, &adapter, &err) != STATUS_OK) {
		ok(false, "adapter %s: %s", id, err.message);
		buffer_free(&text);
		return;
	}
	const char *path = arena_printf(&arena, "%s/carriers/%s", data, folder);
	int n = scandir(path, &files, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		if (files[i]->d_name[0] != '.')
			replay_file(adapter, arena_printf(&arena, "%s/%s", path, files[i]->d_name),
				    arena_printf(&arena, "%s/%s", folder, files[i]->d_name));
		free(files[i]);
	}
	if (n >= 0)
		free(files);
	carrier_free(adapter);
	buffer_free(&text);
}

static void find(void *ctx, const struct finding *f)
{
	(void)ctx;
	ok(false, "%s %s: expected %s, not %s", f->check, f->subject, f->expected, f->actual);
}

int main(void)
{
	const char *data = getenv("ECOM_TEST_DATA");
	if (!data)
		data = "../shared/data";
	if (access(arena_printf(&arena, "%s/carriers", data), R_OK) != 0) {
		ok(true, "# SKIP no saved replies in %s/carriers", data);
		return done_testing();
	}
	store = fixture_open(STORE_WRITE);
	for (size_t i = 0; i < ARRAY_LENGTH(ADAPTERS); i++)
		replay_folder(data, ADAPTERS[i].folder, ADAPTERS[i].adapter);
	ok(items >= 20 && events >= 100, "%zu parcels with %zu events were told", items, events);
	is_int(track_check(store, find, NULL, &err), STATUS_OK, "the store agrees with itself");
	store_close(store);
	arena_free(&arena);
	return done_testing();
}
