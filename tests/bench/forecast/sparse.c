/*
 * Speed of the models of intermittent demand: each is fitted to every series of a file, one a line of numbers, and
 * forecasts three steps; again and again for a while. Prints name, series a second, and the sum of the forecasts, so
 * that nothing is left out.
 */
#include <ecom/base.h>
#include <ecom/series.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STEPS	3
#define ROUNDS	5
#define SECONDS 0.1 /* a round at least */

struct series_list {
	struct series_history *items;
	size_t count;
};

static double *read_numbers(const char *line, size_t *n)
{
	double *y = memory_alloc((strlen(line) / 2 + 1) * sizeof *y);
	char *end;
	for (*n = 0;; line = end) {
		double value = strtod(line, &end);
		if (end == line)
			return y;
		y[(*n)++] = value;
	}
}

static struct series_list read_list(FILE *file)
{
	struct series_list list = { 0 };
	char *line = NULL;
	size_t size = 0;
	while (getline(&line, &size, file) > 0) {
		struct series_history h = { .season = 1 };
		h.y = read_numbers(line, &h.n);
		list.items = memory_resize(list.items, (list.count + 1) * sizeof *list.items);
		list.items[list.count++] = h;
	}
	free(line);
	return list;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double run(const struct series_list *list, const struct series_model *model, double *room)
{
	const struct series_settings settings = { .window = 1, .alpha = NAN };
	double mean[STEPS], variance[STEPS], total[STEPS], sum = 0;
	struct series_path path = { mean, variance, total };
	for (size_t i = 0; i < list->count; i++) {
		struct series_fit fit;
		model->fit(&list->items[i], &settings, room, &fit);
		model->forecast(&fit, &list->items[i], STEPS, room, &path);
		sum += mean[0] + total[STEPS - 1];
	}
	return sum;
}

int main(int argc, char **argv)
{
	static const char *const MODELS[] = { "croston", "sba", "tsb", "adida", "imapa" };
	struct series_list list = read_list(stdin);
	size_t longest = 0;
	for (size_t i = 0; i < list.count; i++)
		longest = list.items[i].n > longest ? list.items[i].n : longest;
	struct series_history largest = { .n = longest, .season = 1 };
	for (size_t m = 0; m < ARRAY_LENGTH(MODELS); m++) {
		const struct series_model *model = series_model_find(MODELS[m]);
		double *room = memory_zero(series_room(&model, 1, &largest, STEPS), sizeof *room), best = 0, sum = 0;
		for (int round = 0; round < ROUNDS; round++) {
			double start = now(), end = start, passes = 0;
			for (; end - start < SECONDS; end = now(), passes++)
				sum = run(&list, model, room);
			best = fmax(best, passes * (double)list.count / (end - start));
		}
		printf("%s %.0f %.9g\n", model->name, best, sum);
		memory_free(room);
	}
	for (size_t i = 0; i < list.count; i++)
		memory_free((void *)list.items[i].y);
	memory_free(list.items);
	(void)argv;
	return argc != 1;
}
