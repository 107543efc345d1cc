/* Ranges and round numbers. */
#include "draw_impl.h"

#include <stdio.h>

size_t draw_ticks(double low, double high, size_t most, double *first, double *step)
{
	*first = *step = 0;
	if (!(high > low) || !isfinite(high - low) || most < 2)
		return 0;
	double power = pow(10, floor(log10((high - low) / (double)(most - 1))));
	static const double ROUND[] = { 1, 2, 5, 10, 20, 50 };
	for (size_t i = 0; i < ARRAY_LENGTH(ROUND); i++) {
		*step = ROUND[i] * power;
		*first = ceil(low / *step - 1e-9) * *step;
		double count = floor((high - *first) / *step + 1e-9) + 1;
		if (count <= (double)most)
			return count > 0 ? (size_t)count : 0;
	}
	return 0;
}

const char *draw_number(double value, double step, char out[DRAW_NUMBER_SIZE])
{
	int decimals = step > 0 && step < 1 ? (int)ceil(-log10(step) - 1e-9) : 0;

	if (fabs(value) < step / 1e6)
		value = 0;
	if (fabs(value) >= 1e15 || decimals > 15)
		snprintf(out, DRAW_NUMBER_SIZE, "%.3g", value);
	else
		snprintf(out, DRAW_NUMBER_SIZE, "%.*f", decimals, value);
	return out;
}

static void widen(double value, double *low, double *high)
{
	if (!isfinite(value))
		return;
	*low = fmin(*low, value);
	*high = fmax(*high, value);
}

static void give_room(double *low, double *high)
{
	if (*low > *high) {
		*low = 0;
		*high = 1;
	} else if (*low == *high) {
		double room = *low == 0 ? 1 : fabs(*low) / 2;
		*low -= *low > 0 && *low - room < 0 ? *low : room;
		*high += room;
	}
}

struct draw_range draw_chart_range(const struct draw_chart *chart)
{
	struct draw_range r = { INFINITY, -INFINITY, INFINITY, -INFINITY };

	for (size_t i = 0; i < chart->n_lines; i++) {
		for (size_t j = 0; j < chart->lines[i].n; j++) {
			widen(chart->lines[i].x[j], &r.x_low, &r.x_high);
			widen(chart->lines[i].y[j], &r.y_low, &r.y_high);
		}
	}
	for (size_t i = 0; i < chart->n_bands; i++) {
		for (size_t j = 0; j < chart->bands[i].n; j++) {
			widen(chart->bands[i].x[j], &r.x_low, &r.x_high);
			widen(chart->bands[i].low[j], &r.y_low, &r.y_high);
			widen(chart->bands[i].high[j], &r.y_low, &r.y_high);
		}
	}
	if (r.y_low > 0 && r.y_low <= r.y_high)
		r.y_low = 0;
	give_room(&r.x_low, &r.x_high);
	give_room(&r.y_low, &r.y_high);
	return r;
}
