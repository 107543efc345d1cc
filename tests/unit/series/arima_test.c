/*
 * Automatic ARIMA against R 4.2.2: arima() of the package stats, auto.arima() of forecast 8.20, ur.kpss() of urca 1.3;
 * the series are those of R's datasets.
 */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>

#include "series/arima_impl.h"

static const double DEATHS[] = { /* USAccDeaths, by the month */
				 9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927,
				 7750, 6981, 8038, 8422, 8714,	9512,  10120, 9823,  8743, 9129, 8710, 8680,
				 8162, 7306, 8124, 7870, 9387,	9556,  10093, 9620,  8285, 8466, 8160, 8034,
				 7717, 7461, 7767, 7925, 8623,	8945,  10078, 9179,  8037, 8488, 7874, 8647,
				 7792, 6957, 7726, 8106, 8890,	9299,  10625, 9302,  8314, 8850, 8265, 8796,
				 7836, 6892, 7791, 8192, 9115,	9434,  10484, 9827,  9110, 9070, 8633, 9240
};
static const double HURON[] = { /* LakeHuron, by the year from 1875 */
				580.38, 581.86, 580.97, 580.8,	579.79, 580.39, 580.42, 580.82, 581.4,	581.32, 581.44,
				581.68, 581.17, 580.53, 580.01, 579.91, 579.14, 579.16, 579.55, 579.67, 578.44, 578.24,
				579.1,	579.09, 579.35, 578.82, 579.32, 579.01, 579,	579.8,	579.83, 579.72, 579.89,
				580.01, 579.37, 578.69, 578.19, 578.67, 579.55, 578.92, 578.09, 579.37, 580.13, 580.14,
				579.51, 579.24, 578.66, 578.86, 578.05, 577.79, 576.75, 576.75, 577.82, 578.64, 580.58,
				579.48, 577.38, 576.9,	576.94, 576.24, 576.84, 576.85, 576.9,	577.79, 578.18, 577.51,
				577.23, 578.42, 579.61, 579.05, 579.26, 579.22, 579.38, 579.1,	577.95, 578.12, 579.75,
				580.85, 580.41, 579.96, 579.61, 578.76, 578.18, 577.21, 577.13, 579.1,	578.25, 577.91,
				576.89, 575.96, 576.8,	577.68, 578.38, 578.52, 579.74, 579.31, 579.89, 579.96
};
static const double LH[] = { 2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2,   1.9, 1.7, 2.2, 1.8, 3.2, 3.2,
			     2.7, 2.2, 2.2, 1.9, 1.9, 1.8, 2.7, 3,   2.3, 2,   2,   2.9, 2.9, 2.7, 2.7, 2.3,
			     2.6, 2.4, 1.8, 1.7, 1.5, 1.4, 2.1, 3.3, 3.5, 3.5, 3.1, 2.6, 2.1, 3.4, 3,	2.9 };
static const double USAGE[] = { /* WWWusage, by the minute */
				88,  84,  85,  85,  84,	 85,  83,  85,	88,  89,  91,  99,  104, 112, 126, 138, 146,
				151, 150, 148, 147, 149, 143, 132, 131, 139, 147, 150, 148, 145, 140, 134, 131, 131,
				129, 126, 126, 132, 137, 140, 142, 150, 159, 167, 170, 171, 172, 172, 174, 175, 172,
				172, 174, 174, 169, 165, 156, 142, 131, 121, 112, 104, 102, 99,	 99,  95,  88,	84,
				84,  87,  89,  88,  85,	 86,  89,  91,	91,  94,  101, 110, 121, 135, 145, 149, 156,
				165, 171, 175, 177, 182, 193, 204, 208, 210, 215, 222, 228, 226, 222, 220
};
static const struct series_settings PLAIN = { .window = 1, .alpha = NAN };

/* A model of given order of ${columns} columns, y first, of n each: its log likelihood; factors' coefficients. */
struct estimate {
	struct arima_candidate c;
	double likelihood, factor[ARIMA_FACTORS][ARIMA_ORDER + 1];
};
static struct estimate estimate(double *columns, size_t regressors, size_t n, size_t season, struct arima_order order)
{
	static double room[1 << 17];
	struct arima_data data = { .data = columns, .n = n, .stride = n, .regressors = regressors, .season = season };
	struct arima_room lanes = series_arima_room_lay(room, n, regressors + 2, season);
	struct estimate e = { .c.order = order };
	const double *point = e.c.point;
	series_arima_fit_order(&data, 1e-12, &lanes, &e.c);
	e.likelihood = -0.5 * (double)n * (e.c.objective + log(2 * 3.14159265358979323846 / (double)n) + 1);
	for (size_t f = 0; f < ARIMA_FACTORS; f++) {
		series_arima_factor_expand(point, order.degree[f], e.factor[f]);
		point += order.degree[f];
	}
	return e;
}

static void test_likelihood(void)
{
	double y[3 * 98];
	memcpy(y, DEATHS, sizeof DEATHS);
	size_t n = series_arima_difference(y, series_arima_difference(y, 72, 12), 1);
	struct estimate e = estimate(y, 0, n, 12, (struct arima_order) { .degree = { 0, 1, 0, 1 } });
	is_int((long long)n, 59, "13 periods are lost to two differences");
	is_real(e.likelihood, -425.441102431, 1e-7,
		"(0,1,1)(0,1,1)[12]: log likelihood as arima(diff(diff(USAccDeaths, 12)))");
	is_real(-e.factor[ARIMA_MA][1], -0.430270050, 1e-6, "its theta");
	is_real(-e.factor[ARIMA_SEASONAL_MA][1], -0.552728612, 1e-6, "its seasonal theta");
	is_real(e.c.squares / 59, 99352.5844, 0.05, "its variance");

	memcpy(y, LH, sizeof LH);
	for (size_t t = 0; t < 48; t++)
		y[48 + t] = 1;
	e = estimate(y, 0, 48, 1, (struct arima_order) { .degree = { 1, 1 }, .constant = true });
	is_real(e.likelihood, -28.762033197, 1e-7, "ARMA(1,1) with mean: log likelihood as arima(lh)");
	is_real(e.factor[ARIMA_AR][1], 0.45220, 2e-4, "its phi");
	is_real(-e.factor[ARIMA_MA][1], 0.19817, 2e-4, "its theta");
	is_real(e.c.coefficient[0], 2.4100767, 1e-5, "its mean");

	memcpy(y, DEATHS, sizeof DEATHS);
	for (size_t t = 0; t < 72; t++)
		y[72 + t] = 1;
	e = estimate(y, 0, 72, 12, (struct arima_order) { .degree = { 1, 1, 1, 1 }, .constant = true });
	is_real(e.likelihood, -528.86957662, 1e-3,
		"(1,0,1)(1,0,1)[12] with mean: log likelihood as arima(USAccDeaths)");
	is_real(e.factor[ARIMA_SEASONAL_AR][1], 0.98186, 1e-3, "its seasonal phi");

	memcpy(y, HURON, sizeof HURON);
	for (size_t t = 0; t < 98; t++) {
		y[98 + t] = (double)t + 1875 - 1920;
		y[2 * 98 + t] = 1;
	}
	e = estimate(y, 1, 98, 1, (struct arima_order) { .degree = { 2 }, .constant = true });
	is_real(e.likelihood, -101.19826716654, 1e-7, "AR(2) about a line: log likelihood as arima(LakeHuron, xreg)");
	is_real(e.factor[ARIMA_AR][1], 1.0048181, 1e-4, "its first phi");
	is_real(e.factor[ARIMA_AR][2], -0.2913015, 1e-4, "its second phi");
	is_real(e.c.coefficient[0], -0.0215681, 1e-6, "its slope");
	is_real(e.c.coefficient[1], 579.0994117, 1e-4, "its intercept");
}

static void test_differences(void)
{
	double sine[60], noise[60], room[120];
	uint64_t bits = 7;
	is_real(series_arima_kpss(HURON, 98), 1.22121856939, 1e-9, "KPSS as ur.kpss(LakeHuron)");
	is_real(series_arima_kpss(LH, 48), 0.367889110815, 1e-9, "KPSS as ur.kpss(lh)");
	for (size_t t = 0; t < 60; t++) {
		bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		noise[t] = (double)(bits >> 40);
		sine[t] = sin((double)t * 3.14159265358979323846 / 6) + (double)t;
	}
	is_real(series_arima_seasonal_strength(sine, 60, 12, room), 1, 1e-9,
		"a pure season about a line is as strong as can be");
	ok(series_arima_seasonal_strength(noise, 60, 12, room) < 0.64, "noise has no season");
	is_real(series_arima_seasonal_strength(noise, 24, 12, room), 0, 0, "two years tell of no season");
}

struct outcome {
	struct series_fit fit;
	double mean[64], variance[64], total[64];
};
static struct outcome run(const struct series_history *history, size_t h)
{
	static double room[1 << 20];
	const struct series_model *model = series_model_find("arima");
	struct outcome o;
	struct series_path path = { o.mean, o.variance, o.total };
	ok(model->room(history, h) <= 1 << 20, "the room is enough");
	model->fit(history, &PLAIN, room, &o.fit);
	model->forecast(&o.fit, history, h, room, &path);
	return o;
}

static void test_automatic(void)
{
	struct series_history deaths = { .y = DEATHS, .n = 72, .season = 12 },
			      usage = { .y = USAGE, .n = 100, .season = 1 };
	struct outcome o = run(&deaths, 6);
	is_text(o.fit.form, "ARIMA(0,1,1)(0,1,1)[12]", "the order of auto.arima(USAccDeaths)");
	is_real(o.fit.criterion, 857.318568498, 1e-6, "its AICc, on the differences themselves, as (0,0,1)(0,0,1)");
	is_real(o.fit.variance, 102838.640, 1, "its variance, for degrees of freedom");
	/* predict(arima(USAccDeaths, ...), 6) */
	static const double DEATHS_AHEAD[] = { 8336.061, 7531.829, 8314.644, 8616.869, 9488.913, 9859.758 };
	for (size_t i = 0; i < 6; i++)
		is_real(o.mean[i], DEATHS_AHEAD[i], 0.1, "its forecast");

	o = run(&usage, 5);
	is_text(o.fit.form, "ARIMA(1,1,1)", "the order of auto.arima(WWWusage)");
	is_real(o.fit.criterion, 514.55, 0.01, "its AICc");
	static const double USAGE_AHEAD[] = { 218.880497, 218.152399, 217.678861, 217.370884, 217.170583 };
	for (size_t i = 0; i < 5; i++)
		is_real(o.mean[i], USAGE_AHEAD[i], 0.005, "its forecast");
	/* psi of (1 - 0.6504 B)(1 - B) and 1 + 0.5256 B, and the sums of them. */
	double phi = 0.650375976, theta = 0.525595889, first = 1 + phi + theta, second = (1 + phi) * first - phi;
	is_real(o.variance[1] / o.variance[0], 1 + first * first, 1e-3, "variance of the second step");
	is_real(o.total[2] / o.variance[0], 1 + (1 + first) * (1 + first) + (1 + first + second) * (1 + first + second),
		5e-2, "variance of the sum of three");
	is_real((244.1 - o.mean[3]) / (1.96 * sqrt(o.variance[3])), (244.1 - 217.370884) / (249.090969 - 217.370884),
		1e-3, "interval of auto.arima(WWWusage), 4 ahead");
}

/* The constants of one history run over another: AR(1) from the last value alone. */
static void test_refilter(void)
{
	static double room[1 << 16];
	struct series_history whole = { .y = LH, .n = 48, .season = 1 }, part = { .y = LH, .n = 40, .season = 1 };
	struct outcome o = run(&whole, 3);
	struct series_path path = { o.mean, o.variance, o.total };
	is_text(o.fit.form, "ARIMA(1,0,0)", "the order of auto.arima(lh)");
	is_real(o.mean[0], 2.69262640616, 1e-4, "its forecast");
	series_model_find("arima")->forecast(&o.fit, &part, 1, room, &path);
	is_real(o.mean[0], 2.413287958 + 0.573929601 * (LH[39] - 2.413287958), 1e-3, "from an earlier period");
}

static void test_regressors(void)
{
	double y[60], x[70 * 3];
	uint64_t bits = 11;
	for (size_t t = 0; t < 70; t++) {
		bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		x[3 * t] = (double)(bits >> 60);
		x[3 * t + 1] = 4; /* a constant */
		x[3 * t + 2] = 2 * x[3 * t] + 1;
		if (t < 60)
			y[t] = 100 + 5 * x[3 * t] + (double)((bits >> 50) % 8);
	}
	struct series_history history = { .y = y, .n = 60, .season = 1, .x = x, .n_x = 1 };
	double one[70];
	for (size_t t = 0; t < 70; t++)
		one[t] = x[3 * t];
	history.x = one;
	struct outcome o = run(&history, 2);
	one[60] += 1;
	struct outcome more = run(&history, 2);
	is_real(more.mean[0] - o.mean[0], 5, 0.15, "a regressor's effect, 5, is found");
	is_real(more.mean[1], o.mean[1], 1e-9, "and moves its own period alone");
	one[60] -= 1;
	history.x = x;
	history.n_x = 3;
	struct outcome three = run(&history, 2);
	is_real(three.mean[0], o.mean[0], 0.05, "constant and collinear columns add nothing");
	ok(isfinite(three.variance[1]), "and do no harm");
}

/* Anything finite gives numbers. */
static void test_any(void)
{
	static const size_t SEASONS[] = { 1, 2, 4, 7, 12, 24, 52 };
	static double room[1 << 20];
	double y[130], kinds[7][130];
	uint64_t bits = 5;
	for (size_t t = 0; t < 130; t++) {
		bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		kinds[0][t] = 0;
		kinds[1][t] = 7;
		kinds[2][t] = 3 * (double)t;
		kinds[3][t] = t % 2 ? 5e11 : 1;
		kinds[4][t] = t % 9 == 4;
		kinds[5][t] = -1e-7 * (double)(bits >> 44) + (t == 3 ? 1e150 : 0);
		kinds[6][t] = (double)(t * t * t);
	}
	const struct series_model *model = series_model_find("arima");
	bool fine = true;
	for (size_t n = 4; n <= 130; n += n < 30 ? 1 : 25)
		for (size_t k = 0; k < 7; k++)
			for (size_t s = 0; s < ARRAY_LENGTH(SEASONS); s++) {
				struct series_history history = { .y = y, .n = n, .season = SEASONS[s] };
				struct outcome o;
				struct series_path path = { o.mean, o.variance, o.total };
				memcpy(y, kinds[k], n * sizeof *y);
				model->fit(&history, &PLAIN, room, &o.fit);
				model->forecast(&o.fit, &history, 30, room, &path);
				for (size_t i = 0; i < 30; i++)
					fine &= isfinite(o.mean[i]) && isfinite(o.total[i]) && o.variance[i] >= 0;
				if (!fine)
					printf("# n %zu, kind %zu, season %zu: %s %g %g\n", n, k, SEASONS[s],
					       o.fit.form, o.mean[29], o.total[29]);
				if (!fine)
					break;
			}
	ok(fine, "zeros, constants, lines, spikes, any length: numbers");
	struct series_history line = { .y = kinds[2], .n = 20, .season = 1 };
	struct outcome o = run(&line, 4);
	is_real(o.mean[3], 3 * 23, 1e-9, "a line goes on");
	is_real(o.variance[3], 0, 1e-15, "and leaves no error");
}

int main(void)
{
	test_likelihood();
	test_differences();
	test_automatic();
	test_refilter();
	test_regressors();
	test_any();
	return done_testing();
}
