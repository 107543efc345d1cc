/* Learners over the panel. */
#include "learners.h"

#include <ecom/learn.h>
#include <ecom/value.h>

#define SEED	       1
#define ROWS_MOST      400000 /* of a table: more than any learner takes */
#define CHECK_MOST     100000
#define SEASONS_BACK   208  /* of each series that are learnt from */
#define SEASONS_LEFT   2    /* before the first origin */
#define ROOM_SHARE     0.9  /* of a table that is filled: what is taken is drawn */
#define LEAST_SCALE    0.05 /* of the level: of a series that hardly ever moves */
#define LEAST_WINDOW   0.1  /* of the scale, in which a series hardly moves either */
#define SHARE_MOST     20.0 /* more, as a share of the level, counts as this */
#define UNSEEN_SHARE   4    /* a horizon is kept from the learner, to judge it on, for each four there are */
#define GAIN	       0.998 /* of the error: a learner joins where less is left */

/* By habit trees are asked of panels by the day of so many periods, and not more than so many forecasts. */
#define HABIT_PERIODS	10000
#define HABIT_FORECASTS 100000

/* What may be the learner's share in a forecast it joins. */
static const double WEIGHTS[] = { 0.25, 0.5, 0.75 };

/* A table that grows, thinned evenly when it is full. */
struct lesson {
	float *x, *y, *weight;
	size_t rows, columns, most;
};

/* One learner in one run. The last ${unseen} horizons are kept from it until it is judged. */
struct school {
	struct forecaster *f;
	bool alone; /* nothing is joined */
	size_t n_beside, n_events, columns, h, unseen;
	struct lesson table, recent, early_check, last_check; /* targets up to the unseen; in these; the last horizon of each */
	struct learn_model *model;
	const char *name;
	double verdicts[LEARN_KINDS]; /* shares of the error left */
	double weight, ratio;	      /* of the learner; what is left of the error */
	struct verdict *series;	      /* one for each */
	struct pupil *pupils;	      /* one for each thread */
};

/* Root mean squared scaled errors, summed over the unseen horizons. */
struct verdict {
	double own, alone, joined[ARRAY_LENGTH(WEIGHTS)];
};

/* Room of one thread. */
struct pupil {
	struct learn_series series;
	double scale;	/* root of the mean squared difference from period to period */
	double *events; /* rows of a column for each kind */
	float *beside, *rows, *out;
	size_t size;
};

/* --- one series as learners see it */

static void grow_pupil(const struct school *s, struct pupil *p, size_t periods)
{
	if (periods <= p->size)
		return;
	memory_free(p->beside);
	memory_free(p->events);
	p->size = periods * 2;
	p->events = memory_zero(p->size * s->n_events + 1, sizeof *p->events);
	p->beside = memory_alloc(p->size * s->n_beside * sizeof *p->beside);
}

/* Where the first day of a period stands in the week, the month and the year. */
#define DAY_COLUMNS 3
static void tell_day(int64_t day, float *row)
{
	int year, month, day_of_month;

	day_to_civil(day, &year, &month, &day_of_month);
	row[0] = (float)day_of_week(day);
	row[1] = (float)day_of_month;
	row[2] = (float)(day - day_from_civil(year, 1, 1));
}

/*
 * What the shop knows of each period: price against its own mean, and against that of the last seasons, as logarithms;
 * promotion; the calendar factor of the group and the series (pooled). What was not said is not known.
 */
#define OFFER_COLUMNS 4
#define PRICE_SEASONS 8
static void tell_offers(const struct desk *d, float *beside, size_t stride)
{
	const struct periods *p = &d->periods;
	size_t back = PRICE_SEASONS * d->panel->plan->season;
	double sum = 0, count = 0, late = 0, late_count = 0;

	for (size_t t = 0; t < p->n; t++) {
		double price = forecast_log_price(p, t);
		sum += isnan(price) ? 0 : price;
		count += !isnan(price);
	}
	for (size_t t = 0; t < p->n + p->horizon; t++) {
		float *row = beside + t * stride;
		double price = forecast_log_price(p, t), old = t >= back ? forecast_log_price(p, t - back) : NAN;
		row[0] = count > 0 ? (float)(price - sum / count) : NAN;
		row[1] = late_count > 0 ? (float)(price - late / late_count) : NAN;
		row[2] = p->has_promotion ? (float)p->promotion[t] : 0;
		row[3] = d->factor ? (float)log(d->factor[t]) : NAN;
		late += isnan(price) ? 0 : price;
		late -= isnan(old) ? 0 : old;
		late_count += !isnan(price) - !isnan(old);
	}
}

static void tell_events(const struct school *s, struct pupil *p, int64_t first, size_t periods)
{
	if (s->n_events == 0)
		return;
	forecast_event_columns(&s->f->panel, first, periods, p->events, s->n_events);
	for (size_t t = 0; t < periods; t++)
		for (size_t k = 0; k < s->n_events; k++)
			p->beside[t * s->n_beside + DAY_COLUMNS + OFFER_COLUMNS + k] = (float)p->events[t * s->n_events + k];
}

/* Loads the series; false: nothing to learn from, or to tell. */
static bool load_pupil(const struct school *s, struct desk *d, struct pupil *p, size_t index)
{
	const struct panel *panel = &s->f->panel;

	if (!forecast_desk_load(d, index) || d->periods.n < 3 * s->h + SEASONS_LEFT * panel->plan->season)
		return false;
	size_t n = d->periods.n, periods = n + s->h;
	int64_t first = forecast_periods_first(&d->periods);
	grow_pupil(s, p, periods);
	for (size_t t = 0; t < periods; t++)
		tell_day(forecast_period_day(&panel->plan->calendar, first + (int64_t)t), p->beside + t * s->n_beside);
	tell_offers(d, p->beside + DAY_COLUMNS, s->n_beside);
	tell_events(s, p, first, periods);
	int64_t season = (int64_t)panel->plan->season;
	p->scale = sqrt(series_scale(d->periods.y, n, 1).squared);
	p->series = (struct learn_series) { .y = d->periods.y, .n = n, .season = panel->plan->season,
					    .phase = (size_t)((first % season + season) % season), .whole = d->whole,
					    .beside = p->beside, .n_beside = s->n_beside };
	return true;
}

/* --- lessons */

static void open_lesson(struct lesson *l, size_t columns, size_t most)
{
	*l = (struct lesson) { .columns = columns, .most = most };
	l->x = memory_alloc(most * columns * sizeof *l->x);
	l->y = memory_alloc(2 * most * sizeof *l->y);
	l->weight = l->y + most;
}

static void close_lesson(struct lesson *l)
{
	memory_free(l->x);
	memory_free(l->y);
}

/*
 * How much the squared error of a share of the level counts. The panel's error is a mean of roots, each of the mean
 * squared error over a horizon, scaled: by its derivative a square counts by one over that root and the scale. The root
 * is not known before it is learnt; how far the periods up to the end of the horizon, but before ${known}, lay from the
 * level stands for it. So one that was sold in bulk teaches no more than others.
 */
static double weight_of(const struct pupil *p, double level, size_t origin, size_t h, size_t known)
{
	size_t end = origin + h < known ? origin + h : known;
	double squares = 0, least = LEAST_SCALE * level;

	for (size_t t = origin; t < end; t++)
		squares += (p->series.y[t] - level) * (p->series.y[t] - level);
	double root = sqrt(squares / (double)(end - origin)) + LEAST_WINDOW * p->scale + least;
	return level / (p->scale + least) * (level / root);
}

/* What came ${step} periods after the origin, as a share of the level, where ${known} periods are. */
static void add_row(struct lesson *l, const struct pupil *p, size_t origin, size_t step, size_t h, size_t known)
{
	const struct learn_series *s = &p->series;

	if (l->rows == l->most || !learn_row(s, origin, step, h, l->x + l->rows * l->columns))
		return;
	double level = learn_level(s, origin);
	l->weight[l->rows] = (float)weight_of(p, level, origin, h, known);
	l->y[l->rows++] = (float)fmin(s->y[origin + step - 1] / level, SHARE_MOST);
}

/* Targets [from, to), each seen from one origin: from how far, is drawn by its number. */
static void add_targets(struct lesson *l, const struct pupil *p, size_t from, size_t to, size_t h, double share,
			uint64_t key)
{
	struct numeric_random r = numeric_random_start(SEED, key);

	for (size_t target = from; target < to; target++) {
		size_t step = 1 + (size_t)(numeric_random_bits(&r) % h);
		bool taken = numeric_random_uniform(&r) < share;
		if (taken && target + 1 >= step + SEASONS_LEFT * p->series.season)
			add_row(l, p, target + 1 - step, step, h, to);
	}
}

static void add_origin(struct lesson *l, const struct pupil *p, size_t origin, size_t h, size_t stride, size_t index)
{
	for (size_t step = 1; step <= h; step++)
		if ((index * h + step) % stride == 0)
			add_row(l, p, origin, step, h, origin + h);
}

static void gather_lessons(struct school *s)
{
	struct forecaster *f = s->f;
	size_t back = SEASONS_BACK * f->panel.plan->season, h = s->h, unseen = s->unseen * h;
	double total = 0;

	for (size_t i = 0; i < f->panel.count; i++)
		total += f->outlooks[i].silent ? 0 : (double)back;
	double share = fmin(1, ROOM_SHARE * ROWS_MOST / fmax(total, 1));
	double recent = fmin(1, ROOM_SHARE * CHECK_MOST / ((double)f->panel.count * (double)unseen + 1));
	size_t stride = f->panel.count * h / CHECK_MOST + 1;
	for (size_t i = 0; i < f->panel.count; i++) {
		struct pupil *p = &s->pupils[0];
		if (f->outlooks[i].silent || !load_pupil(s, &f->desks[0], p, i))
			continue;
		size_t n = p->series.n, until = n > unseen + h ? n - unseen - h : 0;
		uint64_t key = f->desks[0].periods.key->hash;
		add_targets(&s->table, p, until > back ? until - back : 0, until, h, share, key);
		add_targets(&s->recent, p, until, n - h, h, recent, key + 1);
		if (until > 0)
			add_origin(&s->early_check, p, until, h, stride, i);
		add_origin(&s->last_check, p, n - h, h, stride, i);
	}
}

/* Every k-th row, so that there are no more than ${most}. */
static struct learn_table thin(const struct lesson *a, const struct lesson *b, size_t most, float **room)
{
	size_t rows = a->rows + (b ? b->rows : 0), stride = rows / most + 1, columns = a->columns, kept = 0;
	float *x = *room = memory_alloc((rows / stride + 1) * (columns + 2) * sizeof *x);
	float *y = x + (rows / stride + 1) * columns, *weight = y + rows / stride + 1;

	for (size_t i = 0; i < rows; i += stride) {
		const struct lesson *from = i < a->rows ? a : b;
		size_t at = i < a->rows ? i : i - a->rows;
		memcpy(x + kept * columns, from->x + at * columns, columns * sizeof *x);
		weight[kept] = from->weight[at];
		y[kept++] = from->y[at];
	}
	return (struct learn_table) { x, y, weight, kept, columns };
}

static enum status teach(struct school *s, enum learn_kind kind, const struct lesson *more, const struct lesson *check,
			 struct error *err)
{
	float *own, *other;
	size_t most = learn_rows_most(kind);
	struct learn_table table = thin(&s->table, more, most, &own), exam = thin(check, NULL, most, &other);

	learn_free(s->model);
	s->model = NULL;
	struct learn_settings settings = { SEED, s->f->panel.jobs, s->f->panel.settings->modules };
	enum status status = learn_train(kind, &table, &exam, &settings, &s->model, err);
	memory_free(own);
	memory_free(other);
	return status;
}

/* --- told by the learner */

/* Its forecast from ${origin}, into p->out; false: it has none. */
static bool ask(const struct school *s, struct pupil *p, size_t origin)
{
	for (size_t step = 1; step <= s->h; step++)
		if (!learn_row(&p->series, origin, step, s->h, p->rows + (step - 1) * s->columns))
			return false;
	learn_predict(s->model, p->rows, s->h, p->out);
	double level = learn_level(&p->series, origin);
	for (size_t i = 0; i < s->h; i++)
		p->out[i] *= (float)level;
	return true;
}

static double join(double weight, double own, double learnt)
{
	return (1 - weight) * fmax(0, own) + weight * learnt;
}

/*
 * What the learner's forecast in p->out keeps of its weight beside that of the series itself, ${own}. Where the latter
 * expects less than half of the level, and the learner more than it, the product is running out, and the learner has
 * mostly not understood it: it keeps the square of what is expected of that half.
 */
static double trust(const struct school *s, const struct pupil *p, const double *own, size_t origin)
{
	double expected = 0, learnt = 0, half = learn_level(&p->series, origin) * (double)s->h / 2;

	for (size_t i = 0; i < s->h; i++) {
		expected += fmax(0, own[i]);
		learnt += p->out[i];
	}
	return !s->alone && learnt > expected && expected < half ? pow(expected / half, 2) : 1;
}

/* Whether the series has been tried as the learner may be. */
static bool is_tried(const struct school *s, const struct outlook *o)
{
	return o->trial.mean && o->h == s->h;
}

static size_t origins_of(const struct school *s, const struct outlook *o)
{
	return o->origins < s->unseen ? o->origins : s->unseen;
}

/* Scaled error from one origin (RMSSE), of the forecast as it stands, the learner's, and both joined. */
static void judge_origin(const struct school *s, const struct pupil *p, const double *own, size_t origin,
			 struct verdict *v)
{
	const double *y = p->series.y + origin;
	double scale = sqrt(series_scale(p->series.y, origin, 1).squared), share = trust(s, p, own, origin), h = (double)s->h;
	struct verdict squares = { 0 };

	for (size_t i = 0; i < s->h; i++) {
		squares.own += pow(fmax(0, own[i]) - y[i], 2);
		squares.alone += pow(p->out[i] - y[i], 2);
		for (size_t k = 0; k < ARRAY_LENGTH(WEIGHTS); k++)
			squares.joined[k] += pow(join(share * WEIGHTS[k], own[i], p->out[i]) - y[i], 2);
	}
	if (!(scale > 0))
		return;
	v->own += sqrt(squares.own / h) / scale;
	v->alone += sqrt(squares.alone / h) / scale;
	for (size_t k = 0; k < ARRAY_LENGTH(WEIGHTS); k++)
		v->joined[k] += sqrt(squares.joined[k] / h) / scale;
}

static void judge_series(void *ctx, size_t worker, size_t index)
{
	struct school *s = ctx;
	struct pupil *p = &s->pupils[worker];
	const struct outlook *o = &s->f->outlooks[index];

	s->series[index] = (struct verdict) { 0 };
	if (!is_tried(s, o) || !load_pupil(s, &s->f->desks[worker], p, index))
		return;
	for (size_t k = 0; k < origins_of(s, o); k++) {
		size_t origin = p->series.n - (k + 1) * s->h;
		if (ask(s, p, origin))
			judge_origin(s, p, o->trial.mean + k * s->h, origin, &s->series[index]);
	}
}

static double left_of(double joined, double own)
{
	return own > 0 ? joined / own : joined > 0 ? INFINITY : 1;
}

/* The weight at which least is left of the panel's error, and what that is. */
static void judge(struct school *s)
{
	struct verdict sum = { 0 };

	parallel_run(s->f->panel.jobs, s->f->panel.count, judge_series, s);
	for (size_t i = 0; i < s->f->panel.count; i++) {
		sum.own += s->series[i].own;
		sum.alone += s->series[i].alone;
		for (size_t k = 0; k < ARRAY_LENGTH(WEIGHTS); k++)
			sum.joined[k] += s->series[i].joined[k];
	}
	s->weight = 1;
	s->ratio = left_of(sum.alone, sum.own);
	for (size_t k = 0; k < ARRAY_LENGTH(WEIGHTS) && !s->alone; k++) {
		double left = left_of(sum.joined[k], sum.own);
		if (k > 0 && left >= s->ratio)
			continue;
		s->weight = WEIGHTS[k];
		s->ratio = left;
	}
}

static void scale_path(struct series_path *path, size_t h, double ratio)
{
	for (size_t i = 0; i < h; i++) {
		path->variance[i] *= ratio;
		path->total[i] *= ratio;
	}
}

static void apply_series(void *ctx, size_t worker, size_t index)
{
	struct school *s = ctx;
	struct pupil *p = &s->pupils[worker];
	struct outlook *o = &s->f->outlooks[index];

	if (!is_tried(s, o) || !load_pupil(s, &s->f->desks[worker], p, index) || !ask(s, p, p->series.n))
		return;
	double weight = s->weight * trust(s, p, o->path.mean, p->series.n);
	for (size_t i = 0; i < s->h; i++)
		o->path.mean[i] = join(weight, o->path.mean[i], p->out[i]);
	scale_path(&o->path, s->h, s->ratio * s->ratio);
	o->learner = s->name;
}

/* Trials as the desk has them, and their errors and scores anew. */
static void rejudge(const struct school *s, struct desk *d, struct outlook *o, size_t origins, size_t index)
{
	size_t steps = origins * s->h;

	d->own.origins = origins;
	d->own.h = s->h;
	for (size_t k = 0; k < origins; k++) {
		d->own.before[k] = d->periods.n - (k + 1) * s->h;
		d->own.degrees[k] = o->degrees;
	}
	memcpy(d->own.mean, o->trial.mean, steps * sizeof *d->own.mean);
	memcpy(d->own.variance, o->trial.variance, steps * sizeof *d->own.variance);
	memcpy(d->own.total, o->trial.total, steps * sizeof *d->own.total);
	forecast_judge_outlook(s->f, d, o, index);
}

/* The trials joined too, by the model that has not seen their horizons. */
static void retry_series(void *ctx, size_t worker, size_t index)
{
	struct school *s = ctx;
	struct desk *d = &s->f->desks[worker];
	struct pupil *p = &s->pupils[worker];
	struct outlook *o = &s->f->outlooks[index];
	size_t joined = 0;

	if (!is_tried(s, o) || !load_pupil(s, d, p, index))
		return;
	for (size_t k = 0; k < origins_of(s, o); k++) {
		struct series_path trial = { o->trial.mean + k * s->h, o->trial.variance + k * s->h, o->trial.total + k * s->h };
		size_t origin = p->series.n - (k + 1) * s->h;
		if (!ask(s, p, origin))
			break;
		double weight = s->weight * trust(s, p, trial.mean, origin);
		for (size_t i = 0; i < s->h; i++)
			trial.mean[i] = join(weight, trial.mean[i], p->out[i]);
		scale_path(&trial, s->h, s->ratio * s->ratio);
		joined++;
	}
	if (joined > 0)
		rejudge(s, d, o, joined, index);
}

static void use_group(struct school *s, const struct group *group)
{
	for (size_t i = 0; i < s->f->panel.jobs; i++)
		s->f->desks[i].group = group;
}

static enum status run_learner(struct school *s, enum learn_kind kind, struct error *err)
{
	enum status status = teach(s, kind, NULL, &s->early_check, err);

	if (status != STATUS_OK)
		return status;
	judge(s);
	s->verdicts[kind] = s->ratio;
	if (!s->alone && !(s->ratio < GAIN))
		return STATUS_OK;
	s->ratio = isfinite(s->ratio) ? s->ratio : 1;
	parallel_run(s->f->panel.jobs, s->f->panel.count, retry_series, s);
	status = teach(s, kind, &s->recent, &s->last_check, err);
	if (status != STATUS_OK)
		return status;
	use_group(s, &s->f->group);
	parallel_run(s->f->panel.jobs, s->f->panel.count, apply_series, s);
	use_group(s, &s->f->past);
	return STATUS_OK;
}

static void open_school(struct school *s, struct forecaster *f)
{
	const struct forecast_plan *plan = f->panel.plan;

	*s = (struct school) { .f = f, .alone = f->panel.settings->learner_alone, .h = plan->horizon, .unseen = f->unseen };
	s->n_events = f->panel.history->events.names.count;
	s->n_beside = DAY_COLUMNS + OFFER_COLUMNS + s->n_events;
	s->columns = LEARN_OWN_COLUMNS + s->n_beside;
	open_lesson(&s->table, s->columns, ROWS_MOST);
	open_lesson(&s->recent, s->columns, CHECK_MOST);
	open_lesson(&s->early_check, s->columns, CHECK_MOST);
	open_lesson(&s->last_check, s->columns, CHECK_MOST);
	s->series = memory_zero(f->panel.count + 1, sizeof *s->series);
	s->pupils = memory_zero(f->panel.jobs, sizeof *s->pupils);
	for (size_t i = 0; i < f->panel.jobs; i++) {
		s->pupils[i].rows = memory_alloc(s->h * s->columns * sizeof *s->pupils[i].rows);
		s->pupils[i].out = memory_alloc(s->h * sizeof *s->pupils[i].out);
	}
}

static void close_school(struct school *s)
{
	close_lesson(&s->table);
	close_lesson(&s->recent);
	close_lesson(&s->early_check);
	close_lesson(&s->last_check);
	for (size_t i = 0; i < s->f->panel.jobs; i++) {
		memory_free(s->pupils[i].beside);
		memory_free(s->pupils[i].events);
		memory_free(s->pupils[i].rows);
		memory_free(s->pupils[i].out);
	}
	memory_free(s->pupils);
	memory_free(s->series);
	learn_free(s->model);
}

void forecast_keep_trial(const struct desk *d, struct outlook *o)
{
	size_t steps = d->own.origins * d->own.h;
	double *at = memory_alloc(3 * steps * sizeof *at);

	o->trial = (struct series_path) { at, at + steps, at + 2 * steps };
	memcpy(o->trial.mean, d->own.mean, steps * sizeof *at);
	memcpy(o->trial.variance, d->own.variance, steps * sizeof *at);
	memcpy(o->trial.total, d->own.total, steps * sizeof *at);
}

/* Whether trees are asked of the panel where nothing else is. */
static bool suits_trees(const struct forecaster *f)
{
	const struct forecast_plan *plan = f->panel.plan;

	return !f->model && !f->panel.settings->no_learners && f->group.any && plan->calendar.every == EVERY_DAY &&
	       f->panel.count * plan->horizon <= HABIT_FORECASTS;
}

void forecast_ask_learners(struct forecaster *f)
{
	struct periods *p = &f->desks[0].periods;
	size_t longest = 0;
	double periods = 0;

	f->learners = f->panel.settings->learners;
	if (!f->learners && !suits_trees(f))
		return;
	for (size_t i = 0; i < f->panel.count; i++) {
		if (!forecast_panel_periods(&f->panel, i, p))
			continue;
		periods += (double)p->n;
		longest = p->n > longest ? p->n : longest;
	}
	if (!f->learners && periods >= HABIT_PERIODS)
		f->learners = 1u << LEARN_TREES;
	f->unseen = longest / (UNSEEN_SHARE * f->panel.plan->horizon);
	f->unseen = f->unseen < 1 ? 1 : f->unseen > TRIALS_MOST ? TRIALS_MOST : f->unseen;
}

enum status forecast_learn(struct forecaster *f, struct error *err)
{
	unsigned asked = f->learners;
	enum status status = STATUS_OK;
	struct school s;

	if (!asked)
		return STATUS_OK;
	open_school(&s, f);
	use_group(&s, &f->past);
	gather_lessons(&s);
	for (int kind = 0; kind < LEARN_KINDS && status == STATUS_OK; kind++) {
		s.name = FORECAST_LEARNER_WORDS[kind].word;
		if (asked >> kind & 1 && s.table.rows > 0 && s.early_check.rows > 0)
			status = run_learner(&s, (enum learn_kind)kind, err);
	}
	for (size_t i = 0; i < f->panel.count; i++) {
		memory_free(f->outlooks[i].trial.mean);
		f->outlooks[i].trial.mean = NULL;
	}
	memcpy(f->learnt, s.verdicts, sizeof f->learnt);
	close_school(&s);
	return status;
}
