/* An account tried: do its credentials do? One request or two, and nothing of what is said of a parcel is kept. */
#include "desk.h"

#include <string.h>

struct trial {
	struct desk desk; /* of its transactions; first */
	struct poll_lane lane;
	struct poll_parcel parcel;
	struct arena *arena;
	const char *carrier, *number, *token;
	int64_t lifetime_ms, pause_ms, granted, opens_at;
};

static struct trial *trial_of(struct desk *d)
{
	return (struct trial *)(void *)d;
}

static enum status find_body(struct desk *d, const struct change *c, struct error *err)
{
	struct trial *t = trial_of(d);
	struct change lasting = *c;
	struct poll_parcel *known;
	const char *shipment;
	enum status st;

	lasting.arena = t->arena;
	t->parcel = (struct poll_parcel) { .arena = t->arena, .shipment = t->number, .carrier = t->carrier, .number = t->number };
	st = poll_lane_find(&lasting, d->agent, t->carrier, &t->lane, err);
	if (st == STATUS_END)
		return error_reject(err, "unknown_adapter", "carrier", "no adapter serves \"%.64s\"", t->carrier);
	if (st == STATUS_OK)
		st = poll_account_lock(&lasting, t->lane.account, err);
	if (st != STATUS_OK || !t->number)
		return st;
	/* Some carriers want more than the number: where the parcel is ours, it has that. */
	st = poll_find_number(&lasting, t->number, t->carrier, &shipment, err);
	if (st == STATUS_OK && (st = poll_parcel_read(&lasting, shipment, t->arena, &known, err)) == STATUS_OK)
		t->parcel = *known;
	return st == STATUS_END ? STATUS_OK : st;
}

static enum status take_body(struct desk *d, const struct change *c, struct error *err)
{
	struct trial *t = trial_of(d);
	enum status st = poll_account_lock(c, t->lane.account, err);
	return st == STATUS_OK ? poll_budget_take(c, t->lane.account, 1, &t->granted, &t->opens_at, err) : st;
}

static enum status keep_body(struct desk *d, const struct change *c, struct error *err)
{
	struct trial *t = trial_of(d);
	return poll_account_token(c, t->lane.account, t->token, c->now + t->lifetime_ms, err);
}

static enum status close_body(struct desk *d, const struct change *c, struct error *err)
{
	struct trial *t = trial_of(d);
	return poll_account_close(c, t->lane.account, t->pause_ms, "throttled", err);
}

/* A secret that is missing is named, none is shown. */
static enum status look_for_secrets(const struct trial *t, struct error *err)
{
	const struct poll_agent *agent = t->desk.agent;
	const struct poll_account *a = t->lane.account;

	for (size_t i = 0; i < carrier_secrets(a->adapter); i++) {
		const char *name = carrier_secret(a->adapter, i);
		if (!agent->secret || !agent->secret(agent->ctx, a->id, name))
			return error_reject(err, "no_secret", "carrier", "the secret %s.%s is missing", a->id, name);
	}
	return STATUS_OK;
}

/* The reply lives until the client is asked for another. */
static enum status ask(struct trial *t, enum poll_operation operation, struct http_reply *reply, struct error *err)
{
	const struct poll_agent *agent = t->desk.agent;
	const struct http_options options = {
		.modules = agent->modules, .user_agent = agent->user_agent, .ca_file = agent->ca_file, .in_flight = 1
	};
	struct poll_parcel *asked = &t->parcel;
	char opens[INSTANT_TEXT_SIZE];
	struct http_request request;
	enum status st = desk_transaction(&t->desk, take_body, err);

	if (st == STATUS_OK && t->granted == 0)
		return error_set(err, STATUS_BUSY, "no_budget", "carrier", "the budget of %s is spent: not before %s",
				 t->lane.account->id, instant_print(opens, t->opens_at));
	if (st == STATUS_OK)
		st = poll_request_make(agent, &t->lane, operation, &asked, 1, agent->clock(agent->ctx), false, &request, t->arena,
				       err);
	if (st == STATUS_OK && !t->desk.client)
		st = http_open(&options, &t->desk.client, err);
	if (st == STATUS_OK)
		st = http_start(t->desk.client, &request, err);
	return st == STATUS_OK ? http_next(t->desk.client, -1, reply, err) : st;
}

/* Whoever asks for a pause gets it. Credentials that are refused close nothing: somebody is at them. */
static enum status judge(struct trial *t, enum carrier_outcome outcome, const struct http_reply *reply, const char *message,
			 struct error *err)
{
	const char *id = t->lane.account->id;
	const char *why = reply->code == 0 ? reply->failure : message ? message : arena_printf(t->arena, "HTTP %d", reply->code);
	enum status st;

	if (outcome == CARRIER_REFUSED)
		return error_set(err, STATUS_PERMISSION, "refused", "carrier", "%s refuses us (%.300s)", id, why);
	if (outcome != CARRIER_THROTTLED)
		return error_set(err, STATUS_UNAVAILABLE, "unavailable", "carrier", "%s gives no answer (%.300s)", id, why);
	t->pause_ms = reply->retry_after_ms;
	st = desk_transaction(&t->desk, close_body, err);
	return st == STATUS_OK ? error_set(err, STATUS_BUSY, "throttled", "carrier", "%s wants to be left alone (%.300s)", id, why) :
				 st;
}

static enum status try_token(struct trial *t, const char **tested, struct error *err)
{
	struct http_reply reply;
	struct error why = { 0 };
	enum status st = ask(t, POLL_TOKEN, &reply, err);

	if (st != STATUS_OK)
		return st;
	if (reply.code == 0)
		return judge(t, CARRIER_ERROR, &reply, NULL, err);
	st = carrier_token_read(t->lane.account->adapter, reply.code, reply.body, reply.length, &t->token, &t->lifetime_ms,
				t->arena, &why);
	if (st != STATUS_OK)
		return judge(t, poll_token_outcome(reply.code), &reply, why.message, err);
	*tested = "token";
	return desk_transaction(&t->desk, keep_body, err);
}

static enum status try_number(struct trial *t, const char **tested, struct error *err)
{
	const struct poll_agent *agent = t->desk.agent;
	struct carrier_answer answer = { .outcome = CARRIER_ERROR };
	struct carrier_parcel asked = poll_parcel_asked(&t->parcel);
	const struct carrier_item *item;
	enum carrier_outcome outcome;
	struct http_reply reply;
	enum status st = ask(t, POLL_FETCH, &reply, err);

	if (st != STATUS_OK)
		return st;
	if (reply.code != 0)
		carrier_reply(t->lane.account->adapter, CARRIER_FETCH, &asked, 1, reply.code, reply.body, reply.length, &answer,
			      t->arena);
	item = answer.n_items ? answer.items : NULL;
	outcome = item ? item->outcome : answer.outcome;
	if (reply.code == 304)
		outcome = CARRIER_DONE;
	if (outcome == CARRIER_REFUSED || outcome == CARRIER_THROTTLED || outcome == CARRIER_ERROR)
		return judge(t, reply.code == 429 ? CARRIER_THROTTLED : outcome, &reply,
			     item && item->message ? item->message : answer.message, err);
	*tested = outcome == CARRIER_FOUND || outcome == CARRIER_DONE ? "found" : "not_found";
	agent->note(agent->ctx, arena_printf(t->arena, "%s: %s, %zu events", t->number, *tested, item ? item->n_events : 0));
	return STATUS_OK;
}

enum status poll_try(const struct poll_agent *agent, const char *carrier, const char *number, const char **tested,
		     struct arena *arena, struct error *err)
{
	struct trial t = { .desk.agent = agent, .arena = arena, .carrier = carrier, .number = number };
	enum status st = desk_transaction(&t.desk, find_body, err);

	*tested = "secrets";
	if (st == STATUS_OK)
		st = look_for_secrets(&t, err);
	if (st == STATUS_OK && carrier_needs_token(t.lane.account->adapter))
		st = try_token(&t, tested, err);
	if (st == STATUS_OK && number)
		st = try_number(&t, tested, err);
	http_close(t.desk.client);
	poll_account_free(t.lane.account);
	json_decref(t.parcel.details_tree);
	json_decref(t.parcel.remembered_tree);
	arena_free(&t.desk.round);
	return st;
}
