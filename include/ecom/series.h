/*
 * series: models of one time series, and what judges them. Pure numbers: arrays
 * in, arrays out. No records, no store, nothing allocated: whoever calls brings
 * the room.
 *
 * Symbols used below: y[0..n-1] the history, oldest first, one number a
 * period; m the periods of a season; h the horizon; e the one-step errors.
 *
 * Sources, by the short names used below:
 *   FPP3      Hyndman, Athanasopoulos: Forecasting: Principles and Practice, 3rd ed., otexts.com/fpp3
 *   HKOS      Hyndman, Koehler, Ord, Snyder: Forecasting with Exponential Smoothing, 2008
 */
#ifndef ECOM_SERIES_H
#define ECOM_SERIES_H

#include <ecom/numeric.h>

/*
 * Launches: what the first periods of items say of a new one. An item's age is the number of its periods so far; ages
 * are told apart in bins: 0, 1, 2-3, 4-7, 8-15, ... Forecasts are judged after 0, 1, 2, 4, 8, ... periods, where a bin
 * begins: at origins.
 */
#define SERIES_LAUNCH_BINS    8
#define SERIES_LAUNCH_ORIGINS 7
#define SERIES_LAUNCH_POOLS   3 /* of launches: all, and ever nearer ones */
struct series_launch {
	double profile[SERIES_LAUNCH_BINS];	/* demand at an age over the level, 1 in the mean of all ages */
	double first;				/* what the first period weighs in an item's own level, 0..1 */
	double prior;				/* periods that the level of its analogues counts for */
	double level;				/* of these: units a period (series_launch_pooled) */
	double spread;				/* variance of a period about its mean, over that mean */
	double doubt[SERIES_LAUNCH_ORIGINS];	/* of a level, as a share of it, squared; by the last origin */
	size_t until;				/* periods up to which it does better than the mean of these; 0: never */
	size_t behind;				/* launches */
};
size_t series_launch_bin(size_t age);
static inline size_t series_launch_origin(size_t k) /* periods before origin k */
{
	return k == 0 ? 0 : (size_t)1 << (k - 1);
}

/* What a model is given. What was censored or missing has been filled in before. */
struct series_history {
	const double *y; /* all finite */
	size_t n;
	size_t season;	    /* periods of the main season, >= 1; 1 = none */
	size_t long_season; /* of a longer one beside it, a multiple of ${season} (168 hours beside 24); 0 = none */
	const double *x;    /* regressors known ahead: rows of n_x numbers for the n periods and for each step; NULL = none */
	size_t n_x;
	const double *factor; /* how demand compares with its level by the calendar (series_profile), for the n periods and
				 each step; NULL = not known */
	const double *whole;  /* what y is a part of, each part freed of its factors; NULL = not known */
	const struct series_launch *launch; /* what launches say of it: y is new; NULL = not known */
};

/* What people ask for. */
struct series_settings {
	size_t window; /* of the moving average, >= 1 */
	double alpha;  /* of simple exponential smoothing, 0..1; NAN = the best in sample */
};

/*
 * A fitted model: its constants, and nothing of the history, so that the same constants can be run over a shorter or
 * longer one. Which members a model uses stands with it.
 */
#define SERIES_PARAMETERS 232
#define SERIES_SEASON_MAX 60 /* periods of the longest season that indices are kept for; a longer one counts as none */
struct series_model;
struct series_fit {
	const struct series_model *model;
	size_t n;		       /* observations fitted to */
	size_t season, window;
	double alpha, beta, gamma, phi; /* smoothing: of level, trend, season; damping */
	double level, slope;	       /* where the recursion starts; regression: b0 and the trend over the periods 1..n */
	double variance;	       /* sigma^2 of the one-step error, corrected for degrees of freedom */
	double degrees; /* of freedom behind it. 0: the history says nothing of it; the caller may then put in an assumption */
	double criterion; /* AICc, where the model has a likelihood: comparable between models that say so */
	char form[24];	  /* what was chosen inside the model: "ETS(A,Ad,N)", "ARIMA(1,0,1)"; "" = nothing to choose */
	double parameter[SERIES_PARAMETERS]; /* what else the model keeps */
};

/*
 * Forecasts of steps 1..h: mean[], the variance[] of each step's error, and total[]: the variance of the error of the
 * sum of the steps 1..i (errors of different steps are correlated; lead-time demand needs this one).
 */
struct series_path {
	double *mean, *variance, *total; /* h each; variance and total may be NULL */
};

/*
 * Models: one descriptor each, so that a new one is a row of the table.
 *
 * model             mean of step i             variance of step i            total after i steps
 * naive             y_n                        s2 i                          s2 sum_{j<i} (1+j)^2
 * seasonal-naive    y_{n+i-m(k+1)}             s2 (k+1), k = floor((i-1)/m)  s2 sum_{j<i} (1+floor(j/m))^2
 * moving-average    mean of the last w         v (1 + 1/w)                   v (i + i^2/w)
 * ses               l_n                        s2 (1 + (i-1) a^2)            s2 sum_{j<i} (1 + a j)^2
 * regression        b0 + x_{n+i}' b            v (1 + 1/n + d_i' C d_i)      v (i + i^2/n + (sum d)' C (sum d))
 * multi-season      median of three            by rolling origins            by rolling origins
 * pooled            l_n factor_{n+i}           ses' factor_{n+i}             ses' mean factor_{n+1..n+i}
 * launch            level profile factor          spread mean + doubt mean^2    likewise of the sum of means
 * croston, sba      b z/p; the same for all       v + w                      v i + w i^2
 * tsb               z c                        likewise                   likewise
 * adida, imapa      level of buckets / width   likewise                   likewise
 * holt, damped      l_n + (p + .. + p^i) b_n   by the response r             by the response r
 * theta             (l_n + a + b (n+i)) / 2    by the response r             by the response r
 * optimised-theta   the model's, step by step  by the response r             by the response r
 * ets               that of what was chosen    by the response r             by the response r
 * ensemble, weekly  median of four             deviations of the four        deviations of the four
 * ces               the model's, step by step  by the response r             by the response r
 * arima             the model's, step by step  s2 sum_{j<i} psi_j^2          s2 sum_{j<i} (psi_0 + .. + psi_j)^2
 *
 * naive, seasonal-naive: s2 = mean of the squared (seasonal) differences; FPP3 5.5. moving-average: a level that
 * holds over the window, v the variance about it: from the one-step errors where n >= 2w, else from all of y about
 * its mean; w is at most n. ses: l_t = a y_t + (1-a) l_{t-1}, ETS(A,N,N); l_0 by least squares, in closed form since
 * the errors are linear in it; a by search over the sum of squared errors where not given; s2 = sum e^2 / (n -
 * parameters); HKOS table 6.1. regression: least squares of y on columns x: the period's number; the season, as dummies of its
 * periods after the first where it has at most 12, else as up to 6 pairs of sines and cosines, from 2 m periods on; a
 * long season likewise, in 3 pairs; the first 36 regressors. Which of these take part: the least AICc, one in or out at a
 * time, from none upwards and from all downwards; the period's number always where there is nothing else. d = x less its
 * mean, C = (sum d d')^-1, collinear columns left out, v = SSE / degrees, degrees = n - columns - 1; errors follow
 * Student's t; FPP3 7.2, 7.5, 7.9.
 *
 * The response r_j is what a shock of 1 moves the mean j steps later, r_0 = 1: variance s2 sum_{j<i} r_j^2, total s2
 * sum_{j<i} (r_0 + .. + r_j)^2; where errors or the season are relative, each shock and step in proportion to its mean
 * or index; HKOS 6.2. s2 = sum e^2 / (n - parameters), at least 1 degree. Both times 1 + (4 + 3 (i-1)) / n, for what the
 * formula leaves out: constants known from n observations only, and a model that holds the less the farther ahead.
 *
 * holt, damped, theta, optimised-theta: on the history without its season, where series_is_seasonal says that there is
 * one (of at most SERIES_SEASON_MAX periods); by series_decompose, multiplied where all y are above 0. holt: l_t =
 * l_{t-1} + p b_{t-1} + alpha e_t, b_t = p b_{t-1} + beta e_t, p = 1; damped: p = phi, 0.8..0.98; r_j = alpha + beta (1 +
 * p + .. + p^(j-1)), the sum of j terms times p; starts by least squares, in closed form since errors are linear in them, b_0
 * held near (y_n - y_1) / (n-1) as if by 16 observations: short histories would else fit their noise; HKOS 3.4. theta: l_t
 * is the level of 2 y - (a + b t), smoothed, a + b t the regression line; r_j = alpha; Assimakopoulos, Nikolopoulos, Int. J.
 * Forecasting 16 (2000) 521, as in M4's benchmarks. optimised-theta: the dynamic optimised Theta model, the line fitted
 * anew at each step, errors linear in l_0 and k = 1 - 1/theta, 0 <= k <= 1, alpha by search; r_j = alpha; Fiorucci,
 * Pellegrini, Louzada, Petropoulos, Koehler, Int. J. Forecasting 32 (2016) 1151. fit->slope is b / 2, or k.
 *
 * ces: on the history without its season, likewise. l_t = l_{t-1} - (1 - a1) c_{t-1} + (a0 - a1) e_t, c_t = l_{t-1} +
 * (1 - a0) c_{t-1} + (a0 + a1) e_t, the mean l_n; a0, a1 by search inside the region where old errors are forgotten and
 * forecasts grow by 2 % a period at most, starts by least squares; r_j what is in l after j steps. fit->alpha, beta are
 * a0, a1; level, slope the starts. Svetunkov, Kourentzes, Ord, Naval Research Logistics 69 (2022).
 *
 * ets: of A,N,N M,N,N A,Ad,N M,Ad,N A,N,A M,N,M A,Ad,A M,Ad,M (error, trend, season; M only where all y are above 0, a
 * season from 2 m + 1 and m + 6 periods) the least AICc, the pool of Petropoulos, Grushka-Cockayne, Siemsen,
 * Spiliotis, arXiv 2102.13209. States at the start by decomposition and least squares, smoothing constants by
 * likelihood; r_j as damped, and gamma more each m steps; HKOS 2.5, 5.3. ensemble: of ets, optimised-theta, damped
 * and theta the median of the means; the mean of their standard deviations squared, and 1.5 times the variance between
 * their means (of sums, for totals) more.
 *
 * arima: regression on x with errors of a seasonal ARIMA(p,d,q)(P,D,Q)m, p, q <= 5, P, Q <= 2, p+q+P+Q <= 7; m <= 24, a
 * longer season counts as none; at most the first 24 regressors, none where n <= n_x + 4. D = 1 where the seasonal strength
 * exceeds 0.64, then d by the KPSS test at 5 %, at most 2; orders, and a constant (a drift) where d + D <= 1, by the stepwise
 * search for the least AICc, by exact likelihood; models with a root within 1.01 of the unit circle are passed over.
 * Hyndman, Khandakar, J. Statistical Software 27 (2008); FPP3 9. psi: the weights of past errors in y. s2 = sum e^2 / (n -
 * d - mD - coefficients). Constants are fitted to the last 2,048 periods at most. Over another n the errors are filtered
 * anew, exactly. AICc is comparable between models of the same differences.
 *
 * multi-season: for histories by the hour, or of any season of 4 periods and more. z is y, or log y where all are above 0
 * and the likelihood, with its Jacobian, is higher for it. Two ridge regressions of z on z_{t-k}, its seasonal profile
 * and, with a long season, that one's profile beyond it (means of z less a moving mean over the longest season, that of
 * the long season shrunk to 0): k = 1, 2, m-1, m, m+1, 2m; and those and l-1, l, l+1, l the long season. The median of
 * both and of the level of the last l periods with the mean of the earlier ones about their levels, 0.7 of the weight
 * for each l further back. A long season counts where n >= 2l+m. Variances: squared errors at up to 28 earlier origins,
 * m apart, with the same constants, and as much as 4 of them of what the first regression says of itself (FPP3 9.8). On
 * the scale of logs, the mean is exp of that of z: the median of y.
 *
 * weekly: for seasons of 52. Of ets on the last 209 periods and on all, and of arima with eight pairs of sines and
 * cosines of 365.25/7 periods as regressors (from 104 periods on) on the last 260 and, where these are above 0, on their
 * logarithms, whose exp is taken: the median; variances as those of the ensemble. Shorter histories than fitted to: where
 * one ends before the last 209 periods begin, ets on all of it stands in for that on the last.
 *
 * pooled: for a series of a group. z = y / factor; l_n is that of ses on z; of a part, that of ses on the whole, times
 * the share: z over whole, both smoothed by 2 / (8 m + 1), as over the last 8 seasons (top-down by historical
 * proportions, FPP3 11.3). Variances are those of ses on z times the factor: as counts spread.
 *
 * Intermittent demand, of which croston to imapa forecast the rate; negative numbers count as none. Smoothing constants
 * not given are those of the M5 competition's benchmarks with the least squared one-step errors; levels start from the
 * means of the history. croston: size z and interval p, each smoothed at every demand, b = 1; Croston, Operational
 * Research Quarterly 23 (1972). sba: b = 1 - beta/2, beta that of the intervals, 1 without a gap; Syntetos, Boylan, Int. J.
 * Forecasting 21 (2005). tsb: the chance c smoothed every period; Teunter, Syntetos, Babai, Eur. J. Operational
 * Research 214 (2011). adida: demand summed over buckets as wide as the mean interval, ending with the last period;
 * Nikolopoulos et al., J. Operational Research Soc. 62 (2011). imapa: the mean over all buckets up to that (62 at
 * most); Petropoulos, Kourentzes, likewise 66 (2015). v + w = mean squared one-step error, w the part that errors
 * share: of the rate itself. It is told by the squared errors of sums over windows of the history, a quarter of it up
 * to 12 periods, and is at least what smoothing leaves of v.
 */
struct series_model {
	const char *name, *help;
	/* fewest observations it can be fitted to; SIZE_MAX: not to this history, however long */
	size_t (*minimum)(const struct series_history *history, const struct series_settings *settings);
	/* numbers of room that fit and forecast need; NULL = none */
	size_t (*room)(const struct series_history *history, size_t h);
	void (*fit)(const struct series_history *history, const struct series_settings *settings, double *room,
		    struct series_fit *fit);
	/* from the end of ${history}, whose n may be another than that fitted to: the constants stay, the states are
	 * those after n periods */
	void (*forecast)(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			 struct series_path *out);
	bool knows_promotions; /* it is given sales with them, and x; the others sales as they would be without */
	bool constants_stay;   /* they hardly depend on the last periods; a line through all of them knows what came */
};
extern const struct series_model *const SERIES_MODELS[];	/* NULL-ended */
const struct series_model *series_model_find(const char *name); /* NULL: none of this name */
/** series_room(models, count, history, h): numbers of room that are enough for each of the models. */
size_t series_room(const struct series_model *const *models, size_t count, const struct series_history *history,
		   size_t h);

/*
 * Season.
 */
/** series_season_room(n, m): numbers of room for series_is_seasonal. */
size_t series_season_room(size_t n, size_t m);
/** series_is_seasonal(y, n, m, room): the autocorrelation at m is outside the 90 % bounds 1.645 sqrt((1 + 2 sum_{k<m}
 *  r_k^2) / n), from three seasons on: the rule of the M competitions (Makridakis, Spiliotis, Assimakopoulos, Int. J.
 *  Forecasting 36 (2020) 54). */
bool series_is_seasonal(const double *y, size_t n, size_t m, double *room);
/** series_decompose(y, n, m, multiplies, index): classical decomposition, FPP3 3.4: index[0..m-1] of the periods 0, 1,
 *  ..: mean 1 and above 0 where it ${multiplies} (y positive), else sum 0. n >= 2 m. */
void series_decompose(const double *y, size_t n, size_t m, bool multiplies, double *index);

/*
 * Rolling origins: the model refitted at each, and compared with what came. Up to SERIES_ORIGINS origins, h apart, the
 * last h before the end, as long as at least half of y stays before the origin and the model can be fitted there; h is
 * cut to a quarter of n (at least 1). FPP3 5.10.
 */
#define SERIES_ORIGINS 8
struct series_rolling {
	double step;  /* mean series_crps of a step */
	double total; /* mean series_crps of the sum of the h steps: what a stock feels */
};
/** series_rolling_scores(model, settings, history, h, work, out): false: no origin. ${work} is room for 3 h numbers
 *  and what the model needs. */
bool series_rolling_scores(const struct series_model *model, const struct series_settings *settings,
			   const struct series_history *history, size_t h, double *work, struct series_rolling *out);
/** series_select(settings, history, h, work): "ses", unless another of the plain models' rolling scores are less: the
 *  least mean of step and total, each as a share of those of ses, where that is below SERIES_ADVANTAGE; a smaller
 *  advantage is mostly chance. Scored is the whole distribution: on demand that is mostly none, a mean of none with a
 *  wild variance would else win. */
#define SERIES_ADVANTAGE 0.95
const struct series_model *series_select(const struct series_settings *settings, const struct series_history *history,
					 size_t h, double *work);

/*
 * What a regression found, for people: its level (at trend 0, regressors 0, in the season's first period) and each term
 * kept, with standard errors from v, and robust ones that let the errors' variance differ from period to period (HC3,
 * MacKinnon, White, J. Econometrics 29 (1985)).
 */
enum series_term_kind {
	SERIES_LEVEL,
	SERIES_TREND,
	SERIES_DUMMY, /* the season's period ${index} (from 0) against its first */
	SERIES_SINE,
	SERIES_COSINE, /* of ${index} turns a season */
	SERIES_LONG_SINE,
	SERIES_LONG_COSINE,
	SERIES_REGRESSOR /* column ${index} of x, from 0 */
};
struct series_term {
	enum series_term_kind kind;
	size_t index;
	double coefficient, error, robust_error, t; /* t = coefficient / error; 0 where that is 0 */
};
#define SERIES_TERMS 64
/** series_regression_terms(fit, history, terms): ${fit} by the model "regression", ${history} what it was fitted to; how
 *  many terms there are. */
size_t series_regression_terms(const struct series_fit *fit, const struct series_history *history,
			       struct series_term terms[SERIES_TERMS]);
/** series_term_name(term, name): "level", "trend", "season-3", "sine-1", "long-cosine-2", "x-0". */
#define SERIES_TERM_NAME_SIZE 40
char *series_term_name(const struct series_term *term, char name[SERIES_TERM_NAME_SIZE]);

/*
 * Calendar profile: how demand in a kind of period compares with the level about it, multiplicatively, pooled over the
 * series of a group. A period has a place in each of several ways (weekday: 7 places; promotion: 2; ...); its factor is
 * the product of those of its places. ${cell} numbers the combinations: place of the first way + places of the first
 * way * (place of the second + ...).
 *
 * Fitted is sold = expected * factors by the marginal totals of each way in turn (iterative proportional fitting, which
 * is the maximum likelihood of a Poisson model with a logarithmic link; Agresti: Categorical Data Analysis, 9.7), shrunk
 * to 1. To refine a profile for one series, collect that series again over the pool's as ${base}.
 */
#define SERIES_PROFILE_WAYS 4
struct series_profile {
	size_t ways, places[SERIES_PROFILE_WAYS];
	double *sold, *expected; /* by cell, 0 at first */
	double *factor;		 /* by place, one way after the other */
};
size_t series_profile_cells(const struct series_profile *p);
size_t series_profile_places(const struct series_profile *p); /* of all ways */
/** series_profile_add(p, base, y, cell, n, window): collect a series of n periods, cell[t] being that of y[t] >= 0. What
 *  is expected is the level, the mean over ${window} periods about t (pushed inside at both ends, freed of the factors of
 *  ${base}), times base's factor; base may be NULL. Each period weighs 1 / sqrt(level), so that a large series
 *  does not outweigh the others. Where the window is empty of demand, or longer than the series, nothing is collected.
 */
void series_profile_add(struct series_profile *p, const struct series_profile *base, const double *y,
			const uint16_t *cell, size_t n, size_t window);
/** series_profile_solve(p, prior): the factors, each shrunk as if ${prior} more had been expected in its place and sold
 *  there. */
void series_profile_solve(struct series_profile *p, double prior);
double series_profile_factor(const struct series_profile *p, size_t cell); /* > 0 */

/*
 * The launches of the past. A series seen to begin is one, however short it is so far.
 */
struct series_launch_past {
	double sold[SERIES_LAUNCH_BINS], squares[SERIES_LAUNCH_BINS], periods[SERIES_LAUNCH_BINS];
	double came[SERIES_LAUNCH_ORIGINS]; /* in the h periods from the origin; NAN: not all are over */
	size_t n;
	size_t pool[SERIES_LAUNCH_POOLS]; /* numbers below n_pools: all, wider, nearer; by the caller */
};
struct series_launch_pool {
	double sold, expected, count;
};
/** series_launch_watch(past, y, n, h): all but the pools, of an item's n periods. */
void series_launch_watch(struct series_launch_past *past, const double *y, size_t n, size_t h);
/*
 * series_launch_learn(past, count, h, pools, n_pools, room, out): what ${count} launches say of forecasts of h periods, and
 * their pools; out->level is left to series_launch_pooled. false: fewer than 20 of them have been judged, or none sold.
 *
 *   level  = (w y_1 + y_2 + .. + y_n + k m) / (w p_1 f_1 + p_2 f_2 + .. + p_n f_n + k)
 *
 * with p the profile, f the calendar's factors and m the level of the analogues: credibility, Z = n / (n + k)
 * (Buehlmann 1967; Buehlmann, Straub 1970). The profile is that of all launches by marginal totals in turn, each
 * weighed by the root of its level. The first period has demand, or it would not be the first: w, and k, are those of
 * few that would have had the least deviance of Poisson's law (McCullagh, Nelder 1989, 2.3) over all origins, each launch
 * left out of what its own forecast rests on. Likewise out->until, against the mean of the first periods. Variances
 * are such that 95 % of those sums were within 1.96 deviations. ${room}: SERIES_LAUNCH_ORIGINS numbers a launch.
 */
bool series_launch_learn(const struct series_launch_past *past, size_t count, size_t h,
			 struct series_launch_pool *pools, size_t n_pools, double *room, struct series_launch *out);
/** series_launch_pooled(l, pools, pool, without): m of an item in these pools, ${without} itself where it is a launch;
 *  NULL: it is none. The mean of each pool is drawn to that of the one before: n launches count n / (n + 10). */
double series_launch_pooled(const struct series_launch *l, const struct series_launch_pool *pools, const size_t *pool,
			    const struct series_launch_past *without);
/** series_launch_level(l, history): of an item, from what it sold so far. */
double series_launch_level(const struct series_launch *l, const struct series_history *history);

/*
 * Reconciliation: forecasts of parts and wholes, each made alone, so changed that they add up. FPP3 11; Wickramasuriya,
 * Athanasopoulos, Hyndman, J. Am. Stat. Assoc. 114 (2019): of all ways that stay unbiased, minimum trace has the least
 * sum of error variances.
 *
 * A hierarchy is a tree, or several: nodes 0..leaves-1 are the leaves, the others their sums, each behind its children.
 */
struct series_hierarchy {
	size_t n, leaves;
	const size_t *parent; /* > the node's own number; n: none */
};
/** series_hierarchy_sizes(tree, leaves): how many leaves each node sums: the variances of structural scaling. */
void series_hierarchy_sizes(const struct series_hierarchy *tree, double *leaves);
/** series_reconcile_bottom_up(tree, f): sums of the leaves. */
void series_reconcile_bottom_up(const struct series_hierarchy *tree, double *f);
/** series_reconcile_top_down(tree, share, f, room): each root's forecast, shared out level by level in proportion to
 *  ${share} (below 0: none; all none: equally): means of the history give average historical shares, a copy of f the
 *  forecast proportions. ${room} 2n. */
void series_reconcile_top_down(const struct series_hierarchy *tree, const double *share, double *f, double *room);
/** series_reconcile_weighted(tree, variance, f, out, room): minimum trace with errors that are independent of each other
 *  and have these variances (WLS): least sum of squared changes over variance. In O(n): up the tree each node weighs
 *  what it says against what its parts say, down again the difference is shared out by variance. out[]: the variances
 *  thereafter. ${room} 4n. */
void series_reconcile_weighted(const struct series_hierarchy *tree, const double *variance, double *f, double *out,
			       double *room);
/** series_shrunk_covariance(errors, count, n, covariance): of n series over ${count} rows, about 0, the correlations
 *  shrunk to none by as much as they are doubtful; returns that share, 0..1. Schaefer, Strimmer, Stat. Appl. Genet.
 *  Mol. Biol. 4 (2005) 32. ${covariance} n n. */
double series_shrunk_covariance(const double *errors, size_t count, size_t n, double *covariance);
/** series_reconcile_trace(tree, covariance, f, steps, room): minimum trace with the covariance of the one-step errors;
 *  f is ${steps} rows of n. For hundreds of nodes: O(n^2 k), k = n - leaves. false, and f as it was: the covariance tells
 *  nothing. ${room} n k + k k + k. */
bool series_reconcile_trace(const struct series_hierarchy *tree, const double *covariance, double *f, size_t steps,
			    double *room);
/** series_reconcile_nonnegative(tree, f): leaves below 0 are 0, and the sums follow. Di Fonzo, Girolimetto, Int. J.
 *  Forecasting 39 (2023). */
void series_reconcile_nonnegative(const struct series_hierarchy *tree, double *f);

/*
 * Patterns of demand, by how often there is some and how much its size varies. Syntetos, Boylan, Croston, J.
 * Operational Research Soc. 56 (2005): the cuts are an interval of 1.32 and a squared coefficient of variation of 0.49;
 * what lies on a cut is on the lower side.
 */
enum series_pattern { SERIES_NO_DEMAND, SERIES_SMOOTH, SERIES_ERRATIC, SERIES_INTERMITTENT, SERIES_LUMPY };
struct series_gaps {
	size_t demands;	 /* periods with y > 0 */
	double interval; /* n over these: periods from one demand to the next in the mean; NAN without any */
	double spread;	 /* sample variance of their sizes over the squared mean; 0 for one */
	enum series_pattern pattern;
};
struct series_gaps series_gaps(const double *y, size_t n);

/*
 * Shape: y = trend + season + rest by classical additive decomposition (FPP3 3.4): the trend a moving average over the
 * season (2 x m where m is even), the season the mean of what it leaves in each phase. Without a season, or fewer than
 * two of them, the trend is taken over a fifth of y, 7 periods at least. Strengths are those of FPP3 4.3, 1 - var(rest)
 * / var(rest + trend) and likewise for the season, at least 0: where the trend has its whole window. Little of a
 * strength is chance: noise has 1/window of a trend, and m/n of a season.
 */
struct series_shape {
	double trend, season; /* 0..1; season NAN: there is none, or fewer than two */
};
/** series_shape(y, n, season, room): room for 3 n numbers, of which the first n are left holding the rest. */
struct series_shape series_shape(const double *y, size_t n, size_t season, double *room);

/** series_outliers(y, n, season, family, room, out): periods beyond the quartiles by more than 3 interquartile ranges
 *  (Tukey's far out) of what moving median and median season leave, where that range of a count is at least what
 *  Poisson's law gives it; of intermittent and lumpy demand, the logarithms of the sizes, with a range of log 2 at
 *  least. ${room}: 3 n numbers; ${out}: n periods from 0, ascending. Returns their number; none of fewer than 5. */
size_t series_outliers(const double *y, size_t n, size_t season, enum numeric_family family, double *room, size_t *out);

/** series_stockouts(y, n, out, max): stretches without demand so long that chance, with the demand there is outside of
 *  them, would show fewer than 0.01 of them in n periods: n (1 - chance)^count < 0.01. What is before the first demand
 *  does not count; what is after the last does (it ran out, or is not wanted any more). The first ${max}, in order. */
struct series_stretch {
	size_t first, count;
};
size_t series_stockouts(const double *y, size_t n, struct series_stretch *out, size_t max);

/*
 * Demand over a lead time, as a whole distribution. Three opinions of it:
 *   local   mean and variance smoothed by 0.1, as the family's distribution (negative binomial, gamma)
 *   rate    likewise from the rate of imapa and its variance, widened as Student's t is
 *   drawn   the sum of periods drawn from the history, each independent of the others, exactly (no simulation)
 * A blend is numeric_pmf_blend of some of them. By class: all three, or, of lumpy demand, which has no shape that a
 * formula knows, the last two. Where there are many series, their past says which blend suits them (series_lead_score,
 * series_lead_choose).
 *
 * The lead time is a distribution of whole periods: numeric_pmf_certain for one that is known, numeric_pmf_spread for
 * one with a mean and a variance. Variances follow from the law of total variance.
 */
enum series_lead_blend {
	SERIES_LEAD_BY_CLASS,
	SERIES_LEAD_ALL,
	SERIES_LEAD_RATE_DRAWN,
	SERIES_LEAD_LOCAL_RATE,
	SERIES_LEAD_LOCAL_ONLY,
	SERIES_LEAD_RATE_ONLY,
	SERIES_LEAD_DRAWN_ONLY,
	SERIES_LEAD_BLENDS
};
#define SERIES_LEAD_OPINIONS 3
#define SERIES_LEAD_ORIGINS  4
/** series_lead_room(n, cells): numbers of room for a history of n periods and a vector of so many cells (at least 2;
 *  some 500 resolve a quantile to half a per cent of the whole range). */
size_t series_lead_room(size_t n, size_t cells);
/** series_lead_demand(history, family, periods, blend, room, out): of the demand in ${periods} from the end of
 *  ${history} (n >= 1; numbers below 0 count as none). out->p has out->room cells; its unit is chosen. */
void series_lead_demand(const struct series_history *history, enum numeric_family family,
			const struct numeric_pmf *periods, enum series_lead_blend blend, double *room,
			struct numeric_pmf *out);
/*
 * How the blends did on histories of one kind.
 */
struct series_lead_scores {
	double level; /* of the quantiles that are judged, 0..1: given */
	double loss[SERIES_LEAD_BLENDS],
		covered[SERIES_LEAD_BLENDS]; /* sums: pinball loss, a share of the mean demand */
	size_t origins, series;
};
/** series_lead_score(history, family, periods, origins, room, out, scores): adds those of one history at up to so many
 *  origins (SERIES_LEAD_ORIGINS tell enough), ${periods} apart, the first half of it kept before them. ${out}: room for a vector. */
void series_lead_score(const struct series_history *history, enum numeric_family family, size_t periods, size_t origins,
		       double *room, struct numeric_pmf *out, struct series_lead_scores *scores);
/** series_lead_choose(scores): of the blends that lose at most 2 % more than the best, the one that covers nearest to
 *  the level; by class where there are fewer than 100 series. */
enum series_lead_blend series_lead_choose(const struct series_lead_scores *scores);

/*
 * Scores of the forecast of one period against what came.
 */
/** series_smape: 200 |a-f| / (|a|+|f|), in per cent, 0..200; 0/0 is 0. Makridakis, Hibon, Int. J. Forecasting 16 (2000). */
double series_smape(double actual, double forecast);
/** series_pinball: loss of the quantile q of level p: p (a-q) above, (1-p) (q-a) below. Gneiting, Int. J. Forecasting 27
 * (2011). */
double series_pinball(double actual, double quantile, double p);
/** series_crps(error, variance): continuous ranked probability score of a normal forecast that was off by ${error}: s
 * (z (2 cdf(z) - 1) + 2 density(z) - 1/sqrt(pi)) with z = error / s; |error| where the variance is 0. Gneiting,
 * Raftery, J. Am. Stat. Assoc. 102 (2007), section 4.2. */
double series_crps(double error, double variance);
/** series_scale(y, n, apart): what errors are measured by to be compared between series: the mean absolute, and the mean
 * squared, difference of periods so far ${apart}; 0 where there are none. The mean absolute error over the former, a season
 * apart, is MASE (Hyndman, Koehler, Int. J. Forecasting 22 (2006) 679); the root of the mean squared error over the latter,
 * one apart, is RMSSE (Makridakis, Spiliotis, Assimakopoulos, Int. J. Forecasting 38 (2022) 1346). */
struct series_scale {
	double absolute, squared;
};
struct series_scale series_scale(const double *y, size_t n, size_t apart);

/** series_total_variance(variance, h, total): for forecasts of unknown make that state the variance of each step
 * alone: total[] of the local level model (ETS(A,N,N)) whose step variances grow from the first to the last as these
 * do: a^2 = (v_h/v_1 - 1)/(h-1), at most 1; step variances themselves are kept: total_i = sum v_j + 2 sum_{j<k<=i} v_1
 * (a + (j-1) a^2). */
void series_total_variance(const double *variance, size_t h, double *total);

#endif
