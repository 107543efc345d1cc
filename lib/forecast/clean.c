/* Demand behind sales: periods out of stock filled, promotions taken out of the base. */
#include "estimate.h"

#define NEIGHBOURS 4  /* periods that tell what one between them would have been */
#define FURTHEST   60 /* places of the season looked at for them, on each side */
#define LIFT_DOUBT 4  /* as many promoted periods of a series must there be to count as much as all series */
#define LIFT_LEAST 0.2
#define LIFT_MOST  20

static bool is_plain(const struct periods *p, size_t t)
{
	return !(p->has_promotion && p->promotion[t] > 0) && !(p->has_shortage && p->shortage[t] > 0);
}

/* The mean of the nearest plain periods at the same place of the season; NAN: there is none. */
static double neighbours(const struct periods *p, size_t n, size_t season, size_t t)
{
	double sum = 0;
	size_t count = 0;

	for (size_t k = season; count < NEIGHBOURS && k <= FURTHEST * season && (k <= t || t + k < n); k += season) {
		if (k <= t && is_plain(p, t - k)) {
			sum += p->y[t - k];
			count++;
		}
		if (t + k < n && is_plain(p, t + k)) {
			sum += p->y[t + k];
			count++;
		}
	}
	return count ? sum / (double)count : NAN;
}

/* What a period would have sold without promotion and with stock; NAN where nothing tells. */
static double expected(const struct periods *p, size_t n, size_t season, size_t t)
{
	double e = season > 1 && season <= n / 3 ? neighbours(p, n, season, t) : NAN;

	return isnan(e) ? neighbours(p, n, 1, t) : e;
}

struct lift_sums forecast_lift_sums(const struct periods *p, size_t n, size_t season)
{
	struct lift_sums s = { 0 };

	for (size_t t = 0; p->has_promotion && t < n; t++) {
		if (p->promotion[t] == 0 || (p->has_shortage && p->shortage[t] > 0))
			continue;
		double base = expected(p, n, season, t);
		if (isnan(base))
			continue;
		s.sold += p->y[t];
		s.base += base;
		s.periods++;
	}
	return s;
}

static double lift_of(const struct lift_sums *own, double panel)
{
	if (!(own->base > 0))
		return panel;
	double doubt = LIFT_DOUBT * own->base / own->periods;
	return fmin(fmax((own->sold + panel * doubt) / (own->base + doubt), LIFT_LEAST), LIFT_MOST);
}

void forecast_clean(struct desk *d, size_t n)
{
	const struct periods *p = &d->periods;
	size_t season = d->panel->plan->season;
	struct lift_sums sums = forecast_lift_sums(p, n, season);

	d->lift = p->has_promotion && sums.periods > 0 ? lift_of(&sums, d->panel->lift) : d->panel->lift;
	d->filled = 0;
	d->dirty = p->has_promotion || p->has_shortage;
	if (!d->dirty)
		return;
	if (n > d->clean_size) {
		memory_free(d->base);
		d->clean_size = n + n / 2;
		d->base = memory_zero(2 * d->clean_size, sizeof *d->base);
		d->with_promotions = d->base + d->clean_size;
	}
	for (size_t t = 0; t < n; t++) {
		double lift = p->has_promotion && p->promotion[t] > 0 ? d->lift : 1,
		       short_of = p->has_shortage ? p->shortage[t] : 0;
		d->base[t] = p->y[t] / lift;
		if (short_of > 0) {
			double e = expected(p, n, season, t);
			double wanted = p->in_stock[t] / lift + short_of * (isnan(e) ? 0 : e);
			d->filled += wanted > d->base[t];
			d->base[t] = fmax(d->base[t], wanted);
		}
		d->with_promotions[t] = d->base[t] * lift;
	}
}
