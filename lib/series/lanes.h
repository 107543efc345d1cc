/*
 * Lanes: candidates of a search that are tried side by side. The recursion of one candidate is a chain of dependent
 * steps; those of several fill the vector registers. Each lane is computed with the same operations in the same order
 * whatever the width of the registers, so results are the same to the last bit.
 */
#ifndef SERIES_LANES_H
#define SERIES_LANES_H

#include <stdbool.h>
#include <stddef.h>

#define SERIES_LANES 16 /* candidates of one pass */

/* Instruction sets that a pass exists for. */
enum lane_set { LANE_BASE, LANE_AVX2, LANE_AVX512, LANE_SETS };
/** series_lane_set_supported(set): this processor and this build have it. */
bool series_lane_set_supported(enum lane_set set);
/** series_lane_set_use(set): from now on; for tests, which compare them. The best there is is in use from the start. */
void series_lane_set_use(enum lane_set set);
enum lane_set series_lane_set(void); /* in use */

/*
 * The passes over y[0..n-1]. A start enters the errors linearly: e = a - b l_0 (- w b_0), so that sums of products
 * suffice for the best start and its sum of squares.
 */
struct level_lanes {
	double alpha[SERIES_LANES];
	double aa[SERIES_LANES], ab[SERIES_LANES]; /* sums of a^2, a b; that of b^2 is a geometric series */
	double decay[SERIES_LANES];		   /* (1 - alpha)^n, what is left of the start */
};
/** series_level_pass: simple smoothing; values are taken about ${middle}, so that the difference of two sums keeps its
 *  digits. */
void series_level_pass(const double *y, size_t n, double middle, struct level_lanes *lanes);

struct trend_lanes {
	double alpha[SERIES_LANES], beta[SERIES_LANES], phi[SERIES_LANES];
	double ee[SERIES_LANES], eu[SERIES_LANES], ew[SERIES_LANES], uu[SERIES_LANES], uw[SERIES_LANES],
		ww[SERIES_LANES]; /* u: of l_0, w: of b_0 */
};
/** series_trend_pass: level and damped trend; each squared error times ${weight}[t]. */
void series_trend_pass(const double *y, const double *weight, size_t n, double middle, struct trend_lanes *lanes);

struct ces_lanes {
	double a0[SERIES_LANES], a1[SERIES_LANES];
	double ee[SERIES_LANES], eu[SERIES_LANES], ew[SERIES_LANES], uu[SERIES_LANES], uw[SERIES_LANES],
		ww[SERIES_LANES]; /* u: of l_0, w: of c_0, both beyond y[0] */
};
/** series_ces_pass: complex exponential smoothing; n >= 1. */
void series_ces_pass(const double *y, size_t n, struct ces_lanes *lanes);

struct theta_lanes {
	double alpha[SERIES_LANES];
	double ee[SERIES_LANES], eg[SERIES_LANES], ec[SERIES_LANES], gg[SERIES_LANES], gc[SERIES_LANES],
		cc[SERIES_LANES]; /* g: of k = 1 - 1/theta, c: of l_0 */
};
/** series_theta_pass: the dynamic optimised Theta model; ${intercept} and ${slope} are the line through y[0..t]. */
void series_theta_pass(const double *y, const double *intercept, const double *slope, size_t n,
		       struct theta_lanes *lanes);

struct season_lanes {
	double alpha[SERIES_LANES], beta[SERIES_LANES], gamma[SERIES_LANES], phi[SERIES_LANES];
	double squares[SERIES_LANES];	 /* of the errors; of the relative errors where the season multiplies */
	double logarithms[SERIES_LANES]; /* where the season multiplies: sum of ln |mean / y| */
};
struct season_start {
	double level, slope;
	const double *index; /* m of them */
	size_t m;
};
/** series_season_pass: level, damped trend and season; all of them additive, or all errors and the season relative
 *  (${relative}; y positive; INFINITY where a mean is not). ${work}: m SERIES_LANES numbers. */
void series_season_pass(const double *y, size_t n, bool relative, const struct season_start *start, double *work,
			struct season_lanes *lanes);

/** series_products(y, n, lags, out): out[k] = sum y_t y_{t+k} for k < ${lags}, a multiple of SERIES_LANES; ${y} is
 * followed by
 *  ${lags} zeros. */
void series_products(const double *y, size_t n, size_t lags, double *out);

#endif
