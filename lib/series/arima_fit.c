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
	double hessian[ARIMA_POINT * ARIMA_POINT], gradient[ARIMA_POINT]; /* of the objective */
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

/*
 * Generalised least squares of the first column on the others, in every lane: L D L' of the products. A column that the
 * ones before it explain gets the coefficient 0.
 */
#define CROSS_MAX ((ARIMA_REGRESSORS + 1) * (ARIMA_REGRESSORS + 2) / 2)

static void add_products(const struct fitting *f, arima_lanes *products, arima_lanes *with_first)
{
	size_t k = f->columns;
	for (size_t i = 0; i < CROSS_MAX; i++)
		products[i] = (arima_lanes) { 0 };
	for (size_t i = 0; i < k; i++)
		with_first[i] = (arima_lanes) { 0 };
	for (size_t t = 0; t < f->data->n; t++) {
		const arima_lanes *error = f->room->error + t * (k + 1);
		for (size_t i = 0, at = 0; i < k; i++) {
			arima_lanes weighted = error[i + 1] * f->room->inverse[t];
			with_first[i] += weighted * error[0];
			for (size_t j = 0; j <= i; j++)
				products[at++] += weighted * error[j + 1];
		}
	}
}

static arima_lanes *at_row(arima_lanes *triangle, size_t i)
{
	return triangle + i * (i + 1) / 2;
}

static void regress(const struct fitting *f, arima_lanes *coefficient)
{
	arima_lanes products[CROSS_MAX], inverse[ARIMA_REGRESSORS + 1];
	size_t k = f->columns;
	add_products(f, products, coefficient);
	for (size_t i = 0; i < k; i++) {
		arima_lanes *row = at_row(products, i), own = row[i];
		for (size_t j = 0; j < i; j++) {
			arima_lanes raw = row[j];
			const arima_lanes *other = at_row(products, j);
			for (size_t l = 0; l < j; l++)
				raw -= row[l] * other[l]; /* row[l] still times its pivot */
			row[j] = raw;
		}
		for (size_t j = 0; j < i; j++) {
			arima_lanes raw = row[j];
			row[j] = raw * inverse[j];
			row[i] -= raw * row[j];
			coefficient[i] -= row[j] * coefficient[j];
		}
		for (size_t lane = 0; lane < ARIMA_LANES; lane++)
			inverse[i][lane] = row[i][lane] > own[lane] * 1e-10 ? 1 / row[i][lane] : 0;
	}
	for (size_t i = 0; i < k; i++)
		coefficient[i] *= inverse[i];
	for (size_t i = k; i-- > 0;)
		for (size_t j = i + 1; j < k; j++)
			coefficient[i] -= at_row(products, j)[i] * coefficient[j];
}

/* Leaves the errors after the regression in column 0; their weighted sums of squares. */
static void remove_regression(const struct fitting *f, const arima_lanes *coefficient, arima_lanes *squares)
{
	arima_lanes sum = { 0 };
	for (size_t t = 0; t < f->data->n; t++) {
		arima_lanes *error = f->room->error + t * (f->columns + 1), left = error[0];
		for (size_t i = 0; i < f->columns; i++)
			left -= coefficient[i] * error[i + 1];
		error[0] = left;
		sum += left * left * f->room->inverse[t];
	}
	*squares = sum;
}

/*
 * Products of the derivatives of the scaled errors. The root of a variance beside the point is taken by its tangent:
 * one root a period, not eight.
 */
static void find_derivatives(struct fitting *f, double squares, const double determinant[ARIMA_LANES])
{
	arima_lanes scale, sums[ARIMA_LANES], with_error = { 0 };
	size_t k = f->points;
	double each = 2 / (squares * APART);
	for (size_t lane = 0; lane < ARIMA_LANES; lane++)
		scale[lane] = exp((determinant[lane] - determinant[0]) / (2 * (double)f->data->n));
	for (size_t i = 0; i < k; i++)
		sums[i] = (arima_lanes) { 0 };
	for (size_t t = 0; t < f->data->n; t++) {
		arima_lanes error = f->room->error[t * (f->columns + 1)], inverse = f->room->inverse[t];
		double root = sqrt(inverse[0]);
		arima_lanes weight = (0.5 + 0.5 / inverse[0] * inverse) * root;
		arima_lanes scaled = error * weight * scale, change = scaled - scaled[0];
		with_error += change * scaled[0];
		for (size_t i = 0; i < k; i++)
			sums[i] += change * change[i + 1];
	}
	for (size_t i = 0; i < k; i++) {
		f->gradient[i] = with_error[i + 1] * each;
		for (size_t j = 0; j < k; j++)
			f->hessian[i * k + j] = sums[i][j + 1] * each / APART;
	}
}

/* Value at the point, and what the next step needs. */
static void evaluate(struct fitting *f, struct arima_candidate *c)
{
	struct arima_polynomials a;
	double points[ARIMA_LANES][ARIMA_POINT], determinant[ARIMA_LANES];
	arima_lanes coefficient[ARIMA_REGRESSORS + 1], squares;
	for (size_t lane = 0; lane < ARIMA_LANES; lane++) {
		memcpy(points[lane], c->point, sizeof points[lane]);
		if (lane > 0 && lane <= f->points)
			points[lane][lane - 1] += APART;
	}
	series_arima_expand(&c->order, f->data->season, points, &a);
	series_arima_innovate(&a, f->data, f->columns + 1, f->data->n, f->room, determinant);
	regress(f, coefficient);
	remove_regression(f, coefficient, &squares);
	for (size_t i = 0; i < f->columns; i++)
		c->coefficient[i] = coefficient[i][0];
	c->squares = squares[0];
	c->objective = log(squares[0]) + determinant[0] / (double)f->data->n;
	find_derivatives(f, squares[0], determinant);
}

/* A damped step; how much lower the objective should be there. */
static double propose(const struct fitting *f, double damping, const double *point, double *to)
{
	size_t k = f->points;
	double system[ARIMA_POINT * ARIMA_POINT], step[ARIMA_POINT], gain = 0, longest = STEP_LIMIT;
	for (size_t i = 0; i < k; i++) {
		for (size_t j = 0; j < k; j++)
			system[i * k + j] = f->hessian[i * k + j] * (i == j ? 1 + damping : 1);
		system[i * k + i] += FLAT;
		step[i] = -f->gradient[i];
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
		gain -= step[i] * f->gradient[i];
		for (size_t j = 0; j < k; j++)
			gain -= 0.5 * step[i] * f->hessian[i * k + j] * step[j];
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
		change[i] = to->gradient[i] - from->gradient[i];
		shown += step[i] * change[i];
	}
	for (size_t i = 0; i < k; i++) {
		product[i] = 0;
		for (size_t j = 0; j < k; j++)
			product[i] += to->hessian[i * k + j] * step[j];
		assumed += step[i] * product[i];
	}
	if (!(shown > 1e-3 * assumed) || !(assumed > 0))
		return;
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++)
			to->hessian[i * k + j] += change[i] * change[j] / shown - product[i] * product[j] / assumed;
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
