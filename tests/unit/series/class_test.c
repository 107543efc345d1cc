/* What kind of series it is. */
#include "tap.h"

#include <ecom/base.h>
#include <ecom/series.h>

/* ADI is 16 / 8; sizes 1 2 3 4 1 2 3 4 have mean 2.5 and sample variance 10/7. */
static void test_gaps(void)
{
	static const double Y[] = { 1, 0, 2, 0, 3, 0, 4, 0, 1, 0, 2, 0, 3, 0, 4, 0 };
	struct series_gaps g = series_gaps(Y, 16);
	is_int((long long)g.demands, 8, "periods with demand");
	is_real(g.interval, 2, 0, "average demand interval");
	is_real(g.spread, 10.0 / 7 / 6.25, 1e-14, "squared coefficient of variation of the sizes");
	is_int(g.pattern, SERIES_INTERMITTENT, "regular sizes with gaps: intermittent");
}

static enum series_pattern pattern(const double *y, size_t n)
{
	return series_gaps(y, n).pattern;
}

static void test_patterns(void)
{
	static const double SMOOTH[] = { 4, 5, 6, 5 }, ERRATIC[] = { 1, 20, 1, 2 },
			    LUMPY[] = { 0, 0, 1, 0, 0, 20, 0, 1 }, NONE[3], ONE[] = { 0, 0, 5 };
	is_int(pattern(SMOOTH, 4), SERIES_SMOOTH, "smooth");
	is_int(pattern(ERRATIC, 4), SERIES_ERRATIC, "erratic");
	is_int(pattern(LUMPY, 8), SERIES_LUMPY, "lumpy");
	is_int(pattern(NONE, 3), SERIES_NO_DEMAND, "none");
	ok(isnan(series_gaps(NONE, 3).interval) && series_gaps(NONE, 0).demands == 0, "no interval without demand");
	struct series_gaps one = series_gaps(ONE, 3);
	ok(one.interval == 3 && one.spread == 0 && one.pattern == SERIES_INTERMITTENT, "one demand");
	/* 33 periods, 25 with demand: 1.32, on the cut */
	double cut[33] = { 0 };
	for (int t = 0; t < 25; t++)
		cut[t] = 3;
	is_int(pattern(cut, 33), SERIES_SMOOTH, "an interval of 1.32 is still smooth");
}

/*
 * R 4.2.2: d <- decompose(ts(y, frequency = m)); r <- d$random; v the mean squared deviation of what is not NA;
 * 1 - v(r) / v(r + d$trend) and 1 - v(r) / v(r + d$seasonal). Without a season filter(y, rep(1/7, 7)) is the trend.
 */
static void test_shape(void)
{
	static const double Y[] = { 12, 15, 21, 9,  14, 18, 25, 11, 16, 22, 27, 15,
				    19, 23, 31, 16, 22, 25, 36, 19, 24, 29, 37, 21 },
			    SAME[] = { 5, 5, 5, 5, 5, 5, 5, 5, 5 };
	double room[72];
	struct series_shape s = series_shape(Y, 24, 4, room);
	is_real(s.trend, 0.953532193591467, 1e-12, "trend, season of 4");
	is_real(s.season, 0.973281579542526, 1e-12, "season of 4");
	s = series_shape(Y, 24, 7, room);
	is_real(s.trend, 0.157393775410642, 1e-12, "trend, season of 7");
	is_real(s.season, 0.155514806103753, 1e-12, "season of 7, where there is none");
	s = series_shape(Y, 24, 1, room);
	is_real(s.trend, 0.108017937016868, 1e-12, "trend by 7 periods");
	ok(isnan(s.season), "no season asked for");
	ok(isnan(series_shape(Y, 7, 4, room).season), "less than two seasons tell of none");
	s = series_shape(SAME, 9, 3, room);
	ok(s.trend == 0 && s.season == 0, "what does not vary is not strong");
	for (size_t n = 0; n < 9; n++) {
		s = series_shape(Y, n, 2, room);
		ok(s.trend >= 0 && s.trend <= 1, "%zu periods: a trend of 0 to 1", n);
	}
}

static void test_outliers(void)
{
	double y[60], room[180];
	size_t at[60];
	for (int t = 0; t < 60; t++)
		y[t] = 100 + t + 20 * (t % 7 == 0) + t % 3;
	is_int((long long)series_outliers(y, 60, 7, NUMERIC_COUNT, room, at), 0,
	       "a trend and a season are not outliers");
	y[30] += 200;
	y[41] -= 100;
	is_int((long long)series_outliers(y, 60, 7, NUMERIC_COUNT, room, at), 2, "two outliers");
	ok(at[0] == 30 && at[1] == 41, "and not their neighbours");
	for (int t = 0; t < 20; t++)
		y[t] = 5 + (t == 12);
	is_int((long long)series_outliers(y, 20, 1, NUMERIC_COUNT, room, at), 0, "6 after many 5: a count may");
	is_int((long long)series_outliers(y, 20, 1, NUMERIC_AMOUNT, room, at), 1, "6.0 after many 5.0 stands out");
	for (int t = 0; t < 40; t++)
		y[t] = t % 4 == 0 ? 1 + t % 3 : 0;
	is_int((long long)series_outliers(y, 40, 1, NUMERIC_COUNT, room, at), 0, "gaps are not outliers");
	y[20] = 90;
	is_int((long long)series_outliers(y, 40, 1, NUMERIC_COUNT, room, at), 1,
	       "a demand of 90 where they are 1 to 3");
	is_int((long long)at[0], 20, "is found");
	is_int((long long)series_outliers(y, 4, 1, NUMERIC_COUNT, room, at), 0, "four periods have none");
}

/* With demand in half of the periods, n 0.5^k < 0.01 for n = 64 from k = 13 on (12.6). */
static void test_stockouts(void)
{
	struct series_stretch s[4];
	double y[64];
	for (int t = 0; t < 64; t++)
		y[t] = t % 2;
	is_int((long long)series_stockouts(y, 64, s, 4), 0, "every other period: no stretch");
	for (int t = 20; t < 31; t++)
		y[t] = 0;
	is_int((long long)series_stockouts(y, 64, s, 4), 0, "eleven without demand may be chance");
	for (int t = 20; t < 41; t++)
		y[t] = 0;
	is_int((long long)series_stockouts(y, 64, s, 4), 1, "more than twenty are not");
	ok(s[0].first == 20 && s[0].count == 21, "where it is");
	for (int t = 0; t < 64; t++)
		y[t] = 3;
	y[9] = y[30] = y[31] = y[32] = 0;
	is_int((long long)series_stockouts(y, 64, s, 4), 1, "three of none where there is always some");
	ok(s[0].first == 30 && s[0].count == 3, "a single one may be chance");
	for (int t = 0; t < 64; t++)
		y[t] = t >= 40 && t < 50;
	is_int((long long)series_stockouts(y, 64, s, 4), 1, "before the first demand nothing ran out");
	ok(s[0].first == 50 && s[0].count == 14, "after the last it may have");
	is_int((long long)series_stockouts(y, 64, s, 0), 0, "no room");
	memset(y, 0, sizeof y);
	is_int((long long)series_stockouts(y, 64, s, 4), 0, "no demand at all");
	is_int((long long)series_stockouts(y, 0, s, 4), 0, "no period at all");
}

int main(void)
{
	test_gaps();
	test_patterns();
	test_shape();
	test_outliers();
	test_stockouts();
	return done_testing();
}
