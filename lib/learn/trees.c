/*
 * Boosted regression trees of our own. Each tree fits what those before it leave over (Friedman 2001) on a draw of rows
 * (Friedman 2002) and of columns; splits are searched for in histograms, the larger child's being its parent's less
 * that of the smaller (Ke and others 2017). A committee of several such rows of trees, each with draws of its own,
 * answers by its mean. Members are grown by threads; each in one order, so that the answer does not depend on their
 * number.
 */
#include "learn_impl.h"

#include <ecom/numeric.h>
#include <stdlib.h>

#define MEMBERS	   2
#define ROUNDS	   240
#define RATE	   0.05 /* of each tree's answer that is taken */
#define DEPTH	   6
#define NODES	   ((2u << DEPTH) - 1) /* of a tree, at the most */
#define BINS	   64		       /* of a column; the first is for what is not known */
#define EDGES_FROM 10000	       /* cells of a column from which its bins are found */
#define ROWS_BITS  2		       /* a row is drawn where so many bits are 0: one in four */
#define LEAST_ROWS 30		       /* in a leaf, as weight */
#define SHRINK	   5		       /* rows that say 0, in every leaf */

/* Right where the cell is above the threshold, so that the unknown goes left. A leaf has no children. */
struct node {
	float threshold, answer;
	uint16_t column, left; /* the right child is behind the left; 0: a leaf */
	uint8_t bin;
};

struct committee {
	float mean;
	struct node *nodes; /* MEMBERS x ROUNDS trees of NODES */
};

struct cell {
	double error, weight;
};

/* What all members learn from. */
struct grove {
	const struct learn_table *table;
	struct committee *committee;
	uint64_t seed;
	uint8_t *bins; /* rows x columns */
	float *edges;  /* BINS - 1 for each column, ascending */
	size_t *n_edges;
	float usual; /* weight */
};

/* Room of one member. */
struct grower {
	const struct grove *grove;
	struct numeric_random random;
	float *error, *weight; /* of each row: what is left over */
	uint32_t *drawn, *aside;
	uint16_t *columns; /* drawn: the first of all */
	size_t n_columns;
	struct cell *histograms; /* one for each level */
	struct node *tree;
	size_t n_nodes;
};

/* --- bins */

static int compare_floats(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Edges between evenly many cells, each once. */
static size_t find_edges(const struct learn_table *t, size_t column, float *room, float *edges)
{
	size_t stride = t->rows / EDGES_FROM + 1, count = 0, found = 0;

	for (size_t i = 0; i < t->rows; i += stride) {
		float x = t->x[i * t->columns + column];
		if (!isnan(x))
			room[count++] = x;
	}
	qsort(room, count, sizeof *room, compare_floats);
	for (size_t k = 1; k < BINS - 1 && count > 0; k++) {
		float edge = room[k * count / (BINS - 1)];
		if (edge < room[count - 1] && (found == 0 || edge > edges[found - 1]))
			edges[found++] = edge;
	}
	return found;
}

static uint8_t bin_of(float x, const float *edges, size_t n)
{
	size_t low = 0, high = n;

	if (isnan(x))
		return 0;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (x > edges[middle])
			low = middle + 1;
		else
			high = middle;
	}
	return (uint8_t)(low + 1);
}

static void fill_bins(struct grove *g)
{
	const struct learn_table *t = g->table;
	float *room = memory_alloc((t->rows / (t->rows / EDGES_FROM + 1) + 1) * sizeof *room);

	g->edges = memory_alloc(t->columns * (BINS - 1) * sizeof *g->edges);
	g->n_edges = memory_alloc(t->columns * sizeof *g->n_edges);
	g->bins = memory_alloc(t->rows * t->columns);
	for (size_t k = 0; k < t->columns; k++)
		g->n_edges[k] = find_edges(t, k, room, g->edges + k * (BINS - 1));
	for (size_t i = 0; i < t->rows; i++)
		for (size_t k = 0; k < t->columns; k++)
			g->bins[i * t->columns + k] =
				bin_of(t->x[i * t->columns + k], g->edges + k * (BINS - 1), g->n_edges[k]);
	memory_free(room);
}

/* --- a tree */

static void fill_histogram(const struct grower *w, const uint32_t *rows, size_t n, struct cell *histogram)
{
	const uint8_t *bins = w->grove->bins;
	size_t columns = w->grove->table->columns;

	memset(histogram, 0, w->n_columns * BINS * sizeof *histogram);
	for (size_t i = 0; i < n; i++) {
		const uint8_t *row = bins + rows[i] * columns;
		double weight = w->weight[rows[i]], error = w->error[rows[i]] * weight;
		for (size_t k = 0; k < w->n_columns; k++) {
			struct cell *c = &histogram[k * BINS + row[w->columns[k]]];
			c->error += error;
			c->weight += weight;
		}
	}
}

struct split {
	double gain;
	size_t column; /* of those drawn */
	uint8_t bin;   /* the last that goes left */
	struct cell left, right;
};

static double worth(const struct cell *c)
{
	return c->error * c->error / (c->weight + SHRINK);
}

static struct cell sum_of(const struct cell *column)
{
	struct cell sum = { 0, 0 };

	for (size_t b = 0; b < BINS; b++) {
		sum.error += column[b].error;
		sum.weight += column[b].weight;
	}
	return sum;
}

static struct split find_split(const struct grower *w, const struct cell *histogram)
{
	struct cell whole = sum_of(histogram);
	struct split best = { .gain = 1e-9 };

	for (size_t k = 0; k < w->n_columns; k++) {
		const struct cell *column = histogram + k * BINS;
		struct cell left = { 0, 0 };
		for (size_t b = 0; b < w->grove->n_edges[w->columns[k]] + 1; b++) {
			left.error += column[b].error;
			left.weight += column[b].weight;
			struct cell right = { whole.error - left.error, whole.weight - left.weight };
			if (left.weight < LEAST_ROWS || right.weight < LEAST_ROWS)
				continue;
			double gain = worth(&left) + worth(&right) - worth(&whole);
			if (gain > best.gain)
				best = (struct split) { gain, k, (uint8_t)b, left, right };
		}
	}
	return best;
}

/* Those that go left before those that go right, each in their order; how many go left. */
static size_t part_rows(struct grower *w, uint32_t *rows, size_t n, size_t column, uint8_t bin)
{
	const uint8_t *bins = w->grove->bins + column;
	size_t columns = w->grove->table->columns, left = 0, right = 0;

	for (size_t i = 0; i < n; i++)
		if (bins[rows[i] * columns] <= bin)
			rows[left++] = rows[i];
		else
			w->aside[right++] = rows[i];
	memcpy(rows + left, w->aside, right * sizeof *rows);
	return left;
}

static float answer_of(const struct cell *c)
{
	return (float)(RATE * c->error / (c->weight + SHRINK));
}

/* Splits a node whose histogram is at hand, and its children; ${level} says which room is free. */
static void grow(struct grower *w, size_t number, uint32_t *rows, size_t n, size_t depth, struct cell *histogram,
		 size_t level)
{
	size_t size = w->n_columns * BINS;
	struct split s = find_split(w, histogram);

	if (!(s.gain > 1e-9))
		return;
	size_t column = w->columns[s.column], left = w->n_nodes;
	const float *edges = w->grove->edges + column * (BINS - 1);
	w->n_nodes += 2;
	w->tree[number].column = (uint16_t)column;
	w->tree[number].bin = s.bin;
	w->tree[number].threshold = s.bin ? edges[s.bin - 1] : -INFINITY;
	w->tree[number].left = (uint16_t)left;
	w->tree[left] = (struct node) { .answer = answer_of(&s.left) };
	w->tree[left + 1] = (struct node) { .answer = answer_of(&s.right) };
	if (depth + 1 == DEPTH)
		return;
	size_t n_left = part_rows(w, rows, n, column, s.bin);
	bool left_smaller = n_left < n - n_left;
	struct cell *smaller = w->histograms + level * size;
	fill_histogram(w, left_smaller ? rows : rows + n_left, left_smaller ? n_left : n - n_left, smaller);
	for (size_t i = 0; i < size; i++) {
		histogram[i].error -= smaller[i].error;
		histogram[i].weight -= smaller[i].weight;
	}
	grow(w, left, rows, n_left, depth + 1, left_smaller ? smaller : histogram, level + 1);
	grow(w, left + 1, rows + n_left, n - n_left, depth + 1, left_smaller ? histogram : smaller, level + 1);
}

/* Half of the columns, and a quarter of the rows. */
static size_t draw(struct grower *w)
{
	const struct learn_table *t = w->grove->table;
	size_t drawn = 0;
	uint64_t bits = 0;

	for (size_t k = 0; k < w->n_columns; k++) {
		size_t other = k + (size_t)(numeric_random_bits(&w->random) % (t->columns - k));
		uint16_t swap = w->columns[k];
		w->columns[k] = w->columns[other];
		w->columns[other] = swap;
	}
	for (size_t i = 0; i < t->rows; i++) {
		bits = i % (64 / ROWS_BITS) == 0 ? numeric_random_bits(&w->random) : bits >> ROWS_BITS;
		if ((bits & ((1u << ROWS_BITS) - 1)) == 0)
			w->drawn[drawn++] = (uint32_t)i;
	}
	return drawn;
}

static void take_tree(struct grower *w)
{
	const struct grove *g = w->grove;

	for (size_t i = 0; i < g->table->rows; i++) {
		const uint8_t *row = g->bins + i * g->table->columns;
		const struct node *node = w->tree;
		while (node->left)
			node = w->tree + node->left + (row[node->column] > node->bin);
		w->error[i] -= node->answer;
	}
}

static void grow_member(void *ctx, size_t worker, size_t index)
{
	const struct grove *g = ctx;
	size_t rows = g->table->rows, columns = g->table->columns;
	struct grower w = { .grove = g,
			    .random = numeric_random_start(g->seed, index),
			    .n_columns = (columns + 1) / 2 };

	(void)worker;
	w.error = memory_alloc(2 * rows * sizeof *w.error);
	w.weight = w.error + rows;
	w.drawn = memory_alloc(2 * rows * sizeof *w.drawn);
	w.aside = w.drawn + rows;
	w.columns = memory_alloc(columns * sizeof *w.columns);
	w.histograms = memory_alloc((DEPTH + 1) * w.n_columns * BINS * sizeof *w.histograms);
	for (size_t k = 0; k < columns; k++)
		w.columns[k] = (uint16_t)k;
	for (size_t i = 0; i < rows; i++) {
		w.error[i] = g->table->y[i] - g->committee->mean;
		w.weight[i] = g->table->weight ? g->table->weight[i] / g->usual : 1;
	}
	for (size_t round = 0; round < ROUNDS; round++) {
		w.tree = g->committee->nodes + (index * ROUNDS + round) * NODES;
		w.tree[0] = (struct node) { 0 };
		w.n_nodes = 1;
		size_t drawn = draw(&w);
		fill_histogram(&w, w.drawn, drawn, w.histograms);
		grow(&w, 0, w.drawn, drawn, 0, w.histograms, 1);
		take_tree(&w);
	}
	memory_free(w.error);
	memory_free(w.drawn);
	memory_free(w.columns);
	memory_free(w.histograms);
}

/* --- the committee */

static void *train_trees(const struct learn_table *table, const struct learn_table *check,
			 const struct learn_settings *settings, size_t *effort, char *message, size_t message_size)
{
	struct committee *c = memory_zero(1, sizeof *c);
	struct grove g = { .table = table, .committee = c, .seed = settings->seed };
	double sum = 0, weights = 0;

	(void)check; /* nothing is chosen by it */
	(void)effort;
	(void)message;
	(void)message_size;
	c->nodes = memory_zero(MEMBERS * ROUNDS * NODES, sizeof *c->nodes);
	for (size_t i = 0; i < table->rows; i++) {
		double weight = table->weight ? table->weight[i] : 1;
		sum += weight * table->y[i];
		weights += weight;
	}
	c->mean = weights > 0 ? (float)(sum / weights) : 0;
	g.usual = weights > 0 ? (float)(weights / (double)table->rows) : 1;
	fill_bins(&g);
	parallel_run(settings->jobs, MEMBERS, grow_member, &g);
	memory_free(g.bins);
	memory_free(g.edges);
	memory_free(g.n_edges);
	return c;
}

static void predict_trees(const void *state, const float *x, size_t rows, size_t columns, float *out)
{
	const struct committee *c = state;

	for (size_t i = 0; i < rows; i++) {
		const float *row = x + i * columns;
		double sum = 0;
		for (size_t t = 0; t < MEMBERS * ROUNDS; t++) {
			const struct node *tree = c->nodes + t * NODES, *node = tree;
			while (node->left)
				node = tree + node->left + (row[node->column] > node->threshold);
			sum += node->answer;
		}
		out[i] = c->mean + (float)(sum / MEMBERS);
	}
}

static void free_trees(void *state)
{
	struct committee *c = state;
	memory_free(c->nodes);
	memory_free(c);
}

const struct learn_driver LEARN_TREES_DRIVER = { LEARN_ABI, false, true, train_trees, predict_trees, free_trees };
