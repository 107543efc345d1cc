/*
 * Stages in a row under uncertain demand, each with an echelon base stock. The cost of stage j and those below it, with
 * the echelon at y, is g_j(y) = h_j (y - m_j) + E[g*_{j-1}(y - D_j)], with g* the same function held at its least from
 * its level on. Far below, g is a straight line; between line and level it is kept at the nodes of a Gauss-Legendre
 * rule in panels no wider than what is smooth there.
 */
#include <ecom/base.h>
#include <ecom/inventory.h>
#include <math.h>

#define REACH 9		 /* standard deviations beyond which a normal distribution has nothing (1e-19) */
#define POINTS 16	 /* of a panel */
#define PANELS_MAX 4000	 /* bounds the work where deviations differ wildly */
#define HALVINGS 200

/* g*_j: a line below ${low}, values at nodes up to ${level}, ${least} from there on. */
struct curve {
	double slope, intercept, low, level, least;
	double *x, *weighted; /* nodes, and values times weights; NULL where the next stage waits for nothing */
	size_t n;
	double holding, mean, deviation; /* of the stage itself: its echelon's cost, its lead time's demand */
	double scale;			 /* what is narrower than this is smooth; 0: nothing is */
};

static double density(double z)
{
	return exp(-z * z / 2) * (M_2_SQRTPI * M_SQRT1_2 / 2);
}

static double stage_value(const struct curve *curves, size_t j, double y, double *slope);

/* g*_j at x and its slope. */
static double held_value(const struct curve *curves, size_t j, double x, double *slope)
{
	const struct curve *c = &curves[j];
	if (x >= c->level) {
		*slope = 0;
		return c->least;
	}
	if (x < c->low || j == 0) {
		*slope = c->slope;
		return c->slope * x + c->intercept;
	}
	return stage_value(curves, j, x, slope);
}

/* g_j at y and its slope, from the curve below it. */
static double stage_value(const struct curve *curves, size_t j, double y, double *slope)
{
	const struct curve *c = &curves[j], *below = &curves[j - 1];
	double centre = y - c->mean, s = c->deviation, value;

	if (s == 0) {
		value = held_value(curves, j - 1, centre, slope);
		*slope += c->holding;
		return value + c->holding * centre;
	}
	double low = (below->low - centre) / s, high = (below->level - centre) / s;
	double under = numeric_normal_cdf(low), line = below->slope * centre + below->intercept;
	value = line * under - below->slope * s * density(low) + below->least * numeric_normal_cdf(-high);
	*slope = below->slope * under - (below->slope * below->low + below->intercept) * density(low) / s +
		 below->least * density(high) / s;
	for (size_t k = 0; k < below->n; k++) {
		double z = (below->x[k] - centre) / s, mass = below->weighted[k] * density(z) / s;
		value += mass;
		*slope += mass * z / s;
	}
	*slope += c->holding;
	return value + c->holding * centre;
}

/* Nodes and weights of the rule on -1..1: the roots of the Legendre polynomial by Newton's method. */
static void legendre(double *x, double *w)
{
	for (int i = 0; i < POINTS; i++) {
		double root = cos(M_PI * (i + 0.75) / (POINTS + 0.5)), derivative = 1;
		for (int step = 0; step < 50; step++) {
			double before = 1, now = root;
			for (int k = 2; k <= POINTS; k++) {
				double next = ((2 * k - 1) * root * now - (k - 1) * before) / k;
				before = now;
				now = next;
			}
			derivative = POINTS * (root * now - before) / (root * root - 1);
			double move = now / derivative;
			root -= move;
			if (fabs(move) < 1e-16)
				break;
		}
		x[i] = root;
		w[i] = 2 / ((1 - root * root) * derivative * derivative);
	}
}

static void fill_nodes(struct curve *curves, size_t j, double next_deviation)
{
	struct curve *c = &curves[j];
	double x[POINTS], w[POINTS], slope;
	double width = c->scale > 0 ? fmin(next_deviation, c->scale) : next_deviation;
	double panels = fmin(ceil((c->level - c->low) / width), PANELS_MAX), half = (c->level - c->low) / panels / 2;

	if (!(panels >= 1))
		return;
	legendre(x, w);
	c->n = (size_t)panels * POINTS;
	c->x = memory_zero(c->n, sizeof *c->x);
	c->weighted = memory_zero(c->n, sizeof *c->weighted);
	for (size_t k = 0; k < c->n; k++) {
		c->x[k] = c->low + half * (2 * (double)(k / POINTS) + 1 + x[k % POINTS]);
		c->weighted[k] = stage_value(curves, j, c->x[k], &slope) * w[k % POINTS] * half;
	}
}

/* Where the convex g_j is least. */
static void find_level(struct curve *curves, size_t j)
{
	struct curve *c = &curves[j];
	double low = c->low, high = curves[j - 1].level + c->mean + REACH * c->deviation, slope;

	for (int i = 0; i < HALVINGS; i++) {
		double middle = low + (high - low) / 2;
		if (middle <= low || middle >= high)
			break;
		stage_value(curves, j, middle, &slope);
		*(slope >= 0 ? &high : &low) = middle;
	}
	c->level = high;
	c->least = stage_value(curves, j, high, &slope);
	c->low = fmin(c->low, c->level);
}

static bool stages_valid(const struct inventory_serial_stage *stages, size_t n, const struct inventory_demand *period,
			 double backorder_cost)
{
	for (size_t j = 0; j < n; j++)
		if (!(stages[j].holding_cost > 0) || !(stages[j].lead_time >= 0) || !isfinite(stages[j].lead_time))
			return false;
	return n > 0 && backorder_cost > 0 && inventory_demand_valid(period);
}

/* Demand of whole numbers: the same with sums; below 0 all is owed, and g is the line. */
static double serial_poisson(const struct inventory_serial_stage *stages, size_t n, double mean, double owed, double *levels)
{
	double slope = -owed, intercept = 0, least = 0, *below = NULL, *values = NULL;
	int64_t level = 0; /* of the curve below; its values 0..level-1 stand in ${below} */

	for (size_t j = 0; j < n; j++) {
		double m = mean * stages[j].lead_time, h = stages[j].holding_cost, *chances = NULL;
		size_t capacity = 0;
		int64_t y = 0;
		for (;; y++) {
			if ((size_t)y + 1 >= capacity) {
				capacity = capacity ? capacity * 2 : 64;
				values = memory_resize(values, capacity * sizeof *values);
				chances = memory_resize(chances, capacity * sizeof *chances);
			}
			chances[y] = numeric_poisson_pmf(y, m);
			/* D >= y falls on the line; y - D >= level is held; what is between is summed. */
			double line = (slope * (double)y + intercept) * (1 - numeric_poisson_cdf(y - 1, m)) -
				      slope * m * (1 - numeric_poisson_cdf(y - 2, m));
			double sum = y >= level ? least * numeric_poisson_cdf(y - (level > 0 ? level : 1), m) : 0;
			for (int64_t x = 1; x < level && x <= y; x++)
				sum += chances[y - x] * below[x];
			values[y] = h * ((double)y - m) + line + sum;
			if (y > 0 && values[y] >= values[y - 1])
				break;
		}
		memory_free(chances);
		level = y > 0 ? y - 1 : 0;
		least = values[level];
		slope += h;
		intercept -= slope * m;
		levels[j] = (double)level;
		memory_free(below);
		below = values;
		values = NULL;
	}
	memory_free(below);
	return least;
}

static double serial_normal(const struct inventory_serial_stage *stages, size_t n, const struct inventory_demand *period,
			    double owed, double *levels)
{
	struct curve *curves = memory_zero(n + 1, sizeof *curves);

	curves[0].slope = -owed;
	for (size_t j = 1; j <= n; j++) {
		struct curve *c = &curves[j];
		c->holding = stages[j - 1].holding_cost;
		c->mean = period->mean * stages[j - 1].lead_time;
		c->deviation = sqrt(period->variance * stages[j - 1].lead_time);
		c->scale = c->deviation > 0 ? c->deviation : curves[j - 1].scale;
		c->slope = curves[j - 1].slope + c->holding;
		c->intercept = curves[j - 1].intercept - c->slope * c->mean;
		c->low = curves[j - 1].low + c->mean - REACH * c->deviation;
		find_level(curves, j);
		levels[j - 1] = c->level;
		double next = j < n ? sqrt(period->variance * stages[j].lead_time) : 0;
		if (next > 0)
			fill_nodes(curves, j, next);
	}
	double cost = curves[n].least;
	for (size_t j = 1; j <= n; j++) {
		memory_free(curves[j].x);
		memory_free(curves[j].weighted);
	}
	memory_free(curves);
	return cost;
}

double inventory_serial(const struct inventory_serial_stage *stages, size_t n, const struct inventory_demand *period,
			double backorder_cost, double *levels)
{
	double owed = backorder_cost;

	if (!stages_valid(stages, n, period, backorder_cost))
		return NAN;
	for (size_t j = 0; j < n; j++)
		owed += stages[j].holding_cost;
	if (period->family == INVENTORY_POISSON)
		return serial_poisson(stages, n, period->mean, owed, levels);
	return period->family == INVENTORY_NORMAL ? serial_normal(stages, n, period, owed, levels) : NAN;
}
