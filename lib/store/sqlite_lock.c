/*
 * The write lock: an exclusive flock on a file beside the store, held from
 * before BEGIN until after COMMIT and its checkpoint. It keeps two processes
 * from checkpointing one WAL at a time (a race in SQLite before 3.51.3 that
 * loses committed pages) and gives short waits among many writers.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "sqlite_impl.h"

/* Short transactions are over before it pays to sleep in the queue: ask some times first (3 times the rate, measured).
 */
#define LOCK_TRIES    6
#define LOCK_PAUSE_NS 200000

/* After the time-out the alarm rings on, lest its first ring come just before the wait and be lost. */
#define ALARM_AGAIN_US 50000

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

static void wake(int signal_number)
{
	(void)signal_number;
}

/*
 * The kernel's own queue is as fair as it gets, which asking again and again is not (a fifth of the least share, and
 * waits of seconds among eight writers, measured); but it knows no time-out: an alarm ends the wait. What the program
 * does with SIGALRM otherwise is put back.
 */
static bool wait_for_lock(int lock, int timeout_ms)
{
	struct sigaction ring = { .sa_handler = wake }, former_action;
	struct itimerval timer = { .it_value = { timeout_ms / 1000, timeout_ms % 1000 * 1000 },
				   .it_interval = { 0, ALARM_AGAIN_US } };
	struct itimerval former_timer;
	int64_t until = monotonic_ms() + timeout_ms;
	sigset_t alarm_only, former_mask;
	int rc;

	sigemptyset(&ring.sa_mask);
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigaction(SIGALRM, &ring, &former_action);
	sigprocmask(SIG_UNBLOCK, &alarm_only, &former_mask);
	setitimer(ITIMER_REAL, &timer, &former_timer);
	do
		rc = flock(lock, LOCK_EX);
	while (rc != 0 && errno == EINTR && monotonic_ms() < until);
	setitimer(ITIMER_REAL, &former_timer, NULL);
	sigprocmask(SIG_SETMASK, &former_mask, NULL);
	sigaction(SIGALRM, &former_action, NULL);
	return rc == 0;
}

static bool try_lock(int lock)
{
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_NS };

	for (int i = 0; i < LOCK_TRIES; i++) {
		if (flock(lock, LOCK_EX | LOCK_NB) == 0)
			return true;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return false;
		nanosleep(&pause, NULL);
	}
	errno = EWOULDBLOCK;
	return false;
}

enum status store_sqlite_lock(struct sqlite_store *s, struct error *err)
{
	enum status st;

	if (s->lock < 0 && (st = open_lock(s, err)) != STATUS_OK)
		return st;
	if (!try_lock(s->lock)) {
		if (errno != EWOULDBLOCK)
			return error_system(err, STATUS_IO, "the store's lock");
		if (!wait_for_lock(s->lock, s->base.busy_timeout_ms))
			return error_set(err, STATUS_BUSY, "busy", "",
					 "%s is locked by another writer for more than %d ms: try again later", s->path,
					 s->base.busy_timeout_ms);
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
