/* Small dense systems. */
#include "numeric_impl.h"

#include <float.h>

bool numeric_cholesky(double *a, size_t n)
{
	for (size_t j = 0; j < n; j++) {
		double *row = a + j * n, diagonal = row[j], own = row[j];
		for (size_t k = 0; k < j; k++)
			diagonal -= row[k] * row[k];
		if (!(diagonal > own * (double)n * DBL_EPSILON))
			return false;
		row[j] = sqrt(diagonal);
		for (size_t i = j + 1; i < n; i++) {
			double *below = a + i * n, sum = below[j];
			for (size_t k = 0; k < j; k++)
				sum -= below[k] * row[k];
			below[j] = sum / row[j];
		}
	}
	return true;
}

void numeric_cholesky_solve(const double *l, size_t n, double *b)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			b[i] -= l[i * n + k] * b[k];
		b[i] /= l[i * n + i];
	}
	for (size_t i = n; i-- > 0;) {
		for (size_t k = i + 1; k < n; k++)
			b[i] -= l[k * n + i] * b[k];
		b[i] /= l[i * n + i];
	}
}

void numeric_sweep(double *a, size_t n, size_t k, bool in)
{
	double *pivot_row = a + k * n, pivot = pivot_row[k], scale = in ? 1 / pivot : -1 / pivot;
	for (size_t i = 0; i < n; i++) {
		double *row = a + i * n, share = pivot_row[i] / pivot;
		if (i == k)
			continue;
		for (size_t j = 0; j < n; j++)
			if (j != k)
				row[j] -= share * pivot_row[j];
	}
	for (size_t i = 0; i < n; i++)
		if (i != k)
			a[i * n + k] = pivot_row[i] *= scale;
	pivot_row[k] = -1 / pivot;
}
