#include <string.h>

#include "carrier_impl.h"

#define LIFETIME_UNKNOWN_MS INT64_C(300000)	       /* of a token whose end nobody told */
#define LIFETIME_MOST_S	    (INT64_C(400) * 24 * 3600) /* longer is nonsense */
#define SAID_MOST	    200			       /* bytes of what a refusal is quoted by */

const struct word CARRIER_OPERATION_WORDS[] = {
	{ "fetch", NULL },
	{ "register", NULL },
	{ NULL, NULL },
};

const char *carrier_request_base(const struct carrier *c, const struct carrier_account *account, struct arena *arena)
{
	const json_t *base = json_object_get(c->file, "base"), *sandbox = json_object_get(base, "sandbox");
	const char *url = account->base			? account->base
			  : account->sandbox && sandbox ? json_string_value(sandbox)
							: json_string_value(json_object_get(base, "prod"));
	size_t length = strlen(url);

	while (length && url[length - 1] == '/')
		length--;
	return arena_copy(arena, url, length);
}

const char *carrier_request_find(void *ctx, const char *name, size_t index)
{
	const struct request_scope *s = ctx;
	const struct carrier_parcel *parcel = s->parcels ? s->parcels + index : NULL;

	if (strcmp(name, "base") == 0)
		return s->base;
	if (strcmp(name, "token") == 0)
		return s->account->token;
	if (strncmp(name, "secret.", 7) == 0)
		return s->account->secret ? s->account->secret(s->account->ctx, name + 7) : NULL;
	if (strcmp(name, "number") == 0)
		return parcel ? parcel->number : NULL;
	if (strncmp(name, "shipment.", 9) == 0)
		return parcel && parcel->detail ? parcel->detail(parcel->ctx, name + 9) : NULL;
	return NULL;
}

/* Where another base was given, no request goes anywhere else: scheme and host of an address of the file are replaced
 * by it. */
static const char *redirect(const char *url, const char *base, struct arena *arena)
{
	const char *host = strstr(url, "://");

	if (strncmp(url, base, strlen(base)) == 0 || !host)
		return url;
	host += 3;
	return arena_printf(arena, "%s%s", base, host + strcspn(host, "/?#"));
}

static enum status make(const struct carrier *c, const json_t *template, const struct carrier_parcel *parcels, size_t n,
			const struct carrier_account *account, struct http_request *out, struct arena *arena,
			struct error *err)
{
	struct request_scope s = { c, account, parcels, carrier_request_base(c, account, arena) };
	const struct template_scope scope = {
		.find = carrier_request_find,
		.ctx = &s,
		.count = n ? n : 1,
		.now = account->now,
		.seed = account->seed,
		.modules = account->modules,
	};
	enum status st = template_request(template, &scope, out, arena, err);

	if (!st && account->base)
		out->url = redirect(out->url, s.base, arena);
	out->timeout_ms = c->limits.timeout_ms;
	return st;
}

enum status carrier_request(const struct carrier *c, enum carrier_operation operation,
			    const struct carrier_parcel *parcels, size_t n, const struct carrier_account *account,
			    struct http_request *out, struct arena *arena, struct error *err)
{
	if (!carrier_has(c, operation))
		return error_reject(err, "no_operation", "", "the adapter %s has no operation %s", c->id,
				    CARRIER_OPERATION_WORDS[operation].word);
	if (!n || n > c->operations[operation].batch)
		return error_set(err, STATUS_BUG, "batch", "", "%s takes 1 to %zu numbers in a request, not %zu", c->id,
				 c->operations[operation].batch, n);
	return make(c, c->operations[operation].template, parcels, n, account, out, arena, err);
}

enum status carrier_token_request(const struct carrier *c, const struct carrier_account *account,
				  struct http_request *out, struct arena *arena, struct error *err)
{
	if (!c->token)
		return error_reject(err, "no_operation", "", "the adapter %s needs no token", c->id);
	return make(c, c->token, NULL, 0, account, out, arena, err);
}

/* How long it is good for, less the margin, but at least half of what was said. */
static int64_t lifetime(const json_t *auth, const char *said)
{
	const json_t *skew = json_object_get(auth, "skew_s");
	double seconds;
	int64_t ms, margin = (skew ? json_integer_value(skew) : 60) * 1000;

	if (!said || !number_parse_real(said, 0, (double)LIFETIME_MOST_S, &seconds) || seconds < 1)
		return LIFETIME_UNKNOWN_MS;
	ms = (int64_t)(seconds * 1000);
	return margin < ms / 2 ? ms - margin : ms / 2;
}

enum status carrier_token_read(const struct carrier *c, int code, const char *body, size_t length, const char **token,
			       int64_t *lifetime_ms, struct arena *arena, struct error *err)
{
	const json_t *auth = json_object_get(c->file, "auth");
	json_t *where = json_object_get(auth, "token"), *lasts = json_object_get(auth, "lifetime");
	json_t *usual = json_pack("{ssss}", "token", "/access_token", "lifetime", "/expires_in"), *tree = NULL;
	json_t *said = json_pack("[sssss]", "/error_description", "/error/message", "/response/errors/*/message",
				 "/errors/*/message", "/error");
	struct place_in_reply in = { .count = 1, .arena = arena };
	const char *why = NULL;
	enum status st = tree_read(body, length, &tree, err);

	*token = NULL;
	if (!st) {
		in.levels[0] = tree;
		*token = carrier_source_text(&in, where ? where : json_object_get(usual, "token"), " ");
		*lifetime_ms = lifetime(
			auth, carrier_source_text(&in, lasts ? lasts : json_object_get(usual, "lifetime"), " "));
		why = carrier_source_text(&in, said, " ");
	}
	if (code < 200 || code > 299 || !*token)
		st = error_reject(err, "no_token", "", "HTTP %d, and no token%s%.*s", code, why ? ": " : "", SAID_MOST,
				  why ? why : "");
	json_decref(tree);
	json_decref(usual);
	json_decref(said);
	return st;
}
