/* Arrivals gathered into periods, and the law that their counts follow. */
#include "flow_impl.h"

#include <ecom/store.h>
#include <stdlib.h>

#define SIGNIFICANT   0.05 /* probability below which the dispersion test rejects Poisson */
#define DAYS_FOR_DAYS 14   /* watched for so long, the period is a day */
#define SHAPE_LOW     1e-4
#define SHAPE_HIGH    1e6
#define SHAPE_MAX     1e6 /* arrivals like clockwork */

struct entry {
	int64_t at; /* of the local clock, ms; once gathered: the number of the period */
	int64_t count;
};

struct flow_arrivals {
	struct entry *entries;
	size_t count, capacity;
	bool counted, within_days; /* some record gave a count; some instant is no midnight */
};

struct flow_arrivals *flow_arrivals_new(void)
{
	return memory_zero(1, sizeof(struct flow_arrivals));
}

void flow_arrivals_free(struct flow_arrivals *a)
{
	if (!a)
		return;
	memory_free(a->entries);
	memory_free(a);
}

static int64_t remainder_of(int64_t a, int64_t b)
{
	return a - number_floor(a, b) * b;
}

static int64_t local_clock(int64_t at, const struct zone *zone)
{
	return at + (int64_t)zone_offset(zone, at) * 1000;
}

static void add_entry(struct flow_arrivals *a, int64_t at, int64_t count, const struct zone *zone)
{
	a->entries = memory_grow(a->entries, a->count, &a->capacity, sizeof *a->entries);
	struct entry *entry = &a->entries[a->count++];
	*entry = (struct entry) { local_clock(at, zone), count };
	a->within_days |= remainder_of(entry->at, DAY_MS) != 0;
}

void flow_arrivals_add(struct flow_arrivals *a, const struct flow_arrival *in, const struct zone *zone)
{
	bool given = record_has(in, FLOW_ARRIVAL_COUNT);

	a->counted |= given;
	add_entry(a, in->at, given ? in->count : 1, zone);
}

enum status flow_arrivals_read(struct flow_arrivals *a, struct store *store, const struct zone *zone, struct error *err)
{
	struct stmt *q = store_stmt(store, &FLOW_SQL[FLOW_SQL_PLACED]);
	enum status status;

	while ((status = stmt_step(q, err)) == STATUS_OK)
		add_entry(a, stmt_column_int(q, 0), 1, zone);
	stmt_reset(q);
	return status == STATUS_END ? STATUS_OK : status;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* --- what the intervals say */

/* Coefficient of variation of the times between one arrival and the next; NAN: fewer than two, or all at once. */
static double interval_variation(const struct flow_arrivals *a)
{
	double squares = 0;

	if (a->counted || !a->within_days || a->count < 3)
		return NAN;
	double n = (double)(a->count - 1);
	double mean = (double)(a->entries[a->count - 1].at - a->entries[0].at) / n;
	for (size_t i = 1; i < a->count; i++) {
		double off = (double)(a->entries[i].at - a->entries[i - 1].at) - mean;
		squares += off * off;
	}
	return mean > 0 ? sqrt(squares / (n - 1)) / mean : NAN;
}

/* --- periods and slots */

/* Names of a profile's slots follow from the number of the period. */
struct profile {
	int64_t slots, shift, every; /* slot = (period + shift) mod slots; 1970-01-01 was a Thursday */
};
static const struct profile PROFILES[] = {
	[FLOW_PROFILE_NONE] = { 1, 0, 0 },
	[FLOW_PROFILE_WEEKDAY] = { 7, 3, DAY_MS },
	[FLOW_PROFILE_HOUR] = { 24, 0, HOUR_MS },
	[FLOW_PROFILE_WEEK] = { 168, 72, HOUR_MS },
};

static const char *slot_name(int profile, int64_t slot, struct arena *arena)
{
	static const char *const DAYS[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

	switch ((enum flow_profile)profile) {
	case FLOW_PROFILE_WEEKDAY:
		return DAYS[slot];
	case FLOW_PROFILE_HOUR:
		return arena_printf(arena, "%02d", (int)slot);
	case FLOW_PROFILE_WEEK:
		return arena_printf(arena, "%s %02d", DAYS[slot / 24], (int)(slot % 24));
	case FLOW_PROFILE_NONE:
		break;
	}
	return NULL;
}

static const char *every_name(int64_t every, struct arena *arena)
{
	static const struct {
		int64_t ms;
		const char *unit;
	} UNITS[] = { { 7 * DAY_MS, "w" }, { DAY_MS, "d" }, { HOUR_MS, "h" }, { MINUTE_MS, "m" }, { SECOND_MS, "s" } };

	for (size_t i = 0; i < ARRAY_LENGTH(UNITS); i++)
		if (every % UNITS[i].ms == 0)
			return arena_printf(arena, "%lld%s", (long long)(every / UNITS[i].ms), UNITS[i].unit);
	return arena_printf(arena, "%lldms", (long long)every);
}

/* The periods that were watched, and what came in them. */
struct watch {
	const struct flow_arrival_settings *settings;
	struct profile profile;
	int64_t every, first, last; /* periods */
	const struct entry *counts; /* of periods that had any, in their order */
	size_t n;
	int64_t *values; /* room for n */
	double cv;
	struct arena arena;
	struct buffer text;
};

static int64_t choose_every(const struct flow_arrivals *a, const struct flow_arrival_settings *settings)
{
	if (settings->every > 0)
		return settings->every;
	if (settings->profile != FLOW_PROFILE_NONE)
		return PROFILES[settings->profile].every;
	if (a->count == 0 || !a->within_days)
		return DAY_MS;
	return a->entries[a->count - 1].at - a->entries[0].at >= DAYS_FOR_DAYS * DAY_MS ? DAY_MS : HOUR_MS;
}

/* Periods that are a week begin on Monday. */
static int64_t period_of(int64_t at, int64_t every)
{
	return number_floor(every % (7 * DAY_MS) == 0 ? at + 3 * DAY_MS : at, every);
}

/* Cut to what was watched and added up by period, in place. False: nothing was watched. */
static bool gather_periods(struct flow_arrivals *a, struct watch *w)
{
	const struct flow_arrival_settings *s = w->settings;
	int64_t since = s->since == INSTANT_NONE ? INT64_MIN : local_clock(s->since, s->zone);
	int64_t until = s->until == INSTANT_NONE ? INT64_MAX : local_clock(s->until, s->zone);
	size_t n = 0;

	for (size_t i = 0; i < a->count; i++) {
		struct entry e = a->entries[i];
		if (e.at < since || e.at >= until)
			continue;
		e.at = period_of(e.at, w->every);
		if (n > 0 && a->entries[n - 1].at == e.at)
			a->entries[n - 1].count += e.count;
		else
			a->entries[n++] = e;
	}
	a->count = n;
	w->counts = a->entries;
	w->n = n;
	if (n == 0 && (s->since == INSTANT_NONE || s->until == INSTANT_NONE))
		return false;
	w->first = s->since == INSTANT_NONE ? w->counts[0].at : period_of(since, w->every);
	w->last = s->until == INSTANT_NONE ? w->counts[n - 1].at : period_of(until - 1, w->every);
	return w->last >= w->first;
}

/* --- one rate */

static int compare_values(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Counts of the periods of a slot: those above zero, ascending, and how many periods there are in all. */
struct sample {
	const int64_t *values;
	size_t n;
	int64_t periods, total;
	double mean;
};

/* Log likelihood of a negative binomial shape r, without what does not depend on it. */
static double shape_likelihood(const struct sample *s, double r)
{
	double sum = -(double)s->periods * r * log1p(s->mean / r) - (double)s->total * log(s->mean + r);
	int sign;

	for (size_t i = 0, j; i < s->n; i = j) {
		for (j = i; j < s->n && s->values[j] == s->values[i]; j++)
			;
		sum += (double)(j - i) * (lgamma_r((double)s->values[i] + r, &sign) - lgamma_r(r, &sign));
	}
	return sum;
}

/* The likeliest shape by golden section over its logarithm. */
static double fit_shape(const struct sample *s)
{
	const double golden = 0.6180339887498949;
	double low = log(SHAPE_LOW), high = log(SHAPE_HIGH);
	double a = high - golden * (high - low), b = low + golden * (high - low);
	double fa = shape_likelihood(s, exp(a)), fb = shape_likelihood(s, exp(b));

	while (high - low > 1e-9) {
		if (fa < fb) {
			low = a;
			a = b;
			fa = fb;
			b = low + golden * (high - low);
			fb = shape_likelihood(s, exp(b));
		} else {
			high = b;
			b = a;
			fb = fa;
			a = high - golden * (high - low);
			fa = shape_likelihood(s, exp(a));
		}
	}
	return exp((low + high) / 2);
}

static double renewal_shape(const struct flow_rate *rate)
{
	if (rate->cv < 1) /* false for NAN */
		return fmin(SHAPE_MAX, 1 / (rate->cv * rate->cv));
	return rate->dispersion > 0 ? fmin(SHAPE_MAX, 1 / rate->dispersion) : SHAPE_MAX;
}

static void test_dispersion(const struct sample *s, struct flow_rate *rate)
{
	double squares = (double)(s->periods - (int64_t)s->n) * s->mean * s->mean;

	for (size_t i = 0; i < s->n; i++)
		squares += ((double)s->values[i] - s->mean) * ((double)s->values[i] - s->mean);
	if (s->periods < 2)
		return;
	rate->variance = squares / (double)(s->periods - 1);
	if (s->total == 0)
		return;
	double half = (double)(s->periods - 1) / 2;
	rate->dispersion = rate->variance / s->mean;
	rate->chi_square = squares / s->mean;
	rate->p = fmin(1, 2 * fmin(numeric_gamma_ratio(half, rate->chi_square / 2, false),
				   numeric_gamma_ratio(half, rate->chi_square / 2, true)));
}

static int choose_law(const struct sample *s, const struct flow_rate *rate, int model, struct arena *arena,
		      const char **reason)
{
	if (model > 0) {
		*reason = "asked for";
		return model - 1;
	}
	if (isnan(rate->p)) {
		*reason = s->total == 0 ? "nothing came" : "one period tells nothing of the dispersion";
		return FLOW_POISSON;
	}
	const char *how = rate->p >= SIGNIFICANT ? "as" : rate->dispersion > 1 ? "more than" : "less than";
	*reason = arena_printf(arena, "counts vary %s Poisson's do: dispersion %.3g over %lld periods, p %.2g", how,
			       rate->dispersion, (long long)s->periods, rate->p);
	return rate->p >= SIGNIFICANT ? FLOW_POISSON : rate->dispersion > 1 ? FLOW_NEGATIVE_BINOMIAL : FLOW_RENEWAL;
}

static void answer_questions(const struct flow_arrival_settings *s, const struct flow_counts *law, struct buffer *text,
			     struct arena *arena, struct flow_rate *rate)
{
	char name[NUMBER_REAL_SIZE];

	for (size_t i = 0; i < s->levels->count; i++)
		flow_pair(text, number_print_real(name, s->levels->p[i]),
			  (double)flow_counts_quantile(law, s->levels->p[i]));
	rate->q = flow_pairs_end(text, arena);
	for (size_t i = 0; i < s->n_at_least; i++)
		flow_pair(text, number_print_real(name, (double)s->at_least[i]),
			  flow_counts_at_least(law, s->at_least[i]));
	rate->at_least = flow_pairs_end(text, arena);
	for (size_t i = 0; i < s->n_exactly; i++)
		flow_pair(text, number_print_real(name, (double)s->exactly[i]),
			  flow_counts_exactly(law, s->exactly[i]));
	rate->exactly = flow_pairs_end(text, arena);
}

/* What the law of one period says of the stretch asked about. */
static void finish_rate(const struct flow_arrival_settings *s, const struct flow_counts *law, int64_t every,
			struct buffer *text, struct arena *arena, struct flow_rate *rate)
{
	double periods = s->stretch > 0 ? (double)s->stretch / (double)every : 1;
	struct flow_counts stretch = flow_counts_stretch(law, periods);

	rate->every = every_name(every, arena);
	rate->model = FLOW_MODEL_WORDS[law->law + 1].word;
	rate->shape = law->law == FLOW_POISSON ? NAN : flow_tidy(stretch.shape);
	rate->stretch = flow_tidy(periods);
	rate->mean = flow_tidy(stretch.mean);
	answer_questions(s, &stretch, text, arena, rate);
	rate->rate = flow_tidy(rate->rate);
	rate->variance = flow_tidy(rate->variance);
	rate->dispersion = flow_tidy(rate->dispersion);
	rate->chi_square = flow_tidy(rate->chi_square);
	rate->p = flow_tidy(rate->p);
	rate->cv = flow_tidy(rate->cv);
	record_mark_all(&flow_rate_type, rate);
}

static void report_slot(struct watch *w, int64_t slot, flow_rate_each *each, void *ctx)
{
	const struct profile *profile = &w->profile;
	struct sample s = { .values = w->values };
	struct flow_counts law = { .law = FLOW_POISSON };
	struct flow_rate rate;

	/* Periods up to the last, less those before the first, whose slot is this one. */
	s.periods = number_floor(w->last + profile->shift - slot, profile->slots) -
		    number_floor(w->first - 1 + profile->shift - slot, profile->slots);
	if (s.periods <= 0)
		return;
	for (size_t i = 0; i < w->n; i++) {
		if (remainder_of(w->counts[i].at + profile->shift, profile->slots) != slot || w->counts[i].count == 0)
			continue;
		w->values[s.n++] = w->counts[i].count;
		s.total += w->counts[i].count;
	}
	if (s.n > 1)
		qsort(w->values, s.n, sizeof *w->values, compare_values);
	s.mean = (double)s.total / (double)s.periods;
	arena_reset(&w->arena);
	record_clear(&flow_rate_type, &rate);
	rate.slot = slot_name(w->settings->profile, slot, &w->arena);
	rate.periods = s.periods;
	rate.count = s.total;
	rate.rate = s.mean;
	rate.cv = w->cv;
	test_dispersion(&s, &rate);
	law.law = choose_law(&s, &rate, w->settings->model, &w->arena, &rate.reason);
	law.mean = s.mean;
	if (law.law == FLOW_NEGATIVE_BINOMIAL)
		law.shape = s.total > 0 ? fit_shape(&s) : 1;
	else if (law.law == FLOW_RENEWAL)
		law.shape = renewal_shape(&rate);
	finish_rate(w->settings, &law, w->every, &w->text, &w->arena, &rate);
	each(ctx, &rate);
}

void flow_arrivals_report(struct flow_arrivals *a, const struct flow_arrival_settings *settings, flow_rate_each *each,
			  void *ctx)
{
	struct watch w = { .settings = settings, .profile = PROFILES[settings->profile] };

	if (a->count > 1)
		qsort(a->entries, a->count, sizeof *a->entries, compare_entries);
	w.cv = settings->profile == FLOW_PROFILE_NONE ? interval_variation(a) : NAN;
	w.every = choose_every(a, settings);
	if (!gather_periods(a, &w))
		return;
	w.values = memory_zero(w.n + 1, sizeof *w.values);
	for (int64_t slot = 0; slot < w.profile.slots; slot++)
		report_slot(&w, slot, each, ctx);
	memory_free(w.values);
	buffer_free(&w.text);
	arena_free(&w.arena);
}

void flow_rate_of(const struct flow_arrival_settings *settings, flow_rate_each *each, void *ctx)
{
	struct flow_counts law = { .law = FLOW_POISSON, .mean = settings->rate, .shape = settings->shape };
	struct arena arena = { 0 };
	struct buffer text = { 0 };
	struct flow_rate rate;

	if (!isnan(settings->shape))
		law.law = settings->model == FLOW_RENEWAL + 1 ? FLOW_RENEWAL : FLOW_NEGATIVE_BINOMIAL;
	record_clear(&flow_rate_type, &rate);
	rate.rate = settings->rate;
	rate.reason = "given";
	finish_rate(settings, &law, settings->every > 0 ? settings->every : DAY_MS, &text, &arena, &rate);
	each(ctx, &rate);
	buffer_free(&text);
	arena_free(&arena);
}
