/* Models judged over rolling origins, each as if the history had ended there. */
#include "outlook.h"

/* Sums of scaled errors; of one series, or one step of it. */
struct tally {
	double absolute, squared, symmetric, error, pinball; /* symmetric is in per cent, the others are scaled */
	double covered;
	size_t scaled, count; /* forecasts with a scale; all */
};

/* What is judged of a series: its tallies for each step, or for all together. */
struct trial {
	struct tally *own, *naive2; /* rows each */
};

struct naive2_room {
	double *work, *index, *mean;
	size_t size;
};

struct judge {
	struct forecaster f;
	const struct forecast_backtest *settings;
	size_t rows;		    /* steps told apart, or 1 */
	struct trial *trials;	    /* one for each series */
	double p[2];		    /* the bounds of the interval */
	size_t behind;		    /* periods from the origin to the end of history */
	size_t done, passes;	    /* for progress */
	struct naive2_room *naive2; /* one for each thread */
};

/* Naive2 of the M competitions: the last period again, the season taken off before and put back after. */
static void naive2(const struct judge *j, const double *y, size_t n, struct naive2_room *room)
{
	size_t season = j->f.panel.plan->season, h = j->f.panel.plan->horizon, size = series_season_room(n, season);
	bool multiplies = true;

	if (size > room->size) {
		memory_free(room->work);
		room->work = memory_zero(size, sizeof *room->work);
		room->size = size;
	}
	for (size_t i = 0; i < season; i++)
		room->index[i] = 1;
	for (size_t t = 0; t < n; t++)
		multiplies &= y[t] > 0;
	if (season > 1 && n >= 3 * season && series_is_seasonal(y, n, season, room->work)) {
		series_decompose(y, n, season, multiplies, room->index);
	} else {
		multiplies = true;
	}
	double last = room->index[(n - 1) % season];
	for (size_t i = 0; i < h; i++) {
		double index = room->index[(n + i) % season];
		room->mean[i] = multiplies ? y[n - 1] / last * index : y[n - 1] - last + index;
	}
}

/* What errors of one series at one origin are measured by. */
static void add_point(struct tally *t, const struct scales *s, double actual, double point)
{
	double error = fmax(0, point) - actual;

	point = fmax(0, point);
	t->symmetric += series_smape(actual, point);
	t->count++;
	if (!(s->seasonal.absolute > 0 && s->plain.squared > 0))
		return;
	t->absolute += fabs(error) / s->seasonal.absolute;
	t->error += error / s->seasonal.absolute;
	t->squared += error * error / s->plain.squared;
	t->scaled++;
}

static void add_quantiles(struct judge *j, struct desk *d, const struct outlook *o, size_t i, double actual,
			  const struct scales *s, struct tally *t)
{
	const struct number_levels *levels = j->f.levels;
	struct numeric_spread spread = { o->whole ? NUMERIC_COUNT : NUMERIC_AMOUNT, o->path.mean[i],
					 o->path.variance[i] };
	double q[NUMBER_LEVELS_MAX], bounds[2], ends[2];
	size_t band = forecast_band(i + 1);

	numeric_spread_quantiles(&spread, forecast_widen(&d->widened, levels, &j->f.calibration, band, o->degrees),
				 levels->count, q);
	for (size_t k = 0; k < levels->count && s->plain.absolute > 0; k++)
		t->pinball += series_pinball(actual, q[k], levels->p[k]) / (double)levels->count / s->plain.absolute;
	for (size_t k = 0; k < 2; k++)
		ends[k] =
			numeric_estimated_probability(forecast_calibrate(&j->f.calibration, band, j->p[k]), o->degrees);
	numeric_spread_quantiles(&spread, ends, 2, bounds);
	t->covered += actual >= bounds[0] && actual <= bounds[1];
}

static void judge_series(void *ctx, size_t worker, size_t index)
{
	struct forecaster *f = ctx;
	struct judge *j = (struct judge *)f; /* its first member */
	struct desk *d = &f->desks[worker];
	size_t number = f->start + index;
	const struct outlook *o = &f->outlooks[number];
	const struct periods *p = &d->periods;

	if (o->silent || !forecast_panel_periods(&f->panel, number, &d->periods))
		return;
	size_t n = p->n - j->behind, season = f->panel.plan->season;
	struct scales s = { series_scale(p->y, n, n > season ? season : 1), series_scale(p->y, n, 1) };
	naive2(j, p->y, n, &j->naive2[worker]);
	for (size_t i = 0; i < f->panel.plan->horizon; i++) {
		size_t row = j->rows > 1 ? i : 0;
		if (p->has_shortage && p->shortage[n + i] > 0)
			continue; /* what was wanted is not known */
		add_point(&j->trials[number].own[row], &s, p->y[n + i], o->path.mean[i]);
		add_quantiles(j, d, o, i, p->y[n + i], &s, &j->trials[number].own[row]);
		add_point(&j->trials[number].naive2[row], &s, p->y[n + i], j->naive2[worker].mean[i]);
	}
}

/* A model at one origin: estimated with what came before it, then held against what came. */
static void judge_origin(struct judge *j, size_t origin)
{
	struct panel *p = &j->f.panel;
	int64_t last = p->last;

	j->behind = p->plan->horizon + origin * (j->settings->step ? j->settings->step : p->plan->horizon);
	p->behind = (int64_t)j->behind;
	p->last = last - p->behind;
	/* No learners are asked, who alone could fail. */
	forecast_estimate(&j->f, j->done, j->passes, NULL);
	p->last = last;
	p->behind = 0;
	forecast_pass(&j->f, judge_series, NULL, j->done + 1, j->passes);
	j->done += 2;
}

static double over(double sum, size_t count)
{
	return count ? sum / (double)count : NAN;
}

/* The overall weighted average of the M4 competition: sMAPE and MASE, each over that of Naive2. */
static double owa(double smape, double mase, double smape2, double mase2)
{
	if (!(smape2 > 0) || !(mase2 > 0))
		return NAN;
	return (smape / smape2 + mase / mase2) / 2;
}

static struct forecast_score score_of(const struct tally *t, const struct tally *naive)
{
	struct forecast_score s;

	record_clear(&forecast_score_type, &s);
	s.forecasts = (int64_t)t->count;
	s.mase = over(t->absolute, t->scaled);
	s.rmsse = t->scaled ? sqrt(t->squared / (double)t->scaled) : NAN;
	s.smape = over(t->symmetric, t->count);
	s.bias = over(t->error, t->scaled);
	s.pinball = over(t->pinball, t->scaled);
	s.coverage = over(t->covered, t->count);
	s.owa = owa(s.smape, s.mase, over(naive->symmetric, naive->count), over(naive->absolute, naive->scaled));
	return s;
}

static void hand_over(const struct judge *j, struct forecast_score *s, size_t row)
{
	double *const numbers[] = { &s->mase, &s->rmsse, &s->smape, &s->owa, &s->bias, &s->pinball, &s->coverage };

	s->model = FORECAST_MODEL_WORDS[j->f.panel.settings->model].word;
	s->step = (int64_t)row + 1;
	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
		*numbers[i] = number_tidy(*numbers[i]);
	record_mark_all(&forecast_score_type, s);
	if (j->rows == 1)
		s->record.given &= ~(UINT64_C(1) << FORECAST_SCORE_STEP);
	j->settings->each(j->settings->ctx, s);
}

static void tell_series(const struct judge *j)
{
	for (size_t i = 0; i < j->f.panel.count; i++)
		for (size_t row = 0; row < j->rows; row++) {
			const struct directory_key *key = &j->f.panel.history->directory.keys[j->f.panel.order[i]];
			struct forecast_score s = score_of(&j->trials[i].own[row], &j->trials[i].naive2[row]);
			if (s.forecasts == 0)
				continue;
			s.sku = key->name;
			s.location = key->location;
			s.series = 1;
			hand_over(j, &s, row);
		}
}

/* Every series counts the same, whatever its length; where it has no scale it does not count. */
struct sum {
	double sum;
	size_t count;
};

static void add_number(struct sum *s, double x)
{
	if (isfinite(x)) {
		s->sum += x;
		s->count++;
	}
}

static void tell_summary(const struct judge *j)
{
	for (size_t row = 0; row < j->rows; row++) {
		struct sum mase = { 0 }, rmsse = { 0 }, smape = { 0 }, bias = { 0 }, pinball = { 0 }, coverage = { 0 };
		struct sum smape2 = { 0 }, mase2 = { 0 };
		struct forecast_score all;
		record_clear(&forecast_score_type, &all);
		for (size_t i = 0; i < j->f.panel.count; i++) {
			const struct tally *naive = &j->trials[i].naive2[row];
			struct forecast_score s = score_of(&j->trials[i].own[row], naive);
			if (s.forecasts == 0)
				continue;
			all.series++;
			all.forecasts += s.forecasts;
			add_number(&mase, s.mase);
			add_number(&rmsse, s.rmsse);
			add_number(&smape, s.smape);
			add_number(&bias, s.bias);
			add_number(&pinball, s.pinball);
			add_number(&coverage, s.coverage);
			add_number(&smape2, over(naive->symmetric, naive->count));
			add_number(&mase2, over(naive->absolute, naive->scaled));
		}
		all.mase = over(mase.sum, mase.count);
		all.rmsse = over(rmsse.sum, rmsse.count);
		all.smape = over(smape.sum, smape.count);
		all.bias = over(bias.sum, bias.count);
		all.pinball = over(pinball.sum, pinball.count);
		all.coverage = over(coverage.sum, coverage.count);
		all.owa = owa(all.smape, all.mase, over(smape2.sum, smape2.count), over(mase2.sum, mase2.count));
		if (all.series > 0)
			hand_over(j, &all, row);
	}
}

static void judge_model(const struct forecast_history *h, const struct forecast_backtest *b, int model, size_t number,
			struct forecast_plan *plan)
{
	struct forecast_settings settings = b->settings;
	struct judge j = { .f = { .progress = b->progress, .ctx = b->ctx }, .settings = b };

	settings.model = model;
	forecast_open(&j.f, h, &settings, plan);
	size_t horizon = plan->horizon, room = 2 * plan->season + horizon;
	j.rows = b->by_step ? horizon : 1;
	j.p[0] = (1 - b->interval) / 2;
	j.p[1] = 1 - j.p[0];
	j.done = number * 2 * b->origins;
	j.passes = b->n_models * 2 * b->origins;
	struct tally *tallies = memory_zero(2 * j.rows * (j.f.panel.count + 1), sizeof *tallies);
	j.trials = memory_zero(j.f.panel.count + 1, sizeof *j.trials);
	for (size_t i = 0; i < j.f.panel.count; i++) {
		j.trials[i].own = tallies + 2 * i * j.rows;
		j.trials[i].naive2 = j.trials[i].own + j.rows;
	}
	j.naive2 = memory_zero(j.f.panel.jobs, sizeof *j.naive2);
	for (size_t i = 0; i < j.f.panel.jobs; i++) {
		j.naive2[i].index = memory_zero(room, sizeof *j.naive2[i].index);
		j.naive2[i].mean = j.naive2[i].index + plan->season;
	}
	for (size_t origin = 0; origin < b->origins; origin++)
		judge_origin(&j, origin);
	if (b->summary)
		tell_summary(&j);
	else
		tell_series(&j);
	for (size_t i = 0; i < j.f.panel.jobs; i++) {
		memory_free(j.naive2[i].work);
		memory_free(j.naive2[i].index);
	}
	memory_free(j.naive2);
	memory_free(j.trials);
	memory_free(tallies);
	forecast_close(&j.f);
}

void forecast_backtest(const struct forecast_history *h, const struct forecast_backtest *b, struct forecast_plan *plan)
{
	for (size_t i = 0; i < b->n_models; i++)
		judge_model(h, b, b->models[i], i, plan);
}
