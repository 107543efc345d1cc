/*
 * The passes of lanes.h for registers of PASS_WIDTH numbers. Included once for each instruction set, which names its
 * functions by PASS(name) and its attribute by PASS_TARGET.
 *
 * Two registers are worked on at a time: the steps of one fill the waits of the other. Starts fade; below NEGLIGIBLE
 * they are put at 0 once in a BLOCK, before they slow the arithmetic as denormal numbers.
 */
#include "lanes.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifndef PASS_WIDTH
#define PASS_WIDTH   2
#define PASS(name)   name##_base
#define PASS_TARGET
#endif
#ifndef PASS_COMMON
#define PASS_COMMON
#define BLOCK	   16
#define NEGLIGIBLE 1e-60
#define INLINE	   static inline __attribute__((always_inline))
struct passes {
	void (*level)(const double *y, size_t n, double middle, struct level_lanes *lanes);
	void (*trend)(const double *y, const double *weight, size_t n, double middle, struct trend_lanes *lanes);
	void (*ces)(const double *y, size_t n, struct ces_lanes *lanes);
	void (*theta)(const double *y, const double *intercept, const double *slope, size_t n,
		      struct theta_lanes *lanes);
	void (*season)(const double *y, size_t n, bool relative, const struct season_start *start, double *work,
		       struct season_lanes *lanes);
	void (*products)(const double *y, size_t n, size_t lags, double *out);
};
#endif

#define REAL PASS(real)
#define BITS PASS(bits)
typedef double REAL __attribute__((vector_size(PASS_WIDTH * sizeof(double))));
typedef int64_t BITS __attribute__((vector_size(PASS_WIDTH * sizeof(int64_t))));

#define LOAD(to, from)	memcpy(&(to), (from), sizeof(to))
#define STORE(to, from) memcpy((to), &(from), sizeof(from))
#define FADE(x)		((x) = (REAL)((BITS)(x) & (((x) > NEGLIGIBLE) | ((x) < -NEGLIGIBLE))))

/* Level. */
struct PASS(level) {
	REAL alpha, keep, level, decay, aa, ab;
};

PASS_TARGET INLINE void PASS(level_open)(struct PASS(level) * s, const struct level_lanes *lanes, size_t at)
{
	LOAD(s->alpha, lanes->alpha + at);
	s->level = s->aa = s->ab = s->alpha - s->alpha;
	s->keep = 1 - s->alpha;
	s->decay = s->level + 1;
}

PASS_TARGET INLINE void PASS(level_step)(struct PASS(level) * s, double value)
{
	REAL a = value - s->level;
	s->aa += a * a;
	s->ab += a * s->decay;
	s->level += s->alpha * a;
	s->decay *= s->keep;
}

PASS_TARGET INLINE void PASS(level_close)(const struct PASS(level) * s, struct level_lanes *lanes, size_t at)
{
	STORE(lanes->aa + at, s->aa);
	STORE(lanes->ab + at, s->ab);
	STORE(lanes->decay + at, s->decay);
}

PASS_TARGET static void PASS(level_pass)(const double *y, size_t n, double middle, struct level_lanes *lanes)
{
	for (size_t at = 0; at < SERIES_LANES; at += 2 * PASS_WIDTH) {
		struct PASS(level) a, b;
		PASS(level_open)(&a, lanes, at);
		PASS(level_open)(&b, lanes, at + PASS_WIDTH);
		for (size_t t = 0; t < n;) {
			for (size_t end = n - t < BLOCK ? n : t + BLOCK; t < end; t++) {
				PASS(level_step)(&a, y[t] - middle);
				PASS(level_step)(&b, y[t] - middle);
			}
			FADE(a.decay);
			FADE(b.decay);
		}
		PASS(level_close)(&a, lanes, at);
		PASS(level_close)(&b, lanes, at + PASS_WIDTH);
	}
}

/* Level and trend. */
struct PASS(trend) {
	REAL alpha, beta, phi, level, slope;
	REAL level_u, slope_u, level_w, slope_w; /* what they owe to the starts l_0 and b_0 */
	REAL ee, eu, ew, uu, uw, ww;
};

PASS_TARGET INLINE void PASS(trend_open)(struct PASS(trend) * s, const struct trend_lanes *lanes, size_t at)
{
	LOAD(s->alpha, lanes->alpha + at);
	LOAD(s->beta, lanes->beta + at);
	LOAD(s->phi, lanes->phi + at);
	REAL zero = s->alpha - s->alpha;
	s->level = s->slope = s->slope_u = s->level_w = zero;
	s->level_u = s->slope_w = zero + 1;
	s->ee = s->eu = s->ew = s->uu = s->uw = s->ww = zero;
}

PASS_TARGET INLINE void PASS(trend_step)(struct PASS(trend) * s, double value, double weight)
{
	REAL b = s->phi * s->slope, b_u = s->phi * s->slope_u, b_w = s->phi * s->slope_w;
	REAL f = s->level + b, u = s->level_u + b_u, w = s->level_w + b_w;
	REAL e = value - f, heavy_e = weight * e, heavy_u = weight * u;
	s->ee += heavy_e * e;
	s->eu += heavy_e * u;
	s->ew += heavy_e * w;
	s->uu += heavy_u * u;
	s->uw += heavy_u * w;
	s->ww += weight * w * w;
	s->level = f + s->alpha * e;
	s->slope = b + s->beta * e;
	s->level_u = u - s->alpha * u;
	s->slope_u = b_u - s->beta * u;
	s->level_w = w - s->alpha * w;
	s->slope_w = b_w - s->beta * w;
}

PASS_TARGET INLINE void PASS(trend_fade)(struct PASS(trend) * s)
{
	FADE(s->level_u);
	FADE(s->slope_u);
	FADE(s->level_w);
	FADE(s->slope_w);
}

PASS_TARGET INLINE void PASS(trend_close)(const struct PASS(trend) * s, struct trend_lanes *lanes, size_t at)
{
	STORE(lanes->ee + at, s->ee);
	STORE(lanes->eu + at, s->eu);
	STORE(lanes->ew + at, s->ew);
	STORE(lanes->uu + at, s->uu);
	STORE(lanes->uw + at, s->uw);
	STORE(lanes->ww + at, s->ww);
}

PASS_TARGET static void PASS(trend_pass)(const double *y, const double *weight, size_t n, double middle,
					 struct trend_lanes *lanes)
{
	for (size_t at = 0; at < SERIES_LANES; at += 2 * PASS_WIDTH) {
		struct PASS(trend) a, b;
		PASS(trend_open)(&a, lanes, at);
		PASS(trend_open)(&b, lanes, at + PASS_WIDTH);
		for (size_t t = 0; t < n;) {
			for (size_t end = n - t < BLOCK ? n : t + BLOCK; t < end; t++) {
				PASS(trend_step)(&a, y[t] - middle, weight[t]);
				PASS(trend_step)(&b, y[t] - middle, weight[t]);
			}
			PASS(trend_fade)(&a);
			PASS(trend_fade)(&b);
		}
		PASS(trend_close)(&a, lanes, at);
		PASS(trend_close)(&b, lanes, at + PASS_WIDTH);
	}
}

/* Level, and what is not seen: c. */
struct PASS(ces) {
	REAL gain, gain_c, back, keep_c;
	REAL level, c, level_u, c_u, level_w, c_w; /* u: what they owe to l_0, w: to c_0 */
	REAL ee, eu, ew, uu, uw, ww;
};

PASS_TARGET INLINE void PASS(ces_open)(struct PASS(ces) * s, const struct ces_lanes *lanes, size_t at, double first)
{
	REAL a0, a1;
	LOAD(a0, lanes->a0 + at);
	LOAD(a1, lanes->a1 + at);
	REAL zero = a0 - a0;
	s->gain = a0 - a1;
	s->gain_c = a0 + a1;
	s->back = 1 - a1;
	s->keep_c = 1 - a0;
	s->level = s->c = zero + first;
	s->c_u = s->level_w = zero;
	s->level_u = s->c_w = zero + 1;
	s->ee = s->eu = s->ew = s->uu = s->uw = s->ww = zero;
}

PASS_TARGET INLINE void PASS(ces_step)(struct PASS(ces) * s, double value)
{
	REAL e = value - s->level, u = s->level_u, w = s->level_w;
	s->ee += e * e;
	s->eu += e * u;
	s->ew += e * w;
	s->uu += u * u;
	s->uw += u * w;
	s->ww += w * w;
	REAL level = s->level - s->back * s->c + s->gain * e;
	s->c = s->level + s->keep_c * s->c + s->gain_c * e;
	s->level = level;
	/* A start enters the error with the sign turned. */
	s->level_u = u - s->back * s->c_u - s->gain * u;
	s->c_u = u + s->keep_c * s->c_u - s->gain_c * u;
	s->level_w = w - s->back * s->c_w - s->gain * w;
	s->c_w = w + s->keep_c * s->c_w - s->gain_c * w;
}

PASS_TARGET INLINE void PASS(ces_fade)(struct PASS(ces) * s)
{
	FADE(s->level_u);
	FADE(s->c_u);
	FADE(s->level_w);
	FADE(s->c_w);
}

PASS_TARGET INLINE void PASS(ces_close)(const struct PASS(ces) * s, struct ces_lanes *lanes, size_t at)
{
	STORE(lanes->ee + at, s->ee);
	STORE(lanes->eu + at, s->eu);
	STORE(lanes->ew + at, s->ew);
	STORE(lanes->uu + at, s->uu);
	STORE(lanes->uw + at, s->uw);
	STORE(lanes->ww + at, s->ww);
}

PASS_TARGET static void PASS(ces_pass)(const double *y, size_t n, struct ces_lanes *lanes)
{
	for (size_t at = 0; at < SERIES_LANES; at += 2 * PASS_WIDTH) {
		struct PASS(ces) a, b;
		PASS(ces_open)(&a, lanes, at, y[0]);
		PASS(ces_open)(&b, lanes, at + PASS_WIDTH, y[0]);
		for (size_t t = 0; t < n;) {
			for (size_t end = n - t < BLOCK ? n : t + BLOCK; t < end; t++) {
				PASS(ces_step)(&a, y[t]);
				PASS(ces_step)(&b, y[t]);
			}
			PASS(ces_fade)(&a);
			PASS(ces_fade)(&b);
		}
		PASS(ces_close)(&a, lanes, at);
		PASS(ces_close)(&b, lanes, at + PASS_WIDTH);
	}
}

/* Optimised Theta. */
struct PASS(theta) {
	REAL alpha, keep, level, decay, fill; /* fill = 1 + (1-alpha) + ... + decay */
	REAL ee, eg, ec, gg, gc, cc;
};

PASS_TARGET INLINE void PASS(theta_follow)(struct PASS(theta) * s, const REAL *error)
{
	s->level += s->alpha * *error;
	s->decay *= s->keep;
	s->fill += s->decay;
}

/* The first two values only start the level: a line needs two. */
PASS_TARGET INLINE void PASS(theta_open)(struct PASS(theta) * s, const struct theta_lanes *lanes, size_t at,
					 const double *y)
{
	LOAD(s->alpha, lanes->alpha + at);
	REAL zero = s->alpha - s->alpha;
	s->keep = 1 - s->alpha;
	s->level = zero;
	s->decay = s->fill = zero + 1;
	s->ee = s->eg = s->ec = s->gg = s->gc = s->cc = zero;
	for (int t = 0; t < 2; t++) {
		REAL error = y[t] - s->level;
		PASS(theta_follow)(s, &error);
	}
}

PASS_TARGET INLINE void PASS(theta_step)(struct PASS(theta) * s, double value, double intercept, double slope)
{
	REAL g = intercept * s->decay + slope * s->fill, e = value - s->level;
	s->ee += e * e;
	s->eg += e * g;
	s->ec += e * s->decay;
	s->gg += g * g;
	s->gc += g * s->decay;
	s->cc += s->decay * s->decay;
	PASS(theta_follow)(s, &e);
}

PASS_TARGET INLINE void PASS(theta_close)(const struct PASS(theta) * s, struct theta_lanes *lanes, size_t at)
{
	STORE(lanes->ee + at, s->ee);
	STORE(lanes->eg + at, s->eg);
	STORE(lanes->ec + at, s->ec);
	STORE(lanes->gg + at, s->gg);
	STORE(lanes->gc + at, s->gc);
	STORE(lanes->cc + at, s->cc);
}

PASS_TARGET static void PASS(theta_pass)(const double *y, const double *intercept, const double *slope, size_t n,
					 struct theta_lanes *lanes)
{
	for (size_t at = 0; at < SERIES_LANES; at += 2 * PASS_WIDTH) {
		struct PASS(theta) a, b;
		PASS(theta_open)(&a, lanes, at, y);
		PASS(theta_open)(&b, lanes, at + PASS_WIDTH, y);
		for (size_t t = 2; t < n;) {
			for (size_t end = n - t < BLOCK ? n : t + BLOCK; t < end; t++) {
				PASS(theta_step)(&a, y[t], intercept[t - 1], slope[t - 1]);
				PASS(theta_step)(&b, y[t], intercept[t - 1], slope[t - 1]);
			}
			FADE(a.decay);
			FADE(b.decay);
		}
		PASS(theta_close)(&a, lanes, at);
		PASS(theta_close)(&b, lanes, at + PASS_WIDTH);
	}
}

/* Season. */
struct PASS(season) {
	REAL alpha, beta, gamma, phi, level, slope, squares;
	REAL product, low; /* of the ratios y / mean: what the block has, and the least of all means */
	BITS exponent;
};

PASS_TARGET INLINE void PASS(season_open)(struct PASS(season) * s, const struct season_lanes *lanes, size_t at,
					  const struct season_start *start, double *work)
{
	LOAD(s->alpha, lanes->alpha + at);
	LOAD(s->beta, lanes->beta + at);
	LOAD(s->gamma, lanes->gamma + at);
	LOAD(s->phi, lanes->phi + at);
	REAL zero = s->alpha - s->alpha;
	s->level = zero + start->level;
	s->slope = zero + start->slope;
	s->squares = zero;
	s->product = s->low = zero + 1;
	s->exponent = (BITS)zero;
	for (size_t j = 0; j < start->m; j++) {
		REAL index = zero + start->index[j];
		STORE(work + j * SERIES_LANES + at, index);
	}
}

PASS_TARGET INLINE void PASS(season_add)(struct PASS(season) * s, double value, double *index)
{
	REAL season, b = s->phi * s->slope, f = s->level + b;
	LOAD(season, index);
	REAL e = value - f - season;
	s->squares += e * e;
	s->level = f + s->alpha * e;
	s->slope = b + s->beta * e;
	season += s->gamma * e;
	STORE(index, season);
}

PASS_TARGET INLINE void PASS(season_multiply)(struct PASS(season) * s, double value, double *index)
{
	REAL season, b = s->phi * s->slope, f = s->level + b;
	LOAD(season, index);
	REAL mean = f * season, ratio = value / mean, r = ratio - 1, step = f * r;
	BITS lower = mean < s->low;
	s->low = (REAL)(((BITS)mean & lower) | ((BITS)s->low & ~lower));
	s->product *= ratio;
	s->squares += r * r;
	s->level = f + s->alpha * step;
	s->slope = b + s->beta * step;
	season += s->gamma * r * season;
	STORE(index, season);
}

/* The product's power of two moves into the sum of exponents. */
PASS_TARGET INLINE void PASS(season_rest)(struct PASS(season) * s)
{
	BITS bits = (BITS)s->product;
	s->exponent += (bits >> 52) - 1023;
	s->product = (REAL)((bits & 0xfffffffffffff) | INT64_C(0x3ff0000000000000));
}

PASS_TARGET INLINE void PASS(season_close)(const struct PASS(season) * s, struct season_lanes *lanes, size_t at)
{
	double product[PASS_WIDTH], low[PASS_WIDTH];
	int64_t exponent[PASS_WIDTH];
	STORE(lanes->squares + at, s->squares);
	STORE(product, s->product);
	STORE(low, s->low);
	STORE(exponent, s->exponent);
	for (size_t k = 0; k < PASS_WIDTH; k++) {
		lanes->logarithms[at + k] = -(log(product[k]) + (double)exponent[k] * M_LN2);
		if (!(low[k] > 0))
			lanes->squares[at + k] = INFINITY;
	}
}

PASS_TARGET static void PASS(season_pass)(const double *y, size_t n, bool relative, const struct season_start *start,
					  double *work, struct season_lanes *lanes)
{
	for (size_t at = 0; at < SERIES_LANES; at += 2 * PASS_WIDTH) {
		struct PASS(season) a, b;
		PASS(season_open)(&a, lanes, at, start, work);
		PASS(season_open)(&b, lanes, at + PASS_WIDTH, start, work);
		for (size_t t = 0, j = 0; t < n;) {
			for (size_t end = n - t < BLOCK ? n : t + BLOCK; t < end; t++) {
				double *index = work + j * SERIES_LANES + at;
				if (relative) {
					PASS(season_multiply)(&a, y[t], index);
					PASS(season_multiply)(&b, y[t], index + PASS_WIDTH);
				} else {
					PASS(season_add)(&a, y[t], index);
					PASS(season_add)(&b, y[t], index + PASS_WIDTH);
				}
				j = j + 1 < start->m ? j + 1 : 0;
			}
			PASS(season_rest)(&a);
			PASS(season_rest)(&b);
		}
		PASS(season_close)(&a, lanes, at);
		PASS(season_close)(&b, lanes, at + PASS_WIDTH);
	}
}

/* Sums of products: a lane a lag. */
PASS_TARGET static void PASS(products)(const double *y, size_t n, size_t lags, double *out)
{
	for (size_t at = 0; at < lags; at += 2 * PASS_WIDTH) {
		REAL a = { 0 }, b = { 0 }, ahead;
		for (size_t t = 0; t < n; t++) {
			LOAD(ahead, y + t + at);
			a += y[t] * ahead;
			LOAD(ahead, y + t + at + PASS_WIDTH);
			b += y[t] * ahead;
		}
		STORE(out + at, a);
		STORE(out + at + PASS_WIDTH, b);
	}
}

static const struct passes PASS(PASSES) = {
	PASS(level_pass), PASS(trend_pass), PASS(ces_pass), PASS(theta_pass), PASS(season_pass), PASS(products),
};

#undef REAL
#undef BITS
#undef LOAD
#undef STORE
#undef FADE
#undef PASS
#undef PASS_WIDTH
#undef PASS_TARGET
