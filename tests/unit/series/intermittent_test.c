/*
 * Models of intermittent demand. The numbers were found by R 4.2.2 with the recursions written out, levels from the
 * means of the history:
 *   ses <- function(x, a, l) Reduce(function(l, v) l + a * (v - l), x, l)
 *   z <- y[y > 0]; p <- diff(c(0, which(y > 0)))
 * and the smoothing constants by which.min over the grids.
 */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>

static const struct series_settings BEST = { .window = 3, .alpha = NAN }, GIVEN = { .window = 3, .alpha = 0.1 };
static const double SPARSE[] = { 0, 0, 3, 0, 1, 0, 0, 0, 4, 2, 0, 0, 5, 0, 0, 0, 1, 0, 0, 2 };
static const double RISING[] = { 1, 0, 2, 0, 0, 1, 0, 1, 6, 0, 8, 7, 0, 9, 5, 0, 8, 6, 9, 0, 7, 11 };
static const char *const MODELS[] = { "croston", "sba", "tsb", "adida", "imapa" };

struct outcome {
	struct series_fit fit;
	double mean[4], variance[4], total[4];
};

static struct outcome run(const char *name, const struct series_settings *settings, const double *y, size_t n)
{
	const struct series_model *model = series_model_find(name);
	struct series_history history = { .y = y, .n = n, .season = 1 };
	struct outcome out;
	struct series_path path = { out.mean, out.variance, out.total };
	double *room = memory_zero(model->room(&history, 4), sizeof *room);
	model->fit(&history, settings, room, &out.fit);
	model->forecast(&out.fit, &history, 4, room, &path);
	memory_free(room);
	return out;
}

static void test_rates(void)
{
	is_real(run("croston", &GIVEN, SPARSE, 20).mean[0], 0.885234011719098, 1e-13, "croston, constant given");
	is_real(run("croston", &BEST, SPARSE, 20).mean[0], 0.885234011719098, 1e-13, "croston, constant found");
	is_real(run("sba", &GIVEN, SPARSE, 20).mean[0], 0.95 * 0.885234011719098, 1e-13, "sba: 5 % less");
	is_real(run("tsb", &BEST, SPARSE, 20).mean[0], 0.893881823602141, 1e-13, "tsb");
	is_real(run("adida", &BEST, SPARSE, 20).mean[3], 0.934495566666667, 1e-13, "adida, buckets of 3");
	is_real(run("imapa", &BEST, SPARSE, 20).mean[3], 0.909512037717548, 1e-13, "imapa, buckets of 1 to 3");
}

static void test_grids(void)
{
	struct outcome o = run("croston", &BEST, RISING, 22);
	is_real(o.fit.alpha, 0.3, 1e-15, "croston: constant of the sizes");
	is_real(o.fit.beta, 0.1, 1e-15, "croston: constant of the intervals");
	is_real(o.mean[0], 5.50596680087911, 1e-13, "croston, rising");
	o = run("tsb", &BEST, RISING, 22);
	ok(o.fit.alpha == 0.8 && o.fit.beta == 0.01, "tsb: constants of the grid");
	is_real(o.mean[0], 6.54212392809452, 1e-13, "tsb, rising");
	is_real(run("adida", &BEST, RISING, 22).mean[0], 5.84957173287273, 1e-13, "adida, rising");
	is_real(run("imapa", &BEST, RISING, 22).mean[0], 6.07468308487743, 1e-13, "imapa, rising");
}

/* Squared errors of tsb on RISING from the same R, and of the sums of 5 periods of croston on SPARSE. */
static void test_spread(void)
{
	struct outcome o = run("tsb", &BEST, RISING, 22);
	is_real(o.variance[0] * 20, 253.919561094317, 1e-9, "tsb: the squared errors of the best constants");
	is_real(o.fit.degrees, 20, 0, "of 22 errors two are spent");
	ok(o.variance[3] == o.variance[0] && o.total[0] == o.variance[0], "all steps have the same variance");
	for (size_t i = 0; i < ARRAY_LENGTH(MODELS); i++) {
		o = run(MODELS[i], &BEST, RISING, 22);
		ok(o.total[3] > 4 * o.variance[0] && o.total[3] <= 16 * o.variance[0],
		   "%s: errors of steps share that of the rate", MODELS[i]);
	}
}

/* A quarter of these 16 periods is a window of 4. With the constant 0 the rate is the mean, 1. */
static void test_windows(void)
{
	static const double RUNS[] = { 0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0, 2, 2, 2, 2 };
	static const struct series_settings FLAT = { .window = 3, .alpha = 0 };
	/* Sums of 4 less 4: -4 -2 0 2 4 2 0 -2 -4 -2 0 2 4; their mean square is 88/13. */
	struct outcome o = run("tsb", &FLAT, RUNS, 16);
	double variance = 16.0 / 14, total = 88.0 / 13 * 16 / 14, shared = (total - 4 * variance) / 12;
	is_real(o.variance[0], variance, 1e-14, "windows: variance of a step");
	is_real(o.total[3], total, 1e-13, "windows: runs of demand make the sum of four uncertain");
	is_real(o.total[1], 2 * (variance - shared) + 4 * shared, 1e-13, "windows: and that of two");
}

static void test_few(void)
{
	static const double NONE[12], ONE[] = { 0, 0, 0, 6 }, FIRST[] = { 6, 0, 0, 0 }, BACK[] = { 2, 0, -5, 2 },
				      NETTED[] = { 2, 0, 0, 2 };
	for (size_t i = 0; i < ARRAY_LENGTH(MODELS); i++) {
		struct outcome o = run(MODELS[i], &BEST, NONE, 12);
		ok(o.mean[0] == 0 && o.variance[0] == 0 && o.total[3] == 0, "%s: no demand, none to come", MODELS[i]);
		o = run(MODELS[i], &BEST, ONE + 3, 1);
		ok(fabs(o.mean[3] - 6) < 1e-12 && o.fit.degrees == 0, "%s: one period tells no error", MODELS[i]);
		o = run(MODELS[i], &BEST, FIRST, 4);
		ok(isfinite(o.mean[0]) && o.mean[0] > 0 && isfinite(o.total[3]), "%s: one demand, then none",
		   MODELS[i]);
		struct outcome back = run(MODELS[i], &BEST, BACK, 4), netted = run(MODELS[i], &BEST, NETTED, 4);
		ok(back.mean[0] == netted.mean[0] && back.total[3] == netted.total[3], "%s: returns count as none",
		   MODELS[i]);
	}
	is_real(run("croston", &BEST, ONE, 4).mean[0], 1.5, 1e-15, "croston: 6 in 4 periods");
	is_real(run("adida", &BEST, ONE, 4).mean[0], 1.5, 1e-15, "adida: 6 in a bucket of 4");
}

/* The constants of one history run over another. */
static void test_other_history(void)
{
	static const double NONE[12];
	for (size_t i = 0; i < ARRAY_LENGTH(MODELS); i++) {
		const struct series_model *model = series_model_find(MODELS[i]);
		struct series_history rising = { .y = RISING, .n = 22, .season = 1 }, part = rising;
		struct series_history none = { .y = NONE, .n = 12, .season = 1 };
		struct series_fit fit;
		double mean[2], again[2], room[64];
		struct series_path path = { mean, NULL, NULL }, second = { again, NULL, NULL };
		model->fit(&rising, &BEST, room, &fit);
		part.n = 9;
		model->forecast(&fit, &part, 2, room, &path);
		part.n = 22;
		model->forecast(&fit, &part, 2, room, &second);
		ok(mean[0] > 0 && mean[0] < again[0], "%s: the states are those of the shorter history", MODELS[i]);
		model->fit(&none, &BEST, room, &fit);
		model->forecast(&fit, &part, 2, room, &path);
		ok(isfinite(mean[0]) && mean[0] >= 0, "%s: fitted to none, run over some", MODELS[i]);
	}
}

int main(void)
{
	test_rates();
	test_grids();
	test_spread();
	test_windows();
	test_few();
	test_other_history();
	return done_testing();
}
