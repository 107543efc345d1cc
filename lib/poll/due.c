/* The requests that are due, for whoever has an HTTP client of his own. */
#include "poll_impl.h"

#include <inttypes.h>
#include <string.h>

struct counter {
	const struct change *c;
	const struct poll_agent *agent;
	poll_each_request *each;
	void *ctx;
	bool masked;
	int64_t parcels;
	char owner[64];
};

static const char *ids_of(struct poll_parcel *const *parcels, size_t n, struct arena *arena)
{
	struct buffer text = { 0 };
	const char *out;

	buffer_char(&text, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buffer_char(&text, ',');
		buffer_json_text(&text, parcels[i]->shipment);
	}
	buffer_char(&text, ']');
	out = arena_copy(arena, text.data, text.length);
	buffer_free(&text);
	return out;
}

static const char *headers_of(const struct http_request *request, struct arena *arena)
{
	struct buffer text = { 0 };
	const char *out;

	buffer_char(&text, '{');
	for (size_t i = 0; i < request->n_headers; i++) {
		if (i)
			buffer_char(&text, ',');
		buffer_json_text(&text, request->headers[i].name);
		buffer_char(&text, ':');
		buffer_json_text(&text, request->headers[i].value);
	}
	buffer_char(&text, '}');
	out = arena_copy(arena, text.data, text.length);
	buffer_free(&text);
	return out;
}

static enum status emit(struct counter *k, struct poll_lane *lane, enum poll_operation operation,
			struct poll_parcel *const *parcels, size_t n, struct error *err)
{
	struct arena *arena = k->c->arena;
	struct poll_request out;
	struct http_request request;
	enum status st = poll_request_make(k->agent, lane, operation, parcels, n, k->c->now, k->masked, &request, arena, err);

	if (st != STATUS_OK)
		return st;
	record_clear(&poll_request_type, &out);
	out.operation = operation;
	out.adapter = carrier_id(lane->account->adapter);
	out.account = lane->account->id;
	out.carrier = lane->carrier;
	out.shipments = ids_of(parcels, n, arena);
	out.method = request.method;
	out.url = request.url;
	out.headers = headers_of(&request, arena);
	out.body = request.body;
	out.expires_at = k->c->now + POLL_LEASE_MS;
	record_mark_all(&poll_request_type, &out);
	k->each(k->ctx, &out);
	return STATUS_OK;
}

/* A request that cannot be made is its parcels' fault: they are put off, as poll_run does. */
static enum status emit_some(struct counter *k, struct poll_lane *lane, enum poll_operation operation,
			     struct poll_parcel *const *parcels, size_t n, struct error *err)
{
	struct poll_settled *settled;
	struct error why;
	enum status st = emit(k, lane, operation, parcels, n, &why);

	if (st == STATUS_OK)
		k->parcels += (int64_t)n;
	else
		*err = why;
	if (st != STATUS_REJECTED)
		return st;
	k->agent->warn(k->agent->ctx, arena_printf(k->c->arena, "%s: %s", lane->account->id, why.message));
	settled = arena_alloc(k->c->arena, (n + 1) * sizeof(*settled));
	return poll_put_off(k->c, lane, k->owner, parcels, n, settled, err);
}

/* The parcels at the head of ${list} of whom the same is to be asked, at most ${batch}. */
static enum status emit_batches(struct counter *k, struct poll_lane *lane, struct poll_parcel *list, struct error *err)
{
	enum status st = STATUS_OK;

	while (st == STATUS_OK && list) {
		enum poll_operation operation = poll_operation_next(lane, list);
		size_t batch = carrier_batch(lane->account->adapter, poll_carrier_operation(operation)), n = 0;
		struct poll_parcel **parcels = arena_alloc(k->c->arena, batch * sizeof(struct poll_parcel *));
		for (; list && n < batch && poll_operation_next(lane, list) == operation; list = list->next)
			parcels[n++] = list;
		st = emit_some(k, lane, operation, parcels, n, err);
	}
	return st;
}

/* Without a token, one is asked for; the parcels wait for the next call. */
static enum status emit_token(struct counter *k, struct poll_lane *lane, struct error *err)
{
	struct poll_account *a = lane->account;
	int64_t granted, opens;
	enum status st;

	if (a->token_lease_until > k->c->now)
		return STATUS_OK;
	st = poll_budget_take(k->c, a, 1, &granted, &opens, err);
	if (st != STATUS_OK || granted == 0)
		return st;
	st = poll_account_token_lease(k->c, a, err);
	return st == STATUS_OK ? emit_some(k, lane, POLL_TOKEN, NULL, 0, err) : st;
}

static enum status emit_lane(struct counter *k, struct poll_lane *lane, struct error *err)
{
	struct poll_account *a = lane->account;
	int64_t batch = (int64_t)carrier_batch(a->adapter, CARRIER_FETCH), wanted = 1000, granted, opens, n;
	struct poll_parcel *list;
	enum status st;

	if (a->closed_until > k->c->now)
		return STATUS_OK;
	if (carrier_needs_token(a->adapter) && (!a->token || a->token_until <= k->c->now))
		return emit_token(k, lane, err);
	if (k->agent->limit > 0 && (k->agent->limit - k->parcels + batch - 1) / batch < wanted)
		wanted = (k->agent->limit - k->parcels + batch - 1) / batch;
	if (lane->due < wanted * batch)
		wanted = (lane->due + batch - 1) / batch;
	if (wanted <= 0)
		return STATUS_OK;
	st = poll_budget_take(k->c, a, wanted, &granted, &opens, err);
	if (st != STATUS_OK || granted == 0)
		return st;
	n = granted * batch;
	if (k->agent->limit > 0 && n > k->agent->limit - k->parcels)
		n = k->agent->limit - k->parcels;
	st = poll_claim(k->c, lane, k->owner, n, &list, &n, err);
	if (st == STATUS_OK)
		st = emit_batches(k, lane, list, err);
	while (list) {
		struct poll_parcel *p = list;
		list = p->next;
		poll_parcel_free(p);
	}
	return st;
}

enum status poll_due(const struct change *c, const struct poll_agent *agent, bool masked, poll_each_request *each,
		     void *ctx, struct error *err)
{
	/* Nobody holds the answer to a request but who asks, so the lease is nobody's own. */
	struct counter k = { .c = c, .agent = agent, .each = each, .ctx = ctx, .masked = masked, .owner = "due" };
	struct poll_account *accounts = NULL;
	struct poll_lane *lanes = NULL;
	enum status st = poll_open_lanes(c, agent, &lanes, &accounts, err);

	for (struct poll_lane *lane = lanes; st == STATUS_OK && lane; lane = lane->next)
		st = emit_lane(&k, lane, err);
	for (; accounts; accounts = accounts->next)
		poll_account_free(accounts);
	return st;
}
