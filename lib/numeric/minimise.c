/* The simplex of Nelder and Mead. */
#include "numeric_impl.h"

#define CORNERS (NUMERIC_MINIMISE_MAX + 1)

struct simplex {
	numeric_function *f;
	void *ctx;
	size_t n, evaluations;
	double x[CORNERS][NUMERIC_MINIMISE_MAX], value[CORNERS];
	double centre[NUMERIC_MINIMISE_MAX]; /* of all corners but the worst */
	size_t best, worst, second;	     /* second worst */
};

static double evaluate(struct simplex *s, const double *x)
{
	double value = s->f(s->ctx, x);
	s->evaluations++;
	return isnan(value) ? INFINITY : value;
}

static void rank_corners(struct simplex *s)
{
	s->best = s->worst = 0;
	for (size_t i = 1; i <= s->n; i++) {
		if (s->value[i] < s->value[s->best])
			s->best = i;
		if (s->value[i] >= s->value[s->worst])
			s->worst = i;
	}
	s->second = s->best;
	for (size_t i = 0; i <= s->n; i++)
		if (i != s->worst && s->value[i] > s->value[s->second])
			s->second = i;
	for (size_t j = 0; j < s->n; j++) {
		s->centre[j] = 0;
		for (size_t i = 0; i <= s->n; i++)
			if (i != s->worst)
				s->centre[j] += s->x[i][j] / (double)s->n;
	}
}

/* The point ${reach} times as far from the centre as the worst corner, on the same line. */
static double along(struct simplex *s, double reach, double *x)
{
	for (size_t j = 0; j < s->n; j++)
		x[j] = s->centre[j] + reach * (s->x[s->worst][j] - s->centre[j]);
	return evaluate(s, x);
}

static void replace_worst(struct simplex *s, const double *x, double value)
{
	for (size_t j = 0; j < s->n; j++)
		s->x[s->worst][j] = x[j];
	s->value[s->worst] = value;
}

static void shrink(struct simplex *s)
{
	for (size_t i = 0; i <= s->n; i++) {
		if (i == s->best)
			continue;
		for (size_t j = 0; j < s->n; j++)
			s->x[i][j] = (s->x[i][j] + s->x[s->best][j]) / 2;
		s->value[i] = evaluate(s, s->x[i]);
	}
}

static void step_simplex(struct simplex *s)
{
	double reflected[NUMERIC_MINIMISE_MAX], other[NUMERIC_MINIMISE_MAX];
	double value = along(s, -1, reflected);

	if (value < s->value[s->best]) {
		double farther = along(s, -2, other);
		replace_worst(s, farther < value ? other : reflected, fmin(farther, value));
	} else if (value < s->value[s->second]) {
		replace_worst(s, reflected, value);
	} else {
		double nearer = along(s, value < s->value[s->worst] ? -0.5 : 0.5, other);
		if (nearer < fmin(value, s->value[s->worst]))
			replace_worst(s, other, nearer);
		else
			shrink(s);
	}
}

double numeric_minimise(numeric_function *f, void *ctx, size_t n, double *x, const double *step, double tolerance,
			size_t evaluations)
{
	struct simplex s = { .f = f, .ctx = ctx, .n = n };

	if (n > NUMERIC_MINIMISE_MAX)
		return NAN;
	for (size_t i = 0; i <= n; i++) {
		for (size_t j = 0; j < n; j++)
			s.x[i][j] = x[j] + (i == j + 1 ? step[j] : 0);
		s.value[i] = evaluate(&s, s.x[i]);
	}
	rank_corners(&s);
	while (n > 0 && s.evaluations < evaluations && !(s.value[s.worst] - s.value[s.best] < tolerance)) {
		step_simplex(&s);
		rank_corners(&s);
	}
	for (size_t j = 0; j < n; j++)
		x[j] = s.x[s.best][j];
	return s.value[s.best];
}
