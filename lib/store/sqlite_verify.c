/* What SQLite itself can say about a store. */
#include <stdio.h>
#include <string.h>

#include "sqlite_impl.h"

static enum status check_pages(sqlite3 *handle, store_finding *found, void *ctx, struct error *err)
{
	static const char TEXT[] = "PRAGMA integrity_check";
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(handle, TEXT, -1, &q, NULL);

	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(q);
		if (rc == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(q, 0), "ok") != 0)
			found(ctx, "store", (const char *)sqlite3_column_text(q, 0));
	}
	sqlite3_finalize(q);
	/* Damage that stops the check is a finding, not a failure to check. */
	if ((rc & 0xff) == SQLITE_CORRUPT) {
		found(ctx, "store", sqlite3_errmsg(handle));
		return STATUS_OK;
	}
	return rc == SQLITE_DONE ? STATUS_OK : store_sqlite_error(handle, rc, TEXT, err);
}

static enum status check_references(sqlite3 *handle, store_finding *found, void *ctx, struct error *err)
{
	static const char TEXT[] = "PRAGMA foreign_key_check";
	sqlite3_stmt *q = NULL;
	char message[256];
	int rc = sqlite3_prepare_v2(handle, TEXT, -1, &q, NULL);

	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(q);
		if (rc != SQLITE_ROW)
			continue;
		snprintf(message, sizeof(message), "row %lld refers to a %s that does not exist",
			 (long long)sqlite3_column_int64(q, 1), (const char *)sqlite3_column_text(q, 2));
		found(ctx, (const char *)sqlite3_column_text(q, 0), message);
	}
	sqlite3_finalize(q);
	if ((rc & 0xff) == SQLITE_CORRUPT)
		return STATUS_OK;
	return rc == SQLITE_DONE ? STATUS_OK : store_sqlite_error(handle, rc, TEXT, err);
}

enum status store_sqlite_integrity(sqlite3 *handle, store_finding *found, void *ctx, struct error *err)
{
	enum status st = check_pages(handle, found, ctx, err);

	return st == STATUS_OK ? check_references(handle, found, ctx, err) : st;
}

/* The schema as the migrations make it, in memory. */
static enum status make_model(sqlite3 **model, struct error *err)
{
	struct buffer script = { 0 };
	enum status st = store_sqlite_open_file(model, ":memory:", SQLITE_OPEN_READWRITE, 0, err);

	for (int i = 0; STORE_MIGRATIONS[i] && st == STATUS_OK; i++) {
		int rc;

		buffer_clear(&script);
		st = store_schema_text(&STORE_SQLITE, STORE_MIGRATIONS[i], &script, err);
		if (st != STATUS_OK)
			break;
		rc = sqlite3_exec(*model, script.data, NULL, NULL, NULL);
		if (rc != SQLITE_OK)
			st = store_sqlite_error(*model, rc, "the schema", err);
	}
	buffer_free(&script);
	return st;
}

/* One table, index or trigger of the model: is the store's the same? */
static int compare(sqlite3_stmt *own, sqlite3_stmt *wanted, store_finding *found, void *ctx)
{
	const char *name = (const char *)sqlite3_column_text(wanted, 1);
	char message[256];
	int rc;

	sqlite3_bind_text(own, 1, (const char *)sqlite3_column_text(wanted, 0), -1, SQLITE_STATIC);
	sqlite3_bind_text(own, 2, name, -1, SQLITE_STATIC);
	rc = sqlite3_step(own);
	if (rc == SQLITE_DONE || (rc == SQLITE_ROW && !text_same((const char *)sqlite3_column_text(own, 0),
								 (const char *)sqlite3_column_text(wanted, 2)))) {
		snprintf(message, sizeof(message), "the %s %s %s", (const char *)sqlite3_column_text(wanted, 0), name,
			 rc == SQLITE_DONE ? "is missing" : "is not as this version makes it");
		found(ctx, (const char *)sqlite3_column_text(wanted, 3), message);
	}
	sqlite3_reset(own);
	return rc == SQLITE_ROW ? SQLITE_DONE : rc;
}

/* Whoever took a guard away, or an index, did it with another program. What was added is the owner's business. */
static enum status check_schema(sqlite3 *handle, store_finding *found, void *ctx, struct error *err)
{
	static const char WANTED[] =
		"SELECT type, name, sql, tbl_name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name";
	static const char OWN[] = "SELECT sql FROM sqlite_schema WHERE type = ?1 AND name = ?2";
	sqlite3 *model = NULL;
	sqlite3_stmt *wanted = NULL, *own = NULL;
	enum status st = make_model(&model, err);
	int rc = SQLITE_DONE;

	if (st == STATUS_OK)
		rc = sqlite3_prepare_v2(model, WANTED, -1, &wanted, NULL);
	if (st == STATUS_OK && rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(handle, OWN, -1, &own, NULL);
	if (st == STATUS_OK && rc == SQLITE_OK)
		for (rc = SQLITE_DONE; rc == SQLITE_DONE && sqlite3_step(wanted) == SQLITE_ROW;)
			rc = compare(own, wanted, found, ctx);
	if (st == STATUS_OK && rc != SQLITE_DONE)
		st = store_sqlite_error(handle, rc, OWN, err);
	sqlite3_finalize(own);
	sqlite3_finalize(wanted);
	sqlite3_close(model);
	return st;
}

enum status store_sqlite_verify(struct store *base, store_finding *found, void *ctx, struct error *err)
{
	sqlite3 *handle = ((struct sqlite_store *)base)->handle;
	enum status st = store_sqlite_integrity(handle, found, ctx, err);

	return st == STATUS_OK ? check_schema(handle, found, ctx, err) : st;
}
