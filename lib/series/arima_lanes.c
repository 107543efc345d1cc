/* The exact likelihood of an ARMA process, for eight sets of coefficients at once: the passes on each instruction set.
 */
#include "arima_pass.h"
#ifdef __x86_64__
#define PASS(name)  name##_avx2
#define PASS_TARGET __attribute__((target("avx2")))
#include "arima_pass.h"
#define PASS(name)  name##_avx512
#define PASS_TARGET __attribute__((target("avx512f")))
#include "arima_pass.h"
#endif

static const struct passes *passes(void)
{
#ifdef __x86_64__
	if (series_lane_set() == LANE_AVX512)
		return &PASSES_avx512;
	if (series_lane_set() == LANE_AVX2)
		return &PASSES_avx2;
#endif
	return &PASSES_base;
}

void series_arima_innovate(const struct arima_polynomials *a, const struct arima_data *data, size_t columns,
			   size_t rows, const struct arima_room *room, double determinant[ARIMA_LANES])
{
	passes()->innovate(a, data, columns, rows, room, determinant);
}

void series_arima_profile(const struct arima_data *data, size_t points, size_t columns, double apart,
			  const struct arima_room *room, const double determinant[ARIMA_LANES],
			  struct arima_profile *out)
{
	struct profiling f = { data, room, points, columns, apart };
	passes()->profile(&f, determinant, out);
}
