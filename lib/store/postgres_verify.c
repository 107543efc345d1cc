/* The PostgreSQL driver: what concerns the whole store. */
#include <string.h>

#include "postgres_impl.h"

enum status store_postgres_size(struct store *base, int64_t *bytes, struct error *err)
{
	PGresult *r;
	enum status st = store_postgres_run((struct postgres_store *)base,
					    "SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0) FROM pg_class "
					    "WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'",
					    &r, err);

	if (st != STATUS_OK)
		return st;
	number_parse_int(PQgetvalue(r, 0, 0), 0, INT64_MAX, bytes);
	PQclear(r);
	return STATUS_OK;
}

/* Each query gives a subject and a message for every finding. */
static enum status findings(struct postgres_store *s, const char *query, store_finding *found, void *ctx,
			    struct error *err)
{
	PGresult *r;
	enum status st = store_postgres_run(s, query, &r, err);

	if (st != STATUS_OK)
		return st;
	for (int i = 0; i < PQntuples(r); i++)
		found(ctx, PQgetvalue(r, i, 0), PQgetvalue(r, i, 1));
	PQclear(r);
	return STATUS_OK;
}

/* A foreign key holds only as long as nobody switched its triggers off: look for rows without their parent. */
static const char REFERENCES[] =
	"SELECT format('SELECT %L, %L || count(*) || %L FROM %s c WHERE %s AND NOT EXISTS (SELECT 1 FROM %s p WHERE "
	"%s) "
	"HAVING count(*) > 0', k.conrelid::regclass::text, '', ' rows refer to a ' || k.confrelid::regclass::text || "
	"' that does not exist', k.conrelid::regclass, string_agg(format('c.%I IS NOT NULL', a.attname), ' AND '), "
	"k.confrelid::regclass, string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND ')) "
	"FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS u (child, parent) "
	"JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.child "
	"JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.parent "
	"WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace "
	"GROUP BY k.oid, k.conrelid, k.confrelid ORDER BY 1";

static const char *const STRUCTURE[] = {
	"SELECT conrelid::regclass::text, 'the constraint ' || conname || ' was never validated' FROM pg_constraint "
	"WHERE NOT convalidated AND connamespace = current_schema()::regnamespace ORDER BY 1, 2",
	"SELECT i.indrelid::regclass::text, 'the index ' || i.indexrelid::regclass || ' is not valid' FROM pg_index i "
	"JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid AND c.relnamespace = "
	"current_schema()::regnamespace "
	"ORDER BY 1, 2",
	"SELECT t.tgrelid::regclass::text, 'the trigger ' || t.tgname || ' is switched off' FROM pg_trigger t "
	"JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgenabled = 'D' AND c.relnamespace = "
	"current_schema()::regnamespace "
	"ORDER BY 1, 2",
	"SELECT w.name, 'the trigger that keeps it append-only is missing' "
	"FROM (VALUES ('audit'), ('movement'), ('sale_event')) AS w (name) WHERE NOT EXISTS (SELECT 1 FROM pg_trigger "
	"t "
	"WHERE t.tgrelid = to_regclass(quote_ident(current_schema()) || '.' || w.name) AND t.tgname = w.name || "
	"'_append_only') "
	"ORDER BY 1",
};

enum status store_postgres_verify(struct store *base, store_finding *found, void *ctx, struct error *err)
{
	struct postgres_store *s = (struct postgres_store *)base;
	enum status st = STATUS_OK;
	PGresult *queries;

	for (size_t i = 0; i < ARRAY_LENGTH(STRUCTURE) && st == STATUS_OK; i++)
		st = findings(s, STRUCTURE[i], found, ctx, err);
	if (st == STATUS_OK)
		st = store_postgres_run(s, REFERENCES, &queries, err);
	if (st != STATUS_OK)
		return st;
	for (int i = 0; i < PQntuples(queries) && st == STATUS_OK; i++)
		st = findings(s, PQgetvalue(queries, i, 0), found, ctx, err);
	PQclear(queries);
	return st;
}

static enum status unsupported(const char *what, const char *instead, struct error *err)
{
	return error_set(err, STATUS_CONFIG, "unsupported", "", "a PostgreSQL store is %s with %s", what, instead);
}

enum status store_postgres_backup(struct store *s, const char *path, struct error *err)
{
	(void)s;
	(void)path;
	return unsupported("backed up", "pg_dump", err);
}

enum status store_postgres_restore(const char *where, const char *from, bool force, int busy_timeout_ms,
				   struct error *err)
{
	(void)where;
	(void)from;
	(void)force;
	(void)busy_timeout_ms;
	return unsupported("restored", "pg_restore", err);
}

/* A step of the migration is one transaction, and the server's own backups are its administrator's. */
enum status store_postgres_backup_before_migration(struct store *s, struct buffer *path, struct error *err)
{
	(void)s;
	(void)err;
	buffer_clear(path);
	return STATUS_OK;
}
