/*
 * inject: makes one call of a program fail, or ends the program there. Loaded
 * with LD_PRELOAD; tests/lib/fault.bash is how tests use it.
 *
 *	INJECT=CALL:N:ACTION    the N-th call of CALL, counted from 1
 *	INJECT=CALL:N+:ACTION   that one and all after it: a disk that stays full
 *	INJECT_COUNT=FILE       at exit, write there how often CALL was called
 *	INJECT_ONLY=TEXT        count only files whose path contains TEXT
 *
 * CALL    write (write, pwrite, writev, ftruncate, fallocate), sync (fsync,
 *         fdatasync), send, rename, memory (malloc, calloc, realloc)
 * ACTION  the errno ENOSPC EIO ENOMEM EINTR; kill: SIGKILL before the call;
 *         tear: write half of it, then SIGKILL; none
 *
 * Standard error is never touched, so that a program can still say what went wrong.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum call { CALL_NONE, CALL_WRITE, CALL_SYNC, CALL_SEND, CALL_RENAME, CALL_MEMORY };
enum action { ACTION_NONE, ACTION_ERRNO, ACTION_KILL, ACTION_TEAR };

static enum call chosen;
static enum action action;
static int action_errno;
static unsigned long first;
static bool sticky;
static const char *only;
static atomic_ulong count;

/* glibc's own entries: looking malloc up with dlsym would itself allocate. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static const char *after_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	return strncmp(text, word, length) == 0 && (text[length] == ':' || !text[length]) ? text + length : NULL;
}

static bool read_call(const char **text)
{
	static const struct {
		const char *word;
		enum call call;
	} calls[] = { { "write", CALL_WRITE }, { "sync", CALL_SYNC }, { "send", CALL_SEND },
		      { "rename", CALL_RENAME }, { "memory", CALL_MEMORY } };
	size_t i;

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		const char *rest = after_word(*text, calls[i].word);

		if (rest && *rest == ':') {
			chosen = calls[i].call;
			*text = rest + 1;
			return true;
		}
	}
	return false;
}

static bool read_action(const char *text)
{
	static const struct {
		const char *word;
		enum action action;
		int code;
	} actions[] = { { "ENOSPC", ACTION_ERRNO, ENOSPC }, { "EIO", ACTION_ERRNO, EIO },
			{ "ENOMEM", ACTION_ERRNO, ENOMEM }, { "EINTR", ACTION_ERRNO, EINTR },
			{ "kill", ACTION_KILL, 0 },         { "tear", ACTION_TEAR, 0 },
			{ "none", ACTION_NONE, 0 } };
	size_t i;

	for (i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (strcmp(text, actions[i].word) == 0) {
			action = actions[i].action;
			action_errno = actions[i].code;
			return true;
		}
	}
	return false;
}

__attribute__((constructor)) static void inject_start(void)
{
	const char *text = getenv("INJECT");
	char *end;

	if (!text)
		return;
	only = getenv("INJECT_ONLY");
	if (read_call(&text)) {
		first = strtoul(text, &end, 10);
		sticky = *end == '+';
		end += sticky;
		if (first && *end == ':' && read_action(end + 1))
			return;
	}
	/* A test that injects nothing would pass: be loud. */
	(void)!write(STDERR_FILENO, "inject: cannot read INJECT\n", 27);
	_exit(99);
}

__attribute__((destructor)) static void inject_end(void)
{
	const char *path = getenv("INJECT_COUNT");
	unsigned long calls = atomic_load(&count);
	char line[32];
	int fd, length;

	if (!path || !chosen)
		return;
	chosen = CALL_NONE;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0)
		return;
	length = snprintf(line, sizeof(line), "%lu\n", calls);
	(void)!write(fd, line, (size_t)length);
	close(fd);
}

static bool path_counts(int fd)
{
	char link[64], path[4096];
	ssize_t length;

	if (fd == STDERR_FILENO)
		return false;
	if (!only)
		return true;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path) - 1);
	if (length < 0)
		return false;
	path[length] = '\0';
	return strstr(path, only) != NULL;
}

/* Is this the call to fail? Does not return when the program is to end here. */
static bool strikes(enum call call)
{
	unsigned long n;

	if (call != chosen)
		return false;
	n = atomic_fetch_add(&count, 1) + 1;
	if (n < first || (n > first && !sticky) || action == ACTION_NONE)
		return false;
	if (action == ACTION_KILL)
		kill(getpid(), SIGKILL);
	errno = action_errno;
	return true;
}

#define NEXT(name) (__extension__(__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* A write that is struck: torn in half and ended, or failed. */
static ssize_t strike_write(int fd, const void *data, size_t length, off_t offset)
{
	if (action == ACTION_TEAR) {
		if (offset < 0)
			(void)!NEXT(write)(fd, data, length / 2);
		else
			(void)!NEXT(pwrite)(fd, data, length / 2, offset);
		kill(getpid(), SIGKILL);
	}
	return -1;
}

ssize_t write(int fd, const void *data, size_t length)
{
	if (chosen == CALL_WRITE && path_counts(fd) && strikes(CALL_WRITE))
		return strike_write(fd, data, length, -1);
	return NEXT(write)(fd, data, length);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset)
{
	if (chosen == CALL_WRITE && path_counts(fd) && strikes(CALL_WRITE))
		return strike_write(fd, data, length, offset);
	return NEXT(pwrite)(fd, data, length, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset)
{
	if (chosen == CALL_WRITE && path_counts(fd) && strikes(CALL_WRITE))
		return strike_write(fd, data, length, offset);
	return NEXT(pwrite64)(fd, data, length, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
	if (chosen == CALL_WRITE && path_counts(fd) && strikes(CALL_WRITE))
		return strike_write(fd, parts[0].iov_base, parts[0].iov_len, -1);
	return NEXT(writev)(fd, parts, n);
}

int ftruncate(int fd, off_t length)
{
	if (chosen == CALL_WRITE && path_counts(fd) && strikes(CALL_WRITE))
		return (int)strike_write(fd, "", 0, -1);
	return NEXT(ftruncate)(fd, length);
}

int ftruncate64(int fd, off64_t length)
{
	if (chosen == CALL_WRITE && path_counts(fd) && strikes(CALL_WRITE))
		return (int)strike_write(fd, "", 0, -1);
	return NEXT(ftruncate64)(fd, length);
}

int posix_fallocate(int fd, off_t offset, off_t length)
{
	if (chosen == CALL_WRITE && path_counts(fd) && strikes(CALL_WRITE)) {
		strike_write(fd, "", 0, -1);
		return action_errno;
	}
	return NEXT(posix_fallocate)(fd, offset, length);
}

int fsync(int fd)
{
	if (chosen == CALL_SYNC && path_counts(fd) && strikes(CALL_SYNC))
		return -1;
	return NEXT(fsync)(fd);
}

int fdatasync(int fd)
{
	if (chosen == CALL_SYNC && path_counts(fd) && strikes(CALL_SYNC))
		return -1;
	return NEXT(fdatasync)(fd);
}

ssize_t send(int fd, const void *data, size_t length, int flags)
{
	if (strikes(CALL_SEND))
		return -1;
	return NEXT(send)(fd, data, length, flags);
}

int rename(const char *from, const char *to)
{
	if (strikes(CALL_RENAME))
		return -1;
	return NEXT(rename)(from, to);
}

void *malloc(size_t size)
{
	return strikes(CALL_MEMORY) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return strikes(CALL_MEMORY) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return strikes(CALL_MEMORY) ? NULL : __libc_realloc(p, size);
}
