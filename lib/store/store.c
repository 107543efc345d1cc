#include <string.h>

#include "store_impl.h"

#define DEFAULT_BUSY_TIMEOUT_MS 60000

static enum status driver_for(const char *where, const struct store_options *options, const struct driver **out,
			      struct error *err)
{
	const char *modules = options ? options->module_path : NULL;
	const void *driver = &STORE_SQLITE;
	enum status st = STATUS_OK;

	if (strncmp(where, "postgresql://", 13) == 0 || strncmp(where, "postgres://", 11) == 0)
		st = module_open(modules, "postgres", DRIVER_SYMBOL, DRIVER_ABI, &driver, err);
	*out = driver;
	return st;
}

static int busy_timeout(const struct store_options *options)
{
	return options && options->busy_timeout_ms > 0 ? options->busy_timeout_ms : DEFAULT_BUSY_TIMEOUT_MS;
}

static void forget_statements(struct store *s)
{
	for (size_t i = 0; i < s->bulks.capacity; i++)
		if (s->bulks.values[i])
			store_bulk_free(s->bulks.values[i]);
	for (size_t i = 0; i < s->statements.capacity; i++)
		if (s->statements.values[i])
			store_stmt_free(s->statements.values[i]);
	store_cache_free(&s->bulks);
	store_cache_free(&s->statements);
}

static enum status create(const struct driver *driver, const char *where, const struct store_options *options,
			  struct error *err)
{
	const char *const *setting = options ? options->settings : NULL;
	struct store *s;
	enum status st = driver->create(&s, where, busy_timeout(options), err);
	enum status finished;

	if (st != STATUS_OK)
		return st;
	st = store_schema_install(s, 0, err);
	for (; st == STATUS_OK && setting && setting[0]; setting += 2)
		st = store_setting_set(s, setting[0], setting[1], err);
	forget_statements(s);
	finished = driver->create_finish(s, st == STATUS_OK, st == STATUS_OK ? err : NULL);
	return st == STATUS_OK ? finished : st;
}

static enum status check_version(const struct store *s, const char *where, struct error *err)
{
	int ours = store_schema_version();

	if (s->version > ours)
		return error_set(err, STATUS_CONFIG, "newer_store", "",
				 "%s has version %d of the schema, this program knows up to %d: use a newer program",
				 where, s->version, ours);
	if (s->version < ours)
		return error_set(err, STATUS_CONFIG, "older_store", "",
				 "%s has version %d of the schema, this program needs %d: run ecom-store migrate first",
				 where, s->version, ours);
	return STATUS_OK;
}

enum status store_open(struct store **out, const char *where, enum store_mode mode, const struct store_options *options,
		       struct error *err)
{
	const struct driver *driver;
	struct store *s;
	enum status st = driver_for(where, options, &driver, err);

	*out = NULL;
	if (st == STATUS_OK && mode == STORE_CREATE) {
		st = create(driver, where, options, err);
		mode = STORE_WRITE;
	}
	if (st == STATUS_OK)
		st = driver->open(&s, where, mode, busy_timeout(options), err);
	if (st != STATUS_OK)
		return st;
	st = check_version(s, where, err);
	if (st == STATUS_OK)
		*out = s;
	else
		store_close(s);
	return st;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	store_rollback(s);
	forget_statements(s);
	s->driver->close(s);
}

static enum status migrate_open(struct store *s, int *to, struct buffer *backup, struct error *err)
{
	int version, target = store_schema_version();
	enum status st;

	if (s->version > target)
		return error_set(
			err, STATUS_CONFIG, "newer_store", "",
			"the store has version %d of the schema, this program knows up to %d: use a newer program",
			s->version, target);
	if (s->version == target)
		return STATUS_OK;
	st = s->driver->backup_before_migration(s, backup, err);
	if (st == STATUS_OK)
		st = s->driver->begin_schema(s, &version, err);
	/* Another process may have been here since the store was opened. */
	if (st == STATUS_OK && version < target)
		st = store_schema_install(s, version, err);
	if (st == STATUS_OK)
		st = store_commit(s, err);
	if (st == STATUS_OK)
		*to = target;
	return st;
}

enum status store_migrate(const char *where, const struct store_options *options, int *from, int *to,
			  struct buffer *backup, struct error *err)
{
	const struct driver *driver;
	struct store *s;
	enum status st = driver_for(where, options, &driver, err);

	if (st == STATUS_OK)
		st = driver->open(&s, where, STORE_WRITE, busy_timeout(options), err);
	if (st != STATUS_OK)
		return st;
	*from = *to = s->version;
	st = migrate_open(s, to, backup, err);
	store_close(s);
	return st;
}

enum status store_backup(struct store *s, const char *path, struct error *err)
{
	return s->driver->backup(s, path, err);
}

enum status store_restore(const char *where, const char *backup, bool force, const struct store_options *options,
			  struct error *err)
{
	const struct driver *driver;
	enum status st = driver_for(where, options, &driver, err);

	return st == STATUS_OK ? driver->restore(where, backup, force, busy_timeout(options), err) : st;
}

enum status store_verify(struct store *s, store_finding *found, void *ctx, struct error *err)
{
	return s->driver->verify(s, found, ctx, err);
}

const char *store_driver(const struct store *s)
{
	return s->driver->name;
}

const char *store_engine(struct store *s)
{
	return s->driver->engine(s);
}
