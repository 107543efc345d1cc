/* Alerts: what the input says now, against what was known. */
#include <stdio.h>
#include <stdlib.h>

#include "notify_impl.h"

/* The value of a field of a signal, by name; in the arena; NULL where it has none. */
static const char *signal_value(const struct notify_signal *signal, const char *name, struct arena *arena)
{
	int field = record_field_index(&notify_signal_type, name);
	struct record_slice key, value;

	if (field >= 0)
		return record_has(signal, field)
			       ? *(const char *const *)((const char *)signal + notify_signal_type.fields[field].offset)
			       : NULL;
	if (!signal->rest)
		return NULL;
	for (struct record_walk w = record_walk((struct record_slice) { signal->rest, strlen(signal->rest) });
	     record_walk_next(&w, &key, &value);) {
		if (key.length != strlen(name) || memcmp(key.text, name, key.length) != 0)
			continue;
		if (value.length >= 2 && value.text[0] == '"') /* escapes stay: a key need only be the same each time */
			return value.length > 2 ? arena_copy(arena, value.text + 1, value.length - 2) : NULL;
		return value.text[0] == 'n' ? NULL : arena_copy(arena, value.text, value.length);
	}
	return NULL;
}

static enum status sight_key(const struct notify_signal *signal, const char *const *fields, size_t n, const char **key,
			     struct arena *arena, struct error *err)
{
	*key = NULL;
	for (size_t i = 0; i < n; i++) {
		const char *value = signal_value(signal, fields[i], arena);

		if (!value)
			return error_reject(err, "no_key", fields[i], "is missing: it is part of the alert's key");
		*key = *key ? arena_printf(arena, "%s@%s", *key, value) : value;
	}
	if (n > 0)
		return STATUS_OK;
	if (signal->sku && signal->location)
		*key = arena_printf(arena, "%s@%s", signal->sku, signal->location);
	else if (signal->sku)
		*key = arena_text(arena, signal->sku);
	else
		*key = arena_text(arena, signal->order	    ? signal->order
					 : signal->shipment ? signal->shipment
							    : signal->key);
	if (!*key)
		return error_reject(err, "no_key", "key",
				    "nothing tells which alert it is: expected sku, order, shipment or key, or --key");
	return STATUS_OK;
}

/* The number that a threshold looks at; also one that came as text. */
static enum status sight_value(const struct notify_signal *signal, const char *name, double *out, struct arena *arena,
			       struct error *err)
{
	const char *text = signal_value(signal, name, arena);

	if (!text || !number_parse_real(text, -1e300, 1e300, out))
		return error_reject(err, "bad_value", name, "expected a number to compare with --on and --off");
	return STATUS_OK;
}

enum status notify_sight(const struct notify_signal *signal, const char *const *fields, size_t n, const char *value,
			 struct notify_sighting *out, struct arena *arena, struct error *err)
{
	struct buffer json = { 0 };
	enum status st = sight_key(signal, fields, n, &out->key, arena, err);

	out->value = 0;
	if (st == STATUS_OK && value)
		st = sight_value(signal, value, &out->value, arena, err);
	if (st != STATUS_OK)
		return st;
	for (int i = 0; i < SIGNAL_REST; i++) {
		const struct field *f = &notify_signal_type.fields[i];

		if (!record_has(signal, i))
			continue;
		buffer_printf(&json, "%s\"%s\":", json.length ? "," : "{", f->name);
		buffer_json_text(&json, *(const char *const *)((const char *)signal + f->offset));
	}
	if (signal->rest)
		buffer_printf(&json, "%s%s", json.length ? "," : "{", signal->rest + 1);
	else
		buffer_text(&json, json.length ? "}" : "{}");
	out->key = arena_text(arena, out->key);
	out->severity = arena_text(arena, signal->severity);
	out->subject = arena_text(arena, signal->subject);
	out->record = arena_copy(arena, json.data, json.length);
	buffer_free(&json);
	return STATUS_OK;
}

/* By key; of one key as they came. */
static int by_key(const void *left, const void *right)
{
	const struct notify_sighting *a = *(const struct notify_sighting *const *)left,
				     *b = *(const struct notify_sighting *const *)right;
	int order = strcmp(a->key, b->key);

	return order ? order : (a > b) - (a < b);
}

/* Sorted by key, and of each key one: the gravest, of several the last. */
static const struct notify_sighting *settle_sightings(const struct notify_sighting *s, size_t *n, struct arena *arena)
{
	const struct notify_sighting **sorted = arena_alloc(arena, *n * sizeof *sorted + 1);
	struct notify_sighting *settled = arena_alloc(arena, *n * sizeof *settled + 1);
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++)
		sorted[i] = &s[i];
	qsort(sorted, *n, sizeof *sorted, by_key);
	for (size_t i = 0; i < *n; i++) {
		struct notify_sighting *last = kept > 0 ? &settled[kept - 1] : NULL;
		bool again = last && strcmp(last->key, sorted[i]->key) == 0;

		if (!again)
			settled[kept++] = *sorted[i];
		else if (notify_severity_rank(sorted[i]->severity) >= notify_severity_rank(last->severity))
			*last = *sorted[i];
	}
	*n = kept;
	return settled;
}

static struct notify_row read_row(struct stmt *q, struct arena *arena)
{
	return (struct notify_row) {
		.key = arena_text(arena, stmt_column_text(q, 1)),
		.state = (int)stmt_column_int(q, 2),
		.since = stmt_column_int(q, 3),
		.severity = arena_text(arena, stmt_column_text(q, 4)),
		.subject = arena_text(arena, stmt_column_text(q, 5)),
		.record = arena_text(arena, stmt_column_text(q, 6)),
		.seen_at = stmt_column_int(q, 7),
		.generation = stmt_column_int(q, 8),
		.told_at = stmt_column_int_or(q, 9, INSTANT_NONE),
		.owed = stmt_column_int(q, 10) != 0,
	};
}

static enum status read_rows(const struct change *c, const char *rule, struct notify_row **rows, size_t *n,
			     struct error *err)
{
	struct stmt *q = store_stmt(c->store, &NOTIFY_SQL[NOTIFY_ALERTS_OF_RULE]);
	struct buffer bytes = { 0 };
	enum status st;

	stmt_text(q, 1, rule);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct notify_row row = read_row(q, c->arena);

		buffer_add(&bytes, &row, sizeof row);
	}
	stmt_reset(q);
	*n = bytes.length / sizeof **rows;
	*rows = arena_alloc(c->arena, bytes.length + 1);
	if (bytes.length)
		memcpy(*rows, bytes.data, bytes.length);
	buffer_free(&bytes);
	return st == STATUS_END ? STATUS_OK : st;
}

static struct notify_alert alert_of(const char *rule, const struct notify_row *row)
{
	struct notify_alert alert = { .rule = rule,
				      .key = row->key,
				      .state = row->state,
				      .since = row->since,
				      .severity = row->severity,
				      .subject = row->subject,
				      .signal = row->record };

	record_mark_all(&notify_alert_type, &alert);
	return alert;
}

/* The row as it is after the step. */
static struct notify_row row_after(const struct notify_row *row, const struct notify_sighting *seen,
				   enum notify_step step, int64_t now)
{
	struct notify_row after = { .since = now, .seen_at = now, .told_at = INSTANT_NONE };

	if (row)
		after = *row;
	if (step == STEP_FIRE || step == STEP_CLEAR)
		after.since = now;
	if (step == STEP_FIRE || step == STEP_WORSE)
		after.generation++;
	if (step != STEP_NONE)
		after.state = step == STEP_CLEAR ? ALERT_OK : ALERT_FIRING;
	if (seen && step != STEP_NONE) {
		after.key = seen->key;
		after.severity = seen->severity;
		after.subject = seen->subject;
		after.record = seen->record;
		if (step == STEP_FIRE || now > after.seen_at)
			after.seen_at = now;
	}
	return after;
}

static enum status put_row(const struct change *c, const char *rule, const struct notify_row *row, struct error *err)
{
	struct bulk *b = store_bulk(c->store, &NOTIFY_ALERT_PUT);

	bulk_text(b, rule);
	bulk_text(b, row->key);
	bulk_int(b, row->state);
	bulk_int(b, row->since);
	bulk_text(b, row->severity);
	bulk_text(b, row->subject);
	bulk_text(b, row->record);
	bulk_int(b, row->seen_at);
	bulk_int(b, row->generation);
	bulk_int_or_null(b, row->told_at, INSTANT_NONE);
	bulk_int(b, row->owed);
	return bulk_row(b, err);
}

/* What a run changes: alerts to be told, and the digest that is the message's identity. */
struct changes {
	const struct notify_rule *rule;
	const struct notify_snooze *snoozes; /* of the rule */
	size_t n_snoozes;
	bool held;	    /* nothing of the rule is told now */
	struct buffer told; /* of struct notify_alert */
	size_t cleared;	    /* of those */
	struct digest identity;
	notify_each_alert *each;
	void *ctx;
};

static bool is_snoozed(const struct changes *changes, const char *key)
{
	for (size_t i = 0; i < changes->n_snoozes; i++)
		if (!changes->snoozes[i].key || strcmp(changes->snoozes[i].key, key) == 0)
			return true;
	return false;
}

static void add_change(struct changes *changes, const struct notify_row *row, enum notify_telling telling)
{
	struct notify_alert alert = alert_of(changes->rule->rule, row);
	char identity[32];

	if (telling == TELL_NOTHING)
		return;
	changes->each(changes->ctx, &alert);
	if (telling == TELL_QUIETLY)
		return;
	changes->cleared += row->state == ALERT_OK;
	buffer_add(&changes->told, &alert, sizeof alert);
	digest_add(&changes->identity, row->key, strlen(row->key) + 1);
	snprintf(identity, sizeof identity, "%" PRId64 ".%d", row->generation, row->state);
	digest_add(&changes->identity, identity, strlen(identity) + 1);
}

/* One key: its row, its sighting, or both. */
static enum status compare_one(const struct change *c, struct changes *changes, const struct notify_row *row,
			       const struct notify_sighting *seen, bool empty, struct error *err)
{
	const struct notify_rule *rule = changes->rule;
	enum notify_step step = notify_step(row, seen, rule, empty, c->now);
	struct notify_row after;
	enum notify_telling telling;
	enum status st;

	if (step == STEP_NONE && !(row && row->owed))
		return STATUS_OK;
	after = row_after(row, seen, step, c->now);
	telling = notify_settle(row, step, &after, rule, changes->held || is_snoozed(changes, after.key), c->now);
	st = put_row(c, rule->rule, &after, err);
	add_change(changes, &after, telling);
	return st;
}

/* Rows and sightings side by side, both in order of key. */
static enum status compare(const struct change *c, struct changes *changes, const struct notify_row *rows,
			   size_t n_rows, const struct notify_sighting *seen, size_t n_seen, struct error *err)
{
	enum status st = STATUS_OK;

	for (size_t r = 0, s = 0; st == STATUS_OK && (r < n_rows || s < n_seen);) {
		int order = r == n_rows ? 1 : s == n_seen ? -1 : strcmp(rows[r].key, seen[s].key);
		const struct notify_row *row = order <= 0 ? &rows[r++] : NULL;
		const struct notify_sighting *sighting = order >= 0 ? &seen[s++] : NULL;

		st = compare_one(c, changes, row, sighting, n_seen == 0, err);
	}
	return st == STATUS_OK ? bulk_flush(store_bulk(c->store, &NOTIFY_ALERT_PUT), err) : st;
}

/* Quiet hours, or a digest that is not due yet. */
static bool is_held(const struct notify_rule *rule, const struct notify_row *rows, size_t n, int64_t now)
{
	if (notify_quiet_end(&rule->quiet, rule->zone, now) > now)
		return true;
	for (size_t i = 0; i < n && rule->digest > 0; i++)
		if (rows[i].told_at != INSTANT_NONE && now - rows[i].told_at < rule->digest)
			return true;
	return false;
}

static enum status queue_message(const struct change *c, struct changes *changes, struct error *err)
{
	const struct notify_rule *rule = changes->rule;
	struct notify_digest digest = { .alerts = (const struct notify_alert *)changes->told.data,
					.count = changes->told.length / sizeof(struct notify_alert),
					.cleared = changes->cleared };
	char identity[DIGEST_TEXT_SIZE];
	enum status st;

	digest_finish(&changes->identity, identity);
	if (digest.count == 0)
		return STATUS_OK;
	st = notify_digest_render(&digest, rule, c->now, c->arena, err);
	if (st != STATUS_OK)
		return st;
	return journal_outbox(c, rule->channel, rule->recipient, arena_printf(c->arena, "alert.%s", rule->rule),
			      arena_printf(c->arena, "alert:%s:%s", rule->rule, identity), digest.subject,
			      digest.payload, err);
}

enum status notify_alert(const struct change *c, const struct notify_rule *rule, const struct notify_sighting *sightings,
			 size_t n, notify_each_alert *each, void *ctx, struct error *err)
{
	struct changes changes = { .rule = rule, .each = each, .ctx = ctx };
	struct notify_row *rows = NULL;
	size_t n_rows = 0;
	int64_t turn;
	enum status st;

	digest_start(&changes.identity);
	digest_add(&changes.identity, rule->channel, strlen(rule->channel) + 1);
	digest_add(&changes.identity, rule->recipient, strlen(rule->recipient) + 1);
	const struct notify_sighting *settled = settle_sightings(sightings, &n, c->arena);
	/* Runs take turns: two at once would both find a new alert unknown, and each tell it. */
	st = store_next(c->store, "alert", &turn, err);
	if (st == STATUS_OK)
		st = read_rows(c, rule->rule, &rows, &n_rows, err);
	changes.held = is_held(rule, rows, n_rows, c->now);
	if (st == STATUS_OK)
		st = notify_snoozes_of(c, rule->rule, &changes.snoozes, &changes.n_snoozes, err);
	if (st == STATUS_OK)
		st = compare(c, &changes, rows, n_rows, settled, n, err);
	if (st == STATUS_OK)
		st = queue_message(c, &changes, err);
	buffer_free(&changes.told);
	return st;
}

enum status notify_alerts(struct store *s, const char *rule, notify_each_alert *each, void *ctx, struct error *err)
{
	struct stmt *q = store_stmt(s, &NOTIFY_SQL[rule ? NOTIFY_ALERTS_OF_RULE : NOTIFY_ALERTS]);
	struct arena arena = { 0 };
	enum status st;

	if (rule)
		stmt_text(q, 1, rule);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct notify_row row = read_row(q, &arena);
		struct notify_alert alert = alert_of(stmt_column_text(q, 0), &row);

		each(ctx, &alert);
		arena_reset(&arena);
	}
	stmt_reset(q);
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}
