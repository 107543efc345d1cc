/*
 * Automatic ARIMA over series from a file, one a line: name,season,horizon,y1,y2,... Prints name,form,f1,f2,... and, on
 * standard error, the seconds that the fits and forecasts of all took: the best of as many rounds as asked for.
 *
 *	arima FILE [ROUNDS]
 */
#include <ecom/base.h>
#include <ecom/series.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LONGEST 4096

struct one {
	char name[32];
	size_t season, horizon, n;
	double *y, *mean;
	struct series_fit fit;
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool read_one(char *line, struct one *out)
{
	char *rest = line, *field = strsep(&rest, ",");
	double numbers[LONGEST];
	size_t count = 0;
	snprintf(out->name, sizeof out->name, "%s", field);
	while (count < LONGEST && (field = strsep(&rest, ",\n")) && *field)
		numbers[count++] = strtod(field, NULL);
	if (count < 3)
		return false;
	out->season = (size_t)numbers[0];
	out->horizon = (size_t)numbers[1];
	out->n = count - 2;
	out->y = memory_alloc(out->n * sizeof *out->y);
	memcpy(out->y, numbers + 2, out->n * sizeof *out->y);
	out->mean = memory_zero(3 * out->horizon, sizeof *out->mean);
	return true;
}

static void forecast_one(const struct series_model *model, struct one *s, double *room)
{
	struct series_history history = { .y = s->y, .n = s->n, .season = s->season };
	struct series_settings settings = { .window = 1, .alpha = NAN };
	struct series_path path = { s->mean, s->mean + s->horizon, s->mean + 2 * s->horizon };
	model->fit(&history, &settings, room, &s->fit);
	model->forecast(&s->fit, &history, s->horizon, room, &path);
}

static double measure(const struct series_model *model, struct one *all, size_t count)
{
	double *room = NULL, start;
	size_t most = 0;
	for (size_t i = 0; i < count; i++) {
		struct series_history history = { .y = all[i].y, .n = all[i].n, .season = all[i].season };
		size_t needed = series_room(&model, 1, &history, all[i].horizon);
		most = needed > most ? needed : most;
	}
	room = memory_alloc(most * sizeof *room);
	start = now();
	for (size_t i = 0; i < count; i++)
		forecast_one(model, &all[i], room);
	start = now() - start;
	memory_free(room);
	return start;
}

int main(int argc, char **argv)
{
	const struct series_model *model = series_model_find("arima");
	struct one *all = NULL;
	size_t count = 0, capacity = 0;
	char *line = NULL;
	FILE *in = argc > 1 ? fopen(argv[1], "r") : NULL;
	double best = INFINITY;
	if (!in) {
		fprintf(stderr, "usage: arima FILE [ROUNDS]\n");
		return 64;
	}
	for (size_t size = 0; getline(&line, &size, in) > 0;) {
		if (count == capacity)
			all = memory_resize(all, (capacity = 2 * capacity + 16) * sizeof *all);
		count += read_one(line, &all[count]);
	}
	fclose(in);
	free(line);
	for (int round = argc > 2 ? atoi(argv[2]) : 1; round > 0; round--) {
		double seconds = measure(model, all, count);
		best = seconds < best ? seconds : best;
	}
	for (size_t i = 0; i < count; i++) {
		printf("%s,\"%s\"", all[i].name, all[i].fit.form);
		for (size_t k = 0; k < all[i].horizon; k++)
			printf(",%.10g", all[i].mean[k]);
		putchar('\n');
		memory_free(all[i].y);
		memory_free(all[i].mean);
	}
	memory_free(all);
	fprintf(stderr, "%.6f\n", best);
	return 0;
}
