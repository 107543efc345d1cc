/* A Markov chain with ends: what becomes of who starts in each state. */
#include "chain.h"

/* Solve a x = b for ${n_b} right-hand sides, rows of n + n_b numbers, by elimination with the largest pivot; the
 * answers take the place of b. The matrices of chains that end are not singular. */
static void solve(double *a, size_t n, size_t n_b)
{
	size_t width = n + n_b;

	for (size_t k = 0; k < n; k++) {
		size_t best = k;
		for (size_t i = k + 1; i < n; i++)
			if (fabs(a[i * width + k]) > fabs(a[best * width + k]))
				best = i;
		for (size_t j = k; j < width && best != k; j++) {
			double other = a[best * width + j];
			a[best * width + j] = a[k * width + j];
			a[k * width + j] = other;
		}
		for (size_t i = 0; i < n; i++) {
			double factor = i == k ? 0 : a[i * width + k] / a[k * width + k];
			if (factor == 0)
				continue;
			for (size_t j = k; j < width; j++)
				a[i * width + j] -= factor * a[k * width + j];
		}
	}
	for (size_t k = 0; k < n; k++)
		for (size_t j = n; j < width; j++)
			a[k * width + j] /= a[k * width + k];
}

/* Spread ${mark} to every state from which a marked one can be reached in one move or more; ends have none. */
static void spread_back(const struct flow_chain *c, bool *mark)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < c->n; i++)
			for (size_t j = 0; j < c->n && !mark[i] && !c->end[i]; j++)
				if (c->p[i * c->n + j] > 0 && mark[j])
					mark[i] = more = true;
	}
}

/* The equations of the states ${place} has room for: (I - P) x = 1, stay, and the moves into each end. */
static void set_up(const struct flow_chain *c, const size_t *states, size_t n, const size_t *ends, size_t n_ends,
		   double *a)
{
	size_t width = n + 2 + n_ends;

	for (size_t i = 0; i < n; i++) {
		const double *row = &c->p[states[i] * c->n];
		for (size_t j = 0; j < n; j++)
			a[i * width + j] = (i == j) - row[states[j]];
		a[i * width + n] = 1;
		a[i * width + n + 1] = c->stay ? c->stay[states[i]] : 0;
		for (size_t e = 0; e < n_ends; e++)
			a[i * width + n + 2 + e] = row[ends[e]];
	}
}

static void answer_ends(const struct flow_chain *c, struct flow_fate *out)
{
	for (size_t i = 0; i < c->n; i++) {
		out->steps[i] = out->days[i] = c->end[i] ? 0 : NAN;
		for (size_t j = 0; j < c->n; j++)
			out->ends[i * c->n + j] = c->end[i] && i == j;
	}
}

void flow_chain_solve(const struct flow_chain *c, struct flow_fate *out)
{
	bool *reaches = memory_zero(c->n * 2 + 1, sizeof *reaches), *strays = reaches + c->n;
	size_t *states = memory_zero(c->n * 2 + 1, sizeof *states), *ends = states + c->n, n = 0, n_ends = 0;

	memcpy(reaches, c->end, c->n * sizeof *reaches);
	spread_back(c, reaches);
	for (size_t i = 0; i < c->n; i++) {
		strays[i] = !reaches[i];
		if (c->end[i])
			ends[n_ends++] = i;
		else if (reaches[i])
			states[n++] = i;
	}
	spread_back(c, strays);
	size_t width = n + 2 + n_ends;
	double *a = memory_zero(n * width + 1, sizeof *a);
	set_up(c, states, n, ends, n_ends, a);
	solve(a, n, 2 + n_ends);
	answer_ends(c, out);
	for (size_t i = 0; i < n; i++) {
		size_t s = states[i];
		out->steps[s] = strays[s] ? NAN : a[i * width + n];
		out->days[s] = strays[s] || !c->stay ? NAN : a[i * width + n + 1];
		for (size_t e = 0; e < n_ends; e++)
			out->ends[s * c->n + ends[e]] = a[i * width + n + 2 + e];
	}
	memory_free(a);
	memory_free(states);
	memory_free(reaches);
}
