/* Automatic seasonal ARIMA with regressors. */
#include "arima_impl.h"

#include <stdio.h>

#define REACH		2048 /* the last periods, that constants are fitted to */
#define KPSS_CRITICAL	0.463
#define STRONG_SEASON	0.64
#define DIFFERENCES_MAX 2
#define LAGS_MAX	(ARIMA_SPAN + DIFFERENCES_MAX + ARIMA_SEASON)

/* What series_fit.parameter holds. */
enum kept {
	KEPT_DEGREES,
	KEPT_DIFFERENCES = KEPT_DEGREES + ARIMA_FACTORS,
	KEPT_SEASONAL_DIFFERENCES,
	KEPT_CONSTANT,
	KEPT_REGRESSORS,
	KEPT_POINT,
	KEPT_COEFFICIENTS = KEPT_POINT + ARIMA_POINT,
	KEPT_END = KEPT_COEFFICIENTS + ARIMA_REGRESSORS + 1
};
_Static_assert(KEPT_END <= ARIMA_KEPT && ARIMA_KEPT <= SERIES_PARAMETERS, "an ARIMA fits into what a fit keeps");

struct differences {
	size_t ordinary, seasonal, season;
};

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t season_of(const struct series_history *history)
{
	return history->season <= ARIMA_SEASON && history->season > 0 ? history->season : 1;
}

static size_t lost_to(const struct differences *d)
{
	return d->ordinary + d->seasonal * d->season;
}

static size_t difference(double *y, size_t n, const struct differences *d)
{
	for (size_t i = 0; i < d->seasonal; i++)
		n = series_arima_difference(y, n, d->season);
	for (size_t i = 0; i < d->ordinary; i++)
		n = series_arima_difference(y, n, 1);
	return n;
}

static bool is_constant(const double *y, size_t n)
{
	double low = y[0], high = y[0];
	for (size_t t = 1; t < n; t++) {
		low = fmin(low, y[t]);
		high = fmax(high, y[t]);
	}
	return high - low <= 1e-12 * fmax(fabs(low), fabs(high));
}

/* Regressors that take part: none where the history is too short for them. */
static size_t regressors_of(const struct series_history *history, size_t n)
{
	size_t count = history->x ? least(history->n_x, ARIMA_REGRESSORS) : 0;
	return n > count + 4 ? count : 0;
}

/* Columns of the last n periods, not yet differenced: y and the regressors. */
static void lay_columns(const struct series_history *history, struct arima_data *data)
{
	size_t first = history->n - data->n;
	for (size_t t = 0; t < data->n; t++) {
		data->data[t] = history->y[first + t];
		for (size_t j = 0; j < data->regressors; j++)
			data->data[(j + 1) * data->stride + t] = history->x[(first + t) * history->n_x + j];
	}
	for (size_t t = 0; t < data->n; t++)
		data->data[(data->regressors + 1) * data->stride + t] = 1;
}

/* Least squares on regressors and constant: an ARIMA of no order. */
static void leave_residuals(const struct arima_data *data, const struct arima_room *room, double *out)
{
	struct arima_candidate c = { .order = { .constant = true } };
	series_arima_fit_order(data, 1, room, &c);
	for (size_t t = 0; t < data->n; t++) {
		out[t] = data->data[t];
		for (size_t j = 0; j < data->regressors; j++)
			out[t] -= c.coefficient[j] * data->data[(j + 1) * data->stride + t];
	}
}

static struct differences choose_differences(double *y, size_t n, size_t season, double *room)
{
	struct differences d = { 0, 0, season };
	if (season > 1 && n >= 2 * season + 4 && series_arima_seasonal_strength(y, n, season, room) > STRONG_SEASON) {
		d.seasonal = 1;
		n = series_arima_difference(y, n, season);
	}
	while (d.ordinary + d.seasonal < DIFFERENCES_MAX + (d.seasonal > 0) && d.ordinary < DIFFERENCES_MAX && n > 4 &&
	       !is_constant(y, n) && series_arima_kpss(y, n) > KPSS_CRITICAL) {
		d.ordinary++;
		n = series_arima_difference(y, n, 1);
	}
	return d;
}

/* Every column to at most 1, so that no square overflows; what it was divided by. */
static double scale_column(double *column, size_t n)
{
	double most = 0;
	for (size_t t = 0; t < n; t++)
		most = fmax(most, fabs(column[t]));
	if (!(most > 1e-280))
		return 1;
	for (size_t t = 0; t < n; t++)
		column[t] /= most;
	return most;
}

static void keep(const struct arima_candidate *c, const struct differences *d, const struct arima_data *data,
		 const double *scale, struct series_fit *fit)
{
	size_t points = series_arima_points(&c->order), columns = series_arima_columns(data, &c->order),
	       spent = points + columns;
	const size_t *degree = c->order.degree;
	for (size_t f = 0; f < ARIMA_FACTORS; f++)
		fit->parameter[KEPT_DEGREES + f] = (double)degree[f];
	fit->parameter[KEPT_DIFFERENCES] = (double)d->ordinary;
	fit->parameter[KEPT_SEASONAL_DIFFERENCES] = (double)d->seasonal;
	fit->parameter[KEPT_CONSTANT] = c->order.constant;
	fit->parameter[KEPT_REGRESSORS] = (double)data->regressors;
	for (size_t i = 0; i < points; i++)
		fit->parameter[KEPT_POINT + i] = c->point[i];
	for (size_t i = 0; i < columns; i++)
		fit->parameter[KEPT_COEFFICIENTS + i] = c->coefficient[i] * scale[0] / scale[i + 1];
	if (data->n > spent) {
		fit->degrees = (double)(data->n - spent);
		fit->variance = c->squares / fit->degrees * scale[0] * scale[0];
	}
	fit->criterion = c->criterion + 2 * (double)data->n * log(scale[0]);
	if (degree[ARIMA_SEASONAL_AR] + degree[ARIMA_SEASONAL_MA] + d->seasonal > 0)
		snprintf(fit->form, sizeof fit->form, "ARIMA(%u,%u,%u)(%u,%u,%u)[%u]", (unsigned)degree[ARIMA_AR] % 10,
			 (unsigned)d->ordinary % 10, (unsigned)degree[ARIMA_MA] % 10,
			 (unsigned)degree[ARIMA_SEASONAL_AR] % 10, (unsigned)d->seasonal % 10,
			 (unsigned)degree[ARIMA_SEASONAL_MA] % 10, (unsigned)d->season % 100);
	else
		snprintf(fit->form, sizeof fit->form, "ARIMA(%u,%u,%u)", (unsigned)degree[ARIMA_AR] % 10,
			 (unsigned)d->ordinary % 10, (unsigned)degree[ARIMA_MA] % 10);
}

static size_t arima_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)history;
	(void)settings;
	return 4;
}

static size_t arima_room_needed(const struct series_history *history, size_t h)
{
	size_t n = least(history->n, REACH), columns = history->n_x + 2;
	return (columns + 3) * (n + h) + series_arima_room_size(n + h, columns, season_of(history));
}

static void arima_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		      struct series_fit *fit)
{
	size_t n = least(history->n, REACH), season = season_of(history);
	struct arima_data data = { .data = room, .n = n, .stride = n, .season = season };
	double *scratch = room + (history->n_x + 2) * n, scale[ARIMA_REGRESSORS + 2];
	struct arima_room lanes = series_arima_room_lay(scratch + 3 * n, n, history->n_x + 2, season);
	struct arima_candidate best = { .order = { .constant = true } };
	(void)settings;
	data.regressors = regressors_of(history, n);
	lay_columns(history, &data);
	leave_residuals(&data, &lanes, scratch);
	struct differences d = choose_differences(scratch, n, season, scratch + n);
	if (n <= lost_to(&d) + data.regressors + 4)
		data.regressors = 0;
	for (size_t c = 0; c <= data.regressors; c++) {
		data.n = difference(data.data + c * n, n, &d);
		scale[c] = scale_column(data.data + c * n, data.n);
	}
	scale[data.regressors + 1] = 1;
	for (size_t t = 0; t < data.n; t++)
		data.data[(data.regressors + 1) * n + t] = 1;
	if (is_constant(data.data, data.n)) {
		data.regressors = 0;
		scale[1] = 1;
		best.coefficient[0] = data.data[0];
	} else {
		series_arima_search(&data, d.ordinary + d.seasonal <= 1, &lanes, &best);
	}
	*fit = (struct series_fit) { .model = &SERIES_ARIMA, .n = history->n, .season = season };
	keep(&best, &d, &data, scale, fit);
}

/* The polynomials of a fit, the same in every lane. */
static void recall(const struct series_fit *fit, struct arima_order *order, struct differences *d,
		   struct arima_polynomials *a)
{
	double points[ARIMA_LANES][ARIMA_POINT];
	for (size_t f = 0; f < ARIMA_FACTORS; f++)
		order->degree[f] = (size_t)fit->parameter[KEPT_DEGREES + f];
	order->constant = fit->parameter[KEPT_CONSTANT] > 0;
	*d = (struct differences) { (size_t)fit->parameter[KEPT_DIFFERENCES],
				    (size_t)fit->parameter[KEPT_SEASONAL_DIFFERENCES], fit->season };
	for (size_t lane = 0; lane < ARIMA_LANES; lane++)
		for (size_t i = 0; i < ARIMA_POINT; i++)
			points[lane][i] = fit->parameter[KEPT_POINT + i];
	series_arima_expand(order, fit->season, points, a);
}

/* 1 - sum weight_k B^k times (1 - B^lag), in place; the new degree. */
static size_t times_difference(double *weight, size_t degree, size_t lag)
{
	for (size_t k = degree + 1; k <= degree + lag; k++)
		weight[k] = 0;
	for (size_t k = degree + lag; k >= lag; k--)
		weight[k] -= k == lag ? -1 : weight[k - lag];
	return degree + lag;
}

static size_t times_differences(double *weight, size_t degree, const struct differences *d)
{
	for (size_t i = 0; i < d->seasonal; i++)
		degree = times_difference(weight, degree, d->season);
	for (size_t i = 0; i < d->ordinary; i++)
		degree = times_difference(weight, degree, 1);
	return degree;
}

/* Variances from the weights psi of past errors; FPP3 9.8. */
static void spread(const struct series_fit *fit, const struct arima_polynomials *a, const struct differences *d,
		   size_t h, double *psi, struct series_path *out)
{
	double weight[LAGS_MAX + 1] = { 0 }, variance = 0, cumulated = 0, total = 0;
	for (size_t k = 1; k <= a->p; k++)
		weight[k] = a->phi[k][0];
	size_t degree = times_differences(weight, a->p, d);
	for (size_t i = 0; i < h; i++) {
		psi[i] = i <= a->q ? a->theta[i][0] : 0;
		for (size_t k = 1; k <= degree && k <= i; k++)
			psi[i] += weight[k] * psi[i - k];
		cumulated += psi[i];
		variance += psi[i] * psi[i];
		total += cumulated * cumulated;
		if (out->variance)
			out->variance[i] = fit->variance * variance;
		if (out->total)
			out->total[i] = fit->variance * total;
	}
}

static double explained(const struct series_fit *fit, const struct series_history *history, size_t t)
{
	double sum = 0;
	for (size_t j = 0; j < (size_t)fit->parameter[KEPT_REGRESSORS]; j++)
		sum += fit->parameter[KEPT_COEFFICIENTS + j] * history->x[t * history->n_x + j];
	return sum;
}

static void arima_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			   struct series_path *out)
{
	size_t n = least(history->n, REACH), first = history->n - n, stride = n + h;
	double *left = room, *w = room + stride, weight[LAGS_MAX + 1] = { 0 };
	struct arima_data data = { .data = w, .stride = stride, .season = fit->season };
	struct arima_room lanes = series_arima_room_lay(room + 3 * stride, stride, 1, fit->season);
	struct arima_order order;
	struct differences d;
	struct arima_polynomials a;
	double determinant[ARIMA_LANES], constant = 0;
	recall(fit, &order, &d, &a);
	if (order.constant)
		constant = fit->parameter[KEPT_COEFFICIENTS + (size_t)fit->parameter[KEPT_REGRESSORS]];
	for (size_t t = 0; t < n; t++)
		left[t] = w[t] = history->y[first + t] - explained(fit, history, first + t);
	data.n = difference(w, n, &d);
	for (size_t t = 0; t < data.n; t++)
		w[t] -= constant;
	series_arima_innovate(&a, &data, 1, data.n + h, &lanes, determinant);
	size_t degree = times_differences(weight, 0, &d);
	for (size_t i = 0; i < h; i++) {
		double value = w[data.n + i] + constant;
		for (size_t k = 1; k <= degree; k++)
			value += weight[k] * left[n + i >= k ? n + i - k : 0];
		left[n + i] = value;
		out->mean[i] = value + explained(fit, history, history->n + i);
	}
	spread(fit, &a, &d, h, room + 2 * stride, out);
}

const struct series_model SERIES_ARIMA = {
	"arima",	"the autoregressive moving average of least AICc", arima_minimum, arima_room_needed, arima_fit,
	arima_forecast,
	.knows_promotions = true,
	.constants_stay = true,
};
