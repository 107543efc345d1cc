#include "store_impl.h"

enum { SETTING_GET, SETTING_SET, COUNTER_NEXT };

static const struct sql SETTING_SQL[] = {
	[SETTING_GET] = { "SELECT value FROM setting WHERE name = ?1" },
	[SETTING_SET] = { "INSERT INTO setting (name, value) VALUES (?1, ?2) "
			  "ON CONFLICT (name) DO UPDATE SET value = excluded.value" },
	[COUNTER_NEXT] = { "INSERT INTO counter (name, value) VALUES (?1, 1) "
			   "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value" },
};

enum status store_setting_get(struct store *s, const char *name, struct buffer *out, struct error *err)
{
	struct stmt *q = store_stmt(s, &SETTING_SQL[SETTING_GET]);
	enum status st;

	buffer_clear(out);
	stmt_text(q, 1, name);
	st = stmt_step(q, err);
	if (st == STATUS_OK)
		buffer_text(out, stmt_column_text(q, 0));
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status store_setting_set(struct store *s, const char *name, const char *value, struct error *err)
{
	struct stmt *q = store_stmt(s, &SETTING_SQL[SETTING_SET]);

	stmt_text(q, 1, name);
	stmt_text(q, 2, value);
	return stmt_run(q, NULL, err);
}

enum status store_next(struct store *s, const char *counter, int64_t *out, struct error *err)
{
	struct stmt *q = store_stmt(s, &SETTING_SQL[COUNTER_NEXT]);
	enum status st;

	stmt_text(q, 1, counter);
	st = stmt_step(q, err);
	if (st == STATUS_OK)
		*out = stmt_column_int(q, 0);
	stmt_reset(q);
	return st;
}
