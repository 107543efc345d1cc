/* The time spent in a state, with those that are still in it. */
#include "chain.h"

void flow_curve_fill(struct flow_curve *c, const struct flow_stay *stays, size_t n, const uint32_t *column)
{
	double there = 1, last = 0, moves = 0;

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
		c->moves[c->n] = moves += leaving;
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

double flow_curve_moves(const struct flow_curve *c, double age)
{
	size_t i = steps_until(c, age);

	return c->n == 0 ? 0 : c->moves[c->n - 1] - (i > 0 ? c->moves[i - 1] : 0);
}

void flow_leaving_draw(struct flow_leaving *l, const struct flow_stay *stays, size_t n, uint32_t *column, size_t states)
{
	struct flow_curve *c = &l->curve;

	memset(column, 0, states * sizeof *column);
	for (size_t i = 0; i < n; i++)
		if (stays[i].to != FLOW_STAYS)
			column[stays[i].to] = 1;
	l->targets = memory_zero(states + 1, sizeof *l->targets);
	c->targets = 0;
	for (uint32_t state = 0; state < states; state++) {
		if (!column[state])
			continue;
		column[state] = (uint32_t)c->targets;
		l->targets[c->targets++] = state;
	}
	c->days = memory_zero(n * (3 + c->targets) + 1, sizeof *c->days);
	c->stays = c->days + n;
	c->moves = c->stays + n;
	c->left = c->moves + n;
	flow_curve_fill(c, stays, n, column);
}

void flow_leaving_free(struct flow_leaving *l)
{
	memory_free(l->curve.days);
	memory_free(l->targets);
}
