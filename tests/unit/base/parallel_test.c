/* Every index once, whatever the number of threads. */
#include "tap.h"

#include <ecom/base.h>
#include <stdatomic.h>

#define THINGS 10000

struct tally {
	atomic_int seen[THINGS];
	atomic_int beyond; /* workers of no such number */
	size_t jobs;
};

static void count(void *ctx, size_t worker, size_t index)
{
	struct tally *t = ctx;

	atomic_fetch_add(&t->seen[index], 1);
	if (worker >= (t->jobs ? t->jobs : 1))
		atomic_fetch_add(&t->beyond, 1);
}

int main(void)
{
	static const size_t JOBS[] = { 0, 1, 2, 3, 16 };
	for (size_t j = 0; j < ARRAY_LENGTH(JOBS); j++) {
		static struct tally t;
		int once = 0;
		memset(&t, 0, sizeof t);
		t.jobs = JOBS[j];
		parallel_run(t.jobs, THINGS, count, &t);
		for (size_t i = 0; i < THINGS; i++)
			once += atomic_load(&t.seen[i]) == 1;
		is_int(once, THINGS, "each once");
		is_int(atomic_load(&t.beyond), 0, "workers are numbered below their number");
	}
	parallel_run(4, 0, count, NULL);
	ok(parallel_processors() >= 1, "there is a processor");
	return done_testing();
}
