/* New items and the launches of others, inside lib/forecast. */
#ifndef FORECAST_LAUNCH_H
#define FORECAST_LAUNCH_H

#include "panel.h"

/*
 * What the panel's launches say, found in a pass before any series is forecast. A launch is a series that begins so
 * long after the first of all that there would have been records of it before: it is new, and was not merely not told
 * of. Its analogues: those of its category, and of these those of about its price.
 */
struct launches {
	size_t most; /* periods that an item is new for; 0: nothing is known */
	struct series_launch known;
	bool whole; /* launches sold whole units */
	struct series_launch_past *past;
	size_t *number; /* of each series among the past, + 1; 0: it is none */
	struct series_launch_pool *pools;
	size_t (*pool)[SERIES_LAUNCH_POOLS]; /* of each series */
};
void forecast_launches_open(struct launches *l, const struct panel *p);
void forecast_launches_close(struct launches *l);
/** forecast_launches_tell(l, index, n, out): what they say of a series of n periods; false: nothing, or it is not new. */
bool forecast_launches_tell(const struct launches *l, size_t index, size_t n, struct series_launch *out);

#endif
