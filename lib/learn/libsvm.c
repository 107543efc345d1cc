/* Support vector regression by LIBSVM, in a module of its own: opened when asked for. */
#include "learn_impl.h"

#include <libsvm/svm.h>
#include <stdio.h>

#define TUBE 0.1 /* errors up to here, of the level, cost nothing */

/* Stiffness to try: the price of an error outside the tube. */
static const double PRICES[] = { 0.3, 1, 4 };
#define HABIT 2 /* of them: the second */

/* Rows in LIBSVM's sparse form: index and value, an index of -1 at the end of each. */
struct nodes {
	struct svm_node *all, **rows;
	double *y;
	size_t count;
};
struct machine {
	struct svm_model *model;
	struct nodes nodes; /* the support vectors are kept in the rows that were learnt from */
};

static struct nodes make_nodes(const float *x, const float *y, size_t rows, size_t columns)
{
	struct nodes n = { memory_alloc((rows * (columns + 1) + 1) * sizeof *n.all), memory_alloc((rows + 1) * sizeof *n.rows),
			   memory_zero(rows + 1, sizeof *n.y), rows };
	struct svm_node *at = n.all;

	for (size_t i = 0; i < rows; i++) {
		n.rows[i] = at;
		n.y[i] = y ? y[i] : 0;
		for (size_t k = 0; k < columns; k++)
			if (x[i * columns + k] != 0)
				*at++ = (struct svm_node) { (int)k + 1, x[i * columns + k] };
		*at++ = (struct svm_node) { -1, 0 };
	}
	return n;
}

static void free_nodes(struct nodes *n)
{
	memory_free(n->all);
	memory_free(n->rows);
	memory_free(n->y);
}

static void say_nothing(const char *text)
{
	(void)text;
}

static void free_machine(void *state)
{
	struct machine *m = state;
	if (m->model)
		svm_free_and_destroy_model(&m->model);
	free_nodes(&m->nodes);
	memory_free(m);
}

static struct machine *learn(const struct learn_table *t, double price)
{
	struct machine *m = memory_zero(1, sizeof *m);
	struct svm_parameter p = { .svm_type = EPSILON_SVR, .kernel_type = RBF, .gamma = 1 / (double)t->columns, .C = price,
				   .p = TUBE, .cache_size = 100, .eps = 0.01, .shrinking = 1 };

	svm_set_print_string_function(say_nothing);
	m->nodes = make_nodes(t->x, t->y, t->rows, t->columns);
	struct svm_problem problem = { (int)t->rows, m->nodes.y, m->nodes.rows };
	m->model = svm_train(&problem, &p);
	return m;
}

static void predict_machine(const void *state, const float *x, size_t rows, size_t columns, float *out)
{
	const struct machine *m = state;
	struct nodes n = make_nodes(x, NULL, rows, columns);

	for (size_t i = 0; i < rows; i++)
		out[i] = (float)svm_predict(m->model, n.rows[i]);
	free_nodes(&n);
}

static double check_error(const struct machine *m, const struct learn_table *t)
{
	float *out = memory_alloc((t->rows + 1) * sizeof *out);
	double sum = 0;

	predict_machine(m, t->x, t->rows, t->columns, out);
	for (size_t i = 0; i < t->rows; i++)
		sum += ((double)out[i] - t->y[i]) * ((double)out[i] - t->y[i]);
	memory_free(out);
	return sum;
}

static void *train_machine(const struct learn_table *table, const struct learn_table *check,
			   const struct learn_settings *settings, size_t *effort, char *message, size_t message_size)
{
	double best = INFINITY;

	(void)settings;
	(void)message;
	(void)message_size;
	for (size_t i = 0; check && i < ARRAY_LENGTH(PRICES); i++) {
		struct machine *m = learn(table, PRICES[i]);
		double error = check_error(m, check);
		if (error < best) {
			best = error;
			*effort = i + 1;
		}
		free_machine(m);
	}
	return learn(table, PRICES[(*effort ? *effort : HABIT) - 1]);
}

const struct learn_driver learn_support_vectors = { LEARN_ABI,	   true,	    false,
						     train_machine, predict_machine, free_machine };
