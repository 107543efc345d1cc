/* Policies replayed on the past, inside lib/replenish. */
#ifndef REPLENISH_REPLAY_H
#define REPLENISH_REPLAY_H

#include "policy.h"

struct past_entry {
	int64_t day;
	double quantity;
};
struct past_series {
	struct past_entry *entries; /* as they came */
	size_t count, capacity;
	double paid, priced; /* money, and units that had a price */
};
struct replenish_past {
	struct directory directory;
	struct past_series *series; /* by the directory's number */
	size_t capacity;
	int64_t first, last; /* days of all series; INSTANT_NONE: none yet */
};

/* Sums of the last stretches of lead time and review, one after the other. */
#define REPLAY_WINDOWS 10
struct replay_windows {
	size_t count;
	double mean, squares; /* of the differences from the mean */
};
/** replenish_windows(days, n, length, out): of the last of n days. */
void replenish_windows(const double *days, size_t n, size_t length, struct replay_windows *out);

/* Variance = level x mean^slope: Taylor, Nature 189 (1961); in stock control the power law of SPT ch. 4 and 5. NAN:
 * too few series tell it. */
struct replay_law {
	double level, slope;
};
/** replenish_taylor(all, count): the law behind the windows of many series: least squares of the logarithms, raised so
 *  that the variances it tells are right in the mean. */
struct replay_law replenish_taylor(const struct replay_windows *all, size_t count);

/* Room for one series at a time, used again; one for each thread. */
struct replay_room {
	double *days; /* demand of each day */
	size_t days_capacity;
	double *arriving; /* units by day */
	double *work; /* of the models */
	size_t work_capacity;
	struct replay_view *views;
	size_t views_capacity;
};

/* What is expected at one review, knowing only the days before it. */
struct replay_view {
	struct policy_demand lead, cover; /* days -1: nothing is known yet */
};

/* One series on its days; day 0 is that of its first record. */
struct replay_walk {
	const struct replenish_replay_settings *settings;
	const double *days;
	size_t n;	     /* days there are */
	size_t begin, start; /* the walk begins; what is counted */
	uint64_t key;	     /* of its random numbers */
	double unit_cost;    /* NAN: not known */
	struct replay_law law;
	struct replay_room *room;
};

/** replenish_replay_look(w): the views of all reviews, in w->room->views. */
void replenish_replay_look(const struct replay_walk *w);
/** replenish_replay_run(w, policy, out): the walk by one policy, of enum replenish_replay_policy. */
void replenish_replay_run(const struct replay_walk *w, int policy, struct replay *out);
/** replenish_replay_finish(out, settings): shares, means and costs that follow from the sums. */
void replenish_replay_finish(struct replay *out, const struct replenish_replay_settings *settings);

#endif
