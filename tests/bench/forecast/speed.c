/*
 * Speed of the smoothing models, on one processor: each is fitted to every series of standard input (a line: season,
 * horizon, the numbers) and forecasts; again and again for a while. Prints name, series a second of the best round, and
 * the sum of the means, so that nothing is left out.
 *
 *   speed MODEL...
 */
#include <ecom/base.h>
#include <ecom/series.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS	5
#define SECONDS 0.2 /* a round at least */

struct job {
	struct series_history history;
	size_t h;
};

static struct job *jobs;
static size_t count;

static void read_jobs(void)
{
	char *line = NULL, *at, *end;
	for (size_t size = 0; getline(&line, &size, stdin) > 0;) {
		double *y = memory_alloc((strlen(line) / 2 + 1) * sizeof *y);
		struct job job = { .history = { .y = y } };
		job.history.season = strtoul(line, &at, 10);
		job.h = strtoul(at, &at, 10);
		for (; y[job.history.n] = strtod(at, &end), end != at; at = end)
			job.history.n++;
		jobs = memory_resize(jobs, (count + 1) * sizeof *jobs);
		jobs[count++] = job;
	}
	free(line);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double run(const struct series_model *model, double *room, double *path)
{
	static const struct series_settings SETTINGS = { 1, NAN };
	double sum = 0;
	for (size_t i = 0; i < count; i++) {
		size_t h = jobs[i].h;
		struct series_path out = { path, path + h, path + 2 * h };
		struct series_fit fit;
		model->fit(&jobs[i].history, &SETTINGS, room, &fit);
		model->forecast(&fit, &jobs[i].history, h, room, &out);
		sum += path[h - 1];
	}
	return sum;
}

static void measure(const struct series_model *model)
{
	size_t room = 0, longest = 0;
	double best = 0, sum = 0;
	for (size_t i = 0; i < count; i++) {
		size_t own = series_room(&model, 1, &jobs[i].history, jobs[i].h);
		room = own > room ? own : room;
		longest = jobs[i].h > longest ? jobs[i].h : longest;
	}
	double *work = memory_zero(room + 1, sizeof *work), *path = memory_zero(3 * longest + 1, sizeof *path);
	for (int round = 0; round < ROUNDS; round++) {
		double start = now(), end = start, passes = 0;
		for (; end - start < SECONDS; end = now(), passes++)
			sum = run(model, work, path);
		double rate = passes * (double)count / (end - start);
		best = rate > best ? rate : best;
	}
	printf("%s %.0f %.9g\n", model->name, best, sum);
	memory_free(path);
	memory_free(work);
}

int main(int argc, char **argv)
{
	read_jobs();
	for (int i = 1; i < argc && count > 0; i++) {
		const struct series_model *model = series_model_find(argv[i]);
		if (model)
			measure(model);
	}
	return 0;
}
