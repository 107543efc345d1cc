/* What a regression found: its terms, with their errors. */
#include "regression.h"

#include <stdio.h>

static struct series_term locate(const struct regression_layout *l, size_t column)
{
	size_t index = column;
	enum series_term_kind kind = SERIES_TREND;
	if (column >= l->regressors) {
		kind = SERIES_REGRESSOR;
		index = column - l->regressors;
	} else if (column >= l->long_season) {
		index = column - l->long_season;
		kind = index % 2 ? SERIES_LONG_COSINE : SERIES_LONG_SINE;
		index = index / 2 + 1;
	} else if (column >= l->season && l->pairs) {
		index = column - l->season;
		kind = index % 2 ? SERIES_COSINE : SERIES_SINE;
		index = index / 2 + 1;
	} else if (column >= l->season) {
		kind = SERIES_DUMMY;
		index = column - l->season + 1;
	}
	return (struct series_term) { .kind = kind, .index = index };
}

/* How much each coefficient moves, per unit of an error in the period at ${distance}; the level's last. */
static void find_influence(const struct regression_layout *l, const double *inverse, const double *coefficient,
			   const double *mean, double share, const double *distance, double *influence)
{
	influence[l->columns] = share;
	for (size_t i = 0; i < l->columns; i++) {
		influence[i] = 0;
		for (size_t j = 0; coefficient[i] != 0 && j < l->columns; j++)
			if (coefficient[j] != 0)
				influence[i] -= inverse[i * (l->columns + 1) + j] * distance[j];
		influence[l->columns] -= mean[i] * influence[i];
	}
}

/* Robust variances: HC3, each squared error over the square of 1 - leverage. */
static void find_robust(const struct regression_layout *l, const struct series_fit *fit, const double *inverse,
			const double *mean, double *robust)
{
	double row[REGRESSION_COLUMNS], influence[REGRESSION_COLUMNS + 1], share = 1 / (double)fit->n;
	for (size_t j = 0; j <= l->columns; j++)
		robust[j] = 0;
	for (size_t t = 0; t < fit->n; t++) {
		double error = l->history->y[t] - fit->level;
		series_regression_row(l, t, row);
		for (size_t j = 0; j < l->columns; j++) {
			error -= fit->parameter[j] * row[j];
			row[j] -= mean[j];
		}
		double free = 1 - share - series_regression_leverage(l, inverse, fit->parameter, row);
		find_influence(l, inverse, fit->parameter, mean, share, row, influence);
		/* A period that decides its own fit leaves no error to judge by. */
		double scaled = free > 1e-9 ? error / free : 0;
		for (size_t j = 0; j <= l->columns; j++)
			robust[j] += influence[j] * influence[j] * scaled * scaled;
	}
}

static void weigh(struct series_term *term, double coefficient, double variance, double robust)
{
	term->coefficient = coefficient;
	term->error = sqrt(fmax(variance, 0));
	term->robust_error = sqrt(robust);
	term->t = term->error > 0 ? coefficient / term->error : 0;
}

size_t series_regression_terms(const struct series_fit *fit, const struct series_history *history,
			       struct series_term terms[SERIES_TERMS])
{
	struct regression_layout l;
	struct series_history fitted = *history;
	double mean[REGRESSION_COLUMNS], robust[REGRESSION_COLUMNS + 1];
	double inverse[(REGRESSION_COLUMNS + 1) * (REGRESSION_COLUMNS + 1)];
	size_t count = 1;
	fitted.n = fit->n;
	series_regression_lay(&fitted, &l);
	series_regression_means(&l, fit->n, mean);
	series_regression_inverse(&l, fit->n, mean, fit->parameter, inverse);
	find_robust(&l, fit, inverse, mean, robust);
	terms[0] = (struct series_term) { .kind = SERIES_LEVEL };
	weigh(&terms[0], fit->level,
	      fit->variance * (1 / (double)fit->n + series_regression_leverage(&l, inverse, fit->parameter, mean)),
	      robust[l.columns]);
	for (size_t j = 0; j < l.columns; j++) {
		if (fit->parameter[j] == 0)
			continue;
		terms[count] = locate(&l, j);
		weigh(&terms[count++], fit->parameter[j], -fit->variance * inverse[j * (l.columns + 1) + j], robust[j]);
	}
	return count;
}

char *series_term_name(const struct series_term *term, char name[SERIES_TERM_NAME_SIZE])
{
	static const char *const NAMES[] = { "level",  "trend",	    "season",	   "sine",
					     "cosine", "long-sine", "long-cosine", "x" };
	if (term->kind == SERIES_LEVEL || term->kind == SERIES_TREND)
		snprintf(name, SERIES_TERM_NAME_SIZE, "%s", NAMES[term->kind]);
	else
		snprintf(name, SERIES_TERM_NAME_SIZE, "%s-%zu", NAMES[term->kind], term->index);
	return name;
}
