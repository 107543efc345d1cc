/* Exponential smoothing by state space: the model and its forecasts. */
#include "ets_impl.h"

#include <string.h>

const struct ets_shape ETS_SHAPES[ETS_FORMS] = {
	[ETS_ANN] = { "ETS(A,N,N)", false, false, false },  [ETS_MNN] = { "ETS(M,N,N)", true, false, false },
	[ETS_AADN] = { "ETS(A,Ad,N)", false, true, false }, [ETS_MADN] = { "ETS(M,Ad,N)", true, true, false },
	[ETS_ANA] = { "ETS(A,N,A)", false, false, true },   [ETS_MNM] = { "ETS(M,N,M)", true, false, true },
	[ETS_AADA] = { "ETS(A,Ad,A)", false, true, true },  [ETS_MADM] = { "ETS(M,Ad,M)", true, true, true },
};

double series_ets_parameters(const struct ets *ets)
{
	const struct ets_shape *shape = &ETS_SHAPES[ets->form];
	return 2 + (shape->damped ? 3 : 0) + (shape->seasonal ? (double)ets->m : 0);
}

void series_ets_filter(const struct ets *ets, const double *y, size_t n, struct ets_state *state)
{
	const struct ets_shape *shape = &ETS_SHAPES[ets->form];
	*state = (struct ets_state) { .level = ets->level, .slope = ets->slope, .valid = true };
	memcpy(state->index, ets->index, sizeof state->index);
	for (size_t t = 0, j = 0; t < n; t++, j = j + 1 < ets->m ? j + 1 : 0) {
		bool multiplies = shape->seasonal && shape->relative;
		double b = ets->phi * state->slope, f = state->level + b;
		double index = shape->seasonal ? state->index[j] : 0, mean = multiplies ? f * index : f + index;
		double error = y[t] - mean, relative = 0;
		if (shape->relative && mean > 0) {
			relative = error / mean;
			state->logarithms += log(mean);
		}
		state->valid = state->valid && (!shape->relative || mean > 0);
		double step = multiplies ? f * relative : error;
		state->level = f + ets->alpha * step;
		state->slope = b + ets->beta * step;
		state->index[j] += ets->gamma * (multiplies ? index * relative : error);
		state->squares += shape->relative ? relative * relative : error * error;
	}
}

void series_ets_path(const struct ets *ets, double variance, const double *y, size_t n, size_t h, double *work,
		     struct series_path *out)
{
	const struct ets_shape *shape = &ETS_SHAPES[ets->form];
	struct trend trend = { ets->alpha, ets->beta, ets->phi, 0, 0, 0 };
	struct ets_state state;
	double *response = work, *scale = work + h, *factor = work + 2 * h;
	bool multiplies = shape->seasonal && shape->relative;
	series_ets_filter(ets, y, n, &state);
	series_trend_mean(&trend, state.level, state.slope, h, out->mean);
	series_trend_response(&trend, h, response);
	for (size_t i = 0; i < h; i++) {
		scale[i] = fabs(out->mean[i]);
		if (!shape->seasonal)
			continue;
		factor[i] = state.index[(n + i) % ets->m];
		out->mean[i] = multiplies ? out->mean[i] * factor[i] : out->mean[i] + factor[i];
		response[i] += i > 0 && i % ets->m == 0 ? ets->gamma : 0;
	}
	series_path_variance(variance, response, shape->relative ? scale : NULL, multiplies ? factor : NULL, h,
			     work + 3 * h, out);
}

static size_t ets_model_room(const struct series_history *history, size_t h)
{
	size_t fit = series_ets_room(history->n, history->season);
	return fit > 4 * h ? fit : 4 * h;
}

static void ets_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		    struct series_fit *fit)
{
	size_t n = history->n;
	struct ets ets;
	(void)settings;
	*fit = (struct series_fit) { .model = &SERIES_ETS, .n = n };
	series_ets_best(history->y, n, history->season, room, &ets);
	fit->season = ets.m;
	fit->alpha = ets.alpha;
	fit->beta = ets.beta;
	fit->gamma = ets.gamma;
	fit->phi = ets.phi;
	fit->level = ets.level;
	fit->slope = ets.slope;
	fit->criterion = ets.criterion;
	fit->degrees = fmax(1, (double)n - series_ets_parameters(&ets));
	fit->variance = ets.squares / fit->degrees;
	memcpy(fit->form, ETS_SHAPES[ets.form].name, strlen(ETS_SHAPES[ets.form].name) + 1);
	series_keep(fit, &ets, sizeof ets);
}

static void ets_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			 struct series_path *out)
{
	struct ets ets;
	series_kept(fit, &ets, sizeof ets);
	series_ets_path(&ets, fit->variance, history->y, history->n, h, room, out);
	series_path_widen(fit->n, h, out);
}

const struct series_model SERIES_ETS = {
	"ets", "exponential smoothing chosen by AICc", series_adjusted_minimum, ets_model_room, ets_fit, ets_forecast,
	.constants_stay = true,
};
