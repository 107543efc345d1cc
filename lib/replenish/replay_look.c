/* What a forecast knew at each review of the past. */
#include "replay.h"

#define LEAST_DEGREES 3.0  /* below, Student's t has no variance */
#define WORTH	      10.0 /* of what other series tell of a variance, in windows of its own */

static double *room_for(double **room, size_t *capacity, size_t count)
{
	if (count > *capacity) {
		*capacity = count * 2;
		*room = memory_resize(*room, *capacity * sizeof **room);
	}
	return *room;
}

static struct policy_demand demand_of(const struct series_path *path, size_t days, double widening)
{
	struct policy_demand d = { .spread = { NUMERIC_COUNT, 0, 0 }, .days = (int64_t)days };

	for (size_t i = 0; i < days; i++)
		d.spread.mean += fmax(0, path->mean[i]);
	if (days > 0)
		d.spread.variance = path->total[days - 1] * widening;
	return d;
}

/*
 * The variance of the demand of lead time and review from the last windows of that length, together with what series of
 * this size show; where those are too few, with the model's own. One series' own history is short, and a single large
 * order would else keep its stock high for months.
 */
static void pool_variance(const struct replay_walk *w, const struct series_history *past, struct replay_view *view)
{
	struct policy_demand *cover = &view->cover;
	double share = cover->days > 0 ? (double)view->lead.days / (double)cover->days : 0;
	double other = cover->spread.variance;
	struct replay_windows own;

	replenish_windows(past->y, past->n, (size_t)cover->days, &own);
	if (!isnan(w->law.level))
		other = cover->spread.mean > 0 ? w->law.level * pow(cover->spread.mean, w->law.slope) : 0;
	double degrees = own.count > 1 ? (double)(own.count - 1) : 0;
	cover->spread.variance = (own.squares + WORTH * other) / (degrees + WORTH);
	view->lead.spread.variance = share * cover->spread.variance;
}

/* The model refitted to the days before, and the demand of lead time and of lead time and review. */
static struct replay_view look(const struct replay_walk *w, const struct series_model *model,
			       const struct series_history *past, double *work)
{
	const struct replenish_replay_settings *set = w->settings;
	const struct series_settings settings = { .window = set->window, .alpha = set->alpha };
	size_t lead = (size_t)set->lead_time, cover = lead + (size_t)set->review;
	struct series_path path = { work, work + cover, work + 2 * cover };
	struct series_fit fit;
	double mean = 0;

	if (past->n < model->minimum(past, &settings))
		model = series_model_find("moving-average");
	model->fit(past, &settings, work + 3 * cover, &fit);
	for (size_t t = 0; t < past->n; t++)
		mean += past->y[t] / (double)past->n;
	/* What one day cannot tell: that of the difference of two Poisson counts. */
	if (fit.degrees == 0)
		fit.variance = 2 * mean;
	model->forecast(&fit, past, cover, work + 3 * cover, &path);
	double known = fit.degrees > 0 ? fmax(fit.degrees, LEAST_DEGREES) : INFINITY;
	double widening = isinf(known) ? 1 : known / (known - 2);
	struct replay_view view = { demand_of(&path, lead, widening), demand_of(&path, cover, widening) };
	pool_variance(w, past, &view);
	replenish_policy_late(&view.lead, &view.cover, set->lead_time_sd);
	return view;
}

void replenish_replay_look(const struct replay_walk *w)
{
	const struct replenish_replay_settings *set = w->settings;
	struct replay_room *room = w->room;
	struct series_history past = { .y = w->days, .n = w->n, .season = set->season };
	const struct series_settings settings = { .window = set->window, .alpha = set->alpha };
	size_t cover = (size_t)(set->lead_time + set->review), every = set->review > 0 ? (size_t)set->review : 1;
	size_t count = (w->n - w->begin + every - 1) / every;
	const struct series_model *model = set->model; /* those of "auto" need no room */
	double *work = room_for(&room->work, &room->work_capacity,
				3 * cover + 3 + (model ? series_room(&model, 1, &past, cover) : 0));

	if (count > room->views_capacity) {
		room->views_capacity = count * 2;
		room->views = memory_resize(room->views, room->views_capacity * sizeof *room->views);
	}
	past.n = w->begin;
	if (!model)
		model = series_select(&settings, &past, cover > 0 ? cover : 1, work);
	for (size_t i = 0; i < count; i++) {
		past.n = w->begin + i * every;
		room->views[i] = look(w, model, &past, work);
	}
}
