/* What is asked about: parcels taken up, claimed, and read. */
#include "poll_impl.h"

#include <stdlib.h>
#include <string.h>

enum status poll_enrol(const struct change *c, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_ENROL]);
	/* The minute will do, and is not ahead of another run's clock. */
	stmt_int(q, 1, c->now / MINUTE_MS * MINUTE_MS);
	return stmt_run(q, NULL, err);
}

static void read_shipment(struct stmt *q, struct poll_parcel *p)
{
	struct arena *a = p->arena;
	p->shipment = arena_text(a, stmt_column_text(q, 0));
	p->order = arena_text(a, stmt_column_text(q, 1));
	p->carrier = arena_text(a, stmt_column_text(q, 2));
	p->number = arena_text(a, stmt_column_text(q, 3));
	p->status = (int)stmt_column_int(q, 4);
	p->shipped_at = stmt_column_int_or(q, 5, INSTANT_NONE);
	p->promised_at = stmt_column_int_or(q, 6, INSTANT_NONE);
	p->changed_at = stmt_column_int_or(q, 7, INSTANT_NONE);
	p->heard = !stmt_column_null(q, 8);
	p->details = arena_text(a, stmt_column_text(q, 9));
}

static void read_polling(struct stmt *q, struct poll_parcel *p)
{
	struct arena *a = p->arena;
	p->since = stmt_column_int_or(q, 11, INSTANT_NONE);
	p->next_poll_at = stmt_column_int_or(q, 12, INSTANT_NONE);
	p->failures = stmt_column_int(q, 13);
	p->absences = stmt_column_int(q, 14);
	p->registered_at = stmt_column_int_or(q, 15, INSTANT_NONE);
	p->remembered = arena_text(a, stmt_column_text(q, 16));
	p->body_hash = arena_text(a, stmt_column_text(q, 17));
	p->etag = arena_text(a, stmt_column_text(q, 18));
}

enum status poll_parcel_read(const struct change *c, const char *shipment, struct arena *arena, struct poll_parcel **out,
			     struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_PARCEL]);
	enum status st;

	*out = NULL;
	stmt_text(q, 1, shipment);
	st = stmt_step(q, err);
	if (st == STATUS_OK) {
		struct poll_parcel *p = arena ? arena_zero(arena, sizeof(*p)) : memory_zero(1, sizeof(*p));
		p->arena = arena ? arena : &p->own;
		read_shipment(q, p);
		read_polling(q, p);
		*out = p;
	}
	stmt_reset(q);
	return st;
}

void poll_parcel_free(struct poll_parcel *p)
{
	if (!p)
		return;
	json_decref(p->details_tree);
	json_decref(p->remembered_tree);
	if (p->arena != &p->own)
		return;
	arena_free(&p->own);
	memory_free(p);
}

static const char *member(json_t **tree, const char *text, const char *name)
{
	if (!*tree && text)
		*tree = json_loads(text, 0, NULL);
	return json_string_value(json_object_get(*tree, name));
}

static const char *instant_text(struct poll_parcel *p, int64_t at)
{
	char text[INSTANT_TEXT_SIZE];
	return at == INSTANT_NONE ? NULL : arena_text(p->arena, instant_print(text, at));
}

/* ${shipment.NAME}: a detail the shop gave, a column, or what the carrier's replies gave. */
static const char *find_detail(void *ctx, const char *name)
{
	struct poll_parcel *p = ctx;
	const char *value = member(&p->details_tree, p->details, name);

	if (value)
		return value;
	if (!strcmp(name, "shipment"))
		return p->shipment;
	if (!strcmp(name, "order"))
		return p->order;
	if (!strcmp(name, "carrier"))
		return p->carrier;
	if (!strcmp(name, "number"))
		return p->number;
	if (!strcmp(name, "status"))
		return SHIPMENT_STATUS_WORDS[p->status].word;
	if (!strcmp(name, "shipped_at"))
		return instant_text(p, p->shipped_at);
	if (!strcmp(name, "promised_at"))
		return instant_text(p, p->promised_at);
	return member(&p->remembered_tree, p->remembered, name);
}

struct carrier_parcel poll_parcel_asked(struct poll_parcel *p)
{
	return (struct carrier_parcel) { .number = p->number, .detail = find_detail, .ctx = p };
}

enum status poll_follow(const struct change *c, struct poll_parcel *p, struct error *err)
{
	struct stmt *q;

	if (p->since != INSTANT_NONE)
		return STATUS_OK;
	p->since = p->shipped_at == INSTANT_NONE ? c->now : p->shipped_at;
	p->next_poll_at = c->now;
	q = store_stmt(c->store, &POLL_SQL[POLL_ROW_PUT]);
	stmt_text(q, 1, p->shipment);
	stmt_text(q, 2, p->carrier);
	stmt_int(q, 3, p->since);
	stmt_int(q, 4, p->next_poll_at);
	return stmt_run(q, NULL, err);
}

enum status poll_give_back(const struct change *c, const struct poll_parcel *p, const char *owner, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_GIVE_BACK]);
	stmt_text(q, 1, p->shipment);
	stmt_text(q, 2, owner);
	return stmt_run(q, NULL, err);
}

/* A parcel that has changed its carrier since it was taken up waits for its new one. */
static enum status move_parcel(const struct change *c, const struct poll_parcel *p, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_MOVE]);
	stmt_text(q, 1, p->shipment);
	stmt_text(q, 2, p->carrier);
	return stmt_run(q, NULL, err);
}

static enum status claim_ids(const struct change *c, const struct poll_lane *lane, const char *owner, int64_t most,
			     const char **ids, size_t *n, struct error *err)
{
	const struct carrier_limits *limits = carrier_limits(lane->account->adapter);
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_CLAIM]);
	enum status st;

	*n = 0;
	stmt_text(q, 1, lane->carrier);
	stmt_int(q, 2, c->now);
	stmt_int(q, 3, c->now + POLL_LEASE_MS);
	stmt_text(q, 4, owner);
	stmt_int(q, 5, most);
	stmt_int(q, 6, poll_slot(limits, POLL_DAY, c->now));
	stmt_int(q, 7, limits->per_shipment_day > 0 ? limits->per_shipment_day : INT64_MAX);
	while ((st = stmt_step(q, err)) == STATUS_OK)
		if (*n < (size_t)most)
			ids[(*n)++] = arena_text(c->arena, stmt_column_text(q, 0));
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

/* A new parcel is let alone for a while, where its carrier is known to need that. */
static enum status put_off_first(const struct change *c, const struct poll_lane *lane, struct error *err)
{
	int64_t wait = carrier_limits(lane->account->adapter)->first_poll_after_ms;
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_FIRST_LATER]);

	if (wait <= 0)
		return STATUS_OK;
	stmt_text(q, 1, lane->carrier);
	stmt_int(q, 2, c->now);
	stmt_int(q, 3, wait);
	return stmt_run(q, NULL, err);
}

/* The longest due first; a store gives back what it changed in no order. */
static int by_time(const void *a, const void *b)
{
	const struct poll_parcel *p = *(struct poll_parcel *const *)a, *q = *(struct poll_parcel *const *)b;
	if (p->next_poll_at != q->next_poll_at)
		return p->next_poll_at < q->next_poll_at ? -1 : 1;
	return strcmp(p->shipment, q->shipment);
}

static struct poll_parcel *list_of(struct poll_parcel **parcels, size_t n)
{
	struct poll_parcel *list = NULL;
	qsort(parcels, n, sizeof(struct poll_parcel *), by_time);
	while (n > 0) {
		parcels[--n]->next = list;
		list = parcels[n];
	}
	return list;
}

enum status poll_claim(const struct change *c, const struct poll_lane *lane, const char *owner, int64_t most,
		       struct poll_parcel **out, int64_t *n, struct error *err)
{
	const char **ids = arena_alloc(c->arena, (size_t)most * sizeof(*ids));
	struct poll_parcel **parcels = arena_alloc(c->arena, (size_t)most * sizeof(struct poll_parcel *));
	size_t claimed = 0;
	enum status st = put_off_first(c, lane, err);

	*out = NULL;
	*n = 0;
	if (st == STATUS_OK)
		st = claim_ids(c, lane, owner, most, ids, &claimed, err);
	for (size_t i = 0; st == STATUS_OK && i < claimed; i++) {
		struct poll_parcel *p;
		st = poll_parcel_read(c, ids[i], NULL, &p, err);
		if (st != STATUS_OK)
			break;
		if (!text_same(p->carrier, lane->carrier) || !p->number) {
			st = move_parcel(c, p, err);
			poll_parcel_free(p);
			continue;
		}
		parcels[(*n)++] = p;
	}
	*out = list_of(parcels, (size_t)*n);
	return st;
}
