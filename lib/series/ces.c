/*
 * Complex exponential smoothing: a level, and beside it what is potentially there and not seen; both follow each error.
 * Svetunkov, Kourentzes, Ord, Naval Research Logistics 69 (2022). On what is left when the season is taken out.
 */
#include "series_impl.h"

#define ROUNDS	    12
#define TOLERANCE   1e-4 /* of the squares */
#define PARAMETERS  4	 /* both constants and both states at the start */
#define DEPENDENT   1e-9 /* share of the determinant below which the starts cannot be told from each other */
#define MOST_GROWTH 1.02 /* a period: what the forecasts may grow by */

/* l_t = l - (1 - a1) c + (a0 - a1) e, c_t = l + (1 - a0) c + (a0 + a1) e. */
struct ces {
	double a0, a1, level, other, squares; /* other: c at the start */
};

struct complex {
	struct season season;
	struct ces ces;
};

struct fitting {
	const double *y;
	size_t n;
	struct ces best;
};

/* Old errors are forgotten: both eigenvalues of (F - g w') are inside the unit circle. And no growth without bound. */
static bool steady(double a0, double a1)
{
	double trace = 2 - 2 * a0 + a1, product = (a0 - 1.5) * (a0 - 1.5) + (a1 - 0.5) * (a1 - 0.5) - 0.5;
	double g = MOST_GROWTH;
	return product < 1 && fabs(trace) < 1 + product && g * g - (2 - a0) * g + 2 - a0 - a1 > 0;
}

/* What is to be added to the starts y[0], y[0] for the least squares, which are returned. */
static double solve_starts(const struct ces_lanes *s, size_t k, double *level, double *other)
{
	double determinant = s->uu[k] * s->ww[k] - s->uw[k] * s->uw[k];
	*level = s->eu[k] / s->uu[k];
	*other = 0;
	if (determinant > DEPENDENT * s->uu[k] * s->ww[k]) {
		*level = (s->ww[k] * s->eu[k] - s->uw[k] * s->ew[k]) / determinant;
		*other = (s->uu[k] * s->ew[k] - s->uw[k] * s->eu[k]) / determinant;
	}
	return fmax(0, s->ee[k] - *level * (2 * s->eu[k] - *level * s->uu[k]) -
			       *other * (2 * s->ew[k] - *other * s->ww[k] - 2 * *level * s->uw[k]));
}

static void ces_values(void *ctx, double x[SEARCH_MAX][SERIES_LANES], double value[SERIES_LANES])
{
	struct fitting *f = ctx;
	struct ces_lanes s;
	for (size_t k = 0; k < SERIES_LANES; k++) {
		bool usable = steady(x[0][k], x[1][k]);
		value[k] = usable ? 0 : INFINITY;
		s.a0[k] = usable ? x[0][k] : 1;
		s.a1[k] = usable ? x[1][k] : 1;
	}
	series_ces_pass(f->y, f->n, &s);
	for (size_t k = 0; k < SERIES_LANES; k++) {
		double level, other, squares = solve_starts(&s, k, &level, &other);
		value[k] += squares;
		if (value[k] < f->best.squares)
			f->best = (struct ces) { s.a0[k], s.a1[k], f->y[0] + level, f->y[0] + other, squares };
	}
}

/* The least squares of what forgets and does not grow without bound. */
static struct ces ces_best(const double *y, size_t n)
{
	static const double A0[] = { 0.6, 1, 1.3, 1.6, 1.8, 1.95, 2.1, 2.3 }, A1[] = { 0.97, 1 };
	struct fitting f = { .y = y, .n = n, .best = { .squares = INFINITY } };
	struct search search = {
		.dimensions = 2, .low = { 0.02, 0 }, .high = { 2.7, 1.6 }, .step = { 0.1, 0.02 }, .value = INFINITY
	};
	double x[SEARCH_MAX][SERIES_LANES], value[SERIES_LANES];
	for (size_t k = 0; k < SERIES_LANES; k++) {
		x[0][k] = A0[k % 8];
		x[1][k] = A1[k / 8];
	}
	ces_values(&f, x, value);
	search.best[0] = f.best.a0;
	search.best[1] = f.best.a1;
	search.value = f.best.squares;
	series_search_run(&search, ces_values, &f, ROUNDS, TOLERANCE * search.value);
	return f.best;
}

/* One period on, with the error ${e}. */
static void follow(const struct ces *ces, double e, double *level, double *other)
{
	double l = *level, c = *other;
	*level = l - (1 - ces->a1) * c + (ces->a0 - ces->a1) * e;
	*other = l + (1 - ces->a0) * c + (ces->a0 + ces->a1) * e;
}

static void ces_mean(const struct ces *ces, const double *y, size_t n, size_t h, double *mean)
{
	double level = ces->level, other = ces->other;
	for (size_t t = 0; t < n; t++)
		follow(ces, y[t] - level, &level, &other);
	for (size_t i = 0; i < h; i++) {
		mean[i] = level;
		follow(ces, 0, &level, &other);
	}
}

static void ces_response(const struct ces *ces, size_t h, double *response)
{
	double level = 0, other = 0;
	for (size_t i = 0; i < h; i++) {
		response[i] = i ? level : 1;
		follow(ces, i ? 0 : 1, &level, &other);
	}
}

static void complex_fit(const struct series_history *history, const struct series_settings *settings, double *room,
			struct series_fit *fit)
{
	size_t n = history->n;
	struct complex complex = { 0 };
	(void)settings;
	*fit = (struct series_fit) { .model = &SERIES_CES, .n = n };
	series_season_find(history, room, &complex.season);
	series_season_out(&complex.season, history->y, n, room);
	complex.ces = ces_best(room, n);
	fit->alpha = complex.ces.a0;
	fit->beta = complex.ces.a1;
	fit->level = complex.ces.level;
	fit->slope = complex.ces.other;
	series_adjusted_variance(fit, &complex.season, complex.ces.squares, n, PARAMETERS);
	series_keep(fit, &complex, sizeof complex);
}

static void complex_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			     struct series_path *out)
{
	struct complex complex;
	series_kept(fit, &complex, sizeof complex);
	series_season_out(&complex.season, history->y, history->n, room);
	ces_mean(&complex.ces, room, history->n, h, out->mean);
	ces_response(&complex.ces, h, room);
	series_adjusted_path(&complex.season, fit->variance, history->n, h, room, room + h, out);
	series_path_widen(fit->n, h, out);
}

const struct series_model SERIES_CES = {
	"ces",
	"complex exponential smoothing",
	series_adjusted_minimum,
	series_adjusted_room,
	complex_fit,
	complex_forecast,
	.constants_stay = true,
};
