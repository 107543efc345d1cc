/*
 * Guaranteed service times in a tree. Stages are taken off from the leaves; each, when its turn comes, has one
 * neighbour left, its master. What it and all taken off behind it cost at least is a function of the time on that link:
 * of what it promises where the master is downstream, of what is promised to it where the master is upstream.
 */
#include <ecom/base.h>
#include <ecom/inventory.h>
#include <math.h>

struct stage_work {
	size_t master;	    /* SIZE_MAX: the last one */
	bool below;	    /* the master is downstream */
	uint32_t longest;   /* the most it could promise: all before it waits */
	double *least;	    /* by the time on the link to the master, 0..longest */
	uint32_t *other;    /* the other time of the stage that gives it */
	uint32_t *reached;  /* the time on the link that is best where it may be shorter (below) or longer */
	double *served;	    /* least cost of those upstream by an inbound time of at most this */
	double *supplied;   /* least cost of those downstream by a promise of at least this */
};

static double stock_of(const struct inventory_tree_stage *s, uint32_t inbound, uint32_t promised)
{
	return s->bound * sqrt((double)inbound + (double)s->processing - (double)promised);
}

/* The inbound times and promises a stage can have. */
static uint32_t most_promised(const struct inventory_tree_stage *s, uint32_t inbound)
{
	uint64_t all = (uint64_t)inbound + s->processing;
	return s->promised < all ? s->promised : (uint32_t)all;
}

static double cost_of(const struct inventory_tree_stage *s, const struct stage_work *w, uint32_t inbound,
		      uint32_t promised)
{
	return s->holding_cost * stock_of(s, inbound, promised) + w->served[inbound] + w->supplied[promised];
}

/* Longest times by following the links from the sources; false where that does not end: a cycle. */
static bool find_longest(const struct inventory_tree_stage *stages, size_t n, const struct inventory_tree_link *links,
			 struct stage_work *work)
{
	for (size_t i = 0; i < n; i++) {
		if ((uint64_t)stages[i].processing + stages[i].inbound >= INVENTORY_TREE_PERIODS)
			return false;
		work[i].longest = stages[i].processing + stages[i].inbound;
	}
	for (size_t round = 0; round <= n; round++) {
		bool changed = false;
		for (size_t l = 0; l + 1 < n; l++) {
			struct stage_work *to = &work[links[l].to];
			uint32_t longest = work[links[l].from].longest + stages[links[l].to].processing;
			if (longest >= INVENTORY_TREE_PERIODS)
				return false;
			changed = changed || longest > to->longest;
			to->longest = longest > to->longest ? longest : to->longest;
		}
		if (!changed)
			return true;
	}
	return false;
}

/* The order in which stages are taken off, and the master of each; false: no tree. */
static bool find_order(size_t n, const struct inventory_tree_link *links, struct stage_work *work, size_t *order)
{
	size_t *degree = memory_zero(n, sizeof *degree), taken = 0;
	bool *gone = memory_zero(n, sizeof *gone), found = true;

	for (size_t l = 0; l + 1 < n; l++) {
		degree[links[l].from]++;
		degree[links[l].to]++;
	}
	while (taken < n && found) {
		found = false;
		for (size_t i = 0; i < n; i++) {
			if (gone[i] || degree[i] > 1 || (degree[i] == 0 && taken + 1 < n))
				continue;
			found = true;
			gone[i] = true;
			order[taken++] = i;
			work[i].master = SIZE_MAX;
			for (size_t l = 0; l + 1 < n; l++) {
				bool down = links[l].from == i;
				size_t other = down ? links[l].to : links[l].from;
				if ((!down && links[l].to != i) || gone[other])
					continue;
				work[i].master = other;
				work[i].below = down;
				degree[other]--;
			}
		}
	}
	memory_free(degree);
	memory_free(gone);
	return taken == n;
}

/* least[] of a stage whose upstream and downstream sums are known. */
static void solve_stage(const struct inventory_tree_stage *s, struct stage_work *w)
{
	uint32_t waits = w->longest - s->processing; /* the longest inbound time */

	for (uint32_t t = 0; t <= w->longest; t++) {
		w->least[t] = INFINITY;
		w->other[t] = 0;
	}
	for (uint32_t inbound = s->inbound; inbound <= waits; inbound++) {
		for (uint32_t promised = 0; promised <= most_promised(s, inbound); promised++) {
			double cost = cost_of(s, w, inbound, promised);
			uint32_t t = w->below ? promised : inbound;
			if (cost < w->least[t]) {
				w->least[t] = cost;
				w->other[t] = w->below ? inbound : promised;
			}
		}
	}
}

/* To the master, with each time of the link: a promise may be shorter than what is waited for, never longer. */
static void tell_master(struct stage_work *w, struct stage_work *master)
{
	uint32_t best = w->below ? 0 : w->longest;

	for (uint32_t i = 0; i <= w->longest; i++) {
		uint32_t t = w->below ? i : w->longest - i;
		if (w->least[t] < w->least[best] || (!w->below && w->least[t] == w->least[best]))
			best = t;
		w->reached[t] = best;
	}
	double *sum = w->below ? master->served : master->supplied;
	for (uint32_t t = 0; t <= master->longest; t++)
		sum[t] += w->least[w->reached[t < w->longest ? t : w->longest]];
}

/* From the last stage back to the first that was taken off. */
static double read_plan(const struct inventory_tree_stage *stages, const struct stage_work *work, const size_t *order,
			size_t n, struct inventory_tree_plan *plan)
{
	double total = 0;

	for (size_t i = n; i-- > 0;) {
		size_t k = order[i];
		const struct stage_work *w = &work[k];
		uint32_t time = 0;
		if (w->master == SIZE_MAX) {
			for (uint32_t t = 0; t <= w->longest; t++)
				time = w->least[t] < w->least[time] ? t : time;
			total = w->least[time];
		} else {
			uint32_t link = w->below ? plan[w->master].inbound : plan[w->master].promised;
			time = w->reached[link < w->longest ? link : w->longest];
		}
		plan[k].promised = w->below ? time : w->other[time];
		plan[k].inbound = w->below ? w->other[time] : time;
		plan[k].safety = stock_of(&stages[k], plan[k].inbound, plan[k].promised);
	}
	return total;
}

static bool stages_valid(const struct inventory_tree_stage *stages, size_t n, const struct inventory_tree_link *links)
{
	for (size_t i = 0; i < n; i++)
		if (!(stages[i].holding_cost >= 0) || !(stages[i].bound >= 0))
			return false;
	for (size_t l = 0; l + 1 < n; l++)
		if (links[l].from >= n || links[l].to >= n || links[l].from == links[l].to)
			return false;
	return n > 0;
}

double inventory_tree(const struct inventory_tree_stage *stages, size_t n, const struct inventory_tree_link *links,
		      struct inventory_tree_plan *plan)
{
	double cost = NAN;

	if (!stages_valid(stages, n, links))
		return cost;
	struct stage_work *work = memory_zero(n, sizeof *work);
	size_t *order = memory_zero(n, sizeof *order);
	if (find_longest(stages, n, links, work) && find_order(n, links, work, order)) {
		for (size_t i = 0; i < n; i++) {
			struct stage_work *w = &work[i];
			size_t times = (size_t)w->longest + 1;
			w->least = memory_zero(times, sizeof *w->least);
			w->served = memory_zero(times, sizeof *w->served);
			w->supplied = memory_zero(times, sizeof *w->supplied);
			w->other = memory_zero(times, sizeof *w->other);
			w->reached = memory_zero(times, sizeof *w->reached);
		}
		for (size_t i = 0; i < n; i++) {
			struct stage_work *w = &work[order[i]];
			solve_stage(&stages[order[i]], w);
			if (w->master != SIZE_MAX)
				tell_master(w, &work[w->master]);
		}
		cost = read_plan(stages, work, order, n, plan);
	}
	for (size_t i = 0; i < n; i++) {
		memory_free(work[i].least);
		memory_free(work[i].served);
		memory_free(work[i].supplied);
		memory_free(work[i].other);
		memory_free(work[i].reached);
	}
	memory_free(work);
	memory_free(order);
	return cost;
}

double inventory_pooled_deviation(const double *deviations, size_t n, double correlation)
{
	double sum = 0, squares = 0;
	for (size_t i = 0; i < n; i++) {
		sum += deviations[i];
		squares += deviations[i] * deviations[i];
	}
	if (!(correlation <= 1) || (n > 1 && !(correlation >= -1 / ((double)n - 1))))
		return NAN;
	return sqrt(fmax(squares + correlation * (sum * sum - squares), 0));
}
