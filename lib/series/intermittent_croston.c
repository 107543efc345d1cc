/* Croston's method, and its correction by Syntetos and Boylan: the size of demand and the interval between demands,
 * each smoothed by itself, whenever there is demand. */
#include "intermittent.h"

/* alpha, beta: of sizes and of intervals. */
enum { FIRST_SIZE = INTERMITTENT_OWN, FIRST_INTERVAL };

/* Sizes and the intervals that ended with them, the first counted from the beginning; their number. */
static size_t split(const double *y, size_t n, double *size, double *interval)
{
	size_t count = 0, since = 0;
	for (size_t t = 0; t < n; t++) {
		since++;
		if (!(y[t] > 0))
			continue;
		size[count] = y[t];
		interval[count++] = (double)since;
		since = 0;
	}
	return count;
}

static double mean_of(const double *x, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return n ? sum / (double)n : 0;
}

/* Rates before each period; returned is that after the last. */
static double rates(const struct series_fit *fit, const double *y, size_t n, double correction, double *rate)
{
	double size = fit->parameter[FIRST_SIZE], interval = fit->parameter[FIRST_INTERVAL], since = 0;
	double now = interval > 0 ? correction * size / interval : 0;
	for (size_t t = 0; t < n; t++) {
		rate[t] = now;
		since++;
		if (!(y[t] > 0))
			continue;
		/* Fitted to none, run over some: the first that came. */
		size = interval > 0 ? size + fit->alpha * (y[t] - size) : y[t];
		interval = interval > 0 ? interval + fit->beta * (since - interval) : since;
		now = correction * size / interval;
		since = 0;
	}
	return now;
}

/* Where no period was without demand the interval does not vary, and there is no bias to be taken off. */
static double correction_of(const struct series_fit *fit)
{
	return fit->model == &SERIES_SBA && fit->parameter[FIRST_INTERVAL] > 1 ? 1 - fit->beta / 2 : 1;
}

static size_t croston_room(const struct series_history *history, size_t h)
{
	(void)h;
	return 2 * history->n;
}

static void fit_either(const struct series_model *model, const struct series_history *history,
		       const struct series_settings *settings, double *room, struct series_fit *fit)
{
	size_t n = history->n, count = split(history->y, n, room, room + n);
	double size = mean_of(room, count), interval = mean_of(room + n, count);
	*fit = (struct series_fit) { .model = model, .n = n };
	fit->alpha = series_intermittent_alpha(room, count, size, settings->alpha);
	fit->beta = series_intermittent_alpha(room + n, count, interval, settings->alpha);
	fit->parameter[FIRST_SIZE] = size;
	fit->parameter[FIRST_INTERVAL] = interval;
	rates(fit, history->y, n, correction_of(fit), room);
	series_intermittent_spread(history, room, interval > 0 ? fit->beta / interval : 0, fit);
}

static void croston_fit(const struct series_history *history, const struct series_settings *settings, double *room,
			struct series_fit *fit)
{
	fit_either(&SERIES_CROSTON, history, settings, room, fit);
}

static void sba_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		    struct series_fit *fit)
{
	fit_either(&SERIES_SBA, history, settings, room, fit);
}

static void croston_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			     struct series_path *out)
{
	series_intermittent_path(fit, rates(fit, history->y, history->n, correction_of(fit), room), h, out);
}

const struct series_model SERIES_CROSTON = {
	"croston",
	"size over interval of demand, each smoothed",
	series_intermittent_minimum,
	croston_room,
	croston_fit,
	croston_forecast,
	.constants_stay = true,
};
const struct series_model SERIES_SBA = {
	"sba",
	"croston, its upward bias taken off",
	series_intermittent_minimum,
	croston_room,
	sba_fit,
	croston_forecast,
	.constants_stay = true,
};
