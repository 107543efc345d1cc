/*
 * The exact likelihood of an ARMA process, for eight sets of coefficients at once.
 *
 * Ansley (Biometrika 66, 1979): with r the larger degree, the first r values as they are and then phi(B) w_t have a
 * covariance matrix of narrow band; its factors L D L' are made row by row, the innovations with them. A row costs
 * q^2/2 products until the innovations' variance has come down to that of e; from there on it is theta itself.
 */
#include "arima_impl.h"

#define SETTLED	  1e-10 /* the innovations' variance is this near to its limit */
#define LOG_AFTER 8	/* factors multiplied before their logarithm is taken */

static size_t span_of(size_t season)
{
	return ARIMA_ORDER + (season > 1 ? ARIMA_CYCLES * season : 0);
}

#define ALIGNMENT (sizeof(arima_lanes) / sizeof(double))

size_t series_arima_room_size(size_t n, size_t columns, size_t season)
{
	size_t span = span_of(season);
	return ALIGNMENT + ARIMA_LANES * (n * (columns + 1) + (span + 1) * (span + 1) + (span + 1) * (span + 2) / 2);
}

struct arima_room series_arima_room_lay(double *room, size_t n, size_t columns, size_t season)
{
	size_t span = span_of(season), past = (uintptr_t)room / sizeof *room % ALIGNMENT;
	struct arima_room out;
	out.error = (arima_lanes *)(void *)(room + (past ? ALIGNMENT - past : 0));
	out.inverse = out.error + n * columns;
	out.rows = out.inverse + n;
	out.ladder = out.rows + (span + 1) * (span + 1);
	return out;
}

void series_arima_factor_expand(const double *point, size_t degree, double *out)
{
	double before[ARIMA_ORDER + 1];
	for (size_t k = 1; k <= degree; k++) {
		double partial = point[k - 1] / sqrt(1 + point[k - 1] * point[k - 1]);
		for (size_t j = 1; j < k; j++)
			before[j] = out[j];
		for (size_t j = 1; j < k; j++)
			out[j] = before[j] - partial * before[k - j];
		out[k] = partial;
	}
}

/* The product of two factors, 1 - short_1 B - ... and 1 - long_1 B^m - ..., as 1 - out_1 B - ... */
static void multiply(const double *brief, size_t degree, const double *cycle, size_t cycles, size_t season, double *out)
{
	for (size_t k = 0; k <= degree + cycles * season; k++)
		out[k] = k > 0 && k <= degree ? brief[k] : 0;
	for (size_t i = 1; i <= cycles; i++) {
		out[i * season] += cycle[i];
		for (size_t k = 1; k <= degree; k++)
			out[i * season + k] -= cycle[i] * brief[k];
	}
}

static size_t mark_lags(size_t degree, size_t cycles, size_t season, size_t *lag)
{
	size_t count = 0, total = degree + cycles * season;
	for (size_t k = 1; k <= total; k++)
		if (k <= degree || (cycles > 0 && k >= season && k % season <= degree))
			lag[count++] = k;
	return count;
}

void series_arima_expand(const struct arima_order *order, size_t season, double points[ARIMA_LANES][ARIMA_POINT],
			 struct arima_polynomials *out)
{
	const size_t *degree = order->degree;
	out->p = degree[ARIMA_AR] + degree[ARIMA_SEASONAL_AR] * season;
	out->q = degree[ARIMA_MA] + degree[ARIMA_SEASONAL_MA] * season;
	out->n_phi = mark_lags(degree[ARIMA_AR], degree[ARIMA_SEASONAL_AR], season, out->phi_lag);
	out->n_theta = mark_lags(degree[ARIMA_MA], degree[ARIMA_SEASONAL_MA], season, out->theta_lag);
	for (size_t lane = 0; lane < ARIMA_LANES; lane++) {
		double factor[ARIMA_FACTORS][ARIMA_ORDER + 1], product[ARIMA_SPAN + 1];
		const double *point = points[lane];
		for (size_t f = 0; f < ARIMA_FACTORS; f++) {
			series_arima_factor_expand(point, degree[f], factor[f]);
			point += degree[f];
		}
		multiply(factor[ARIMA_AR], degree[ARIMA_AR], factor[ARIMA_SEASONAL_AR], degree[ARIMA_SEASONAL_AR],
			 season, product);
		for (size_t k = 0; k <= out->p; k++)
			out->phi[k][lane] = product[k];
		multiply(factor[ARIMA_MA], degree[ARIMA_MA], factor[ARIMA_SEASONAL_MA], degree[ARIMA_SEASONAL_MA],
			 season, product);
		for (size_t k = 1; k <= out->q; k++)
			out->theta[k][lane] = -product[k];
		out->theta[0][lane] = 1;
	}
}

/*
 * Covariances of what the factor is made of: ${own} of w, ${cross} of w_t and theta(B) e_{t+lag}, ${moving} of
 * theta(B) e.
 */
struct covariances {
	arima_lanes own[ARIMA_SPAN + 1], cross[ARIMA_SPAN + 1], moving[ARIMA_SPAN + 1];
};

/*
 * Autocovariances at the lags 0..count-1 of the autoregression alone: down the ladder of ever lower orders, whose last
 * coefficients are the partial autocorrelations, and up again by Durbin and Levinson.
 */
static void autoregression(const struct arima_polynomials *a, size_t count, arima_lanes *ladder, arima_lanes *out)
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

static void find_covariances(const struct arima_polynomials *a, arima_lanes *ladder, struct covariances *c)
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
	autoregression(a, r + q, ladder, alone);
	for (size_t k = 0; k < r; k++) {
		arima_lanes sum = c->moving[0] * alone[k];
		for (size_t j = 1; j <= q; j++)
			sum += c->moving[j] * (alone[k + j] + alone[k > j ? k - j : j - k]);
		c->own[k] = sum;
	}
}

/* One run through the periods. */
struct run {
	const struct arima_polynomials *a;
	const struct arima_data *data;
	const struct arima_room *room;
	struct covariances covariances;
	size_t columns, span, slot; /* larger degree; where in the ring this period's row stands */
	arima_lanes *row;
};

static arima_lanes *row_before(const struct run *r, size_t lag)
{
	size_t ring = r->span + 1;
	return r->room->rows + (r->slot >= lag ? r->slot - lag : r->slot + ring - lag) * ring;
}

/* Row t of the factor, and the variance of its innovation. */
static void factor_row(struct run *r, size_t t, size_t width, arima_lanes *variance)
{
	const struct covariances *c = &r->covariances;
	bool early = t < r->span;
	arima_lanes raw[ARIMA_SPAN + 1], left = early ? c->own[0] : c->moving[0];
	for (size_t lag = width; lag > 0; lag--) {
		const arima_lanes *other = row_before(r, lag);
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
static void innovate(struct run *r, size_t t, const arima_lanes *weight, const size_t *lags, size_t count)
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

static bool all_settled(const arima_lanes *variance)
{
	bool settled = true;
	for (size_t lane = 0; lane < ARIMA_LANES; lane++)
		settled &= (*variance)[lane] < 1 + SETTLED;
	return settled;
}

static void add_logarithms(arima_lanes *product, double sum[ARIMA_LANES])
{
	for (size_t lane = 0; lane < ARIMA_LANES; lane++) {
		sum[lane] += log((*product)[lane]);
		(*product)[lane] = 1;
	}
}

void series_arima_innovate(const struct arima_polynomials *a, const struct arima_data *data, size_t columns,
			   size_t rows, const struct arima_room *room, double determinant[ARIMA_LANES])
{
	struct run r = { .a = a, .data = data, .room = room, .columns = columns, .span = a->p > a->q ? a->p : a->q };
	arima_lanes one = { 0 }, product, variance;
	bool settled = false;
	one += 1;
	product = one;
	for (size_t lane = 0; lane < ARIMA_LANES; lane++)
		determinant[lane] = 0;
	find_covariances(a, room->ladder, &r.covariances);
	for (size_t t = 0; t < rows; t++) {
		size_t width = t < r.span ? t : a->q;
		if (settled) {
			room->inverse[t] = one;
			innovate(&r, t, a->theta, a->theta_lag, a->n_theta);
			continue;
		}
		r.slot = t % (r.span + 1);
		r.row = row_before(&r, 0);
		factor_row(&r, t, width, &variance);
		room->inverse[t] = one / variance;
		innovate(&r, t, r.row, NULL, width);
		if (t < data->n)
			product *= variance;
		if ((t + 1) % LOG_AFTER == 0)
			add_logarithms(&product, determinant);
		settled = t + 1 >= r.span + a->q && all_settled(&variance);
	}
	add_logarithms(&product, determinant);
}
