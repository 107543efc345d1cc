/* What the files of the PostgreSQL driver share. */
#ifndef ECOM_POSTGRES_IMPL_H
#define ECOM_POSTGRES_IMPL_H

#include <libpq-fe.h>

#include "store_impl.h"

struct postgres_store {
	struct store base;
	PGconn *connection;
	unsigned names;	  /* given to statements and cursors so far */
	unsigned cursors; /* open */
	bool own_read;	  /* a transaction that only serves open cursors */
	char engine[64];
};

/* What the module shows: DRIVER_SYMBOL. */
__attribute__((visibility("default"))) extern const struct driver store_driver_module;

/** store_postgres_error(s, result, context, err): the status and message of what failed; ${context} is the SQL. */
enum status store_postgres_error(struct postgres_store *s, const PGresult *result, const char *context,
				 struct error *err);
/** store_postgres_run(s, text, result, err): statements without parameters; the last one's result is kept in
 *  ${result} if that is not NULL. */
enum status store_postgres_run(struct postgres_store *s, const char *text, PGresult **result, struct error *err);

struct stmt *store_postgres_stmt_new(struct store *s);
void store_postgres_stmt_free(struct stmt *q);
void store_postgres_bind_int(struct stmt *q, int parameter, int64_t value);
void store_postgres_bind_text(struct stmt *q, int parameter, const char *value);
void store_postgres_bind_real(struct stmt *q, int parameter, double value);
enum status store_postgres_step(struct stmt *q, struct error *err);
void store_postgres_reset(struct stmt *q);
int64_t store_postgres_column_int(struct stmt *q, int column);
double store_postgres_column_real(struct stmt *q, int column);
const char *store_postgres_column_text(struct stmt *q, int column);
bool store_postgres_column_null(struct stmt *q, int column);

enum status store_postgres_size(struct store *s, int64_t *bytes, struct error *err);
enum status store_postgres_verify(struct store *s, store_finding *found, void *ctx, struct error *err);
enum status store_postgres_backup(struct store *s, const char *path, struct error *err);
enum status store_postgres_backup_before_migration(struct store *s, struct buffer *path, struct error *err);
enum status store_postgres_restore(const char *where, const char *backup, bool force, int busy_timeout_ms,
				   struct error *err);

#endif
