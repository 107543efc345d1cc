/* Whether the series of a panel are forecast together. */
#include "outlook.h"

#define COMPARE_BY 256 /* series that tell for all */

/* At the earlier origins "pooled" knows less of the calendar than it will at the end: a share of the error that counts as
 * none. */
#define TIE 1.005

struct ballot {
	struct forecaster *forecaster;
	size_t count;
	struct comparison *votes;
};

static void compare_series(void *ctx, size_t worker, size_t index)
{
	struct ballot *b = ctx;
	struct desk *d = &b->forecaster->desks[worker];

	d->group = &b->forecaster->past;
	if (forecast_desk_load(d, index * b->forecaster->panel.count / b->count))
		b->votes[index] = forecast_compare_pooled(d);
}

void forecast_prefer(struct forecaster *f)
{
	size_t count = f->panel.count < COMPARE_BY ? f->panel.count : COMPARE_BY;
	struct ballot b = { f, count, memory_zero(count + 1, sizeof *b.votes) };
	double single = 0, pooled = 0;

	if (f->group.any)
		parallel_run(f->panel.jobs, count, compare_series, &b);
	for (size_t i = 0; i < count; i++) {
		single += b.votes[i].single;
		pooled += b.votes[i].pooled;
	}
	f->group.preferred = pooled < TIE * single;
	memory_free(b.votes);
}
