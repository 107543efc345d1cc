/* The stepwise search of Hyndman and Khandakar for the order of an ARIMA. */
#include "arima_impl.h"

#include <string.h>

#define SEARCH_TOLERANCE 0.01 /* of log likelihood, while orders are compared */
#define FINAL_TOLERANCE	 1e-8
#define NEAR_UNIT	 1.01 /* a root this near to the unit circle is a difference not taken, or one too many */
#define TRIED_MAX	 94   /* orders */

struct order_search {
	const struct arima_data *data;
	const struct arima_room *room;
	bool constant; /* there may be one */
	size_t most[ARIMA_FACTORS];
	struct arima_candidate tried[TRIED_MAX];
	size_t count;
	struct arima_candidate *best;
};

/* Whether a root of 1 - a_1 z - ... lies within NEAR_UNIT: whether the polynomial of z NEAR_UNIT has a partial
 * autocorrelation of 1 or more. */
static bool near_unit_root(const double *point, size_t degree, size_t lag)
{
	double a[ARIMA_ORDER + 1], below[ARIMA_ORDER + 1], power = 1, nearness = pow(NEAR_UNIT, (double)lag);
	series_arima_factor_expand(point, degree, a);
	for (size_t k = 1; k <= degree; k++)
		a[k] *= power *= nearness;
	for (size_t k = degree; k > 0; k--) {
		double last = a[k], rest = 1 - last * last;
		if (!(rest > 0))
			return true;
		for (size_t j = 1; j < k; j++)
			below[j] = (a[j] + last * a[k - j]) / rest;
		for (size_t j = 1; j < k; j++)
			a[j] = below[j];
	}
	return false;
}

static double criterion(const struct order_search *s, const struct arima_candidate *c)
{
	double n = (double)s->data->n;
	double parameters = (double)(series_arima_points(&c->order) + series_arima_columns(s->data, &c->order)) + 1;
	const double *point = c->point;
	if (!(n - parameters - 1 > 0) || !isfinite(c->objective))
		return INFINITY;
	for (size_t f = 0; f < ARIMA_FACTORS; f++) {
		if (near_unit_root(point, c->order.degree[f], f < ARIMA_SEASONAL_AR ? 1 : s->data->season))
			return INFINITY;
		point += c->order.degree[f];
	}
	return n * (c->objective + log(2 * M_PI / n) + 1) + 2 * parameters * n / (n - parameters - 1);
}

/* The best model so far, its coefficients kept where the new order has them too. */
static void warm_start(const struct order_search *s, struct arima_candidate *c)
{
	const double *from = s->best->point;
	double *to = c->point;
	for (size_t f = 0; f < ARIMA_FACTORS; f++) {
		for (size_t k = 0; k < c->order.degree[f]; k++)
			to[k] = k < s->best->order.degree[f] ? from[k] : 0;
		from += s->best->order.degree[f];
		to += c->order.degree[f];
	}
}

static bool same_order(const struct arima_order *a, const struct arima_order *b)
{
	return memcmp(a->degree, b->degree, sizeof a->degree) == 0 && a->constant == b->constant;
}

static bool allowed(const struct order_search *s, const struct arima_order *order)
{
	for (size_t f = 0; f < ARIMA_FACTORS; f++)
		if (order->degree[f] > s->most[f])
			return false;
	if (series_arima_points(order) > ARIMA_POINT || s->count == TRIED_MAX || (order->constant && !s->constant))
		return false;
	for (size_t i = 0; i < s->count; i++)
		if (same_order(&s->tried[i].order, order))
			return false;
	return true;
}

static bool improves(struct order_search *s, const struct arima_order *order)
{
	struct arima_candidate c = { .order = *order };
	if (!allowed(s, order))
		return false;
	warm_start(s, &c);
	series_arima_fit_order(s->data, SEARCH_TOLERANCE, s->room, &c);
	c.criterion = criterion(s, &c);
	s->tried[s->count++] = c;
	if (!(c.criterion < s->best->criterion))
		return false;
	*s->best = c;
	return true;
}

static void set_limits(struct order_search *s)
{
	size_t n = s->data->n, season = s->data->season, order = n / 3, cycles = season > 1 ? n / 3 / season : 0;
	s->most[ARIMA_AR] = s->most[ARIMA_MA] = order < ARIMA_ORDER ? order : ARIMA_ORDER;
	s->most[ARIMA_SEASONAL_AR] = s->most[ARIMA_SEASONAL_MA] = cycles < ARIMA_CYCLES ? cycles : ARIMA_CYCLES;
}

static void try_starts(struct order_search *s)
{
	static const size_t STARTS[][ARIMA_FACTORS] = {
		{ 2, 2, 1, 1 },
		{ 0, 0, 0, 0 },
		{ 1, 0, 1, 0 },
		{ 0, 1, 0, 1 },
	};
	for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
		struct arima_order order = { .constant = s->constant };
		for (size_t f = 0; f < ARIMA_FACTORS; f++)
			order.degree[f] = STARTS[i][f] < s->most[f] ? STARTS[i][f] : s->most[f];
		improves(s, &order);
	}
	improves(s, &(struct arima_order) { .constant = false });
}

static bool step(struct order_search *s)
{
	static const int MOVES[][ARIMA_FACTORS] = {
		{ 0, 0, -1, 0 }, { 0, 0, 0, -1 }, { 0, 0, 1, 0 },  { 0, 0, 0, 1 },  { 0, 0, -1, -1 }, { 0, 0, 1, 1 },
		{ -1, 0, 0, 0 }, { 0, -1, 0, 0 }, { 1, 0, 0, 0 },  { 0, 1, 0, 0 },  { -1, -1, 0, 0 }, { 1, 1, 0, 0 },
		{ -1, 1, 0, 0 }, { 1, -1, 0, 0 }, { 0, 0, -1, 1 }, { 0, 0, 1, -1 },
	};
	for (size_t i = 0; i < sizeof MOVES / sizeof MOVES[0]; i++) {
		struct arima_order order = s->best->order;
		for (size_t f = 0; f < ARIMA_FACTORS; f++)
			order.degree[f] += (size_t)MOVES[i][f]; /* below none: beyond any limit */
		if (improves(s, &order))
			return true;
	}
	struct arima_order order = s->best->order;
	order.constant = !order.constant;
	return improves(s, &order);
}

/* Fitted to the last digit the best may turn out to lie on the edge of what is allowed: then the next. */
static void settle(struct order_search *s)
{
	for (struct arima_candidate *best = NULL, *settled = NULL;; settled = best) {
		best = &s->tried[0];
		for (size_t i = 1; i < s->count; i++)
			if (s->tried[i].criterion < best->criterion)
				best = &s->tried[i];
		*s->best = *best;
		if (best == settled)
			break;
		series_arima_fit_order(s->data, FINAL_TOLERANCE, s->room, best);
		best->criterion = criterion(s, best);
	}
	if (isinf(s->best->criterion)) {
		*s->best = (struct arima_candidate) { .criterion = INFINITY };
		series_arima_fit_order(s->data, FINAL_TOLERANCE, s->room, s->best);
	}
}

void series_arima_search(const struct arima_data *data, bool constant, const struct arima_room *room,
			 struct arima_candidate *best)
{
	struct order_search s = { .data = data, .room = room, .constant = constant, .best = best };
	*best = (struct arima_candidate) { .criterion = INFINITY };
	set_limits(&s);
	try_starts(&s);
	while (step(&s))
		;
	settle(&s);
}
