/* Every learner finds y = 1 + sin(3 a) b, which no straight line does, and the same again. */
#include "tap.h"

#include <ecom/learn.h>
#include <ecom/numeric.h>
#include <stdlib.h>

#define ROWS	2000
#define COLUMNS 4

static float x[3][ROWS * COLUMNS], y[3][ROWS]; /* to learn from, to check by, to test */

static void make(int part)
{
	struct numeric_random r = numeric_random_start(5, (uint64_t)part);
	for (int i = 0; i < ROWS; i++) {
		float *row = &x[part][i * COLUMNS];
		for (int k = 0; k < COLUMNS; k++)
			row[k] = (float)(2 * numeric_random_uniform(&r) - 1);
		y[part][i] = 1 + sinf(3 * row[0]) * row[1] + 0.1f * (float)numeric_random_normal(&r);
		/* One cell in twenty of a column that does not matter is unknown. */
		if (numeric_random_uniform(&r) < 0.05)
			row[3] = NAN;
	}
}

static double error_of(const float *out)
{
	double sum = 0;
	for (int i = 0; i < ROWS; i++)
		sum += pow(out[i] - fmaxf(y[2][i], 0), 2);
	return sum / ROWS;
}

static void test_learner(enum learn_kind kind, const char *name, const char *modules)
{
	struct learn_table table = { x[0], y[0], NULL, ROWS, COLUMNS }, check = { x[1], y[1], NULL, ROWS, COLUMNS };
	struct learn_settings settings = { 1, 1, modules }, threads = { 1, 3, modules };
	static float out[ROWS], again[ROWS];
	struct learn_model *m;
	struct error err;
	if (!ok(learn_train(kind, &table, &check, &settings, &m, &err) == STATUS_OK, "%s learns", name)) {
		printf("# %s\n", err.message);
		return;
	}
	learn_predict(m, x[2], ROWS, out);
	learn_free(m);
	/* The variance of y is E sin^2(3a) / 3 + 0.01 = 0.183; the noise is 0.01. Half of what can be explained, at the least. */
	double error = error_of(out);
	ok(error < 0.09, "%s: mean squared error %.4f, of 0.183 unexplained", name, error);
	learn_train(kind, &table, &check, &threads, &m, &err);
	learn_predict(m, x[2], ROWS, again);
	learn_free(m);
	ok(memcmp(out, again, sizeof out) == 0, "%s: the same again, from three threads", name);
	/* Without a check it learns by habit. */
	ok(learn_train(kind, &table, NULL, &settings, &m, &err) == STATUS_OK, "%s without a check", name);
	learn_predict(m, x[2], ROWS, again);
	learn_free(m);
	ok(error_of(again) < 0.09, "%s: by habit %.4f", name, error_of(again));
}

/* Where the same cells are 0 once and 4 three times as heavily, the mean is 3; twenty rows are too few for two leaves. */
static void test_weights(void)
{
	float cells[20], came[20], weight[20], out;
	for (int i = 0; i < 20; i++) {
		cells[i] = (float)i;
		came[i] = i % 2 ? 4 : 0;
		weight[i] = i % 2 ? 3 : 1;
	}
	struct learn_table table = { cells, came, weight, 20, 1 };
	struct learn_settings settings = { 1, 1, NULL };
	struct learn_model *m;
	struct error err;
	ok(learn_train(LEARN_TREES, &table, NULL, &settings, &m, &err) == STATUS_OK, "few rows");
	learn_predict(m, cells, 1, &out);
	is_real(out, 3, 1e-6, "trees: errors count by their weight");
	learn_free(m);
}

/* Cells that are all unknown, all the same, or without bounds tell nothing, and hide nothing: where the last column is 1
 * came 2, else 1. */
static void test_odd_tables(void)
{
	static float cells[ROWS * 4], came[ROWS], out[2];
	float ask[8] = { NAN, 7, INFINITY, 0, 5, 7, -INFINITY, 1 };
	for (int i = 0; i < ROWS; i++) {
		float row[4] = { NAN, 7, i % 3 ? INFINITY : -INFINITY, (float)(i % 2) };
		memcpy(&cells[i * 4], row, sizeof row);
		came[i] = (float)(1 + i % 2);
	}
	struct learn_table table = { cells, came, NULL, ROWS, 4 };
	struct learn_settings settings = { 1, 2, NULL };
	struct learn_model *m;
	struct error err;
	learn_train(LEARN_TREES, &table, NULL, &settings, &m, &err);
	learn_predict(m, ask, 2, out);
	/* Half of the columns a tree, each taken for a twentieth: 240 trees leave (1 - 1/20)^120 = 0.002 of the half between. */
	is_real(out[0], 1, 0.04, "trees: one of two values");
	is_real(out[1], 2, 0.04, "and the other");
	learn_free(m);
}

int main(void)
{
	const char *build = getenv("ECOM_BUILD");
	char modules[4096];
	snprintf(modules, sizeof modules, "%s/lib/ecom", build ? build : "build");
	for (int part = 0; part < 3; part++)
		make(part);
	test_learner(LEARN_NETWORK, "network", NULL);
	test_learner(LEARN_SUPPORT_VECTORS, "support vectors", modules);
	test_learner(LEARN_FOREST, "forest", modules);
	test_learner(LEARN_BOOSTED_TREES, "boosted trees", modules);
	test_learner(LEARN_TREES, "trees", NULL);
	test_weights();
	test_odd_tables();
	struct learn_table table = { x[0], y[0], NULL, ROWS, COLUMNS };
	struct learn_settings nowhere = { 1, 1, "/nowhere" }, none = { 1, 1, NULL };
	struct learn_model *m;
	struct error err;
	ok(learn_train(LEARN_FOREST, &table, NULL, &nowhere, &m, &err) == STATUS_CONFIG && !m, "a module that is not there");
	ok(learn_train(LEARN_FOREST, &table, NULL, &none, &m, &err) == STATUS_CONFIG, "nor a folder");
	return done_testing();
}
