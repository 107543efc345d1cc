/* Levels of quantiles: read, widened, printed. */
#include "quantiles.h"

#define QUANTILE_MAX   1e15 /* units */
#define WIDENED_PLACES 2048

struct widened_place {
	bool set;
	size_t band;
	double degrees;
};

const struct number_levels FORECAST_M5_LEVELS = { { 0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995 }, 9 };

enum status forecast_quantiles_read(const char *json, struct forecast_quantiles *out, struct error *err)
{
	struct record_walk walk = record_walk((struct record_slice) { json, strlen(json) });
	struct record_slice key, value;

	out->count = 0;
	while (json[0] == '{' && out->count < NUMBER_LEVELS_MAX && record_walk_next(&walk, &key, &value)) {
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

const double *forecast_widen(struct widened *w, const struct number_levels *levels, const struct calibration *c,
			     size_t band, double degrees)
{
	size_t at = (band * 67 + (size_t)fmin(fmax(degrees, 0), 1e9)) % WIDENED_PLACES;
	if (!w->places) {
		w->places = memory_zero(WIDENED_PLACES, sizeof *w->places);
		w->p = memory_zero(WIDENED_PLACES * levels->count, sizeof *w->p);
	}
	struct widened_place *place = &w->places[at];
	double *p = w->p + at * levels->count;
	if (place->set && place->degrees == degrees && place->band == band)
		return p;
	*place = (struct widened_place) { true, band, degrees };
	for (size_t i = 0; i < levels->count; i++)
		p[i] = numeric_estimated_probability(c ? forecast_calibrate(c, band, levels->p[i]) : levels->p[i], degrees);
	return p;
}

void forecast_widened_clear(struct widened *w)
{
	memory_free(w->places);
	memory_free(w->p);
	*w = (struct widened) { 0 };
}

void forecast_print_quantiles(struct buffer *out, const struct number_levels *levels, const double *q)
{
	char number[NUMBER_REAL_SIZE];

	buffer_clear(out);
	buffer_char(out, '{');
	for (size_t i = 0; i < levels->count; i++) {
		buffer_text(out, i ? ",\"" : "\"");
		buffer_text(out, number_print_real(number, levels->p[i]));
		buffer_text(out, "\":");
		buffer_text(out, number_print_real(number, number_tidy(q[i])));
	}
	buffer_char(out, '}');
}

#define PMF_TAIL 1e-6

/* P(D <= x) of a spread, or of chances. */
static double share_up_to(const struct numeric_spread *spread, const struct numeric_pmf *chances, double x)
{
	return chances ? numeric_pmf_cdf(chances, x) : numeric_spread_cdf(spread, x);
}

/* What is left out of both tails counts in the cells at the ends, so that all add up to 1. */
static bool print_between(struct buffer *out, const double ends[2], const struct numeric_spread *spread,
			  const struct numeric_pmf *chances)
{
	char number[NUMBER_REAL_SIZE];
	double below = 0;

	if (!(ends[1] - ends[0] < PMF_MOST))
		return false;
	buffer_clear(out);
	buffer_printf(out, "{\"from\":%s,\"p\":[", number_print_real(number, ends[0]));
	for (double k = ends[0]; k <= ends[1]; k++) {
		double to = k < ends[1] ? share_up_to(spread, chances, k) : 1, scale = 1e9; /* nine decimals */
		to = round(to * scale) / scale;
		buffer_printf(out, "%s%s", k > ends[0] ? "," : "",
			      number_print_real(number, round((to - below) * scale) / scale));
		below = to;
	}
	buffer_text(out, "]}");
	return true;
}

static const double TAILS[2] = { PMF_TAIL, 1 - PMF_TAIL };

bool forecast_print_pmf(struct buffer *out, const struct numeric_spread *spread)
{
	double ends[2];

	numeric_spread_quantiles(spread, TAILS, 2, ends);
	return print_between(out, ends, spread, NULL);
}

bool forecast_print_chances(struct buffer *out, const struct numeric_pmf *chances)
{
	double ends[2];

	numeric_pmf_quantiles(chances, TAILS, 2, ends);
	return chances->unit == 1 && print_between(out, ends, NULL, chances);
}
