/* Shared inside draw only. */
#ifndef DRAW_IMPL_H
#define DRAW_IMPL_H

#include <ecom/draw.h>
#include <math.h>

/* What a chart spans. */
struct draw_range {
	double x_low, x_high, y_low, y_high;
};
/** draw_chart_range(chart): of all its numbers; never empty: a single value gets room about it. */
struct draw_range draw_chart_range(const struct draw_chart *chart);
/** draw_number(value, step, out): with as many decimals as ${step} has. */
#define DRAW_NUMBER_SIZE 40
const char *draw_number(double value, double step, char out[DRAW_NUMBER_SIZE]);

#endif
