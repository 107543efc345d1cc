/* Whom a carrier's parcels are asked of, and what stands in the way: closures, tokens, budgets. */
#include "poll_impl.h"

#include <inttypes.h>
#include <string.h>

#define TOKEN_LEASE_MS MINUTE_MS
#define USES_MOST      64 /* slots of all spans that count, and a few that no longer do */

static void name_carrier(const struct carrier *adapter, struct poll_lane *lane, const char *account, struct arena *arena)
{
	struct poll_account *a = arena_zero(arena, sizeof(*a));
	a->adapter = adapter;
	a->id = account ? account : arena_text(arena, carrier_id(adapter));
	a->stretch = 1;
	a->stretched_on = INSTANT_NONE;
	lane->account = a;
}

enum status poll_lane_find(const struct change *c, const struct poll_agent *agent, const char *carrier,
			   struct poll_lane *lane, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_CARRIER_GET]);
	const char *adapter_id = carrier, *account = NULL;
	const struct carrier *adapter;
	enum status st;

	*lane = (struct poll_lane) { .carrier = arena_text(c->arena, carrier), .paused_until = INSTANT_NONE };
	lane->last = &lane->first;
	stmt_text(q, 1, carrier);
	st = stmt_step(q, err);
	if (st == STATUS_OK) {
		adapter_id = arena_text(c->arena, stmt_column_text(q, 0));
		account = arena_text(c->arena, stmt_column_text(q, 1));
		lane->base = arena_text(c->arena, stmt_column_text(q, 2));
		lane->sandbox = stmt_column_int(q, 3) != 0;
		lane->paused_until = stmt_column_int_or(q, 4, INSTANT_NONE);
	}
	stmt_reset(q);
	if (st != STATUS_OK && st != STATUS_END)
		return st;
	adapter = agent->adapter(agent->ctx, adapter_id);
	if (!adapter)
		return STATUS_END;
	name_carrier(adapter, lane, account, c->arena);
	if (agent->base)
		lane->base = agent->base;
	return STATUS_OK;
}

void poll_account_free(struct poll_account *a)
{
	if (!a)
		return;
	memory_free(a->token);
	a->token = NULL;
}

static void keep_token(struct poll_account *a, const char *token)
{
	char *copy = memory_text(token);
	memory_free(a->token);
	a->token = copy;
}

enum status poll_account_lock(const struct change *c, struct poll_account *a, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_ACCOUNT_PUT]);
	enum status st = STATUS_OK;

	if (a->read_at == 0) {
		stmt_text(q, 1, a->id);
		st = stmt_run(q, NULL, err);
	}
	if (st != STATUS_OK)
		return st;
	q = store_stmt(c->store, &POLL_SQL[POLL_ACCOUNT_LOCK]);
	stmt_text(q, 1, a->id);
	st = stmt_step(q, err);
	if (st == STATUS_OK) {
		a->closed_until = stmt_column_int(q, 0);
		a->failures = stmt_column_int(q, 1);
		a->stretched_on = stmt_column_int_or(q, 2, INSTANT_NONE);
		keep_token(a, stmt_column_text(q, 3));
		a->token_until = stmt_column_int(q, 4);
		a->token_lease_until = stmt_column_int(q, 5);
		a->read_at = c->now;
	}
	stmt_reset(q);
	return st == STATUS_END ? error_set(err, STATUS_BUG, "no_account", "", "account \"%.64s\" is not there", a->id) : st;
}

enum status poll_account_close(const struct change *c, struct poll_account *a, int64_t for_ms, const char *reason,
			       struct error *err)
{
	enum status st = poll_account_lock(c, a, err);
	struct stmt *q;
	int64_t until;

	if (st != STATUS_OK)
		return st;
	if (a->closed_until <= c->now)
		a->failures++;
	else if (for_ms < 0)
		return STATUS_OK; /* of the same mishap as the reply before */
	until = c->now + (for_ms >= 0 ? for_ms : poll_backoff(a->failures));
	if (until > a->closed_until)
		a->closed_until = until;
	q = store_stmt(c->store, &POLL_SQL[POLL_ACCOUNT_CLOSE]);
	stmt_text(q, 1, a->id);
	stmt_int(q, 2, a->closed_until);
	stmt_int(q, 3, a->failures);
	stmt_text(q, 4, reason);
	return stmt_run(q, NULL, err);
}

enum status poll_account_answered(const struct change *c, struct poll_account *a, struct error *err)
{
	struct stmt *q;

	/* What another reply of the same moment closed, stays closed. */
	if (a->failures == 0 || a->closed_until > c->now)
		return STATUS_OK;
	a->failures = 0;
	q = store_stmt(c->store, &POLL_SQL[POLL_ACCOUNT_OPEN]);
	stmt_text(q, 1, a->id);
	return stmt_run(q, NULL, err);
}

enum status poll_account_token_lease(const struct change *c, struct poll_account *a, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_TOKEN_LEASE]);

	a->token_lease_until = c->now + TOKEN_LEASE_MS;
	stmt_text(q, 1, a->id);
	stmt_int(q, 2, a->token_lease_until);
	return stmt_run(q, NULL, err);
}

enum status poll_account_token(const struct change *c, struct poll_account *a, const char *token, int64_t until,
			       struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_TOKEN_PUT]);

	stmt_text(q, 1, a->id);
	stmt_text(q, 2, token);
	stmt_int(q, 3, until);
	keep_token(a, token);
	a->token_until = until;
	a->token_lease_until = 0;
	return stmt_run(q, NULL, err);
}

enum status poll_account_token_drop(const struct change *c, struct poll_account *a, const char *token,
				    struct error *err)
{
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_TOKEN_DROP]);

	stmt_text(q, 1, a->id);
	stmt_text(q, 2, token);
	if (!token || text_same(token, a->token))
		a->token_until = 0;
	return stmt_run(q, NULL, err);
}

/* What was asked of the account, in slots. */
static enum status read_uses(const struct change *c, const struct poll_account *a, struct poll_use uses[USES_MOST],
			     size_t *n, struct error *err)
{
	const struct carrier_limits *limits = carrier_limits(a->adapter);
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_BUDGET_GET]);
	enum status st;

	*n = 0;
	stmt_text(q, 1, a->id);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct poll_use use = { (int)stmt_column_int(q, 0), stmt_column_int(q, 1), stmt_column_int(q, 2) };
		if (use.slot < poll_oldest_slot(limits, use.span, c->now))
			continue;
		if (*n == USES_MOST) /* slots ahead of a clock that was put back: they count, whichever they are */
			uses[USES_MOST - 1].used += use.used;
		else
			uses[(*n)++] = use;
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

static enum status write_use(const struct change *c, const struct poll_account *a, int span, int64_t used,
			     struct error *err)
{
	const struct carrier_limits *limits = carrier_limits(a->adapter);
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_BUDGET_ADD]);
	enum status st;

	stmt_text(q, 1, a->id);
	stmt_int(q, 2, span);
	stmt_int(q, 3, poll_slot(limits, span, c->now));
	stmt_int(q, 4, used);
	st = stmt_run(q, NULL, err);
	if (st != STATUS_OK)
		return st;
	q = store_stmt(c->store, &POLL_SQL[POLL_BUDGET_FORGET]);
	stmt_text(q, 1, a->id);
	stmt_int(q, 2, span);
	stmt_int(q, 3, poll_oldest_slot(limits, span, c->now));
	return stmt_run(q, NULL, err);
}

static bool has_limits(const struct carrier_limits *limits)
{
	for (int span = 0; span < POLL_SPANS; span++)
		if (poll_span_limit(limits, span) > 0)
			return true;
	return false;
}

enum status poll_budget_take(const struct change *c, struct poll_account *a, int64_t wanted, int64_t *granted,
			     int64_t *opens, struct error *err)
{
	const struct carrier_limits *limits = carrier_limits(a->adapter);
	struct poll_use uses[USES_MOST];
	size_t n;
	enum status st;

	*granted = wanted;
	*opens = c->now;
	if (!has_limits(limits))
		return STATUS_OK;
	st = read_uses(c, a, uses, &n, err);
	if (st != STATUS_OK)
		return st;
	*granted = poll_allow(uses, n, limits, c->now, wanted, opens);
	for (int span = 0; span < POLL_SPANS && st == STATUS_OK && *granted > 0; span++)
		if (poll_span_limit(limits, span) > 0)
			st = write_use(c, a, span, *granted, err);
	return st;
}

enum status poll_budget_return(const struct change *c, struct poll_account *a, const struct poll_grant *grant,
			       struct error *err)
{
	const struct carrier_limits *limits = carrier_limits(a->adapter);
	struct stmt *q = store_stmt(c->store, &POLL_SQL[POLL_BUDGET_RETURN]);
	enum status st = STATUS_OK;

	for (int span = 0; span < POLL_SPANS && st == STATUS_OK && grant->requests > 0; span++) {
		if (poll_span_limit(limits, span) <= 0)
			continue;
		stmt_text(q, 1, a->id);
		stmt_int(q, 2, span);
		stmt_int(q, 3, poll_slot(limits, span, grant->at));
		stmt_int(q, 4, grant->requests);
		st = stmt_run(q, NULL, err);
	}
	return st;
}

/* Requests that the parcels due before the carrier's next day will cost, against what is left of this one. */
static enum status measure_stretch(const struct change *c, struct poll_account *a, int64_t *due, int64_t *left,
				   struct error *err)
{
	const struct carrier_limits *limits = carrier_limits(a->adapter);
	int64_t today = poll_slot(limits, POLL_DAY, c->now), tomorrow,
		batch = (int64_t)carrier_batch(a->adapter, CARRIER_FETCH);
	struct poll_use uses[USES_MOST];
	size_t n;
	struct stmt *q;
	enum status st = read_uses(c, a, uses, &n, err);

	*left = limits->per_day;
	for (size_t i = 0; st == STATUS_OK && i < n; i++)
		if (uses[i].span == POLL_DAY && uses[i].slot == today)
			*left -= uses[i].used;
	if (st != STATUS_OK)
		return st;
	tomorrow = (today + 1) * DAY_MS + limits->day_starts_ms;
	q = store_stmt(c->store, &POLL_SQL[POLL_DUE_OF_ACCOUNT]);
	stmt_text(q, 1, a->id);
	stmt_int(q, 2, tomorrow);
	stmt_text(q, 3, carrier_id(a->adapter));
	st = stmt_step(q, err);
	*due = st == STATUS_OK ? (stmt_column_int(q, 0) + batch - 1) / batch : 0;
	stmt_reset(q);
	return st;
}

enum status poll_account_stretch(const struct change *c, const struct poll_agent *agent, struct poll_account *a,
				 struct error *err)
{
	const struct carrier_limits *limits = carrier_limits(a->adapter);
	int64_t due, left, today = poll_slot(limits, POLL_DAY, c->now);
	struct stmt *q;
	enum status st;

	if (limits->per_day <= 0)
		return STATUS_OK;
	st = measure_stretch(c, a, &due, &left, err);
	if (st != STATUS_OK)
		return st;
	a->stretch = poll_stretch(due, left);
	if (a->stretch <= 1 || a->stretched_on == today)
		return STATUS_OK;
	agent->warn(agent->ctx,
		    arena_printf(c->arena,
				 "%s: %" PRId64 " requests are due before its day ends, and %" PRId64
				 " are left of %" PRId64 ": its parcels are asked about less often",
				 a->id, due, left > 0 ? left : 0, limits->per_day));
	a->stretched_on = today;
	q = store_stmt(c->store, &POLL_SQL[POLL_ACCOUNT_STRETCHED]);
	stmt_text(q, 1, a->id);
	stmt_int(q, 2, today);
	return stmt_run(q, NULL, err);
}
