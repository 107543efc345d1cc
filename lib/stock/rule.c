/* Replenishment rules, and the stock that they find low. */
#include "stock_impl.h"

#define BIT(field)       (UINT64_C(1) << (field))
#define LEAD_TIME_SD_MAX 3650

/* The columns of a rule's row, in the order of the statements that read and write it. */
static const enum rule_field COLUMNS[] = {
	RULE_SKU,	   RULE_LOCATION,      RULE_REORDER_POINT, RULE_TARGET,	       RULE_LEAD_TIME_DAYS,
	RULE_SUPPLIER,	   RULE_PACK,	       RULE_SAFETY,	   RULE_LEAD_TIME_SD,  RULE_REVIEW_DAYS,
	RULE_MINIMUM_ORDER, RULE_MAXIMUM_STOCK, RULE_SHELF_LIFE_DAYS, RULE_PRICE_BREAKS, RULE_FLOOR,
};
#define STORED (ARRAY_LENGTH(COLUMNS) - 1) /* the floor stands with the level */

static void *member(const struct stock_rule *r, enum rule_field field)
{
	return (char *)r + rule_type.fields[field].offset;
}

/* A row; columns that are NULL count as not given. */
static void read_rule(struct stmt *q, struct stock_rule *r, struct arena *arena)
{
	record_clear(&rule_type, r);
	for (int i = 0; i < (int)ARRAY_LENGTH(COLUMNS); i++) {
		void *value = member(r, COLUMNS[i]);
		if (stmt_column_null(q, i))
			continue;
		if (rule_type.fields[COLUMNS[i]].type == FIELD_TEXT) {
			const char *text = stmt_column_text(q, i);
			*(const char **)value = arena ? arena_text(arena, text) : text;
		} else if (rule_type.fields[COLUMNS[i]].type == FIELD_REAL) {
			*(double *)value = stmt_column_real(q, i);
		} else {
			*(int64_t *)value = stmt_column_int(q, i);
		}
		record_mark(r, COLUMNS[i]);
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

/* What is given replaces, what is cleared goes. */
static void merge(const struct stock_rule *in, struct stock_rule *out)
{
	struct stock_rule none;

	record_clear(&rule_type, &none);
	for (size_t i = 0; i < ARRAY_LENGTH(COLUMNS); i++) {
		enum rule_field field = COLUMNS[i];
		enum field_type type = rule_type.fields[field].type;
		if (field == RULE_SKU || field == RULE_LOCATION || !(record_has(in, field) || record_cleared(in, field)))
			continue;
		const struct stock_rule *from = record_has(in, field) ? in : &none;
		memcpy(member(out, field), member(from, field),
		       type == FIELD_TEXT ? sizeof(char *) : type == FIELD_REAL ? sizeof(double) : sizeof(int64_t));
		/* These two are never absent: nothing to reorder, nothing kept back. */
		if (record_has(in, field) || field == RULE_REORDER_POINT || field == RULE_FLOOR)
			record_mark(out, field);
		else
			out->record.given &= ~BIT(field);
	}
}

static enum status check_rule(const struct stock_rule *r, struct error *err)
{
	if (record_has(r, RULE_TARGET) && r->target < r->reorder_point)
		return error_reject(err, "bad_value", "target",
				    "a target of %" PRId64 " is below the reorder point of %" PRId64, r->target,
				    r->reorder_point);
	if (r->lead_time_sd < 0 || r->lead_time_sd > LEAD_TIME_SD_MAX)
		return error_reject(err, "bad_value", "lead_time_sd", "%g: expected days from 0 to %d", r->lead_time_sd,
				    LEAD_TIME_SD_MAX);
	return STATUS_OK;
}

static void bind(struct stmt *q, int parameter, const struct stock_rule *r, enum rule_field field)
{
	const void *value = member(r, field);

	if (!record_has(r, field))
		stmt_null(q, parameter);
	else if (rule_type.fields[field].type == FIELD_TEXT)
		stmt_text(q, parameter, *(const char *const *)value);
	else if (rule_type.fields[field].type == FIELD_REAL)
		stmt_real(q, parameter, *(const double *)value);
	else
		stmt_int(q, parameter, *(const int64_t *)value);
}

static enum status write_rule(const struct change *c, const struct stock_rule *r, bool found, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &STOCK_SQL[STOCK_RULE_PUT]);
	int64_t changed;

	for (int i = 0; i < (int)STORED; i++)
		bind(q, i + 1, r, COLUMNS[i]);
	stmt_int(q, STORED + 1, found);
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
