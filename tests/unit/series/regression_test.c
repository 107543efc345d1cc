/*
 * Regression against R 4.2.2: lm(), logLik(), predict(), and HC3 from hatvalues(); the series are those of R's
 * datasets.
 */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>

static const double DEATHS[] = { /* USAccDeaths, by the month */
				 9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927,
				 7750, 6981, 8038, 8422, 8714,	9512,  10120, 9823,  8743, 9129, 8710, 8680,
				 8162, 7306, 8124, 7870, 9387,	9556,  10093, 9620,  8285, 8466, 8160, 8034,
				 7717, 7461, 7767, 7925, 8623,	8945,  10078, 9179,  8037, 8488, 7874, 8647,
				 7792, 6957, 7726, 8106, 8890,	9299,  10625, 9302,  8314, 8850, 8265, 8796,
				 7836, 6892, 7791, 8192, 9115,	9434,  10484, 9827,  9110, 9070, 8633, 9240
};
/* mtcars: miles per gallon, weight, power */
static const double MILES[] = { 21,   21,   22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8,
				16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9, 21.5, 15.5,
				15.2, 13.3, 19.2, 27.3, 26,   30.4, 15.8, 19.7, 15,   21.4 };
static const double WEIGHT[] = { 2.62,	2.875, 2.32,  3.215, 3.44,  3.46,  3.57, 3.19,	3.15,  3.44,  3.44,
				 4.07,	3.73,  3.78,  5.25,  5.424, 5.345, 2.2,	 1.615, 1.835, 2.465, 3.52,
				 3.435, 3.84,  3.845, 1.935, 2.14,  1.513, 3.17, 2.77,	3.57,  2.78 };
static const double POWER[] = { 110, 110, 93, 110, 175, 105, 245, 62,  95,  123, 123, 180, 180, 180, 205, 215,
				230, 66,  52, 65,  97,	150, 150, 245, 175, 66,	 91,  113, 264, 175, 335, 109 };
static const struct series_settings PLAIN = { .window = 1, .alpha = NAN };

struct outcome {
	struct series_fit fit;
	double mean[32], variance[32], total[32];
	struct series_term terms[SERIES_TERMS];
	size_t count;
};
static struct outcome run(const struct series_history *history, size_t h)
{
	const struct series_model *model = series_model_find("regression");
	struct outcome o;
	struct series_path path = { o.mean, o.variance, o.total };
	model->fit(history, &PLAIN, NULL, &o.fit);
	model->forecast(&o.fit, history, h, NULL, &path);
	o.count = series_regression_terms(&o.fit, history, o.terms);
	return o;
}

static void test_season(void)
{
	struct series_history history = { .y = DEATHS, .n = 72, .season = 12 };
	struct outcome o = run(&history, 4);
	is_text(o.fit.form, "level+trend+season", "trend and season are worth their terms");
	is_real(o.fit.criterion, 1103.79770827, 1e-6, "AICc of lm(y ~ t + s): 1195.99, 1195.69, 1122.10 with less");
	is_real(o.fit.variance, 198897.971166, 1e-4, "its variance");
	is_real(o.fit.degrees, 59, 0, "its degrees");
	static const double AHEAD[] = { 7557.275, 6797.10833333, 7575.60833333, 7788.60833333 };
	for (size_t i = 0; i < 4; i++)
		is_real(o.mean[i], AHEAD[i], 1e-6, "its forecast");
	is_real(o.variance[0], 243650.014679, 1e-3, "the prediction's variance");
	is_real(o.total[3], 1113828.63853, 1e-2, "that of the sum of four");
	char name[SERIES_TERM_NAME_SIZE];
	is_int((long long)o.count, 13, "level, trend and eleven months");
	is_text(series_term_name(&o.terms[1], name), "trend", "the second is the trend");
	is_text(series_term_name(&o.terms[12], name), "season-11", "the last is the twelfth month");
}

/* Rows of weight, power, a constant, twice the weight. */
static double cars[40 * 4];
static struct series_history history_of_cars(void)
{
	for (size_t t = 0; t < 40; t++) {
		double *row = cars + 4 * t;
		row[0] = t < 32 ? WEIGHT[t] : 3;
		row[1] = t < 32 ? POWER[t] : 150;
		row[2] = 0.1;
		row[3] = 2 * row[0];
	}
	return (struct series_history) { .y = MILES, .n = 32, .season = 1, .x = cars, .n_x = 4 };
}

static void test_regressors(void)
{
	struct series_history history = history_of_cars();
	struct outcome o = run(&history, 1);
	char name[SERIES_TERM_NAME_SIZE];
	is_text(o.fit.form, "level+2x", "two regressors, no trend; constant and collinear columns drop out");
	is_real(o.fit.criterion, 158.133820307, 1e-8, "AICc of lm(mpg ~ wt + hp): 159.74 with the trend");
	is_int((long long)o.count, 3, "three terms");
	is_text(series_term_name(&o.terms[2], name), "x-1", "the last is the power");
	is_real(o.terms[0].coefficient, 37.2272701164, 1e-9, "level");
	is_real(o.terms[0].error, 1.598787538, 1e-8, "its standard error");
	is_real(o.terms[0].robust_error, 2.22980540344, 1e-8, "its robust error");
	bool twice = o.terms[1].index == 3;
	is_real(o.terms[1].coefficient * (twice ? 2 : 1), -3.8778307424, 1e-9, "weight");
	is_real(o.terms[1].error * (twice ? 2 : 1), 0.63273349438, 1e-9, "its standard error");
	is_real(o.terms[1].robust_error * (twice ? 2 : 1), 0.76851905036, 1e-9, "its robust error");
	is_real(o.terms[1].t, -6.12869521981, 1e-8, "its t");
	is_real(o.terms[2].coefficient, -0.0317729469822, 1e-11, "power");
	is_real(o.terms[2].error, 0.00902970967586, 1e-11, "its standard error");
	is_real(o.terms[2].robust_error, 0.00938513790866, 1e-11, "its robust error");
	is_real(o.mean[0], 20.8278358419, 1e-9, "its prediction for weight 3, power 150");
	is_real(o.variance[0], 6.96117271086, 1e-8, "the prediction's variance");
}

static void test_waves(void)
{
	double y[730];
	for (size_t t = 0; t < 730; t++)
		y[t] = 50 + 0.1 * (double)t + 8 * sin(2 * 3.14159265358979323846 * (double)t / 365) +
		       3 * cos(4 * 3.14159265358979323846 * (double)t / 365) + ((t * 7919) % 13 < 6 ? 0.5 : -0.5);
	struct series_history history = { .y = y, .n = 730, .season = 365 };
	struct outcome o = run(&history, 30);
	is_text(o.fit.form, "level+trend+season", "a year by sines and cosines");
	ok(fabs(o.mean[29] - (50 + 75.9 + 8 * sin(2 * 3.14159265358979323846 * 29 / 365) +
			      3 * cos(4 * 3.14159265358979323846 * 29 / 365))) < 0.2,
	   "goes on as it was made: %g", o.mean[29]);
	history.n = 700;
	o = run(&history, 30);
	ok(strstr(o.fit.form, "season") == NULL, "less than two seasons tell of none");
	history = (struct series_history) { .y = y, .n = 730, .season = 7, .long_season = 364 };
	is_text(run(&history, 7).fit.form, "level+trend+long", "a long season beside a short one that is none");
}

/* Anything finite gives numbers. */
static void test_any(void)
{
	double y[64], x[100 * 50];
	bool fine = true;
	for (size_t i = 0; i < ARRAY_LENGTH(x); i++)
		x[i] = (double)((i * 7919) % 101) * (i % 50 == 7 ? 1e9 : 1);
	for (size_t n = 2; n <= 64; n++)
		for (size_t kind = 0; kind < 4; kind++)
			for (size_t season = 1; season <= 25; season += 6)
				for (size_t n_x = 0; n_x <= 50; n_x += 10) {
					struct series_history h = {
						.y = y, .n = n, .season = season, .x = x, .n_x = n_x
					};
					for (size_t t = 0; t < n; t++)
						y[t] = kind == 0   ? 0
						       : kind == 1 ? 7
						       : kind == 2 ? (t % 2 ? 5e11 : 1)
								   : (double)((t * 31) % 17);
					struct outcome o = run(&h, 9);
					for (size_t i = 0; i < 9; i++)
						fine &= isfinite(o.mean[i]) && o.variance[i] >= 0 &&
							isfinite(o.total[i]);
					for (size_t i = 0; i < o.count; i++)
						fine &= isfinite(o.terms[i].t) && isfinite(o.terms[i].robust_error);
					if (!fine) {
						printf("# n %zu, kind %zu, season %zu, %zu regressors: %g %g\n", n,
						       kind, season, n_x, o.mean[8], o.total[8]);
						ok(false, "zeros, constants, anything: numbers");
						return;
					}
				}
	ok(fine, "zeros, constants, any length, season and number of regressors: numbers");
}

int main(void)
{
	test_season();
	test_regressors();
	test_waves();
	test_any();
	return done_testing();
}
