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

enum status store_sqlite_verify(struct store *base, store_finding *found, void *ctx, struct error *err)
{
	return store_sqlite_integrity(((struct sqlite_store *)base)->handle, found, ctx, err);
}
