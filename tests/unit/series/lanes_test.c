/* The same numbers, to the last bit, whatever the processor's registers; and numbers for whatever history. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>
#include <series/lanes.h>

#define LONGEST 400
#define STEPS	30
static const char *const NAMES[] = { "ses", "holt", "damped", "theta", "optimised-theta", "ets", "ensemble", "arima",
				     "ces", "weekly" };
static double room[1 << 17];

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t random_state = 7;
static double uniform(void)
{
	uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return ((double)((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53;
}

struct outcome {
	struct series_fit fit;
	double mean[STEPS], variance[STEPS], total[STEPS];
};

static void run(const char *name, const double *y, size_t n, size_t season, struct outcome *out)
{
	static const struct series_settings SETTINGS = { 1, NAN };
	const struct series_model *model = series_model_find(name);
	struct series_history history = { .y = y, .n = n, .season = season };
	struct series_path path = { out->mean, out->variance, out->total };
	/* What a model has not written must not matter. */
	for (size_t i = 0; i < ARRAY_LENGTH(room); i++)
		room[i] = NAN;
	if (model->room && model->room(&history, STEPS) > ARRAY_LENGTH(room))
		printf("# not enough room\n");
	model->fit(&history, &SETTINGS, room, &out->fit);
	model->forecast(&out->fit, &history, STEPS, room, &path);
}

typedef double maker(size_t t, size_t m);
static double wave(size_t t, size_t m)
{
	return 100 + (double)t / 2 + 30 * sin(2 * M_PI * (double)t / (double)m) + 10 * uniform();
}
static double growth(size_t t, size_t m)
{
	return exp((double)t / 60) * (50 + 20 * cos(2 * M_PI * (double)t / (double)m)) * (0.9 + 0.2 * uniform());
}
static double rare(size_t t, size_t m)
{
	(void)t;
	(void)m;
	return uniform() < 0.3 ? floor(9 * uniform()) : 0;
}
static double below(size_t t, size_t m)
{
	return 20 - (double)t + 7 * uniform() + (double)(t % m);
}
static double nothing(size_t t, size_t m)
{
	(void)t;
	(void)m;
	return 0;
}
static double constant(size_t t, size_t m)
{
	(void)t;
	(void)m;
	return 7;
}
static double huge(size_t t, size_t m)
{
	return t % m == 0 ? 5e11 : 1e-3;
}
static double jump(size_t t, size_t m)
{
	(void)m;
	return t < 50 ? 1e-6 : 1e9;
}

static const struct {
	const char *name;
	maker *make;
} MAKERS[] = {
	{ "a wave", wave },   { "growth", growth },	  { "rare sales", rare }, { "a fall below zero", below },
	{ "zeros", nothing }, { "a constant", constant }, { "spikes", huge },	  { "a jump", jump },
};
static const size_t SEASONS[] = { 1, 2, 4, 7, 12, 24, 52, 365 },
		    LENGTHS[] = { 4, 5, 6, 9, 13, 25, 37, 60, 113, LONGEST };

static bool is_number(const struct outcome *o)
{
	for (int i = 0; i < STEPS; i++)
		if (!isfinite(o->mean[i]) || !isfinite(o->variance[i]) || !isfinite(o->total[i]) ||
		    o->variance[i] < 0 || o->total[i] < 0)
			return false;
	return isfinite(o->fit.variance) && o->fit.degrees >= 0;
}

static bool same(const struct outcome *a, const struct outcome *b)
{
	return memcmp(a->mean, b->mean, sizeof a->mean) == 0 &&
	       memcmp(a->variance, b->variance, sizeof a->variance) == 0 &&
	       memcmp(a->total, b->total, sizeof a->total) == 0;
}

static void test_model(const char *name, size_t maker_number)
{
	static struct outcome first, other;
	char where[80] = "";
	bool numbers = true, equal = true;
	for (size_t s = 0; s < ARRAY_LENGTH(SEASONS); s++) {
		double y[LONGEST];
		if (strcmp(name, "weekly") == 0 && SEASONS[s] != 52)
			continue;
		for (size_t t = 0; t < LONGEST; t++)
			y[t] = MAKERS[maker_number].make(t, SEASONS[s] > 1 ? SEASONS[s] : 5);
		for (size_t l = 0; l < ARRAY_LENGTH(LENGTHS) && numbers && equal; l++) {
			series_lane_set_use(LANE_BASE);
			run(name, y, LENGTHS[l], SEASONS[s], &first);
			numbers = is_number(&first);
			for (int set = LANE_BASE + 1; set < LANE_SETS && equal; set++) {
				if (!series_lane_set_supported(set))
					continue;
				series_lane_set_use(set);
				run(name, y, LENGTHS[l], SEASONS[s], &other);
				equal = same(&first, &other);
			}
			snprintf(where, sizeof where, "%zu periods, season %zu", LENGTHS[l], SEASONS[s]);
		}
	}
	ok(numbers, "%s, %s: numbers%s%s", name, MAKERS[maker_number].name, numbers ? "" : ": not at ",
	   numbers ? "" : where);
	ok(equal, "%s, %s: the same in all registers%s%s", name, MAKERS[maker_number].name, equal ? "" : ": not at ",
	   equal ? "" : where);
}

int main(void)
{
	for (int set = LANE_BASE + 1; set < LANE_SETS; set++)
		if (!series_lane_set_supported(set))
			printf("# instruction set %d is not here: not compared\n", set);
	for (size_t k = 0; k < ARRAY_LENGTH(NAMES); k++)
		for (size_t i = 0; i < ARRAY_LENGTH(MAKERS); i++)
			test_model(NAMES[k], i);
	return done_testing();
}
