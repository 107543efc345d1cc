/* Calendar profiles pooled over the series of a group. */
#include "series_impl.h"

#define ROUNDS 30

size_t series_profile_cells(const struct series_profile *p)
{
	size_t cells = 1;
	for (size_t w = 0; w < p->ways; w++)
		cells *= p->places[w];
	return cells;
}

size_t series_profile_places(const struct series_profile *p)
{
	size_t places = 0;
	for (size_t w = 0; w < p->ways; w++)
		places += p->places[w];
	return places;
}

double series_profile_factor(const struct series_profile *p, size_t cell)
{
	const double *factor = p->factor;
	double product = 1;
	for (size_t w = 0; w < p->ways; w++) {
		product *= factor[cell % p->places[w]];
		cell /= p->places[w];
		factor += p->places[w];
	}
	return product;
}

void series_profile_add(struct series_profile *p, const struct series_profile *base, const double *y,
			const uint16_t *cell, size_t n, size_t window)
{
	double came = 0, usual = 0;
	size_t from = 0;
	if (n < window)
		return;
	for (size_t t = 0; t < window; t++) {
		came += y[t];
		usual += base ? series_profile_factor(base, cell[t]) : 1;
	}
	for (size_t t = 0; t < n; t++) {
		if (t > from + window / 2 && from + window < n) {
			came += y[from + window] - y[from];
			if (base)
				usual += series_profile_factor(base, cell[from + window]) -
					 series_profile_factor(base, cell[from]);
			from++;
		}
		/* Differences of sums: what is left of a silence may be a rounding error. */
		if (!(came > 1e-9 * (double)window) || !(usual > 0))
			continue;
		double level = came / usual, weight = 1 / sqrt(level);
		p->sold[cell[t]] += weight * y[t];
		p->expected[cell[t]] += weight * level * (base ? series_profile_factor(base, cell[t]) : 1);
	}
}

/* The factor of each place of one way, those of the others given. */
static void fit_way(struct series_profile *p, size_t way, size_t stride, double *factor, double prior)
{
	size_t cells = series_profile_cells(p), places = p->places[way];
	for (size_t place = 0; place < places; place++) {
		double sold = prior, expected = prior;
		for (size_t c = place * stride; c < cells; c += places * stride)
			for (size_t i = c; i < c + stride; i++) {
				if (!(p->expected[i] > 0))
					continue;
				sold += p->sold[i];
				expected += p->expected[i] * series_profile_factor(p, i) / factor[place];
			}
		factor[place] = expected > 0 && sold > 0 ? sold / expected : 1;
	}
}

void series_profile_solve(struct series_profile *p, double prior)
{
	for (size_t i = 0; i < series_profile_places(p); i++)
		p->factor[i] = 1;
	for (int round = 0; round < (p->ways > 1 ? ROUNDS : 1); round++) {
		double *factor = p->factor;
		size_t stride = 1;
		for (size_t w = 0; w < p->ways; w++) {
			fit_way(p, w, stride, factor, prior);
			stride *= p->places[w];
			factor += p->places[w];
		}
	}
}
