/* Replenishment rules, and the stock that they find low. */
#include "stock_impl.h"

#define BIT(field) (UINT64_C(1) << (field))

/* The columns of a rule's row from ${column} on; those that are NULL count as not given. */
static void read_rule(struct stmt *q, struct stock_rule *r, struct arena *arena)
{
	static const int OPTIONAL[] = {
		[3] = RULE_TARGET, [4] = RULE_LEAD_TIME_DAYS, [6] = RULE_PACK, [7] = RULE_SAFETY
	};

	record_clear(&rule_type, r);
	r->sku = stmt_column_text(q, 0);
	r->location = stmt_column_text(q, 1);
	r->reorder_point = stmt_column_int(q, 2);
	r->target = stmt_column_int(q, 3);
	r->lead_time_days = stmt_column_int(q, 4);
	r->supplier = stmt_column_text(q, 5);
	r->pack = stmt_column_int(q, 6);
	r->safety = stmt_column_int(q, 7);
	r->floor = stmt_column_int(q, 8);
	record_mark_all(&rule_type, r);
	for (size_t i = 0; i < ARRAY_LENGTH(OPTIONAL); i++)
		if (OPTIONAL[i] && stmt_column_null(q, (int)i))
			r->record.given &= ~BIT(OPTIONAL[i]);
	if (arena) {
		r->sku = arena_text(arena, r->sku);
		r->location = arena_text(arena, r->location);
		r->supplier = arena_text(arena, r->supplier);
	}
}

static enum status read_stored(const struct change *c, const char *sku, const char *location, struct stock_rule *out,
			       bool *found, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_RULE_HOLD]);
	struct level level;

	stmt_text(q, 1, sku);
	stmt_text(q, 2, location);
	enum status st = stmt_run(q, NULL, err);
	if (st)
		return st;
	q = store_stmt(c->store, &STOCK_SQL[STOCK_RULE_GET]);
	stmt_text(q, 1, sku);
	stmt_text(q, 2, location);
	st = stmt_step(q, err);
	*found = st == STATUS_OK;
	if (*found)
		read_rule(q, out, c->arena);
	stmt_reset(q);
	if (st != STATUS_END)
		return st;
	st = stock_level_read(c->store, sku, location, &level, err);
	if (st == STATUS_END)
		st = stock_explain_nothing(c->store, sku, location, err);
	if (st)
		return st;
	record_clear(&rule_type, out);
	out->sku = sku;
	out->location = location;
	out->floor = level.floor;
	out->record.given = BIT(RULE_SKU) | BIT(RULE_LOCATION) | BIT(RULE_REORDER_POINT) | BIT(RULE_FLOOR);
	return STATUS_OK;
}

static void merge_number(const struct stock_rule *in, enum rule_field field, int64_t given, int64_t *out,
			 struct stock_rule *r)
{
	if (record_has(in, field)) {
		*out = given;
		record_mark(r, field);
	} else if (record_cleared(in, field)) {
		*out = 0;
		/* These two are never absent: nothing to reorder, nothing kept back. */
		if (field != RULE_REORDER_POINT && field != RULE_FLOOR)
			r->record.given &= ~BIT(field);
	}
}

static void merge(const struct stock_rule *in, struct stock_rule *out)
{
	merge_number(in, RULE_REORDER_POINT, in->reorder_point, &out->reorder_point, out);
	merge_number(in, RULE_TARGET, in->target, &out->target, out);
	merge_number(in, RULE_LEAD_TIME_DAYS, in->lead_time_days, &out->lead_time_days, out);
	merge_number(in, RULE_PACK, in->pack, &out->pack, out);
	merge_number(in, RULE_SAFETY, in->safety, &out->safety, out);
	merge_number(in, RULE_FLOOR, in->floor, &out->floor, out);
	if (record_has(in, RULE_SUPPLIER)) {
		out->supplier = in->supplier;
		record_mark(out, RULE_SUPPLIER);
	} else if (record_cleared(in, RULE_SUPPLIER)) {
		out->supplier = NULL;
		out->record.given &= ~BIT(RULE_SUPPLIER);
	}
}

static enum status check_rule(const struct stock_rule *r, struct error *err)
{
	if (record_has(r, RULE_TARGET) && r->target < r->reorder_point)
		return error_reject(err, "bad_value", "target",
				    "a target of %" PRId64 " is below the reorder point of %" PRId64, r->target,
				    r->reorder_point);
	return STATUS_OK;
}

static void bind_number(struct stmt *q, int parameter, const struct stock_rule *r, enum rule_field field, int64_t value)
{
	if (record_has(r, field))
		stmt_int(q, parameter, value);
	else
		stmt_null(q, parameter);
}

static enum status write_rule(const struct change *c, const struct stock_rule *r, bool found, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_RULE_PUT]);
	int64_t changed;

	stmt_text(q, 1, r->sku);
	stmt_text(q, 2, r->location);
	stmt_int(q, 3, r->reorder_point);
	bind_number(q, 4, r, RULE_TARGET, r->target);
	bind_number(q, 5, r, RULE_LEAD_TIME_DAYS, r->lead_time_days);
	stmt_text(q, 6, r->supplier);
	bind_number(q, 7, r, RULE_PACK, r->pack);
	bind_number(q, 8, r, RULE_SAFETY, r->safety);
	stmt_int(q, 9, found);
	enum status st = stmt_run(q, &changed, err);
	if (!st && !changed)
		st = error_set(err, STATUS_RETRY, "contended", "sku", "the rule of %.100s was made by another at this moment",
			       r->sku);
	return st;
}

static enum status write_floor(const struct change *c, const struct stock_rule *r, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_LEVEL_FLOOR]);

	stmt_text(q, 1, r->sku);
	stmt_text(q, 2, r->location);
	stmt_int(q, 3, r->floor);
	return stmt_run(q, NULL, err);
}

static enum status audit(const struct change *c, const struct stock_rule *rule, const struct buffer *before,
			 const struct buffer *after, struct error *err)
{
	return journal_audit(c, "rule", arena_printf(c->arena, "%s@%s", rule->sku, rule->location), before->data,
			     after->data, err);
}

enum status stock_rule_set(const struct change *c, const struct stock_rule *in, struct stock_rule *out,
			   struct error *err)
{
	struct buffer before = { 0 }, after = { 0 };
	const char *location;
	bool found;
	enum status st = stock_default_location(c, in->location, &location, err);

	if (st || (st = read_stored(c, in->sku, location, out, &found, err)))
		return st;
	int64_t floor = out->floor;
	if (found)
		record_json(&rule_type, out, NULL, 0, &before);
	merge(in, out);
	if ((st = check_rule(out, err)))
		goto done;
	record_json(&rule_type, out, NULL, 0, &after);
	if (text_same(before.data, after.data))
		goto done;
	st = write_rule(c, out, found, err);
	if (!st && out->floor != floor)
		st = write_floor(c, out, err);
	if (!st)
		st = audit(c, out, &before, &after, err);
done:
	buffer_free(&before);
	buffer_free(&after);
	return st;
}

enum status stock_rule_delete(const struct change *c, const struct stock_rule *in, struct stock_rule *out,
			      struct error *err)
{
	struct buffer before = { 0 }, after = { 0 };
	const char *location;
	bool found;
	enum status st = stock_default_location(c, in->location, &location, err);

	if (st || (st = read_stored(c, in->sku, location, out, &found, err)))
		return st;
	if (!found)
		return error_reject(err, "no_rule", "sku", "there is no rule for %.100s at %.100s", in->sku, location);
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_RULE_DELETE]);
	stmt_text(q, 1, out->sku);
	stmt_text(q, 2, out->location);
	st = stmt_run(q, NULL, err);
	record_json(&rule_type, out, NULL, 0, &before);
	if (!st)
		st = audit(c, out, &before, &after, err);
	buffer_free(&before);
	return st;
}

enum status stock_rules(struct store *s, const char *sku, const char *location, stock_each *each, void *ctx,
			struct error *err)
{
	struct stmt *q = store_stmt(s, &STOCK_SQL[STOCK_RULE_LIST]);
	enum status st;

	stmt_text(q, 1, sku);
	stmt_text(q, 2, location);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct stock_rule r;
		read_rule(q, &r, NULL);
		each(ctx, &r);
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

static void read_low(struct stmt *q, bool position, struct low *l)
{
	bool has_rule = !stmt_column_null(q, 4), has_target = !stmt_column_null(q, 5);

	record_clear(&low_type, l);
	l->sku = stmt_column_text(q, 0);
	l->location = stmt_column_text(q, 1);
	l->available = stmt_column_int(q, 2);
	l->incoming = stmt_column_int(q, 3);
	l->reorder_point = stmt_column_int(q, 4);
	l->target = stmt_column_int(q, 5);
	l->severity = stock_severity(l->available, !stmt_column_null(q, 6), stmt_column_int(q, 6));
	l->supplier = stmt_column_text(q, 7);
	l->lead_time_days = stmt_column_int(q, 8);
	l->shortage = (has_target ? l->target : l->reorder_point) - l->available - (position ? l->incoming : 0);
	if (l->shortage < 0)
		l->shortage = 0;
	record_mark_all(&low_type, l);
	if (!has_rule)
		l->record.given &= ~BIT(LOW_REORDER_POINT);
	if (!has_target)
		l->record.given &= ~BIT(LOW_TARGET);
	if (stmt_column_null(q, 8))
		l->record.given &= ~BIT(LOW_LEAD_TIME);
}

enum status stock_low(struct store *s, const char *sku, const char *location, bool position, stock_each *each,
		      void *ctx, struct error *err)
{
	struct stmt *q = store_stmt(s, &STOCK_SQL[STOCK_LOW]);
	enum status st;

	stmt_text(q, 1, sku);
	stmt_text(q, 2, location);
	stmt_int(q, 3, position);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct low l;
		read_low(q, position, &l);
		each(ctx, &l);
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}
