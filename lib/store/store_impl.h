/*
 * What the files of the store share: the connection, its statements, and the table of functions that a
 * driver is. postgres.so is built from this header too, so a change of any struct here raises DRIVER_ABI.
 */
#ifndef ECOM_STORE_IMPL_H
#define ECOM_STORE_IMPL_H

#include <ecom/store.h>

#define DRIVER_ABI    3
#define DRIVER_SYMBOL "store_driver_module"

/* Texts of the migrations in order, ended by NULL; made from lib/store/schema by the build. */
extern const char *const STORE_MIGRATIONS[];

/* Values found by the address of the constant they were made from. Open addressing. */
struct cache {
	const void **keys;
	void **values;
	size_t count, capacity; /* capacity is a power of two */
};
void *store_cache_find(const struct cache *c, const void *key);
void store_cache_put(struct cache *c, const void *key, void *value);
void store_cache_free(struct cache *c);

enum transaction { TRANSACTION_NONE, TRANSACTION_READ, TRANSACTION_WRITE };

/* First member of a driver's connection. */
struct store {
	const struct driver *driver;
	enum store_mode mode;
	int busy_timeout_ms;
	int version; /* of the schema, as found when opened; a write transaction refuses another */
	enum transaction transaction;
	struct cache statements, bulks;
};

enum stmt_state { STMT_READY, STMT_ROW, STMT_DONE };

/* First member of a driver's statement. */
struct stmt {
	struct store *store;
	const char *text;
	char *own_text; /* the same, when it must be freed */
	bool stream;
	bool once;    /* made at run time: stmt_reset frees it */
	bool rebound; /* every parameter is bound anew before each run: none needs to be cleared after it */
	bool untyped; /* PostgreSQL takes the types of its parameters from the columns they go into */
	enum stmt_state state;
	int64_t changed;
	struct error *failure; /* what went wrong before the step that will tell */
};

enum control {
	CONTROL_BEGIN,
	CONTROL_BEGIN_READ,
	CONTROL_COMMIT,
	CONTROL_ROLLBACK,
	CONTROL_SAVEPOINT,
	CONTROL_SAVEPOINT_RELEASE,
	CONTROL_SAVEPOINT_ROLLBACK
};

/* What a driver puts in place of a word of the schema. */
struct schema_word {
	const char *word, *text;
};

struct driver {
	int abi;
	const char *name;
	const struct schema_word *words; /* ended by a NULL word */
	const char *hold;                /* what a SELECT ends in to hold its rows */

	/* A connection to an existing store, its version read into ${version}. */
	enum status (*open)(struct store **out, const char *where, enum store_mode mode, int busy_timeout_ms,
			    struct error *err);
	void (*close)(struct store *s);
	/* A connection on which a new store is about to be made, in a write transaction; create_finish commits, puts
	 * it into its place, and closes the connection, which has no statements left; with ${good} false it leaves no
	 * trace. */
	enum status (*create)(struct store **out, const char *where, int busy_timeout_ms, struct error *err);
	enum status (*create_finish)(struct store *s, bool good, struct error *err);
	/* Inside a write transaction that changes the schema: the version now, and the new one. */
	enum status (*begin_schema)(struct store *s, int *version, struct error *err);
	enum status (*set_version)(struct store *s, int version, struct error *err);

	enum status (*control)(struct store *s, enum control what, struct error *err);
	enum status (*execute)(struct store *s, const char *script,
			       struct error *err); /* several statements, no rows */

	struct stmt *(*stmt_new)(struct store *s); /* zeroed but for what the driver needs */
	void (*stmt_free)(struct stmt *q);
	void (*bind_int)(struct stmt *q, int parameter, int64_t value);
	void (*bind_text)(struct stmt *q, int parameter, const char *value);
	void (*bind_real)(struct stmt *q, int parameter, double value);
	enum status (*step)(struct stmt *q, struct error *err);
	void (*reset)(struct stmt *q);
	int64_t (*column_int)(struct stmt *q, int column);
	double (*column_real)(struct stmt *q, int column);
	const char *(*column_text)(struct stmt *q, int column);
	bool (*column_null)(struct stmt *q, int column);

	const char *(*engine)(struct store *s);
	enum status (*size)(struct store *s, int64_t *bytes, struct error *err);
	enum status (*verify)(struct store *s, store_finding *found, void *ctx, struct error *err);
	enum status (*backup)(struct store *s, const char *path, struct error *err);
	enum status (*backup_before_migration)(struct store *s, struct buffer *path, struct error *err);
	enum status (*restore)(const char *where, const char *backup, bool force, int busy_timeout_ms,
			       struct error *err);
};

extern const struct driver STORE_SQLITE;

/** store_schema_install(s, from, err): the migrations after version ${from}, inside the open transaction. */
enum status store_schema_install(struct store *s, int from, struct error *err);
/** store_schema_text(driver, text, out, err): one migration in the words of the driver. */
enum status store_schema_text(const struct driver *driver, const char *text, struct buffer *out, struct error *err);
struct stmt *store_stmt_new(struct store *s, const char *text);
void store_stmt_free(struct stmt *q);
void store_bulk_free(struct bulk *b);
/** store_bulks_pending(s): rows were given to a bulk and not flushed. store_bulks_forget: they belong to what is
 * undone. */
bool store_bulks_pending(const struct store *s);
void store_bulks_forget(struct store *s);

/** store_stmt_fail(q, status, code, message): remembered for the next step; the first failure counts. */
static inline void store_stmt_fail(struct stmt *q, enum status status, const char *code, const char *message)
{
	if (q->failure)
		return;
	q->failure = memory_zero(1, sizeof(*q->failure));
	error_set(q->failure, status, code, "", "%s; in: %.200s", message, q->text);
}

#endif
