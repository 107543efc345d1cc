/* Whole distributions as records bring them: lists of chances, and those behind quantiles. */
#include "book.h"
#include "question.h"

#define CHANCES_MAX   65536
#define SUM_TOLERANCE 0.001 /* printed chances are rounded */
#define TAIL	      4.0   /* standard normal deviations that the outer quantiles are extended to */

static struct numeric_pmf *new_chances(struct arena *arena, int64_t from, size_t count, double *p)
{
	struct numeric_pmf *c = arena_alloc(arena, sizeof *c);

	*c = (struct numeric_pmf) { .unit = 1, .from = from, .count = count, .room = count, .p = p };
	return c;
}

enum status replenish_outcomes_read(struct record_slice list, size_t most, double tolerance, struct arena *arena,
				    struct replenish_outcomes *out, struct error *err)
{
	struct record_walk walk = record_walk(list), again = walk;
	bool is_list = list.length > 0 && list.text[0] == '[';
	struct record_slice item;
	double sum = 0;

	out->n = 0;
	while (is_list && record_walk_next(&walk, NULL, &item))
		if (++out->n > most)
			return error_reject(err, "bad_pmf", "pmf", "more than %zu probabilities", most);
	out->p = arena_alloc(arena, (out->n + 1) * sizeof *out->p);
	for (size_t i = 0; i < out->n && record_walk_next(&again, NULL, &item); i++) {
		if (!record_slice_real(item, 0, 1 + tolerance, &out->p[i]))
			return error_reject(err, "bad_pmf", "pmf", "%.*s: expected a probability",
					    (int)(item.length < 40 ? item.length : 40), item.text);
		sum += out->p[i];
	}
	if (!(fabs(sum - 1) <= tolerance))
		return error_reject(err, "bad_pmf", "pmf",
				    "expected a list of probabilities that add up to 1, not to %g", sum);
	for (size_t i = 0; i < out->n; i++)
		out->p[i] /= sum;
	return STATUS_OK;
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
	struct record_slice key, value, list = { "", 0 };
	struct replenish_outcomes outcomes;
	double from = 0;

	while (json[0] == '{' && record_walk_next(&members, &key, &value)) {
		if (same_key(key, "from") && !record_slice_real(value, 0, (double)QUANTITY_MAX, &from))
			return bad_pmf(err);
		if (same_key(key, "p"))
			list = value;
	}
	if (from != floor(from) ||
	    replenish_outcomes_read(list, CHANCES_MAX, SUM_TOLERANCE, arena, &outcomes, err) != STATUS_OK)
		return bad_pmf(err);
	*out = new_chances(arena, (int64_t)from, outcomes.n, outcomes.p);
	return STATUS_OK;
}

/* The normal deviation of x on the line from quantile to quantile, the outer two going on; *from: where that of the last,
 * lesser x was. */
static double deviation_at(const double *z, const double *q, size_t n, double x, size_t *from)
{
	size_t i = *from;

	while (i + 2 < n && x > q[i + 1])
		i++;
	*from = i;
	if (q[i + 1] <= q[i])
		return x >= q[i + 1] ? z[i + 1] : z[i];
	return z[i] + (x - q[i]) / (q[i + 1] - q[i]) * (z[i + 1] - z[i]);
}

const struct numeric_pmf *replenish_chances_from_quantiles(const double *p, const double *q, size_t n,
							     struct arena *arena)
{
	double z[NUMBER_LEVELS_MAX] = { 0 }, before = 0;

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
	if (!(last >= 0 && last < CHANCES_MAX))
		return NULL;
	size_t count = (size_t)last + 1;
	struct numeric_pmf *c = new_chances(arena, 0, count, arena_alloc(arena, count * sizeof(double)));
	for (size_t k = 0, at = 0; k < c->count; k++) {
		double below = k + 1 == c->count ? 1 : numeric_normal_cdf(deviation_at(z, q, n, (double)k, &at));
		c->p[k] = fmax(0, below - before);
		before = fmax(below, before);
	}
	return c;
}
