/* Demand over a lead time as a whole distribution. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>

#define CELLS 512
static double room[4096], cells[CELLS], chance[8];
static const double SPARSE[] = { 0, 0, 3, 0, 1, 0, 0, 0, 4, 2, 0, 0, 5, 0, 0, 0, 1, 0, 0, 2 };

static struct numeric_pmf certain(int64_t periods)
{
	struct numeric_pmf f = { .unit = 1, .room = 8, .p = chance };
	numeric_pmf_certain(periods, &f);
	return f;
}

static struct numeric_pmf lead(const double *y, size_t n, enum numeric_family family, const struct numeric_pmf *periods,
			       enum series_lead_blend blend)
{
	struct series_history history = { .y = y, .n = n, .season = 1 };
	struct numeric_pmf out = { .room = CELLS, .p = cells };
	series_lead_demand(&history, family, periods, blend, room, &out);
	return out;
}

static double at(const struct numeric_pmf *f, int64_t k)
{
	return k < f->from || k >= f->from + (int64_t)f->count ? 0 : f->p[k - f->from];
}

/* Two draws from the history: 13 of 20 periods none, one 3, two 1, one 4, two 2, one 5. */
static void test_drawn(void)
{
	struct numeric_pmf two = certain(2), f = lead(SPARSE, 20, NUMERIC_COUNT, &two, SERIES_LEAD_DRAWN_ONLY);
	is_real(at(&f, 0), 13 * 13 / 400.0, 1e-12, "drawn: none twice");
	is_real(at(&f, 1), 2 * 13 * 2 / 400.0, 1e-12, "drawn: one");
	is_real(at(&f, 10), 1 / 400.0, 1e-12, "drawn: ten");
	is_real(numeric_pmf_mean(&f), 2 * 18 / 20.0, 1e-12, "drawn: twice the mean");
}

/* Mean and variance from their definition, in the test. */
static void test_local(void)
{
	double mean = 18 / 20.0, squares = 0, variance;
	for (int t = 0; t < 20; t++)
		squares += (SPARSE[t] - mean) * (SPARSE[t] - mean);
	variance = squares / 19;
	for (int t = 0; t < 20; t++) {
		double error = SPARSE[t] - mean;
		variance = 0.9 * variance + 0.1 * error * error;
		mean = 0.9 * mean + 0.1 * SPARSE[t];
	}
	struct numeric_pmf three = certain(3), f = lead(SPARSE, 20, NUMERIC_COUNT, &three, SERIES_LEAD_LOCAL_ONLY);
	is_real(numeric_pmf_mean(&f), 3 * mean, 1e-9, "local: mean");
	is_real(numeric_pmf_variance(&f), 3 * variance, 1e-7, "local: variance");
	/* Two or four periods: the same mean; the variance gains Var L m^2. */
	struct numeric_pmf varying = { .unit = 1, .from = 2, .count = 3, .room = 8, .p = chance };
	chance[0] = chance[2] = 0.5;
	chance[1] = 0;
	f = lead(SPARSE, 20, NUMERIC_COUNT, &varying, SERIES_LEAD_LOCAL_ONLY);
	is_real(numeric_pmf_mean(&f), 3 * mean, 1e-9, "local, lead time of 2 or 4: mean");
	is_real(numeric_pmf_variance(&f), 3 * variance + mean * mean, 1e-7, "local, lead time of 2 or 4: variance");
}

static void test_rate(void)
{
	static double work[64];
	const struct series_model *model = series_model_find("imapa");
	struct series_history history = { .y = SPARSE, .n = 20, .season = 1 };
	struct series_settings settings = { .window = 1, .alpha = NAN };
	struct series_fit fit;
	double mean[3], variance[3], total[3];
	struct series_path path = { mean, variance, total };
	model->fit(&history, &settings, work, &fit);
	model->forecast(&fit, &history, 3, work, &path);
	struct numeric_pmf three = certain(3), f = lead(SPARSE, 20, NUMERIC_COUNT, &three, SERIES_LEAD_RATE_ONLY);
	is_real(numeric_pmf_mean(&f), 3 * mean[0], 1e-9, "rate: that of imapa");
	is_real(numeric_pmf_variance(&f), total[2] * 18 / 16, 1e-7, "rate: the total's variance, as t with 18 degrees");
	double parts = 3 * mean[0];
	f = lead(SPARSE, 20, NUMERIC_COUNT, &three, SERIES_LEAD_LOCAL_ONLY);
	parts += numeric_pmf_mean(&f);
	f = lead(SPARSE, 20, NUMERIC_COUNT, &three, SERIES_LEAD_LOCAL_RATE);
	is_real(numeric_pmf_mean(&f), parts / 2, 1e-9, "a blend has the mean of its parts");
}

static void test_edges(void)
{
	static const double NONE[6], ONE[] = { 7 }, HALVES[] = { 0, 0.5, 0, 1.25, 0, 0 }, BACK[] = { 2, -9, 0, 2 },
				     LARGE[] = { 4e9, 0, 1e9, 0, 0, 9e9 };
	struct numeric_pmf periods = certain(3), f = lead(NONE, 6, NUMERIC_COUNT, &periods, SERIES_LEAD_BY_CLASS);
	ok(f.from == 0 && f.count == 1 && f.p[0] == 1, "no demand before, none to come");
	f = lead(ONE, 1, NUMERIC_COUNT, &periods, SERIES_LEAD_BY_CLASS);
	ok(numeric_pmf_mean(&f) > 0 && numeric_pmf_variance(&f) > 0, "one period");
	f = lead(HALVES, 6, NUMERIC_AMOUNT, &periods, SERIES_LEAD_BY_CLASS);
	ok(f.unit < 0.1 && fabs(numeric_pmf_mean(&f) - 0.875) < 0.3, "amounts have cells below 1");
	f = lead(BACK, 4, NUMERIC_COUNT, &periods, SERIES_LEAD_BY_CLASS);
	ok(f.from >= 0 && isfinite(numeric_pmf_mean(&f)), "returns count as none");
	f = lead(LARGE, 6, NUMERIC_COUNT, &periods, SERIES_LEAD_BY_CLASS);
	ok(f.unit >= 1e7 && numeric_pmf_mean(&f) > 3e9 && numeric_pmf_mean(&f) < 1.5e10,
	   "large counts have coarse cells");
	periods = certain(0);
	f = lead(SPARSE, 20, NUMERIC_COUNT, &periods, SERIES_LEAD_BY_CLASS);
	ok(f.from == 0 && f.count == 1, "a lead time of none needs nothing");
}

/* Series whose demand fell to half in the end: local follows, drawn does not. */
static void test_choice(void)
{
	struct series_lead_scores scores = { .level = 0.95 };
	struct numeric_random random = numeric_random_start(3, 0);
	struct numeric_pmf out = { .room = CELLS, .p = cells };
	double y[60];
	for (int s = 0; s < 150; s++) {
		for (int t = 0; t < 60; t++)
			y[t] = (double)numeric_random_poisson(&random, t < 25 ? 20 : 2);
		struct series_history history = { .y = y, .n = 60, .season = 1 };
		series_lead_score(&history, NUMERIC_COUNT, 3, SERIES_LEAD_ORIGINS, room, &out, &scores);
		if (s == 98)
			is_int(series_lead_choose(&scores), SERIES_LEAD_BY_CLASS, "99 series are too few to choose by");
	}
	is_int((long long)scores.origins, 600, "four origins each");
	ok(scores.loss[SERIES_LEAD_LOCAL_ONLY] < scores.loss[SERIES_LEAD_DRAWN_ONLY], "drawn lost more than local");
	enum series_lead_blend chosen = series_lead_choose(&scores);
	ok(chosen != SERIES_LEAD_DRAWN_ONLY && chosen != SERIES_LEAD_RATE_DRAWN, "and is not chosen");
	scores = (struct series_lead_scores) { .level = 0.95 };
	series_lead_score(&(struct series_history) { .y = y, .n = 4, .season = 1 }, NUMERIC_COUNT, 3, SERIES_LEAD_ORIGINS, room, &out,
			  &scores);
	is_int((long long)scores.series, 0, "too short a history is no judge");
}

int main(void)
{
	test_drawn();
	test_local();
	test_rate();
	test_edges();
	test_choice();
	return done_testing();
}
