/* Exponential smoothing by state space: the search for the model of the least AICc. */
#include "ets_impl.h"

#include <float.h>
#include <string.h>

#define LEAST_GAMMA 1e-4
#define ROUNDS	    8
#define TOLERANCE   0.02 /* of the criterion */

/* What the search works with. */
struct pool {
	const double *y;
	size_t n, m;
	bool positive;
	double logarithms; /* sum of ln y */
	double *adjusted, *weight, *work;
	struct ets *best;
};

size_t series_ets_room(size_t n, size_t m)
{
	return 2 * n + (m > SERIES_SEASON_MAX ? 1 : m) * SERIES_LANES;
}

/* AICc with the variance of the errors as a parameter beside. */
static double aicc(const struct pool *p, double fit, const struct ets *ets)
{
	double n = (double)p->n, k = series_ets_parameters(ets) + 1;
	return n > k + 1 ? fit + 2 * k + 2 * k * (k + 1) / (n - k - 1) : INFINITY;
}

static double log_squares(const struct pool *p, double squares)
{
	return (double)p->n * log(fmax(squares, DBL_MIN));
}

static void offer(struct pool *p, struct ets *candidate, double fit)
{
	candidate->criterion = aicc(p, fit, candidate);
	if (candidate->criterion < p->best->criterion)
		*p->best = *candidate;
}

static void all_alike(struct pool *p)
{
	for (size_t t = 0; t < p->n; t++)
		p->weight[t] = 1;
}

static struct trend level_as_trend(const struct level *level)
{
	return (struct trend) { level->alpha, 0, 1, level->start, 0, level->squares };
}

static struct ets ets_of(enum ets_form form, const struct trend *trend)
{
	return (struct ets) { .form = form,
			      .m = 1,
			      .alpha = trend->alpha,
			      .beta = trend->beta,
			      .phi = trend->phi,
			      .level = trend->level,
			      .slope = trend->slope,
			      .squares = trend->squares };
}

/*
 * Relative errors, or a season: by likelihood, in lanes. The starts are those of the simpler model, on the adjusted
 * history where there is a season. Points are (root of alpha, root of beta / alpha and phi with a trend, root of gamma
 * / (1 - alpha) with a season).
 */
struct likelihood {
	struct pool *pool;
	struct ets ets; /* the best so far */
	double least;
};

static void likelihood_values(void *ctx, double x[SEARCH_MAX][SERIES_LANES], double value[SERIES_LANES])
{
	struct likelihood *s = ctx;
	struct pool *p = s->pool;
	const struct ets_shape *shape = &ETS_SHAPES[s->ets.form];
	struct season_start start = { s->ets.level, s->ets.slope, s->ets.index, s->ets.m };
	struct season_lanes lanes;
	const double *last = x[shape->damped ? 3 : 1];
	for (size_t k = 0; k < SERIES_LANES; k++) {
		lanes.alpha[k] = x[0][k] * x[0][k];
		lanes.beta[k] = shape->damped ? lanes.alpha[k] * x[1][k] * x[1][k] : 0;
		lanes.phi[k] = shape->damped ? x[2][k] : 1;
		lanes.gamma[k] = shape->seasonal ? fmax(LEAST_GAMMA, (1 - lanes.alpha[k]) * last[k] * last[k]) : 0;
	}
	series_season_pass(p->y, p->n, shape->relative, &start, p->work, &lanes);
	for (size_t k = 0; k < SERIES_LANES; k++) {
		value[k] = log_squares(p, lanes.squares[k]);
		if (shape->relative)
			value[k] += 2 * (lanes.logarithms[k] + p->logarithms);
		if (!(value[k] < s->least))
			continue;
		s->least = value[k];
		s->ets.alpha = lanes.alpha[k];
		s->ets.beta = lanes.beta[k];
		s->ets.gamma = lanes.gamma[k];
		s->ets.phi = lanes.phi[k];
		s->ets.squares = lanes.squares[k];
	}
}

/* Around the simpler model, and farther along alpha. */
static void likelihood_grid(const struct trend *trend, const struct ets_shape *shape,
			    double x[SEARCH_MAX][SERIES_LANES])
{
	static const double GAMMA[] = { 0.05, 0.2, 0.4, 0.7 }, ALPHA[] = { 0.4, 0.75, 1, 1.4 };
	for (size_t k = 0; k < SERIES_LANES; k++) {
		double along = shape->seasonal ? ALPHA[k % 4] : 0.2 + 0.1 * (double)k;
		x[0][k] = fmin(fmax(sqrt(trend->alpha) * along, 0.02), 0.98);
		x[1][k] = GAMMA[k / 4];
		if (!shape->damped)
			continue;
		x[1][k] = sqrt(trend->beta / trend->alpha);
		x[2][k] = trend->phi;
		x[3][k] = GAMMA[k / 4];
	}
}

static void try_likelihood(struct pool *p, enum ets_form form, const struct trend *trend, const double *index)
{
	const struct ets_shape *shape = &ETS_SHAPES[form];
	struct likelihood s = { p, ets_of(form, trend), INFINITY };
	struct search search = { .dimensions = (shape->damped ? 3 : 1) + shape->seasonal,
				 .low = { 0.01, 0.01, 0.01, 0.01 },
				 .high = { 0.99995, 1, 1, 1 },
				 .step = { 0.1, 0.1, 0.1, 0.1 },
				 .value = INFINITY };
	double x[SEARCH_MAX][SERIES_LANES], value[SERIES_LANES];
	if (shape->damped) {
		search.low[2] = 0.8;
		search.high[2] = 0.98;
		search.step[2] = 0.03;
	}
	s.ets.m = shape->seasonal ? p->m : 1;
	memcpy(s.ets.index, index, s.ets.m * sizeof *index);
	likelihood_grid(trend, shape, x);
	likelihood_values(&s, x, value);
	for (size_t k = 0; k < SERIES_LANES; k++)
		if (value[k] < search.value) {
			search.value = value[k];
			for (size_t i = 0; i < search.dimensions; i++)
				search.best[i] = x[i][k];
		}
	if (isinf(search.value))
		return;
	series_search_run(&search, likelihood_values, &s, ROUNDS, TOLERANCE);
	offer(p, &s.ets, s.least);
}

static void try_plain(struct pool *p, const struct level *level)
{
	static const double NO_INDEX[] = { 1 };
	struct trend flat = level_as_trend(level);
	struct ets candidate = ets_of(ETS_ANN, &flat);
	offer(p, &candidate, log_squares(p, flat.squares));
	all_alike(p);
	struct trend trend = series_trend_best(p->y, p->weight, p->n, true);
	struct ets_state state;
	candidate = ets_of(ETS_AADN, &trend);
	series_ets_filter(&candidate, p->y, p->n, &state);
	candidate.squares = state.squares;
	offer(p, &candidate, log_squares(p, candidate.squares));
	if (!p->positive)
		return;
	try_likelihood(p, ETS_MNN, &flat, NO_INDEX);
	try_likelihood(p, ETS_MADN, &trend, NO_INDEX);
}

static void try_season(struct pool *p, bool multiplies)
{
	struct season season = { .m = p->m, .multiplies = multiplies };
	series_decompose(p->y, p->n, p->m, multiplies, season.index);
	series_season_out(&season, p->y, p->n, p->adjusted);
	struct level level = series_level_best(p->adjusted, p->n);
	struct trend flat = level_as_trend(&level);
	try_likelihood(p, multiplies ? ETS_MNM : ETS_ANA, &flat, season.index);
	all_alike(p);
	struct trend trend = series_trend_best(p->adjusted, p->weight, p->n, true);
	try_likelihood(p, multiplies ? ETS_MADM : ETS_AADA, &trend, season.index);
}

void series_ets_best(const double *y, size_t n, size_t m, double *room, struct ets *ets)
{
	struct pool p = { .y = y, .n = n, .m = m, .positive = true, .best = ets };
	p.adjusted = room;
	p.weight = room + n;
	p.work = room + 2 * n;
	*ets = (struct ets) { .criterion = INFINITY };
	for (size_t t = 0; t < n && p.positive; t++)
		p.positive = y[t] > 0;
	for (size_t t = 0; t < n && p.positive; t++)
		p.logarithms += log(y[t]);
	struct level level = series_level_best(y, n);
	struct trend flat = level_as_trend(&level);
	*ets = ets_of(ETS_ANN, &flat);
	ets->criterion = INFINITY;
	try_plain(&p, &level);
	if (m < 2 || m > SERIES_SEASON_MAX || n < 2 * m + 1 || n < m + 6)
		return;
	try_season(&p, false);
	if (p.positive)
		try_season(&p, true);
}
