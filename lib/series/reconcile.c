/* Forecasts of a hierarchy made to add up. */
#include "series_impl.h"

#include <string.h>

/* Children stand before their parents: a walk forward goes up the tree, one backward comes down. */
static bool has_parent(const struct series_hierarchy *tree, size_t i)
{
	return tree->parent[i] < tree->n;
}

void series_hierarchy_sizes(const struct series_hierarchy *tree, double *leaves)
{
	for (size_t i = 0; i < tree->n; i++)
		leaves[i] = i < tree->leaves;
	for (size_t i = 0; i < tree->n; i++)
		if (has_parent(tree, i))
			leaves[tree->parent[i]] += leaves[i];
}

void series_reconcile_bottom_up(const struct series_hierarchy *tree, double *f)
{
	for (size_t i = tree->leaves; i < tree->n; i++)
		f[i] = 0;
	for (size_t i = 0; i < tree->n; i++)
		if (has_parent(tree, i))
			f[tree->parent[i]] += f[i];
}

void series_reconcile_top_down(const struct series_hierarchy *tree, const double *share, double *f, double *room)
{
	double *sum = room, *children = room + tree->n;
	memset(room, 0, 2 * tree->n * sizeof *room);
	for (size_t i = 0; i < tree->n; i++) {
		if (!has_parent(tree, i))
			continue;
		sum[tree->parent[i]] += fmax(share[i], 0);
		children[tree->parent[i]]++;
	}
	for (size_t i = tree->n; i-- > 0;) {
		if (!has_parent(tree, i))
			continue;
		size_t p = tree->parent[i];
		f[i] = f[p] * (sum[p] > 0 ? fmax(share[i], 0) / sum[p] : 1 / children[p]);
	}
}

void series_reconcile_nonnegative(const struct series_hierarchy *tree, double *f)
{
	for (size_t i = 0; i < tree->leaves; i++)
		f[i] = fmax(f[i], 0);
	series_reconcile_bottom_up(tree, f);
}

/* What a node and all below it say of its value: from two independent statements the one weighed by precision. */
static void combine(double *mean, double *variance, double other, double other_variance)
{
	double sum = *variance + other_variance;
	if (!(sum > 0)) {
		*mean = (*mean + other) / 2;
		return;
	}
	*mean += *variance / sum * (other - *mean);
	*variance *= other_variance / sum;
}

void series_reconcile_weighted(const struct series_hierarchy *tree, const double *variance, double *f, double *out,
			       double *room)
{
	size_t n = tree->n;
	double *said = room, *sum = room + n, *spread = room + 2 * n, *children = room + 3 * n;
	memset(room, 0, 4 * n * sizeof *room);
	for (size_t i = 0; i < n; i++) {
		out[i] = variance[i];
		if (i >= tree->leaves)
			combine(&f[i], &out[i], sum[i], spread[i]);
		said[i] = f[i];
		if (has_parent(tree, i)) {
			sum[tree->parent[i]] += f[i];
			spread[tree->parent[i]] += out[i];
			children[tree->parent[i]]++;
		}
	}
	/* What the whole is more than its parts say goes to them by their variances. */
	for (size_t i = n; i-- > 0;) {
		if (!has_parent(tree, i))
			continue;
		size_t p = tree->parent[i];
		double share = spread[p] > 0 ? out[i] / spread[p] : 1 / children[p];
		f[i] = said[i] + share * (f[p] - sum[p]);
		out[i] = out[i] * (1 - share) + share * share * out[p];
	}
}

double series_shrunk_covariance(const double *errors, size_t count, size_t n, double *covariance)
{
	double doubtful = 0, strong = 0, rows = (double)count;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j <= i; j++) {
			double sum = 0;
			for (size_t t = 0; t < count; t++)
				sum += errors[t * n + i] * errors[t * n + j];
			covariance[i * n + j] = covariance[j * n + i] = sum / rows;
		}
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < i; j++) {
			double scale = covariance[i * n + i] * covariance[j * n + j], squares = 0;
			if (!(scale > 0))
				continue;
			for (size_t t = 0; t < count; t++) {
				double product = errors[t * n + i] * errors[t * n + j];
				squares += product * product;
			}
			double together = covariance[i * n + j] * covariance[i * n + j];
			doubtful += (squares / rows - together) / scale / fmax(rows - 1, 1);
			strong += together / scale;
		}
	}
	double shrinkage = strong > 0 ? fmin(fmax(doubtful / strong, 0), 1) : 1;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			covariance[i * n + j] *= i == j ? 1 : 1 - shrinkage;
	return shrinkage;
}

/* covariance C', with C the constraints: an inner node less its children is nothing. Columns by inner node. */
static void times_constraints(const struct series_hierarchy *tree, const double *covariance, double *product)
{
	size_t n = tree->n, inner = n - tree->leaves;
	memset(product, 0, n * inner * sizeof *product);
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++) {
			if (j >= tree->leaves)
				product[i * inner + j - tree->leaves] += covariance[i * n + j];
			if (has_parent(tree, j))
				product[i * inner + tree->parent[j] - tree->leaves] -= covariance[i * n + j];
		}
	}
}

bool series_reconcile_trace(const struct series_hierarchy *tree, const double *covariance, double *f, size_t steps,
			    double *room)
{
	size_t n = tree->n, leaves = tree->leaves, inner = n - leaves;
	double *product = room, *system = room + n * inner, *gap = system + inner * inner;
	double trace = 0;
	times_constraints(tree, covariance, product);
	memset(system, 0, inner * inner * sizeof *system);
	for (size_t k = 0; k < inner; k++) {
		for (size_t j = 0; j < n; j++) {
			if (j >= leaves)
				system[(j - leaves) * inner + k] += product[j * inner + k];
			if (has_parent(tree, j))
				system[(tree->parent[j] - leaves) * inner + k] -= product[j * inner + k];
		}
	}
	for (size_t k = 0; k < inner; k++)
		trace += system[k * inner + k];
	for (size_t k = 0; k < inner; k++)
		system[k * inner + k] += 1e-12 * trace;
	if (!(trace > 0) || !numeric_cholesky(system, inner))
		return false;
	for (size_t step = 0; step < steps; step++) {
		double *row = f + step * n;
		memcpy(gap, row + leaves, inner * sizeof *gap);
		for (size_t j = 0; j < n; j++)
			if (has_parent(tree, j))
				gap[tree->parent[j] - leaves] -= row[j];
		numeric_cholesky_solve(system, inner, gap);
		for (size_t i = 0; i < leaves; i++)
			for (size_t k = 0; k < inner; k++)
				row[i] -= product[i * inner + k] * gap[k];
		series_reconcile_bottom_up(tree, row);
	}
	return true;
}
