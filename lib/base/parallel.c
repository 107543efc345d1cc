#include <ecom/base.h>

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

struct crew {
	parallel_body *body;
	void *ctx;
	size_t count;
	atomic_size_t next;
};

struct worker {
	struct crew *crew;
	size_t number;
	pthread_t thread;
	bool started;
};

size_t parallel_processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (size_t)n : 1;
}

static void *work(void *argument)
{
	struct worker *w = argument;

	for (size_t i; (i = atomic_fetch_add(&w->crew->next, 1)) < w->crew->count;)
		w->crew->body(w->crew->ctx, w->number, i);
	return NULL;
}

/* A thread that cannot be had leaves its share to the others. */
void parallel_run(size_t jobs, size_t count, parallel_body *body, void *ctx)
{
	struct crew crew = { .body = body, .ctx = ctx, .count = count };

	jobs = jobs > count ? count : jobs;
	struct worker *workers = memory_zero(jobs ? jobs : 1, sizeof *workers);
	for (size_t i = 0; i < (jobs ? jobs : 1); i++)
		workers[i] = (struct worker) { .crew = &crew, .number = i };
	for (size_t i = 1; i < jobs; i++)
		workers[i].started = pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
	work(&workers[0]);
	for (size_t i = 1; i < jobs; i++)
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
	memory_free(workers);
}
