/* How long parcels take, on parcels drawn from known distributions: what comes out must be what went in. */
#include "tap.h"

#include "flow/eta.h"

#define START ((int64_t)17000 * DAY_MS)

static const struct eta_case ANY = { .groups = { 0, ETA_NO_GROUP, ETA_NO_GROUP, ETA_NO_GROUP, ETA_NO_GROUP,
						 ETA_NO_GROUP },
				     .quote = NAN,
				     .expected = NAN };

/* A parcel handed over each hour for ${hours}, each taking days(ctx) or, where that is INFINITY, for ever. */
struct shop {
	struct eta_model *model;
	struct eta_case cases[20000];
	double days[20000];
	size_t n;
};

static void settle(struct shop *s, int64_t now)
{
	eta_model_settle_begin(s->model, now);
	for (size_t i = 0; i < s->n; i++)
		if (!(s->cases[i].start + s->days[i] * DAY_MS <= (double)now))
			eta_model_open(s->model, &s->cases[i]);
	eta_model_settle_end(s->model);
}

/* Deliveries up to ${now} are told hour by hour, which is order enough. */
static void deliver(struct shop *s, int64_t before, int64_t now)
{
	for (size_t i = 0; i < s->n; i++) {
		double at = (double)s->cases[i].start + s->days[i] * DAY_MS;
		if (at > (double)before && at <= (double)now)
			eta_model_deliver(s->model, &s->cases[i], now);
	}
}

typedef double draw(struct numeric_random *r, size_t i);

static struct shop shop;

/* Runs the shop for ${n} hours; counts in ${within}[0..1] the last half of the parcels that came by the median and P80
 * said at their start. */
static void run_shop(size_t n, draw *days, double within[2])
{
	struct numeric_random r = numeric_random_start(7, 1);
	int64_t hour = DAY_MS / 24;
	double p50[20000] = { 0 }, p80[20000] = { 0 };

	eta_model_free(shop.model);
	shop.model = eta_model_new(4);
	shop.n = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t now = START + (int64_t)i * hour;
		deliver(&shop, now - hour, now);
		if (i % 24 == 0 && i > 0)
			settle(&shop, now);
		struct eta_case *c = &shop.cases[shop.n];
		*c = ANY;
		c->groups[ETA_DESTINATION] = i % 10 == 0 ? 2 : i % 1000 == 1 ? 3 : 1;
		c->start = now;
		c->expected = eta_model_expect(shop.model, c, now);
		shop.days[shop.n++] = days(&r, i);
		if (eta_model_ready(shop.model)) {
			p50[i] = eta_model_days(shop.model, c->expected, 0, 0.5);
			p80[i] = eta_model_days(shop.model, c->expected, 0, 0.8);
		}
	}
	settle(&shop, START + (int64_t)n * hour);
	double count = within[0] = within[1] = 0;
	for (size_t i = n / 2; i < n; i++) {
		if (isinf(shop.days[i]))
			continue;
		count++;
		within[0] += shop.days[i] <= p50[i];
		within[1] += shop.days[i] <= p80[i];
	}
	within[0] /= count;
	within[1] /= count;
}

static double three_days(struct numeric_random *r, size_t i)
{
	(void)r;
	(void)i;
	return 3;
}

static double log_normal(struct numeric_random *r, size_t i)
{
	(void)i;
	return 5 * exp(0.5 * numeric_random_normal(r));
}

static double often_lost(struct numeric_random *r, size_t i)
{
	double days = log_normal(r, i);

	return numeric_random_uniform(r) < 0.3 ? INFINITY : days;
}

/* Ever slower: from 4 days to 8. */
static double slowing(struct numeric_random *r, size_t i)
{
	return 4 * (1 + (double)i / 8000) * exp(0.4 * numeric_random_normal(r));
}

/* Destination 2, each tenth parcel, takes twice as long; destination 3 has four parcels only, of ten times that. */
static double by_destination(struct numeric_random *r, size_t i)
{
	return (i % 10 == 0 ? 10 : i % 1000 == 1 ? 50 : 5) * exp(0.3 * numeric_random_normal(r));
}

static void test_certain(void)
{
	double within[2];

	run_shop(2000, three_days, within);
	double expected = eta_model_expect(shop.model, &ANY, START + 100 * DAY_MS);
	is_real(exp(expected), 3, 1e-9, "always three days: three are expected");
	is_real(eta_model_days(shop.model, expected, 0, 0.5), 3, 0.02, "and are the median");
	ok(eta_model_arrives(shop.model, expected, 0) > 0.99, "all arrive");
	ok(eta_model_later(shop.model, expected, 0, 4) < 0.01 && eta_model_later(shop.model, expected, 0, 2) > 0.99,
	   "hardly one after four days, nearly all after two");
}

static void test_quantiles(void)
{
	double within[2];

	run_shop(8000, log_normal, within);
	double expected = eta_model_expect(shop.model, &ANY, START + 8000 * (DAY_MS / 24));
	/* Quantiles of the log-normal: 5 exp(0.5 z). */
	is_real(eta_model_days(shop.model, expected, 0, 0.5), 5, 0.3, "the median");
	is_real(eta_model_days(shop.model, expected, 0, 0.9), 5 * exp(0.5 * 1.2815516), 0.7, "the quantile of 0.9");
	/* After five days half have come: the median of the rest is the quantile of 0.75. */
	is_real(eta_model_days(shop.model, expected, 5, 0.5), 5 * exp(0.5 * 0.6744898), 0.5,
		"what is left after 5 days");
	is_real(eta_model_later(shop.model, expected, 0, 5 * exp(0.5 * 0.8416212)), 0.2, 0.03, "one in five is later");
	is_real(within[0], 0.5, 0.03, "the median held half the time");
	is_real(within[1], 0.8, 0.03, "P80 four times in five");
	ok(eta_model_days(shop.model, expected, 5, 0.01) >= 5, "nothing arrives before now");
	ok(eta_model_days(shop.model, expected, 0, 0.0001) >= 0 && eta_model_days(shop.model, expected, 0, 0.9999) < 60,
	   "extreme levels have an answer");
}

static void test_lost(void)
{
	double within[2];

	run_shop(8000, often_lost, within);
	double expected = eta_model_expect(shop.model, &ANY, START + 8000 * (DAY_MS / 24));
	is_real(eta_model_arrives(shop.model, expected, 0), 0.7, 0.03, "three in ten never arrive");
	/* Bayes: 0.7 P(T > 10) / (0.7 P(T > 10) + 0.3), P(T > 10) = 1 - cdf(ln 2 / 0.5) = 0.0828. */
	is_real(eta_model_arrives(shop.model, expected, 10), 0.162, 0.03, "after ten days few of the rest do");
	is_real(eta_model_days(shop.model, expected, 0, 0.5), 5, 0.3, "those that do take what they take");
	is_real(within[1], 0.8, 0.03, "P80 of what arrives");
	ok(eta_model_arrives(shop.model, expected, 1e5) == 0 && isnan(eta_model_days(shop.model, expected, 1e5, 0.5)),
	   "after 1e5 days there is nothing to wait for");
}

static void test_drift(void)
{
	double within[2];

	run_shop(8000, slowing, within);
	is_real(within[0], 0.5, 0.04, "ever slower: the median keeps to half");
	is_real(within[1], 0.8, 0.03, "and P80 to its share");
}

static void test_groups(void)
{
	struct eta_case c = ANY;
	int64_t now = START + 4000 * (DAY_MS / 24);
	double within[2];

	run_shop(4000, by_destination, within);
	double near = (c.groups[ETA_DESTINATION] = 1, eta_model_expect(shop.model, &c, now));
	double far = (c.groups[ETA_DESTINATION] = 2, eta_model_expect(shop.model, &c, now));
	double rare = (c.groups[ETA_DESTINATION] = 3, eta_model_expect(shop.model, &c, now));
	is_real(exp(near), 5, 0.3, "the usual destination");
	is_real(exp(far), 10, 1, "the one that is far");
	ok(exp(rare) > 5.5 && exp(rare) < 15, "four parcels do not make a rule: %.2f days", exp(rare));
}

static void test_nothing(void)
{
	struct eta_model *m = eta_model_new(1);

	ok(isnan(eta_model_expect(m, &ANY, START)) && !eta_model_ready(m), "nothing is known of nothing");
	struct eta_case c = ANY;
	c.start = START;
	eta_model_deliver(m, &c, START); /* the moment it started */
	eta_model_settle_begin(m, START);
	eta_model_settle_end(m);
	double expected = eta_model_expect(m, &ANY, START);
	ok(eta_model_ready(m) && isfinite(expected) && eta_model_days(m, expected, 0, 0.9) >= 0,
	   "one parcel that took no time");
	eta_model_free(m);
}

int main(void)
{
	test_certain();
	test_quantiles();
	test_lost();
	test_drift();
	test_groups();
	test_nothing();
	eta_model_free(shop.model);
	return done_testing();
}
