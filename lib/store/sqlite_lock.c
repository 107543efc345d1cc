/*
 * The write lock: an exclusive flock on a file beside the store, held from
 * before BEGIN until after COMMIT and its checkpoint. It keeps two processes
 * from checkpointing one WAL at a time (a race in SQLite before 3.51.3 that
 * loses committed pages) and gives short waits among many writers.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sqlite_impl.h"

/* Every waiter asks as often as any other, however long it has waited: growing pauses would favour newcomers. */
#define LOCK_POLL_FIRST_NS 100000
#define LOCK_POLL_NS	   1000000

static enum status open_lock(struct sqlite_store *s, struct error *err)
{
	struct buffer path = { 0 };
	struct stat store;
	enum status st = STATUS_OK;

	buffer_printf(&path, "%s.lock", s->path);
	s->lock = open(path.data, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (s->lock < 0 && errno == ENOENT && stat(s->path, &store) == 0) {
		/* Whoever may write the store may lock it: the same owner and mode, as SQLite does for its own files.
		 */
		s->lock = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, store.st_mode & 0666);
		if (s->lock >= 0 && fchmod(s->lock, store.st_mode & 0666) == 0 && geteuid() == 0 &&
		    fchown(s->lock, store.st_uid, store.st_gid) != 0)
			errno = 0; /* another owner can still lock it when the mode allows */
	}
	if (s->lock < 0)
		st = error_set(err, errno == EACCES || errno == EROFS || errno == EPERM ? STATUS_PERMISSION : STATUS_IO,
			       "lock", "",
			       "the lock file %s cannot be opened (%s): writing needs the folder to be writable",
			       path.data,
			       errno == EACCES	? "permission denied"
			       : errno == EROFS ? "read-only file system"
						: "failed");
	buffer_free(&path);
	return st;
}

/* Whoever waited for the lock may find that the store was replaced meanwhile: writing to the old file is losing it. */
static enum status still_there(struct sqlite_store *s, struct error *err)
{
	struct stat now;

	if (stat(s->path, &now) == 0 && now.st_ino == s->inode && now.st_dev == s->device)
		return STATUS_OK;
	return error_set(err, STATUS_BUSY, "replaced", "", "%s was replaced by another file while open: run again",
			 s->path);
}

static int64_t monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum status store_sqlite_lock(struct sqlite_store *s, struct error *err)
{
	struct timespec pause = { .tv_nsec = LOCK_POLL_FIRST_NS };
	int64_t until = 0;
	enum status st;

	if (s->lock < 0 && (st = open_lock(s, err)) != STATUS_OK)
		return st;
	while (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return error_system(err, STATUS_IO, "the store's lock");
		if (until == 0)
			until = monotonic_ms() + s->base.busy_timeout_ms;
		else if (monotonic_ms() >= until)
			return error_set(err, STATUS_BUSY, "busy", "",
					 "%s is locked by another writer for more than %d ms: try again later", s->path,
					 s->base.busy_timeout_ms);
		nanosleep(&pause, NULL);
		pause.tv_nsec = LOCK_POLL_NS;
	}
	s->locked = true;
	st = still_there(s, err);
	if (st != STATUS_OK)
		store_sqlite_unlock(s);
	return st;
}

bool store_sqlite_lock_now(struct sqlite_store *s)
{
	if (!s->locked && (s->lock >= 0 || open_lock(s, NULL) == STATUS_OK))
		s->locked = flock(s->lock, LOCK_EX | LOCK_NB) == 0;
	return s->locked;
}

void store_sqlite_unlock(struct sqlite_store *s)
{
	if (s->locked)
		flock(s->lock, LOCK_UN);
	s->locked = false;
}
