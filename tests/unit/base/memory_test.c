#include <ecom/base.h>

#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <tap.h>
#include <unistd.h>

static jmp_buf failed;
static size_t failed_size;

static void on_failure(size_t wanted)
{
	failed_size = wanted;
	longjmp(failed, 1);
}

static void failing_on_demand(void)
{
	void *volatile kept = NULL;
	volatile int done = 0;

	memory_fail_after(3);
	if (setjmp(failed) == 0) {
		kept = memory_alloc(10);
		done = 1;
		kept = memory_resize(kept, 20);
		done = 2;
		memory_zero(4, 5);
		done = 3;
	}
	is_int(done, 2, "the third allocation failed");
	is_int((long long)failed_size, 20, "the handler knows the size");
	memory_free(memory_text("once is enough"));
	ok(true, "the next one succeeds");
	memory_free(kept);
}

static void overflowing(void)
{
	volatile bool returned = false;

	/* Volatile, lest the compiler proves the overflow and warns. */
	volatile size_t half = SIZE_MAX / 2 + 2;

	if (setjmp(failed) == 0) {
		memory_zero(half, 2);
		returned = true;
	}
	ok(!returned, "a product past SIZE_MAX is no small allocation");
	ok(failed_size == SIZE_MAX, "but a failure of the largest");
}

/* Without a handler, running out of memory must not be survived. */
static void aborting(void)
{
	const struct rlimit no_core = { 0, 0 };
	int how = 0;
	pid_t child = fork();

	if (child == 0) {
		setrlimit(RLIMIT_CORE, &no_core);
		memory_fail_after(1);
		memory_free(memory_alloc(1));
		_exit(0);
	}
	waitpid(child, &how, 0);
	ok(WIFSIGNALED(how) && WTERMSIG(how) == SIGABRT, "no handler: the program is aborted");
}

/* As many as there were, whatever the room for them was. */
static void growing(void)
{
	int *squares = NULL;
	size_t capacity = 0, kept = 0, doublings = 0;

	for (size_t i = 0; i < 1000; i++) {
		size_t before = capacity;

		squares = memory_grow(squares, i, &capacity, sizeof *squares);
		doublings += capacity != before;
		squares[i] = (int)(i * i);
	}
	for (size_t i = 0; i < 1000; i++)
		kept += squares[i] == (int)(i * i);
	is_int((long long)kept, 1000, "memory_grow keeps what there is");
	is_int((long long)doublings, 7, "and moves it seven times for a thousand: 16, 32, 64, 128, 256, 512, 1024");
	memory_free(squares);
}

int main(void)
{
	unsigned char *zeroed;
	char *text;

	aborting();
	memory_on_failure(on_failure);
	zeroed = memory_zero(3, 7);
	ok(!zeroed[0] && !zeroed[20], "memory_zero zeroes");
	memory_free(zeroed);

	growing();
	text = memory_text("caf\xC3\xA9");
	is_text(text, "caf\xC3\xA9", "memory_text copies");
	memory_free(text);
	ok(memory_text(NULL) == NULL, "no text stays none");
	memory_free(NULL);

	text = memory_alloc(0);
	ok(text != NULL, "nothing is something to free");
	text = memory_resize(text, 0);
	ok(text != NULL, "also after a resize");
	memory_free(text);
	zeroed = memory_zero(0, SIZE_MAX);
	ok(zeroed != NULL, "also when zeroed");
	memory_free(zeroed);

	failing_on_demand();
	overflowing();
	return done_testing();
}
