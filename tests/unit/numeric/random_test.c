/* Random numbers: SplitMix64's own sequence, and the moments of what is made of it. */
#include "tap.h"

#include <ecom/numeric.h>

#define DRAWS 200000

/* Mean and variance within five standard errors: of the mean, and of the variance with excess kurtosis ${excess}. */
static void moments(const char *name, double sum, double squares, double mean, double variance, double excess)
{
	double n = DRAWS, got = sum / n, spread = squares / n - got * got;
	is_real(got, mean, 5 * sqrt(variance / n), name);
	is_real(spread, variance, 5 * variance * sqrt((2 + excess) / n), name);
}

static void test_poisson(double mean)
{
	struct numeric_random r = numeric_random_start(7, (uint64_t)(mean * 10));
	double sum = 0, squares = 0;
	for (int i = 0; i < DRAWS; i++) {
		double x = (double)numeric_random_poisson(&r, mean);
		sum += x;
		squares += x * x;
	}
	moments("Poisson", sum, squares, mean, mean, 1 / mean);
}

static void test_gamma(double shape)
{
	struct numeric_random r = numeric_random_start(8, (uint64_t)(shape * 10));
	double sum = 0, squares = 0;
	for (int i = 0; i < DRAWS; i++) {
		double x = numeric_random_gamma(&r, shape);
		sum += x;
		squares += x * x;
	}
	moments("gamma", sum, squares, shape, shape, 6 / shape);
}

int main(void)
{
	/* The first numbers of SplitMix64 from the state 1234567, as the reference implementation prints them. */
	struct numeric_random r = { 1234567 };
	ok(numeric_random_bits(&r) == UINT64_C(6457827717110365317), "SplitMix64: first");
	ok(numeric_random_bits(&r) == UINT64_C(3203168211198807973), "SplitMix64: second");
	ok(numeric_random_bits(&r) == UINT64_C(9817491932198370423), "SplitMix64: third");

	struct numeric_random a = numeric_random_start(1, 1), b = numeric_random_start(1, 2);
	ok(numeric_random_bits(&a) != numeric_random_bits(&b), "streams differ");
	double sum = 0, squares = 0;
	for (int i = 0; i < DRAWS; i++) {
		double x = numeric_random_normal(&a);
		sum += x;
		squares += x * x;
	}
	moments("normal", sum, squares, 0, 1, 0);
	test_poisson(0.3);
	test_poisson(5);
	test_poisson(40);
	test_poisson(1000);
	test_gamma(0.4);
	test_gamma(2.5);
	is_int(numeric_random_poisson(&a, 0), 0, "a mean of none");
	is_int(numeric_random_poisson(&a, -1), -1, "a mean below none");
	return done_testing();
}
