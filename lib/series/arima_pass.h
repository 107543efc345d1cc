/*
 * The passes over the periods, for one instruction set. Included once for each, which names its functions by PASS(name)
 * and its attribute by PASS_TARGET; what they compute is the same to the last bit.
 *
 * Ansley (Biometrika 66, 1979): with r the larger degree, the first r values as they are and then phi(B) w_t have a
 * covariance matrix of narrow band; its factors L D L' are made row by row, the innovations with them. A row costs
 * q^2/2 products until the innovations' variance has come down to that of e; from there on it is theta itself.
 */
#include "arima_impl.h"

#ifndef PASS
#define PASS(name) name##_base
#define PASS_TARGET
#endif
#ifndef ARIMA_PASS_COMMON
#define ARIMA_PASS_COMMON
#define SETTLED	  1e-10 /* the innovations' variance is this near to its limit */
#define LOG_AFTER 8	/* factors multiplied before their logarithm is taken */
#define CROSS_MAX ((ARIMA_REGRESSORS + 1) * (ARIMA_REGRESSORS + 2) / 2)

/*
 * Covariances of what the factor is made of: ${own} of w, ${cross} of w_t and theta(B) e_{t+lag}, ${moving} of
 * theta(B) e.
 */
struct covariances {
	arima_lanes own[ARIMA_SPAN + 1], cross[ARIMA_SPAN + 1], moving[ARIMA_SPAN + 1];
};

/* One run through the periods. */
struct run {
	const struct arima_polynomials *a;
	const struct arima_data *data;
	const struct arima_room *room;
	struct covariances covariances;
	size_t columns, span, slot; /* larger degree; where in the ring this period's row stands */
	arima_lanes *row;
};

/* What a regression on the innovations of columns is made from. */
struct profiling {
	const struct arima_data *data;
	const struct arima_room *room;
	size_t points, columns; /* numbers of the point; columns after the first */
	double apart;
};

struct passes {
	void (*innovate)(const struct arima_polynomials *a, const struct arima_data *data, size_t columns, size_t rows,
			 const struct arima_room *room, double determinant[ARIMA_LANES]);
	void (*profile)(const struct profiling *f, const double determinant[ARIMA_LANES], struct arima_profile *out);
};
#endif

/*
 * Autocovariances at the lags 0..count-1 of the autoregression alone: down the ladder of ever lower orders, whose last
 * coefficients are the partial autocorrelations, and up again by Durbin and Levinson.
 */
PASS_TARGET static void PASS(autoregression)(const struct arima_polynomials *a, size_t count, arima_lanes *ladder,
					     arima_lanes *out)
{
	size_t p = a->p;
	arima_lanes variance[ARIMA_SPAN + 1], one = { 0 };
	one += 1;
	variance[p] = one;
	for (size_t j = 1; j <= p; j++)
		ladder[p * (p - 1) / 2 + j - 1] = a->phi[j];
	for (size_t k = p; k > 0; k--) {
		const arima_lanes *row = ladder + k * (k - 1) / 2;
		arima_lanes last = row[k - 1], scale = one / (one - last * last);
		arima_lanes *below = ladder + (k > 1 ? (k - 1) * (k - 2) / 2 : 0);
		for (size_t j = 1; j < k; j++)
			below[j - 1] = (row[j - 1] + last * row[k - j - 1]) * scale;
		variance[k - 1] = variance[k] * scale;
	}
	out[0] = variance[0];
	for (size_t k = 1; k < count; k++) {
		arima_lanes sum = { 0 };
		if (k > p) {
			for (size_t i = 0; i < a->n_phi; i++)
				sum += a->phi[a->phi_lag[i]] * out[k - a->phi_lag[i]];
		} else {
			const arima_lanes *below = ladder + (k > 1 ? (k - 1) * (k - 2) / 2 : 0);
			for (size_t j = 1; j < k; j++)
				sum += below[j - 1] * out[k - j];
			sum += ladder[k * (k - 1) / 2 + k - 1] * variance[k - 1];
		}
		out[k] = sum;
	}
}

PASS_TARGET static void PASS(find_covariances)(const struct arima_polynomials *a, arima_lanes *ladder,
					       struct covariances *c)
{
	arima_lanes alone[2 * ARIMA_SPAN + 1], psi[ARIMA_SPAN + 1];
	size_t q = a->q, r = a->p > q ? a->p : q;
	for (size_t k = 0; k <= q; k++) {
		arima_lanes sum = { 0 };
		for (size_t j = 0; j + k <= q; j++)
			sum += a->theta[j] * a->theta[j + k];
		c->moving[k] = sum;
		psi[k] = a->theta[k];
		for (size_t i = 0; i < a->n_phi && a->phi_lag[i] <= k; i++)
			psi[k] += a->phi[a->phi_lag[i]] * psi[k - a->phi_lag[i]];
	}
	for (size_t k = 0; k <= q; k++) {
		arima_lanes sum = { 0 };
		for (size_t j = k; j <= q; j++)
			sum += a->theta[j] * psi[j - k];
		c->cross[k] = sum;
	}
	if (a->p == 0) {
		for (size_t k = 0; k <= q; k++)
			c->own[k] = c->moving[k];
		return;
	}
	PASS(autoregression)(a, r + q, ladder, alone);
	for (size_t k = 0; k < r; k++) {
		arima_lanes sum = c->moving[0] * alone[k];
		for (size_t j = 1; j <= q; j++)
			sum += c->moving[j] * (alone[k + j] + alone[k > j ? k - j : j - k]);
		c->own[k] = sum;
	}
}

PASS_TARGET static arima_lanes *PASS(row_before)(const struct run *r, size_t lag)
{
	size_t ring = r->span + 1;
	return r->room->rows + (r->slot >= lag ? r->slot - lag : r->slot + ring - lag) * ring;
}

/* Row t of the factor, and the variance of its innovation. */
PASS_TARGET static void PASS(factor_row)(struct run *r, size_t t, size_t width, arima_lanes *variance)
{
	const struct covariances *c = &r->covariances;
	bool early = t < r->span;
	arima_lanes raw[ARIMA_SPAN + 1], left = early ? c->own[0] : c->moving[0];
	for (size_t lag = width; lag > 0; lag--) {
		const arima_lanes *other = PASS(row_before)(r, lag);
		arima_lanes value = early ? c->own[lag] : t - lag < r->span ? c->cross[lag] : c->moving[lag];
		for (size_t i = lag + 1; i <= width; i++)
			value -= raw[i] * other[i - lag];
		raw[lag] = value;
		r->row[lag] = value * r->room->inverse[t - lag];
		left -= value * r->row[lag];
	}
	*variance = left;
}

/* Innovation of each column at t from the weights of those before, at the ${lags} (NULL: 1, 2, ...). */
PASS_TARGET static void PASS(innovate)(struct run *r, size_t t, const arima_lanes *weight, const size_t *lags,
				       size_t count)
{
	const struct arima_polynomials *a = r->a;
	arima_lanes *error = r->room->error + t * r->columns;
	for (size_t c = 0; c < r->columns; c++) {
		double *w = r->data->data + c * r->data->stride + t;
		arima_lanes expected = { 0 };
		for (size_t i = 0; i < count; i++) {
			size_t lag = lags ? lags[i] : i + 1;
			expected += weight[lag] * r->room->error[(t - lag) * r->columns + c];
		}
		if (t >= r->span)
			for (size_t i = 0; i < a->n_phi; i++)
				expected += a->phi[a->phi_lag[i]] * *(w - a->phi_lag[i]);
		if (t >= r->data->n && c == 0)
			*w = expected[0];
		error[c] = *w - expected;
		if (t >= r->data->n)
			error[c] = (arima_lanes) { 0 };
	}
}

PASS_TARGET static bool PASS(all_settled)(const arima_lanes *variance)
{
	bool settled = true;
	for (size_t lane = 0; lane < ARIMA_LANES; lane++)
		settled &= (*variance)[lane] < 1 + SETTLED;
	return settled;
}

PASS_TARGET static void PASS(add_logarithms)(arima_lanes *product, double sum[ARIMA_LANES])
{
	for (size_t lane = 0; lane < ARIMA_LANES; lane++) {
		sum[lane] += log((*product)[lane]);
		(*product)[lane] = 1;
	}
}

PASS_TARGET static void PASS(innovate_all)(const struct arima_polynomials *a, const struct arima_data *data,
					   size_t columns, size_t rows, const struct arima_room *room,
					   double determinant[ARIMA_LANES])
{
	struct run r = { .a = a, .data = data, .room = room, .columns = columns, .span = a->p > a->q ? a->p : a->q };
	arima_lanes one = { 0 }, product, variance;
	bool settled = false;
	one += 1;
	product = one;
	for (size_t lane = 0; lane < ARIMA_LANES; lane++)
		determinant[lane] = 0;
	PASS(find_covariances)(a, room->ladder, &r.covariances);
	for (size_t t = 0; t < rows; t++) {
		size_t width = t < r.span ? t : a->q;
		if (settled) {
			room->inverse[t] = one;
			PASS(innovate)(&r, t, a->theta, a->theta_lag, a->n_theta);
			continue;
		}
		r.slot = t % (r.span + 1);
		r.row = PASS(row_before)(&r, 0);
		PASS(factor_row)(&r, t, width, &variance);
		room->inverse[t] = one / variance;
		PASS(innovate)(&r, t, r.row, NULL, width);
		if (t < data->n)
			product *= variance;
		if ((t + 1) % LOG_AFTER == 0)
			PASS(add_logarithms)(&product, determinant);
		settled = t + 1 >= r.span + a->q && PASS(all_settled)(&variance);
	}
	PASS(add_logarithms)(&product, determinant);
}
/*
 * Generalised least squares of the first column on the others, in every lane: L D L' of the products. A column that the
 * ones before it explain gets the coefficient 0.
 */
PASS_TARGET static void PASS(add_products)(const struct profiling *f, arima_lanes *products, arima_lanes *with_first)
{
	size_t k = f->columns;
	for (size_t i = 0; i < k * (k + 1) / 2; i++)
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

PASS_TARGET static arima_lanes *PASS(at_row)(arima_lanes *triangle, size_t i)
{
	return triangle + i * (i + 1) / 2;
}

PASS_TARGET static void PASS(regress)(const struct profiling *f, arima_lanes *coefficient)
{
	arima_lanes products[CROSS_MAX], inverse[ARIMA_REGRESSORS + 1];
	size_t k = f->columns;
	PASS(add_products)(f, products, coefficient);
	for (size_t i = 0; i < k; i++) {
		arima_lanes *row = PASS(at_row)(products, i), own = row[i];
		for (size_t j = 0; j < i; j++) {
			arima_lanes raw = row[j];
			const arima_lanes *other = PASS(at_row)(products, j);
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
			coefficient[i] -= PASS(at_row)(products, j)[i] * coefficient[j];
}

/* Leaves the errors after the regression in column 0; their weighted sums of squares. */
PASS_TARGET static void PASS(remove_regression)(const struct profiling *f, const arima_lanes *coefficient,
						arima_lanes *squares)
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
PASS_TARGET static void PASS(find_derivatives)(const struct profiling *f, const double determinant[ARIMA_LANES],
					       struct arima_profile *out)
{
	arima_lanes scale, sums[ARIMA_LANES], with_error = { 0 };
	size_t k = f->points;
	double each = 2 / (out->squares * f->apart);
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
		out->gradient[i] = with_error[i + 1] * each;
		for (size_t j = 0; j < k; j++)
			out->hessian[i * k + j] = sums[i][j + 1] * each / f->apart;
	}
}

PASS_TARGET static void PASS(profile)(const struct profiling *f, const double determinant[ARIMA_LANES],
				      struct arima_profile *out)
{
	arima_lanes coefficient[ARIMA_REGRESSORS + 1], squares;
	PASS(regress)(f, coefficient);
	PASS(remove_regression)(f, coefficient, &squares);
	for (size_t i = 0; i < f->columns; i++)
		out->coefficient[i] = coefficient[i][0];
	out->squares = squares[0];
	PASS(find_derivatives)(f, determinant, out);
}

static const struct passes PASS(PASSES) = { PASS(innovate_all), PASS(profile) };

#undef PASS
#undef PASS_TARGET
