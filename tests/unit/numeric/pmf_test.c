/* Probability vectors, against R 4.2.2 and arithmetic. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/numeric.h>

#define ROOM 400
static double cells[8][ROOM], work[2 * ROOM];
static struct numeric_pmf pmf(int i, double unit)
{
	return (struct numeric_pmf) { .unit = unit, .room = ROOM, .p = cells[i] };
}

static double quantile(const struct numeric_pmf *f, double p)
{
	double q;
	numeric_pmf_quantiles(f, &p, 1, &q);
	return q;
}

static double sum(const struct numeric_pmf *f)
{
	double all = 0;
	for (size_t i = 0; i < f->count; i++)
		all += f->p[i];
	return all;
}

static void test_unit(void)
{
	is_real(numeric_pmf_unit(300, 400, NUMERIC_COUNT), 1, 0, "a count that fits has cells of 1");
	is_real(numeric_pmf_unit(401, 400, NUMERIC_COUNT), 2, 0, "401 in 400 cells: of 2");
	is_real(numeric_pmf_unit(1e6, 400, NUMERIC_COUNT), 5000, 1e-9, "a million in 400 cells: of 5,000");
	is_real(numeric_pmf_unit(3, 400, NUMERIC_AMOUNT), 0.01, 1e-15, "3.00 in 400 cells: of 0.01");
	is_real(numeric_pmf_unit(0, 400, NUMERIC_AMOUNT), 1, 0, "nothing: cells of 1");
}

static void test_spread(void)
{
	struct numeric_pmf f = pmf(0, 1);
	/* dnbinom(c(0, 3), size = 2, mu = 3); qnbinom(0.95, ...); sum(pmax(0:2000 - 5, 0) * dnbinom(0:2000, ...)) */
	numeric_pmf_spread(&(struct numeric_spread) { NUMERIC_COUNT, 3, 7.5 }, &f);
	is_real(f.p[0], 0.16, 1e-12, "negative binomial: none");
	is_real(f.p[3], 0.13824, 1e-12, "negative binomial: three");
	is_real(quantile(&f, 0.95), 8, 0, "negative binomial: its 95 % quantile");
	is_real(numeric_pmf_mean(&f), 3, 1e-9, "its mean");
	is_real(numeric_pmf_variance(&f), 7.5, 1e-7, "its variance");
	is_real(numeric_pmf_shortage(&f, 5), 0.46656, 1e-8, "its expected shortage beyond 5");
	numeric_pmf_spread(&(struct numeric_spread) { NUMERIC_COUNT, 5, 5 }, &f);
	is_real(f.p[3], 0.140373895814281, 1e-12, "Poisson(5) of 3, as the article has it put right");
	/* pgamma(c(1.25, 0.75), shape = 4, rate = 2) */
	f.unit = 0.5;
	numeric_pmf_spread(&(struct numeric_spread) { NUMERIC_AMOUNT, 2, 1 }, &f);
	is_real(f.p[2 - f.from], 0.2424238668669341 - 0.0656424543784501, 1e-9, "gamma: between 0.75 and 1.25");
	numeric_pmf_spread(&(struct numeric_spread) { NUMERIC_AMOUNT, 0, 0 }, &f);
	ok(f.count == 1 && f.from == 0 && f.p[0] == 1, "no demand is certain");
	f.unit = 10000;
	numeric_pmf_spread(&(struct numeric_spread) { NUMERIC_COUNT, 1e6, 1e10 }, &f);
	is_real(numeric_pmf_mean(&f), 1e6, 100, "a large count in coarse cells");
	is_real(sum(&f), 1, 1e-12, "adds up to 1");
	f.unit = 1;
	numeric_pmf_spread(&(struct numeric_spread) { NUMERIC_COUNT, 450, 900 }, &f);
	is_real(sum(&f), 1, 1e-12, "so does what does not fit");
	is_real(numeric_pmf_cdf(&f, 398) + f.p[f.count - 1], 1, 1e-12, "which counts in the last cell");
}

static void test_sums(void)
{
	static const double HISTORY[] = { 0, 0, 3, 0 };
	struct numeric_pmf one = pmf(0, 1), two = pmf(1, 1), many = pmf(2, 1), times = pmf(3, 1);
	numeric_pmf_empirical(HISTORY, 4, &one);
	ok(one.count == 4 && one.p[0] == 0.75 && one.p[3] == 0.25 && one.p[1] == 0, "empirical: 0 thrice, 3 once");
	numeric_pmf_convolve(&one, &one, &two);
	ok(two.count == 7 && two.p[0] == 0.5625 && two.p[3] == 0.375 && two.p[6] == 0.0625, "the sum of two draws");
	numeric_pmf_certain(2, &times);
	numeric_pmf_sum(&one, &times, work, &many);
	is_real(many.p[3], 0.375, 1e-15, "a lead time of two for certain");
	/* 1 or 3 periods, half and half: none 0.5 (3/4 + 27/64); 9 units 0.5 / 64 */
	times = (struct numeric_pmf) { 1, 1, 3, ROOM, cells[3] };
	times.p[0] = times.p[2] = 0.5;
	times.p[1] = 0;
	numeric_pmf_sum(&one, &times, work, &many);
	is_real(many.p[0], 0.5 * (0.75 + 27.0 / 64), 1e-15, "of one or three periods: none");
	is_real(many.p[9], 0.5 / 64, 1e-15, "three demands");
	is_real(numeric_pmf_mean(&many), 2 * 0.75, 1e-14, "mean periods times mean demand");
	/* E L Var D + Var L (E D)^2 = 2 * 1.6875 + 1 * 0.5625 */
	is_real(numeric_pmf_variance(&many), 2 * 1.6875 + 0.5625, 1e-13, "the variance of a random sum");
	numeric_pmf_certain(0, &times);
	numeric_pmf_sum(&one, &times, work, &many);
	ok(many.count == 1 && many.from == 0, "no lead time, no demand");
}

static void test_mixture(void)
{
	static const double LOW[] = { 0, 0, 0, 4 }, HIGH[] = { 2, 2, 4, 4 };
	struct numeric_pmf parts[2] = { pmf(0, 1), pmf(1, 1) }, out = pmf(2, 1);
	numeric_pmf_empirical(LOW, 4, &parts[0]);
	numeric_pmf_empirical(HIGH, 4, &parts[1]);
	numeric_pmf_mixture(parts, (double[]) { 1, 3 }, 2, &out);
	is_real(out.p[0], 0.75 / 4, 1e-15, "mixture: 0");
	is_real(out.p[2], 0.5 * 0.75, 1e-15, "mixture: 2");
	/* Quantiles 0 0 0 4 and 2 2 4 4: their means are 1 1 2 4. */
	numeric_pmf_blend(parts, (double[]) { 1, 1 }, 2, &out);
	ok(out.from == 1 && out.count == 4, "blend: from 1 to 4");
	is_real(out.p[0], 0.5, 1e-12, "blend: the mean of 0 and 2");
	is_real(out.p[1], 0.25, 1e-12, "blend: the mean of 0 and 4");
	is_real(out.p[3], 0.25, 1e-12, "blend: the mean of 4 and 4");
	/* 3 : 1 gives 0.5 0.5 1 4; a half is 0 and 1, half and half */
	numeric_pmf_blend(parts, (double[]) { 3, 1 }, 2, &out);
	is_real(out.p[0], 0.25, 1e-12, "blend: weighted, and shared by two cells");
	is_real(out.p[1], 0.5, 1e-12, "blend: the other one");
	is_real(numeric_pmf_mean(&out), 1.5, 1e-12, "blend: the mean of the means");
	numeric_pmf_blend(parts, (double[]) { 1, 0 }, 2, &out);
	ok(out.from == 0 && fabs(out.p[0] - 0.75) < 1e-12, "a weight of 0 has no say");
}

int main(void)
{
	test_unit();
	test_spread();
	test_sums();
	test_mixture();
	return done_testing();
}
