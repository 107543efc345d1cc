/* Whether the series of a panel are forecast together. */
#include "outlook.h"

#define COMPARE_BY 256	/* series that tell for all */
#define FAR	   10.0 /* a share beyond this, or below its inverse, counts as this */

struct comparison {
	struct forecaster *forecaster;
	size_t count;
	double *shares;
};

static void compare_series(void *ctx, size_t worker, size_t index)
{
	struct comparison *c = ctx;
	struct desk *d = &c->forecaster->desks[worker];

	c->shares[index] = 1;
	if (forecast_desk_load(d, index * c->forecaster->panel.count / c->count))
		c->shares[index] = forecast_compare_pooled(d);
}

void forecast_prefer(struct forecaster *f)
{
	size_t count = f->panel.count < COMPARE_BY ? f->panel.count : COMPARE_BY;
	struct comparison c = { f, count, memory_zero(count + 1, sizeof(double)) };
	double sum = 0;

	if (f->group.any)
		parallel_run(f->panel.jobs, count, compare_series, &c);
	for (size_t i = 0; f->group.any && i < count; i++)
		sum += log(fmin(fmax(c.shares[i], 1 / FAR), FAR));
	f->group.preferred = sum < 0;
	memory_free(c.shares);
}
