/* Forest and boosted trees by XGBoost, in a module of their own: opened when asked for. */
#include "learn_impl.h"

#include <stdio.h>
#include <xgboost/c_api.h>

#define ROUNDS	 400 /* of boosting, at the most */
#define PATIENCE 30
#define HABIT	 80
#define TREES	 120 /* of the forest */

struct trees {
	BoosterHandle booster;
};

struct setting {
	const char *name, *value;
};
static const struct setting COMMON[] = {
	{ "tree_method", "hist" }, { "max_bin", "255" }, { "nthread", "1" }, { "verbosity", "0" },
	{ "objective", "reg:squarederror" }, { "base_score", "1" }, { NULL, NULL },
};
/* Breiman 2001: each tree a share of the rows, each split a share of the columns, nothing shrunk. */
static const struct setting FOREST[] = {
	{ "subsample", "0.632" }, { "colsample_bynode", "0.4" }, { "learning_rate", "1" }, { "max_depth", "12" },
	{ "min_child_weight", "5" }, { "lambda", "0" }, { NULL, NULL },
};
static const struct setting BOOSTED[] = {
	{ "subsample", "0.8" }, { "colsample_bytree", "0.8" }, { "learning_rate", "0.05" }, { "max_depth", "6" },
	{ "min_child_weight", "30" }, { "lambda", "1" }, { NULL, NULL },
};

static bool make_matrix(const struct learn_table *t, DMatrixHandle *out)
{
	*out = NULL;
	return XGDMatrixCreateFromMat(t->x, t->rows, t->columns, NAN, out) == 0 &&
	       XGDMatrixSetFloatInfo(*out, "label", t->y, t->rows) == 0 &&
	       (!t->weight || XGDMatrixSetFloatInfo(*out, "weight", t->weight, t->rows) == 0);
}

static bool set_all(BoosterHandle b, const struct setting *s)
{
	for (; s->name; s++)
		if (XGBoosterSetParam(b, s->name, s->value) != 0)
			return false;
	return true;
}

static const float *predictions(BoosterHandle b, DMatrixHandle m)
{
	static const char CONFIG[] = "{\"type\":0,\"training\":false,\"iteration_begin\":0,\"iteration_end\":0,\"strict_shape\":false}";
	const bst_ulong *shape;
	bst_ulong dimensions;
	const float *out = NULL;

	return XGBoosterPredictFromDMatrix(b, m, CONFIG, &shape, &dimensions, &out) == 0 ? out : NULL;
}

static double check_error(BoosterHandle b, DMatrixHandle m, const struct learn_table *t)
{
	const float *p = predictions(b, m);
	double sum = 0;

	for (size_t i = 0; p && i < t->rows; i++)
		sum += ((double)p[i] - t->y[i]) * ((double)p[i] - t->y[i]);
	return p ? sum : INFINITY;
}

static bool boost(BoosterHandle b, DMatrixHandle own, DMatrixHandle other, const struct learn_table *check, size_t *effort)
{
	size_t most = check ? ROUNDS : *effort ? *effort : HABIT, best_round = 1;
	double best = INFINITY;

	for (size_t round = 1; round <= most; round++) {
		if (XGBoosterUpdateOneIter(b, (int)round - 1, own) != 0)
			return false;
		if (!check || round % 5 != 0)
			continue;
		double error = check_error(b, other, check);
		if (error < best) {
			best = error;
			best_round = round;
		}
		if (round >= best_round + PATIENCE)
			break;
	}
	if (check)
		*effort = best_round;
	return true;
}

static void free_trees(void *state)
{
	struct trees *t = state;
	if (t->booster)
		XGBoosterFree(t->booster);
	memory_free(t);
}

static void *train(const struct learn_table *table, const struct learn_table *check, const struct learn_settings *settings,
		   size_t *effort, bool forest, char *message, size_t message_size)
{
	struct trees *t = memory_zero(1, sizeof *t);
	DMatrixHandle own = NULL, other = NULL;
	char number[32];

	snprintf(number, sizeof number, "%u", (unsigned)(settings->seed & 0x7fffffff));
	bool done = make_matrix(table, &own) && (!check || make_matrix(check, &other)) &&
		    XGBoosterCreate(&own, 1, &t->booster) == 0 && set_all(t->booster, COMMON) &&
		    set_all(t->booster, forest ? FOREST : BOOSTED) && XGBoosterSetParam(t->booster, "seed", number) == 0;
	if (done && forest) {
		snprintf(number, sizeof number, "%d", TREES);
		done = XGBoosterSetParam(t->booster, "num_parallel_tree", number) == 0 &&
		       XGBoosterUpdateOneIter(t->booster, 0, own) == 0;
	} else if (done) {
		done = boost(t->booster, own, other, check, effort);
	}
	if (!done)
		snprintf(message, message_size, "%.*s", (int)message_size - 1, XGBGetLastError());
	if (own)
		XGDMatrixFree(own);
	if (other)
		XGDMatrixFree(other);
	if (!done) {
		free_trees(t);
		return NULL;
	}
	return t;
}

static void *train_forest(const struct learn_table *table, const struct learn_table *check,
			  const struct learn_settings *settings, size_t *effort, char *message, size_t message_size)
{
	(void)check; /* there is nothing to stop early */
	return train(table, NULL, settings, effort, true, message, message_size);
}

static void *train_boosted(const struct learn_table *table, const struct learn_table *check,
			   const struct learn_settings *settings, size_t *effort, char *message, size_t message_size)
{
	return train(table, check, settings, effort, false, message, message_size);
}

static void predict_trees(const void *state, const float *x, size_t rows, size_t columns, float *out)
{
	const struct trees *t = state;
	DMatrixHandle m = NULL;
	const float *p = rows && XGDMatrixCreateFromMat(x, rows, columns, NAN, &m) == 0 ? predictions(t->booster, m) : NULL;

	for (size_t i = 0; i < rows; i++)
		out[i] = p ? p[i] : 1;
	if (m)
		XGDMatrixFree(m);
}

const struct learn_driver learn_forest = { LEARN_ABI, false, true, train_forest, predict_trees, free_trees };
const struct learn_driver learn_boosted_trees = { LEARN_ABI, false, false, train_boosted, predict_trees, free_trees };
