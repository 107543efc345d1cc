/*
 * Policy search by simulation. A coarse grid of policies is raced on common demand: after each heat, longer than the one
 * before, whoever is worse than the leader beyond chance drops out. Then a finer grid around the winner, down to single
 * units. What is told of the winner comes from demand that no race has seen.
 */
#include <ecom/base.h>
#include <ecom/inventory.h>
#include <math.h>
#include <string.h>

#define SIDE	    16	 /* policies along each axis of a grid of two */
#define FIELD	    (SIDE * SIDE) /* the most that race together; of one axis too */
#define BATCHES	    16	 /* of a heat: their differences tell chance from merit */
#define FIRST_HEAT  2048 /* periods */
#define COARSE_HEAT 8192 /* the longest, while the grid is coarse */
#define OUT	    3.0	 /* standard errors behind the leader */
#define FRESH	    (UINT64_C(1) << 40) /* streams of the last word */

struct axis {
	int32_t low, step;
	size_t count;
};

struct runner {
	struct inventory_policy policy;
	double cost, periods, missed, demand; /* sums over the heats so far */
	bool out;
};

struct race {
	const struct inventory_search *s;
	double cdf_demand[INVENTORY_OUTCOMES], cdf_leads[INVENTORY_DELAY_MAX + 1];
	struct axis first, second;
	struct runner *runners;
	size_t n_runners, alive[FIELD], n_alive;
	struct inventory_tally *tallies; /* by group of lanes, batch and lane */
	int32_t *demand;
	uint8_t *leads;
	struct inventory_path path;
	size_t longest, races;
};

size_t inventory_tune_room(const struct inventory_search *s)
{
	size_t periods = s->periods + INVENTORY_WARM_UP;
	return sizeof(struct race) + FIELD * sizeof(struct runner) + FIELD * BATCHES * sizeof(struct inventory_tally) +
	       periods * (sizeof(int32_t) + 1) + 64;
}

/* --- what is drawn */

static void cumulate(const double *p, size_t n, double *cdf)
{
	double sum = 0;
	for (size_t k = 0; k < n; k++)
		cdf[k] = sum += p[k];
}

static size_t draw(struct numeric_random *r, const double *cdf, size_t n)
{
	double u = numeric_random_uniform(r) * cdf[n - 1];
	size_t low = 0, high = n - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (cdf[middle] > u)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void draw_path(struct race *r, size_t periods, uint64_t stream)
{
	const struct inventory_search *s = r->s;
	struct numeric_random demand = numeric_random_start(s->seed, 2 * stream);
	struct numeric_random leads = numeric_random_start(s->seed, 2 * stream + 1);

	r->path = (struct inventory_path) { .demand = r->demand, .periods = periods + INVENTORY_WARM_UP,
					    .warm_up = INVENTORY_WARM_UP, .review = s->review,
					    .backorders = s->backorders };
	for (size_t t = 0; t < r->path.periods; t++)
		r->demand[t] = (int32_t)draw(&demand, r->cdf_demand, s->n_demand);
	if (s->n_leads == 1)
		return;
	r->path.leads = r->leads;
	for (size_t t = 0; t < r->path.periods; t++)
		r->leads[t] = (uint8_t)draw(&leads, r->cdf_leads, s->n_leads);
}

/* --- a heat */

static void run_group(void *ctx, size_t worker, size_t group)
{
	struct race *r = ctx;
	struct inventory_policy policies[INVENTORY_LANES];
	size_t first = group * INVENTORY_LANES, left = r->n_alive - first,
	       count = left < INVENTORY_LANES ? left : INVENTORY_LANES;

	(void)worker;
	for (size_t k = 0; k < count; k++)
		policies[k] = r->runners[r->alive[first + k]].policy;
	inventory_simulate(&r->path, policies, count, BATCHES, r->tallies + first * BATCHES);
}

static const struct inventory_tally *tally_of(const struct race *r, size_t place, size_t batch)
{
	size_t group = place / INVENTORY_LANES, first = group * INVENTORY_LANES, left = r->n_alive - first;
	size_t count = left < INVENTORY_LANES ? left : INVENTORY_LANES;
	return r->tallies + first * BATCHES + batch * count + place % INVENTORY_LANES;
}

static bool enough(const struct race *r, const struct runner *runner)
{
	return isnan(r->s->fill_rate) || runner->missed <= (1 - r->s->fill_rate) * runner->demand;
}

/* Enough comes before cheap; among those without enough, the one that lacks least. */
static bool leads_before(const struct race *r, const struct runner *a, const struct runner *b)
{
	bool enough_a = enough(r, a), enough_b = enough(r, b);
	if (enough_a != enough_b)
		return enough_a;
	return enough_a ? a->cost * b->periods < b->cost * a->periods : a->missed * b->demand < b->missed * a->demand;
}

static size_t leader(const struct race *r)
{
	size_t best = 0;
	for (size_t i = 1; i < r->n_alive; i++)
		if (leads_before(r, &r->runners[r->alive[i]], &r->runners[r->alive[best]]))
			best = i;
	return best;
}

/* Is the mean of the batches above 0, beyond chance? */
static bool surely_positive(const double *x)
{
	double mean = 0, squares = 0;
	for (size_t b = 0; b < BATCHES; b++)
		mean += x[b] / BATCHES;
	for (size_t b = 0; b < BATCHES; b++)
		squares += (x[b] - mean) * (x[b] - mean);
	return mean > OUT * sqrt(squares / (BATCHES * (BATCHES - 1)));
}

/* What a policy misses more than the fill rate allows, batch by batch; ${sign} -1: what it has to spare. */
static bool surely_lacks(const struct race *r, size_t place, double sign)
{
	double lacks[BATCHES];
	for (size_t b = 0; b < BATCHES; b++) {
		const struct inventory_tally *t = tally_of(r, place, b);
		lacks[b] = sign * (t->missed - (1 - r->s->fill_rate) * t->demand);
	}
	return surely_positive(lacks);
}

static bool surely_behind(const struct race *r, size_t place, size_t first)
{
	double behind[BATCHES];
	for (size_t b = 0; b < BATCHES; b++)
		behind[b] = inventory_tally_cost(tally_of(r, place, b), &r->s->costs) -
			    inventory_tally_cost(tally_of(r, first, b), &r->s->costs);
	return surely_positive(behind);
}

/* With a fill rate to reach the cheapest that has enough may yet turn out to lack: only one that surely has enough sends
 * dearer ones home. */
static size_t pace_maker(const struct race *r, bool bound)
{
	size_t best = SIZE_MAX;
	if (!bound)
		return leader(r);
	for (size_t i = 0; i < r->n_alive; i++)
		if (surely_lacks(r, i, -1) && (best == SIZE_MAX || leads_before(r, &r->runners[r->alive[i]],
										&r->runners[r->alive[best]])))
			best = i;
	return best;
}

static void drop_losers(struct race *r)
{
	bool bound = !isnan(r->s->fill_rate);
	size_t pace = pace_maker(r, bound), kept = 0;

	for (size_t i = 0; pace != SIZE_MAX && i < r->n_alive; i++)
		r->runners[r->alive[i]].out =
			i != pace && ((bound && surely_lacks(r, i, 1)) || surely_behind(r, i, pace));
	for (size_t i = 0; i < r->n_alive; i++)
		if (!r->runners[r->alive[i]].out)
			r->alive[kept++] = r->alive[i];
	r->n_alive = kept;
}

static void run_heat(struct race *r, size_t periods)
{
	draw_path(r, periods, ++r->races);
	parallel_run(r->s->jobs, (r->n_alive + INVENTORY_LANES - 1) / INVENTORY_LANES, run_group, r);
	for (size_t i = 0; i < r->n_alive; i++) {
		struct runner *runner = &r->runners[r->alive[i]];
		for (size_t b = 0; b < BATCHES; b++) {
			const struct inventory_tally *t = tally_of(r, i, b);
			runner->cost += inventory_tally_cost(t, &r->s->costs) * t->periods;
			runner->periods += t->periods;
			runner->missed += t->missed;
			runner->demand += t->demand;
		}
	}
	drop_losers(r);
}

/* --- grids */

static double moment(const double *p, size_t n, double about, int power)
{
	double sum = 0;
	for (size_t k = 0; k < n; k++)
		sum += p[k] * pow((double)k - about, power);
	return sum;
}

static struct axis make_axis(double low, double high, size_t count)
{
	low = fmax(low, -INVENTORY_LEVEL_MAX / 4);
	high = fmin(high, INVENTORY_LEVEL_MAX / 4);
	struct axis a = { (int32_t)low, (int32_t)fmax(1, ceil((high - low) / (double)(count - 1))), 1 };
	while (a.count < count && a.low + (double)a.count * a.step <= high)
		a.count++;
	return a;
}

/* Levels up to six deviations above the demand that they protect against; lots and caps up to thrice the economic one. */
static void span_grid(struct race *r)
{
	const struct inventory_search *s = r->s;
	double mean = moment(s->demand, s->n_demand, 0, 1), variance = moment(s->demand, s->n_demand, mean, 2);
	double lead = moment(s->leads, s->n_leads, 0, 1), spread = moment(s->leads, s->n_leads, lead, 2);
	double review = s->review > 1 ? (double)s->review : 1, cover = lead + review;
	double above = 6 * sqrt(cover * variance + mean * mean * spread) + 2;
	double lot = s->costs.order > 0 ? 3 * sqrt(2 * s->costs.order * mean / s->costs.holding) : 0;
	double step = review * mean + 6 * sqrt(review * variance) + 2;
	bool two = s->family != INVENTORY_BASE_STOCK;

	r->first = make_axis(s->backorders ? -mean - 1 : -1, cover * mean + above, two ? SIDE : FIELD);
	r->second = two ? make_axis(1, fmax(step, lot), SIDE) : (struct axis) { 0, 1, 1 };
}

static struct inventory_policy policy_at(const struct race *r, int32_t a, int32_t b)
{
	switch (r->s->family) {
	case INVENTORY_BASE_STOCK:
		return (struct inventory_policy) { .point = a - 1, .level = a };
	case INVENTORY_CAPPED_BASE_STOCK:
		return (struct inventory_policy) { .point = a - 1, .level = a, .cap = b };
	case INVENTORY_MIN_MAX:
		return (struct inventory_policy) { .point = a, .level = a + b };
	case INVENTORY_LOTS:
		break;
	}
	return (struct inventory_policy) { .point = a, .level = a + 1, .lot = b };
}

static void line_up(struct race *r)
{
	r->n_runners = 0;
	for (size_t i = 0; i < r->first.count; i++)
		for (size_t j = 0; j < r->second.count; j++)
			r->runners[r->n_runners++] = (struct runner) {
				.policy = policy_at(r, r->first.low + (int32_t)i * r->first.step,
						    r->second.low + (int32_t)j * r->second.step)
			};
	r->n_alive = r->n_runners;
	for (size_t i = 0; i < r->n_alive; i++)
		r->alive[i] = i;
}

static size_t run_race(struct race *r, size_t longest)
{
	line_up(r);
	for (size_t periods = FIRST_HEAT; r->n_alive > 1 && periods <= longest; periods *= 2)
		run_heat(r, periods);
	return r->alive[leader(r)];
}

/* Two steps to both sides of ${at}. */
static struct axis narrow(const struct axis *a, int32_t at, size_t count)
{
	if (a->count == 1)
		return *a;
	double low = fmax(at - 2.0 * a->step, a->low), high = fmin(at + 2.0 * a->step, INVENTORY_LEVEL_MAX / 4);
	return make_axis(low, high, count);
}

/* The last word: on demand of its own. */
static void judge(struct race *r, struct inventory_tuned *out)
{
	double cost[BATCHES], mean = 0, squares = 0;

	draw_path(r, r->s->periods, FRESH);
	inventory_simulate(&r->path, &out->policy, 1, BATCHES, r->tallies);
	memset(&out->tally, 0, sizeof out->tally);
	for (size_t b = 0; b < BATCHES; b++) {
		const struct inventory_tally *t = &r->tallies[b];
		cost[b] = inventory_tally_cost(t, &r->s->costs);
		mean += cost[b] / BATCHES;
		out->tally.periods += t->periods;
		out->tally.demand += t->demand;
		out->tally.stock += t->stock;
		out->tally.owed += t->owed;
		out->tally.missed += t->missed;
		out->tally.short_periods += t->short_periods;
		out->tally.orders += t->orders;
		out->tally.units += t->units;
	}
	for (size_t b = 0; b < BATCHES; b++)
		squares += (cost[b] - mean) * (cost[b] - mean);
	out->cost = mean;
	out->error = sqrt(squares / (BATCHES * (BATCHES - 1)));
}

bool inventory_tune(const struct inventory_search *s, void *room, struct inventory_tuned *out)
{
	struct race *r = room;

	if (s->n_demand < 1 || s->n_demand > INVENTORY_OUTCOMES || s->n_leads < 1 ||
	    s->n_leads > INVENTORY_DELAY_MAX + 1 || !(s->costs.holding > 0) || !(s->costs.order >= 0) ||
	    s->periods < FIRST_HEAT)
		return false;
	memset(r, 0, sizeof *r);
	r->s = s;
	r->runners = (struct runner *)(r + 1);
	r->tallies = (struct inventory_tally *)(r->runners + FIELD);
	r->demand = (int32_t *)(r->tallies + FIELD * BATCHES);
	r->leads = (uint8_t *)(r->demand + s->periods + INVENTORY_WARM_UP);
	cumulate(s->demand, s->n_demand, r->cdf_demand);
	cumulate(s->leads, s->n_leads, r->cdf_leads);
	*out = (struct inventory_tuned) { 0 };
	span_grid(r);
	for (;;) {
		bool fine = r->first.step == 1 && r->second.step == 1;
		size_t winner = run_race(r, fine || s->periods < COARSE_HEAT ? s->periods : COARSE_HEAT);
		int32_t a = r->first.low + (int32_t)(winner / r->second.count) * r->first.step;
		int32_t b = r->second.low + (int32_t)(winner % r->second.count) * r->second.step;
		out->candidates += r->n_runners;
		out->policy = r->runners[winner].policy;
		out->met = enough(r, &r->runners[winner]);
		if (fine)
			break;
		r->first = narrow(&r->first, a, r->second.count > 1 ? SIDE : FIELD);
		r->second = narrow(&r->second, b, SIDE);
	}
	judge(r, out);
	return true;
}
