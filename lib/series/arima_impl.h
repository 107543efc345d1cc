/*
 * Shared by the files of the automatic ARIMA.
 *
 *   phi(B) Phi(B^m) (w_t - x_t' b) = theta(B) Theta(B^m) e_t,   w = (1-B)^d (1-B^m)^D y
 *
 * with phi(B) = 1 - phi_1 B - ..., theta(B) = 1 + theta_1 B + ... Each of the four polynomials is given by as many free
 * numbers as it has coefficients: z in (-inf, inf), partial autocorrelation z / sqrt(1 + z^2), coefficients by the
 * recursion of Durbin and Levinson. So every point is stationary and invertible (Barndorff-Nielsen, Schou 1973; Monahan
 * 1984).
 *
 * Everything is done for eight points at once, in the lanes of a vector: the point of interest and one beside it for
 * each of its numbers, which gives the derivatives in the same pass.
 */
#ifndef SERIES_ARIMA_IMPL_H
#define SERIES_ARIMA_IMPL_H

#include "series_impl.h"

#define ARIMA_LANES	 8
#define ARIMA_POINT	 (ARIMA_LANES - 1) /* coefficients of all polynomials together, at most */
#define ARIMA_ORDER	 5		   /* of phi and theta, at most */
#define ARIMA_CYCLES	 2		   /* of Phi and Theta, at most */
#define ARIMA_SEASON	 24		   /* longest season with polynomials of its own */
#define ARIMA_SPAN	 (ARIMA_ORDER + ARIMA_CYCLES * ARIMA_SEASON)
#define ARIMA_REGRESSORS 24 /* that take part: the first */
#define ARIMA_KEPT	 40 /* numbers of fit->parameter that a fit takes */

typedef double arima_lanes __attribute__((vector_size(ARIMA_LANES * sizeof(double))));

enum arima_factor { ARIMA_AR, ARIMA_MA, ARIMA_SEASONAL_AR, ARIMA_SEASONAL_MA, ARIMA_FACTORS };
struct arima_order {
	size_t degree[ARIMA_FACTORS];
	bool constant;
};

/* What is modelled: column 0 the differenced series, then the differenced regressors, then ones for the constant;
 * column c begins at data + c * stride. */
struct arima_data {
	double *data;
	size_t n, stride, regressors, season;
};

/* Room for passes, n periods each. */
struct arima_room {
	arima_lanes *error;   /* [period][column]: innovations */
	arima_lanes *inverse; /* 1 / their variance, that of e being 1 */
	arima_lanes *rows;    /* of the triangular factor: the last ones, in a ring */
	arima_lanes *ladder;  /* autoregressions of every lower order */
};
size_t series_arima_room_size(size_t n, size_t columns, size_t season); /* in numbers */
struct arima_room series_arima_room_lay(double *room, size_t n, size_t columns, size_t season);

/* The polynomials multiplied out; which of their coefficients are there at all. */
struct arima_polynomials {
	arima_lanes phi[ARIMA_SPAN + 1], theta[ARIMA_SPAN + 1];
	size_t p, q; /* degrees */
	size_t phi_lag[ARIMA_SPAN + 1], theta_lag[ARIMA_SPAN + 1], n_phi, n_theta;
};

/* A fitted model. */
struct arima_candidate {
	struct arima_order order;
	double point[ARIMA_POINT];
	double coefficient[ARIMA_REGRESSORS + 1]; /* of the columns after the first */
	double squares;				  /* weighted sum of squared errors */
	double objective; /* log of squares * determinant^(1/n): -2 log likelihood is n (objective + log(2 pi / n) + 1)
			   */
	double criterion; /* AICc; INFINITY: not fit for use */
};

size_t series_arima_points(const struct arima_order *order);
size_t series_arima_columns(const struct arima_data *data, const struct arima_order *order); /* after the first */
/** series_arima_factor_expand(point, degree, sign, out): out[1..degree] of one factor. */
void series_arima_factor_expand(const double *point, size_t degree, double *out);
/** series_arima_expand(order, season, points, out): ${points}[lane][...] multiplied out. */
void series_arima_expand(const struct arima_order *order, size_t season, double points[ARIMA_LANES][ARIMA_POINT],
			 struct arima_polynomials *out);
/** series_arima_innovate(a, data, columns, rows, room, determinant): innovations of the first ${columns} columns and
 * their variances, exact from the first period on; ${determinant}: the sum of the variances' logarithms. Beyond data->n
 * and up to ${rows} there is nothing to learn from: column 0 is written, with the best forecasts of lane 0. */
void series_arima_innovate(const struct arima_polynomials *a, const struct arima_data *data, size_t columns,
			   size_t rows, const struct arima_room *room, double determinant[ARIMA_LANES]);

/** series_arima_profile(data, points, columns, apart, room, determinant, out): after series_arima_innovate of y and
 *  ${columns} more: their coefficients by generalised least squares, and the slope of the objective over the ${points}
 *  numbers, lane i + 1 having number i more by ${apart}. */
struct arima_profile {
	double coefficient[ARIMA_REGRESSORS + 1], squares;
	double gradient[ARIMA_POINT], hessian[ARIMA_POINT * ARIMA_POINT]; /* of the objective */
};
void series_arima_profile(const struct arima_data *data, size_t points, size_t columns, double apart,
			  const struct arima_room *room, const double determinant[ARIMA_LANES],
			  struct arima_profile *out);

/** series_arima_fit_order(data, tolerance, room, candidate): maximum likelihood for candidate->order, from
 *  candidate->point, until it gains less than ${tolerance} of log likelihood. */
void series_arima_fit_order(const struct arima_data *data, double tolerance, const struct arima_room *room,
			    struct arima_candidate *candidate);

/*
 * How often to difference.
 */
/** series_arima_kpss(y, n): statistic of Kwiatkowski, Phillips, Schmidt, Shin (J. Econometrics 54, 1992) for a level,
 * with floor(3 sqrt(n) / 13) autocovariances, Bartlett's weights; 0 for a constant. Beyond 0.463 a steady level is
 * refused at 5 %. */
double series_arima_kpss(const double *y, size_t n);
/** series_arima_seasonal_strength(y, n, season, room): 1 - var(rest) / var(season + rest), at least 0, after a trend by
 * centred averages and a season by averages of the same phase over neighbouring years; Wang, Smith, Hyndman 2006.
 * ${room}: 2 n. */
double series_arima_seasonal_strength(const double *y, size_t n, size_t season, double *room);
/** series_arima_difference(y, n, lag): y_t - y_{t-lag} in place; how many are left. */
size_t series_arima_difference(double *y, size_t n, size_t lag);

/** series_arima_search(data, constant, room, best): the order of least AICc that a stepwise search finds; Hyndman,
 *  Khandakar, J. Statistical Software 27 (2008). ${constant}: there may be one. */
void series_arima_search(const struct arima_data *data, bool constant, const struct arima_room *room,
			 struct arima_candidate *best);

#endif
