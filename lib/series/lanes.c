/* Passes for each instruction set, and the choice between them. */
#include "lanes.h"

#include <stdatomic.h>

#include "passes.h"
#ifdef __x86_64__
#define PASS_WIDTH  4
#define PASS(name)  name##_avx2
#define PASS_TARGET __attribute__((target("avx2")))
#include "passes.h"
#define PASS_WIDTH  8
#define PASS(name)  name##_avx512
#define PASS_TARGET __attribute__((target("avx512f")))
#include "passes.h"
#endif

bool series_lane_set_supported(enum lane_set set)
{
#ifdef __x86_64__
	__builtin_cpu_init();
	if (set == LANE_AVX512)
		return __builtin_cpu_supports("avx512f");
	if (set == LANE_AVX2)
		return __builtin_cpu_supports("avx2");
#endif
	return set == LANE_BASE;
}

static const struct passes *passes_of(enum lane_set set)
{
#ifdef __x86_64__
	if (set == LANE_AVX512)
		return &PASSES_avx512;
	if (set == LANE_AVX2)
		return &PASSES_avx2;
#endif
	(void)set;
	return &PASSES_base;
}

/* LANE_SETS until somebody asks; whoever asks first finds the same. */
static _Atomic(int) in_use = LANE_SETS;

void series_lane_set_use(enum lane_set set)
{
	atomic_store_explicit(&in_use, (int)set, memory_order_relaxed);
}

enum lane_set series_lane_set(void)
{
	enum lane_set set = (enum lane_set)atomic_load_explicit(&in_use, memory_order_relaxed);
	if (set != LANE_SETS)
		return set;
	for (set = LANE_AVX512; !series_lane_set_supported(set);)
		set--;
	series_lane_set_use(set);
	return set;
}

static const struct passes *passes(void)
{
	return passes_of(series_lane_set());
}

void series_level_pass(const double *y, size_t n, double middle, struct level_lanes *lanes)
{
	passes()->level(y, n, middle, lanes);
}

void series_trend_pass(const double *y, const double *weight, size_t n, double middle, struct trend_lanes *lanes)
{
	passes()->trend(y, weight, n, middle, lanes);
}

void series_ces_pass(const double *y, size_t n, struct ces_lanes *lanes)
{
	passes()->ces(y, n, lanes);
}

void series_theta_pass(const double *y, const double *intercept, const double *slope, size_t n,
		       struct theta_lanes *lanes)
{
	passes()->theta(y, intercept, slope, n, lanes);
}

void series_season_pass(const double *y, size_t n, bool relative, const struct season_start *start, double *work,
			struct season_lanes *lanes)
{
	passes()->season(y, n, relative, start, work, lanes);
}

void series_products(const double *y, size_t n, size_t lags, double *out)
{
	passes()->products(y, n, lags, out);
}
