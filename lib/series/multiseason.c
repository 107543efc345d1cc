/*
 * Several seasons at once: the median of two autoregressions with seasonal profiles and of the weighted profile of past
 * long seasons. With one season: the first autoregression alone.
 */
#include "series_impl.h"

#include <stdio.h>
#include <string.h>

#define LAGS_MOST      9
#define TERMS_MOST     (LAGS_MOST + 3) /* and the profile of the season, that of the long season, a constant */
#define RIDGE	       3e-4
#define FADING	       0.7  /* weight of a long season beside that of the one after it */
#define LONG_SHRINKAGE 1    /* long seasons' worth of "no effect" that the profile of a long season begins with */
#define OVERSHOOT      0.25 /* how far beyond the range of history a forecast may go, as a share of that range */
#define ORIGINS_MOST   28
#define ORIGINS_PRIOR  4 /* origins' worth of theory in the error of each step */
#define PATHS	       8 /* numbers of room for each step */

/* Both autoregressions, or the first alone, and where their coefficients stand in fit->parameter. */
struct regressors {
	size_t season, long_season, n_lags, lag[LAGS_MOST];
	size_t terms, at;
};

static size_t long_season_used(const struct series_history *history)
{
	size_t m = history->season, l = history->long_season;
	return m > 1 && l > m && l % m == 0 && history->n >= 2 * l + m ? l : 0;
}

static struct regressors short_regressors(size_t m, size_t l)
{
	return (struct regressors) { m, l, 6, { 1, 2, m - 1, m, m + 1, 2 * m }, 7 + (l ? 2 : 1), 0 };
}

static struct regressors long_regressors(size_t m, size_t l)
{
	return (struct regressors) { m, l, 9, { 1, 2, m - 1, m, m + 1, 2 * m, l - 1, l, l + 1 }, 12, TERMS_MOST };
}

/* A series on the scale on which it is forecast, and what is known of it there. */
struct scaled {
	size_t n;
	bool log;
	double middle;	       /* taken off */
	double low, high;      /* bounds of what may be forecast */
	double *z;	       /* n of history, h of the future */
	double *season, *week; /* profiles: of the season; of the long season beyond it */
	double *apart;	       /* n: what is apart from the trend */
};

static size_t longest(const struct series_history *history)
{
	return history->long_season > history->season ? history->long_season : history->season;
}

/* ${h} = 0: for the fit. */
static struct scaled lay_out(const struct series_history *history, size_t h, double *room)
{
	struct scaled s = { .n = history->n, .z = room };
	s.season = s.z + history->n + h;
	s.week = s.season + longest(history);
	s.apart = s.week + longest(history);
	return s;
}

/* ${least}: what log takes for less than that, in a history that is longer than the one fitted to; 0 = no log. */
static void put_on_scale(struct scaled *s, const double *y, double least)
{
	double low = INFINITY, high = -INFINITY;
	s->log = least > 0;
	s->middle = 0;
	for (size_t t = 0; t < s->n; t++) {
		s->z[t] = s->log ? log(fmax(y[t], least)) : y[t];
		s->middle += s->z[t] / (double)s->n;
		low = fmin(low, s->z[t]);
		high = fmax(high, s->z[t]);
	}
	for (size_t t = 0; t < s->n; t++)
		s->z[t] -= s->middle;
	s->low = low - OVERSHOOT * (high - low) - s->middle;
	s->high = high + OVERSHOOT * (high - low) - s->middle;
	if (!s->log && low >= 0)
		s->low = fmax(s->low, -s->middle);
}

static double back(const struct scaled *s, double z)
{
	z = fmin(fmax(z, s->low), s->high) + s->middle;
	return s->log ? exp(z) : z;
}

/* The trend is the mean of a window of one (long) season about each period, pushed inside at both ends. */
static void take_trend_off(struct scaled *s, size_t window)
{
	size_t n = s->n, from = 0;
	double sum = 0;
	for (size_t t = 0; t < window; t++)
		sum += s->z[t];
	for (size_t t = 0; t < n; t++) {
		if (t > from + window / 2 && from + window < n) {
			sum += s->z[from + window] - s->z[from];
			from++;
		}
		s->apart[t] = s->z[t] - sum / (double)window;
	}
}

/* Means by place in a cycle, less ${shrinkage} cycles of nothing; what is left in apart[]. */
static void take_profile_off(struct scaled *s, size_t cycle, double shrinkage, double *profile)
{
	for (size_t k = 0; k < cycle; k++) {
		double sum = 0, count = shrinkage;
		for (size_t t = k; t < s->n; t += cycle) {
			sum += s->apart[t];
			count++;
		}
		profile[k] = sum / count;
		for (size_t t = k; t < s->n; t += cycle)
			s->apart[t] -= profile[k];
	}
}

static void find_profiles(struct scaled *s, size_t m, size_t l)
{
	take_trend_off(s, l ? l : m);
	take_profile_off(s, m, 0, s->season);
	if (l)
		take_profile_off(s, l, LONG_SHRINKAGE, s->week);
}

static void fill_terms(const struct regressors *r, const struct scaled *s, size_t t, double *x)
{
	size_t i = 0;
	for (; i < r->n_lags; i++)
		x[i] = s->z[t - r->lag[i]];
	x[i++] = s->season[t % r->season];
	if (r->long_season)
		x[i++] = s->week[t % r->long_season];
	x[i] = 1;
}

/* Ridge regression by the normal equations; returns the sum of squared errors, in ${coefficient} all 0 where there is
 * nothing to explain. */
static double regress(const struct regressors *r, const struct scaled *s, double *coefficient)
{
	double a[TERMS_MOST * TERMS_MOST] = { 0 }, x[TERMS_MOST], b[TERMS_MOST] = { 0 }, squares = 0, explained = 0;
	size_t terms = r->terms, first = r->lag[r->n_lags - 1];
	for (size_t t = first; t < s->n; t++) {
		fill_terms(r, s, t, x);
		for (size_t i = 0; i < terms; i++) {
			for (size_t j = 0; j <= i; j++)
				a[i * terms + j] += x[i] * x[j];
			b[i] += x[i] * s->z[t];
		}
		squares += s->z[t] * s->z[t];
	}
	for (size_t i = 0; i < terms; i++)
		a[i * terms + i] += RIDGE * a[i * terms + i] + 1e-12 * squares;
	memcpy(coefficient, b, terms * sizeof *b);
	if (!(squares > 0) || !numeric_cholesky(a, terms)) {
		memset(coefficient, 0, terms * sizeof *b);
		return squares;
	}
	numeric_cholesky_solve(a, terms, coefficient);
	for (size_t i = 0; i < terms; i++)
		explained += coefficient[i] * b[i];
	return fmax(0, squares - explained);
}

/* Minus the logarithm of the likelihood of y, as far as it depends on scale and coefficients. */
static double badness(const struct scaled *s, const double *y, size_t first, double squares)
{
	double n = (double)(s->n - first), jacobian = 0;
	for (size_t t = first; t < s->n && s->log; t++)
		jacobian += log(y[t]);
	return n / 2 * log(squares / n) + jacobian;
}

static size_t multi_season_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)settings;
	/* As many rows as terms, twice. */
	return history->season < 4 ? SIZE_MAX : 2 * history->season + 2 * TERMS_MOST;
}

static size_t multi_season_room(const struct series_history *history, size_t h)
{
	return 2 * history->n + h + 2 * longest(history) + PATHS * h;
}

static double fit_short(const struct series_history *history, double least, double *space, double *coefficient,
			double *squares)
{
	struct scaled s = lay_out(history, 0, space);
	struct regressors r = short_regressors(history->season, long_season_used(history));
	put_on_scale(&s, history->y, least);
	find_profiles(&s, r.season, r.long_season);
	*squares = regress(&r, &s, coefficient);
	return badness(&s, history->y, r.lag[r.n_lags - 1], *squares);
}

static double least_of(const struct series_history *history)
{
	double least = INFINITY;
	for (size_t t = 0; t < history->n; t++)
		least = fmin(least, history->y[t]);
	return least;
}

/* Kept: season; window, the long season used, 0 = none; level, the least value where log was taken, else 0. */
static void multi_season_fit(const struct series_history *history, const struct series_settings *settings, double *room,
			     struct series_fit *fit)
{
	size_t n = history->n, m = history->season, l = long_season_used(history);
	struct regressors first = short_regressors(m, l), second = long_regressors(m, l);
	double plain[TERMS_MOST], logs[TERMS_MOST], squares, log_squares, least = least_of(history);
	(void)settings;
	*fit = (struct series_fit) { .model = &SERIES_MULTI_SEASON, .n = n, .season = m, .window = l };
	double bad = fit_short(history, 0, room, plain, &squares);
	if (least > 0 && fit_short(history, least, room, logs, &log_squares) < bad) {
		fit->level = least;
		squares = log_squares;
	}
	memcpy(fit->parameter, fit->level > 0 ? logs : plain, first.terms * sizeof *plain);
	if (l) {
		struct scaled s = lay_out(history, 0, room);
		put_on_scale(&s, history->y, fit->level);
		find_profiles(&s, m, l);
		regress(&second, &s, fit->parameter + second.at);
	}
	fit->degrees = (double)(n - 2 * m - first.terms);
	fit->variance = squares / fit->degrees;
	snprintf(fit->form, sizeof fit->form, "%s of %s", l ? "two seasons" : "a season", fit->level > 0 ? "log" : "y");
}

static void extend(const struct regressors *r, const double *coefficient, struct scaled *s, size_t h, double *mean)
{
	double x[TERMS_MOST];
	for (size_t t = s->n; t < s->n + h; t++) {
		double sum = 0;
		fill_terms(r, s, t, x);
		for (size_t i = 0; i < r->terms; i++)
			sum += coefficient[i] * x[i];
		s->z[t] = fmin(fmax(sum, s->low), s->high);
		mean[t - s->n] = back(s, s->z[t]);
	}
}

/* The level of the newest long season, and what was apart from their levels in the long seasons before, fading. */
static void repeat(const double *y, size_t n, size_t l, size_t h, double *weighted)
{
	double weight = 1, sum = 0, level = 0;
	for (size_t j = 0; j < h; j++)
		weighted[j] = 0;
	for (size_t k = 1; k * l <= n; k++, weight *= FADING) {
		const double *season = y + n - k * l;
		double mean = 0;
		for (size_t j = 0; j < l; j++)
			mean += season[j] / (double)l;
		for (size_t j = 0; j < h; j++)
			weighted[j] += weight * (season[j % l] - mean);
		sum += weight;
		level = k == 1 ? mean : level;
	}
	for (size_t j = 0; j < h; j++)
		weighted[j] = level + weighted[j] / sum;
}

static double median(double a, double b, double c)
{
	return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* The mean from the end of ${history}. In ${paths}: two of three forecasts, paths of the caller, then room. */
static void forecast_mean(const struct series_fit *fit, const struct series_history *history, size_t h, double *paths,
			  double *mean)
{
	size_t m = fit->season, l = fit->window, n = history->n;
	struct scaled s = lay_out(history, h, paths + PATHS * h);
	struct regressors first = short_regressors(m, l), second = long_regressors(m, l);
	double *other = paths, *third = paths + h;
	if (n < (l ? l + 2 : 2 * m)) {
		repeat(history->y, n, n < m ? n : m, h, mean);
		return;
	}
	put_on_scale(&s, history->y, fit->level);
	find_profiles(&s, m, l);
	extend(&first, fit->parameter, &s, h, mean);
	if (!l)
		return;
	extend(&second, fit->parameter + second.at, &s, h, other);
	repeat(history->y, n, l, h, third);
	for (size_t j = 0; j < h; j++)
		mean[j] = median(mean[j], other[j], third[j]);
}

/* Variance of each step and of the sums, of the first autoregression on its scale: by the weights of its errors in what
 * follows. FPP3 9.8. */
static void theoretical(const struct series_fit *fit, size_t h, double *weight, double *variance, double *total)
{
	struct regressors r = short_regressors(fit->season, fit->window);
	double squares = 0, sum = 0, sums = 0;
	for (size_t j = 0; j < h; j++) {
		weight[j] = j == 0;
		for (size_t i = 0; i < r.n_lags && r.lag[i] <= j; i++)
			weight[j] += fit->parameter[i] * weight[j - r.lag[i]];
		/* The forecasts themselves are bounded, so an explosive regression is not believed here either. */
		weight[j] = fmin(fmax(weight[j], -1), 1);
		squares += weight[j] * weight[j];
		sum += weight[j];
		sums += sum * sum;
		variance[j] = fit->variance * squares;
		total[j] = fit->variance * sums;
	}
}

/* Sums of squared errors over earlier origins, one season apart so that each step falls on the same place in it. */
struct experience {
	double *step, *total, *count; /* h each */
};

static void gather(const struct series_fit *fit, const struct series_history *history, size_t h, double *paths,
		   struct experience *e)
{
	size_t m = fit->season, l = fit->window, least = l ? 2 * l + m : 2 * m + 2 * TERMS_MOST;
	double *mean = paths + 2 * h;
	memset(e->step, 0, 3 * h * sizeof *e->step);
	for (size_t k = 1; k <= ORIGINS_MOST && k * m + least <= history->n; k++) {
		struct series_history before = *history;
		size_t reach = k * m < h ? k * m : h;
		double errors = 0, means = 0;
		before.n = history->n - k * m;
		forecast_mean(fit, &before, h, paths, mean);
		for (size_t j = 0; j < reach; j++) {
			double error = history->y[before.n + j] - mean[j];
			errors += error;
			means += mean[j];
			double step = fit->level > 0 ? error / mean[j] : error;
			double total = fit->level > 0 ? errors / means * (double)(j + 1) : errors;
			e->step[j] += step * step;
			e->total[j] += total * total;
			e->count[j]++;
		}
	}
}

/* What was experienced of a step, and as much as a few origins of what theory says, to the scale of all experience. */
static void settle(const double *squares, const double *count, size_t h, double *variance)
{
	double came = ORIGINS_PRIOR, expected = ORIGINS_PRIOR;
	for (size_t j = 0; j < h; j++) {
		came += variance[j] > 0 ? squares[j] / variance[j] : 0;
		expected += count[j];
	}
	for (size_t j = 0; j < h; j++)
		variance[j] = (squares[j] + ORIGINS_PRIOR * came / expected * variance[j]) / (count[j] + ORIGINS_PRIOR);
}

static void multi_season_forecast(const struct series_fit *fit, const struct series_history *history, size_t h,
				  double *room, struct series_path *out)
{
	struct experience e = { room + 3 * h, room + 4 * h, room + 5 * h };
	double *variance = out->variance ? out->variance : room + 6 * h;
	double *total = out->total ? out->total : room + 7 * h;
	double sum = 0;
	forecast_mean(fit, history, h, room, out->mean);
	if (!out->variance && !out->total)
		return;
	theoretical(fit, h, room, variance, total);
	gather(fit, history, h, room, &e);
	settle(e.step, e.count, h, variance);
	settle(e.total, e.count, h, total);
	for (size_t j = 0; j < h && fit->level > 0; j++) {
		double mean_so_far = (sum += out->mean[j]) / (double)(j + 1);
		variance[j] *= out->mean[j] * out->mean[j];
		total[j] *= mean_so_far * mean_so_far;
	}
}

const struct series_model SERIES_MULTI_SEASON = {
	"multi-season",	      "regression on the last periods and those a season, and a long season, ago",
	multi_season_minimum, multi_season_room,
	multi_season_fit,     multi_season_forecast,
	.constants_stay = true,
};
