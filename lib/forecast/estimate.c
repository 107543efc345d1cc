/* Room of a thread, and models fitted in it. */
#include "estimate.h"

static size_t count_models(void)
{
	size_t n = 0;

	while (SERIES_MODELS[n])
		n++;
	return n;
}

void forecast_desk_open(struct desk *d, const struct panel *panel, const struct group *group)
{
	size_t h = panel->plan->horizon;
	struct trials *trials[] = { &d->own, &d->other, &d->naive };

	*d = (struct desk) { .panel = panel, .group = group };
	d->paths = memory_zero(3 * h * (1 + ARRAY_LENGTH(trials) * TRIALS_MOST), sizeof *d->paths);
	double *at = d->paths;
	d->path = (struct series_path) { at, at + h, at + 2 * h };
	at += 3 * h;
	for (size_t i = 0; i < ARRAY_LENGTH(trials); i++, at += 3 * h * TRIALS_MOST) {
		trials[i]->mean = at;
		trials[i]->variance = at + h * TRIALS_MOST;
		trials[i]->total = at + 2 * h * TRIALS_MOST;
	}
}

void forecast_desk_close(struct desk *d)
{
	forecast_periods_free(&d->periods);
	forecast_group_desk_free(&d->calendar);
	memory_free(d->base);
	memory_free(d->regressors);
	memory_free(d->paths);
	memory_free(d->work);
	memory_free(d->lead);
	forecast_widened_clear(&d->widened);
	buffer_free(&d->q);
	buffer_free(&d->pmf);
	buffer_free(&d->cv);
	buffer_free(&d->name);
}

static double first_log_price(const struct periods *p)
{
	double price = NAN;

	for (size_t t = 0; isnan(price) && t < p->n + p->horizon; t++)
		price = forecast_log_price(p, t);
	return isnan(price) ? 0 : price;
}

/* Demand follows the ratio of prices: their logarithms. A period without one has that of the last before it, or else of
 * the first. */
static void make_regressors(struct desk *d)
{
	const struct periods *p = &d->periods;
	size_t rows = p->n + p->horizon, offers = (size_t)p->has_price + p->has_promotion;
	size_t columns = offers + d->panel->history->events.names.count;

	d->n_regressors = columns;
	if (columns == 0)
		return;
	if (rows * columns > d->regressors_size) {
		memory_free(d->regressors);
		d->regressors_size = rows * columns * 2;
		d->regressors = memory_zero(d->regressors_size, sizeof *d->regressors);
	}
	double last = first_log_price(p);
	for (size_t t = 0; t < rows; t++) {
		double *row = &d->regressors[t * columns];
		if (p->has_price) {
			double price = forecast_log_price(p, t);
			last = isnan(price) ? last : price;
			*row++ = last;
		}
		if (p->has_promotion)
			*row = p->promotion[t];
	}
	if (columns > offers)
		forecast_event_columns(d->panel, forecast_periods_first(p), rows, d->regressors + offers, columns);
}

/* What the series is beside others. */
static void place_among(struct desk *d, size_t index)
{
	make_regressors(d);
	forecast_clean(d, d->periods.n);
	d->factor = d->whole = NULL;
	if (d->group->any) {
		forecast_group_factors(d->group, index, &d->periods, &d->calendar);
		d->factor = d->calendar.factor;
		d->whole = d->group->wholes[index];
	}
	d->is_new = d->launches && forecast_launches_tell(d->launches, index, d->periods.n, &d->launch);
}

bool forecast_desk_load(struct desk *d, size_t index)
{
	if (!forecast_panel_periods(d->panel, index, &d->periods))
		return false;
	place_among(d, index);
	return true;
}

bool forecast_desk_load_unseen(struct desk *d, size_t index, size_t *before)
{
	if (!d->launches || !forecast_panel_unseen(d->panel, index, &d->periods, before))
		return false;
	place_among(d, index);
	return d->is_new;
}

struct series_history forecast_desk_history(const struct desk *d, const struct series_model *model, size_t n)
{
	const struct forecast_plan *plan = d->panel->plan;
	bool told = model->knows_promotions;

	return (struct series_history) { .y = !d->dirty ? d->periods.y
					      : told	? d->with_promotions
							: d->base,
					 .n = n,
					 .season = plan->season,
					 .long_season = plan->long_season,
					 .x = told && d->n_regressors ? d->regressors : NULL,
					 .n_x = told ? d->n_regressors : 0,
					 .factor = d->factor,
					 .whole = d->whole,
					 .launch = d->is_new ? &d->launch : NULL };
}

static double *room(struct desk *d, const struct series_history *history)
{
	size_t size = series_room(SERIES_MODELS, count_models(), history, d->panel->plan->horizon);

	if (size > d->work_size) {
		memory_free(d->work);
		d->work = memory_zero(size, sizeof *d->work);
		d->work_size = size;
	}
	return d->work;
}

/* What the history cannot tell. */
static void assume_variance(struct series_fit *fit, const struct periods *p, size_t n)
{
	double mean = 0;

	for (size_t t = 0; t < n; t++)
		mean += p->y[t] / (double)n;
	fit->variance = p->whole ? 2 * mean : mean * mean;
}

struct series_fit forecast_fit(struct desk *d, const struct series_model *model, size_t n)
{
	struct series_history history = forecast_desk_history(d, model, n);
	struct series_settings settings = { d->panel->plan->window, d->panel->settings->alpha };
	struct series_fit fit;

	if (n < model->minimum(&history, &settings)) {
		model = series_model_find("moving-average");
		history = forecast_desk_history(d, model, n);
	}
	model->fit(&history, &settings, room(d, &history), &fit);
	if (fit.degrees == 0)
		assume_variance(&fit, &d->periods, n);
	return fit;
}

/* Promoted steps are so much more, and so is their error; that of a sum as its mean is. */
static void lift_steps(const struct desk *d, size_t n, size_t h, struct series_path *path)
{
	double before = 0, after = 0;

	for (size_t i = 0; i < h; i++) {
		double lift = d->periods.promotion[n + i] > 0 ? d->lift : 1;
		before += fabs(path->mean[i]);
		path->mean[i] *= lift;
		path->variance[i] *= lift * lift;
		after += fabs(path->mean[i]);
		if (before > 0)
			path->total[i] *= after / before * (after / before);
	}
}

void forecast_from(struct desk *d, const struct series_fit *fit, size_t n, size_t h, struct series_path *out)
{
	struct series_history history = forecast_desk_history(d, fit->model, n);

	fit->model->forecast(fit, &history, h, room(d, &history), out);
	if (d->periods.has_promotion && !fit->model->knows_promotions)
		lift_steps(d, n, h, out);
}
