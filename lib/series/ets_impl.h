/* Exponential smoothing by state space: shared by its files and the ensemble. */
#ifndef ETS_IMPL_H
#define ETS_IMPL_H

#include "series_impl.h"

/* The eight models of the reduced pool. */
enum ets_form { ETS_ANN, ETS_MNN, ETS_AADN, ETS_MADN, ETS_ANA, ETS_MNM, ETS_AADA, ETS_MADM, ETS_FORMS };
struct ets_shape {
	const char *name;
	bool relative; /* errors are relative to the mean; the season, if any, multiplies */
	bool damped;   /* has a damped trend */
	bool seasonal;
};
extern const struct ets_shape ETS_SHAPES[ETS_FORMS];

struct ets {
	enum ets_form form;
	size_t m; /* 1: no season */
	double alpha, beta, gamma, phi, level, slope;
	double squares, criterion; /* of the errors or relative errors; AICc */
	double index[SERIES_SEASON_MAX];
};
/** series_ets_parameters(ets): smoothing constants and states at the start. */
double series_ets_parameters(const struct ets *ets);
size_t series_ets_room(size_t n, size_t m);
/** series_ets_best(y, n, m, room, ets): the least AICc. n >= 4. */
void series_ets_best(const double *y, size_t n, size_t m, double *room, struct ets *ets);

/* States after n periods. */
struct ets_state {
	double level, slope, squares, logarithms; /* squares of the errors so far, sum of ln mean where relative */
	bool valid;				  /* no mean was 0 or less, where errors are relative */
	double index[SERIES_SEASON_MAX];
};
void series_ets_filter(const struct ets *ets, const double *y, size_t n, struct ets_state *state);
/** series_ets_path(ets, variance, y, n, h, work, out): ${work}: 4 h numbers. */
void series_ets_path(const struct ets *ets, double variance, const double *y, size_t n, size_t h, double *work,
		     struct series_path *out);

#endif
