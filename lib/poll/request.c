/* What is asked: requests made of the adapter, with the account's secrets. */
#include "poll_impl.h"

#include <string.h>

struct secrets_of {
	const struct poll_agent *agent;
	const char *account;
	bool masked;
};

static const char *find_secret(void *ctx, const char *name)
{
	const struct secrets_of *s = ctx;
	if (s->masked)
		return "***";
	return s->agent->secret ? s->agent->secret(s->agent->ctx, s->account, name) : NULL;
}

enum carrier_operation poll_carrier_operation(enum poll_operation operation)
{
	return operation == POLL_REGISTER ? CARRIER_REGISTER : CARRIER_FETCH;
}

enum poll_operation poll_operation_next(const struct poll_lane *lane, const struct poll_parcel *p)
{
	return carrier_needs_register(lane->account->adapter) && p->registered_at == INSTANT_NONE ? POLL_REGISTER :
												   POLL_FETCH;
}

/* Where the last reply had a tag, the carrier need not say again what has not changed. */
static void ask_for_news_only(const struct poll_parcel *p, struct http_request *out, struct arena *arena)
{
	struct http_header *headers;

	if (!p->etag)
		return;
	headers = arena_alloc(arena, (out->n_headers + 1) * sizeof(*headers));
	if (out->n_headers)
		memcpy(headers, out->headers, out->n_headers * sizeof(*headers));
	headers[out->n_headers] = (struct http_header) { "If-None-Match", p->etag };
	out->headers = headers;
	out->n_headers++;
}

enum status poll_request_make(const struct poll_agent *agent, const struct poll_lane *lane,
			      enum poll_operation operation, struct poll_parcel *const *parcels, size_t n, int64_t now,
			      bool masked, struct http_request *out, struct arena *arena, struct error *err)
{
	const struct poll_account *a = lane->account;
	struct secrets_of secrets = { agent, a->id, masked };
	struct carrier_account account = { .base = lane->base,
					   .sandbox = lane->sandbox,
					   .secret = find_secret,
					   .ctx = &secrets,
					   .token = masked && a->token ? "***" : a->token,
					   .modules = agent->modules,
					   .now = now };
	struct carrier_parcel *asked;
	enum status st;

	*out = (struct http_request) { 0 };
	if (operation == POLL_TOKEN) {
		account.seed = poll_key(a->id) ^ (uint64_t)now;
		st = carrier_token_request(a->adapter, &account, out, arena, err);
	} else {
		asked = arena_alloc(arena, n * sizeof(*asked));
		for (size_t i = 0; i < n; i++)
			asked[i] = poll_parcel_asked(parcels[i]);
		account.seed = poll_key(parcels[0]->shipment) ^ (uint64_t)now;
		st = carrier_request(a->adapter, poll_carrier_operation(operation), asked, n, &account, out, arena, err);
		if (st == STATUS_OK && operation == POLL_FETCH && n == 1)
			ask_for_news_only(parcels[0], out, arena);
	}
	if (st == STATUS_OK && out->timeout_ms == 0)
		out->timeout_ms = carrier_limits(a->adapter)->timeout_ms;
	return st;
}
