/* How long a parcel takes: shrunken means, what is left over, and its drift. */
#include "eta.h"

#define HALF_LIFE	(FLOW_ETA_HALF_LIFE * DAY_MS)
#define GROUP_HALF_LIFE (3 * HALF_LIFE)
#define WEEKDAY_SHRINK	200 /* one day is much like another until many parcels say otherwise */
#define SLOPE_PRIOR	0.5 /* on the promise, and how much of its spread stands behind that */
#define SLOPE_WEIGHT	50
#define DAYS_MIN	(1.0 / 1440) /* a minute */
#define DEPARTURE_MAX	1.5	     /* what departs by more, in logarithms, teaches as if by this */

/* Departures of logarithms are counted in bins, the middle one for none. */
#define BIN	      0.005
#define BINS	      3201
#define MIDDLE	      (BINS / 2)
#define PRESUMED      2	  /* parcels */
#define PRESUMED_SD   0.5 /* of their departures */
#define PRESUMED_LOST 0.1 /* parcels beside them: without, the last that came would have been the last that could */
#define REBASE_AFTER  (100 * HALF_LIFE)

/* Levels whose drift is followed; those between follow by interpolation. */
static const double FOLLOWED[] = { 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99 };
#define FOLLOWED_COUNT ARRAY_LENGTH(FOLLOWED)
#define STEP_MAX       0.02 /* of a level's quantile, for each parcel delivered; less the more there are */
#define STEP_PARCELS   8
#define DRIFT_MAX      1

/* Sums that fade, of what the levels before leave over. */
struct group {
	double n, days, quote; /* logarithms */
	int64_t at;
};

struct eta_model {
	struct group *groups;
	double cross, square; /* of the departures of days and promises: their ratio is the slope */
	int64_t slope_at;
	double *arrived, *under_way, *presumed, *share; /* BINS each: weights; share arrived up to and with this bin */
	double ever;					/* share that arrives at all */
	double presumed_weight;
	int64_t reference, settled; /* instant whose weight is 1 */
	double quantile[FOLLOWED_COUNT], drift[FOLLOWED_COUNT];
};

struct eta_model *eta_model_new(uint32_t groups)
{
	struct eta_model *m = memory_zero(1, sizeof *m);
	double below = 0;

	m->groups = memory_zero(groups, sizeof *m->groups);
	m->arrived = memory_zero((size_t)BINS * 4, sizeof *m->arrived);
	m->under_way = m->arrived + BINS;
	m->presumed = m->under_way + BINS;
	m->share = m->presumed + BINS;
	for (int i = 0; i < BINS; i++) {
		double up_to = numeric_normal_cdf((i - MIDDLE + 0.5) * BIN / PRESUMED_SD);
		m->presumed[i] = PRESUMED * (up_to - below);
		below = up_to;
	}
	m->cross = SLOPE_PRIOR * SLOPE_WEIGHT;
	m->square = SLOPE_WEIGHT;
	m->reference = m->settled = INSTANT_NONE;
	return m;
}

void eta_model_free(struct eta_model *m)
{
	if (!m)
		return;
	memory_free(m->groups);
	memory_free(m->arrived);
	memory_free(m);
}

static double fade(int64_t ms, int64_t half_life)
{
	return exp2(-(double)ms / (double)half_life);
}

static int bin_of(double departure)
{
	double bin = floor(departure / BIN + 0.5) + MIDDLE;

	return bin < 0 ? 0 : bin >= BINS ? BINS - 1 : (int)bin;
}

static void fade_group(struct group *g, int level, int64_t now)
{
	double f = fade(now - g->at, level == ETA_ALL ? HALF_LIFE : GROUP_HALF_LIFE);

	g->n *= f;
	g->days *= f;
	g->quote *= f;
	g->at = now;
}

static double shrink(int level, double n)
{
	return level == ETA_ALL ? n : level == ETA_WEEKDAY ? n + WEEKDAY_SHRINK : n + FLOW_ETA_SHRINK;
}

/* The shrunken means that a parcel's groups give. */
struct means {
	double days, quote;
};

static struct means means_of(struct eta_model *m, const struct eta_case *c, int64_t now)
{
	struct means sum = { 0, 0 };

	for (int level = 0; level < ETA_LEVELS; level++) {
		if (c->groups[level] == ETA_NO_GROUP)
			continue;
		struct group *g = &m->groups[c->groups[level]];
		if (g->n == 0)
			continue;
		fade_group(g, level, now);
		sum.days += g->days / shrink(level, g->n);
		sum.quote += g->quote / shrink(level, g->n);
	}
	return sum;
}

static bool knows_anything(const struct eta_model *m, const struct eta_case *c)
{
	return m->groups[c->groups[ETA_ALL]].n > 0;
}

static double expect(const struct eta_model *m, const struct means *means, double quote)
{
	return means->days + (isnan(quote) ? 0 : m->cross / m->square * (quote - means->quote));
}

double eta_model_expect(struct eta_model *m, const struct eta_case *c, int64_t now)
{
	if (!knows_anything(m, c))
		return NAN;
	struct means means = means_of(m, c, now);
	return expect(m, &means, c->quote);
}

static void learn_slope(struct eta_model *m, double days, double quote, int64_t at)
{
	double f = m->slope_at ? fade(at - m->slope_at, GROUP_HALF_LIFE) : 1;

	m->cross = SLOPE_PRIOR * SLOPE_WEIGHT * (1 - f) + m->cross * f + days * quote;
	m->square = SLOPE_WEIGHT * (1 - f) + m->square * f + quote * quote;
	m->slope_at = at;
}

static void learn_means(struct eta_model *m, const struct eta_case *c, double days, double quote, int64_t at)
{
	for (int level = 0; level < ETA_LEVELS; level++) {
		if (c->groups[level] == ETA_NO_GROUP)
			continue;
		struct group *g = &m->groups[c->groups[level]];
		if (g->n > 0)
			fade_group(g, level, at);
		g->at = at;
		g->n++;
		g->days += days;
		g->quote += quote;
		days -= g->days / shrink(level, g->n);
		quote -= g->quote / shrink(level, g->n);
	}
}

/* Weights double with each half-life after the reference; before they grow out of bounds it moves. */
static double weight_at(struct eta_model *m, int64_t instant)
{
	if (m->reference == INSTANT_NONE)
		m->reference = instant;
	if (instant - m->reference > REBASE_AFTER) {
		double f = fade(instant - m->reference, HALF_LIFE);
		for (int i = 0; i < BINS; i++)
			m->arrived[i] *= f;
		m->reference = instant;
	}
	return fade(m->reference - instant, HALF_LIFE);
}

static double clamp(double x, double most)
{
	return fmax(-most, fmin(most, x));
}

static void follow_drift(struct eta_model *m, double departure, double parcels)
{
	double step = fmin(STEP_MAX, STEP_PARCELS / parcels);

	for (size_t i = 0; i < FOLLOWED_COUNT; i++)
		m->drift[i] =
			clamp(m->drift[i] + step * ((departure > m->quantile[i] + m->drift[i]) - (1 - FOLLOWED[i])),
			      DRIFT_MAX);
}

void eta_model_deliver(struct eta_model *m, const struct eta_case *c, int64_t at)
{
	double days = log(fmax(DAYS_MIN, (double)(at - c->start) / DAY_MS));
	bool first = !knows_anything(m, c);
	struct means means = means_of(m, c, at);
	double expected = first ? days : expect(m, &means, c->quote);
	double departure = days - (isnan(c->expected) ? expected : c->expected);
	double tame = expected + clamp(days - expected, DEPARTURE_MAX);
	double quote = isnan(c->quote) ? means.quote : c->quote;

	if (!first && !isnan(c->quote))
		learn_slope(m, tame - means.days, quote - means.quote, at);
	learn_means(m, c, tame, quote, at);
	m->arrived[bin_of(departure)] += weight_at(m, c->start);
	if (eta_model_ready(m))
		follow_drift(m, departure, m->groups[c->groups[ETA_ALL]].n);
}

/* --- the distribution of departures */

void eta_model_settle_begin(struct eta_model *m, int64_t now)
{
	m->settled = now;
	m->presumed_weight = weight_at(m, now);
	memset(m->under_way, 0, BINS * sizeof *m->under_way);
}

void eta_model_open(struct eta_model *m, const struct eta_case *c)
{
	double age = log(fmax(DAYS_MIN, (double)(m->settled - c->start) / DAY_MS));

	if (!isnan(c->expected))
		m->under_way[bin_of(age - c->expected)] += weight_at(m, c->start);
}

/* The departure up to which ${share} of all arrive. */
static double departure_at(const struct eta_model *m, double share)
{
	int low = -1, high = BINS - 1; /* share[low] < share <= share[high] */

	while (high - low > 1) {
		int middle = low + (high - low) / 2;
		if (m->share[middle] < share)
			low = middle;
		else
			high = middle;
	}
	double before = high > 0 ? m->share[high - 1] : 0, within = m->share[high] - before;
	return (high - MIDDLE - 0.5 + (within > 0 ? fmin(1, (share - before) / within) : 1)) * BIN;
}

static double share_at(const struct eta_model *m, double departure)
{
	double bin = departure / BIN + 0.5 + MIDDLE;

	if (bin <= 0)
		return 0;
	if (bin >= BINS)
		return m->ever;
	int i = (int)bin;
	double before = i > 0 ? m->share[i - 1] : 0;
	return before + (bin - i) * (m->share[i] - before);
}

void eta_model_settle_end(struct eta_model *m)
{
	double at_risk = m->presumed_weight * PRESUMED_LOST, rest = 1;

	for (int i = 0; i < BINS; i++)
		at_risk += m->arrived[i] + m->under_way[i] + m->presumed_weight * m->presumed[i];
	for (int i = 0; i < BINS; i++) {
		double arrived = m->arrived[i] + m->presumed_weight * m->presumed[i];
		if (arrived > 0 && at_risk > 0)
			rest *= fmax(0, 1 - arrived / at_risk);
		at_risk -= arrived + m->under_way[i];
		m->share[i] = 1 - rest;
	}
	m->ever = m->share[BINS - 1];
	for (size_t i = 0; i < FOLLOWED_COUNT; i++)
		m->quantile[i] = departure_at(m, FOLLOWED[i] * m->ever);
}

bool eta_model_ready(const struct eta_model *m)
{
	return m->ever > 0;
}

static double drift_at(const struct eta_model *m, double p)
{
	size_t i = 0;

	while (i < FOLLOWED_COUNT && FOLLOWED[i] < p)
		i++;
	if (i == 0 || i == FOLLOWED_COUNT)
		return m->drift[i ? i - 1 : 0];
	double part = (p - FOLLOWED[i - 1]) / (FOLLOWED[i] - FOLLOWED[i - 1]);
	return m->drift[i - 1] + part * (m->drift[i] - m->drift[i - 1]);
}

/* The share that had arrived by this age. */
static double passed(const struct eta_model *m, double expected, double age, double drift)
{
	return age > 0 ? share_at(m, log(age) - expected - drift) : 0;
}

double eta_model_arrives(const struct eta_model *m, double expected, double age)
{
	double before = passed(m, expected, age, 0);

	return before < 1 ? fmax(0, m->ever - before) / (1 - before) : 0;
}

double eta_model_days(const struct eta_model *m, double expected, double age, double p)
{
	double drift = drift_at(m, p), before = passed(m, expected, age, drift), rest = m->ever - before;

	if (!(rest > 1e-9))
		return NAN;
	return fmax(age, exp(expected + departure_at(m, before + p * rest) + drift));
}

double eta_model_later(const struct eta_model *m, double expected, double age, double days)
{
	double p = 0.5;

	if (days <= age)
		return 1;
	/* The drift is that of the level which the answer itself is; twice is near enough. */
	for (int i = 0; i < 2; i++) {
		double drift = drift_at(m, p), before = passed(m, expected, age, drift), rest = m->ever - before;
		if (!(rest > 1e-9))
			return NAN;
		p = fmin(1, fmax(0, (share_at(m, log(days) - expected - drift) - before) / rest));
	}
	return 1 - p;
}

double eta_model_behind(struct eta_model *m, const struct eta_case *c, int64_t now)
{
	for (int level = ETA_LANE; level >= 0; level--) {
		if (c->groups[level] == ETA_NO_GROUP)
			continue;
		struct group *g = &m->groups[c->groups[level]];
		return g->n * fade(now - g->at, level == ETA_ALL ? HALF_LIFE : GROUP_HALF_LIFE);
	}
	return 0;
}
