/* Distributions of demand, units short, newsvendor, against published values and sums in the test. */
#include "tap.h"

#include <ecom/inventory.h>

static struct inventory_demand demand(enum inventory_distribution family, double mean, double variance)
{
	return (struct inventory_demand) { .family = family, .mean = mean, .variance = variance };
}

static double loss(enum inventory_distribution family, double mean, double variance, double x)
{
	struct inventory_demand d = demand(family, mean, variance);
	return inventory_demand_loss(&d, x);
}

/* tests/test_loss_functions.py of stockpyl 0bae176 (MIT): closed forms of Snyder, Shen, Fundamentals of Supply Chain
 * Theory, appendix C. Lognormal: mu, sigma to mean exp(mu + sigma^2/2), variance mean^2 (exp(sigma^2) - 1); gamma: shape
 * a, scale b to a b, a b^2. */
static void test_published_losses(void)
{
	is_real(loss(INVENTORY_NORMAL, 0, 1, -1.4), 1.436668142708465, 1e-14, "normal, 1.4 below");
	is_real(loss(INVENTORY_NORMAL, 0, 1, 0.3), 0.266761242117210, 1e-14, "normal, 0.3 above");
	is_real(loss(INVENTORY_NORMAL, 0, 1, 3.1), 2.672490952231408e-04, 1e-15, "normal, 3.1 above");
	double mean = exp(2 + 0.045);
	is_real(loss(INVENTORY_LOGNORMAL, mean, mean * mean * expm1(0.09), 10), 0.283649738881062, 1e-13, "lognormal");
	mean = exp(1 + 0.125);
	is_real(loss(INVENTORY_LOGNORMAL, mean, mean * mean * expm1(0.25), 2.5), 0.887025638033385, 1e-13, "lognormal, wide");
	is_real(loss(INVENTORY_EXPONENTIAL, 5, 25, 1), 4.093653765389909, 1e-14, "exponential");
	is_real(loss(INVENTORY_GAMMA, 6, 18, 4), 2.635971381157268, 1e-13, "gamma of shape 2");
	is_real(loss(INVENTORY_GAMMA, 0.5, 0.5, 0.4), 0.276296168886834, 1e-14, "gamma of shape 0.5");
	is_real(loss(INVENTORY_GAMMA, 4.5, 2.25, 7), 0.057910792089881, 1e-14, "gamma of shape 9");
	/* From 2 to 12: (12 - 4)^2 / (2 10). */
	is_real(loss(INVENTORY_UNIFORM, 7, 100 / 12.0, 4), 3.2, 1e-14, "uniform");
	struct inventory_demand normal = demand(INVENTORY_NORMAL, 0, 1), exponential = demand(INVENTORY_EXPONENTIAL, 5, 0);
	is_real(inventory_demand_loss_second(&normal, -1.4), 1.465289370279040, 1e-14, "normal of second order, -1.4");
	is_real(inventory_demand_loss_second(&normal, 0.3), 0.151030102587942, 1e-14, "normal of second order, 0.3");
	is_real(inventory_demand_loss_second(&exponential, 1), 20.468268826949540, 1e-13, "exponential of second order");
}

/* The sum of (k - x) P(D = k), one by one. */
static double count_short(enum inventory_distribution family, double mean, double variance, double x)
{
	double size = family == INVENTORY_GEOMETRIC ? 1 : mean * mean / (variance - mean), sum = 0;
	for (int64_t k = 20000; k > x; k--)
		sum += ((double)k - x) * (family == INVENTORY_POISSON ?
						  numeric_poisson_pmf(k, mean) :
						  numeric_negative_binomial_pmf(k, mean, size));
	return sum;
}

static void test_counts(void)
{
	static const double LEVELS[] = { -2.5, -1, 0, 0.5, 1, 5, 6.25, 7, 20 };
	double worst = 0;
	for (size_t i = 0; i < sizeof LEVELS / sizeof LEVELS[0]; i++) {
		for (enum inventory_distribution f = INVENTORY_POISSON; f <= INVENTORY_GEOMETRIC; f++) {
			double want = count_short(f, 6, 15, LEVELS[i]);
			worst = fmax(worst, fabs(loss(f, 6, 15, LEVELS[i]) - want) / fmax(want, 1e-3));
		}
	}
	ok(worst < 1e-11, "Poisson, negative binomial, geometric: as summed, also between whole numbers (%g)", worst);
	/* Failures before a success of chance 1/4, mean 3: (3/4)^(n+1) / (1/4) short of n. */
	is_real(loss(INVENTORY_GEOMETRIC, 3, 0, 4), pow(0.75, 5) * 4, 1e-14, "geometric in closed form");
	const double values[] = { 1, 2.5, 4 }, chances[] = { 0.5, 0.25, 0.25 };
	struct inventory_demand listed = { .family = INVENTORY_LISTED, .values = values, .probabilities = chances, .n = 3 };
	is_real(inventory_demand_mean(&listed), 2.125, 1e-15, "a list: its mean");
	is_real(inventory_demand_loss(&listed, 2), 0.25 * 0.5 + 0.25 * 2, 1e-15, "units short of 2");
	is_real(inventory_demand_quantile(&listed, 0.5), 1, 0, "its median is reached exactly");
	is_real(inventory_demand_quantile(&listed, 0.76), 4, 0, "a quantile");
	ok(!inventory_demand_whole(&listed), "2.5 is not whole");
}

/* Units short fall by the chance of a shortage: quantile, cdf and loss of a family belong together. */
static void test_consistency(void)
{
	double worst = 0, back = 0;
	for (enum inventory_distribution f = INVENTORY_NORMAL; f <= INVENTORY_EXPONENTIAL; f++) {
		struct inventory_demand d = demand(f, 20, 64);
		for (double p = 0.02; p < 1; p += 0.07) {
			double x = inventory_demand_quantile(&d, p), step = 1e-4;
			double slope = (inventory_demand_loss(&d, x + step) - inventory_demand_loss(&d, x - step)) /
				       (2 * step);
			worst = fmax(worst, fabs(slope + 1 - p));
			back = fmax(back, fabs(inventory_demand_cdf(&d, x) - p));
		}
	}
	ok(worst < 1e-7, "the slope of the loss is the chance of a shortage (%g)", worst);
	ok(back < 1e-12, "the cdf at a quantile is its level (%g)", back);
	struct inventory_demand far = demand(INVENTORY_NORMAL, 10, 4);
	ok(inventory_demand_loss(&far, 1000) == 0 && inventory_demand_loss(&far, -1e6) == 1e6 + 10, "far out");
}

static void test_newsvendor(void)
{
	/* Examples 4.3, 4.4 and problem 4.1 of the book, as computed by stockpyl. */
	struct inventory_demand d = demand(INVENTORY_NORMAL, 50, 64);
	is_real(inventory_newsvendor(&d, 0.18, 0.70), 56.603955927433887, 1e-12, "example 4.3");
	is_real(inventory_newsvendor_cost(&d, 0.18, 0.70, 56.603955927433887), 1.997605193176645, 1e-13, "its cost");
	struct inventory_demand five = inventory_demand_sum(&d, 5);
	is_real(inventory_newsvendor(&five, 0.18, 0.70), 264.7668943741548, 1e-11, "example 4.4, over five periods");
	struct inventory_demand exponential = demand(INVENTORY_EXPONENTIAL, 10, 0);
	struct inventory_demand sum = inventory_demand_sum(&exponential, 3);
	/* Erlang of three stages: 1 - e^-t (1 + t + t^2/2), t = 2. */
	is_real(inventory_demand_cdf(&sum, 20), 1 - exp(-2) * 5, 1e-14, "exponential demand sums to Erlang");
	struct inventory_demand uniform = demand(INVENTORY_UNIFORM, 10, 3);
	sum = inventory_demand_sum(&uniform, 2);
	ok(isnan(sum.mean) && isnan(inventory_demand_loss(&sum, 1)), "uniform demand does not sum to its kind");
	ok(isnan(inventory_newsvendor(&d, 0, 1)) && isnan(inventory_newsvendor(&d, 1, 0)), "costs of nothing");
	struct inventory_demand bad = demand(INVENTORY_NEGATIVE_BINOMIAL, 10, 9);
	ok(isnan(inventory_demand_cdf(&bad, 1)) && isnan(inventory_demand_quantile(&bad, 0.5)), "too little variance");
}

static void test_fill_rates(void)
{
	struct inventory_demand d = demand(INVENTORY_EXPONENTIAL, 10, 0), lead = demand(INVENTORY_POISSON, 4, 4),
				covered = demand(INVENTORY_POISSON, 6, 6);
	/* Short of r: 10 e^(-r/10). */
	is_real(inventory_review_fill_level(&d, NULL, 0.95), 10 * log(20), 1e-11, "a single period's level");
	is_real(inventory_lot_fill_rate(&d, 15, 20), 1 - (exp(-1.5) - exp(-3.5)) / 2, 1e-14, "a lot's fill rate");
	double level = inventory_lot_fill_level(&d, 20, 0.98);
	is_real(inventory_lot_fill_rate(&d, level, 20), 0.98, 1e-13, "and its level back");
	level = inventory_lot_fill_level(&d, 1e6, 0.9);
	ok(level < 0 && isfinite(level), "a huge lot waits until much is owed");
	double want = 1 - (count_short(INVENTORY_POISSON, 6, 6, 9) - count_short(INVENTORY_POISSON, 4, 4, 9)) / 2;
	is_real(inventory_review_fill_rate(&covered, &lead, 9), want, 1e-13, "by review, as summed");
	level = inventory_review_fill_level(&covered, &lead, 0.97);
	ok(level == floor(level) && inventory_review_fill_rate(&covered, &lead, level) >= 0.97 &&
		   inventory_review_fill_rate(&covered, &lead, level - 1) < 0.97,
	   "the lowest whole level");
	ok(isnan(inventory_lot_fill_level(&d, 0, 0.9)) && isnan(inventory_review_fill_level(&d, NULL, 1)), "out of range");
}

int main(void)
{
	test_published_losses();
	test_counts();
	test_consistency();
	test_newsvendor();
	test_fill_rates();
	return done_testing();
}
