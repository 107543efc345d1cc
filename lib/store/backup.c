/* Copies of an SQLite store: taken while it is in use, verified, put into place whole. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sqlite_impl.h"

static const char *const JOURNALS[] = { "-wal", "-shm", "-journal" };

static void name_journal(struct buffer *out, const char *path, const char *suffix)
{
	buffer_clear(out);
	buffer_printf(out, "%s%s", path, suffix);
}

enum status store_sqlite_leftovers(const char *path, struct error *err)
{
	struct buffer journal = { 0 };
	struct stat file;
	enum status st = STATUS_OK;

	for (size_t i = 0; i < ARRAY_LENGTH(JOURNALS) && st == STATUS_OK; i++) {
		name_journal(&journal, path, JOURNALS[i]);
		if (stat(journal.data, &file) != 0)
			continue;
		/* An empty journal holds nothing, and the index of a journal nothing of its own. */
		if (file.st_size == 0 || strcmp(JOURNALS[i], "-shm") == 0)
			unlink(journal.data);
		else
			st = error_set(err, STATUS_CONFIG, "leftover", "",
				       "%s holds changes of a store that is no longer beside it: move it away first",
				       journal.data);
	}
	buffer_free(&journal);
	return st;
}

char *store_sqlite_temporary(const char *path, struct error *err)
{
	struct buffer name = { 0 };
	mode_t mask = umask(0);
	int fd;

	umask(mask);
	buffer_printf(&name, "%s.XXXXXX", path);
	fd = mkostemp(name.data, O_CLOEXEC);
	if (fd < 0) {
		error_set(err, STATUS_CREATE, "create", "", "%s cannot be made: %s", path, strerror(errno));
		buffer_free(&name);
		return NULL;
	}
	/* mkostemp makes a file for its owner alone; a store is shared as the umask says. */
	if (fchmod(fd, 0666 & ~mask) != 0)
		errno = 0;
	close(fd);
	return name.data;
}

void store_sqlite_discard(const char *temporary)
{
	struct buffer journal = { 0 };

	unlink(temporary);
	for (size_t i = 0; i < ARRAY_LENGTH(JOURNALS); i++) {
		name_journal(&journal, temporary, JOURNALS[i]);
		unlink(journal.data);
	}
	buffer_free(&journal);
}

static enum status sync_path(const char *path, int flags, struct error *err)
{
	int fd = open(path, flags | O_CLOEXEC);
	enum status st = fd >= 0 && fsync(fd) == 0 ? STATUS_OK : error_system(err, STATUS_IO, path);

	if (fd >= 0)
		close(fd);
	return st;
}

static enum status sync_folder(const char *path, struct error *err)
{
	struct buffer folder = { 0 };
	const char *slash = strrchr(path, '/');
	enum status st;

	buffer_add(&folder, slash ? path : ".", slash ? (size_t)(slash - path) + 1 : 1);
	st = sync_path(folder.data, O_RDONLY | O_DIRECTORY, err);
	buffer_free(&folder);
	return st;
}

/* rename that leaves an existing file alone; a file system without it has hard links. */
static int rename_new(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	return link(from, to) == 0 ? unlink(from) : -1;
}

enum status store_sqlite_place(const char *temporary, const char *path, bool replace, struct error *err)
{
	enum status st = sync_path(temporary, O_RDONLY, err);
	int rc;

	if (st != STATUS_OK)
		return st;
	rc = replace ? rename(temporary, path) : rename_new(temporary, path);
	if (rc != 0 && errno == EEXIST)
		return error_set(err, STATUS_CONFIG, "exists", "", "%s exists already", path);
	if (rc != 0)
		return error_system(err, STATUS_CREATE, path);
	return sync_folder(path, err);
}

/* All pages in one step: a copy in several steps starts again whenever a writer commits. */
static enum status copy_pages(sqlite3 *from, sqlite3 *to, struct error *err)
{
	sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
	int rc;

	if (!copy)
		return store_sqlite_error(to, sqlite3_errcode(to), "backup", err);
	sqlite3_backup_step(copy, -1);
	rc = sqlite3_backup_finish(copy);
	return rc == SQLITE_OK ? STATUS_OK : store_sqlite_error(to, rc, "backup", err);
}

struct first_finding {
	bool found;
	char text[256];
};

static void keep_first(void *ctx, const char *subject, const char *message)
{
	struct first_finding *first = ctx;

	if (!first->found)
		snprintf(first->text, sizeof(first->text), "%s: %s", subject, message);
	first->found = true;
}

static enum status sound(sqlite3 *handle, const char *what, struct error *err)
{
	struct first_finding first = { 0 };
	enum status st = store_sqlite_integrity(handle, keep_first, &first, err);

	if (st == STATUS_OK && first.found)
		return error_set(err, STATUS_CONFIG, "corrupt", "", "%s is damaged: %s", what, first.text);
	return st;
}

static enum status set_journal(sqlite3 *handle, const char *pragma, struct error *err)
{
	int rc = sqlite3_exec(handle, pragma, NULL, NULL, NULL);

	return rc == SQLITE_OK ? STATUS_OK : store_sqlite_error(handle, rc, pragma, err);
}

/* A whole copy of ${from} in a file of its own at ${path}, verified; ${journal} is the mode it is left in. */
static enum status copy_to(sqlite3 *from, const char *path, const char *journal, bool replace, struct error *err)
{
	sqlite3 *to = NULL;
	char *temporary = store_sqlite_temporary(path, err);
	enum status st = temporary ? STATUS_OK : STATUS_CREATE;

	if (st == STATUS_OK)
		st = store_sqlite_open_file(&to, temporary, SQLITE_OPEN_READWRITE, 0, err);
	if (st == STATUS_OK)
		st = set_journal(to, "PRAGMA synchronous=OFF", err); /* synced once, as a whole */
	if (st == STATUS_OK)
		st = copy_pages(from, to, err);
	if (st == STATUS_OK)
		st = set_journal(to, journal, err);
	if (st == STATUS_OK)
		st = sound(to, "the copy", err);
	sqlite3_close(to);
	if (st == STATUS_OK)
		st = store_sqlite_place(temporary, path, replace, err);
	if (st != STATUS_OK && temporary)
		store_sqlite_discard(temporary);
	memory_free(temporary);
	return st;
}

/* A backup has no journal beside it: a file with one is a store that someone works on. */
static enum status not_in_use(const char *path, struct error *err)
{
	struct buffer journal = { 0 };
	bool used = false;

	for (size_t i = 0; i < ARRAY_LENGTH(JOURNALS); i++) {
		name_journal(&journal, path, JOURNALS[i]);
		used |= access(journal.data, F_OK) == 0;
	}
	buffer_free(&journal);
	if (!used)
		return STATUS_OK;
	return error_set(err, STATUS_CREATE, "exists", "", "%s is a store in use, not a backup: it is left alone",
			 path);
}

/* An earlier backup may be replaced; anything else, and a store in use, may not. */
static enum status may_replace(const struct sqlite_store *s, const char *path, struct error *err)
{
	unsigned char header[72];
	struct stat file;
	int fd;
	ssize_t n;

	if (stat(path, &file) != 0)
		return store_sqlite_leftovers(path, err);
	if (file.st_dev == s->device && file.st_ino == s->inode)
		return error_set(err, STATUS_CREATE, "exists", "",
				 "%s is the store itself: a backup needs another name", path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	n = fd >= 0 ? read(fd, header, sizeof(header)) : -1;
	if (fd >= 0)
		close(fd);
	/* The application id stands big-endian at offset 68 of the file. */
	if (n != sizeof(header) || memcmp(header, "SQLite format 3", 16) != 0 ||
	    header[68] != (STORE_APPLICATION_ID >> 24) || header[69] != (STORE_APPLICATION_ID >> 16 & 255) ||
	    header[70] != (STORE_APPLICATION_ID >> 8 & 255) || header[71] != (STORE_APPLICATION_ID & 255))
		return error_set(err, STATUS_CREATE, "exists", "", "%s exists and is not a backup: it is left alone",
				 path);
	return not_in_use(path, err);
}

enum status store_sqlite_backup(struct store *base, const char *path, struct error *err)
{
	struct sqlite_store *s = (struct sqlite_store *)base;
	enum status st = may_replace(s, path, err);

	/* Without a WAL the copy is one file that can be read anywhere. */
	return st == STATUS_OK ? copy_to(s->handle, path, "PRAGMA journal_mode=DELETE", true, err) : st;
}

enum status store_sqlite_backup_before_migration(struct store *base, struct buffer *path, struct error *err)
{
	struct sqlite_store *s = (struct sqlite_store *)base;
	struct error why = { 0 };
	enum status st;

	for (int attempt = 1;; attempt++) {
		buffer_clear(path);
		buffer_printf(path, "%s.version-%d", s->path, base->version);
		if (attempt > 1)
			buffer_printf(path, "-%d", attempt);
		st = copy_to(s->handle, path->data, "PRAGMA journal_mode=DELETE", false, &why);
		if (st == STATUS_OK || strcmp(why.code, "exists") != 0)
			break;
	}
	if (st != STATUS_OK && err)
		*err = why;
	return st;
}

/* Written through the pager of the store itself, under the write lock: one transaction for whoever has it open, and
 * the WAL that belongs to the old content is never met by the new. */
static enum status restore_into(sqlite3 *from, const char *where, int busy_timeout_ms, struct error *err)
{
	struct store *target;
	struct sqlite_store *to;
	enum status st = store_sqlite_open(&target, where, STORE_WRITE, busy_timeout_ms, err);

	if (st != STATUS_OK)
		return st;
	to = (struct sqlite_store *)target;
	st = store_sqlite_lock(to, err);
	if (st == STATUS_OK)
		st = copy_pages(from, to->handle, err);
	if (st == STATUS_OK)
		st = set_journal(to->handle, "PRAGMA journal_mode=WAL", err);
	if (st == STATUS_OK)
		st = sound(to->handle, "the restored store", err);
	store_sqlite_unlock(to);
	store_close(target);
	return st;
}

enum status store_sqlite_restore(const char *where, const char *backup, bool force, int busy_timeout_ms,
				 struct error *err)
{
	struct store *source;
	struct sqlite_store *from;
	struct stat file;
	bool exists = stat(where, &file) == 0;
	enum status st = store_sqlite_open(&source, backup, STORE_READ, busy_timeout_ms, err);

	if (st != STATUS_OK)
		return st;
	from = (struct sqlite_store *)source;
	if (source->version > store_schema_version())
		st = error_set(err, STATUS_CONFIG, "newer_store", "",
			       "%s has version %d of the schema, this program knows up to %d: use a newer program",
			       backup, source->version, store_schema_version());
	else if (exists && file.st_dev == from->device && file.st_ino == from->inode)
		st = error_set(err, STATUS_CONFIG, "exists", "", "%s is the store itself", backup);
	else if (exists && !force)
		st = error_set(err, STATUS_CONFIG, "exists", "", "%s exists: --force replaces what it holds", where);
	if (st == STATUS_OK)
		st = sound(from->handle, backup, err);
	if (st == STATUS_OK && exists)
		st = restore_into(from->handle, where, busy_timeout_ms, err);
	else if (st == STATUS_OK && (st = store_sqlite_leftovers(where, err)) == STATUS_OK)
		st = copy_to(from->handle, where, "PRAGMA journal_mode=WAL", false, err);
	store_close(source);
	return st;
}
