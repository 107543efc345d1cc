/* Answers that another HTTP client brings, and pushes: taken in as poll_run takes in its own. */
#include "poll_impl.h"

#include <string.h>

struct intake {
	const struct change *c;
	const struct poll_agent *agent;
	poll_each_outcome *each;
	void *ctx;
	struct buffer parcels; /* of struct poll_parcel * */
};

static struct poll_parcel **parcels_of(const struct intake *k, size_t *n)
{
	*n = k->parcels.length / sizeof(struct poll_parcel *);
	return (struct poll_parcel **)(void *)k->parcels.data;
}

static void free_parcels(struct intake *k)
{
	size_t n;
	struct poll_parcel **parcels = parcels_of(k, &n);

	for (size_t i = 0; i < n; i++)
		poll_parcel_free(parcels[i]);
	buffer_free(&k->parcels);
}

static enum status add_parcel(struct intake *k, const char *shipment, struct error *err)
{
	struct poll_parcel *p;
	enum status st = poll_parcel_read(k->c, shipment, k->c->arena, &p, err);

	if (st == STATUS_END)
		return error_reject(err, "unknown_shipment", "shipment", "no parcel \"%.128s\"", shipment);
	if (st == STATUS_OK)
		buffer_add(&k->parcels, &p, sizeof(p));
	return st;
}

/* The newest parcel of a number that ${served} says yes to. */
static enum status find_number(const struct change *c, const char *number, bool (*served)(void *ctx, const char *carrier),
			       void *ctx, const char **shipment, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_BY_NUMBER]);
	enum status st;

	*shipment = NULL;
	stmt_text(q, 1, number);
	while (!*shipment && (st = stmt_step(q, err)) == STATUS_OK)
		if (served(ctx, stmt_column_text(q, 1)))
			*shipment = arena_text(c->arena, stmt_column_text(q, 0));
	stmt_reset(q);
	return *shipment ? STATUS_OK : st;
}

static bool is_carrier(void *ctx, const char *carrier)
{
	return !ctx || text_same_fold(ctx, carrier);
}

enum status poll_find_number(const struct change *c, const char *number, const char *carrier, const char **shipment,
			     struct error *err)
{
	return find_number(c, number, is_carrier, (void *)carrier, shipment, err);
}

static enum status add_listed(struct intake *k, const char *text, struct error *err)
{
	json_t *ids = json_loads(text, 0, NULL);
	enum status st = STATUS_OK;

	if (!json_is_array(ids))
		st = error_reject(err, "bad_value", "shipments", "expected an array of ids");
	for (size_t i = 0; st == STATUS_OK && i < json_array_size(ids); i++) {
		const char *id = json_string_value(json_array_get(ids, i));
		st = id ? add_parcel(k, id, err) :
			  error_reject(err, "bad_value", "shipments", "expected an array of ids, each a text");
	}
	json_decref(ids);
	return st;
}

static enum status find_parcels(struct intake *k, const struct poll_answer *in, struct error *err)
{
	const char *shipment = in->shipment;
	enum status st = STATUS_OK;

	if (in->shipments)
		return add_listed(k, in->shipments, err);
	if (!shipment && in->number) {
		st = poll_find_number(k->c, in->number, in->carrier, &shipment, err);
		if (st == STATUS_END)
			return error_reject(err, "unknown_shipment", "number", "no parcel has the number \"%.128s\"",
					    in->number);
	}
	if (st == STATUS_OK && !shipment)
		return error_reject(err, "missing", "shipments", "whose answer it is: expected shipments, shipment or number");
	return st == STATUS_OK ? add_parcel(k, shipment, err) : st;
}

/* Whom the parcels' carrier is asked of, or whoever is named. */
static enum status find_lane(struct intake *k, const struct poll_answer *in, struct poll_lane *lane, struct error *err)
{
	size_t n;
	struct poll_parcel **parcels = parcels_of(k, &n);
	const char *carrier = n ? parcels[0]->carrier : in->adapter ? in->adapter : in->carrier;
	enum status st;

	if (!carrier)
		return error_reject(err, "missing", "adapter", "which adapter reads it is not said");
	st = poll_lane_find(k->c, k->agent, carrier, lane, err);
	if (in->adapter && (st == STATUS_END || (st == STATUS_OK && strcmp(in->adapter, carrier_id(lane->account->adapter))))) {
		st = poll_lane_find(k->c, k->agent, in->adapter, lane, err);
		lane->carrier = carrier;
	}
	if (st == STATUS_END)
		return error_reject(err, "unknown_adapter", "adapter", "no adapter serves \"%.64s\"",
				    in->adapter ? in->adapter : carrier);
	if (st == STATUS_OK && in->account)
		lane->account->id = in->account;
	return st == STATUS_OK ? poll_account_lock(k->c, lane->account, err) : st;
}

static void emit_outcome(struct intake *k, const struct poll_parcel *p, const struct poll_settled *s)
{
	struct poll_outcome out;

	record_clear(&poll_outcome_type, &out);
	out.shipment = p->shipment;
	out.carrier = p->carrier;
	out.number = p->number;
	out.result = s->result;
	out.status = s->status;
	out.events = s->events;
	out.next_poll_at = s->next_poll_at;
	out.message = s->message;
	record_mark_all(&poll_outcome_type, &out);
	k->each(k->ctx, &out);
}

static enum status settle(struct intake *k, struct poll_lane *lane, const struct poll_reply *reply, struct error *err)
{
	size_t n;
	struct poll_parcel **parcels = parcels_of(k, &n);
	struct poll_settled *settled = arena_alloc(k->c->arena, (n + 1) * sizeof(*settled));
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < n; i++)
		st = poll_follow(k->c, parcels[i], err);
	if (st == STATUS_OK)
		st = poll_settle(k->c, k->agent, lane, reply, parcels, n, settled, err);
	for (size_t i = 0; st == STATUS_OK && i < n; i++) {
		if (settled[i].again) /* there is no run that would go on with it */
			st = poll_give_back(k->c, parcels[i], NULL, err);
		emit_outcome(k, parcels[i], &settled[i]);
	}
	return st;
}

/* The reply as the carrier sent it: a text is decoded, JSON is what it is. */
static const char *body_of(const struct poll_answer *in, size_t *length, struct arena *arena)
{
	const char *body = in->body ? in->body : "";

	if (body[0] == '"') {
		json_t *text = json_loads(body, JSON_DECODE_ANY, NULL);
		body = arena_text(arena, json_string_value(text));
		json_decref(text);
	}
	*length = body ? strlen(body) : 0;
	return body ? body : "";
}

static enum status ingest_token(struct intake *k, struct poll_lane *lane, const struct poll_answer *in,
				const struct poll_reply *reply, struct error *err)
{
	struct arena *arena = k->c->arena;
	struct carrier_answer answer = { .outcome = CARRIER_REFUSED };
	struct poll_parcel none = { .shipment = lane->account->id, .carrier = lane->carrier };
	struct poll_settled settled = { .result = "token", .status = SHIPMENT_UNKNOWN, .next_poll_at = INSTANT_NONE };
	const char *token;
	int64_t lifetime;
	size_t length;
	const char *body = body_of(in, &length, arena);
	struct error why;
	enum status st = carrier_token_read(lane->account->adapter, reply->code, body, length, &token, &lifetime, arena, &why);

	if (st == STATUS_OK) {
		st = poll_account_token(k->c, lane->account, token, k->c->now + lifetime, err);
	} else {
		answer.message = settled.message = arena_text(arena, why.message);
		answer.outcome = poll_token_outcome(reply->code);
		settled.result = "refused";
		struct poll_reply refusal = *reply;
		refusal.answer = &answer;
		st = poll_settle(k->c, k->agent, lane, &refusal, NULL, 0, NULL, err);
	}
	if (st == STATUS_OK)
		emit_outcome(k, &none, &settled);
	return st;
}

static enum status ingest(struct intake *k, const struct poll_answer *in, struct error *err)
{
	struct poll_reply reply = { .operation = (enum poll_operation)in->operation,
				    .code = record_has(in, POLL_ANSWER_HTTP) ? (int)in->http : 200,
				    .failure = "there was no reply",
				    .retry_after_ms = record_has(in, POLL_ANSWER_RETRY_AFTER) ? in->retry_after * 1000 : -1 };
	struct carrier_answer answer = { .outcome = CARRIER_ERROR };
	struct carrier_parcel *asked;
	struct poll_lane lane;
	size_t n, length;
	struct poll_parcel **parcels;
	const char *body;
	enum status st = in->operation == POLL_TOKEN ? STATUS_OK : find_parcels(k, in, err);

	if (st == STATUS_OK)
		st = find_lane(k, in, &lane, err);
	if (st != STATUS_OK)
		return st;
	if (in->operation == POLL_TOKEN)
		st = ingest_token(k, &lane, in, &reply, err);
	else {
		parcels = parcels_of(k, &n);
		asked = arena_alloc(k->c->arena, (n + 1) * sizeof(*asked));
		for (size_t i = 0; i < n; i++)
			asked[i] = poll_parcel_asked(parcels[i]);
		body = body_of(in, &length, k->c->arena);
		if (reply.code != 0)
			carrier_reply(lane.account->adapter, poll_carrier_operation(reply.operation), asked, n, reply.code, body,
				      length, &answer, k->c->arena);
		reply.answer = &answer;
		reply.token = lane.account->token;
		st = settle(k, &lane, &reply, err);
	}
	poll_account_free(lane.account);
	return st;
}

enum status poll_ingest(const struct change *c, const struct poll_agent *agent, const struct poll_answer *in,
			poll_each_outcome *each, void *ctx, struct error *err)
{
	struct intake k = { .c = c, .agent = agent, .each = each, .ctx = ctx };
	enum status st = ingest(&k, in, err);
	free_parcels(&k);
	return st;
}

/* Pushes. */

struct push_secrets {
	const struct poll_agent *agent;
	const char *account;
};

static const char *push_secret(void *ctx, const char *name)
{
	const struct push_secrets *s = ctx;
	return s->agent->secret(s->agent->ctx, s->account, name);
}

struct serving {
	const struct change *c;
	const struct poll_agent *agent;
	const struct carrier *adapter;
};

/* Aggregators push for the carriers that the shop says they serve. */
static bool is_served(void *ctx, const char *carrier)
{
	const struct serving *s = ctx;
	struct poll_lane lane;
	struct error ignored;
	return carrier_is(s->adapter, carrier) || (poll_lane_find(s->c, s->agent, carrier, &lane, &ignored) == STATUS_OK &&
						   lane.account->adapter == s->adapter);
}

static enum status take_item(struct intake *k, const struct carrier *adapter, const char *account,
			     const struct carrier_item *item, struct error *err)
{
	struct serving serving = { k->c, k->agent, adapter };
	struct carrier_item mine = *item;
	const struct carrier_answer answer = { .outcome = item->outcome, .message = item->message, .items = &mine, .n_items = 1 };
	const struct poll_reply reply = {
		.operation = POLL_FETCH, .code = 200, .retry_after_ms = -1, .reader = adapter, .answer = &answer
	};
	struct poll_lane lane;
	const char *shipment;
	size_t n;
	struct poll_parcel **parcels;
	enum status st;

	if (!item->number || item->outcome != CARRIER_FOUND)
		return STATUS_OK;
	st = find_number(k->c, item->number, is_served, &serving, &shipment, err);
	if (st == STATUS_END) {
		k->agent->note(k->agent->ctx, arena_printf(k->c->arena, "%s: no parcel has the number %.64s", account, item->number));
		return STATUS_OK;
	}
	if (st == STATUS_OK)
		st = add_parcel(k, shipment, err);
	if (st != STATUS_OK)
		return st;
	mine.parcel = 0;
	parcels = parcels_of(k, &n);
	st = poll_lane_find(k->c, k->agent, parcels[0]->carrier, &lane, err);
	if (st == STATUS_END) /* known by a name of the adapter's alone */
		st = poll_lane_find(k->c, k->agent, carrier_id(adapter), &lane, err);
	if (st == STATUS_END)
		st = error_reject(err, "unknown_adapter", "adapter", "no adapter serves \"%.64s\"", parcels[0]->carrier);
	if (st == STATUS_OK)
		st = poll_account_lock(k->c, lane.account, err);
	if (st == STATUS_OK)
		st = settle(k, &lane, &reply, err);
	poll_account_free(lane.account);
	free_parcels(k);
	return st;
}

/* Whether a message is new; senders repeat themselves until they hear that it has arrived. */
static enum status remember_push(const struct change *c, const struct poll_push *in, bool *fresh, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_PUSH_FORGET]);
	char hex[DIGEST_TEXT_SIZE];
	struct digest d;
	int64_t changed = 0;
	enum status st;

	digest_start(&d);
	digest_add(&d, in->push.body, in->push.length);
	digest_finish(&d, hex);
	stmt_int(q, 1, c->now - POLL_PUSH_KEPT_MS);
	st = stmt_run(q, NULL, err);
	if (st != STATUS_OK)
		return st;
	q = store_stmt(c->store, &POLL_SQL[POLL_PUSH_PUT]);
	stmt_text(q, 1, in->adapter);
	stmt_text(q, 2, in->id ? in->id : hex);
	stmt_int(q, 3, c->now);
	st = stmt_run(q, &changed, err);
	*fresh = changed > 0;
	return st;
}

enum status poll_receive(const struct change *c, const struct poll_agent *agent, const struct poll_push *in,
			 const char **answer, poll_each_outcome *each, void *ctx, struct error *err)
{
	struct intake k = { .c = c, .agent = agent, .each = each, .ctx = ctx };
	const struct carrier *adapter = agent->adapter(agent->ctx, in->adapter);
	const char *account = in->account ? in->account : in->adapter;
	struct push_secrets secrets = { agent, account };
	struct carrier_account who = { .secret = push_secret, .ctx = &secrets, .modules = agent->modules, .now = c->now };
	struct carrier_answer said;
	bool fresh = false;
	enum status st;

	if (!adapter)
		return error_reject(err, "unknown_adapter", "adapter", "there is no adapter \"%.64s\"", in->adapter);
	st = carrier_push_read(adapter, &in->push, &who, &said, answer, c->arena, err);
	if (st == STATUS_OK && said.outcome == CARRIER_ERROR)
		return error_reject(err, "bad_body", "body", "%.300s", said.message ? said.message : "it cannot be read");
	if (st == STATUS_OK)
		st = remember_push(c, in, &fresh, err);
	for (size_t i = 0; st == STATUS_OK && fresh && i < said.n_items; i++)
		st = take_item(&k, adapter, account, &said.items[i], err);
	free_parcels(&k);
	return st;
}
