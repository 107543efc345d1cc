/*
 * Linear regression on time, season and regressors.
 *
 * The design is never held: its rows are made anew for each pass, and what is needed of them are the products of its
 * columns, about their means. Terms come in and go out by sweeps of these (Goodnight, American Statistician 33, 1979).
 */
#include "regression.h"

#include <stdio.h>
#include <string.h>

#define COLLINEAR 1e-9	/* what is left of a column's squares that the kept ones explain but for this share */
#define CONSTANT  1e-20 /* squares about the mean as a share of those about 0, of a column that does not vary */
#define EXACT	  1e-14 /* share of squares left where a fit is exact but for rounding */
#define SIZE	  (REGRESSION_COLUMNS + 1) /* of the products: y stands last */

size_t series_regression_lay(const struct series_history *history, struct regression_layout *l)
{
	size_t m = history->season, x = history->x ? history->n_x : 0;
	*l = (struct regression_layout) { .history = history, .season = 1 };
	if (m > REGRESSION_DUMMIES)
		l->pairs = m / 2 < REGRESSION_PAIRS + 1 ? (m - 1) / 2 : REGRESSION_PAIRS;
	l->long_season = l->season + (l->pairs ? 2 * l->pairs : m > 1 ? m - 1 : 0);
	l->regressors = l->long_season + (history->long_season > m ? 2 * REGRESSION_LONG_PAIRS : 0);
	l->columns = l->regressors + (x < REGRESSION_REGRESSORS ? x : REGRESSION_REGRESSORS);
	return l->columns;
}

/* sin and cos of k turns in a season, for each k. */
static double *turn(double *row, size_t t, size_t season, size_t pairs)
{
	for (size_t k = 1; k <= pairs; k++) {
		double angle = 2 * M_PI * (double)(k * (t % season) % season) / (double)season;
		*row++ = sin(angle);
		*row++ = cos(angle);
	}
	return row;
}

void series_regression_row(const struct regression_layout *l, size_t t, double *row)
{
	const struct series_history *h = l->history;
	row[0] = (double)t + 1;
	if (l->pairs)
		turn(row + l->season, t, h->season, l->pairs);
	else
		for (size_t j = l->season; j < l->long_season; j++)
			row[j] = t % h->season == j - l->season + 1;
	if (l->regressors > l->long_season)
		turn(row + l->long_season, t, h->long_season, REGRESSION_LONG_PAIRS);
	for (size_t j = l->regressors; j < l->columns; j++)
		row[j] = h->x[t * h->n_x + j - l->regressors];
}

void series_regression_means(const struct regression_layout *l, size_t n, double *mean)
{
	double row[REGRESSION_COLUMNS];
	for (size_t j = 0; j < l->columns; j++)
		mean[j] = 0;
	for (size_t t = 0; t < n; t++) {
		series_regression_row(l, t, row);
		for (size_t j = 0; j < l->columns; j++)
			mean[j] += row[j] / (double)n;
	}
}

/* Products about the means of the columns and, where ${y} is given, of it as one more. */
static void find_products(const struct regression_layout *l, const double *y, double middle, size_t n,
			  const double *mean, double *products)
{
	size_t columns = l->columns, size = columns + 1;
	double row[SIZE];
	for (size_t i = 0; i < size * size; i++)
		products[i] = 0;
	for (size_t t = 0; t < n; t++) {
		series_regression_row(l, t, row);
		for (size_t j = 0; j < columns; j++)
			row[j] -= mean[j];
		row[columns] = y ? y[t] - middle : 0;
		for (size_t i = 0; i < size; i++)
			for (size_t j = 0; j <= i; j++)
				products[i * size + j] += row[i] * row[j];
	}
	for (size_t i = 0; i < size; i++)
		for (size_t j = 0; j < i; j++)
			products[j * size + i] = products[i * size + j];
}

void series_regression_inverse(const struct regression_layout *l, size_t n, const double *mean,
			       const double *coefficient, double *inverse)
{
	size_t size = l->columns + 1;
	double own[REGRESSION_COLUMNS];
	find_products(l, NULL, 0, n, mean, inverse);
	for (size_t j = 0; j < l->columns; j++)
		own[j] = inverse[j * size + j];
	for (size_t j = 0; j < l->columns; j++)
		if (coefficient[j] != 0 && inverse[j * size + j] > own[j] * COLLINEAR)
			numeric_sweep(inverse, size, j, true);
}

double series_regression_leverage(const struct regression_layout *l, const double *inverse, const double *coefficient,
				  const double *distance)
{
	double sum = 0;
	for (size_t i = 0; i < l->columns; i++)
		for (size_t j = 0; coefficient[i] != 0 && j < l->columns; j++)
			if (coefficient[j] != 0)
				sum -= distance[i] * inverse[i * (l->columns + 1) + j] * distance[j];
	return sum;
}

/*
 * The choice of terms. A group comes in and goes out as a whole: the trend, the dummies of a season, a pair of sine and
 * cosine, a regressor.
 */
#define GROUPS_MAX REGRESSION_COLUMNS
struct group {
	size_t first, count;
};
struct terms {
	double products[SIZE * SIZE];
	bool kept[REGRESSION_COLUMNS], in[GROUPS_MAX];
	double criterion;
};
struct choice {
	const struct regression_layout *layout;
	size_t n, n_groups;
	struct group groups[GROUPS_MAX];
	double own[SIZE], least[REGRESSION_COLUMNS]; /* squares of each column; a pivot must exceed these */
	struct terms terms, trial, best_trial;
};

static void add_groups(struct choice *c, size_t first, size_t end, size_t count)
{
	for (; first < end; first += count)
		c->groups[c->n_groups++] = (struct group) { first, count };
}

static void find_groups(struct choice *c)
{
	const struct regression_layout *l = c->layout;
	const struct series_history *h = l->history;
	add_groups(c, 0, 1, 1);
	if (h->season > 1 && c->n >= 2 * h->season)
		add_groups(c, l->season, l->long_season, l->pairs ? 2 : l->long_season - l->season);
	if (l->regressors > l->long_season && c->n >= 2 * h->long_season)
		add_groups(c, l->long_season, l->regressors, 2);
	add_groups(c, l->regressors, l->columns, 1);
}

/* AICc but for a constant. */
static double criterion(const struct choice *c, const struct terms *terms)
{
	size_t size = c->layout->columns + 1;
	double n = (double)c->n, parameters = 2, all = c->own[size - 1];
	double left = fmax(terms->products[size * size - 1], all * EXACT);
	for (size_t j = 0; j + 1 < size; j++)
		parameters += terms->kept[j];
	if (!(n - parameters - 1 > 0))
		return INFINITY;
	return (left > 0 ? n * log(left / n) : 0) + 2 * parameters * n / (n - parameters - 1);
}

static void toggle(const struct choice *c, struct terms *terms, size_t group)
{
	size_t size = c->layout->columns + 1;
	const struct group *g = &c->groups[group];
	for (size_t j = g->first; j < g->first + g->count; j++) {
		bool fits = terms->products[j * size + j] > c->least[j];
		if (terms->in[group] ? terms->kept[j] : fits)
			numeric_sweep(terms->products, size, j, !terms->in[group]);
		terms->kept[j] = !terms->in[group] && fits;
	}
	terms->in[group] = !terms->in[group];
	terms->criterion = criterion(c, terms);
}

/* One group in or out at a time, the one that gains most, until none does. */
static void improve(struct choice *c, struct terms *terms)
{
	for (bool better = true; better;) {
		better = false;
		c->best_trial.criterion = terms->criterion;
		for (size_t g = 0; g < c->n_groups; g++) {
			c->trial = *terms;
			toggle(c, &c->trial, g);
			if (!(c->trial.criterion < c->best_trial.criterion))
				continue;
			c->best_trial = c->trial;
			better = true;
		}
		if (better)
			*terms = c->best_trial;
	}
}

/* From nothing upwards; and from everything downwards, where terms matter only together. */
static void choose(struct choice *c)
{
	struct terms up = c->terms, down = c->terms;
	find_groups(c);
	up.criterion = criterion(c, &up);
	if (c->n_groups == 1) {
		toggle(c, &up, 0);
		c->terms = up;
		return;
	}
	improve(c, &up);
	for (size_t g = 0; g < c->n_groups; g++)
		toggle(c, &down, g);
	improve(c, &down);
	c->terms = down.criterion < up.criterion ? down : up;
	if (isinf(c->terms.criterion))
		toggle(c, &c->terms, 0);
}

static double residual(const struct regression_layout *l, const struct series_fit *fit, size_t t, double *row)
{
	double left = l->history->y[t] - fit->level;
	series_regression_row(l, t, row);
	for (size_t j = 0; j < l->columns; j++)
		left -= fit->parameter[j] * row[j];
	return left;
}

static void set_level(const struct regression_layout *l, double middle, const double *mean, struct series_fit *fit)
{
	fit->level = middle;
	for (size_t j = 0; j < l->columns; j++)
		fit->level -= fit->parameter[j] * mean[j];
	fit->slope = fit->parameter[0];
}

/* Coefficients by the products; then once more on what they leave, which restores the digits that products lose. */
static void solve(struct choice *c, double middle, const double *mean, struct series_fit *fit)
{
	const struct regression_layout *l = c->layout;
	size_t size = l->columns + 1;
	const double *swept = c->terms.products;
	double row[REGRESSION_COLUMNS], with[REGRESSION_COLUMNS] = { 0 }, rest = 0;
	for (size_t j = 0; j < l->columns; j++)
		fit->parameter[j] = c->terms.kept[j] ? swept[j * size + size - 1] : 0;
	set_level(l, middle, mean, fit);
	for (size_t t = 0; t < c->n; t++) {
		double left = residual(l, fit, t, row);
		rest += left / (double)c->n;
		for (size_t j = 0; j < l->columns; j++)
			with[j] += (row[j] - mean[j]) * left;
	}
	for (size_t i = 0; i < l->columns; i++)
		for (size_t j = 0; c->terms.kept[i] && j < l->columns; j++)
			fit->parameter[i] -= c->terms.kept[j] ? swept[i * size + j] * with[j] : 0;
	set_level(l, middle + rest, mean, fit);
}

static void describe(const struct choice *c, struct series_fit *fit)
{
	const struct regression_layout *l = c->layout;
	bool season = false, longer = false;
	size_t regressors = 0, length = 0;
	if (c->n_groups == 1)
		return;
	for (size_t j = 1; j < l->columns; j++) {
		season |= j < l->long_season && c->terms.kept[j];
		longer |= j >= l->long_season && j < l->regressors && c->terms.kept[j];
		regressors += j >= l->regressors && c->terms.kept[j];
	}
	length += (size_t)snprintf(fit->form, sizeof fit->form, "level%s%s%s", c->terms.kept[0] ? "+trend" : "",
				   season ? "+season" : "", longer ? "+long" : "");
	if (regressors && length + 5 < sizeof fit->form)
		snprintf(fit->form + length, sizeof fit->form - length, "+%zux", regressors % 100);
}

static size_t regression_minimum(const struct series_history *history, const struct series_settings *settings)
{
	(void)history;
	(void)settings;
	return 2;
}

static void regression_fit(const struct series_history *history, const struct series_settings *settings, double *room,
			   struct series_fit *fit)
{
	struct regression_layout l;
	struct choice c = { .layout = &l, .n = history->n };
	size_t n = history->n, size = series_regression_lay(history, &l) + 1, kept = 0;
	double mean[REGRESSION_COLUMNS], row[REGRESSION_COLUMNS], middle = 0, squares = 0;
	(void)settings;
	(void)room;
	for (size_t t = 0; t < n; t++)
		middle += history->y[t] / (double)n;
	series_regression_means(&l, n, mean);
	find_products(&l, history->y, middle, n, mean, c.terms.products);
	for (size_t j = 0; j < size; j++)
		c.own[j] = c.terms.products[j * size + j];
	for (size_t j = 0; j < l.columns; j++)
		c.least[j] = fmax(c.own[j] * COLLINEAR, CONSTANT * (double)n * mean[j] * mean[j]);
	choose(&c);
	*fit = (struct series_fit) { .model = &SERIES_REGRESSION, .n = n, .season = history->season };
	solve(&c, middle, mean, fit);
	for (size_t t = 0; t < n; t++) {
		double left = residual(&l, fit, t, row);
		squares += left * left;
	}
	for (size_t j = 0; j < l.columns; j++)
		kept += c.terms.kept[j];
	if (n > kept + 1) {
		fit->degrees = (double)(n - kept - 1);
		fit->variance = squares / fit->degrees;
	}
	if (squares > 0 && isfinite(c.terms.criterion))
		fit->criterion = c.terms.criterion + (double)n * (log(2 * M_PI) + 1);
	describe(&c, fit);
}

/* fit->variance is that of the errors about the regression; its own error comes on top. */
static void regression_forecast(const struct series_fit *fit, const struct series_history *history, size_t h,
				double *room, struct series_path *out)
{
	struct regression_layout l;
	const double *coefficient = fit->parameter;
	double mean[REGRESSION_COLUMNS], row[REGRESSION_COLUMNS], sum[REGRESSION_COLUMNS] = { 0 }, inverse[SIZE * SIZE];
	size_t n = fit->n;
	series_regression_lay(history, &l);
	(void)room;
	/* Fitted to more than is known here: as far as the regressors are known. */
	if (l.columns > l.regressors && n > history->n + h)
		n = history->n + h;
	series_regression_means(&l, n, mean);
	series_regression_inverse(&l, n, mean, coefficient, inverse);
	for (size_t i = 0; i < h; i++) {
		double steps = (double)i + 1;
		series_regression_row(&l, history->n + i, row);
		out->mean[i] = fit->level;
		for (size_t j = 0; j < l.columns; j++) {
			out->mean[i] += coefficient[j] * row[j];
			row[j] -= mean[j];
			sum[j] += row[j];
		}
		if (out->variance)
			out->variance[i] = fit->variance * (1 + 1 / (double)n +
							    series_regression_leverage(&l, inverse, coefficient, row));
		if (out->total)
			out->total[i] = fit->variance * (steps + steps * steps / (double)n +
							 series_regression_leverage(&l, inverse, coefficient, sum));
	}
}

const struct series_model SERIES_REGRESSION = {
	"regression",	     "trend, season and regressors by least squares", regression_minimum, NULL, regression_fit,
	regression_forecast,
	.knows_promotions = true,
};
