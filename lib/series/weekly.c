/*
 * For histories by the week. A year is not 52 weeks: over twenty years the weeks move by three against the seasons, so
 * what is old says little of a week, and sines and cosines of the true year say more. The median of exponential
 * smoothing on the last four years and on all of it, and of ARIMA about such harmonics on the last five years and on
 * their logarithms: favoured by rolling origins inside the training part of the weekly series of the M4 competition.
 */
#include "arima_impl.h"
#include "ets_impl.h"

#define SMOOTHED_WEEKS 209
#define HARMONIC_WEEKS 260
#define YEAR	       (365.25 / 7)
#define LEAST_YEARS    2 /* for harmonics */
#define PAIRS	       8 /* of sines and cosines */
#define COLUMNS	       (2 * PAIRS)
#define DIMENSIONS     8 /* constants that are fitted, all in all: what the members have in common */
#define OVERSHOOT      1 /* how far beyond the range of history a forecast of logarithms may go, as a share of it */

struct harmonic {
	double parameter[ARIMA_KEPT], variance;
	double least; /* where logarithms are taken: the least value seen; else 0 */
};

struct weekly {
	size_t recent_first; /* period that the last years begin with */
	struct ets recent, whole;
	double recent_variance, whole_variance;
	struct harmonic plain, logs;
};
_Static_assert(sizeof(struct weekly) <= SERIES_PARAMETERS * sizeof(double), "it fits into what a fit keeps");

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static size_t at_most(size_t n, size_t most)
{
	return n < most ? n : most;
}

/* The last years as a history of its own, with harmonics of the year. The phase is that of the whole history. */
static struct series_history harmonic_history(const struct series_history *history, size_t h, double *room)
{
	size_t n = at_most(history->n, HARMONIC_WEEKS), first = history->n - n;
	double *y = room, *x = room + n;
	memcpy(y, history->y + first, n * sizeof *y);
	if ((double)n < LEAST_YEARS * YEAR)
		return (struct series_history) { .y = y, .n = n, .season = 1 };
	for (size_t t = 0; t < n + h; t++)
		for (size_t k = 0; k < PAIRS; k++) {
			double turn = 2 * M_PI * (double)(k + 1) * fmod((double)(first + t) / YEAR, 1);
			x[COLUMNS * t + 2 * k] = sin(turn);
			x[COLUMNS * t + 2 * k + 1] = cos(turn);
		}
	return (struct series_history) { .y = y, .n = n, .season = 1, .x = x, .n_x = COLUMNS };
}

static size_t harmonic_numbers(size_t n, size_t h)
{
	return n + COLUMNS * (n + h);
}

static size_t harmonic_room(const struct series_history *history, size_t h)
{
	size_t n = at_most(history->n, HARMONIC_WEEKS);
	struct series_history part = { .n = n, .season = 1, .n_x = COLUMNS };
	return harmonic_numbers(n, h) + SERIES_ARIMA.room(&part, h);
}

static size_t weekly_room(const struct series_history *history, size_t h)
{
	size_t fit = larger(series_ets_room(history->n, history->season), harmonic_room(history, 0));
	return larger(fit, 3 * SERIES_MEMBERS * h + larger(4 * h, harmonic_room(history, h)));
}

static size_t weekly_minimum(const struct series_history *history, const struct series_settings *settings)
{
	return history->season == 52 ? series_adjusted_minimum(history, settings) : SIZE_MAX;
}

static double smooth(const double *y, size_t n, size_t season, double *room, struct ets *ets)
{
	series_ets_best(y, n, season, room, ets);
	return ets->squares / fmax(1, (double)n - series_ets_parameters(ets));
}

/* In place; what is less than ever seen counts as the least. */
static void take_logs(double *y, size_t n, double least)
{
	for (size_t t = 0; t < n; t++)
		y[t] = log(fmax(y[t], least));
}

static void fit_harmonic(const struct series_history *history, double least, double *room, struct harmonic *out)
{
	struct series_history part = harmonic_history(history, 0, room);
	struct series_settings settings = { 1, NAN };
	struct series_fit fit;
	if (least > 0)
		take_logs(room, part.n, least);
	SERIES_ARIMA.fit(&part, &settings, room + harmonic_numbers(part.n, 0), &fit);
	memcpy(out->parameter, fit.parameter, sizeof out->parameter);
	out->variance = fit.variance;
	out->least = least;
}

static void weekly_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		       struct series_fit *fit)
{
	size_t n = history->n, m = history->season, recent = at_most(n, SMOOTHED_WEEKS),
	       years = at_most(n, HARMONIC_WEEKS);
	struct weekly w = { .recent_first = n - recent };
	double least = INFINITY;
	(void)settings;
	for (size_t t = n - years; t < n; t++)
		least = fmin(least, history->y[t]);
	w.recent_variance = smooth(history->y + n - recent, recent, m, room, &w.recent);
	w.whole = w.recent;
	w.whole_variance = w.recent_variance;
	if (recent < n)
		w.whole_variance = smooth(history->y, n, m, room, &w.whole);
	fit_harmonic(history, 0, room, &w.plain);
	w.logs = w.plain;
	if (least > 0)
		fit_harmonic(history, least, room, &w.logs);
	*fit = (struct series_fit) { .model = &SERIES_WEEKLY, .n = n, .season = w.recent.m };
	fit->degrees = fmax(1, (double)recent - DIMENSIONS);
	fit->variance = w.recent.squares / fit->degrees;
	memcpy(fit->form, ETS_SHAPES[w.recent.form].name, strlen(ETS_SHAPES[w.recent.form].name) + 1);
	series_keep(fit, &w, sizeof w);
}

/* From logarithms: exp of the mean, which is the median; deviations in proportion. */
static void back_from_logs(const double *z, size_t n, size_t h, struct series_path *path)
{
	double low = INFINITY, high = -INFINITY, sum = 0;
	for (size_t t = 0; t < n; t++) {
		low = fmin(low, z[t]);
		high = fmax(high, z[t]);
	}
	double beyond = OVERSHOOT * (high - low);
	for (size_t i = 0; i < h; i++) {
		path->mean[i] = exp(fmin(fmax(path->mean[i], low - beyond), high + beyond));
		sum += path->mean[i];
		double so_far = sum / (double)(i + 1);
		if (path->variance)
			path->variance[i] *= path->mean[i] * path->mean[i];
		if (path->total)
			path->total[i] *= so_far * so_far;
	}
}

static void harmonic_path(const struct harmonic *harmonic, const struct series_history *history, size_t h, double *room,
			  struct series_path *out)
{
	struct series_history part = harmonic_history(history, h, room);
	struct series_fit fit = { .model = &SERIES_ARIMA, .n = part.n, .season = 1, .variance = harmonic->variance };
	memcpy(fit.parameter, harmonic->parameter, sizeof harmonic->parameter);
	if (!part.x) {
		/* Fitted to more than there is now: without harmonics nothing is known of the year. */
		memset(room + part.n, 0, COLUMNS * (part.n + h) * sizeof *room);
		part.x = room + part.n;
		part.n_x = COLUMNS;
	}
	if (harmonic->least > 0)
		take_logs(room, part.n, harmonic->least);
	SERIES_ARIMA.forecast(&fit, &part, h, room + harmonic_numbers(part.n, h), out);
	if (harmonic->least > 0)
		back_from_logs(room, part.n, h, out);
}

static void weekly_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			    struct series_path *out)
{
	struct series_path member[SERIES_MEMBERS];
	struct weekly w;
	series_kept(fit, &w, sizeof w);
	double *left = series_members_lay(room, h, out, member);
	series_ets_path(&w.whole, w.whole_variance, history->y, history->n, h, left, &member[0]);
	/* A history that ends before the last years begin has no states of theirs. */
	if (history->n > w.recent_first)
		series_ets_path(&w.recent, w.recent_variance, history->y + w.recent_first, history->n - w.recent_first,
				h, left, &member[1]);
	else
		series_ets_path(&w.whole, w.whole_variance, history->y, history->n, h, left, &member[1]);
	harmonic_path(&w.plain, history, h, left, &member[2]);
	harmonic_path(&w.logs, history, h, left, &member[3]);
	series_members_combine(member, at_most(fit->n, SMOOTHED_WEEKS), h, out);
}

const struct series_model SERIES_WEEKLY = {
	"weekly",	"the median of smoothing and of ARIMA with harmonics of the year",
	weekly_minimum, weekly_room,
	weekly_fit,	weekly_forecast,
	.constants_stay = true,
};
