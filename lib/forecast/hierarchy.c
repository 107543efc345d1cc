/* Sums of series by category, location and in total: forecast like the series, and reconciled with them. */
#include "hierarchy.h"

const struct word FORECAST_NODE_WORDS[] = { { "total" }, { "category" }, { "location" }, { NULL } };
const struct word FORECAST_RECONCILE_WORDS[] = {
	{ "weighted", "wls" }, { "bottom-up", "bottom_up" }, { "top-down", "top_down" }, { "trace", "mint" }, { NULL }
};

enum status forecast_hierarchy_parse(const char *const *texts, size_t n, struct forecast_hierarchy *out,
				     struct error *err)
{
	bool seen[FORECAST_NODES] = { false };

	out->depth = 0;
	for (size_t i = 0; i < n; i++) {
		int node = word_index(FORECAST_NODE_WORDS, texts[i]);
		if (node < 0)
			return error_reject(err, "bad_level", "hierarchy",
					    "\"%.40s\": expected total, category or location", texts[i]);
		if (!seen[node] && node != FORECAST_NODE_TOTAL)
			out->levels[out->depth++] = node;
		seen[node] = true;
	}
	/* Whatever holds everything is at the top. */
	if (seen[FORECAST_NODE_TOTAL]) {
		memmove(&out->levels[1], &out->levels[0], out->depth * sizeof out->levels[0]);
		out->levels[0] = FORECAST_NODE_TOTAL;
		out->depth++;
	}
	return STATUS_OK;
}

/* Quantities by period, the last first: a series that began earlier makes it longer. */
struct sum {
	double *back;
	size_t n, capacity;
};

static void make_room(struct sum *s, size_t n)
{
	if (n > s->capacity) {
		s->capacity = n + n / 2;
		s->back = memory_resize(s->back, s->capacity * sizeof *s->back);
	}
	for (; s->n < n; s->n++)
		s->back[s->n] = 0;
}

static void add_sum(struct sum *to, const struct sum *from)
{
	make_room(to, from->n);
	for (size_t t = 0; t < from->n; t++)
		to->back[t] += from->back[t];
}

/* What is summed at one level, and at those above it: "category:TEA/location:main". */
static void name_node(const struct forecaster *f, size_t index, size_t depth, struct buffer *name)
{
	const struct panel *p = &f->panel;
	const struct forecast_hierarchy *levels = &p->settings->hierarchy;

	buffer_clear(name);
	for (size_t i = 0; i <= depth; i++) {
		int node = levels->levels[i];
		if (node == FORECAST_NODE_TOTAL && depth > 0)
			continue;
		const char *key = node == FORECAST_NODE_CATEGORY ? p->history->series[p->order[index]].category
				  : node == FORECAST_NODE_LOCATION
					  ? p->history->directory.keys[p->order[index]].location
					  : NULL;
		buffer_printf(name, "%s%s", name->length ? "/" : "", FORECAST_NODE_WORDS[node].word);
		if (node != FORECAST_NODE_TOTAL)
			buffer_printf(name, ":%s", key ? key : "");
	}
}

/* The lowest level first, so that each sum is numbered before what it is part of. */
static void grow_tree(struct hierarchy *t, const struct forecaster *f)
{
	const struct forecast_hierarchy *levels = &f->panel.settings->hierarchy;
	size_t count = f->panel.count, leaves = 0;
	size_t *top = memory_zero(count + 1, sizeof *top);
	struct buffer name = { 0 };

	for (size_t i = 0; i < count; i++)
		if (!f->outlooks[i].silent)
			top[i] = leaves++;
	size_t most = leaves * (levels->depth + 1);
	t->parent = memory_zero(most + 1, sizeof *t->parent);
	for (size_t i = 0; i < most; i++)
		t->parent[i] = SIZE_MAX;
	for (size_t depth = levels->depth; depth-- > 0;) {
		const char *node = FORECAST_NODE_WORDS[levels->levels[depth]].word;
		for (size_t i = 0; i < count; i++) {
			if (f->outlooks[i].silent)
				continue;
			name_node(f, i, depth, &name);
			struct series *sum = forecast_history_series(t->history, name.data, node);
			sum->node = node;
			t->parent[top[i]] = leaves + (size_t)(sum - t->history->series);
			top[i] = t->parent[top[i]];
		}
	}
	t->tree = (struct series_hierarchy) { leaves + t->history->directory.count, leaves, t->parent };
	buffer_free(&name);
	memory_free(top);
}

/* Each series into the sum above it, on this thread: their order is that of the additions. */
static void sum_leaves(const struct hierarchy *t, struct forecaster *f, struct sum *sums)
{
	struct desk *d = &f->desks[0];
	size_t leaf = 0;

	for (size_t i = 0; i < f->panel.count; i++) {
		if (f->outlooks[i].silent || !forecast_panel_periods(&f->panel, i, &d->periods))
			continue;
		forecast_clean(d, d->periods.n);
		const double *y = d->dirty ? d->with_promotions : d->periods.y;
		struct sum *sum = &sums[t->parent[leaf++] - t->tree.leaves];
		size_t n = d->periods.n;
		make_room(sum, n);
		for (size_t back = 0; back < n; back++)
			sum->back[back] += y[n - 1 - back];
	}
}

/* A record for each period, at its first hour. */
static void keep_sum(struct series *s, const struct sum *sum, const struct panel *p)
{
	forecast_series_resize(s, (uint32_t)sum->n);
	for (; s->count < s->capacity; s->count++) {
		size_t back = sum->n - 1 - s->count;
		s->hours[s->count] = (int32_t)forecast_period_hour(&p->plan->calendar, p->last - (int64_t)back);
		forecast_series_set(s, s->count, sum->back[back]);
	}
}

static void sum_histories(struct hierarchy *t, struct forecaster *f)
{
	size_t leaves = t->tree.leaves, count = t->tree.n - leaves;
	struct sum *sums = memory_zero(count + 1, sizeof *sums);

	sum_leaves(t, f, sums);
	for (size_t i = 0; i < count; i++) {
		if (t->parent[leaves + i] < t->tree.n)
			add_sum(&sums[t->parent[leaves + i] - leaves], &sums[i]);
		keep_sum(&t->history->series[i], &sums[i], &f->panel);
		memory_free(sums[i].back);
	}
	memory_free(sums);
}

static void find_outlooks(struct hierarchy *t, struct forecaster *f)
{
	size_t node = 0;

	t->outlooks = memory_zero(t->tree.n + 1, sizeof(struct outlook *));
	for (size_t i = 0; i < f->panel.count; i++)
		if (!f->outlooks[i].silent)
			t->outlooks[node++] = &f->outlooks[i];
	for (size_t i = 0; i < t->sums.panel.count; i++)
		t->outlooks[node + t->sums.panel.order[i]] = &t->sums.outlooks[i];
}

/* Rows of errors of all nodes at one time: those of a node whose history allows fewer or shorter trials are 0 there. */
static double *rows_of_errors(const struct hierarchy *t, size_t *rows)
{
	size_t origins = 0, h = 0, n = t->tree.n;

	for (size_t i = 0; i < n; i++) {
		h = t->outlooks[i]->h > h ? t->outlooks[i]->h : h;
		origins = t->outlooks[i]->origins > origins ? t->outlooks[i]->origins : origins;
	}
	*rows = origins * h;
	double *errors = memory_zero(*rows * n + 1, sizeof *errors);
	for (size_t i = 0; i < n; i++) {
		const struct outlook *o = t->outlooks[i];
		for (size_t k = 0; o->errors && o->h == h && k < o->origins; k++)
			for (size_t step = 0; step < h; step++)
				errors[(k * h + step) * n + i] = o->errors[k * (h + 1) + step];
	}
	return errors;
}

/* Correlations of the errors over rolling origins, as normal numbers, times the deviations of the first step. */
static double *find_covariance(const struct hierarchy *t)
{
	size_t n = t->tree.n, rows;
	double *errors = rows_of_errors(t, &rows), *covariance = memory_zero(n * n, sizeof *covariance);
	double *scale = memory_zero(n, sizeof *scale);

	if (rows > 0)
		series_shrunk_covariance(errors, rows, n, covariance);
	for (size_t i = 0; i < n; i++) {
		double z = covariance[i * n + i], variance = t->outlooks[i]->path.variance[0];
		scale[i] = z > 0 ? sqrt(variance / z) : 0;
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++)
			covariance[i * n + j] *= scale[i] * scale[j];
		covariance[i * n + i] = t->outlooks[i]->path.variance[0];
	}
	memory_free(errors);
	memory_free(scale);
	return covariance;
}

/* Room of reconciliation, n of each. */
struct bench {
	double *f, *variance, *other, *room; /* 4n of the last */
	double *covariance;		     /* n n; NULL: not asked */
	double *wide;			     /* of series_reconcile_trace */
};

/*
 * By the variances of the step. Those thereafter are not taken: they hold for errors that have nothing to do with each
 * other, and the chance in what is sold of a part is also in the whole.
 */
static void weigh(const struct hierarchy *t, size_t step, struct bench *b)
{
	for (size_t i = 0; i < t->tree.n; i++)
		b->variance[i] = t->outlooks[i]->path.variance[step];
	series_reconcile_weighted(&t->tree, b->variance, b->f, b->other, b->room);
}

static void reconcile_step(const struct hierarchy *t, enum forecast_reconcile how, size_t step, struct bench *b)
{
	size_t n = t->tree.n;

	for (size_t i = 0; i < n; i++)
		b->f[i] = fmax(0, t->outlooks[i]->path.mean[step]);
	if (how == FORECAST_TOP_DOWN) {
		memcpy(b->other, b->f, n * sizeof *b->f);
		series_reconcile_top_down(&t->tree, b->other, b->f, b->room);
	} else if (how == FORECAST_WEIGHTED) {
		weigh(t, step, b);
	} else if (how == FORECAST_TRACE && !series_reconcile_trace(&t->tree, b->covariance, b->f, 1, b->wide)) {
		weigh(t, step, b); /* no error is expected of any */
	}
	/* The sums of the leaves: bottom-up no more than that. */
	series_reconcile_nonnegative(&t->tree, b->f);
	for (size_t i = 0; i < n; i++)
		t->outlooks[i]->path.mean[step] = b->f[i];
}

static void reconcile(const struct hierarchy *t, const struct forecaster *f)
{
	enum forecast_reconcile how = f->panel.settings->hierarchy.reconcile;
	size_t n = t->tree.n, inner = n - t->tree.leaves;
	struct bench b = { .f = memory_zero(7 * n + 1, sizeof *b.f) };

	b.variance = b.f + n;
	b.other = b.f + 2 * n;
	b.room = b.f + 3 * n;
	if (how == FORECAST_TRACE) {
		b.covariance = find_covariance(t);
		b.wide = memory_zero(n * inner + inner * inner + inner + 1, sizeof *b.wide);
	}
	for (size_t step = 0; step < f->panel.plan->horizon; step++)
		reconcile_step(t, how, step, &b);
	memory_free(b.f);
	memory_free(b.covariance);
	memory_free(b.wide);
}

enum status forecast_hierarchy_open(struct hierarchy *t, struct forecaster *f, const struct forecast_settings *settings,
				    struct error *err)
{
	*t = (struct hierarchy) { .history = forecast_history_new() };
	/* The same dates, and so the same periods. */
	t->history->dates = f->panel.history->dates;
	grow_tree(t, f);
	sum_histories(t, f);
	forecast_open(&t->sums, t->history, settings, &t->plan);
	t->sums.sink = f->sink;
	enum status status = forecast_estimate(&t->sums, 0, 1, err);
	if (status == STATUS_OK) {
		find_outlooks(t, f);
		reconcile(t, f);
	}
	return status;
}

void forecast_hierarchy_close(struct hierarchy *t)
{
	if (!t->history)
		return;
	forecast_close(&t->sums);
	forecast_history_free(t->history);
	memory_free(t->parent);
	memory_free(t->outlooks);
}
