/* A search in lanes. */
#include "series_impl.h"

#define SHRINK 0.4

/* Candidates of a round: a step to both sides of each dimension; one, two .. steps on all dimensions at once, in the
 * signs of the bits of a count; where the parabolas of the last round have their least, and half the way there. */
static size_t propose(const struct search *s, const double *vertex, double x[SEARCH_MAX][SERIES_LANES])
{
	size_t d = s->dimensions, axes = 2 * d, corners = SERIES_LANES - axes - 2;
	for (size_t k = 0; k < SERIES_LANES; k++) {
		for (size_t i = 0; i < d; i++) {
			double move = 0;
			if (k < axes)
				move = k / 2 == i ? (k % 2 ? s->step[i] : -s->step[i]) : 0;
			else if (k < axes + corners)
				move = ((k - axes) >> i & 1 ? 1 : -1) * s->step[i] * (double)(((k - axes) >> d) + 1);
			else
				move = vertex[i] * (k == SERIES_LANES - 1 ? 1 : 0.5);
			x[i][k] = fmin(fmax(s->best[i] + move, s->low[i]), s->high[i]);
		}
	}
	return axes;
}

/* From the values a step below and above the best, which the last round has. */
static void parabola(const struct search *s, const double *value, double centre, double *vertex)
{
	for (size_t i = 0; i < s->dimensions; i++) {
		double below = value[2 * i], above = value[2 * i + 1], bend = below + above - 2 * centre;
		vertex[i] = 0;
		if (bend > 0 && isfinite(bend))
			vertex[i] = fmin(fmax((below - above) / (2 * bend), -2), 2) * s->step[i];
	}
}

void series_search_run(struct search *s, search_values *values, void *ctx, int rounds, double tolerance)
{
	double x[SEARCH_MAX][SERIES_LANES], value[SERIES_LANES], vertex[SEARCH_MAX] = { 0 };
	int idle = 0;
	for (int round = 0; round < rounds && idle < 2; round++) {
		double before = s->value;
		size_t best = SERIES_LANES;
		propose(s, vertex, x);
		values(ctx, x, value);
		for (size_t k = 0; k < SERIES_LANES; k++)
			if (value[k] < s->value) {
				s->value = value[k];
				best = k;
			}
		parabola(s, value, before, vertex);
		for (size_t i = 0; i < s->dimensions && best < SERIES_LANES; i++) {
			vertex[i] -= x[i][best] - s->best[i];
			s->best[i] = x[i][best];
		}
		for (size_t i = 0; i < s->dimensions && (best == SERIES_LANES || best >= SERIES_LANES - 2); i++)
			s->step[i] *= SHRINK;
		idle = before - s->value < tolerance ? idle + 1 : 0;
	}
}
