/* What the files of the SQLite driver share. */
#ifndef ECOM_SQLITE_IMPL_H
#define ECOM_SQLITE_IMPL_H

#include <sqlite3.h>
#include <sys/types.h>

#include "store_impl.h"

#define CONTROLS (CONTROL_SAVEPOINT_ROLLBACK + 1)

struct sqlite_store {
	struct store base;
	sqlite3 *handle;
	char *path;   /* absolute, links resolved */
	char *target; /* where a store being made will stand; NULL otherwise */
	dev_t device; /* of the file that was opened: another file may take its place */
	ino_t inode;
	int lock; /* descriptor of path.lock, -1 = not yet opened */
	bool locked;
	bool lost; /* SQLite rolled the transaction back by itself */
	sqlite3_stmt *controls[CONTROLS], *version;
	char engine[32];
};

/** store_sqlite_error(handle, rc, context, err): the status and message of a failed call; ${context} says where. */
enum status store_sqlite_error(sqlite3 *handle, int rc, const char *context, struct error *err);
enum status store_sqlite_pragma(sqlite3 *handle, const char *text, int64_t *value, struct error *err);
void store_sqlite_start(void);
/** store_sqlite_open_file(out, path, flags, timeout, err): opened, hardened; no pragma of the store is set yet. */
enum status store_sqlite_open_file(sqlite3 **out, const char *path, int flags, int busy_timeout_ms, struct error *err);

/* The write lock. */
enum status store_sqlite_lock(struct sqlite_store *s, struct error *err);
bool store_sqlite_lock_now(struct sqlite_store *s); /* without waiting */
void store_sqlite_unlock(struct sqlite_store *s);

/** store_sqlite_prepare_writes(s, err): the settings of a connection that writes. */
enum status store_sqlite_prepare_writes(struct store *s, struct error *err);
enum status store_sqlite_open(struct store **out, const char *where, enum store_mode mode, int busy_timeout_ms,
			      struct error *err);
void store_sqlite_close(struct store *s);
enum status store_sqlite_create(struct store **out, const char *where, int busy_timeout_ms, struct error *err);
enum status store_sqlite_create_finish(struct store *s, bool good, struct error *err);

struct stmt *store_sqlite_stmt_new(struct store *s);
void store_sqlite_stmt_free(struct stmt *q);
void store_sqlite_bind_int(struct stmt *q, int parameter, int64_t value);
void store_sqlite_bind_text(struct stmt *q, int parameter, const char *value);
void store_sqlite_bind_real(struct stmt *q, int parameter, double value);
enum status store_sqlite_step(struct stmt *q, struct error *err);
void store_sqlite_reset(struct stmt *q);
int64_t store_sqlite_column_int(struct stmt *q, int column);
double store_sqlite_column_real(struct stmt *q, int column);
const char *store_sqlite_column_text(struct stmt *q, int column);
bool store_sqlite_column_null(struct stmt *q, int column);

enum status store_sqlite_verify(struct store *s, store_finding *found, void *ctx, struct error *err);
enum status store_sqlite_backup(struct store *s, const char *path, struct error *err);
enum status store_sqlite_backup_before_migration(struct store *s, struct buffer *path, struct error *err);
enum status store_sqlite_restore(const char *where, const char *backup, bool force, int busy_timeout_ms,
				 struct error *err);
/** store_sqlite_leftovers(path, err): refuse a ${path} beside which a journal of another store lies: SQLite would
 *  apply it to whatever file takes the place. */
enum status store_sqlite_leftovers(const char *path, struct error *err);
/** store_sqlite_place(temporary, path, replace, err): sync and rename; without ${replace} an existing file wins. */
enum status store_sqlite_place(const char *temporary, const char *path, bool replace, struct error *err);
/** store_sqlite_discard(temporary): remove it and its journals. */
void store_sqlite_discard(const char *temporary);
/** store_sqlite_temporary(path, err): a new empty file beside ${path}; its name is the caller's to free. */
char *store_sqlite_temporary(const char *path, struct error *err);
/** store_sqlite_integrity(handle, found, ctx, err): integrity_check and foreign_key_check. */
enum status store_sqlite_integrity(sqlite3 *handle, store_finding *found, void *ctx, struct error *err);

#endif
