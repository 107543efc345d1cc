/* Who is asked about a carrier's parcels, as the shop set it; and what is to be seen of all of it. */
#include "poll_impl.h"

#include <inttypes.h>
#include <string.h>

static enum status check_name(const char *value, const char *field, struct error *err)
{
	size_t length = value ? strlen(value) : 0;
	if (length == 0 || length > 64)
		return error_reject(err, "bad_value", field, "expected a name of at most 64 bytes");
	return STATUS_OK;
}

enum status poll_carrier_set(const struct change *c, const struct poll_agent *agent, const struct poll_carrier *in,
			     struct error *err)
{
	struct poll_lane now;
	const struct carrier *adapter;
	const char *adapter_id, *account;
	struct stmt *q;
	enum status st = check_name(in->carrier, "carrier", err);

	if (st == STATUS_OK)
		st = poll_lane_find(c, agent, in->carrier, &now, err);
	if (st != STATUS_OK && st != STATUS_END)
		return st;
	adapter_id = in->adapter ? in->adapter : st == STATUS_OK ? carrier_id(now.account->adapter) : in->carrier;
	adapter = agent->adapter(agent->ctx, adapter_id);
	if (!adapter)
		return error_reject(err, "unknown_adapter", "adapter", "there is no adapter \"%.64s\"", adapter_id);
	account = in->account	     ? in->account :
		  st == STATUS_OK && !in->adapter ? now.account->id :
					carrier_id(adapter);
	st = check_name(account, "account", err);
	if (st != STATUS_OK)
		return st;
	q = store_stmt(c->store, &POLL_SQL[POLL_CARRIER_PUT]);
	stmt_text(q, 1, in->carrier);
	stmt_text(q, 2, carrier_id(adapter));
	stmt_text(q, 3, account);
	stmt_text(q, 4, record_has(in, POLL_CARRIER_BASE) ? in->base : now.base);
	stmt_int(q, 5, record_has(in, POLL_CARRIER_SANDBOX) ? in->sandbox : now.sandbox);
	st = stmt_run(q, NULL, err);
	return st == STATUS_OK ? journal_audit(c, "carrier", in->carrier, NULL, NULL, err) : st;
}

/* A carrier that was never set gets its row, with what it has without one. */
static enum status make_row(const struct change *c, const struct poll_agent *agent, const char *name, struct error *err)
{
	const struct poll_carrier same = { .carrier = name };
	return poll_carrier_set(c, agent, &same, err);
}

enum status poll_carrier_pause(const struct change *c, const struct poll_agent *agent, const char *name, int64_t until,
			       const char *reason, struct error *err)
{
	enum status st = make_row(c, agent, name, err);
	struct stmt *q;

	if (st != STATUS_OK)
		return st;
	q = store_stmt(c->store, &POLL_SQL[POLL_CARRIER_PAUSE]);
	stmt_text(q, 1, name);
	stmt_int(q, 2, until);
	stmt_text(q, 3, reason);
	return stmt_run(q, NULL, err);
}

enum status poll_carrier_resume(const struct change *c, const struct poll_agent *agent, const char *name,
				struct error *err)
{
	struct poll_lane lane;
	struct stmt *q;
	enum status st = poll_lane_find(c, agent, name, &lane, err);

	if (st == STATUS_END)
		return error_reject(err, "unknown_adapter", "carrier", "no adapter serves \"%.64s\"", name);
	if (st != STATUS_OK)
		return st;
	q = store_stmt(c->store, &POLL_SQL[POLL_CARRIER_PAUSE]);
	stmt_text(q, 1, name);
	stmt_null(q, 2);
	stmt_text(q, 3, NULL);
	st = stmt_run(q, NULL, err);
	if (st != STATUS_OK)
		return st;
	q = store_stmt(c->store, &POLL_SQL[POLL_ACCOUNT_OPEN]);
	stmt_text(q, 1, lane.account->id);
	st = stmt_run(q, NULL, err);
	return st == STATUS_OK ? poll_account_token_drop(c, lane.account, NULL, err) : st;
}

static int64_t instant_column(struct stmt *q, int column, int64_t later_than)
{
	int64_t at = stmt_column_int_or(q, column, INSTANT_NONE);

	return at > later_than ? at : INSTANT_NONE;
}

static void read_carrier(const struct poll_agent *agent, struct stmt *q, int64_t now, struct poll_carrier *out,
			 struct arena *arena)
{
	const char *adapter_id;
	const struct carrier *adapter;

	record_clear(&poll_carrier_type, out);
	out->carrier = arena_text(arena, stmt_column_text(q, 0));
	adapter_id = arena_text(arena, stmt_column_text(q, 1));
	adapter = agent->adapter(agent->ctx, adapter_id ? adapter_id : out->carrier);
	out->adapter = adapter ? arena_text(arena, carrier_id(adapter)) : NULL;
	out->account = arena_text(arena, stmt_column_text(q, 2));
	if (!out->account)
		out->account = out->adapter;
	out->base = arena_text(arena, stmt_column_text(q, 3));
	out->sandbox = stmt_column_int(q, 4) != 0;
	out->paused_until = instant_column(q, 5, now);
	out->closed_until = instant_column(q, 7, now);
	if (out->paused_until != INSTANT_NONE)
		out->reason = arena_text(arena, stmt_column_text(q, 6));
	else if (out->closed_until != INSTANT_NONE)
		out->reason = arena_text(arena, stmt_column_text(q, 8));
	out->parcels = stmt_column_int(q, 9);
	out->due = stmt_column_int(q, 10);
	record_mark_all(&poll_carrier_type, out);
}

enum status poll_carriers(const struct poll_agent *agent, int64_t now, poll_each_carrier *each, void *ctx,
			  struct error *err)
{
	struct stmt *q = store_stmt(agent->store, &POLL_SQL[POLL_CARRIER_LIST]);
	struct arena arena = { 0 };
	struct poll_carrier carrier;
	enum status st;

	stmt_int(q, 1, now);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		read_carrier(agent, q, now, &carrier, &arena);
		each(ctx, &carrier);
		arena_reset(&arena);
	}
	stmt_reset(q);
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}
