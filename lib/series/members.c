/* Four forecasts of the same as one: the median of their means, and what is doubtful of it. */
#include "series_impl.h"

#define DISAGREEMENT 1.5 /* found by rolling origins inside the training part of the M3 series */

double *series_members_lay(double *room, size_t h, const struct series_path *out,
			   struct series_path member[SERIES_MEMBERS])
{
	for (size_t k = 0; k < SERIES_MEMBERS; k++) {
		double *own = room + 3 * k * h;
		member[k] =
			(struct series_path) { own, out->variance ? own + h : NULL, out->total ? own + 2 * h : NULL };
	}
	return room + 3 * SERIES_MEMBERS * h;
}

/* Of four: the mean of the middle two. */
static double median(double a, double b, double c, double d)
{
	double least = fmin(fmin(a, b), fmin(c, d)), most = fmax(fmax(a, b), fmax(c, d));
	double middle = (a - least) + (b - least) + (c - least) + (d - least) - (most - least);
	return least + middle / 2;
}

/* The square of the mean of the standard deviations, given as variances. */
static double mean_variance(const double *a)
{
	double mean = 0;
	for (size_t k = 0; k < SERIES_MEMBERS; k++)
		mean += sqrt(a[k]) / SERIES_MEMBERS;
	return mean * mean;
}

static double spread(const double *a)
{
	double mean = 0, squares = 0;
	for (size_t k = 0; k < SERIES_MEMBERS; k++)
		mean += a[k] / SERIES_MEMBERS;
	for (size_t k = 0; k < SERIES_MEMBERS; k++)
		squares += (a[k] - mean) * (a[k] - mean);
	return squares / (SERIES_MEMBERS - 1);
}

/* Where the members disagree, the model is not known: DISAGREEMENT times the variance between their means. */
static void combine_variance(const struct series_path member[SERIES_MEMBERS], size_t n, size_t h,
			     struct series_path *out)
{
	double sum[SERIES_MEMBERS] = { 0 };
	for (size_t i = 0; i < h; i++) {
		double own[SERIES_MEMBERS];
		for (size_t k = 0; k < SERIES_MEMBERS && out->variance; k++)
			own[k] = member[k].variance[i];
		if (out->variance)
			out->variance[i] = mean_variance(own);
		for (size_t k = 0; k < SERIES_MEMBERS && out->total; k++)
			own[k] = member[k].total[i];
		if (out->total)
			out->total[i] = mean_variance(own);
	}
	series_path_widen(n, h, out);
	for (size_t i = 0; i < h; i++) {
		double mean[SERIES_MEMBERS];
		for (size_t k = 0; k < SERIES_MEMBERS; k++) {
			mean[k] = member[k].mean[i];
			sum[k] += mean[k];
		}
		if (out->variance)
			out->variance[i] += DISAGREEMENT * spread(mean);
		if (out->total)
			out->total[i] += DISAGREEMENT * spread(sum);
	}
}

void series_members_combine(const struct series_path member[SERIES_MEMBERS], size_t n, size_t h,
			    struct series_path *out)
{
	for (size_t i = 0; i < h; i++)
		out->mean[i] = median(member[0].mean[i], member[1].mean[i], member[2].mean[i], member[3].mean[i]);
	combine_variance(member, n, h, out);
}
