/* Aggregation: demand summed over buckets of several periods has fewer zeros; its smoothed level is shared out again.
 */
#include "intermittent.h"

/* fit->window is the widest bucket; the smoothing constants of the widths from the narrowest on stand in a row. */
enum { FIRST_RATE = INTERMITTENT_OWN, ALPHAS, WIDTHS_MAX = SERIES_PARAMETERS - ALPHAS };

/* Sums of buckets of ${width} periods that end with the last; what is left over at the beginning is not used. */
static size_t fill_buckets(const double *y, size_t n, size_t width, double *sums)
{
	size_t count = n / width, t = n - count * width;
	for (size_t b = 0; b < count; b++) {
		double sum = 0;
		for (size_t end = t + width; t < end; t++)
			sum += intermittent_demand(y[t]);
		sums[b] = sum;
	}
	return count;
}

/* Adds to change[t], t up to n, by how much the rate by buckets of ${width}, times ${share}, differs before the period
 * t from that before t-1. */
static void add_changes(const struct series_fit *fit, double alpha, const double *y, size_t n, size_t width,
			double share, double *change, double *sums)
{
	size_t count = fill_buckets(y, n, width, sums), end = n - count * width;
	double each = share / (double)width, level = fit->parameter[FIRST_RATE] * (double)width;
	change[0] += level * each;
	for (size_t b = 0; b < count; b++) {
		double step = alpha * (sums[b] - level);
		level += step;
		end += width;
		change[end] += step * each;
	}
}

static size_t narrowest(const struct series_fit *fit)
{
	return fit->model == &SERIES_ADIDA ? fit->window : 1;
}

/* Rates before each period and, at n, after the last. */
static double rates(const struct series_fit *fit, const double *y, size_t n, double *room)
{
	double *rate = room, *sums = room + n + 1, sum = 0;
	size_t least = narrowest(fit);
	double share = 1 / (double)(fit->window - least + 1);
	for (size_t t = 0; t <= n; t++)
		rate[t] = 0;
	for (size_t width = least; width <= fit->window; width++)
		add_changes(fit, fit->parameter[ALPHAS + width - least], y, n, width, share, rate, sums);
	for (size_t t = 0; t <= n; t++) {
		sum += rate[t];
		rate[t] = fmax(0, sum);
	}
	return rate[n];
}

static size_t adida_room(const struct series_history *history, size_t h)
{
	(void)h;
	return 2 * history->n + 1;
}

/* The mean interval between demands, the first counted from the beginning, as a whole number of periods. */
static size_t mean_interval(const double *y, size_t n)
{
	size_t count = 0, last = 0;
	for (size_t t = 0; t < n; t++) {
		if (y[t] > 0) {
			count++;
			last = t + 1;
		}
	}
	return count ? (last + count / 2) / count : 1;
}

static void fit_either(const struct series_model *model, const struct series_history *history,
		       const struct series_settings *settings, double *room, struct series_fit *fit)
{
	const double *y = history->y;
	size_t n = history->n, widest = mean_interval(y, n);
	double rate = 0;
	*fit = (struct series_fit) { .model = model, .n = n };
	for (size_t t = 0; t < n; t++)
		rate += intermittent_demand(y[t]) / (double)n;
	fit->parameter[FIRST_RATE] = rate;
	fit->window = model == &SERIES_IMAPA && widest > WIDTHS_MAX ? WIDTHS_MAX : widest;
	for (size_t width = narrowest(fit); width <= fit->window; width++) {
		size_t count = fill_buckets(y, n, width, room);
		fit->alpha = series_intermittent_alpha(room, count, rate * (double)width, settings->alpha);
		fit->parameter[ALPHAS + width - narrowest(fit)] = fit->alpha;
	}
	rates(fit, y, n, room);
	series_intermittent_spread(history, room, fit->alpha / (double)fit->window, fit);
}

static void adida_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		      struct series_fit *fit)
{
	fit_either(&SERIES_ADIDA, history, settings, room, fit);
}

static void imapa_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		      struct series_fit *fit)
{
	fit_either(&SERIES_IMAPA, history, settings, room, fit);
}

static void adida_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			   struct series_path *out)
{
	series_intermittent_path(fit, rates(fit, history->y, history->n, room), h, out);
}

const struct series_model SERIES_ADIDA = {
	"adida",
	"demand smoothed over buckets of its mean interval",
	series_intermittent_minimum,
	adida_room,
	adida_fit,
	adida_forecast,
	.constants_stay = true,
};
const struct series_model SERIES_IMAPA = {
	"imapa",
	"the mean of adida over all buckets up to that",
	series_intermittent_minimum,
	adida_room,
	imapa_fit,
	adida_forecast,
	.constants_stay = true,
};
