/* The Theta method, and the dynamic optimised Theta model. */
#include "series_impl.h"

#include <string.h>

struct classic {
	struct season season;
	struct classic_theta theta;
};
struct optimised {
	struct season season;
	struct optimised_theta theta;
};

static void fit_line(const double *y, size_t n, double *intercept, double *slope)
{
	double x = (double)n, middle = (x + 1) / 2, sum = 0, products = 0;
	for (size_t t = 0; t < n; t++) {
		sum += y[t];
		products += ((double)t + 1 - middle) * y[t];
	}
	*slope = products / (x * (x * x - 1) / 12);
	*intercept = sum / x - *slope * middle;
}

static void second_line(const struct classic_theta *theta, const double *y, size_t n, double *out)
{
	for (size_t t = 0; t < n; t++)
		out[t] = 2 * y[t] - (theta->intercept + theta->slope * ((double)t + 1));
}

struct classic_theta series_classic_best(const double *y, size_t n, double *work)
{
	struct classic_theta theta;
	fit_line(y, n, &theta.intercept, &theta.slope);
	second_line(&theta, y, n, work);
	theta.level = series_level_best(work, n);
	theta.squares = theta.level.squares / 4; /* the error of the mean of both lines is half that of the second */
	return theta;
}

void series_classic_mean(const struct classic_theta *theta, const double *y, size_t n, size_t h, double *work,
			 double *mean)
{
	second_line(theta, y, n, work);
	double level = series_level_end(&theta->level, work, n), first = (double)n + 1;
	for (size_t i = 0; i < h; i++)
		mean[i] = (level + theta->intercept + theta->slope * (first + (double)i)) / 2;
}

static void classic_fit(const struct series_history *history, const struct series_settings *settings, double *room,
			struct series_fit *fit)
{
	size_t n = history->n;
	struct classic classic = { 0 };
	(void)settings;
	*fit = (struct series_fit) { .model = &SERIES_THETA, .n = n };
	series_season_find(history, room, &classic.season);
	series_season_out(&classic.season, history->y, n, room);
	classic.theta = series_classic_best(room, n, room);
	fit->alpha = classic.theta.level.alpha;
	fit->level = classic.theta.level.start;
	fit->slope = classic.theta.slope / 2;
	series_adjusted_variance(fit, &classic.season, classic.theta.squares, n, 3);
	series_keep(fit, &classic, sizeof classic);
}

void series_level_response(double alpha, size_t h, double *response)
{
	for (size_t i = 0; i < h; i++)
		response[i] = i ? alpha : 1;
}

static void classic_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			     struct series_path *out)
{
	struct classic classic;
	series_kept(fit, &classic, sizeof classic);
	series_season_out(&classic.season, history->y, history->n, room);
	series_classic_mean(&classic.theta, room, history->n, h, room, out->mean);
	series_level_response(classic.theta.level.alpha, h, room);
	series_adjusted_path(&classic.season, fit->variance, history->n, h, room, room + h, out);
	series_path_widen(fit->n, h, out);
}

const struct series_model SERIES_THETA = {
	"theta", "the Theta method", series_adjusted_minimum, series_adjusted_room, classic_fit, classic_forecast,
};

/*
 * Dynamic optimised: the line is fitted anew to what is known at each step, and theta is found with the rest. For a
 * given alpha the errors are linear in the level at the start and in k = 1 - 1/theta.
 */
#define LEAST_ALPHA 0.01
#define MOST_ALPHA  0.995
#define ROUNDS	    2

/* Sums that the line through y[0..t] follows from, intercept + slope j, j = 1 for y[0]. */
struct lines {
	double count, sum, moment;
};

static void lines_follow(struct lines *l, double y)
{
	l->count++;
	l->sum += y;
	l->moment += l->count * y;
}

static double lines_slope(const struct lines *l)
{
	double n = l->count;
	return n > 1 ? 12 * (l->moment - l->sum * (n + 1) / 2) / (n * (n * n - 1)) : 0;
}

static double lines_intercept(const struct lines *l, double slope)
{
	return l->sum / l->count - slope * (l->count + 1) / 2;
}

/* Starts of the least squares; theta is 1 or more. */
static void solve_theta(const struct theta_lanes *s, int i, struct optimised_theta *best)
{
	double determinant = s->cc[i] * s->gg[i] - s->gc[i] * s->gc[i];
	double k = determinant > 0 ? (s->cc[i] * s->eg[i] - s->gc[i] * s->ec[i]) / determinant : 0;
	k = fmin(fmax(k, 0), 1);
	double level = s->cc[i] > 0 ? (s->ec[i] - k * s->gc[i]) / s->cc[i] : 0;
	double squares = s->ee[i] - level * (2 * s->ec[i] - level * s->cc[i] - 2 * k * s->gc[i]) -
			 k * (2 * s->eg[i] - k * s->gg[i]);
	if (squares < best->squares) {
		best->alpha = s->alpha[i];
		best->level = level;
		best->k = k;
		best->squares = fmax(squares, 0);
	}
}

static void search_theta(const double *y, const double *intercept, const double *slope, size_t n,
			 struct optimised_theta *best)
{
	double low = LEAST_ALPHA, high = MOST_ALPHA;
	best->squares = INFINITY;
	for (int round = 0; round < ROUNDS; round++) {
		struct theta_lanes s;
		double step = (high - low) / (SERIES_LANES - 1);
		for (int i = 0; i < SERIES_LANES; i++)
			s.alpha[i] = low + step * i;
		series_theta_pass(y, intercept, slope, n, &s);
		for (int i = 0; i < SERIES_LANES; i++)
			solve_theta(&s, i, best);
		low = fmax(LEAST_ALPHA, best->alpha - step);
		high = fmin(MOST_ALPHA, best->alpha + step);
	}
}

struct optimised_theta series_optimised_best(const double *y, size_t n, double *work)
{
	double *off = work, *intercept = work + n, *slope = intercept + n;
	struct optimised_theta theta;
	struct lines lines = { 0 };
	/* Values are taken about the first, so that sums keep their digits. */
	for (size_t t = 0; t < n; t++) {
		off[t] = y[t] - y[0];
		lines_follow(&lines, off[t]);
		slope[t] = lines_slope(&lines);
		intercept[t] = lines_intercept(&lines, slope[t]);
	}
	search_theta(off, intercept, slope, n, &theta);
	theta.level += y[0] * (1 - theta.k);
	return theta;
}

/* The steps ahead follow the mean as if it had come. Values are taken about the first. */
void series_optimised_mean(const struct optimised_theta *theta, const double *y, size_t n, size_t h, double *mean)
{
	struct lines lines = { 0 };
	double origin = y[0], start = theta->level - origin * (1 - theta->k), level = 0, decay = 1, fill = 1;
	for (size_t t = 0; t < n + h; t++) {
		double value;
		if (t < n) {
			value = y[t] - origin;
		} else {
			double slope = lines_slope(&lines), intercept = lines_intercept(&lines, slope);
			value = level + start * decay + theta->k * (intercept * decay + slope * fill);
			mean[t - n] = origin + value;
		}
		lines_follow(&lines, value);
		level += theta->alpha * (value - level);
		decay *= 1 - theta->alpha;
		fill += decay;
	}
}

static size_t optimised_room(const struct series_history *history, size_t h)
{
	return series_adjusted_room(history, h) + 3 * history->n;
}

static void optimised_fit(const struct series_history *history, const struct series_settings *settings, double *room,
			  struct series_fit *fit)
{
	size_t n = history->n;
	struct optimised optimised = { 0 };
	(void)settings;
	*fit = (struct series_fit) { .model = &SERIES_OPTIMISED_THETA, .n = n };
	series_season_find(history, room, &optimised.season);
	series_season_out(&optimised.season, history->y, n, room);
	optimised.theta = series_optimised_best(room, n, room + n);
	fit->alpha = optimised.theta.alpha;
	fit->level = optimised.theta.level;
	fit->slope = optimised.theta.k;
	series_adjusted_variance(fit, &optimised.season, optimised.theta.squares, n - 2, 3);
	series_keep(fit, &optimised, sizeof optimised);
}

static void optimised_forecast(const struct series_fit *fit, const struct series_history *history, size_t h,
			       double *room, struct series_path *out)
{
	struct optimised optimised;
	series_kept(fit, &optimised, sizeof optimised);
	series_season_out(&optimised.season, history->y, history->n, room);
	series_optimised_mean(&optimised.theta, room, history->n, h, out->mean);
	series_level_response(optimised.theta.alpha, h, room);
	series_adjusted_path(&optimised.season, fit->variance, history->n, h, room, room + h, out);
	series_path_widen(fit->n, h, out);
}

const struct series_model SERIES_OPTIMISED_THETA = {
	"optimised-theta",  "the dynamic optimised Theta model", series_adjusted_minimum, optimised_room, optimised_fit,
	optimised_forecast,
	.constants_stay = true,
};
