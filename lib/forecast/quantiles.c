/* Levels of quantiles: read, widened, printed. */
#include "quantiles.h"

#define TIDY_DIGITS   12
#define TIDY_DECIMALS 6
#define QUANTILE_MAX  1e15 /* units */

const struct forecast_levels FORECAST_M5_LEVELS = { { 0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995 }, 9 };

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

enum status forecast_quantiles_read(const char *json, struct forecast_quantiles *out, struct error *err)
{
	struct record_walk walk = record_walk((struct record_slice) { json, strlen(json) });
	struct record_slice key, value;

	out->count = 0;
	while (json[0] == '{' && out->count < FORECAST_LEVELS_MAX && record_walk_next(&walk, &key, &value)) {
		double p, q;
		if (!record_slice_real(key, 0, 1, &p) || p <= 0 || p >= 1 ||
		    !record_slice_real(value, -QUANTILE_MAX, QUANTILE_MAX, &q))
			return error_reject(err, "bad_q", "q",
					    "\"%.*s\": %.*s: expected a level between 0 and 1 and a number",
					    (int)(key.length < 40 ? key.length : 40), key.text,
					    (int)(value.length < 40 ? value.length : 40), value.text);
		size_t at = out->count++;
		for (; at > 0 && out->p[at - 1] > p; at--) {
			out->p[at] = out->p[at - 1];
			out->q[at] = out->q[at - 1];
		}
		out->p[at] = p;
		out->q[at] = q;
	}
	return STATUS_OK;
}

double forecast_tidy(double x)
{
	if (x == 0 || !isfinite(x) || (x == floor(x) && fabs(x) < 1e12))
		return x;
	int decimals = TIDY_DIGITS - 1 - (int)floor(log10(fabs(x)));
	if (decimals > TIDY_DECIMALS)
		decimals = TIDY_DECIMALS;
	if (decimals < 0)
		return round(x);
	static const double POWERS[TIDY_DECIMALS + 1] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 };
	return round(x * POWERS[decimals]) / POWERS[decimals] + 0.0;
}

void forecast_widen(struct widened *w, const struct forecast_levels *levels, const struct calibration *c, size_t band,
		    double degrees)
{
	if (w->set && w->degrees == degrees && w->band == band)
		return;
	w->set = true;
	w->degrees = degrees;
	w->band = band;
	for (size_t i = 0; i < levels->count; i++) {
		w->p[i] = c ? forecast_calibrate(c, band, levels->p[i]) : levels->p[i];
		w->p[i] = numeric_estimated_probability(w->p[i], degrees);
	}
}

void forecast_print_quantiles(struct buffer *out, const struct forecast_levels *levels, const double *q)
{
	char number[NUMBER_REAL_SIZE];

	buffer_clear(out);
	buffer_char(out, '{');
	for (size_t i = 0; i < levels->count; i++) {
		buffer_text(out, i ? ",\"" : "\"");
		buffer_text(out, number_print_real(number, levels->p[i]));
		buffer_text(out, "\":");
		buffer_text(out, number_print_real(number, forecast_tidy(q[i])));
	}
	buffer_char(out, '}');
}

#define PMF_TAIL 1e-6

bool forecast_print_pmf(struct buffer *out, const struct numeric_spread *spread)
{
	double ends[2], tails[2] = { PMF_TAIL, 1 - PMF_TAIL };
	char number[NUMBER_REAL_SIZE];

	numeric_spread_quantiles(spread, tails, 2, ends);
	if (!(ends[1] - ends[0] < PMF_MOST))
		return false;
	/* What is left out of both tails counts in the cells at the ends, so that all add up to 1. */
	double below = 0;
	buffer_clear(out);
	buffer_printf(out, "{\"from\":%s,\"p\":[", number_print_real(number, ends[0]));
	for (double k = ends[0]; k <= ends[1]; k++) {
		double to = k < ends[1] ? numeric_spread_cdf(spread, k) : 1, scale = 1e9; /* nine decimals */
		to = round(to * scale) / scale;
		buffer_printf(out, "%s%s", k > ends[0] ? "," : "",
			      number_print_real(number, round((to - below) * scale) / scale));
		below = to;
	}
	buffer_text(out, "]}");
	return true;
}
