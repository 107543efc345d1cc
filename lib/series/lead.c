/* The distribution of demand over a lead time. */
#include "series_impl.h"

#define MEMORY 0.1  /* what the newest period weighs in the local mean and variance */
#define TAIL   8.0  /* standard deviations above the mean that the grid reaches */
#define ENOUGH 100  /* series: fewer say nothing of the blends that is not chance */
#define NEAR   1.02 /* times the least loss is as good */

static const double WEIGHTS[SERIES_LEAD_BLENDS][SERIES_LEAD_OPINIONS] = {
	[SERIES_LEAD_ALL] = { 1, 1, 1 },	[SERIES_LEAD_RATE_DRAWN] = { 0, 1, 1 },
	[SERIES_LEAD_LOCAL_RATE] = { 1, 1, 0 }, [SERIES_LEAD_LOCAL_ONLY] = { 1 },
	[SERIES_LEAD_RATE_ONLY] = { 0, 1 },	[SERIES_LEAD_DRAWN_ONLY] = { 0, 0, 1 },
};

enum { SERIES_LEAD_LOCAL, SERIES_LEAD_RATE, SERIES_LEAD_DRAWN };

/* What the history says, in numbers. */
struct view {
	const struct series_history *history;
	enum numeric_family family;
	double mean, variance, local_mean, local_variance; /* of a period */
	double rate, about, shared; /* imapa: its forecast, and the parts of its variance, a period */
	double largest;
};

/* Mean and variance that forget, from those of the whole. */
static void look_back(struct view *v)
{
	const double *y = v->history->y;
	size_t n = v->history->n;
	double squares = 0;
	for (size_t t = 0; t < n; t++) {
		v->mean += fmax(0, y[t]) / (double)n;
		v->largest = fmax(v->largest, y[t]);
	}
	for (size_t t = 0; t < n; t++)
		squares += (fmax(0, y[t]) - v->mean) * (fmax(0, y[t]) - v->mean);
	v->variance = n > 1 ? squares / ((double)n - 1) : v->family == NUMERIC_COUNT ? 2 * v->mean : v->mean * v->mean;
	v->local_mean = v->mean;
	v->local_variance = v->variance;
	for (size_t t = 0; t < n; t++) {
		double error = fmax(0, y[t]) - v->local_mean;
		v->local_variance += MEMORY * (error * error - v->local_variance);
		v->local_mean += MEMORY * error;
	}
}

static void fit_rate(struct view *v, double *room)
{
	static const struct series_settings SETTINGS = { .window = 1, .alpha = NAN };
	double mean[2], variance[2], total[2];
	struct series_path path = { mean, variance, total };
	struct series_fit fit;
	SERIES_IMAPA.fit(v->history, &SETTINGS, room, &fit);
	if (fit.degrees == 0)
		fit.variance = v->variance;
	SERIES_IMAPA.forecast(&fit, v->history, 2, room, &path);
	/* As much wider as Student's t is for a variance that was estimated. */
	double widening = fit.degrees > 3 ? fit.degrees / (fit.degrees - 2) : fit.degrees > 0 ? 3 : 1;
	v->rate = mean[0];
	v->shared = (total[1] - 2 * variance[0]) / 2 * widening;
	v->about = variance[0] * widening - v->shared;
}

/* A count of independent demands cannot vary less than Poisson's; binomial shapes come from few observations alone. */
static struct numeric_spread spread_of(const struct view *v, double mean, double variance)
{
	double least = v->family == NUMERIC_COUNT ? mean : 0;
	return (struct numeric_spread) { v->family, mean, fmax(variance, least) };
}

/* Of a random number of periods: the law of total variance, with E L^2 = variance + mean^2. */
static struct numeric_spread local_opinion(const struct view *v, double periods, double vary)
{
	return spread_of(v, v->local_mean * periods,
			 v->local_variance * periods + v->local_mean * v->local_mean * vary);
}

static struct numeric_spread rate_opinion(const struct view *v, double periods, double vary)
{
	return spread_of(v, v->rate * periods,
			 v->about * periods + v->shared * (periods * periods + vary) + v->rate * v->rate * vary);
}

static double reach(double mean, double variance)
{
	return mean + TAIL * sqrt(variance);
}

static double largest_sum(const struct view *v, const struct numeric_pmf *periods, double mean, double vary)
{
	double longest = (double)(periods->from + (int64_t)periods->count - 1);
	return fmin(v->largest * longest, reach(v->mean * mean, v->variance * mean + v->mean * v->mean * vary));
}

size_t series_lead_room(size_t n, size_t cells)
{
	return 2 * n + 1 + (SERIES_LEAD_OPINIONS + 3) * cells;
}

/* The opinions, each in a vector of its own behind the room for the rate. */
static void form_opinions(struct view *v, const struct numeric_pmf *periods, double *room, struct numeric_pmf *opinion,
			  struct numeric_pmf *out)
{
	size_t n = v->history->n, cells = out->room;
	double mean = numeric_pmf_mean(periods), vary = numeric_pmf_variance(periods);
	double *demand = room, *vectors = room + 2 * n + 1, *work = vectors + (SERIES_LEAD_OPINIONS + 1) * cells;
	look_back(v);
	fit_rate(v, room);
	struct numeric_spread local = local_opinion(v, mean, vary), rate = rate_opinion(v, mean, vary);
	double most = fmax(reach(local.mean, local.variance), reach(rate.mean, rate.variance));
	out->unit = numeric_pmf_unit(fmax(most, largest_sum(v, periods, mean, vary)), cells - 1, v->family);
	for (size_t i = 0; i <= SERIES_LEAD_OPINIONS; i++)
		opinion[i] = (struct numeric_pmf) { .unit = out->unit, .room = cells, .p = vectors + i * cells };
	struct numeric_pmf *one = &opinion[SERIES_LEAD_OPINIONS];
	for (size_t t = 0; t < n; t++)
		demand[t] = fmax(0, v->history->y[t]);
	numeric_pmf_spread(&local, &opinion[SERIES_LEAD_LOCAL]);
	numeric_pmf_spread(&rate, &opinion[SERIES_LEAD_RATE]);
	numeric_pmf_empirical(demand, n, one);
	numeric_pmf_sum(one, periods, work, &opinion[SERIES_LEAD_DRAWN]);
}

static enum series_lead_blend blend_by_class(const struct series_history *history)
{
	struct series_gaps gaps = series_gaps(history->y, history->n);
	return gaps.pattern == SERIES_LUMPY ? SERIES_LEAD_RATE_DRAWN : SERIES_LEAD_ALL;
}

void series_lead_demand(const struct series_history *history, enum numeric_family family,
			const struct numeric_pmf *periods, enum series_lead_blend blend, double *room,
			struct numeric_pmf *out)
{
	struct numeric_pmf opinion[SERIES_LEAD_OPINIONS + 1];
	struct view v = { .history = history, .family = family };
	form_opinions(&v, periods, room, opinion, out);
	if (blend == SERIES_LEAD_BY_CLASS)
		blend = blend_by_class(history);
	numeric_pmf_blend(opinion, WEIGHTS[blend], SERIES_LEAD_OPINIONS, out);
}

/* Adds what every blend would have lost against what came. */
static void judge(const struct series_history *before, enum numeric_family family, const struct numeric_pmf *periods,
		  double came, double *room, struct numeric_pmf *out, struct series_lead_scores *scores)
{
	struct numeric_pmf opinion[SERIES_LEAD_OPINIONS + 1];
	struct view v = { .history = before, .family = family };
	form_opinions(&v, periods, room, opinion, out);
	double scale = v.mean > 0 ? v.mean : 1;
	enum series_lead_blend by_class = blend_by_class(before);
	for (int blend = 0; blend < SERIES_LEAD_BLENDS; blend++) {
		double q;
		numeric_pmf_blend(opinion, WEIGHTS[blend == SERIES_LEAD_BY_CLASS ? (int)by_class : blend],
				  SERIES_LEAD_OPINIONS, out);
		numeric_pmf_quantiles(out, &scores->level, 1, &q);
		scores->loss[blend] += series_pinball(came, q, scores->level) / scale;
		scores->covered[blend] += came <= q;
	}
	scores->origins++;
}

void series_lead_score(const struct series_history *history, enum numeric_family family, size_t periods,
		       size_t origins, double *room, struct numeric_pmf *out, struct series_lead_scores *scores)
{
	double certain = 1;
	struct numeric_pmf lead = { 1, (int64_t)periods, 1, 1, &certain };
	size_t before = scores->origins;
	for (size_t k = 1; periods > 0 && k <= origins && k * periods < history->n; k++) {
		struct series_history early = *history;
		double came = 0;
		early.n = history->n - k * periods;
		if (early.n < (history->n + 1) / 2)
			break;
		for (size_t t = 0; t < periods; t++)
			came += fmax(0, history->y[early.n + t]);
		judge(&early, family, &lead, came, room, out, scores);
	}
	scores->series += scores->origins > before;
}

enum series_lead_blend series_lead_choose(const struct series_lead_scores *scores)
{
	enum series_lead_blend best = SERIES_LEAD_BY_CLASS;
	double least = INFINITY, nearest = INFINITY;
	if (scores->series < ENOUGH)
		return best;
	for (int blend = 0; blend < SERIES_LEAD_BLENDS; blend++)
		least = fmin(least, scores->loss[blend]);
	for (int blend = 0; blend < SERIES_LEAD_BLENDS; blend++) {
		double miss = fabs(scores->covered[blend] / (double)scores->origins - scores->level);
		if (scores->loss[blend] > NEAR * least || miss >= nearest)
			continue;
		nearest = miss;
		best = (enum series_lead_blend)blend;
	}
	return best;
}
