/*
 * server: the other side of a test, as tests/lib/servers.bash has it for shells. A server is a program of tests/lib
 * that prints its port first, and ends when its standard input does: also when the test that started it dies.
 */
#ifndef SERVER_H
#define SERVER_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct server {
	pid_t pid;
	int input; /* its standard input */
	int port;  /* 0: it did not start */
	int other; /* the second one of nginx.sh */
};

/** server_start(program, arguments): ${program} of tests/lib; ${arguments} are ended by a NULL. */
static inline struct server server_start(const char *program, const char *const *arguments)
{
	const char *words[8] = { program };
	struct server s = { 0 };
	int in[2], out[2];
	char path[512], line[32];
	FILE *answer;

	snprintf(path, sizeof path, "tests/lib/%s", program);
	for (size_t i = 0; i < 6 && arguments && arguments[i]; i++)
		words[i + 1] = arguments[i];
	/* Another server must not hold the end that this one waits for. */
	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		return s;
	s.pid = fork();
	if (s.pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		execv(path, (char *const *)(uintptr_t)words);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	s.input = in[1];
	answer = fdopen(out[0], "r");
	if (fgets(line, sizeof line, answer)) {
		char *end;
		s.port = (int)strtol(line, &end, 10);
		s.other = (int)strtol(end, NULL, 10);
	}
	fclose(answer);
	return s;
}

static inline void server_stop(struct server *s)
{
	close(s->input);
	waitpid(s->pid, NULL, 0);
}

#endif
