/*
 * pair ROUNDS REPEAT BEFORE COMMAND...: times whole commands against each other, interleaved, so that what else the machine
 * does falls on all of them. Each round runs, for every command, BEFORE (by the shell, not timed; "" = nothing) and then
 * REPEAT times the command (split at blanks, 'but not here', no shell; output to /dev/null). Prints for each: median ms of
 * one run, median over the rounds of its time divided by the first command's, peak memory in KiB.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMMANDS_MAX 8
#define ROUNDS_MAX 101

extern char **environ;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void split(char *text, char **argv, int room)
{
	int n = 0;
	while (*text && n < room - 1) {
		char end = *text == '\'' ? '\'' : ' ';
		text += end == '\'';
		argv[n++] = text;
		text = strchr(text, end);
		if (!text)
			break;
		*text++ = '\0';
		text += strspn(text, " ");
	}
	argv[n] = NULL;
}

/* Runs it once and returns its peak memory; exit codes other than 0 and 1 (some records rejected) end the measurement. */
static long run(char **argv)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	pid_t pid;
	int status;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ)) {
		perror(argv[0]);
		exit(1);
	}
	posix_spawn_file_actions_destroy(&actions);
	wait4(pid, &status, 0, &usage);
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
		fprintf(stderr, "pair: %s: status %#x\n", argv[0], (unsigned)status);
		exit(1);
	}
	return usage.ru_maxrss;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof(*values), by_size);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

int main(int argc, char **argv)
{
	static double times[COMMANDS_MAX][ROUNDS_MAX], ratios[COMMANDS_MAX][ROUNDS_MAX];
	char *words[COMMANDS_MAX][64], copy[COMMANDS_MAX][2048];
	long memory[COMMANDS_MAX] = { 0 };
	int rounds = argc > 4 ? atoi(argv[1]) : 0, repeat = argc > 4 ? atoi(argv[2]) : 0, n = argc - 4;
	if (n < 1 || n > COMMANDS_MAX || rounds < 1 || rounds > ROUNDS_MAX || repeat < 1)
		return 64;
	for (int i = 0; i < n; i++) {
		snprintf(copy[i], sizeof(copy[i]), "%s", argv[4 + i]);
		split(copy[i], words[i], 64);
	}
	for (int round = 0; round < rounds; round++) {
		for (int i = 0; i < n; i++) {
			if (*argv[3] && system(argv[3]))
				return 1;
			double start = now();
			for (int k = 0; k < repeat; k++) {
				long peak = run(words[i]);
				if (peak > memory[i])
					memory[i] = peak;
			}
			times[i][round] = (now() - start) / repeat;
			ratios[i][round] = times[i][round] / times[0][round];
		}
	}
	for (int i = 0; i < n; i++)
		printf("%10.2f %8.2f %10ld  %s\n", median(times[i], rounds), median(ratios[i], rounds), memory[i], argv[4 + i]);
	return 0;
}
