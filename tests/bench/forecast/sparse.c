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
#define CELLS	512

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

static void print_speed(const struct series_list *list, size_t longest)
{
	static const char *const MODELS[] = { "croston", "sba", "tsb", "adida", "imapa" };
	struct series_history largest = { .n = longest, .season = 1 };
	for (size_t m = 0; m < ARRAY_LENGTH(MODELS); m++) {
		const struct series_model *model = series_model_find(MODELS[m]);
		double *room = memory_zero(series_room(&model, 1, &largest, STEPS), sizeof *room), best = 0, sum = 0;
		for (int round = 0; round < ROUNDS; round++) {
			double start = now(), end = start, passes = 0;
			for (; end - start < SECONDS; end = now(), passes++)
				sum = run(list, model, room);
			best = fmax(best, passes * (double)list->count / (end - start));
		}
		printf("%s %.0f %.9g\n", model->name, best, sum);
		memory_free(room);
	}
}

static enum series_lead_blend choose_blend(const struct series_list *list, size_t periods, size_t held, double level,
					   double *room, struct numeric_pmf *vector)
{
	struct series_lead_scores scores = { .level = level };
	for (size_t i = 0; i < list->count; i++) {
		struct series_history before = list->items[i];
		before.n -= held;
		series_lead_score(&before, NUMERIC_COUNT, periods, SERIES_LEAD_ORIGINS, room, vector, &scores);
	}
	enum series_lead_blend blend = series_lead_choose(&scores);
	for (int i = 0; i < SERIES_LEAD_BLENDS; i++)
		fprintf(stderr, "blend %d %.6g %.4f%s\n", i, scores.loss[i] / (double)scores.origins,
			scores.covered[i] / (double)scores.origins, i == (int)blend ? " chosen" : "");
	return blend;
}

static void print_quantiles(const struct series_list *list, size_t longest, size_t periods, size_t held, double level)
{
	double *room = memory_zero(series_lead_room(longest, CELLS), sizeof *room), cells[CELLS], certain[1], q,
	       count = 0;
	struct numeric_pmf vector = { .room = CELLS, .p = cells }, lead = { .unit = 1, .room = 1, .p = certain };
	numeric_pmf_certain((int64_t)periods, &lead);
	enum series_lead_blend blend = choose_blend(list, periods, held, level, room, &vector);
	double start = now();
	for (size_t i = 0; i < list->count; i++) {
		struct series_history before = list->items[i];
		for (before.n -= held; before.n + periods <= list->items[i].n; before.n += periods, count++) {
			series_lead_demand(&before, NUMERIC_COUNT, &lead, blend, room, &vector);
			numeric_pmf_quantiles(&vector, &level, 1, &q);
			printf("%g ", q);
		}
		putchar('\n');
	}
	fprintf(stderr, "speed %.0f\n", count / (now() - start));
	memory_free(room);
}

int main(int argc, char **argv)
{
	struct series_list list = read_list(stdin);
	size_t longest = 0;
	for (size_t i = 0; i < list.count; i++)
		longest = list.items[i].n > longest ? list.items[i].n : longest;
	if (argc == 4)
		print_quantiles(&list, longest, strtoul(argv[1], NULL, 10), strtoul(argv[2], NULL, 10), atof(argv[3]));
	else
		print_speed(&list, longest);
	for (size_t i = 0; i < list.count; i++)
		memory_free((void *)list.items[i].y);
	memory_free(list.items);
	return 0;
}
