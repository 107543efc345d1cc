/*
 * learn: learners over many series at once, on one table of features. Pure
 * numbers, but for the modules that are opened when a learner of theirs is
 * asked for. Learners hold memory of their own until they are freed.
 *
 * All learn the same: what a series will do some steps after an origin, as a
 * share of its own level, from what is known at the origin and of the period
 * ahead.
 */
#ifndef ECOM_LEARN_H
#define ECOM_LEARN_H

#include <ecom/base.h>

/*
 * Features. What a row tells of a period ahead, known at its origin:
 *
 *	step            steps ahead, as a share of the horizon
 *	level           log(1 + mean of the last 4 seasons)
 *	short, long     means of the last 1, 2, 8, 16, 26, 52 seasons, as shares of the level
 *	last, spread    the last period; the standard deviation over 4 seasons; as shares of the level
 *	phase 1..4      the last periods of the same phase of the season; and the mean of the last 8 of them
 *	none, pause     share of periods without demand in 4 seasons; seasons since the last with demand, at most 8
 *	phase           of the season, 0..1
 *	year            4 seasons around the same period 52 seasons before, over the 4 before the origin's
 *	whole           of the product in all places: what is sold here of its last 4 seasons; its means of the last 1, 2, 8,
 *	                16, 52 seasons as shares of them; and its year. Not known of a product that is in one place.
 *	beside          what is known of the period itself: calendar, price, promotion: the caller's columns
 */
#define LEARN_OWN_COLUMNS 26
struct learn_series {
	const double *y; /* n observations, finite */
	size_t n;
	size_t season;	 /* >= 1 */
	size_t phase;	 /* of the season in which y[0] lies */
	const double *whole; /* n: what the product sells in all places, freed of the calendar; NULL: it is in one */
	const float *beside; /* rows of n_beside numbers for the n periods and the horizon; NULL: none */
	size_t n_beside;
};
/** learn_level(s, origin): mean of the last four seasons before ${origin}; 0: no demand there. */
double learn_level(const struct learn_series *s, size_t origin);
/** learn_row(s, origin, step, horizon, row): LEARN_OWN_COLUMNS + n_beside numbers about the period origin + step - 1,
 *  knowing y[0 .. origin-1]; NAN where there is none yet. False: no level to tell shares of. */
bool learn_row(const struct learn_series *s, size_t origin, size_t step, size_t horizon, float *row);

/* Rows of one width, and what came: its share of the level. */
struct learn_table {
	const float *x; /* rows x columns; NAN = not known */
	const float *y;
	const float *weight; /* above 0: how much the squared error of each counts, to those that can tell; NULL: all the same */
	size_t rows, columns;
};

enum learn_kind { LEARN_FOREST, LEARN_BOOSTED_TREES, LEARN_SUPPORT_VECTORS, LEARN_NETWORK, LEARN_TREES, LEARN_KINDS };
/** learn_rows_most(kind): rows beyond which it takes too long, and gains too little. */
size_t learn_rows_most(enum learn_kind kind);

struct learn_model; /* opaque */
struct learn_settings {
	uint64_t seed;	     /* of what is drawn */
	size_t jobs;	     /* threads, for those that can use them */
	const char *modules; /* folder of the modules; NULL: none */
};
/** learn_train(kind, table, check, settings, out, err): learn from ${table}; how long, and how stiffly, is chosen by the
 *  squared error on ${check} (NULL: the kind's habit), with which it then learns once more, both together. STATUS_CONFIG
 *  "no_module": the learner's library is not there. The same result every time, for any number of threads. */
enum status learn_train(enum learn_kind kind, const struct learn_table *table, const struct learn_table *check,
			const struct learn_settings *settings, struct learn_model **out, struct error *err);
/** learn_predict(m, x, rows, out): shares of the level, not below 0. */
void learn_predict(const struct learn_model *m, const float *x, size_t rows, float *out);
void learn_free(struct learn_model *m); /* NULL is fine */

#endif
