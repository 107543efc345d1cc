/* Chains of states, and the time spent in one. Pure numbers. */
#ifndef FLOW_CHAIN_H
#define FLOW_CHAIN_H

#include "flow_impl.h"

struct flow_chain {
	size_t n;
	const double *p;    /* n x n, row by row: probability of moving from row to column; a state may stay as it is */
	const bool *end;    /* n: nothing happens after */
	const double *stay; /* n: days from one move to the next; NULL: not known */
};
/* n each; NAN: that is not to be expected to end. ends: n x n, probability of ending there. */
struct flow_fate {
	double *steps, *days, *ends;
};
/** flow_chain_solve(c, out): with N = (I - Q)^-1 of the states that are no end: steps N 1, days N stay, ends N R (KS
 * theorems 3.3.5, 3.3.7). From where no end can be reached, and from where that can happen, steps and days are NAN. */
void flow_chain_solve(const struct flow_chain *c, struct flow_fate *out);

/* One stay in a state: left for another, or not left so far. */
#define FLOW_STAYS UINT32_MAX
struct flow_stay {
	uint32_t state, to; /* FLOW_STAYS: censored */
	uint32_t order;
	double days;
};
/*
 * The curve of the stays in one state: the share that is still there, and that has left for each other state, after so
 * many days. Kaplan and Meier; Aalen and Johansen's cumulative incidence (KP 8.2.4) for the states it was left for.
 */
struct flow_curve {
	size_t n;	      /* steps */
	double *days, *stays; /* n each: instants at which some left, ascending, and the share there after them */
	double *left;	      /* n x targets: share gone to each by then */
	double *moves;	      /* n: moves seen by then */
	size_t targets;
	double mean; /* days, up to the longest stay that was seen */
};
/** flow_curve_fill(c, stays, n, column): from ${n} stays sorted by days, those that left before those that did not.
 * column[state] is the place of a target. ${c} has room for n steps. */
void flow_curve_fill(struct flow_curve *c, const struct flow_stay *stays, size_t n, const uint32_t *column);
/* A negative age is before the beginning: who leaves at once is there still. */
/** flow_curve_quantile(c, age, p): days by which a share ${p} has left of those still there after ${age}; NAN: so many
 * never did. */
double flow_curve_quantile(const struct flow_curve *c, double age, double p);
/** flow_curve_next(c, age, next): of those still there after ${age} that will leave, the share for each target, as far
 * as the curve goes; false: none was seen to leave later. */
bool flow_curve_next(const struct flow_curve *c, double age, double *next);
double flow_curve_moves(const struct flow_curve *c, double age); /* seen after ${age} */

/* The curve of some stays in one state, in room of its own. */
struct flow_leaving {
	struct flow_curve curve;
	uint32_t *targets; /* curve.targets: the states it was left for, ascending */
};
/** flow_leaving_draw(l, stays, n, column, states): as flow_curve_fill; ${column} is room for so many states. */
void flow_leaving_draw(struct flow_leaving *l, const struct flow_stay *stays, size_t n, uint32_t *column,
		       size_t states);
void flow_leaving_free(struct flow_leaving *l);

#endif
