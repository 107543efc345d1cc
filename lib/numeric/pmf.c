/* Probability vectors: distributions of any shape, on a grid. */
#include "numeric_impl.h"

#include <string.h>

#define NEGLIGIBLE 1e-12 /* a tail that holds less is cut off */

double numeric_pmf_unit(double largest, size_t cells, enum numeric_family family)
{
	static const double STEPS[] = { 1, 2, 5, 10 };
	double least = largest / (double)cells;
	if (!(least > 0) || isinf(least) || (family == NUMERIC_COUNT && least <= 1))
		return 1;
	double power = pow(10, floor(log10(least)));
	for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++)
		if (least <= power * STEPS[i] * (1 + 1e-12))
			return power * STEPS[i];
	return power * 10;
}

/* Cuts what is negligible off both ends, and makes the rest add up to 1. */
static void trim(struct numeric_pmf *f)
{
	size_t first = 0, end = f->count;
	double sum = 0, low = 0, high = 0;
	while (end > 1 && high + f->p[end - 1] < NEGLIGIBLE)
		high += f->p[--end];
	while (first + 1 < end && low + f->p[first] < NEGLIGIBLE)
		low += f->p[first++];
	if (first > 0)
		memmove(f->p, f->p + first, (end - first) * sizeof *f->p);
	f->from += (int64_t)first;
	f->count = end - first;
	for (size_t i = 0; i < f->count; i++)
		sum += f->p[i];
	for (size_t i = 0; i < f->count; i++)
		f->p[i] /= sum;
}

void numeric_pmf_certain(int64_t cell, struct numeric_pmf *out)
{
	out->from = cell;
	out->count = 1;
	out->p[0] = 1;
}

/* The cell a value belongs to: the nearest, but never below its own where that is a half. */
static double cell_of(double x, double unit)
{
	return floor(x / unit + 0.5);
}

/* Whole numbers one by one, each from the one before. */
static bool walk_spread(const struct numeric_spread *s, struct numeric_pmf *out)
{
	double first, second, mass, sum = 0;
	if (s->family != NUMERIC_COUNT || out->unit != 1 || !numeric_count_walk(s, &first, &second, &mass))
		return false;
	out->from = 0;
	for (out->count = 0; out->count < out->room; out->count++) {
		double k = (double)out->count;
		out->p[out->count] = mass;
		sum += mass;
		mass *= fmax(0, first + second * k) / (k + 1);
		if (k > s->mean && mass < NEGLIGIBLE * 1e-3) {
			out->count++;
			break;
		}
	}
	out->p[out->count - 1] += fmax(0, 1 - sum);
	return true;
}

void numeric_pmf_spread(const struct numeric_spread *s, struct numeric_pmf *out)
{
	static const double ENDS[] = { NEGLIGIBLE, 1 - NEGLIGIBLE };
	double ends[2], before = 0;
	if (s->mean <= 0 && s->variance == 0) {
		numeric_pmf_certain(0, out);
		return;
	}
	if (!walk_spread(s, out)) {
		numeric_spread_quantiles(s, ENDS, 2, ends);
		out->from = (int64_t)cell_of(ends[0], out->unit);
		double cells = cell_of(ends[1], out->unit) - (double)out->from + 1;
		out->count = cells < (double)out->room ? (size_t)cells : out->room;
		for (size_t i = 0; i < out->count; i++) {
			double edge = ((double)(out->from + (int64_t)i) + 0.5) * out->unit;
			double below = i + 1 < out->count ? numeric_spread_cdf(s, edge) : 1;
			out->p[i] = fmax(0, below - before);
			before = below;
		}
	}
	trim(out);
}

void numeric_pmf_empirical(const double *x, size_t n, struct numeric_pmf *out)
{
	double least = n ? cell_of(x[0], out->unit) : 0, most = least;
	for (size_t i = 1; i < n; i++) {
		least = fmin(least, cell_of(x[i], out->unit));
		most = fmax(most, cell_of(x[i], out->unit));
	}
	if (n == 0 || least == most) {
		numeric_pmf_certain((int64_t)least, out);
		return;
	}
	out->from = (int64_t)least;
	out->count = most - least < (double)out->room ? (size_t)(most - least) + 1 : out->room;
	memset(out->p, 0, out->count * sizeof *out->p);
	for (size_t i = 0; i < n; i++) {
		size_t cell = (size_t)(cell_of(x[i], out->unit) - least);
		out->p[cell < out->count ? cell : out->count - 1] += 1 / (double)n;
	}
}

void numeric_pmf_convolve(const struct numeric_pmf *a, const struct numeric_pmf *b, struct numeric_pmf *out)
{
	size_t count = a->count + b->count - 1;
	/* The shorter loop outside, over what there is: histories with gaps have few different values. */
	if (a->count > b->count) {
		const struct numeric_pmf *longer = a;
		a = b;
		b = longer;
	}
	out->from = a->from + b->from;
	out->count = count < out->room ? count : out->room;
	memset(out->p, 0, out->count * sizeof *out->p);
	for (size_t i = 0; i < a->count; i++) {
		double weight = a->p[i];
		if (weight == 0)
			continue;
		size_t fits = i < out->count ? (b->count < out->count - i ? b->count : out->count - i) : 0;
		for (size_t j = 0; j < fits; j++)
			out->p[i + j] += weight * b->p[j];
		for (size_t j = fits; j < b->count; j++)
			out->p[out->count - 1] += weight * b->p[j];
	}
	trim(out);
}

/* Adds ${weight} of f to cells counted from 0; what lies beyond the last counts there. */
static void pour(const struct numeric_pmf *f, double weight, double *cells, size_t count)
{
	for (size_t i = 0; i < f->count; i++) {
		int64_t cell = f->from + (int64_t)i;
		cells[cell < 0 ? 0 : cell < (int64_t)count ? cell : (int64_t)count - 1] += weight * f->p[i];
	}
}

void numeric_pmf_sum(const struct numeric_pmf *one, const struct numeric_pmf *times, double *work,
		     struct numeric_pmf *out)
{
	struct numeric_pmf sum = *out, next = *out;
	int64_t most = times->from + (int64_t)times->count - 1;
	sum.p = work;
	next.p = work + out->room;
	numeric_pmf_certain(0, &sum);
	memset(out->p, 0, out->room * sizeof *out->p);
	for (int64_t k = 0; k <= most; k++) {
		if (k > 0) {
			struct numeric_pmf last = sum;
			numeric_pmf_convolve(&last, one, &next);
			sum = next;
			next = last;
		}
		if (k >= times->from)
			pour(&sum, times->p[k - times->from], out->p, out->room);
	}
	out->from = 0;
	out->count = out->room;
	trim(out);
}

void numeric_pmf_mixture(const struct numeric_pmf *parts, const double *weights, size_t n, struct numeric_pmf *out)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += weights[i];
	memset(out->p, 0, out->room * sizeof *out->p);
	for (size_t i = 0; i < n; i++)
		pour(&parts[i], weights[i] / sum, out->p, out->room);
	out->from = 0;
	out->count = out->room;
	trim(out);
}

void numeric_pmf_blend(const struct numeric_pmf *parts, const double *weights, size_t n, struct numeric_pmf *out)
{
	size_t at[NUMERIC_PMF_PARTS] = { 0 };
	double reached[NUMERIC_PMF_PARTS], sum = 0, done = 0;
	for (size_t i = 0; i < n; i++) {
		sum += weights[i];
		reached[i] = parts[i].p[0];
	}
	memset(out->p, 0, out->room * sizeof *out->p);
	/* From one jump of any of the quantile functions to the next. */
	for (bool more = true; more;) {
		double next = 1, value = 0;
		more = false;
		for (size_t i = 0; i < n; i++) {
			while (reached[i] <= done + 1e-14 && at[i] + 1 < parts[i].count)
				reached[i] += parts[i].p[++at[i]];
			bool last = at[i] + 1 == parts[i].count;
			more |= !last;
			next = fmin(next, last ? 1 : reached[i]);
			value += weights[i] / sum * (double)(parts[i].from + (int64_t)at[i]);
		}
		/* Between two cells it is shared, so that the mean is that of the parts. */
		double low = floor(value + 1e-9), upper = fmax(0, value - low), last = (double)out->room - 1;
		out->p[(size_t)fmin(fmax(0, low), last)] += (next - done) * (1 - upper);
		out->p[(size_t)fmin(fmax(0, low + 1), last)] += (next - done) * upper;
		done = next;
	}
	out->from = 0;
	out->count = out->room;
	trim(out);
}

double numeric_pmf_cdf(const struct numeric_pmf *f, double x)
{
	double sum = 0;
	for (size_t i = 0; i < f->count && (double)(f->from + (int64_t)i) * f->unit <= x; i++)
		sum += f->p[i];
	return fmin(1, sum);
}

void numeric_pmf_quantiles(const struct numeric_pmf *f, const double *p, size_t n, double *out)
{
	double sum = f->p[0];
	size_t cell = 0;
	for (size_t i = 0; i < n; i++) {
		/* A sum that falls short by its rounding alone has reached. */
		while (sum < p[i] - 1e-12 && cell + 1 < f->count)
			sum += f->p[++cell];
		out[i] = (double)(f->from + (int64_t)cell) * f->unit;
	}
}

double numeric_pmf_mean(const struct numeric_pmf *f)
{
	double sum = 0;
	for (size_t i = 0; i < f->count; i++)
		sum += f->p[i] * (double)i;
	return (sum + (double)f->from) * f->unit;
}

double numeric_pmf_variance(const struct numeric_pmf *f)
{
	double middle = numeric_pmf_mean(f) / f->unit - (double)f->from, sum = 0;
	for (size_t i = 0; i < f->count; i++)
		sum += f->p[i] * ((double)i - middle) * ((double)i - middle);
	return sum * f->unit * f->unit;
}

double numeric_pmf_shortage(const struct numeric_pmf *f, double x)
{
	double sum = 0;
	for (size_t i = 0; i < f->count; i++)
		sum += f->p[i] * fmax(0, (double)(f->from + (int64_t)i) * f->unit - x);
	return sum;
}
