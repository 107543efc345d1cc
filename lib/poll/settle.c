/* An answer taken in: events, the next time, what it says of the account. */
#include "poll_impl.h"

#include <inttypes.h>
#include <string.h>

#define REFUSED_MS     (6 * HOUR_MS) /* credentials do not mend themselves */
#define REGISTER_AGAIN 2 /* absences after which a parcel is no longer registered at once */

enum status poll_count(const struct change *c, const char *carrier, const char *result, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_TOTAL]);
	stmt_text(q, 1, carrier);
	stmt_text(q, 2, result);
	stmt_int(q, 3, 1);
	stmt_int(q, 4, c->now);
	return stmt_run(q, NULL, err);
}

static void digest_text(struct digest *d, const char *text)
{
	digest_add(d, text ? text : "", text ? strlen(text) + 1 : 1);
}

/* Of all that an answer says of a parcel: the same again is no news. */
static void hash_items(const struct carrier_answer *answer, size_t parcel, char hex[DIGEST_TEXT_SIZE])
{
	struct digest d;
	digest_start(&d);
	for (size_t k = 0; k < answer->n_items; k++) {
		const struct carrier_item *item = &answer->items[k];
		if (item->parcel != parcel)
			continue;
		digest_add(&d, &item->status, sizeof(item->status));
		digest_add(&d, &item->promised.local, sizeof(item->promised.local));
		digest_text(&d, item->native);
		digest_text(&d, item->identity);
		for (size_t i = 0; i < item->n_events; i++) {
			const struct carrier_event *e = &item->events[i];
			digest_text(&d, e->raw);
			digest_add(&d, &e->status, sizeof(e->status)); /* a map that was changed reads them anew */
		}
	}
	digest_finish(&d, hex);
}

/* What replies gave to be said again, joined to what earlier ones gave: an object of texts. */
static const char *remember(const struct poll_parcel *p, const struct carrier_item *item, struct arena *arena)
{
	json_t *tree;
	const char *out;

	if (item->n_remembered == 0)
		return p->remembered;
	tree = p->remembered ? json_loads(p->remembered, 0, NULL) : NULL;
	if (!json_is_object(tree)) {
		json_decref(tree);
		tree = json_object();
	}
	for (size_t i = 0; i < item->n_remembered; i++)
		json_object_set_new(tree, item->remembered[i].name, json_string(item->remembered[i].value));
	out = tree_json(tree, arena);
	json_decref(tree);
	return out;
}

/* What is to be written of one parcel. */
struct fate {
	int64_t next_poll_at, failures, absences, registered_at;
	const char *remembered, *body_hash, *etag;
	bool end, keep_lease;
};

static enum status write_fate(const struct change *c, const struct poll_parcel *p, const struct fate *f,
			      const char *owner, struct error *err)
{
	struct stmt *q;

	if (f->end) {
		q = store_stmt(c->store, &POLL_SQL[POLL_END]);
		stmt_text(q, 1, p->shipment);
		stmt_text(q, 2, owner);
		return stmt_run(q, NULL, err);
	}
	q = store_stmt(c->store, &POLL_SQL[POLL_SETTLE]);
	stmt_text(q, 1, p->shipment);
	stmt_int_or_null(q, 2, f->next_poll_at, INSTANT_NONE);
	stmt_int(q, 3, c->now);
	stmt_int(q, 4, f->failures);
	stmt_int(q, 5, f->absences);
	stmt_int_or_null(q, 6, f->registered_at, INSTANT_NONE);
	stmt_text(q, 7, f->remembered);
	stmt_text(q, 8, f->body_hash);
	stmt_text(q, 9, f->etag);
	stmt_text(q, 10, owner);
	stmt_int(q, 11, f->keep_lease);
	return stmt_run(q, NULL, err);
}

/* The next time, by what is known of it now. */
static enum status schedule(const struct change *c, const struct poll_agent *agent, const struct poll_lane *lane,
			    const struct poll_parcel *p, int64_t changed_at, bool heard, struct fate *f, struct poll_settled *out, struct error *err)
{
	const struct poll_case now = { .status = out->status,
				       .now = c->now,
				       .since = p->since == INSTANT_NONE ? c->now : p->since,
				       .changed_at = changed_at,
				       .absences = f->absences,
				       .heard = heard,
				       .stretch = lane->account->stretch,
				       .key = poll_key(p->shipment) };
	struct poll_advice advice = poll_advise(&now, carrier_limits(lane->account->adapter));

	f->next_poll_at = out->next_poll_at = advice.next_at;
	/* Of a parcel that the carrier no longer knows the row stays, lest it be taken up again. */
	f->end = advice.next_at == INSTANT_NONE && f->absences == 0;
	if (!advice.expire)
		return STATUS_OK;
	out->status = SHIPMENT_EXPIRED;
	return track_expire(c, p->shipment, &agent->how, err);
}

static enum status take_found(const struct change *c, const struct poll_agent *agent, const struct carrier *reader,
			      const struct poll_parcel *p, const struct carrier_answer *answer, size_t i,
			      const struct carrier_item *item, struct fate *f, struct poll_settled *out,
			      int64_t *changed_at, struct error *err)
{
	char hex[DIGEST_TEXT_SIZE];
	struct track_options how = agent->how;
	struct track_taken taken;
	enum status st;

	how.adapter = carrier_id(reader);
	hash_items(answer, i, hex);
	f->remembered = remember(p, item, c->arena);
	f->absences = f->failures = 0;
	out->result = "unchanged";
	if (text_same(hex, p->body_hash))
		return STATUS_OK;
	f->body_hash = arena_text(c->arena, hex);
	st = track_take_items(c, p->shipment, answer->items, answer->n_items, i, &how, &taken, err);
	if (st != STATUS_OK)
		return st;
	out->result = "found";
	out->status = taken.status;
	out->events = (int64_t)taken.fresh;
	if (taken.fresh || taken.enriched || taken.changed)
		*changed_at = c->now;
	return STATUS_OK;
}

/* The carrier does not know it: news before the first event, not after it. */
static void miss(const struct poll_lane *lane, const struct poll_parcel *p, enum carrier_outcome outcome, struct fate *f,
		 struct poll_settled *out)
{
	f->absences = p->absences + 1;
	f->failures = 0;
	out->result = "not_found";
	if (outcome == CARRIER_UNREGISTERED && carrier_has(lane->account->adapter, CARRIER_REGISTER)) {
		f->registered_at = INSTANT_NONE;
		out->again = f->absences < REGISTER_AGAIN;
	}
}

/* It cannot be asked about now, for a reason of its own. */
static void fail(const struct change *c, const struct poll_lane *lane, const struct poll_parcel *p, const char *result,
		 struct fate *f, struct poll_settled *out)
{
	int64_t least = poll_least_interval(carrier_limits(lane->account->adapter)), pause;
	f->failures = p->failures + 1;
	pause = poll_backoff(f->failures);
	out->result = result;
	f->next_poll_at = out->next_poll_at = c->now + (pause > least ? pause : least);
}

/* Of several items of one parcel, one that is found. */
static const struct carrier_item *item_of(const struct carrier_answer *answer, size_t parcel)
{
	const struct carrier_item *any = NULL;
	for (size_t i = 0; i < answer->n_items; i++)
		if (answer->items[i].parcel == parcel && (!any || any->outcome != CARRIER_FOUND))
			any = &answer->items[i];
	return any;
}

/* One parcel of an answer that is one. */
static enum status settle_parcel(const struct change *c, const struct poll_agent *agent, struct poll_lane *lane,
				 const struct poll_reply *reply, size_t i, struct poll_parcel *p,
				 struct poll_settled *out, struct error *err)
{
	const struct carrier_item *item = item_of(reply->answer, i);
	enum carrier_outcome outcome = item ? item->outcome : reply->answer->outcome;
	struct fate f = { .next_poll_at = p->next_poll_at,
			  .failures = p->failures,
			  .absences = p->absences,
			  .registered_at = p->registered_at,
			  .remembered = p->remembered,
			  .body_hash = p->body_hash,
			  .etag = reply->etag };
	int64_t changed_at = p->changed_at;
	enum status st = STATUS_OK;

	out->message = item && item->message ? item->message : reply->answer->message;
	if (!item && outcome == CARRIER_FOUND)
		outcome = reply->operation == POLL_REGISTER ? CARRIER_ERROR : CARRIER_NOT_FOUND;
	if (reply->code == 304)
		outcome = CARRIER_DONE;
	if (reply->operation == POLL_REGISTER && (outcome == CARRIER_FOUND || outcome == CARRIER_DONE)) {
		out->result = "registered";
		out->again = f.keep_lease = true;
		f.registered_at = c->now;
		out->next_poll_at = p->next_poll_at;
		if (item && item->n_remembered)
			f.remembered = remember(p, item, c->arena);
		return write_fate(c, p, &f, reply->owner, err);
	}
	switch (outcome) {
	case CARRIER_FOUND:
		st = take_found(c, agent, reply->reader ? reply->reader : lane->account->adapter, p, reply->answer, i,
				item, &f, out, &changed_at, err);
		break;
	case CARRIER_DONE:
		f.failures = 0;
		out->result = "unchanged";
		break;
	case CARRIER_NOT_FOUND:
	case CARRIER_UNREGISTERED:
		miss(lane, p, outcome, &f, out);
		break;
	default:
		fail(c, lane, p, outcome == CARRIER_REFUSED ? "refused" : "error", &f, out);
		return write_fate(c, p, &f, reply->owner, err);
	}
	f.keep_lease = out->again;
	if (st == STATUS_OK)
		st = schedule(c, agent, lane, p, changed_at, p->heard || out->events > 0, &f, out, err);
	if (out->again)
		f.next_poll_at = out->next_poll_at = c->now;
	return st == STATUS_OK ? write_fate(c, p, &f, reply->owner, err) : st;
}

/* No parcel's fault: all of them wait until the account is open again. */
static enum status settle_account(const struct change *c, struct poll_lane *lane, const struct poll_reply *reply,
				  const char *result, int64_t for_ms, const char *reason,
				  struct poll_parcel *const *parcels, size_t n, struct poll_settled *out,
				  struct error *err)
{
	enum status st = poll_account_close(c, lane->account, for_ms, reason, err);
	for (size_t i = 0; st == STATUS_OK && i < n; i++) {
		out[i].result = result;
		out[i].message = reason;
		out[i].next_poll_at = parcels[i]->next_poll_at;
		st = poll_give_back(c, parcels[i], reply->owner, err);
	}
	return st;
}

/* A token that is refused is fetched anew, once. What was in flight when that was done says nothing of the new one, be
 * its text the same: signed in the same second, it is. */
static enum status settle_token_refused(const struct change *c, struct poll_lane *lane, const struct poll_reply *reply,
					size_t n, struct poll_settled *out, struct error *err)
{
	for (size_t i = 0; i < n; i++) {
		out[i].result = "refused";
		out[i].again = true;
	}
	return lane->account->token_renewed ? STATUS_OK : poll_account_token_drop(c, lane->account, reply->token, err);
}

static const char *describe(const struct poll_reply *reply, struct arena *arena)
{
	const char *message = reply->answer ? reply->answer->message : NULL;
	if (reply->code == 0)
		return reply->failure ? reply->failure : "no reply";
	if (!message)
		return arena_printf(arena, "HTTP %d", reply->code);
	return arena_printf(arena, "HTTP %d: %.300s", reply->code, message);
}

static bool is_unavailable(const struct poll_reply *reply)
{
	return reply->code == 0 || (reply->code >= 500 && reply->answer->outcome == CARRIER_ERROR);
}

static bool is_throttled(const struct poll_reply *reply)
{
	return reply->answer->outcome == CARRIER_THROTTLED || reply->code == 429 ||
	       (reply->code == 503 && reply->retry_after_ms >= 0);
}

enum status poll_settle(const struct change *c, const struct poll_agent *agent, struct poll_lane *lane,
			const struct poll_reply *reply, struct poll_parcel *const *parcels, size_t n,
			struct poll_settled *out, struct error *err)
{
	struct poll_account *a = lane->account;
	enum status st = STATUS_OK;

	for (size_t i = 0; i < n; i++)
		out[i] = (struct poll_settled) { .status = parcels[i]->status, .next_poll_at = INSTANT_NONE };
	if (reply->code != 0 && is_throttled(reply))
		st = settle_account(c, lane, reply, "throttled", reply->retry_after_ms, describe(reply, c->arena), parcels,
				    n, out, err);
	else if (is_unavailable(reply))
		st = settle_account(c, lane, reply, "failed", reply->retry_after_ms > 0 ? reply->retry_after_ms : -1,
				    describe(reply, c->arena), parcels, n, out, err);
	else if (reply->answer->outcome == CARRIER_REFUSED && reply->code == 401 && reply->token && !reply->renewed)
		st = settle_token_refused(c, lane, reply, n, out, err);
	else if (reply->answer->outcome == CARRIER_REFUSED)
		st = settle_account(c, lane, reply, "refused", REFUSED_MS, describe(reply, c->arena), parcels, n, out,
				    err);
	else {
		st = poll_account_answered(c, a, err);
		for (size_t i = 0; st == STATUS_OK && i < n; i++)
			st = settle_parcel(c, agent, lane, reply, i, parcels[i], &out[i], err);
	}
	for (size_t i = 0; st == STATUS_OK && i < n; i++)
		st = poll_count(c, lane->carrier, out[i].result, err);
	return st;
}

enum status poll_put_off(const struct change *c, const struct poll_lane *lane, const char *owner,
			 struct poll_parcel *const *parcels, size_t n, struct poll_settled *out, struct error *err)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < n; i++) {
		const struct poll_parcel *p = parcels[i];
		struct fate f = { .absences = p->absences,
				  .registered_at = p->registered_at,
				  .remembered = p->remembered,
				  .body_hash = p->body_hash,
				  .etag = p->etag };
		out[i] = (struct poll_settled) { .status = p->status };
		fail(c, lane, p, "error", &f, &out[i]);
		st = write_fate(c, p, &f, owner, err);
		if (st == STATUS_OK)
			st = poll_count(c, lane->carrier, out[i].result, err);
	}
	return st;
}
