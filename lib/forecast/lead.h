/* The demand of a lead time as a whole distribution, inside lib/forecast. */
#ifndef FORECAST_LEAD_H
#define FORECAST_LEAD_H

#include "outlook.h"

/*
 * Where sums are asked for, the sum of the steps' forecasts is one opinion of their distribution, the blends of
 * series_lead_demand are others. Which one is believed is asked of the series themselves, those with gaps and the others
 * apart: over rolling origins, the least pinball loss at LEAD_LEVEL, that of the steps where it is no more. Asked are at
 * most LEAD_ASKED series of each kind, and at least 100: fewer are forecast by their steps, and so is what knows more than
 * its history: days by the calendar of a group, learners, promotions, new items.
 */
#define LEAD_LEVEL 0.95
#define LEAD_ASKED 512
#define LEAD_CELLS 500
enum { LEAD_REGULAR, LEAD_GAPS, LEAD_KINDS };
struct leads {
	bool blended[LEAD_KINDS];
	enum series_lead_blend blend[LEAD_KINDS];
};
void forecast_leads_choose(struct forecaster *f, struct leads *leads);
/** forecast_lead(f, leads, d, index, out): the distribution of the sum for this series, in d->lead; false: that of its
 *  steps is as good. */
bool forecast_lead(const struct forecaster *f, const struct leads *leads, struct desk *d, size_t index,
		   struct numeric_pmf *out);

#endif
