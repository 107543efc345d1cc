/*
 * A small neural network: one hidden layer of rectified units, a linear output, squared error, trained by Adam (Kingma, Ba
 * 2015) in batches, stopped early by what it does on the check (Prechelt 1998). One thread, one order: the same every time.
 */
#include "learn_impl.h"

#include <ecom/numeric.h>

#define HIDDEN	  24
#define BATCH	  64
#define EPOCHS	  40 /* at the most */
#define PATIENCE  5
#define HABIT	  15 /* epochs without a check */
#define RATE	  0.003f
#define DECAY1	  0.9f
#define DECAY2	  0.999f
#define SMALL	  1e-8f
#define SHRINK	  1e-4f /* of the weights, at every step: fewer wild ones */

struct network {
	size_t columns, count;
	float *weight, *slope, *first, *second; /* count each: hidden rows with their bias, then the output's */
	size_t steps;
};

static float *hidden_row(float *weights, const struct network *n, size_t unit)
{
	return weights + unit * (n->columns + 1);
}

static float *output_row(float *weights, const struct network *n)
{
	return weights + HIDDEN * (n->columns + 1);
}

static float answer(const struct network *n, const float *x, float *active)
{
	const float *output = output_row(n->weight, n);
	float sum = output[HIDDEN];

	for (size_t u = 0; u < HIDDEN; u++) {
		const float *row = hidden_row(n->weight, n, u);
		float in = row[n->columns];
		for (size_t k = 0; k < n->columns; k++)
			in += row[k] * x[k];
		active[u] = in > 0 ? in : 0;
		sum += output[u] * active[u];
	}
	return sum;
}

/* The slope of the squared error of one row, added. */
static void add_slope(struct network *n, const float *x, float y)
{
	float active[HIDDEN], error = answer(n, x, active) - y;
	const float *output = output_row(n->weight, n);
	float *output_slope = output_row(n->slope, n);

	output_slope[HIDDEN] += error;
	for (size_t u = 0; u < HIDDEN; u++) {
		output_slope[u] += error * active[u];
		if (active[u] <= 0)
			continue;
		float *row = hidden_row(n->slope, n, u), back = error * output[u];
		for (size_t k = 0; k < n->columns; k++)
			row[k] += back * x[k];
		row[n->columns] += back;
	}
}

static void step_weights(struct network *n, size_t rows)
{
	n->steps++;
	float rest1 = 1 - powf(DECAY1, (float)n->steps), rest2 = 1 - powf(DECAY2, (float)n->steps);

	for (size_t i = 0; i < n->count; i++) {
		float slope = n->slope[i] / (float)rows + SHRINK * n->weight[i];
		n->first[i] = DECAY1 * n->first[i] + (1 - DECAY1) * slope;
		n->second[i] = DECAY2 * n->second[i] + (1 - DECAY2) * slope * slope;
		n->weight[i] -= RATE * (n->first[i] / rest1) / (sqrtf(n->second[i] / rest2) + SMALL);
		n->slope[i] = 0;
	}
}

static void shuffle(uint32_t *order, size_t n, struct numeric_random *r)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)(numeric_random_bits(r) % i);
		uint32_t other = order[j];
		order[j] = order[i - 1];
		order[i - 1] = other;
	}
}

static void run_epoch(struct network *n, const struct learn_table *t, uint32_t *order, struct numeric_random *r)
{
	shuffle(order, t->rows, r);
	for (size_t from = 0; from < t->rows; from += BATCH) {
		size_t rows = t->rows - from < BATCH ? t->rows - from : BATCH;
		for (size_t i = 0; i < rows; i++)
			add_slope(n, t->x + order[from + i] * t->columns, t->y[order[from + i]]);
		step_weights(n, rows);
	}
}

static void start_weights(struct network *n, struct numeric_random *r)
{
	float scale = sqrtf(2 / (float)(n->columns + 1));

	for (size_t i = 0; i < HIDDEN * (n->columns + 1); i++)
		n->weight[i] = scale * (float)numeric_random_normal(r);
	for (size_t u = 0; u < HIDDEN; u++) {
		hidden_row(n->weight, n, u)[n->columns] = 0;
		output_row(n->weight, n)[u] = (float)numeric_random_normal(r) / HIDDEN;
	}
	output_row(n->weight, n)[HIDDEN] = 1; /* a share of the level */
}

static double check_error(const struct network *n, const struct learn_table *t)
{
	float active[HIDDEN];
	double sum = 0;

	for (size_t i = 0; i < t->rows; i++) {
		double error = (double)answer(n, t->x + i * t->columns, active) - t->y[i];
		sum += error * error;
	}
	return sum;
}

static void free_network(void *state)
{
	struct network *n = state;
	memory_free(n->weight);
	memory_free(n);
}

static void *train_network(const struct learn_table *table, const struct learn_table *check,
			   const struct learn_settings *settings, size_t *effort, char *message, size_t message_size)
{
	struct network *n = memory_zero(1, sizeof *n);
	struct numeric_random r = numeric_random_start(settings->seed, LEARN_NETWORK);
	uint32_t *order = memory_alloc((table->rows ? table->rows : 1) * sizeof *order);
	double best = INFINITY;
	size_t most = check ? EPOCHS : *effort ? *effort : HABIT, best_epoch = 1;

	(void)message;
	(void)message_size;
	n->columns = table->columns;
	n->count = HIDDEN * (n->columns + 1) + HIDDEN + 1;
	n->weight = memory_zero(4 * n->count, sizeof *n->weight);
	n->slope = n->weight + n->count;
	n->first = n->slope + n->count;
	n->second = n->first + n->count;
	start_weights(n, &r);
	for (size_t i = 0; i < table->rows; i++)
		order[i] = (uint32_t)i;
	for (size_t epoch = 1; epoch <= most; epoch++) {
		run_epoch(n, table, order, &r);
		double error = check ? check_error(n, check) : 0;
		if (check && error < best) {
			best = error;
			best_epoch = epoch;
		}
		if (check && epoch >= best_epoch + PATIENCE)
			break;
	}
	if (check)
		*effort = best_epoch;
	memory_free(order);
	return n;
}

static void predict_network(const void *state, const float *x, size_t rows, size_t columns, float *out)
{
	float active[HIDDEN];

	for (size_t i = 0; i < rows; i++)
		out[i] = answer(state, x + i * columns, active);
}

const struct learn_driver LEARN_NETWORK_DRIVER = { LEARN_ABI,	  true,		   false,
						     train_network, predict_network, free_network };
