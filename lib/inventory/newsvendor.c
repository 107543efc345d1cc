/* One order against an uncertain demand, and what service a level gives. */
#include <ecom/inventory.h>
#include <math.h>

double inventory_newsvendor(const struct inventory_demand *d, double overage, double underage)
{
	if (!(overage > 0) || !(underage > 0))
		return NAN;
	return inventory_demand_quantile(d, underage / (underage + overage));
}

double inventory_newsvendor_cost(const struct inventory_demand *d, double overage, double underage, double quantity)
{
	double shortage = inventory_demand_loss(d, quantity), left = quantity - inventory_demand_mean(d) + shortage;
	return overage * fmax(left, 0) + underage * shortage;
}

double inventory_lot_fill_rate(const struct inventory_demand *lead, double level, double lot)
{
	if (!(lot > 0))
		return NAN;
	return 1 - (inventory_demand_loss(lead, level) - inventory_demand_loss(lead, level + lot)) / lot;
}

double inventory_review_fill_rate(const struct inventory_demand *covered, const struct inventory_demand *lead,
				  double level)
{
	double late = lead ? inventory_demand_loss(lead, level) : 0;
	double mean = inventory_demand_mean(covered) - (lead ? inventory_demand_mean(lead) : 0);
	return 1 - fmax(inventory_demand_loss(covered, level) - late, 0) / mean;
}

/* Either of the two, as a function of the level: the lead time's demand is asked in both. */
struct filling {
	const struct inventory_demand *covered, *lead;
	double lot; /* NAN: by review */
};

static double filled(const struct filling *f, double level)
{
	return isnan(f->lot) ? inventory_review_fill_rate(f->covered, f->lead, level) :
			       inventory_lot_fill_rate(f->covered, level, f->lot);
}

#define HALVINGS 200

static double lowest_level(const struct filling *f, double rate)
{
	bool whole = inventory_demand_whole(f->covered);
	double mean = inventory_demand_mean(f->covered), width = ceil(fmax(fabs(mean), 1)), low = 0, high = width;

	if (isnan(mean) || !(rate > 0 && rate < 1))
		return NAN;
	for (int i = 0; i < HALVINGS && filled(f, low) >= rate; i++) {
		low -= width;
		width *= 2;
	}
	for (int i = 0; i < HALVINGS && filled(f, high) < rate; i++) {
		high += width;
		width *= 2;
	}
	for (int i = 0; i < HALVINGS; i++) {
		double middle = low + (high - low) / 2;
		if (whole)
			middle = floor(middle);
		if (middle <= low || middle >= high)
			break;
		*(filled(f, middle) >= rate ? &high : &low) = middle;
	}
	return high;
}

double inventory_lot_fill_level(const struct inventory_demand *lead, double lot, double rate)
{
	struct filling f = { .covered = lead, .lot = lot };
	return lot > 0 ? lowest_level(&f, rate) : NAN;
}

double inventory_review_fill_level(const struct inventory_demand *covered, const struct inventory_demand *lead,
				   double rate)
{
	struct filling f = { .covered = covered, .lead = lead, .lot = NAN };
	return lowest_level(&f, rate);
}
