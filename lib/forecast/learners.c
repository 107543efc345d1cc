/* Learners over the panel. */
#include "learners.h"

#include <ecom/learn.h>

#define SEED	     1
#define ROWS_MOST    400000 /* of a table: more than any learner takes */
#define CHECK_MOST   100000
#define SEASONS_BACK 52	    /* of each series that are learnt from */
#define SEASONS_LEFT 2	    /* before the first origin */
#define GAIN	     0.995  /* of the error: a learner joins where less is left */
#define PARTS_OF_MONTH 6

/* A table that grows, thinned evenly when it is full. */
struct lesson {
	float *x, *y;
	size_t rows, columns, most;
};

/* One learner in one run. */
struct school {
	struct forecaster *f;
	size_t n_beside, columns, h;
	struct series_calendar calendar;
	struct lesson table, recent, early_check, last_check; /* targets before the last two horizons; in the first, the last of them */
	struct learn_model *model;
	const char *name;
	double verdicts[LEARN_KINDS]; /* shares of the error left */
	double weight, ratio; /* of the learner; what is left of the error */
	double *own, *joined; /* by series: root mean squared scaled errors over the last horizon */
	struct pupil *pupils; /* one for each thread */
};

/* Room of one thread. */
struct pupil {
	struct learn_series series;
	double *wide;	/* calendar columns */
	int64_t *days;
	float *beside, *rows, *out;
	size_t size;
};

/* --- one series as learners see it */

static void grow_pupil(const struct school *s, struct pupil *p, size_t periods)
{
	if (periods <= p->size)
		return;
	memory_free(p->wide);
	memory_free(p->days);
	memory_free(p->beside);
	p->size = periods * 2;
	/* One more: where the last period ends. */
	p->wide = memory_alloc(p->size * s->n_beside * sizeof *p->wide);
	p->days = memory_alloc((p->size + 1) * sizeof *p->days);
	p->beside = memory_alloc(p->size * s->n_beside * sizeof *p->beside);
}

/* Price against its own mean, as a logarithm; promotion; what was not said is not known. */
static void tell_offers(const struct periods *p, float *beside, size_t stride)
{
	double sum = 0, count = 0;

	for (size_t t = 0; p->has_price && t < p->n; t++) {
		sum += p->price[t] > 0 ? log(p->price[t]) : 0;
		count += p->price[t] > 0;
	}
	for (size_t t = 0; t < p->n + p->horizon; t++) {
		bool priced = p->has_price && count > 0 && p->price[t] > 0;
		beside[t * stride] = priced ? (float)(log(p->price[t]) - sum / count) : NAN;
		beside[t * stride + 1] = p->has_promotion ? (float)p->promotion[t] : 0;
	}
}

/* Loads the series; false: nothing to learn from, or to tell. */
static bool load_pupil(const struct school *s, struct desk *d, struct pupil *p, size_t index)
{
	const struct panel *panel = &s->f->panel;

	if (!forecast_desk_load(d, index) || d->periods.n < 3 * s->h + SEASONS_LEFT * panel->plan->season)
		return false;
	size_t n = d->periods.n, periods = n + s->h, fixed = series_calendar_columns(&s->calendar);
	int64_t first = panel->last - (int64_t)n + 1;
	grow_pupil(s, p, periods);
	for (size_t t = 0; t <= periods; t++)
		p->days[t] = forecast_period_day(&panel->plan->calendar, first + (int64_t)t);
	series_calendar_fill(&s->calendar, p->days, periods, p->wide, s->n_beside);
	for (size_t i = 0; i < periods * s->n_beside; i++)
		p->beside[i] = (float)p->wide[i];
	tell_offers(&d->periods, p->beside + fixed, s->n_beside);
	int64_t season = (int64_t)panel->plan->season;
	p->series = (struct learn_series) { .y = d->periods.y, .n = n, .season = panel->plan->season,
					    .phase = (size_t)((first % season + season) % season), .beside = p->beside,
					    .n_beside = s->n_beside };
	return true;
}

/* --- lessons */

static void open_lesson(struct lesson *l, size_t columns, size_t most)
{
	*l = (struct lesson) { .columns = columns, .most = most };
	l->x = memory_alloc(most * columns * sizeof *l->x);
	l->y = memory_alloc(most * sizeof *l->y);
}

static void close_lesson(struct lesson *l)
{
	memory_free(l->x);
	memory_free(l->y);
}

/* What came ${step} periods after the origin, as a share of the level. */
static void add_row(struct lesson *l, const struct learn_series *s, size_t origin, size_t step, size_t h)
{
	if (l->rows == l->most || !learn_row(s, origin, step, h, l->x + l->rows * l->columns))
		return;
	double share = s->y[origin + step - 1] / learn_level(s, origin);
	l->y[l->rows++] = (float)fmin(share, 20);
}

/* Targets [from, to), each seen from one origin: from how far, is drawn by its number. */
static void add_targets(struct lesson *l, const struct learn_series *s, size_t from, size_t to, size_t h, size_t stride,
			uint64_t key)
{
	struct numeric_random r = numeric_random_start(SEED, key);

	for (size_t target = from; target < to; target++) {
		size_t step = 1 + (size_t)(numeric_random_bits(&r) % h);
		bool taken = numeric_random_bits(&r) % stride == 0;
		if (taken && target + 1 >= step + SEASONS_LEFT * s->season)
			add_row(l, s, target + 1 - step, step, h);
	}
}

static void add_origin(struct lesson *l, const struct learn_series *s, size_t origin, size_t h, size_t stride, size_t index)
{
	for (size_t step = 1; step <= h; step++)
		if ((index * h + step) % stride == 0)
			add_row(l, s, origin, step, h);
}

static void gather_lessons(struct school *s)
{
	struct forecaster *f = s->f;
	size_t season = f->panel.plan->season, h = s->h, total = 0;

	for (size_t i = 0; i < f->panel.count; i++)
		total += f->outlooks[i].silent ? 0 : SEASONS_BACK * season;
	/* Twice as sparse as would fill the table, where it would: series differ in length. */
	size_t stride = total / ROWS_MOST + 1, check_stride = f->panel.count * h / CHECK_MOST + 1;
	for (size_t i = 0; i < f->panel.count; i++) {
		struct pupil *p = &s->pupils[0];
		if (f->outlooks[i].silent || !load_pupil(s, &f->desks[0], p, i))
			continue;
		size_t n = p->series.n, back = SEASONS_BACK * season;
		uint64_t key = f->desks[0].periods.key->hash;
		size_t from = n - 2 * h > back ? n - 2 * h - back : 0;
		add_targets(&s->table, &p->series, from, n - 2 * h, h, stride, key);
		add_targets(&s->recent, &p->series, n - 2 * h, n - h, h, stride, key + 1);
		add_origin(&s->early_check, &p->series, n - 2 * h, h, check_stride, i);
		add_origin(&s->last_check, &p->series, n - h, h, check_stride, i);
	}
}

/* Every k-th row, so that there are no more than ${most}. */
static struct learn_table thin(const struct lesson *a, const struct lesson *b, size_t most, float **room)
{
	size_t rows = a->rows + (b ? b->rows : 0), stride = rows / most + 1, columns = a->columns, kept = 0;
	float *x = *room = memory_alloc((rows / stride + 1) * (columns + 1) * sizeof *x);
	float *y = x + (rows / stride + 1) * columns;

	for (size_t i = 0; i < rows; i += stride) {
		const struct lesson *from = i < a->rows ? a : b;
		size_t at = i < a->rows ? i : i - a->rows;
		memcpy(x + kept * columns, from->x + at * columns, columns * sizeof *x);
		y[kept++] = from->y[at];
	}
	return (struct learn_table) { x, y, kept, columns };
}

static enum status teach(struct school *s, enum learn_kind kind, const struct lesson *more, const struct lesson *check,
			 struct error *err)
{
	float *own, *other;
	size_t most = learn_rows_most(kind);
	struct learn_table table = thin(&s->table, more, most, &own), exam = thin(check, NULL, most, &other);

	learn_free(s->model);
	s->model = NULL;
	enum status status = learn_train(kind, &table, &exam, SEED, s->f->panel.settings->modules, &s->model, err);
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

static double join(const struct school *s, double own, double learnt)
{
	return (1 - s->weight) * fmax(0, own) + s->weight * learnt;
}

/* Scaled error over the last horizon (series_rmsse), of the forecast as it stands and joined. */
static void judge_series(void *ctx, size_t worker, size_t index)
{
	struct school *s = ctx;
	struct desk *d = &s->f->desks[worker];
	struct pupil *p = &s->pupils[worker];
	const struct outlook *o = &s->f->outlooks[index];
	double scale = 0, own = 0, joined = 0;

	s->own[index] = s->joined[index] = 0;
	if (!o->trial.mean || o->h != s->h || !load_pupil(s, d, p, index) || !ask(s, p, p->series.n - s->h))
		return;
	size_t origin = p->series.n - s->h;
	const double *y = p->series.y;
	for (size_t t = 1; t < origin; t++)
		scale += (y[t] - y[t - 1]) * (y[t] - y[t - 1]) / (double)(origin - 1);
	for (size_t i = 0; i < s->h; i++) {
		own += pow(fmax(0, o->trial.mean[i]) - y[origin + i], 2);
		joined += pow(join(s, o->trial.mean[i], p->out[i]) - y[origin + i], 2);
	}
	if (scale > 0) {
		s->own[index] = sqrt(own / (double)s->h / scale);
		s->joined[index] = sqrt(joined / (double)s->h / scale);
	}
}

static double judge(struct school *s)
{
	double own = 0, joined = 0;

	parallel_run(s->f->panel.jobs, s->f->panel.count, judge_series, s);
	for (size_t i = 0; i < s->f->panel.count; i++) {
		own += s->own[i];
		joined += s->joined[i];
	}
	return own > 0 ? joined / own : joined > 0 ? INFINITY : 1;
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
	struct desk *d = &s->f->desks[worker];
	struct pupil *p = &s->pupils[worker];
	struct outlook *o = &s->f->outlooks[index];

	if (!o->trial.mean || o->h != s->h || !load_pupil(s, d, p, index) || !ask(s, p, p->series.n))
		return;
	for (size_t i = 0; i < s->h; i++)
		o->path.mean[i] = join(s, o->path.mean[i], p->out[i]);
	scale_path(&o->path, s->h, s->ratio * s->ratio);
	o->learner = s->name;
}

/* The trial joined too, by the model that has not seen the last horizon. */
static void retry_series(void *ctx, size_t worker, size_t index)
{
	struct school *s = ctx;
	struct desk *d = &s->f->desks[worker];
	struct pupil *p = &s->pupils[worker];
	struct outlook *o = &s->f->outlooks[index];

	if (!o->trial.mean || o->h != s->h || !load_pupil(s, d, p, index) || !ask(s, p, p->series.n - s->h))
		return;
	for (size_t i = 0; i < s->h; i++)
		o->trial.mean[i] = join(s, o->trial.mean[i], p->out[i]);
	scale_path(&o->trial, s->h, s->ratio * s->ratio);
	d->own.origins = 1;
	d->own.h = s->h;
	d->own.before[0] = p->series.n - s->h;
	d->own.degrees[0] = o->degrees;
	memcpy(d->own.mean, o->trial.mean, s->h * sizeof *d->own.mean);
	memcpy(d->own.variance, o->trial.variance, s->h * sizeof *d->own.variance);
	memcpy(d->own.total, o->trial.total, s->h * sizeof *d->own.total);
	forecast_judge_outlook(s->f, d, o, index);
}

static enum status run_learner(struct school *s, enum learn_kind kind, bool alone, struct error *err)
{
	enum status status = teach(s, kind, NULL, &s->early_check, err);

	if (status != STATUS_OK)
		return status;
	s->weight = alone ? 1 : 0.5;
	s->ratio = s->verdicts[kind] = judge(s);
	if (!alone && !(s->ratio < GAIN))
		return STATUS_OK;
	s->ratio = isfinite(s->ratio) ? s->ratio : 1;
	parallel_run(s->f->panel.jobs, s->f->panel.count, retry_series, s);
	status = teach(s, kind, &s->recent, &s->last_check, err);
	if (status == STATUS_OK)
		parallel_run(s->f->panel.jobs, s->f->panel.count, apply_series, s);
	return status;
}

static void open_school(struct school *s, struct forecaster *f)
{
	const struct forecast_plan *plan = f->panel.plan;

	*s = (struct school) { .f = f, .h = plan->horizon };
	s->calendar = (struct series_calendar) { .weekday = plan->calendar.every == EVERY_DAY && plan->season != 7,
						 .month = plan->calendar.every <= EVERY_WEEK && plan->calendar.every >= EVERY_DAY,
						 .month_parts = plan->calendar.every == EVERY_DAY ? PARTS_OF_MONTH : 0,
						 .n_kinds = f->panel.history->events.names.count };
	s->calendar.n_events = forecast_events_days(&f->panel.history->events, &s->calendar.events);
	s->n_beside = series_calendar_columns(&s->calendar) + 2;
	s->columns = LEARN_OWN_COLUMNS + s->n_beside;
	open_lesson(&s->table, s->columns, ROWS_MOST);
	open_lesson(&s->recent, s->columns, CHECK_MOST);
	open_lesson(&s->early_check, s->columns, CHECK_MOST);
	open_lesson(&s->last_check, s->columns, CHECK_MOST);
	s->own = memory_zero(2 * f->panel.count + 1, sizeof *s->own);
	s->joined = s->own + f->panel.count;
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
		memory_free(s->pupils[i].wide);
		memory_free(s->pupils[i].days);
		memory_free(s->pupils[i].beside);
		memory_free(s->pupils[i].rows);
		memory_free(s->pupils[i].out);
	}
	memory_free(s->pupils);
	memory_free(s->own);
	learn_free(s->model);
}

void forecast_keep_trial(const struct desk *d, struct outlook *o)
{
	size_t h = d->own.h;
	double *at = memory_alloc(3 * h * sizeof *at);

	o->trial = (struct series_path) { at, at + h, at + 2 * h };
	memcpy(o->trial.mean, d->own.mean, h * sizeof *at);
	memcpy(o->trial.variance, d->own.variance, h * sizeof *at);
	memcpy(o->trial.total, d->own.total, h * sizeof *at);
}

enum status forecast_learn(struct forecaster *f, struct error *err)
{
	unsigned asked = f->panel.settings->learners;
	enum status status = STATUS_OK;
	struct school s;

	if (!asked)
		return STATUS_OK;
	open_school(&s, f);
	gather_lessons(&s);
	for (int kind = 0; kind < LEARN_KINDS && status == STATUS_OK; kind++) {
		s.name = FORECAST_LEARNER_WORDS[kind].word;
		if (asked >> kind & 1 && s.table.rows > 0 && s.early_check.rows > 0)
			status = run_learner(&s, (enum learn_kind)kind, f->panel.settings->learner_alone, err);
	}
	for (size_t i = 0; i < f->panel.count; i++) {
		memory_free(f->outlooks[i].trial.mean);
		f->outlooks[i].trial.mean = NULL;
	}
	memcpy(f->learnt, s.verdicts, sizeof f->learnt);
	close_school(&s);
	return status;
}
