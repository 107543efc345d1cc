/* Periods of the calendar, inference from dates, tables that must agree. */
#include "tap.h"

#include "forecast/forecast_impl.h"

static void test_bounds(void)
{
	for (int every = EVERY_DAY; every <= EVERY_YEAR; every++) {
		size_t wrong = 0;
		struct forecast_calendar c = { every, 2 };
		/* 1899..2100, before and after the epoch, centuries without a leap day. */
		for (int64_t day = -26000; day < 47500; day++) {
			int64_t period = forecast_period(&c, day);
			wrong += !(forecast_period_day(&c, period) <= day && day < forecast_period_day(&c, period + 1));
		}
		ok(wrong == 0, "every day lies in its %s: %zu do not", FORECAST_EVERY_WORDS[every].word, wrong);
	}
	/* 2018-01-01 was a Monday, 2018-08-15 in the third quarter. */
	struct forecast_calendar week = { EVERY_WEEK, 0 }, quarter = { EVERY_QUARTER, 0 }, sunday = { EVERY_WEEK, 6 };
	int64_t monday = day_from_civil(2018, 1, 1);
	is_int(forecast_period_day(&week, forecast_period(&week, monday + 6)), monday, "a week begins on Monday");
	is_int(forecast_period_day(&sunday, forecast_period(&sunday, monday)), monday - 1, "or on Sunday");
	is_int(forecast_period_day(&quarter, forecast_period(&quarter, day_from_civil(2018, 8, 15))),
	       day_from_civil(2018, 7, 1), "a quarter begins in July");
}

struct date {
	int year, month, day;
};

static void infer(const struct date *dates, size_t n, int every, int week_begins, const char *name)
{
	struct forecast_dates seen = { 0 };
	for (size_t i = 0; i < n; i++)
		forecast_dates_add(&seen, day_from_civil(dates[i].year, dates[i].month, dates[i].day));
	struct forecast_calendar c = forecast_calendar_infer(&seen);
	ok(c.every == every && c.week_begins == week_begins, "%s: %s", name, FORECAST_EVERY_WORDS[c.every].word);
}

static void test_inference(void)
{
	infer((struct date[]) { { 2018, 1, 1 } }, 1, EVERY_DAY, 0, "one date, a Monday");
	infer((struct date[]) { { 2018, 1, 1 }, { 2018, 1, 1 } }, 2, EVERY_DAY, 0, "one date twice");
	infer((struct date[]) { { 2018, 1, 1 }, { 2018, 1, 2 } }, 2, EVERY_DAY, 0, "two days");
	infer((struct date[]) { { 2018, 1, 2 }, { 2018, 1, 9 }, { 2018, 1, 30 } }, 3, EVERY_WEEK, 1, "Tuesdays");
	infer((struct date[]) { { 2018, 2, 1 }, { 2018, 3, 1 } }, 2, EVERY_MONTH, 3, "first days, Thursdays both");
	infer((struct date[]) { { 2018, 2, 28 }, { 2018, 4, 30 }, { 2020, 2, 29 } }, 3, EVERY_MONTH, 0, "last days");
	infer((struct date[]) { { 2018, 1, 1 }, { 2018, 10, 1 } }, 2, EVERY_QUARTER, 0, "first days of quarters");
	infer((struct date[]) { { 2018, 9, 30 }, { 2017, 3, 31 }, { 2018, 6, 30 } }, 3, EVERY_QUARTER, 0,
	      "last days of quarters");
	infer((struct date[]) { { 2018, 1, 1 }, { 2016, 1, 1 } }, 2, EVERY_YEAR, 0, "first days of years");
	infer((struct date[]) { { 2018, 12, 31 }, { 2016, 12, 31 } }, 2, EVERY_YEAR, 0, "last days of years");
	infer((struct date[]) { { 2018, 2, 28 }, { 2020, 2, 28 } }, 2, EVERY_DAY, 0,
	      "28 February is not the last of 2020");
}

static void test_quantiles(void)
{
	struct forecast_quantiles quantiles;
	struct error err;
	is_int(forecast_quantiles_read("{\"0.95\":7,\"0.05\":-1.5, \"0.5\" : 3}", &quantiles, &err), STATUS_OK,
	       "quantiles in any order");
	ok(quantiles.count == 3 && quantiles.p[0] == 0.05 && quantiles.q[0] == -1.5 && quantiles.p[1] == 0.5 &&
		   quantiles.q[1] == 3 && quantiles.p[2] == 0.95 && quantiles.q[2] == 7,
	   "ascending by level");
	is_int(forecast_quantiles_read("", &quantiles, &err), STATUS_OK, "no object");
	is_int((long long)quantiles.count, 0, "no quantiles");
	const char *const bad[] = { "{\"0\":1}", "{\"1\":1}", "{\"0.5\":\"3\"}", "{\"0.5\":1e16}", "{\"half\":1}" };
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		ok(forecast_quantiles_read(bad[i], &quantiles, &err) == STATUS_REJECTED &&
			   strcmp(err.code, "bad_q") == 0,
		   "%s is refused", bad[i]);
}

static void test_tables(void)
{
	size_t models = 0, words = 0;
	while (SERIES_MODELS[models])
		models++;
	for (; FORECAST_MODEL_WORDS[words].word; words++)
		if (words > 0)
			ok(series_model_find(FORECAST_MODEL_WORDS[words].word) != NULL, "the model %s is there",
			   FORECAST_MODEL_WORDS[words].word);
	is_int((long long)words - 1, (long long)models, "every model has its word");
	for (int every = EVERY_DAY; FORECAST_EVERY_WORDS[every].word; every++)
		ok(FORECAST_HABITS[every].season && FORECAST_HABITS[every].horizon && FORECAST_HABITS[every].window,
		   "the %s has its habits", FORECAST_EVERY_WORDS[every].word);
}

int main(void)
{
	test_bounds();
	test_inference();
	test_tables();
	test_quantiles();
	return done_testing();
}
