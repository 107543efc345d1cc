/* The polynomials of an ARIMA from free numbers, and the room of the passes over them. */
#include "arima_impl.h"

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
