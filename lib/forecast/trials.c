/* Forecasts from earlier origins, and their scores. */
#include "estimate.h"

#define REFIT_UNTIL 150 /* periods: shorter histories have constants of their own at each origin */

size_t forecast_trial_origins(size_t n, size_t horizon, size_t *h)
{
	size_t reach = n / 3 > 0 ? n / 3 : 1, origins = 0;

	*h = horizon < reach ? horizon : reach;
	while (origins < TRIALS_MOST && n >= (origins + 1) * *h + (n + 1) / 2 && n > (origins + 1) * *h)
		origins++;
	return origins;
}

bool forecast_try(struct desk *d, const struct series_model *model, const struct series_fit *whole, struct trials *t)
{
	size_t n = d->periods.n;
	bool refit = !whole || n <= REFIT_UNTIL || !whole->model->constants_stay;

	t->origins = forecast_trial_origins(n, d->panel->plan->horizon, &t->h);
	for (size_t k = 0; k < t->origins; k++) {
		size_t before = n - (k + 1) * t->h, at = k * t->h;
		struct series_path path = { t->mean + at, t->variance + at, t->total + at };
		struct series_fit fresh;
		if (refit)
			fresh = forecast_fit(d, model, before);
		const struct series_fit *fit = refit ? &fresh : whole;
		t->before[k] = before;
		t->degrees[k] = fit->degrees;
		forecast_from(d, fit, before, t->h, &path);
	}
	return t->origins > 0;
}

void forecast_join_paths(struct series_path *to, const struct series_path *other, size_t h)
{
	for (size_t i = 0; i < h; i++) {
		to->mean[i] = (to->mean[i] + other->mean[i]) / 2;
		to->variance[i] = pow((sqrt(to->variance[i]) + sqrt(other->variance[i])) / 2, 2);
		to->total[i] = pow((sqrt(to->total[i]) + sqrt(other->total[i])) / 2, 2);
	}
}

void forecast_join_trials(struct trials *to, const struct trials *other)
{
	struct series_path path = { to->mean, to->variance, to->total };

	forecast_join_paths(&path, &(struct series_path) { other->mean, other->variance, other->total }, to->origins * to->h);
}

static double pinball(double actual, const double *q, const struct number_levels *levels)
{
	double sum = 0;

	for (size_t i = 0; i < levels->count; i++)
		sum += series_pinball(actual, q[i], levels->p[i]);
	return sum / (double)levels->count;
}

/* Sums over the steps of one origin. */
struct sums {
	double absolute, squared, symmetric, error, pinball;
};

static struct sums sum_steps(struct desk *d, const struct trials *t, size_t k, const struct number_levels *levels)
{
	const double *actual = d->periods.y + t->before[k], *mean = t->mean + k * t->h;
	const double *variance = t->variance + k * t->h;
	struct sums s = { 0 };
	struct numeric_spread spread = { forecast_family(d), NAN, NAN };
	double q[NUMBER_LEVELS_MAX];

	const double *p = forecast_widen(&d->widened, levels, NULL, 0, t->degrees[k]);
	for (size_t i = 0; i < t->h; i++) {
		double point = fmax(0, mean[i]), error = point - actual[i];
		if (spread.mean != mean[i] || spread.variance != variance[i]) {
			spread.mean = mean[i];
			spread.variance = variance[i];
			numeric_spread_quantiles(&spread, p, levels->count, q);
		}
		s.absolute += fabs(error);
		s.squared += error * error;
		s.symmetric += series_smape(actual[i], point);
		s.error += error;
		s.pinball += pinball(actual[i], q, levels);
	}
	return s;
}

/* A mean over the origins whose scale is not 0. */
struct mean {
	double sum;
	size_t count;
};

static void add(struct mean *m, double value, double scale)
{
	if (!(scale > 0))
		return;
	m->sum += value / scale;
	m->count++;
}

static double mean_of(const struct mean *m)
{
	return m->count ? m->sum / (double)m->count : NAN;
}

void forecast_scale(struct desk *d, const struct trials *t)
{
	const double *y = d->periods.y;
	size_t season = d->panel->plan->season;

	for (size_t k = 0; k < t->origins; k++) {
		size_t n = t->before[k];
		d->scales[k] = (struct scales) { series_scale(y, n, n > season ? season : 1), series_scale(y, n, 1) };
	}
}

void forecast_score(struct desk *d, const struct trials *t, const struct number_levels *levels, struct scores *out)
{
	double h = (double)t->h;
	struct mean mase = { 0 }, rmsse = { 0 }, smape = { 0 }, loss = { 0 }, bias = { 0 };

	for (size_t k = 0; k < t->origins; k++) {
		struct sums s = sum_steps(d, t, k, levels);
		const struct scales *scales = &d->scales[k];
		add(&mase, s.absolute / h, scales->seasonal.absolute);
		add(&bias, s.error / h, scales->seasonal.absolute);
		add(&rmsse, sqrt(s.squared / h), sqrt(scales->plain.squared));
		add(&smape, s.symmetric / h, 1);
		add(&loss, s.pinball / h, scales->plain.absolute);
	}
	*out = (struct scores) { mean_of(&mase), mean_of(&rmsse), mean_of(&smape), mean_of(&loss), mean_of(&bias) };
}

struct series_rolling forecast_distance(const struct desk *d, const struct trials *t)
{
	struct series_rolling out = { 0, 0 };
	double origins = (double)t->origins;

	for (size_t k = 0; k < t->origins; k++) {
		const double *actual = d->periods.y + t->before[k];
		double sum = 0;
		for (size_t i = k * t->h; i < (k + 1) * t->h; i++) {
			double error = *actual++ - t->mean[i];
			out.step += series_crps(error, t->variance[i]) / (double)t->h / origins;
			sum += error;
		}
		out.total += series_crps(sum, t->total[(k + 1) * t->h - 1]) / origins;
	}
	return out;
}
