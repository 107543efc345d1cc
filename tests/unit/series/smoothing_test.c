/*
 * Exponential smoothing, Theta, the ensemble. Values of R are those of 4.2.2 with forecast 8.20 (Debian 12), on data
 * sets that come with R.
 */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>

static const double DEATHS[] = { /* USAccDeaths */
				 9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927,
				 7750, 6981, 8038, 8422, 8714,	9512,  10120, 9823,  8743, 9129, 8710, 8680,
				 8162, 7306, 8124, 7870, 9387,	9556,  10093, 9620,  8285, 8466, 8160, 8034,
				 7717, 7461, 7767, 7925, 8623,	8945,  10078, 9179,  8037, 8488, 7874, 8647,
				 7792, 6957, 7726, 8106, 8890,	9299,  10625, 9302,  8314, 8850, 8265, 8796,
				 7836, 6892, 7791, 8192, 9115,	9434,  10484, 9827,  9110, 9070, 8633, 9240
};
static const double PASSENGERS[] = { /* AirPassengers to 1956 */
				     112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135,
				     125, 149, 170, 170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199,
				     184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
				     196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227,
				     234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347,
				     312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306
};
static const double NILE[] = { 1120, 1160, 963, 1210, 1160, 1160, 813,	1230, 1370, 1140, 995,	935,  1110, 994,  1020,
			       960,  1180, 799, 958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,
			       874,  694,  940, 833,  701,  916,  692,	1020, 1050, 969,  831,	726,  456,  824,  702,
			       1120, 1100, 832, 764,  821,  768,  845,	864,  862,  698,  845,	744,  796,  1040, 759,
			       781,  865,  845, 944,  984,  897,  822,	1010, 771,  676,  649,	846,  812,  742,  801,
			       1040, 860,  874, 848,  890,  744,  749,	838,  1050, 918,  986,	797,  923,  975,  815,
			       1020, 906,  901, 1170, 912,  746,  919,	718,  714,  740 };
static const double MILES[] = { /* airmiles */
				412,  480,  683,   1052,  1385,	 1418,	1634,  2178,  3362,  5948,  6109,  5981,
				6753, 8003, 10566, 12528, 14760, 16769, 19819, 22362, 25340, 25343, 29269, 30514
};

#define STEPS 24
static double room[1 << 16];
struct outcome {
	struct series_fit fit;
	double mean[STEPS], variance[STEPS], total[STEPS];
};

static struct outcome run(const char *name, const double *y, size_t n, size_t season)
{
	static const struct series_settings SETTINGS = { 1, NAN };
	const struct series_model *model = series_model_find(name);
	struct series_history history = { .y = y, .n = n, .season = season };
	struct outcome out;
	struct series_path path = { out.mean, out.variance, out.total };
	model->fit(&history, &SETTINGS, room, &out.fit);
	model->forecast(&out.fit, &history, STEPS, room, &path);
	return out;
}

/* For what the formulas leave out: series.h. */
static double widening(size_t n, size_t step)
{
	return 1 + (4 + 3 * ((double)step - 1)) / (double)n;
}

static void is_near(double got, double want, double share, const char *name)
{
	if (!ok(fabs(got - want) <= share * fabs(want), "%s", name))
		printf("#   got: %.10g\n#  want: %.10g\n", got, want);
}

static void test_season(void)
{
	/* R: decompose(window(AirPassengers, end = c(1956, 12)), "multiplicative")$figure,
	 * decompose(USAccDeaths)$figure */
	static const double PRODUCT[] = { 0.912587910531, 0.904716732474, 1.034182283910, 0.988112461728,
					  0.980615870567, 1.100951603450, 1.201996229119, 1.190208009561,
					  1.058383083983, 0.921784684975, 0.799499574658, 0.906961555042 };
	static const double SUM[] = { -805.8923611111, -1523.3090277778, -740.8423611111, -514.7840277778,
				      339.6493055556,  744.8409722222,	 1679.4409722222, 986.3159722222,
				      -109.2923611111, 263.8576388889,	 -260.9506944444, -59.0340277778 };
	double index[12];
	series_decompose(PASSENGERS, 96, 12, true, index);
	for (int j = 0; j < 12; j++)
		ok(fabs(index[j] - PRODUCT[j]) < 1e-10, "multiplied index %d as R's decompose: %.10f", j, index[j]);
	series_decompose(DEATHS, 72, 12, false, index);
	for (int j = 0; j < 12; j++)
		ok(fabs(index[j] - SUM[j]) < 1e-8, "added index %d as R's decompose: %.8f", j, index[j]);
	/* An odd season: y = 10 + a wave of 3, -1, -2 has just these. */
	double wave[15];
	for (int t = 0; t < 15; t++)
		wave[t] = 10 + (t % 3 == 0 ? 3 : t % 3 == 1 ? -1 : -2);
	series_decompose(wave, 15, 3, false, index);
	ok(fabs(index[0] - 3) < 1e-12 && fabs(index[1] + 1) < 1e-12 && fabs(index[2] + 2) < 1e-12, "an odd season");

	ok(series_is_seasonal(DEATHS, 72, 12, room), "deaths have a season of a year");
	ok(!series_is_seasonal(NILE, 100, 7, room), "the Nile has none of seven years");
	ok(!series_is_seasonal(DEATHS, 35, 12, room), "less than three seasons tell nothing");
	ok(!series_is_seasonal(DEATHS, 72, 1, room), "a season of one period is none");
	/* By hand: 1 2 1 2 1 2 with m = 2: r_1 = -5/6, r_2 = 4/6; bound 1.645 sqrt((1 + 2 * 25/36) / 6) = 1.038. */
	static const double SAW[] = { 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2 };
	ok(!series_is_seasonal(SAW, 6, 2, room), "six points of a saw are not enough");
	/* n = 24: r_1 = -23/24, r_2 = 22/24 = 0.917; bound 1.645 sqrt((1 + 2 * 0.918) / 24) = 0.566. */
	ok(series_is_seasonal(SAW, 24, 2, room), "twenty-four are");
	static const double FLAT[9] = { 0 };
	ok(!series_is_seasonal(FLAT, 9, 3, room), "a constant has no season");
}

/* Where R finds by a search over all starts, a fit may be a little worse; it may not be much better either. */
static void test_ets(void)
{
	struct outcome o = run("ets", DEATHS, 72, 12);
	is_text(o.fit.form, "ETS(A,N,A)", "deaths: as R chooses among them");
	ok(o.fit.criterion < 1148.7161 + 1 && o.fit.criterion > 1148.7161 - 12, "AICc %.3f, R 1148.716",
	   o.fit.criterion);
	is_near(o.mean[0], 8397.50, 0.02, "deaths: January, as R within 2 %");
	is_near(o.mean[6], 10819.12, 0.02, "deaths: July");
	o = run("ets", PASSENGERS, 96, 12);
	is_text(o.fit.form, "ETS(M,Ad,M)", "passengers: as R's ets(damped = TRUE)");
	ok(fabs(o.fit.criterion - 855.0658) < 6, "AICc %.3f, R 855.066", o.fit.criterion);
	is_near(o.mean[0], 311.195, 0.02, "passengers: January");
	is_near(o.mean[6], 424.974, 0.02, "passengers: July");
	o = run("ets", NILE, 100, 1);
	ok(fabs(o.fit.criterion - 1458.5519) < 0.1, "Nile: AICc %.4f, R 1458.5519", o.fit.criterion);
	is_text(o.fit.form, "ETS(M,N,N)", "Nile: as R chooses");
	is_near(o.mean[0], 838.875, 0.005, "Nile: the level");
}

static void test_damped(void)
{
	/* R: holt(airmiles, damped = TRUE, initial = "optimal") */
	struct outcome o = run("damped", MILES, 24, 1);
	is_near(o.mean[0], 32631.17, 0.005, "air miles: a year ahead");
	is_near(o.mean[4], 40192.64, 0.01, "air miles: five");
	is_near(o.fit.phi, 0.98, 1e-6, "air miles: damping at its bound");
	/* The formulas of HKOS table 6.1, summed here. */
	double reach = 0, power = 1, squares = 0, total = 0, sum = 0;
	for (int j = 0; j < 6; j++) {
		double response = j ? o.fit.alpha + o.fit.beta * reach : 1;
		power *= o.fit.phi;
		reach += power;
		squares += response * response;
		sum += response;
		total += sum * sum;
	}
	is_near(o.variance[5], o.fit.variance * squares * widening(24, 6), 1e-12, "damped: variance of step 6");
	is_near(o.total[5], o.fit.variance * total * widening(24, 6), 1e-12, "damped: variance of the sum of 6");
	o = run("holt", MILES, 24, 1);
	is_real(o.mean[2] - o.mean[1], o.mean[1] - o.mean[0], 1e-6, "holt: a straight line");
	double line[30];
	for (int t = 0; t < 30; t++)
		line[t] = 5 + 3 * t;
	o = run("holt", line, 30, 1);
	is_near(o.mean[9], 5 + 3 * 39, 1e-9, "holt: goes on with a line");
	ok(o.variance[9] < 1e-15, "holt: and is sure of it");
}

static double line_at(const double *y, size_t n, double x)
{
	double mean = 0, middle = ((double)n + 1) / 2, products = 0, squares = 0;
	for (size_t t = 0; t < n; t++)
		mean += y[t] / (double)n;
	for (size_t t = 0; t < n; t++) {
		products += ((double)t + 1 - middle) * (y[t] - mean);
		squares += ((double)t + 1 - middle) * ((double)t + 1 - middle);
	}
	return mean + (n > 1 ? products / squares : 0) * (x - middle);
}

static void test_theta(void)
{
	/* From its definition, with the constants found. */
	struct outcome o = run("theta", NILE, 100, 1);
	double level = o.fit.level;
	for (size_t t = 0; t < 100; t++)
		level += o.fit.alpha * (2 * NILE[t] - line_at(NILE, 100, (double)t + 1) - level);
	is_near(o.mean[0], (level + line_at(NILE, 100, 101)) / 2, 1e-12, "theta: mean of the two lines");
	is_near(o.mean[9], (level + line_at(NILE, 100, 110)) / 2, 1e-12, "theta: ten ahead");
	is_near(o.variance[3], o.fit.variance * (1 + 3 * o.fit.alpha * o.fit.alpha) * widening(100, 4), 1e-12,
		"theta: variance");
}

/*
 * The model as Fiorucci et al. (2016) write it: mean_t = l_{t-1} + k (q^{t-1} A_{t-1} + (1 - q^t) / alpha B_{t-1}) with
 * q = 1 - alpha, A and B the regression line of y_1..y_{t-1}. Gives the squares of the errors but the first two.
 */
static double optimised_squares(const double *y, size_t n, double alpha, double start, double k, double *next)
{
	double level = start, squares = 0;
	for (size_t t = 1; t <= n + 1; t++) {
		double intercept = t > 1 ? line_at(y, t - 1, 0) : 0,
		       slope = t > 1 ? line_at(y, t - 1, 1) - intercept : 0;
		double q = 1 - alpha,
		       mean = level + k * (pow(q, (double)t - 1) * intercept + (1 - pow(q, (double)t)) / alpha * slope);
		if (t > n) {
			*next = mean;
			break;
		}
		squares += t > 2 ? (y[t - 1] - mean) * (y[t - 1] - mean) : 0;
		level = alpha * y[t - 1] + q * level;
	}
	return squares;
}

static void test_optimised_theta(void)
{
	struct outcome o = run("optimised-theta", NILE, 100, 1);
	double next, other, squares = optimised_squares(NILE, 100, o.fit.alpha, o.fit.level, o.fit.slope, &next);
	is_near(o.mean[0], next, 1e-9, "optimised theta: the model's next mean");
	is_near(o.fit.variance * o.fit.degrees, squares, 1e-9, "optimised theta: squares of the errors");
	double least = INFINITY;
	for (double alpha = 0.01; alpha < 1; alpha += 0.01)
		for (double k = 0; k <= 1; k += 0.05)
			for (double start = 900; start < 1300; start += 20)
				least = fmin(least, optimised_squares(NILE, 100, alpha, start * (1 - k), k, &other));
	ok(squares <= least * (1 + 1e-4), "optimised theta: no grid does better: %.1f, grid %.1f", squares, least);
}

static void test_ensemble(void)
{
	static const char *const MEMBERS[] = { "ets", "optimised-theta", "damped", "theta" };
	struct outcome all = run("ensemble", DEATHS, 72, 12), one[4];
	for (int k = 0; k < 4; k++)
		one[k] = run(MEMBERS[k], DEATHS, 72, 12);
	double sums[4] = { 0 };
	for (int i = 0; i < STEPS; i++) {
		double sum = 0, least = INFINITY, most = -INFINITY, deviation = 0, total = 0, apart = 0, sums_apart = 0,
		       all_sums = 0;
		for (int k = 0; k < 4; k++) {
			sum += one[k].mean[i];
			sums[k] += one[k].mean[i];
			all_sums += sums[k];
			least = fmin(least, one[k].mean[i]);
			most = fmax(most, one[k].mean[i]);
			deviation += sqrt(one[k].variance[i]) / 4;
			total += sqrt(one[k].total[i]) / 4;
		}
		for (int k = 0; k < 4; k++) {
			apart += pow(one[k].mean[i] - sum / 4, 2) / 3;
			sums_apart += pow(sums[k] - all_sums / 4, 2) / 3;
		}
		if (i % 7)
			continue;
		is_near(all.mean[i], (sum - least - most) / 2, 1e-12, "ensemble: the mean of the middle two");
		is_near(all.variance[i], deviation * deviation + 1.5 * apart, 1e-9,
			"ensemble: the deviations, and how far apart");
		is_near(all.total[i], total * total + 1.5 * sums_apart, 1e-9, "ensemble: those of sums");
	}
}

/* The constants run over another history: as if fitted there, but for the constants. */
static void test_other_history(void)
{
	static const char *const NAMES[] = { "holt", "damped", "theta", "optimised-theta", "ets", "ensemble" };
	for (size_t k = 0; k < ARRAY_LENGTH(NAMES); k++) {
		struct outcome o = run(NAMES[k], PASSENGERS, 84, 12);
		struct series_history longer = { .y = PASSENGERS, .n = 96, .season = 12 };
		double mean[12];
		struct series_path path = { mean, NULL, NULL };
		o.fit.model->forecast(&o.fit, &longer, 12, room, &path);
		/* 1957 by R's data: 315 301 356 348 355 422 465 467 404 347 305 336; all within 15 %. */
		static const double CAME[] = { 315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336 };
		double most = 0;
		for (int i = 0; i < 12; i++)
			most = fmax(most, fabs(mean[i] / CAME[i] - 1));
		ok(most < 0.15, "%s: goes on from a longer history: off by %.1f %% at most", NAMES[k], 100 * most);
	}
}

int main(void)
{
	test_season();
	test_ets();
	test_damped();
	test_theta();
	test_optimised_theta();
	test_ensemble();
	test_other_history();
	return done_testing();
}
