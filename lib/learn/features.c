/* What a row tells of a period ahead. */
#include "learn_impl.h"

#define LEVEL_SEASONS 4
#define PAUSE_SEASONS 8
#define SAME_PHASES   4 /* told one by one */
#define MEAN_PHASES   8 /* told by their mean */
#define YEAR_SEASONS  52
#define WHOLE_COLUMNS 7

static double mean_before(const double *y, size_t origin, size_t periods)
{
	size_t from = origin > periods ? origin - periods : 0;
	double sum = 0;

	for (size_t t = from; t < origin; t++)
		sum += y[t];
	return origin > from ? sum / (double)(origin - from) : 0;
}

double learn_level(const struct learn_series *s, size_t origin)
{
	return mean_before(s->y, origin, LEVEL_SEASONS * s->season);
}

/* What the target's season was, a year ago, beside those before the origin's. */
static float tell_year(const double *y, size_t season, size_t origin, size_t target)
{
	size_t back = YEAR_SEASONS * season, window = LEVEL_SEASONS * season;

	if (origin < back + window)
		return NAN;
	size_t end = target - back + window / 2;
	double before = mean_before(y, origin - back, window);
	return before > 0 ? (float)(mean_before(y, end < origin ? end : origin, window) / before) : NAN;
}

static float *tell_whole(const struct learn_series *s, size_t origin, size_t target, double level, float *row)
{
	static const size_t WINDOWS[] = { 1, 2, 8, 16, 52 };
	double whole = s->whole ? mean_before(s->whole, origin, LEVEL_SEASONS * s->season) : 0;

	if (!(whole > 0)) {
		for (size_t k = 0; k < WHOLE_COLUMNS; k++)
			*row++ = NAN;
		return row;
	}
	*row++ = (float)(level / whole);
	for (size_t i = 0; i < ARRAY_LENGTH(WINDOWS); i++)
		*row++ = (float)(mean_before(s->whole, origin, WINDOWS[i] * s->season) / whole);
	*row++ = tell_year(s->whole, s->season, origin, target);
	return row;
}

static float *tell_spread(const struct learn_series *s, size_t origin, double level, float *row)
{
	size_t periods = LEVEL_SEASONS * s->season, from = origin > periods ? origin - periods : 0, none = 0, pause = 0;
	double squares = 0;

	for (size_t t = from; t < origin; t++) {
		squares += (s->y[t] - level) * (s->y[t] - level);
		none += s->y[t] <= 0;
	}
	while (pause < origin && pause < PAUSE_SEASONS * s->season && s->y[origin - 1 - pause] <= 0)
		pause++;
	*row++ = (float)(sqrt(squares / (double)(origin - from)) / level);
	*row++ = (float)none / (float)(origin - from);
	*row++ = (float)pause / (float)s->season;
	return row;
}

static float *tell_phases(const struct learn_series *s, size_t origin, size_t target, double level, float *row)
{
	/* The last period before the origin that has the target's phase. */
	size_t seasons = (target - origin) / s->season + 1, found = 0;
	double sum = 0;

	for (size_t k = 0; k < MEAN_PHASES; k++) {
		size_t back = (seasons + k) * s->season;
		bool there = target >= back;
		if (there) {
			sum += s->y[target - back];
			found++;
		}
		if (k < SAME_PHASES)
			*row++ = there ? (float)(s->y[target - back] / level) : NAN;
	}
	*row++ = found ? (float)(sum / (double)found / level) : NAN;
	return row;
}

bool learn_row(const struct learn_series *s, size_t origin, size_t step, size_t horizon, float *row)
{
	static const size_t WINDOWS[] = { 1, 2, 8, 16, 26, 52 };
	size_t target = origin + step - 1;
	double level = origin > 0 ? learn_level(s, origin) : 0;

	if (!(level > 0))
		return false;
	*row++ = (float)step / (float)horizon;
	*row++ = (float)log1p(level);
	for (size_t i = 0; i < ARRAY_LENGTH(WINDOWS); i++)
		*row++ = (float)(mean_before(s->y, origin, WINDOWS[i] * s->season) / level);
	*row++ = (float)(s->y[origin - 1] / level);
	row = tell_spread(s, origin, level, row);
	row = tell_phases(s, origin, target, level, row);
	*row++ = (float)((s->phase + target) % s->season) / (float)s->season;
	*row++ = tell_year(s->y, s->season, origin, target);
	row = tell_whole(s, origin, target, level, row);
	for (size_t k = 0; k < s->n_beside; k++)
		*row++ = s->beside[target * s->n_beside + k];
	return true;
}
