/*
 * The optimal policy where unmet demand is lost: average-cost dynamic programming over what is on the shelf and what is on
 * its way.
 *
 * A state is the stock x before demand and the orders q_1 .. q_{L-1} that arrive in 1 .. L-1 periods; an order a given now
 * arrives in L. With demand d the next state is (x - d)+ + q_1 and q_2 .. q_{L-1}, a. The orders on their way are digits of
 * a number, the tail; a row of values has one for each x.
 */
#include <ecom/base.h>
#include <ecom/inventory.h>
#include <math.h>
#include <string.h>

#define BLOCKS	    64 /* of tails, shared out among threads; their extremes are put together in order */
#define EVALUATIONS 12 /* sweeps under a fixed policy between two that improve it */
#define SWEEPS_MAX  20000

/* --- how much may be on its way */

/* The smallest s with P(sum of ${periods} demands > s) <= ${chance}, for each number of periods from 1 up to ${most}. */
static void quantiles_of_sums(const struct inventory_problem *p, double chance, size_t most, size_t *out, double *room)
{
	size_t length = 1, span = most * (p->n_demand - 1) + 1;
	double *sum = room, *next = room + span;

	sum[0] = 1;
	for (size_t k = 1; k <= most; k++) {
		size_t longer = length + p->n_demand - 1, s = 0;
		memset(next, 0, longer * sizeof *next);
		for (size_t i = 0; i < length; i++)
			for (size_t d = 0; d < p->n_demand; d++)
				next[i + d] += sum[i] * p->demand[d];
		for (double above = 1 - next[0]; s + 1 < longer && above > chance; above -= next[++s])
			;
		out[k - 1] = s;
		double *old = sum;
		sum = next;
		next = old;
		length = longer;
	}
}

size_t inventory_chain_plan_room(const struct inventory_problem *p)
{
	return 2 * ((p->lead_time + 1) * (p->n_demand - 1) + 1);
}

bool inventory_chain_plan(const struct inventory_problem *p, double *room, struct inventory_chain *c)
{
	memset(c, 0, sizeof *c);
	if (!(p->holding > 0) || !(p->shortage > 0) || !(p->order >= 0) || p->lead_time < 1 ||
	    p->lead_time > INVENTORY_LEAD_MAX || p->n_demand < 1)
		return false;
	c->lead_time = p->lead_time;
	quantiles_of_sums(p, p->holding / (p->holding + p->shortage), p->lead_time + 1, c->bound, room);
	double mean = 0;
	for (size_t d = 0; d < p->n_demand; d++)
		mean += (double)d * p->demand[d];
	/* An order that costs is larger than what demand asks for: by no more than twice the economic quantity. */
	size_t lot = p->order > 0 ? (size_t)ceil(2 * sqrt(2 * p->order * mean / p->holding)) : 0;
	for (size_t k = 0; k <= p->lead_time; k++)
		c->bound[k] += lot;
	c->most_order = c->bound[0];
	c->most_stock = c->bound[p->lead_time];
	c->tails = 1;
	for (size_t k = 1; k < p->lead_time; k++) {
		if (c->tails > INVENTORY_STATES_MAX / (c->most_order + 1))
			return false;
		c->tails *= c->most_order + 1;
	}
	if (c->tails > INVENTORY_STATES_MAX / (c->most_stock + 1))
		return false;
	c->states = c->tails * (c->most_stock + 1);
	return true;
}

size_t inventory_chain_room(const struct inventory_chain *c, size_t jobs)
{
	return 2 * c->states + (2 + 2 * (jobs ? jobs : 1)) * (c->most_stock + 1);
}

/* --- the sweeps */

struct solver {
	const struct inventory_problem *p;
	const struct inventory_chain *c;
	double *values, *next;	 /* by tail and stock */
	double *cost, *beyond;	 /* by stock: of the period; P(D > stock) */
	double *scratch;	 /* two rows for each worker */
	uint16_t *orders;
	size_t oldest, newest;	 /* weight of the newest digit of a tail; number of values a digit has */
	bool improve;
	double base; /* taken off all values, so that they stay small: the differences count */
	double low[BLOCKS], high[BLOCKS]; /* of the change of a value */
};

static void expect_costs(struct solver *s)
{
	double left = 0, lost = 0, mean = 0, upto = 0;

	for (size_t d = 0; d < s->p->n_demand; d++)
		mean += (double)d * s->p->demand[d];
	lost = mean;
	for (size_t x = 0; x <= s->c->most_stock; x++) {
		s->cost[x] = s->p->holding * left + s->p->shortage * lost;
		upto += x < s->p->n_demand ? s->p->demand[x] : 0;
		s->beyond[x] = fmax(0, 1 - upto);
		/* One unit more is left with P(D <= x), and sold with P(D > x). */
		left += upto;
		lost -= s->beyond[x];
	}
}

/* out[x] = E v(next state) for x <= ${most}: ${row} the values of the next tail, ${arriving} what arrives before it. */
static void expect_row(const struct solver *s, const double *row, size_t arriving, size_t most, double *out)
{
	const double *shifted = row + arriving;

	for (size_t x = 0; x <= most; x++)
		out[x] = s->beyond[x] * shifted[0];
	for (size_t d = 0; d < s->p->n_demand && d <= most; d++) {
		double chance = s->p->demand[d];
		for (size_t x = d; x <= most; x++)
			out[x] += chance * shifted[x - d];
	}
}

/* What the digits of a tail say. */
struct behind {
	size_t on_order; /* units on their way */
	size_t orders;	 /* the most that may be ordered now */
	size_t stock;	 /* the most that can be on the shelf */
	bool reached;	 /* its sums are within their bounds: only such tails are ever met */
};

static struct behind look_behind(const struct solver *s, size_t tail)
{
	struct behind b = { .orders = s->c->most_order, .reached = true };
	size_t weight = s->oldest;

	for (size_t k = 1; k < s->c->lead_time && b.reached; k++) {
		b.on_order += tail / weight % s->newest;
		weight /= s->newest;
		b.reached = b.on_order <= s->c->bound[k - 1];
		if (b.reached && s->c->bound[k] - b.on_order < b.orders)
			b.orders = s->c->bound[k] - b.on_order;
	}
	if (b.reached)
		b.stock = s->c->most_stock - b.on_order;
	return b;
}

/* Where an order leads: the oldest digit leaves, the new one comes in front; with a lead time of 1 it arrives at once. */
static const double *next_row(const struct solver *s, size_t tail, size_t order, size_t *arriving)
{
	size_t next = 0;

	*arriving = order;
	if (s->c->lead_time > 1) {
		*arriving = tail % s->newest;
		next = tail / s->newest + order * s->oldest;
	}
	return s->values + next * (s->c->most_stock + 1);
}

static void improve_tail(struct solver *s, size_t tail, struct behind b, double *expected, double *best)
{
	uint16_t *choice = s->orders + tail * (s->c->most_stock + 1);

	for (size_t order = 0; order <= b.orders && order <= b.stock; order++) {
		size_t arriving, most = b.stock - order;
		const double *row = next_row(s, tail, order, &arriving);
		double price = order ? s->p->order : 0;
		expect_row(s, row, arriving, most, expected);
		for (size_t x = 0; x <= most; x++) {
			if (order == 0 || expected[x] + price < best[x]) {
				best[x] = expected[x] + price;
				choice[x] = (uint16_t)order;
			}
		}
	}
}

/* Neighbours in stock mostly order alike or by one less: a stretch of them is expected at once. */
static void follow_tail(struct solver *s, size_t tail, struct behind b, double *expected, double *best)
{
	const uint16_t *choice = s->orders + tail * (s->c->most_stock + 1);

	for (size_t order = 0; order <= b.orders; order++) {
		size_t arriving, last = 0;
		bool occurs = false;
		for (size_t x = 0; x <= b.stock; x++) {
			occurs |= choice[x] == order;
			last = choice[x] == order ? x : last;
		}
		if (!occurs)
			continue;
		const double *row = next_row(s, tail, order, &arriving);
		expect_row(s, row, arriving, last, expected);
		for (size_t x = 0; x <= last; x++)
			if (choice[x] == order)
				best[x] = expected[x] + (order ? s->p->order : 0);
	}
}

static void sweep_block(void *ctx, size_t worker, size_t block)
{
	struct solver *s = ctx;
	size_t width = s->c->most_stock + 1, first = s->c->tails * block / BLOCKS,
	       last = s->c->tails * (block + 1) / BLOCKS;
	double *expected = s->scratch + worker * 2 * width, *best = expected + width;
	double low = INFINITY, high = -INFINITY;

	for (size_t tail = first; tail < last; tail++) {
		struct behind b = look_behind(s, tail);
		if (!b.reached)
			continue;
		(s->improve ? improve_tail : follow_tail)(s, tail, b, expected, best);
		for (size_t x = 0; x <= b.stock; x++) {
			double value = s->cost[x] + best[x], change = value - s->values[tail * width + x];
			s->next[tail * width + x] = value - s->base;
			low = fmin(low, change);
			high = fmax(high, change);
		}
	}
	s->low[block] = low;
	s->high[block] = high;
}

/* One step of relative value iteration; the least and the largest change bound the average cost (Puterman 1994, 8.5). */
static void sweep(struct solver *s, size_t jobs, bool improve, double *low, double *high)
{
	s->improve = improve;
	parallel_run(jobs, BLOCKS, sweep_block, s);
	*low = INFINITY;
	*high = -INFINITY;
	for (size_t b = 0; b < BLOCKS; b++) {
		*low = fmin(*low, s->low[b]);
		*high = fmax(*high, s->high[b]);
	}
	double *old = s->values;
	s->values = s->next;
	s->next = old;
	s->base = s->values[0];
}

double inventory_chain_solve(const struct inventory_problem *p, const struct inventory_chain *c, double tolerance,
			     size_t jobs, double *room, uint16_t *orders)
{
	size_t width = c->most_stock + 1;
	struct solver s = { .p = p, .c = c, .values = room, .next = room + c->states, .orders = orders };
	double low = 0, high = 0;

	s.cost = s.next + c->states;
	s.beyond = s.cost + width;
	s.scratch = s.beyond + width;
	s.newest = c->most_order + 1;
	s.oldest = 1;
	for (size_t k = 2; k < c->lead_time; k++)
		s.oldest *= s.newest;
	/* States that are never met keep a value, and order nothing. */
	memset(room, 0, 2 * c->states * sizeof *room);
	memset(orders, 0, c->states * sizeof *orders);
	expect_costs(&s);
	for (size_t sweeps = 0; sweeps < SWEEPS_MAX; sweeps += EVALUATIONS + 1) {
		sweep(&s, jobs, true, &low, &high);
		if (high - low <= tolerance * fmax(low, 1e-9))
			return low + (high - low) / 2;
		for (size_t i = 0; i < EVALUATIONS; i++) {
			double a, b;
			sweep(&s, jobs, false, &a, &b);
		}
	}
	return NAN;
}

size_t inventory_chain_order(const struct inventory_chain *c, const uint16_t *orders, size_t stock,
			     const size_t *arriving)
{
	size_t tail = 0;

	for (size_t k = c->lead_time - 1; k > 0; k--) {
		size_t order = arriving[k - 1] < c->most_order ? arriving[k - 1] : c->most_order;
		tail = tail * (c->most_order + 1) + order;
	}
	return orders[tail * (c->most_stock + 1) + (stock < c->most_stock ? stock : c->most_stock)];
}
