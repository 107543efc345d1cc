/* program_main in a process of its own: descriptors that are closed, memory that runs out. */
#include <sys/wait.h>

#include "cli_fixture.h"

extern char **environ;

/* Run in a child with ${closed} (-1: none) closed and the ${fail}-th allocation failing; its exit code, or -signal. */
static int run_child(int closed, unsigned long fail, const char *input, const char *const *arguments)
{
	int in = memory_file(input), out = memory_file(""), err = memory_file("");
	char *argv[16] = { "ecom-test" };
	int argc = 1, status = 0;
	pid_t child;

	for (; arguments[argc - 1]; argc++)
		argv[argc] = (char *)(uintptr_t)arguments[argc - 1];
	fflush(stdout);
	child = fork();
	if (child == 0) {
		dup2(in, 0);
		dup2(out, 1);
		dup2(err, 2);
		if (closed >= 0)
			close(closed);
		memory_fail_after(fail);
		_exit(program_main(&test_program, argc, argv));
	}
	waitpid(child, &status, 0);
	close(in);
	take(out, got.out, sizeof(got.out));
	take(err, got.err, sizeof(got.err));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
#define CHILD(closed, fail, input, ...) run_child((closed), (fail), (input), (const char *const[]){ __VA_ARGS__, NULL })

static const char CSV[] = "sku,quantity,key\na,1,k\nb,2,\n";

static void closed_descriptors(void)
{
	is_int(CHILD(1, 0, CSV, "put"), STATUS_IO, "standard output closed");
	ok(strstr(got.err, "standard output: Bad file descriptor (2 records committed before this)"), "is told");
	is_text(stored(), "a/-/1 b/-/2", "and no descriptor of the store took its place");
	is_int(CHILD(0, 0, CSV, "put"), STATUS_IO, "standard input closed");
	is_text(stored(), "", "is an error, not an empty input");
	is_int(CHILD(2, 0, "sku,quantity\na,1\nb,x\n", "put"), STATUS_REJECTED, "standard error closed");
	is_text(stored(), "a/-/1", "keeps nothing from its work");
}

static bool is_whole(const char *text)
{
	return !text[0] || !strcmp(text, "a/-/1 b/-/2");
}

/* Each allocation of a run fails once: done as a whole and answered, or not done. */
static void memory(void)
{
	bool right = true;
	int failures = 0;

	for (unsigned long n = 1; n < 2000 && right; n += n < 100 ? 1 : 7) {
		int code = CHILD(-1, n, CSV, "put", "-f", "sku", "--now=2018-01-02");
		const char *text = stored();

		if (code == 0)
			break;
		failures++;
		right = code == STATUS_MEMORY && !strcmp(got.err, "out of memory\n") && is_whole(text) &&
			(!got.out[0] || (text[0] && !strcmp(got.out, "{\"sku\":\"a\"}\n{\"sku\":\"b\"}\n")));
		if (!right)
			printf("# allocation %lu: exit %d, stored '%s', stderr '%s'\n", n, code, text, got.err);
	}
	ok(right && failures > 10, "every allocation may fail: %d of them did", failures);
}

int main(void)
{
	use_store();
	environ = environment;
	closed_descriptors();
	memory();
	return done_testing();
}
