/* Laws of counting against R 4.2's dpois, dnbinom, ppois, pnbinom, and the renewal law against R's integrate() over the
 * equilibrium density pgamma(u, shape, shape, lower = FALSE) and pgamma(m - u, shape (k-1), shape). */
#include "tap.h"

#include <ecom/flow.h>

static void test_poisson(void)
{
	struct flow_counts c = { FLOW_POISSON, 5, NAN };

	is_real(flow_counts_exactly(&c, 3), 0.140373895814, 1e-12, "the article's Poisson(5) put right: P(3) = .1404");
	is_real(flow_counts_at_least(&c, 10), 0.031828057306, 1e-12, "its tail");
	is_int(flow_counts_quantile(&c, 0.99), 11, "its quantile");
	ok(flow_counts_at_least(&c, 0) == 1 && flow_counts_exactly(&c, -1) == 0, "no fewer than none");
	c.mean = 0;
	ok(flow_counts_at_least(&c, 1) == 0 && flow_counts_quantile(&c, 0.999) == 0 && flow_counts_exactly(&c, 0) == 1,
	   "nothing expected, nothing comes");
}

static void test_gamma_mixed(void)
{
	struct flow_counts c = { FLOW_NEGATIVE_BINOMIAL, 5, 2 };

	is_real(flow_counts_exactly(&c, 3), 0.118998036532, 1e-12,
		"the article's gamma process put right: P(3) = .1190");
	is_real(flow_counts_at_least(&c, 10), 0.133347650272, 1e-12, "its tail");
	is_int(flow_counts_quantile(&c, 0.99), 19, "its quantile");
	struct flow_counts week = flow_counts_stretch(&c, 7), half = flow_counts_stretch(&c, 0.5);
	ok(week.mean == 35 && week.shape == 14, "seven days draw seven rates");
	ok(half.mean == 2.5 && half.shape == 2, "half a day has one");
}

static void test_renewal(void)
{
	struct flow_counts c = { FLOW_RENEWAL, 5, 4 };
	double mean = 0;

	is_real(flow_counts_at_least(&c, 3), 0.990179697057, 1e-10, "even arrivals: at least 3");
	is_real(flow_counts_at_least(&c, 7), 0.099831272217, 1e-10, "even arrivals: at least 7");
	for (int k = 1; k < 100; k++)
		mean += flow_counts_at_least(&c, k);
	is_real(mean, 5, 1e-10, "the mean is the rate");
	ok(flow_counts_at_least(&c, flow_counts_quantile(&c, 0.9) + 1) <= 0.1 &&
		   flow_counts_at_least(&c, flow_counts_quantile(&c, 0.9)) > 0.1,
	   "its quantile is the smallest that covers");
	c = (struct flow_counts) { FLOW_RENEWAL, 2.5, 0.5 };
	is_real(flow_counts_at_least(&c, 4), 0.278976325421, 1e-10, "bunched arrivals: at least 4");
	is_real(flow_counts_at_least(&c, 1), 0.809324661674, 1e-10, "bunched arrivals: at least 1");
	c = (struct flow_counts) { FLOW_RENEWAL, 5, 1 };
	is_real(flow_counts_exactly(&c, 3), 0.140373895814, 1e-12, "with shape 1 it is Poisson");
}

int main(void)
{
	test_poisson();
	test_gamma_mixed();
	test_renewal();
	return done_testing();
}
