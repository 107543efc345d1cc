/*
 * generate_history SERIES DAYS [date]: a made-up shop's daily sales as CSV: sku,date,quantity, in the order of SKU and
 * date, or, with "date", of date and SKU. A third sells most days with a weekly rhythm, a third now and then, a third
 * seldom; each with a level, a trend and a rhythm of its own. The same numbers on every machine.
 */
#include <ecom/numeric.h>
#include <ecom/value.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_DAY 19000 /* 2022-01-08 */

struct habit {
	double level, growth, rhythm, phase;
};

static struct habit habit_of(size_t series)
{
	struct numeric_random r = numeric_random_start(1, series);
	static const double LEVELS[3] = { 2.5, 0, -2 }; /* logarithms */
	return (struct habit) {
		.level = LEVELS[series % 3] + numeric_random_normal(&r),
		.growth = 0.001 * numeric_random_normal(&r),
		.rhythm = 0.5 * numeric_random_uniform(&r),
		.phase = 7 * numeric_random_uniform(&r),
	};
}

static int64_t sold(const struct habit *h, size_t series, int64_t day)
{
	struct numeric_random r = numeric_random_start(2 + series, (uint64_t)day);
	double rate = exp(h->level + h->growth * (double)day + h->rhythm * cos(2 * M_PI * ((double)day + h->phase) / 7));
	return numeric_random_poisson(&r, rate * numeric_random_gamma(&r, 3) / 3);
}

static void print_sale(const struct habit *habits, size_t series, int64_t day)
{
	char text[DAY_TEXT_SIZE];
	printf("SKU-%06zu,%s,%lld\n", series, day_print(text, FIRST_DAY + day),
	       (long long)sold(&habits[series], series, day));
}

int main(int argc, char **argv)
{
	int64_t series, days;
	if (argc < 3 || !number_parse_int(argv[1], 1, 10000000, &series) || !number_parse_int(argv[2], 1, 100000, &days))
		return 64;
	struct habit *habits = memory_zero((size_t)series, sizeof *habits);
	for (size_t s = 0; s < (size_t)series; s++)
		habits[s] = habit_of(s);
	puts("sku,date,quantity");
	if (argc > 3 && strcmp(argv[3], "date") == 0) {
		for (int64_t day = 0; day < days; day++)
			for (size_t s = 0; s < (size_t)series; s++)
				print_sale(habits, s, day);
	} else {
		for (size_t s = 0; s < (size_t)series; s++)
			for (int64_t day = 0; day < days; day++)
				print_sale(habits, s, day);
	}
	memory_free(habits);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 74;
}
