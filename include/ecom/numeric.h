/*
 * numeric: pure numbers, arrays in and arrays out. Distributions, forecasting
 * models, accuracy scores, inventory formulas. No records, no store, nothing
 * allocated: whoever calls brings the room.
 *
 * Symbols used below: y[0..n-1] the history, oldest first, one number a
 * period; m the periods of a season; h the horizon; e the one-step errors.
 * An argument outside its stated range gives NAN, never a trap.
 *
 * Sources, by the short names used below:
 *   DLMF      NIST Digital Library of Mathematical Functions, dlmf.nist.gov
 *   FPP3      Hyndman, Athanasopoulos: Forecasting: Principles and Practice, 3rd ed., otexts.com/fpp3
 *   HKOS      Hyndman, Koehler, Ord, Snyder: Forecasting with Exponential Smoothing, 2008
 *   SPT       Silver, Pyke, Thomas: Inventory and Production Management in Supply Chains, 4th ed., 2017
 */
#ifndef ECOM_NUMERIC_H
#define ECOM_NUMERIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Special functions, relative error below 1e-12 for arguments up to 1e5, 1e-8 beyond.
 */
/** numeric_gamma_ratio(a, x, upper): regularised incomplete gamma function P(a,x), or Q(a,x) = 1 - P when ${upper};
 *  a > 0, x >= 0. DLMF 8.2.4; series 8.11.4, continued fraction 8.9.2, for a > 1e5 the uniform expansion 8.12. */
double numeric_gamma_ratio(double a, double x, bool upper);
/** numeric_beta_ratio(a, b, x, y): regularised incomplete beta function I_x(a,b), with y = 1 - x given beside x so
 *  that neither loses its digits near 1; a, b > 0. Continued fraction DLMF 8.17.22. */
double numeric_beta_ratio(double a, double b, double x, double y);

/*
 * Distributions. cdf(x) = P(X <= x); quantile(p) = smallest x with P(X <= x) >= p, 0 < p < 1.
 */
double numeric_normal_cdf(double x);
double numeric_normal_quantile(double p); /* Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477 */

/* Student's t with ${degrees} > 0 of freedom, not necessarily whole. cdf by I_x, DLMF 8.17. */
double numeric_student_cdf(double t, double degrees);
double numeric_student_quantile(double p, double degrees);

/* Poisson: ${mean} >= 0. */
double numeric_poisson_pmf(int64_t k, double mean);
double numeric_poisson_cdf(int64_t k, double mean); /* Q(k+1, mean), DLMF 8.4.10 */
int64_t numeric_poisson_quantile(double p, double mean);

/* Negative binomial as a gamma mixture of Poisson: ${mean} >= 0, ${size} r > 0, variance mean + mean^2 / r. r need not
 * be whole. */
double numeric_negative_binomial_pmf(int64_t k, double mean, double size);
double numeric_negative_binomial_cdf(int64_t k, double mean, double size); /* I_{r/(r+mean)}(r, k+1) */
int64_t numeric_negative_binomial_quantile(double p, double mean, double size);

/* Binomial: ${trials} >= 0, 0 <= ${chance} <= 1. */
double numeric_binomial_pmf(int64_t k, int64_t trials, double chance);
double numeric_binomial_cdf(int64_t k, int64_t trials, double chance);

/*
 * Spread: the distribution of a quantity that cannot be negative, known by its mean and variance.
 *
 * NUMERIC_COUNT, whole numbers: the member of the Katz family with that mean and variance (Johnson, Kemp, Kotz:
 * Univariate Discrete Distributions, 2.3.1): negative binomial where the variance exceeds the mean, Poisson where it
 * equals it, binomial with ceil(mean^2 / (mean - variance)) trials where it is less (the variance is then that or
 * slightly more). Where it is so much less that whole trials cannot meet it, and the mean is more than three standard
 * deviations: a normal distribution rounded to whole numbers, its variance less 1/12 for the rounding (Sheppard).
 * NUMERIC_AMOUNT, real numbers: the gamma distribution with that mean and variance, the negative binomial's continuous
 * kin; all at the mean where the variance is 0.
 * With a mean of zero or less (a falling trend) both are the normal distribution with its negative part put at 0.
 */
enum numeric_family { NUMERIC_COUNT, NUMERIC_AMOUNT };
struct numeric_spread {
	enum numeric_family family;
	double mean, variance;
};
double numeric_spread_cdf(const struct numeric_spread *s, double x);
/** numeric_spread_quantiles(s, p, n, out): the quantiles at the ascending probabilities p[0..n-1]; whole numbers for a
 * count. */
void numeric_spread_quantiles(const struct numeric_spread *s, const double *p, size_t n, double *out);
/** numeric_spread_variance(p, q, n): the variance behind quantiles q at ascending p: of the normal distribution that
 * fits them best by least squares through (z_p, q_p). NAN for fewer than two different p. */
double numeric_spread_variance(const double *p, const double *q, size_t n);
/** numeric_estimated_probability(p, degrees): the probability whose normal quantile is Student's t quantile at ${p}.
 * Putting it in place of p widens any distribution as much as an estimated variance widens a normal one. ${degrees} 0:
 * p itself. The normal quantile is bounded by +-7. */
double numeric_estimated_probability(double p, double degrees);

/*
 * Models: one descriptor each, so that a new one is a row of the table.
 */
struct numeric_settings {
	size_t season; /* m >= 1; 1 = none */
	size_t window; /* of the moving average, >= 1 */
	double alpha;  /* of simple exponential smoothing, 0..1; NAN = the best in sample */
};

struct numeric_model;
struct numeric_fit {
	const struct numeric_model *model;
	size_t n; /* observations fitted */
	size_t season, window;
	double alpha;	     /* smoothing */
	double level, slope; /* smoothing: the last level; regression: b0 and b1 over the periods 1..n */
	double variance;     /* sigma^2 of the one-step error, corrected for degrees of freedom */
	double degrees;	     /* of freedom behind it. 0: the history says nothing of it; the caller may then put in an
				assumption */
};

/*
 * Forecasts of steps 1..h: mean[], the variance[] of each step's error, and total[]: the variance of the error
 * of the sum of the steps 1..i (errors of different steps are correlated; lead-time demand needs this one).
 * variance and total may be NULL.
 *
 * model             mean of step i             variance of step i            total after i steps
 * naive             y_n                        s2 i                          s2 sum_{j<i} (1+j)^2
 * seasonal-naive    y_{n+i-m(k+1)}             s2 (k+1), k = floor((i-1)/m)  s2 sum_{j<i} (1+floor(j/m))^2
 * moving-average    mean of the last w         v (1 + 1/w)                   v (i + i^2/w)
 * ses               l_n                        s2 (1 + (i-1) a^2)            s2 sum_{j<i} (1 + a j)^2
 * regression        b0 + b1 (n+i)              v (1 + 1/n + d_i^2/Sxx)       v (i + i^2/n + (sum d)^2/Sxx)
 *
 * naive, seasonal-naive: s2 = mean of the squared (seasonal) differences; FPP3 5.5. moving-average: a level that
 * holds over the window, v the variance about it: from the one-step errors where n >= 2w, else from all of y about
 * its mean; w is at most n. ses: l_t = a y_t + (1-a) l_{t-1}, ETS(A,N,N); l_0 by least squares, in closed form since
 * the errors are linear in it; a by search over the sum of squared errors where not given; s2 = sum e^2 / (n -
 * parameters); HKOS table 6.1. regression: least squares on the period's number, d_i = n+i - mean(1..n), v = SSE /
 * (n-2); errors follow Student's t with n-2 degrees; FPP3 7.6.
 */
struct numeric_model {
	const char *name, *help;
	/* fewest observations it can be fitted to */
	size_t (*minimum)(const struct numeric_settings *settings);
	void (*fit)(const double *y, size_t n, const struct numeric_settings *settings, struct numeric_fit *fit);
	void (*forecast)(const struct numeric_fit *fit, const double *y, size_t h, double *mean, double *variance,
			 double *total);
};
extern const struct numeric_model *const NUMERIC_MODELS[];	  /* NULL-ended */
const struct numeric_model *numeric_model_find(const char *name); /* NULL: none of this name */

/*
 * Rolling origins: the model refitted at each, and compared with what came. Up to NUMERIC_ORIGINS origins, h apart, the
 * last h before the end, as long as at least half of y stays before the origin and the model can be fitted there; h is
 * cut to a quarter of n (at least 1). FPP3 5.10.
 */
#define NUMERIC_ORIGINS 8
struct numeric_rolling {
	double step;  /* mean numeric_crps of a step */
	double total; /* mean numeric_crps of the sum of the h steps: what a stock feels */
};
/** numeric_rolling_scores(model, settings, y, n, h, work, out): false: no origin. ${work} is room for 3 h numbers. */
bool numeric_rolling_scores(const struct numeric_model *model, const struct numeric_settings *settings, const double *y,
			    size_t n, size_t h, double *work, struct numeric_rolling *out);
/** numeric_select(settings, y, n, h, work): "ses", unless another model's rolling scores are less: the least mean of
 *  step and total, each as a share of those of ses, where that is below NUMERIC_ADVANTAGE; a smaller advantage is
 *  mostly chance. Scored is the whole distribution: on demand that is mostly none, a mean of none with a wild variance
 *  would else win. */
#define NUMERIC_ADVANTAGE 0.95
const struct numeric_model *numeric_select(const struct numeric_settings *settings, const double *y, size_t n, size_t h,
					   double *work);

/*
 * Scores of a forecast f[0..h-1] against what came, a[0..h-1].
 */
/** numeric_smape: 200/h sum |a-f| / (|a|+|f|), in per cent, 0..200; a term of 0/0 counts 0. Makridakis, Hibon, Int. J.
 * Forecasting 16 (2000). */
double numeric_smape(const double *a, const double *f, size_t h);
/** numeric_mase: mean |a-f| over the mean absolute seasonal difference of y. NAN where that is 0 or n <= m. Hyndman,
 * Koehler 2006. */
double numeric_mase(const double *a, const double *f, size_t h, const double *y, size_t n, size_t m);
/** numeric_rmsse: root of (mean (a-f)^2 over the mean squared difference of y). NAN likewise. Makridakis et al., M5,
 * 2022. */
double numeric_rmsse(const double *a, const double *f, size_t h, const double *y, size_t n);
/** numeric_pinball: mean quantile loss of the forecasts q of level p: p (a-q) above, (1-p) (q-a) below. Gneiting 2011.
 */
double numeric_pinball(const double *a, const double *q, size_t h, double p);
/** numeric_crps(error, variance): continuous ranked probability score of a normal forecast that was off by ${error}: s
 * (z (2 cdf(z) - 1) + 2 density(z) - 1/sqrt(pi)) with z = error / s; |error| where the variance is 0. Gneiting,
 * Raftery, J. Am. Stat. Assoc. 102 (2007), section 4.2. */
double numeric_crps(double error, double variance);
/** numeric_coverage: share of a within [low, high], both included. */
double numeric_coverage(const double *a, const double *low, const double *high, size_t h);

/*
 * Inventory. Demand and costs in units and money of one same stretch of time (a year).
 */
struct numeric_lot {
	double quantity;   /* units an order */
	double cost;	   /* ordering + holding (+ backorders) per stretch, without the goods themselves */
	double orders;	   /* a stretch */
	double backorders; /* most units owed at once; 0 where none are allowed */
};
/** numeric_eoq(demand, order_cost, holding_cost, backorder_cost): economic order quantity, Q = sqrt(2 K D / h), cost =
 * sqrt(2 K D h) (Harris 1913; SPT ch. 4). ${backorder_cost} p, money per unit owed and stretch: Q = sqrt(2 K D (h+p) /
 * (h p)), cost = sqrt(2 K D h p / (h+p)); NAN = none allowed. All must be > 0, else the fields are NAN; demand 0:
 * quantity, cost and orders 0. */
struct numeric_lot numeric_eoq(double demand, double order_cost, double holding_cost, double backorder_cost);
/** numeric_lot_cost(demand, order_cost, holding_cost, quantity): K D / Q + h Q / 2: what an order quantity other than
 * the best costs. */
double numeric_lot_cost(double demand, double order_cost, double holding_cost, double quantity);

/** numeric_lead_variance(demand_mean, demand_variance, lead_mean, lead_variance): variance of the demand over a lead
 * time that varies itself, independent periods: L s_d^2 + d^2 s_L^2 (SPT ch. 6). */
double numeric_lead_variance(double demand_mean, double demand_variance, double lead_mean, double lead_variance);
/** numeric_safety_stock(lead, service, degrees, level): stock above the mean that covers the demand ${lead} with the
 *  probability ${service} (cycle service level, 0 < service < 1): quantile - mean, at least 0. ${level}, where not
 * NULL, gets the quantile: the reorder point or order-up-to level. For a normal distribution this is z s_L (SPT ch. 6).
 */
double numeric_safety_stock(const struct numeric_spread *lead, double service, double degrees, double *level);
/** numeric_total_variance(variance, h, total): for forecasts of unknown make that state the variance of each step
 * alone: total[] of the local level model (ETS(A,N,N)) whose step variances grow from the first to the last as these
 * do: a^2 = (v_h/v_1 - 1)/(h-1), at most 1; step variances themselves are kept: total_i = sum v_j + 2 sum_{j<k<=i} v_1
 * (a + (j-1) a^2). */
void numeric_total_variance(const double *variance, size_t h, double *total);

#endif
