/* Forecasts of every series. */
#include "history.h"

#define TIDY_DIGITS   12
#define TIDY_DECIMALS 6

static const struct forecast_levels M5_LEVELS = { { 0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995 }, 9 };

enum status forecast_levels_parse(const char *const *texts, size_t n, struct forecast_levels *out, struct error *err)
{
	out->count = 0;
	for (size_t i = 0; i < n; i++) {
		double p;
		if (!number_parse_real(texts[i], 0, 1, &p) || p <= 0 || p >= 1)
			return error_reject(err, "bad_level", "quantiles",
					    "\"%.40s\": expected a number between 0 and 1", texts[i]);
		size_t at = out->count;
		while (at > 0 && out->p[at - 1] > p)
			at--;
		if (at > 0 && out->p[at - 1] == p)
			continue;
		if (out->count == FORECAST_LEVELS_MAX)
			return error_reject(err, "bad_level", "quantiles", "more than %d levels", FORECAST_LEVELS_MAX);
		memmove(&out->p[at + 1], &out->p[at], (out->count - at) * sizeof out->p[0]);
		out->p[at] = p;
		out->count++;
	}
	return STATUS_OK;
}

double forecast_tidy(double x)
{
	if (x == 0 || !isfinite(x))
		return x;
	int decimals = TIDY_DIGITS - 1 - (int)floor(log10(fabs(x)));
	if (decimals > TIDY_DECIMALS)
		decimals = TIDY_DECIMALS;
	if (decimals < 0)
		return round(x);
	double scale = pow(10, decimals);
	return round(x * scale) / scale + 0.0;
}

/* Room for one series, used again from series to series. */
struct desk {
	const struct forecast_settings *settings;
	const struct forecast_plan *plan;
	const struct forecast_levels *levels;
	const struct series_model *model; /* NULL: auto */
	struct periods periods;
	double *mean, *variance, *total;	/* horizon each */
	double degrees, p[FORECAST_LEVELS_MAX]; /* levels as widened for these degrees of freedom */
	struct buffer q;
};

static void make_plan(const struct forecast_history *h, const struct forecast_settings *settings,
		      struct forecast_plan *plan, int64_t *last)
{
	struct forecast_calendar own = forecast_calendar_infer(&h->dates);

	*plan = (struct forecast_plan) { .calendar = own, .inferred = settings->every == EVERY_AUTO };
	if (settings->every != EVERY_AUTO)
		plan->calendar.every = settings->every;
	const struct forecast_habit *habit = &FORECAST_HABITS[plan->calendar.every];
	plan->season = settings->season > 0 ? (size_t)settings->season : habit->season;
	plan->horizon = settings->horizon > 0 ? (size_t)settings->horizon : habit->horizon;
	plan->window = settings->window > 0 ? (size_t)settings->window : habit->window;
	plan->until = settings->until != INSTANT_NONE ? settings->until : h->dates.last;
	*last = forecast_period(&plan->calendar, plan->until);
	plan->incomplete =
		plan->calendar.every > own.every && forecast_period(&plan->calendar, plan->until + 1) == *last;
	if (plan->incomplete)
		--*last;
}

/* What the history cannot tell. */
static void assume_variance(struct series_fit *fit, const double *y, size_t n, bool whole)
{
	double mean = 0;

	for (size_t t = 0; t < n; t++)
		mean += y[t] / (double)n;
	fit->variance = whole ? 2 * mean : mean * mean;
}

static struct series_fit fit_series(struct desk *d, const double *y, size_t n)
{
	struct series_history history = { .y = y, .n = n, .season = d->plan->season };
	struct series_settings s = { d->plan->window, d->settings->alpha };
	const struct series_model *model = d->model ? d->model : series_select(&s, &history, d->plan->horizon, d->mean);
	struct series_path path = { d->mean, d->variance, d->total };
	struct series_fit fit;

	if (n < model->minimum(&history, &s))
		model = series_model_find("moving-average");
	model->fit(&history, &s, NULL, &fit);
	if (fit.degrees == 0)
		assume_variance(&fit, y, n, d->periods.whole);
	model->forecast(&fit, &history, d->plan->horizon, NULL, &path);
	return fit;
}

/* The quantiles of one step as JSON. */
static void print_quantiles(struct desk *d, const struct numeric_spread *spread)
{
	double q[FORECAST_LEVELS_MAX];
	char number[NUMBER_REAL_SIZE];

	numeric_spread_quantiles(spread, d->p, d->levels->count, q);
	buffer_clear(&d->q);
	buffer_char(&d->q, '{');
	for (size_t i = 0; i < d->levels->count; i++) {
		buffer_text(&d->q, i ? ",\"" : "\"");
		buffer_text(&d->q, number_print_real(number, d->levels->p[i]));
		buffer_text(&d->q, "\":");
		buffer_text(&d->q, number_print_real(number, forecast_tidy(q[i])));
	}
	buffer_char(&d->q, '}');
}

static void widen_levels(struct desk *d, double degrees)
{
	if (d->degrees == degrees)
		return;
	d->degrees = degrees;
	for (size_t i = 0; i < d->levels->count; i++)
		d->p[i] = numeric_estimated_probability(d->levels->p[i], degrees);
}

static void forecast_series(struct desk *d, const struct forecast_key *key, size_t n, int64_t last, forecast_each *each,
			    void *ctx)
{
	struct series_fit fit = fit_series(d, d->periods.y, n);
	enum numeric_family family = d->periods.whole ? NUMERIC_COUNT : NUMERIC_AMOUNT;
	double known = fit.degrees > 0 ? fmax(fit.degrees, 3) : INFINITY;
	double widening = isinf(known) ? 1 : sqrt(known / (known - 2));
	struct numeric_spread spread = { family, NAN, NAN };

	widen_levels(d, fit.degrees);
	for (size_t i = 0; i < d->plan->horizon; i++) {
		struct forecast f;
		/* Steps often repeat each other; their quantiles take the most time. */
		if (spread.mean != d->mean[i] || spread.variance != d->variance[i]) {
			spread = (struct numeric_spread) { family, d->mean[i], d->variance[i] };
			print_quantiles(d, &spread);
		}
		record_clear(&forecast_type, &f);
		f.sku = key->sku;
		f.location = key->location;
		f.model = fit.model->name;
		f.origin = forecast_period_day(&d->plan->calendar, last);
		f.step = (int64_t)i + 1;
		f.date = forecast_period_day(&d->plan->calendar, last + f.step);
		f.mean = forecast_tidy(fmax(0, d->mean[i]));
		f.q = d->q.data;
		f.sd = forecast_tidy(widening * sqrt(d->variance[i]));
		f.total_sd = forecast_tidy(widening * sqrt(d->total[i]));
		record_mark_all(&forecast_type, &f);
		each(ctx, &f);
	}
}

void forecast_demand(struct forecast_history *h, const struct forecast_settings *settings, struct forecast_plan *plan,
		     forecast_each *each, void *ctx)
{
	int64_t last;

	make_plan(h, settings, plan, &last);
	struct desk d = { .settings = settings, .plan = plan, .degrees = NAN };
	d.levels = settings->levels ? settings->levels : &M5_LEVELS;
	d.model = series_model_find(FORECAST_MODEL_WORDS[settings->model].word);
	d.mean = memory_zero(plan->horizon * 3, sizeof *d.mean);
	d.variance = d.mean + plan->horizon;
	d.total = d.variance + plan->horizon;
	size_t *order = forecast_directory_sorted(&h->directory);
	for (size_t i = 0; i < h->directory.count; i++) {
		size_t n = forecast_series_periods(&h->series[order[i]], &plan->calendar, last, &d.periods);
		if (n == 0) {
			plan->silent++;
			continue;
		}
		plan->series++;
		plan->negative += d.periods.negative;
		forecast_series(&d, &h->directory.keys[order[i]], n, last, each, ctx);
	}
	memory_free(order);
	memory_free(d.mean);
	memory_free(d.periods.y);
	buffer_free(&d.q);
}
