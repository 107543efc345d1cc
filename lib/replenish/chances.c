/* Whole distributions that forecasts bring: chances, and those behind quantiles. */
#include "book.h"

#include <stdlib.h>

#define CHANCES_MAX   65536
#define SUM_TOLERANCE 0.001 /* printed chances are rounded */
#define TAIL	      4.0   /* standard normal deviations that the outer quantiles are extended to */

static struct numeric_pmf *new_chances(struct arena *arena, int64_t from, size_t count)
{
	struct numeric_pmf *c = arena_alloc(arena, sizeof *c);

	*c = (struct numeric_pmf) { .unit = 1, .from = from, .count = count, .room = count };
	c->p = arena_zero(arena, count * sizeof *c->p);
	return c;
}

static bool parse_slice(struct record_slice slice, double min, double max, double *out)
{
	char text[NUMBER_REAL_SIZE + 8];

	if (slice.length >= sizeof text)
		return false;
	memcpy(text, slice.text, slice.length);
	text[slice.length] = 0;
	return number_parse_real(text, min, max, out);
}

static bool same_key(struct record_slice key, const char *name)
{
	return key.length == strlen(name) && memcmp(key.text, name, key.length) == 0;
}

static enum status bad_pmf(struct error *err)
{
	return error_reject(err, "bad_pmf", "pmf",
			    "expected {\"from\":0,\"p\":[0.7,0.3]}: a whole number and chances that sum to 1");
}

enum status replenish_chances_read(const char *json, struct arena *arena, const struct numeric_pmf **out,
				  struct error *err)
{
	struct record_walk members = record_walk((struct record_slice) { json, strlen(json) });
	struct record_slice key, value, item, list = { "[]", 2 };
	double from = 0, sum = 0;
	size_t count = 0;

	while (json[0] == '{' && record_walk_next(&members, &key, &value)) {
		if (same_key(key, "from") && !parse_slice(value, 0, (double)QUANTITY_MAX, &from))
			return bad_pmf(err);
		if (same_key(key, "p") && value.text[0] == '[')
			list = value;
	}
	struct record_walk walk = record_walk(list);
	while (record_walk_next(&walk, NULL, &item))
		count++;
	if (count == 0 || count > CHANCES_MAX || from != floor(from))
		return bad_pmf(err);
	struct numeric_pmf *c = new_chances(arena, (int64_t)from, count);
	walk = record_walk(list);
	for (size_t i = 0; record_walk_next(&walk, NULL, &item); i++) {
		if (!parse_slice(item, 0, 1 + SUM_TOLERANCE, &c->p[i]))
			return bad_pmf(err);
		sum += c->p[i];
	}
	if (fabs(sum - 1) > SUM_TOLERANCE)
		return bad_pmf(err);
	for (size_t i = 0; i < count; i++)
		c->p[i] /= sum;
	*out = c;
	return STATUS_OK;
}

/* The normal deviation of x on the line from quantile to quantile, the outer two going on. */
static double deviation_at(const double *z, const double *q, size_t n, double x)
{
	size_t i = 0;

	while (i + 2 < n && x > q[i + 1])
		i++;
	if (q[i + 1] <= q[i])
		return x >= q[i + 1] ? z[i + 1] : z[i];
	return z[i] + (x - q[i]) / (q[i + 1] - q[i]) * (z[i + 1] - z[i]);
}

const struct numeric_pmf *replenish_chances_from_quantiles(const double *p, const double *q, size_t n,
							     struct arena *arena)
{
	double z[FORECAST_LEVELS_MAX] = { 0 }, before = 0;

	if (n < 2)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		z[i] = numeric_normal_quantile(p[i]);
		if (i > 0 && q[i] < q[i - 1])
			return NULL;
	}
	/* As far as the slope of the last two reaches. */
	double slope = (q[n - 1] - q[n - 2]) / (z[n - 1] - z[n - 2]);
	double last = ceil(q[n - 1] + slope * fmax(0, TAIL - z[n - 1]));
	if (last < 0 || last >= CHANCES_MAX)
		return NULL;
	struct numeric_pmf *c = new_chances(arena, 0, (size_t)last + 1);
	for (size_t k = 0; k < c->count; k++) {
		double below = k + 1 == c->count ? 1 : numeric_normal_cdf(deviation_at(z, q, n, (double)k));
		c->p[k] = fmax(0, below - before);
		before = fmax(below, before);
	}
	return c;
}
