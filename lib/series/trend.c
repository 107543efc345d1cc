/* Level and trend: Holt's model, and with the trend damped. */
#include "series_impl.h"

#include <string.h>

#define LEAST_PHI 0.8
#define MOST_PHI  0.98
#define ROUNDS	  8
#define TOLERANCE 1e-4 /* of the logarithm of the squares */
#define RIDGE	  16

struct fitting {
	const double *y, *weight;
	size_t n;
	bool damped;
	double middle;	     /* values are taken about it */
	double slope, trust; /* the slope to begin with is held near this one, as firmly as by so many observations */
	struct trend best;
};

/* The starts of least squares, and what is left. The slope at the start is known from little: on a short history it
 * would serve to fit the noise. */
static double solve_starts(const struct fitting *f, const struct trend_lanes *s, size_t k, double *level, double *slope)
{
	double ww = s->ww[k] + f->trust, ew = s->ew[k] + f->trust * f->slope;
	double determinant = s->uu[k] * ww - s->uw[k] * s->uw[k];
	*slope = determinant > 0 ? (s->uu[k] * ew - s->uw[k] * s->eu[k]) / determinant : f->slope;
	*level = (s->eu[k] - *slope * s->uw[k]) / s->uu[k];
	double off = *slope - f->slope;
	double squares = s->ee[k] - *level * (2 * s->eu[k] - *level * s->uu[k]) -
			 *slope * (2 * s->ew[k] - *slope * s->ww[k] - 2 * *level * s->uw[k]);
	return fmax(squares, 0) + f->trust * off * off;
}

/* Points are (root of alpha, root of beta / alpha, phi). */
static void trend_values(void *ctx, double x[SEARCH_MAX][SERIES_LANES], double value[SERIES_LANES])
{
	struct fitting *f = ctx;
	struct trend_lanes s;
	for (size_t k = 0; k < SERIES_LANES; k++) {
		s.alpha[k] = x[0][k] * x[0][k];
		s.beta[k] = s.alpha[k] * x[1][k] * x[1][k];
		s.phi[k] = f->damped ? x[2][k] : 1;
	}
	series_trend_pass(f->y, f->weight, f->n, f->middle, &s);
	for (size_t k = 0; k < SERIES_LANES; k++) {
		double level, slope, squares = solve_starts(f, &s, k, &level, &slope);
		value[k] = squares;
		if (squares < f->best.squares)
			f->best = (struct trend) { s.alpha[k], s.beta[k], s.phi[k], level + f->middle, slope, squares };
	}
}

/* A coarse grid first: there may be more than one valley. */
static void trend_grid(struct fitting *f, struct search *search)
{
	static const double ALPHA[] = { 0.15, 0.4, 0.6, 0.77, 0.87, 0.94, 0.97, 0.999 }; /* roots */
	static const double BETA[] = { 0.05, 0.2, 0.5 }, PHI[] = { 0.87, 0.96 };
	double x[SEARCH_MAX][SERIES_LANES], value[SERIES_LANES];
	for (size_t part = 0; part < (f->damped ? 3 : 2); part++) {
		for (size_t k = 0; k < SERIES_LANES; k++) {
			x[0][k] = ALPHA[k % 8];
			x[1][k] = f->damped ? BETA[part] : k / 8 + 2 * part < 3 ? BETA[k / 8 + 2 * part] : 0.8;
			x[2][k] = PHI[k / 8];
		}
		trend_values(f, x, value);
		for (size_t k = 0; k < SERIES_LANES; k++)
			if (value[k] < search->value) {
				search->value = value[k];
				for (size_t i = 0; i < search->dimensions; i++)
					search->best[i] = x[i][k];
			}
	}
}

static double mean_of(const double *y, size_t n)
{
	double sum = 0;
	for (size_t t = 0; t < n; t++)
		sum += y[t];
	return sum / (double)n;
}

struct trend series_trend_best(const double *y, const double *weight, size_t n, bool damped)
{
	struct fitting f = { .y = y, .weight = weight, .n = n, .damped = damped, .middle = mean_of(y, n) };
	struct search search = { .dimensions = damped ? 3 : 2,
				 .low = { 0.01, 0.01, LEAST_PHI },
				 .high = { 0.99995, 1, MOST_PHI },
				 .step = { 0.08, 0.1, 0.03 },
				 .value = INFINITY };
	f.best.squares = INFINITY;
	f.trust = RIDGE * weight[0];
	f.slope = n > 1 ? (y[n - 1] - y[0]) / (double)(n - 1) : 0;
	trend_grid(&f, &search);
	series_search_run(&search, trend_values, &f, ROUNDS, TOLERANCE * search.value);
	return f.best;
}

void series_trend_end(const struct trend *trend, const double *y, size_t n, double *level, double *slope)
{
	*level = trend->level;
	*slope = trend->slope;
	for (size_t t = 0; t < n; t++) {
		double b = trend->phi * *slope, f = *level + b, e = y[t] - f;
		*level = f + trend->alpha * e;
		*slope = b + trend->beta * e;
	}
}

void series_trend_mean(const struct trend *trend, double level, double slope, size_t h, double *mean)
{
	double reach = 0, power = 1;
	for (size_t i = 0; i < h; i++) {
		power *= trend->phi;
		reach += power;
		mean[i] = level + reach * slope;
	}
}

void series_trend_response(const struct trend *trend, size_t h, double *response)
{
	double reach = 0, power = 1;
	for (size_t i = 0; i < h; i++) {
		response[i] = i ? trend->alpha + trend->beta * reach : 1;
		power *= trend->phi;
		reach += power;
	}
}
