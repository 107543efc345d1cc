/* Snoozes: nothing is told for a while; and telling anew. */
#include "notify_impl.h"

static enum status check(const struct notify_snooze *snooze, struct error *err)
{
	if (!snooze->rule[0] || !notify_is_plain(snooze->rule))
		return error_reject(err, "bad_rule", "rule", "expected the name of a rule, on one line");
	return STATUS_OK;
}

static const char *key_of(const struct notify_snooze *snooze)
{
	return snooze->key ? snooze->key : "";
}

static enum status audit(const struct change *c, const struct notify_snooze *snooze, struct error *err)
{
	struct buffer text = { 0 };
	enum status st;

	record_json(&notify_snooze_type, snooze, NULL, 0, &text);
	st = journal_audit(c, "snooze", snooze->rule, NULL, text.data, err);
	buffer_free(&text);
	return st;
}

enum status notify_snooze(const struct change *c, const struct notify_snooze *snooze, struct error *err)
{
	bool ends = snooze->until == INSTANT_NONE;
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[ends ? NOTIFY_SNOOZE_END : NOTIFY_SNOOZE_PUT]);
	enum status st = check(snooze, err);

	if (st != STATUS_OK)
		return st;
	stmt_text(q, 1, snooze->rule);
	stmt_text(q, 2, key_of(snooze));
	if (!ends)
		stmt_int(q, 3, snooze->until);
	st = stmt_run(q, NULL, err);
	return st == STATUS_OK ? audit(c, snooze, err) : st;
}

enum status notify_rearm(const struct change *c, const struct notify_snooze *snooze, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[NOTIFY_REARM]);
	int64_t changed = 0;
	enum status st = check(snooze, err);

	if (st != STATUS_OK)
		return st;
	stmt_text(q, 1, snooze->rule);
	stmt_text(q, 2, key_of(snooze));
	st = stmt_run(q, &changed, err);
	if (st == STATUS_OK && changed == 0)
		return error_reject(err, "unknown_alert", "rule", "nothing fires: %.64s%s%.64s", snooze->rule,
				    key_of(snooze)[0] ? " " : "", key_of(snooze));
	return st;
}

static struct notify_snooze read_snooze(struct stmt *q, struct arena *arena)
{
	struct notify_snooze snooze = { 0 };
	const char *key = stmt_column_text(q, 1);

	snooze.rule = arena_text(arena, stmt_column_text(q, 0));
	snooze.key = key && key[0] ? arena_text(arena, key) : NULL;
	snooze.until = stmt_column_int(q, 2);
	record_mark_all(&notify_snooze_type, &snooze);
	return snooze;
}

enum status notify_snoozes(struct store *s, int64_t now, notify_each_snooze *each, void *ctx, struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[NOTIFY_SNOOZES]);
	struct arena arena = { 0 };
	enum status st;

	stmt_int(q, 1, now);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		const struct notify_snooze snooze = read_snooze(q, &arena);

		each(ctx, &snooze);
		arena_reset(&arena);
	}
	stmt_reset(q);
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}

struct found {
	const char *rule;
	struct buffer items;
	struct arena *arena;
};

static void keep(void *ctx, const struct notify_snooze *snooze)
{
	struct found *found = ctx;
	struct notify_snooze copy = *snooze;

	if (strcmp(snooze->rule, found->rule) != 0)
		return;
	copy.rule = found->rule;
	copy.key = arena_text(found->arena, snooze->key);
	buffer_add(&found->items, &copy, sizeof copy);
}

enum status notify_snoozes_of(const struct change *c, const char *rule, const struct notify_snooze **out, size_t *n,
			      struct error *err)
{
	struct found found = { .rule = rule, .arena = c->arena };
	enum status st = notify_snoozes(c->store, c->now, keep, &found, err);
	void *items = arena_alloc(c->arena, found.items.length + 1);

	if (found.items.length)
		memcpy(items, found.items.data, found.items.length);
	*out = items;
	*n = found.items.length / sizeof **out;
	buffer_free(&found.items);
	return st;
}
