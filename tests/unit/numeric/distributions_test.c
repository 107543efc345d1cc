/* Distributions against digits computed by mpmath 1.3.0 with 30 digits (Python), unless said otherwise. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/numeric.h>

static void close_to(double got, double want, double relative, const char *name)
{
	is_real(got, want, relative * fabs(want), name);
}

static void test_normal(void)
{
	close_to(numeric_normal_quantile(0.975), 1.9599639845400542, 1e-15, "normal quantile 0.975");
	close_to(numeric_normal_quantile(0.995), 2.5758293035489008, 1e-15, "normal quantile 0.995");
	close_to(numeric_normal_quantile(0.3), -0.52440051270804078, 1e-15, "normal quantile 0.3");
	close_to(numeric_normal_quantile(0.001), -3.0902323061678135, 1e-15, "normal quantile 0.001");
	close_to(numeric_normal_quantile(1e-10), -6.3613409024040562, 1e-15, "normal quantile 1e-10");
	close_to(numeric_normal_quantile(1e-300), -37.047096299361199, 1e-15, "normal quantile 1e-300");
	is_real(numeric_normal_quantile(0.5), 0, 0, "normal median");
	ok(isnan(numeric_normal_quantile(0)) && isnan(numeric_normal_quantile(1)) &&
		   isnan(numeric_normal_quantile(NAN)),
	   "no normal quantile at 0, 1, NAN");
	close_to(numeric_normal_cdf(-37), 5.7255712225245768e-300, 1e-12, "normal cdf -37");
	close_to(numeric_normal_cdf(-5), 2.8665157187919391e-7, 1e-14, "normal cdf -5");
	close_to(numeric_normal_cdf(-1.96), 0.024997895148220434, 1e-14, "normal cdf -1.96");
	close_to(numeric_normal_cdf(0.5), 0.6914624612740131, 1e-15, "normal cdf 0.5");
}

static void test_student(void)
{
	static const struct {
		double p, degrees, t;
	} POINTS[] = {
		{ 0.975, 5, 2.5705818356363155 },  { 0.995, 3, 5.8409093097333573 },
		{ 0.9, 30, 1.3104150253913956 },   { 0.75, 4, 0.74069708411268263 },
		{ 0.025, 8, -2.3060041352041667 }, { 0.975, 2.5, 3.5746548420036832 },
		{ 0.995, 200, 2.600634436191558 }, { 0.6, 7, 0.26316686135202281 },
		{ 0.975, 1, 12.706204736174698 },  { 0.025, 2, -4.3026527297494639 },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(POINTS); i++)
		ok(fabs(numeric_student_quantile(POINTS[i].p, POINTS[i].degrees) / POINTS[i].t - 1) < 1e-12,
		   "t quantile %g with %g degrees", POINTS[i].p, POINTS[i].degrees);
	close_to(numeric_student_cdf(-2, 5), 0.050969739414929178, 1e-13, "t cdf -2, 5");
	close_to(numeric_student_cdf(3, 2.5), 0.96371195222548408, 1e-13, "t cdf 3, 2.5");
	close_to(numeric_student_cdf(-40, 3), 1.7190340394579264e-5, 1e-12, "t cdf far out");
	close_to(numeric_student_cdf(2, 1e6), 0.9772497330743404, 1e-12, "t cdf of a million degrees");
	/* Forwards and back, where no table reaches. */
	for (double degrees = 0.5; degrees < 1e6; degrees *= 3.7)
		for (double p = 1e-9; p < 0.5; p *= 11)
			if (fabs(numeric_student_cdf(numeric_student_quantile(p, degrees), degrees) / p - 1) > 1e-10)
				ok(false, "t quantile and cdf agree at %g, %g degrees", p, degrees);
	is_real(numeric_student_quantile(0.5, 3), 0, 0, "t median");
	ok(isnan(numeric_student_quantile(0.9, 0)), "t without degrees is no number");
}

static void test_gamma_ratio(void)
{
	static const struct {
		double a, x, p, relative;
	} POINTS[] = {
		{ 0.5, 0.2, 0.47291074313446191, 1e-13 },      { 10, 3, 0.0011024881301154797, 1e-13 },
		{ 10, 25, 0.99977852336175122, 1e-14 },	       { 1000, 1010, 0.62767894473699473, 1e-11 },
		{ 100000.5, 99900, 0.3756747429705769, 1e-9 }, { 200000, 200300, 0.74896316170517907, 1e-9 },
		{ 1e6, 998000, 0.022696114006736803, 1e-8 },   { 200000, 200000, 0.50029735402761854, 1e-9 },
		{ 1e8, 100003000, 0.61792299088829237, 1e-8 },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(POINTS); i++) {
		double p = numeric_gamma_ratio(POINTS[i].a, POINTS[i].x, false);
		double q = numeric_gamma_ratio(POINTS[i].a, POINTS[i].x, true);
		ok(fabs(p / POINTS[i].p - 1) < POINTS[i].relative, "P(%g, %g) is off by %.1e", POINTS[i].a, POINTS[i].x,
		   p / POINTS[i].p - 1);
		ok(fabs(p + q - 1) < 1e-12, "P + Q = 1 at %g, %g", POINTS[i].a, POINTS[i].x);
	}
	ok(isnan(numeric_gamma_ratio(0, 1, false)) && isnan(numeric_gamma_ratio(1, -1, false)), "outside the range");
}

static void test_counts(void)
{
	/* The founding article's example, with its errors put right. */
	is_real(numeric_poisson_pmf(3, 5), 0.140374, 5e-7, "Poisson(5): P(3)");
	is_real(numeric_negative_binomial_pmf(3, 5, 2), 0.118998, 5e-7, "negative binomial of mean 5, size 2: P(3)");

	close_to(numeric_poisson_pmf(3, 5), 0.140373895814281, 1e-14, "Poisson pmf");
	close_to(numeric_poisson_cdf(3, 5), 0.265025915297362, 1e-14, "Poisson cdf");
	close_to(numeric_poisson_pmf(120, 100.5), 0.00613674577508606, 1e-12, "Poisson pmf, larger");
	close_to(numeric_poisson_cdf(1100, 1000), 0.999132359036556, 1e-12, "Poisson cdf, larger");
	close_to(numeric_negative_binomial_pmf(3, 5, 2), 0.118998036532397, 1e-13, "negative binomial pmf");
	close_to(numeric_negative_binomial_cdf(3, 5, 2), 0.442196703754388, 1e-13, "negative binomial cdf");
	close_to(numeric_negative_binomial_pmf(50, 12.5, 0.3), 0.00213739262468667, 1e-12, "size below 1: pmf");
	close_to(numeric_negative_binomial_cdf(50, 12.5, 0.3), 0.936718262963198, 1e-12, "size below 1: cdf");
	close_to(numeric_negative_binomial_pmf(12, 10, 1e10), 0.0947803300538555, 1e-12,
		 "size so large that it is Poisson");
	close_to(numeric_negative_binomial_cdf(1200, 1000, 40), 0.889167404910141, 1e-11, "larger cdf");
	close_to(numeric_binomial_pmf(3, 10, 0.3), 0.266827932, 1e-13, "binomial pmf");
	close_to(numeric_binomial_cdf(3, 10, 0.3), 0.6496107184, 1e-13, "binomial cdf");
	ok(numeric_poisson_pmf(-1, 5) == 0 && numeric_poisson_cdf(-1, 5) == 0, "nothing below 0");
	ok(numeric_poisson_pmf(0, 0) == 1 && numeric_poisson_cdf(0, 0) == 1 && numeric_poisson_quantile(0.9, 0) == 0,
	   "a mean of 0 is 0 for sure");
	ok(isnan(numeric_poisson_pmf(1, -1)) && isnan(numeric_negative_binomial_pmf(1, 1, 0)), "outside the range");
}

static void test_count_quantiles(void)
{
	static const double P[] = { 0.005, 0.025, 0.25, 0.5, 0.95, 0.995 };
	/* size 0 = Poisson. Summed term by term with 30 digits. */
	static const struct {
		double mean, size;
		int want[6];
	} POINTS[] = {
		{ 0.1, 0, { 0, 0, 0, 0, 1, 1 } },
		{ 5, 0, { 0, 1, 3, 5, 9, 12 } },
		{ 300.7, 0, { 257, 267, 289, 301, 330, 346 } },
		{ 2000, 0, { 1886, 1913, 1970, 2000, 2074, 2116 } },
		{ 0.4, 0.5, { 0, 0, 0, 0, 2, 5 } },
		{ 5, 2, { 0, 0, 2, 4, 13, 21 } },
		{ 50, 0.8, { 0, 0, 11, 31, 163, 302 } },
		{ 2000, 3, { 224, 411, 1151, 1783, 4199, 6186 } },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(POINTS); i++) {
		for (size_t j = 0; j < ARRAY_LENGTH(P); j++) {
			double mean = POINTS[i].mean, size = POINTS[i].size;
			int64_t got = size > 0 ? numeric_negative_binomial_quantile(P[j], mean, size)
					       : numeric_poisson_quantile(P[j], mean);
			ok(got == POINTS[i].want[j], "quantile %g of mean %g, size %g: %lld, expected %d", P[j], mean,
			   size, (long long)got, POINTS[i].want[j]);
		}
	}
}

static void test_spread(void)
{
	static const double P[] = { 0.025, 0.5, 0.975 };
	double q[3];
	/* Binomial of 10 trials, 0.3: mean 3, variance 2.1; quantiles by summing (mpmath). */
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_COUNT, 3, 2.1 }, P, 3, q);
	ok(q[0] == 0 && q[1] == 3 && q[2] == 6, "a variance below the mean is binomial: %g %g %g", q[0], q[1], q[2]);
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_COUNT, 10, 0 }, P, 3, q);
	ok(q[0] == 10 && q[1] == 10 && q[2] == 10, "no variance: the mean");
	/* round(normal(7.01, 0.01)): nothing but 7 between 6.5 and 7.5. */
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_COUNT, 7.01, 0.01 }, P, 3, q);
	ok(q[0] == 7 && q[1] == 7 && q[2] == 7, "hardly any variance: the nearest whole number");
	/* 40 +- 1.959964 * sqrt(4 - 1/12): 36.12 and 43.88, rounded. */
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_COUNT, 40, 4 }, P, 3, q);
	ok(q[0] == 36 && q[1] == 40 && q[2] == 44, "a variance far below the mean: %g %g %g", q[0], q[1], q[2]);
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_COUNT, 0, 0 }, P, 3, q);
	ok(q[0] == 0 && q[1] == 0 && q[2] == 0, "nothing sold: 0");
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_COUNT, 1e6, 1e6 }, P, 3, q);
	/* Cornish-Fisher, mean + z sd + (z^2 - 1)/6 - 1/2, rounded up: 998040.01, 1001959.94. */
	ok(q[0] == 998041 && q[2] == 1001960, "Poisson of a million: %.0f %.0f", q[0], q[2]);
	/* Gamma of shape 2, scale 2; mpmath. */
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_AMOUNT, 4, 8 }, P, 3, q);
	close_to(q[0], 0.48441855708793, 1e-12, "gamma 0.025");
	close_to(q[1], 3.35669398003332, 1e-12, "gamma median");
	close_to(q[2], 11.1432867818778, 1e-12, "gamma 0.975");
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_AMOUNT, 0.15, 0.45 }, P, 3, q);
	close_to(q[0], 1.59469856697428e-32, 1e-9, "gamma of a small shape 0.025");
	close_to(q[1], 1.67216353222387e-6, 1e-10, "gamma of a small shape, median");
	close_to(q[2], 1.70152128526158, 1e-11, "gamma of a small shape 0.975");
	/* A falling trend: normal(-5, 10^2) with its negative part at 0; -5 + 10 * 1.959964. */
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_AMOUNT, -5, 100 }, P, 3, q);
	ok(q[0] == 0 && q[1] == 0 && fabs(q[2] - 14.599640) < 1e-6, "a mean below 0 is a clipped normal");
	/* A level that fell for a year: its square beside the variance is 0 for the machine. 1.959964 * 4, rounded up. */
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_COUNT, 1e-170, 16 }, P, 3, q);
	ok(q[0] == 0 && q[1] == 0 && q[2] == 8, "a mean of next to nothing is 0: %g %g %g", q[0], q[1], q[2]);
	/* Phi(1/4) */
	close_to(numeric_spread_cdf(&(struct numeric_spread) { NUMERIC_COUNT, 1e-170, 16 }, 1), 0.598706325682924, 1e-12,
		 "its distribution");
	numeric_spread_quantiles(&(struct numeric_spread) { NUMERIC_COUNT, NAN, 1 }, P, 3, q);
	ok(isnan(q[0]), "an unknown mean has no quantiles");
}

/* The cdf at a quantile is the first to reach p. */
static void test_spread_both_ways(void)
{
	size_t wrong = 0, points = 0;
	for (double mean = 0.003; mean < 1e7; mean *= 7.3) {
		for (double dispersion = 0.05; dispersion < 2e3; dispersion *= 3.3) {
			struct numeric_spread s = { NUMERIC_COUNT, mean, mean * dispersion };
			static const double P[] = { 0.001, 0.1, 0.5, 0.9, 0.9999 };
			double q[5];
			numeric_spread_quantiles(&s, P, 5, q);
			for (int i = 0; i < 5; i++, points++) {
				bool reached = numeric_spread_cdf(&s, q[i]) >= P[i] - 1e-9;
				bool first = q[i] == 0 || numeric_spread_cdf(&s, q[i] - 1) < P[i] + 1e-9;
				wrong += !(reached && first && q[i] == floor(q[i]));
			}
		}
	}
	ok(wrong == 0, "count quantiles are the first to reach p: %zu of %zu not", wrong, points);
}

static void test_helpers(void)
{
	static const double P[] = { 0.1, 0.25, 0.5, 0.9 };
	double q[4];
	for (int i = 0; i < 4; i++)
		q[i] = 100 + 7 * numeric_normal_quantile(P[i]);
	close_to(numeric_spread_variance(P, q, 4), 49, 1e-12, "variance behind normal quantiles");
	ok(isnan(numeric_spread_variance(P, q, 1)), "one quantile tells no variance");
	static const double FLAT[] = { 3, 3, 3, 3 };
	is_real(numeric_spread_variance(P, FLAT, 4), 0, 0, "equal quantiles: none");
	/* t with 5 degrees at 0.975 is 2.5705818; its normal probability (mpmath). */
	close_to(numeric_normal_quantile(numeric_estimated_probability(0.975, 5)), 2.5705818356363155, 1e-9,
		 "an estimated variance widens like t");
	is_real(numeric_estimated_probability(0.975, 0), 0.975, 0, "no degrees: unchanged");
	ok(numeric_estimated_probability(0.995, 1) < 1, "bounded where t is far out");
}

int main(void)
{
	test_normal();
	test_student();
	test_gamma_ratio();
	test_counts();
	test_count_quantiles();
	test_spread();
	test_spread_both_ways();
	test_helpers();
	return done_testing();
}
