/* A command with its input, its time and its last words. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "notify_impl.h"

#define SLICE_MS 20   /* between two looks at the child */
#define GRACE_MS 2000 /* from SIGTERM to SIGKILL */

static int64_t monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The input as a file without a name: nothing to feed, no reader that could go away. */
static int input_file(const char *input, size_t length, struct error *err)
{
	int fd = memfd_create("message", MFD_CLOEXEC);

	if (fd < 0) {
		error_system(err, STATUS_IO, "a file for the message");
		return -1;
	}
	if (file_write_all(fd, input, length, err) != STATUS_OK || lseek(fd, 0, SEEK_SET) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Its own process group, so that what it started ends with it; signals as a fresh program expects them. */
static int start(char *const *arguments, char *const *environment, int in, int out, pid_t *child)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, pipe_signal;
	int failure;

	sigemptyset(&none);
	sigemptyset(&pipe_signal);
	sigaddset(&pipe_signal, SIGPIPE);
	sigaddset(&pipe_signal, SIGXFSZ);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDERR_FILENO);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &pipe_signal);
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	failure = posix_spawnp(child, arguments[0], &files, &attributes, arguments, environment);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return failure;
}

/* What the child wrote so far, up to the room there is; the rest is read and let go. */
static void listen(int fd, int wait_ms, struct notify_outcome *out)
{
	size_t used = strlen(out->complaint), room = sizeof out->complaint - 1 - used;
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	char bytes[4096];
	ssize_t n;

	if (poll(&poll_fd, 1, wait_ms) <= 0)
		return;
	n = read(fd, bytes, sizeof bytes);
	if (n <= 0) { /* it closed its output, but may go on */
		poll(NULL, 0, wait_ms ? 5 : 0);
		return;
	}
	if ((size_t)n < room)
		room = (size_t)n;
	for (size_t i = 0; i < room; i++)
		out->complaint[used + i] = (unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7F ? ' ' : bytes[i];
	out->complaint[used + room] = '\0';
}

static void tidy(char *complaint)
{
	size_t length = strlen(complaint);

	while (length > 0 && complaint[length - 1] == ' ')
		complaint[--length] = '\0';
	while (length > 0 && !text_valid(complaint, length) &&
	       (complaint[length - 1] & 0x80)) /* a character cut in two */
		complaint[--length] = '\0';
	if (!text_valid(complaint, length))
		for (char *p = complaint; *p; p++)
			if (*p & 0x80)
				*p = '?';
}

static void await(pid_t child, int fd, int64_t timeout_ms, struct notify_outcome *out)
{
	int64_t end = monotonic_ms() + timeout_ms;
	int how = 0;

	for (pid_t ended = 0; ended != child;) {
		listen(fd, SLICE_MS, out);
		ended = waitpid(child, &how, WNOHANG);
		if (ended < 0 && errno != EINTR)
			break;
		if (ended == child || monotonic_ms() < end)
			continue;
		kill(-child, out->timed_out ? SIGKILL : SIGTERM);
		out->timed_out = true;
		end = monotonic_ms() + GRACE_MS;
	}
	if (out->timed_out)
		kill(-child, SIGKILL); /* what it started and left behind */
	listen(fd, 0, out);
	out->exit_code = WIFEXITED(how) && !out->timed_out ? WEXITSTATUS(how) : -1;
}

enum status notify_command(char *const *arguments, char *const *environment, const char *input, size_t length,
			   int64_t timeout_ms, struct notify_outcome *out, struct error *err)
{
	int in = input_file(input, length, err), pipe_fds[2] = { -1, -1 }, failure;
	enum status st = STATUS_OK;
	pid_t child;

	*out = (struct notify_outcome) { .exit_code = -1 };
	if (in < 0)
		return err ? err->status : STATUS_IO;
	if (pipe2(pipe_fds, O_CLOEXEC) != 0) {
		st = error_system(err, STATUS_IO, "a pipe");
		goto done;
	}
	failure = start(arguments, environment, in, pipe_fds[1], &child);
	close(pipe_fds[1]);
	pipe_fds[1] = -1;
	if (failure) {
		errno = failure;
		st = error_system(err, STATUS_CONFIG, arguments[0]);
		goto done;
	}
	fcntl(pipe_fds[0], F_SETFL, O_NONBLOCK);
	await(child, pipe_fds[0], timeout_ms, out);
	tidy(out->complaint);
	/* POSIX lets posix_spawn() tell of a missing program so; a shell says the same of its own. */
	if (out->exit_code == 127)
		st = error_set(err, STATUS_CONFIG, "bad_command", "", "%s: a command was not found%s%s", arguments[0],
			       out->complaint[0] ? ": " : "", out->complaint);
done:
	close(in);
	if (pipe_fds[0] >= 0)
		close(pipe_fds[0]);
	if (pipe_fds[1] >= 0)
		close(pipe_fds[1]);
	return st;
}
