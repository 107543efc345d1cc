/* The time spent in a state, with those that are still in it. */
#include "chain.h"

void flow_curve_fill(struct flow_curve *c, const struct flow_stay *stays, size_t n, const uint32_t *column)
{
	double there = 1, last = 0;

	c->n = 0;
	c->mean = 0;
	for (size_t i = 0, j; i < n; i = j) {
		double at_risk = (double)(n - i), leaving = 0;
		double *left = &c->left[c->n * c->targets];
		for (size_t k = 0; k < c->targets; k++)
			left[k] = c->n > 0 ? left[k - c->targets] : 0;
		c->mean += there * (stays[i].days - last);
		last = stays[i].days;
		for (j = i; j < n && stays[j].days == stays[i].days; j++) {
			if (stays[j].to == FLOW_STAYS)
				continue;
			leaving++;
			left[column[stays[j].to]] += there / at_risk;
		}
		if (leaving == 0)
			continue;
		there = leaving == at_risk ? 0 : there * (1 - leaving / at_risk);
		c->days[c->n] = stays[i].days;
		c->stays[c->n++] = there;
	}
}

/* The number of steps up to ${age}. */
static size_t steps_until(const struct flow_curve *c, double age)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->days[middle] <= age)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

double flow_curve_quantile(const struct flow_curve *c, double age, double p)
{
	size_t low = steps_until(c, age), high = c->n;
	double there = low > 0 ? c->stays[low - 1] : 1;
	double enough = there * (1 - p) * (1 + 1e-12); /* what rounding keeps from being reached is reached */

	if (there <= 0)
		return NAN;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->stays[middle] > enough)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->n ? c->days[low] : NAN;
}

bool flow_curve_next(const struct flow_curve *c, double age, double *next)
{
	size_t i = steps_until(c, age);
	double sum = 0;

	for (size_t k = 0; k < c->targets; k++) {
		next[k] = c->n == 0 ? 0
				    : c->left[(c->n - 1) * c->targets + k] -
					      (i > 0 ? c->left[(i - 1) * c->targets + k] : 0);
		sum += next[k];
	}
	for (size_t k = 0; k < c->targets && sum > 0; k++)
		next[k] /= sum;
	return i < c->n && sum > 0;
}
