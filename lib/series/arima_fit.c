/*
 * Maximum likelihood for an ARIMA of given order.
 *
 * With the variance and the regressors' coefficients put in at their best, -2 log likelihood is n log of S |V|^(1/n)
 * and a constant: the sum of squares of the innovations, each over its deviation and times |V|^(1/2n). So it is a
 * problem of non-linear least squares, solved by the steps of Levenberg and Marquardt; a pass gives value and
 * derivatives.
 */
#include "arima_impl.h"

#include <string.h>

#define APART	     1e-6 /* of the points beside the one of interest */
#define STEP_LIMIT   1.0
#define POINT_LIMIT  10.0 /* a partial autocorrelation of 0.995 */
#define PASSES	     60
#define DAMPING	     1e-3
#define DAMPING_MOST 1e6
#define FLAT	     1e-8 /* curvature that a direction without any is taken to have */

struct fitting {
	const struct arima_data *data;
	const struct arima_room *room;
	size_t points, columns; /* numbers of the point; columns after the first */
	struct arima_profile at;
};

size_t series_arima_points(const struct arima_order *order)
{
	size_t sum = 0;
	for (size_t f = 0; f < ARIMA_FACTORS; f++)
		sum += order->degree[f];
	return sum;
}

size_t series_arima_columns(const struct arima_data *data, const struct arima_order *order)
{
	return data->regressors + order->constant;
}

/* Value at the point, and what the next step needs. */
static void evaluate(struct fitting *f, struct arima_candidate *c)
{
	struct arima_polynomials a;
	double points[ARIMA_LANES][ARIMA_POINT], determinant[ARIMA_LANES];
	for (size_t lane = 0; lane < ARIMA_LANES; lane++) {
		memcpy(points[lane], c->point, sizeof points[lane]);
		if (lane > 0 && lane <= f->points)
			points[lane][lane - 1] += APART;
	}
	series_arima_expand(&c->order, f->data->season, points, &a);
	series_arima_innovate(&a, f->data, f->columns + 1, f->data->n, f->room, determinant);
	series_arima_profile(f->data, f->points, f->columns, APART, f->room, determinant, &f->at);
	memcpy(c->coefficient, f->at.coefficient, sizeof c->coefficient);
	c->squares = f->at.squares;
	c->objective = log(c->squares) + determinant[0] / (double)f->data->n;
}

/* A damped step; how much lower the objective should be there. */
static double propose(const struct fitting *f, double damping, const double *point, double *to)
{
	size_t k = f->points;
	double system[ARIMA_POINT * ARIMA_POINT], step[ARIMA_POINT], gain = 0, longest = STEP_LIMIT;
	for (size_t i = 0; i < k; i++) {
		for (size_t j = 0; j < k; j++)
			system[i * k + j] = f->at.hessian[i * k + j] * (i == j ? 1 + damping : 1);
		system[i * k + i] += FLAT;
		step[i] = -f->at.gradient[i];
	}
	if (!numeric_cholesky(system, k))
		return 0;
	numeric_cholesky_solve(system, k, step);
	for (size_t i = 0; i < k; i++)
		longest = fmax(longest, fabs(step[i]));
	for (size_t i = 0; i < k; i++) {
		to[i] = fmin(fmax(point[i] + step[i] * (STEP_LIMIT / longest), -POINT_LIMIT), POINT_LIMIT);
		step[i] = to[i] - point[i];
	}
	for (size_t i = 0; i < k; i++) {
		gain -= step[i] * f->at.gradient[i];
		for (size_t j = 0; j < k; j++)
			gain -= 0.5 * step[i] * f->at.hessian[i * k + j] * step[j];
	}
	return gain;
}

/* The curvature along the step from one point to another, as the gradients at both show it. */
static void correct_curvature(const struct fitting *from, struct fitting *to, const double *start, const double *end)
{
	size_t k = to->points;
	double step[ARIMA_POINT], change[ARIMA_POINT], product[ARIMA_POINT], shown = 0, assumed = 0;
	for (size_t i = 0; i < k; i++) {
		step[i] = end[i] - start[i];
		change[i] = to->at.gradient[i] - from->at.gradient[i];
		shown += step[i] * change[i];
	}
	for (size_t i = 0; i < k; i++) {
		product[i] = 0;
		for (size_t j = 0; j < k; j++)
			product[i] += to->at.hessian[i * k + j] * step[j];
		assumed += step[i] * product[i];
	}
	if (!(shown > 1e-3 * assumed) || !(assumed > 0))
		return;
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++)
			to->at.hessian[i * k + j] += change[i] * change[j] / shown - product[i] * product[j] / assumed;
}

void series_arima_fit_order(const struct arima_data *data, double tolerance, const struct arima_room *room,
			    struct arima_candidate *candidate)
{
	struct fitting here = { .data = data, .room = room }, there;
	struct arima_candidate best = *candidate, next;
	double enough = 2 * tolerance / (double)data->n, damping = DAMPING;
	here.points = series_arima_points(&best.order);
	here.columns = series_arima_columns(data, &best.order);
	evaluate(&here, &best);
	there = here;
	for (size_t pass = 1; here.points > 0 && pass < PASSES && damping < DAMPING_MOST; pass++) {
		next = best;
		double expected = propose(&here, damping, best.point, next.point);
		if (expected >= 0 && expected <= enough)
			break;
		if (expected > 0)
			evaluate(&there, &next);
		if (!(next.objective < best.objective)) {
			damping *= 10;
			continue;
		}
		correct_curvature(&here, &there, best.point, next.point);
		here = there;
		best = next;
		damping /= 10;
	}
	*candidate = best;
}
